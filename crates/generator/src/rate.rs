//! How many records a second: an exact number of millionths.
//!
//! A rate is kept as a whole number, because the instants of records are computed from it: with a float, 0.1 records
//! a second would drift, and a run cut into slices would differ from one run at once. KDG takes whole rates only.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::error::{Error, ErrorKind};

/// Records a second, in steps of a millionth; 0 sends nothing.
///
/// In JSON it is a plain number, in binary formats the count of millionths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate {
    millionths: u64,
}

impl Rate {
    /// The highest rate, in records a second.
    pub const MAX: f64 = 1_000_000.0;

    /// A rate of so many records a second; fractions below a millionth are rounded.
    ///
    /// # Errors
    /// `GEN0201` if it is negative, not a number, above [`Rate::MAX`], or so small that nothing would be left.
    pub fn per_second(records: f64) -> Result<Self, Error> {
        let millionths = libm::round(records * 1e6);
        if records == 0.0 {
            Ok(Self::default())
        } else if records.is_finite() && records <= Self::MAX && millionths >= 1.0 {
            Ok(Self { millionths: millionths as u64 })
        } else {
            Err(ErrorKind::Rate(records).into())
        }
    }

    /// The possible rate nearest to a number.
    pub(crate) fn nearest(records: f64) -> Self {
        Self { millionths: libm::round(records.clamp(0.0, Self::MAX) * 1e6) as u64 }
    }

    /// Records a second.
    pub fn as_f64(self) -> f64 {
        self.millionths as f64 / 1e6
    }

    /// Millionths of a record a second.
    pub(crate) const fn millionths(self) -> u64 {
        self.millionths
    }
}

impl Serialize for Rate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !serializer.is_human_readable() || self.millionths.is_multiple_of(1_000_000) {
            let whole =
                if serializer.is_human_readable() { self.millionths / 1_000_000 } else { self.millionths };
            serializer.serialize_u64(whole)
        } else {
            serializer.serialize_f64(self.as_f64())
        }
    }
}

impl<'de> Deserialize<'de> for Rate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let records = if deserializer.is_human_readable() {
            f64::deserialize(deserializer)?
        } else {
            u64::deserialize(deserializer)? as f64 / 1e6
        };
        Self::per_second(records).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_can_be_sent() {
        for (records, millionths) in [
            (0.0, 0),
            (1.0, 1_000_000),
            (0.333, 333_000),
            (1e6, 1_000_000_000_000),
            (1e-6, 1),
            (2.5, 2_500_000),
        ] {
            assert_eq!(Rate::per_second(records).unwrap().millionths(), millionths);
        }
        for records in [-1.0, f64::NAN, f64::INFINITY, 1_000_001.0, 1e-7] {
            assert_eq!(Rate::per_second(records).unwrap_err().code(), "GEN0201");
        }
    }

    #[test]
    fn json_is_a_plain_number() {
        for text in ["100", "0.333", "0", "1000000"] {
            let rate: Rate = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&rate).unwrap(), text);
        }
        let error = serde_json::from_str::<Rate>("2000000").unwrap_err().to_string();
        assert!(error.contains("2000000"), "{error}");
    }
}
