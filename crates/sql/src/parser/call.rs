//! Calls, and the functions with a syntax of their own (spec/kda-sql.md 11).

use super::{Parse, Parser};
use crate::ast::{Expr, ExprKind, FunctionCall, Ident, Place, TrimSide, level};

impl Parser<'_> {
    /// A form that begins with a word of its own, if one stands here.
    pub(super) fn special_form(&mut self) -> Parse<Option<Expr>> {
        let start = self.span();
        let word = self.word_at(0).to_ascii_uppercase();
        if word == "CASE" {
            self.advance();
            return self.case(start).map(Some);
        }
        if !self.is_operator(1, "(") {
            return Ok(None);
        }
        let known = matches!(
            word.as_str(),
            "CAST"
                | "EXTRACT"
                | "SUBSTRING"
                | "POSITION"
                | "TRIM"
                | "OVERLAY"
                | "FLOOR"
                | "CEIL"
                | "CEILING"
                | "STEP"
                | "PERIOD"
                | "ROW"
                | "CURSOR"
                | "EXISTS"
        );
        if !known {
            return Ok(None);
        }
        let in_floor = std::mem::take(&mut self.in_floor);
        let name = Ident { text: self.text_at(0).to_owned(), quoted: false, span: Place(start) };
        let call = empty_call(name, false);
        self.advance();
        self.advance();
        let kind = self.special(&word, call)?;
        self.in_floor = in_floor;
        self.expect(")")?;
        self.make(kind, start).map(Some)
    }

    /// What stands in the parentheses. Some names are also those of ordinary calls, which begin as `call`; going back
    /// to read the arguments again was rejected: each level of nesting would double the work.
    fn special(&mut self, word: &str, call: FunctionCall) -> Parse<ExprKind> {
        match word {
            "CAST" => {
                let operand = Box::new(self.expr()?);
                self.expect_word("AS")?;
                let data_type = self.data_type()?;
                Ok(ExprKind::Cast { operand, data_type })
            }
            "EXTRACT" => {
                let unit = self.unit()?;
                self.expect_word("FROM")?;
                let operand = Box::new(self.expr()?);
                Ok(ExprKind::Extract { unit, operand })
            }
            "POSITION" => {
                let needle = Box::new(self.binary(level::ADD)?);
                self.expect_word("IN")?;
                let operand = Box::new(self.expr()?);
                Ok(ExprKind::Position { needle, operand })
            }
            "STEP" => {
                let operand = Box::new(self.expr()?);
                self.expect_word("BY")?;
                let width = Box::new(self.expr()?);
                Ok(ExprKind::Step { operand, width })
            }
            "PERIOD" => {
                let from = Box::new(self.expr()?);
                self.expect(",")?;
                let to = Box::new(self.expr()?);
                Ok(ExprKind::Period(from, to))
            }
            "ROW" => self.expr_list().map(ExprKind::Row),
            "CURSOR" => self.query().map(|query| ExprKind::Cursor(Box::new(query))),
            "EXISTS" => self.query().map(|query| ExprKind::Exists(Box::new(query))),
            "TRIM" => self.trim(),
            "OVERLAY" => self.overlay(),
            "SUBSTRING" => self.substring(call),
            _ => self.floor_to(word, call),
        }
    }

    /// An ordinary call whose first argument is read already.
    fn call_from(&mut self, mut call: FunctionCall, first: Expr) -> Parse<ExprKind> {
        call.arguments.push(first);
        if self.eat(",") {
            call.arguments.append(&mut self.expr_list()?);
        }
        if !self.is_operator(0, ")") {
            return Err(self.unexpected("\",\" or \")\""));
        }
        Ok(ExprKind::Call(Box::new(call)))
    }

    fn floor_to(&mut self, word: &str, call: FunctionCall) -> Parse<ExprKind> {
        self.in_floor = true;
        let operand = self.expr()?;
        self.in_floor = false;
        if !self.eat_word("TO") {
            return self.call_from(call, operand);
        }
        let unit = self.unit()?;
        Ok(ExprKind::FloorTo { operand: Box::new(operand), unit, ceil: word != "FLOOR" })
    }

    fn substring(&mut self, call: FunctionCall) -> Parse<ExprKind> {
        let operand = self.expr()?;
        if self.eat_word("FROM") {
            let operand = Box::new(operand);
            let from = Box::new(self.expr()?);
            let length = self.for_length()?;
            return Ok(ExprKind::Substring { operand, from, length });
        }
        if self.eat_word("SIMILAR") {
            let pattern = Box::new(self.binary(level::ADD)?);
            self.expect_word("ESCAPE")?;
            let escape = Box::new(self.binary(level::ADD)?);
            return Ok(ExprKind::SubstringSimilar { operand: Box::new(operand), pattern, escape });
        }
        self.call_from(call, operand)
    }

    fn for_length(&mut self) -> Parse<Option<Box<Expr>>> {
        if self.eat_word("FOR") { Ok(Some(Box::new(self.expr()?))) } else { Ok(None) }
    }

    fn overlay(&mut self) -> Parse<ExprKind> {
        let operand = Box::new(self.expr()?);
        self.expect_word("PLACING")?;
        let replacement = Box::new(self.expr()?);
        self.expect_word("FROM")?;
        let from = Box::new(self.expr()?);
        let length = self.for_length()?;
        Ok(ExprKind::Overlay { operand, replacement, from, length })
    }

    fn trim(&mut self) -> Parse<ExprKind> {
        let side = if self.eat_word("BOTH") {
            Some(TrimSide::Both)
        } else if self.eat_word("LEADING") {
            Some(TrimSide::Leading)
        } else if self.eat_word("TRAILING") {
            Some(TrimSide::Trailing)
        } else {
            None
        };
        if side.is_some() && self.eat_word("FROM") {
            let operand = Box::new(self.expr()?);
            return Ok(ExprKind::Trim { side, characters: None, operand });
        }
        let first = Box::new(self.expr()?);
        if self.eat_word("FROM") {
            let operand = Box::new(self.expr()?);
            return Ok(ExprKind::Trim { side, characters: Some(first), operand });
        }
        if side.is_some() {
            return Err(self.unexpected("FROM"));
        }
        Ok(ExprKind::Trim { side, characters: None, operand: first })
    }

    /// A function that is written without parentheses.
    pub(super) fn bare_call(&mut self) -> Parse<Option<Expr>> {
        let names = [
            "CURRENT_DATE",
            "CURRENT_TIME",
            "CURRENT_TIMESTAMP",
            "CURRENT_ROW_TIMESTAMP",
            "LOCALTIME",
            "LOCALTIMESTAMP",
        ];
        if !self.is_any_word(0, &names) || self.is_operator(1, ".") {
            return Ok(None);
        }
        let start = self.span();
        let call = empty_call(self.ident("a function")?, true);
        self.make(ExprKind::Call(Box::new(call)), start).map(Some)
    }

    /// `f(…)` and what follows it.
    pub(super) fn call(&mut self) -> Parse<Expr> {
        let start = self.span();
        let mut call = empty_call(self.ident("a function")?, false);
        self.expect("(")?;
        let in_floor = std::mem::take(&mut self.in_floor);
        call.quantifier = self.quantifier();
        if self.eat("*") {
            call.star = true;
        } else if !self.is_operator(0, ")") {
            call.arguments = self.expr_list()?;
        }
        if !self.is_operator(0, ")") {
            return Err(self.unexpected("\",\" or \")\""));
        }
        self.advance();
        self.after_call(&mut call)?;
        self.in_floor = in_floor;
        self.make(ExprKind::Call(Box::new(call)), start)
    }

    fn after_call(&mut self, call: &mut FunctionCall) -> Parse<()> {
        if self.is_word(0, "FILTER") && self.is_operator(1, "(") {
            self.advance();
            self.advance();
            self.expect_word("WHERE")?;
            call.filter = Some(self.expr()?);
            self.expect(")")?;
        }
        // `FROM first` can also be the query's FROM; the function, and what an analytic function goes on with, decide.
        if call.name.is("NTH_VALUE")
            && self.is_word(0, "FROM")
            && self.is_any_word(2, &["IGNORE", "RESPECT", "OVER"])
        {
            if self.is_word(1, "FIRST") {
                call.from_last = Some(false);
            } else if self.is_word(1, "LAST") {
                call.from_last = Some(true);
            }
            if call.from_last.is_some() {
                self.at += 2;
            }
        }
        if self.eat_words(&["IGNORE", "NULLS"]) {
            call.ignore_nulls = Some(true);
        } else if self.eat_words(&["RESPECT", "NULLS"]) {
            call.ignore_nulls = Some(false);
        }
        if self.is_word(0, "OVER") {
            call.over = Some(self.over()?);
        }
        Ok(())
    }
}

/// A call of which only the name is known.
fn empty_call(name: Ident, bare: bool) -> FunctionCall {
    FunctionCall {
        name,
        quantifier: None,
        arguments: Vec::new(),
        star: false,
        bare,
        filter: None,
        from_last: None,
        ignore_nulls: None,
        over: None,
    }
}
