//! The syntax of `java.util.regex`.

use super::{
    class::{Class, Item, Kind},
    node::{Assertion, Mode, Node},
};
use crate::error::PatternError;

/// How deep parentheses and sets may nest.
const MAX_DEPTH: usize = 50;
/// Greatest count in braces.
const MAX_COUNT: u32 = 1000;
/// Most groups that capture.
const MAX_GROUPS: usize = 200;

pub(super) struct Parsed {
    pub(super) node: Node,
    pub(super) groups: usize,
    pub(super) names: Vec<(String, usize)>,
}

#[derive(Debug, Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four switches of the syntax that have nothing to do with each other"
)]
struct Flags {
    fold: bool,
    dot_all: bool,
    lines: bool,
    comments: bool,
}

struct Parser {
    chars: Vec<char>,
    at: usize,
    flags: Flags,
    groups: usize,
    /// Groups of the whole pattern: `\1` may stand before its group is complete.
    names: Vec<(String, usize)>,
    depth: usize,
}

type Parse<T> = Result<T, PatternError>;

pub(super) fn parse(pattern: &str) -> Parse<Parsed> {
    let mut parser = Parser {
        chars: pattern.chars().collect(),
        at: 0,
        flags: Flags::default(),
        groups: 0,
        names: Vec::new(),
        depth: 0,
    };
    let node = parser.either()?;
    if parser.at < parser.chars.len() {
        return Err(parser.fault("this ) closes nothing").hint("write \\) for the character itself"));
    }
    Ok(Parsed { node, groups: parser.groups, names: parser.names })
}

impl Parser {
    fn fault(&self, message: impl Into<String>) -> PatternError {
        PatternError::new(self.at, message)
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn eat(&mut self, c: char) -> bool {
        let there = self.peek() == Some(c);
        self.at += usize::from(there);
        there
    }

    fn eat_all(&mut self, text: &str) -> bool {
        let there = text.chars().enumerate().all(|(ahead, c)| self.chars.get(self.at + ahead) == Some(&c));
        if there {
            self.at += text.chars().count();
        }
        there
    }

    /// Blanks and comments that `(?x)` allows.
    fn skip_comments(&mut self) {
        while self.flags.comments {
            match self.peek() {
                Some(c) if c.is_whitespace() => self.at += 1,
                Some('#') => {
                    while self.peek().is_some_and(|c| c != '\n') {
                        self.at += 1;
                    }
                }
                _ => return,
            }
        }
    }

    fn either(&mut self) -> Parse<Node> {
        if self.depth >= MAX_DEPTH {
            return Err(self.fault("the pattern is nested too deeply"));
        }
        self.depth += 1;
        let mut branches = vec![self.sequence()?];
        while self.eat('|') {
            branches.push(self.sequence()?);
        }
        self.depth -= 1;
        Ok(match (branches.pop(), branches.is_empty()) {
            (Some(only), true) => only,
            (last, _) => {
                branches.extend(last);
                Node::Either(branches)
            }
        })
    }

    fn sequence(&mut self) -> Parse<Node> {
        let mut nodes = Vec::new();
        loop {
            self.skip_comments();
            match self.peek() {
                None | Some('|' | ')') => return Ok(Node::concat(nodes)),
                Some(_) => {}
            }
            if self.eat_all("\\Q") {
                let mut quoted = Vec::new();
                while self.at < self.chars.len() && !self.eat_all("\\E") {
                    quoted.push(self.character(self.chars[self.at]));
                    self.at += 1;
                }
                // `\Qab\E*` repeats the last character only.
                let last = quoted.pop();
                nodes.append(&mut quoted);
                if let Some(last) = last {
                    nodes.push(self.repeated(last)?);
                }
                continue;
            }
            let atom = self.atom()?;
            nodes.push(self.repeated(atom)?);
        }
    }

    fn character(&self, c: char) -> Node {
        if self.flags.fold && c.is_ascii_alphabetic() {
            Node::Folded(c.to_ascii_lowercase())
        } else {
            Node::Char(c)
        }
    }

    /// An atom with the repetitions behind it.
    fn repeated(&mut self, atom: Node) -> Parse<Node> {
        let mut node = atom;
        let mut done = false;
        loop {
            self.skip_comments();
            let (min, max) = match self.peek() {
                Some('*') => (0, None),
                Some('+') => (1, None),
                Some('?') => (0, Some(1)),
                Some('{') => self.counts()?,
                _ => return Ok(node),
            };
            self.at += 1;
            let mode = if self.eat('?') {
                Mode::Lazy
            } else if self.eat('+') {
                Mode::Possessive
            } else {
                Mode::Greedy
            };
            if std::mem::replace(&mut done, true) {
                return Err(self.fault("a repetition is repeated").hint("put the inner one into (?:…)"));
            }
            node = Node::Repeat { node: Box::new(node), min, max, mode };
        }
    }

    /// `{n}`, `{n,}`, `{n,m}`, up to the closing brace.
    fn counts(&mut self) -> Parse<(u32, Option<u32>)> {
        let wrong = |parser: &Self| {
            parser
                .fault("after { comes a count, as in {2} or {2,5}")
                .hint("write \\{ for the character itself")
        };
        self.at += 1;
        let min = self.count()?.ok_or_else(|| wrong(self))?;
        let max = if self.eat(',') { self.count()? } else { Some(min) };
        if self.peek() != Some('}') {
            return Err(wrong(self));
        }
        if max.is_some_and(|max| max < min) {
            return Err(self.fault("the greatest count is below the least"));
        }
        Ok((min, max))
    }

    fn count(&mut self) -> Parse<Option<u32>> {
        let mut value: Option<u32> = None;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            let grown = value.unwrap_or(0) * 10 + digit;
            if grown > MAX_COUNT {
                return Err(self.fault(format!("a count is at most {MAX_COUNT}")));
            }
            value = Some(grown);
            self.at += 1;
        }
        Ok(value)
    }

