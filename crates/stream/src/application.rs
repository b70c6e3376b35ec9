//! A program at work: pumps in their order, streams between them, failed rows to `error_stream` (spec/kda-sql.md 2).
//!
//! A push of source rows runs every pump once, in an order in which each comes after those whose streams it reads. The bound of
//! the source is the clock: it closes windows of streams that are idle. What every stream gives over a run depends on the
//! rows and the seed alone, not on how rows were cut into pushes nor on extra pushes that only advance the bound.

use std::sync::Arc;

use rillcut_record::{Batch, END_OF_TIME, START_OF_TIME, error_stream_fields};
use rillcut_sql::{
    Span,
    plan::{Node, Operator, Plan, StreamId, StreamKind},
};

use crate::{
    chunk::Chunk,
    error::{Error, ErrorKind},
    expr::MAX_DEPTH,
    failures::FailureLog,
    operator::merge::Merge,
    pump::{RunningPump, misfit, same_form},
    scored::{ScoreExplanation, ScoredRows},
    statistics::{PumpStatistics, Statistics, StreamStatistics},
    tables::Tables,
};

/// Takes the rows of streams as they come: rings for people to see, destinations, tests.
pub trait Sink {
    /// Rows of a stream, never none, in ROWTIME order over all calls. The source comes first, then the program's streams, each after
    /// those it depends on, then `error_stream`.
    fn rows(&mut self, stream: StreamId, rows: &Batch);

    /// Rows that a forest of the pump at that position has scored, also those that the pump then drops. Told by an application
    /// that is [`watching_scores`](Application::watching_scores).
    fn scored(&mut self, _pump: usize, _rows: &ScoredRows) {}
}

impl<F: FnMut(StreamId, &Batch)> Sink for F {
    fn rows(&mut self, stream: StreamId, rows: &Batch) {
        self(stream, rows);
    }
}

/// For how long, milliseconds of the source's clock, errors wait for a pump whose rows have times of their own.
const PATIENCE_MS: i64 = 10_000;

/// A plan at work. A copy goes on as the original would, each for itself.
#[derive(Debug, Clone)]
pub struct Application {
    plan: Plan,
    /// By pump; `None` for STOPPED ones.
    pumps: Vec<Option<RunningPump>>,
    /// By pump: whether its rows have times of their own, `x AS ROWTIME`, which can stay behind the clock for ever.
    own_times: Vec<bool>,
    streams: Vec<Stage>,
    steps: Vec<Step>,
    log: FailureLog,
    finished: bool,
}

/// What is next in a push.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Pump(usize),
    Stream(usize),
}

/// A stream between the pumps that insert into it and those that read it.
#[derive(Debug, Clone)]
struct Stage {
    /// Pumps that insert, in order of creation.
    writers: Vec<usize>,
    /// For several writers.
    merge: Option<Merge>,
    bound: i64,
    rows: u64,
}

impl Application {
    /// Makes ready to run a plan. The seed decides the randomness of forests, together with their places in the program.
    ///
    /// # Errors
    /// `STR0001` for a plan no checker makes, `STR0002` when pumps feed each other in a circle, `STR0003` when it is nested too
    /// deeply, `STR0004` when a forest would be too large.
    pub fn new(plan: Plan, seed: u64) -> Result<Self, Error> {
        Self::with_references(plan, seed, Vec::new())
    }

    /// The same with the rows of the plan's reference tables, in the order of [`Plan::references`]; their ROWTIMEs and bounds mean
    /// nothing. Tables that no pump reads may be missing at the end.
    ///
    /// # Errors
    /// As [`Self::new`]; `STR0005` when rows do not have their table's columns, `STR0008` when a table that is read has none.
    pub fn with_references(plan: Plan, seed: u64, references: Vec<Arc<Batch>>) -> Result<Self, Error> {
        check_streams(&plan)?;
        let tables = Tables::new(&plan.references, references)?;
        let steps = order(&plan)?;
        let pumps = plan
            .pumps
            .iter()
            .enumerate()
            .map(|(number, pump)| {
                // A STOPPED pump is looked at all the same, so that starting it later cannot fail.
                let running = RunningPump::new(number, pump, &plan.streams, &tables, seed)?;
                Ok(pump.started.then_some(running))
            })
            .collect::<Result<Vec<_>, Error>>()?;
        let streams = (0..plan.streams.len())
            .map(|stream| {
                let writers: Vec<usize> = (0..plan.pumps.len())
                    .filter(|&pump| pumps[pump].is_some() && plan.pumps[pump].target.0 == stream)
                    .collect();
                let merge =
                    (writers.len() > 1).then(|| Merge::new(writers.len(), &plan.streams[stream].fields));
                Stage { writers, merge, bound: START_OF_TIME, rows: 0 }
            })
            .collect();
        let names = plan.pumps.iter().map(|pump| pump.name.clone()).collect();
        let own_times = own_times(&plan);
        Ok(Self { pumps, own_times, streams, steps, log: FailureLog::new(names), finished: false, plan })
    }

