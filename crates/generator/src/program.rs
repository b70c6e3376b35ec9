//! A compiled template: literal runs and calls with parsed arguments, run once a record.
//!
//! Everything that can be decided when the template is parsed is decided then, so that a record costs its bytes and
//! its random draws: no text is searched, no name looked up, nothing allocated beyond the growth of the output.
//! Functions become a handful of general operations (a number on a grid, one of some texts, one of some programs, …)
//! rather than an operation each: 140 names need about a dozen. Boxed closures were rejected: an enum can be cloned,
//! compared, bounded in size, and is faster.

use core::ops::Range;

use crate::decimal::Decimal;
use crate::digits;
use crate::identifier::{ip, uuid};
use crate::moment::calendar::Fields;
use crate::moment::format::Format;
use crate::normal::Normal;
use crate::place::Circle;
use crate::reference::Reference;
use crate::remembered::{Named, Per, Sequence, Visitors};
use crate::rng::Rng;
use crate::state::State;
use crate::zipf::Zipf;

/// The time a record is made at: what `date.now` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub now_ms: i64,
    /// The local wall clock, in minutes east of UTC; a day at most.
    pub utc_offset_minutes: i32,
}

/// What a record is drawn with.
pub(crate) struct Draw<'a> {
    pub(crate) rng: &'a mut Rng,
    pub(crate) state: &'a mut State,
    pub(crate) clock: Clock,
}

/// Operations, the texts they print, and a bound of a record's size.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Program {
    literals: Vec<u8>,
    pub(crate) ops: Vec<Op>,
    /// Where each operation stands in the template; built-in programs have no places.
    pub(crate) spans: Vec<Range<usize>>,
    max_len: usize,
}

/// A part of a record and what printed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Traced {
    pub(crate) output: Range<usize>,
    pub(crate) span: Range<usize>,
    pub(crate) is_call: bool,
}

/// A list to shuffle has at most this many items.
pub(crate) const MAX_SHUFFLE: usize = 256;

/// One step of a record.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Op {
    /// Bytes of the program's literals.
    Literal(Range<usize>),
    /// `low + 0..count`.
    Integer {
        low: i64,
        count: u64,
    },
    /// A number on a decimal grid.
    Decimal(Box<DecimalRange>),
    /// One of a built-in list.
    Word(&'static [&'static str]),
    /// One of the template's own texts.
    Pick(Box<Texts>),
    /// The same, with weights.
    Weighted(Box<Weighted>),
    Boolean,
    Uuid,
    Ip,
    Date(Box<Date>),
    /// Characters drawn one by one.
    Chars(Box<Chars>),
    /// A text with `#` for a digit and `?` for a capital letter.
    Pattern(Box<[u8]>),
    /// One of several programs.
    OneOf(Box<[Program]>),
    /// A program several times.
    Repeat(Box<Repeat>),
    /// A program whose output is changed afterwards.
    Shaped(Box<Shaped>),
    /// A place on a circle on the map.
    Circle(Box<Circle>),
    /// Texts in random order, with commas between.
    Shuffle(Box<Texts>),
    Normal(Box<Normal>),
    Zipf(Box<Zipf>),
    Sequence(Box<Sequence>),
    Visitor(Box<Visitors>),
    /// A value that is drawn already.
    Ref(Box<Reference>),
    /// An operation whose output gets a name.
    Named(Box<Named>),
    /// An operation whose chance is a named value: the same value, the same outcome.
    Per(Box<Per>),
}

/// `(low + 0..count) · step / 10^scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DecimalRange {
    pub(crate) low: i64,
    pub(crate) count: u64,
    pub(crate) step: i64,
    pub(crate) scale: u32,
    /// Whether trailing zeros are printed.
    pub(crate) fixed: bool,
}

/// Several texts in one buffer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Texts {
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

/// Texts and running sums of their weights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Weighted {
    pub(crate) texts: Texts,
    /// Ascending; the last one is the total. As many as there are texts.
    pub(crate) cumulative: Vec<u64>,
}

/// A date call: which instant, on which clock, in which format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Date {
    pub(crate) when: When,
    pub(crate) utc: bool,
    pub(crate) format: Format,
}

