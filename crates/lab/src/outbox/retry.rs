//! When a failed message is tried again: exponential waits with full jitter, so that many labs that failed together do not come back together.

use rand::Rng;
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::destination::spec::RetrySpec;

/// Wall clock of the next attempt after `attempts` of them, of which the first was at `began_ms`; `None` when the time is up. A receiver that
/// asked to be left alone for `asked_ms` is. The last attempt falls on the end of the time.
pub(super) fn next_attempt(
    spec: &RetrySpec,
    attempts: u32,
    began_ms: i64,
    wall_ms: f64,
    asked_ms: f64,
    rng: &mut Xoshiro256PlusPlus,
) -> Option<i64> {
    let deadline_ms = began_ms as f64 + spec.give_up_seconds * 1000.0;
    if wall_ms >= deadline_ms {
        return None;
    }
    let doubled = f64::from(spec.first_wait_ms) * f64::from(1_u32 << attempts.saturating_sub(1).min(30));
    let ceiling = doubled.min(f64::from(spec.longest_wait_ms));
    let wait_ms = (ceiling * unit(rng)).max(asked_ms);
    Some((wall_ms + wait_ms).min(deadline_ms.max(wall_ms + asked_ms)).ceil() as i64)
}

fn unit(rng: &mut Xoshiro256PlusPlus) -> f64 {
    (rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use rand_xoshiro::rand_core::SeedableRng;

    use super::*;

    #[test]
    fn waits_grow_are_jittered_and_end() {
        let spec = RetrySpec { give_up_seconds: 600.0, ..RetrySpec::default() };
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(7);
        let (mut wall, mut attempts, mut waits) = (0.0, 1, Vec::new());
        while let Some(next) = next_attempt(&spec, attempts, 0, wall, 0.0, &mut rng) {
            let ceiling = (1000.0 * f64::from(1 << (attempts - 1).min(20))).min(60_000.0);
            waits.push((next as f64 - wall) / ceiling);
            assert!(next as f64 >= wall && next as f64 <= wall + ceiling + 1.0 && next <= 600_000);
            wall = next as f64;
            attempts += 1;
        }
        assert_eq!(wall, 600_000.0, "the last attempt is at the end of the time");
        assert!(
            waits.iter().any(|&share| share < 0.3) && waits.iter().any(|&share| share > 0.7),
            "{waits:?}"
        );
        assert!(next_attempt(&spec, 1, 0, 0.0, 90_000.0, &mut rng).unwrap() >= 90_000);
        assert!(next_attempt(&spec, 1, 0, 599_000.0, 90_000.0, &mut rng).unwrap() >= 689_000, "asked for");
    }
}
