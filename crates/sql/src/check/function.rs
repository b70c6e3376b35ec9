//! CREATE FUNCTION: functions written in SQL (spec/kda-sql.md 5).
//!
//! A body is checked once, over its parameters as columns; a call puts the arguments in their place. So the engine knows nothing of
//! functions, and a window made by one is seen as what it is. A function can call those above it, never itself: its size is bounded by
//! that of the program's copies (see `tree`), its height by [`MAX_HEIGHT`].

use std::rc::Rc;

use rillcut_record::{DataType, Field};

use super::{
    Checker,
    catalog::stored,
    coerce::{assignable, cast},
    expr::{Aggregates, Context},
    literal::unknown,
    relation::{Scope, ScopeColumn},
};
use crate::{
    ast::{CreateFunction, FunctionCall, Program, StatementKind},
    codes,
    diagnostic::Diagnostic,
    plan::{Expr, ExprKind},
    span::Span,
};

/// Greatest height of an expression that calls have been written out in; the engine goes a little deeper.
const MAX_HEIGHT: usize = 200;

/// Most parameters.
const MAX_PARAMETERS: usize = 100;

/// A function of the program.
#[derive(Debug, Clone)]
pub(super) struct UserFunction {
    /// Stored name.
    pub(super) name: String,
    parameters: Vec<Field>,
    returns: DataType,
    /// Over the parameters as columns; `None` when it has a fault.
    body: Option<Expr>,
    /// RETURNS NULL ON NULL INPUT.
    null_on_null: bool,
}

/// Stored names of the functions a program creates.
pub(super) fn created(program: &Program) -> Vec<String> {
    let name = |kind: &StatementKind| match kind {
        StatementKind::CreateFunction(function) => Some(stored(&function.name)),
        _ => None,
    };
    program.statements.iter().filter_map(|statement| name(&statement.kind)).collect()
}