/// The instant a date call prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    Now,
    /// `now + low + 0..count` milliseconds.
    Near {
        low: i64,
        count: u64,
    },
    /// Any instant between two, both included.
    Between(Endpoint, Endpoint),
    /// Now, but for `share / 2^32` of the records up to so many milliseconds earlier.
    Late {
        share: u64,
        bound_ms: u64,
    },
}

/// An end of a range of dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Endpoint {
    pub(crate) ms: i64,
    /// Whether `ms` is a reading of the local wall clock rather than of UTC.
    pub(crate) local: bool,
}

/// So many characters of an alphabet (ASCII).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Chars {
    pub(crate) alphabet: &'static [u8],
    pub(crate) count: usize,
}

/// A program several times, with a text between.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Repeat {
    pub(crate) program: Program,
    pub(crate) separator: Box<str>,
    pub(crate) low: usize,
    pub(crate) high: usize,
}

/// A program and what happens to its output.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shaped {
    pub(crate) program: Program,
    pub(crate) shape: Shape,
}

/// What happens to an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Lower case, and only letters, digits, `.`, `_` and `-`.
    Identifier,
    /// The first letter becomes a capital.
    Sentence,
}

impl Program {
    pub(crate) fn push_literal(&mut self, text: &str) {
        let start = self.literals.len();
        self.literals.extend_from_slice(text.as_bytes());
        self.max_len += text.len();
        self.ops.push(Op::Literal(start..self.literals.len()));
    }

    pub(crate) fn push(&mut self, op: Op) {
        self.max_len = self.max_len.saturating_add(op.max_len());
        self.ops.push(op);
    }

    /// No record is longer than this, in bytes.
    pub(crate) const fn max_len(&self) -> usize {
        self.max_len
    }

    /// Appends one record.
    #[inline]
    pub(crate) fn run(&self, out: &mut Vec<u8>, cx: &mut Draw<'_>) {
        for op in &self.ops {
            self.step(op, out, cx);
        }
    }

    /// Appends one record and tells what printed each part of it.
    pub(crate) fn run_traced(&self, out: &mut Vec<u8>, cx: &mut Draw<'_>, trace: &mut Vec<Traced>) {
        for (index, op) in self.ops.iter().enumerate() {
            let span = self.spans.get(index).cloned().unwrap_or_default();
            let start = out.len();
            match op {
                Op::Repeat(repeat) if !repeat.program.spans.is_empty() => {
                    repeat.each(out, cx, |program, out, cx| {
                        // What stands between two rounds is the call's.
                        let from = trace.last().map_or(start, |last| last.output.end).max(start);
                        trace.push(Traced { output: from..out.len(), span: span.clone(), is_call: true });
                        program.run_traced(out, cx, trace);
                    });
                }
                _ => {
                    self.step(op, out, cx);
                    let is_call = !matches!(op, Op::Literal(_));
                    trace.push(Traced { output: start..out.len(), span, is_call });
                }
            }
        }
    }

    /// Changes all places.
    pub(crate) fn place(&mut self, place: &impl Fn(Range<usize>) -> Range<usize>) {
        for span in &mut self.spans {
            *span = place(span.clone());
        }
        for op in &mut self.ops {
            if let Op::Repeat(repeat) = op {
                repeat.program.place(place);
            }
        }
    }

    #[inline]
    fn step(&self, op: &Op, out: &mut Vec<u8>, cx: &mut Draw<'_>) {
        match op {
            Op::Literal(range) => out.extend_from_slice(&self.literals[range.clone()]),
            other => other.run(out, cx),
        }
    }
}

