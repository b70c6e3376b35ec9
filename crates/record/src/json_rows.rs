//! One pass over a JSON record: the extent of every mapped value, row by row.
//!
//! The pass only notes where values are; a row's values are coerced when the whole row is known to be JSON. So a row is
//! whole or not there, the last of two members of one name wins, and an array that is flattened can repeat the other
//! columns, whatever order the text has them in. Rejected: a tree of the record (nine times slower, see
//! study/performance.md 1.3), writing columns while reading (needs undoing for all three cases above).
//!
//! A record holds one object, or several one after another; an array of objects, at the top or at the RecordRowPath, is
//! a row an element (spec/kda-sql.md 13.1).
#![allow(clippy::inline_always, reason = "a member is a few nanoseconds, a call is one of them: measured")]

use crate::{
    coerce::{Cell, CellKind},
    error::ErrorKind,
    json_path::{Step, parse_path},
    json_scan::{
        Member, Syntax, after_name, check_depth, literal_end, member, next_element, next_member, no_value,
        number_end, skip_blank, skip_value, string_end, unescape,
    },
    path_tree::{PathTree, Place},
    record_error::RecordFault,
};

/// Most cells (rows times columns) from one record: bounds what a few bytes can grow to.
const MAX_CELLS: usize = 1 << 22;
/// Most bytes of text that flattening an array may repeat.
const MAX_REPEATED: usize = 1 << 26;

/// The length of the mark that some programs begin a file with, which is no part of its first record.
#[inline]
pub(crate) fn byte_order_mark(bytes: &[u8]) -> usize {
    if bytes.starts_with("\u{feff}".as_bytes()) { 3 } else { 0 }
}

/// Takes the rows of a record.
pub(crate) trait RowSink {
    /// A row: one cell a column, and the extent of its text.
    fn row(&mut self, cells: &[Cell], start: usize, end: usize);
    /// A text that gives no row.
    fn fault(&mut self, fault: RecordFault, start: usize, end: usize);
}

/// The reader of JSON records; keeps its buffers from record to record.
#[derive(Debug, Clone)]
pub(crate) struct JsonRows {
    tree: PathTree,
    /// Whether a row is nothing but its members: no column takes it whole, no array is flattened.
    is_plain: bool,
    /// Most rows of one record.
    max_rows: usize,
    row_path: Vec<String>,
    /// The row that is being read.
    cells: Vec<Cell>,
    /// The element columns of each element of the flattened array.
    elements: Vec<Cell>,
    name: String,
}

impl JsonRows {
    /// A reader for a RecordRowPath and one mapping a column.
    pub(crate) fn new<'a>(
        row_path: &str,
        mappings: impl ExactSizeIterator<Item = &'a str>,
    ) -> Result<Self, ErrorKind> {
        let columns = mappings.len();
        let tree = PathTree::new(mappings)?;
        let names = parse_path(row_path)?.into_iter().map(|step| match step {
            Step::Member(name) => Ok(name),
            Step::Elements => {
                let reason = "RecordRowPath leads to an object or an array, not through one";
                Err(ErrorKind::Path { text: row_path.to_owned(), reason })
            }
        });
        let root = tree.node(0);
        let is_plain = root.has_members() && root.columns.is_empty() && tree.element_columns.is_empty();
        Ok(Self {
            tree,
            is_plain,
            max_rows: MAX_CELLS / columns.max(1),
            row_path: names.collect::<Result<_, _>>()?,
            cells: vec![Cell::MISSING; columns],
            elements: Vec::new(),
            name: String::new(),
        })
    }

    /// Reads a whole record.
    pub(crate) fn read(&mut self, record: &str, sink: &mut impl RowSink) {
        let bytes = record.as_bytes();
        let mut at = skip_blank(bytes, byte_order_mark(bytes));
        if at == bytes.len() {
            sink.fault(RecordFault::Empty, 0, bytes.len());
            return;
        }
        let mut pass = Pass { reader: self, record, bytes, sink, rows: 0 };
        while at < bytes.len() {
            match pass.document(at) {
                Ok(end) => at = skip_blank(bytes, end),
                Err(fault) => {
                    pass.sink.fault(fault, at, bytes.len());
                    return;
                }
            }
        }
    }
}

struct Pass<'a, S> {
    reader: &'a mut JsonRows,
    record: &'a str,
    bytes: &'a [u8],
    sink: &'a mut S,
    rows: usize,
}

