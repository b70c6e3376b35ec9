//! Lines cut into fields: by a delimiter, or by columns (VARIABLE_COLUMN_LOG_PARSE, FIXED_COLUMN_LOG_PARSE).

/// The characters around a field that may hold the delimiter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotes {
    /// Where it begins.
    pub open: char,
    /// Where it ends.
    pub close: char,
}

/// Cuts a line at each delimiter and gives at most `most` fields; the rest of the line belongs to none. An escape makes the
/// delimiter behind it part of the field; quotes around a field, which are taken off, do so for all between them.
pub fn split_fields(
    line: &str,
    most: usize,
    delimiter: &str,
    escape: &str,
    quotes: Option<Quotes>,
    mut give: impl FnMut(&str),
) {
    let mut field = String::new();
    let mut given = 0;
    let mut rest = line;
    let mut quoted = false;
    // A line of no characters has no field.
    if line.is_empty() {
        return;
    }
    while given < most {
        let Some(c) = rest.chars().next() else {
            give(&field);
            return;
        };
        if let Some(quotes) = quotes {
            if quoted && c == quotes.close {
                quoted = false;
                rest = &rest[c.len_utf8()..];
                continue;
            }
            if !quoted && c == quotes.open && field.is_empty() {
                quoted = true;
                rest = &rest[c.len_utf8()..];
                continue;
            }
        }
        if !escape.is_empty()
            && let Some(behind) = rest.strip_prefix(escape)
        {
            // Before anything but a delimiter, a quote or itself it is a character as others.
            let taken =
                [delimiter, escape].into_iter().find(|text| !text.is_empty() && behind.starts_with(text));
            let taken = taken.map(str::len).or_else(|| {
                let next = behind.chars().next()?;
                quotes
                    .is_some_and(|quotes| next == quotes.open || next == quotes.close)
                    .then(|| next.len_utf8())
            });
            if let Some(length) = taken {
                field.push_str(&behind[..length]);
                rest = &behind[length..];
                continue;
            }
        }
        if !quoted
            && !delimiter.is_empty()
            && let Some(behind) = rest.strip_prefix(delimiter)
        {
            give(&field);
            given += 1;
            field.clear();
            rest = behind;
            continue;
        }
        field.push(c);
        rest = &rest[c.len_utf8()..];
    }
}

/// The characters of a line from `start` (counted from 0) on, `length` of them or all; `None` past its end.
pub fn fixed_field(line: &str, start: usize, length: Option<usize>) -> Option<&str> {
    let from = line.char_indices().nth(start).map(|(at, _)| at)?;
    let rest = &line[from..];
    let to = length.and_then(|length| rest.char_indices().nth(length)).map_or(rest.len(), |(at, _)| at);
    Some(&rest[..to])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(
        line: &str,
        most: usize,
        delimiter: &str,
        escape: &str,
        quotes: Option<(char, char)>,
    ) -> Vec<String> {
        let mut fields = Vec::new();
        let quotes = quotes.map(|(open, close)| Quotes { open, close });
        split_fields(line, most, delimiter, escape, quotes, |field| fields.push(field.to_owned()));
        fields
    }

    #[test]
    fn lines_are_cut_at_delimiters() {
        assert_eq!(cut("a,b,,c", 9, ",", "", None), ["a", "b", "", "c"]);
        assert_eq!(cut("a,b,c", 2, ",", "", None), ["a", "b"]);
        assert_eq!(cut("a,", 9, ",", "", None), ["a", ""]);
        assert_eq!(cut("", 9, ",", "", None), [""; 0]);
        assert_eq!(cut("a--b-c", 9, "--", "", None), ["a", "b-c"]);
        assert_eq!(cut("a\\,b\\c\\\\,d", 9, ",", "\\", None), ["a,b\\c\\", "d"]);
        assert_eq!(cut("\"a,b\",c\"d", 9, ",", "", Some(('"', '"'))), ["a,b", "c\"d"]);
        assert_eq!(cut("[a b] c", 9, " ", "", Some(('[', ']'))), ["a b", "c"]);
        assert_eq!(cut("\"a\\\"b\",c", 9, ",", "\\", Some(('"', '"'))), ["a\"b", "c"]);
        assert_eq!(cut("\"open,b", 9, ",", "", Some(('"', '"'))), ["open,b"]);
        assert_eq!(cut("ab", 9, "", "", None), ["ab"]);
    }

    #[test]
    fn columns_are_cut_by_place() {
        assert_eq!(fixed_field("aébcd", 1, Some(2)), Some("éb"));
        assert_eq!(fixed_field("abc", 1, None), Some("bc"));
        assert_eq!(fixed_field("abc", 2, Some(9)), Some("c"));
        assert_eq!(fixed_field("abc", 3, Some(1)), None);
    }
}
