//! What an editor asks while a program is being written: what could stand here, what this is.
//!
//! Answered from the tokens and from the source's schema, not from the plan: a program that is being written is broken most of the time,
//! and the place where somebody types is where it is broken. So nothing here fails, and each answer is a best guess; the checker has the
//! last word. Work is bounded by the text's length, which is at most [`crate::MAX_TEXT`] of what is looked at.

mod complete;
mod hover;
mod outline;
mod reference;
mod scope;
mod words;

pub use complete::{Completion, CompletionKind, Completions, complete};
pub use hover::{Hover, hover};
pub use reference::{Entry, entry};
