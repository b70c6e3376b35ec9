//! The machine: a program over a text, going back to the last choice when it fails.

use super::{
    MAX_STEPS,
    class::ends_line,
    compile::{Program, Step},
    node::Assertion,
};
use crate::error::TooManySteps;

/// A slot that nothing has marked.
const NOWHERE: usize = usize::MAX;

/// What failing goes back to.
#[derive(Debug, Clone, Copy)]
enum Back {
    /// Another way on.
    Try { step: usize, at: usize },
    /// A slot had this value.
    Slot { slot: usize, was: usize },
}

/// Memory of a search, to be used again, and what the last one found.
#[derive(Debug, Default)]
pub struct Scratch {
    slots: Vec<usize>,
    stack: Vec<Back>,
    steps: u32,
}

impl Scratch {
    /// Begins to count steps anew: once a text, however often it is searched.
    pub fn begin(&mut self) {
        self.steps = 0;
    }

    /// Bytes of a group of the last match, 0 for the whole; `None` when it took no part.
    pub fn span(&self, group: usize) -> Option<(usize, usize)> {
        let (&from, &to) = (self.slots.get(2 * group)?, self.slots.get(2 * group + 1)?);
        (from != NOWHERE && to != NOWHERE && from <= to).then_some((from, to))
    }

    /// The text of a group of the last match, 0 for the whole; `None` when it took no part.
    pub fn group<'t>(&self, text: &'t str, group: usize) -> Option<&'t str> {
        let (from, to) = self.span(group)?;
        text.get(from..to)
    }
}

pub(super) fn find(
    program: &Program,
    text: &str,
    from: usize,
    scratch: &mut Scratch,
) -> Result<bool, TooManySteps> {
    let mut start = from;
    loop {
        let Some(rest) = text.get(start..) else { return Ok(false) };
        if let Some(first) = program.first {
            match rest.find(first) {
                Some(at) => start += at,
                None => return Ok(false),
            }
        }
        if attempt(program, text, start, None, scratch)? {
            return Ok(true);
        }
        match text[start..].chars().next() {
            Some(c) => start += c.len_utf8(),
            None => return Ok(false),
        }
    }
}

pub(super) fn matches(program: &Program, text: &str, scratch: &mut Scratch) -> Result<bool, TooManySteps> {
    attempt(program, text, 0, Some(text.len()), scratch)
}

fn attempt(
    program: &Program,
    text: &str,
    start: usize,
    end: Option<usize>,
    scratch: &mut Scratch,
) -> Result<bool, TooManySteps> {
    scratch.slots.clear();
    scratch.slots.resize(program.slots, NOWHERE);
    scratch.stack.clear();
    let mut machine = Machine { program, text, scratch };
    let Some(to) = machine.run(0, start, end)? else { return Ok(false) };
    scratch.slots[0] = start;
    scratch.slots[1] = to;
    Ok(true)
}

struct Machine<'a> {
    program: &'a Program,
    text: &'a str,
    scratch: &'a mut Scratch,
}

