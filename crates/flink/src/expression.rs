//! Expressions: operators, conditions, comparisons.

use rillcut_record::{DataType, Physical, Value};
use rillcut_sql::{
    Span,
    plan::{ArithmeticOp, CompareOp, Expr, ExprKind, Truth},
};

use crate::{
    call, cast,
    faults::{self, Sql, failing, first, passing},
    names,
    refusal::{self, Refusal, refuse},
    relation::travel_type,
};

/// What expressions are written over.
#[derive(Debug, Clone)]
pub(crate) struct Scope<'a> {
    /// The program's text, for places in messages.
    pub(crate) program: &'a str,
    /// One a column of the input.
    pub(crate) columns: Vec<String>,
    /// ROWTIME in epoch milliseconds.
    pub(crate) rowtime: String,
}

impl Scope<'_> {
    /// An expression in Flink SQL.
    pub(crate) fn sql(&self, expr: &Expr) -> Result<Sql, Box<Refusal>> {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Literal(value) => literal(value, expr.data_type, span),
            ExprKind::Column(column) => {
                travel_type(expr.data_type, span)?;
                Ok(Sql::sound(self.columns.get(*column).cloned().unwrap_or_default()))
            }
            ExprKind::Rowtime | ExprKind::Now => Ok(Sql::constant(self.rowtime.clone())),
            ExprKind::Arithmetic { op, left, right } => self.arithmetic(*op, left, right, expr),
            ExprKind::Negate(operand) => {
                let zero = Expr { kind: zero(expr.data_type), data_type: operand.data_type, span };
                self.arithmetic(ArithmeticOp::Subtract, &zero, operand, expr)
            }
            ExprKind::Compare { op, left, right } => {
                let (a, b) = (self.compared(left)?, self.compared(right)?);
                Ok(passing(format!("({} {} {})", a.value, symbol(*op), b.value), &[&a, &b]))
            }
            ExprKind::And(operands) => self.connected(operands, "AND", "FALSE"),
            ExprKind::Or(operands) => self.connected(operands, "OR", "TRUE"),
            ExprKind::Not(operand) => {
                let a = self.sql(operand)?;
                Ok(passing(format!("(NOT {})", a.value), &[&a]))
            }
            ExprKind::IsNull { operand, negated } => {
                let a = self.sql(operand)?;
                let not = if *negated { "NOT " } else { "" };
                Ok(passing(format!("({} IS {not}NULL)", a.value), &[&a]))
            }
            ExprKind::Is { operand, truth, negated } => {
                let a = self.sql(operand)?;
                let not = if *negated { "NOT " } else { "" };
                let truth = match truth {
                    Truth::True => "TRUE",
                    Truth::False => "FALSE",
                    Truth::Unknown => "UNKNOWN",
                };
                Ok(passing(format!("({} IS {not}{truth})", a.value), &[&a]))
            }
            ExprKind::IsDistinct { left, right, negated } => {
                let (a, b) = (self.compared(left)?, self.compared(right)?);
                let not = if *negated { "NOT " } else { "" };
                Ok(passing(format!("({} IS {not}DISTINCT FROM {})", a.value, b.value), &[&a, &b]))
            }
            ExprKind::In { operand, list, negated } => self.in_list(operand, list, *negated),
            ExprKind::Like { operand, pattern, escape, negated } => {
                self.like(operand, pattern, escape.as_deref(), *negated, span)
            }
            ExprKind::Case { branches, otherwise } => self.case(branches, otherwise.as_deref(), expr),
            ExprKind::Coalesce(operands) => self.coalesce(operands),
            ExprKind::Cast(operand) => cast::cast(self, operand, expr.data_type, span),
            ExprKind::Call { function, arguments } => call::call(self, *function, arguments, expr),
        }
    }

    /// An expression that must not fail where it stands.
    pub(crate) fn sound(&self, expr: &Expr, place: &str) -> Result<String, Box<Refusal>> {
        let sql = self.sql(expr)?;
        if sql.fault.is_some() {
            return Err(refuse(
                refusal::FAULT,
                expr.span,
                format!("an expression that can fail cannot be exported in {place}"),
                "compute it in the SELECT list of a pump before, where a failing row goes to error_stream",
            ));
        }
        Ok(sql.value)
    }

    /// The value as a column of a view: constants get the type that they travel in.
    pub(crate) fn item(&self, expr: &Expr) -> Result<Sql, Box<Refusal>> {
        let mut sql = self.sql(expr)?;
        if matches!(expr.kind, ExprKind::Literal(_)) {
            sql.value = typed(&sql.value, expr)?;
        }
        Ok(sql)
    }

    /// A fault's text.
    pub(crate) fn fault(&self, code: &str, message: &str, span: Span) -> String {
        faults::text(code, message, self.program, span)
    }

    /// The fault of a result that its type cannot hold.
    pub(crate) fn overflow(&self, data_type: DataType, span: Span) -> String {
        self.fault("STR0102", &format!("the result does not fit {data_type}"), span)
    }

    /// Trailing blanks of texts do not count in comparisons.
    fn compared(&self, expr: &Expr) -> Result<Sql, Box<Refusal>> {
        let mut sql = self.sql(expr)?;
        if let ExprKind::Literal(Value::Text(text)) = &expr.kind {
            sql.value = names::text(text.trim_end_matches(' '));
        } else {
            sql.value = comparable(&sql.value, expr.data_type);
        }
        Ok(sql)
    }

    fn arithmetic(
        &self,
        op: ArithmeticOp,
        left: &Expr,
        right: &Expr,
        expr: &Expr,
    ) -> Result<Sql, Box<Refusal>> {
        let span = expr.span;
        let (a, b) = (self.sql(left)?, self.sql(right)?);
        let (x, y) = (&a.value, &b.value);
        let calendar = |t| matches!(t, DataType::Interval(qualifier) if qualifier.is_calendar());
        if calendar(left.data_type) || calendar(right.data_type) || calendar(expr.data_type) {
            return self.months(op, (left, &a), (right, &b), expr);
        }
        let mut message = self.overflow(expr.data_type, span);
        if op == ArithmeticOp::Divide {
            let zero = self.fault("STR0101", "division by zero", span);
            message = format!("CASE WHEN {y} = 0 THEN {zero} ELSE {message} END");
        }
        let exact = |t: DataType| t.is_integer() || matches!(t, DataType::Decimal { .. } | DataType::Null);
        let value = match expr.data_type {
            DataType::Double => format!("{}_DOUBLE({x}, {y})", function(op)),
            DataType::Real => format!("KDA_REAL({}_DOUBLE({x}, {y}))", function(op)),
            DataType::Decimal { precision, scale } => {
                let scale_of = |t| if let DataType::Decimal { scale, .. } = t { scale } else { 0 };
                let (s, t) = (scale_of(left.data_type), scale_of(right.data_type));
                let sign = sign(op);
                format!("KDA_DECIMAL('{sign}', {x}, {s}, {y}, {t}, {precision}, {scale})")
            }
            DataType::Date | DataType::Time => {
                let moved = format!("{}({x}, {y})", function(op));
                format!("KDA_SETTLE({moved}, '{}')", expr.data_type)
            }
            DataType::Interval(_) if !longs(left) || !longs(right) => {
                return Err(unexported(span, "an interval times or by a number with decimals"));
            }
            other if exact(other) && other != DataType::BigInt && other != DataType::Null => {
                fitted(&format!("{}({x}, {y})", function(op)), other)
            }
            _ => format!("{}({x}, {y})", function(op)),
        };
        Ok(failing(value, &[&a, &b], &message))
    }

    fn months(
        &self,
        op: ArithmeticOp,
        (left, a): (&Expr, &Sql),
        (right, b): (&Expr, &Sql),
        expr: &Expr,
    ) -> Result<Sql, Box<Refusal>> {
        let value = match op {
            ArithmeticOp::Add if left.data_type.is_datetime() => {
                format!("KDA_ADD_MONTHS({}, {}, '{}')", a.value, b.value, expr.data_type)
            }
            ArithmeticOp::Add if right.data_type.is_datetime() => {
                format!("KDA_ADD_MONTHS({}, {}, '{}')", b.value, a.value, expr.data_type)
            }
            ArithmeticOp::Subtract if left.data_type.is_datetime() && !right.data_type.is_datetime() => {
                format!("KDA_ADD_MONTHS({}, KDA_SUBTRACT(0, {}), '{}')", a.value, b.value, expr.data_type)
            }
            _ => return Err(unexported(expr.span, "arithmetic of intervals of months")),
        };
        Ok(failing(value, &[a, b], &self.overflow(expr.data_type, expr.span)))
    }

    /// AND and OR: what an earlier operand decides, a later one cannot fail.
    fn connected(&self, operands: &[Expr], word: &str, decided: &str) -> Result<Sql, Box<Refusal>> {
        let parts = operands.iter().map(|operand| self.sql(operand)).collect::<Result<Vec<_>, _>>()?;
        let mut before: Vec<&str> = Vec::new();
        let mut faults = Vec::new();
        for part in &parts {
            faults.push(part.fault.clone().map(|fault| {
                if before.is_empty() {
                    return fault;
                }
                let open = before.join(&format!(" {word} "));
                format!("CASE WHEN ({open}) IS NOT {decided} THEN {fault} END")
            }));
            before.push(&part.value);
        }
        let value = format!("({})", before.join(&format!(" {word} ")));
        Ok(Sql { value, fault: first(faults), present: false })
    }

    fn in_list(&self, operand: &Expr, list: &[Expr], negated: bool) -> Result<Sql, Box<Refusal>> {
        let a = self.compared(operand)?;
        let items = list.iter().map(|item| self.compared(item)).collect::<Result<Vec<_>, _>>()?;
        let equal: Vec<String> = items.iter().map(|item| format!("{} = {}", a.value, item.value)).collect();
        let value = format!("({})", equal.join(" OR "));
        let value = if negated { format!("(NOT {value})") } else { value };
        let all: Vec<&Sql> = std::iter::once(&a).chain(&items).collect();
        Ok(passing(value, &all))
    }

    fn like(
        &self,
        operand: &Expr,
        pattern: &Expr,
        escape: Option<&Expr>,
        negated: bool,
        span: Span,
    ) -> Result<Sql, Box<Refusal>> {
        let (text, wanted) = (self.sql(operand)?, self.sql(pattern)?);
        let escape = match escape {
            None => String::new(),
            Some(Expr { kind: ExprKind::Literal(Value::Text(text)), .. }) => text.clone(),
            Some(_) => return Err(unexported(span, "an ESCAPE character out of the data")),
        };
        if !escape.is_empty() && !matches!(pattern.kind, ExprKind::Literal(_)) {
            return Err(unexported(span, "a pattern out of the data with ESCAPE"));
        }
        let value = format!("KDA_LIKE({}, {}, {})", text.value, wanted.value, names::text(&escape));
        let value = if negated { format!("(NOT {value})") } else { value };
        Ok(passing(value, &[&text, &wanted]))
    }

    fn case(
        &self,
        branches: &[(Expr, Expr)],
        otherwise: Option<&Expr>,
        expr: &Expr,
    ) -> Result<Sql, Box<Refusal>> {
        let mut value = String::from("CASE");
        let mut fault = String::from("CASE");
        let mut may_fail = false;
        for (condition, result) in branches {
            let condition = self.sql(condition)?;
            let result_sql = self.sql(result)?;
            value.push_str(&format!(" WHEN {} THEN {}", condition.value, typed(&result_sql.value, result)?));
            if let Some(found) = &condition.fault {
                fault.push_str(&format!(" WHEN {found} IS NOT NULL THEN {found}"));
                may_fail = true;
            }
            let found = result_sql.fault.clone();
            may_fail |= found.is_some();
            let found = found.unwrap_or_else(|| "CAST(NULL AS STRING)".to_owned());
            fault.push_str(&format!(" WHEN {} THEN {found}", condition.value));
        }
        if let Some(otherwise) = otherwise {
            let sql = self.sql(otherwise)?;
            value.push_str(&format!(" ELSE {}", typed(&sql.value, otherwise)?));
            if let Some(found) = &sql.fault {
                fault.push_str(&format!(" ELSE {found}"));
                may_fail = true;
            }
        }
        value.push_str(" END");
        fault.push_str(" END");
        travel_type(expr.data_type, expr.span)?;
        Ok(Sql { value: format!("({value})"), fault: may_fail.then_some(fault), present: false })
    }

    fn coalesce(&self, operands: &[Expr]) -> Result<Sql, Box<Refusal>> {
        let mut values = Vec::new();
        let mut faults = Vec::new();
        let mut before: Vec<String> = Vec::new();
        for operand in operands {
            let sql = self.sql(operand)?;
            faults.push(sql.fault.clone().map(|fault| {
                if before.is_empty() {
                    return fault;
                }
                format!("CASE WHEN {} THEN {fault} END", before.join(" AND "))
            }));
            before.push(format!("{} IS NULL", sql.value));
            values.push(typed(&sql.value, operand)?);
        }
        Ok(Sql { value: format!("COALESCE({})", values.join(", ")), fault: first(faults), present: false })
    }
}

