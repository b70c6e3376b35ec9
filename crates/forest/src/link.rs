//! How a tree's parts point at each other: 16-bit links, and slots that are used again.
//!
//! A link is the index of a node, or of a leaf with the top bit set. 16 bits keep a node of a one-column tree within
//! half a cache line. Freed slots wait on a stack, so a full tree never allocates.

/// A link to nothing: the root of an empty tree.
pub(crate) const EMPTY: u16 = u16::MAX;

const LEAF: u16 = 0x8000;

/// The link to leaf `index`.
pub(crate) fn to_leaf(index: u16) -> u16 {
    index | LEAF
}

/// Whether the link leads to a leaf. `EMPTY` does not count: ask for it first.
#[inline]
pub(crate) fn is_leaf(link: u16) -> bool {
    link & LEAF != 0
}

/// The index of the leaf that the link leads to.
#[inline]
pub(crate) fn leaf(link: u16) -> usize {
    usize::from(link & !LEAF)
}

/// The slots of one kind of part, each used or free.
#[derive(Debug, Clone)]
pub(crate) struct Slots {
    free: Vec<u16>,
    next: u16,
}

impl Slots {
    pub(crate) fn new(capacity: usize) -> Self {
        Self { free: Vec::with_capacity(capacity), next: 0 }
    }

    /// A slot to use, and whether it lies at the end of the array and has to be pushed.
    pub(crate) fn take(&mut self) -> (u16, bool) {
        if let Some(slot) = self.free.pop() {
            (slot, false)
        } else {
            self.next += 1;
            (self.next - 1, true)
        }
    }

    pub(crate) fn give_back(&mut self, slot: u16) {
        self.free.push(slot);
    }

    #[cfg(test)]
    pub(crate) fn used(&self) -> usize {
        usize::from(self.next) - self.free.len()
    }
}
