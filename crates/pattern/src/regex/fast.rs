//! The syntax and the ways of FAST_REGEX_LOG_PARSE.
//!
//! The pattern is cut into expressions, one for each group and one for what stands between groups. What has a fixed length at the
//! beginning of an expression ends the one before. The expressions are then matched one after another, each as short as can be, and
//! none of them again: `(.*)_+(._.*)` fails on `Mary_had`, since the first `_` is taken. The whole text has to be used up.
//!
//! Where the SQL reference's examples and its description differ, the description is followed, with one exception: a repetition that
//! would be an expression of its own outside of the groups takes all it can, as taking as little as it can would make it mean nothing.

use super::{
    class::{Class, Item, Kind},
    node::{Assertion, Mode, Node},
};
use crate::error::PatternError;

const MAX_DEPTH: usize = 50;
const MAX_COUNT: u32 = 1000;
const MAX_GROUPS: usize = 200;

type Parse<T> = Result<T, PatternError>;

struct Parser {
    chars: Vec<char>,
    at: usize,
    depth: usize,
    groups: usize,
}

/// A part of the pattern at its outermost level.
struct Part {
    node: Node,
    /// The group it stands in; 0 outside.
    group: usize,
    /// The parenthesis around it.
    opens: Option<usize>,
    closes: Option<usize>,
}

/// The pattern as a tree, and its groups.
pub(super) fn parse(pattern: &str) -> Parse<(Node, usize)> {
    let mut parser = Parser { chars: pattern.chars().collect(), at: 0, depth: 0, groups: 0 };
    let parts = parser.parts()?;
    if parser.at < parser.chars.len() {
        return Err(parser.fault("this ) closes nothing"));
    }
    Ok((assemble(parts), parser.groups))
}

/// The expressions one after another.
fn assemble(parts: Vec<Part>) -> Node {
    let mut pieces: Vec<Vec<Node>> = vec![Vec::new()];
    let mut lengths: Vec<(usize, bool)> = vec![(0, false)];
    let mut before = None;
    // Whether what this expression has so far is of a fixed length.
    let mut fixed = false;
    for part in parts {
        if before != Some(part.group) {
            fixed = before.is_some();
            before = Some(part.group);
        }
        let (min, max) = part.node.width();
        if fixed && Some(min) != max {
            fixed = false;
            pieces.push(Vec::new());
            lengths.push((0, false));
        }
        let (Some(piece), Some(length)) = (pieces.last_mut(), lengths.last_mut()) else { continue };
        length.0 += 1;
        length.1 = part.group == 0;
        piece.extend(part.opens.map(|group| Node::Mark(2 * group)));
        piece.push(part.node);
        piece.extend(part.closes.map(|group| Node::Mark(2 * group + 1)));
    }
    let last = pieces.len() - 1;
    let nodes = pieces.into_iter().zip(lengths).enumerate().map(|(index, (mut nodes, (count, outside)))| {
        if count == 1
            && outside
            && let Some(Node::Repeat { mode, .. }) = nodes.first_mut()
        {
            *mode = Mode::Possessive;
        }
        if index == last {
            nodes.push(Node::Assert(Assertion::End));
        }
        Node::Atomic(Box::new(Node::concat(nodes)))
    });
    Node::concat(nodes.collect())
}

