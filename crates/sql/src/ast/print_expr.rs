//! Expressions as SQL text.
//!
//! Parentheses are put where the binding needs them and nowhere else. The levels here are those of the parser; the
//! round-trip tests hold the two together.

use std::fmt::{self, Display, Formatter, Write};

use super::{
    expr::{
        BinaryOp, Expr, ExprKind, Frame, FrameBound, FrameUnit, FunctionCall, InItems, IsTest, Literal,
        Quantifier, TemporalOp, TrimSide, UnaryOp, WindowRef, WindowSpec,
    },
    query::OrderItem,
};

/// How tightly a form binds; a child that binds looser than its place allows is put in parentheses.
pub(crate) mod level {
    pub(crate) const OR: u8 = 1;
    pub(crate) const AND: u8 = 2;
    pub(crate) const NOT: u8 = 3;
    pub(crate) const IS: u8 = 4;
    pub(crate) const COMPARE: u8 = 5;
    pub(crate) const ADD: u8 = 6;
    pub(crate) const MULTIPLY: u8 = 7;
    pub(crate) const SIGN: u8 = 8;
    pub(crate) const PRIMARY: u8 = 9;
}

impl BinaryOp {
    /// The level at which the operator binds; its right operand binds tighter.
    pub(crate) fn level(self) -> u8 {
        match self {
            Self::Add | Self::Subtract | Self::Concat => level::ADD,
            Self::Multiply | Self::Divide => level::MULTIPLY,
            _ => level::COMPARE,
        }
    }

    /// Its text.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Concat => "||",
            Self::Equal => "=",
            Self::NotEqual => "<>",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }
}

impl TemporalOp {
    /// Its words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Contains => "CONTAINS",
            Self::Overlaps => "OVERLAPS",
            Self::Equals => "EQUALS",
            Self::Precedes => "PRECEDES",
            Self::Succeeds => "SUCCEEDS",
            Self::ImmediatelyPrecedes => "IMMEDIATELY PRECEDES",
            Self::ImmediatelySucceeds => "IMMEDIATELY SUCCEEDS",
            Self::Leads => "LEADS",
            Self::Lags => "LAGS",
            Self::StrictlyContains => "STRICTLY CONTAINS",
            Self::StrictlyOverlaps => "STRICTLY OVERLAPS",
            Self::StrictlyPrecedes => "STRICTLY PRECEDES",
            Self::StrictlySucceeds => "STRICTLY SUCCEEDS",
            Self::StrictlyLeads => "STRICTLY LEADS",
            Self::StrictlyLags => "STRICTLY LAGS",
            Self::ImmediatelyLeads => "IMMEDIATELY LEADS",
            Self::ImmediatelyLags => "IMMEDIATELY LAGS",
        }
    }
}

fn binding(kind: &ExprKind) -> u8 {
    match kind {
        ExprKind::Or(_) => level::OR,
        ExprKind::And(_) => level::AND,
        ExprKind::Not(_) => level::NOT,
        ExprKind::Is { .. } | ExprKind::IsDistinct { .. } => level::IS,
        ExprKind::Between { .. } | ExprKind::In { .. } | ExprKind::Like { .. } | ExprKind::Temporal(..) => {
            level::COMPARE
        }
        ExprKind::Binary(op, ..) => op.level(),
        ExprKind::Unary(..) => level::SIGN,
        _ => level::PRIMARY,
    }
}

/// A child at a place that needs at least the level.
struct At<'a>(&'a Expr, u8);

impl Display for At<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if binding(&self.0.kind) < self.1 { write!(f, "({})", self.0) } else { self.0.fmt(f) }
    }
}

/// Items with something between them.
pub(super) struct Joined<'a, T>(pub(super) &'a [T], pub(super) &'static str);

impl<T: Display> Display for Joined<'_, T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (index, item) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(self.1)?;
            }
            item.fmt(f)?;
        }
        Ok(())
    }
}

