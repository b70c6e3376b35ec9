//! Queries: SELECT, UNION ALL, VALUES, and their clauses.

use super::{Parse, Parser};
use crate::{
    ast::{Expr, Grouping, NamedWindow, OrderItem, Place, Quantifier, Query, QueryBody, Select, SelectItem},
    codes,
    diagnostic::Diagnostic,
    parser::MAX_HEIGHT,
    span::Span,
};

/// Levels a query counts for: its frames are larger than an expression's.
const QUERY_LEVELS: u16 = 4;

impl Parser<'_> {
    /// A query with its ORDER BY.
    pub(super) fn query(&mut self) -> Parse<Query> {
        self.enter(QUERY_LEVELS)?;
        let in_floor = std::mem::take(&mut self.in_floor);
        let query = self.whole_query();
        self.in_floor = in_floor;
        self.leave(QUERY_LEVELS);
        query
    }

    fn whole_query(&mut self) -> Parse<Query> {
        let start = self.span();
        let first = self.branch()?;
        let mut branches = vec![first];
        while let Some(word) =
            ["UNION", "EXCEPT", "INTERSECT", "MINUS"].iter().find(|word| self.is_word(0, word))
        {
            self.set_operator(word)?;
            branches.push(self.branch()?);
        }
        let order = self.order_by()?;
        let single = if branches.len() == 1 { branches.pop() } else { None };
        let Some(single) = single else {
            return self.made(QueryBody::Union(branches), order, start);
        };
        if order.is_empty() {
            return Ok(single);
        }
        if single.order.is_empty() {
            return self.made(single.body, order, start);
        }
        let span = self.last_span();
        Err(self.report(Diagnostic::error(codes::UNEXPECTED, span, "the query is ordered twice")))
    }

    fn made(&mut self, body: QueryBody, order: Vec<OrderItem>, start: Span) -> Parse<Query> {
        let query = Query::new(body, order, start.to(self.last_span()));
        if query.height() > MAX_HEIGHT {
            return Err(self.too_deep(start));
        }
        Ok(query)
    }

    /// Takes `UNION ALL`.
    fn set_operator(&mut self, word: &str) -> Parse<()> {
        let span = self.span();
        self.advance();
        if word == "UNION" && self.eat_word("ALL") {
            return Ok(());
        }
        let diagnostic = Diagnostic::error(
            codes::SET_OPERATOR,
            span,
            format!("{word} needs all rows, and a stream has no end"),
        );
        let diagnostic = if word == "UNION" && !self.is_word(0, "DISTINCT") {
            diagnostic.hint("write UNION ALL").fix(span, "UNION ALL")
        } else {
            diagnostic.hint("UNION ALL merges streams by time")
        };
        Err(self.report(diagnostic))
    }

    /// One branch of a union: SELECT, VALUES, or a query in parentheses.
    fn branch(&mut self) -> Parse<Query> {
        let start = self.span();
        if self.eat("(") {
            let query = self.query()?;
            self.expect(")")?;
            return Ok(query);
        }
        if self.is_word(0, "SELECT") {
            let select = self.select()?;
            return self.made(QueryBody::Select(Box::new(select)), Vec::new(), start);
        }
        if self.eat_word("VALUES") {
            let mut rows = vec![self.row()?];
            while self.eat(",") {
                rows.push(self.row()?);
            }
            return self.made(QueryBody::Values(rows), Vec::new(), start);
        }
        Err(self.unexpected("SELECT"))
    }

    fn row(&mut self) -> Parse<Vec<Expr>> {
        self.expect("(")?;
        let row = self.expr_list()?;
        self.expect(")")?;
        Ok(row)
    }

    fn select(&mut self) -> Parse<Select> {
        let keyword = Place(self.span());
        self.expect_word("SELECT")?;
        // A column cannot be called STREAM here: `SELECT STREAM "a"` is not `STREAM AS "a"`.
        let stream = self.eat_word("STREAM");
        let quantifier = self.quantifier();
        let mut items = vec![self.item()?];
        while self.eat(",") {
            items.push(self.item()?);
        }
        let mut select = Select {
            stream,
            quantifier,
            items,
            from: Vec::new(),
            predicate: None,
            grouping: None,
            having: None,
            windows: Vec::new(),
            keyword,
        };
        if self.eat_word("FROM") {
            select.from.push(self.joined_tables()?);
            while self.eat(",") {
                select.from.push(self.joined_tables()?);
            }
        }
        if self.eat_word("WHERE") {
            select.predicate = Some(self.expr()?);
        }
        self.grouping(&mut select)?;
        if self.eat_word("HAVING") {
            select.having = Some(self.expr()?);
        }
        if self.eat_word("WINDOW") {
            select.windows.push(self.named_window()?);
            while self.eat(",") {
                select.windows.push(self.named_window()?);
            }
        }
        Ok(select)
    }

    pub(super) fn quantifier(&mut self) -> Option<Quantifier> {
        if self.eat_word("DISTINCT") {
            Some(Quantifier::Distinct)
        } else if self.eat_word("ALL") {
            Some(Quantifier::All)
        } else {
            None
        }
    }

    fn item(&mut self) -> Parse<SelectItem> {
        let start = self.span();
        if self.eat("*") {
            return Ok(SelectItem::All(Place(start)));
        }
        if self.is_ident(0) && self.is_operator(1, ".") && self.is_operator(2, "*") {
            let table = self.ident("a table")?;
            self.advance();
            self.advance();
            return Ok(SelectItem::AllOf(table, Place(start.to(self.last_span()))));
        }
        let expr = self.expr()?;
        let alias = self.alias()?;
        Ok(SelectItem::Expr(expr, alias))
    }

    fn grouping(&mut self, select: &mut Select) -> Parse<()> {
        let start = self.span();
        if self.eat_word("GROUP") {
            self.expect_word("BY")?;
            select.grouping = Some(Grouping::By(self.expr_list()?));
        } else if self.eat_word("WINDOWED") {
            self.expect_word("BY")?;
            self.expect_word("STAGGER")?;
            self.expect("(")?;
            self.expect_word("PARTITION")?;
            self.expect_word("BY")?;
            let partition = self.expr_list()?;
            self.expect_word("RANGE")?;
            let range = self.expr()?;
            // SQL written for OVER ends with PRECEDING; the service's samples do not.
            self.eat_word("PRECEDING");
            self.expect(")")?;
            let span = Place(start.to(self.last_span()));
            select.grouping = Some(Grouping::Stagger { partition, range, span });
        }
        Ok(())
    }

    fn named_window(&mut self) -> Parse<NamedWindow> {
        let name = self.ident("the name of a window")?;
        self.expect_word("AS")?;
        self.expect("(")?;
        let spec = self.window_spec()?;
        self.expect(")")?;
        Ok(NamedWindow { name, spec })
    }

    pub(super) fn order_by(&mut self) -> Parse<Vec<OrderItem>> {
        let mut items = Vec::new();
        if self.eat_word("ORDER") {
            self.expect_word("BY")?;
            items.push(self.order_item()?);
            while self.eat(",") {
                items.push(self.order_item()?);
            }
        }
        Ok(items)
    }

    fn order_item(&mut self) -> Parse<OrderItem> {
        let expr = self.expr()?;
        let descending = self.eat_word("DESC");
        if !descending {
            self.eat_word("ASC");
        }
        let nulls_first = if self.eat_words(&["NULLS", "FIRST"]) {
            Some(true)
        } else if self.eat_words(&["NULLS", "LAST"]) {
            Some(false)
        } else {
            None
        };
        let within = if self.eat_word("WITHIN") { Some(self.expr()?) } else { None };
        Ok(OrderItem { expr, descending, nulls_first, within })
    }

    /// One or more expressions between commas.
    pub(super) fn expr_list(&mut self) -> Parse<Vec<Expr>> {
        let mut list = vec![self.expr()?];
        while self.eat(",") {
            list.push(self.expr()?);
        }
        Ok(list)
    }
}
