//! The list of columns that VARIABLE_COLUMN_LOG_PARSE and FIXED_COLUMN_LOG_PARSE take as a text (spec/kda-sql.md 11).

use rillcut_record::DataType;

use super::{Parse, Parser};
use crate::diagnostic::Diagnostic;

/// `name TYPE type [NOT NULL] ['date format'] [START n [FOR n]]`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LogColumn {
    /// Stored name.
    pub(crate) name: String,
    pub(crate) data_type: DataType,
    /// Of a DATE, TIME or TIMESTAMP.
    pub(crate) format: Option<String>,
    /// Characters before it.
    pub(crate) start: Option<u64>,
    /// Characters; to the end of the line when missing.
    pub(crate) length: Option<u64>,
}

/// Reads such a list; the places of faults are those in `text`.
pub(crate) fn log_columns(text: &str) -> Result<Vec<LogColumn>, Vec<Diagnostic>> {
    let mut parser = Parser::new(text);
    let columns = parser.log_columns();
    match columns {
        Ok(columns) if parser.diagnostics.is_empty() => Ok(columns),
        _ => Err(parser.diagnostics),
    }
}

impl Parser<'_> {
    fn log_columns(&mut self) -> Parse<Vec<LogColumn>> {
        let mut columns = vec![self.log_column()?];
        while self.eat(",") {
            columns.push(self.log_column()?);
        }
        if self.at_end() { Ok(columns) } else { Err(self.unexpected("\",\" or the end of the list")) }
    }

    fn log_column(&mut self) -> Parse<LogColumn> {
        let name = self.ident("the name of a column")?.stored().into_owned();
        self.expect_word("TYPE")?;
        let data_type = self.data_type()?;
        self.eat_words(&["NOT", "NULL"]);
        let format = if self.is_string(0) { Some(self.string("a date format")?) } else { None };
        let start = if self.eat_word("START") { Some(self.whole_number()?) } else { None };
        let length = if start.is_some() && self.eat_word("FOR") { Some(self.whole_number()?) } else { None };
        Ok(LogColumn { name, data_type, format, start, length })
    }
}
