//! What an editor asks: any text can be completed and hovered over at any place, and is laid out once and for all.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rillcut_sql::{
    Catalog,
    assist::{complete, hover},
    format,
};

fuzz_target!(|input: (u16, &str)| {
    let (at, text) = input;
    let at = usize::from(at) % (text.len() + 2);
    let found = complete(text, &Catalog::unknown(), at);
    assert!(found.items.is_empty() || text.get(found.span.range()).is_some());
    if let Some(hover) = hover(text, &Catalog::unknown(), at) {
        assert!(text.get(hover.span.range()).is_some());
    }
    if let Some(once) = format(text) {
        assert_eq!(format(&once).as_deref(), Some(once.as_str()));
    }
});
