//! Which of the kept rows a page shows: searched, filtered, sorted, from some place on.
//!
//! A hundred thousand rows are kept and sixty are shown, so the choice is made here, where the rows are, and only what is shown is written
//! out. A search looks at each row once, when it comes; a sort is done anew at most twice a second while the clock runs.

use std::{cmp::Ordering, collections::VecDeque};

use rillcut_record::{Batch, DataType, Field, Value};

use crate::{
    causes::cause_of,
    cell::cell_text,
    protocol::{ColumnFilter, NumberedRow, RowsQuery, RowsUpdate, SortBy},
    ring::{Ring, row_view},
};

/// Rows that are written out at most.
const MOST_SHOWN: u32 = 200;
/// Shortest wall time between two sorts of many rows while the clock runs, milliseconds.
const SORT_EVERY_MS: f64 = 500.0;
/// So many are sorted with every frame.
const FEW: usize = 5000;

/// A view of one stream's rows.
#[derive(Debug, Clone)]
pub(crate) struct Browser {
    query: RowsQuery,
    /// What is asked for was never shown.
    fresh: bool,
    /// Rows of the stream that were looked at.
    seen: u64,
    /// Positions of the rows that match, ascending; not kept when all do.
    matching: VecDeque<u64>,
    /// The same in the order of the sort, for the rows until `sorted_until`.
    sorted: Vec<u64>,
    sorted_until: u64,
    sorted_at_ms: f64,
}

impl Browser {
    pub(crate) fn new(query: RowsQuery) -> Self {
        Self {
            query,
            fresh: true,
            seen: 0,
            matching: VecDeque::new(),
            sorted: Vec::new(),
            sorted_until: 0,
            sorted_at_ms: f64::NEG_INFINITY,
        }
    }

    pub(crate) fn query(&self) -> &RowsQuery {
        &self.query
    }

    /// Another part of the same rows, or other rows; what is known already stays known.
    pub(crate) fn ask(&mut self, query: RowsQuery) {
        let same = |a: &RowsQuery, b: &RowsQuery| {
            a.stream == b.stream && a.search == b.search && a.filters == b.filters && a.cause == b.cause
        };
        let sorted_same = self.query.sort == query.sort && self.query.before == query.before;
        if same(&self.query, &query) {
            if !sorted_same {
                self.sorted.clear();
                self.sorted_until = 0;
                self.sorted_at_ms = f64::NEG_INFINITY;
            }
            self.query = query;
            self.fresh = true;
        } else {
            *self = Self::new(query);
        }
    }

    /// The stream began anew.
    pub(crate) fn restart(&mut self) {
        *self = Self::new(std::mem::take(&mut self.query));
    }

    /// What is to be shown now; `None` when that was shown already.
    pub(crate) fn update(
        &mut self,
        ring: &Ring,
        fields: &[Field],
        running: bool,
        wall_ms: f64,
    ) -> Option<RowsUpdate> {
        let news = ring.total() != self.seen;
        if !self.fresh && !news {
            return None;
        }
        self.fresh = false;
        self.look(ring, fields);
        let until = self.query.before.unwrap_or(u64::MAX).min(ring.total());
        let first = ring.first();
        let matching = if self.takes_all() {
            until.saturating_sub(first) as usize
        } else {
            self.matching.partition_point(|&number| number < until)
        };
        let limit = self.query.limit.min(MOST_SHOWN) as usize;
        let offset = (self.query.offset as usize).min(matching.saturating_sub(1));
        let numbers: Vec<u64> = match self.query.sort {
            None if self.takes_all() => {
                (0..matching).skip(offset).take(limit).map(|back| until - 1 - back as u64).collect()
            }
            None => self.matching.range(..matching).rev().skip(offset).take(limit).copied().collect(),
            Some(by) => {
                let due = !running || matching <= FEW || wall_ms - self.sorted_at_ms >= SORT_EVERY_MS;
                if self.sorted_until != until && due || self.sorted.is_empty() {
                    self.sort(ring, fields, by, until);
                    self.sorted_at_ms = wall_ms;
                } else if self.sorted_until != until {
                    // What is new is sorted in later, even when nothing more comes.
                    self.fresh = true;
                }
                self.sorted
                    .iter()
                    .filter(|&&number| number >= first)
                    .skip(offset)
                    .take(limit)
                    .copied()
                    .collect()
            }
        };
        let row = |number: u64| {
            ring.at(number).map(|(batch, row)| NumberedRow { number, row: row_view(batch, row, fields) })
        };
        Some(RowsUpdate {
            id: self.query.id,
            offset: offset as u32,
            matching: matching as u64,
            kept: ring.total() - first,
            rows: numbers.into_iter().filter_map(row).collect(),
            causes: Vec::new(),
        })
    }

