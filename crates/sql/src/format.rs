//! A program in one layout: a clause a line, four spaces a level, lines of at most 100 characters where that can be.
//!
//! Printed from tokens and not from the tree, for two reasons: comments are tokens and no part of the tree, and a program with a fault
//! can be laid out too. What the tree's `Display` prints is for messages and tests. Nothing but white space and the case of keywords
//! changes, and that is checked before the text is given away: a name without quotes is read in upper case, so that a keyword that
//! serves as one may be written so.

mod group;
mod print;
mod space;

use crate::{lexer::tokenize, token::TokenKind};

use group::groups;
use print::Printer;

/// Deepest nesting of parentheses and CASE that is laid out.
const MAX_DEPTH: usize = 100;

/// Lays out a program. The same layout is given for its own result.
///
/// `None` where it cannot be done: something is not closed or begins no token, or the text is nested too deeply.
pub fn format(text: &str) -> Option<String> {
    let tokens = tokenize(text);
    if tokens.iter().any(|token| token.kind == TokenKind::Error) {
        return None;
    }
    let words = words(text, &tokens);
    let groups = groups(&words, MAX_DEPTH)?;
    let out = Printer::new(&words).program(&groups);
    let printed = tokenize(&out);
    let same = tokens.len() == printed.len()
        && tokens.iter().zip(&printed).all(|(before, after)| {
            let (a, b) = (&text[before.span.range()], &out[after.span.range()]);
            before.kind == after.kind
                && match before.kind {
                    TokenKind::Keyword => a.eq_ignore_ascii_case(b),
                    TokenKind::Comment => a.trim_end() == b.trim_end(),
                    _ => a == b,
                }
        });
    same.then_some(out)
}

/// A token that means something, with the comments in front of it.
struct Word {
    kind: TokenKind,
    /// As it is printed.
    text: String,
    comments: Vec<Comment>,
    /// Behind an empty line.
    after_blank: bool,
}

/// A comment and how it stood.
struct Comment {
    text: String,
    /// On a line of its own.
    own_line: bool,
    /// Behind an empty line.
    after_blank: bool,
    /// Nothing follows on its line.
    ends_line: bool,
}

/// The words of a text. Last comes an empty one, which holds the comments at the end.
fn words(text: &str, tokens: &[crate::token::Token]) -> Vec<Word> {
    let mut words = Vec::new();
    let mut comments: Vec<Comment> = Vec::new();
    let mut end = 0;
    for (at, token) in tokens.iter().enumerate() {
        let range = token.span.range();
        let breaks = text[end..range.start].matches('\n').count();
        end = range.end;
        let written = &text[range];
        if token.kind != TokenKind::Comment {
            let text = match token.kind {
                TokenKind::Keyword => written.to_ascii_uppercase(),
                _ => written.to_owned(),
            };
            words.push(Word {
                kind: token.kind,
                text,
                comments: std::mem::take(&mut comments),
                after_blank: breaks > 1,
            });
            continue;
        }
        let next = tokens.get(at + 1).map_or(text.len(), |next| next.span.start as usize);
        comments.push(Comment {
            text: written.trim_end().to_owned(),
            own_line: breaks > 0 || at == 0,
            after_blank: breaks > 1,
            ends_line: !written.starts_with("/*") || text[end..next].contains('\n'),
        });
    }
    words.push(Word { kind: TokenKind::Operator, text: String::new(), comments, after_blank: false });
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid_out(text: &str) -> String {
        let once = format(text).unwrap();
        assert_eq!(format(&once).as_deref(), Some(once.as_str()), "a second time it is otherwise");
        once
    }

    #[test]
    fn clauses_begin_lines_and_columns_stand_in_one() {
        assert_eq!(
            laid_out(
                "create or replace stream \"S\"(\"CTR\" double,ANOMALY_SCORE double);create pump P as insert into \"S\" \
                 select stream a,count( * ) n from \"X\"as s where a>-1 and b between 1 and 2 group by a,floor(s.rowtime to minute);"
            ),
            "CREATE OR REPLACE STREAM \"S\" (\n    \"CTR\"         DOUBLE,\n    ANOMALY_SCORE DOUBLE\n);\n\n\
             CREATE PUMP P AS\nINSERT INTO \"S\"\nSELECT STREAM a, count(*) n\nFROM \"X\" AS s\n\
             WHERE a > -1 AND b BETWEEN 1 AND 2\nGROUP BY a, floor(s.ROWTIME TO MINUTE);\n"
        );
    }

    #[test]
    fn what_does_not_fit_is_broken_at_its_commas_and_ands() {
        let long = "SELECT STREAM \"a_rather_long_column_name\", \"another_rather_long_column_name\", \"a_third_one_of_them\" FROM s \
                    WHERE \"a_rather_long_column_name\" > 10 AND \"another_rather_long_column_name\" BETWEEN 1 AND 2 OR x IS NULL";
        assert_eq!(
            laid_out(long),
            "SELECT STREAM\n    \"a_rather_long_column_name\",\n    \"another_rather_long_column_name\",\n    \"a_third_one_of_them\"\n\
             FROM s\nWHERE \"a_rather_long_column_name\" > 10\n    AND \"another_rather_long_column_name\" BETWEEN 1 AND 2\n    OR x IS NULL\n"
        );
        assert_eq!(
            laid_out(
                "SELECT STREAM * FROM TABLE(RANDOM_CUT_FOREST(CURSOR(SELECT STREAM \"CTR\" FROM \"CTRSTREAM\"), -- scored\n100, -- trees\n12)) x"
            ),
            "SELECT STREAM *\nFROM TABLE(RANDOM_CUT_FOREST(\n    CURSOR(SELECT STREAM \"CTR\" FROM \"CTRSTREAM\"), -- scored\n    \
             100,                                          -- trees\n    12\n)) x\n"
        );
    }

    #[test]
    fn comments_stay_where_they_were() {
        let text =
            "-- head\n\n\n-- of a\nSELECT STREAM a -- why\n, b /* in */ FROM s; -- last\n/* end\n   */\n";
        assert_eq!(
            laid_out(text),
            "-- head\n\n-- of a\nSELECT STREAM\n    a -- why\n    ,\n    b\n/* in */\nFROM s; -- last\n\n/* end\n   */\n"
                .replace("b\n/* in */\n", "b /* in */\n")
        );
    }

    #[test]
    fn what_is_not_closed_is_left_alone() {
        assert_eq!((format("SELECT 'x"), format("SELECT ?")), (None, None));
        assert_eq!(format(&"(".repeat(500)), None);
        assert_eq!(format("SELECT (1").as_deref(), Some("SELECT (1\n"));
        assert_eq!(format("").as_deref(), Some(""));
    }
}
