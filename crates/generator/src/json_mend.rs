//! The mend for a template that renders no JSON: likely changes are tried, and the first that helps is offered.
//!
//! Trying is what makes the mend safe to apply: a change counts only if the mended template compiles and its records are JSON, or
//! are broken further on, which is then the next mistake. Deriving the mend from the kind of problem alone was rejected: a missing
//! quote shows as a comma that is missing somewhere behind.

use core::ops::Range;

use crate::compile::compile;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::json_check::Problem;
use crate::json_lint::{Broken, first_problem};

/// Larger templates get no mend: each trial compiles and renders them.
const MAX_LEN: usize = 16 << 10;

/// The change that mends the problem, in bytes of the prepared text.
pub(crate) fn mend(broken: &Broken, text: &str) -> Option<Fix> {
    if text.len() > MAX_LEN || broken.finding.problem == Problem::DuplicateKey {
        return None;
    }
    let mut next = None;
    for fix in candidates(broken, text) {
        match outcome(&fix, text) {
            Outcome::Mended => return Some(fix),
            // A problem that was further on before the change is nothing that the change made.
            Outcome::BrokenAt(at) if at > broken.span.start && next.is_none() => next = Some(fix),
            _ => {}
        }
    }
    next
}

enum Outcome {
    Mended,
    /// Byte of the text before the change.
    BrokenAt(usize),
    Worse,
}

fn outcome(fix: &Fix, text: &str) -> Outcome {
    let mended = fix.apply(text);
    let mut diagnostics = vec![];
    let (program, layout) = compile(&mended, &mut diagnostics);
    if diagnostics.iter().any(|found: &Diagnostic| found.severity == Severity::Error) {
        return Outcome::Worse;
    }
    let Some(broken) = first_problem(&program, &layout, &mended) else { return Outcome::Mended };
    let grown = fix.replacement.len() as isize - fix.span.len() as isize;
    let at = broken.span.start.saturating_add_signed(-grown);
    if broken.finding.problem == Problem::DuplicateKey
        || broken.span.start < fix.span.start + fix.replacement.len()
    {
        return Outcome::Worse;
    }
    Outcome::BrokenAt(at)
}

/// What may be meant, the likeliest first.
fn candidates(broken: &Broken, text: &str) -> Vec<Fix> {
    let fix = |span: Range<usize>, replacement: &str| Fix { span, replacement: replacement.to_owned() };
    let put = |at: usize, replacement: &str| fix(at..at, replacement);
    let span = broken.span.clone();
    let before = &text[..span.start];
    let mut all = vec![];
    if broken.is_call {
        // A text without quotes.
        all.push(fix(span.clone(), &format!("\"{}\"", &text[span.clone()])));
    }
    let at_end = span.is_empty();
    if at_end {
        let (closers, in_string) = unclosed(&broken.record);
        if in_string {
            let tail = text.trim_end_matches(['}', ']', ' ', '\t']).len();
            all.push(put(tail, "\""));
        }
        all.push(put(text.len(), &closers));
    }
    if broken.finding.after_string || broken.finding.problem == Problem::Character {
        // The quote that is missing: behind the last call, or where the value before ends.
        if let Some(call) = before.rfind("}}") {
            all.push(put(call + 2, "\""));
        }
        if let Some(comma) = before.trim_end_matches([' ', '\t', '"']).rfind([',', '}', ']']) {
            all.push(put(comma, "\""));
        }
    }
    if !at_end && !broken.is_call {
        let word = text[span.start..].find([',', '}', ']', ':', '"', '{', '[']).unwrap_or(0);
        let word = text[span.start..span.start + word].trim_end();
        if !word.is_empty() {
            all.push(fix(span.start..span.start + word.len(), &format!("\"{word}\"")));
        }
        // A comma too many, a comma that is missing, a brace too many.
        let trimmed = before.trim_end();
        if trimmed.ends_with(',') {
            all.push(fix(trimmed.len() - 1..trimmed.len(), ""));
        }
        all.push(put(before.trim_end().len(), ","));
        all.push(fix(span.start..text.len(), ""));
        all.push(fix(span, ""));
    }
    all
}

/// What closes the lists and objects that a record leaves open, and whether it ends inside a string.
fn unclosed(record: &[u8]) -> (String, bool) {
    let (mut open, mut in_string, mut escaped) = (vec![], false, false);
    for &byte in record {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' if !in_string => open.push('}'),
            b'[' if !in_string => open.push(']'),
            b'}' | b']' if !in_string => drop(open.pop()),
            _ => {}
        }
    }
    (open.iter().rev().collect(), in_string)
}
