//! Functions called by name (spec/kda-sql.md 11).

use rillcut_record::DataType;

use super::{
    Checker,
    coerce::{cast, common, digits, wider_integer},
    expr::Context,
    literal::unknown,
    name::{closest, suggest},
};
use crate::{
    ast::{self, FunctionCall},
    codes,
    diagnostic::Diagnostic,
    plan::{Expr, ExprKind, Function},
    span::Span,
};

/// Every scalar function, those with a syntax of their own among them.
pub const SCALAR_FUNCTIONS: &[&str] = &[
    "ABS",
    "CEIL",
    "CEILING",
    "CHARACTER_LENGTH",
    "CHAR_LENGTH",
    "CHAR_TO_DATE",
    "CHAR_TO_TIME",
    "CHAR_TO_TIMESTAMP",
    "COALESCE",
    "CURRENT_DATE",
    "CURRENT_ROW_TIMESTAMP",
    "CURRENT_TIME",
    "CURRENT_TIMESTAMP",
    "DATE_TO_CHAR",
    "EXP",
    "EXTRACT",
    "FAST_REGEX_LOG_PARSE",
    "FIXED_COLUMN_LOG_PARSE",
    "FLOOR",
    "INITCAP",
    "LN",
    "LOCALTIME",
    "LOCALTIMESTAMP",
    "LOG10",
    "LOWER",
    "MOD",
    "MONOTONIC",
    "NULLIF",
    "OVERLAY",
    "POSITION",
    "POWER",
    "REGEX_LOG_PARSE",
    "REGEX_REPLACE",
    "SQRT",
    "STEP",
    "SUBSTRING",
    "SYS_LOG_PARSE",
    "TIMESTAMP_TO_CHAR",
    "TIME_TO_CHAR",
    "TO_TIMESTAMP",
    "TRIM",
    "TSDIFF",
    "UNIX_TIMESTAMP",
    "UPPER",
    "VARIABLE_COLUMN_LOG_PARSE",
    "W3C_LOG_PARSE",
];

/// Functions that only a window of OVER gives a meaning.
pub(super) const ANALYTIC: &[&str] = &["EXP_AVG", "FIRST_VALUE", "LAG", "LAST_VALUE", "NTH_VALUE"];

/// Table functions, which stand in FROM.
pub(crate) const TABLE_FUNCTIONS: &[&str] = &[
    "COUNT_DISTINCT_ITEMS_TUMBLING",
    "GROUP_RANK",
    "HOTSPOTS",
    "RANDOM_CUT_FOREST",
    "RANDOM_CUT_FOREST_WITH_EXPLANATION",
    "TOP_K_ITEMS_TUMBLING",
];

pub(super) fn made(function: Function, arguments: Vec<Expr>, data_type: DataType, span: Span) -> Expr {
    Expr { kind: ExprKind::Call { function, arguments }, data_type, span }
}