fn not(negated: bool) -> &'static str {
    if negated { "NOT " } else { "" }
}

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ExprKind::Literal(literal) => literal.fmt(f),
            ExprKind::Name(name) => name.fmt(f),
            ExprKind::Call(call) => call.fmt(f),
            ExprKind::Unary(..)
            | ExprKind::Binary(..)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Not(_)
            | ExprKind::Is { .. }
            | ExprKind::IsDistinct { .. } => operation(&self.kind, f),
            ExprKind::Between { .. }
            | ExprKind::In { .. }
            | ExprKind::Like { .. }
            | ExprKind::Exists(_)
            | ExprKind::Temporal(..)
            | ExprKind::Period(..) => predicate(&self.kind, f),
            _ => form(&self.kind, f),
        }
    }
}

fn operation(kind: &ExprKind, f: &mut Formatter<'_>) -> fmt::Result {
    match kind {
        ExprKind::Unary(op, operand) => {
            let sign = if *op == UnaryOp::Minus { '-' } else { '+' };
            // Two signs in a row would be a comment, so a sign stands only before a primary.
            write!(f, "{sign}{}", At(operand, level::PRIMARY))
        }
        ExprKind::Binary(op, left, right) => {
            let level = op.level();
            write!(f, "{} {} {}", At(left, level), op.symbol(), At(right, level + 1))
        }
        ExprKind::And(operands) => chain(operands, " AND ", level::NOT, f),
        ExprKind::Or(operands) => chain(operands, " OR ", level::AND, f),
        ExprKind::Not(operand) => write!(f, "NOT {}", At(operand, level::NOT)),
        ExprKind::Is { operand, test, negated } => {
            let test = match test {
                IsTest::Null => "NULL",
                IsTest::True => "TRUE",
                IsTest::False => "FALSE",
                IsTest::Unknown => "UNKNOWN",
            };
            write!(f, "{} IS {}{test}", At(operand, level::IS), not(*negated))
        }
        ExprKind::IsDistinct { left, right, negated } => {
            write!(f, "{} IS {}DISTINCT FROM {}", At(left, level::IS), not(*negated), At(right, level::ADD))
        }
        _ => Ok(()),
    }
}

fn chain(operands: &[Expr], word: &str, level: u8, f: &mut Formatter<'_>) -> fmt::Result {
    for (index, operand) in operands.iter().enumerate() {
        if index > 0 {
            f.write_str(word)?;
        }
        At(operand, level).fmt(f)?;
    }
    Ok(())
}

fn predicate(kind: &ExprKind, f: &mut Formatter<'_>) -> fmt::Result {
    match kind {
        ExprKind::Between { operand, low, high, negated } => {
            let operand = At(operand, level::COMPARE);
            write!(
                f,
                "{operand} {}BETWEEN {} AND {}",
                not(*negated),
                At(low, level::ADD),
                At(high, level::ADD)
            )
        }
        ExprKind::In { operand, items, negated } => {
            write!(f, "{} {}IN (", At(operand, level::COMPARE), not(*negated))?;
            match items {
                InItems::List(list) => Joined(list, ", ").fmt(f)?,
                InItems::Query(query) => query.fmt(f)?,
            }
            f.write_char(')')
        }
        ExprKind::Like { operand, pattern, escape, similar, negated } => {
            let word = if *similar { "SIMILAR TO" } else { "LIKE" };
            let pattern = At(pattern, level::ADD);
            write!(f, "{} {}{word} {pattern}", At(operand, level::COMPARE), not(*negated))?;
            escape.as_ref().map_or(Ok(()), |escape| write!(f, " ESCAPE {}", At(escape, level::ADD)))
        }
        ExprKind::Exists(query) => write!(f, "EXISTS ({query})"),
        ExprKind::Temporal(op, left, right) => {
            write!(f, "{} {} {}", At(left, level::PRIMARY), op.words(), At(right, level::ADD))
        }
        ExprKind::Period(start, end) => write!(f, "PERIOD({start}, {end})"),
        _ => Ok(()),
    }
}

