//! KDG's periodic rate: a table of Mu and Sigma for every hour of the week (kdg.md 4.2).
//!
//! Each second has as many records as a draw from the hour's normal distribution says. Three things differ from KDG. A count between
//! two whole numbers is one of them by chance, so that the mean is Mu (KDG rounds up: Mu + 0.5); the way to the next
//! hour goes second by second (KDG: by the minute); and the hour behind 22 is 23, behind Saturday 23 Sunday 0 (KDG takes Sunday 0 for
//! hour 22 of every day).

use serde::{Deserialize, Serialize};

use crate::normal::standard;
use crate::rate::Rate;
use crate::rng::Rng;

/// Days, from Sunday.
const DAYS: usize = 7;
/// Hours of a day.
const HOURS: usize = 24;
const HOUR_MS: i64 = 3_600_000;
/// From the epoch, a Thursday, back to the Sunday before it.
const SUNDAY_MS: i64 = 4 * 24 * HOUR_MS;
const WEEK_MS: i64 = 7 * 24 * HOUR_MS;

/// Mean and deviation of the records a second, by day (0 is Sunday) and hour of the local clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Periods {
    /// Mean records a second: seven days of 24 hours.
    pub mu: [[Rate; HOURS]; DAYS],
    /// Standard deviation of the records a second.
    pub sigma: [[Rate; HOURS]; DAYS],
    /// Whether both go evenly to the next hour's instead of jumping there.
    #[serde(default = "yes")]
    pub smoothing: bool,
}

const fn yes() -> bool {
    true
}

impl Periods {
    /// The same mean and deviation at all hours; KDG begins with 100 and 10.
    pub const fn uniform(mu: Rate, sigma: Rate) -> Self {
        Self { mu: [[mu; HOURS]; DAYS], sigma: [[sigma; HOURS]; DAYS], smoothing: true }
    }

    /// Mean and deviation at an instant (epoch milliseconds) on a clock so many minutes east of UTC.
    pub fn at(&self, ms: i64, utc_offset_minutes: i32) -> (f64, f64) {
        let local = ms.saturating_add(i64::from(utc_offset_minutes) * 60_000).saturating_add(SUNDAY_MS);
        let in_week = local.rem_euclid(WEEK_MS);
        let cell = |hour: i64| {
            let hour = (hour as usize) % (DAYS * HOURS);
            let (day, hour) = (hour / HOURS, hour % HOURS);
            (self.mu[day][hour].as_f64(), self.sigma[day][hour].as_f64())
        };
        let hour = in_week / HOUR_MS;
        let (mu, sigma) = cell(hour);
        if !self.smoothing {
            return (mu, sigma);
        }
        let (next_mu, next_sigma) = cell(hour + 1);
        let share = (in_week % HOUR_MS / 1000) as f64 / 3600.0;
        (mu + (next_mu - mu) * share, sigma + (next_sigma - sigma) * share)
    }

    /// Records of the second at `ms`; `random` decides.
    pub(crate) fn count(&self, ms: i64, utc_offset_minutes: i32, random: u64) -> u64 {
        let (mu, sigma) = self.at(ms, utc_offset_minutes);
        if mu == 0.0 && sigma == 0.0 {
            return 0;
        }
        let mut rng = Rng::seed(random);
        let wanted = if sigma == 0.0 { mu } else { mu + sigma * standard(&mut rng) };
        libm::floor(wanted.clamp(0.0, Rate::MAX) + rng.fraction()) as u64
    }

    /// Whether no second of the week has a record.
    pub(crate) fn is_silent(&self) -> bool {
        let zero =
            |table: &[[Rate; HOURS]; DAYS]| table.iter().flatten().all(|&rate| rate == Rate::default());
        zero(&self.mu) && zero(&self.sigma)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(records: f64) -> Rate {
        Rate::per_second(records).unwrap()
    }

    /// Mu is 100 times the day plus the hour.
    fn numbered() -> Periods {
        let mut periods = Periods::uniform(rate(0.0), rate(0.0));
        for day in 0..DAYS {
            for hour in 0..HOURS {
                periods.mu[day][hour] = rate((100 * day + hour) as f64);
            }
        }
        periods
    }

    #[test]
    fn hours_and_days_of_the_local_clock() {
        let mut periods = numbered();
        // 2026-01-01 is a Thursday.
        let thursday = 1_767_225_600_000;
        assert_eq!(periods.at(thursday, 0).0, 400.0);
        assert_eq!(periods.at(thursday, -60).0, 323.0);
        assert_eq!(periods.at(thursday + HOUR_MS / 2, 0).0, 400.5);
        // KDG's fault: hour 22 goes on to hour 23 of its own day, hour 23 to the next day.
        assert_eq!(periods.at(thursday + 22 * HOUR_MS + HOUR_MS / 2, 0).0, 422.5);
        assert_eq!(periods.at(thursday + 23 * HOUR_MS + HOUR_MS / 2, 0).0, f64::midpoint(423.0, 500.0));
        let saturday_night = thursday + 2 * 24 * HOUR_MS + 23 * HOUR_MS;
        assert_eq!(periods.at(saturday_night, 0).0, 623.0);
        assert_eq!(periods.at(saturday_night + HOUR_MS / 2, 0).0, 311.5);
        periods.smoothing = false;
        assert_eq!(periods.at(saturday_night + HOUR_MS / 2, 0).0, 623.0);
        assert_eq!(periods.at(i64::MIN, -1440).0, periods.at(i64::MIN, -1440).0);
    }

    #[test]
    fn counts_have_mean_and_deviation() {
        for (mu, sigma) in [(100.0, 10.0), (2.5, 0.0), (0.2, 0.0), (1000.0, 50.0)] {
            let periods = Periods::uniform(rate(mu), rate(sigma));
            let counts: Vec<f64> =
                (0..20_000_u64).map(|second| periods.count(0, 0, crate::rng::mix(second)) as f64).collect();
            let mean = counts.iter().sum::<f64>() / counts.len() as f64;
            let variance =
                counts.iter().map(|count| (count - mean) * (count - mean)).sum::<f64>() / counts.len() as f64;
            assert!((mean - mu).abs() < 0.02 * mu.max(1.0), "{mu} {mean}");
            // Taking one of two whole numbers adds at most a quarter.
            assert!((variance - sigma * sigma).abs() < 0.03 * sigma * sigma + 0.26, "{sigma} {variance}");
        }
        assert!(Periods::uniform(rate(0.0), rate(0.0)).is_silent());
    }

    #[test]
    fn json_is_two_tables() {
        let text = serde_json::to_string(&numbered()).unwrap();
        assert!(text.starts_with(r#"{"mu":[[0,1,2,"#) && text.ends_with(r#""smoothing":true}"#));
        assert_eq!(serde_json::from_str::<Periods>(&text).unwrap(), numbered());
        assert!(serde_json::from_str::<Periods>(r#"{"mu":[[1]],"sigma":[[1]]}"#).is_err());
    }
}