impl Machine<'_> {
    /// Runs from a step to an `Accept`, which must be at `end` if that is given; where it came to. What the stack held before stays.
    fn run(&mut self, step: usize, at: usize, end: Option<usize>) -> Result<Option<usize>, TooManySteps> {
        let base = self.scratch.stack.len();
        let (mut step, mut at) = (step, at);
        loop {
            self.scratch.steps += 1;
            if self.scratch.steps > MAX_STEPS {
                return Err(TooManySteps);
            }
            let next = match &self.program.steps[step] {
                Step::Accept if end.is_none_or(|end| end == at) => {
                    self.forget_choices(base);
                    return Ok(Some(at));
                }
                Step::Accept | Step::Fail => None,
                Step::Char(c) => self.taken(at, |found| found == *c).map(|at| (step + 1, at)),
                Step::Folded(c) => {
                    self.taken(at, |found| found.eq_ignore_ascii_case(c)).map(|at| (step + 1, at))
                }
                Step::Class(class, cost) => {
                    self.scratch.steps = self.scratch.steps.saturating_add(*cost);
                    self.taken(at, |found| class.contains(found)).map(|at| (step + 1, at))
                }
                Step::Split(first, second) => {
                    self.scratch.stack.push(Back::Try { step: *second, at });
                    Some((*first, at))
                }
                Step::Jump(to) => Some((*to, at)),
                Step::Mark(slot) => {
                    self.mark(*slot, at);
                    Some((step + 1, at))
                }
                Step::BackReference { group, fold } => {
                    self.repeated(*group, *fold, at).map(|at| (step + 1, at))
                }
                Step::Assert(assertion) => self.holds(*assertion, at).then_some((step + 1, at)),
                Step::Look { behind, negated, next } => {
                    let found = self.look(step + 1, at, *behind, *negated)?;
                    (found != *negated).then_some((*next, at))
                }
                Step::Atomic { next } => self.run(step + 1, at, None)?.map(|at| (*next, at)),
                Step::Again { slot, head } => {
                    Some((if self.scratch.slots[*slot] == at { step + 1 } else { *head }, at))
                }
            };
            match next.or_else(|| self.back(base)) {
                Some(next) => (step, at) = next,
                None => return Ok(None),
            }
        }
    }

    /// The last choice above `base`, with the slots as they were then.
    fn back(&mut self, base: usize) -> Option<(usize, usize)> {
        while self.scratch.stack.len() > base {
            match self.scratch.stack.pop()? {
                Back::Try { step, at } => return Some((step, at)),
                Back::Slot { slot, was } => self.scratch.slots[slot] = was,
            }
        }
        None
    }

    /// Drops the choices above `base`, but not what undoes the marks.
    fn forget_choices(&mut self, base: usize) {
        let mut kept = base;
        for index in base..self.scratch.stack.len() {
            if matches!(self.scratch.stack[index], Back::Slot { .. }) {
                self.scratch.stack[kept] = self.scratch.stack[index];
                kept += 1;
            }
        }
        self.scratch.stack.truncate(kept);
    }

    fn mark(&mut self, slot: usize, at: usize) {
        let was = std::mem::replace(&mut self.scratch.slots[slot], at);
        self.scratch.stack.push(Back::Slot { slot, was });
    }

    fn taken(&self, at: usize, fits: impl Fn(char) -> bool) -> Option<usize> {
        let c = self.text[at..].chars().next()?;
        fits(c).then_some(at + c.len_utf8())
    }

    fn repeated(&mut self, group: usize, fold: bool, at: usize) -> Option<usize> {
        let wanted = self.scratch.group(self.text, group)?;
        self.scratch.steps = self.scratch.steps.saturating_add(wanted.len() as u32 / 64);
        let found = self.text.get(at..at + wanted.len())?;
        let same = if fold { found.eq_ignore_ascii_case(wanted) } else { found == wanted };
        same.then_some(at + wanted.len())
    }

    fn look(
        &mut self,
        body: usize,
        at: usize,
        behind: Option<(u32, u32)>,
        negated: bool,
    ) -> Result<bool, TooManySteps> {
        let base = self.scratch.stack.len();
        let mut found = false;
        if let Some((min, max)) = behind {
            let mut start = at;
            for back in 0..=max {
                if back >= min && self.run(body, start, Some(at))?.is_some() {
                    found = true;
                    break;
                }
                self.scratch.steps = self.scratch.steps.saturating_add(1);
                match self.text[..start].chars().next_back() {
                    Some(c) => start -= c.len_utf8(),
                    None => break,
                }
            }
        } else {
            found = self.run(body, at, None)?.is_some();
        }
        if negated {
            // Groups inside a negative look are not seen outside.
            while self.back(base).is_some() {}
        }
        Ok(found)
    }

    fn holds(&self, assertion: Assertion, at: usize) -> bool {
        let (before, after) = (&self.text[..at], &self.text[at..]);
        let line_ended = |end: Option<char>| end.is_some_and(ends_line);
        match assertion {
            Assertion::Start => at == 0,
            Assertion::End => after.is_empty(),
            Assertion::LineStart => {
                let inside = before.ends_with('\r') && after.starts_with('\n');
                at == 0 || (!after.is_empty() && !inside && line_ended(before.chars().next_back()))
            }
            Assertion::LineEnd => {
                let inside = before.ends_with('\r') && after.starts_with('\n');
                after.is_empty() || (!inside && line_ended(after.chars().next()))
            }
            Assertion::LastLine => {
                let inside = before.ends_with('\r') && after == "\n";
                let mut rest = after.chars();
                let last = line_ended(rest.next()) && rest.next().is_none();
                after.is_empty() || after == "\r\n" || (last && !inside)
            }
            Assertion::Boundary => is_boundary(before, after),
            Assertion::NoBoundary => !is_boundary(before, after),
        }
    }
}

fn is_boundary(before: &str, after: &str) -> bool {
    let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    word(before.chars().next_back()) != word(after.chars().next())
}