impl Op {
    #[inline]
    pub(crate) fn run(&self, out: &mut Vec<u8>, cx: &mut Draw<'_>) {
        let rng = &mut *cx.rng;
        match self {
            // Literals are the program's, which prints them itself.
            Self::Literal(_) => {}
            Self::Integer { low, count } => digits::signed(out, low.wrapping_add(rng.below(*count) as i64)),
            Self::Decimal(range) => range.run(out, rng),
            Self::Word(words) => {
                if let Some(word) = words.get(rng.index(words.len())) {
                    out.extend_from_slice(word.as_bytes());
                }
            }
            Self::Pick(texts) => out.extend_from_slice(texts.get(rng.index(texts.len()))),
            Self::Weighted(weighted) => weighted.run(out, rng),
            Self::Boolean => {
                out.extend_from_slice(if rng.next_u64() >> 63 == 1 { b"true" } else { b"false" });
            }
            Self::Uuid => uuid(out, rng),
            Self::Ip => ip(out, rng),
            Self::Date(date) => date.run(out, cx),
            Self::Chars(chars) => {
                out.extend((0..chars.count).map(|_| chars.alphabet[rng.index(chars.alphabet.len())]));
            }
            Self::Pattern(pattern) => out.extend(pattern.iter().map(|&byte| match byte {
                b'#' => b'0' + rng.below(10) as u8,
                b'?' => b'A' + rng.below(26) as u8,
                other => other,
            })),
            Self::OneOf(programs) => {
                if let Some(program) = programs.get(rng.index(programs.len())) {
                    program.run(out, cx);
                }
            }
            Self::Repeat(repeat) => repeat.each(out, cx, Program::run),
            Self::Shaped(shaped) => shaped.run(out, cx),
            Self::Circle(circle) => circle.run(out, rng),
            Self::Shuffle(texts) => shuffle(texts, out, rng),
            Self::Normal(normal) => normal.run(out, rng),
            Self::Zipf(zipf) => digits::unsigned(out, zipf.draw(rng)),
            Self::Sequence(sequence) => sequence.run(out, cx.state),
            Self::Visitor(visitors) => visitors.run(out, cx),
            Self::Ref(reference) => reference.run(out, cx),
            Self::Named(named) => named.run(out, cx),
            Self::Per(per) => per.run(out, cx),
        }
    }

    /// No output of this operation is longer, in bytes.
    pub(crate) fn max_len(&self) -> usize {
        match self {
            Self::Literal(range) => range.len(),
            Self::Integer { .. } | Self::Zipf(_) | Self::Sequence(_) => 20,
            Self::Decimal(_) | Self::Normal(_) => 22,
            Self::Word(words) => words.iter().map(|word| word.len()).max().unwrap_or(0),
            Self::Pick(texts) => texts.max_len(),
            Self::Weighted(weighted) => weighted.texts.max_len(),
            Self::Boolean => 5,
            Self::Uuid => 36,
            Self::Ip => 15,
            Self::Date(date) => date.format.max_len(),
            Self::Chars(chars) => chars.count,
            Self::Pattern(pattern) => pattern.len(),
            Self::OneOf(programs) => programs.iter().map(Program::max_len).max().unwrap_or(0),
            Self::Repeat(repeat) => {
                // An empty round is work, too.
                let round = repeat.program.max_len().max(1) + repeat.separator.len();
                round.saturating_mul(repeat.high)
            }
            Self::Shaped(shaped) => shaped.program.max_len(),
            Self::Circle(_) => 24,
            Self::Shuffle(texts) => texts.bytes.len() + texts.len(),
            Self::Visitor(_) => 16,
            Self::Ref(reference) => reference.max_len(),
            Self::Named(named) => named.op.max_len(),
            Self::Per(per) => per.op.max_len(),
        }
    }
}

impl DecimalRange {
    #[inline]
    fn mantissa(&self, rng: &mut Rng) -> i64 {
        self.low.wrapping_add(rng.below(self.count) as i64).wrapping_mul(self.step)
    }

    /// A number of the range.
    pub(crate) fn draw(&self, rng: &mut Rng) -> Decimal {
        Decimal { mantissa: self.mantissa(rng).into(), scale: self.scale }
    }

    #[inline]
    fn run(&self, out: &mut Vec<u8>, rng: &mut Rng) {
        let value = self.mantissa(rng);
        if self.fixed {
            digits::fixed(out, value, self.scale);
        } else {
            digits::decimal(out, value, self.scale);
        }
    }
}

