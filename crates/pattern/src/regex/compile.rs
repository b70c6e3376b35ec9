//! A tree into a program of the machine.

use super::{
    class::Class,
    node::{Assertion, Mode, Node},
};
use crate::error::PatternError;

/// Most instructions: `{n,m}` is written out, and inside each other they multiply.
const MAX_PROGRAM: usize = 10_000;
/// Most nodes looked at: what makes no instruction, such as `(?:){1000}`, is written out all the same.
const MAX_WORK: usize = 200_000;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Step {
    Char(char),
    Folded(char),
    /// The set, and how much longer than a character it takes to look at.
    Class(Box<Class>, u32),
    /// Goes on at the first and, when that fails, at the second.
    Split(usize, usize),
    Jump(usize),
    Mark(usize),
    BackReference {
        group: usize,
        fold: bool,
    },
    Assert(Assertion),
    /// The body stands behind it, up to an `Accept`; the program goes on at `next`.
    Look {
        behind: Option<(u32, u32)>,
        negated: bool,
        next: usize,
    },
    /// As `Look`, and the place moves.
    Atomic {
        next: usize,
    },
    /// Back to the loop's head if the place has moved since the slot was marked: an empty turn would never end.
    Again {
        slot: usize,
        head: usize,
    },
    Fail,
    Accept,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Program {
    pub(super) steps: Vec<Step>,
    /// Two a group, the whole match as group 0 among them, then one a loop.
    pub(super) slots: usize,
    /// The character that every match begins with.
    pub(super) first: Option<char>,
}

pub(super) fn compile(node: &Node, groups: usize) -> Result<Program, PatternError> {
    let mut compiler = Compiler { steps: Vec::new(), slots: 2 * (groups + 1), work: 0 };
    compiler.node(node)?;
    compiler.push(Step::Accept)?;
    let first = compiler.steps.iter().find(|step| !matches!(step, Step::Mark(_)));
    let first = if let Some(Step::Char(c)) = first { Some(*c) } else { None };
    Ok(Program { steps: compiler.steps, slots: compiler.slots, first })
}

struct Compiler {
    steps: Vec<Step>,
    slots: usize,
    work: usize,
}

fn too_large() -> PatternError {
    PatternError::new(0, "the pattern becomes too large")
        .hint("counts in braces multiply inside each other; write * or + instead")
}

impl Compiler {
    fn push(&mut self, step: Step) -> Result<usize, PatternError> {
        if self.steps.len() >= MAX_PROGRAM {
            return Err(too_large());
        }
        self.steps.push(step);
        Ok(self.steps.len() - 1)
    }

    fn emit(&mut self, step: Step) -> Result<(), PatternError> {
        self.push(step).map(|_| ())
    }

    fn node(&mut self, node: &Node) -> Result<(), PatternError> {
        self.work += 1;
        if self.work > MAX_WORK {
            return Err(too_large());
        }
        match node {
            Node::Empty => {}
            Node::Fail => self.emit(Step::Fail)?,
            Node::Char(c) => self.emit(Step::Char(*c))?,
            Node::Folded(c) => self.emit(Step::Folded(*c))?,
            Node::Class(class) => self.emit(Step::Class(class.clone(), class.parts() / 8))?,
            Node::Mark(slot) => self.emit(Step::Mark(*slot))?,
            Node::Assert(assertion) => self.emit(Step::Assert(*assertion))?,
            Node::BackReference { group, fold } => {
                self.emit(Step::BackReference { group: *group, fold: *fold })?;
            }
            Node::Concat(nodes) => nodes.iter().try_for_each(|node| self.node(node))?,
            Node::Either(nodes) => self.either(nodes)?,
            Node::Repeat { node, min, max, mode } => self.repeat(node, *min, *max, *mode)?,
            Node::Look { node, behind, negated } => {
                let behind = if *behind {
                    let (min, max) = node.width();
                    let Some(max) = max else {
                        return Err(PatternError::new(0, "a look-behind needs a greatest length")
                            .hint("write {0,100} in place of * inside (?<=…)"));
                    };
                    Some((min, max))
                } else {
                    None
                };
                let at = self.push(Step::Fail)?;
                self.node(node)?;
                let next = self.push(Step::Accept)? + 1;
                self.steps[at] = Step::Look { behind, negated: *negated, next };
            }
            Node::Atomic(node) => {
                let at = self.push(Step::Fail)?;
                self.node(node)?;
                let next = self.push(Step::Accept)? + 1;
                self.steps[at] = Step::Atomic { next };
            }
        }
        Ok(())
    }

    fn either(&mut self, nodes: &[Node]) -> Result<(), PatternError> {
        let Some((last, others)) = nodes.split_last() else { return Ok(()) };
        let mut jumps = Vec::new();
        for node in others {
            let split = self.push(Step::Fail)?;
            self.node(node)?;
            jumps.push(self.push(Step::Fail)?);
            self.steps[split] = Step::Split(split + 1, self.steps.len());
        }
        self.node(last)?;
        let end = self.steps.len();
        for jump in jumps {
            self.steps[jump] = Step::Jump(end);
        }
        Ok(())
    }

    fn repeat(&mut self, node: &Node, min: u32, max: Option<u32>, mode: Mode) -> Result<(), PatternError> {
        if mode == Mode::Possessive {
            let greedy = Node::Repeat { node: Box::new(node.clone()), min, max, mode: Mode::Greedy };
            return self.node(&Node::Atomic(Box::new(greedy)));
        }
        let split = |yes: usize, no: usize| {
            if mode == Mode::Lazy { Step::Split(no, yes) } else { Step::Split(yes, no) }
        };
        for _ in 0..min {
            self.node(node)?;
        }
        if let Some(max) = max {
            let mut splits = Vec::new();
            for _ in min..max {
                splits.push(self.push(Step::Fail)?);
                self.node(node)?;
            }
            let end = self.steps.len();
            for at in splits {
                self.steps[at] = split(at + 1, end);
            }
            return Ok(());
        }
        let head = self.push(Step::Fail)?;
        if node.width().0 > 0 {
            self.node(node)?;
            self.push(Step::Jump(head))?;
        } else {
            let slot = self.slots;
            self.slots += 1;
            self.push(Step::Mark(slot))?;
            self.node(node)?;
            self.push(Step::Again { slot, head })?;
        }
        self.steps[head] = split(head + 1, self.steps.len());
        Ok(())
    }
}
