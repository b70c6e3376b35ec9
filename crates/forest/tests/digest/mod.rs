//! A hash over the bits of scores, explanations and expected values. It changes with the algorithm, never with the platform:
//! `tests/streams.rs` holds it natively, `tests/wasm.rs` of the workspace in a browser.

use rillcut_forest::{Forest, Grader, Mode, Options};

/// What every platform gives: on a line; in space, by the open library's rule.
pub(crate) const EXPECTED: &str = "a25ed86e014e4623 3520c53a87a4c90f";

/// A noisy daily curve with a spike at every 97th record, `columns` numbers a record.
pub(crate) fn records(columns: usize, count: usize) -> Vec<Vec<f64>> {
    let mut state = 88_172_645_463_325_252_u64;
    (0..count)
        .map(|t| {
            (0..columns)
                .map(|column| {
                    state ^= state << 13;
                    state ^= state >> 7;
                    state ^= state << 17;
                    let noise = (state % 1000) as f64 / 250.0;
                    let phase = ((t + 7 * column) % 60) as f64 / 60.0;
                    let spike = if t % 97 == 96 { 60.0 } else { 0.0 };
                    80.0 * phase * (1.0 - phase) + noise + spike
                })
                .collect()
        })
        .collect()
}

/// The hash of one forest over 1,500 records; `None` should it fail, which it does not.
fn hash(options: &Options) -> Option<u64> {
    let mut forest = Forest::new(options.clone()).ok()?;
    let mut grader = Grader::new(options);
    let mut bits = Vec::new();
    for record in records(options.columns, 1500) {
        let why = forest.attribution(&record).ok()?;
        bits.push(why.score());
        bits.extend_from_slice(why.high());
        bits.extend_from_slice(why.low());
        for expected in forest.expected(&record, &why.suspects()).ok()? {
            bits.extend([expected.value, expected.low, expected.high]);
        }
        let grade = grader.grade(forest.score_and_update(&record).ok()?);
        bits.extend([grade.grade, grade.confidence, grade.threshold]);
    }
    let saved = forest.to_bytes();
    Some(
        bits.iter()
            .flat_map(|x| x.to_bits().to_le_bytes())
            .chain(saved)
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            }),
    )
}

/// The digest here.
pub(crate) fn digest() -> Option<String> {
    let small = |columns| Options::new(columns).trees(20).sample(32).time_decay(300);
    let line = hash(&small(1).seed(1))?;
    let wide = hash(&small(3).shingle(2).seed(2).mode(Mode::OpenSource))?;
    Some(format!("{line:016x} {wide:016x}"))
}
