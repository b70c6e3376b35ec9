//! Tests that run as WebAssembly in a headless browser: `cargo xtask test wasm`.
#![cfg(target_arch = "wasm32")]

#[path = "../crates/forest/tests/digest/mod.rs"]
#[allow(missing_docs, reason = "a part of the forest's tests")]
mod forest;

use rillcut_lab::{Engine, workload};
use rillcut_web::handshake::{PROTOCOL, greeting, protocol_of};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn the_greeting_names_the_protocol() {
    assert_eq!(protocol_of(&greeting()), Some(PROTOCOL));
    assert_eq!(protocol_of("hello"), None);
}

#[wasm_bindgen_test]
fn three_hours_of_clickstream_give_the_same_bytes_as_the_command_line() {
    // crates/cli/tests/command_line.rs holds `rillcut run` to the same file.
    let golden = include_str!("golden/clickstream-3h.digest").trim();
    let digest = workload::recorded_digest(7, 3 * 3600, 1000).map(|digest| digest.to_string());
    assert_eq!(digest.as_deref(), Ok(golden));
}

#[wasm_bindgen_test]
fn the_forest_gives_the_same_bits_as_natively() {
    // crates/forest/tests/streams.rs holds the native build to the same.
    assert_eq!(forest::digest().as_deref(), Some(forest::EXPECTED));
}

#[wasm_bindgen_test]
fn the_generator_gives_the_golden_bytes() {
    // crates/lab/tests/determinism.rs holds the native build to the same file.
    let golden = include_str!("golden/generator.digest").trim();
    let digest = workload::generated_digest(2026).map(|digest| format!("{digest:016x}"));
    assert_eq!(digest.as_deref(), Ok(golden));
}

#[wasm_bindgen_test]
fn a_day_of_five_senders_is_sent_whole() {
    let engine =
        workload::five_senders().and_then(|lab| Engine::new(lab, 0).map_err(|(_, problems)| problems));
    let sent = engine.map(|mut engine| workload::play(&mut engine, 86_400_000, workload::AT_ONCE));
    assert!(sent.as_ref().is_ok_and(|sent| (432_000..=432_005).contains(sent)), "{sent:?}");
}