fn form(kind: &ExprKind, f: &mut Formatter<'_>) -> fmt::Result {
    match kind {
        ExprKind::Row(items) => write!(f, "ROW({})", Joined(items, ", ")),
        ExprKind::Case(case) => {
            f.write_str("CASE")?;
            if let Some(operand) = &case.operand {
                write!(f, " {operand}")?;
            }
            for (condition, result) in &case.branches {
                write!(f, " WHEN {condition} THEN {result}")?;
            }
            if let Some(otherwise) = &case.otherwise {
                write!(f, " ELSE {otherwise}")?;
            }
            f.write_str(" END")
        }
        ExprKind::Cast { operand, data_type } => write!(f, "CAST({operand} AS {data_type})"),
        ExprKind::FloorTo { operand, unit, ceil } => {
            write!(f, "{}({operand} TO {unit})", if *ceil { "CEIL" } else { "FLOOR" })
        }
        ExprKind::Step { operand, width } => write!(f, "STEP({operand} BY {width})"),
        ExprKind::Extract { unit, operand } => write!(f, "EXTRACT({unit} FROM {operand})"),
        ExprKind::Substring { operand, from, length } => {
            write!(f, "SUBSTRING({operand} FROM {from}")?;
            length.as_ref().map_or(Ok(()), |length| write!(f, " FOR {length}"))?;
            f.write_char(')')
        }
        ExprKind::SubstringSimilar { operand, pattern, escape } => {
            let pattern = At(pattern, level::ADD);
            write!(
                f,
                "SUBSTRING({} SIMILAR {pattern} ESCAPE {})",
                At(operand, level::ADD),
                At(escape, level::ADD)
            )
        }
        ExprKind::Position { needle, operand } => {
            write!(f, "POSITION({} IN {operand})", At(needle, level::ADD))
        }
        ExprKind::Trim { side, characters, operand } => trim(*side, characters.as_deref(), operand, f),
        ExprKind::Overlay { operand, replacement, from, length } => {
            write!(f, "OVERLAY({operand} PLACING {replacement} FROM {from}")?;
            length.as_ref().map_or(Ok(()), |length| write!(f, " FOR {length}"))?;
            f.write_char(')')
        }
        ExprKind::Difference { left, right, qualifier } => {
            write!(f, "({} - {}) {qualifier}", At(left, level::ADD), At(right, level::MULTIPLY))
        }
        ExprKind::Subquery(query) => write!(f, "({query})"),
        ExprKind::Cursor(query) => write!(f, "CURSOR({query})"),
        _ => Ok(()),
    }
}

fn trim(
    side: Option<TrimSide>,
    characters: Option<&Expr>,
    operand: &Expr,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    f.write_str("TRIM(")?;
    f.write_str(match side {
        None => "",
        Some(TrimSide::Both) => "BOTH ",
        Some(TrimSide::Leading) => "LEADING ",
        Some(TrimSide::Trailing) => "TRAILING ",
    })?;
    if let Some(characters) = characters {
        write!(f, "{characters} ")?;
    }
    if side.is_some() || characters.is_some() {
        f.write_str("FROM ")?;
    }
    write!(f, "{operand})")
}

impl Display for Literal {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(digits) => f.write_str(digits),
            Self::String(text) => quote(text, f),
            Self::Binary(octets) => {
                f.write_str("X'")?;
                octets.iter().try_for_each(|octet| write!(f, "{octet:02X}"))?;
                f.write_char('\'')
            }
            Self::Boolean(true) => f.write_str("TRUE"),
            Self::Boolean(false) => f.write_str("FALSE"),
            Self::Unknown => f.write_str("UNKNOWN"),
            Self::Null => f.write_str("NULL"),
            Self::Timestamp(text) => {
                f.write_str("TIMESTAMP ")?;
                quote(text, f)
            }
            Self::Date(text) => {
                f.write_str("DATE ")?;
                quote(text, f)
            }
            Self::Time(text) => {
                f.write_str("TIME ")?;
                quote(text, f)
            }
            Self::Interval { negative, text, qualifier } => {
                f.write_str(if *negative { "INTERVAL -" } else { "INTERVAL " })?;
                quote(text, f)?;
                write!(f, " {qualifier}")
            }
        }
    }
}