    /// With the program's text, so that messages in `error_stream` say line and column.
    #[must_use]
    pub fn with_text(mut self, text: &str) -> Self {
        self.log.set_text(text);
        self
    }

    /// From now on tells [`Sink::scored`] what its forests score, and keeps of it what [`Self::explain_score`] needs.
    #[must_use]
    pub fn watching_scores(mut self) -> Self {
        self.pumps.iter_mut().flatten().for_each(RunningPump::watch_scores);
        self
    }

    /// Positions of a pump's forests among its operators, as [`Sink::scored`] tells them: inner ones first, each before those that read what it
    /// gives. None in a pump that is stopped.
    pub fn forests(&self, pump: usize) -> Vec<usize> {
        self.pumps.get(pump).and_then(Option::as_ref).map_or_else(Vec::new, RunningPump::forests)
    }

    /// Why a row got its score: by the pump's position, the forest's among its operators and the row's number, from 0, as
    /// [`Sink::scored`] told them. Nothing changes. The newest 12,288 rows of a forest are known, and none of one that is so large that
    /// they would take more than 128 MiB; `None` for others.
    pub fn explain_score(&self, pump: usize, operator: usize, number: u64) -> Option<ScoreExplanation> {
        self.pumps.get(pump)?.as_ref()?.explain_score(operator, number)
    }

    /// The plan it runs.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The source's rowtime bound: the clock, epoch milliseconds.
    pub fn clock(&self) -> i64 {
        self.streams.first().map_or(START_OF_TIME, |source| source.bound)
    }

    /// Takes rows of the source: its columns, APPROXIMATE_ARRIVAL_TIME last. The batch's bound advances the clock; a batch
    /// with no rows only does that.
    ///
    /// # Errors
    /// `STR0005` when the columns differ from the source's, `STR0006` when rows or the bound go back in time, `STR0007` after
    /// [`Self::finish`]. Nothing has changed then.
    pub fn push(&mut self, source: Batch, sink: &mut impl Sink) -> Result<(), Error> {
        if self.finished {
            return Err(ErrorKind::Finished.into());
        }
        self.check_source(&source)?;
        // Rows never go back in time, so a batch promises at least its last row's time.
        let mut source = source;
        source.bound = source.rowtimes.last().copied().unwrap_or(source.bound).max(source.bound);
        self.run(&Arc::new(source), sink);
        Ok(())
    }

    /// Takes rows of `error_stream` that decoding made. They belong before the push of the rows that were decoded with them, and
    /// appear with it.
    ///
    /// # Errors
    /// `STR0005` when they are no rows of `error_stream`, `STR0007` after [`Self::finish`].
    pub fn push_errors(&mut self, errors: &Batch) -> Result<(), Error> {
        if self.finished {
            return Err(ErrorKind::Finished.into());
        }
        if let Some(reason) = misfit(errors, &error_stream_fields()) {
            let stream = rillcut_record::ERROR_STREAM.to_owned();
            return Err(ErrorKind::WrongColumns { stream, reason }.into());
        }
        self.log.add_source_rows(errors);
        Ok(())
    }

    /// Ends the source: every window closes, every row that waits comes out. A second call does nothing.
    pub fn finish(&mut self, sink: &mut impl Sink) {
        if !self.finished {
            self.finished = true;
            let end = Batch::empty(&self.plan.streams[0].fields, END_OF_TIME);
            self.run(&Arc::new(end), sink);
        }
    }

    /// Counters and states, for people to see.
    pub fn statistics(&self) -> Statistics {
        let streams = self
            .streams
            .iter()
            .map(|stage| StreamStatistics {
                rows: stage.rows,
                waiting: stage.merge.as_ref().map_or(0, Merge::waiting),
                bound: stage.bound,
            })
            .collect();
        let pumps = self
            .pumps
            .iter()
            .enumerate()
            .map(|(number, pump)| PumpStatistics {
                started: pump.is_some(),
                rows_in: pump.as_ref().map_or(0, |pump| pump.rows_in),
                rows_out: pump.as_ref().map_or(0, |pump| pump.rows_out),
                errors: self.log.count(number),
                operators: pump.as_ref().map(RunningPump::states).unwrap_or_default(),
            })
            .collect();
        Statistics {
            streams,
            pumps,
            source_errors: self.log.source_count(),
            errors_waiting: self.log.waiting(),
        }
    }

