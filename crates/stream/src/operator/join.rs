//! Joins of two streams (spec/kda-sql.md 10.2).
//!
//! Rows are taken instant by instant, once both sides' bounds have passed it: first the left side's rows of the instant, then
//! the right side's, each meeting what is in the other side's window by then. A pair is given at the later row's time. An
//! unmatched row of a preserved side is given when it leaves its window: at its own time without a window, at its time plus the length
//! for RANGE, at the time of the row that pushes it out for ROWS. (The SQL reference's tables 5 and 6 give matched rows again as
//! unmatched, against its own text; the text is followed, spec 27.3.)
//!
//! Equalities between the sides become hash keys, ROWTIME = ROWTIME among them; what is left of the condition is evaluated over
//! many pairs at once. The order of pairs is by instant, then by the row that met, then oldest partner first.
//!
//! The rows of an hour do not fit into a cache. So whatever touches memory far apart is done for many rows in one loop, where the
//! processor can wait for several at once: slots and chains are looked at ahead, and whether keys are equal is seen when the pairs are
//! decided, not when they are found.

use std::sync::Arc;

use rillcut_record::{Batch, Column, DataType, END_OF_TIME, Fields, START_OF_TIME};
use rillcut_sql::{
    Span,
    plan::{Expr, JoinKind, JoinWindow},
};

use super::{
    join_condition::Condition,
    join_side::{NO_ROW, Side},
};
use crate::{
    chunk::{Chunk, Rows},
    error::Error,
    expr::{Compiled, Input},
    failures::Failures,
    row_error::RowErrors,
    statistics::OperatorState,
};

/// How many events wait for the condition at most; a single row can go beyond.
const EVENTS: usize = 8192;

#[derive(Debug, Clone)]
pub(crate) struct Join {
    left: Side,
    right: Side,
    /// What is left of the condition besides the keys, and the columns it reads.
    residual: Option<(Compiled, Vec<bool>)>,
    fields: Fields,
    /// The last instant taken or at which a row left.
    now: i64,
}

/// What happened, in order: rows by their position on their side, or [`NO_ROW`].
#[derive(Debug, Clone, Copy)]
struct Event {
    time: i64,
    left: u32,
    right: u32,
}

impl Event {
    fn is_pair(self) -> bool {
        self.left != NO_ROW && self.right != NO_ROW
    }
}

impl Join {
    #[expect(clippy::too_many_arguments, reason = "the parts of the plan's node")]
    pub(crate) fn new(
        kind: JoinKind,
        left_window: JoinWindow,
        right_window: JoinWindow,
        condition: Option<&Expr>,
        left_fields: &Fields,
        right_fields: &Fields,
        fields: &Fields,
        span: Span,
    ) -> Result<Self, Error> {
        let inputs = left_fields.len() + right_fields.len();
        let fits = fields.len() == inputs + 2
            && left_fields
                .iter()
                .chain(right_fields)
                .zip(fields)
                .all(|(input, output)| input.data_type.physical() == output.data_type.physical())
            && fields[inputs..].iter().all(|field| field.data_type == DataType::Timestamp);
        if !fits {
            return Err(Error::unsound(span, "the join does not give the columns it should"));
        }
        for window in [left_window, right_window] {
            if matches!(window, JoinWindow::Range { milliseconds } if milliseconds < 0) {
                return Err(Error::unsound(span, "a window has a negative length"));
            }
        }
        let taken = Condition::new(condition, left_fields.len(), right_fields.len(), true, fields, span)?;
        let same_instant = taken.same_instant();
        // Rows that can only meet at their own instant need not stay longer, unless an outer join waits for the window's end.
        let window = |window| match (same_instant, kind, window) {
            (true, JoinKind::Inner, JoinWindow::Range { .. }) => JoinWindow::Current,
            _ => window,
        };
        let side = |keys: Vec<Expr>, fields: &Fields, range: JoinWindow, preserved: bool| {
            let types: Vec<DataType> = fields.iter().map(|field| field.data_type).collect();
            let keys =
                keys.iter().map(|key| Compiled::new(key, &types)).collect::<Result<Vec<_>, Error>>()?;
            Ok::<Side, Error>(Side::new(window(range), preserved, keys, fields))
        };
        let keep_left = matches!(kind, JoinKind::Left | JoinKind::Full);
        let keep_right = matches!(kind, JoinKind::Right | JoinKind::Full);
        Ok(Self {
            left: side(taken.left, left_fields, left_window, keep_left)?,
            right: side(taken.right, right_fields, right_window, keep_right)?,
            residual: taken.rest,
            fields: fields.clone(),
            now: START_OF_TIME,
        })
    }

