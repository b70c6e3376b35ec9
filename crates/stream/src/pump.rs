//! A pump: the tree of operators between the streams it reads and the rows it inserts.
//!
//! News of streams goes in at the leaves and comes out at the root in one pass; where there is none, nothing is done. Each
//! node remembers the bound it gave last: a chunk with no rows and no later bound stops there.

use rillcut_record::{Batch, END_OF_TIME, Field, Fields, START_OF_TIME};
use rillcut_sql::{
    Span,
    plan::{Node, Operator, Pump, StreamId},
};

use crate::{
    chunk::Chunk,
    error::{Error, ErrorKind},
    expr::MAX_DEPTH,
    failures::FailureLog,
    fallible::may_fail,
    operator::{
        Operate,
        distinct::distinct,
        filter::Filter,
        forest::ScoredForest,
        hotspots::Hotspots,
        items::Items,
        join::Join,
        lookup::{self, Lookup},
        merge::Merge,
        project::Project,
        rank::GroupRank,
        reorder::Reorder,
        slide::Slide,
        sort::Sort,
        stagger::Stagger,
        tumble::Tumble,
        values::Values,
    },
    row_error::{RowError, RowErrorKind},
    scored::{ScoreExplanation, ScoredRows},
    statistics::{OperatorState, OperatorStatistics},
    tables::Tables,
};

/// A pump ready to run.
#[derive(Debug, Clone)]
pub(crate) struct RunningPump {
    number: usize,
    root: Running,
    /// Number of the check for NOT NULL among the operators: the last.
    operators: usize,
    fields: Fields,
    /// Columns of the target that must not be NULL.
    required: Vec<usize>,
    span: Span,
    pub(crate) rows_in: u64,
    pub(crate) rows_out: u64,
}

/// An operator at work, with what is below it.
#[derive(Debug, Clone)]
struct Running {
    kind: Kind,
    /// Position among the pump's operators, leaves first.
    number: usize,
    span: Span,
    /// Whether rows may fail in it.
    may_fail: bool,
    /// The bound it gave last.
    bound: i64,
}

#[derive(Debug, Clone)]
enum Kind {
    Scan(StreamId),
    One(Box<Running>, Box<dyn Operate>),
    Join(Box<(Running, Running)>, Box<Join>),
    Union(Vec<Running>, Merge),
}

/// Makes operators, numbering them.
struct Builder<'a> {
    streams: &'a [rillcut_sql::plan::Stream],
    tables: &'a Tables,
    seed: u64,
    count: usize,
}

impl RunningPump {
    /// # Errors
    /// When the plan is not sound or a forest cannot be made.
    pub(crate) fn new(
        number: usize,
        pump: &Pump,
        streams: &[rillcut_sql::plan::Stream],
        tables: &Tables,
        seed: u64,
    ) -> Result<Self, Error> {
        let mut builder = Builder { streams, tables, seed: mix(seed, number as u64), count: 0 };
        let root = builder.build(&pump.root, 0)?;
        let target = streams
            .get(pump.target.0)
            .ok_or_else(|| Error::unsound(pump.span, "the pump's target is not there"))?;
        if !same_form(&pump.root.fields, &target.fields) {
            return Err(Error::unsound(
                pump.span,
                format!("the pump does not give the columns of \"{}\"", target.name),
            ));
        }
        let required = (0..target.fields.len()).filter(|&column| !target.fields[column].nullable).collect();
        Ok(Self {
            number,
            root,
            operators: builder.count,
            fields: target.fields.clone(),
            required,
            span: pump.span,
            rows_in: 0,
            rows_out: 0,
        })
    }

    /// Takes the news of all streams; `None` when nothing comes of it.
    pub(crate) fn run(&mut self, news: &[Option<Chunk>], log: &mut FailureLog) -> Option<Chunk> {
        let chunk = self.root.run(self.number, news, log, &mut self.rows_in)?;
        let chunk = if self.required.is_empty() { chunk } else { self.check_nulls(chunk, log) };
        self.rows_out += chunk.len() as u64;
        Some(chunk)
    }

    /// No later failure of this pump has an earlier time.
    pub(crate) fn failure_bound(&self) -> i64 {
        let below = self.root.failure_bound();
        if self.required.is_empty() { below } else { below.min(self.root.bound) }
    }

