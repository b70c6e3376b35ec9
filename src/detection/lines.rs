//! Points and columns as the flat arrays that are drawn.

use rillcut_lab::protocol::ChartPoint;

use super::{judgement::By, track::Track};

/// What is drawn: one entry an instant, in `values` line after line.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Lines {
    pub(super) times: Vec<f64>,
    pub(super) values: Vec<f64>,
    pub(super) scores: Vec<f64>,
}

impl Lines {
    /// What the forest looked at, with its scores.
    pub(super) fn of_points<'a>(
        points: impl Iterator<Item = &'a ChartPoint> + Clone,
        columns: &[usize],
        by: By,
    ) -> Self {
        let value = |column: usize| {
            points.clone().map(move |point| point.values.get(column).copied().unwrap_or(f64::NAN))
        };
        Self {
            times: points.clone().map(|point| point.rowtime_ms as f64).collect(),
            values: columns.iter().flat_map(|&column| value(column)).collect(),
            scores: points.map(|point| by.height(point)).collect(),
        }
    }

    /// Columns of a stream from row `rows.start` to `rows.end`, with the scores of points in between. A row and a point of one instant
    /// share an entry.
    pub(super) fn merged<'a>(
        track: &Track,
        rows: std::ops::Range<usize>,
        points: impl Iterator<Item = &'a ChartPoint>,
        by: By,
    ) -> Self {
        let mut entries: Vec<(i64, Option<usize>, f64)> = Vec::new();
        let mut row = rows.start;
        for point in points {
            while row < rows.end && track.times[row] < point.rowtime_ms {
                entries.push((track.times[row], Some(row), f64::NAN));
                row += 1;
            }
            let shared = row < rows.end && track.times[row] == point.rowtime_ms;
            entries.push((point.rowtime_ms, shared.then_some(row), by.height(point)));
            row += usize::from(shared);
        }
        entries.extend((row..rows.end).map(|row| (track.times[row], Some(row), f64::NAN)));
        let value = |column: &'_ Vec<f64>| -> Vec<f64> {
            entries.iter().map(|(_, row, _)| row.map_or(f64::NAN, |row| column[row])).collect()
        };
        Self {
            times: entries.iter().map(|(time, ..)| *time as f64).collect(),
            values: track.values.iter().flat_map(value).collect(),
            scores: entries.iter().map(|(.., score)| *score).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(rowtime_ms: i64, score: f64) -> ChartPoint {
        ChartPoint { rowtime_ms, values: vec![1.0, 2.0], score, ..ChartPoint::default() }
    }

    #[test]
    fn lines_follow_each_other() {
        let points = [point(10, 0.5), point(20, 0.75)];
        let lines = Lines::of_points(points.iter(), &[1, 0], By::Score);
        assert_eq!(lines.values, [2.0, 2.0, 1.0, 1.0]);
        assert_eq!((lines.times, lines.scores), (vec![10.0, 20.0], vec![0.5, 0.75]));
    }

    #[test]
    fn rows_and_points_of_one_instant_share_an_entry() {
        let track = Track { times: vec![5, 10, 10, 30], values: vec![vec![1.0, 2.0, 3.0, 4.0]] };
        let points = [point(10, 0.5), point(20, 0.75)];
        let lines = Lines::merged(&track, 0..4, points.iter(), By::Score);
        assert_eq!(lines.times, [5.0, 10.0, 10.0, 20.0, 30.0]);
        let text = |numbers: &[f64]| format!("{numbers:?}");
        assert_eq!(text(&lines.values), "[1.0, 2.0, 3.0, NaN, 4.0]");
        assert_eq!(text(&lines.scores), "[NaN, 0.5, NaN, 0.75, NaN]");
        assert_eq!(Lines::merged(&track, 1..2, [].iter(), By::Score).times, [10.0]);
    }
}