    /// Takes news of the sides.
    pub(crate) fn push(
        &mut self,
        left: Option<Chunk>,
        right: Option<Chunk>,
        failures: &mut Failures<'_>,
    ) -> Chunk {
        if let Some(chunk) = left {
            self.left.add(chunk);
        }
        if let Some(chunk) = right {
            self.right.add(chunk);
        }
        let bound = self.left.bound.min(self.right.bound);
        let mut events = Vec::new();
        let mut output = Batch::empty(&self.fields, bound);
        while let Some(instant) = self.next_instant().filter(|at| *at < bound || bound == END_OF_TIME) {
            self.leave_before(instant, &mut events);
            self.left.look_ahead(&mut self.right);
            self.right.look_ahead(&mut self.left);
            self.take(instant, &mut events);
            if events.len() >= EVENTS {
                self.resolve(&mut events, &mut output, failures);
            }
        }
        if bound == END_OF_TIME {
            self.leave_all(&mut events);
        } else {
            self.leave_before(bound, &mut events);
        }
        self.resolve(&mut events, &mut output, failures);
        Chunk::of(output)
    }

    fn next_instant(&self) -> Option<i64> {
        match (self.left.next_time(), self.right.next_time()) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
    }

    /// The rows of one instant meet what is there.
    fn take(&mut self, instant: i64, events: &mut Vec<Event>) {
        self.now = instant;
        while self.left.next_time() == Some(instant) {
            let came = self.left.enter();
            self.right.meet(came.hash, |other| {
                events.push(Event { time: instant, left: came.row, right: other });
            });
            if let Some(left) = came.pushed.filter(|_| self.left.preserved) {
                events.push(Event { time: instant, left, right: NO_ROW });
            }
        }
        while self.right.next_time() == Some(instant) {
            let came = self.right.enter();
            self.left.meet(came.hash, |other| {
                events.push(Event { time: instant, left: other, right: came.row });
            });
            if let Some(right) = came.pushed.filter(|_| self.right.preserved) {
                events.push(Event { time: instant, left: NO_ROW, right });
            }
        }
    }

    /// Rows leave whose windows end before `time`, in order of that end; the left side first.
    fn leave_before(&mut self, time: i64, events: &mut Vec<Event>) {
        loop {
            let left = self.left.next_leave().filter(|at| *at < time);
            let right = self.right.next_leave().filter(|at| *at < time);
            match (left, right) {
                (Some(at), other) if other.is_none_or(|other| at <= other) => self.leave(at, true, events),
                (_, Some(at)) => self.leave(at, false, events),
                (_, None) => return,
            }
        }
    }

    fn leave(&mut self, at: i64, from_left: bool, events: &mut Vec<Event>) {
        self.now = self.now.max(at);
        let side = if from_left { &mut self.left } else { &mut self.right };
        if let Some(row) = side.leave().filter(|_| side.preserved) {
            let (left, right) = if from_left { (row, NO_ROW) } else { (NO_ROW, row) };
            events.push(Event { time: at, left, right });
        }
    }

