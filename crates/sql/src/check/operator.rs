//! Arithmetic and `||` (spec/kda-sql.md 4.2, 4.3).

use rillcut_record::{DataType, IntervalQualifier, Value};

use super::{
    Checker,
    coerce::{cast, decimal_result, digits, wider_integer},
    literal::unknown,
};
use crate::{
    codes,
    diagnostic::Diagnostic,
    plan::{ArithmeticOp, Expr, ExprKind, Function},
    span::Span,
};

fn symbol(op: ArithmeticOp) -> &'static str {
    match op {
        ArithmeticOp::Add => "+",
        ArithmeticOp::Subtract => "-",
        ArithmeticOp::Multiply => "*",
        ArithmeticOp::Divide => "/",
    }
}

fn made(op: ArithmeticOp, left: Expr, right: Expr, data_type: DataType, span: Span) -> Expr {
    Expr { kind: ExprKind::Arithmetic { op, left: Box::new(left), right: Box::new(right) }, data_type, span }
}

impl Checker<'_> {
    pub(super) fn arithmetic(&mut self, op: ArithmeticOp, left: Expr, right: Expr, span: Span) -> Expr {
        use DataType::{Date, Interval, Null, Time, Timestamp};
        let (a, b) = (left.data_type, right.data_type);
        if a == Null || b == Null {
            return unknown(span);
        }
        if op == ArithmeticOp::Divide && is_zero(&right) {
            let message = format!("{} divides by zero", self.excerpt(span));
            self.report(
                Diagnostic::warning(codes::DIVISION_BY_ZERO, span, message)
                    .hint("every row that comes to it goes to error_stream"),
            );
        }
        match (a, op, b) {
            _ if a.is_numeric() && b.is_numeric() => numbers(op, left, right, span),
            (Interval(p), ArithmeticOp::Add | ArithmeticOp::Subtract, Interval(q))
                if p.is_calendar() == q.is_calendar() =>
            {
                let qualifier = IntervalQualifier { from: p.from.min(q.from), to: p.to.max(q.to) };
                made(op, left, right, Interval(qualifier), span)
            }
            (Interval(_), ArithmeticOp::Multiply | ArithmeticOp::Divide, _) if b.is_numeric() => {
                made(op, left, right, a, span)
            }
            (_, ArithmeticOp::Multiply, Interval(_)) if a.is_numeric() => made(op, left, right, b, span),
            (Timestamp | Date | Time, ArithmeticOp::Add | ArithmeticOp::Subtract, Interval(by)) => {
                self.moved(op, left, right, by, span)
            }
            (Interval(by), ArithmeticOp::Add, Timestamp | Date | Time) => {
                self.moved(op, right, left, by, span)
            }
            (Timestamp | Date | Time, ArithmeticOp::Subtract, Timestamp | Date | Time) => {
                let text = self.text.get(span.range()).unwrap_or_default();
                let fix = format!("({text}) SECOND");
                let message = "the difference of two times needs its unit";
                self.report(
                    Diagnostic::error(codes::OPERAND_TYPE, span, message)
                        .hint("write (a - b) SECOND for an interval, or TSDIFF(b, a) for milliseconds")
                        .fix(span, fix),
                );
                unknown(span)
            }
            _ => {
                self.no_operation(symbol(op), a, b, span);
                unknown(span)
            }
        }
    }

    fn no_operation(&mut self, symbol: &str, a: DataType, b: DataType, span: Span) {
        let message = format!("{symbol} cannot take {a} and {b}");
        let diagnostic = Diagnostic::error(codes::OPERAND_TYPE, span, message);
        self.report(if symbol == "+" && (a.is_text() || b.is_text()) {
            diagnostic.hint("texts are joined with ||; a text becomes a number with CAST(x AS DOUBLE)")
        } else if a.is_text() || b.is_text() {
            diagnostic.hint("a text becomes a number with CAST(x AS DOUBLE)")
        } else if matches!(a, DataType::Interval(_)) || matches!(b, DataType::Interval(_)) {
            diagnostic.hint(
                "intervals are added to times and to intervals of their kind, and multiplied or divided by numbers",
            )
        } else {
            diagnostic
        });
    }

    /// A time plus or minus an interval.
    fn moved(
        &mut self,
        op: ArithmeticOp,
        time: Expr,
        interval: Expr,
        by: IntervalQualifier,
        span: Span,
    ) -> Expr {
        let data_type = time.data_type;
        match data_type {
            DataType::Time if by.is_calendar() => {
                self.no_operation(symbol(op), data_type, interval.data_type, span);
                Expr { data_type, ..unknown(span) }
            }
            DataType::Date if !by.is_calendar() => {
                // Hours may end inside a day, and a DATE is midnight: by way of a TIMESTAMP.
                let moved = made(op, cast(time, DataType::Timestamp), interval, DataType::Timestamp, span);
                cast(moved, DataType::Date)
            }
            // A time of day goes round at midnight; months keep the day, cut to the month's length.
            _ => made(op, time, interval, data_type, span),
        }
    }

    pub(super) fn concat(&mut self, left: Expr, right: Expr, span: Span) -> Expr {
        if let (Some(a), Some(b)) = (octets(left.data_type), octets(right.data_type)) {
            let data_type = DataType::Varbinary { length: (a + b).min(65_535) };
            let kind = ExprKind::Call { function: Function::Concat, arguments: vec![left, right] };
            return Expr { kind, data_type, span };
        }
        for side in [&left, &right] {
            if !side.data_type.is_text() && side.data_type != DataType::Null {
                let text = self.excerpt(side.span);
                let message = format!("|| joins texts, {text} is {}", side.data_type);
                let fix =
                    format!("CAST({} AS VARCHAR(64))", self.text.get(side.span.range()).unwrap_or_default());
                self.report(
                    Diagnostic::error(codes::OPERAND_TYPE, side.span, message)
                        .hint("CAST makes a text of it")
                        .fix(side.span, fix),
                );
                return Expr { data_type: DataType::TEXT, ..unknown(span) };
            }
        }
        let length = text_length(left.data_type).zip(text_length(right.data_type));
        let length = length.map(|(a, b)| a + b).filter(|&length| length <= 65_535);
        let data_type = DataType::Varchar { length };
        let arguments = vec![text(left), text(right)];
        Expr { kind: ExprKind::Call { function: Function::Concat, arguments }, data_type, span }
    }
}

