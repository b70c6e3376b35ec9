//! How a tree's parts point at each other: 16-bit links, half as long as the usual ones, since a tree's nodes are
//! what scoring waits for.

/// A link to nothing: the root of an empty tree, the parent of a root, the end of a list of free slots.
pub(crate) const EMPTY: u16 = u16::MAX;

const LEAF: u16 = 0x8000;

/// The link to leaf `index`.
#[inline]
pub(crate) fn to_leaf(index: u16) -> u16 {
    index | LEAF
}

/// Whether the link leads to a leaf. `EMPTY` does not count: ask for it first.
#[inline]
pub(crate) fn is_leaf(link: u16) -> bool {
    link & LEAF != 0
}

/// The index of the leaf or node that the link leads to.
#[inline]
pub(crate) fn index(link: u16) -> usize {
    usize::from(link & !LEAF)
}
