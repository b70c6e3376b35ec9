//! The streams and functions of a program, as far as their statements are written.

use rillcut_record::DataType;

use super::words::Words;
use crate::check::{Catalog, SourceColumns};

/// A column that can be named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    /// Stored name.
    pub(super) name: String,
    /// Its type as written, or nothing where it is not known.
    pub(super) data_type: String,
}

/// A stream or a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    /// Stored name.
    pub(super) name: String,
    /// What it is: `source`, `stream`, `reference data`.
    pub(super) what: &'static str,
    pub(super) columns: Vec<Column>,
}

/// A function that the program creates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Created {
    /// Stored name.
    pub(super) name: String,
    /// `F(X DOUBLE) RETURNS DOUBLE`.
    pub(super) signature: String,
}

/// What a program can name.
#[derive(Debug, Clone, Default)]
pub(super) struct Outline {
    /// The source first, then the program's streams, then reference data.
    pub(super) tables: Vec<Table>,
    pub(super) functions: Vec<Created>,
}

impl Outline {
    pub(super) fn of(words: &Words<'_>, catalog: &Catalog) -> Self {
        let mut outline = Self::default();
        let column = |name: &str, data_type: DataType| Column {
            name: name.to_owned(),
            data_type: data_type.to_string(),
        };
        let mut columns: Vec<Column> = match &catalog.source.columns {
            SourceColumns::Known(fields) => {
                fields.iter().map(|field| column(&field.name, field.data_type)).collect()
            }
            SourceColumns::Unknown => Vec::new(),
        };
        columns.push(column("APPROXIMATE_ARRIVAL_TIME", DataType::Timestamp));
        outline.tables.push(Table { name: catalog.source.name.clone(), what: "source", columns });
        let mut at = 0;
        while at < words.len() {
            if words.is(at, "CREATE") {
                let what = if words.is(at + 1, "OR") { at + 3 } else { at + 1 };
                if words.is(what, "STREAM") {
                    outline.tables.extend(stream(words, what + 1));
                } else if words.is(what, "FUNCTION") {
                    outline.functions.extend(function(words, what + 1));
                }
            }
            at += 1;
        }
        outline.tables.extend(catalog.references.iter().map(|reference| Table {
            name: reference.name.clone(),
            what: "reference data",
            columns: reference.fields.iter().map(|field| column(&field.name, field.data_type)).collect(),
        }));
        outline
    }

    /// The table of that stored name.
    pub(super) fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }
}

fn stream(words: &Words<'_>, name: usize) -> Option<Table> {
    let table = words.name(name)?.into_owned();
    let mut columns = Vec::new();
    if words.is(name + 1, "(") {
        let end = words.behind(name + 1);
        let mut at = name + 2;
        while at < end {
            let (next, data_type) = column_type(words, at + 1, end);
            if let Some(name) = words.name(at) {
                columns.push(Column { name: name.into_owned(), data_type });
            }
            at = next;
        }
    }
    Some(Table { name: table, what: "stream", columns })
}

/// The words up to the comma or the end of a list, as a type; and where the next item begins.
fn column_type(words: &Words<'_>, from: usize, end: usize) -> (usize, String) {
    let mut depth = 0usize;
    let mut text = String::new();
    for at in from..end {
        match words.get(at) {
            "," | ")" if depth == 0 => return (at + 1, text),
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        let word = words.get(at);
        let tight = text.is_empty() || text.ends_with('(') || matches!(word, "(" | ")" | ",");
        if !tight {
            text.push(' ');
        }
        text.push_str(&word.to_ascii_uppercase());
    }
    (end, text)
}

fn function(words: &Words<'_>, name: usize) -> Option<Created> {
    let stored = words.name(name)?.into_owned();
    if !words.is(name + 1, "(") {
        return None;
    }
    let end = words.behind(name + 1);
    let returns =
        if words.is(end, "RETURNS") { column_type(words, end + 1, end + 2).1 } else { String::new() };
    let from = words.token(name)?.span.start as usize;
    let to = words.token(end.checked_sub(1)?)?.span.end as usize;
    let written = words.text[from..to].split_whitespace().collect::<Vec<_>>().join(" ");
    let signature = if returns.is_empty() { written } else { format!("{written} RETURNS {returns}") };
    Some(Created { name: stored, signature })
}