/// A string literal.
pub(super) fn quote(text: &str, f: &mut Formatter<'_>) -> fmt::Result {
    write!(f, "'{}'", text.replace('\'', "''"))
}

impl Display for FunctionCall {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.name.fmt(f)?;
        if self.bare {
            return Ok(());
        }
        f.write_char('(')?;
        f.write_str(match self.quantifier {
            None => "",
            Some(Quantifier::Distinct) => "DISTINCT ",
            Some(Quantifier::All) => "ALL ",
        })?;
        if self.star {
            f.write_char('*')?;
        }
        let floors = ["FLOOR", "CEIL", "CEILING"].iter().any(|name| self.name.is(name));
        match self.arguments.as_slice() {
            [only] if floors && ends_with_units(only) => write!(f, "({only})")?,
            arguments => Joined(arguments, ", ").fmt(f)?,
        }
        f.write_char(')')?;
        if let Some(filter) = &self.filter {
            write!(f, " FILTER (WHERE {filter})")?;
        }
        f.write_str(match self.from_last {
            None => "",
            Some(false) => " FROM FIRST",
            Some(true) => " FROM LAST",
        })?;
        f.write_str(match self.ignore_nulls {
            None => "",
            Some(false) => " RESPECT NULLS",
            Some(true) => " IGNORE NULLS",
        })?;
        self.over.as_ref().map_or(Ok(()), |over| write!(f, " OVER {over}"))
    }
}

/// Whether an expression may end with `unit TO unit`, which a FLOOR around it would take for its own.
///
/// Asked of the tree: printing the argument to look at its end would print nested calls twice at each level.
fn ends_with_units(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Literal(Literal::Interval { qualifier, .. }) | ExprKind::Difference { qualifier, .. } => {
            qualifier.from != qualifier.to
        }
        ExprKind::Unary(_, last)
        | ExprKind::Binary(_, _, last)
        | ExprKind::Not(last)
        | ExprKind::IsDistinct { right: last, .. }
        | ExprKind::Between { high: last, .. }
        | ExprKind::Temporal(_, _, last) => ends_with_units(last),
        ExprKind::Like { pattern, escape, .. } => ends_with_units(escape.as_ref().unwrap_or(pattern)),
        ExprKind::And(operands) | ExprKind::Or(operands) => operands.last().is_some_and(ends_with_units),
        _ => false,
    }
}

impl Display for WindowRef {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => name.fmt(f),
            Self::Spec(spec) => write!(f, "({spec})"),
        }
    }
}

impl Display for WindowSpec {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut gap = "";
        if let Some(base) = &self.base {
            write!(f, "{base}")?;
            gap = " ";
        }
        if !self.partition.is_empty() {
            write!(f, "{gap}PARTITION BY {}", Joined(&self.partition, ", "))?;
            gap = " ";
        }
        if !self.order.is_empty() {
            write!(f, "{gap}ORDER BY {}", Joined::<OrderItem>(&self.order, ", "))?;
            gap = " ";
        }
        self.frame.as_ref().map_or(Ok(()), |frame| write!(f, "{gap}{frame}"))
    }
}

impl Display for Frame {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let unit = if self.unit == FrameUnit::Range { "RANGE" } else { "ROWS" };
        match &self.end {
            None => write!(f, "{unit} {}", self.start),
            Some(end) => write!(f, "{unit} BETWEEN {} AND {end}", self.start),
        }
    }
}

impl Display for FrameBound {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnboundedPreceding => f.write_str("UNBOUNDED PRECEDING"),
            Self::Preceding(expr) => write!(f, "{} PRECEDING", At(expr, level::ADD)),
            Self::CurrentRow => f.write_str("CURRENT ROW"),
            Self::Following(expr) => write!(f, "{} FOLLOWING", At(expr, level::ADD)),
            Self::UnboundedFollowing => f.write_str("UNBOUNDED FOLLOWING"),
        }
    }
}
