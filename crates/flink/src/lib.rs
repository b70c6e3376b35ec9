//! A checked plan of KDA SQL as an Apache Flink SQL 2.3 job that computes the same (study/performance.md 4).
//!
//! What Flink has with the same meaning is Flink's (views, filters, TUMBLE, interval joins); what it has with another meaning, or has not,
//! is a function in Java that comes with the job ([`java_sources`]): RANDOM_CUT_FOREST, sliding and stagger windows, ORDER BY, the arithmetic and the texts of
//! KDA. What can be had neither way is refused with a place, a code and a hint; nothing is approximated in silence.
//!
//! Values travel between the views in the engine's own form: whole numbers, times (epoch milliseconds) and intervals are BIGINT, a DECIMAL is
//! its unscaled BIGINT, a REAL a rounded DOUBLE. So there is one arithmetic to get right instead of one a type; sinks give the declared types. Flink's own types in
//! between were rejected: their coercions, scales and overflows are others at every step.
//!
//! Each view has, beside its columns, `$rowtime` (ROWTIME in epoch milliseconds), `$time` (Flink's time attribute, which operators
//! of Flink's leave some milliseconds behind ROWTIME, by a lag that is known) and, where the order of rows of one instant matters, `$order`.

#![allow(
    clippy::format_push_string,
    clippy::format_collect,
    reason = "the texts of a job are small, and `write!` into a String gives a result that says nothing"
)]
#![allow(clippy::unnecessary_box_returns, reason = "refusals are boxed in every Result that carries one")]

mod aggregate;
mod bundle;
mod call;
mod cast;
mod expression;
mod faults;
mod functions;
mod job;
mod join;
mod lookup;
mod names;
mod node;
mod notes;
mod refusal;
mod relation;
mod schema;
mod stateful;
mod views;
mod window;

pub use bundle::{File, Run, bundle};
pub use functions::java_sources;
pub use job::{Job, Source, export};
pub use refusal::CODES;
pub use relation::reference_letters;
