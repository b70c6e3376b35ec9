//! Functions over sliding windows, `f(x) OVER w` (spec/kda-sql.md 9): one row out for each row in, at once and at its ROWTIME.
//!
//! For each window the operator finds in which order the rows of a chunk enter their partition and older ones leave it; each function then
//! goes through those steps in one call (`crate::sliding`). Rows of a RANGE window leave in the order in which they came,
//! whatever partition they are of, so one queue of times serves all partitions, and a partition that no row comes to any
//! more is dropped as time passes. A bound without rows lets rows leave too; it changes no result, since a later row would have sent
//! them away first.

use std::{collections::VecDeque, sync::Arc};

use rillcut_record::{Batch, Column, DataType, Fields};
use rillcut_sql::{
    Span,
    plan::{Analytic, Expr, SlidingFrame, SlidingWindow},
};

use super::Operate;
use crate::{
    chunk::{Chunk, Rows},
    error::Error,
    expr::{Compiled, Input, Operand},
    failures::Failures,
    keys::{View, same_row},
    partitions::Partitions,
    row_error::{RowError, RowErrors, without_failed},
    sliding::{self, Faults, Steps},
    statistics::OperatorState,
};

#[derive(Debug, Clone)]
pub(crate) struct Slide {
    /// Shared, so that values may be borrowed from it while the state changes.
    expressions: Arc<Expressions>,
    windows: Vec<Window>,
    functions: Vec<Function>,
    input_fields: Fields,
    fields: Fields,
}

#[derive(Debug, Clone)]
struct Expressions {
    /// PARTITION BY, window by window.
    partitions: Vec<Vec<Compiled>>,
    /// One a function.
    arguments: Vec<Option<Compiled>>,
    /// LAG's values for rows that are not there, one a function.
    defaults: Vec<Option<Compiled>>,
}

#[derive(Debug, Clone)]
struct Function {
    slide: Box<dyn sliding::Slide>,
    window: usize,
    span: Span,
}

/// What the functions make of some rows.
#[derive(Debug, Clone)]
struct Taken {
    /// One a function.
    columns: Vec<Arc<Column>>,
    /// Results that failed, and where the function stands.
    failed: Vec<(Faults, Span)>,
}

/// Which rows are in a window.
#[derive(Debug, Clone)]
struct Window {
    frame: SlidingFrame,
    /// `None` without PARTITION BY: all rows are in partition 0.
    partitions: Option<Partitions>,
    /// Rows by partition.
    rows: Vec<u64>,
    held: usize,
    /// Of the rows in a RANGE window, oldest first.
    times: VecDeque<i64>,
    /// Their partitions, when there are several.
    owners: VecDeque<u32>,
    steps: Steps,
}

impl Slide {
    /// `input_fields` are the input's, `fields` the node's own.
    pub(crate) fn new(
        windows: &[SlidingWindow],
        functions: &[Analytic],
        input_fields: &Fields,
        fields: &Fields,
        span: Span,
    ) -> Result<Self, Error> {
        let types: Vec<DataType> = input_fields.iter().map(|field| field.data_type).collect();
        let compile = |expr: &Expr| Compiled::new(expr, &types);
        let optional = |expr: &Option<Expr>| expr.as_ref().map(compile).transpose();
        let partitions = windows
            .iter()
            .map(|window| window.partition.iter().map(compile).collect())
            .collect::<Result<Vec<Vec<_>>, Error>>()?;
        let arguments = functions
            .iter()
            .map(|function| optional(&function.argument))
            .collect::<Result<Vec<_>, Error>>()?;
        let defaults = functions
            .iter()
            .map(|function| optional(&function.default))
            .collect::<Result<Vec<_>, Error>>()?;
        let made = functions
            .iter()
            .zip(arguments.iter().zip(&defaults))
            .map(|(function, (argument, default))| {
                made(function, argument.as_ref(), default.as_ref(), windows)
            })
            .collect::<Result<Vec<_>, Error>>()?;
        let results = functions.iter().map(|function| function.data_type);
        let fits = types.len() + functions.len() == fields.len()
            && types
                .iter()
                .copied()
                .chain(results)
                .zip(fields)
                .all(|(found, field)| found.physical() == field.data_type.physical());
        if !fits {
            return Err(Error::unsound(
                span,
                "the functions over windows do not give the columns they should",
            ));
        }
        Ok(Self {
            expressions: Arc::new(Expressions { partitions, arguments, defaults }),
            windows: windows
                .iter()
                .map(Window::new)
                .collect::<Result<Vec<_>, &str>>()
                .map_err(|fault| Error::unsound(span, fault))?,
            functions: made,
            input_fields: input_fields.clone(),
            fields: fields.clone(),
        })
    }

