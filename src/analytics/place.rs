//! Places in a text field: the engine counts bytes, the browser counts UTF-16 units.

use web_sys::HtmlTextAreaElement;

/// UTF-16 units before a byte of `text`; a byte inside of a character counts as that character's first.
pub(crate) fn utf16_before(text: &str, byte: usize) -> u32 {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    text[..byte].chars().map(|character| character.len_utf16() as u32).sum()
}

/// Lines of `text`, at least one.
pub(crate) fn lines(text: &str) -> usize {
    text.bytes().filter(|&byte| byte == b'\n').count() + 1
}

/// The byte at which a character stands, by its line and column, both from 1; the end of the line for a column behind it.
pub(crate) fn byte_at(text: &str, line: u32, column: u32) -> usize {
    let mut start = 0;
    for _ in 1..line {
        match text[start..].find('\n') {
            Some(to_break) => start += to_break + 1,
            None => return text.len(),
        }
    }
    let row = text[start..].split('\n').next().unwrap_or_default();
    let offset = row.char_indices().nth(column.saturating_sub(1) as usize);
    start + offset.map_or(row.len(), |(offset, _)| offset)
}

/// A text as a text field holds it: with `\n` between lines and nothing else.
pub(crate) fn as_field_text(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Selects the bytes of a place in a field and moves the focus there.
pub(crate) fn select(field: &HtmlTextAreaElement, text: &str, (start, end): (u32, u32)) {
    let from = utf16_before(text, start as usize);
    let to = utf16_before(text, end as usize).max(from);
    // Both fail only for elements without a selection.
    let _focus = field.focus();
    let _range = field.set_selection_range(from, to);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_to_units() {
        let text = "aé😀b";
        assert_eq!([0, 1, 3, 7, 8, 99].map(|byte| utf16_before(text, byte)), [0, 1, 2, 4, 5, 5]);
        assert_eq!(utf16_before(text, 2), 1, "inside of a character");
    }

    #[test]
    fn lines_and_columns_to_bytes() {
        let text = "ab\né€c\n";
        let byte = |line, column| byte_at(text, line, column);
        assert_eq!(
            [byte(1, 1), byte(1, 9), byte(2, 1), byte(2, 3), byte(3, 1), byte(9, 1)],
            [0, 2, 3, 8, 10, 10]
        );
    }

    #[test]
    fn lines_and_breaks() {
        assert_eq!((lines(""), lines("a"), lines("a\n"), lines("a\nb")), (1, 1, 2, 2));
        assert_eq!(as_field_text("a\r\nb\rc\n"), "a\nb\nc\n");
    }
}
