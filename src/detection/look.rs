//! What the reader has chosen to see, shared by the parts of the pane.

use std::collections::VecDeque;

use leptos::prelude::*;
use rillcut_lab::protocol::{ChartPoint, PlotQuery};

use super::{
    judgement::{By, Stretch},
    span::Span,
};
use crate::{
    model::{Model, Scored},
    words::words,
};

/// Lines that a picture shows at most.
pub(super) const LINES: usize = 4;

/// Whose columns are shown beside the score.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Shown {
    /// A stream by its stored name; `None`: what the forest looks at.
    pub(super) stream: Option<String>,
    /// Names of columns, one or more; none stands for the first.
    pub(super) columns: Vec<String>,
}

/// The reader's choices.
#[derive(Clone, Copy)]
pub(super) struct Look {
    /// Only its place: the model is large, and this is handed around by value.
    model: StoredValue<Model>,
    /// The lab's threshold, or where the line is being dragged to.
    pub(super) threshold: RwSignal<f64>,
    pub(super) by: RwSignal<By>,
    pub(super) span: RwSignal<Span>,
    pub(super) shown: RwSignal<Shown>,
    /// ROWTIME under the cursor.
    pub(super) point: RwSignal<Option<i64>>,
    pub(super) stretches: Memo<Vec<Stretch>>,
}

impl Look {
    /// The first choices, which follow the lab.
    pub(super) fn new(model: Model, stretches: Memo<Vec<Stretch>>) -> Self {
        let of_lab = Memo::new(move |_| {
            model.lab.with(|lab| lab.as_ref().map_or(2.0, |lab| lab.lab.detection.threshold))
        });
        let threshold = RwSignal::new(of_lab.get_untracked());
        Effect::new(move |_| threshold.set(of_lab.get()));
        let look = Self {
            model: StoredValue::new(model),
            threshold,
            by: RwSignal::new(By::Score),
            span: RwSignal::new(Span::Recent),
            shown: RwSignal::new(Shown::default()),
            point: RwSignal::new(None),
            stretches,
        };
        // Another program may not have what was shown.
        Effect::new(move |_| {
            model.lab.track();
            let shown = look.shown.get_untracked();
            let there = look.choices(shown.stream.as_deref());
            if shown.columns.iter().any(|column| !there.contains(column)) || there.is_empty() {
                look.show(Shown::default());
            }
        });
        look
    }

    /// The page's model.
    pub(super) fn model(self) -> Model {
        self.model.get_value()
    }

    /// What the engine said of the scores.
    pub(super) fn scored(self) -> Scored {
        self.model().scored()
    }

    /// The columns that can be shown of a stream, or of what the forest looks at.
    pub(super) fn choices(self, stream: Option<&str>) -> Vec<String> {
        self.model().lab.with(|lab| {
            let Some(lab) = lab else { return Vec::new() };
            let Some(name) = stream else { return lab.scored.clone() };
            let found = lab.streams.iter().find(|stream| stream.name == name);
            let columns = found.into_iter().flat_map(|stream| &stream.columns);
            columns.filter(|column| column.numeric).map(|column| column.name.clone()).collect()
        })
    }

    /// Shows other columns.
    pub(super) fn show(self, shown: Shown) {
        let query = shown.stream.clone().map(|stream| PlotQuery { stream, columns: shown.columns.clone() });
        self.model().plot(query);
        self.shown.set(shown);
    }

    /// Names of the columns that are shown.
    pub(super) fn names(self) -> Vec<String> {
        let shown = self.shown.get();
        if shown.columns.is_empty() {
            return self.choices(None).into_iter().take(1).collect();
        }
        shown.columns
    }

    /// Names for people; "Value" where there is none.
    pub(super) fn title(self) -> String {
        let names = self.names();
        if names.is_empty() { words().detection.reading.value.to_owned() } else { names.join(", ") }
    }

    /// Positions of the shown columns among those that the forest looks at.
    pub(super) fn positions(self) -> Vec<usize> {
        let all = self.choices(None);
        self.names().iter().filter_map(|name| all.iter().position(|own| own == name)).collect()
    }

    /// The numbers of the shown columns at a point: of the stream at the same instant, where a stream is shown.
    pub(super) fn values(self, point: &ChartPoint) -> Vec<f64> {
        if self.shown.with(|shown| shown.stream.is_some()) {
            return self.scored().track.with(|track| track.at(point.rowtime_ms).unwrap_or_default());
        }
        self.positions().iter().map(|&at| point.values.get(at).copied().unwrap_or(f64::NAN)).collect()
    }

    /// Whether a point is marked.
    pub(super) fn marks(self, point: &ChartPoint) -> bool {
        self.by.get().marks(point, self.threshold.get())
    }

    /// First and last instant of the picture, epoch milliseconds.
    pub(super) fn bounds(self, points: &VecDeque<ChartPoint>) -> (i64, i64) {
        let start_ms = self.model().lab.with_untracked(|lab| lab.as_ref().map_or(0, |lab| lab.start_ms));
        let times = self
            .scored()
            .track
            .with_untracked(|track| (track.times.first().copied(), track.times.last().copied()));
        let ends = [points.front(), points.back()].map(|point| point.map(|point| point.rowtime_ms));
        let oldest = ends[0].into_iter().chain(times.0).min();
        let newest = ends[1].into_iter().chain(times.1).max();
        self.span.get_untracked().bounds(start_ms, oldest, newest)
    }

    /// Has the point nearest to an instant explained; of several at one instant, the one that scored highest.
    pub(super) fn explain_near(self, at_ms: i64) {
        let nearest = self.scored().chart.with_untracked(|points| {
            let after = points.partition_point(|point| point.rowtime_ms < at_ms);
            let sides = [after.checked_sub(1), Some(after)];
            let near = sides.into_iter().flatten().filter_map(|at| points.get(at));
            let time = near.map(|point| point.rowtime_ms).min_by_key(|time| time.abs_diff(at_ms))?;
            highest_at(points, time).map(|point| point.number)
        });
        if let Some(number) = nearest {
            self.model().explain(number);
        }
    }

    /// The next marked point after an instant, or the last before it.
    pub(super) fn next_mark(self, from_ms: i64, forward: bool) -> Option<ChartPoint> {
        let (by, threshold) = (self.by.get_untracked(), self.threshold.get_untracked());
        self.scored().chart.with_untracked(|points| {
            let marked = |point: &&ChartPoint| by.marks(point, threshold);
            if forward {
                points.iter().find(|point| point.rowtime_ms > from_ms && marked(point)).cloned()
            } else {
                points.iter().rfind(|point| point.rowtime_ms < from_ms && marked(point)).cloned()
            }
        })
    }
}

/// The point of the highest score at an instant.
pub(super) fn highest_at(points: &VecDeque<ChartPoint>, time: i64) -> Option<&ChartPoint> {
    let from = points.partition_point(|point| point.rowtime_ms < time);
    let until = points.partition_point(|point| point.rowtime_ms <= time);
    points.range(from..until).max_by(|a, b| a.score.total_cmp(&b.score))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_at_one_instant_the_highest_is_meant() {
        let point = |rowtime_ms, score| ChartPoint { rowtime_ms, score, ..ChartPoint::default() };
        let points =
            VecDeque::from([point(1, 5.0), point(2, 0.5), point(2, 3.0), point(2, 1.0), point(3, 9.0)]);
        assert_eq!(highest_at(&points, 2).map(|point| point.score), Some(3.0));
        assert_eq!(highest_at(&points, 4), None);
    }
}
