//! A lab played many times with other seeds: how often its expected anomalies are found, and how many false alarms come.
//!
//! A moment of the lab marked `expectAnomaly` is found when the destination gets a row whose window overlaps it: a row's ROWTIME is its
//! window's end, so up to [`WINDOW_MS`] after the moment counts too. Every other row of the destination is a false alarm.

use crate::{engine::Engine, file::Lab, senders::Refusal};

/// How much later than the moment a row may be stamped, milliseconds: one window of the seed lab.
pub const WINDOW_MS: i64 = 10_000;

/// What came of the trials.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// Runs, each with a seed of its own.
    pub runs: u64,
    /// Name of each expected moment and in how many runs it was found.
    pub found: Vec<(String, u64)>,
    /// Rows of the destination outside expected moments, over all runs.
    pub false_alarms: u64,
    /// Lab time outside expected moments in which they came, milliseconds over all runs.
    pub quiet_ms: i64,
}

impl Trial {
    /// False alarms in ten minutes of the lab's clock, on average.
    pub fn false_alarms_in_ten_minutes(&self) -> f64 {
        if self.quiet_ms == 0 { 0.0 } else { self.false_alarms as f64 * 600_000.0 / self.quiet_ms as f64 }
    }
}

/// Plays a lab `runs` times for `for_ms` of its clock with the seeds `first_seed`, `first_seed + 1`, …
///
/// # Errors
/// When the lab cannot run.
pub fn play(lab: &Lab, first_seed: u64, runs: u64, for_ms: i64) -> Result<Trial, Refusal> {
    let expected: Vec<_> = lab.moments.iter().filter(|moment| moment.expect_anomaly).collect();
    let spans: Vec<(i64, i64)> = expected
        .iter()
        .map(|moment| ((moment.from * 1000.0) as i64, (moment.until * 1000.0) as i64 + WINDOW_MS))
        .collect();
    let found = expected.iter().map(|moment| (moment.name.clone(), 0)).collect();
    let covered: i64 = spans.iter().map(|&(from, until)| (until.min(for_ms) - from.min(for_ms)).max(0)).sum();
    let mut trial = Trial { runs, found, false_alarms: 0, quiet_ms: (for_ms - covered).max(0) * runs as i64 };
    for run in 0..runs {
        let lab = Lab { seed: first_seed.wrapping_add(run), ..lab.clone() };
        let mut engine = Engine::new(lab, 0)?;
        let end = engine.start_ms() + for_ms;
        let mut seen = vec![false; spans.len()];
        while engine.now_ms() < end {
            engine.advance(end, 4096);
            for row in engine.take_found() {
                let at = row.rowtime_ms - engine.start_ms();
                match spans.iter().position(|&(from, until)| from < at && at <= until) {
                    Some(moment) => seen[moment] = true,
                    None => trial.false_alarms += 1,
                }
            }
        }
        for (count, seen) in trial.found.iter_mut().zip(seen) {
            count.1 += u64::from(seen);
        }
    }
    Ok(trial)
}
