//! Which operators can make rows fail: `error_stream` waits for those alone.
//!
//! Failures stand in `error_stream` in order of their times, so one cannot be shown before every pump that may fail has passed its
//! time. A pump that only passes columns on, counts, or joins on equal columns never fails, however far behind it is, and most
//! pumps that fall behind (those that read a stream with event times) are such.

use rillcut_sql::plan::{Aggregate, AggregateFunction as F, Expr, Operator, SortKey};

use crate::expr::never_fails;

/// Whether an operator, apart from those below it, may make a row fail.
pub(crate) fn may_fail(operator: &Operator) -> bool {
    let any = |exprs: &[Expr]| !exprs.iter().all(never_fails);
    let any_key = |keys: &[SortKey]| !keys.iter().all(|key| never_fails(&key.expr));
    match operator {
        Operator::Scan { .. } | Operator::Union(_) | Operator::Distinct { .. } => false,
        Operator::Filter { predicate, .. } => !never_fails(predicate),
        // A new ROWTIME can go back.
        Operator::Project { items, rowtime, .. } => rowtime.is_some() || any(items),
        Operator::Tumble { keys, aggregates, .. } | Operator::Stagger { keys, aggregates, .. } => {
            any(keys) || aggregates.iter().any(aggregate_may_fail)
        }
        Operator::Sort { keys, .. } => any_key(keys),
        Operator::Join { condition, .. } | Operator::Lookup { condition, .. } => {
            condition.as_ref().is_some_and(|condition| !never_fails(condition))
        }
        // Late rows; values that no forest scores; what is not looked at closely.
        _ => true,
    }
}

fn aggregate_may_fail(aggregate: &Aggregate) -> bool {
    let bounded = matches!(
        aggregate.function,
        F::CountRows
            | F::Count
            | F::Min
            | F::Max
            | F::Any
            | F::Every
            | F::FirstValue { .. }
            | F::LastValue { .. }
    );
    !bounded || aggregate.argument.as_ref().is_some_and(|argument| !never_fails(argument))
}