/// A condition of WHERE that Flink does not decide before the job runs.
pub(crate) fn holding(condition: &str, rowtime: &str) -> String {
    format!("KDA_HOLDS({condition}, {rowtime})")
}

/// Whether a condition over the source is one of the data, whatever Flink makes of it: a column compared with a constant.
pub(crate) fn undecided(condition: &Expr) -> bool {
    let column = |expr: &Expr| matches!(expr.kind, ExprKind::Column(_));
    let constant = |expr: &Expr| matches!(&expr.kind, ExprKind::Literal(value) if !value.is_null());
    matches!(&condition.kind, ExprKind::Compare { left, right, .. }
        if (column(left) && constant(right)) || (constant(left) && column(right)))
}

/// A text without its trailing blanks; other values as they are.
pub(crate) fn comparable(value: &str, data_type: DataType) -> String {
    if data_type.is_text() { format!("RTRIM({value})") } else { value.to_owned() }
}

/// A value by which rows are grouped: equal values have equal octets. There are two doubles of zero.
pub(crate) fn groupable(value: &str, data_type: DataType) -> String {
    if data_type.is_approximate() { format!("({value} + 0E0)") } else { comparable(value, data_type) }
}

/// A value in the type that it travels in: constants and NULLs have others of their own.
pub(crate) fn typed(value: &str, expr: &Expr) -> Result<String, Box<Refusal>> {
    let name = travel_type(expr.data_type, expr.span)?;
    if matches!(expr.kind, ExprKind::Literal(ref literal) if !literal.is_null()) {
        return Ok(format!("CAST({value} AS {name})"));
    }
    Ok(value.to_owned())
}