impl Checker<'_> {
    pub(super) fn call(&mut self, call: &FunctionCall, span: Span, cx: &mut Context<'_>) -> Expr {
        let name = call.name.stored().into_owned();
        let name = name.as_str();
        if let Some(over) = &call.over {
            return self.analytic(call, over, span, cx);
        }
        if cx.in_stagger
            && let Some(function) = super::aggregate::of_a_first_or_last_row(name, call)
        {
            return self.aggregate(function, call, span, cx);
        }
        if ANALYTIC.contains(&name) {
            let message = format!("{name} needs a window: {name}(…) OVER w");
            self.error(codes::AGGREGATE_WITHOUT_GROUP, span, message);
            self.arguments_of(call, cx);
            return unknown(span);
        }
        if let Some(function) = super::aggregate::aggregate_function(name) {
            return self.aggregate(function, call, span, cx);
        }
        let of_an_aggregate =
            call.star || call.quantifier.is_some() || call.filter.is_some() || call.ignore_nulls.is_some();
        if of_an_aggregate && SCALAR_FUNCTIONS.contains(&name) {
            let message =
                format!("{name} is no aggregate: it takes neither *, DISTINCT, ALL, FILTER nor NULLS");
            self.error(codes::UNEXPECTED, span, message);
            return unknown(span);
        }
        self.scalar(name, call, span, cx)
    }

    /// Checks the arguments for their own faults.
    pub(super) fn arguments_of(&mut self, call: &FunctionCall, cx: &mut Context<'_>) -> Vec<Expr> {
        call.arguments.iter().map(|argument| self.expr(argument, cx)).collect()
    }

    fn scalar(&mut self, name: &str, call: &FunctionCall, span: Span, cx: &mut Context<'_>) -> Expr {
        let arguments = call.arguments.as_slice();
        match (name, arguments) {
            ("COALESCE", [_, ..]) => self.coalesce(arguments, span, cx),
            ("NULLIF", [a, b]) => self.null_if(a, b, span, cx),
            ("ABS", [x]) => self.same_number(Function::Abs, x, name, span, cx),
            ("CEIL" | "CEILING", [x]) => self.same_number(Function::Ceil, x, name, span, cx),
            ("FLOOR", [x]) => self.same_number(Function::Floor, x, name, span, cx),
            ("EXP", [_]) => self.doubles(Function::Exp, call, span, cx),
            ("LN", [_]) => self.doubles(Function::Ln, call, span, cx),
            ("LOG10", [_]) => self.doubles(Function::Log10, call, span, cx),
            ("SQRT", [_]) => self.doubles(Function::Sqrt, call, span, cx),
            ("POWER", [_, _]) => self.doubles(Function::Power, call, span, cx),
            ("MOD", [a, b]) => self.modulo(a, b, span, cx),
            ("UPPER", [x]) => self.same_text(Function::Upper, x, name, span, cx),
            ("LOWER", [x]) => self.same_text(Function::Lower, x, name, span, cx),
            ("INITCAP", [x]) => self.same_text(Function::Initcap, x, name, span, cx),
            ("CHAR_LENGTH" | "CHARACTER_LENGTH", [x]) => {
                let x = self.text_operand(x, name, cx);
                made(Function::CharLength, vec![x], DataType::Integer, span)
            }
            ("SUBSTRING", [x, start]) => self.substring_comma(x, start, None, span, cx),
            ("SUBSTRING", [x, start, length]) => self.substring_comma(x, start, Some(length), span, cx),
            ("UNIX_TIMESTAMP", [x]) => {
                let x = self.timestamp_operand(x, name, cx);
                made(Function::UnixTimestamp, vec![x], DataType::BigInt, span)
            }
            ("TO_TIMESTAMP", [x]) => {
                let x = self.whole_operand(x, name, cx);
                made(Function::ToTimestamp, vec![x], DataType::Timestamp, span)
            }
            ("TSDIFF", [start, end]) => {
                let arguments =
                    vec![self.timestamp_operand(start, name, cx), self.timestamp_operand(end, name, cx)];
                made(Function::TsDiff, arguments, DataType::BigInt, span)
            }
            ("MONOTONIC", [x]) => {
                let x = self.expr(x, cx);
                let data_type = x.data_type;
                made(Function::Monotonic, vec![x], data_type, span)
            }
            ("CURRENT_TIMESTAMP" | "LOCALTIMESTAMP" | "CURRENT_ROW_TIMESTAMP", [] | [_]) => now(span),
            ("CURRENT_DATE", []) => Expr { span, ..cast(now(span), DataType::Date) },
            ("CURRENT_TIME" | "LOCALTIME", [] | [_]) => Expr { span, ..cast(now(span), DataType::Time) },
            ("CHAR_TO_DATE", [format, text]) => self.char_to(DataType::Date, [format, text], name, span, cx),
            ("CHAR_TO_TIME", [format, text]) => self.char_to(DataType::Time, [format, text], name, span, cx),
            ("CHAR_TO_TIMESTAMP", [format, text]) => {
                self.char_to(DataType::Timestamp, [format, text], name, span, cx)
            }
            ("DATE_TO_CHAR", [format, x]) => self.char_of(DataType::Date, [format, x], name, span, cx),
            ("TIME_TO_CHAR", [format, x]) => self.char_of(DataType::Time, [format, x], name, span, cx),
            ("TIMESTAMP_TO_CHAR", [format, x]) => {
                self.char_of(DataType::Timestamp, [format, x], name, span, cx)
            }
            ("REGEX_REPLACE", [text, regex, replacement, start, occurrence]) => {
                self.regex_replace([text, regex, replacement, start, occurrence], span, cx)
            }
            _ if name.ends_with("_LOG_PARSE") || name == "FAST_REGEX_LOG_PARSER" => {
                self.log_parser(name, call, span, cx)
            }
            _ => self.no_such_call(name, call, span, cx),
        }
    }

    pub(super) fn no_such_call(
        &mut self,
        name: &str,
        call: &FunctionCall,
        span: Span,
        cx: &mut Context<'_>,
    ) -> Expr {
        if self.functions.iter().any(|function| *function.name == *call.name.stored()) {
            return self.user_call(call, span, cx);
        }
        self.arguments_of(call, cx);
        let place = *call.name.span;
        if SCALAR_FUNCTIONS.contains(&name) {
            let count = call.arguments.len();
            let message =
                format!("{name} does not take {count} argument{}", if count == 1 { "" } else { "s" });
            self.error(codes::ARGUMENT_COUNT, span, message);
        } else if TABLE_FUNCTIONS.contains(&name) {
            let message = format!("{name} gives rows, so it stands in FROM");
            let hint = format!("write FROM TABLE({name}(CURSOR(SELECT STREAM …), …))");
            self.report(Diagnostic::error(codes::UNKNOWN_FUNCTION, place, message).hint(hint));
        } else if !self.called_too_early(call) {
            self.unknown_function(name, call, place);
        }
        unknown(span)
    }

    fn unknown_function(&mut self, name: &str, call: &FunctionCall, place: Span) {
        let meant = match name {
            "LEN" | "LENGTH" => Some("CHAR_LENGTH"),
            "SUBSTR" => Some("SUBSTRING"),
            "NOW" | "GETDATE" => Some("CURRENT_ROW_TIMESTAMP"),
            "IFNULL" | "NVL" | "ISNULL" => Some("COALESCE"),
            "LOG" => Some("LN"),
            "POW" => Some("POWER"),
            "TO_CHAR" => Some("TIMESTAMP_TO_CHAR"),
            "TO_DATE" | "STR_TO_DATE" => Some("CHAR_TO_DATE"),
            "TO_TIME" => Some("CHAR_TO_TIME"),
            "REGEXP_REPLACE" => Some("REGEX_REPLACE"),
            "GREATEST" | "LEAST" | "IF" | "IIF" | "DECODE" => {
                let message = format!("there is no function {name}");
                let diagnostic = Diagnostic::error(codes::UNKNOWN_FUNCTION, place, message);
                return self.report(diagnostic.hint("write CASE WHEN a > b THEN a ELSE b END"));
            }
            "TUMBLE" | "HOP" | "TUMBLE_START" | "TUMBLE_END" | "DATE_TRUNC" | "TIME_BUCKET" => {
                let message = format!("there is no function {name}");
                let diagnostic = Diagnostic::error(codes::UNKNOWN_FUNCTION, place, message);
                return self.report(diagnostic.hint("write STEP(ROWTIME BY INTERVAL '1' MINUTE)"));
            }
            "CONCAT" => {
                let message = "there is no function CONCAT";
                let diagnostic = Diagnostic::error(codes::UNKNOWN_FUNCTION, place, message);
                return self.report(diagnostic.hint("texts are joined with ||"));
            }
            "ROUND" => {
                let message = "there is no function ROUND";
                let diagnostic = Diagnostic::error(codes::UNKNOWN_FUNCTION, place, message);
                return self
                    .report(diagnostic.hint("CAST(x AS INTEGER) rounds, CAST(x AS DECIMAL(18,2)) too"));
            }
            _ => None,
        };
        let own: Vec<String> = self.functions.iter().map(|function| function.name.clone()).collect();
        let own = own.iter().map(String::as_str);
        let known =
            SCALAR_FUNCTIONS.iter().chain(ANALYTIC).chain(super::aggregate::NAMES).copied().chain(own);
        let meant = meant.or_else(|| if self.is_full() { None } else { closest(name, known) });
        let message = format!("there is no function {}", call.name);
        let diagnostic = Diagnostic::error(codes::UNKNOWN_FUNCTION, place, message);
        self.report(suggest(diagnostic, place, name, meant));
    }

    /// A wrong argument: what the function needs, and what it got.
    pub(super) fn wrong_argument(&mut self, of: &str, needs: &str, got: &Expr) {
        let message = format!("{of} needs {needs}, {} is {}", self.excerpt(got.span), got.data_type);
        let diagnostic = Diagnostic::error(codes::ARGUMENT_TYPE, got.span, message);
        self.report(if got.data_type.is_text() {
            diagnostic.hint("CAST(x AS type) converts a text")
        } else {
            diagnostic
        });
    }

    /// A function of a number or an interval that gives the same type.
    fn same_number(
        &mut self,
        function: Function,
        x: &ast::Expr,
        name: &str,
        span: Span,
        cx: &mut Context<'_>,
    ) -> Expr {
        let x = self.expr(x, cx);
        let data_type = x.data_type;
        let interval = matches!(data_type, DataType::Interval(_)) && function == Function::Abs;
        if data_type.is_numeric() || interval {
            return made(function, vec![x], data_type, span);
        }
        if data_type != DataType::Null {
            let needs = if data_type.is_datetime() { "a number, or TO and a unit" } else { "a number" };
            self.wrong_argument(name, needs, &x);
        }
        unknown(span)
    }

    /// A function of DOUBLEs.
    fn doubles(&mut self, function: Function, call: &FunctionCall, span: Span, cx: &mut Context<'_>) -> Expr {
        let mut arguments = Vec::new();
        for argument in self.arguments_of(call, cx) {
            if !argument.data_type.is_numeric() && argument.data_type != DataType::Null {
                self.wrong_argument(&call.name.stored(), "a number", &argument);
                return Expr { data_type: DataType::Double, ..unknown(span) };
            }
            arguments.push(cast(argument, DataType::Double));
        }
        made(function, arguments, DataType::Double, span)
    }

    /// MOD of two exact numbers, brought to one scale.
    fn modulo(&mut self, a: &ast::Expr, b: &ast::Expr, span: Span, cx: &mut Context<'_>) -> Expr {
        let (a, b) = (self.expr(a, cx), self.expr(b, cx));
        for side in [&a, &b] {
            if digits(side.data_type).is_none() {
                if side.data_type != DataType::Null {
                    self.wrong_argument("MOD", "a whole number or DECIMAL", side);
                }
                return unknown(span);
            }
        }
        if a.data_type.is_integer() && b.data_type.is_integer() {
            let data_type = wider_integer(a.data_type, b.data_type);
            return made(Function::Mod, vec![a, b], data_type, span);
        }
        if let Some(data_type @ DataType::Decimal { .. }) = common(a.data_type, b.data_type) {
            made(Function::Mod, vec![cast(a, data_type), cast(b, data_type)], data_type, span)
        } else {
            self.wrong_argument("MOD", "numbers of at most 18 digits together", &b);
            unknown(span)
        }
    }

    /// An argument that must be a whole number.
    pub(super) fn whole_operand(&mut self, x: &ast::Expr, of: &str, cx: &mut Context<'_>) -> Expr {
        let x = self.expr(x, cx);
        if digits(x.data_type).is_none() && x.data_type != DataType::Null {
            self.wrong_argument(of, "a whole number", &x);
            return Expr { data_type: DataType::BigInt, ..unknown(x.span) };
        }
        // The width of an integer does not matter to a function; a fraction is rounded away.
        if x.data_type.is_integer() { x } else { cast(x, DataType::BigInt) }
    }
}

fn now(span: Span) -> Expr {
    Expr { kind: ExprKind::Now, data_type: DataType::Timestamp, span }
}