    /// Leaves out rows with NULL where the target does not take it.
    fn check_nulls(&self, chunk: Chunk, log: &mut FailureLog) -> Chunk {
        let batch = &chunk.batch;
        if self.required.iter().all(|&column| !batch.columns[column].nulls().any()) {
            return chunk;
        }
        let mut kept = Vec::new();
        let mut failed = Vec::new();
        for row in chunk.rows().iter() {
            match self.required.iter().find(|&&column| batch.columns[column].is_null(row as usize)) {
                None => kept.push(row),
                Some(&column) => failed.push(RowError {
                    row,
                    kind: RowErrorKind::NotNull,
                    span: self.span,
                    message: format!("NULL for the NOT NULL column \"{}\"", self.fields[column].name),
                }),
            }
        }
        log.of(self.number, self.operators).rows(batch, &self.fields, &failed);
        Chunk { selection: Some(kept), ..chunk }
    }

    /// Tells what its forests have scored since the last call.
    pub(crate) fn take_scored(&mut self, tell: &mut impl FnMut(ScoredRows)) {
        self.root.take_scored(tell);
    }

    /// From now on its forests keep what they score.
    pub(crate) fn watch_scores(&mut self) {
        self.root.each(&mut |_, operator| operator.watch_scores());
    }

    /// Positions of its forests among the operators.
    pub(crate) fn forests(&self) -> Vec<usize> {
        let mut found = Vec::new();
        self.root.forests(&mut found);
        found
    }

    /// Why the forest at that position among the operators gave a row its score.
    pub(crate) fn explain_score(&self, operator: usize, number: u64) -> Option<ScoreExplanation> {
        self.root.operator(operator)?.explain_score(number)
    }

    /// Operators that hold something.
    pub(crate) fn states(&self) -> Vec<OperatorStatistics> {
        let mut states = Vec::new();
        self.root.states(&mut states);
        states
    }
}

impl Running {
    fn run(
        &mut self,
        pump: usize,
        news: &[Option<Chunk>],
        log: &mut FailureLog,
        rows_in: &mut u64,
    ) -> Option<Chunk> {
        let chunk = match &mut self.kind {
            Kind::Scan(stream) => {
                let chunk = news.get(stream.0)?.clone()?;
                *rows_in += chunk.len() as u64;
                chunk
            }
            Kind::One(input, operator) => {
                let chunk = input.run(pump, news, log, rows_in)?;
                operator.push(chunk, &mut log.of(pump, self.number))
            }
            Kind::Join(sides, join) => {
                let left = sides.0.run(pump, news, log, rows_in);
                let right = sides.1.run(pump, news, log, rows_in);
                if left.is_none() && right.is_none() {
                    return None;
                }
                join.push(left, right, &mut log.of(pump, self.number))
            }
            Kind::Union(inputs, merge) => {
                let chunks: Vec<_> =
                    inputs.iter_mut().map(|input| input.run(pump, news, log, rows_in)).collect();
                if chunks.iter().all(Option::is_none) {
                    return None;
                }
                merge.push(chunks)
            }
        };
        if chunk.is_empty() && chunk.bound <= self.bound {
            return None;
        }
        self.bound = self.bound.max(chunk.bound);
        Some(chunk)
    }

    /// The least bound that an operator here which may fail has taken.
    fn failure_bound(&self) -> i64 {
        // What it has taken is what those below it have given.
        let taken = |input: &Self| {
            let own = if self.may_fail { input.bound } else { END_OF_TIME };
            input.failure_bound().min(own)
        };
        match &self.kind {
            Kind::Scan(_) => END_OF_TIME,
            Kind::One(input, _) => taken(input),
            Kind::Join(sides, _) => taken(&sides.0).min(taken(&sides.1)),
            Kind::Union(inputs, _) => inputs.iter().map(taken).min().unwrap_or(END_OF_TIME),
        }
    }

    fn take_scored(&mut self, tell: &mut impl FnMut(ScoredRows)) {
        self.each(&mut |number, operator| {
            if let Some(rows) = operator.take_scored() {
                tell(ScoredRows { operator: number, ..rows });
            }
        });
    }

