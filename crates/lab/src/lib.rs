//! The lab: generator, source, application and destinations on a virtual clock.

pub mod file;
pub mod protocol;
