//! What the programs of the package share: see [`handshake`] and [`worker_scope`].
//!
//! The package has three programs, the page (`main.rs`), the engine's worker (`bin/worker.rs`) and the exporter (`bin/exporter.rs`); this library
//! is the only thing that more than one links, so that they cannot disagree about the words they exchange.

pub mod handshake;
mod worker_scope;

pub use worker_scope::{post_octets, worker_scope};