    fn check_source(&self, source: &Batch) -> Result<(), Error> {
        let stream = &self.plan.streams[0];
        if let Some(reason) = misfit(source, &stream.fields) {
            return Err(ErrorKind::WrongColumns { stream: stream.name.clone(), reason }.into());
        }
        let back = |time: i64, bound: i64| {
            Error::from(ErrorKind::BackInTime { stream: stream.name.clone(), time, bound })
        };
        let promised = self.clock();
        if let Some(&first) = source.rowtimes.first()
            && first < promised
        {
            return Err(back(first, promised));
        }
        if !source.rowtimes.is_sorted() {
            let at = source.rowtimes.windows(2).find(|pair| pair[1] < pair[0]);
            return Err(at.map_or_else(|| back(promised, promised), |pair| back(pair[1], pair[0])));
        }
        if source.bound < promised {
            return Err(back(source.bound, promised));
        }
        Ok(())
    }

    /// No later failure that is waited for has an earlier time.
    fn failure_bound(&self) -> i64 {
        let clock = self.streams[0].bound;
        let of_pump = |(pump, own_times): (&Option<RunningPump>, &bool)| {
            let bound = pump.as_ref().map(RunningPump::failure_bound)?;
            Some(if *own_times { bound.max(clock.saturating_sub(PATIENCE_MS)) } else { bound })
        };
        self.pumps.iter().zip(&self.own_times).filter_map(of_pump).fold(clock, i64::min)
    }

    fn run(&mut self, source: &Arc<Batch>, sink: &mut impl Sink) {
        let mut news: Vec<Option<Chunk>> = vec![None; self.streams.len()];
        let mut outputs: Vec<Option<Chunk>> = vec![None; self.pumps.len()];
        for &step in &self.steps {
            match step {
                Step::Stream(0) => {
                    let stage = &mut self.streams[0];
                    let idle = source.is_empty() && source.bound <= stage.bound;
                    stage.bound = stage.bound.max(source.bound);
                    stage.rows += source.len() as u64;
                    if !source.is_empty() {
                        sink.rows(StreamId(0), source);
                    }
                    if !idle {
                        news[0] =
                            Some(Chunk { batch: Arc::clone(source), selection: None, bound: source.bound });
                    }
                }
                Step::Stream(stream) => {
                    news[stream] = self.streams[stream].take(&mut outputs);
                    if let Some(chunk) = &news[stream]
                        && !chunk.is_empty()
                    {
                        sink.rows(StreamId(stream), &chunk.batch);
                    }
                }
                Step::Pump(pump) => {
                    if let Some(running) = &mut self.pumps[pump] {
                        outputs[pump] = running.run(&news, &mut self.log);
                        running.take_scored(&mut |rows| sink.scored(pump, &rows));
                    }
                }
            }
        }
        let bound = self.failure_bound();
        let errors = self.plan.error_stream();
        if let Some(rows) = self.log.release(bound) {
            self.streams[errors.0].rows += rows.len() as u64;
            sink.rows(errors, &rows);
        }
        self.streams[errors.0].bound = self.log.bound();
    }
}

impl Stage {
    /// The rows that the writers' outputs make known.
    fn take(&mut self, outputs: &mut [Option<Chunk>]) -> Option<Chunk> {
        let chunk = match (&mut self.merge, self.writers.as_slice()) {
            (Some(merge), writers) => {
                let news: Vec<_> = writers.iter().map(|&pump| outputs[pump].take()).collect();
                if news.iter().all(Option::is_none) {
                    return None;
                }
                merge.push(news)
            }
            (None, [pump]) => outputs[*pump].take()?,
            // Nobody inserts: no row will ever come.
            (None, _) => {
                if self.bound == END_OF_TIME {
                    return None;
                }
                self.bound = END_OF_TIME;
                let nothing = Batch { rowtimes: Vec::new(), columns: Vec::new(), bound: END_OF_TIME };
                return Some(Chunk::of(nothing));
            }
        };
        if chunk.is_empty() && chunk.bound <= self.bound {
            return None;
        }
        self.bound = self.bound.max(chunk.bound);
        self.rows += chunk.len() as u64;
        let bound = chunk.bound;
        Some(Chunk { batch: chunk.into_batch(), selection: None, bound })
    }
}

