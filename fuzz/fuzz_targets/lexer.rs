//! Tokens: any text is cut into tokens in order, none empty, and what lies between them is white space.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rillcut_sql::tokenize;

fuzz_target!(|text: &str| {
    let mut at = 0;
    for token in tokenize(text) {
        let range = token.span.range();
        assert!(range.start >= at && range.start < range.end, "{token:?} after {at}");
        let between = text.get(at..range.start).expect("tokens begin and end at characters");
        assert!(between.chars().all(char::is_whitespace), "{between:?} is in no token");
        at = range.end;
    }
    let rest = text.get(at..).expect("the last token ends at a character");
    assert!(rest.chars().all(char::is_whitespace), "{rest:?} is in no token");
});
