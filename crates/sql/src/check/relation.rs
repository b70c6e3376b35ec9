//! What a query gives, and what names an expression can use.

use rillcut_record::{DataType, Field, Fields};

use super::monotonic::Motion;
use crate::{
    plan::{Expr, ExprKind, Node, Operator},
    span::Span,
};

/// A column that expressions can name.
#[derive(Debug, Clone)]
pub(super) struct ScopeColumn {
    pub(super) name: String,
    pub(super) data_type: DataType,
    pub(super) nullable: bool,
    /// How it moves with the rows' ROWTIME.
    pub(super) motion: Option<Motion>,
    /// Not part of `*` and not found by name: a ROWTIME among the columns of a subquery, APPROXIMATE_ARRIVAL_TIME in `*`.
    pub(super) visible: Visible,
}

/// How a column can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Visible {
    /// By name and by `*`.
    Full,
    /// By name only: APPROXIMATE_ARRIVAL_TIME.
    ByName,
    /// Not at all: a ROWTIME without alias in a subquery's list, since ROWTIME there is the row's own time.
    No,
}

/// Rows with named columns: a table of FROM, or a whole query.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    pub(super) node: Node,
    /// One a field of the node.
    pub(super) columns: Vec<ScopeColumn>,
    /// There may be more columns, of unknown names.
    pub(super) open: bool,
    /// Where a column is spoken of that has no place of its own: the select list, when the rows pass as they are.
    pub(super) origin: Span,
}

/// Where ROWTIME of a table's row is.
#[derive(Debug, Clone, Copy)]
pub(super) enum RowtimeAt {
    /// Beside the columns.
    Own,
    /// In this column, behind a join.
    Column(usize),
    /// Nowhere: reference data has none.
    Nowhere,
}

/// One table of FROM.
#[derive(Debug, Clone)]
pub(super) struct ScopeTable {
    /// Its alias or name, stored.
    pub(super) name: Option<String>,
    /// Its columns within the scope's.
    pub(super) columns: std::ops::Range<usize>,
    pub(super) rowtime: RowtimeAt,
    pub(super) open: bool,
}

/// All that an expression of a SELECT can name.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope {
    pub(super) tables: Vec<ScopeTable>,
    /// One a field of the node below.
    pub(super) columns: Vec<ScopeColumn>,
    /// Columns of USING and NATURAL: one name for both sides.
    pub(super) merged: Vec<Merged>,
    /// Its columns are the parameters of a function.
    pub(super) is_function: bool,
}

/// A column that USING made of two.
#[derive(Debug, Clone)]
pub(super) struct Merged {
    pub(super) name: String,
    pub(super) expr: Expr,
    /// The columns it is made of.
    pub(super) from: [usize; 2],
}

/// A name looked up.
pub(super) enum Found {
    Column(usize),
    Merged(Expr),
    /// Any name is a column of some table here.
    Open,
    Ambiguous,
    Missing,
}

impl Relation {
    /// Rows of nothing known, after a fault.
    pub(super) fn unknown(span: Span) -> Self {
        let node = Node { operator: Operator::Union(Vec::new()), fields: Vec::new(), span };
        Self { node, columns: Vec::new(), open: true, origin: span }
    }

    /// The scope of a query over this alone.
    pub(super) fn into_scope(self, name: Option<String>) -> (Node, Scope) {
        self.into_scope_with(name, RowtimeAt::Own)
    }

    /// The same with another place of ROWTIME.
    pub(super) fn into_scope_with(self, name: Option<String>, rowtime: RowtimeAt) -> (Node, Scope) {
        let table = ScopeTable { name, columns: 0..self.columns.len(), rowtime, open: self.open };
        let scope =
            Scope { tables: vec![table], columns: self.columns, merged: Vec::new(), is_function: false };
        (self.node, scope)
    }
}

impl ScopeColumn {
    pub(super) fn new(field: &Field) -> Self {
        Self {
            name: field.name.clone(),
            data_type: field.data_type,
            nullable: field.nullable,
            motion: None,
            visible: Visible::Full,
        }
    }

    pub(super) fn field(&self) -> Field {
        Field { name: self.name.clone(), data_type: self.data_type, nullable: self.nullable }
    }
}

/// Fields of columns.
pub(super) fn fields(columns: &[ScopeColumn]) -> Fields {
    columns.iter().map(ScopeColumn::field).collect()
}

impl Scope {
    /// A column without its table.
    pub(super) fn find(&self, name: &str) -> Found {
        if let Some(merged) = self.merged.iter().find(|merged| merged.name == name) {
            return Found::Merged(merged.expr.clone());
        }
        let mut named = self.named(name, 0..self.columns.len());
        match (named.next(), named.next()) {
            (Some(index), None) => Found::Column(index),
            (Some(_), Some(_)) => Found::Ambiguous,
            (None, _) if self.is_open() => Found::Open,
            (None, _) => Found::Missing,
        }
    }

    /// A column of a table.
    pub(super) fn find_in(&self, table: &ScopeTable, name: &str) -> Found {
        let mut named = self.named(name, table.columns.clone());
        match (named.next(), named.next()) {
            (Some(index), None) => Found::Column(index),
            (Some(_), Some(_)) => Found::Ambiguous,
            (None, _) if table.open => Found::Open,
            (None, _) => Found::Missing,
        }
    }

    fn named<'s>(
        &'s self,
        name: &'s str,
        within: std::ops::Range<usize>,
    ) -> impl Iterator<Item = usize> + 's {
        within.filter(move |&index| {
            let column = &self.columns[index];
            column.visible != Visible::No && column.name == name
        })
    }

    /// The table of that stored name.
    pub(super) fn table(&self, name: &str) -> Option<&ScopeTable> {
        self.tables.iter().find(|table| table.name.as_deref() == Some(name))
    }

    /// Whether any table may have columns that are not known.
    pub(super) fn is_open(&self) -> bool {
        self.tables.iter().any(|table| table.open)
    }

    /// The column as an expression.
    pub(super) fn column(&self, index: usize, span: Span) -> Expr {
        Expr { kind: ExprKind::Column(index), data_type: self.columns[index].data_type, span }
    }
}
