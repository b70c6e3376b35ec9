//! `random.normal`: a bell curve on a decimal grid, cut off at its limits.
//!
//! Marsaglia's polar method, as KDG's periodic rate has it, with `libm`'s logarithm so that every platform draws the same.
//! A value beyond the limits is drawn again, which keeps the shape of the curve between them; after sixteen vain draws (limits far
//! from the mean) the nearest limit is taken, so that a record never waits. A ziggurat table was rejected: it is faster by a
//! third of a record and costs the page 4 KB.

use crate::digits;
use crate::rng::Rng;

/// Draws before the nearest limit is taken.
const ATTEMPTS: usize = 16;

/// A normal distribution; values are printed as multiples of `step / 10^scale`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Normal {
    /// In steps.
    pub(crate) mean: f64,
    /// In steps.
    pub(crate) deviation: f64,
    /// Lowest value, in steps.
    pub(crate) low: i64,
    /// Highest value, in steps.
    pub(crate) high: i64,
    pub(crate) step: i64,
    pub(crate) scale: u32,
}

impl Normal {
    pub(crate) fn run(&self, out: &mut Vec<u8>, rng: &mut Rng) {
        let steps = self.draw(rng);
        digits::decimal(out, steps.saturating_mul(self.step), self.scale);
    }

    fn draw(&self, rng: &mut Rng) -> i64 {
        let mut steps = 0;
        for _ in 0..ATTEMPTS {
            steps = libm::round(self.mean + self.deviation * standard(rng)) as i64;
            if steps >= self.low && steps <= self.high {
                break;
            }
        }
        steps.clamp(self.low, self.high)
    }
}

/// A draw from the standard normal distribution.
pub(crate) fn standard(rng: &mut Rng) -> f64 {
    loop {
        let (x, y) = (2.0 * rng.fraction() - 1.0, 2.0 * rng.fraction() - 1.0);
        let square = x * x + y * y;
        if square > 0.0 && square < 1.0 {
            return x * libm::sqrt(-2.0 * libm::log(square) / square);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mean_deviation_and_tails() {
        let mut rng = Rng::seed(5);
        let count = 200_000;
        let (mut sum, mut squares, mut beyond) = (0.0, 0.0, 0);
        for _ in 0..count {
            let x = standard(&mut rng);
            sum += x;
            squares += x * x;
            beyond += u32::from(x.abs() > 1.96);
        }
        let mean = sum / f64::from(count);
        assert!(mean.abs() < 0.01, "{mean}");
        assert!((squares / f64::from(count) - 1.0).abs() < 0.02);
        assert!((f64::from(beyond) / f64::from(count) - 0.05).abs() < 0.003);
    }

    #[test]
    fn limits_hold() {
        let normal = Normal { mean: 0.0, deviation: 1.0, low: 50, high: 60, step: 1, scale: 0 };
        assert_eq!(normal.draw(&mut Rng::seed(1)), 50);
    }
}
