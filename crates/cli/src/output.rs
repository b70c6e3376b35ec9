//! Standard output, buffered, with a closed pipe told apart from other failures.

use std::io::{self, BufWriter, StdoutLock, Write};

use crate::failure::Failure;

/// Buffered standard output.
pub(crate) struct Output(BufWriter<StdoutLock<'static>>);

impl Output {
    pub(crate) fn new() -> Self {
        Self(BufWriter::with_capacity(1 << 16, io::stdout().lock()))
    }

    pub(crate) fn write(&mut self, text: &str) -> Result<(), Failure> {
        self.bytes(text.as_bytes())
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.0.write_all(bytes).map_err(|error| Failure::writing(&error))
    }

    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        self.0.flush().map_err(|error| Failure::writing(&error))
    }
}

/// One line, at once.
pub(crate) fn line(text: &str) -> Result<(), Failure> {
    let mut output = Output::new();
    output.write(text)?;
    output.write("\n")?;
    output.flush()
}
