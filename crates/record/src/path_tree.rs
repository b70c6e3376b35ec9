//! All mapped paths of a schema as one tree, so that one pass over a record finds every column.
//!
//! An object's members are expected in the order of the records before, at first in that of the schema: records of one
//! stream nearly always keep one order, and then a member is found by comparing its name once. Rejected: a hash of every name (costs more than the
//! comparison that has to follow it), one search per column (reads the record once a column).

use crate::{
    error::ErrorKind,
    json_path::{Step, parse_path},
};

/// Members up to this many are searched one after another.
const FEW: usize = 8;

/// The tree; node 0 is the row.
#[derive(Debug, Clone)]
pub(crate) struct PathTree {
    nodes: Vec<Node>,
    /// Columns below the flattened array, ascending; empty when no array is flattened.
    pub element_columns: Vec<u32>,
}

/// One place in a record that some column needs.
#[derive(Debug, Clone, Default)]
pub(crate) struct Node {
    /// Columns that take the value here.
    pub columns: Vec<u32>,
    /// Columns that take a value below, elements of an array included.
    pub below: Vec<u32>,
    /// The node of each element, when an array here is flattened.
    pub elements: Option<u32>,
    /// Whether the flattened array is here or below.
    pub holds_array: bool,
    members: Vec<MemberNode>,
    /// Which member is expected first, and after each member: what came there last. Only speed depends on it.
    follows: Vec<u32>,
    /// Indices into `members` by name, when they are more than [`FEW`].
    by_name: Vec<u32>,
}

#[derive(Debug, Clone)]
struct MemberNode {
    name: String,
    /// The name and its closing quote as they stand in JSON; empty for names that JSON writes with escapes.
    quoted: Vec<u8>,
    /// Up to 16 bytes of `quoted`, and ones where they are.
    head: u128,
    head_mask: u128,
    target: Place,
}

/// Where a member's value goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Into one column, and nothing below is wanted: nearly always so.
    Column(u32),
    /// To a node.
    Node(u32),
}

impl PathTree {
    /// The tree of the mappings, one a column.
    pub(crate) fn new<'a>(mappings: impl Iterator<Item = &'a str>) -> Result<Self, ErrorKind> {
        let mut tree = Self { nodes: vec![Node::default()], element_columns: Vec::new() };
        let mut flattened: Option<(u32, &str)> = None;
        for (column, mapping) in mappings.enumerate() {
            let column = column as u32;
            let mut at = 0;
            let steps = parse_path(mapping)?;
            let mut flattens = steps.iter().filter(|&step| *step == Step::Elements).count();
            for step in steps {
                tree.nodes[at as usize].below.push(column);
                tree.nodes[at as usize].holds_array |= flattens > 0;
                at = match step {
                    Step::Member(name) => tree.member(at, &name),
                    Step::Elements => {
                        flattens -= 1;
                        if let Some((array, other)) = flattened
                            && array != at
                        {
                            return Err(ErrorKind::TwoArrays(other.to_owned(), mapping.to_owned()));
                        }
                        flattened = Some((at, mapping));
                        tree.element_columns.push(column);
                        tree.elements(at)
                    }
                };
            }
            tree.nodes[at as usize].columns.push(column);
        }
        let leaves: Vec<Option<u32>> = tree.nodes.iter().map(Node::as_leaf).collect();
        for node in &mut tree.nodes {
            node.index();
            for member in &mut node.members {
                if let Place::Node(node) = member.target
                    && let Some(column) = leaves[node as usize]
                {
                    member.target = Place::Column(column);
                }
            }
        }
        Ok(tree)
    }

    fn add(&mut self) -> u32 {
        self.nodes.push(Node::default());
        self.nodes.len() as u32 - 1
    }

    fn member(&mut self, at: u32, name: &str) -> u32 {
        if let Some(member) = self.nodes[at as usize].members.iter().find(|member| member.name == name) {
            // Leaves become columns when the tree is complete.
            return if let Place::Node(node) = member.target { node } else { 0 };
        }
        let node = self.add();
        let mut quoted = Vec::new();
        if !name.bytes().any(|byte| byte == b'"' || byte == b'\\' || byte < 0x20) {
            quoted = [name.as_bytes(), b"\""].concat();
        }
        let mut head = [0; 16];
        let mut mask = [0; 16];
        for (index, &byte) in quoted.iter().take(16).enumerate() {
            (head[index], mask[index]) = (byte, 0xff);
        }
        self.nodes[at as usize].members.push(MemberNode {
            name: name.to_owned(),
            quoted,
            head: u128::from_le_bytes(head),
            head_mask: u128::from_le_bytes(mask),
            target: Place::Node(node),
        });
        node
    }

    fn elements(&mut self, at: u32) -> u32 {
        if let Some(node) = self.nodes[at as usize].elements {
            return node;
        }
        let node = self.add();
        self.nodes[at as usize].elements = Some(node);
        node
    }

    /// A node, to learn.
    #[inline]
    pub(crate) fn node_mut(&mut self, node: u32) -> &mut Node {
        &mut self.nodes[node as usize]
    }

    /// A node.
    #[inline]
    pub(crate) fn node(&self, node: u32) -> &Node {
        &self.nodes[node as usize]
    }
}

