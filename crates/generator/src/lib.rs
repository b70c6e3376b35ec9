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
mod call;
mod compile;
mod decimal;
mod diagnostic;
mod digits;
mod functions;
mod json_check;
mod json_lint;
mod moment;
mod place;
mod prepared;
mod program;
mod range;
mod rng;
mod scan;
mod suggest;
mod template;
mod words;

pub use diagnostic::{Code, Diagnostic, Position, Severity};
pub use functions::{Function, function, functions};
pub use program::Clock;
pub use rng::Rng;
pub use template::Template;