    fn atom(&mut self) -> Parse<Node> {
        let Some(c) = self.peek() else { return Err(self.fault("the pattern ends too early")) };
        match c {
            '(' => self.group(),
            '[' => {
                let class = self.set()?;
                Ok(Node::Class(Box::new(class)))
            }
            '\\' => self.escape(),
            '*' | '+' | '?' | '{' => Err(self
                .fault(format!("{c} repeats nothing"))
                .hint("write a backslash before it for the character itself")),
            _ => {
                self.at += 1;
                Ok(match c {
                    '.' => Node::kind(if self.flags.dot_all { Kind::All } else { Kind::InLine }),
                    '^' => {
                        Node::Assert(if self.flags.lines { Assertion::LineStart } else { Assertion::Start })
                    }
                    '$' => {
                        Node::Assert(if self.flags.lines { Assertion::LineEnd } else { Assertion::LastLine })
                    }
                    _ => self.character(c),
                })
            }
        }
    }

    fn group(&mut self) -> Parse<Node> {
        let opened = self.at;
        self.at += 1;
        let flags = self.flags;
        let mut number = None;
        let mut wrap: fn(Node) -> Node = |node| node;
        if self.eat('?') {
            if self.eat(':') {
                // Only held together.
            } else if self.eat('=') {
                wrap = |node| Node::Look { node: Box::new(node), behind: false, negated: false };
            } else if self.eat('!') {
                wrap = |node| Node::Look { node: Box::new(node), behind: false, negated: true };
            } else if self.eat_all("<=") {
                wrap = |node| Node::Look { node: Box::new(node), behind: true, negated: false };
            } else if self.eat_all("<!") {
                wrap = |node| Node::Look { node: Box::new(node), behind: true, negated: true };
            } else if self.eat('>') {
                wrap = |node| Node::Atomic(Box::new(node));
            } else if self.eat('<') {
                let name = self.name('>')?;
                if self.names.iter().any(|(known, _)| *known == name) {
                    return Err(self.fault(format!("two groups are called {name}")));
                }
                number = Some(self.new_group()?);
                self.names.push((name, self.groups));
            } else if self.switch()? {
                // `(?i)`: for the rest of the group around it.
                return Ok(Node::Empty);
            }
        } else {
            number = Some(self.new_group()?);
        }
        let inside = self.either()?;
        if !self.eat(')') {
            self.at = opened;
            return Err(self.fault("this ( is not closed").hint("write \\( for the character itself"));
        }
        self.flags = flags;
        Ok(match number {
            None => wrap(inside),
            Some(group) => Node::concat(vec![Node::Mark(2 * group), inside, Node::Mark(2 * group + 1)]),
        })
    }

    fn new_group(&mut self) -> Parse<usize> {
        if self.groups >= MAX_GROUPS {
            return Err(self.fault(format!("a pattern has at most {MAX_GROUPS} groups")));
        }
        self.groups += 1;
        Ok(self.groups)
    }

    fn name(&mut self, end: char) -> Parse<String> {
        let mut name = String::new();
        while let Some(c) = self.peek().filter(char::is_ascii_alphanumeric) {
            name.push(c);
            self.at += 1;
        }
        if name.starts_with(|c: char| c.is_ascii_alphabetic()) && self.eat(end) {
            return Ok(name);
        }
        Err(self.fault("the name of a group is letters and digits"))
    }

