//! How many different values a window has: exact for few, HyperLogLog beyond (spec/kda-sql.md 12.5).
//!
//! The sketch has 2^14 registers, so that its standard error is 1.04 / √16384 = 0.8 %. It is read with the estimator of Ertl, "New cardinality
//! estimation algorithms for HyperLogLog sketches" (2017), which has no bias between small and large counts and needs no tables; the
//! original one, with its switch at 2.5 values a register, would be read just where it is at its worst.

use rillcut_record::DataType;
use rillcut_sql::plan::EXACT_ITEMS;

use crate::{
    groups::Groups,
    keys::{View, hash_row},
};

/// Bits of a hash that choose the register.
const REGISTER_BITS: u32 = 14;
const REGISTERS: usize = 1 << REGISTER_BITS;
/// The most a register can hold.
const HIGHEST: usize = (64 - REGISTER_BITS + 1) as usize;

/// Counts different values.
#[derive(Debug, Clone)]
pub(crate) struct DistinctItems {
    exact: Groups,
    /// Empty while the count is exact.
    sketch: Vec<u8>,
}

impl DistinctItems {
    pub(crate) fn new(data_type: DataType) -> Self {
        Self { exact: Groups::new(vec![data_type]), sketch: Vec::new() }
    }

    /// Takes the values at some positions; NULL is none.
    pub(crate) fn add(&mut self, values: &View<'_>, range: std::ops::Range<usize>) {
        let views = std::slice::from_ref(values);
        for position in range {
            if values.is_null(position) {
                continue;
            }
            if self.sketch.is_empty() {
                self.exact.find(views, position);
                if self.exact.len() > EXACT_ITEMS {
                    self.sketch = vec![0; REGISTERS];
                    for &hash in self.exact.hashes() {
                        note(&mut self.sketch, hash);
                    }
                    self.exact.take();
                }
            } else {
                note(&mut self.sketch, hash_row(views, position));
            }
        }
    }

    /// Different values so far.
    pub(crate) fn count(&self) -> u64 {
        if self.sketch.is_empty() {
            return self.exact.len() as u64;
        }
        // It is known that they are more than could be counted.
        (estimate(&self.sketch).round() as u64).max(EXACT_ITEMS as u64 + 1)
    }

    /// Values held one by one, or registers.
    pub(crate) fn held(&self) -> usize {
        self.exact.len().max(self.sketch.len())
    }

    pub(crate) fn clear(&mut self) {
        self.exact.take();
        self.sketch = Vec::new();
    }
}

fn note(sketch: &mut [u8], hash: u64) {
    // The hash that finds groups is quick rather than even: its bits are mixed once more (the finaliser of SplitMix64).
    let mut hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^= hash >> 31;
    let register = (hash >> (64 - REGISTER_BITS)) as usize;
    let rank = ((hash << REGISTER_BITS).leading_zeros().min(64 - REGISTER_BITS) + 1) as u8;
    sketch[register] = sketch[register].max(rank);
}

/// Ertl's improved raw estimator.
fn estimate(sketch: &[u8]) -> f64 {
    let mut counts = [0_u32; HIGHEST + 1];
    for &rank in sketch {
        counts[usize::from(rank).min(HIGHEST)] += 1;
    }
    let registers = REGISTERS as f64;
    let mut z = registers * tau(1.0 - f64::from(counts[HIGHEST]) / registers);
    for &count in counts[1..HIGHEST].iter().rev() {
        z = 0.5 * (z + f64::from(count));
    }
    z += registers * sigma(f64::from(counts[0]) / registers);
    registers * registers / (2.0 * std::f64::consts::LN_2 * z)
}

fn sigma(mut x: f64) -> f64 {
    if x >= 1.0 {
        return f64::INFINITY;
    }
    let (mut y, mut z) = (1.0, x);
    loop {
        x *= x;
        let before = z;
        z += x * y;
        y += y;
        if z <= before {
            return z;
        }
    }
}

fn tau(mut x: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return 0.0;
    }
    let (mut y, mut z) = (1.0, 1.0 - x);
    loop {
        x = libm::sqrt(x);
        let before = z;
        y *= 0.5;
        z -= (1.0 - x) * (1.0 - x) * y;
        if z >= before {
            return z / 3.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use rillcut_record::{Column, ColumnData, Physical};

    use super::*;
    use crate::expr::Operand;

    fn count(values: impl Iterator<Item = i64>) -> u64 {
        let mut column = Column::from_data(ColumnData::Long(values.collect()));
        column.push_null();
        let operand = Operand::Whole(&column);
        let view = View::new(&operand, Physical::Long, column.len());
        let mut items = DistinctItems::new(DataType::BigInt);
        items.add(&view, 0..column.len());
        items.count()
    }

    #[test]
    fn few_values_are_counted_exactly() {
        assert_eq!(count([].into_iter()), 0);
        assert_eq!(count([3, 4, 3].into_iter()), 2);
        assert_eq!(count((0..30_000).map(|i| i % 10_000)), 10_000);
    }

    #[test]
    fn many_values_are_estimated_within_three_standard_errors() {
        for (seed, exact) in
            [(1, 10_001_u64), (2, 16_000), (3, 40_000), (4, 60_000), (5, 300_000), (6, 1_000_000)]
        {
            let found = count((0..exact as i64).map(|i| i * 7919 + seed * 1_000_003));
            let error = found.abs_diff(exact) as f64 / exact as f64;
            assert!(error < 0.025, "{found} of {exact}");
        }
    }

    #[test]
    fn a_window_starts_from_nothing() {
        let column = Column::from_data(ColumnData::Long((0..20_000).collect()));
        let operand = Operand::Whole(&column);
        let view = View::new(&operand, Physical::Long, column.len());
        let mut items = DistinctItems::new(DataType::BigInt);
        items.add(&view, 0..20_000);
        items.clear();
        assert_eq!((items.count(), items.held()), (0, 0));
        items.add(&view, 5..8);
        assert_eq!(items.count(), 3);
    }
}