    /// The streams have ended: windows of time end in their order, then windows of rows, at the last time there was.
    fn leave_all(&mut self, events: &mut Vec<Event>) {
        loop {
            match (self.left.next_leave(), self.right.next_leave()) {
                (Some(a), b) if b.is_none_or(|b| a <= b) => self.leave(a, true, events),
                (_, Some(b)) => self.leave(b, false, events),
                (_, None) => break,
            }
        }
        for from_left in [true, false] {
            while if from_left { self.left.held() > 0 } else { self.right.held() > 0 } {
                self.leave(self.now, from_left, events);
            }
        }
    }

    /// Decides the events so far and gives the rows that come of them.
    fn resolve(&mut self, events: &mut Vec<Event>, output: &mut Batch, failures: &mut Failures<'_>) {
        let met = if self.residual.is_some() {
            events.retain(|event| !event.is_pair() || self.same_key(*event));
            self.meets(events, failures)
        } else {
            None
        };
        if !events.is_empty() {
            let mut pair = 0;
            events.retain(|event| {
                if event.is_pair() {
                    let holds = met.as_ref().map_or_else(|| self.same_key(*event), |met| met[pair]);
                    pair += 1;
                    if holds {
                        self.left.set_matched(event.left);
                        self.right.set_matched(event.right);
                    }
                    holds
                } else if event.right == NO_ROW {
                    !self.left.is_matched(event.left)
                } else {
                    !self.right.is_matched(event.right)
                }
            });
            if !events.is_empty() {
                let rows = self.batch(events, None, output.bound);
                if output.is_empty() { *output = rows } else { output.append(&rows) }
            }
            events.clear();
        }
        self.left.forget_gone();
        self.right.forget_gone();
    }

    /// Whether the keys of a pair are equal: rows of different keys can have been found by one hash.
    fn same_key(&self, pair: Event) -> bool {
        self.left.has_key_of(pair.left, &self.right, pair.right)
    }

    /// For each pair whether the rest of the condition is TRUE; `None` when there is no rest.
    fn meets(&self, events: &[Event], failures: &mut Failures<'_>) -> Option<Vec<bool>> {
        let (condition, read) = self.residual.as_ref()?;
        let pairs: Vec<Event> = events.iter().copied().filter(|event| event.is_pair()).collect();
        let candidates = self.batch(&pairs, Some(read), START_OF_TIME);
        let mut errors = RowErrors::new();
        let input = Input { batch: &candidates, rows: Rows::All(pairs.len()) };
        let mut holds = vec![false; pairs.len()];
        for row in condition.select(input, &mut errors) {
            holds[row as usize] = true;
        }
        for error in errors.by_row() {
            let row = error.row as usize;
            let whole = self.batch(&pairs[row..=row], None, START_OF_TIME);
            failures.rows(&whole, &self.fields, &[crate::row_error::RowError { row: 0, ..error }]);
        }
        Some(holds)
    }

    /// The output rows of events; columns that are not wanted are empty.
    fn batch(&self, events: &[Event], wanted: Option<&[bool]>, bound: i64) -> Batch {
        let left: Vec<u32> = events.iter().map(|event| event.left).collect();
        let right: Vec<u32> = events.iter().map(|event| event.right).collect();
        let inputs = self.fields.len() - 2;
        let left_columns = self.left.width();
        let columns = (0..self.fields.len())
            .map(|column| {
                if wanted.is_some_and(|wanted| !wanted[column]) {
                    return Arc::new(Column::new(self.fields[column].data_type));
                }
                Arc::new(if column < left_columns {
                    self.left.gather(column, &left)
                } else if column < inputs {
                    self.right.gather(column - left_columns, &right)
                } else if column == inputs {
                    self.left.gather_times(&left)
                } else {
                    self.right.gather_times(&right)
                })
            })
            .collect();
        Batch { rowtimes: events.iter().map(|event| event.time).collect(), columns, bound }
    }

    pub(crate) fn state(&self) -> OperatorState {
        OperatorState::Join { left_rows: self.left.held(), right_rows: self.right.held() }
    }
}
