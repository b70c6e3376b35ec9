//! A template of the generator: any text compiles or says why not; what compiles renders, the same for the same seed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rillcut_generator::{Clock, Rng, Template};

/// 2026-01-01 00:00:00 UTC.
const NOW_MS: i64 = 1_767_225_600_000;

fuzz_target!(|text: &str| {
    match Template::parse(text) {
        Ok(template) => {
            // A few bytes of text can ask for a record of many megabytes, which is slow and not wrong.
            if template.max_len() > 1 << 16 {
                return;
            }
            let render = || {
                let mut out = Vec::new();
                template.render(&mut out, &mut Rng::seed(7), Clock { now_ms: NOW_MS, utc_offset_minutes: 0 });
                out
            };
            let record = render();
            assert!(record.len() <= template.max_len(), "{} > {}", record.len(), template.max_len());
            assert_eq!(record, render());
        }
        Err(diagnostics) => {
            assert!(!diagnostics.is_empty());
            for diagnostic in diagnostics {
                assert!(text.get(diagnostic.span.clone()).is_some(), "{:?} is no place", diagnostic.span);
            }
        }
    }
});
