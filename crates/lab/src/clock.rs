//! The lab's clock against the wall's.
//!
//! The clock is a number that the session moves; what the wall says only decides how far it may move now. A tab that slept
//! catches up at the set speed for at most [`MAX_CATCH_UP_MS`] of wall time: an hour in a drawer is not an hour of alarms.

use crate::protocol::Speed;

/// Wall time that is made up for after a stall, milliseconds.
pub(crate) const MAX_CATCH_UP_MS: f64 = 5000.0;

/// How far the clock may move.
#[derive(Debug, Clone)]
pub(crate) struct Pace {
    speed: Speed,
    last_wall_ms: Option<f64>,
    /// Lab milliseconds granted and not yet used; keeps fractions at low speeds.
    credit_ms: f64,
}

impl Pace {
    /// A pace that has not begun.
    pub(crate) fn new(speed: Speed) -> Self {
        Self { speed, last_wall_ms: None, credit_ms: 0.0 }
    }

    /// The set speed.
    pub(crate) fn speed(&self) -> Speed {
        self.speed
    }

    /// Changes the speed from now on.
    pub(crate) fn set_speed(&mut self, speed: Speed) {
        self.speed = match speed {
            Speed::Times(times) if times.is_finite() => Speed::Times(times.clamp(0.01, 100_000.0)),
            Speed::Times(_) => Speed::Times(1.0),
            Speed::Max => Speed::Max,
        };
        self.credit_ms = 0.0;
    }

    /// Forgets the wall, so that time spent paused is not made up for.
    pub(crate) fn stop(&mut self) {
        self.last_wall_ms = None;
        self.credit_ms = 0.0;
    }

    /// Lab milliseconds the clock may move at this wall time; `None`: as far as it likes.
    pub(crate) fn grant(&mut self, wall_ms: f64) -> Option<i64> {
        let elapsed = self.last_wall_ms.map_or(0.0, |last| (wall_ms - last).clamp(0.0, MAX_CATCH_UP_MS));
        self.last_wall_ms = Some(wall_ms);
        match self.speed {
            Speed::Max => None,
            Speed::Times(times) => {
                self.credit_ms = (self.credit_ms + elapsed * times).min(MAX_CATCH_UP_MS * times);
                Some(self.credit_ms as i64)
            }
        }
    }

    /// Uses up lab milliseconds of the grant.
    pub(crate) fn spend(&mut self, lab_ms: i64) {
        self.credit_ms = (self.credit_ms - lab_ms as f64).max(0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_add_up_and_stalls_are_bounded() {
        let mut pace = Pace::new(Speed::Times(0.1));
        assert_eq!(pace.grant(1000.0), Some(0), "the first look only sets the wall");
        let mut moved = 0;
        for tick in 1..=100 {
            let granted = pace.grant(1000.0 + f64::from(tick) * 16.0).unwrap();
            pace.spend(granted);
            moved += granted;
        }
        assert_eq!(moved, 160);
        assert!(pace.grant(1e9).unwrap() <= 500);
        pace.set_speed(Speed::Max);
        assert_eq!(pace.grant(1e9), None);
        pace.stop();
        pace.set_speed(Speed::Times(60.0));
        assert_eq!(pace.grant(2e9), Some(0));
    }
}
