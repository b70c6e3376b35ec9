//! What the tests share: rendering, and diagnostics as short text.

#![allow(dead_code, reason = "each test file uses its own part")]

use rillcut_generator::{Clock, Diagnostic, Rng, Template};

/// 2017-01-01T09:34:09.087Z, a Sunday.
pub(crate) const NOW: Clock = Clock { now_ms: 1_483_263_249_087, utc_offset_minutes: 330 };

/// A template that must compile.
#[track_caller]
pub(crate) fn parse(text: &str) -> Template {
    Template::parse(text).unwrap_or_else(|diagnostics| panic!("{text}\n{diagnostics:#?}"))
}

/// One record.
#[track_caller]
pub(crate) fn render(text: &str, seed: u64) -> String {
    let mut out = vec![];
    let template = parse(text);
    template.render(&mut out, &mut Rng::seed(seed), &mut template.state(), NOW);
    String::from_utf8(out).unwrap()
}

/// Many records of one sequence.
#[track_caller]
pub(crate) fn render_many(text: &str, count: usize) -> Vec<String> {
    let template = parse(text);
    let (mut rng, mut state) = (Rng::seed(42), template.state());
    (0..count)
        .map(|_| {
            let mut out = vec![];
            template.render(&mut out, &mut rng, &mut state, NOW);
            String::from_utf8(out).unwrap()
        })
        .collect()
}

/// The distinct records of many, sorted.
#[track_caller]
pub(crate) fn outcomes(text: &str) -> Vec<String> {
    let mut records = render_many(text, 2000);
    records.sort();
    records.dedup();
    records
}

/// The codes of everything there is to say, in order, with the text of the places: `GEN0003 random.nmber`.
pub(crate) fn said(text: &str) -> Vec<String> {
    Template::check(text).iter().map(|diagnostic| place(text, diagnostic)).collect()
}

/// The text with every fix applied, one after the other, until there is none.
pub(crate) fn mended(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..10 {
        let fix = Template::check(&text).into_iter().find_map(|diagnostic| diagnostic.fix);
        match fix {
            None => break,
            Some(fix) => text = fix.apply(&text),
        }
    }
    text
}

fn place(text: &str, diagnostic: &Diagnostic) -> String {
    format!("{} {}", diagnostic.code, &text[diagnostic.span.clone()]).trim_end().to_owned()
}
