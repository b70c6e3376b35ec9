//! What a threshold makes of the scored windows: how often it would have alerted, and whether it found what the lab's author hid.
//!
//! Pure functions over chart points. A row's ROWTIME is the end of its window, so a window counts to a moment when the two overlap
//! at all; the length of a window is read off the points, since a program may use any.

use rillcut_lab::protocol::ChartPoint;

use crate::words::words;

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

/// By what a window is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// Its score, against the threshold.
    Score,
    /// Its grade, which says by itself what is unusual for this stream.
    Grade,
}

impl By {
    /// What is drawn of a point; NaN during the warm-up.
    pub(super) fn height(self, point: &ChartPoint) -> f64 {
        match self {
            _ if point.warm_up => f64::NAN,
            Self::Score => point.score,
            Self::Grade => point.grade,
        }
    }

    /// The height above which a point is marked.
    pub(super) fn limit(self, threshold: f64) -> f64 {
        match self {
            Self::Score => threshold,
            Self::Grade => 0.0,
        }
    }

    /// Whether a point is marked.
    pub(super) fn marks(self, point: &ChartPoint, threshold: f64) -> bool {
        self.height(point) > self.limit(threshold)
    }

    /// What the axis is called.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Score => words().detection.reading.score,
            Self::Grade => words().detection.reading.grade,
        }
    }

    /// What a mark means.
    pub(super) fn mark(self) -> &'static str {
        match self {
            Self::Score => words().detection.reading.above,
            Self::Grade => words().detection.reading.graded,
        }
    }
}

/// What a threshold makes of the windows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Judgement {
    /// Windows of the whole run that were scored.
    pub(super) scored: u64,
    /// Those above the threshold.
    pub(super) above: u64,
    /// Windows that were scored and are kept: what follows is said of them alone.
    pub(super) kept: u64,
    /// Of those, windows above the threshold outside of all expected moments.
    pub(super) elsewhere: usize,
    /// Expected moments in which a window was scored.
    pub(super) expected: usize,
    /// Expected moments with a window above the threshold.
    pub(super) found: usize,
}

/// Judges the points that are kept, oldest first, as if they were the whole run.
pub(super) fn judge<'a>(
    points: impl Iterator<Item = &'a ChartPoint>,
    is_above: impl Fn(&ChartPoint) -> bool,
    stretches: &[Stretch],
    window_ms: i64,
) -> Judgement {
    let mut judgement = Judgement::default();
    let mut seen = vec![(false, false); stretches.len()];
    for point in points.filter(|point| !point.warm_up) {
        let above = is_above(point);
        judgement.kept += 1;
        judgement.above += u64::from(above);
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
    judgement.scored = judgement.kept;
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
        let w = &words().detection;
        if self.scored == 0 { w.reading.none_scored.to_owned() } else { (w.threshold.alerts)(self.above) }
    }

    /// `2 of 2 expected moments found, 1 alert elsewhere`; nothing when none has come.
    pub(super) fn hits(&self) -> Option<String> {
        if self.expected == 0 && self.elsewhere == 0 {
            return None;
        }
        let w = &words().detection.threshold;
        let mut said = (w.found)(self.expected, self.found);
        said.push_str(&(w.elsewhere)(self.elsewhere));
        if self.kept < self.scored {
            said.push_str(&(w.among)(self.kept));
        }
        Some(said)
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
        let above = |threshold| move |point: &ChartPoint| By::Score.marks(point, threshold);
        let judgement = judge(points.iter(), above(2.0), &stretches, 10_000);
        assert_eq!(
            judgement,
            Judgement { scored: 4, above: 2, kept: 4, elsewhere: 1, expected: 1, found: 1 }
        );
        assert_eq!(judgement.alerts(), "Would have alerted 2 times");
        assert_eq!(judgement.hits().unwrap(), "the expected moment was found, 1 alert elsewhere");
        let strict = judge(points.iter(), above(3.0), &stretches, 10_000);
        assert_eq!((strict.above, strict.found), (0, 0), "a score at the line is not above it");
        assert_eq!(strict.hits().unwrap(), "the expected moment was not found, no false alarm");
        assert_eq!(judge([].iter(), above(2.0), &stretches, 10_000).hits(), None);
        let long = Judgement { scored: 20_000, kept: 10_000, ..judgement };
        assert!(long.hits().unwrap().ends_with("elsewhere, among the newest 10,000 windows"));
    }

    #[test]
    fn a_grade_above_0_is_a_mark_and_the_warm_up_never_is() {
        let graded = ChartPoint { grade: 0.25, ..point(10, 1.0) };
        assert!(By::Grade.marks(&graded, 9.0) && !By::Score.marks(&graded, 9.0));
        assert!(!By::Grade.marks(&point(10, 3.0), 0.0));
        assert!(!By::Score.marks(&ChartPoint { warm_up: true, ..point(10, 3.0) }, 0.0));
    }

    #[test]
    fn the_window_is_the_smallest_distance() {
        assert_eq!(window_ms([point(10, 1.0), point(30, 1.0), point(40, 1.0)].iter()), 10_000);
        assert_eq!(window_ms([point(10, 1.0), point(10, 1.0)].iter()), WINDOW_MS);
        assert_eq!(window_ms([].iter()), WINDOW_MS);
    }
}
