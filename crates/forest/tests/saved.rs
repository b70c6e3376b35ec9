//! A forest read back from bytes goes on as if nothing had happened; other bytes are refused.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "helpers of tests may fail; expected values have tolerances or are exact powers of two"
)]

use proptest::prelude::*;
use rillcut_forest::{Error, Forest, Mode, Options};

const LIMIT: u64 = Options::MEMORY_LIMIT;

fn record(t: u32, columns: usize) -> Vec<f64> {
    (0..columns as u32).map(|c| f64::from((t.wrapping_mul(2_654_435_761) >> (8 + c)) % 37)).collect()
}

fn fed(options: Options, count: u32) -> Forest {
    let mut forest = Forest::new(options).unwrap();
    for t in 0..count {
        forest.update(&record(t, forest.options().columns)).unwrap();
    }
    forest
}

#[test]
fn a_forest_read_back_goes_on_bit_by_bit() {
    for options in [
        Options::new(1).trees(15).sample(24).time_decay(90).seed(3),
        Options::new(1).trees(2).sample(1100).time_decay(4000),
        Options::new(3).trees(7).sample(10).time_decay(50).shingle(4).mode(Mode::OpenSource),
    ] {
        for count in [0, 1, 3, 9, 40, 500] {
            let mut forest = fed(options.clone(), count);
            let bytes = forest.to_bytes();
            let mut back = Forest::from_bytes(&bytes, LIMIT).unwrap();
            assert_eq!(back.options(), forest.options());
            assert_eq!(back.to_bytes(), bytes, "writing is canonical");
            for t in count..count + 300 {
                let record = record(t, options.columns);
                assert_eq!(
                    back.explain_and_update(&record).unwrap(),
                    forest.explain_and_update(&record).unwrap()
                );
            }
            assert_eq!(back.to_bytes(), forest.to_bytes());
        }
    }
}

fn code(bytes: &[u8]) -> &'static str {
    Forest::from_bytes(bytes, LIMIT).map_err(|error: Error| error.code()).err().unwrap_or("none")
}

/// The bytes with a checksum that holds.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let body = bytes.len() - 8;
    let hash = bytes[..body].iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    bytes[body..].copy_from_slice(&hash.to_le_bytes());
    bytes
}

#[test]
fn other_bytes_are_refused_with_the_reason() {
    let bytes = fed(Options::new(1).trees(3).sample(8), 40).to_bytes();
    assert_eq!(code(b""), "FOR0020");
    assert_eq!(code(b"PNG"), "FOR0020");
    let mut newer = bytes.clone();
    newer[4] = 3;
    assert_eq!(code(&newer), "FOR0020");
    assert_eq!(code(&bytes[..bytes.len() - 1]), "FOR0021");
    let mut longer = bytes.clone();
    longer.extend([0; 8]);
    assert_eq!(code(&sealed(longer)), "FOR0021");
    let mut huge = bytes.clone();
    huge[6..8].copy_from_slice(&31_u16.to_le_bytes());
    assert_eq!(code(&sealed(huge)), "FOR0005");
    assert_eq!(Forest::from_bytes(&bytes, 10).unwrap_err().code(), "FOR0006");
    assert_eq!(code(&bytes), "none");
}

proptest! {
    #[test]
    fn changed_bytes_with_a_right_checksum_never_panic(
        place in 6_usize..2000, value: u8, cut in 0_usize..40, columns in 1_usize..3, count in 0_u32..60,
    ) {
        let mut bytes = fed(Options::new(columns).trees(2).sample(9).time_decay(30), count).to_bytes();
        let place = 6 + place % (bytes.len() - 14);
        bytes[place] = value;
        bytes.truncate(bytes.len() - cut.min(bytes.len() - 14));
        if let Ok(mut forest) = Forest::from_bytes(&sealed(bytes), 1 << 20) {
            // Whatever was accepted works.
            let columns = forest.options().columns;
            for t in 0..50 {
                let attribution = forest.explain_and_update(&record(t, columns)).unwrap();
                prop_assert!(attribution.score().is_finite());
            }
        }
    }

    #[test]
    fn noise_is_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Forest::from_bytes(&bytes, LIMIT).is_err());
    }
}
