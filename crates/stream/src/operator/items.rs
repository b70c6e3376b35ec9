//! TOP_K_ITEMS_TUMBLING and COUNT_DISTINCT_ITEMS_TUMBLING (spec/kda-sql.md 12.5): one column of each window of the clock, summed up.
//!
//! Windows are aligned to the epoch, as those of STEP; their rows have the window's end as ROWTIME. A window without rows gives none; one
//! with NULLs only has no items, and counts 0.

use std::{fmt, sync::Arc};

use rillcut_record::{Batch, Column, ColumnData, Fields, Physical, START_OF_TIME, TextColumn};
use rillcut_sql::{
    Span,
    plan::{WindowEnd, top_items_capacity},
};

use super::Operate;
use crate::{
    chunk::Chunk, distinct_items::DistinctItems, error::Error, expr::Operand, failures::Failures, keys::View,
    statistics::OperatorState, top_items::TopItems, window,
};

/// What is kept of a window's values.
trait Summary: dyn_clone::DynClone + fmt::Debug + Send {
    fn add(&mut self, values: &View<'_>, range: std::ops::Range<usize>);
    /// Items held.
    fn held(&self) -> usize;
    /// The columns of the result; nothing is left.
    fn take(&mut self) -> Vec<Column>;
}

dyn_clone::clone_trait_object!(Summary);

/// An operator over windows of one column.
#[derive(Debug, Clone)]
pub(crate) struct Items {
    column: usize,
    physical: Physical,
    end: WindowEnd,
    fields: Fields,
    summary: Box<dyn Summary>,
    window: Option<(i64, i64)>,
    rows: u64,
}

impl Items {
    /// The most frequent items.
    pub(crate) fn top(
        most: u32,
        milliseconds: i64,
        input: &Fields,
        fields: &Fields,
        span: Span,
    ) -> Result<Self, Error> {
        let summary = Top { items: TopItems::new(top_items_capacity(most)), most: most as usize };
        if input.first().is_none_or(|field| !field.data_type.is_text()) {
            return Err(Error::unsound(span, "the items are no text"));
        }
        Self::new(
            0,
            milliseconds,
            input,
            fields,
            (&[Physical::Text, Physical::Long], Box::new(summary)),
            span,
        )
    }

    /// The number of different items.
    pub(crate) fn count(
        column: usize,
        milliseconds: i64,
        input: &Fields,
        fields: &Fields,
        span: Span,
    ) -> Result<Self, Error> {
        let field =
            input.get(column).ok_or_else(|| Error::unsound(span, "the column of items is not there"))?;
        let summary = Count { items: DistinctItems::new(field.data_type) };
        Self::new(column, milliseconds, input, fields, (&[Physical::Long], Box::new(summary)), span)
    }

    fn new(
        column: usize,
        milliseconds: i64,
        input: &Fields,
        fields: &Fields,
        (form, summary): (&[Physical], Box<dyn Summary>),
        span: Span,
    ) -> Result<Self, Error> {
        if milliseconds <= 0 {
            return Err(Error::unsound(span, "a window has no length"));
        }
        if !fields.iter().map(|field| field.data_type.physical()).eq(form.iter().copied()) {
            return Err(Error::unsound(span, "items do not give the columns they should"));
        }
        let physical = input[column].data_type.physical();
        let end = WindowEnd::every(milliseconds);
        Ok(Self { column, physical, end, fields: fields.clone(), summary, window: None, rows: 0 })
    }

    fn close(&mut self, output: &mut Batch) {
        let Some((_, end)) = self.window.take() else { return };
        self.rows = 0;
        let columns: Vec<_> = self.summary.take().into_iter().map(Arc::new).collect();
        let rows = columns.first().map_or(0, |column| column.len());
        output.append(&Batch { rowtimes: vec![end; rows], columns, bound: START_OF_TIME });
    }
}

impl Operate for Items {
    fn push(&mut self, input: Chunk, _failures: &mut Failures<'_>) -> Chunk {
        let mut output = Batch::empty(&self.fields, START_OF_TIME);
        let (batch, rows) = (&input.batch, input.rows());
        if !input.is_empty() {
            let operand = Operand::column(&batch.columns[self.column], rows);
            let values = View::new(&operand, self.physical, rows.len());
            let mut from = 0;
            while from < rows.len() {
                let at = batch.rowtimes[rows.get(from)];
                if self.window.is_some_and(|(_, end)| at >= end) {
                    self.close(&mut output);
                }
                let window = self.window.or_else(|| window::window_of(self.end, at));
                let end = window.map_or(at, |(_, end)| end);
                self.window = window;
                let mut to = from + 1;
                while to < rows.len() && batch.rowtimes[rows.get(to)] < end {
                    to += 1;
                }
                self.summary.add(&values, from..to);
                self.rows += (to - from) as u64;
                from = to;
            }
        }
        if self.window.is_some_and(|(_, end)| input.bound >= end) {
            self.close(&mut output);
        }
        output.bound = window::promise(self.end, input.bound);
        Chunk::of(output)
    }

    fn state(&self) -> Option<OperatorState> {
        Some(OperatorState::Window { window: self.window, rows: self.rows, groups: self.summary.held() })
    }
}

#[derive(Debug, Clone)]
struct Top {
    items: TopItems,
    most: usize,
}

impl Summary for Top {
    fn add(&mut self, values: &View<'_>, range: std::ops::Range<usize>) {
        if let View::Text(texts, _) = values {
            for position in range.filter(|&position| !values.is_null(position)) {
                self.items.add(texts.get(position));
            }
        }
    }

    fn held(&self) -> usize {
        self.items.len()
    }

    fn take(&mut self) -> Vec<Column> {
        let mut texts = TextColumn::new();
        let mut counts = Vec::new();
        for (item, count) in self.items.top(self.most) {
            texts.push(item);
            counts.push(count as i64);
        }
        self.items.clear();
        vec![Column::from_data(ColumnData::Text(texts)), Column::from_data(ColumnData::Long(counts))]
    }
}

#[derive(Debug, Clone)]
struct Count {
    items: DistinctItems,
}

impl Summary for Count {
    fn add(&mut self, values: &View<'_>, range: std::ops::Range<usize>) {
        self.items.add(values, range);
    }

    fn held(&self) -> usize {
        self.items.held()
    }

    fn take(&mut self) -> Vec<Column> {
        let count = self.items.count() as i64;
        self.items.clear();
        vec![Column::from_data(ColumnData::Long(vec![count]))]
    }
}