    /// Looks at all that match: in the order of the sort, or oldest first; with a limit at those that are shown first.
    pub(crate) fn each(
        &mut self,
        ring: &Ring,
        fields: &[Field],
        most: Option<usize>,
        look: &mut impl FnMut(&Batch, usize),
    ) {
        self.look(ring, fields);
        self.fresh = true;
        let most = most.unwrap_or(usize::MAX);
        let until = self.query.before.unwrap_or(u64::MAX).min(ring.total());
        let mut numbers: Vec<u64> = if let Some(by) = self.query.sort {
            self.sort(ring, fields, by, until);
            self.sorted.clone()
        } else if self.takes_all() {
            (ring.first()..until).collect()
        } else {
            self.matching.iter().copied().filter(|&number| number < until).collect()
        };
        if self.query.sort.is_some() {
            numbers.truncate(most);
        } else {
            numbers.drain(..numbers.len().saturating_sub(most));
        }
        for number in numbers {
            if let Some((batch, row)) = ring.at(number) {
                look(batch, row);
            }
        }
    }

    fn takes_all(&self) -> bool {
        self.query.search.trim().is_empty() && self.query.filters.is_empty() && self.query.cause.is_none()
    }

    /// Looks at the rows that have come, and forgets those that are gone.
    fn look(&mut self, ring: &Ring, fields: &[Field]) {
        let from = std::mem::replace(&mut self.seen, ring.total()).max(ring.first());
        if self.takes_all() {
            return;
        }
        while self.matching.front().is_some_and(|&number| number < ring.first()) {
            self.matching.pop_front();
        }
        let conditions = Conditions::new(&self.query, fields);
        let mut number = from;
        let matching = &mut self.matching;
        ring.each_from(from, &mut |batch, rows| {
            for row in rows {
                if conditions.hold(batch, row, fields) {
                    matching.push_back(number);
                }
                number += 1;
            }
        });
    }

    fn sort(&mut self, ring: &Ring, fields: &[Field], by: SortBy, until: u64) {
        let mut keyed: Vec<(Key, u64)> = Vec::new();
        let column = by.column.map(|column| column as usize);
        let mut add = |number: u64, batch: &Batch, row: usize| {
            keyed.push((Key::of(batch, row, column, fields), number));
        };
        if self.takes_all() {
            let mut number = ring.first();
            ring.each_from(0, &mut |batch, rows| {
                for row in rows {
                    if number < until {
                        add(number, batch, row);
                    }
                    number += 1;
                }
            });
        } else {
            for &number in self.matching.iter().filter(|&&number| number < until) {
                if let Some((batch, row)) = ring.at(number) {
                    add(number, batch, row);
                }
            }
        }
        // Equal ones newest first; NULL is last in either direction.
        keyed.sort_by(|(a, m), (b, n)| a.order(b, by.descending).then(n.cmp(m)));
        self.sorted = keyed.into_iter().map(|(_, number)| number).collect();
        self.sorted_until = until;
    }
}

/// What a row is sorted by.
enum Key {
    Null,
    Number(f64),
    Text(String),
}

impl Key {
    fn of(batch: &Batch, row: usize, column: Option<usize>, fields: &[Field]) -> Self {
        let Some(at) = column.filter(|&at| at < batch.columns.len()) else {
            return Self::Number(batch.rowtimes[row] as f64);
        };
        match batch.columns[at].value(row) {
            Value::Null => Self::Null,
            Value::Long(long) => Self::Number(long as f64),
            Value::Double(double) => Self::Number(double),
            Value::Boolean(boolean) => Self::Number(f64::from(u8::from(boolean))),
            Value::Text(text) => Self::Text(text.to_lowercase()),
            Value::Bytes(_) => {
                Self::Text(cell_text(&fields[at], &batch.columns[at], row).unwrap_or_default())
            }
        }
    }

    fn order(&self, other: &Self, descending: bool) -> Ordering {
        let order = match (self, other) {
            (Self::Null, Self::Null) => return Ordering::Equal,
            (Self::Null, _) => return Ordering::Greater,
            (_, Self::Null) => return Ordering::Less,
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Number(_), Self::Text(_)) => Ordering::Less,
            (Self::Text(_), Self::Number(_)) => Ordering::Greater,
        };
        if descending { order.reverse() } else { order }
    }
}

