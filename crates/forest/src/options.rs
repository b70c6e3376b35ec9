//! What a forest is made of: its size, memory and rule of scoring.
//!
//! The defaults are those of `RANDOM_CUT_FOREST` in KDA SQL (spec kda-sql 12.1): 100 trees, a sample of 256, a time
//! decay of 100,000 points, no shingle. The library allows wider samples than the SQL function (from 2 points on);
//! whoever speaks SQL checks SQL's ranges.

use crate::error::{Error, ErrorKind, Parameter};
use crate::forest::Kind;

/// The greatest number of columns times shingle slots: 30 · 30.
pub(crate) const MAX_DIMENSIONS: usize = 900;

/// The rule that turns a walk through a tree into a number.
///
/// Both rules walk the same trees over the same samples. They differ on values the tree already holds, in the
/// normaliser and in how long the forest stays silent; on continuous data they agree within a factor of
/// log2(257)/8 at a sample of 256. The formulas are in the [crate documentation](crate#scores).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Mode {
    /// The score of the Kinesis Data Analytics service (spec kda-sql 12.2, rcf 2.1): 0.0 until the sample is full.
    #[default]
    Service,
    /// The score of AWS's open-source library, its Java edition (spec rcf 1.8): 0.0 until a quarter of the sample is
    /// there. That library's default time decay is ten times its sample size.
    OpenSource,
}

/// The shape of a [`Forest`](crate::Forest), with the defaults of KDA SQL.
///
/// ```
/// use rillcut_forest::{Forest, Options};
///
/// let forest = Forest::new(Options::new(2).sample(12).seed(7))?;
/// assert_eq!(forest.options().trees, 100);
/// # Ok::<(), rillcut_forest::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// Numbers in one record, 1 to 30.
    pub columns: usize,
    /// Trees, 1 to 1,000.
    pub trees: usize,
    /// Points a tree keeps, 2 to 32,767.
    pub sample: usize,
    /// Points until the weight of a point falls to 1/e, 1 to 2³¹ − 1. A point of age `a` has weight `exp(−a/timeDecay)`.
    pub time_decay: u64,
    /// Consecutive records that make one point, 1 to 30.
    pub shingle: usize,
    /// Where all randomness comes from.
    pub seed: u64,
    /// The rule of scoring.
    pub mode: Mode,
    /// Bytes a full forest may take, [`Options::MEMORY_LIMIT`] unless set: the widest forest the ranges allow would take some 14 GB.
    pub memory_limit: u64,
}

impl Options {
    /// The range of [`Options::trees`].
    pub const TREES: (u64, u64) = (1, 1_000);
    /// The range of [`Options::sample`]. KDA SQL allows 10 to 1,000.
    pub const SAMPLE: (u64, u64) = (2, 32_767);
    /// The range of [`Options::time_decay`].
    pub const TIME_DECAY: (u64, u64) = (1, 2_147_483_647);
    /// The range of [`Options::shingle`].
    pub const SHINGLE: (u64, u64) = (1, 30);
    /// The range of [`Options::columns`].
    pub const COLUMNS: (u64, u64) = (1, 30);

    /// The usual [`Options::memory_limit`]: 1 GiB.
    pub const MEMORY_LIMIT: u64 = 1 << 30;

    /// The defaults of KDA SQL for records of `columns` numbers, with seed 0.
    pub fn new(columns: usize) -> Self {
        Self {
            columns,
            trees: 100,
            sample: 256,
            time_decay: 100_000,
            shingle: 1,
            seed: 0,
            mode: Mode::Service,
            memory_limit: Self::MEMORY_LIMIT,
        }
    }

    /// Sets the number of trees.
    #[must_use]
    pub fn trees(self, trees: usize) -> Self {
        Self { trees, ..self }
    }

    /// Sets the points a tree keeps.
    #[must_use]
    pub fn sample(self, sample: usize) -> Self {
        Self { sample, ..self }
    }

    /// Sets the points until a point's weight falls to 1/e.
    #[must_use]
    pub fn time_decay(self, time_decay: u64) -> Self {
        Self { time_decay, ..self }
    }

    /// Sets the consecutive records that make one point.
    #[must_use]
    pub fn shingle(self, shingle: usize) -> Self {
        Self { shingle, ..self }
    }

    /// Sets the seed.
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// Sets the rule of scoring.
    #[must_use]
    pub fn mode(self, mode: Mode) -> Self {
        Self { mode, ..self }
    }

