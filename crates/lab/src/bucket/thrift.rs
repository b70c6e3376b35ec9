//! Thrift's compact protocol, as much of it as the metadata of Parquet needs: structs of integers, texts and lists.

/// Kinds of fields.
const I32: u8 = 5;
const I64: u8 = 6;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const STRUCT: u8 = 12;

/// A writer of nested structs.
#[derive(Debug, Default)]
pub(super) struct Thrift {
    out: Vec<u8>,
    /// The last field's number in each open struct.
    last: Vec<i16>,
}

impl Thrift {
    /// A struct that is written as a whole.
    pub(super) fn document(write: impl FnOnce(&mut Self)) -> Vec<u8> {
        let mut thrift = Self::default();
        thrift.element(write);
        thrift.out
    }

    /// A struct within a list.
    pub(super) fn element(&mut self, write: impl FnOnce(&mut Self)) {
        self.last.push(0);
        write(self);
        self.last.pop();
        self.out.push(0);
    }

    fn field(&mut self, number: i16, kind: u8) {
        // Fields are written in ascending order, less than 16 apart.
        let last = self.last.last_mut().map_or(0, |last| std::mem::replace(last, number));
        self.out.push((((number - last) as u8) << 4) | kind);
    }

    fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.out.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.out.push(value as u8);
    }

    fn zigzag(&mut self, value: i64) {
        self.varint(((value << 1) ^ (value >> 63)) as u64);
    }

    pub(super) fn i32(&mut self, number: i16, value: i32) {
        self.field(number, I32);
        self.zigzag(i64::from(value));
    }

    pub(super) fn i64(&mut self, number: i16, value: i64) {
        self.field(number, I64);
        self.zigzag(value);
    }

    pub(super) fn text(&mut self, number: i16, text: &str) {
        self.field(number, BINARY);
        self.varint(text.len() as u64);
        self.out.extend_from_slice(text.as_bytes());
    }

    pub(super) fn object(&mut self, number: i16, write: impl FnOnce(&mut Self)) {
        self.field(number, STRUCT);
        self.element(write);
    }

    fn list(&mut self, number: i16, kind: u8, length: usize) {
        self.field(number, LIST);
        if length < 15 {
            self.out.push(((length as u8) << 4) | kind);
        } else {
            self.out.push(0xf0 | kind);
            self.varint(length as u64);
        }
    }

    pub(super) fn objects<T>(&mut self, number: i16, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.list(number, STRUCT, items.len());
        for item in items {
            self.element(|thrift| write(thrift, item));
        }
    }

    pub(super) fn i32s(&mut self, number: i16, values: &[i32]) {
        self.list(number, I32, values.len());
        for &value in values {
            self.zigzag(i64::from(value));
        }
    }

    pub(super) fn texts(&mut self, number: i16, texts: &[&str]) {
        self.list(number, BINARY, texts.len());
        for text in texts {
            self.varint(text.len() as u64);
            self.out.extend_from_slice(text.as_bytes());
        }
    }
}
