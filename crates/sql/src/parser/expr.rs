//! Expressions by binding level (spec/kda-sql.md 4.3).

use super::{Parse, Parser};
use crate::{
    ast::{BinaryOp, Case, Expr, ExprKind, InItems, IsTest, TemporalOp, UnaryOp, level},
    span::Span,
    token::TokenKind,
};

/// Greatest height of the period in the middle of `a PRECEDES b PRECEDES c`.
const MAX_MIDDLE: u16 = 16;

impl Parser<'_> {
    /// Any expression.
    pub(super) fn expr(&mut self) -> Parse<Expr> {
        self.binary(level::OR)
    }

    /// An expression in which every operator binds at `min` or tighter.
    pub(super) fn binary(&mut self, min: u8) -> Parse<Expr> {
        self.enter(1)?;
        let start = self.span();
        let mut left = if min <= level::NOT && self.eat_word("NOT") {
            let operand = self.binary(level::NOT)?;
            self.make(ExprKind::Not(Box::new(operand)), start)?
        } else {
            self.signed()?
        };
        while let Some(found) = self.operator_level(&left) {
            if found < min {
                break;
            }
            left = self.continued(left, found, start)?;
        }
        self.leave(1);
        Ok(left)
    }

    /// The level of the operator here, if the expression goes on.
    fn operator_level(&self, left: &Expr) -> Option<u8> {
        if self.peek(0)?.kind == TokenKind::Operator {
            return self.symbol().map(BinaryOp::level);
        }
        let ahead = usize::from(self.is_word(0, "NOT"));
        let is_compare = self.is_any_word(ahead, &["BETWEEN", "IN", "LIKE"])
            || (self.is_word(ahead, "SIMILAR") && self.is_word(ahead + 1, "TO"));
        if is_compare {
            return Some(level::COMPARE);
        }
        match self.word_at(0).to_ascii_uppercase().as_str() {
            "OR" => Some(level::OR),
            "AND" => Some(level::AND),
            "IS" => Some(level::IS),
            _ if left_period(left).is_some() => self.temporal().map(|_| level::COMPARE),
            _ => None,
        }
    }

    fn symbol(&self) -> Option<BinaryOp> {
        Some(match self.text_at(0) {
            "+" => BinaryOp::Add,
            "-" => BinaryOp::Subtract,
            "*" => BinaryOp::Multiply,
            "/" => BinaryOp::Divide,
            "||" => BinaryOp::Concat,
            "=" => BinaryOp::Equal,
            "<>" | "!=" => BinaryOp::NotEqual,
            "<" => BinaryOp::Less,
            "<=" => BinaryOp::LessOrEqual,
            ">" => BinaryOp::Greater,
            ">=" => BinaryOp::GreaterOrEqual,
            _ => return None,
        })
    }

    /// The predicate on periods here and how many words it has.
    fn temporal(&self) -> Option<(TemporalOp, usize)> {
        use TemporalOp as Op;
        let second = self.word_at(1).to_ascii_uppercase();
        let two = |op| Some((op, 2));
        let one = |op| Some((op, 1));
        match self.word_at(0).to_ascii_uppercase().as_str() {
            "CONTAINS" => one(Op::Contains),
            "OVERLAPS" => one(Op::Overlaps),
            "EQUALS" => one(Op::Equals),
            "PRECEDES" => one(Op::Precedes),
            "SUCCEEDS" => one(Op::Succeeds),
            "LEADS" => one(Op::Leads),
            "LAGS" => one(Op::Lags),
            "IMMEDIATELY" => match second.as_str() {
                "PRECEDES" => two(Op::ImmediatelyPrecedes),
                "SUCCEEDS" => two(Op::ImmediatelySucceeds),
                "LEADS" => two(Op::ImmediatelyLeads),
                "LAGS" => two(Op::ImmediatelyLags),
                _ => None,
            },
            "STRICTLY" => match second.as_str() {
                "CONTAINS" => two(Op::StrictlyContains),
                "OVERLAPS" => two(Op::StrictlyOverlaps),
                "PRECEDES" => two(Op::StrictlyPrecedes),
                "SUCCEEDS" => two(Op::StrictlySucceeds),
                "LEADS" => two(Op::StrictlyLeads),
                "LAGS" => two(Op::StrictlyLags),
                _ => None,
            },
            _ => None,
        }
    }

    /// `left` with the operator here and what it takes.
    fn continued(&mut self, left: Expr, found: u8, start: Span) -> Parse<Expr> {
        match found {
            level::OR => self.chain(left, "OR", level::AND, start),
            level::AND => self.chain(left, "AND", level::NOT, start),
            level::IS => self.is(left, start),
            _ => match self.symbol() {
                Some(op) if self.peek(0).is_some_and(|token| token.kind == TokenKind::Operator) => {
                    self.advance();
                    let right = self.binary(op.level() + 1)?;
                    self.make(ExprKind::Binary(op, Box::new(left), Box::new(right)), start)
                }
                _ => self.predicate(left, start),
            },
        }
    }

    /// A chain of AND or OR as one list.
    fn chain(&mut self, left: Expr, word: &str, min: u8, start: Span) -> Parse<Expr> {
        let mut operands = vec![left];
        while self.eat_word(word) {
            operands.push(self.binary(min)?);
        }
        self.make(if word == "OR" { ExprKind::Or(operands) } else { ExprKind::And(operands) }, start)
    }

    fn is(&mut self, left: Expr, start: Span) -> Parse<Expr> {
        self.advance();
        let negated = self.eat_word("NOT");
        let operand = Box::new(left);
        if self.eat_words(&["DISTINCT", "FROM"]) {
            let right = Box::new(self.binary(level::ADD)?);
            return self.make(ExprKind::IsDistinct { left: operand, right, negated }, start);
        }
        let test = match self.word_at(0).to_ascii_uppercase().as_str() {
            "NULL" => IsTest::Null,
            "TRUE" => IsTest::True,
            "FALSE" => IsTest::False,
            "UNKNOWN" => IsTest::Unknown,
            _ => return Err(self.unexpected("NULL, TRUE, FALSE, UNKNOWN or DISTINCT FROM")),
        };
        self.advance();
        self.make(ExprKind::Is { operand, test, negated }, start)
    }

    /// BETWEEN, IN, LIKE, SIMILAR TO and the predicates on periods.
    fn predicate(&mut self, left: Expr, start: Span) -> Parse<Expr> {
        if let Some((op, words)) = self.temporal() {
            self.at += words;
            let right = Box::new(self.binary(level::ADD)?);
            return match (left_period(&left).cloned(), left) {
                // `a PRECEDES b PRECEDES c` is `a PRECEDES b AND b PRECEDES c`.
                (Some(middle), left @ Expr { kind: ExprKind::Temporal(..) | ExprKind::And(_), .. }) => {
                    // It stands twice in the tree, and inside each other they would double it at each level.
                    if middle.height() > MAX_MIDDLE {
                        return Err(self.too_deep(*middle.span));
                    }
                    let next = self.make(ExprKind::Temporal(op, Box::new(middle), right), start)?;
                    let mut all = if let ExprKind::And(all) = left.kind { all } else { vec![left] };
                    all.push(next);
                    self.make(ExprKind::And(all), start)
                }
                (_, left) => self.make(ExprKind::Temporal(op, Box::new(left), right), start),
            };
        }
        let negated = self.eat_word("NOT");
        let operand = Box::new(left);
        if self.eat_word("BETWEEN") {
            let low = Box::new(self.binary(level::ADD)?);
            self.expect_word("AND")?;
            let high = Box::new(self.binary(level::ADD)?);
            return self.make(ExprKind::Between { operand, low, high, negated }, start);
        }
        if self.eat_word("IN") {
            let in_floor = std::mem::take(&mut self.in_floor);
            let items = if self.is_query_ahead() {
                self.expect("(")?;
                InItems::Query(Box::new(self.query()?))
            } else {
                self.expect("(")?;
                InItems::List(self.expr_list()?)
            };
            self.expect(")")?;
            self.in_floor = in_floor;
            return self.make(ExprKind::In { operand, items, negated }, start);
        }
        let similar = self.eat_word("SIMILAR");
        self.expect_word(if similar { "TO" } else { "LIKE" })?;
        let pattern = Box::new(self.binary(level::ADD)?);
        let escape = if self.eat_word("ESCAPE") { Some(Box::new(self.binary(level::ADD)?)) } else { None };
        self.make(ExprKind::Like { operand, pattern, escape, similar, negated }, start)
    }

    /// Signs and what they stand before.
    fn signed(&mut self) -> Parse<Expr> {
        let start = self.span();
        let op = if self.is_operator(0, "-") {
            UnaryOp::Minus
        } else if self.is_operator(0, "+") {
            UnaryOp::Plus
        } else {
            return self.primary();
        };
        self.enter(1)?;
        self.advance();
        let operand = self.signed()?;
        self.leave(1);
        self.make(ExprKind::Unary(op, Box::new(operand)), start)
    }

    fn primary(&mut self) -> Parse<Expr> {
        if self.is_operator(0, "(") {
            return self.parentheses();
        }
        if let Some(literal) = self.literal()? {
            return Ok(literal);
        }
        if let Some(form) = self.special_form()? {
            return Ok(form);
        }
        if self.is_ident(0) {
            // A schema in front of a function means nothing: an application has one.
            if self.is_operator(1, ".") && self.is_ident(2) && self.is_operator(3, "(") {
                self.at += 2;
            }
            if self.is_operator(1, "(") {
                return self.call();
            }
            let start = self.span();
            if let Some(bare) = self.bare_call()? {
                return Ok(bare);
            }
            let name = self.name("a column")?;
            return self.make(ExprKind::Name(name), start);
        }
        Err(self.unexpected_name("an expression"))
    }

    /// `(x)`, `(x, y)`, `(query)`, `(a - b) unit`.
    fn parentheses(&mut self) -> Parse<Expr> {
        let start = self.span();
        if self.is_query_ahead() {
            self.expect("(")?;
            let query = self.query()?;
            self.expect(")")?;
            return self.make(ExprKind::Subquery(Box::new(query)), start);
        }
        self.expect("(")?;
        let in_floor = std::mem::take(&mut self.in_floor);
        let first = self.expr()?;
        if self.eat(",") {
            let mut items = vec![first];
            items.append(&mut self.expr_list()?);
            self.expect(")")?;
            self.in_floor = in_floor;
            return self.make(ExprKind::Row(items), start);
        }
        self.expect(")")?;
        self.in_floor = in_floor;
        if self.unit_at(0).is_none() {
            return Ok(first);
        }
        match first.kind {
            ExprKind::Binary(BinaryOp::Subtract, left, right) => {
                let qualifier = self.qualifier()?;
                self.make(ExprKind::Difference { left, right, qualifier }, start)
            }
            // `(x) day` is an alias.
            _ => Ok(first),
        }
    }

    pub(super) fn case(&mut self, start: Span) -> Parse<Expr> {
        let operand = if self.is_word(0, "WHEN") { None } else { Some(self.expr()?) };
        let mut branches = Vec::new();
        while self.eat_word("WHEN") {
            let condition = self.expr()?;
            self.expect_word("THEN")?;
            branches.push((condition, self.expr()?));
        }
        if branches.is_empty() {
            return Err(self.unexpected("WHEN"));
        }
        let otherwise = if self.eat_word("ELSE") { Some(self.expr()?) } else { None };
        self.expect_word("END")?;
        self.make(ExprKind::Case(Box::new(Case { operand, branches, otherwise })), start)
    }
}

/// The period that a predicate behind `left` would compare.
fn left_period(left: &Expr) -> Option<&Expr> {
    match &left.kind {
        ExprKind::Period(..) | ExprKind::Row(_) => Some(left),
        ExprKind::Temporal(_, _, right) => left_period(right),
        ExprKind::And(operands) => match &operands.last()?.kind {
            ExprKind::Temporal(_, _, right) => left_period(right),
            _ => None,
        },
        _ => None,
    }
}
