//! The pattern languages of KDA SQL (spec/kda-sql.md 11).
//!
//! A program of the dialect carries texts in four small languages: Java's regular expressions (REGEX_REPLACE, REGEX_LOG_PARSE,
//! `SUBSTRING(x FROM 'regex')`), patterns of SIMILAR TO, the "fast" regular expressions of FAST_REGEX_LOG_PARSE, and the date formats
//! of Java's SimpleDateFormat; W3C_LOG_PARSE adds Apache's log formats. All are read here, so that the checker can refuse a faulty pattern
//! with a place and a hint before anything runs, and the engine runs what the checker has seen.
//!
//! ```
//! use rillcut_pattern::{Regex, Scratch};
//!
//! let regex = Regex::java("(\\d+)-(?<day>\\d+)")?;
//! let mut scratch = Scratch::default();
//! assert!(regex.find("on 08-10", 0, &mut scratch)?);
//! assert_eq!(scratch.group("on 08-10", 2), Some("10"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod date_format;
mod date_names;
mod date_parse;
mod date_print;
mod error;
mod fields;
mod log_format;
mod regex;
mod zone;

pub use date_format::DateFormat;
pub use error::{PatternError, TooManySteps};
pub use fields::{Quotes, fixed_field, split_fields};
pub use log_format::{SYSLOG_DATE, SYSLOG_REGEX, log_format_regex};
pub use regex::{Regex, Replacement, Scratch};
