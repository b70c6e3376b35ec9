//! Words in groups: what stands between parentheses, and between CASE and END.

use super::Word;
use crate::token::TokenKind;

/// A word, or a group of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    /// By its position.
    Word(usize),
    /// `(…)` or `CASE … END`; without `close` where the text ends before.
    Group { open: usize, inner: Vec<Item>, close: Option<usize> },
}

impl Item {
    /// Its first word.
    pub(super) fn first(&self) -> usize {
        match self {
            Self::Word(at) | Self::Group { open: at, .. } => *at,
        }
    }

    /// Its last word.
    pub(super) fn last(&self) -> usize {
        match self {
            Self::Word(at) => *at,
            Self::Group { open, inner, close } => {
                close.unwrap_or_else(|| inner.last().map_or(*open, Self::last))
            }
        }
    }
}

/// All words but the last, which is empty, in groups; `None` when they are nested too deeply.
pub(super) fn groups(words: &[Word], max_depth: usize) -> Option<Vec<Item>> {
    // What is open: its first word, and what stands in front of it in the group around it.
    let mut open: Vec<(usize, Vec<Item>)> = Vec::new();
    let mut items = Vec::new();
    for (at, word) in words.iter().enumerate().take(words.len() - 1) {
        let opens = is(word, "(") || is(word, "CASE");
        let closes = open.last().is_some_and(|(open, _)| match words[*open].text.as_str() {
            "(" => is(word, ")"),
            _ => is(word, "END"),
        });
        if opens {
            if open.len() == max_depth {
                return None;
            }
            open.push((at, std::mem::take(&mut items)));
        } else if closes && let Some((start, before)) = open.pop() {
            let inner = std::mem::replace(&mut items, before);
            items.push(Item::Group { open: start, inner, close: Some(at) });
        } else {
            items.push(Item::Word(at));
        }
    }
    while let Some((start, before)) = open.pop() {
        let inner = std::mem::replace(&mut items, before);
        items.push(Item::Group { open: start, inner, close: None });
    }
    Some(items)
}

/// Whether it is that operator or keyword.
pub(super) fn is(word: &Word, text: &str) -> bool {
    matches!(word.kind, TokenKind::Operator | TokenKind::Keyword) && word.text == text
}
