//! A compiled template: literal runs and calls with parsed arguments, run once a record.
//!
//! Everything that can be decided when the template is parsed is decided then, so that a record costs its bytes and
//! its random draws: no text is searched, no name looked up, nothing allocated beyond the growth of the output.
//! Functions become a handful of general operations (a number on a grid, one of some texts, one of some programs, …)
//! rather than an operation each: 140 names need about a dozen. Boxed closures were rejected: an enum can be cloned,
//! compared, bounded in size, and is faster.

use core::ops::Range;

use crate::digits;
use crate::moment::calendar::Fields;
use crate::moment::format::Format;
use crate::place::Circle;
use crate::rng::Rng;

/// The time a record is made at: what `date.now` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub now_ms: i64,
    /// The local wall clock, in minutes east of UTC; a day at most.
    pub utc_offset_minutes: i32,
}

/// Operations, the texts they print, and a bound of a record's size.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Program {
    literals: Vec<u8>,
    pub(crate) ops: Vec<Op>,
    max_len: usize,
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
    pub(crate) separator: &'static str,
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
    pub(crate) fn run(&self, out: &mut Vec<u8>, rng: &mut Rng, clock: Clock) {
        for op in &self.ops {
            self.step(op, out, rng, clock);
        }
    }

    /// Appends one record and tells where the output of each operation ends.
    pub(crate) fn run_traced(&self, out: &mut Vec<u8>, rng: &mut Rng, clock: Clock) -> Vec<usize> {
        self.ops
            .iter()
            .map(|op| {
                self.step(op, out, rng, clock);
                out.len()
            })
            .collect()
    }

    #[inline]
    fn step(&self, op: &Op, out: &mut Vec<u8>, rng: &mut Rng, clock: Clock) {
        match op {
            Op::Literal(range) => out.extend_from_slice(&self.literals[range.clone()]),
            Op::Integer { low, count } => digits::signed(out, low.wrapping_add(rng.below(*count) as i64)),
            Op::Decimal(range) => range.run(out, rng),
            Op::Word(words) => {
                if let Some(word) = words.get(rng.index(words.len())) {
                    out.extend_from_slice(word.as_bytes());
                }
            }
            Op::Pick(texts) => out.extend_from_slice(texts.get(rng.index(texts.len()))),
            Op::Weighted(weighted) => weighted.run(out, rng),
            Op::Boolean => out.extend_from_slice(if rng.next_u64() >> 63 == 1 { b"true" } else { b"false" }),
            Op::Uuid => uuid(out, rng),
            Op::Ip => ip(out, rng),
            Op::Date(date) => date.run(out, rng, clock),
            Op::Chars(chars) => {
                out.extend((0..chars.count).map(|_| chars.alphabet[rng.index(chars.alphabet.len())]));
            }
            Op::Pattern(pattern) => out.extend(pattern.iter().map(|&byte| match byte {
                b'#' => b'0' + rng.below(10) as u8,
                b'?' => b'A' + rng.below(26) as u8,
                other => other,
            })),
            Op::OneOf(programs) => {
                if let Some(program) = programs.get(rng.index(programs.len())) {
                    program.run(out, rng, clock);
                }
            }
            Op::Repeat(repeat) => repeat.run(out, rng, clock),
            Op::Shaped(shaped) => shaped.run(out, rng, clock),
            Op::Circle(circle) => circle.run(out, rng),
            Op::Shuffle(texts) => shuffle(texts, out, rng),
        }
    }
}

impl Op {
    /// No output of this operation is longer, in bytes.
    fn max_len(&self) -> usize {
        match self {
            Self::Literal(range) => range.len(),
            Self::Integer { .. } => 20,
            Self::Decimal(_) => 22,
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
                (repeat.program.max_len() + repeat.separator.len()).saturating_mul(repeat.high)
            }
            Self::Shaped(shaped) => shaped.program.max_len(),
            Self::Circle(_) => 24,
            Self::Shuffle(texts) => texts.bytes.len() + texts.len(),
        }
    }
}

impl DecimalRange {
    #[inline]
    fn run(&self, out: &mut Vec<u8>, rng: &mut Rng) {
        let value = self.low.wrapping_add(rng.below(self.count) as i64).wrapping_mul(self.step);
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
    fn run(&self, out: &mut Vec<u8>, rng: &mut Rng, clock: Clock) {
        let ms = match self.when {
            When::Now => clock.now_ms,
            When::Near { low, count } => {
                clock.now_ms.saturating_add(low).saturating_add(rng.below(count) as i64)
            }
            When::Between(a, b) => {
                let (a, b) = (a.resolve(clock), b.resolve(clock));
                a.min(b) + rng.below(a.abs_diff(b) + 1) as i64
            }
        };
        self.format.write(out, &Fields::new(ms, clock.utc_offset_minutes, self.utc));
    }
}

impl Endpoint {
    fn resolve(self, clock: Clock) -> i64 {
        let offset = if self.local { i64::from(clock.utc_offset_minutes) * 60_000 } else { 0 };
        self.ms - offset
    }
}

impl Repeat {
    fn run(&self, out: &mut Vec<u8>, rng: &mut Rng, clock: Clock) {
        let count = self.low + rng.index(self.high - self.low + 1);
        for index in 0..count {
            if index > 0 {
                out.extend_from_slice(self.separator.as_bytes());
            }
            self.program.run(out, rng, clock);
        }
    }
}

impl Shaped {
    fn run(&self, out: &mut Vec<u8>, rng: &mut Rng, clock: Clock) {
        let start = out.len();
        self.program.run(out, rng, clock);
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

/// A random (version 4) UUID.
#[inline]
fn uuid(out: &mut Vec<u8>, rng: &mut Rng) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let high = rng.next_u64() & !0xf000 | 0x4000;
    let low = rng.next_u64() & !(0b11 << 62) | 0b10 << 62;
    let mut text = [b'-'; 36];
    let mut at = 0;
    for (word, groups) in [(high, [8, 4, 4]), (low, [4, 12, 0])] {
        let mut shift = 64;
        for digits in groups {
            for _ in 0..digits {
                shift -= 4;
                text[at] = HEX[(word >> shift & 0xf) as usize];
                at += 1;
            }
            if digits > 0 {
                at += 1;
            }
        }
    }
    out.extend_from_slice(&text);
}

/// Four parts of 0 to 255; reserved ranges are not left out, as in KDG.
#[inline]
fn ip(out: &mut Vec<u8>, rng: &mut Rng) {
    let bits = rng.next_u64();
    // Written to the stack first: one copy into the output instead of seven.
    let mut text = [b'.'; 15];
    let mut at = 0;
    for part in 0..4 {
        let number = (bits >> (32 + part * 8)) as u8;
        if number >= 100 {
            text[at] = b'0' + number / 100;
            at += 1;
        }
        if number >= 10 {
            text[at] = b'0' + number / 10 % 10;
            at += 1;
        }
        text[at] = b'0' + number % 10;
        at += 2;
    }
    out.extend_from_slice(&text[..at - 1]);
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