/// A whole number when its type can hold it.
pub(crate) fn fitted(value: &str, data_type: DataType) -> String {
    match data_type.integer_range() {
        Some((i64::MIN, _)) | None => value.to_owned(),
        Some((least, greatest)) => {
            format!("KDA_FIT({value}, {}, {})", names::long(least), names::long(greatest))
        }
    }
}

/// A refusal of something that has no counterpart.
pub(crate) fn unexported(span: Span, what: &str) -> Box<Refusal> {
    let hint = "write it with other functions, or compute it where the job's result is read";
    refuse(refusal::FUNCTION, span, format!("{what} is not exported to Flink"), hint)
}

fn literal(value: &Value, data_type: DataType, span: Span) -> Result<Sql, Box<Refusal>> {
    Ok(match value {
        Value::Null => Sql::sound(format!("CAST(NULL AS {})", travel_type(data_type, span)?)),
        Value::Boolean(value) => Sql::constant(if *value { "TRUE" } else { "FALSE" }),
        Value::Long(value) => Sql::constant(names::long(*value)),
        Value::Double(value) => Sql::constant(names::double(*value)),
        Value::Text(value) => Sql::constant(names::text(value)),
        Value::Bytes(_) => {
            travel_type(data_type, span)?;
            Sql::sound("NULL")
        }
    })
}

