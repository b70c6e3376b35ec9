//! Text with a record a line, as files and the command line have it.

use memchr::memchr_iter;

/// The ends of the records of a text with one record a line (`\n` or `\r\n`), for [`Records`](crate::Records) over the
/// same bytes. A line's end belongs to its record, where JSON and CSV pass over it; empty lines are no records and belong
/// to the next (at the end: to the last) record. Bytes past 4 GiB are left out.
pub fn split_lines(bytes: &[u8]) -> Vec<u32> {
    let bytes = &bytes[..bytes.len().min(u32::MAX as usize)];
    let mut ends = Vec::with_capacity(bytes.len() / 64);
    let mut start = 0;
    for at in memchr_iter(b'\n', bytes) {
        if !is_empty(&bytes[start..at]) {
            ends.push(at as u32 + 1);
        }
        start = at + 1;
    }
    if !is_empty(&bytes[start..]) {
        ends.push(bytes.len() as u32);
    } else if let Some(last) = ends.last_mut() {
        *last = bytes.len() as u32;
    }
    ends
}

fn is_empty(line: &[u8]) -> bool {
    matches!(line, [] | [b'\r'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_records() {
        for (text, ends) in [
            ("", vec![]),
            ("\n\r\n", vec![]),
            ("a", vec![1]),
            ("a\n", vec![2]),
            ("a\nb", vec![2, 3]),
            ("a\r\nb\r\n", vec![3, 6]),
            ("\n\na\n\nb\n\n", vec![4, 8]),
        ] {
            assert_eq!(split_lines(text.as_bytes()), ends, "{text:?}");
        }
    }
}