impl Checker<'_> {
    pub(super) fn create_function(&mut self, create: &CreateFunction) {
        let name = stored(&create.name);
        let place = create.name.span();
        if create.parameters.len() > MAX_PARAMETERS {
            let message = format!("a function has at most {MAX_PARAMETERS} parameters");
            return self.error(codes::TOO_MANY, place, message);
        }
        let mut parameters: Vec<Field> = Vec::new();
        for parameter in &create.parameters {
            let stored = parameter.name.stored();
            if parameters.iter().any(|known| known.name == *stored) {
                let message = format!("{} has two parameters {}", create.name, parameter.name);
                self.error(codes::DUPLICATE_COLUMN, *parameter.name.span, message);
                continue;
            }
            parameters.push(Field::new(stored, parameter.data_type));
        }
        let same = |known: &Rc<UserFunction>| {
            known.name == name
                && known.parameters.iter().map(|p| p.data_type).eq(parameters.iter().map(|p| p.data_type))
        };
        if let Some(index) = self.functions.iter().position(same) {
            if create.replace {
                self.functions.remove(index);
            } else {
                let message = format!("there is a function {} with these parameters already", create.name);
                self.report(
                    Diagnostic::error(codes::DUPLICATE_FUNCTION, place, message).hint("take another name"),
                );
            }
        }
        let scope = Scope {
            columns: parameters.iter().map(ScopeColumn::new).collect(),
            is_function: true,
            ..Scope::default()
        };
        let faults = self.faults();
        let mut cx = Context::new(&scope, Aggregates::Forbidden("a function"));
        let body = self.expr(&create.body, &mut cx);
        let given = body.data_type;
        let body = if self.faults() > faults {
            None
        } else if assignable(given, create.returns) {
            Some(cast(body, create.returns))
        } else {
            let message =
                format!("{} returns {}, but the expression is {given}", create.name, create.returns);
            let text = self.text.get(body.span.range()).unwrap_or_default();
            let fix = format!("CAST({text} AS {})", create.returns);
            let diagnostic = Diagnostic::error(codes::NOT_ASSIGNABLE, body.span, message);
            self.report(if super::coerce::castable(given, create.returns) {
                diagnostic.hint("CAST converts it").fix(body.span, fix)
            } else {
                diagnostic
            });
            None
        };
        let null_on_null = create.characteristics.iter().any(|words| words == "RETURNS NULL ON NULL INPUT");
        let function = UserFunction { name, parameters, returns: create.returns, body, null_on_null };
        self.functions.push(Rc::new(function));
    }

    /// The body of a function with the arguments in it.
    pub(super) fn user_call(&mut self, call: &FunctionCall, span: Span, cx: &mut Context<'_>) -> Expr {
        let arguments = self.arguments_of(call, cx);
        let named: Vec<Rc<UserFunction>> =
            self.functions.iter().filter(|function| *function.name == *call.name.stored()).cloned().collect();
        let counted = || named.iter().filter(|function| function.parameters.len() == arguments.len());
        let fits = |function: &&Rc<UserFunction>| {
            function
                .parameters
                .iter()
                .zip(&arguments)
                .all(|(parameter, argument)| takes(parameter.data_type, argument.data_type))
        };
        let Some(function) = counted().find(fits) else {
            self.wrong_call(call, &named, &arguments, span);
            let returns = named.first().map_or(DataType::Null, |function| function.returns);
            return Expr { data_type: returns, ..unknown(span) };
        };
        let returns = function.returns;
        let failed = Expr { data_type: returns, ..unknown(span) };
        let Some(body) = &function.body else { return failed };
        let arguments: Vec<Expr> = arguments
            .into_iter()
            .zip(&function.parameters)
            .map(|(argument, parameter)| cast(argument, parameter.data_type))
            .collect();
        let Some(mut result) = self.copy(body) else { return failed };
        if self.place(&mut result, &arguments).is_none() {
            return failed;
        }
        if function.null_on_null && !arguments.is_empty() {
            let is_null = |argument: Expr| Expr {
                kind: ExprKind::IsNull { operand: Box::new(argument), negated: false },
                data_type: DataType::Boolean,
                span,
            };
            let mut nulls: Vec<Expr> = arguments.into_iter().map(is_null).collect();
            let one = if nulls.len() == 1 { nulls.pop() } else { None };
            let any = one.unwrap_or(Expr { kind: ExprKind::Or(nulls), data_type: DataType::Boolean, span });
            let null = failed.clone();
            let kind = ExprKind::Case { branches: vec![(any, null)], otherwise: Some(Box::new(result)) };
            result = Expr { kind, data_type: returns, span };
        }
        if height(&result) > MAX_HEIGHT {
            let message = "with its functions written out this expression is nested too deeply";
            self.error(codes::TOO_LARGE, span, message);
            return failed;
        }
        Expr { span, ..result }
    }

    /// Puts the arguments into the place of the parameters; `None`, with an error, when that becomes too large.
    fn place(&mut self, expr: &mut Expr, arguments: &[Expr]) -> Option<()> {
        if let ExprKind::Column(index) = expr.kind {
            let argument = self.copy(arguments.get(index)?)?;
            // A wider parameter has been cast to; its own type is that of the argument now.
            *expr = argument;
            return Some(());
        }
        let mut placed = Some(());
        expr.each_child_mut(&mut |child| {
            if placed.is_some() {
                placed = self.place(child, arguments);
            }
        });
        placed
    }

    fn wrong_call(
        &mut self,
        call: &FunctionCall,
        named: &[Rc<UserFunction>],
        arguments: &[Expr],
        span: Span,
    ) {
        let name = &call.name;
        let list = |function: &Rc<UserFunction>| {
            let types: Vec<String> =
                function.parameters.iter().map(|parameter| parameter.data_type.to_string()).collect();
            format!("{name}({})", types.join(", "))
        };
        let Some(function) = named.iter().find(|function| function.parameters.len() == arguments.len())
        else {
            let forms: Vec<String> = named.iter().map(list).collect();
            let message = format!("{name} does not take {} arguments", arguments.len());
            return self.report(
                Diagnostic::error(codes::ARGUMENT_COUNT, span, message)
                    .hint(format!("it is {}", forms.join(" or "))),
            );
        };
        for (argument, parameter) in arguments.iter().zip(&function.parameters) {
            if takes(parameter.data_type, argument.data_type) {
                continue;
            }
            let text = self.text.get(argument.span.range()).unwrap_or_default();
            let fix = format!("CAST({text} AS {})", parameter.data_type);
            let message = format!(
                "{name} needs {} for {}, {} is {}",
                parameter.data_type,
                crate::ast::written(&parameter.name),
                self.excerpt(argument.span),
                argument.data_type
            );
            self.report(
                Diagnostic::error(codes::ARGUMENT_TYPE, argument.span, message)
                    .hint(format!("arguments are not converted: write {fix}"))
                    .fix(argument.span, fix),
            );
        }
    }

    /// A call of a function that is not there yet; false when the program creates none of that name.
    pub(super) fn called_too_early(&mut self, call: &FunctionCall) -> bool {
        let stored = call.name.stored();
        if !self.functions_to_come.iter().any(|name| *name == *stored) {
            return false;
        }
        let message = format!("{} is called before it is created", call.name);
        self.report(
            Diagnostic::error(codes::READ_BEFORE_CREATION, *call.name.span, message)
                .hint("put its CREATE FUNCTION above; a function cannot call itself"),
        );
        true
    }
}

/// Whether a parameter takes an argument: types are the same, but for the lengths of texts.
fn takes(parameter: DataType, argument: DataType) -> bool {
    parameter == argument || argument == DataType::Null || (parameter.is_text() && argument.is_text())
}

fn height(expr: &Expr) -> usize {
    let mut below = 0;
    expr.each_child(&mut |child| below = below.max(height(child)));
    below + 1
}