impl<S: RowSink> Pass<'_, S> {
    /// One JSON text of the record; its end.
    #[inline]
    fn document(&mut self, at: usize) -> Result<usize, RecordFault> {
        if self.reader.row_path.is_empty() {
            return self.rows(at, 0);
        }
        let (end, found) = self.locate(at, 0)?;
        match found {
            Some((start, depth)) => {
                self.rows(start, depth)?;
            }
            None => self.sink.fault(RecordFault::NoRowPath, at, end),
        }
        Ok(end)
    }

    /// The end of the value at `at`, and where in it the row path leads from step `step` on.
    fn locate(&mut self, mut at: usize, step: usize) -> Result<(usize, Option<(usize, u32)>), RecordFault> {
        let depth = step as u32;
        if step == self.reader.row_path.len() {
            return Ok((skip_value(self.bytes, at, depth)?, Some((at, depth))));
        }
        if self.bytes.get(at) != Some(&b'{') {
            return Ok((skip_value(self.bytes, at, depth)?, None));
        }
        at = skip_blank(self.bytes, at + 1);
        if self.bytes.get(at) == Some(&b'}') {
            return Ok((at + 1, None));
        }
        let mut found = None;
        loop {
            let name = member(self.bytes, at)?;
            let mut end = 0;
            if self.is_named(&name, step) {
                (end, found) = self.locate(name.value, step + 1)?;
            }
            if end == 0 {
                end = skip_value(self.bytes, name.value, depth + 1)?;
            }
            let (next, more) = next_member(self.bytes, end)?;
            at = next;
            if !more {
                return Ok((at, found));
            }
        }
    }

    /// The row or rows of the value at `at`; its end.
    #[inline]
    fn rows(&mut self, at: usize, depth: u32) -> Result<usize, RecordFault> {
        let root = self.reader.tree.node(0);
        let takes_all = root.elements.is_some() || !root.columns.is_empty();
        match self.bytes.get(at) {
            Some(b'{') => self.row(at, depth),
            Some(b'[') if takes_all => self.row(at, depth),
            Some(b'[') => self.array_of_rows(at, depth),
            Some(_) if takes_all => self.row(at, depth),
            _ => {
                let end = skip_value(self.bytes, at, depth)?;
                self.sink.fault(RecordFault::NotAnObject, at, end);
                Ok(end)
            }
        }
    }

    fn array_of_rows(&mut self, at: usize, depth: u32) -> Result<usize, RecordFault> {
        let open = at;
        let mut at = skip_blank(self.bytes, at + 1);
        if self.bytes.get(at) == Some(&b']') {
            self.sink.fault(RecordFault::Empty, open, at + 1);
            return Ok(at + 1);
        }
        loop {
            let end = if self.bytes.get(at) == Some(&b'{') {
                self.row(at, depth + 1)?
            } else {
                let end = skip_value(self.bytes, at, depth + 1)?;
                self.sink.fault(RecordFault::NotAnObject, at, end);
                end
            };
            let (next, more) = next_element(self.bytes, end)?;
            at = next;
            if !more {
                return Ok(at);
            }
        }
    }

    /// Reads one row and hands it on, once or once an element; its end.
    #[inline]
    fn row(&mut self, at: usize, depth: u32) -> Result<usize, RecordFault> {
        self.reader.cells.fill(Cell::MISSING);
        let is_plain = self.reader.is_plain && self.bytes.get(at) == Some(&b'{');
        let end = if is_plain { self.object(at, 0, depth)? } else { self.value(at, 0, depth)? };
        if self.reader.elements.is_empty() {
            self.rows += 1;
            if self.rows > self.reader.max_rows {
                return Err(RecordFault::TooManyRows);
            }
            self.sink.row(&self.reader.cells, at, end);
            return Ok(end);
        }
        self.rows_of_elements(at, end)
    }

    /// Hands on the row once an element of the array that is flattened.
    fn rows_of_elements(&mut self, at: usize, end: usize) -> Result<usize, RecordFault> {
        let width = self.reader.tree.element_columns.len();
        let repeats = self.reader.elements.len() / width;
        self.rows += repeats;
        if self.rows > self.reader.max_rows {
            return Err(RecordFault::TooManyRows);
        }
        let repeated: usize = self.reader.cells.iter().map(|cell| (cell.end - cell.start) as usize).sum();
        if repeated.saturating_mul(repeats) > MAX_REPEATED {
            return Err(RecordFault::TooManyRows);
        }
        for element in self.reader.elements.chunks_exact(width) {
            for (&column, &cell) in self.reader.tree.element_columns.iter().zip(element) {
                self.reader.cells[column as usize] = cell;
            }
            self.sink.row(&self.reader.cells, at, end);
        }
        self.reader.elements.clear();
        Ok(end)
    }

    /// Notes the value at `at` for the columns of a node and below; its end. Recursion follows the mapped paths only,
    /// which are bounded.
    fn value(&mut self, at: usize, node: u32, depth: u32) -> Result<usize, Syntax> {
        let bytes = self.bytes;
        let JsonRows { tree, cells, elements, .. } = &mut *self.reader;
        if !tree.node(node).below.is_empty() {
            // An earlier member of the same name counts no longer.
            forget(tree, node, cells, elements);
        }
        let has_members = tree.node(node).has_members();
        let element_node = tree.node(node).elements;
        let (cell, after) = match (bytes.get(at), element_node) {
            (Some(b'{'), _) if has_members => {
                let end = self.object(at, node, depth)?;
                (Cell::new(CellKind::Nested, at, end), end)
            }
            (Some(b'['), Some(element)) => {
                let end = self.flatten(at, element, depth)?;
                (Cell::new(CellKind::Nested, at, end), end)
            }
            _ => leaf(bytes, at, depth)?,
        };
        let JsonRows { tree, cells, .. } = &mut *self.reader;
        for &column in &tree.node(node).columns {
            cells[column as usize] = cell;
        }
        Ok(after)
    }

    fn object(&mut self, at: usize, node: u32, depth: u32) -> Result<usize, Syntax> {
        let depth = depth + 1;
        check_depth(depth, at)?;
        let bytes = self.bytes;
        let mut at = skip_blank(bytes, at + 1);
        if bytes.get(at) == Some(&b'}') {
            return Ok(at + 1);
        }
        let mut before = 0;
        loop {
            let predicted = match bytes.get(at..) {
                Some([b'"', rest @ ..]) => self.reader.tree.node(node).predicted(before, rest),
                _ => None,
            };
            let (value, found) = if let Some((number, place, length)) = predicted {
                before = number + 1;
                (after_name(bytes, at + 1 + length)?, Some(place))
            } else {
                let name = member(bytes, at)?;
                let found = self.find(node, name.start, name.end, name.escaped).map(|(number, place)| {
                    self.reader.tree.node_mut(node).learn(before, number);
                    before = number + 1;
                    place
                });
                (name.value, found)
            };
            let end = match found {
                Some(Place::Column(column)) => {
                    let (cell, after) = leaf(bytes, value, depth)?;
                    self.reader.cells[column as usize] = cell;
                    after
                }
                Some(Place::Node(node)) => self.value(value, node, depth)?,
                None => skip_value(bytes, value, depth)?,
            };
            let (next, more) = next_member(bytes, end)?;
            at = next;
            if !more {
                return Ok(at);
            }
        }
    }

    fn flatten(&mut self, at: usize, element: u32, depth: u32) -> Result<usize, Syntax> {
        let depth = depth + 1;
        check_depth(depth, at)?;
        let mut at = skip_blank(self.bytes, at + 1);
        if self.bytes.get(at) == Some(&b']') {
            return Ok(at + 1);
        }
        loop {
            let end = self.value(at, element, depth)?;
            let JsonRows { tree, cells, elements, .. } = &mut *self.reader;
            // Past the bound the row is refused as a whole; until then nothing more is kept.
            if elements.len() <= MAX_CELLS {
                elements.extend(tree.element_columns.iter().map(|&column| cells[column as usize]));
            }
            for &column in &tree.element_columns {
                cells[column as usize] = Cell::MISSING;
            }
            let (next, more) = next_element(self.bytes, end)?;
            at = next;
            if !more {
                return Ok(at);
            }
        }
    }

    fn is_named(&mut self, name: &Member, step: usize) -> bool {
        if !name.escaped {
            return self.record.get(name.start..name.end) == Some(self.reader.row_path[step].as_str());
        }
        self.unescape_name(name.start, name.end);
        self.reader.name == self.reader.row_path[step]
    }

    fn find(&mut self, node: u32, start: usize, end: usize, escaped: bool) -> Option<(usize, Place)> {
        if !escaped {
            let name = self.record.get(start..end)?;
            return self.reader.tree.node(node).find(name);
        }
        self.unescape_name(start, end);
        self.reader.tree.node(node).find(&self.reader.name)
    }

    fn unescape_name(&mut self, start: usize, end: usize) {
        self.reader.name.clear();
        unescape(self.record.get(start..end).unwrap_or_default(), &mut self.reader.name);
    }
}

