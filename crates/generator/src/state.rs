//! What a template remembers: counters and visitors from record to record, named values within one.
//!
//! KDG's templates have no memory, so a compiled template is immutable and shared; what `sequence`, `random.session` and
//! `.as("name")` need is kept beside it, one [`State`] a sender. Keeping it inside of the template was rejected: two
//! senders of one template would then count together, and a preview would move the numbers of a running sender.

use crate::template::Template;

/// The memory of one use of a template; from [`Template::state`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// How many values each sequence has given.
    pub(crate) counters: Vec<u64>,
    /// The visitors of each `random.session`; 0 is a place nobody has taken yet.
    pub(crate) visitors: Vec<Box<[u64]>>,
    /// Where the named values of the record at hand are.
    pub(crate) marks: Vec<Mark>,
    /// The instant that was printed last, epoch milliseconds.
    pub(crate) instant: i64,
}

/// A named value: its place in the output, and what it stands for if it is a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) instant: i64,
}

/// How much memory a template needs, and the names under which it goes on when the template is edited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Layout {
    /// The names of the sequences.
    pub(crate) counters: Vec<String>,
    /// Visitors at the same time, a number for each `random.session`.
    pub(crate) visitors: Vec<usize>,
    /// Named values.
    pub(crate) marks: usize,
}

impl Layout {
    pub(crate) fn state(&self) -> State {
        State {
            counters: vec![0; self.counters.len()],
            visitors: self.visitors.iter().map(|&count| vec![0; count].into_boxed_slice()).collect(),
            marks: vec![Mark::default(); self.marks],
            instant: 0,
        }
    }
}

impl State {
    /// The memory of `new`, where sequences of the same name go on counting: a template is edited while it sends, and
    /// an identifier must not come twice. Visitors begin anew.
    #[must_use]
    pub fn carried(&self, old: &Template, new: &Template) -> Self {
        let mut state = new.state();
        for (name, count) in new.layout().counters.iter().zip(&mut state.counters) {
            let known = old.layout().counters.iter().position(|known| known == name);
            if let Some(known) = known.and_then(|at| self.counters.get(at)) {
                *count = *known;
            }
        }
        state
    }
}
