//! What the word at a place is.

use super::{
    outline::{Column, Outline, Table},
    reference::entry,
    scope::tables_at,
    words::Words,
};
use crate::{ast::written, check::Catalog, parser::MAX_TEXT, span::Span, token::TokenKind};

/// What is known of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The word.
    pub span: Span,
    /// Its name or, of a function, how it is called.
    pub title: String,
    /// One line on what it is.
    pub detail: String,
    /// More lines, such as a stream's columns; may be empty.
    pub lines: Vec<String>,
}

/// Columns of a stream that are told.
const MAX_LINES: usize = 24;

/// What stands at a byte; `None` for white space, comments, numbers and what is not known.
pub fn hover(text: &str, catalog: &Catalog, at: usize) -> Option<Hover> {
    if text.len() > MAX_TEXT {
        return None;
    }
    let words = Words::new(text);
    let mut index = words.before(at);
    let touches = |index: usize| {
        words.token(index).is_some_and(|token| token.span.range().start <= at && at <= token.span.range().end)
    };
    if !touches(index) || !is_name(&words, index) {
        index = index.checked_sub(1)?;
        if !touches(index) {
            return None;
        }
    }
    if !is_name(&words, index) {
        return None;
    }
    let span = words.token(index)?.span;
    let outline = Outline::of(&words, catalog);
    let known =
        |title: String, detail: String, lines: Vec<String>| Some(Hover { span, title, detail, lines });
    let written_word = words.get(index);
    let stored = words.name(index);
    let called = words.is(index + 1, "(");
    let behind_dot = index > 0 && words.is(index - 1, ".");
    if let Some(name) = &stored
        && !called
    {
        let tables = tables_at(&words, &outline, index);
        let of_alias = |column: &dyn Fn(&Column) -> bool| {
            let alias = behind_dot.then(|| words.name(index.checked_sub(2)?)).flatten();
            let tables =
                tables.iter().filter(|table| alias.as_ref().is_none_or(|alias| table.alias == **alias));
            tables
                .flat_map(|table| table.columns.iter().map(move |found| (table, found)))
                .find(|(_, found)| column(found))
                .map(|(table, found)| (table.alias.clone(), found.clone()))
        };
        let by_name = |column: &Column| column.name == **name;
        let names_table = index > 0
            && (words.is_one(index - 1, &["FROM", "JOIN", "INTO"])
                || words.is(index - 1, "STREAM") && !(index > 1 && words.is(index - 2, "SELECT")));
        if !names_table && let Some((table, column)) = of_alias(&by_name) {
            let of = if table.is_empty() { String::new() } else { format!(" of {}", written(&table)) };
            let data_type =
                if column.data_type.is_empty() { String::new() } else { format!("{} ", column.data_type) };
            return known(written(&column.name), format!("{data_type}column{of}"), Vec::new());
        }
        if let Some(table) = outline.table(name) {
            return known(written(&table.name), table.what.to_owned(), columns(table));
        }
        if let Some(created) = outline.functions.iter().find(|function| function.name == **name) {
            return known(created.signature.clone(), "function of this program".to_owned(), Vec::new());
        }
    }
    if let Some(name) = &stored
        && let Some(created) = outline.functions.iter().find(|function| function.name == **name)
    {
        return known(created.signature.clone(), "function of this program".to_owned(), Vec::new());
    }
    let quoted = words.token(index)?.kind == TokenKind::QuotedIdentifier;
    let entry = entry(written_word).filter(|_| !quoted)?;
    known(entry.signature.to_owned(), entry.sentence.to_owned(), Vec::new())
}

fn is_name(words: &Words<'_>, at: usize) -> bool {
    words.token(at).is_some_and(|token| {
        matches!(token.kind, TokenKind::Identifier | TokenKind::QuotedIdentifier | TokenKind::Keyword)
    })
}

fn columns(table: &Table) -> Vec<String> {
    let mut lines: Vec<String> = table
        .columns
        .iter()
        .take(MAX_LINES)
        .map(|column| format!("{} {}", written(&column.name), column.data_type))
        .collect();
    if table.columns.len() > MAX_LINES {
        lines.push(format!("… {} more", table.columns.len() - MAX_LINES));
    }
    lines
}
