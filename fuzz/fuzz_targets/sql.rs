//! An application's SQL: any text parses to a tree with diagnostics, checks, and prints as itself once it is right.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rillcut_sql::{Catalog, check, parse};

fuzz_target!(|text: &str| {
    let parsed = parse(text);
    drop(check(text, &Catalog::unknown()));
    if parsed.diagnostics.is_empty() {
        let printed = parsed.program.to_string();
        let again = parse(&printed);
        assert!(again.diagnostics.is_empty(), "{printed}\n{:?}", again.diagnostics);
        assert_eq!(again.program.to_string(), printed);
    }
});
