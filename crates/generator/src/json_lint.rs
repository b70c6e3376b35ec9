//! Does a template that looks like JSON render JSON?
//!
//! Published templates lack a quote, a brace, or quotes around a text, and every record is broken; KDG sends them all
//! the same (kdg.md 7). A few records are rendered and checked, and the place of the first problem is led back to the
//! template. Checking the template's own text was rejected: whether `{{…}}` is a number or a text is only known from
//! what it prints.

use core::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::json_check::{Finding, Problem, check};
use crate::json_mend::mend;
use crate::program::{Clock, Draw, Op, Program, Traced};
use crate::rng::Rng;
use crate::state::Layout;

/// Records to look at; a problem that shows in fewer than one of eight may stay unseen.
const SAMPLES: u64 = 8;
/// Large templates are looked at once.
const LARGE: usize = 64 << 10;

/// A problem of a sample record, and where it comes from.
pub(crate) struct Broken {
    pub(crate) finding: Finding,
    pub(crate) record: Vec<u8>,
    /// Bytes of the prepared text: the call that printed the problem, or the character of the literal text; its end when the text
    /// is over too early.
    pub(crate) span: Range<usize>,
    pub(crate) is_call: bool,
}

/// Renders sample records and reports the first problem, with its mend where one is found. Places are bytes of the prepared text.
pub(crate) fn lint(program: &Program, layout: &Layout, text: &str) -> Option<Diagnostic> {
    if !looks_like_json(program, text) {
        return None;
    }
    let broken = first_problem(program, layout, text)?;
    let mut diagnostic = report(&broken, text);
    diagnostic.fix = mend(&broken, text);
    Some(diagnostic)
}

/// The first problem of some sample records.
pub(crate) fn first_problem(program: &Program, layout: &Layout, text: &str) -> Option<Broken> {
    let clock = Clock { now_ms: 1_767_225_600_000, utc_offset_minutes: 0 };
    let samples = if program.max_len() > LARGE { 1 } else { SAMPLES };
    (0..samples).find_map(|sample| {
        let (mut record, mut trace) = (vec![], vec![]);
        let mut rng = Rng::seed(sample);
        let mut draw = Draw { rng: &mut rng, state: &mut layout.state(), clock };
        program.run_traced(&mut record, &mut draw, &mut trace);
        let finding = check(&record)?;
        let (span, is_call) = place(&finding, &trace, text);
        Some(Broken { finding, record, span, is_call })
    })
}

/// A template that begins with a brace, or stands between brackets, is meant to be JSON. A log line that begins with
/// `[date]` is not.
fn looks_like_json(program: &Program, text: &str) -> bool {
    matches!(program.ops.first(), Some(Op::Literal(_)))
        && (text.starts_with('{') || text.starts_with('[') && text.ends_with(']'))
}

fn place(finding: &Finding, trace: &[Traced], text: &str) -> (Range<usize>, bool) {
    match trace.get(trace.partition_point(|part| part.output.end <= finding.at)) {
        None => (text.len()..text.len(), false),
        Some(part) if part.is_call => (part.span.clone(), true),
        Some(part) => {
            let at = part.span.start + (finding.at - part.output.start);
            (at..at + text[at..].chars().next().map_or(0, char::len_utf8), false)
        }
    }
}

fn report(broken: &Broken, text: &str) -> Diagnostic {
    let Broken { finding, is_call, .. } = *broken;
    let span = broken.span.clone();
    if span.is_empty() {
        return at_end(finding, text);
    }
    let place = if is_call { "what this call prints" } else { "the record" };
    let (message, hint) = match finding.problem {
        Problem::Value | Problem::Comma if is_call => {
            ("what this call prints is not a JSON value".to_owned(), "put double quotes around the call")
        }
        Problem::Comma if finding.after_string => (
            "the record is not valid JSON: expected a comma or the end".to_owned(),
            "a double quote may be missing before this place",
        ),
        Problem::Value => {
            ("the record is not valid JSON: expected a value".to_owned(), "a text needs double quotes")
        }
        Problem::Comma => ("the record is not valid JSON: expected a comma or the end".to_owned(), ""),
        Problem::Key => (
            "the record is not valid JSON: expected a key".to_owned(),
            "a key needs double quotes; no comma before } or ]",
        ),
        Problem::Colon => (
            "the record is not valid JSON: expected a colon".to_owned(),
            "a double quote may be missing before this place",
        ),
        Problem::Character => {
            (format!("{place} has a character inside a text that JSON does not allow there"), "")
        }
        Problem::DuplicateKey => {
            return Diagnostic::new(Code::DuplicateKey, span, "this key is there already");
        }
        Problem::Trailing => (
            "the record goes on after the end of the JSON value".to_owned(),
            "one record is one value; check for a brace too many",
        ),
        Problem::OpenString | Problem::Unclosed => return at_end(finding, text),
    };
    let diagnostic = Diagnostic::new(Code::InvalidJson, span, message);
    if hint.is_empty() { diagnostic } else { diagnostic.hint(hint) }
}

/// A problem that shows only when the text is over.
fn at_end(finding: Finding, text: &str) -> Diagnostic {
    let (message, hint) = match finding.problem {
        Problem::OpenString => {
            ("the record is not valid JSON: a text is not closed", "a double quote is missing")
        }
        Problem::Value => ("the record is not valid JSON: a value is missing at the end", ""),
        _ => (
            "the record is not valid JSON: a list or an object is not closed",
            "a closing brace or bracket is missing",
        ),
    };
    let diagnostic = Diagnostic::new(Code::InvalidJson, text.len()..text.len(), message);
    if hint.is_empty() { diagnostic } else { diagnostic.hint(hint) }
}
