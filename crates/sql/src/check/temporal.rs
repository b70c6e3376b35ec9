//! Forms about time: FLOOR TO, STEP, EXTRACT, differences (spec/kda-sql.md 4.3, 7, 11).

use rillcut_record::{DataType, IntervalUnit};

use super::{Checker, call::made, coerce::cast, expr::Context, literal::unknown};
use crate::{
    ast::{self, ExprKind as Ast},
    codes,
    diagnostic::Diagnostic,
    plan::{ArithmeticOp, Expr, ExprKind, Function},
    span::Span,
};

impl Checker<'_> {
    pub(super) fn temporal(&mut self, expr: &ast::Expr, cx: &mut Context<'_>) -> Expr {
        let span = *expr.span;
        match &expr.kind {
            Ast::FloorTo { operand, unit, ceil } => self.floor_to(operand, *unit, *ceil, span, cx),
            Ast::Step { operand, width } => self.step(operand, width, span, cx),
            Ast::Extract { unit, operand } => self.extract(*unit, operand, span, cx),
            Ast::Difference { left, right, qualifier } => {
                let (left, right) = (self.expr(left, cx), self.expr(right, cx));
                let data_type = DataType::Interval(*qualifier);
                match (left.data_type, right.data_type) {
                    (DataType::Null, _) | (_, DataType::Null) => Expr { data_type, ..unknown(span) },
                    (a, b)
                        if a.is_datetime()
                            && b.is_datetime()
                            && a.eq(&DataType::Time) == b.eq(&DataType::Time)
                            && !(a == DataType::Time && qualifier.is_calendar()) =>
                    {
                        let (left, right) = (Box::new(left), Box::new(right));
                        let kind = ExprKind::Arithmetic { op: ArithmeticOp::Subtract, left, right };
                        Expr { kind, data_type, span }
                    }
                    (a, b) => {
                        let message = format!("(a - b) {qualifier} needs two times, not {a} and {b}");
                        let diagnostic = Diagnostic::error(codes::OPERAND_TYPE, span, message);
                        self.report(
                            diagnostic.hint(format!("if {qualifier} is meant as a name, write AS before it")),
                        );
                        unknown(span)
                    }
                }
            }
            _ => unknown(span),
        }
    }

    fn floor_to(
        &mut self,
        operand: &ast::Expr,
        unit: IntervalUnit,
        ceil: bool,
        span: Span,
        cx: &mut Context<'_>,
    ) -> Expr {
        let operand = self.expr(operand, cx);
        let name = if ceil { "CEIL" } else { "FLOOR" };
        let data_type = operand.data_type;
        let fits = match data_type {
            DataType::Timestamp => true,
            DataType::Date => unit <= IntervalUnit::Day,
            DataType::Time => unit >= IntervalUnit::Hour,
            DataType::Interval(qualifier) => qualifier.is_calendar() == (unit <= IntervalUnit::Month),
            DataType::Null => return unknown(span),
            _ => false,
        };
        if !fits {
            self.wrong_argument(
                &format!("{name} TO {unit}"),
                "a time or an interval with that unit",
                &operand,
            );
            return unknown(span);
        }
        let function = if ceil { Function::CeilTo(unit) } else { Function::FloorTo(unit) };
        made(function, vec![operand], data_type, span)
    }

    fn step(&mut self, operand: &ast::Expr, width: &ast::Expr, span: Span, cx: &mut Context<'_>) -> Expr {
        let operand = self.expr(operand, cx);
        let width = self.expr(width, cx);
        let data_type = operand.data_type;
        let fits = match (data_type, width.data_type) {
            (DataType::Null, _) | (_, DataType::Null) => return unknown(span),
            (DataType::Timestamp | DataType::Date, DataType::Interval(_)) => true,
            (DataType::Time, DataType::Interval(by)) => !by.is_calendar(),
            (DataType::Interval(of), DataType::Interval(by)) => of.is_calendar() == by.is_calendar(),
            (of, by) => of.is_integer() && by.is_integer(),
        };
        if !fits {
            let message = format!("STEP cannot go over {data_type} by {}", width.data_type);
            let diagnostic = Diagnostic::error(codes::ARGUMENT_TYPE, span, message);
            self.report(diagnostic.hint("a time goes by an INTERVAL, a whole number by a whole number"));
            return unknown(span);
        }
        match Self::constant_long(&width) {
            Some(long) if long > 0 => {}
            Some(_) => {
                let message = format!("the step {} is not above zero", self.excerpt(width.span));
                self.error(codes::LITERAL_RANGE, width.span, message);
                return unknown(span);
            }
            None => {
                self.error(codes::NOT_CONSTANT, width.span, "the step must be a constant");
                return unknown(span);
            }
        }
        made(Function::Step, vec![operand, width], data_type, span)
    }

    fn extract(&mut self, unit: IntervalUnit, operand: &ast::Expr, span: Span, cx: &mut Context<'_>) -> Expr {
        let operand = self.expr(operand, cx);
        let data_type = match unit {
            IntervalUnit::Second => DataType::Decimal { precision: 5, scale: 3 },
            _ => DataType::BigInt,
        };
        let fits = match operand.data_type {
            DataType::Timestamp => true,
            DataType::Date => unit <= IntervalUnit::Day,
            DataType::Time => unit >= IntervalUnit::Hour,
            DataType::Interval(qualifier) => qualifier.is_calendar() == (unit <= IntervalUnit::Month),
            DataType::Null => return Expr { data_type, ..unknown(span) },
            _ => false,
        };
        if !fits {
            self.wrong_argument(
                &format!("EXTRACT({unit} …)"),
                "a time or an interval with that unit",
                &operand,
            );
            return Expr { data_type, ..unknown(span) };
        }
        made(Function::Extract(unit), vec![operand], data_type, span)
    }

    /// An argument that must be a TIMESTAMP; a DATE is one at midnight.
    pub(super) fn timestamp_operand(&mut self, x: &ast::Expr, of: &str, cx: &mut Context<'_>) -> Expr {
        let x = self.expr(x, cx);
        match x.data_type {
            DataType::Timestamp | DataType::Date | DataType::Null => cast(x, DataType::Timestamp),
            _ => {
                self.wrong_argument(of, "a TIMESTAMP", &x);
                Expr { data_type: DataType::Timestamp, ..unknown(x.span) }
            }
        }
    }
}
