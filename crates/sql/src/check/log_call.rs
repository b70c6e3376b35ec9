//! Log parsers: a line of text as a record (spec/kda-sql.md 11).

use rillcut_pattern::{DateFormat, Regex, SYSLOG_DATE, SYSLOG_REGEX, log_format_regex};
use rillcut_record::{DataType, Value};

use super::{
    Checker,
    call::made,
    expr::Context,
    literal::unknown,
    pattern::constant_text,
    record::{RecordField, Shape, numbered},
};
use crate::{
    ast::FunctionCall,
    codes,
    diagnostic::Diagnostic,
    parser::{LogColumn, log_columns},
    plan::{Expr, ExprKind, Function},
    span::Span,
};

/// Most fields of a record (spec/kda-sql.md 18).
const MAX_FIELDS: usize = 1000;

fn text(value: impl Into<String>, span: Span) -> Expr {
    Expr { kind: ExprKind::Literal(Value::Text(value.into())), data_type: DataType::TEXT, span }
}

impl Checker<'_> {
    pub(super) fn log_parser(
        &mut self,
        name: &str,
        call: &FunctionCall,
        span: Span,
        cx: &mut Context<'_>,
    ) -> Expr {
        let arguments = call.arguments.as_slice();
        let Some((line, others)) = arguments.split_first() else {
            return self.no_such_call(name, call, span, cx);
        };
        let fits = match name {
            "SYS_LOG_PARSE" => others.is_empty(),
            // A third argument, which the reference mentions and does not explain, is not known of any program.
            "REGEX_LOG_PARSE"
            | "FAST_REGEX_LOG_PARSE"
            | "FAST_REGEX_LOG_PARSER"
            | "W3C_LOG_PARSE"
            | "FIXED_COLUMN_LOG_PARSE" => others.len() == 1,
            "VARIABLE_COLUMN_LOG_PARSE" => (2..=4).contains(&others.len()),
            _ => false,
        };
        if !fits {
            return self.no_such_call(name, call, span, cx);
        }
        let line = self.text_operand(line, name, cx);
        let others: Vec<Expr> = others.iter().map(|argument| self.expr(argument, cx)).collect();
        let record = match name {
            "SYS_LOG_PARSE" => {
                let mut shape = numbered(2);
                shape[0].data_type = DataType::Timestamp;
                shape[0].format = Some(SYSLOG_DATE.to_owned());
                Some((Function::RegexLog, vec![text(SYSLOG_REGEX, span)], shape))
            }
            "REGEX_LOG_PARSE" => self.regex_log(name, &others[0], Function::RegexLog, Regex::java),
            "FAST_REGEX_LOG_PARSE" | "FAST_REGEX_LOG_PARSER" => {
                self.regex_log(name, &others[0], Function::FastRegexLog, Regex::fast)
            }
            "W3C_LOG_PARSE" => self.w3c_log(name, &others[0], span),
            "FIXED_COLUMN_LOG_PARSE" => self.fixed_log(name, &others[0], span),
            _ => self.delimited_log(name, &others, span),
        };
        let Some((function, arguments, shape)) = record else { return unknown(span) };
        let data_type = self.record_type(shape);
        made(function, [line].into_iter().chain(arguments).collect(), data_type, span)
    }

    /// A constant that the fields follow from.
    fn layout<'e>(&mut self, name: &str, argument: &'e Expr) -> Option<&'e str> {
        let text = constant_text(argument);
        if text.is_none() && argument.data_type != DataType::Null {
            let message = format!("{name} needs a text in quotes here: its fields follow from it");
            self.error(codes::NOT_CONSTANT, argument.span, message);
        }
        text
    }

    fn regex_log(
        &mut self,
        name: &str,
        pattern: &Expr,
        function: Function,
        read: impl FnOnce(&str) -> Result<Regex, rillcut_pattern::PatternError>,
    ) -> Option<(Function, Vec<Expr>, Shape)> {
        self.layout(name, pattern)?;
        let regex = self.read_pattern(pattern, read)?;
        if regex.groups() == 0 {
            let message = "the pattern has no group, and each group makes a field";
            self.report(
                Diagnostic::error(codes::BAD_PATTERN, pattern.span, message)
                    .hint("put parentheses around what is wanted, as in '(.*) (.*)'"),
            );
            return None;
        }
        Some((function, vec![pattern.clone()], numbered(regex.groups())))
    }

    fn w3c_log(&mut self, name: &str, format: &Expr, span: Span) -> Option<(Function, Vec<Expr>, Shape)> {
        self.layout(name, format)?;
        let pattern = self.read_pattern(format, log_format_regex)?;
        let regex = Regex::java(&pattern).ok()?;
        Some((Function::RegexLog, vec![text(pattern, span)], numbered(regex.groups())))
    }

    fn fixed_log(&mut self, name: &str, columns: &Expr, span: Span) -> Option<(Function, Vec<Expr>, Shape)> {
        self.layout(name, columns)?;
        let columns = self.columns(columns)?;
        let mut layout = Vec::new();
        for column in &columns {
            let Some(start) = column.start else {
                let message =
                    format!("{name}: the column {} has no START", crate::ast::written(&column.name));
                self.report(
                    Diagnostic::error(codes::BAD_PATTERN, span, message)
                        .hint("as in 'a TYPE VARCHAR(4) START 0 FOR 4, b TYPE INTEGER START 4'"),
                );
                return None;
            };
            layout
                .push(column.length.map_or_else(|| start.to_string(), |length| format!("{start}+{length}")));
        }
        Some((Function::FixedColumnLog, vec![text(layout.join(","), span)], shape(columns)))
    }

    /// `(line, count | 'columns', delimiter [, escape [, quotes]])`.
    fn delimited_log(
        &mut self,
        name: &str,
        arguments: &[Expr],
        span: Span,
    ) -> Option<(Function, Vec<Expr>, Shape)> {
        let (columns, others) = arguments.split_first()?;
        let mut sound = true;
        for argument in others {
            let text = self.layout(name, argument);
            sound &= text.is_some();
        }
        let others: Vec<&str> = others.iter().filter_map(constant_text).collect();
        let quotes = others.get(2).copied().unwrap_or_default();
        if others.first().is_some_and(|delimiter| delimiter.is_empty()) || quotes.chars().count() > 2 {
            let message = format!("{name} needs a delimiter, and quotes of one or two characters");
            self.error(codes::ARGUMENT_TYPE, span, message);
            return None;
        }
        let shape = match Self::constant_long(columns) {
            Some(count) if columns.data_type.is_integer() => match usize::try_from(count) {
                Ok(count) if (1..=MAX_FIELDS).contains(&count) => numbered(count),
                _ => {
                    let message = format!("{name}: the number of columns is 1 to {MAX_FIELDS}");
                    self.error(codes::ARGUMENT_TYPE, columns.span, message);
                    return None;
                }
            },
            _ if columns.data_type.is_numeric() => {
                let message = format!("{name} needs a constant number of columns");
                self.error(codes::NOT_CONSTANT, columns.span, message);
                return None;
            }
            _ => {
                self.layout(name, columns)?;
                shape(self.columns(columns)?)
            }
        };
        if !sound {
            return None;
        }
        let part = |index: usize| text(others.get(index).copied().unwrap_or_default(), span);
        let count = Expr {
            kind: ExprKind::Literal(Value::Long(shape.len() as i64)),
            data_type: DataType::BigInt,
            span,
        };
        Some((Function::DelimitedLog, vec![count, part(0), part(1), part(2)], shape))
    }

    /// The list of columns of a constant.
    fn columns(&mut self, argument: &Expr) -> Option<Vec<LogColumn>> {
        let text = constant_text(argument)?;
        let columns = match log_columns(text) {
            Ok(columns) => columns,
            Err(faults) => {
                for fault in faults {
                    let characters =
                        text.get(..fault.span.range().start).map_or(0, |before| before.chars().count());
                    let span = self.inside_literal(argument.span, text, characters);
                    let hint =
                        fault.hint.unwrap_or_else(|| "as in 'a TYPE VARCHAR(4), b TYPE INTEGER'".to_owned());
                    self.report(Diagnostic::error(codes::BAD_PATTERN, span, fault.message).hint(hint));
                }
                return None;
            }
        };
        if columns.len() > MAX_FIELDS {
            let message = format!("a record has at most {MAX_FIELDS} fields");
            self.error(codes::TOO_MANY, argument.span, message);
            return None;
        }
        for column in &columns {
            let Some(format) = &column.format else { continue };
            if !column.data_type.is_datetime() {
                let message = format!(
                    "the column {} is {} and takes no date format",
                    crate::ast::written(&column.name),
                    column.data_type
                );
                self.error(codes::BAD_PATTERN, argument.span, message);
                return None;
            }
            if let Err(fault) = DateFormat::new(format) {
                let diagnostic = Diagnostic::error(codes::BAD_PATTERN, argument.span, fault.message);
                self.report(fault.hint.map_or(diagnostic.clone(), |hint| diagnostic.hint(hint)));
                return None;
            }
        }
        Some(columns)
    }
}

fn shape(columns: Vec<LogColumn>) -> Shape {
    columns
        .into_iter()
        .map(|column| RecordField { name: column.name, data_type: column.data_type, format: column.format })
        .collect()
}
