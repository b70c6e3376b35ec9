//! All mapped paths of a schema as one tree, so that one pass over a record finds every column.
//!
//! An object's members are tried in the order of the schema first: records of one stream nearly always keep one order,
//! and then a member is found by comparing its name once. Rejected: a hash of every name (costs more than the
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
    /// Indices into `members` by name, when they are more than [`FEW`].
    by_name: Vec<u32>,
}

#[derive(Debug, Clone)]
struct MemberNode {
    name: String,
    /// The name and its closing quote as they stand in JSON; empty for names that JSON writes with escapes.
    quoted: Vec<u8>,
    node: u32,
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
        for node in &mut tree.nodes {
            node.index();
        }
        Ok(tree)
    }

    fn add(&mut self) -> u32 {
        self.nodes.push(Node::default());
        self.nodes.len() as u32 - 1
    }

    fn member(&mut self, at: u32, name: &str) -> u32 {
        if let Some(member) = self.nodes[at as usize].members.iter().find(|member| member.name == name) {
            return member.node;
        }
        let node = self.add();
        let mut quoted = Vec::new();
        if !name.bytes().any(|byte| byte == b'"' || byte == b'\\' || byte < 0x20) {
            quoted = [name.as_bytes(), b"\""].concat();
        }
        self.nodes[at as usize].members.push(MemberNode { name: name.to_owned(), quoted, node });
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

    /// A node.
    #[inline]
    pub(crate) fn node(&self, node: u32) -> &Node {
        &self.nodes[node as usize]
    }
}

impl Node {
    fn index(&mut self) {
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

    /// Whether the member numbered `expected` begins `text` (which follows the opening quote): its node and the length
    /// of its name with the closing quote.
    #[inline]
    pub(crate) fn predicted(&self, expected: usize, text: &[u8]) -> Option<(u32, usize)> {
        let member = self.members.get(expected)?;
        let length = member.quoted.len();
        if length > 0 && text.starts_with(&member.quoted) { Some((member.node, length)) } else { None }
    }

    /// The member of a name: its number and node.
    pub(crate) fn find(&self, name: &str) -> Option<(usize, u32)> {
        let index = if self.by_name.is_empty() {
            self.members.iter().position(|member| member.name == name)?
        } else {
            let of = |&index: &u32| self.members[index as usize].name.as_str();
            self.by_name[self.by_name.binary_search_by(|index| of(index).cmp(name)).ok()?] as usize
        };
        Some((index, self.members[index].node))
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
        let (_, a) = root.find("a").unwrap();
        assert_eq!((&tree.node(a).columns[..], &tree.node(a).below[..]), (&[2][..], &[0][..]));
        let (_, b) = root.find("b").unwrap();
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
