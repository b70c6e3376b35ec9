//! Which part of the time the chart shows.

/// What "last 10 minutes" is, milliseconds.
const RECENT_MS: i64 = 600_000;
/// Shortest time that is shown, milliseconds.
const LEAST_MS: i64 = 60_000;

/// Shortest and longest time that can be zoomed to, milliseconds: a second, ten years.
const CLOSEST_MS: i64 = 1000;
const FARTHEST_MS: i64 = 315_576_000_000;

/// A choice of the reader's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Span {
    /// The last ten minutes; it goes on with the clock.
    Recent,
    /// All points that are kept.
    All,
    /// What was dragged over; it stands still while points come.
    Fixed { from_ms: i64, until_ms: i64 },
}

impl Span {
    /// First and last instant, epoch milliseconds, by the oldest and newest that there is. While less than the span has passed, what is to come is shown empty, so that the
    /// picture does not shrink as it fills.
    pub(super) fn bounds(self, start_ms: i64, oldest: Option<i64>, newest: Option<i64>) -> (i64, i64) {
        let last = newest.unwrap_or(start_ms);
        match self {
            Self::Recent => {
                let until = last.max(start_ms.saturating_add(RECENT_MS));
                (until - RECENT_MS, until)
            }
            Self::All => {
                // The oldest points are let go at some time; the start is shown until then.
                let first = oldest.unwrap_or(start_ms);
                let first = if first - start_ms < RECENT_MS { first.min(start_ms) } else { first };
                (first, last.max(first.saturating_add(LEAST_MS)))
            }
            Self::Fixed { from_ms, until_ms } => (from_ms, until_ms.max(from_ms + 1)),
        }
    }
}

/// The same span stretched by a factor about an instant: below 1 it shows less time, in more detail.
pub(super) fn stretched((from, until): (i64, i64), at: i64, factor: f64) -> Span {
    let part = |edge: i64| at.saturating_add(((edge - at) as f64 * factor) as i64);
    fixed(part(from), part(until))
}

/// The same span moved by a share of its length.
pub(super) fn moved((from, until): (i64, i64), share: f64) -> Span {
    let by = ((until - from) as f64 * share) as i64;
    fixed(from.saturating_add(by), until.saturating_add(by))
}

/// From and until, no closer and no farther apart than makes sense.
pub(super) fn fixed(from_ms: i64, until_ms: i64) -> Span {
    let length = until_ms.saturating_sub(from_ms);
    if (CLOSEST_MS..=FARTHEST_MS).contains(&length) {
        return Span::Fixed { from_ms, until_ms };
    }
    let middle = from_ms.saturating_add(length / 2);
    let length = length.clamp(CLOSEST_MS, FARTHEST_MS);
    Span::Fixed { from_ms: middle - length / 2, until_ms: middle - length / 2 + length }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_of_each_span() {
        let (first, last) = (10_000, 900_000);
        assert_eq!(Span::Recent.bounds(0, None, None), (0, 600_000));
        assert_eq!(Span::Recent.bounds(0, Some(first), Some(first)), (0, 600_000));
        assert_eq!(Span::Recent.bounds(0, Some(first), Some(last)), (300_000, 900_000));
        assert_eq!(Span::All.bounds(0, Some(first), Some(last)), (0, 900_000));
        assert_eq!(Span::All.bounds(0, Some(first), Some(first)), (0, 60_000));
        let kept = 7_000_000;
        assert_eq!(Span::All.bounds(0, Some(kept), Some(9_000_000)), (7_000_000, 9_000_000));
        assert_eq!(Span::Fixed { from_ms: 5, until_ms: 5 }.bounds(0, None, None), (5, 6));
    }

    #[test]
    fn spans_are_stretched_and_moved_within_reason() {
        let fixed = |from_ms, until_ms| Span::Fixed { from_ms, until_ms };
        assert_eq!(stretched((0, 100_000), 20_000, 0.5), fixed(10_000, 60_000));
        assert_eq!(stretched((0, 100_000), 0, 2.0), fixed(0, 200_000));
        assert_eq!(moved((0, 100_000), -0.25), fixed(-25_000, 75_000));
        assert_eq!(stretched((0, 2000), 1000, 0.001), fixed(500, 1500));
        let Span::Fixed { from_ms, until_ms } = stretched((0, FARTHEST_MS), 0, 9.0) else { panic!() };
        assert_eq!(until_ms - from_ms, FARTHEST_MS);
    }
}
