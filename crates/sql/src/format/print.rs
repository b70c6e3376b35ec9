//! Puts words on lines.
//!
//! What fits on the rest of the line stands on it; what does not is broken at its own places: clauses, commas, AND and OR, WHEN. All that
//! decides is in the words and in what is printed already, which is why printing the result again changes nothing.

use super::{
    Word,
    group::{Item, is},
    space::spaced,
};
use crate::token::TokenKind;

/// Characters of a line, where it can be.
const WIDTH: usize = 100;
/// Columns of a stream are lined up behind names of at most so many characters.
const MAX_ALIGNED: usize = 32;
const STEP: usize = 4;
/// Words that stay together at the beginning of a clause: SELECT STREAM DISTINCT, GROUP BY.
const HEAD: &[&str] = &[
    "SELECT", "STREAM", "DISTINCT", "ALL", "GROUP", "ORDER", "BY", "FROM", "WHERE", "HAVING", "WINDOW",
    "VALUES",
];

pub(super) struct Printer<'a> {
    words: &'a [Word],
    /// How many comments stand before the word of a position.
    comments: Vec<usize>,
    out: String,
    /// Where the line begins.
    line: usize,
    /// The indentation of a line that is due.
    due: Option<usize>,
    /// An empty line is due as well.
    blank: bool,
    /// The indentation where nothing else is said.
    indent: usize,
    /// Where comments to the end of a line begin that something stands in front of.
    trailing: Vec<usize>,
}

impl<'a> Printer<'a> {
    pub(super) fn new(words: &'a [Word]) -> Self {
        let mut sum = 0;
        let mut comments = Vec::with_capacity(words.len() + 1);
        for word in words {
            comments.push(sum);
            sum += word.comments.len();
        }
        comments.push(sum);
        Self {
            words,
            comments,
            out: String::new(),
            line: 0,
            due: None,
            blank: false,
            indent: 0,
            trailing: Vec::new(),
        }
    }

    /// The whole text.
    pub(super) fn program(mut self, items: &[Item]) -> String {
        let words = self.words;
        for statement in items.split_inclusive(|item| is_word(words, item, ";")) {
            self.indent = 0;
            if !self.out.is_empty() {
                self.due = Some(0);
                self.blank = true;
            }
            self.clauses(statement, 0);
        }
        if !self.out.is_empty() {
            self.due = Some(0);
            self.blank = true;
        }
        self.indent = 0;
        let last = self.words.len() - 1;
        self.comments_of(last);
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        lined_up(&self.out, &self.trailing)
    }

    fn is_word(&self, item: &Item, text: &str) -> bool {
        is_word(self.words, item, text)
    }

    /// A statement or a query: each clause on a line of its own.
    fn clauses(&mut self, items: &[Item], indent: usize) {
        let mut start = 0;
        while start < items.len() {
            let mut end = start + 1;
            while end < items.len() && !self.begins_clause(items, end) {
                end += 1;
            }
            if start > 0 {
                self.due = Some(indent);
            }
            self.clause(&items[start..end], indent);
            start = end;
        }
    }

    fn begins_clause(&self, items: &[Item], at: usize) -> bool {
        let Item::Word(word) = items[at] else { return false };
        let here = &self.words[word];
        if here.kind != TokenKind::Keyword {
            return false;
        }
        let followed = |text: &str| items.get(at + 1).is_some_and(|next| self.is_word(next, text));
        let behind = |texts: &[&str]| {
            at.checked_sub(1).is_some_and(|at| texts.iter().any(|text| self.is_word(&items[at], text)))
        };
        match here.text.as_str() {
            "INSERT" | "SELECT" | "FROM" | "WHERE" | "HAVING" | "WINDOW" | "WINDOWED" | "RETURN"
            | "UNION" | "EXCEPT" | "INTERSECT" => true,
            "GROUP" | "ORDER" => followed("BY"),
            "VALUES" => !behind(&["FROM"]),
            "JOIN" => !behind(&["INNER", "OUTER", "LEFT", "RIGHT", "FULL", "CROSS", "NATURAL"]),
            "INNER" | "CROSS" | "NATURAL" | "LEFT" | "RIGHT" | "FULL" => {
                !behind(&["NATURAL"]) && (followed("JOIN") || followed("OUTER") || followed("INNER"))
            }
            _ => false,
        }
    }

    fn clause(&mut self, items: &[Item], indent: usize) {
        let creates = self.is_word(&items[0], "CREATE")
            && items.iter().take(5).any(|item| self.is_word(item, "STREAM"));
        if creates {
            return self.stream(items, indent);
        }
        if self.flat(items) {
            return;
        }
        let head = items.iter().take_while(|item| HEAD.iter().any(|word| self.is_word(item, word))).count();
        let (head, body) = items.split_at(head);
        self.row(head, indent);
        let parts = self.parts(body);
        self.indent = indent + STEP;
        if parts > 1 && !head.is_empty() {
            self.due = Some(indent + STEP);
            self.list(body, indent + STEP);
        } else {
            self.conditions(body, indent);
        }
        self.indent = indent;
    }

