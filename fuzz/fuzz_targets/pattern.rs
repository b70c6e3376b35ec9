//! The pattern languages: reading a pattern, and running it over a text. The first line is the pattern, the rest the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rillcut_pattern::{DateFormat, Regex, Replacement, Scratch, log_format_regex};

fuzz_target!(|input: &str| {
    let (pattern, text) = input.split_once('\n').unwrap_or((input, ""));
    let mut scratch = Scratch::default();
    let regexes =
        [Regex::java(pattern), Regex::similar(pattern, Some('\\')), Regex::similar_parts(pattern, '\\'), Regex::fast(pattern)];
    for regex in regexes.into_iter().flatten() {
        if regex.find(text, 0, &mut scratch) == Ok(true) {
            for group in 0..=regex.groups() {
                let _ = scratch.group(text, group);
            }
        }
        let _ = regex.matches(text, &mut scratch);
        if let Ok(replacement) = Replacement::new(text, &regex) {
            let _ = regex.replace(text, 0, None, &replacement, &mut scratch, &mut String::new());
        }
    }
    if let Ok(regex) = log_format_regex(pattern) {
        assert!(Regex::java(&regex).is_ok(), "{regex}");
    }
    if let Ok(format) = DateFormat::new(pattern) {
        if let Some(at) = format.parse(text) {
            format.print(at, &mut String::new());
        }
    }
});
