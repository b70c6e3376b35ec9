//! Queries as written (spec/kda-sql.md 5, 7–10, 12).

use super::{
    expr::{Expr, Quantifier, WindowRef, WindowSpec},
    ident::{Ident, Name},
    place::Place,
};

/// `SELECT …`, `… UNION ALL …`, `VALUES …`, with its ORDER BY.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// The rows.
    pub body: QueryBody,
    /// ORDER BY.
    pub order: Vec<OrderItem>,
    /// Where it stands.
    pub span: Place,
    /// Nodes on the longest way down, see [`Query::height`].
    pub(super) height: u16,
}

/// Where a query's rows come from.
#[derive(Debug, Clone, PartialEq)]
pub enum QueryBody {
    /// SELECT.
    Select(Box<Select>),
    /// Two or more joined by UNION ALL.
    Union(Vec<Query>),
    /// `VALUES (…), …`: one or more rows.
    Values(Vec<Vec<Expr>>),
}

/// `SELECT [STREAM] …`.
#[derive(Debug, Clone, PartialEq)]
pub struct Select {
    /// STREAM was written.
    pub stream: bool,
    /// DISTINCT or ALL.
    pub quantifier: Option<Quantifier>,
    /// The select list.
    pub items: Vec<SelectItem>,
    /// FROM: the tables between commas.
    pub from: Vec<FromItem>,
    /// WHERE.
    pub predicate: Option<Expr>,
    /// GROUP BY or WINDOWED BY.
    pub grouping: Option<Grouping>,
    /// HAVING.
    pub having: Option<Expr>,
    /// WINDOW.
    pub windows: Vec<NamedWindow>,
    /// The word SELECT.
    pub keyword: Place,
}

/// One item of a select list.
#[derive(Debug, Clone, PartialEq)]
pub enum SelectItem {
    /// `*`.
    All(Place),
    /// `t.*`.
    AllOf(Ident, Place),
    /// `expr [[AS] alias]`.
    Expr(Expr, Option<Ident>),
}

/// How rows are grouped.
#[derive(Debug, Clone, PartialEq)]
pub enum Grouping {
    /// `GROUP BY a, …`.
    By(Vec<Expr>),
    /// `WINDOWED BY STAGGER (PARTITION BY a, … RANGE interval)`.
    Stagger {
        /// PARTITION BY.
        partition: Vec<Expr>,
        /// RANGE.
        range: Expr,
        /// From WINDOWED to the closing parenthesis.
        span: Place,
    },
}

/// `WINDOW name AS (…)`.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedWindow {
    /// The name.
    pub name: Ident,
    /// The window.
    pub spec: WindowSpec,
}

/// A table and what is joined to it.
#[derive(Debug, Clone, PartialEq)]
pub struct FromItem {
    /// The first.
    pub table: Table,
    /// Joined to all before it, in order.
    pub joins: Vec<Join>,
}

/// `… JOIN table …`.
#[derive(Debug, Clone, PartialEq)]
pub struct Join {
    /// Which.
    pub operator: JoinOperator,
    /// NATURAL.
    pub natural: bool,
    /// The right side.
    pub table: Table,
    /// ON or USING.
    pub constraint: Option<JoinConstraint>,
    /// From the first word of the join to its end.
    pub span: Place,
}

/// The kind of a join.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JoinOperator {
    /// `[INNER] JOIN`
    Inner,
    /// `LEFT [OUTER] JOIN`
    Left,
    /// `RIGHT [OUTER] JOIN`
    Right,
    /// `FULL [OUTER] JOIN`
    Full,
    /// `CROSS JOIN`
    Cross,
}

/// What must hold for two rows to meet.
#[derive(Debug, Clone, PartialEq)]
pub enum JoinConstraint {
    /// `ON p`.
    On(Expr),
    /// `USING (c, …)`.
    Using(Vec<Ident>),
}

/// A table of FROM.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What it is.
    pub kind: TableKind,
    /// `OVER …`: what of it a join sees.
    pub over: Option<WindowRef>,
    /// `[AS] t [(c, …)]`.
    pub alias: Option<TableAlias>,
    /// Where it stands.
    pub span: Place,
}

/// The forms of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum TableKind {
    /// A stream or a reference table.
    Named(Name),
    /// `(query)`.
    Query(Box<Query>),
    /// `TABLE(f(…))`.
    Function {
        /// The function.
        name: Ident,
        /// CURSOR(…) and constants.
        arguments: Vec<Expr>,
    },
    /// `(a JOIN b …)`.
    Nested(Box<FromItem>),
}

/// `[AS] t [(c, …)]`.
#[derive(Debug, Clone, PartialEq)]
pub struct TableAlias {
    /// t.
    pub name: Ident,
    /// New names of the columns.
    pub columns: Vec<Ident>,
}

/// One item of ORDER BY.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderItem {
    /// The key.
    pub expr: Expr,
    /// DESC.
    pub descending: bool,
    /// `NULLS FIRST` true, `NULLS LAST` false.
    pub nulls_first: Option<bool>,
    /// `WITHIN interval`.
    pub within: Option<Expr>,
}
