//! One file a command.

pub(crate) mod check;
pub(crate) mod discover;
pub(crate) mod export;
pub(crate) mod generate;
pub(crate) mod lab;
pub(crate) mod run;
pub(crate) mod score;