    /// Sets the bytes a full forest may take.
    #[must_use]
    pub fn memory_limit(self, memory_limit: u64) -> Self {
        Self { memory_limit, ..self }
    }

    /// Coordinates of a point in a tree: columns times shingle slots.
    pub fn dimensions(&self) -> usize {
        self.columns.saturating_mul(self.shingle)
    }

    /// Bytes that a forest takes, within a percent or two: 40 a point with one dimension and at most 1,024 points a tree, 54 with more points, else 30 and 12 a
    /// dimension more.
    pub fn memory(&self) -> u64 {
        let (trees, sample, dimensions) = (self.trees as u64, self.sample as u64, self.dimensions() as u64);
        // Of one dimension: a value of 8 bytes, a gap of 16, a sampled key of 8 and its value; or, with links, a node of 16, a box of 16, a leaf of
        // 4 and 8, a key of 8 and its leaf of 2. Of more: node 12, extent 4, box 8 a dimension, leaf 4 and 4 a dimension, key and leaf 10.
        let (point, more) = match Kind::of(self) {
            Kind::Line => (40, 576),
            Kind::LongLine => (54, 256),
            Kind::Wide => (12u64.saturating_mul(dimensions).saturating_add(30), 256),
        };
        // Beside the points: what a tree and its sampler are themselves, room to begin on cache lines, and the tables of the rule.
        let tree = sample.saturating_mul(point).saturating_add(more);
        trees.saturating_mul(tree).saturating_add(16 * sample)
    }

    /// Checks every option against its range.
    ///
    /// # Errors
    /// `FOR0001` to `FOR0005` for an option out of its range, `FOR0006` when the forest could outgrow the memory limit.
    pub fn check(&self) -> Result<(), Error> {
        let ranges = [
            (Parameter::Trees, self.trees as u64, Self::TREES),
            (Parameter::Sample, self.sample as u64, Self::SAMPLE),
            (Parameter::TimeDecay, self.time_decay, Self::TIME_DECAY),
            (Parameter::Shingle, self.shingle as u64, Self::SHINGLE),
            (Parameter::Columns, self.columns as u64, Self::COLUMNS),
        ];
        for (parameter, given, (min, max)) in ranges {
            if given < min || given > max {
                return Err(ErrorKind::OutOfRange { parameter, given, min, max }.into());
            }
        }
        let needed = self.memory();
        if needed > self.memory_limit {
            return Err(ErrorKind::TooMuchMemory { needed, limit: self.memory_limit }.into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_those_of_kda_sql() {
        let options = Options::new(1);
        assert_eq!(
            (options.trees, options.sample, options.time_decay, options.shingle),
            (100, 256, 100_000, 1)
        );
        assert_eq!(options.check(), Ok(()));
    }

    #[test]
    fn each_option_has_its_code_and_says_its_range() {
        let cases = [
            (Options::new(1).trees(0), "FOR0001", "the number of trees is 0; it must be between 1 and 1000"),
            (
                Options::new(1).trees(1001),
                "FOR0001",
                "the number of trees is 1001; it must be between 1 and 1000",
            ),
            (Options::new(1).sample(1), "FOR0002", "the sample size is 1; it must be between 2 and 32767"),
            (
                Options::new(1).sample(32_768),
                "FOR0002",
                "the sample size is 32768; it must be between 2 and 32767",
            ),
            (
                Options::new(1).time_decay(0),
                "FOR0003",
                "the time decay is 0; it must be between 1 and 2147483647",
            ),
            (Options::new(1).shingle(31), "FOR0004", "the shingle size is 31; it must be between 1 and 30"),
            (Options::new(0), "FOR0005", "the number of columns is 0; it must be between 1 and 30"),
            (
                Options::new(usize::MAX),
                "FOR0005",
                "the number of columns is 18446744073709551615; it must be between 1 and 30",
            ),
        ];
        for (options, code, text) in cases {
            let error = options.check().unwrap_err();
            assert_eq!(error.code(), code);
            assert_eq!(error.to_string(), text);
        }
    }

    #[test]
    fn the_widest_forest_is_refused_with_a_hint_unless_allowed() {
        let widest = Options::new(30).shingle(30).trees(1000).sample(1000);
        let error = widest.check().unwrap_err();
        assert_eq!(error.code(), "FOR0006");
        assert!(error.hint().is_some());
        assert_eq!(widest.memory_limit(1 << 40).check(), Ok(()));
    }
}
