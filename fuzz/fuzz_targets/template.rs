//! A template of the generator: any text compiles or says why not; what compiles renders, the same for the same seed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rillcut_generator::{Clock, Diagnostic, Rng, Template};

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
                let (mut rng, mut state) = (Rng::seed(7), template.state());
                let clock = Clock { now_ms: NOW_MS, utc_offset_minutes: 90 };
                [(), (), ()].map(|()| {
                    let mut out = Vec::new();
                    template.render(&mut out, &mut rng, &mut state, clock);
                    out
                })
            };
            let records = render();
            for record in &records {
                assert!(record.len() <= template.max_len(), "{} > {}", record.len(), template.max_len());
            }
            assert_eq!(records, render());
            // The calls' parts are in order and inside of the record, and the record is the same.
            let mut traced = Vec::new();
            let clock = Clock { now_ms: NOW_MS, utc_offset_minutes: 90 };
            let filled = template.render_traced(&mut traced, &mut Rng::seed(7), &mut template.state(), clock);
            assert_eq!(traced, records[0]);
            let mut last = 0;
            for part in filled {
                assert!(part.output.start >= last && part.output.end <= traced.len());
                assert!(text.get(part.template).is_some());
                last = part.output.end;
            }
            mends(text, template.warnings());
        }
        Err(diagnostics) => {
            assert!(!diagnostics.is_empty());
            for diagnostic in &diagnostics {
                assert!(text.get(diagnostic.span.clone()).is_some(), "{:?} is no place", diagnostic.span);
            }
            mends(text, &diagnostics);
        }
    }
});

/// Every mend can be applied, and what comes out can be checked again.
fn mends(text: &str, diagnostics: &[Diagnostic]) {
    for fix in diagnostics.iter().filter_map(|diagnostic| diagnostic.fix.as_ref()).take(3) {
        assert!(text.get(fix.span.clone()).is_some(), "{fix:?} is no place");
        drop(Template::check(&fix.apply(text)));
    }
}
