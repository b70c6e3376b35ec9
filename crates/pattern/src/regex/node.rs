//! The tree of a pattern, the same for all of its languages.

use super::class::{Class, Kind};

/// How a repetition chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// As much as it can, giving back.
    Greedy,
    /// As little as it can, taking more.
    Lazy,
    /// As much as it can, giving nothing back.
    Possessive,
}

/// What holds at a place without taking a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Assertion {
    /// `\A`, `^`.
    Start,
    /// `^` with `(?m)`.
    LineStart,
    /// `\z`.
    End,
    /// `\Z`, `$`: the end, or before the last end of a line.
    LastLine,
    /// `$` with `(?m)`.
    LineEnd,
    /// `\b`.
    Boundary,
    /// `\B`.
    NoBoundary,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Empty,
    /// Matches nothing.
    Fail,
    Char(char),
    /// An ASCII letter of either case, kept in lower case.
    Folded(char),
    Class(Box<Class>),
    Concat(Vec<Node>),
    Either(Vec<Node>),
    Repeat {
        node: Box<Node>,
        min: u32,
        max: Option<u32>,
        mode: Mode,
    },
    /// Remembers the place: slot `2n` is where group n begins, `2n + 1` where it ends.
    Mark(usize),
    BackReference {
        group: usize,
        fold: bool,
    },
    Assert(Assertion),
    Look {
        node: Box<Node>,
        behind: bool,
        negated: bool,
    },
    /// What it has matched is not tried again.
    Atomic(Box<Node>),
}

impl Node {
    pub(super) fn kind(kind: Kind) -> Self {
        Self::Class(Box::new(Class::of(kind)))
    }

    /// Any number of times.
    pub(super) fn star(self, mode: Mode) -> Self {
        Self::Repeat { node: Box::new(self), min: 0, max: None, mode }
    }

    /// A list as one node.
    pub(super) fn concat(mut nodes: Vec<Self>) -> Self {
        match (nodes.pop(), nodes.is_empty()) {
            (None, _) => Self::Empty,
            (Some(only), true) => only,
            (Some(last), false) => {
                nodes.push(last);
                Self::Concat(nodes)
            }
        }
    }

    /// Least and greatest number of characters; without a limit, or behind a back reference, `None`.
    pub(super) fn width(&self) -> (u32, Option<u32>) {
        match self {
            Self::Empty | Self::Fail | Self::Mark(_) | Self::Assert(_) | Self::Look { .. } => (0, Some(0)),
            Self::Char(_) | Self::Folded(_) | Self::Class(_) => (1, Some(1)),
            Self::BackReference { .. } => (0, None),
            Self::Atomic(node) => node.width(),
            Self::Concat(nodes) => {
                nodes.iter().map(Self::width).fold((0, Some(0)), |(min, max), (low, high)| {
                    (min.saturating_add(low), max.zip(high).map(|(a, b)| a.saturating_add(b)))
                })
            }
            Self::Either(nodes) => {
                let widths: Vec<_> = nodes.iter().map(Self::width).collect();
                let min = widths.iter().map(|(min, _)| *min).min().unwrap_or(0);
                let max = widths.iter().try_fold(0, |greatest, (_, max)| max.map(|max| max.max(greatest)));
                (min, max)
            }
            Self::Repeat { node, min, max, .. } => {
                let (low, high) = node.width();
                (low.saturating_mul(*min), high.zip(*max).map(|(high, max)| high.saturating_mul(max)))
            }
        }
    }
}