/// NULL as a text, so that the operator sees one kind of column.
pub(super) fn text(expr: Expr) -> Expr {
    if expr.data_type == DataType::Null { cast(expr, DataType::TEXT) } else { expr }
}

/// Most octets of a binary type.
fn octets(data_type: DataType) -> Option<u32> {
    match data_type {
        DataType::Binary { length } | DataType::Varbinary { length } => Some(length),
        _ => None,
    }
}

/// Most characters a text of the type has.
pub(super) fn text_length(data_type: DataType) -> Option<u32> {
    match data_type {
        DataType::Char { length } => Some(length),
        DataType::Varchar { length } => length,
        _ => None,
    }
}

fn is_zero(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Literal(Value::Long(value)) => *value == 0 && expr.data_type.is_numeric(),
        ExprKind::Literal(Value::Double(value)) => *value == 0.0,
        _ => false,
    }
}

/// Two numbers: whole numbers stay whole, at least INTEGER; DECIMAL by the rules of 4.2; floats win.
fn numbers(op: ArithmeticOp, left: Expr, right: Expr, span: Span) -> Expr {
    let (a, b) = (left.data_type, right.data_type);
    if a.is_integer() && b.is_integer() {
        let data_type = wider_integer(wider_integer(a, b), DataType::Integer);
        return made(op, left, right, data_type, span);
    }
    if let (Some(p), Some(q)) = (digits(a), digits(b)) {
        let exact = |expr: Expr, (precision, scale): (u8, u8)| {
            if expr.data_type.is_integer() {
                cast(expr, DataType::Decimal { precision, scale })
            } else {
                expr
            }
        };
        return made(op, exact(left, p), exact(right, q), decimal_result(op, p, q), span);
    }
    let is_real = |data_type: DataType| data_type == DataType::Real || data_type.is_integer();
    let data_type = if is_real(a) && is_real(b) { DataType::Real } else { DataType::Double };
    let float = |expr: Expr| if expr.data_type.is_approximate() { expr } else { cast(expr, data_type) };
    made(op, float(left), float(right), data_type, span)
}