    /// Takes rows, all or none: when some fail, nothing has changed and they are given back.
    fn take(
        &mut self,
        batch: &Batch,
        rows: Rows<'_>,
        times: &[i64],
        bound: i64,
    ) -> Result<Taken, Vec<RowError>> {
        let expressions = Arc::clone(&self.expressions);
        let input = Input { batch, rows };
        let mut errors = RowErrors::new();
        let partitions: Vec<Vec<Operand<'_>>> = expressions
            .partitions
            .iter()
            .map(|keys| keys.iter().map(|key| key.evaluate(input, &mut errors)).collect())
            .collect();
        let arguments: Vec<Option<Operand<'_>>> = expressions
            .arguments
            .iter()
            .map(|argument| evaluate(argument.as_ref(), input, &mut errors))
            .collect();
        let defaults: Vec<Option<Operand<'_>>> = expressions
            .defaults
            .iter()
            .map(|default| evaluate(default.as_ref(), input, &mut errors))
            .collect();
        if !errors.is_empty() {
            return Err(errors.by_row());
        }
        let len = rows.len();
        for ((window, operands), keys) in
            self.windows.iter_mut().zip(&partitions).zip(&expressions.partitions)
        {
            let views: Vec<View<'_>> = operands
                .iter()
                .zip(keys)
                .map(|(operand, key)| View::new(operand, key.data_type().physical(), len))
                .collect();
            window.step(&views, times, bound);
        }
        let mut columns = Vec::with_capacity(self.functions.len());
        let mut failed = Vec::new();
        for (index, function) in self.functions.iter_mut().enumerate() {
            let argument = view(arguments[index].as_ref(), expressions.arguments[index].as_ref(), len);
            let default = view(defaults[index].as_ref(), expressions.defaults[index].as_ref(), len);
            let mut column = Column::new(self.fields[self.input_fields.len() + index].data_type);
            column.reserve(len);
            let mut faults = Faults::new();
            let rows = sliding::Rows { argument: argument.as_ref(), default: default.as_ref(), times };
            function.slide.run(&self.windows[function.window].steps, rows, &mut column, &mut faults);
            columns.push(Arc::new(column));
            if !faults.is_empty() {
                failed.push((faults, function.span));
            }
        }
        Ok(Taken { columns, failed })
    }
}

fn evaluate<'a>(expr: Option<&'a Compiled>, input: Input<'a>, errors: &mut RowErrors) -> Option<Operand<'a>> {
    expr.map(|expr| expr.evaluate(input, errors))
}

fn view<'a>(operand: Option<&'a Operand<'_>>, expr: Option<&Compiled>, len: usize) -> Option<View<'a>> {
    Some(View::new(operand?, expr?.data_type().physical(), len))
}

fn made(
    function: &Analytic,
    argument: Option<&Compiled>,
    default: Option<&Compiled>,
    windows: &[SlidingWindow],
) -> Result<Function, Error> {
    let unsound = |fault: &str| Error::unsound(function.span, format!("{:?}: {fault}", function.function));
    let window = windows.get(function.window).ok_or_else(|| unsound("its window is not there"))?;
    let endless = window.frame == SlidingFrame::Unbounded;
    let argument = argument.map(Compiled::data_type);
    let of_result = |of: DataType| of.physical() == function.data_type.physical();
    if default.is_some_and(|default| !of_result(default.data_type())) {
        return Err(unsound("its default is of another type"));
    }
    let slide = sliding::slide(function.function, argument, function.data_type, endless)
        .ok_or_else(|| unsound("there is no such function of its argument"))?;
    Ok(Function { slide, window: function.window, span: function.span })
}

