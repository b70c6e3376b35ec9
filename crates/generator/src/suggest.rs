//! "Did you mean …?": the known name nearest to a misspelt one.
//!
//! Edit distance with swaps of neighbours counted as one step, since that is how names are mistyped; case is ignored,
//! since KDG's names are camel case and people's are not.

/// Names longer than this are not compared: the work is the product of the lengths.
const MAX_LEN: usize = 64;

/// The candidate nearest to `name`, if one is near enough to be meant: a third of its letters may differ. Of equally
/// near ones the first.
pub(crate) fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    if name.len() > MAX_LEN {
        return None;
    }
    let name: Vec<u8> = name.to_ascii_lowercase().into_bytes();
    let mut best = None;
    let mut best_distance = usize::MAX;
    for candidate in candidates {
        let distance = distance(&name, &candidate.to_ascii_lowercase().into_bytes());
        if distance <= candidate.len().max(3) / 3 && distance < best_distance {
            best = Some(candidate);
            best_distance = distance;
        }
    }
    best
}

/// Insertions, deletions, replacements and swaps of neighbours that lead from `a` to `b`.
fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut before: Vec<usize> = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = core::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_is_meant() {
        let names = ["random.number", "random.uuid", "date.now"];
        assert_eq!(nearest("random.nubmer", names), Some("random.number"));
        assert_eq!(nearest("Random.UUID", names), Some("random.uuid"));
        assert_eq!(nearest("data.now", names), Some("date.now"));
        assert_eq!(nearest("finance.iban", names), None);
        assert_eq!(nearest("", names), None);
        assert_eq!(distance(b"abcd", b"acbd"), 1);
        assert_eq!(distance(b"", b"abc"), 3);
    }
}
