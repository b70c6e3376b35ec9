//! Where a node stands, without being part of what it is.

use std::{fmt, ops::Deref};

use crate::span::Span;

/// A [`Span`] that equals every other, so that `#[derive(PartialEq)]` on a node compares meaning only.
///
/// Writing every comparison by hand was rejected: forty nodes, each a chance to forget a field.
#[derive(Clone, Copy, Default)]
pub struct Place(pub Span);

impl PartialEq for Place {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Place {}

impl Deref for Place {
    type Target = Span;

    fn deref(&self) -> &Span {
        &self.0
    }
}

impl From<Span> for Place {
    fn from(span: Span) -> Self {
        Self(span)
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.0.start, self.0.end)
    }
}
