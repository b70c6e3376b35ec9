//! What can be wrong with a schema or a sample: a code, a place, one sentence, a hint.
//!
//! Records that do not fit a schema are not errors of this kind: they are data, see [`RecordError`](crate::RecordError).

use std::fmt;

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Bytes before it.
    pub offset: usize,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

impl Place {
    /// The place `offset` bytes into `text`; past the end is the end.
    pub fn of(text: &str, offset: usize) -> Self {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = &text[..offset];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.bytes().filter(|&byte| byte == b'\n').count() as u32 + 1;
        let column = before[line_start..].chars().count() as u32 + 1;
        Self { offset, line, column }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// Why a schema, a type's text or a sample is of no use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: Box<ErrorKind>,
    place: Option<Place>,
}

impl Error {
    /// An error at a place.
    pub(crate) fn at(kind: ErrorKind, place: Place) -> Self {
        Self { kind: Box::new(kind), place: Some(place) }
    }

    /// What is wrong.
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// Where, when the text is known.
    pub fn place(&self) -> Option<Place> {
        self.place
    }

    /// The stable code, such as `REC0004`.
    pub fn code(&self) -> &'static str {
        self.kind.code()
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<&'static str> {
        self.kind.hint()
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self { kind: Box::new(kind), place: None }
    }
}

/// The sentence alone; place and code are put before it by whoever shows it.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)
    }
}

impl std::error::Error for Error {}

/// The kinds of [`Error`]; their text is one plain sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The text is not JSON.
    #[error("the text is not valid JSON: {0}")]
    NotJson(&'static str),
    /// A member that must be there is not.
    #[error("{object} has no {member}")]
    Missing {
        /// The object that lacks it.
        object: &'static str,
        /// The member.
        member: &'static str,
    },
    /// A member holds another kind of JSON value than it must.
    #[error("{member} must be {wanted}")]
    WrongKind {
        /// The member.
        member: &'static str,
        /// What it must be.
        wanted: &'static str,
    },
    /// The text of an SQL type is not understood.
    #[error("\"{text}\" is not a column type: {reason}")]
    Type {
        /// The text.
        text: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A Mapping or a RecordRowPath is not understood.
    #[error("\"{text}\" is not a usable path: {reason}")]
    Path {
        /// The text.
        text: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// RecordFormatType is neither JSON nor CSV.
    #[error("RecordFormatType \"{0}\" is neither JSON nor CSV")]
    Format(String),
    /// An encoding other than UTF-8.
    #[error("RecordEncoding \"{0}\" is not UTF-8")]
    Encoding(String),
    /// No columns, or too many.
    #[error("a schema has 1 to 1000 columns, this one has {0}")]
    ColumnCount(usize),
    /// Two columns of one name.
    #[error("two columns are named \"{0}\"")]
    DuplicateColumn(String),
    /// An empty name or one that is too long.
    #[error("a column name has 1 to 128 characters")]
    ColumnName,
    /// More than one array is flattened.
    #[error("\"{0}\" and \"{1}\" flatten two arrays, only one can be")]
    TwoArrays(String, String),
    /// A delimiter of no use.
    #[error("a CSV delimiter must not be empty, hold a quote, or equal the other delimiter")]
    Delimiter,
    /// The schema document is too large.
    #[error("the schema is larger than 4 MiB")]
    TooLarge,
    /// A JSON column without a mapping.
    #[error("column \"{0}\" has no Mapping, and the format is JSON")]
    NoMapping(String),
    /// Nothing to discover a schema from.
    #[error("there are no records to discover a schema from")]
    NoRecords,
    /// The sample is JSON and no objects, or JSON that is broken; for a table also text that is no CSV.
    #[error("the records are neither JSON objects nor CSV rows of one width nor raw text")]
    UnableToDetectSchema,
    /// Columns of a discovered schema beyond the limit.
    #[error("the records have {0} elements, a schema has at most 1000 columns")]
    TooManyElements(usize),
}

impl ErrorKind {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotJson(_) => "REC0001",
            Self::Missing { .. } => "REC0002",
            Self::WrongKind { .. } => "REC0003",
            Self::Type { .. } => "REC0004",
            Self::Path { .. } => "REC0005",
            Self::Format(_) => "REC0006",
            Self::Encoding(_) => "REC0007",
            Self::ColumnCount(_) => "REC0008",
            Self::DuplicateColumn(_) => "REC0009",
            Self::ColumnName => "REC0010",
            Self::TwoArrays(..) => "REC0011",
            Self::Delimiter => "REC0012",
            Self::TooLarge => "REC0013",
            Self::NoMapping(_) => "REC0014",
            Self::NoRecords => "REC0020",
            Self::UnableToDetectSchema => "REC0021",
            Self::TooManyElements(_) => "REC0022",
        }
    }

    /// What to do about it, where there is something.
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::Missing { member: "RecordColumns", .. } => {
                "a schema is {\"RecordColumns\": […], \"RecordFormat\": {…}}, as DescribeApplication gives it"
            }
            Self::Type { .. } => {
                "types are TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL(p,s), REAL, DOUBLE, BOOLEAN, CHAR(n), VARCHAR(n), \
                 BINARY(n), VARBINARY(n), DATE, TIME, TIMESTAMP"
            }
            Self::Path { .. } => "write $.name, $.parent.name, $.array[0:] or $.array[0:].name",
            Self::Encoding(_) => "convert the records to UTF-8 and leave RecordEncoding out",
            Self::TwoArrays(..) => "map the second array as one text: $.array[0:]",
            Self::NoMapping(_) => "add \"Mapping\": \"$.name\"",
            Self::NoRecords => "start the sender first, then discover",
            Self::UnableToDetectSchema => "write the schema by hand, or send one JSON object a record",
            _ => return None,
        })
    }
}
