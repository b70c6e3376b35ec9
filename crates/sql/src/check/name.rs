//! Names that are close to one that was not found.
//!
//! The first thing users of this dialect get wrong is the case of a name (spec/kda-sql.md 24): the service creates the
//! source's columns in quotes, and an unquoted name is read in upper case. That is looked for first, then a slip of the finger.

use crate::{ast::written, diagnostic::Diagnostic, span::Span};

/// The name among `names` that was probably meant by the stored form `wrong`.
pub(super) fn closest<'n>(wrong: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let mut best: Option<(usize, &str)> = None;
    let allowed = (wrong.chars().count() / 3).min(2);
    for name in names {
        let distance = if name.to_lowercase() == wrong.to_lowercase() { 0 } else { edits(wrong, name) };
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

/// Adds "did you mean …?" and the change.
pub(super) fn suggest(diagnostic: Diagnostic, span: Span, wrong: &str, meant: Option<&str>) -> Diagnostic {
    let Some(meant) = meant else { return diagnostic };
    let text = written(meant);
    let folded = wrong != meant && wrong.eq_ignore_ascii_case(meant);
    let why = if folded { " A name without quotes is read in upper case" } else { "" };
    diagnostic.hint(format!("did you mean {text}?{why}")).fix(span, text)
}

/// Edits between two names in lower case (insert, delete, replace, swap of neighbours), or more than 2.
fn edits(a: &str, b: &str) -> usize {
    const FAR: usize = 3;
    let a: Vec<char> = a.to_lowercase().chars().collect();
    let b: Vec<char> = b.to_lowercase().chars().collect();
    if a.len().abs_diff(b.len()) >= FAR {
        return FAR;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (row, left) in a.iter().enumerate() {
        let mut here = vec![row + 1];
        for (column, right) in b.iter().enumerate() {
            let replace = above[column] + usize::from(left != right);
            let mut least = replace.min(above[column + 1] + 1).min(here[column] + 1);
            if row > 0 && column > 0 && *left == b[column - 1] && a[row - 1] == *right {
                least = least.min(before[column - 1] + 1);
            }
            here.push(least);
        }
        before = std::mem::replace(&mut above, here);
    }
    above.last().copied().unwrap_or(FAR).min(FAR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_comes_before_spelling() {
        let names = ["browseractions", "browseraction", "site"];
        assert_eq!(closest("BROWSERACTION", names.into_iter()), Some("browseraction"));
        assert_eq!(closest("sitee", names.into_iter()), Some("site"));
        assert_eq!(closest("iste", names.into_iter()), Some("site"));
        assert_eq!(closest("price", names.into_iter()), None);
        assert_eq!(closest("a", ["b", "xyz"].into_iter()), None);
    }
}
