//! The lab: generator, source, application and destinations on a virtual clock.

mod cell;
mod check;
mod clock;
pub mod file;
mod narration;
mod outbox;
pub mod protocol;
mod ring;
mod sentence;
mod source;

pub use outbox::{HttpRequest, Outbox};
pub use source::Source;
