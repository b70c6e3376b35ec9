//! What a template's calls know of each other while they are compiled: names of values, sequences, visitors.
//!
//! A name is known from the call that has it to the end of the template, or to the `end` of the `repeat` it stands in: behind that
//! it may never have been drawn. Names are places in the [`State`](crate::State) when the template runs.

use crate::decimal::Decimal;
use crate::moment::format::Format;
use crate::program::{Op, Texts};
use crate::reference::Reference;
use crate::state::Layout;

/// Names and places.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    /// Known at this place of the template; the ends of repeated parts cut it.
    pub(crate) names: Vec<Known>,
    sequences: Vec<(i64, i64)>,
    pub(crate) layout: Layout,
}

/// A named value.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) name: String,
    pub(crate) mark: usize,
    pub(crate) max_len: usize,
    pub(crate) kind: Kind,
}

/// What can be done with a named value.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// Nothing but printing it.
    Text,
    /// Arithmetic.
    Number,
    /// Moving and other formats; this is its own.
    Date { format: Format, utc: bool },
}

impl Scope {
    pub(crate) fn find(&self, name: &str) -> Option<&Known> {
        self.names.iter().find(|known| known.name == name)
    }

    /// What can be done with the output of an operation.
    pub(crate) fn kind_of(&self, op: &Op) -> Kind {
        let numbers = |texts: &Texts| {
            let is_number = |text: &[u8]| core::str::from_utf8(text).ok().and_then(Decimal::parse).is_some();
            if texts.iter().all(is_number) { Kind::Number } else { Kind::Text }
        };
        match op {
            Op::Integer { .. }
            | Op::Decimal(_)
            | Op::Normal(_)
            | Op::Zipf(_)
            | Op::Sequence(_)
            | Op::Visitor(_) => Kind::Number,
            Op::Pick(texts) => numbers(texts),
            Op::Weighted(weighted) => numbers(&weighted.texts),
            Op::Date(date) => Kind::Date { format: date.format.clone(), utc: date.utc },
            Op::Per(per) => self.kind_of(&per.op),
            Op::Ref(reference) => match &**reference {
                Reference::Copy { mark, .. } => {
                    let known = self.names.iter().find(|known| known.mark == *mark);
                    known.map_or(Kind::Text, |known| known.kind.clone())
                }
                Reference::Date { format, utc, .. } => Kind::Date { format: format.clone(), utc: *utc },
                Reference::Number { .. } => Kind::Number,
            },
            _ => Kind::Text,
        }
    }

    /// Takes a name that is not known yet; gives the place of its value.
    pub(crate) fn name(&mut self, name: &str, max_len: usize, kind: Kind) -> usize {
        let mark = self.layout.marks;
        self.layout.marks += 1;
        self.names.push(Known { name: name.to_owned(), mark, max_len, kind });
        mark
    }

    /// The place of the sequence `name` with its start and step, which the first call decides.
    pub(crate) fn sequence(&mut self, name: &str, start: i64, step: i64) -> (usize, i64, i64) {
        let known = self.layout.counters.iter().position(|known| known == name);
        let at = known.unwrap_or_else(|| {
            self.layout.counters.push(name.to_owned());
            self.sequences.push((start, step));
            self.sequences.len() - 1
        });
        let (start, step) = self.sequences[at];
        (at, start, step)
    }

    /// A place for so many visitors.
    pub(crate) fn visitors(&mut self, count: usize) -> usize {
        self.layout.visitors.push(count);
        self.layout.visitors.len() - 1
    }
}
