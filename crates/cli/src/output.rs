//! Standard output, buffered, with a closed pipe told apart from other failures.

use std::io::{self, BufWriter, StdoutLock, Write};

use flate2::{Compression, write::GzEncoder};

use crate::failure::Failure;

/// Buffered standard output, as it is or as a gzip file.
pub(crate) struct Output(Kind);

enum Kind {
    Plain(BufWriter<StdoutLock<'static>>),
    Gzip(Box<GzEncoder<BufWriter<StdoutLock<'static>>>>),
}

impl Output {
    pub(crate) fn new() -> Self {
        Self(Kind::Plain(BufWriter::with_capacity(1 << 16, io::stdout().lock())))
    }

    /// Compressed; [`Self::finish`] must follow.
    pub(crate) fn gzip() -> Self {
        let inner = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        Self(Kind::Gzip(Box::new(GzEncoder::new(inner, Compression::default()))))
    }

    pub(crate) fn write(&mut self, text: &str) -> Result<(), Failure> {
        self.bytes(text.as_bytes())
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let written = match &mut self.0 {
            Kind::Plain(writer) => writer.write_all(bytes),
            Kind::Gzip(writer) => writer.write_all(bytes),
        };
        written.map_err(|error| Failure::writing(&error))
    }

    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        let flushed = match &mut self.0 {
            Kind::Plain(writer) => writer.flush(),
            Kind::Gzip(writer) => writer.flush(),
        };
        flushed.map_err(|error| Failure::writing(&error))
    }

    /// Writes what is left, the end of the gzip file included.
    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        if let Kind::Gzip(writer) = &mut self.0 {
            writer.try_finish().map_err(|error| Failure::writing(&error))?;
        }
        match self.0 {
            Kind::Plain(mut writer) => writer.flush(),
            Kind::Gzip(mut writer) => writer.get_mut().flush(),
        }
        .map_err(|error| Failure::writing(&error))
    }
}

/// One line, at once.
pub(crate) fn line(text: &str) -> Result<(), Failure> {
    let mut output = Output::new();
    output.write(text)?;
    output.write("\n")?;
    output.flush()
}