/// What a row must be to be shown.
struct Conditions {
    search: String,
    filters: Vec<(usize, Condition)>,
    cause: Option<(usize, usize, String)>,
}

/// A condition on a cell.
enum Condition {
    Null(bool),
    Has(String),
    Is(Ordered, String, Option<f64>),
}

/// How a cell lies to a value.
#[derive(Clone, Copy)]
enum Ordered {
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

impl Conditions {
    fn new(query: &RowsQuery, fields: &[Field]) -> Self {
        let at = |name: &str| fields.iter().position(|field| field.name == name);
        Self {
            search: query.search.trim().to_lowercase(),
            filters: query.filters.iter().filter_map(condition).collect(),
            cause: query.cause.clone().and_then(|cause| Some((at("ERROR_NAME")?, at("MESSAGE")?, cause))),
        }
    }

    fn hold(&self, batch: &Batch, row: usize, fields: &[Field]) -> bool {
        let cell = |at: usize| fields.get(at).and_then(|field| cell_text(field, &batch.columns[at], row));
        if let Some((name, message, cause)) = &self.cause
            && cause_of(&cell(*name).unwrap_or_default(), &cell(*message).unwrap_or_default()) != *cause
        {
            return false;
        }
        if !self.filters.iter().all(|(at, condition)| condition.holds(cell(*at).as_deref())) {
            return false;
        }
        self.search.is_empty()
            || rillcut_record::timestamp_text(batch.rowtimes[row]).contains(&self.search)
            || (0..fields.len()).any(|at| match cell(at) {
                Some(text) => {
                    text.to_lowercase().contains(&self.search) || self.is_decoded(&fields[at], &text)
                }
                None => self.search == "null",
            })
    }

