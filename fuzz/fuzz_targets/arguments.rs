//! Arguments of the generator's functions: the first byte chooses the function, the rest is its argument as it would be typed. The target `template`
//! has to find a function's name before it can try arguments; here every input does.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rillcut_generator::{Clock, Rng, Template, functions};

fuzz_target!(|input: (u8, &str)| {
    let (chosen, argument) = input;
    let count = functions().count();
    let Some(function) = functions().nth(usize::from(chosen) % count) else { return };
    // `repeat` needs its end.
    let end = if function.name() == "repeat" { "x{{end}}" } else { "" };
    let text = format!("{{\"a\": {{{{{}({argument})}}}}{end}}}", function.name());
    let Ok(template) = Template::parse(&text) else { return };
    // A few bytes can ask for a record of many megabytes, which is slow and not wrong.
    if template.max_len() > 1 << 16 {
        return;
    }
    let render = |now_ms: i64| {
        let (mut rng, mut state) = (Rng::seed(7), template.state());
        let mut out = Vec::new();
        for _ in 0..3 {
            let begin = out.len();
            template.render(&mut out, &mut rng, &mut state, Clock { now_ms, utc_offset_minutes: -90 });
            assert!(out.len() - begin <= template.max_len(), "{} > {}", out.len() - begin, template.max_len());
        }
        out
    };
    for now_ms in [1_767_225_600_000, i64::MIN, i64::MAX] {
        let records = render(now_ms);
        assert_eq!(records, render(now_ms));
        assert!(std::str::from_utf8(&records).is_ok());
    }
});
