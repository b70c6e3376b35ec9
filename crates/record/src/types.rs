//! SQL types (spec/kda-sql.md 4.1) and the vectors that hold them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::interval::IntervalQualifier;

/// The SQL type of a column or an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DataType {
    /// 8 bit signed.
    TinyInt,
    /// 16 bit signed.
    SmallInt,
    /// 32 bit signed.
    Integer,
    /// 64 bit signed.
    BigInt,
    /// Exact decimal, `precision` digits of which `scale` after the point; both at most 18.
    Decimal {
        /// Total digits, 1–18.
        precision: u8,
        /// Digits after the point, 0–18.
        scale: u8,
    },
    /// 32 bit float.
    Real,
    /// 64 bit float; FLOAT is the same.
    Double,
    /// TRUE, FALSE (UNKNOWN is NULL).
    Boolean,
    /// Fixed text of `length` characters.
    Char {
        /// Characters.
        length: u32,
    },
    /// Text of at most `length` characters; without a length, unbounded.
    Varchar {
        /// Characters, `None` when the program gave none.
        length: Option<u32>,
    },
    /// Fixed octets.
    Binary {
        /// Octets.
        length: u32,
    },
    /// At most `length` octets.
    Varbinary {
        /// Octets.
        length: u32,
    },
    /// Calendar date, held as epoch milliseconds at midnight UTC.
    Date,
    /// Time of day, held as milliseconds since midnight.
    Time,
    /// Epoch milliseconds, UTC.
    Timestamp,
    /// A span of time: milliseconds, or months for YEAR and MONTH qualifiers. Exists in expressions only.
    Interval(IntervalQualifier),
    /// What a log parser gives: a row of fields within a column. The number tells the checker which fields. Exists in expressions
    /// only, where its value is a text that no one sees.
    Record(u16),
    /// The type of a bare NULL: assignable to every other.
    Null,
}

/// How a column of a type lies in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Physical {
    /// `Vec<bool>`.
    Boolean,
    /// `Vec<i64>`: integers, decimals (unscaled), dates, times, timestamps, intervals.
    Long,
    /// `Vec<f64>`: REAL (rounded to 32 bits) and DOUBLE.
    Double,
    /// UTF-8 text with offsets.
    Text,
    /// Octets with offsets.
    Bytes,
}

impl DataType {
    /// Text without a length.
    pub const TEXT: Self = Self::Varchar { length: None };

    /// The vector that holds values of this type. A NULL-typed column is a `Long` column of NULLs.
    pub fn physical(self) -> Physical {
        match self {
            Self::Boolean => Physical::Boolean,
            Self::Real | Self::Double => Physical::Double,
            Self::Char { .. } | Self::Varchar { .. } | Self::Record(_) => Physical::Text,
            Self::Binary { .. } | Self::Varbinary { .. } => Physical::Bytes,
            Self::TinyInt
            | Self::SmallInt
            | Self::Integer
            | Self::BigInt
            | Self::Decimal { .. }
            | Self::Date
            | Self::Time
            | Self::Timestamp
            | Self::Interval(_)
            | Self::Null => Physical::Long,
        }
    }

    /// TINYINT, SMALLINT, INTEGER, BIGINT.
    pub fn is_integer(self) -> bool {
        matches!(self, Self::TinyInt | Self::SmallInt | Self::Integer | Self::BigInt)
    }

    /// REAL or DOUBLE.
    pub fn is_approximate(self) -> bool {
        matches!(self, Self::Real | Self::Double)
    }

    /// Integer, decimal or approximate.
    pub fn is_numeric(self) -> bool {
        self.is_integer() || self.is_approximate() || matches!(self, Self::Decimal { .. })
    }

    /// CHAR or VARCHAR.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Char { .. } | Self::Varchar { .. })
    }

    /// DATE, TIME or TIMESTAMP.
    pub fn is_datetime(self) -> bool {
        matches!(self, Self::Date | Self::Time | Self::Timestamp)
    }

    /// Smallest and largest value of an integer type.
    pub fn integer_range(self) -> Option<(i64, i64)> {
        match self {
            Self::TinyInt => Some((i64::from(i8::MIN), i64::from(i8::MAX))),
            Self::SmallInt => Some((i64::from(i16::MIN), i64::from(i16::MAX))),
            Self::Integer => Some((i64::from(i32::MIN), i64::from(i32::MAX))),
            Self::BigInt => Some((i64::MIN, i64::MAX)),
            _ => None,
        }
    }
}

impl fmt::Display for DataType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TinyInt => f.write_str("TINYINT"),
            Self::SmallInt => f.write_str("SMALLINT"),
            Self::Integer => f.write_str("INTEGER"),
            Self::BigInt => f.write_str("BIGINT"),
            Self::Decimal { precision, scale: 0 } => write!(f, "DECIMAL({precision})"),
            Self::Decimal { precision, scale } => write!(f, "DECIMAL({precision},{scale})"),
            Self::Real => f.write_str("REAL"),
            Self::Double => f.write_str("DOUBLE"),
            Self::Boolean => f.write_str("BOOLEAN"),
            Self::Char { length } => write!(f, "CHAR({length})"),
            Self::Varchar { length: Some(length) } => write!(f, "VARCHAR({length})"),
            Self::Varchar { length: None } => f.write_str("VARCHAR"),
            Self::Binary { length } => write!(f, "BINARY({length})"),
            Self::Varbinary { length } => write!(f, "VARBINARY({length})"),
            Self::Date => f.write_str("DATE"),
            Self::Time => f.write_str("TIME"),
            Self::Timestamp => f.write_str("TIMESTAMP"),
            Self::Interval(qualifier) => write!(f, "INTERVAL {qualifier}"),
            Self::Record(_) => f.write_str("a record"),
            Self::Null => f.write_str("NULL"),
        }
    }
}
