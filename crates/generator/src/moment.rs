//! Dates as moment 2.17.1 formats them: the dialect of KDG's date functions (kdg.md 5.3).
//!
//! A format is compiled once into literal runs and tokens ([`format`]), an instant is broken down into calendar fields
//! ([`calendar`]), and [`lint`] knows the formats that look right and are not. chrono and time were rejected: their
//! format languages are not moment's, and the calendar is the small part of the work.

pub(crate) mod calendar;
pub(crate) mod format;
pub(crate) mod lint;