    /// CREATE STREAM with its columns one under another.
    fn stream(&mut self, items: &[Item], indent: usize) {
        for item in items {
            match item {
                Item::Group { open, inner, close } if is(&self.words[*open], "(") && !inner.is_empty() => {
                    self.word(*open);
                    self.due = Some(indent + STEP);
                    self.indent = indent + STEP;
                    self.columns(inner, indent + STEP);
                    self.close(*close, indent);
                    self.indent = indent;
                }
                item => self.item(item, indent),
            }
        }
    }

    fn columns(&mut self, inner: &[Item], indent: usize) {
        let columns: Vec<&[Item]> = inner.split_inclusive(|item| self.is_word(item, ",")).collect();
        let width = |column: &[Item]| match column {
            [Item::Word(name), _, ..] => self.words[*name].text.chars().count(),
            _ => 0,
        };
        let widest = columns
            .iter()
            .map(|column| width(column))
            .filter(|&width| width <= MAX_ALIGNED)
            .max()
            .unwrap_or(0);
        for (index, column) in columns.iter().enumerate() {
            if index > 0 {
                self.due = Some(indent);
            }
            self.item(&column[0], indent);
            // A name and its type; a comma of its own, or a comment, is not moved.
            let second = column.get(1);
            if second
                .is_some_and(|item| !self.is_word(item, ",") && self.words[item.first()].comments.is_empty())
            {
                let missing = widest.saturating_sub(width(column));
                self.out.extend(std::iter::repeat_n(' ', missing));
            }
            self.row(&column[1..], indent);
        }
    }

    /// Items parted by commas, each on its line.
    fn list(&mut self, items: &[Item], indent: usize) {
        let words = self.words;
        for (index, part) in items.split_inclusive(|item| is_word(words, item, ",")).enumerate() {
            if index > 0 {
                self.due = Some(indent);
            }
            if !self.flat(part) {
                self.conditions(part, indent);
            }
        }
    }

    /// Words with AND and OR on lines of their own.
    fn conditions(&mut self, items: &[Item], indent: usize) {
        let mut between = false;
        let mut level = indent;
        for item in items {
            if self.is_word(item, "BETWEEN") {
                between = true;
            } else if self.is_word(item, "OR") || self.is_word(item, "AND") && !between {
                level = indent + STEP;
                self.due = Some(level);
            } else if self.is_word(item, "AND") {
                between = false;
            }
            self.item(item, level);
        }
    }

    fn row(&mut self, items: &[Item], indent: usize) {
        for item in items {
            self.item(item, indent);
        }
    }

    /// A word, or a group on one line or on several.
    fn item(&mut self, item: &Item, indent: usize) {
        if self.flat(std::slice::from_ref(item)) {
            return;
        }
        let (open, inner, close) = match item {
            Item::Word(at) => return self.word(*at),
            Item::Group { open, inner, close } => (*open, inner, *close),
        };
        self.word(open);
        if is(&self.words[open], "CASE") {
            return self.case(inner, close, indent);
        }
        let outer = std::mem::replace(&mut self.indent, indent + STEP);
        if self.is_call(inner) {
            // TABLE(f(…)): the inner parenthesis is broken, the outer one is not.
            self.row(inner, indent);
            self.indent = outer;
            if let Some(close) = close {
                self.word(close);
            }
            return;
        }
        self.due = Some(indent + STEP);
        let is_query = inner.first().is_some_and(|first| self.is_word(first, "SELECT"));
        let is_window = inner
            .iter()
            .any(|item| ["PARTITION", "RANGE", "ROWS"].iter().any(|word| self.is_word(item, word)));
        if is_query {
            self.clauses(inner, indent + STEP);
        } else if is_window {
            self.window(inner, indent + STEP);
        } else {
            self.list(inner, indent + STEP);
        }
        self.close(close, indent);
        self.indent = outer;
    }

    fn case(&mut self, inner: &[Item], close: Option<usize>, indent: usize) {
        let outer = std::mem::replace(&mut self.indent, indent + STEP);
        for item in inner {
            if self.is_word(item, "WHEN") || self.is_word(item, "ELSE") {
                self.due = Some(indent + STEP);
            }
            self.item(item, indent + STEP);
        }
        self.close(close, indent);
        self.indent = outer;
    }

    /// What is in the parentheses of a window.
    fn window(&mut self, inner: &[Item], indent: usize) {
        for item in inner {
            if ["PARTITION", "ORDER", "RANGE", "ROWS"].iter().any(|word| self.is_word(item, word)) {
                self.due = Some(indent);
            }
            self.item(item, indent);
        }
    }

