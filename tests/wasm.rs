//! Tests that run as WebAssembly in a headless browser: `cargo xtask test wasm`.
#![cfg(target_arch = "wasm32")]

use rillcut_web::handshake::{PROTOCOL, greeting, protocol_of};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn the_greeting_names_the_protocol() {
    assert_eq!(protocol_of(&greeting()), Some(PROTOCOL));
    assert_eq!(protocol_of("hello"), None);
}
