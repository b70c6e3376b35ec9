//! The checked plan: what the stream crate runs.
//!
//! Names are resolved to positions, types are settled and every conversion is an explicit [`ExprKind::Cast`], so that
//! running needs no lookup and makes no decision. A plan is a list of streams and, for each pump, a tree of
//! operators ([`Node`]) whose leaves scan streams. ROWTIME is not a column: it travels beside the columns in each batch,
//! and expressions reach it through [`ExprKind::Rowtime`].
//!
//! One tree for both logic and execution; a separate physical plan was rejected: the dialect has one way to run each
//! construct, and what depends on data (which path is fast) is the operators' own business.

mod aggregate;
mod expr;
mod function;
mod node;
mod program;
mod slide;

pub use aggregate::{Aggregate, AggregateFunction, WindowEnd};
pub use expr::{ArithmeticOp, CompareOp, Expr, ExprKind, Truth};
pub use function::Function;
pub use node::{
    EXACT_ITEMS, ForestOptions, HotspotOptions, JoinKind, JoinWindow, Node, Operator, RankOptions, SortKey,
    top_items_capacity,
};
pub use program::{Plan, Pump, Reference, ReferenceId, Stream, StreamId, StreamKind};
pub use slide::{Analytic, AnalyticFunction, SlidingFrame, SlidingWindow};
