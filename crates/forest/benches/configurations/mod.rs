//! What is measured: configurations A to E of spec rcf 4.2 over one stream, for the native bench and the browser's.

use rillcut_forest::{Attribution, Forest, Options};

/// Records of a run, warm-up included.
pub(crate) const RECORDS: usize = 50_000;

/// One forest to be measured.
pub(crate) struct Configuration {
    /// A letter, and what it is.
    pub(crate) name: &'static str,
    /// Its shape.
    pub(crate) options: Options,
    /// Whether each score is explained.
    pub(crate) explained: bool,
}

/// A to E. Decays are those of the service with one column, else those of the open library; `Ad` and `Bd` are A and B with the
/// latter.
pub(crate) fn all() -> Vec<Configuration> {
    let a = Options::new(1).sample(12);
    let b = Options::new(1);
    let c = Options::new(1).shingle(8).time_decay(2560);
    let d = Options::new(4).shingle(8).trees(50).time_decay(2560);
    [
        ("A 1 column, 100 x 12", a.clone(), false),
        ("B 1 column, 100 x 256", b.clone(), false),
        ("C shingle 8, 100 x 256", c.clone(), false),
        ("D 4 columns x 8, 50 x 256", d, false),
        ("E C explained", c, true),
        ("Ad A, decay 120", a.time_decay(120), false),
        ("Bd B, decay 2560", b.time_decay(2560), false),
    ]
    .into_iter()
    .map(|(name, options, explained)| Configuration { name, options, explained })
    .collect()
}

/// A daily-looking curve with noise and a rare spike, `columns` numbers a record.
pub(crate) fn records(columns: usize) -> Vec<f64> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut uniform = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1u64 << 53) as f64
    };
    let mut values = Vec::with_capacity(RECORDS * columns);
    for t in 0..RECORDS {
        for column in 0..columns {
            let phase = (t as f64 / 60.0 + column as f64 / 7.0).fract();
            let curve = 4.0 * phase * (1.0 - phase);
            let noise: f64 = (0..4).map(|_| uniform() - 0.5).sum();
            let spike = if uniform() < 0.002 { 100.0 } else { 0.0 };
            values.push(100.0 + 20.0 * curve + 5.0 * noise + spike);
        }
    }
    values
}

/// Scores the records with a new forest and takes them in; the sum of the scores.
///
/// # Errors
/// None: the configurations hold and the records are finite.
pub(crate) fn run(configuration: &Configuration, data: &[f64]) -> Result<f64, rillcut_forest::Error> {
    let mut forest = Forest::new(configuration.options.clone())?;
    let (mut sum, mut attribution) = (0.0, Attribution::default());
    for row in data.chunks_exact(configuration.options.columns) {
        if configuration.explained {
            forest.explain_and_update_into(row, &mut attribution)?;
            sum += attribution.score();
        } else {
            sum += forest.score_and_update(row)?;
        }
    }
    Ok(sum)
}
