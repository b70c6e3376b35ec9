//! What a program keeps that grows: said as warnings, for such programs are valid and the service ran them.
//!
//! State is bounded by the windows. Two kinds of window bound it badly: one of rows, or of all rows, by PARTITION BY keeps something
//! for every key that ever came; one of many hours keeps all their rows (spec/kda-sql.md 18 advises an hour at most). An
//! unbounded join is no matter of a warning: it is refused where it stands.

use super::Checker;
use crate::{
    codes,
    diagnostic::Diagnostic,
    plan::{Analytic, JoinWindow, Node, Operator, Plan, SlidingFrame, SlidingWindow},
    span::Span,
};

/// The longest window that is no matter of a warning.
const ADVISED_MS: i64 = 3_600_000;

impl Checker<'_> {
    /// Warns of what grows.
    pub(super) fn growth(&mut self, plan: &Plan) {
        for pump in &plan.pumps {
            let mut nodes = vec![&pump.root];
            while let Some(node) = nodes.pop() {
                self.growth_of(node);
                nodes.extend(node.operator.inputs());
            }
        }
    }

    fn growth_of(&mut self, node: &Node) {
        match &node.operator {
            Operator::Slide { windows, functions, .. } => self.sliding(windows, functions),
            Operator::Join { left_window, right_window, .. } => {
                for window in [left_window, right_window] {
                    if let JoinWindow::Range { milliseconds } = window {
                        self.long(*milliseconds, node.span);
                    }
                }
            }
            Operator::Reorder { milliseconds, time, .. } => self.long(*milliseconds, time.span),
            _ => {}
        }
    }

    fn sliding(&mut self, windows: &[SlidingWindow], functions: &[Analytic]) {
        for (at, window) in windows.iter().enumerate() {
            let Some(function) = functions.iter().find(|function| function.window == at) else { continue };
            match window.frame {
                SlidingFrame::Range { milliseconds } => self.long(milliseconds, function.span),
                SlidingFrame::Rows { .. } | SlidingFrame::Unbounded => {
                    if let Some(key) = window.partition.first() {
                        let message = format!(
                            "this window keeps something for every value of {} that ever comes",
                            self.excerpt(key.span)
                        );
                        let hint = "RANGE INTERVAL … PRECEDING lets go of values that come no longer";
                        self.report(Diagnostic::warning(codes::GROWING, function.span, message).hint(hint));
                    }
                }
            }
        }
    }

    fn long(&mut self, milliseconds: i64, span: Span) {
        if milliseconds > ADVISED_MS {
            let minutes = milliseconds / 60_000;
            let message =
                format!("all rows of {minutes} minutes are kept; the service advised an hour at most");
            let hint = "count in a tumbling window first, and use its rows";
            self.report(Diagnostic::warning(codes::LONG_WINDOW, span, message).hint(hint));
        }
    }
}
