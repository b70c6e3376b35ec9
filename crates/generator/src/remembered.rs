//! Operations with a memory: counters, visitors, named values, and chance that follows a named value.
//!
//! What they remember is in [`State`]; an operation holds the number of its place there, so that a record searches no name.

use crate::digits;
use crate::program::{Draw, Op};
use crate::rng::{Rng, mix};
use crate::state::{Mark, State};

/// Numbers in a row: `start + n · step`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sequence {
    pub(crate) counter: usize,
    pub(crate) start: i64,
    pub(crate) step: i64,
}

/// Visitors of whom each record takes one; after it one of `records` leaves and somebody new comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Visitors {
    pub(crate) slot: usize,
    pub(crate) records: u64,
}

/// An operation and where its place is noted.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Named {
    pub(crate) op: Op,
    pub(crate) mark: usize,
}

/// An operation, the value that decides, and what tells it from other operations on the same value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Per {
    pub(crate) op: Op,
    pub(crate) mark: usize,
    pub(crate) salt: u64,
}

impl Sequence {
    pub(crate) fn run(&self, out: &mut Vec<u8>, state: &mut State) {
        let Some(counter) = state.counters.get_mut(self.counter) else { return };
        digits::signed(out, self.start.wrapping_add(self.step.wrapping_mul(*counter as i64)));
        *counter = counter.wrapping_add(1);
    }
}

impl Visitors {
    /// A visitor is a number of sixteen digits, as `internet.session` prints it.
    pub(crate) fn run(&self, out: &mut Vec<u8>, cx: &mut Draw<'_>) {
        let Some(visitors) = cx.state.visitors.get_mut(self.slot) else { return };
        let at = cx.rng.index(visitors.len());
        let Some(visitor) = visitors.get_mut(at) else { return };
        if *visitor == 0 {
            *visitor = 1_000_000_000_000_000 + cx.rng.below(8_007_199_254_740_992);
        }
        digits::unsigned(out, *visitor);
        if cx.rng.below(self.records) == 0 {
            *visitor = 0;
        }
    }
}

impl Named {
    pub(crate) fn run(&self, out: &mut Vec<u8>, cx: &mut Draw<'_>) {
        let start = out.len();
        self.op.run(out, cx);
        if let Some(mark) = cx.state.marks.get_mut(self.mark) {
            *mark = Mark { start, end: out.len(), instant: cx.state.instant };
        }
    }
}

impl Per {
    pub(crate) fn run(&self, out: &mut Vec<u8>, cx: &mut Draw<'_>) {
        let key = cx.state.marks.get(self.mark).and_then(|mark| out.get(mark.start..mark.end));
        let mut rng = Rng::seed(hash(key.unwrap_or_default()) ^ self.salt);
        self.op.run(out, &mut Draw { rng: &mut rng, state: cx.state, clock: cx.clock });
    }
}

/// A number for a text, the same on every platform and in every version.
pub(crate) fn hash(text: &[u8]) -> u64 {
    text.chunks(8).fold(mix(text.len() as u64), |hash, chunk| {
        let word = chunk.iter().fold(0, |word, &byte| word << 8 | u64::from(byte));
        mix(hash ^ word)
    })
}
