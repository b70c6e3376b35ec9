//! Statements (spec/kda-sql.md 5).

use rillcut_record::DataType;

use super::{
    expr::Expr,
    ident::{Ident, Name},
    place::Place,
    query::Query,
};

/// A whole text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Program {
    /// The statements that could be read, in order.
    pub statements: Vec<Statement>,
}

/// A statement and its place, without the semicolon.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// What it is.
    pub kind: StatementKind,
    /// Where it stands.
    pub span: Place,
}

/// The forms of a statement.
#[derive(Debug, Clone, PartialEq)]
pub enum StatementKind {
    /// `CREATE STREAM`.
    CreateStream(CreateStream),
    /// `CREATE PUMP`.
    CreatePump(CreatePump),
    /// `CREATE FUNCTION`.
    CreateFunction(Box<CreateFunction>),
    /// An INSERT outside a pump: parses, since documents show fragments, but does not run.
    Insert(Insert),
    /// A query outside a pump; likewise.
    Query(Query),
}

/// `CREATE [OR REPLACE] STREAM name (…) [DESCRIPTION 'text']`.
#[derive(Debug, Clone, PartialEq)]
pub struct CreateStream {
    /// OR REPLACE.
    pub replace: bool,
    /// The stream.
    pub name: Name,
    /// One or more.
    pub columns: Vec<ColumnDef>,
    /// DESCRIPTION.
    pub description: Option<String>,
}

/// `name type [NOT NULL]`.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnDef {
    /// The column.
    pub name: Ident,
    /// Its type.
    pub data_type: DataType,
    /// NOT NULL.
    pub not_null: bool,
    /// Where it stands.
    pub span: Place,
}

/// `CREATE [OR REPLACE] PUMP name [DESCRIPTION 'text'] [STOPPED] AS INSERT …`.
#[derive(Debug, Clone, PartialEq)]
pub struct CreatePump {
    /// OR REPLACE.
    pub replace: bool,
    /// The pump.
    pub name: Name,
    /// DESCRIPTION.
    pub description: Option<String>,
    /// STOPPED.
    pub stopped: bool,
    /// What it does.
    pub insert: Insert,
}

/// `INSERT [EXPEDITED] INTO stream [(c, …)] query`.
#[derive(Debug, Clone, PartialEq)]
pub struct Insert {
    /// EXPEDITED.
    pub expedited: bool,
    /// The stream.
    pub target: Name,
    /// The listed columns; all of them, by position, when empty.
    pub columns: Vec<Ident>,
    /// The rows.
    pub query: Query,
}

/// `CREATE [OR REPLACE] FUNCTION f (…) RETURNS type … RETURN expr`.
#[derive(Debug, Clone, PartialEq)]
pub struct CreateFunction {
    /// OR REPLACE.
    pub replace: bool,
    /// The function.
    pub name: Name,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// RETURNS.
    pub returns: DataType,
    /// Characteristics (LANGUAGE SQL, DETERMINISTIC, …) in the order written, upper-case; names as written.
    pub characteristics: Vec<String>,
    /// RETURN.
    pub body: Expr,
}

/// `p type`.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// p.
    pub name: Ident,
    /// Its type.
    pub data_type: DataType,
}
