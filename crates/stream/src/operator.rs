//! Operators: what a pump is made of. One file an operator.
//!
//! An operator takes chunks of rows in ROWTIME order, each with a bound, and gives a chunk back: the rows that can be known by
//! then, and its own bound, as tight as is true. What it gives over a whole run depends on the rows alone, never on how
//! they were cut into chunks; `tests/cuts.rs` holds every operator to that.

pub(crate) mod aggregation;
pub(crate) mod distinct;
pub(crate) mod filter;
pub(crate) mod forest;
pub(crate) mod hotspots;
pub(crate) mod items;
pub(crate) mod join;
pub(crate) mod join_condition;
pub(crate) mod join_side;
pub(crate) mod lookup;
pub(crate) mod merge;
pub(crate) mod project;
pub(crate) mod rank;
pub(crate) mod reorder;
pub(crate) mod slide;
pub(crate) mod sort;
pub(crate) mod stagger;
pub(crate) mod tumble;
pub(crate) mod values;

use std::fmt;

use crate::{
    chunk::Chunk,
    failures::Failures,
    scored::{ScoreExplanation, ScoredRows},
    statistics::OperatorState,
};

/// An operator with one input.
pub(crate) trait Operate: dyn_clone::DynClone + fmt::Debug + Send {
    /// Takes rows and gives what is known by then. An empty chunk with a later bound is news too.
    fn push(&mut self, input: Chunk, failures: &mut Failures<'_>) -> Chunk;

    /// What it holds, for people to see; `None` when it holds nothing.
    fn state(&self) -> Option<OperatorState> {
        None
    }

    /// The rows that a forest has scored since the last call, whatever becomes of them further up.
    fn take_scored(&mut self) -> Option<ScoredRows> {
        None
    }

    /// From now on a forest keeps what it scores, for the two functions around this one.
    fn watch_scores(&mut self) {}

    /// Why a forest gave the row of that number, from 0, its score; `None` when it does not know any more.
    fn explain_score(&self, _number: u64) -> Option<ScoreExplanation> {
        None
    }
}

dyn_clone::clone_trait_object!(Operate);
