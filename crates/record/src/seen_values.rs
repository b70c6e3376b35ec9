//! What was seen in one column of a sample, and the type that holds all of it (spec/kda-sql.md 13.3).
//!
//! Whole numbers are INTEGER, or BIGINT when one is larger (epoch milliseconds); other numbers DOUBLE. The service also
//! gives TINYINT, SMALLINT, DECIMAL(p,s) and REAL, sized to the sample: then the next larger value is a coercion error,
//! which is the first thing people fix in the schema editor, so it is not followed here. Texts in the form of a
//! timestamp are TIMESTAMP, of a date DATE. Everything else is VARCHAR with the next power of two, at least 4.

use crate::{
    number_text,
    time_text::{parse_date, parse_timestamp},
    type_text::MAX_LENGTH,
    types::DataType,
};

/// Smallest VARCHAR.
const SMALLEST: u32 = 4;
/// VARCHAR for a column in which only NULL was seen.
const UNKNOWN: u32 = 32;

/// Evidence about one column.
#[derive(Debug, Clone, Default)]
pub(crate) struct SeenValues {
    booleans: u32,
    integers: u32,
    bigints: u32,
    doubles: u32,
    timestamps: u32,
    dates: u32,
    texts: u32,
    /// Characters of the longest value as text.
    longest: usize,
}

impl SeenValues {
    /// A number.
    pub(crate) fn number(&mut self, text: &str) {
        self.measure(text);
        match number_text::integer(text, (i64::MIN, i64::MAX)) {
            Ok(value) if !text.contains(['.', 'e', 'E']) => {
                if i32::try_from(value).is_ok() {
                    self.integers += 1;
                } else {
                    self.bigints += 1;
                }
            }
            _ if number_text::double(text).is_ok() => self.doubles += 1,
            _ => self.texts += 1,
        }
    }

    /// `true` or `false`.
    pub(crate) fn boolean(&mut self, text: &str) {
        self.measure(text);
        self.booleans += 1;
    }

    /// A text that only looks like what it is.
    pub(crate) fn text(&mut self, text: &str) {
        self.measure(text);
        if parse_timestamp(text).is_some() {
            self.timestamps += 1;
        } else if parse_date(text).is_some() {
            self.dates += 1;
        } else {
            self.texts += 1;
        }
    }

    /// A text, whatever it looks like: that of an array or object.
    pub(crate) fn opaque(&mut self, text: &str) {
        self.measure(text);
        self.texts += 1;
    }

    /// A field of CSV, where numbers and truth have no marks of their own. Digits after a zero (`007`) stay text, for
    /// the zero would be lost.
    pub(crate) fn csv_field(&mut self, text: &str) {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text).as_bytes();
        let has_leading_zero = matches!(digits, [b'0', b'0'..=b'9', ..]);
        if text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false") {
            self.boolean(text);
        } else if number_text::double(text).is_ok() && !has_leading_zero {
            self.number(text);
        } else {
            self.text(text);
        }
    }

    /// Takes over what another column has seen.
    pub(crate) fn add(&mut self, other: &Self) {
        self.booleans += other.booleans;
        self.integers += other.integers;
        self.bigints += other.bigints;
        self.doubles += other.doubles;
        self.timestamps += other.timestamps;
        self.dates += other.dates;
        self.texts += other.texts;
        self.longest = self.longest.max(other.longest);
    }

    fn measure(&mut self, text: &str) {
        self.longest = self.longest.max(text.chars().count());
    }

    /// Whether any value but NULL was seen.
    pub(crate) fn any(&self) -> bool {
        self.numbers() + self.booleans + self.timestamps + self.dates + self.texts > 0
    }

    fn numbers(&self) -> u32 {
        self.integers + self.bigints + self.doubles
    }

    /// The type.
    pub(crate) fn data_type(&self) -> DataType {
        let datetimes = self.timestamps + self.dates;
        match (self.numbers(), self.booleans, datetimes, self.texts) {
            (1.., 0, 0, 0) if self.doubles > 0 => DataType::Double,
            (1.., 0, 0, 0) if self.bigints > 0 => DataType::BigInt,
            (1.., 0, 0, 0) => DataType::Integer,
            (0, 1.., 0, 0) => DataType::Boolean,
            (0, 0, 1.., 0) if self.timestamps > 0 => DataType::Timestamp,
            (0, 0, 1.., 0) => DataType::Date,
            (0, 0, 0, 0) => DataType::Varchar { length: Some(UNKNOWN) },
            _ => {
                let longest = self.longest.min(MAX_LENGTH as usize) as u32;
                let length = longest.next_power_of_two().clamp(SMALLEST, MAX_LENGTH);
                DataType::Varchar { length: Some(length) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csv(fields: &[&str]) -> String {
        let mut seen = SeenValues::default();
        for field in fields {
            seen.csv_field(field);
        }
        seen.data_type().to_string()
    }

    #[test]
    fn varchar_sizes_as_documented() {
        for (length, size) in
            [(0, 4), (2, 4), (4, 4), (5, 8), (9, 16), (16, 16), (20, 32), (25, 32), (35, 64)]
        {
            assert_eq!(csv(&["x".repeat(length).as_str()]), format!("VARCHAR({size})"));
        }
        assert_eq!(csv(&["x".repeat(40_000).as_str()]), "VARCHAR(65535)");
        assert_eq!(csv(&["x".repeat(100_000).as_str()]), "VARCHAR(65535)");
        assert_eq!(csv(&["éééé"]), "VARCHAR(4)");
    }

    #[test]
    fn types_hold_all_that_was_seen() {
        for (fields, expected) in [
            (&["1", "-2147483648"][..], "INTEGER"),
            (&["1", "2147483648"], "BIGINT"),
            (&["1", "2.5"], "DOUBLE"),
            (&["1", "1e3"], "DOUBLE"),
            (&["99999999999999999999"], "DOUBLE"),
            (&["true", "FALSE"], "BOOLEAN"),
            (&["true", "1"], "VARCHAR(4)"),
            (&["2021-08-10 00:26:30.0", "2021-08-10 00:26:30"], "TIMESTAMP"),
            (&["2021-08-10 00:26:30.0", "2021-08-10"], "TIMESTAMP"),
            (&["2021-08-10"], "DATE"),
            (&["2021-08-10T00:26:30Z"], "VARCHAR(32)"),
            (&["007", "123"], "VARCHAR(4)"),
            (&["0", "0.5"], "DOUBLE"),
            (&["1", "n/a"], "VARCHAR(4)"),
            (&[], "VARCHAR(32)"),
        ] {
            assert_eq!(csv(fields), expected, "{fields:?}");
        }
    }
}
