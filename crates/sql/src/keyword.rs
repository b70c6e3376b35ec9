//! Words of the grammar.
//!
//! The service reserves about 330 words (spec/kda-sql.md 3), among them DATE, VALUE and YEAR, which scripts use as names
//! when they quote them. Here only the words are reserved without which the grammar would be ambiguous, so that any
//! text the service took still parses, and some that it did not.

/// Words that are coloured as keywords, sorted.
const KEYWORDS: &[&str] = &[
    "ALL",
    "AND",
    "ANY",
    "APPROXIMATE_ARRIVAL_TIME",
    "AS",
    "ASC",
    "BETWEEN",
    "BIGINT",
    "BINARY",
    "BOOLEAN",
    "BOTH",
    "BY",
    "CALLED",
    "CASE",
    "CAST",
    "CHAR",
    "CHARACTER",
    "CONTAINS",
    "CREATE",
    "CROSS",
    "CURRENT",
    "CURRENT_DATE",
    "CURRENT_ROW_TIMESTAMP",
    "CURRENT_TIME",
    "CURRENT_TIMESTAMP",
    "CURSOR",
    "DATE",
    "DAY",
    "DEC",
    "DECIMAL",
    "DESC",
    "DESCRIPTION",
    "DETERMINISTIC",
    "DISTINCT",
    "DOUBLE",
    "ELSE",
    "END",
    "EQUALS",
    "ESCAPE",
    "EVERY",
    "EXCEPT",
    "EXISTS",
    "EXPEDITED",
    "FALSE",
    "FILTER",
    "FIRST",
    "FLOAT",
    "FOLLOWING",
    "FOR",
    "FROM",
    "FULL",
    "FUNCTION",
    "GROUP",
    "HAVING",
    "HOUR",
    "IGNORE",
    "IMMEDIATELY",
    "IN",
    "INNER",
    "INSERT",
    "INT",
    "INTEGER",
    "INTERSECT",
    "INTERVAL",
    "INTO",
    "IS",
    "JOIN",
    "LAGS",
    "LANGUAGE",
    "LAST",
    "LEADING",
    "LEADS",
    "LEFT",
    "LIKE",
    "LOCALTIME",
    "LOCALTIMESTAMP",
    "MINUTE",
    "MONTH",
    "NATURAL",
    "NOT",
    "NULL",
    "NULLS",
    "NUMERIC",
    "ON",
    "OR",
    "ORDER",
    "OUTER",
    "OVER",
    "OVERLAPS",
    "PARTITION",
    "PERIOD",
    "PLACING",
    "PRECEDES",
    "PRECEDING",
    "PRECISION",
    "PUMP",
    "RANGE",
    "REAL",
    "REPLACE",
    "RESPECT",
    "RETURN",
    "RETURNS",
    "RIGHT",
    "ROW",
    "ROWS",
    "ROWTIME",
    "SECOND",
    "SELECT",
    "SIMILAR",
    "SMALLINT",
    "SPECIFIC",
    "STAGGER",
    "STOPPED",
    "STREAM",
    "STRICTLY",
    "SUCCEEDS",
    "TABLE",
    "THEN",
    "TIME",
    "TIMESTAMP",
    "TINYINT",
    "TO",
    "TRAILING",
    "TRUE",
    "UNBOUNDED",
    "UNION",
    "UNKNOWN",
    "USING",
    "VALUES",
    "VARBINARY",
    "VARCHAR",
    "VARYING",
    "WHEN",
    "WHERE",
    "WINDOW",
    "WINDOWED",
    "WITHIN",
    "YEAR",
];

/// Words that are never a name unless quoted, sorted.
const RESERVED: &[&str] = &[
    "ALL",
    "AND",
    "AS",
    "BETWEEN",
    "BY",
    "CASE",
    "CREATE",
    "CROSS",
    "CURSOR",
    "DISTINCT",
    "ELSE",
    "END",
    "ESCAPE",
    "EXCEPT",
    "EXISTS",
    "FALSE",
    "FOR",
    "FROM",
    "FULL",
    "GROUP",
    "HAVING",
    "IN",
    "INNER",
    "INSERT",
    "INTERSECT",
    "INTO",
    "IS",
    "JOIN",
    "LEFT",
    "LIKE",
    "NATURAL",
    "NOT",
    "NULL",
    "ON",
    "OR",
    "ORDER",
    "OVER",
    "RIGHT",
    "SELECT",
    "SIMILAR",
    "TABLE",
    "THEN",
    "TO",
    "TRUE",
    "UNION",
    "UNKNOWN",
    "USING",
    "VALUES",
    "WHEN",
    "WHERE",
    "WINDOW",
    "WINDOWED",
];

/// Words that a name without AS must not be, because they may follow an expression or a table; sorted.
const NOT_AN_ALIAS: &[&str] = &["ASC", "DESC", "NULLS", "OUTER", "RANGE", "RETURN", "ROWS", "WITHIN"];

fn listed(words: &[&str], word: &str) -> bool {
    words
        .binary_search_by(|probe| probe.bytes().cmp(word.bytes().map(|byte| byte.to_ascii_uppercase())))
        .is_ok()
}

/// Whether a word is coloured as a keyword, in any case.
pub(crate) fn is_keyword(word: &str) -> bool {
    listed(KEYWORDS, word)
}

/// Whether a word, in any case, can be a name only in quotes.
pub fn is_reserved(word: &str) -> bool {
    listed(RESERVED, word)
}

/// Whether a word, in any case, can be an alias that no AS announces.
pub(crate) fn is_bare_alias(word: &str) -> bool {
    !is_reserved(word) && !listed(NOT_AN_ALIAS, word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_reserved_words_are_keywords() {
        for list in [KEYWORDS, RESERVED, NOT_AN_ALIAS] {
            assert!(list.is_sorted());
        }
        for word in RESERVED {
            assert!(is_keyword(word), "{word}");
        }
        assert!(is_keyword("select") && is_reserved("Select"));
        assert!(!is_reserved("timestamp") && !is_reserved("value"));
    }
}
