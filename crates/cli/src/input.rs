//! Files and standard input, whole or a chunk of lines at a time.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
};

use rillcut_record::Records;

use crate::failure::Failure;

/// Most bytes of a record, as the service allows for a row (spec/kda-sql.md 18) with room to spare.
const MAX_LINE: u64 = 4 << 20;

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

/// Records, one a line; empty lines are passed over.
pub(crate) struct Lines {
    name: String,
    reader: Box<dyn BufRead>,
    number: u64,
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
        Ok(Self { name: name.to_owned(), reader: open(name)?, number: 0 })
    }

    /// The next lines, at most `most`; none at the end.
    pub(crate) fn next(&mut self, most: usize) -> Result<Chunk, Failure> {
        let mut chunk = Chunk::default();
        while chunk.ends.len() < most && chunk.bytes.len() < (1 << 24) {
            let start = chunk.bytes.len();
            let read = (&mut self.reader)
                .take(MAX_LINE)
                .read_until(b'\n', &mut chunk.bytes)
                .map_err(|error| Failure::reading(&self.name, &error))?;
            if read == 0 {
                break;
            }
            self.number += 1;
            if read as u64 == MAX_LINE && chunk.bytes.last() != Some(&b'\n') {
                let message = format!("a record is longer than {MAX_LINE} bytes");
                return Err(Failure::input(format!(
                    "{}:{}: error[CLI0002]: {message}",
                    self.name, self.number
                )));
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
}
