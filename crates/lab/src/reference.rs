//! Reference data: a file of rows that programs join their stream with (spec/kda-sql.md 10.3).
//!
//! The service keeps such a file in a bucket and loads it when the application starts; here its text lies in the lab file, or in a
//! file of the command line. Without a schema one is discovered, a CSV header included (13.3). Rows that do not fit the schema are
//! left out and stand in `error_stream` from the start: a table is nothing to stop a program for.

use std::sync::Arc;

use rillcut_record::{
    Batch, Decoder, ErrorKind, ErrorRow, ErrorRows, Fields, RecordError, RecordFormat, Records, SourceSchema,
    discover, discover_table, split_lines,
};
use rillcut_sql::{Catalog, plan::Plan};
use serde::{Deserialize, Serialize};

use crate::file::{ReferenceSpec, SchemaText};

/// Most bytes of a table, as the service allows for its object (spec/kda-sql.md 18).
pub const MAX_REFERENCE: usize = 1 << 30;

/// How the text of reference data is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReferenceFormat {
    /// Rows of delimited text; without a schema the first may be a header.
    Csv,
    /// JSON objects, one after another or in an array.
    Json,
}

/// A table ready to be joined.
#[derive(Debug, Clone)]
pub struct Reference {
    name: String,
    fields: Fields,
    rows: Arc<Batch>,
    faults: Vec<Fault>,
}

/// A row that does not fit the schema.
#[derive(Debug, Clone)]
struct Fault {
    error: RecordError,
    data: Vec<u8>,
}

impl Reference {
    /// Reads a table's text. `name` is the name in SQL, in its stored form.
    ///
    /// # Errors
    /// When the schema cannot be decoded with, or none can be found.
    pub fn read(
        name: impl Into<String>,
        text: &[u8],
        format: ReferenceFormat,
        schema: Option<&SourceSchema>,
    ) -> Result<Self, rillcut_record::Error> {
        let text = text.get(..MAX_REFERENCE).unwrap_or(text);
        let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
        if let Some(schema) = schema {
            let ends = match &schema.format {
                RecordFormat::Json { .. } => {
                    return Self::decoded(name.into(), Values::of(text).records(), schema);
                }
                RecordFormat::Csv { row_delimiter, .. } if row_delimiter.ends_with('\n') => split_lines(text),
                RecordFormat::Csv { .. } => vec![text.len() as u32],
            };
            return Self::decoded(name.into(), Records { bytes: text, ends: &ends }, schema);
        }
        match format {
            ReferenceFormat::Json => {
                let values = Values::of(text);
                let schema = discover(values.records())?;
                if !matches!(schema.format, RecordFormat::Json { .. }) {
                    return Err(ErrorKind::UnableToDetectSchema.into());
                }
                Self::decoded(name.into(), values.records(), &schema)
            }
            ReferenceFormat::Csv => {
                let table = discover_table(text)?;
                Self::decoded(name.into(), table.records(), &table.schema)
            }
        }
    }

    /// A table of a lab file.
    ///
    /// # Errors
    /// As [`Self::read`], and when the table's own schema cannot be read.
    pub fn of(table: &ReferenceSpec) -> Result<Self, rillcut_record::Error> {
        let schema =
            table.schema.as_ref().map(|SchemaText(text)| SourceSchema::from_json(text)).transpose()?;
        Self::read(table.name.clone(), table.text.as_bytes(), table.format, schema.as_ref())
    }

    fn decoded(
        name: String,
        records: Records<'_>,
        schema: &SourceSchema,
    ) -> Result<Self, rillcut_record::Error> {
        let decoded = Decoder::new(schema)?.decode(records);
        let rowtimes = vec![0; decoded.rows()];
        let columns = decoded.columns.into_iter().map(Arc::new).collect();
        let faults = decoded
            .errors
            .into_iter()
            .map(|error| {
                let data = error.data(records.bytes).to_vec();
                Fault { error, data }
            })
            .collect();
        let rows = Arc::new(Batch { rowtimes, columns, bound: 0 });
        Ok(Self { name, fields: schema.fields(), rows, faults })
    }

    /// Name in SQL, in its stored form.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its columns.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The rows that can be met.
    pub(crate) fn rows(&self) -> &Batch {
        &self.rows
    }

    /// Rows that can be met.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether no row can be met.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Rows of the text that do not fit and are left out.
    pub fn left_out(&self) -> usize {
        self.faults.len()
    }
}

/// A catalog with these tables.
#[must_use]
pub fn with_references(catalog: Catalog, references: &[Reference]) -> Catalog {
    references
        .iter()
        .fold(catalog, |catalog, table| catalog.with_reference(table.name.clone(), table.fields.clone()))
}

/// The rows of a plan's tables, in its order, as far as they are there.
pub(crate) fn rows_of(plan: &Plan, references: &[Reference]) -> Vec<Arc<Batch>> {
    plan.references
        .iter()
        .map_while(|table| references.iter().find(|known| known.name == table.name))
        .map(|known| Arc::clone(&known.rows))
        .collect()
}

