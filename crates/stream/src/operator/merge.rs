//! UNION ALL, and several pumps into one stream: rows of all inputs in ROWTIME order, at equal times the earlier input first.
//!
//! A row leaves when no input can still give one that comes before it, so the result does not depend on which input was faster.

use std::collections::VecDeque;

use rillcut_record::{Batch, Fields, START_OF_TIME};

use crate::{chunk::Chunk, statistics::OperatorState};

#[derive(Debug, Clone)]
pub(crate) struct Merge {
    inputs: Vec<Queue>,
    fields: Fields,
}

/// Rows of one input that wait.
#[derive(Debug, Clone)]
struct Queue {
    batches: VecDeque<std::sync::Arc<Batch>>,
    /// Rows of the first batch that have left.
    gone: usize,
    bound: i64,
}

impl Queue {
    /// ROWTIME of the next row, or the earliest it can have.
    fn next(&self) -> i64 {
        self.batches.front().map_or(self.bound, |batch| batch.rowtimes[self.gone])
    }

    fn len(&self) -> usize {
        self.batches.iter().map(|batch| batch.len()).sum::<usize>() - self.gone
    }
}

impl Merge {
    pub(crate) fn new(inputs: usize, fields: &Fields) -> Self {
        let queue = || Queue { batches: VecDeque::new(), gone: 0, bound: START_OF_TIME };
        Self { inputs: (0..inputs).map(|_| queue()).collect(), fields: fields.clone() }
    }

    /// Takes news of the inputs, one entry each.
    pub(crate) fn push(&mut self, news: Vec<Option<Chunk>>) -> Chunk {
        for (queue, chunk) in self.inputs.iter_mut().zip(news) {
            let Some(chunk) = chunk else { continue };
            queue.bound = queue.bound.max(chunk.bound);
            if !chunk.is_empty() {
                queue.batches.push_back(chunk.into_batch());
            }
        }
        let mut output: Option<Batch> = None;
        while let Some((input, count)) = self.next_run() {
            let piece = self.pull(input, count);
            match &mut output {
                None => output = Some(piece),
                Some(output) => output.append(&piece),
            }
        }
        let bound = self.inputs.iter().map(Queue::next).min().unwrap_or(START_OF_TIME);
        let mut output = output.unwrap_or_else(|| Batch::empty(&self.fields, bound));
        output.bound = bound;
        Chunk::of(output)
    }

    /// The input whose first rows come next, and how many of its first batch.
    fn next_run(&self) -> Option<(usize, usize)> {
        let (input, queue) =
            self.inputs.iter().enumerate().min_by_key(|(input, queue)| (queue.next(), *input))?;
        let batch = queue.batches.front()?;
        // Rows that come before anything another input has or can give.
        let comes_first = |at: i64| {
            self.inputs.iter().enumerate().all(|(other, queue)| {
                other == input || if other < input { at < queue.next() } else { at <= queue.next() }
            })
        };
        let count = batch.rowtimes[queue.gone..].partition_point(|at| comes_first(*at));
        (count > 0).then_some((input, count))
    }

    fn pull(&mut self, input: usize, count: usize) -> Batch {
        let queue = &mut self.inputs[input];
        let Some(batch) = queue.batches.front() else { return Batch::empty(&self.fields, START_OF_TIME) };
        let end = queue.gone + count;
        let whole = queue.gone == 0 && end == batch.len();
        let piece = if whole {
            Batch::clone(batch)
        } else {
            let rows: Vec<u32> = (queue.gone as u32..end as u32).collect();
            batch.gather(&rows)
        };
        queue.gone = end;
        if end == batch.len() {
            queue.batches.pop_front();
            queue.gone = 0;
        }
        piece
    }

    /// Rows that wait.
    pub(crate) fn waiting(&self) -> usize {
        self.inputs.iter().map(Queue::len).sum()
    }

    pub(crate) fn state(&self) -> OperatorState {
        OperatorState::Union { rows: self.waiting() }
    }
}