/// The cell of the value at `at`, of which nothing inside is wanted; its end.
#[inline(always)]
fn leaf(bytes: &[u8], at: usize, depth: u32) -> Result<(Cell, usize), Syntax> {
    let (kind, end) = match bytes.get(at) {
        Some(b'"') => {
            let (end, escaped) = string_end(bytes, at + 1)?;
            let kind = if escaped { CellKind::Escaped } else { CellKind::Text };
            return Ok((Cell::new(kind, at + 1, end), end + 1));
        }
        Some(b'-' | b'0'..=b'9') => {
            let (end, whole) = number_end(bytes, at)?;
            (if whole { CellKind::Whole } else { CellKind::Number }, end)
        }
        Some(b'{' | b'[') => (CellKind::Nested, skip_value(bytes, at, depth)?),
        Some(b't') => (CellKind::True, literal_end(bytes, at)?),
        Some(b'f') => (CellKind::False, literal_end(bytes, at)?),
        Some(b'n') => (CellKind::Null, literal_end(bytes, at)?),
        _ => return no_value(bytes, at),
    };
    Ok((Cell::new(kind, at, end), end))
}

/// Empties the columns below a node.
fn forget(tree: &PathTree, node: u32, cells: &mut [Cell], elements: &mut Vec<Cell>) {
    let below = &tree.node(node).below;
    for &column in below {
        cells[column as usize] = Cell::MISSING;
    }
    if tree.node(node).holds_array {
        elements.clear();
    }
}
