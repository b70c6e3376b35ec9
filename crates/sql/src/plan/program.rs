//! Streams and pumps of a program.

use rillcut_record::Fields;
use serde::{Deserialize, Serialize};

use super::node::Node;
use crate::span::Span;

/// A checked program, ready to run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Every stream: the source first, then the program's in order of creation, `error_stream` last.
    pub streams: Vec<Stream>,
    /// Every pump in order of creation, stopped ones too.
    pub pumps: Vec<Pump>,
    /// The reference tables that the program can read, in the catalog's order.
    pub references: Vec<Reference>,
}

/// Position in [`Plan::references`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ReferenceId(pub usize);

/// A table of reference data: rows that are there before the program starts and do not change while it runs
/// (spec/kda-sql.md 10.3). It has no ROWTIME.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    /// Name in its stored form.
    pub name: String,
    /// Columns.
    pub fields: Fields,
}

/// Position in [`Plan::streams`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StreamId(pub usize);

/// Where a stream's rows come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum StreamKind {
    /// Decoded records. Its last field is APPROXIMATE_ARRIVAL_TIME.
    Source,
    /// `CREATE STREAM`: rows of the pumps that insert into it.
    Application,
    /// `error_stream`: rows that failed (spec/kda-sql.md 14).
    Error,
}

/// An in-application stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stream {
    /// Name in its stored form.
    pub name: String,
    /// Where its rows come from.
    pub kind: StreamKind,
    /// Columns; ROWTIME is not among them.
    pub fields: Fields,
    /// The `CREATE STREAM` statement; `None` for the source and `error_stream`.
    pub span: Option<Span>,
}

/// A continuous `INSERT INTO … SELECT STREAM …`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pump {
    /// Name in its stored form.
    pub name: String,
    /// The stream it inserts into.
    pub target: StreamId,
    /// False for `STOPPED`.
    pub started: bool,
    /// The query. Its fields are exactly the target's in order and type: the checker adds the projection that
    /// places listed columns, fills the others with NULL and casts.
    pub root: Node,
    /// The `CREATE PUMP` statement.
    pub span: Span,
}

impl Plan {
    /// The stream of an identifier.
    pub fn stream(&self, id: StreamId) -> &Stream {
        &self.streams[id.0]
    }

    /// The stream of that stored name.
    pub fn find_stream(&self, name: &str) -> Option<StreamId> {
        self.streams.iter().position(|stream| stream.name == name).map(StreamId)
    }

    /// The reference table of an identifier.
    pub fn reference(&self, id: ReferenceId) -> &Reference {
        &self.references[id.0]
    }

    /// The position of `error_stream`.
    pub fn error_stream(&self) -> StreamId {
        StreamId(self.streams.len() - 1)
    }
}
