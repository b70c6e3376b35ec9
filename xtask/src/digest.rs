//! A short name for some bytes: 64-bit FNV-1a as 16 hexadecimal digits.
//!
//! It names files of one build so that caches cannot mix two builds; it protects against accidents, not attackers.
//! The standard library's hasher was rejected: its result may differ between compilers, and names should not.

/// The digest of all `parts`, one after the other.
pub(crate) fn digest<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        for &byte in part {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::digest;

    /// Vectors published with the algorithm.
    #[test]
    fn known_vectors() {
        assert_eq!(digest([&b""[..]]), "cbf29ce484222325");
        assert_eq!(digest([&b"a"[..]]), "af63dc4c8601ec8c");
        assert_eq!(digest([&b"foo"[..], &b"bar"[..]]), "85944171f73967e8");
    }
}
