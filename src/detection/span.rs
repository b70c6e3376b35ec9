//! Which part of the time the chart shows.

use rillcut_lab::protocol::ChartPoint;

/// What "last 10 minutes" is, milliseconds.
const RECENT_MS: i64 = 600_000;
/// Shortest time that is shown, milliseconds.
const LEAST_MS: i64 = 60_000;

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
    /// First and last instant, epoch milliseconds. While less than the span has passed, what is to come is shown empty, so that the
    /// picture does not shrink as it fills.
    pub(super) fn bounds(
        self,
        start_ms: i64,
        oldest: Option<&ChartPoint>,
        newest: Option<&ChartPoint>,
    ) -> (i64, i64) {
        let last = newest.map_or(start_ms, |point| point.rowtime_ms);
        match self {
            Self::Recent => {
                let until = last.max(start_ms.saturating_add(RECENT_MS));
                (until - RECENT_MS, until)
            }
            Self::All => {
                // The oldest points are let go at some time; the start is shown until then.
                let first = oldest.map_or(start_ms, |point| point.rowtime_ms);
                let first = if first - start_ms < RECENT_MS { first.min(start_ms) } else { first };
                (first, last.max(first.saturating_add(LEAST_MS)))
            }
            Self::Fixed { from_ms, until_ms } => (from_ms, until_ms.max(from_ms + 1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(rowtime_ms: i64) -> ChartPoint {
        ChartPoint { rowtime_ms, ..ChartPoint::default() }
    }

    #[test]
    fn bounds_of_each_span() {
        let (first, last) = (point(10_000), point(900_000));
        assert_eq!(Span::Recent.bounds(0, None, None), (0, 600_000));
        assert_eq!(Span::Recent.bounds(0, Some(&first), Some(&first)), (0, 600_000));
        assert_eq!(Span::Recent.bounds(0, Some(&first), Some(&last)), (300_000, 900_000));
        assert_eq!(Span::All.bounds(0, Some(&first), Some(&last)), (0, 900_000));
        assert_eq!(Span::All.bounds(0, Some(&first), Some(&first)), (0, 60_000));
        let kept = point(7_000_000);
        assert_eq!(Span::All.bounds(0, Some(&kept), Some(&point(9_000_000))), (7_000_000, 9_000_000));
        assert_eq!(Span::Fixed { from_ms: 5, until_ms: 5 }.bounds(0, None, None), (5, 6));
    }
}
