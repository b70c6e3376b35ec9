//! Windows of OVER, as far as a join uses them (spec/kda-sql.md 10.2).

use rillcut_record::DataType;

use super::{
    Checker,
    expr::{Aggregates, Context},
    relation::Scope,
};
use crate::{
    ast::{self, Frame, FrameBound, FrameUnit, NamedWindow, WindowRef, WindowSpec},
    codes,
    diagnostic::Diagnostic,
    plan::JoinWindow,
    span::Span,
};

/// What a frame reaches back to.
enum Reach {
    Milliseconds(i64),
    Rows(u64),
}

impl Checker<'_> {
    /// The window behind OVER; `None`, with an error, when there is none of that name.
    fn resolve<'w>(&mut self, over: &'w WindowRef, windows: &'w [NamedWindow]) -> Option<&'w WindowSpec> {
        let name = match over {
            WindowRef::Spec(spec) => match &spec.base {
                // `OVER (w)` is `OVER w`.
                Some(base) if spec.partition.is_empty() && spec.order.is_empty() && spec.frame.is_none() => {
                    base
                }
                _ => return Some(spec),
            },
            WindowRef::Name(name) => name,
        };
        let found = windows.iter().find(|window| window.name.stored() == name.stored());
        if found.is_none() {
            let message = format!("there is no window {name}");
            let hint = format!(
                "define it behind the conditions: WINDOW {name} AS (RANGE INTERVAL '1' MINUTE PRECEDING)"
            );
            self.report(Diagnostic::error(codes::UNKNOWN_WINDOW, *name.span, message).hint(hint));
        }
        found.map(|window| &window.spec)
    }

    /// What of a table a join sees.
    pub(super) fn join_window(&mut self, over: Option<&WindowRef>, windows: &[NamedWindow]) -> JoinWindow {
        let Some(over) = over else { return JoinWindow::Current };
        let Some(spec) = self.resolve(over, windows) else { return JoinWindow::Current };
        let span = *spec.span;
        if !spec.partition.is_empty() {
            let message = "the window of a join has no PARTITION BY";
            let hint = "put the equality into the join's condition";
            self.report(Diagnostic::error(codes::NOT_IN_KDA, span, message).hint(hint));
        }
        let Some(frame) = &spec.frame else {
            let message = "the window of a join needs RANGE or ROWS";
            self.report(
                Diagnostic::error(codes::UNEXPECTED, span, message)
                    .hint("as in OVER (RANGE INTERVAL '1' MINUTE PRECEDING)"),
            );
            return JoinWindow::Current;
        };
        match self.reach(frame, span) {
            None => JoinWindow::Current,
            Some(Reach::Milliseconds(milliseconds)) => JoinWindow::Range { milliseconds },
            Some(Reach::Rows(preceding)) => JoinWindow::Rows { preceding },
        }
    }

    fn reach(&mut self, frame: &Frame, span: Span) -> Option<Reach> {
        if !matches!(frame.end, None | Some(FrameBound::CurrentRow)) {
            let message = "a window over a stream ends at the current row";
            self.error(codes::NOT_IN_KDA, span, message);
            return None;
        }
        let bound = match &frame.start {
            FrameBound::CurrentRow => {
                return Some(match frame.unit {
                    FrameUnit::Range => Reach::Milliseconds(0),
                    FrameUnit::Rows => Reach::Rows(0),
                });
            }
            FrameBound::Preceding(bound) => bound,
            FrameBound::UnboundedPreceding => {
                let message = "a join over an unbounded window would keep every row for ever";
                self.report(
                    Diagnostic::error(codes::ENDLESS_JOIN, span, message)
                        .hint("say how long a row can still be met: RANGE INTERVAL '1' HOUR PRECEDING"),
                );
                return None;
            }
            FrameBound::Following(_) | FrameBound::UnboundedFollowing => {
                self.error(codes::NOT_IN_KDA, span, "a window over a stream cannot look ahead");
                return None;
            }
        };
        match frame.unit {
            FrameUnit::Range => self.range(bound).map(Reach::Milliseconds),
            FrameUnit::Rows => {
                let scope = Scope::default();
                let rows = self.expr(bound, &mut Context::new(&scope, Aggregates::Forbidden("a window")));
                match Self::constant_long(&rows) {
                    Some(rows) if rows >= 0 && !matches!(frame.unit, FrameUnit::Range) => {
                        Some(Reach::Rows(rows.unsigned_abs()))
                    }
                    _ => {
                        let message = "ROWS needs a constant whole number, zero or more";
                        self.error(codes::NOT_CONSTANT, rows.span, message);
                        None
                    }
                }
            }
        }
    }

    /// A constant day-time interval, zero or longer, in milliseconds.
    fn range(&mut self, bound: &ast::Expr) -> Option<i64> {
        self.constant_interval(bound, "RANGE", "RANGE INTERVAL '1' MINUTE PRECEDING")
    }

    /// The same behind another word, with an example of its use.
    pub(super) fn constant_interval(
        &mut self,
        bound: &ast::Expr,
        clause: &'static str,
        example: &str,
    ) -> Option<i64> {
        let scope = Scope::default();
        let range = self.expr(bound, &mut Context::new(&scope, Aggregates::Forbidden(clause)));
        let is_time = matches!(range.data_type, DataType::Interval(qualifier) if !qualifier.is_calendar());
        match Self::constant_long(&range) {
            Some(milliseconds) if is_time && milliseconds >= 0 => Some(milliseconds),
            _ => {
                let message =
                    format!("{clause} needs a constant interval of days, hours, minutes or seconds");
                self.report(
                    Diagnostic::error(codes::NOT_CONSTANT, range.span, message)
                        .hint(format!("as in {example}")),
                );
                None
            }
        }
    }
}
