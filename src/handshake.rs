//! The first words between page and worker.
//!
//! The worker speaks first: a message posted to a worker whose module is still loading can be lost, so the page
//! stays silent until it has read the greeting. A page that is newer than a cached worker sees it in the number
//! and says so, instead of misreading frames later.

pub use rillcut_lab::protocol::PROTOCOL;

/// What comes before the version in the worker's greeting.
const GREETING: &str = "rillcut-engine/";

/// The worker's first message: the greeting and the protocol version it speaks.
#[must_use]
pub fn greeting() -> String {
    format!("{GREETING}{PROTOCOL}")
}

/// The protocol version in a worker's first message; `None` when it is no greeting.
#[must_use]
pub fn protocol_of(message: &str) -> Option<u32> {
    message.strip_prefix(GREETING)?.parse().ok()
}
