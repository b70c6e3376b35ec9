//! Mends for what people write: the text with the mistake undone, for the `fix` of a diagnostic.
//!
//! Each takes the text of an argument or a format as it is written and gives it as it should be.

use crate::argument;

/// Without the backslashes before quotes.
pub(crate) fn without_backslashes(raw: &str) -> String {
    raw.replace("\\\"", "\"").replace("\\'", "'")
}

/// With the quotes of a keyboard in place of those of a word processor.
pub(crate) fn straight_quotes(raw: &str) -> String {
    raw.replace(['“', '”', '„', '‘', '’'], "\"")
}

/// With double quotes around the words that have none; nothing if that does not make it readable.
pub(crate) fn quoted_words(raw: &str) -> Option<String> {
    let mut out = String::with_capacity(raw.len() + 16);
    let mut rest = raw;
    while let Some(first) = rest.chars().next() {
        let length = if first == '"' {
            quoted_length(rest)?
        } else if first.is_alphabetic() || first == '_' {
            // A text may have blanks inside; it ends where the list or the object goes on.
            let length = rest.find([',', ']', '}', ':', '"']).unwrap_or(rest.len());
            let word = rest[..length].trim_end();
            if matches!(word, "true" | "false" | "null") {
                out.push_str(word);
            } else {
                out.push('"');
                out.push_str(word);
                out.push('"');
            }
            rest = &rest[word.len()..];
            continue;
        } else {
            first.len_utf8()
        };
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    let read = argument::read(&format!("{out})"), 0).ok()?;
    (read.close == out.len()).then_some(out)
}

/// The length of the text in double quotes at the beginning.
fn quoted_length(rest: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '"' if !escaped => return Some(at + 1),
            _ => escaped = c == '\\' && !escaped,
        }
    }
    None
}

/// A date format with `wrong` replaced by `right` outside of brackets.
pub(crate) fn in_format(raw: &str, wrong: &str, right: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(open) = rest.find('[') {
        out += &rest[..open].replace(wrong, right);
        let close = rest[open..].find(']').map_or(rest.len(), |at| open + at + 1);
        out += &rest[open..close];
        rest = &rest[close..];
    }
    out + &rest.replace(wrong, right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted() {
        assert_eq!(quoted_words("[OK,FAIL]").as_deref(), Some(r#"["OK","FAIL"]"#));
        assert_eq!(quoted_words("[not ok , \"b\",true]").as_deref(), Some(r#"["not ok" , "b",true]"#));
        assert_eq!(
            quoted_words("{weights:[1,2],data:[a,b]}").as_deref(),
            Some(r#"{"weights":[1,2],"data":["a","b"]}"#)
        );
        assert_eq!(quoted_words("[1 2]"), None);
        assert_eq!(quoted_words("[\"a]"), None);
    }

    #[test]
    fn formats_keep_their_brackets() {
        assert_eq!(in_format("hh [hh] hh:mm", "hh", "HH"), "HH [hh] HH:mm");
        assert_eq!(in_format("[hh", "hh", "HH"), "[hh");
    }
}