fn zero(data_type: DataType) -> ExprKind {
    // −x is 0 − x but for the sign of a zero, which no comparison tells.
    ExprKind::Literal(match data_type.physical() {
        Physical::Double => Value::Double(0.0),
        _ => Value::Long(0),
    })
}

fn longs(expr: &Expr) -> bool {
    expr.data_type.physical() == Physical::Long && !matches!(expr.data_type, DataType::Decimal { .. })
}

fn function(op: ArithmeticOp) -> &'static str {
    match op {
        ArithmeticOp::Add => "KDA_ADD",
        ArithmeticOp::Subtract => "KDA_SUBTRACT",
        ArithmeticOp::Multiply => "KDA_MULTIPLY",
        ArithmeticOp::Divide => "KDA_DIVIDE",
    }
}

fn sign(op: ArithmeticOp) -> char {
    match op {
        ArithmeticOp::Add => '+',
        ArithmeticOp::Subtract => '-',
        ArithmeticOp::Multiply => '*',
        ArithmeticOp::Divide => '/',
    }
}

fn symbol(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Equal => "=",
        CompareOp::NotEqual => "<>",
        CompareOp::Less => "<",
        CompareOp::LessOrEqual => "<=",
        CompareOp::Greater => ">",
        CompareOp::GreaterOrEqual => ">=",
    }
}
