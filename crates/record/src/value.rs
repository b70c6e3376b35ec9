//! A single value, for literals and for looking at one cell; columns are the form for work.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A value without its type; which SQL type it has stands beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// NULL, or UNKNOWN of a BOOLEAN.
    Null,
    /// BOOLEAN.
    Boolean(bool),
    /// Integers; DECIMAL as its unscaled digits; DATE, TIME, TIMESTAMP and intervals in milliseconds (months).
    Long(i64),
    /// REAL and DOUBLE.
    Double(f64),
    /// CHAR and VARCHAR.
    Text(String),
    /// BINARY and VARBINARY.
    Bytes(Vec<u8>),
}

impl Value {
    /// Whether it is NULL.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("NULL"),
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Long(value) => write!(f, "{value}"),
            Self::Double(value) => write!(f, "{value}"),
            Self::Text(value) => f.write_str(value),
            Self::Bytes(value) => value.iter().try_for_each(|byte| write!(f, "{byte:02x}")),
        }
    }
}