impl Window {
    fn new(window: &SlidingWindow) -> Result<Self, &'static str> {
        if matches!(window.frame, SlidingFrame::Range { milliseconds } if milliseconds < 0) {
            return Err("a sliding window has a negative length");
        }
        let partitions = if window.partition.is_empty() { None } else { Some(Partitions::new()) };
        Ok(Self {
            frame: window.frame,
            rows: if partitions.is_none() { vec![0] } else { Vec::new() },
            partitions,
            held: 0,
            times: VecDeque::new(),
            owners: VecDeque::new(),
            steps: Steps::default(),
        })
    }

    /// Finds the steps of a chunk's rows.
    fn step(&mut self, keys: &[View<'_>], times: &[i64], bound: i64) {
        self.steps.clear();
        let mut last = None;
        for (position, &time) in times.iter().enumerate() {
            self.expire(time);
            let partition = match (&mut self.partitions, last) {
                (None, _) => 0,
                (Some(_), Some(last))
                    if self.rows[last as usize] > 0 && same_row(keys, position - 1, position) =>
                {
                    last
                }
                (Some(partitions), _) => partitions.find(keys, position),
            };
            last = Some(partition);
            if self.rows.len() <= partition as usize {
                self.rows.resize(partition as usize + 1, 0);
            }
            let rows = &mut self.rows[partition as usize];
            if matches!(self.frame, SlidingFrame::Rows { preceding } if *rows > preceding) {
                self.steps.leave(partition);
            } else {
                *rows += 1;
                self.held += 1;
            }
            if matches!(self.frame, SlidingFrame::Range { .. }) {
                self.times.push_back(time);
                if self.partitions.is_some() {
                    self.owners.push_back(partition);
                }
            }
            self.steps.enter(partition);
        }
        self.expire(bound);
    }

    /// Rows leave that a row of this time does not see.
    fn expire(&mut self, time: i64) {
        let SlidingFrame::Range { milliseconds } = self.frame else { return };
        let first = time.saturating_sub(milliseconds);
        while self.times.front().is_some_and(|&oldest| oldest < first) {
            self.times.pop_front();
            let partition = self.owners.pop_front().unwrap_or(0);
            self.steps.leave(partition);
            self.held -= 1;
            let rows = &mut self.rows[partition as usize];
            *rows -= 1;
            if *rows == 0
                && let Some(partitions) = &mut self.partitions
            {
                partitions.release(partition);
            }
        }
    }
}

impl Operate for Slide {
    fn push(&mut self, input: Chunk, failures: &mut Failures<'_>) -> Chunk {
        let batch = &input.batch;
        let mut kept = input.selection.clone();
        let mut failed: Vec<RowError> = Vec::new();
        let (rowtimes, taken) = loop {
            let rows = kept.as_ref().map_or(Rows::All(batch.len()), |rows| Rows::Some(rows));
            let times: Vec<i64> =
                (0..rows.len()).map(|position| batch.rowtimes[rows.get(position)]).collect();
            match self.take(batch, rows, &times, input.bound) {
                Ok(taken) => break (times, taken),
                Err(errors) => {
                    kept = Some(without_failed(rows.iter(), &errors));
                    failed.extend(errors);
                }
            }
        };
        let mut output =
            Batch { rowtimes, columns: Vec::with_capacity(self.fields.len()), bound: input.bound };
        output.columns.extend(batch.columns.iter().map(|column| match &kept {
            None => Arc::clone(column),
            Some(rows) => Arc::new(column.gather(rows)),
        }));
        output.columns.extend(taken.columns);
        if !taken.failed.is_empty() {
            let mut results = RowErrors::new();
            for (faults, span) in taken.failed {
                for (position, (kind, message)) in faults {
                    results.mark(position, kind, span, message);
                }
            }
            let results = results.by_row();
            output = output.gather(&without_failed(0..output.len() as u32, &results));
            let row = |position: u32| kept.as_ref().map_or(position, |rows| rows[position as usize]);
            failed.extend(results.into_iter().map(|error| RowError { row: row(error.row), ..error }));
        }
        if !failed.is_empty() {
            failed.sort_by_key(|error| error.row);
            failures.rows(batch, &self.input_fields, &failed);
        }
        Chunk::of(output)
    }

    fn state(&self) -> Option<OperatorState> {
        let of_window = |window: &Window| {
            let partitions = match &window.partitions {
                Some(partitions) => partitions.len(),
                None => usize::from(window.rows.iter().any(|rows| *rows > 0)),
            };
            let held = if window.frame == SlidingFrame::Unbounded { 0 } else { window.held };
            (held, partitions)
        };
        let all = self.windows.iter().map(of_window);
        let (rows, partitions) =
            all.fold((0, 0), |(rows, partitions), (held, there)| (rows + held, partitions + there));
        Some(OperatorState::Slide { rows, partitions })
    }
}
