//! Rows of streams as lines of output.

use rillcut_lab::{decoded_line, tagged_line};
use rillcut_record::{Batch, Field, encode_csv_row, encode_json_row};
use rillcut_sql::plan::{Plan, StreamId};

use crate::{failure::Failure, output::Output};

/// The form of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// What a destination would get as JSON.
    Json,
    /// What a destination would get as CSV.
    Csv,
    /// JSON with the stream's name and the ROWTIME.
    Tagged,
    /// As `Tagged`; a row of `error_stream` has the record at fault as text besides.
    Decoded,
}

impl Format {
    pub(crate) fn parse(text: &str) -> Result<Self, Failure> {
        match text {
            "json" => Ok(Self::Json),
            "csv" => Ok(Self::Csv),
            "tagged" => Ok(Self::Tagged),
            "decoded" => Ok(Self::Decoded),
            other => {
                Err(Failure::usage(format!("--format takes json, csv, tagged or decoded, not '{other}'")))
            }
        }
    }
}

/// Writes all rows of a batch.
pub(crate) fn write(
    output: &mut Output,
    format: Format,
    stream: &str,
    fields: &[Field],
    batch: &Batch,
) -> Result<(), Failure> {
    let mut line = String::new();
    for row in 0..batch.len() {
        line.clear();
        match format {
            Format::Json => encode_json_row(fields, &batch.columns, row, &mut line),
            Format::Csv => encode_csv_row(fields, &batch.columns, row, &mut line),
            Format::Tagged => tagged_line(stream, fields, batch, row, &mut line),
            Format::Decoded => decoded_line(stream, fields, batch, row, &mut line),
        }
        line.push('\n');
        output.write(&line)?;
    }
    Ok(())
}

/// The streams whose rows are printed.
pub(crate) struct Streams(Vec<StreamId>);

impl Streams {
    /// The named streams of a plan; `*` is every one.
    pub(crate) fn choose(plan: &Plan, names: &[String]) -> Result<Self, Failure> {
        if names.iter().any(|name| name == "*") {
            return Ok(Self((0..plan.streams.len()).map(StreamId).collect()));
        }
        let find = |name: &String| {
            plan.find_stream(name).or_else(|| plan.find_stream(&name.to_uppercase())).ok_or_else(|| {
                let known: Vec<&str> = plan.streams.iter().map(|stream| stream.name.as_str()).collect();
                Failure::input(format!(
                    "error[CLI0004]: the program has no stream '{name}'; it has {}",
                    known.join(", ")
                ))
            })
        };
        names.iter().map(find).collect::<Result<_, _>>().map(Self)
    }

    pub(crate) fn contains(&self, stream: StreamId) -> bool {
        self.0.contains(&stream)
    }
}
