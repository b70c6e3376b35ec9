//! Windows of OVER: named ones found, frames read, and what a join makes of them (spec/kda-sql.md 9, 10.2).

use rillcut_record::DataType;

use super::{
    Checker,
    expr::{Aggregates, Context},
    relation::Scope,
};
use crate::{
    ast::{self, Frame, FrameBound, FrameUnit, NamedWindow, OrderItem, WindowRef, WindowSpec},
    codes,
    diagnostic::Diagnostic,
    plan::JoinWindow,
    span::Span,
};

/// Most windows that take over from each other.
const MAX_CHAIN: usize = 16;

/// A window of OVER with what it takes over from the windows it names.
pub(super) struct Window<'w> {
    pub(super) partition: &'w [ast::Expr],
    pub(super) order: &'w [OrderItem],
    pub(super) frame: Option<&'w Frame>,
    pub(super) span: Span,
}

/// What a frame reaches back to.
pub(super) enum Reach {
    Milliseconds(i64),
    Rows(u64),
}

impl Checker<'_> {
    /// The window behind OVER; `None`, with an error, when there is none of that name. What a window does not say itself it takes
    /// from the one it names: `OVER (w ROWS 2 PRECEDING)`.
    pub(super) fn resolve<'w>(
        &mut self,
        over: &'w WindowRef,
        windows: &'w [NamedWindow],
    ) -> Option<Window<'w>> {
        let mut specs: Vec<&WindowSpec> = Vec::new();
        let mut base = match over {
            WindowRef::Spec(spec) => {
                specs.push(spec);
                spec.base.as_ref()
            }
            WindowRef::Name(name) => Some(name),
        };
        while let Some(name) = base {
            let Some(found) = windows.iter().find(|window| window.name.stored() == name.stored()) else {
                let message = format!("there is no window {name}");
                let hint = format!(
                    "define it behind the conditions: WINDOW {name} AS (RANGE INTERVAL '1' MINUTE PRECEDING)"
                );
                self.report(Diagnostic::error(codes::UNKNOWN_WINDOW, *name.span, message).hint(hint));
                return None;
            };
            if specs.len() > windows.len().min(MAX_CHAIN) {
                let message =
                    format!("the window {name} is defined by itself, or by too long a chain of others");
                self.error(codes::UNKNOWN_WINDOW, *name.span, message);
                return None;
            }
            specs.push(&found.spec);
            base = found.spec.base.as_ref();
        }
        let partition = specs.iter().find(|spec| !spec.partition.is_empty());
        let order = specs.iter().find(|spec| !spec.order.is_empty());
        let framed = specs.iter().find(|spec| spec.frame.is_some());
        let place = framed.or(specs.first())?;
        Some(Window {
            partition: partition.map_or(&[], |spec| &spec.partition),
            order: order.map_or(&[], |spec| &spec.order),
            frame: framed.and_then(|spec| spec.frame.as_ref()),
            span: *place.span,
        })
    }

    /// What of a table a join sees.
    pub(super) fn join_window(&mut self, over: Option<&WindowRef>, windows: &[NamedWindow]) -> JoinWindow {
        let Some(over) = over else { return JoinWindow::Current };
        let Some(spec) = self.resolve(over, windows) else { return JoinWindow::Current };
        let span = spec.span;
        if !spec.partition.is_empty() {
            let message = "the window of a join has no PARTITION BY";
            let hint = "put the equality into the join's condition";
            self.report(Diagnostic::error(codes::NOT_IN_KDA, span, message).hint(hint));
        }
        let Some(frame) = spec.frame else {
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

    /// How far back a frame goes; `None`, with an error, when it does not end at the current row or goes back without end.
    pub(super) fn reach(&mut self, frame: &Frame, span: Span) -> Option<Reach> {
        if !matches!(frame.end, None | Some(FrameBound::CurrentRow)) {
            let message = "a window over a stream ends at the current row";
            self.report(
                Diagnostic::error(codes::NOT_IN_KDA, span, message)
                    .hint("as in ROWS BETWEEN 2 PRECEDING AND CURRENT ROW"),
            );
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
