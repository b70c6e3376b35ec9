//! Where rows leave the lab to: what is sent, in which form, and what a page can see of the answer.
//!
//! A destination has two halves. The [spec](spec::DestinationSpec) is part of the lab file: stream, form, words, flood control. The
//! [connection](connection::Connection) is not: addresses, keys and tokens are secrets and stay in the session and in the browser that they
//! were given to. A request is put together from both only when it is due, so that the outbox itself holds no secret.

pub(crate) mod chat;
pub mod connection;
pub(crate) mod encode;
pub mod events;
pub(crate) mod incident;
pub(crate) mod message;
pub mod preset;
pub(crate) mod request;
pub(crate) mod sign;
pub mod spec;
pub(crate) mod template;