impl Texts {
    pub(crate) fn push(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
        self.ends.push(self.bytes.len() as u32);
    }

    pub(crate) const fn len(&self) -> usize {
        self.ends.len()
    }

    #[inline]
    fn get(&self, index: usize) -> &[u8] {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.bytes[start as usize..self.ends[index] as usize]
    }

    /// All texts.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.len()).map(|index| self.get(index))
    }

    fn max_len(&self) -> usize {
        (0..self.len()).map(|index| self.get(index).len()).max().unwrap_or(0)
    }
}

impl<S: AsRef<str>> FromIterator<S> for Texts {
    fn from_iter<I: IntoIterator<Item = S>>(iter: I) -> Self {
        let mut texts = Self::default();
        for text in iter {
            texts.push(text.as_ref());
        }
        texts
    }
}

impl Weighted {
    #[inline]
    fn run(&self, out: &mut Vec<u8>, rng: &mut Rng) {
        let draw = rng.below(self.cumulative.last().copied().unwrap_or(0));
        // Short lists are the rule, and a scan beats a binary search there.
        let index = if self.cumulative.len() <= 16 {
            self.cumulative.iter().take_while(|&&sum| sum <= draw).count()
        } else {
            self.cumulative.partition_point(|&sum| sum <= draw)
        };
        out.extend_from_slice(self.texts.get(index));
    }
}

impl Date {
    #[inline]
    fn run(&self, out: &mut Vec<u8>, cx: &mut Draw<'_>) {
        let (now, rng) = (cx.clock.now_ms, &mut *cx.rng);
        let ms = match self.when {
            When::Now => now,
            When::Near { low, count } => now.saturating_add(low).saturating_add(rng.below(count) as i64),
            When::Between(a, b) => {
                let (a, b) = (a.resolve(cx.clock), b.resolve(cx.clock));
                a.min(b) + rng.below(a.abs_diff(b) + 1) as i64
            }
            When::Late { share, bound_ms } => {
                let late = rng.next_u64() >> 32 < share;
                if late { now.saturating_sub_unsigned(1 + rng.below(bound_ms)) } else { now }
            }
        };
        cx.state.instant = ms;
        self.format.write(out, &Fields::new(ms, cx.clock.utc_offset_minutes, self.utc));
    }
}

impl Endpoint {
    fn resolve(self, clock: Clock) -> i64 {
        let offset = if self.local { i64::from(clock.utc_offset_minutes) * 60_000 } else { 0 };
        self.ms - offset
    }
}

impl Repeat {
    fn each(
        &self,
        out: &mut Vec<u8>,
        cx: &mut Draw<'_>,
        mut run: impl FnMut(&Program, &mut Vec<u8>, &mut Draw<'_>),
    ) {
        let count = self.low + cx.rng.index(self.high - self.low + 1);
        for index in 0..count {
            if index > 0 {
                out.extend_from_slice(self.separator.as_bytes());
            }
            run(&self.program, out, cx);
        }
    }
}

impl Shaped {
    fn run(&self, out: &mut Vec<u8>, cx: &mut Draw<'_>) {
        let start = out.len();
        self.program.run(out, cx);
        match self.shape {
            Shape::Identifier => {
                let mut kept = start;
                for at in start..out.len() {
                    let byte = out[at].to_ascii_lowercase();
                    if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-') {
                        out[kept] = byte;
                        kept += 1;
                    }
                }
                out.truncate(kept);
            }
            Shape::Sentence => {
                if let Some(first) = out.get_mut(start) {
                    first.make_ascii_uppercase();
                }
            }
        }
    }
}

/// The texts in random order with commas between. The order is drawn on the stack, so that nothing is allocated.
fn shuffle(texts: &Texts, out: &mut Vec<u8>, rng: &mut Rng) {
    let mut order: [u8; MAX_SHUFFLE] = core::array::from_fn(|index| index as u8);
    let count = texts.len().min(MAX_SHUFFLE);
    for index in 0..count {
        if index > 0 {
            out.push(b',');
        }
        order.swap(index, index + rng.index(count - index));
        out.extend_from_slice(texts.get(order[index].into()));
    }
}
