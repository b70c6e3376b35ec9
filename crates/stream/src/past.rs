//! What a forest has scored of late, so that any of it can be explained afterwards.
//!
//! Every [`STRIDE`] rows the forest is copied, and between two copies only the rows are kept. To explain a row, a copy from before it takes
//! in the rows between: the forest is deterministic, so it is the one that scored the row, to the last bit. Explaining each row as
//! it is scored was rejected: it doubles the cost of a forest, and what a value should have been takes a walk over all of it.

use std::{collections::VecDeque, sync::Arc};

use rillcut_forest::{Forest, Grade, Options};

use crate::scored::ScoreExplanation;

/// Rows between two copies: at most so many are taken in again for one explanation, a few milliseconds.
const STRIDE: usize = 4096;
/// Copies that are kept: the newest 12,288 rows at least can be explained.
const COPIES: usize = 4;
/// A forest that would need more bytes for its copies is not copied.
const MOST_BYTES: u64 = 128 << 20;

/// The rows from one copy of the forest to the next.
#[derive(Debug, Clone)]
struct Stretch {
    /// Number of the first row, from 0.
    first: u64,
    /// The forest before it.
    forest: Arc<Forest>,
    /// What the forest looked at, row after row.
    values: Vec<f64>,
    rows: Vec<Row>,
}

/// What came of a row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    pub(crate) rowtime: i64,
    pub(crate) score: f64,
    pub(crate) warm_up: bool,
    pub(crate) grade: Grade,
}

/// The newest rows of a forest. A copy shares what does not change any more.
#[derive(Debug, Clone)]
pub(crate) struct Past {
    width: usize,
    stretches: VecDeque<Arc<Stretch>>,
}

impl Past {
    /// Nothing yet; `None` for a forest that is too large to be copied.
    pub(crate) fn new(options: &Options) -> Option<Self> {
        let fits = options.memory().saturating_mul(COPIES as u64) <= MOST_BYTES;
        fits.then(|| Self { width: options.columns, stretches: VecDeque::new() })
    }

    /// Takes a copy of the forest when one is due; to be called before a row is scored.
    pub(crate) fn before(&mut self, forest: &Forest) {
        let first = match self.stretches.back() {
            Some(newest) if newest.rows.len() < STRIDE => return,
            Some(newest) => newest.first + newest.rows.len() as u64,
            None => 0,
        };
        if self.stretches.len() == COPIES {
            self.stretches.pop_front();
        }
        let forest = Arc::new(forest.clone());
        self.stretches.push_back(Arc::new(Stretch { first, forest, values: Vec::new(), rows: Vec::new() }));
    }

    /// Keeps a row that was scored since.
    pub(crate) fn after(&mut self, values: &[f64], row: Row) {
        if let Some(newest) = self.stretches.back_mut() {
            let newest = Arc::make_mut(newest);
            newest.values.extend_from_slice(values);
            newest.rows.push(row);
        }
    }

    /// Why the row of that number got its score; `None` when it is not kept any more, or not yet there.
    pub(crate) fn explain(&self, number: u64) -> Option<ScoreExplanation> {
        let stretch = self.stretches.iter().rfind(|stretch| stretch.first <= number)?;
        let at = usize::try_from(number - stretch.first).ok()?;
        let row = *stretch.rows.get(at)?;
        let values = |at: usize| stretch.values.get(at * self.width..(at + 1) * self.width);
        let mut forest = Forest::clone(&stretch.forest);
        for before in 0..at {
            forest.update(values(before)?).ok()?;
        }
        let record = values(at)?;
        let attribution = forest.attribution(record).ok()?;
        let expected = forest.expected(record, &attribution.suspects()).ok()?;
        Some(ScoreExplanation {
            rowtime: row.rowtime,
            values: record.to_vec(),
            score: row.score,
            warm_up: row.warm_up,
            grade: row.grade,
            high: attribution.high().to_vec(),
            low: attribution.low().to_vec(),
            expected,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_row_that_is_kept_is_explained_as_it_was_scored() {
        let options = Options::new(2).trees(10).sample(16).seed(5).shingle(2);
        let mut forest = Forest::new(options.clone()).unwrap();
        let mut past = Past::new(&options).unwrap();
        let total = 5 * STRIDE + 100;
        let mut scores = Vec::new();
        for i in 0..total {
            let record = [(i * 37 % 101) as f64, if i % 997 == 0 { 500.0 } else { (i * 13 % 29) as f64 }];
            past.before(&forest);
            let warm_up = forest.warm_up_remaining() > 0;
            let score = forest.score_and_update(&record).unwrap();
            past.after(&record, Row { rowtime: i as i64, score, warm_up, grade: Grade::default() });
            scores.push(score);
        }
        let oldest = 2 * STRIDE;
        assert!(past.explain(oldest as u64 - 1).is_none() && past.explain(total as u64).is_none());
        for at in [oldest, oldest + 1, 3 * STRIDE - 1, 3 * STRIDE, 997 * 20, total - 1] {
            let why = past.explain(at as u64).unwrap();
            assert_eq!((why.rowtime, why.score), (at as i64, scores[at]));
            let sum: f64 = why.high.iter().chain(&why.low).sum();
            assert!((sum - why.score).abs() < 1e-9, "{why:?}");
        }
        let outlier = past.explain(997 * 20).unwrap();
        assert_eq!(outlier.expected[0].column, 1);
        assert!(outlier.expected[0].high < 30.0 && outlier.high[1] > outlier.high[0], "{outlier:?}");
    }

    #[test]
    fn a_copy_goes_its_own_way() {
        let options = Options::new(1).trees(2).sample(4);
        let mut forest = Forest::new(options.clone()).unwrap();
        let mut past = Past::new(&options).unwrap();
        let mut push = |past: &mut Past, x: f64| {
            past.before(&forest);
            let score = forest.score_and_update(&[x]).unwrap();
            past.after(&[x], Row { rowtime: 0, score, warm_up: false, grade: Grade::default() });
        };
        push(&mut past, 1.0);
        let earlier = past.clone();
        push(&mut past, 2.0);
        assert!(earlier.explain(1).is_none());
        assert_eq!(past.explain(1).unwrap().values, [2.0]);
    }

    #[test]
    fn a_forest_that_is_too_large_is_not_copied() {
        assert!(Past::new(&Options::new(30).trees(1000).sample(1000).shingle(30)).is_none());
    }
}
