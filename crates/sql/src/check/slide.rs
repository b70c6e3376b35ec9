//! Functions with OVER (spec/kda-sql.md 9, 11).
//!
//! As with aggregates, a function found in an expression becomes a stand-in column, from [`FIRST_ANALYTIC`] on. Once the
//! SELECT is read, an operator below its projection computes all of them, and the stand-ins get their places behind the
//! input's columns, which keep theirs. The same function over the same window is computed once, however often it is written.

use rillcut_record::{DataType, Field};

use super::{
    Checker,
    aggregate::aggregate_function,
    call::ANALYTIC,
    coerce::{assignable, cast},
    expr::{Aggregates, Context},
    literal::unknown,
    monotonic::{Monotonicity, monotonicity},
    relation::{Scope, ScopeColumn, fields},
    tree::same,
    window::{Reach, Window},
};
use crate::{
    ast::{self, FrameBound, FunctionCall, Quantifier, WindowRef},
    codes,
    diagnostic::Diagnostic,
    plan::{
        AggregateFunction, Analytic, AnalyticFunction, Expr, ExprKind, Node, Operator, SlidingFrame,
        SlidingWindow,
    },
    span::Span,
};

/// Columns from here on are functions with OVER until their operator gives them their place.
pub(super) const FIRST_ANALYTIC: usize = 1 << 25;

/// Most windows of one WINDOW clause, and most expressions of one PARTITION BY.
const MAX_WINDOWS: usize = 100;

/// Functions with OVER of one SELECT, and their windows.
#[derive(Debug, Default)]
pub(super) struct Slides {
    windows: Vec<SlidingWindow>,
    functions: Vec<Analytic>,
}

impl Slides {
    pub(super) fn len(&self) -> usize {
        self.functions.len()
    }

    /// Where the first one stands.
    pub(super) fn first_span(&self) -> Option<Span> {
        self.functions.first().map(|function| function.span)
    }

    fn window(&mut self, window: SlidingWindow) -> usize {
        let alike = |other: &SlidingWindow| {
            other.frame == window.frame
                && other.partition.len() == window.partition.len()
                && other.partition.iter().zip(&window.partition).all(|(a, b)| same(a, b))
        };
        self.windows.iter().position(alike).unwrap_or_else(|| {
            self.windows.push(window);
            self.windows.len() - 1
        })
    }

    fn function(&mut self, function: Analytic) -> usize {
        let both = |a: &Option<Expr>, b: &Option<Expr>| match (a, b) {
            (Some(a), Some(b)) => same(a, b),
            (None, None) => true,
            _ => false,
        };
        let alike = |other: &Analytic| {
            other.function == function.function
                && other.window == function.window
                && other.data_type == function.data_type
                && both(&other.argument, &function.argument)
                && both(&other.default, &function.default)
        };
        self.functions.iter().position(alike).unwrap_or_else(|| {
            self.functions.push(function);
            self.functions.len() - 1
        })
    }

    /// The operator over the rows of `scope`, its columns, and `exprs` with its results in the place of the stand-ins.
    pub(super) fn over(
        self,
        input: Node,
        scope: &Scope,
        exprs: &mut [&mut Expr],
    ) -> (Node, Vec<ScopeColumn>) {
        let Some(span) = self.first_span() else { return (input, scope.columns.clone()) };
        let mut columns = scope.columns.clone();
        let first = columns.len();
        let field = |(index, function): (usize, &Analytic)| {
            ScopeColumn::new(&Field::new(format!("ANALYTIC${index}"), function.data_type))
        };
        columns.extend(self.functions.iter().enumerate().map(field));
        for expr in exprs {
            settle(expr, first);
        }
        let operator =
            Operator::Slide { input: Box::new(input), windows: self.windows, functions: self.functions };
        (Node { operator, fields: fields(&columns), span }, columns)
    }
}

/// Stand-ins become columns behind the first `first`.
fn settle(expr: &mut Expr, first: usize) {
    if let ExprKind::Column(index) = &mut expr.kind
        && let Some(function) = index.checked_sub(FIRST_ANALYTIC)
    {
        *index = first + function;
    }
    expr.each_child_mut(&mut |child| settle(child, first));
}

/// What a call asks for, its arguments checked.
struct Asked {
    function: AnalyticFunction,
    argument: Option<Expr>,
    default: Option<Expr>,
    data_type: DataType,
}

