//! The syntax of SIMILAR TO: `%` and `_` of LIKE, with `| * + ? {n,m} ( ) [ ]`.

use super::{
    class::{Class, Item, Kind},
    node::{Mode, Node},
};
use crate::error::PatternError;

const MAX_DEPTH: usize = 50;
const MAX_COUNT: u32 = 1000;

type Parse<T> = Result<T, PatternError>;

struct Parser {
    chars: Vec<char>,
    at: usize,
    escape: Option<char>,
    depth: usize,
    mode: Mode,
}

pub(super) fn parse(pattern: &str, escape: Option<char>) -> Parse<Node> {
    part(pattern, escape, Mode::Greedy)
}

/// `before ESC" wanted ESC" behind`. What is before takes as little as it can.
pub(super) fn parse_parts(pattern: &str, escape: char) -> Parse<Node> {
    let mut parts = vec![String::new()];
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        if c == escape && chars.next_if_eq(&'"').is_some() {
            parts.push(String::new());
            continue;
        }
        let Some(part) = parts.last_mut() else { break };
        part.push(c);
        // What is escaped is no escape itself.
        if c == escape {
            part.extend(chars.next());
        }
    }
    let [before, wanted, behind] = parts.as_slice() else {
        return Err(PatternError::new(
            0,
            format!("the pattern needs {escape}\" before and behind the part that is wanted"),
        ));
    };
    Ok(Node::Concat(vec![
        part(before, Some(escape), Mode::Lazy)?,
        Node::Mark(2),
        part(wanted, Some(escape), Mode::Greedy)?,
        Node::Mark(3),
        part(behind, Some(escape), Mode::Lazy)?,
    ]))
}

fn part(pattern: &str, escape: Option<char>, mode: Mode) -> Parse<Node> {
    let mut parser = Parser { chars: pattern.chars().collect(), at: 0, escape, depth: 0, mode };
    let node = parser.either()?;
    if parser.at < parser.chars.len() {
        return Err(parser.fault("this ) closes nothing"));
    }
    Ok(node)
}

impl Parser {
    fn fault(&self, message: &str) -> PatternError {
        PatternError::new(self.at, message).hint("a sign is itself behind the character of ESCAPE")
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn eat(&mut self, c: char) -> bool {
        let there = self.peek() == Some(c) && self.escape != Some(c);
        self.at += usize::from(there);
        there
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
        Ok(if branches.len() == 1 { branches.remove(0) } else { Node::Either(branches) })
    }

    fn sequence(&mut self) -> Parse<Node> {
        let mut nodes = Vec::new();
        while let Some(c) = self.peek() {
            if self.escape != Some(c) && matches!(c, '|' | ')') {
                break;
            }
            let atom = self.atom(c)?;
            nodes.push(self.repeated(atom)?);
        }
        Ok(Node::concat(nodes))
    }

    fn atom(&mut self, c: char) -> Parse<Node> {
        self.at += 1;
        if self.escape == Some(c) {
            let Some(taken) = self.peek() else {
                return Err(self.fault("the escape character ends the pattern"));
            };
            self.at += 1;
            return Ok(Node::Char(taken));
        }
        Ok(match c {
            '%' => Node::kind(Kind::All).star(self.mode),
            '_' => Node::kind(Kind::All),
            '(' => {
                let inside = self.either()?;
                if !self.eat(')') {
                    return Err(self.fault("a ( is not closed"));
                }
                inside
            }
            '[' => Node::Class(Box::new(self.set()?)),
            '*' | '+' | '?' | '{' => {
                self.at -= 1;
                return Err(self.fault(&format!("{c} repeats nothing")));
            }
            _ => Node::Char(c),
        })
    }

    fn repeated(&mut self, atom: Node) -> Parse<Node> {
        let mut node = atom;
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
            node = Node::Repeat { node: Box::new(node), min, max, mode: self.mode };
        }
    }

    fn counts(&mut self) -> Parse<(u32, Option<u32>)> {
        let wrong = "after { comes a count, as in {2} or {2,5}";
        let min = self.count()?.ok_or_else(|| self.fault(wrong))?;
        let max = if self.eat(',') { self.count()? } else { Some(min) };
        if !self.eat('}') || max.is_some_and(|max| max < min) {
            return Err(self.fault(wrong));
        }
        Ok((min, max))
    }

    fn count(&mut self) -> Parse<Option<u32>> {
        let mut value: Option<u32> = None;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            let grown = value.unwrap_or(0) * 10 + digit;
            if grown > MAX_COUNT {
                return Err(self.fault("a count is at most 1000"));
            }
            value = Some(grown);
            self.at += 1;
        }
        Ok(value)
    }

    /// `[ab]`, `[^ab]`, `[a-e^c]`, `[[:DIGIT:]]`, behind the bracket.
    fn set(&mut self) -> Parse<Class> {
        let negated = self.eat('^');
        let mut class = Class { negated, ..Class::default() };
        let mut but: Option<Class> = None;
        loop {
            if self.eat(']') {
                break;
            }
            let Some(c) = self.peek() else { return Err(self.fault("a [ is not closed")) };
            let list = but.as_mut().map_or(&mut class.items, |but| &mut but.items);
            if self.escape != Some(c) && matches!(c, '(' | ')') {
                return Err(PatternError::new(self.at, "a set has no parentheses").hint("write [^a-e]"));
            }
            if c == '^' && self.escape != Some(c) && !list.is_empty() && but.is_none() {
                self.at += 1;
                but = Some(Class { negated: true, ..Class::default() });
                continue;
            }
            let item = self.set_item(c)?;
            but.as_mut().map_or(&mut class.items, |but| &mut but.items).push(item);
        }
        class.also.extend(but);
        Ok(class)
    }

    fn set_item(&mut self, c: char) -> Parse<Item> {
        if c == '[' && self.chars.get(self.at + 1) == Some(&':') {
            let name: String = self.chars[self.at + 2..].iter().take_while(|c| **c != ':').collect();
            self.at += name.chars().count() + 4;
            let kind = match name.to_ascii_uppercase().as_str() {
                "ALPHA" => Kind::Letter,
                "UPPER" => Kind::UpperLetter,
                "LOWER" => Kind::LowerLetter,
                "DIGIT" => Kind::Digit,
                "ALNUM" => Kind::Alnum,
                "SPACE" | "WHITESPACE" => Kind::Space,
                _ => return Err(self.fault("there is no set of that name")),
            };
            return Ok(Item::Kind { kind, negated: false });
        }
        let from = self.set_character(c)?;
        let range =
            self.peek() == Some('-') && self.escape != Some('-') && self.chars.get(self.at + 1) != Some(&']');
        if !range {
            return Ok(Item::Range(from, from));
        }
        self.at += 1;
        let Some(c) = self.peek() else { return Err(self.fault("a [ is not closed")) };
        let to = self.set_character(c)?;
        if to < from {
            return Err(self.fault("a range is backwards"));
        }
        Ok(Item::Range(from, to))
    }

    fn set_character(&mut self, c: char) -> Parse<char> {
        self.at += 1;
        if self.escape != Some(c) {
            return Ok(c);
        }
        let Some(taken) = self.peek() else {
            return Err(self.fault("the escape character ends the pattern"));
        };
        self.at += 1;
        Ok(taken)
    }
}
