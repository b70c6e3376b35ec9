//! Statements, and going on after a fault.

use super::{Parse, Parser};
use crate::{
    ast::{
        ColumnDef, CreateFunction, CreatePump, CreateStream, Insert, Parameter, Place, Program, Statement,
        StatementKind,
    },
    codes,
    diagnostic::Diagnostic,
    span::Span,
};

/// Most columns of a stream (spec/kda-sql.md 18).
const MAX_COLUMNS: usize = 1000;

impl Parser<'_> {
    pub(super) fn program(&mut self) -> Program {
        let mut statements = Vec::new();
        loop {
            while self.eat(";") {}
            if self.at_end() {
                return Program { statements };
            }
            let first = self.at;
            let start = self.span();
            self.depth = 0;
            self.in_floor = false;
            match self.statement() {
                Ok(kind) => {
                    let span = Place(start.to(self.last_span()));
                    // A stream is one, whatever stands behind it; of a pump something may be missing.
                    if self.end_of_statement() || matches!(kind, StatementKind::CreateStream(_)) {
                        statements.push(Statement { kind, span });
                    }
                }
                Err(_) => self.recover(first),
            }
        }
    }

    /// A semicolon, the end, or a fault; whether the statement is whole.
    fn end_of_statement(&mut self) -> bool {
        if self.at_end() || self.is_operator(0, ";") {
            return true;
        }
        if self.is_word(0, "CREATE") {
            let end = self.last_span().end;
            let span = Span { start: end, end };
            self.report(
                Diagnostic::error(
                    codes::MISSING_SEMICOLON,
                    span,
                    "a semicolon is missing before the next CREATE",
                )
                .hint("statements end with ;")
                .fix(span, ";"),
            );
            return true;
        }
        let first = self.at;
        self.unexpected("\";\" or the end of the text");
        self.recover(first);
        false
    }

    /// Goes to the next semicolon, or to a CREATE, which cannot stand inside a statement.
    fn recover(&mut self, first: usize) {
        // The token that began the statement is not where the next one begins.
        self.at = self.at.max(first + 1);
        while !self.at_end() && !self.is_operator(0, ";") && !self.is_word(0, "CREATE") {
            self.advance();
        }
    }

    fn statement(&mut self) -> Parse<StatementKind> {
        if self.eat_word("CREATE") {
            return self.create();
        }
        if self.is_word(0, "INSERT") {
            return self.insert().map(StatementKind::Insert);
        }
        if self.is_any_word(0, &["SELECT", "VALUES"]) || self.is_operator(0, "(") {
            return self.query().map(StatementKind::Query);
        }
        let span = self.span();
        let hint = if self.is_any_word(0, &["ALTER", "SET"]) {
            "leave it out: all pumps start by themselves"
        } else if self.is_word(0, "DROP") {
            "leave it out: each run begins with an empty program"
        } else {
            "statements are CREATE STREAM, CREATE PUMP and CREATE FUNCTION"
        };
        if self.peek(0).is_some_and(|token| token.kind == crate::token::TokenKind::Error) {
            return Err(self.unexpected("a statement"));
        }
        let word: String = self.text_at(0).chars().take(40).collect();
        let message = format!("\"{word}\" does not begin a statement");
        Err(self.report(Diagnostic::error(codes::NOT_A_STATEMENT, span, message).hint(hint)))
    }

    fn create(&mut self) -> Parse<StatementKind> {
        let replace = self.eat_words(&["OR", "REPLACE"]);
        if self.eat_word("STREAM") {
            return self.create_stream(replace).map(StatementKind::CreateStream);
        }
        if self.eat_word("PUMP") {
            return self.create_pump(replace).map(StatementKind::CreatePump);
        }
        if self.eat_word("FUNCTION") {
            return self
                .create_function(replace)
                .map(|function| StatementKind::CreateFunction(Box::new(function)));
        }
        Err(self.unexpected(if replace {
            "STREAM, PUMP or FUNCTION"
        } else {
            "OR REPLACE, STREAM, PUMP or FUNCTION"
        }))
    }

    fn create_stream(&mut self, replace: bool) -> Parse<CreateStream> {
        let name = self.name("the name of a stream")?;
        self.broken.extend(name.parts.last().map(|part| part.stored().into_owned()));
        self.expect("(")?;
        let mut columns = Vec::new();
        let mut fault = None;
        loop {
            match self.column() {
                Ok(column) => columns.push(column),
                // The others are looked at all the same.
                Err(stop) => {
                    fault = Some(stop);
                    self.skip_column();
                }
            }
            if !self.eat(",") {
                break;
            }
        }
        if let Some(stop) = fault {
            return Err(stop);
        }
        if columns.len() > MAX_COLUMNS {
            let message = format!("{name} has {} columns, at most {MAX_COLUMNS} are allowed", columns.len());
            return Err(self.report(Diagnostic::error(codes::TOO_MANY, name.span(), message)));
        }
        self.expect(")")?;
        let description = self.description()?;
        // Nothing was wrong with it.
        self.broken.pop();
        Ok(CreateStream { replace, name, columns, description })
    }

    /// Goes to the end of a column that has a fault.
    fn skip_column(&mut self) {
        let mut open = 0_usize;
        while !self.at_end() && !self.is_operator(0, ";") && !self.is_word(0, "CREATE") {
            if open == 0 && (self.is_operator(0, ",") || self.is_operator(0, ")")) {
                return;
            }
            if self.is_operator(0, "(") {
                open += 1;
            } else if self.is_operator(0, ")") {
                open -= 1;
            }
            self.advance();
        }
    }

    fn column(&mut self) -> Parse<ColumnDef> {
        let start = self.span();
        let name = self.ident("the name of a column")?;
        let data_type = self.data_type()?;
        let not_null = self.eat_words(&["NOT", "NULL"]);
        Ok(ColumnDef { name, data_type, not_null, span: Place(start.to(self.last_span())) })
    }

    fn description(&mut self) -> Parse<Option<String>> {
        if self.eat_word("DESCRIPTION") {
            self.string("the text of the description").map(Some)
        } else {
            Ok(None)
        }
    }

    fn create_pump(&mut self, replace: bool) -> Parse<CreatePump> {
        let name = self.name("the name of a pump")?;
        let mut stopped = self.eat_word("STOPPED");
        let description = self.description()?;
        stopped |= self.eat_word("STOPPED");
        self.expect_word("AS")?;
        let insert = self.insert()?;
        Ok(CreatePump { replace, name, description, stopped, insert })
    }

    fn insert(&mut self) -> Parse<Insert> {
        self.expect_word("INSERT")?;
        let expedited = self.eat_word("EXPEDITED");
        self.expect_word("INTO")?;
        let target = self.name("the name of a stream")?;
        let listed = self.is_operator(0, "(") && !self.is_query_ahead();
        let columns = if listed { self.ident_list("the name of a column")? } else { Vec::new() };
        let query = self.query()?;
        Ok(Insert { expedited, target, columns, query })
    }

    fn create_function(&mut self, replace: bool) -> Parse<CreateFunction> {
        let name = self.name("the name of a function")?;
        self.expect("(")?;
        let mut parameters = Vec::new();
        while !self.is_operator(0, ")") {
            if !parameters.is_empty() {
                self.expect(",")?;
            }
            let name = self.ident("the name of a parameter")?;
            parameters.push(Parameter { name, data_type: self.data_type()? });
        }
        self.expect(")")?;
        self.expect_word("RETURNS")?;
        let returns = self.data_type()?;
        let characteristics = self.characteristics()?;
        self.expect_word("RETURN")?;
        let body = self.expr()?;
        Ok(CreateFunction { replace, name, parameters, returns, characteristics, body })
    }

    fn characteristics(&mut self) -> Parse<Vec<String>> {
        const FIXED: &[&[&str]] = &[
            &["NOT", "DETERMINISTIC"],
            &["DETERMINISTIC"],
            &["CONTAINS", "SQL"],
            &["NO", "SQL"],
            &["READS", "SQL", "DATA"],
            &["MODIFIES", "SQL", "DATA"],
            &["RETURNS", "NULL", "ON", "NULL", "INPUT"],
            &["CALLED", "ON", "NULL", "INPUT"],
        ];
        let mut found = Vec::new();
        loop {
            if let Some(words) = FIXED.iter().find(|words| self.eat_words(words)) {
                found.push(words.join(" "));
            } else if self.eat_word("LANGUAGE") {
                let language = self.ident("a language")?;
                if !language.is("SQL") {
                    let message = format!("functions are written in SQL, not in {language}");
                    return Err(self.report(Diagnostic::error(codes::NOT_IN_KDA, *language.span, message)));
                }
                found.push("LANGUAGE SQL".to_owned());
            } else if self.eat_word("SPECIFIC") {
                found.push(format!("SPECIFIC {}", self.name("a specific name")?));
            } else {
                return Ok(found);
            }
        }
    }
}
