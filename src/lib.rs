//! What the page and its worker share: see [`handshake`].
//!
//! The package has two programs, the page (`main.rs`) and the engine's worker (`bin/worker.rs`); this library
//! is the only thing both link, so that they cannot disagree about the words they exchange.

pub mod handshake;
