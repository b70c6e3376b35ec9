//! GROUP_RANK (spec/kda-sql.md 12.5): rows of one instant ranked by a column, as RANK() does: equal values have one rank, and
//! the next rank counts them all.
//!
//! Order is that of ORDER BY, NULL the greatest; equal ranks keep the order in which they came, whichever rank is given first. An instant is
//! complete when the bound has passed it.

use std::{cmp::Reverse, sync::Arc};

use rillcut_record::{Batch, Column, ColumnData, END_OF_TIME, Fields, START_OF_TIME};
use rillcut_sql::{Span, plan::RankOptions};

use super::Operate;
use crate::{
    chunk::Chunk,
    error::Error,
    failures::Failures,
    keys::{Direction, compare_keys},
    statistics::OperatorState,
};

#[derive(Debug, Clone)]
pub(crate) struct GroupRank {
    column: usize,
    options: RankOptions,
    /// The open instant's rows.
    held: Batch,
}

impl GroupRank {
    pub(crate) fn new(
        column: usize,
        options: RankOptions,
        input: &Fields,
        fields: &Fields,
        span: Span,
    ) -> Result<Self, Error> {
        let gives_rank =
            fields.len() == input.len() + 1 && fields.last().is_some_and(|rank| rank.data_type.is_integer());
        if column >= input.len() || !gives_rank {
            return Err(Error::unsound(span, "a rank is not over the columns it should be"));
        }
        Ok(Self { column, options, held: Batch::empty(input, START_OF_TIME) })
    }

    /// Rows of one instant with their ranks, in the order in which they are given.
    fn ranked(&self, column: &Column, rows: std::ops::Range<usize>, into: &mut Vec<(u32, i64)>) {
        let start = into.len();
        into.extend(rows.map(|row| (row as u32, 1)));
        let group = &mut into[start..];
        let descending = self.options.descending;
        let key = [(column, Direction { descending, nulls_first: descending })];
        group.sort_by(|a, b| compare_keys(&key, a.0 as usize, b.0 as usize));
        for position in 1..group.len() {
            let (before, rank) = group[position - 1];
            let same = compare_keys(&key, before as usize, group[position].0 as usize).is_eq();
            group[position].1 = if same { rank } else { position as i64 + 1 };
        }
        if self.options.last_first {
            group.sort_by_key(|(_, rank)| Reverse(*rank));
        }
        let most = self.options.most.map_or(usize::MAX, |most| most as usize);
        into.truncate(start.saturating_add(most));
    }
}

impl Operate for GroupRank {
    fn push(&mut self, input: Chunk, _failures: &mut Failures<'_>) -> Chunk {
        let bound = input.bound;
        let rows = input.into_batch();
        let rows = if self.held.is_empty() && !rows.is_empty() {
            rows
        } else {
            // A batch of a stream that nobody fills has no columns; those that are held have.
            self.held.append(&rows);
            let nothing = self.held.gather(&[]);
            Arc::new(std::mem::replace(&mut self.held, nothing))
        };
        let times = &rows.rowtimes;
        let complete = match times.last() {
            Some(last) if bound <= *last && bound != END_OF_TIME => times.partition_point(|at| at < last),
            _ => times.len(),
        };
        let mut order = Vec::with_capacity(complete);
        let column = &rows.columns[self.column];
        let mut from = 0;
        while from < complete {
            let to = from + times[from..complete].partition_point(|at| *at == times[from]);
            self.ranked(column, from..to, &mut order);
            from = to;
        }
        let (order, ranks): (Vec<u32>, Vec<i64>) = order.into_iter().unzip();
        let mut output = rows.gather(&order);
        output.columns.push(Arc::new(Column::from_data(ColumnData::Long(ranks))));
        output.bound = bound;
        if complete < rows.len() {
            let open: Vec<u32> = (complete as u32..rows.len() as u32).collect();
            self.held = rows.gather(&open);
        }
        Chunk::of(output)
    }

    fn state(&self) -> Option<OperatorState> {
        Some(OperatorState::Sort { window: None, rows: self.held.len() })
    }
}
