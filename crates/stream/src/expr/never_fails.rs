//! Which expressions give a value or NULL for every row, and never an error.
//!
//! A join may compute such a one before it is known whether anybody asks for it, and `error_stream` need not wait for a
//! pump that has no other. The list is on the safe side: what is not in it may still never fail.

use rillcut_record::DataType;
use rillcut_sql::plan::{Expr, ExprKind, Function};

/// Whether an expression is known never to fail.
pub(crate) fn never_fails(expr: &Expr) -> bool {
    let all = |exprs: &[Expr]| exprs.iter().all(never_fails);
    match &expr.kind {
        ExprKind::Literal(_) | ExprKind::Column(_) | ExprKind::Rowtime | ExprKind::Now => true,
        ExprKind::Not(operand) | ExprKind::IsNull { operand, .. } | ExprKind::Is { operand, .. } => {
            never_fails(operand)
        }
        ExprKind::Compare { left, right, .. } | ExprKind::IsDistinct { left, right, .. } => {
            never_fails(left) && never_fails(right)
        }
        ExprKind::And(operands) | ExprKind::Or(operands) | ExprKind::Coalesce(operands) => all(operands),
        ExprKind::In { operand, list, .. } => never_fails(operand) && all(list),
        // Only an escape character can be out of place.
        ExprKind::Like { operand, pattern, escape: None, .. } => never_fails(operand) && never_fails(pattern),
        ExprKind::Case { branches, otherwise } => {
            branches.iter().all(|(condition, result)| never_fails(condition) && never_fails(result))
                && otherwise.as_ref().is_none_or(|otherwise| never_fails(otherwise))
        }
        ExprKind::Cast(operand) => widens(operand.data_type, expr.data_type) && never_fails(operand),
        ExprKind::Call {
            function:
                Function::Upper
                | Function::Lower
                | Function::CharLength
                | Function::Position
                | Function::UnixTimestamp
                | Function::Monotonic,
            arguments,
        } => all(arguments),
        _ => false,
    }
}

/// Whether every value of a type has one of the other.
fn widens(from: DataType, to: DataType) -> bool {
    match (from, to) {
        (DataType::Null, _) => true,
        _ if from == to => true,
        _ if from.is_text() && to.is_text() => true,
        (DataType::Real | DataType::Decimal { .. }, DataType::Double)
        | (DataType::Date, DataType::Timestamp) => true,
        _ => match (from.integer_range(), to.integer_range()) {
            (Some((low, high)), Some((least, most))) => least <= low && high <= most,
            (Some(_), None) => matches!(to, DataType::Double | DataType::Real),
            _ => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use rillcut_sql::Span;

    use super::*;

    fn cast(from: DataType, to: DataType) -> Expr {
        let span = Span::default();
        let operand = Expr { kind: ExprKind::Column(0), data_type: from, span };
        Expr { kind: ExprKind::Cast(Box::new(operand)), data_type: to, span }
    }

    #[test]
    fn widening_never_fails_and_narrowing_may() {
        assert!(never_fails(&cast(DataType::Integer, DataType::BigInt)));
        assert!(never_fails(&cast(DataType::BigInt, DataType::Double)));
        assert!(never_fails(&cast(DataType::Date, DataType::Timestamp)));
        assert!(!never_fails(&cast(DataType::BigInt, DataType::Integer)));
        assert!(!never_fails(&cast(DataType::Double, DataType::Integer)));
        assert!(!never_fails(&cast(DataType::TEXT, DataType::Integer)));
        let timestamp = cast(DataType::Timestamp, DataType::Varchar { length: Some(9) });
        assert!(!never_fails(&timestamp));
    }
}
