//! The tree of a program.
//!
//! Every node knows its [`Span`](crate::Span) and prints itself as SQL that parses to the same tree. Spans do not take part in
//! equality: two trees are equal when they mean the same, wherever they stand. Parentheses are not kept; printing
//! puts them back where the binding of the operators needs them. Chains that people write long (AND, OR, UNION ALL, joins)
//! are lists, so that the height of a tree stays small; every expression and query knows its height, and the parser
//! refuses what is too high, so that walking a tree by recursion is safe everywhere else.

mod expr;
mod height;
mod ident;
mod place;
mod print_expr;
mod print_query;
mod print_statement;
mod query;
mod statement;

pub use expr::{
    BinaryOp, Case, Expr, ExprKind, Frame, FrameBound, FrameUnit, FunctionCall, InItems, IsTest, Literal,
    Quantifier, TemporalOp, TrimSide, UnaryOp, WindowRef, WindowSpec,
};
pub use ident::{Ident, Name};
pub(crate) use ident::{quoted, written};
pub use place::Place;
pub(crate) use print_expr::level;
pub use query::{
    FromItem, Grouping, Join, JoinConstraint, JoinOperator, NamedWindow, OrderItem, Query, QueryBody, Select,
    SelectItem, Table, TableAlias, TableKind,
};
pub use statement::{
    ColumnDef, CreateFunction, CreatePump, CreateStream, Insert, Parameter, Program, Statement, StatementKind,
};