    /// The operators with one input, each after those below it.
    fn each(&mut self, look: &mut impl FnMut(usize, &mut dyn Operate)) {
        match &mut self.kind {
            Kind::Scan(_) => {}
            Kind::One(input, operator) => {
                input.each(look);
                look(self.number, operator.as_mut());
            }
            Kind::Join(sides, _) => {
                sides.0.each(look);
                sides.1.each(look);
            }
            Kind::Union(inputs, _) => inputs.iter_mut().for_each(|input| input.each(look)),
        }
    }

    /// The positions of forests, each after those below it.
    fn forests(&self, into: &mut Vec<usize>) {
        match &self.kind {
            Kind::Scan(_) => {}
            Kind::One(input, operator) => {
                input.forests(into);
                if matches!(operator.state(), Some(OperatorState::Forest { .. })) {
                    into.push(self.number);
                }
            }
            Kind::Join(sides, _) => {
                sides.0.forests(into);
                sides.1.forests(into);
            }
            Kind::Union(inputs, _) => inputs.iter().for_each(|input| input.forests(into)),
        }
    }

    /// The operator at that position, if it is one with one input.
    fn operator(&self, number: usize) -> Option<&dyn Operate> {
        match &self.kind {
            Kind::One(_, operator) if self.number == number => Some(operator.as_ref()),
            Kind::One(input, _) => input.operator(number),
            Kind::Join(sides, _) => sides.0.operator(number).or_else(|| sides.1.operator(number)),
            Kind::Union(inputs, _) => inputs.iter().find_map(|input| input.operator(number)),
            Kind::Scan(_) => None,
        }
    }

    fn states(&self, into: &mut Vec<OperatorStatistics>) {
        let state: Option<OperatorState> = match &self.kind {
            Kind::Scan(_) => None,
            Kind::One(input, operator) => {
                input.states(into);
                operator.state()
            }
            Kind::Join(sides, join) => {
                sides.0.states(into);
                sides.1.states(into);
                Some(join.state())
            }
            Kind::Union(inputs, merge) => {
                for input in inputs {
                    input.states(into);
                }
                Some(merge.state())
            }
        };
        into.extend(state.map(|state| OperatorStatistics { span: self.span, state }));
    }
}

