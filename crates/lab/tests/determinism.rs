//! How a run is cut into calls changes nothing.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use proptest::prelude::*;
use rillcut_lab::{
    Engine,
    file::Lab,
    workload::{self, Digest, Recorded},
};

fn digest(seed: u64, steps: &[(i64, usize)]) -> u64 {
    let lab = Lab { seed, ..Lab::from_json(rillcut_lab::examples::CLICKSTREAM).unwrap() };
    let mut engine = Engine::new(lab, 0).unwrap();
    let end = engine.start_ms() + 400_000;
    let mut digest = Digest::new(engine.plan());
    let mut steps = steps.iter().cycle();
    while engine.now_ms() < end {
        let &(ms, records) = steps.next().unwrap();
        let to = (engine.now_ms() + ms).min(end);
        engine.advance_with(to, records, &mut |stream, batch| digest.rows(stream, batch));
    }
    digest.value()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn slices_do_not_show(seed in 0_u64..1000, steps in prop::collection::vec((1_i64..70_000, 1_usize..300), 1..20)) {
        prop_assert_eq!(digest(seed, &[(400_000, 4096)]), digest(seed, &steps));
    }
}

#[test]
fn the_built_in_workloads_are_valid() {
    let mut engine = Engine::new(workload::five_senders().unwrap(), 0).unwrap();
    let sent = workload::play(&mut engine, 60_000, 4096);
    assert!((300..=305).contains(&sent), "jitter moves a record over the edge at most: {sent}");
    let Recorded { bytes, ends, instants } = workload::recorded(1, 1200).unwrap();
    assert_eq!(ends.len(), instants.len());
    assert_eq!(ends.last().map(|&end| end as usize), Some(bytes.len()));
    assert!((2550..=2553).contains(&ends.len()), "{}", ends.len());
    assert!(instants.is_sorted());
}

#[test]
fn the_generator_gives_the_golden_bytes() {
    // tests/wasm.rs holds the same in a browser.
    let golden = include_str!("../../../tests/golden/generator.digest").trim();
    assert_eq!(format!("{:016x}", workload::generated_digest(2026).unwrap()), golden);
}
