//! Windows of OVER and WINDOW.

use super::{Parse, Parser};
use crate::ast::{Frame, FrameBound, FrameUnit, Place, WindowRef, WindowSpec, level};

impl Parser<'_> {
    /// `OVER w`, `OVER (…)`.
    pub(super) fn over(&mut self) -> Parse<WindowRef> {
        self.expect_word("OVER")?;
        if !self.eat("(") {
            return self.ident("a window").map(WindowRef::Name);
        }
        let spec = self.window_spec()?;
        self.expect(")")?;
        Ok(WindowRef::Spec(Box::new(spec)))
    }

    /// What stands in the parentheses of a window.
    pub(super) fn window_spec(&mut self) -> Parse<WindowSpec> {
        self.enter(1)?;
        let start = self.span();
        let begins = self.is_any_word(0, &["PARTITION", "ORDER", "RANGE", "ROWS"]);
        let base = if !begins && self.is_ident(0) { Some(self.ident("a window")?) } else { None };
        let mut partition = Vec::new();
        if self.eat_word("PARTITION") {
            self.expect_word("BY")?;
            partition = self.expr_list()?;
        }
        let order = self.order_by()?;
        let frame = self.frame()?;
        self.leave(1);
        Ok(WindowSpec { base, partition, order, frame, span: Place(start.to(self.last_span())) })
    }

    fn frame(&mut self) -> Parse<Option<Frame>> {
        let unit = if self.eat_word("RANGE") {
            FrameUnit::Range
        } else if self.eat_word("ROWS") {
            FrameUnit::Rows
        } else {
            return Ok(None);
        };
        if self.eat_word("BETWEEN") {
            let start = self.frame_bound()?;
            self.expect_word("AND")?;
            let end = self.frame_bound()?;
            return Ok(Some(Frame { unit, start, end: Some(end) }));
        }
        let start = self.frame_bound()?;
        Ok(Some(Frame { unit, start, end: None }))
    }

    fn frame_bound(&mut self) -> Parse<FrameBound> {
        if self.eat_words(&["CURRENT", "ROW"]) {
            return Ok(FrameBound::CurrentRow);
        }
        let expr = if self.eat_word("UNBOUNDED") { None } else { Some(Box::new(self.binary(level::ADD)?)) };
        if self.eat_word("PRECEDING") {
            return Ok(expr.map_or(FrameBound::UnboundedPreceding, FrameBound::Preceding));
        }
        if self.eat_word("FOLLOWING") {
            return Ok(expr.map_or(FrameBound::UnboundedFollowing, FrameBound::Following));
        }
        Err(self.unexpected("PRECEDING"))
    }
}
