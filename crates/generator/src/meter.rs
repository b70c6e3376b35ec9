//! An honest rate: records that were sent, by a clock on the wall, over the last two seconds.
//!
//! KDG's counter counts what it asked for (kdg.md 4.3); this one looks at what has been made, so that a machine that does not keep up
//! shows beside the rate that was wanted. The clock is the caller's.

use std::collections::VecDeque;

/// How far it looks back, in milliseconds.
const WINDOW_MS: f64 = 2000.0;
/// Readings closer than this are not kept: two seconds are then twenty readings.
const STEP_MS: f64 = 100.0;

/// Readings of a counter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Meter {
    /// Wall time in milliseconds and the counter, oldest first.
    readings: VecDeque<(f64, u64)>,
    /// The newest reading, which may not be kept.
    now: Option<(f64, u64)>,
}

impl Meter {
    /// Takes a reading: `records` sent so far at `wall_ms` of a clock that does not go back.
    pub fn note(&mut self, wall_ms: f64, records: u64) {
        let goes_back = self.now.is_some_and(|(last, before)| wall_ms < last || records < before);
        if goes_back {
            self.readings.clear();
        }
        self.now = Some((wall_ms, records));
        if self.readings.back().is_none_or(|&(last, _)| wall_ms - last >= STEP_MS) {
            self.readings.push_back((wall_ms, records));
        }
        // One reading older than the window stays, so that the window is always full.
        while self.readings.get(1).is_some_and(|&(at, _)| wall_ms - at >= WINDOW_MS) {
            self.readings.pop_front();
        }
    }

    /// Records a second; 0 until there are two readings.
    pub fn per_second(&self) -> f64 {
        let (Some(&(from_ms, from)), Some((to_ms, to))) = (self.readings.front(), self.now) else {
            return 0.0;
        };
        if to_ms > from_ms { (to - from) as f64 * 1000.0 / (to_ms - from_ms) } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_back_two_seconds() {
        let mut meter = Meter::default();
        assert_eq!(meter.per_second(), 0.0);
        for tick in 0..1000_u32 {
            // 1,000 a second for five seconds, then 100.
            let records = if tick < 500 { 10 * u64::from(tick) } else { 5000 + u64::from(tick - 500) };
            meter.note(f64::from(tick) * 10.0, records);
            if tick == 400 {
                assert!((meter.per_second() - 1000.0).abs() < 1.0);
            }
        }
        assert!((meter.per_second() - 100.0).abs() < 2.0, "{}", meter.per_second());
        assert!(meter.readings.len() < 25);
        meter.note(0.0, 0);
        assert_eq!(meter.per_second(), 0.0);
    }
}