impl Checker<'_> {
    /// A function with OVER.
    pub(super) fn analytic(
        &mut self,
        call: &FunctionCall,
        over: &WindowRef,
        span: Span,
        cx: &mut Context<'_>,
    ) -> Expr {
        let name = call.name.stored().into_owned();
        if let Aggregates::Forbidden(place) = cx.allowed {
            let message = format!("{} cannot stand in {place}", self.excerpt(span));
            let diagnostic = Diagnostic::error(codes::AGGREGATE_HERE, span, message);
            self.report(match place {
                "WHERE" | "HAVING" | "GROUP BY" => diagnostic
                    .hint("compute it in a subquery, FROM (SELECT STREAM …, f(x) OVER w AS c FROM …), and ask for c"),
                _ => diagnostic,
            });
            return unknown(span);
        }
        let allowed = std::mem::replace(&mut cx.allowed, Aggregates::Forbidden("OVER"));
        let window = self.sliding_window(over, cx);
        let asked = self.asked(&name, call, span, cx);
        cx.allowed = allowed;
        let Some(Asked { function, argument, default, data_type }) = asked else { return unknown(span) };
        let Some(window) = window else { return Expr { data_type, ..unknown(span) } };
        let window = cx.slides.window(window);
        let index = cx.slides.function(Analytic { function, window, argument, default, data_type, span });
        Expr { kind: ExprKind::Column(FIRST_ANALYTIC + index), data_type, span }
    }

    fn asked(&mut self, name: &str, call: &FunctionCall, span: Span, cx: &mut Context<'_>) -> Option<Asked> {
        let aggregate = aggregate_function(name);
        if aggregate.is_none() && !ANALYTIC.contains(&name) {
            let message = format!("{} cannot be taken over a window", call.name);
            let hint = if matches!(name, "ROW_NUMBER" | "RANK" | "DENSE_RANK" | "NTILE" | "PERCENT_RANK") {
                "FROM TABLE(GROUP_RANK(CURSOR(SELECT STREAM …), …)) ranks the rows of one ROWTIME"
            } else if name == "LEAD" {
                "a window over a stream cannot look ahead; LAG looks back"
            } else {
                "aggregates, FIRST_VALUE, LAST_VALUE, NTH_VALUE, LAG and EXP_AVG can"
            };
            self.report(Diagnostic::error(codes::UNKNOWN_FUNCTION, *call.name.span, message).hint(hint));
            self.arguments_of(call, cx);
            return None;
        }
        if call.quantifier == Some(Quantifier::Distinct) || call.filter.is_some() {
            self.not_in_dialect(call, span);
            self.arguments_of(call, cx);
            return None;
        }
        let takes_nulls = matches!(name, "FIRST_VALUE" | "LAST_VALUE" | "NTH_VALUE" | "LAG");
        if call.ignore_nulls.is_some() && !takes_nulls {
            let message =
                format!("{name} always leaves NULLs out, it takes neither IGNORE nor RESPECT NULLS");
            self.error(codes::UNEXPECTED, span, message);
        }
        match aggregate {
            Some(function) => self.aggregate_over(function, call, span, cx),
            None => self.value_over(name, call, span, cx),
        }
    }

    fn aggregate_over(
        &mut self,
        function: AggregateFunction,
        call: &FunctionCall,
        span: Span,
        cx: &mut Context<'_>,
    ) -> Option<Asked> {
        let (function, argument, data_type) = self.typed(function, call, span, cx)?;
        Some(Asked { function: AnalyticFunction::Aggregate(function), argument, default: None, data_type })
    }

    /// FIRST_VALUE, LAST_VALUE, NTH_VALUE, LAG and EXP_AVG.
    fn value_over(
        &mut self,
        name: &str,
        call: &FunctionCall,
        span: Span,
        cx: &mut Context<'_>,
    ) -> Option<Asked> {
        let arguments = self.arguments_of(call, cx);
        let ignore_nulls = call.ignore_nulls.unwrap_or(false);
        let nth = |position, from_last| AnalyticFunction::Nth { position, from_last, ignore_nulls };
        let asked = |function, argument: &Expr| Asked {
            function,
            data_type: argument.data_type,
            argument: Some(argument.clone()),
            default: None,
        };
        match (name, arguments.as_slice()) {
            ("FIRST_VALUE", [x]) => Some(asked(nth(1, false), x)),
            ("LAST_VALUE", [x]) => Some(asked(nth(1, true), x)),
            ("NTH_VALUE", [x, n]) => {
                let position = self.constant_count(name, n, 1)?;
                Some(asked(nth(position, call.from_last.unwrap_or(false)), x))
            }
            ("LAG", [x, rest @ ..]) if rest.len() <= 2 => {
                let rows = rest.first().map_or(Some(1), |n| self.constant_count(name, n, 0))?;
                let default = rest.get(1).map(|default| self.lag_default(x, default));
                Some(Asked { default, ..asked(AnalyticFunction::Lag { rows, ignore_nulls }, x) })
            }
            ("EXP_AVG", [x, half_life]) => self.exponential(x, half_life),
            _ => {
                let takes = match name {
                    "NTH_VALUE" => "a value and a position: NTH_VALUE(x, 2)",
                    "LAG" => "one to three arguments: LAG(x, 1, 0)",
                    "EXP_AVG" => "a value and an interval: EXP_AVG(x, INTERVAL '10' SECOND)",
                    _ => "one argument",
                };
                self.error(codes::ARGUMENT_COUNT, span, format!("{name} takes {takes}"));
                None
            }
        }
    }

    fn lag_default(&mut self, x: &Expr, default: &Expr) -> Expr {
        if assignable(default.data_type, x.data_type) {
            return cast(default.clone(), x.data_type);
        }
        let message = format!(
            "LAG gives {}, which {} cannot stand in for: it is {}",
            x.data_type,
            self.excerpt(default.span),
            default.data_type
        );
        self.error(codes::ARGUMENT_TYPE, default.span, message);
        Expr { data_type: x.data_type, ..unknown(default.span) }
    }

    fn exponential(&mut self, x: &Expr, half_life: &Expr) -> Option<Asked> {
        if !x.data_type.is_numeric() && x.data_type != DataType::Null {
            self.wrong_argument("EXP_AVG", "a number", x);
            return None;
        }
        let is_time =
            matches!(half_life.data_type, DataType::Interval(qualifier) if !qualifier.is_calendar());
        match Self::constant_long(half_life) {
            Some(milliseconds) if is_time && milliseconds > 0 => Some(Asked {
                function: AnalyticFunction::ExpAvg { half_life: milliseconds },
                argument: Some(cast(x.clone(), DataType::Double)),
                default: None,
                data_type: DataType::Double,
            }),
            _ => {
                let message = "the half-life of EXP_AVG is a constant interval of days to seconds above zero";
                self.report(
                    Diagnostic::error(codes::NOT_CONSTANT, half_life.span, message)
                        .hint("as in EXP_AVG(x, INTERVAL '10' SECOND)"),
                );
                None
            }
        }
    }

    /// A constant whole number from `least` on.
    fn constant_count(&mut self, name: &str, n: &Expr, least: i64) -> Option<u64> {
        match Self::constant_long(n) {
            Some(count) if n.data_type.is_integer() && count >= least => Some(count.unsigned_abs()),
            _ => {
                let message = format!("{name} needs a constant whole number, {least} or more");
                self.error(codes::NOT_CONSTANT, n.span, message);
                None
            }
        }
    }

    /// The window of OVER, its expressions checked.
    fn sliding_window(&mut self, over: &WindowRef, cx: &mut Context<'_>) -> Option<SlidingWindow> {
        if cx.windows.len() > MAX_WINDOWS || self.copies == 0 {
            // Said already.
            return None;
        }
        let window = self.resolve(over, cx.windows)?;
        let faults = self.faults();
        if window.partition.len() > MAX_WINDOWS {
            let message = format!("PARTITION BY has more than {MAX_WINDOWS} expressions");
            self.error(codes::TOO_MANY, window.span, message);
            return None;
        }
        // A named window is checked anew for each function over it, so what it holds counts as copied.
        let mut partition = Vec::new();
        for key in window.partition {
            let key = self.expr(key, cx);
            partition.push(self.copy(&key)?);
        }
        let frame = self.frame(&window);
        self.order_of_window(&window, frame, cx);
        let frame = frame?;
        // A window with a fault is no window, but the function over it is still checked.
        (faults == self.faults()).then_some(SlidingWindow { partition, frame })
    }

    fn frame(&mut self, window: &Window<'_>) -> Option<SlidingFrame> {
        let Some(frame) = window.frame else { return Some(SlidingFrame::Unbounded) };
        let to_current = matches!(frame.end, None | Some(FrameBound::CurrentRow));
        if to_current && frame.start == FrameBound::UnboundedPreceding {
            return Some(SlidingFrame::Unbounded);
        }
        Some(match self.reach(frame, window.span)? {
            Reach::Milliseconds(milliseconds) => SlidingFrame::Range { milliseconds },
            Reach::Rows(preceding) => SlidingFrame::Rows { preceding },
        })
    }

    /// Rows of a window are in order of ROWTIME; ORDER BY may say so, and nothing else.
    fn order_of_window(&mut self, window: &Window<'_>, frame: Option<SlidingFrame>, cx: &mut Context<'_>) {
        for (index, item) in window.order.iter().enumerate() {
            let key = self.expr(&item.expr, cx);
            let rises = match monotonicity(&key, &cx.scope.columns) {
                Monotonicity::Monotonic(motion) => motion.ascending != item.descending,
                _ => key.data_type == DataType::Null,
            };
            let by_rows = matches!(frame, Some(SlidingFrame::Rows { .. } | SlidingFrame::Unbounded));
            if index > 0 || !rises || (key.kind != ExprKind::Rowtime && !by_rows) {
                let message = "the rows of a sliding window are in order of ROWTIME";
                let hint = "leave ORDER BY out";
                self.report(Diagnostic::error(codes::NOT_IN_KDA, *item.expr.span, message).hint(hint));
            }
        }
    }

    /// Windows that are defined and perhaps not used: their names are checked all the same.
    pub(super) fn named_windows(&mut self, windows: &[ast::NamedWindow], scope: &Scope) {
        let mut cx = Context::new(scope, Aggregates::Forbidden("PARTITION BY"));
        if let Some(window) = windows.get(MAX_WINDOWS) {
            let message = format!("WINDOW defines more than {MAX_WINDOWS} windows");
            return self.error(codes::TOO_MANY, *window.name.span, message);
        }
        for window in windows {
            for key in &window.spec.partition {
                self.expr(key, &mut cx);
            }
        }
    }
}
