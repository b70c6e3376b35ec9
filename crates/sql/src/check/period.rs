//! Predicates on periods: `PERIOD(a, b) OVERLAPS PERIOD(c, d)` (spec/kda-sql.md 4.3).
//!
//! A period begins with its first time and ends before its second. The SQL reference draws the predicates and defines one in words:
//! `PERIOD(s, e) CONTAINS t` is `s <= t AND t < e`. The others are those of SQL:2011; LEADS and LAGS, of which it has none, are taken
//! as beginning earlier (later) and reaching into the other, without outlasting it (without being outlasted).

use rillcut_record::DataType;

use super::{
    Checker,
    compare::{boolean, undecided},
    expr::Context,
};
use crate::{
    ast::{self, BinaryOp, ExprKind as Ast, TemporalOp},
    codes,
    diagnostic::Diagnostic,
    plan::{Expr, ExprKind},
    span::Span,
};

/// An end of one of the two periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    LeftFrom,
    LeftTo,
    RightFrom,
    RightTo,
}

/// Comparisons that all have to hold.
type Rule = &'static [(End, BinaryOp, End)];

/// What a predicate means.
fn rule(op: TemporalOp) -> Rule {
    use BinaryOp::{Equal, Less, LessOrEqual};
    use End::{LeftFrom, LeftTo, RightFrom, RightTo};
    match op {
        TemporalOp::Contains => &[(LeftFrom, LessOrEqual, RightFrom), (RightTo, LessOrEqual, LeftTo)],
        TemporalOp::StrictlyContains => &[(LeftFrom, Less, RightFrom), (RightTo, Less, LeftTo)],
        // STRICTLY OVERLAPS: and neither contains the other, see `strictly_overlaps`.
        TemporalOp::Overlaps | TemporalOp::StrictlyOverlaps => {
            &[(LeftFrom, Less, RightTo), (RightFrom, Less, LeftTo)]
        }
        TemporalOp::Equals => &[(LeftFrom, Equal, RightFrom), (LeftTo, Equal, RightTo)],
        TemporalOp::Precedes => &[(LeftTo, LessOrEqual, RightFrom)],
        TemporalOp::StrictlyPrecedes => &[(LeftTo, Less, RightFrom)],
        TemporalOp::ImmediatelyPrecedes => &[(LeftTo, Equal, RightFrom)],
        TemporalOp::Succeeds => &[(RightTo, LessOrEqual, LeftFrom)],
        TemporalOp::StrictlySucceeds => &[(RightTo, Less, LeftFrom)],
        TemporalOp::ImmediatelySucceeds => &[(RightTo, Equal, LeftFrom)],
        TemporalOp::Leads => {
            &[(LeftFrom, Less, RightFrom), (RightFrom, Less, LeftTo), (LeftTo, LessOrEqual, RightTo)]
        }
        TemporalOp::StrictlyLeads => {
            &[(LeftFrom, Less, RightFrom), (RightFrom, Less, LeftTo), (LeftTo, Less, RightTo)]
        }
        TemporalOp::ImmediatelyLeads => &[(LeftFrom, Less, RightFrom), (LeftTo, Equal, RightTo)],
        TemporalOp::Lags => {
            &[(RightFrom, Less, LeftFrom), (LeftFrom, Less, RightTo), (RightTo, LessOrEqual, LeftTo)]
        }
        TemporalOp::StrictlyLags => {
            &[(RightFrom, Less, LeftFrom), (LeftFrom, Less, RightTo), (RightTo, Less, LeftTo)]
        }
        TemporalOp::ImmediatelyLags => &[(RightFrom, Less, LeftFrom), (RightTo, Equal, LeftTo)],
    }
}

impl Checker<'_> {
    pub(super) fn period_predicate(
        &mut self,
        op: TemporalOp,
        left: &ast::Expr,
        right: &ast::Expr,
        span: Span,
        cx: &mut Context<'_>,
    ) -> Expr {
        let contains = matches!(op, TemporalOp::Contains | TemporalOp::StrictlyContains);
        let Some([from, to]) = self.ends(left, cx) else { return undecided(span) };
        if contains && !matches!(right.kind, Ast::Period(..) | Ast::Row(_)) {
            let Some(at) = self.time_of(right, cx) else { return undecided(span) };
            let Some(again) = self.copy(&at) else { return undecided(span) };
            let begins = if op == TemporalOp::Contains { BinaryOp::LessOrEqual } else { BinaryOp::Less };
            let after = self.compare(begins, from, at, span);
            let before = self.compare(BinaryOp::Less, again, to, span);
            return boolean(ExprKind::And(vec![after, before]), span);
        }
        let Some([other_from, other_to]) = self.ends(right, cx) else { return undecided(span) };
        let ends = [from, to, other_from, other_to];
        let Some(mut all) = self.rule(&ends, rule(op), span) else { return undecided(span) };
        if op == TemporalOp::StrictlyOverlaps {
            let Some(some) = self.strictly_overlaps(&ends, span) else { return undecided(span) };
            all.push(some);
        }
        if all.len() == 1
            && let Some(only) = all.pop()
        {
            return only;
        }
        boolean(ExprKind::And(all), span)
    }

    fn rule(&mut self, ends: &[Expr; 4], rule: Rule, span: Span) -> Option<Vec<Expr>> {
        let mut all = Vec::new();
        for (a, op, b) in rule {
            let (a, b) = (self.copy(&ends[*a as usize])?, self.copy(&ends[*b as usize])?);
            all.push(self.compare(*op, a, b, span));
        }
        Some(all)
    }

    /// Both ends of one are before those of the other.
    fn strictly_overlaps(&mut self, ends: &[Expr; 4], span: Span) -> Option<Expr> {
        use End::{LeftFrom, LeftTo, RightFrom, RightTo};
        let earlier: Rule = &[(LeftFrom, BinaryOp::Less, RightFrom), (LeftTo, BinaryOp::Less, RightTo)];
        let later: Rule = &[(RightFrom, BinaryOp::Less, LeftFrom), (RightTo, BinaryOp::Less, LeftTo)];
        let earlier = boolean(ExprKind::And(self.rule(ends, earlier, span)?), span);
        let later = boolean(ExprKind::And(self.rule(ends, later, span)?), span);
        Some(boolean(ExprKind::Or(vec![earlier, later]), span))
    }

    /// Both ends of a period.
    fn ends(&mut self, period: &ast::Expr, cx: &mut Context<'_>) -> Option<[Expr; 2]> {
        let (from, to) = match &period.kind {
            Ast::Period(from, to) => (from.as_ref(), to.as_ref()),
            Ast::Row(items) if items.len() == 2 => (&items[0], &items[1]),
            _ => {
                self.expr(period, cx);
                let message = format!("{} is no period", self.excerpt(*period.span));
                self.report(
                    Diagnostic::error(codes::OPERAND_TYPE, *period.span, message)
                        .hint("a period is written PERIOD(begin, end)"),
                );
                return None;
            }
        };
        let (from, to) = (self.time_of(from, cx), self.time_of(to, cx));
        Some([from?, to?])
    }

    fn time_of(&mut self, time: &ast::Expr, cx: &mut Context<'_>) -> Option<Expr> {
        let time = self.expr(time, cx);
        if time.data_type.is_datetime() || time.data_type == DataType::Null {
            return Some(time);
        }
        self.wrong_argument("a period", "times", &time);
        None
    }
}