impl Builder<'_> {
    fn build(&mut self, node: &Node, depth: usize) -> Result<Running, Error> {
        if depth >= MAX_DEPTH {
            return Err(Error::at(ErrorKind::TooDeep { limit: MAX_DEPTH }, node.span));
        }
        let span = node.span;
        let kind = match &node.operator {
            Operator::Scan { stream } => {
                let fits =
                    self.streams.get(stream.0).is_some_and(|found| same_form(&found.fields, &node.fields));
                if !fits {
                    return Err(Error::unsound(span, "a stream does not have the columns it should"));
                }
                Kind::Scan(*stream)
            }
            Operator::Join { left, right, kind, left_window, right_window, condition } => {
                let below = (self.build(left, depth + 1)?, self.build(right, depth + 1)?);
                let join = Join::new(
                    *kind,
                    *left_window,
                    *right_window,
                    condition.as_ref(),
                    &left.fields,
                    &right.fields,
                    &node.fields,
                    span,
                )?;
                Kind::Join(Box::new(below), Box::new(join))
            }
            Operator::Union(inputs) => {
                let below = inputs
                    .iter()
                    .map(|input| {
                        same_columns(node, input)?;
                        self.build(input, depth + 1)
                    })
                    .collect::<Result<Vec<_>, Error>>()?;
                if below.is_empty() {
                    return Err(Error::unsound(span, "a union of nothing"));
                }
                let merge = Merge::new(below.len(), &node.fields);
                Kind::Union(below, merge)
            }
            _ => {
                let [input] = node.operator.inputs()[..] else {
                    return Err(Error::unsound(span, "an operator does not have the inputs it should"));
                };
                let below = self.build(input, depth + 1)?;
                Kind::One(Box::new(below), self.operator(node, input)?)
            }
        };
        let number = self.count;
        self.count += 1;
        Ok(Running { kind, number, span, may_fail: may_fail(&node.operator), bound: START_OF_TIME })
    }

    /// An operator with one input.
    fn operator(&self, node: &Node, input: &Node) -> Result<Box<dyn Operate>, Error> {
        let span = node.span;
        let operator: Box<dyn Operate> = match &node.operator {
            Operator::Values { rows, .. } => Box::new(Values::new(rows, &node.fields)?),
            Operator::Filter { predicate, .. } => {
                same_columns(node, input)?;
                Box::new(Filter::new(predicate, &input.fields)?)
            }
            Operator::Project { items, rowtime, .. } => {
                let project = Project::new(items, rowtime.as_ref(), &input.fields, &node.fields, span)?;
                Box::new(project)
            }
            Operator::Tumble { keys, window_key, end, aggregates, .. } => {
                let tumble = Tumble::new(keys, *window_key, *end, aggregates, input, &node.fields, span)?;
                Box::new(tumble)
            }
            Operator::Distinct { window_column, end, .. } => {
                same_columns(node, input)?;
                Box::new(distinct(*window_column, *end, input, span)?)
            }
            Operator::Slide { windows, functions, .. } => {
                let slide = Slide::new(windows, functions, &input.fields, &node.fields, span)?;
                Box::new(slide)
            }
            Operator::Stagger { keys, milliseconds, aggregates, .. } => {
                let stagger =
                    Stagger::new(keys, *milliseconds, aggregates, &input.fields, &node.fields, span)?;
                Box::new(stagger)
            }
            Operator::Reorder { time, keys, milliseconds, .. } => {
                same_columns(node, input)?;
                let reorder = Reorder::new(time, keys, *milliseconds, &input.fields, span)?;
                Box::new(reorder)
            }
            Operator::Lookup { table, table_first, keep, condition, .. } => {
                let (table_fields, rows) = self.tables.get(*table, span)?;
                let kind = lookup::Kind { table_first: *table_first, keep: *keep };
                let condition = condition.as_ref();
                Box::new(Lookup::new(rows, kind, condition, &input.fields, table_fields, &node.fields, span)?)
            }
            Operator::Sort { keys, end, .. } => {
                same_columns(node, input)?;
                Box::new(Sort::new(keys, *end, input, span)?)
            }
            Operator::RandomCutForest { columns, options, .. } => {
                let seed = mix(self.seed, self.count as u64);
                let forest = ScoredForest::new(columns, *options, seed, &input.fields, &node.fields, span)?;
                Box::new(forest)
            }
            Operator::Hotspots { columns, options, .. } => {
                let hotspots = Hotspots::new(columns, *options, &input.fields, &node.fields, span)?;
                Box::new(hotspots)
            }
            Operator::TopItems { most, milliseconds, .. } => {
                let items = Items::top(*most, *milliseconds, &input.fields, &node.fields, span)?;
                Box::new(items)
            }
            Operator::CountItems { column, milliseconds, .. } => {
                let items = Items::count(*column, *milliseconds, &input.fields, &node.fields, span)?;
                Box::new(items)
            }
            Operator::GroupRank { column, options, .. } => {
                let rank = GroupRank::new(*column, *options, &input.fields, &node.fields, span)?;
                Box::new(rank)
            }
            Operator::Scan { .. } | Operator::Join { .. } | Operator::Union(_) => {
                return Err(Error::unsound(span, "an operator does not have one input"));
            }
        };
        Ok(operator)
    }
}

fn same_columns(node: &Node, input: &Node) -> Result<(), Error> {
    if same_form(&node.fields, &input.fields) {
        Ok(())
    } else {
        Err(Error::unsound(node.span, "an operator does not have the columns it should"))
    }
}

/// Whether columns of one are columns of the other, as vectors.
pub(crate) fn same_form(a: &[Field], b: &[Field]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.data_type.physical() == b.data_type.physical())
}

/// Whether a batch has such columns, all of one length.
pub(crate) fn misfit(batch: &Batch, fields: &[Field]) -> Option<String> {
    if batch.columns.len() != fields.len() {
        return Some(format!("{} columns instead of {}", batch.columns.len(), fields.len()));
    }
    for (column, field) in batch.columns.iter().zip(fields) {
        if column.len() != batch.len() {
            return Some(format!("\"{}\" has {} rows of {}", field.name, column.len(), batch.len()));
        }
        if column.physical() != field.data_type.physical() {
            return Some(format!("\"{}\" is no {}", field.name, field.data_type));
        }
    }
    None
}

/// A seed for a place, from that of the whole (the finaliser of SplitMix64).
fn mix(seed: u64, place: u64) -> u64 {
    let mut z = seed.wrapping_add((place + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