/// Rows of `error_stream` for what does not fit, at the time when the tables were loaded.
pub(crate) fn error_rows(references: &[Reference], time: i64) -> ErrorRows {
    let mut rows = ErrorRows::new();
    for table in references {
        for Fault { error, data } in &table.faults {
            rows.push(&ErrorRow {
                time,
                name: error.code(),
                message: &format!("reference data \"{}\": {}", table.name, error.message),
                data_rowtime: None,
                data,
                pump: None,
            });
        }
    }
    rows
}

/// The values of a JSON text as records, whether objects follow one another or stand in an array, on lines of their own or not.
/// What is no object is left to the decoder to refuse.
#[derive(Debug, Default)]
pub(crate) struct Values {
    pub(crate) bytes: Vec<u8>,
    pub(crate) ends: Vec<u32>,
}

impl Values {
    pub(crate) fn of(text: &[u8]) -> Self {
        let mut values = Self::default();
        let text = text.trim_ascii();
        let text = match text {
            [b'[', inside @ .., b']'] => inside,
            _ => text,
        };
        let (mut depth, mut in_string, mut escaped) = (0_u32, false, false);
        let mut start = 0;
        for (at, byte) in text.iter().enumerate() {
            if in_string {
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' => escaped = true,
                    b'"' => in_string = false,
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => in_string = true,
                b'{' | b'[' => {
                    if depth == 0 {
                        values.add(&text[start..at]);
                        start = at;
                    }
                    depth += 1;
                }
                b'}' | b']' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        values.add(&text[start..=at]);
                        start = at + 1;
                    }
                }
                _ => {}
            }
        }
        values.add(&text[start..]);
        values
    }

    /// Adds what is more than the space and the comma between two values.
    fn add(&mut self, value: &[u8]) {
        if value.iter().any(|byte| !byte.is_ascii_whitespace() && *byte != b',') {
            self.bytes.extend_from_slice(value);
            self.ends.push(self.bytes.len() as u32);
        }
    }

    pub(crate) fn records(&self) -> Records<'_> {
        Records { bytes: &self.bytes, ends: &self.ends }
    }
}

#[cfg(test)]
mod tests {
    use rillcut_record::{DataType, Value};

    use super::*;

    fn rows(table: &Reference) -> Vec<Vec<Value>> {
        (0..table.len()).map(|row| table.rows.row(row)).collect()
    }

    fn names(table: &Reference) -> Vec<&str> {
        table.fields.iter().map(|field| field.name.as_str()).collect()
    }

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[test]
    fn a_csv_header_names_the_columns() {
        let csv = "Ticker,Company\r\nAMZN,\"Amazon, Inc\"\r\nTBV,Tree\r\n";
        let table = Reference::read("T", csv.as_bytes(), ReferenceFormat::Csv, None).unwrap();
        assert_eq!(names(&table), ["Ticker", "Company"]);
        assert_eq!(rows(&table), [[text("AMZN"), text("Amazon, Inc")], [text("TBV"), text("Tree")]]);
        assert_eq!(table.left_out(), 0);
    }

    #[test]
    fn json_may_be_lines_or_an_array() {
        let lines = "{\"k\":1,\"n\":\"a}\"}\n{\"k\":2,\"n\":\"b\"}\n";
        let array = "[\n  {\"k\": 1, \"n\": \"a}\"},\n  {\n\"k\": 2, \"n\": \"b\"}\n]\n";
        for json in [lines, array] {
            let table = Reference::read("T", json.as_bytes(), ReferenceFormat::Json, None).unwrap();
            assert_eq!(names(&table), ["k", "n"]);
            let expected = [[Value::Long(1), text("a}")], [Value::Long(2), text("b")]];
            assert_eq!(rows(&table), expected, "{json}");
        }
    }

    #[test]
    fn rows_that_do_not_fit_are_left_out_and_said() {
        let schema = SourceSchema::csv([("K", DataType::Integer), ("N", DataType::TEXT)]);
        let csv = "K,N\n1,a\nx,b\n2,c\n";
        let table = Reference::read("T", csv.as_bytes(), ReferenceFormat::Csv, Some(&schema)).unwrap();
        assert_eq!((table.len(), table.left_out()), (2, 2));
        let said = error_rows(&[table], 1000).take(2000);
        assert_eq!(said.rowtimes, [1000, 1000]);
        let Value::Text(message) = said.columns[3].value(1) else { panic!() };
        assert!(message.starts_with("reference data \"T\": "), "{message}");
        let json =
            Reference::read("T", b"{\"k\":1},{\"k\":3} nonsense {\"k\":2", ReferenceFormat::Json, None)
                .unwrap();
        assert_eq!((json.len(), json.left_out()), (2, 2));
    }

    #[test]
    fn nothing_is_no_table() {
        for format in [ReferenceFormat::Csv, ReferenceFormat::Json] {
            assert_eq!(Reference::read("T", b"", format, None).unwrap_err().code(), "REC0020");
        }
    }
}