    /// The word that ends a group, on a line of its own; comments before it belong to the group.
    fn close(&mut self, close: Option<usize>, indent: usize) {
        let Some(close) = close else { return };
        self.comments_of(close);
        self.due = Some(indent);
        self.write(close);
    }

    /// Whether a group holds one call and nothing else.
    fn is_call(&self, inner: &[Item]) -> bool {
        matches!(inner, [Item::Word(name), Item::Group { open, .. }]
            if is(&self.words[*open], "(") && self.words[*name].kind != TokenKind::Operator)
    }

    /// How many parts there are between commas.
    fn parts(&self, items: &[Item]) -> usize {
        items.split(|item| self.is_word(item, ",")).count()
    }

    /// Prints the items on the rest of the line, if they fit and no comment is in the way.
    fn flat(&mut self, items: &[Item]) -> bool {
        let (Some(first), Some(last)) = (items.first().map(Item::first), items.last().map(Item::last)) else {
            return true;
        };
        // Comments before the first word stand in front of all and are no obstacle.
        if self.comments[last + 1] > self.comments[first + 1] {
            return false;
        }
        if first < last {
            let start = self.due.unwrap_or_else(|| self.out[self.line..].chars().count() + 1);
            let mut length = start;
            for at in first..=last {
                length +=
                    self.words[at].text.chars().count() + usize::from(at > first && spaced(self.words, at));
                // Room for the comma or semicolon behind.
                if length + 1 > WIDTH || self.words[at].text.contains('\n') {
                    return false;
                }
            }
        }
        for at in first..=last {
            self.word(at);
        }
        true
    }

    fn word(&mut self, at: usize) {
        self.comments_of(at);
        self.write(at);
    }

    /// The comments in front of a word.
    fn comments_of(&mut self, at: usize) {
        let words = self.words;
        for comment in &words[at].comments {
            let indent = self.due.unwrap_or(self.indent);
            if comment.own_line {
                self.blank |= comment.after_blank;
                self.due = Some(indent);
                self.start_line();
            } else if !self.out.is_empty() {
                self.out.push(' ');
            }
            if !comment.own_line && !comment.text.starts_with("/*") {
                self.trailing.push(self.out.len());
            }
            self.push(&comment.text);
            if comment.ends_line {
                self.due = Some(indent);
            }
        }
    }

    fn write(&mut self, at: usize) {
        let word = &self.words[at];
        if self.due == Some(0) && !word.comments.is_empty() {
            self.blank |= word.after_blank;
        }
        if self.due.is_some() {
            self.start_line();
        } else if !self.out.is_empty() && (spaced(self.words, at) || !word.comments.is_empty()) {
            self.out.push(' ');
        }
        self.push(&word.text);
    }

    fn push(&mut self, text: &str) {
        self.out.push_str(text);
        if let Some(within) = text.rfind('\n') {
            self.line = self.out.len() - text.len() + within + 1;
        }
    }

    fn start_line(&mut self) {
        let indent = self.due.take().unwrap_or(0);
        let blank = std::mem::take(&mut self.blank);
        if !self.out.is_empty() {
            self.out.push('\n');
            if blank {
                self.out.push('\n');
            }
        }
        self.line = self.out.len();
        self.out.extend(std::iter::repeat_n(' ', indent));
    }
}

fn is_word(words: &[Word], item: &Item, text: &str) -> bool {
    matches!(item, Item::Word(at) if is(&words[*at], text))
}

/// The text with the comments behind the words of neighbouring lines one under another. `comments` are where they begin.
fn lined_up(text: &str, comments: &[usize]) -> String {
    let mut out = String::with_capacity(text.len());
    // Lines in a row that have one: each line, and its length before the comment.
    let mut row: Vec<(&str, usize)> = Vec::new();
    let mut start = 0;
    let mut next = comments.iter().copied().peekable();
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let at = next.next_if(|&at| at < end).map(|at| at - start);
        let indent = |line: &str| line.len() - line.trim_start().len();
        if row.last().is_some_and(|(last, _)| at.is_none() || indent(last) != indent(line)) {
            push_row(&mut out, &mut row);
        }
        match at {
            Some(at) => row.push((line, at)),
            None => out.push_str(line),
        }
        start = end;
    }
    push_row(&mut out, &mut row);
    out
}

fn push_row(out: &mut String, row: &mut Vec<(&str, usize)>) {
    let width = |(line, at): &(&str, usize)| line[..*at].chars().count();
    let widest = row.iter().map(width).max().unwrap_or(0);
    for one in row.drain(..) {
        let missing = widest - width(&one);
        out.push_str(&one.0[..one.1]);
        out.extend(std::iter::repeat_n(' ', missing));
        out.push_str(&one.0[one.1..]);
    }
}
