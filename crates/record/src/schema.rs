//! The schema of a streaming source: how records become rows (spec/kda-sql.md 13).
//!
//! Held with types read and names as they are; its JSON form (AWS's InputSchema) is in `schema_json`. A schema can be
//! built by hand, so what cannot be decoded is found by [`SourceSchema::check`], not by the constructor.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, ErrorKind},
    field::{Field, Fields},
    json_path::{Step, parse_path},
    path_tree::PathTree,
    types::DataType,
};

/// Most columns of a schema.
pub const MAX_COLUMNS: usize = 1000;
/// Most characters of a column's name.
pub const MAX_NAME: usize = 128;

/// RecordColumnDelimiter of raw text: a character that text does not have. InputSchema JSON knows JSON and CSV only, so raw text is CSV with one
/// column and this delimiter; quotes mean nothing in it (spec/kda-sql.md 13.1).
pub const RAW_DELIMITER: &str = "\u{1}";

/// How the records of a source become rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceSchema {
    /// JSON or CSV.
    pub format: RecordFormat,
    /// The columns, in order; 1 to [`MAX_COLUMNS`].
    pub columns: Vec<RecordColumn>,
}

/// The format of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RecordFormat {
    /// JSON text.
    Json {
        /// RecordRowPath: where in the record its rows are; `$` for the record itself. Mappings begin at the row.
        row_path: String,
    },
    /// Delimited text.
    Csv {
        /// RecordColumnDelimiter.
        column_delimiter: String,
        /// RecordRowDelimiter.
        row_delimiter: String,
    },
}

/// One column of a [`SourceSchema`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordColumn {
    /// The column's name, in its case.
    pub name: String,
    /// JSON: the path of the value in a row. CSV has none: columns go by position.
    pub mapping: Option<String>,
    /// SQL type.
    pub data_type: DataType,
}

impl SourceSchema {
    /// A JSON schema with a column a `(name, path, type)` and the record as row.
    pub fn json<'a>(columns: impl IntoIterator<Item = (&'a str, &'a str, DataType)>) -> Self {
        let columns = columns.into_iter().map(|(name, mapping, data_type)| RecordColumn {
            name: name.to_owned(),
            mapping: Some(mapping.to_owned()),
            data_type,
        });
        Self { format: RecordFormat::Json { row_path: "$".to_owned() }, columns: columns.collect() }
    }

    /// A CSV schema with a column a `(name, type)`, commas and a row a line.
    pub fn csv<'a>(columns: impl IntoIterator<Item = (&'a str, DataType)>) -> Self {
        let columns = columns.into_iter().map(|(name, data_type)| RecordColumn {
            name: name.to_owned(),
            mapping: None,
            data_type,
        });
        let format = RecordFormat::Csv { column_delimiter: ",".to_owned(), row_delimiter: "\n".to_owned() };
        Self { format, columns: columns.collect() }
    }

    /// A schema for raw text: each line is one value of one column, for functions that take logs apart.
    pub fn raw(name: &str, data_type: DataType) -> Self {
        let format =
            RecordFormat::Csv { column_delimiter: RAW_DELIMITER.to_owned(), row_delimiter: "\n".to_owned() };
        Self { format, ..Self::csv([(name, data_type)]) }
    }

    /// The columns of the rows, all nullable: a missing element is NULL.
    pub fn fields(&self) -> Fields {
        self.columns.iter().map(|column| Field::new(column.name.clone(), column.data_type)).collect()
    }

    /// Whether records can be decoded with it.
    ///
    /// # Errors
    /// The number of columns, their names, types and mappings, the delimiters.
    pub fn check(&self) -> Result<(), Error> {
        if self.columns.is_empty() || self.columns.len() > MAX_COLUMNS {
            return Err(ErrorKind::ColumnCount(self.columns.len()).into());
        }
        let mut names = BTreeSet::new();
        for column in &self.columns {
            check_name(&column.name)?;
            if !names.insert(column.name.as_str()) {
                return Err(ErrorKind::DuplicateColumn(column.name.clone()).into());
            }
        }
        match &self.format {
            RecordFormat::Json { row_path } => {
                check_row_path(row_path)?;
                for column in &self.columns {
                    if column.mapping.is_none() {
                        return Err(ErrorKind::NoMapping(column.name.clone()).into());
                    }
                }
                PathTree::new(self.columns.iter().filter_map(|column| column.mapping.as_deref()))?;
            }
            RecordFormat::Csv { column_delimiter, row_delimiter } => {
                check_delimiters(column_delimiter, row_delimiter)?;
            }
        }
        Ok(())
    }
}

pub(crate) fn check_name(name: &str) -> Result<(), ErrorKind> {
    if name.is_empty() || name.chars().count() > MAX_NAME { Err(ErrorKind::ColumnName) } else { Ok(()) }
}

/// RecordRowPath names an object or an array; it cannot lead through an array.
pub(crate) fn check_row_path(text: &str) -> Result<(), ErrorKind> {
    if parse_path(text)?.contains(&Step::Elements) {
        let reason = "RecordRowPath cannot lead through an array";
        return Err(ErrorKind::Path { text: text.to_owned(), reason });
    }
    Ok(())
}

pub(crate) fn check_delimiters(column: &str, row: &str) -> Result<(), ErrorKind> {
    let unusable = |text: &str| text.is_empty() || text.contains('"') || text.len() > 1024;
    if unusable(column) || unusable(row) || column == row { Err(ErrorKind::Delimiter) } else { Ok(()) }
}
