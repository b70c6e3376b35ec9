//! FROM: tables, joins, table functions.

use super::{MAX_DEPTH, Parse, Parser};
use crate::ast::{FromItem, Join, JoinConstraint, JoinOperator, Place, Table, TableAlias, TableKind};

impl Parser<'_> {
    /// A table and the joins behind it.
    pub(super) fn joined_tables(&mut self) -> Parse<FromItem> {
        let table = self.table()?;
        let mut joins = Vec::new();
        while let Some(join) = self.join()? {
            joins.push(join);
        }
        Ok(FromItem { table, joins })
    }

    fn join(&mut self) -> Parse<Option<Join>> {
        let start = self.span();
        let natural = self.eat_word("NATURAL");
        let operator = match self.word_at(0).to_ascii_uppercase().as_str() {
            "JOIN" | "INNER" => JoinOperator::Inner,
            "LEFT" => JoinOperator::Left,
            "RIGHT" => JoinOperator::Right,
            "FULL" => JoinOperator::Full,
            "CROSS" => JoinOperator::Cross,
            _ if natural => return Err(self.unexpected("JOIN")),
            _ => return Ok(None),
        };
        if !self.eat_word("JOIN") {
            self.advance();
            if matches!(operator, JoinOperator::Left | JoinOperator::Right | JoinOperator::Full) {
                self.eat_word("OUTER");
            }
            self.expect_word("JOIN")?;
        }
        let table = self.table()?;
        let constraint = if self.eat_word("ON") {
            Some(JoinConstraint::On(self.expr()?))
        } else if self.eat_word("USING") {
            Some(JoinConstraint::Using(self.ident_list("the name of a column")?))
        } else {
            None
        };
        if constraint.is_none() && !natural && operator != JoinOperator::Cross {
            return Err(self.unexpected("ON or USING"));
        }
        Ok(Some(Join { operator, natural, table, constraint, span: Place(start.to(self.last_span())) }))
    }

    fn table(&mut self) -> Parse<Table> {
        let start = self.span();
        let kind = self.table_kind()?;
        // Both `s OVER w AS a` and `s AS a OVER w` are written.
        let mut over = if self.is_word(0, "OVER") { Some(self.over()?) } else { None };
        let alias = match self.alias()? {
            None => None,
            Some(name) => {
                let columns = if self.is_operator(0, "(") {
                    self.ident_list("the name of a column")?
                } else {
                    Vec::new()
                };
                Some(TableAlias { name, columns })
            }
        };
        if over.is_none() && self.is_word(0, "OVER") {
            over = Some(self.over()?);
        }
        Ok(Table { kind, over, alias, span: Place(start.to(self.last_span())) })
    }

    fn table_kind(&mut self) -> Parse<TableKind> {
        if self.is_operator(0, "(") {
            self.enter(2)?;
            let kind = self.parenthesised();
            self.leave(2);
            return kind;
        }
        if self.eat_word("TABLE") {
            self.expect("(")?;
            let name = self.ident("the name of a table function")?;
            self.expect("(")?;
            let arguments = if self.is_operator(0, ")") { Vec::new() } else { self.expr_list()? };
            self.expect(")")?;
            self.expect(")")?;
            return Ok(TableKind::Function { name, arguments });
        }
        self.name("a stream, a subquery or TABLE(…)").map(TableKind::Named)
    }

    fn parenthesised(&mut self) -> Parse<TableKind> {
        if self.is_query_ahead() {
            self.expect("(")?;
            let query = self.query()?;
            self.expect(")")?;
            return Ok(TableKind::Query(Box::new(query)));
        }
        self.expect("(")?;
        let item = self.joined_tables()?;
        self.expect(")")?;
        Ok(TableKind::Nested(Box::new(item)))
    }

    /// Whether the parenthesis here holds a query: `(SELECT …)`, `((SELECT …) UNION ALL …)`, but not
    /// `((SELECT …) AS t JOIN …)` and not `((SELECT …) + 1)`.
    pub(super) fn is_query_ahead(&self) -> bool {
        let mut opened = 0;
        while opened <= usize::from(MAX_DEPTH) && self.is_operator(opened, "(") {
            opened += 1;
        }
        if opened == 0 || !self.is_any_word(opened, &["SELECT", "VALUES"]) {
            return false;
        }
        if opened == 1 {
            return true;
        }
        // What stands behind the inner parenthesis decides.
        let mut depth = 0_u32;
        for ahead in 1.. {
            if self.peek(ahead).is_none() {
                break;
            } else if self.is_operator(ahead, "(") {
                depth += 1;
            } else if self.is_operator(ahead, ")") {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    let after = ahead + 1;
                    return self.is_operator(after, ")")
                        || self.is_any_word(after, &["UNION", "EXCEPT", "INTERSECT", "ORDER"]);
                }
            }
        }
        true
    }
}
