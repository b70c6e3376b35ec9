//! Groups of one window: finds the number of a key, numbers given in order of first arrival.
//!
//! Open addressing over group numbers; the keys themselves lie in columns, ready to become the result's columns. Two rows in a
//! run with the same key cost one comparison and no hash. `HashMap` was rejected: it wants to own its keys, one
//! allocation a group, and hands them out in an order that is nobody's.

use rillcut_record::{Column, DataType};

use crate::keys::{View, equals_row, hash_row, push_row, same_row};

const EMPTY: u32 = u32::MAX;

/// Groups by key.
#[derive(Debug, Clone)]
pub(crate) struct Groups {
    types: Vec<DataType>,
    /// The keys of the groups, a column a key.
    columns: Vec<Column>,
    hashes: Vec<u64>,
    /// Group numbers; a power of two of them, at most half in use.
    slots: Vec<u32>,
}

impl Groups {
    pub(crate) fn new(types: Vec<DataType>) -> Self {
        let columns = types.iter().map(|data_type| Column::new(*data_type)).collect();
        Self { types, columns, hashes: Vec::new(), slots: vec![EMPTY; 16] }
    }

    pub(crate) fn len(&self) -> usize {
        self.hashes.len()
    }

    /// A hash of each group's key.
    pub(crate) fn hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// Takes the keys and leaves no groups.
    pub(crate) fn take(&mut self) -> Vec<Column> {
        let empty = self.types.iter().map(|data_type| Column::new(*data_type)).collect();
        self.hashes.clear();
        if self.slots.len() > 4096 {
            self.slots = vec![EMPTY; 16];
        } else {
            self.slots.fill(EMPTY);
        }
        std::mem::replace(&mut self.columns, empty)
    }

    /// Writes the group number of each position of `range` to `into`; new keys get the next numbers.
    pub(crate) fn number(&mut self, views: &[View<'_>], range: std::ops::Range<usize>, into: &mut Vec<u32>) {
        into.clear();
        let mut last = EMPTY;
        for position in range {
            if last == EMPTY || !same_row(views, position - 1, position) {
                last = self.find(views, position);
            }
            into.push(last);
        }
    }

    /// The group of the key at a position; a new key gets the next number.
    pub(crate) fn find(&mut self, views: &[View<'_>], position: usize) -> u32 {
        let hash = hash_row(views, position);
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let group = self.slots[slot];
            if group == EMPTY {
                break;
            }
            if self.hashes[group as usize] == hash
                && equals_row(views, position, &self.columns, group as usize)
            {
                return group;
            }
            slot = (slot + 1) & mask;
        }
        let group = self.hashes.len() as u32;
        self.slots[slot] = group;
        self.hashes.push(hash);
        push_row(views, position, &mut self.columns);
        if self.hashes.len() * 2 > self.slots.len() {
            self.grow();
        }
        group
    }

    fn grow(&mut self) {
        let size = self.slots.len() * 2;
        self.slots.clear();
        self.slots.resize(size, EMPTY);
        for (group, hash) in self.hashes.iter().enumerate() {
            let mut slot = *hash as usize & (size - 1);
            while self.slots[slot] != EMPTY {
                slot = (slot + 1) & (size - 1);
            }
            self.slots[slot] = group as u32;
        }
    }
}

#[cfg(test)]
mod tests {
    use rillcut_record::{ColumnData, Physical, Value};

    use super::*;
    use crate::expr::Operand;

    #[test]
    fn numbers_follow_first_arrival() {
        let types = vec![DataType::TEXT, DataType::Double];
        let mut texts = Column::new(DataType::TEXT);
        for text in ["b", "a", "b ", "", "a"] {
            texts.push(&Value::Text(text.to_owned()));
        }
        texts.push_null();
        texts.push_null();
        let doubles =
            Column::from_data(ColumnData::Double(vec![0.0, 1.0, -0.0, 1.0, f64::NAN, f64::NAN, f64::NAN]));
        let (texts, doubles) = (Operand::Whole(&texts), Operand::Whole(&doubles));
        let views = [View::new(&texts, Physical::Text, 7), View::new(&doubles, Physical::Double, 7)];
        let mut groups = Groups::new(types);
        let mut numbers = Vec::new();
        groups.number(&views, 0..7, &mut numbers);
        assert_eq!(numbers, [0, 1, 0, 2, 3, 4, 4]);
        assert_eq!(groups.len(), 5);
        let keys = groups.take();
        assert_eq!(keys[0].value(0), Value::Text("b".to_owned()));
        assert_eq!(keys[0].value(4), Value::Null);
        assert_eq!(groups.len(), 0);
    }

    #[test]
    fn ten_thousand_groups() {
        let column = Column::from_data(ColumnData::Long((0..20_000).map(|i| i % 10_000).collect()));
        let operand = Operand::Whole(&column);
        let views = [View::new(&operand, Physical::Long, 20_000)];
        let mut groups = Groups::new(vec![DataType::BigInt]);
        let mut numbers = Vec::new();
        groups.number(&views, 0..20_000, &mut numbers);
        assert!(numbers.iter().enumerate().all(|(i, &group)| group as usize == i % 10_000));
    }
}
