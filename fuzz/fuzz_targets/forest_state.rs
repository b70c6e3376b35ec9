//! A saved forest of any bytes: it is refused with a code, or goes on scoring and saves to what can be read again.
//!
//! The checksum would stop almost all of them, so it is mended first; what a changed byte inside can do is the question.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rillcut_forest::{Forest, Options};

fuzz_target!(|bytes: &[u8]| {
    let mut bytes = bytes.to_vec();
    if let Some((body, hash)) = bytes.split_last_chunk_mut::<8>() {
        let right = body.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
        *hash = right.to_le_bytes();
    }
    let mut forest = match Forest::from_bytes(&bytes, 1 << 22) {
        Ok(forest) => forest,
        Err(error) => {
            assert!(error.code().starts_with("FOR00"));
            return;
        }
    };
    let columns = forest.options().columns;
    let saved = forest.to_bytes();
    assert_eq!(Forest::from_bytes(&saved, Options::MEMORY_LIMIT).expect("it was just saved").to_bytes(), saved);
    for t in 0..40 {
        let record: Vec<f64> = (0..columns).map(|column| ((t * 7 + column) % 11) as f64).collect();
        let why = forest.attribution(&record).expect("the record is sound");
        let parts: f64 = why.high().iter().chain(why.low()).sum();
        assert!(why.score().is_finite() && (parts - why.score()).abs() < 1e-9);
        assert_eq!(forest.score_and_update(&record).expect("the record is sound"), why.score());
    }
});
