//! A program as coloured HTML.
//!
//! One string for the whole text, set at once: a view per token would cost a signal and two nodes each, for a text that is replaced
//! with every key. Everything that comes from the text is escaped, and the policy of the page forbids what would be left to exploit.

use rillcut_sql::{TokenKind, tokenize};

/// Above this size a program is shown in one colour, so that typing stays quick.
const MAX_PAINTED: usize = 120_000;

/// A marked place: its bytes, and whether it is an error or a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) is_error: bool,
}

/// HTML of a program, with the marked places underlined.
pub(super) fn paint(text: &str, marks: &[Mark]) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let tokens = if text.len() > MAX_PAINTED { Vec::new() } else { tokenize(text) };
    let mut at = 0;
    for token in tokens {
        let range = token.span.range();
        push_run(&mut out, text, at..range.start, "", marks);
        push_run(&mut out, text, range.clone(), class(token.kind), marks);
        at = range.end;
    }
    push_run(&mut out, text, at..text.len(), "", marks);
    // A text field shows the line behind a last break; other elements do only when something stands on it.
    out.push('\u{200b}');
    out
}

fn class(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Keyword => "t-keyword",
        TokenKind::QuotedIdentifier => "t-name",
        TokenKind::String => "t-string",
        TokenKind::Number => "t-number",
        TokenKind::Comment => "t-comment",
        TokenKind::Error => "t-error",
        TokenKind::Identifier | TokenKind::Operator => "",
    }
}

/// Adds a stretch of one kind, cut where marks begin and end.
fn push_run(out: &mut String, text: &str, range: std::ops::Range<usize>, class: &str, marks: &[Mark]) {
    let mut at = range.start;
    while at < range.end {
        let inside = marks.iter().filter(|mark| mark.start <= at && at < mark.end);
        let mark = inside.max_by_key(|mark| mark.is_error).copied();
        let edges = marks.iter().flat_map(|mark| [mark.start, mark.end]);
        let edges = edges.filter(|&edge| edge > at && text.is_char_boundary(edge));
        let end = edges.min().unwrap_or(range.end).min(range.end);
        push_span(out, &text[at..end], class, mark);
        at = end;
    }
}

fn push_span(out: &mut String, piece: &str, class: &str, mark: Option<Mark>) {
    let mark = match mark {
        None => "",
        Some(mark) if mark.is_error => "is-wrong",
        Some(_) => "is-doubtful",
    };
    let plain = class.is_empty() && mark.is_empty();
    if !plain {
        out.push_str("<span class=\"");
        out.push_str(class);
        if !class.is_empty() && !mark.is_empty() {
            out.push(' ');
        }
        out.push_str(mark);
        out.push_str("\">");
    }
    for character in piece.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            other => out.push(other),
        }
    }
    if !plain {
        out.push_str("</span>");
    }
}

/// The numbers before the lines of a text of so many lines.
pub(super) fn gutter(lines: usize) -> String {
    let mut out = String::with_capacity(lines * 4);
    for line in 1..=lines {
        out.push_str(&line.to_string());
        out.push('\n');
    }
    out
}

/// A place that an empty span can be seen at: one character more to the right, or to the left at the end of a line.
pub(super) fn visible(text: &str, start: usize, end: usize) -> (usize, usize) {
    let start = floor(text, start);
    let end = floor(text, end).max(start);
    if end > start {
        return (start, end);
    }
    match text[start..].chars().next() {
        Some(next) if next != '\n' => (start, start + next.len_utf8()),
        _ => match text[..start].chars().next_back() {
            Some(before) if before != '\n' => (start - before.len_utf8(), start),
            _ => (start, start),
        },
    }
}

fn floor(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(start: usize, end: usize) -> Mark {
        Mark { start, end, is_error: true }
    }

    #[test]
    fn tokens_are_coloured_and_escaped() {
        let html = paint("SELECT \"a\" < 1 -- <b>", &[]);
        assert_eq!(
            html,
            "<span class=\"t-keyword\">SELECT</span> <span class=\"t-name\">\"a\"</span> &lt; \
             <span class=\"t-number\">1</span> <span class=\"t-comment\">-- &lt;b&gt;</span>\u{200b}"
        );
    }

    #[test]
    fn marks_cut_tokens() {
        let html = paint("SELECT x", &[mark(3, 8)]);
        assert_eq!(
            html,
            "<span class=\"t-keyword\">SEL</span><span class=\"t-keyword is-wrong\">ECT</span>\
             <span class=\"is-wrong\"> </span><span class=\"is-wrong\">x</span>\u{200b}"
        );
        let warned = paint("x", &[Mark { is_error: false, ..mark(0, 1) }, mark(0, 1)]);
        assert_eq!(warned, "<span class=\"is-wrong\">x</span>\u{200b}", "an error outshines a warning");
    }

    #[test]
    fn no_text_is_lost_whatever_the_marks() {
        let text = "-- é😀\n'open <";
        for start in 0..=text.len() + 1 {
            for end in start..=text.len() + 2 {
                let html = paint(text, &[mark(start, end)]);
                let mut plain = String::new();
                let mut inside = false;
                for character in html.chars() {
                    match character {
                        '<' => inside = true,
                        '>' => inside = false,
                        other if !inside => plain.push(other),
                        _ => {}
                    }
                }
                assert_eq!(plain.replace("&lt;", "<"), format!("{text}\u{200b}"), "{start}..{end}");
            }
        }
    }

    #[test]
    fn empty_places_are_seen() {
        assert_eq!(visible("ab\n", 1, 1), (1, 2));
        assert_eq!(visible("ab\n", 2, 2), (1, 2));
        assert_eq!(visible("", 0, 9), (0, 0));
        assert_eq!(visible("é", 1, 1), (0, 2));
    }
}