    /// Flags; true when the group is only that, `(?i)`, and false for `(?i:`.
    fn switch(&mut self) -> Parse<bool> {
        let mut on = true;
        loop {
            let Some(c) = self.peek() else { return Err(self.fault("a group is not closed")) };
            self.at += 1;
            match c {
                '-' => on = false,
                'i' => self.flags.fold = on,
                's' => self.flags.dot_all = on,
                'm' => self.flags.lines = on,
                'x' => self.flags.comments = on,
                'u' => {}
                ':' => return Ok(false),
                ')' => return Ok(true),
                _ => {
                    self.at -= 1;
                    return Err(self.fault(format!("the group (?{c} is not supported"))
                        .hint("supported are (?:…), (?=…), (?!…), (?<=…), (?<!…), (?>…), (?<name>…) and the flags i, s, m, x, u"));
                }
            }
        }
    }

    /// A backslash and what it stands before, outside of a set.
    fn escape(&mut self) -> Parse<Node> {
        let begun = self.at;
        self.at += 1;
        let Some(c) = self.peek() else {
            return Err(self
                .fault("a backslash ends the pattern")
                .hint("write \\\\ for the character itself"));
        };
        self.at += 1;
        Ok(match c {
            'b' => Node::Assert(Assertion::Boundary),
            'B' => Node::Assert(Assertion::NoBoundary),
            'A' => Node::Assert(Assertion::Start),
            'Z' => Node::Assert(Assertion::LastLine),
            'z' => Node::Assert(Assertion::End),
            'R' => {
                let pair = Node::Concat(vec![Node::Char('\r'), Node::Char('\n')]);
                Node::Either(vec![pair, Node::kind(Kind::Vertical)])
            }
            'k' => {
                if !self.eat('<') {
                    return Err(self.fault("\\k needs a name, as in \\k<day>"));
                }
                let name = self.name('>')?;
                let group = self.names.iter().find(|(known, _)| *known == name).map(|(_, group)| *group);
                let Some(group) = group else {
                    return Err(self.fault(format!("no group before it is called {name}")));
                };
                Node::BackReference { group, fold: self.flags.fold }
            }
            '1'..='9' => self.back_reference(c),
            _ => {
                self.at = begun;
                match self.set_escape()? {
                    Item::Range(c, _) => self.character(c),
                    item => Node::Class(Box::new(Class { items: vec![item], ..Class::default() })),
                }
            }
        })
    }

