//! A KDG-compatible record generator: templates compiled to programs, rates, senders.
//!
//! A [`Template`] is parsed once into a program and appends records to a byte buffer; a [`Sender`] draws records from
//! a template at the instants of a rate and an activity timeline, on a clock that the caller owns, into a [`Batch`] of
//! columns. Nothing here reads a clock or a random source of its own: the same configuration and seed give the same
//! bytes everywhere, however time is sliced.
//!
//! A record's way through the crate, top to bottom: `prepared` (KDG's trimming) → `scan` (literals and calls) →
//! `argument` (JSON and its relatives) → `compile` and `functions` (operations) → `program` (bytes) → `sender`.

mod argument;
mod batch;
mod call;
mod compile;
mod config;
mod decimal;
mod diagnostic;
mod digits;
mod error;
mod functions;
pub mod gallery;
mod identifier;
pub mod import;
mod json_check;
mod json_lint;
mod json_mend;
mod mend;
mod merge;
mod meter;
mod moment;
mod normal;
mod periods;
mod place;
mod prepared;
mod program;
mod range;
mod rate;
mod reference;
mod remembered;
mod rng;
mod scan;
mod schedule;
mod scope;
mod sender;
mod state;
mod suggest;
mod template;
mod words;
mod zipf;

pub use batch::Batch;
pub use config::{Activity, Interval, SenderConfig};
pub use diagnostic::{Code, Diagnostic, Fix, Position, Severity};
pub use error::{Error, ErrorKind};
pub use functions::{Function, function, functions};
pub use merge::emit_merged;
pub use meter::Meter;
pub use periods::Periods;
pub use program::Clock;
pub use rate::Rate;
pub use rng::Rng;
pub use sender::{Counters, Emitted, Sender};
pub use state::State;
pub use template::{Filled, Template};