    /// Whether the search is found in the record at fault, which `error_stream` keeps in hexadecimal.
    fn is_decoded(&self, field: &Field, text: &str) -> bool {
        field.name == "DATA_ROW"
            && matches!(field.data_type, DataType::Varchar { .. })
            && rillcut_record::data_row_text(text)
                .is_some_and(|decoded| decoded.to_lowercase().contains(&self.search))
    }
}

/// `>= 5`, `= Click`, `null`, `not null`, or a text that is to be found.
fn condition(filter: &ColumnFilter) -> Option<(usize, Condition)> {
    let text = filter.text.trim();
    let lower = text.to_lowercase();
    let condition = match lower.as_str() {
        "" => return None,
        "null" => Condition::Null(true),
        "not null" => Condition::Null(false),
        _ => {
            let forms = [
                ("<>", Ordered::Unequal),
                ("!=", Ordered::Unequal),
                ("<=", Ordered::AtMost),
                (">=", Ordered::AtLeast),
                ("=", Ordered::Equal),
                ("<", Ordered::Less),
                (">", Ordered::Greater),
            ];
            match forms.iter().find_map(|(sign, ordered)| Some((lower.strip_prefix(sign)?.trim(), *ordered)))
            {
                Some((value, ordered)) => Condition::Is(ordered, value.to_owned(), value.parse().ok()),
                None => Condition::Has(lower),
            }
        }
    };
    Some((filter.column as usize, condition))
}

impl Condition {
    fn holds(&self, cell: Option<&str>) -> bool {
        match (self, cell) {
            (Self::Null(wanted), cell) => cell.is_none() == *wanted,
            (_, None) => false,
            (Self::Has(text), Some(cell)) => cell.to_lowercase().contains(text),
            (Self::Is(ordered, text, number), Some(cell)) => {
                let order = match (number, cell.parse::<f64>().ok()) {
                    (Some(wanted), Some(found)) => found.total_cmp(wanted),
                    _ => cell.to_lowercase().as_str().cmp(text.as_str()),
                };
                match ordered {
                    Ordered::Equal => order.is_eq(),
                    Ordered::Unequal => order.is_ne(),
                    Ordered::Less => order.is_lt(),
                    Ordered::AtMost => order.is_le(),
                    Ordered::Greater => order.is_gt(),
                    Ordered::AtLeast => order.is_ge(),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rillcut_record::{Column, ColumnData};

    use super::*;

    fn fields() -> Vec<Field> {
        vec![Field::new("N", DataType::BigInt), Field::new("K", DataType::Varchar { length: Some(9) })]
    }

    /// Rows N = their number, K = `even` or NULL.
    fn fill(ring: &mut Ring, numbers: std::ops::Range<i64>) {
        let mut texts = Column::new(DataType::Varchar { length: Some(9) });
        for number in numbers.clone() {
            if number % 2 == 0 {
                texts.push(&Value::Text("Even".to_owned()));
            } else {
                texts.push_null();
            }
        }
        let longs = Column::from_data(ColumnData::Long(numbers.clone().collect()));
        ring.push(&Batch {
            rowtimes: numbers.collect(),
            columns: vec![Arc::new(longs), Arc::new(texts)],
            bound: 0,
        });
    }

    fn shown(browser: &mut Browser, ring: &Ring) -> Option<(u64, Vec<u64>)> {
        let update = browser.update(ring, &fields(), true, 0.0)?;
        Some((update.matching, update.rows.iter().map(|row| row.number).collect()))
    }

    fn query(limit: u32) -> RowsQuery {
        RowsQuery { limit, ..RowsQuery::default() }
    }

    fn filter(column: u32, text: &str) -> Vec<ColumnFilter> {
        vec![ColumnFilter { column, text: text.to_owned() }]
    }

    #[test]
    fn newest_first_from_any_place_and_not_before_something_changes() {
        let mut ring = Ring::default();
        fill(&mut ring, 0..10);
        let mut browser = Browser::new(query(3));
        assert_eq!(shown(&mut browser, &ring), Some((10, vec![9, 8, 7])));
        assert_eq!(shown(&mut browser, &ring), None);
        browser.ask(RowsQuery { offset: 8, ..query(3) });
        assert_eq!(shown(&mut browser, &ring), Some((10, vec![1, 0])));
        fill(&mut ring, 10..20);
        browser.ask(RowsQuery { before: Some(10), ..query(3) });
        assert_eq!(shown(&mut browser, &ring), Some((10, vec![9, 8, 7])), "a view that stands still");
    }

    #[test]
    fn searches_and_filters_look_at_each_row_once() {
        let mut ring = Ring::default();
        fill(&mut ring, 0..10);
        let mut browser = Browser::new(RowsQuery { search: " EVEN ".to_owned(), ..query(9) });
        assert_eq!(shown(&mut browser, &ring), Some((5, vec![8, 6, 4, 2, 0])));
        fill(&mut ring, 10..12);
        assert_eq!(shown(&mut browser, &ring), Some((6, vec![10, 8, 6, 4, 2, 0])));
        let mut found = |column, text: &str| {
            browser.ask(RowsQuery { filters: filter(column, text), ..query(9) });
            shown(&mut browser, &ring).unwrap().1
        };
        assert_eq!(found(0, "> 9"), [11, 10]);
        assert_eq!(found(0, "<=1"), [1, 0]);
        assert_eq!(found(0, "1"), [11, 10, 1], "what is in the text");
        assert_eq!(found(1, "null"), [11, 9, 7, 5, 3, 1]);
        assert_eq!(found(1, "= even")[..2], [10, 8]);
        assert_eq!(found(1, "<> even").len(), 0, "NULL is neither");
    }

    #[test]
    fn sorted_with_null_last_and_new_rows_in_their_place() {
        let mut ring = Ring::default();
        fill(&mut ring, 0..5);
        let sort = |column, descending| Some(SortBy { column, descending });
        let mut browser = Browser::new(RowsQuery { sort: sort(Some(1), true), ..query(9) });
        assert_eq!(shown(&mut browser, &ring), Some((5, vec![4, 2, 0, 3, 1])));
        browser.ask(RowsQuery { sort: sort(Some(0), false), ..query(3) });
        assert_eq!(shown(&mut browser, &ring), Some((5, vec![0, 1, 2])));
        browser.ask(RowsQuery { sort: sort(None, true), ..query(2) });
        fill(&mut ring, 5..7);
        assert_eq!(shown(&mut browser, &ring), Some((7, vec![6, 5])));
    }

    #[test]
    fn rows_that_are_gone_match_no_longer() {
        let mut ring = Ring::default();
        let mut browser = Browser::new(RowsQuery { search: "even".to_owned(), ..query(2) });
        for start in (0..150_000).step_by(1000) {
            fill(&mut ring, start..start + 1000);
            browser.update(&ring, &fields(), true, 0.0);
        }
        assert_eq!(
            shown(&mut Browser::new(browser.query().clone()), &ring),
            Some((50_000, vec![149_998, 149_996]))
        );
        assert_eq!(browser.matching.len(), 50_000);
    }
}