    /// `\12` is group 12 when there is one by then, else group 1 and the character 2.
    fn back_reference(&mut self, first: char) -> Node {
        let mut group = first as usize - '0' as usize;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            let longer = group * 10 + digit as usize;
            if longer > self.groups {
                break;
            }
            group = longer;
            self.at += 1;
        }
        if group > self.groups {
            // It can never match: nothing was captured.
            return Node::Fail;
        }
        Node::BackReference { group, fold: self.flags.fold }
    }

    /// A backslash and what it stands before, as a set can hold it: a character comes as a range of one.
    fn set_escape(&mut self) -> Parse<Item> {
        self.at += 1;
        let Some(c) = self.peek() else {
            return Err(self
                .fault("a backslash ends the pattern")
                .hint("write \\\\ for the character itself"));
        };
        self.at += 1;
        let kind = |kind, negated| Ok(Item::Kind { kind, negated });
        let single = |c: char| Ok(Item::Range(c, c));
        match c {
            'd' => kind(Kind::Digit, false),
            'D' => kind(Kind::Digit, true),
            'w' => kind(Kind::Word, false),
            'W' => kind(Kind::Word, true),
            's' => kind(Kind::Space, false),
            'S' => kind(Kind::Space, true),
            'h' => kind(Kind::Horizontal, false),
            'H' => kind(Kind::Horizontal, true),
            'v' => kind(Kind::Vertical, false),
            'V' => kind(Kind::Vertical, true),
            'p' | 'P' => self.property(c == 'P'),
            't' => single('\t'),
            'n' => single('\n'),
            'r' => single('\r'),
            'f' => single('\u{c}'),
            'a' => single('\u{7}'),
            'e' => single('\u{1b}'),
            'c' => {
                let control = self.peek().filter(char::is_ascii).map(|c| char::from(c as u8 ^ 0x40));
                self.at += 1;
                control.map_or_else(|| Err(self.fault("\\c needs a letter")), single)
            }
            'x' | 'u' => self.hexadecimal(c),
            '0' => {
                let digits: String =
                    self.chars[self.at..].iter().take(3).take_while(|c| ('0'..='7').contains(*c)).collect();
                self.at += digits.len();
                let code = u32::from_str_radix(&digits, 8).ok().and_then(char::from_u32);
                code.map_or_else(|| Err(self.fault("\\0 needs octal digits")), single)
            }
            _ if c.is_ascii_alphanumeric() => {
                self.at -= 1;
                Err(self
                    .fault(format!("\\{c} is not supported"))
                    .hint("a backslash stands before a sign, or a letter that means a set"))
            }
            _ => single(c),
        }
    }

    /// `\x41`, `\x{1F600}`, `\u0041`.
    fn hexadecimal(&mut self, form: char) -> Parse<Item> {
        let braces = form == 'x' && self.eat('{');
        let length = if braces {
            6
        } else if form == 'x' {
            2
        } else {
            4
        };
        let digits: String =
            self.chars[self.at..].iter().take(length).take_while(|c| c.is_ascii_hexdigit()).collect();
        self.at += digits.len();
        let whole = if braces { self.eat('}') } else { digits.len() == length };
        let code = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32).filter(|_| whole);
        match code {
            Some(c) => Ok(Item::Range(c, c)),
            None => Err(self.fault(format!("\\{form} needs the hexadecimal number of a character"))),
        }
    }

    /// `\p{Alpha}`, `\pL`.
    fn property(&mut self, negated: bool) -> Parse<Item> {
        let name: String = if self.eat('{') {
            let name: String = self.chars[self.at..].iter().take_while(|c| **c != '}').collect();
            self.at += name.chars().count() + 1;
            name
        } else {
            self.at += 1;
            self.chars.get(self.at - 1).into_iter().collect()
        };
        let (negated, plain) = match name.strip_prefix('^') {
            Some(plain) => (!negated, plain),
            None => (negated, name.as_str()),
        };
        match Kind::named(plain) {
            Some(kind) => Ok(Item::Kind { kind, negated }),
            None => Err(self.fault(format!("the set \\p{{{name}}} is not supported"))
                .hint("supported are Lower, Upper, Alpha, Digit, Alnum, Punct, Graph, Print, Blank, Cntrl, XDigit, Space, ASCII, L, Lu, Ll and N")),
        }
    }

    /// `[…]` with ranges, sets inside and `&&`.
    fn set(&mut self) -> Parse<Class> {
        let opened = self.at;
        if self.depth >= MAX_DEPTH {
            return Err(self.fault("the pattern is nested too deeply"));
        }
        self.depth += 1;
        self.at += 1;
        let negated = self.eat('^');
        let mut class = Class { negated, fold: self.flags.fold, ..Class::default() };
        let mut part = Vec::new();
        let mut parts: Vec<Vec<Item>> = Vec::new();
        let mut first = true;
        loop {
            self.skip_comments();
            let Some(c) = self.peek() else {
                self.at = opened;
                return Err(self.fault("this [ is not closed").hint("write \\[ for the character itself"));
            };
            if c == ']' && !(first && parts.is_empty()) {
                self.at += 1;
                break;
            }
            first = false;
            if self.eat_all("&&") {
                parts.push(std::mem::take(&mut part));
                continue;
            }
            part.push(self.set_item(c)?);
        }
        self.depth -= 1;
        parts.push(part);
        let mut parts = parts.into_iter().filter(|part| !part.is_empty());
        class.items = parts.next().unwrap_or_default();
        class.also = parts.map(|items| Class { items, fold: class.fold, ..Class::default() }).collect();
        Ok(class)
    }

    fn set_item(&mut self, c: char) -> Parse<Item> {
        if c == '[' {
            return self.set().map(Item::Set);
        }
        let from = if c == '\\' {
            match self.set_escape()? {
                Item::Range(c, _) => c,
                item => return Ok(item),
            }
        } else {
            self.at += 1;
            c
        };
        let range =
            self.peek() == Some('-') && !matches!(self.chars.get(self.at + 1), None | Some(']' | '['));
        if !range {
            return Ok(Item::Range(from, from));
        }
        self.at += 1;
        let to = if self.peek() == Some('\\') {
            match self.set_escape()? {
                Item::Range(c, _) => c,
                _ => return Err(self.fault("a range ends with a character")),
            }
        } else {
            self.at += 1;
            self.chars[self.at - 1]
        };
        if to < from {
            return Err(self.fault(format!("the range {from}-{to} is backwards")));
        }
        Ok(Item::Range(from, to))
    }
}