/// Source first, `error_stream` last, pumps only into the program's own streams.
fn check_streams(plan: &Plan) -> Result<(), Error> {
    let nowhere = Span::default();
    let kinds: Vec<StreamKind> = plan.streams.iter().map(|stream| stream.kind).collect();
    let sound = kinds.len() >= 2
        && kinds[0] == StreamKind::Source
        && kinds[kinds.len() - 1] == StreamKind::Error
        && kinds[1..kinds.len() - 1].iter().all(|kind| *kind == StreamKind::Application);
    if !sound {
        return Err(Error::unsound(
            nowhere,
            "the streams are not the source, the program's and error_stream, in that order",
        ));
    }
    if !same_form(&plan.streams[kinds.len() - 1].fields, &error_stream_fields()) {
        return Err(Error::unsound(nowhere, "error_stream does not have its columns"));
    }
    for pump in &plan.pumps {
        if kinds.get(pump.target.0) != Some(&StreamKind::Application) {
            return Err(Error::unsound(pump.span, "a pump inserts into a stream it must not"));
        }
    }
    Ok(())
}

/// Every pump after the streams it reads, every stream after the pumps that insert into it.
fn order(plan: &Plan) -> Result<Vec<Step>, Error> {
    let mut reads = Vec::with_capacity(plan.pumps.len());
    for pump in &plan.pumps {
        let mut streams = Vec::new();
        scans(&pump.root, 0, &mut streams)?;
        if let Some(stream) = streams
            .iter()
            .find(|stream| plan.streams.get(stream.0).is_none_or(|found| found.kind == StreamKind::Error))
        {
            return Err(Error::unsound(pump.span, format!("stream {} cannot be read", stream.0)));
        }
        reads.push(streams);
    }
    let mut steps = vec![Step::Stream(0)];
    let mut stream_done = vec![false; plan.streams.len()];
    let mut pump_done = vec![false; plan.pumps.len()];
    stream_done[0] = true;
    loop {
        let mut progress = false;
        for (number, pump) in plan.pumps.iter().enumerate() {
            // A STOPPED pump moves nothing, so it closes no circle.
            let ready = !pump.started || reads[number].iter().all(|stream| stream_done[stream.0]);
            if !pump_done[number] && ready {
                pump_done[number] = true;
                progress = true;
                steps.push(Step::Pump(number));
            }
        }
        let last = plan.streams.len() - 1;
        for (stream, done) in stream_done.iter_mut().enumerate().take(last).skip(1) {
            let ready =
                (0..plan.pumps.len()).all(|pump| pump_done[pump] || plan.pumps[pump].target.0 != stream);
            if !*done && ready {
                *done = true;
                progress = true;
                steps.push(Step::Stream(stream));
            }
        }
        if !progress {
            break;
        }
    }
    match pump_done.iter().position(|done| !done) {
        None => Ok(steps),
        Some(pump) => {
            let pump = &plan.pumps[pump];
            Err(Error::at(ErrorKind::Cycle { pump: pump.name.clone() }, pump.span))
        }
    }
}

/// By pump: whether an `AS ROWTIME` stands in it or above it.
fn own_times(plan: &Plan) -> Vec<bool> {
    fn sets(node: &Node, streams: &[bool]) -> bool {
        match &node.operator {
            Operator::Project { rowtime: Some(_), .. } => true,
            Operator::Scan { stream } => streams.get(stream.0).copied().unwrap_or_default(),
            operator => operator.inputs().into_iter().any(|input| sets(input, streams)),
        }
    }
    let mut streams = vec![false; plan.streams.len()];
    loop {
        let pumps: Vec<bool> = plan.pumps.iter().map(|pump| sets(&pump.root, &streams)).collect();
        let before = streams.clone();
        for (pump, _) in plan.pumps.iter().zip(&pumps).filter(|(_, own_times)| **own_times) {
            if let Some(stream) = streams.get_mut(pump.target.0) {
                *stream = true;
            }
        }
        if streams == before {
            return pumps;
        }
    }
}

/// The streams that a node reads.
fn scans(node: &Node, depth: usize, into: &mut Vec<StreamId>) -> Result<(), Error> {
    if depth >= MAX_DEPTH {
        return Err(Error::at(ErrorKind::TooDeep { limit: MAX_DEPTH }, node.span));
    }
    if let Operator::Scan { stream } = &node.operator {
        into.push(*stream);
    }
    node.operator.inputs().into_iter().try_for_each(|input| scans(input, depth + 1, into))
}
