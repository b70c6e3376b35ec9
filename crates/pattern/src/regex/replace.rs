//! What REGEX_REPLACE puts in: Java's `$1`, `${name}` and backslash.

use super::{Regex, Scratch};
use crate::error::{PatternError, TooManySteps};

#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Text(String),
    Group(usize),
}

/// A replacement that has been read.
#[derive(Debug, Clone, PartialEq)]
pub struct Replacement {
    pieces: Vec<Piece>,
}

impl Replacement {
    /// Reads a replacement for the matches of a pattern.
    ///
    /// # Errors
    /// When a `$` names no group of the pattern, or a backslash ends the text.
    pub fn new(text: &str, regex: &Regex) -> Result<Self, PatternError> {
        let chars: Vec<char> = text.chars().collect();
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut at = 0;
        let wrong = |at: usize| {
            PatternError::new(at, "the $ names no group of the regular expression")
                .hint("write \\$ for the character itself")
        };
        while let Some(&c) = chars.get(at) {
            at += 1;
            match c {
                '\\' => {
                    let Some(&taken) = chars.get(at) else {
                        return Err(PatternError::new(at, "a backslash ends the replacement")
                            .hint("write \\\\ for the character itself"));
                    };
                    plain.push(taken);
                    at += 1;
                }
                '$' => {
                    let group = if chars.get(at) == Some(&'{') {
                        let name: String = chars[at + 1..].iter().take_while(|c| **c != '}').collect();
                        at += name.chars().count() + 2;
                        regex.names.iter().find(|(known, _)| *known == name).map(|(_, group)| *group)
                    } else {
                        let mut group = None;
                        while let Some(digit) = chars.get(at).and_then(|c| c.to_digit(10)) {
                            let longer = group.unwrap_or(0) * 10 + digit as usize;
                            if group.is_some() && longer > regex.groups {
                                break;
                            }
                            group = Some(longer);
                            at += 1;
                        }
                        group.filter(|group| *group <= regex.groups)
                    };
                    let Some(group) = group else { return Err(wrong(at)) };
                    if !plain.is_empty() {
                        pieces.push(Piece::Text(std::mem::take(&mut plain)));
                    }
                    pieces.push(Piece::Group(group));
                }
                _ => plain.push(c),
            }
        }
        if !plain.is_empty() {
            pieces.push(Piece::Text(plain));
        }
        Ok(Self { pieces })
    }
}

impl Regex {
    /// Appends the text with its matches replaced: from a byte on, all of them or only the `only`th, counted from 1.
    ///
    /// # Errors
    /// When it takes too many steps.
    pub fn replace(
        &self,
        text: &str,
        from: usize,
        only: Option<u64>,
        replacement: &Replacement,
        scratch: &mut Scratch,
        out: &mut String,
    ) -> Result<(), TooManySteps> {
        let (mut copied, mut at, mut number) = (0, from, 0);
        scratch.begin();
        while at <= text.len() && self.find(text, at, scratch)? {
            let Some((start, end)) = scratch.span(0) else { break };
            number += 1;
            if only.is_none_or(|only| only == number) {
                out.push_str(&text[copied..start]);
                for piece in &replacement.pieces {
                    match piece {
                        Piece::Text(plain) => out.push_str(plain),
                        Piece::Group(group) => out.push_str(scratch.group(text, *group).unwrap_or("")),
                    }
                }
                copied = end;
                if only.is_some() {
                    break;
                }
            }
            // After an empty match the search goes on one character later.
            at = if end > start { end } else { end + text[end..].chars().next().map_or(1, char::len_utf8) };
        }
        out.push_str(&text[copied..]);
        Ok(())
    }
}
