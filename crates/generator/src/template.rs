//! A record template: KDG's language, parsed once, rendered many times.

use core::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::compile::{MAX_RECORD, compile};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::json_lint;
use crate::prepared::Prepared;
use crate::program::{Clock, Draw, Program};
use crate::rng::Rng;
use crate::state::{Layout, State};

/// Nobody reads more warnings than this.
const MAX_WARNINGS: usize = 200;

/// A compiled record template.
///
/// The language is KDG's (kdg.md 5 and 9): text with calls such as
/// `{{random.weightedArrayElement({"weights":[80,20],"data":["Impression","Click"]})}}`. What KDG renders usefully is
/// rendered the same way; where it throws or prints `NaN`, the template does what its author meant or says what is
/// wrong with it.
///
/// ```
/// use rillcut_generator::{Clock, Rng, Template};
///
/// let template = Template::parse(r#"{"n":{{random.number({"min":3,"max":3})}},"at":"{{date.utc}}"}"#).unwrap();
/// let (mut record, mut state) = (Vec::new(), template.state());
/// template.render(&mut record, &mut Rng::seed(1), &mut state, Clock { now_ms: 0, utc_offset_minutes: 0 });
/// assert_eq!(record, br#"{"n":3,"at":"1970-01-01T00:00:00Z"}"#);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    /// Shared: a thousand senders of one template keep one program in the cache.
    compiled: Arc<Compiled>,
}

/// What a template's text became.
#[derive(Debug, PartialEq)]
struct Compiled {
    program: Program,
    layout: Layout,
    warnings: Vec<Diagnostic>,
}

/// What a call printed: bytes of a record, and the call in the template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Filled {
    /// Bytes of the record.
    pub output: Range<usize>,
    /// Bytes of the template as it was given, from `{{` to behind `}}`.
    pub template: Range<usize>,
}

impl Template {
    /// The longest template that is accepted, in bytes.
    pub const MAX_LEN: usize = 256 << 10;

    /// No template is accepted that could render a record longer than this, in bytes.
    pub const MAX_RECORD_LEN: usize = MAX_RECORD;

    /// Compiles a template.
    ///
    /// # Errors
    /// Everything that is wrong with the template, in the order of its places, with the warnings among it. At least
    /// one is an error. An empty template is one: KDG sends the text `string parameter is required!` then.
    pub fn parse(text: &str) -> Result<Self, Vec<Diagnostic>> {
        if text.len() > Self::MAX_LEN {
            let message = format!("the template is larger than {} KiB", Self::MAX_LEN >> 10);
            return Err(vec![Diagnostic::new(Code::TooLarge, 0..text.len(), message)]);
        }
        let prepared = Prepared::new(text);
        if prepared.text.is_empty() {
            return Err(vec![
                Diagnostic::new(Code::EmptyTemplate, 0..0, "the template is empty")
                    .hint("write the text of a record, such as {\"id\":{{random.number}}}"),
            ]);
        }
        let mut diagnostics = vec![];
        let (mut program, layout) = compile(&prepared.text, &mut diagnostics);
        let is_error = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
        let failed = diagnostics.iter().any(is_error);
        if !failed {
            diagnostics.extend(json_lint::lint(&program, &layout, &prepared.text));
        }
        program.place(&|span| prepared.original(span));
        for diagnostic in &mut diagnostics {
            diagnostic.span = prepared.original(diagnostic.span.clone());
            if let Some(fix) = &mut diagnostic.fix {
                fix.span = prepared.original(fix.span.clone());
            }
        }
        diagnostics.sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.code));
        let mut warnings = 0;
        diagnostics.retain(|diagnostic| {
            warnings += usize::from(!is_error(diagnostic));
            is_error(diagnostic) || warnings <= MAX_WARNINGS
        });
        if failed {
            Err(diagnostics)
        } else {
            Ok(Self { compiled: Arc::new(Compiled { program, layout, warnings: diagnostics }) })
        }
    }

    /// Everything there is to say about a template, errors and warnings: what an editor shows.
    pub fn check(text: &str) -> Vec<Diagnostic> {
        match Self::parse(text) {
            Ok(template) => template.warnings().to_vec(),
            Err(diagnostics) => diagnostics,
        }
    }

    /// What is probably not meant, in the order of its places.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.compiled.warnings
    }

    /// No record is longer than this, in bytes.
    pub fn max_len(&self) -> usize {
        self.compiled.program.max_len()
    }

    /// The memory that rendering needs, at its beginning: a sender has one, a preview has its own.
    pub fn state(&self) -> State {
        self.compiled.layout.state()
    }

    pub(crate) fn layout(&self) -> &Layout {
        &self.compiled.layout
    }

    /// Appends one record to `out`, without a delimiter. Nothing but the growth of `out` is allocated. With the state of another
    /// template, what is remembered is not printed.
    #[inline]
    pub fn render(&self, out: &mut Vec<u8>, rng: &mut Rng, state: &mut State, clock: Clock) {
        self.compiled.program.run(out, &mut Draw { rng, state, clock });
    }

    /// Renders as [`Self::render`] does, and tells which call printed what, in the order of the record: a preview shows it. Places in
    /// `out` count from its beginning.
    pub fn render_traced(
        &self,
        out: &mut Vec<u8>,
        rng: &mut Rng,
        state: &mut State,
        clock: Clock,
    ) -> Vec<Filled> {
        let mut trace = vec![];
        self.compiled.program.run_traced(out, &mut Draw { rng, state, clock }, &mut trace);
        let calls = trace.into_iter().filter(|part| part.is_call && !part.output.is_empty());
        calls.map(|part| Filled { output: part.output, template: part.span }).collect()
    }
}
