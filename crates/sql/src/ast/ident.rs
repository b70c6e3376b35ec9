//! Names as written (spec/kda-sql.md 3).

use std::{borrow::Cow, fmt};

use super::place::Place;
use crate::{keyword::is_reserved, span::Span};

/// One identifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ident {
    /// Its text: without the quotes and with `""` read as one quote; unquoted, as it was typed.
    pub text: String,
    /// Whether it was quoted, which keeps its case.
    pub quoted: bool,
    /// Where it stands, quotes included.
    pub span: Place,
}

impl Ident {
    /// The stored form: upper-case unless quoted.
    pub fn stored(&self) -> Cow<'_, str> {
        if self.quoted || !self.text.bytes().any(|byte| byte.is_ascii_lowercase()) {
            Cow::Borrowed(&self.text)
        } else {
            Cow::Owned(self.text.to_ascii_uppercase())
        }
    }

    /// Whether its stored form is `word`, which is upper-case.
    pub fn is(&self, word: &str) -> bool {
        if self.quoted { self.text == word } else { self.text.eq_ignore_ascii_case(word) }
    }
}

/// A stored name as it must be written: in quotes when it would not be read back the same without them.
pub(crate) fn written(stored: &str) -> String {
    let mut bytes = stored.bytes();
    let plain = bytes.next().is_some_and(|byte| byte.is_ascii_uppercase() || byte == b'_')
        && bytes
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_' || byte == b'$');
    if plain && !is_reserved(stored) { stored.to_owned() } else { quoted(stored) }
}

/// In quotes.
pub(crate) fn quoted(stored: &str) -> String {
    format!("\"{}\"", stored.replace('"', "\"\""))
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.quoted { f.write_str(&quoted(&self.text)) } else { f.write_str(&self.text) }
    }
}

/// Identifiers with points between them: a column, a stream, a part of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// One to four.
    pub parts: Vec<Ident>,
}

impl Name {
    /// From the first part to the last.
    pub fn span(&self) -> Span {
        let first = self.parts.first().map_or_else(Span::default, |part| *part.span);
        self.parts.last().map_or(first, |last| first.to(*last.span))
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, part) in self.parts.iter().enumerate() {
            if index > 0 {
                f.write_str(".")?;
            }
            write!(f, "{part}")?;
        }
        Ok(())
    }
}