impl Parser {
    fn fault(&self, message: &str) -> PatternError {
        PatternError::new(self.at, message).hint("a sign is itself behind a backslash or in double quotes")
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn eat(&mut self, c: char) -> bool {
        let there = self.peek() == Some(c);
        self.at += usize::from(there);
        there
    }

    /// The outermost level, with the groups' contents opened.
    fn parts(&mut self) -> Parse<Vec<Part>> {
        let mut parts = Vec::new();
        let begun = (self.at, self.groups);
        while let Some(c) = self.peek() {
            match c {
                '|' => {
                    // A choice at the outermost level is one expression.
                    (self.at, self.groups) = begun;
                    let node = self.union()?;
                    return Ok(vec![Part { node, group: 0, opens: None, closes: None }]);
                }
                ')' => break,
                '(' if self.chars.get(self.at + 1) != Some(&')') => {
                    let opened = (self.at, self.groups);
                    if let Some(mut inside) = self.open_group()? {
                        parts.append(&mut inside);
                    } else {
                        (self.at, self.groups) = opened;
                        let node = self.repeated()?;
                        parts.push(Part { node, group: 0, opens: None, closes: None });
                    }
                }
                _ => self.push_repeated(&mut parts, 0)?,
            }
        }
        Ok(parts)
    }

    /// A group whose contents are a sequence and that is not repeated; `None` for another.
    fn open_group(&mut self) -> Parse<Option<Vec<Part>>> {
        if self.groups >= MAX_GROUPS {
            return Err(self.fault("a pattern has at most 200 groups"));
        }
        self.at += 1;
        self.groups += 1;
        let group = self.groups;
        let mut inside: Vec<Part> = Vec::new();
        while let Some(c) = self.peek() {
            match c {
                ')' => break,
                '|' => return Ok(None),
                _ => self.push_repeated(&mut inside, group)?,
            }
        }
        if !self.eat(')') {
            return Err(self.fault("a ( is not closed"));
        }
        if self.peek().is_some_and(|c| matches!(c, '*' | '+' | '?' | '{')) {
            return Ok(None);
        }
        if let Some(first) = inside.first_mut() {
            first.opens = Some(group);
        }
        if let Some(last) = inside.last_mut() {
            last.closes = Some(group);
        }
        Ok(Some(inside))
    }

    /// `x+` is `x` and `x*`, so that the first ends the expression before.
    fn push_repeated(&mut self, parts: &mut Vec<Part>, group: usize) -> Parse<()> {
        let node = self.repeated()?;
        let part = |node| Part { node, group, opens: None, closes: None };
        match node {
            Node::Repeat { node, min: 1, max: None, mode } => {
                parts.push(part((*node).clone()));
                parts.push(part(node.star(mode)));
            }
            node => parts.push(part(node)),
        }
        Ok(())
    }

    fn union(&mut self) -> Parse<Node> {
        if self.depth >= MAX_DEPTH {
            return Err(self.fault("the pattern is nested too deeply"));
        }
        self.depth += 1;
        let mut branches = vec![self.sequence()?];
        while self.eat('|') {
            branches.push(self.sequence()?);
        }
        self.depth -= 1;
        Ok(if branches.len() == 1 { branches.remove(0) } else { Node::Either(branches) })
    }

    fn sequence(&mut self) -> Parse<Node> {
        let mut nodes = Vec::new();
        while self.peek().is_some_and(|c| !matches!(c, '|' | ')')) {
            nodes.push(self.repeated()?);
        }
        Ok(Node::concat(nodes))
    }

    fn repeated(&mut self) -> Parse<Node> {
        let mut node = self.atom()?;
        loop {
            let (min, max) = if self.eat('*') {
                (0, None)
            } else if self.eat('+') {
                (1, None)
            } else if self.eat('?') {
                (0, Some(1))
            } else if self.eat('{') {
                self.counts()?
            } else {
                return Ok(node);
            };
            node = Node::Repeat { node: Box::new(node), min, max, mode: Mode::Lazy };
        }
    }

    fn counts(&mut self) -> Parse<(u32, Option<u32>)> {
        let wrong = "after { comes a count, as in {2} or {2,5}";
        let min = self.count().ok_or_else(|| self.fault(wrong))?;
        let max = if self.eat(',') { self.count() } else { Some(min) };
        if !self.eat('}') || max.is_some_and(|max| max < min) {
            return Err(self.fault(wrong));
        }
        Ok((min, max))
    }

    fn count(&mut self) -> Option<u32> {
        let digits: String = self.chars[self.at..].iter().take_while(|c| c.is_ascii_digit()).collect();
        self.at += digits.len();
        digits.parse().ok().filter(|count| *count <= MAX_COUNT)
    }

    fn atom(&mut self) -> Parse<Node> {
        let Some(c) = self.peek() else { return Err(self.fault("the pattern ends too early")) };
        self.at += 1;
        Ok(match c {
            '(' if self.eat(')') => Node::Empty,
            '(' => {
                if self.groups >= MAX_GROUPS {
                    return Err(self.fault("a pattern has at most 200 groups"));
                }
                self.groups += 1;
                let group = self.groups;
                let inside = self.union()?;
                if !self.eat(')') {
                    return Err(self.fault("a ( is not closed"));
                }
                Node::concat(vec![Node::Mark(2 * group), inside, Node::Mark(2 * group + 1)])
            }
            '[' => Node::Class(Box::new(self.set()?)),
            '.' => Node::kind(Kind::All),
            '#' => Node::Fail,
            '@' => Node::kind(Kind::All).star(Mode::Lazy),
            '"' => {
                let text: Vec<Node> =
                    self.chars[self.at..].iter().take_while(|c| **c != '"').map(|c| Node::Char(*c)).collect();
                self.at += text.len();
                if !self.eat('"') {
                    return Err(self.fault("a string is not closed"));
                }
                Node::concat(text)
            }
            '<' => {
                let name: String = self.chars[self.at..].iter().take_while(|c| **c != '>').collect();
                self.at += name.chars().count() + 1;
                match Kind::named(&name) {
                    Some(kind) => Node::kind(kind),
                    None => {
                        return Err(self.fault("there is no set of that name")
                            .hint("named sets are <Digit>, <Alpha>, <Alnum>, <Upper>, <Lower>, <Punct>, <Space>, <XDigit> and so on; intervals such as <1-31> are not supported"));
                    }
                }
            }
            '&' | '~' => {
                self.at -= 1;
                return Err(self.fault("intersection and complement are not supported"));
            }
            '\\' => {
                let Some(taken) = self.peek() else { return Err(self.fault("a backslash ends the pattern")) };
                self.at += 1;
                Node::Char(taken)
            }
            '*' | '+' | '?' | '{' => {
                self.at -= 1;
                return Err(self.fault("a repetition has nothing to repeat"));
            }
            _ => Node::Char(c),
        })
    }

    fn set(&mut self) -> Parse<Class> {
        let mut class = Class { negated: self.eat('^'), ..Class::default() };
        loop {
            if self.eat(']') {
                return Ok(class);
            }
            let from = self.set_character()?;
            let range = self.peek() == Some('-') && self.chars.get(self.at + 1) != Some(&']');
            let to = if range {
                self.at += 1;
                self.set_character()?
            } else {
                from
            };
            if to < from {
                return Err(self.fault("a range is backwards"));
            }
            class.items.push(Item::Range(from, to));
        }
    }

    fn set_character(&mut self) -> Parse<char> {
        self.eat('\\');
        let Some(c) = self.peek() else { return Err(self.fault("a [ is not closed")) };
        self.at += 1;
        Ok(c)
    }
}