impl Node {
    /// The only column of a node with nothing below.
    fn as_leaf(&self) -> Option<u32> {
        match self.columns[..] {
            [column] if self.members.is_empty() && self.elements.is_none() => Some(column),
            _ => None,
        }
    }

    fn index(&mut self) {
        self.follows = (0..=self.members.len() as u32).collect();
        if self.members.len() > FEW {
            self.by_name = (0..self.members.len() as u32).collect();
            self.by_name.sort_by(|&a, &b| self.members[a as usize].name.cmp(&self.members[b as usize].name));
        }
    }

    /// Whether values inside an object here are wanted.
    #[inline]
    pub(crate) fn has_members(&self) -> bool {
        !self.members.is_empty()
    }

    /// If the member expected at a place (0 at the beginning, else the number of the member before, plus one) begins
    /// `text`, which follows the opening quote: its number, where its value goes, and the length of its name with the
    /// closing quote.
    #[inline]
    pub(crate) fn predicted(&self, before: usize, text: &[u8]) -> Option<(usize, Place, usize)> {
        let number = *self.follows.get(before)? as usize;
        let member = self.members.get(number)?;
        let length = member.quoted.len();
        let same = match text.first_chunk::<16>() {
            // One comparison of two words, where a call to compare slices costs more than the rest of the member.
            Some(head) => {
                (u128::from_le_bytes(*head) ^ member.head) & member.head_mask == 0
                    && (length <= 16 || text.get(16..length) == member.quoted.get(16..))
            }
            None => text.starts_with(&member.quoted),
        };
        if same && length > 0 { Some((number, member.target, length)) } else { None }
    }

    /// Expects from now on what was found at a place.
    #[inline]
    pub(crate) fn learn(&mut self, before: usize, number: usize) {
        self.follows[before] = number as u32;
    }

    /// The member of a name: its number and where its value goes.
    pub(crate) fn find(&self, name: &str) -> Option<(usize, Place)> {
        let index = if self.by_name.is_empty() {
            self.members.iter().position(|member| member.name == name)?
        } else {
            let of = |&index: &u32| self.members[index as usize].name.as_str();
            self.by_name[self.by_name.binary_search_by(|index| of(index).cmp(name)).ok()?] as usize
        };
        Some((index, self.members[index].target))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_share_their_beginnings() {
        let tree = PathTree::new(["$.a.x", "$.b[0:].y", "$.a", "$.b[0:].z", "$.b"].into_iter()).unwrap();
        let root = tree.node(0);
        assert_eq!(root.below, [0, 1, 2, 3, 4]);
        let at = |name: &str| match root.find(name) {
            Some((_, Place::Node(node))) => node,
            other => panic!("{other:?}"),
        };
        let a = at("a");
        assert_eq!(tree.node(a).find("x"), Some((0, Place::Column(0))));
        assert_eq!((&tree.node(a).columns[..], &tree.node(a).below[..]), (&[2][..], &[0][..]));
        let b = at("b");
        assert_eq!((&tree.node(b).columns[..], &tree.node(b).below[..]), (&[4][..], &[1, 3][..]));
        assert_eq!(tree.element_columns, [1, 3]);
        assert!(root.find("c").is_none());
    }

    #[test]
    fn one_array_is_flattened() {
        let two = PathTree::new(["$.a[0:].x", "$.b[0:].y"].into_iter());
        assert_eq!(two.unwrap_err(), ErrorKind::TwoArrays("$.a[0:].x".into(), "$.b[0:].y".into()));
        assert!(PathTree::new(["$.a[0:].x", "$.b[0:]"].into_iter()).is_ok());
    }

    #[test]
    fn many_members_are_found_by_search() {
        let names: Vec<String> = (0..100).map(|n| format!("$.c{}", n * 7 % 100)).collect();
        let tree = PathTree::new(names.iter().map(String::as_str)).unwrap();
        for (index, name) in names.iter().enumerate() {
            assert_eq!(tree.node(0).find(&name[2..]).map(|(index, _)| index), Some(index));
        }
        assert!(tree.node(0).find("c100").is_none());
    }
}
