//! Names of discovered columns (spec/kda-sql.md 13.3).
//!
//! A name is kept, unless it is reserved, has other characters than letters, digits and `_`, begins with a digit, or is
//! longer than 100 characters: then it is `COL_` and what is left, or `COL_` and the position when nothing is.

use std::collections::BTreeSet;

use crate::reserved_words::is_reserved;

/// Longest name that is kept.
const LONGEST: usize = 100;

/// Gives out the names of a schema's columns.
#[derive(Debug, Default)]
pub(crate) struct ColumnNames {
    taken: BTreeSet<String>,
}

impl ColumnNames {
    /// The name of the next column: made of `name`; if it is taken of `parent` and `name`; if that is, numbered.
    pub(crate) fn next(&mut self, name: &str, parent: Option<&str>) -> String {
        let position = self.taken.len();
        let mut candidate = suggested(name, position);
        if let Some(parent) = parent
            && self.taken.contains(&candidate)
        {
            candidate = suggested(&format!("{parent}_{name}"), position);
        }
        let base = candidate.clone();
        let mut number = 2;
        while !self.taken.insert(candidate.clone()) {
            candidate = format!("{base}_{number}");
            number += 1;
        }
        candidate
    }
}

fn suggested(name: &str, position: usize) -> String {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let keeps = !name.is_empty()
        && name.chars().all(is_allowed)
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name.len() <= LONGEST
        && !is_reserved(name);
    if keeps {
        return name.to_owned();
    }
    let left: String = name.chars().filter(|&c| is_allowed(c)).take(LONGEST - 4).collect();
    if left.is_empty() { format!("COL_{position}") } else { format!("COL_{left}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_names() {
        for (name, expected) in [
            ("USER", "COL_USER"),
            ("USER@DOMAIN", "COL_USERDOMAIN"),
            ("@@", "COL_0"),
            ("year", "COL_year"),
            ("time", "COL_time"),
            ("timestamp", "COL_timestamp"),
            ("1st", "COL_1st"),
            ("größe", "COL_gre"),
            ("browseraction", "browseraction"),
            ("TICKER_SYMBOL", "TICKER_SYMBOL"),
        ] {
            assert_eq!(ColumnNames::default().next(name, None), expected);
        }
        assert_eq!(ColumnNames::default().next(&"x".repeat(101), None).len(), 100);
    }

    #[test]
    fn names_differ() {
        let mut names = ColumnNames::default();
        assert_eq!(names.next("id", None), "id");
        assert_eq!(names.next("id", Some("device")), "device_id");
        assert_eq!(names.next("id", None), "id_2");
        assert_eq!(names.next("??", None), "COL_3");
    }
}
