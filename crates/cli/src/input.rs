//! Files and standard input, whole or a chunk of lines at a time.

use std::{
    collections::VecDeque,
    fs::File,
    io::{self, BufRead, BufReader, Read},
};

use rillcut_record::{Records, SourceSchema};

use crate::{
    failure::Failure,
    row_end::{Row, RowEnd},
};

/// Most bytes of a record, as the service allows for a row (spec/kda-sql.md 18) with room to spare.
const MAX_LINE: u64 = 4 << 20;

/// Bytes after which a quote that is still open is taken for a fault of the row in which it stands.
const MAX_QUOTED: usize = 1 << 16;

/// A whole file, or standard input for `-`, as UTF-8.
pub(crate) fn text(name: &str) -> Result<String, Failure> {
    let mut text = String::new();
    open(name)?.read_to_string(&mut text).map_err(|error| {
        if error.kind() == io::ErrorKind::InvalidData {
            Failure::input(format!("{name}: error[CLI0001]: the file is not UTF-8 text"))
        } else {
            Failure::reading(name, &error)
        }
    })?;
    Ok(text)
}

fn open(name: &str) -> Result<Box<dyn BufRead>, Failure> {
    if name == "-" {
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    let file = File::open(name).map_err(|error| Failure::reading(name, &error))?;
    Ok(Box::new(BufReader::with_capacity(1 << 18, file)))
}

/// Records, one a line, or a row of CSV each; empty ones are passed over.
pub(crate) struct Lines {
    name: String,
    reader: Box<dyn BufRead>,
    number: u64,
    /// For CSV whose schema is known: a row may hold ends of line.
    rows: Option<RowEnd>,
    /// Read already, and given back.
    pending: VecDeque<Vec<u8>>,
}

/// Some lines of a file, one after another without their line ends.
#[derive(Debug, Default)]
pub(crate) struct Chunk {
    pub(crate) bytes: Vec<u8>,
    pub(crate) ends: Vec<u32>,
}

impl Chunk {
    pub(crate) fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    pub(crate) fn records(&self) -> Records<'_> {
        Records { bytes: &self.bytes, ends: &self.ends }
    }
}

impl Lines {
    pub(crate) fn open(name: &str) -> Result<Self, Failure> {
        Ok(Self {
            name: name.to_owned(),
            reader: open(name)?,
            number: 0,
            rows: None,
            pending: VecDeque::new(),
        })
    }

    /// Reads records of a schema from here on.
    pub(crate) fn expect(&mut self, schema: &SourceSchema) {
        self.rows = RowEnd::of(schema);
    }

    /// The next lines, at most `most`, to look at: they are read again as records. Each with its end, as it is in the file.
    pub(crate) fn sample(&mut self, most: usize) -> Result<Chunk, Failure> {
        let mut chunk = Chunk::default();
        let mut start = 0;
        while chunk.ends.len() < most && start < (1 << 24) {
            if !self.piece(start, &mut chunk.bytes)? {
                break;
            }
            chunk.ends.push(chunk.bytes.len() as u32);
            start = chunk.bytes.len();
        }
        self.pending = chunk.records().iter().map(<[u8]>::to_vec).collect();
        Ok(chunk)
    }

    /// The next records, at most `most`; none at the end.
    pub(crate) fn next(&mut self, most: usize) -> Result<Chunk, Failure> {
        let mut chunk = Chunk::default();
        while chunk.ends.len() < most && chunk.bytes.len() < (1 << 24) {
            let start = chunk.bytes.len();
            if !self.record(&mut chunk.bytes)? {
                break;
            }
            if let Some(rows) = &self.rows {
                let length = rows.trimmed(&chunk.bytes[start..]).len();
                chunk.bytes.truncate(start + length);
            }
            while matches!(chunk.bytes.last(), Some(b'\n' | b'\r')) && chunk.bytes.len() > start {
                chunk.bytes.pop();
            }
            if chunk.bytes.len() > start {
                chunk.ends.push(chunk.bytes.len() as u32);
            }
        }
        Ok(chunk)
    }

    /// Appends one record with its end; false at the end of the file.
    fn record(&mut self, bytes: &mut Vec<u8>) -> Result<bool, Failure> {
        let start = bytes.len();
        let mut pieces = Vec::new();
        let mut found = Row::Open;
        while self.piece(start, bytes)? {
            pieces.push(bytes.len());
            let Some(rows) = &mut self.rows else { return Ok(true) };
            found = rows.look(&bytes[start..]);
            let goes_on = match found {
                Row::Open => true,
                Row::Quoted => bytes.len() - start <= MAX_QUOTED,
                Row::Whole | Row::Faulty => false,
            };
            if !goes_on {
                break;
            }
        }
        if matches!(found, Row::Quoted | Row::Faulty) {
            self.give_back(bytes, &pieces);
        }
        if let Some(rows) = &mut self.rows {
            rows.reset();
        }
        Ok(!pieces.is_empty())
    }

    /// Appends what comes next, up to where a record may end; false at the end of the file.
    fn piece(&mut self, start: usize, bytes: &mut Vec<u8>) -> Result<bool, Failure> {
        if let Some(piece) = self.pending.pop_front() {
            bytes.extend_from_slice(&piece);
            return Ok(true);
        }
        let last_byte = self.rows.as_ref().map_or(b'\n', RowEnd::last_byte);
        let room = MAX_LINE.saturating_sub((bytes.len() - start) as u64);
        let read = (&mut self.reader)
            .take(room)
            .read_until(last_byte, bytes)
            .map_err(|error| Failure::reading(&self.name, &error))?;
        self.number += u64::from(read > 0);
        if read as u64 == room && (room == 0 || bytes.last() != Some(&last_byte)) {
            return Err(self.too_long());
        }
        Ok(read > 0)
    }

    /// Keeps of a row that is not well formed what ends with its first delimiter; the rest is read again.
    fn give_back(&mut self, bytes: &mut Vec<u8>, pieces: &[usize]) {
        let Some(rows) = &self.rows else { return };
        let first = pieces.iter().position(|&end| rows.ends(&bytes[..end])).unwrap_or(pieces.len());
        for ends in pieces[first.min(pieces.len())..].windows(2).rev() {
            self.pending.push_front(bytes[ends[0]..ends[1]].to_vec());
        }
        bytes.truncate(pieces.get(first).copied().unwrap_or(bytes.len()));
    }

    fn too_long(&self) -> Failure {
        let message = format!("a record is longer than {MAX_LINE} bytes");
        Failure::input(format!("{}:{}: error[CLI0002]: {message}", self.name, self.number))
    }
}
