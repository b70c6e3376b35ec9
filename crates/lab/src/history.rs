//! The way back: what a run was made of, so that its clock can be set to any instant that has been.
//!
//! An engine depends on its lab and on what was changed when, and on nothing else. So a run is kept as copies of the engine along the way
//! and the edits between them; going back takes the last copy before the instant and lets it run on, the edits at their places. Rows come
//! out as they did, byte for byte, whatever the speed or the cuts were.
//!
//! Copies are taken by the work done since the last one, so that going back takes a moment and not a run; when they are too many or hold
//! too much, every second one is given up and the next come half as often. A journal of rows was rejected: it grows with the
//! run, and windows and forests would still have to be brought back.

use rillcut_stream::OperatorState;

use crate::{engine::Engine, protocol::Edit, ring::Ring, session::state_rows};

/// Copies kept at most.
const COPIES: usize = 24;
/// Bytes that the copies may hold in all, about.
const BYTES: usize = 96 << 20;
/// Bytes of an engine too large to be copied.
const BYTES_OF_ONE: usize = 64 << 20;
/// What a row in a window, a join or a sort is taken for, in bytes.
const ROW: usize = 64;
/// Work between the first copies, in records: about a fifth of a second of going on.
const WORK: u64 = 300_000;
/// What a row through a forest costs, in records.
const FOREST_WORK: u64 = 16;

/// An instant of a run, to the record: the clock may stand between two records of one millisecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    clock_ms: i64,
    records: u64,
}

/// A copy of the engine on the way.
#[derive(Debug)]
struct Copy {
    at: Position,
    /// Edits made before it.
    edits: usize,
    work: u64,
    bytes: usize,
    engine: Engine,
}

/// A run that has been.
#[derive(Debug)]
pub(crate) struct History {
    /// By position; the first is the start and stays.
    copies: Vec<Copy>,
    edits: Vec<(Position, Edit)>,
    /// Edits that the engine at work has seen.
    applied: usize,
    reached: Position,
    /// Work between copies.
    spacing: u64,
}

/// What comes next on a way that has been gone before.
#[derive(Debug)]
pub(crate) enum Next<'a> {
    /// The engine goes on to that instant.
    Advance { to_ms: i64 },
    /// The engine takes so many records more of the instant at which it is.
    Records(usize),
    /// That edit comes now.
    Edit(&'a Edit),
    /// The way is new from here on.
    New,
}

impl Position {
    fn of(engine: &Engine) -> Self {
        Self { clock_ms: engine.now_ms(), records: engine.sent() }
    }
}

impl History {
    /// A run at its start.
    pub(crate) fn new(engine: &Engine) -> Self {
        let at = Position::of(engine);
        let start = Copy { at, edits: 0, work: 0, bytes: held(engine), engine: engine.clone() };
        Self { copies: vec![start], edits: Vec::new(), applied: 0, reached: at, spacing: WORK }
    }

    /// The latest instant that has been, epoch milliseconds.
    pub(crate) fn reached_ms(&self) -> i64 {
        self.reached.clock_ms
    }

    /// Notes how far the engine has come.
    pub(crate) fn note(&mut self, engine: &Engine) {
        let at = Position::of(engine);
        if at <= self.reached {
            return;
        }
        self.reached = at;
        let (work, last) = (work(engine), self.copies.last());
        if last.is_some_and(|last| at.clock_ms <= last.at.clock_ms || work.abs_diff(last.work) < self.spacing)
        {
            return;
        }
        let bytes = held(engine);
        if bytes > BYTES_OF_ONE {
            return;
        }
        let edits = self.applied;
        self.copies.push(Copy { at, edits, work, bytes, engine: engine.clone() });
        while self.copies.len() > 2
            && (self.copies.len() > COPIES
                || self.copies.iter().map(|copy| copy.bytes).sum::<usize>() > BYTES)
        {
            let mut number = 0;
            self.copies.retain(|_| {
                number += 1;
                number % 2 == 1
            });
            self.spacing = self.spacing.saturating_mul(2);
        }
    }

    /// Notes an edit that the engine took at `at`. What came later the first time will not be: true when there was such a future.
    pub(crate) fn edited(&mut self, at: Position, edit: Edit) -> bool {
        let past = at < self.reached || self.applied < self.edits.len();
        if past {
            self.edits.truncate(self.applied);
            let applied = self.applied;
            self.copies.retain(|copy| copy.at <= at && copy.edits <= applied);
        }
        self.edits.push((at, edit));
        self.applied = self.edits.len();
        self.reached = at;
        past
    }

    /// A shorter way to `clock_ms` than going on from where the engine is: the engine as it was at the last copy not after that
    /// instant. The rest of the way is gone by [`Self::next`].
    pub(crate) fn jump(&mut self, engine: &Engine, clock_ms: i64) -> Option<Engine> {
        let at = Position::of(engine);
        // The start is before everything.
        let after = self.copies.partition_point(|copy| copy.at.clock_ms <= clock_ms).max(1);
        let copy = &self.copies[after - 1];
        let ahead = (copy.at, copy.edits) > (at, self.applied);
        (at.clock_ms > clock_ms || ahead).then(|| {
            self.applied = copy.edits;
            copy.engine.clone()
        })
    }

    /// How the engine goes on where the run has been before.
    pub(crate) fn next(&self, engine: &Engine) -> Next<'_> {
        let at = Position::of(engine);
        let to = match self.edits.get(self.applied) {
            Some((due, edit)) if *due <= at => return Next::Edit(edit),
            Some((due, _)) => *due,
            None if at < self.reached => self.reached,
            None => return Next::New,
        };
        if to.clock_ms > at.clock_ms {
            Next::Advance { to_ms: to.clock_ms }
        } else {
            Next::Records((to.records - at.records) as usize)
        }
    }

    /// The edit that [`Self::next`] gave is made.
    pub(crate) fn made(&mut self) {
        self.applied += 1;
    }
}

impl Engine {
    /// Where it is.
    pub(crate) fn position(&self) -> Position {
        Position::of(self)
    }
}

/// The work that an engine has done since its program began, in records.
fn work(engine: &Engine) -> u64 {
    let scored = engine.application.statistics().pumps.into_iter().flat_map(|pump| pump.operators);
    let scored = scored.map(|operator| match operator.state {
        OperatorState::Forest { seen, .. } => seen,
        _ => 0,
    });
    engine.sent() + scored.sum::<u64>() * FOREST_WORK
}

/// About how many bytes a copy of the engine holds. What copies share is counted for each of them.
fn held(engine: &Engine) -> usize {
    let shown: usize = engine.observer.rings.iter().map(Ring::bytes).sum();
    let statistics = engine.application.statistics();
    let rows: u64 = statistics.pumps.iter().map(state_rows).sum();
    shown + rows as usize * ROW + engine.buckets.buffered_bytes() as usize
}
