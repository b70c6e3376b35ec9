//! Whether two words have a space between them.

use super::{Word, group::is};
use crate::{lexer::tokenize, token::TokenKind};

/// Keywords before which a parenthesis stands apart: what they begin is no call.
const APART: &[&str] = &[
    "ALL", "AND", "AS", "BETWEEN", "BY", "CASE", "DISTINCT", "ELSE", "EXISTS", "FROM", "HAVING", "IN",
    "JOIN", "LIKE", "NOT", "ON", "OR", "OVER", "RANGE", "RETURN", "ROWS", "SELECT", "SIMILAR", "STREAM",
    "THEN", "TO", "UNION", "USING", "VALUES", "WHEN", "WHERE",
];

/// Keywords that are values or end one, so that a sign behind them is an operator.
const VALUES: &[&str] = &[
    "APPROXIMATE_ARRIVAL_TIME",
    "CURRENT_DATE",
    "CURRENT_ROW_TIMESTAMP",
    "CURRENT_TIME",
    "CURRENT_TIMESTAMP",
    "DAY",
    "END",
    "FALSE",
    "HOUR",
    "LOCALTIME",
    "LOCALTIMESTAMP",
    "MINUTE",
    "MONTH",
    "NULL",
    "ROWTIME",
    "SECOND",
    "TRUE",
    "UNKNOWN",
    "YEAR",
];

/// Whether a space stands between the words at `at - 1` and `at`.
pub(super) fn spaced(words: &[Word], at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    wanted(words, before, at) || !stay_apart(&words[before].text, &words[at].text)
}

fn wanted(words: &[Word], before: usize, at: usize) -> bool {
    let (left, right) = (&words[before], &words[at]);
    if [",", ";", ")", "."].iter().any(|text| is(right, text)) || is(left, "(") || is(left, ".") {
        return false;
    }
    if is(right, "(") {
        return match left.kind {
            TokenKind::Keyword => APART.contains(&left.text.as_str()),
            // The columns of a stream or of an INSERT are no arguments.
            TokenKind::Identifier | TokenKind::QuotedIdentifier => {
                let behind =
                    |back: usize, word: &str| before.checked_sub(back).is_some_and(|at| is(&words[at], word));
                behind(1, "INTO") || behind(1, "STREAM") && !behind(2, "SELECT")
            }
            _ => true,
        };
    }
    if (is(left, "-") || is(left, "+")) && is_sign(words, before) {
        return false;
    }
    true
}

/// Whether a plus or minus has nothing to its left.
fn is_sign(words: &[Word], at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return true };
    let word = &words[before];
    match word.kind {
        TokenKind::Operator => word.text != ")",
        TokenKind::Keyword => !VALUES.contains(&word.text.as_str()),
        _ => false,
    }
}

/// Whether two words without a space between them are read as those two.
fn stay_apart(left: &str, right: &str) -> bool {
    if right.is_empty() || left.is_empty() {
        return true;
    }
    let joined = format!("{left}{right}");
    let tokens = tokenize(&joined);
    matches!(&tokens[..], [first, _] if first.span.end as usize == left.len())
}
