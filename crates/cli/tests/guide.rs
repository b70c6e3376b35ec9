//! The guide knows every code that the crates can say.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::{collections::BTreeSet, fs, path::Path};

/// Codes in a text: three capital letters of a crate and four digits.
fn codes(text: &str) -> BTreeSet<String> {
    let found =
        ["SQL", "GEN", "REC", "STR", "FOR", "LAB", "FLK", "CLI", "EMB"].into_iter().flat_map(|prefix| {
            text.match_indices(prefix).filter_map(|(at, _)| {
                let code = text.get(at..at + 7)?;
                let digits = code[3..].bytes().all(|byte| byte.is_ascii_digit());
                let ends = !text.as_bytes().get(at + 7).is_some_and(u8::is_ascii_alphanumeric);
                (digits && ends).then(|| code.to_owned())
            })
        });
    found.collect()
}

fn sources(folder: &Path, into: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_code_has_a_line() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut text = String::new();
    for name in ["record", "generator", "forest", "sql", "stream", "lab", "flink", "cli"] {
        sources(&root.join("crates").join(name).join("src"), &mut text);
    }
    sources(&root.join("src/embed"), &mut text);
    let guide = codes(&fs::read_to_string(root.join("guide/src/codes.md")).unwrap());
    let missing: Vec<_> = codes(&text).into_iter().filter(|code| !guide.contains(code)).collect();
    assert!(missing.is_empty(), "guide/src/codes.md lacks {missing:?}");
    let gone: Vec<_> = guide.difference(&codes(&text)).cloned().collect();
    assert!(gone.is_empty(), "guide/src/codes.md has codes that nothing says: {gone:?}");
}
