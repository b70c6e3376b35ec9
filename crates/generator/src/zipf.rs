//! `random.zipf`: rank k of n as likely as `1 / k^s`, which is how pages, products and words are visited.
//!
//! Rejection-inversion (Hörmann and Derflinger 1996): the histogram of the ranks is enclosed by the integral of `x^-s`, whose inverse
//! turns a uniform draw into a candidate that is accepted nearly always. It needs no table, so a million ranks cost what ten
//! cost. An alias table was rejected: it is faster for a few thousand ranks, and megabytes for many.

use crate::rng::Rng;

/// Ranks `1..=count` with exponent `s`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Zipf {
    count: u64,
    exponent: f64,
    /// The integral at 1.5, less the first rank's share.
    from: f64,
    /// The integral at `count + 0.5`.
    to: f64,
    /// Candidates so near below their rank are accepted at once.
    near: f64,
}

impl Zipf {
    /// `count` of at least 1 and an exponent from 0 (uniform) on.
    pub(crate) fn new(count: u64, exponent: f64) -> Self {
        let mut zipf = Self { count, exponent, from: 0.0, to: 0.0, near: 0.0 };
        zipf.from = zipf.integral(1.5) - 1.0;
        zipf.to = zipf.integral(count as f64 + 0.5);
        zipf.near = 2.0 - zipf.inverse(zipf.integral(2.5) - zipf.density(2.0));
        zipf
    }

    pub(crate) fn draw(&self, rng: &mut Rng) -> u64 {
        loop {
            let area = self.to + rng.fraction() * (self.from - self.to);
            let x = self.inverse(area);
            let rank = libm::floor(x + 0.5).clamp(1.0, self.count as f64);
            if rank - x <= self.near || area >= self.integral(rank + 0.5) - self.density(rank) {
                return rank as u64;
            }
        }
    }

    fn density(&self, x: f64) -> f64 {
        libm::exp(-self.exponent * libm::log(x))
    }

    /// `(x^(1-s) - 1) / (1 - s)`, and its limit `ln x` at s = 1.
    fn integral(&self, x: f64) -> f64 {
        let log = libm::log(x);
        let t = (1.0 - self.exponent) * log;
        log * if t.abs() > 1e-8 { libm::expm1(t) / t } else { 1.0 + t / 2.0 }
    }

    fn inverse(&self, area: f64) -> f64 {
        // Rounding may bring this just below -1, where the logarithm ends.
        let t = (area * (1.0 - self.exponent)).max(-1.0);
        libm::exp(area * if t.abs() > 1e-8 { libm::log1p(t) / t } else { 1.0 - t / 2.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_have_their_shares() {
        for (count, exponent) in [(10, 1.0), (10, 0.0), (20, 2.5), (5, 0.5)] {
            let zipf = Zipf::new(count, exponent);
            let mut rng = Rng::seed(11);
            let mut seen = vec![0_u32; count as usize];
            let draws = 100_000;
            for _ in 0..draws {
                seen[zipf.draw(&mut rng) as usize - 1] += 1;
            }
            let weights: Vec<f64> = (1..=count).map(|k| libm::pow(k as f64, -exponent)).collect();
            let total: f64 = weights.iter().sum();
            let chi: f64 = seen
                .iter()
                .zip(&weights)
                .map(|(&seen, weight)| {
                    let expected = weight / total * f64::from(draws);
                    (f64::from(seen) - expected) * (f64::from(seen) - expected) / expected
                })
                .sum();
            // Far above the 99.9 % bound of 19 degrees of freedom (43.8) would be a fault; seeds are fixed.
            assert!(chi < 43.8, "{count} {exponent}: {chi} {seen:?}");
        }
    }

    #[test]
    fn one_rank_and_very_many() {
        assert_eq!(Zipf::new(1, 1.0).draw(&mut Rng::seed(1)), 1);
        let zipf = Zipf::new(1_000_000_000, 1.1);
        let mut rng = Rng::seed(1);
        assert!((0..1000).all(|_| (1..=1_000_000_000).contains(&zipf.draw(&mut rng))));
        let steep = Zipf::new(1_000_000_000, 10.0);
        assert!((0..1000).all(|_| steep.draw(&mut rng) < 100));
    }
}
