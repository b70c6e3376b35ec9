//! Is this text JSON, and if not, where does it stop being so?
//!
//! `serde_json` says where, but in words that fit no template, and it takes objects that have the same key twice. This
//! checker keeps no values, only the keys of the objects it is in.

use std::collections::BTreeSet;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// A value is expected.
    Value,
    /// A key in double quotes is expected.
    Key,
    /// A colon is expected behind a key.
    Colon,
    /// A comma or the end of the list or object is expected.
    Comma,
    /// The text ends inside a string.
    OpenString,
    /// A character that must be escaped stands inside a string.
    Character,
    /// The text ends inside a list or an object.
    Unclosed,
    /// Something follows the value.
    Trailing,
    /// An object has this key already.
    DuplicateKey,
}

/// A problem and its byte; `after_string` tells whether a string ended just before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) problem: Problem,
    pub(crate) at: usize,
    pub(crate) after_string: bool,
}

/// Nesting beyond this is reported as a missing value; nobody's record is nested so deep.
const MAX_DEPTH: usize = 1000;

enum Frame<'t> {
    Array,
    Object(BTreeSet<&'t [u8]>),
}

/// The first problem of the text as JSON, if any.
pub(crate) fn check(text: &[u8]) -> Option<Finding> {
    let mut checker = Checker { text, at: 0, after_string: false };
    checker.run().err().map(|problem| Finding { problem, at: checker.at, after_string: checker.after_string })
}

struct Checker<'t> {
    text: &'t [u8],
    at: usize,
    after_string: bool,
}

impl<'t> Checker<'t> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn run(&mut self) -> Result<(), Problem> {
        let mut stack = vec![];
        loop {
            // A value begins here.
            self.skip_blanks();
            let opened = self.value(&stack)?;
            let is_open = opened.is_some();
            stack.extend(opened);
            // What follows: the first value of what was opened, a further value, or the end.
            let mut first = is_open;
            loop {
                self.skip_blanks();
                let Some(frame) = stack.last_mut() else {
                    return if self.at == self.text.len() { Ok(()) } else { Err(Problem::Trailing) };
                };
                let close = if matches!(frame, Frame::Array) { b']' } else { b'}' };
                match self.peek() {
                    None => return Err(Problem::Unclosed),
                    Some(byte) if byte == close => {
                        self.at += 1;
                        self.after_string = false;
                        stack.pop();
                        first = false;
                        continue;
                    }
                    Some(b',') if !first => {
                        self.at += 1;
                        self.skip_blanks();
                    }
                    Some(_) if first => {}
                    Some(_) => return Err(Problem::Comma),
                }
                if let Frame::Object(keys) = frame {
                    let start = self.at;
                    if self.peek() != Some(b'"') {
                        return Err(if self.peek().is_none() { Problem::Unclosed } else { Problem::Key });
                    }
                    self.string()?;
                    if !keys.insert(&self.text[start..self.at]) {
                        self.at = start;
                        return Err(Problem::DuplicateKey);
                    }
                    self.skip_blanks();
                    if self.peek() != Some(b':') {
                        return Err(Problem::Colon);
                    }
                    self.at += 1;
                }
                break;
            }
        }
    }

    /// Reads a plain value, or opens a list or an object.
    fn value(&mut self, stack: &[Frame<'t>]) -> Result<Option<Frame<'t>>, Problem> {
        let opened = match self.peek() {
            Some(b'[') => Some(Frame::Array),
            Some(b'{') => Some(Frame::Object(BTreeSet::new())),
            _ => None,
        };
        if opened.is_some() {
            if stack.len() >= MAX_DEPTH {
                return Err(Problem::Value);
            }
            self.at += 1;
            self.after_string = false;
            return Ok(opened);
        }
        match self.peek() {
            Some(b'"') => self.string()?,
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => {
                let words: [&[u8]; 3] = [b"true", b"false", b"null"];
                let Some(word) = words.into_iter().find(|word| self.text[self.at..].starts_with(word)) else {
                    return Err(Problem::Value);
                };
                self.at += word.len();
                self.after_string = false;
            }
        }
        Ok(None)
    }

    fn number(&mut self) -> Result<(), Problem> {
        self.after_string = false;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let start = self.at;
        self.digits()?;
        if self.text[start] == b'0' && self.at > start + 1 {
            self.at = start + 1;
            return Err(Problem::Comma);
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<(), Problem> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start { Err(Problem::Value) } else { Ok(()) }
    }

    fn string(&mut self) -> Result<(), Problem> {
        self.at += 1;
        loop {
            match self.peek() {
                None => return Err(Problem::OpenString),
                Some(b'"') => {
                    self.at += 1;
                    self.after_string = true;
                    return Ok(());
                }
                Some(b'\\') => match self.text.get(self.at + 1) {
                    Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 2,
                    Some(b'u')
                        if self
                            .text
                            .get(self.at + 2..self.at + 6)
                            .is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)) =>
                    {
                        self.at += 6;
                    }
                    _ => return Err(Problem::Character),
                },
                Some(0..0x20) => return Err(Problem::Character),
                Some(_) => self.at += 1,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_serde_json() {
        for text in [
            "{}",
            "[]",
            "{\"a\":1}",
            "[1,2]",
            " [ 1 , {\"a\" : [ ] } ] ",
            "\"x\\u00e9\\n\"",
            "-0.5e+3",
            "0",
            "true",
            "null",
            "",
            "{",
            "[",
            "[1",
            "{\"a\"",
            "{\"a\":",
            "{\"a\":1",
            "{\"a\":1,}",
            "[1,]",
            "[,1]",
            "{,}",
            "{a:1}",
            "01",
            "1.",
            "-",
            "1e",
            ".5",
            "+1",
            "tru",
            "nul",
            "[1 2]",
            "{\"a\" 1}",
            "\"",
            "\"\\x\"",
            "\"\\u12g4\"",
            "\"\t\"",
            "1 2",
            "{}{}",
            "]",
            "}",
            "[}",
            "{]",
            "NaN",
        ] {
            let expected = serde_json::from_str::<serde_json::Value>(text).is_ok();
            assert_eq!(check(text.as_bytes()).is_none(), expected, "{text}: {:?}", check(text.as_bytes()));
        }
    }

    #[test]
    fn says_where() {
        for (text, problem, at) in [
            (r#"{"a":OK}"#, Problem::Value, 5),
            (r#"{"a":2026-01}"#, Problem::Comma, 9),
            (r#"{"a":"x}"#, Problem::OpenString, 8),
            (r#"{"a":"x,"b":1}"#, Problem::Comma, 9),
            (r#"{"a":1,"a":2}"#, Problem::DuplicateKey, 7),
            (r#"{"a":{"a":1},"b":[{"a":1},{"a":1}]"#, Problem::Unclosed, 34),
            ("{}x", Problem::Trailing, 2),
            ("{\"a\":007}", Problem::Comma, 6),
        ] {
            let finding = check(text.as_bytes()).unwrap();
            assert_eq!((finding.problem, finding.at), (problem, at), "{text}");
        }
        assert_eq!(check("[".repeat(5000).as_bytes()).unwrap().at, 1000);
    }
}
