//! What a threshold makes of the scored windows: how often it would have alerted, and whether it found what the lab's author hid.
//!
//! Pure functions over chart points. A row's ROWTIME is the end of its window, so a window counts to a moment when the two overlap
//! at all; the length of a window is read off the points, since a program may use any.

use rillcut_lab::protocol::ChartPoint;

/// Taken for the length of a window while there are too few points to tell, milliseconds.
const WINDOW_MS: i64 = 10_000;
/// Longest distance of two points that is still taken for the length of a window, milliseconds.
const LONGEST_MS: i64 = 600_000;

/// A moment of the lab on its clock.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stretch {
    pub(super) name: String,
    pub(super) from_ms: i64,
    pub(super) until_ms: i64,
    /// Whether the detector should find it.
    pub(super) expected: bool,
}

impl Stretch {
    /// Whether a window that ended at that ROWTIME lies at least partly in it.
    pub(super) fn holds(&self, rowtime_ms: i64, window_ms: i64) -> bool {
        rowtime_ms > self.from_ms && rowtime_ms - window_ms < self.until_ms
    }
}

/// The letter by which chart and list name a moment.
pub(super) fn letter(at: usize) -> char {
    char::from(b'A' + (at % 26) as u8)
}

/// What a threshold makes of the points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Judgement {
    /// Windows that were scored.
    pub(super) scored: usize,
    /// Scored windows above the threshold.
    pub(super) above: usize,
    /// Of those, windows outside of all expected moments.
    pub(super) elsewhere: usize,
    /// Expected moments in which a window was scored.
    pub(super) expected: usize,
    /// Expected moments with a window above the threshold.
    pub(super) found: usize,
}

/// Whether a point is marked.
pub(super) fn is_above(point: &ChartPoint, threshold: f64) -> bool {
    !point.warm_up && point.score > threshold
}

/// Judges the points, oldest first.
pub(super) fn judge<'a>(
    points: impl Iterator<Item = &'a ChartPoint>,
    threshold: f64,
    stretches: &[Stretch],
    window_ms: i64,
) -> Judgement {
    let mut judgement = Judgement::default();
    let mut seen = vec![(false, false); stretches.len()];
    for point in points.filter(|point| !point.warm_up) {
        let above = is_above(point, threshold);
        judgement.scored += 1;
        judgement.above += usize::from(above);
        let mut inside = false;
        for (stretch, (scored, found)) in stretches.iter().zip(&mut seen) {
            if stretch.expected && stretch.holds(point.rowtime_ms, window_ms) {
                *scored = true;
                *found |= above;
                inside = true;
            }
        }
        judgement.elsewhere += usize::from(above && !inside);
    }
    judgement.expected = seen.iter().filter(|(scored, _)| *scored).count();
    judgement.found = seen.iter().filter(|(_, found)| *found).count();
    judgement
}

/// The length of a window: the smallest distance between neighbours, which holds where some windows gave no row.
pub(super) fn window_ms<'a>(points: impl Iterator<Item = &'a ChartPoint>) -> i64 {
    let mut before = None;
    let mut least = LONGEST_MS + 1;
    for point in points {
        if let Some(before) = before.replace(point.rowtime_ms)
            && point.rowtime_ms > before
        {
            least = least.min(point.rowtime_ms - before);
        }
    }
    if least > LONGEST_MS { WINDOW_MS } else { least }
}

impl Judgement {
    /// `Would have alerted 3 times`.
    pub(super) fn alerts(&self) -> String {
        match (self.scored, self.above) {
            (0, _) => "No window has been scored yet".to_owned(),
            (_, 0) => "Would not have alerted so far".to_owned(),
            (_, 1) => "Would have alerted once".to_owned(),
            (_, above) => format!("Would have alerted {above} times"),
        }
    }

    /// `2 of 2 expected moments found, 1 alert elsewhere`; nothing when none has come.
    pub(super) fn hits(&self) -> Option<String> {
        if self.expected == 0 && self.elsewhere == 0 {
            return None;
        }
        let found = match self.expected {
            0 => "no expected moment so far".to_owned(),
            1 if self.found == 1 => "the expected moment was found".to_owned(),
            1 => "the expected moment was not found".to_owned(),
            expected => format!("{} of {expected} expected moments found", self.found),
        };
        Some(match self.elsewhere {
            0 => format!("{found}, no false alarm"),
            1 => format!("{found}, 1 alert elsewhere"),
            more => format!("{found}, {more} alerts elsewhere"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(second: i64, score: f64) -> ChartPoint {
        ChartPoint { rowtime_ms: second * 1000, score, warm_up: score == 0.0, ..ChartPoint::default() }
    }

    fn stretch(from: i64, until: i64, expected: bool) -> Stretch {
        Stretch { name: String::new(), from_ms: from * 1000, until_ms: until * 1000, expected }
    }

    #[test]
    fn a_window_that_touches_a_moment_from_outside_is_not_in_it() {
        let moment = stretch(180, 205, true);
        let held: Vec<i64> = (170..=230).step_by(10).filter(|at| moment.holds(at * 1000, 10_000)).collect();
        assert_eq!(held, [190, 200, 210]);
    }

    #[test]
    fn judges_finds_and_false_alarms() {
        let points = [point(10, 0.0), point(20, 1.0), point(30, 2.5), point(40, 2.0), point(50, 3.0)];
        let stretches = [stretch(20, 25, true), stretch(41, 49, false), stretch(60, 90, true)];
        let judgement = judge(points.iter(), 2.0, &stretches, 10_000);
        assert_eq!(judgement, Judgement { scored: 4, above: 2, elsewhere: 1, expected: 1, found: 1 });
        assert_eq!(judgement.alerts(), "Would have alerted 2 times");
        assert_eq!(judgement.hits().unwrap(), "the expected moment was found, 1 alert elsewhere");
        let strict = judge(points.iter(), 3.0, &stretches, 10_000);
        assert_eq!((strict.above, strict.found), (0, 0), "a score at the line is not above it");
        assert_eq!(strict.hits().unwrap(), "the expected moment was not found, no false alarm");
        assert_eq!(judge([].iter(), 2.0, &stretches, 10_000).hits(), None);
    }

    #[test]
    fn the_window_is_the_smallest_distance() {
        assert_eq!(window_ms([point(10, 1.0), point(30, 1.0), point(40, 1.0)].iter()), 10_000);
        assert_eq!(window_ms([point(10, 1.0), point(10, 1.0)].iter()), WINDOW_MS);
        assert_eq!(window_ms([].iter()), WINDOW_MS);
    }
}
