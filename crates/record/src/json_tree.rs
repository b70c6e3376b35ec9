//! A JSON document as a tree in which every value knows its place, for errors with line and column.
//!
//! For documents that people write (schemas), never for records. Rejected: `serde_json::Value` (no places, and members
//! lose their order).

use crate::json_scan::{
    Syntax, check_depth, literal_end, member, next_element, next_member, no_value, number_end, skip_blank,
    string_end, unescape,
};

/// A value and where it begins.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    /// Byte offset in the document.
    pub at: usize,
    /// The value.
    pub value: Value,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Null,
    Boolean,
    Number,
    Text(String),
    Array(Vec<Node>),
    Object(Vec<(String, Node)>),
}

impl Node {
    /// The whole document.
    pub(crate) fn parse(text: &str) -> Result<Self, Syntax> {
        let bytes = text.as_bytes();
        let (node, end) = value(text, skip_blank(bytes, 0), 0)?;
        let end = skip_blank(bytes, end);
        if end < bytes.len() { no_value(bytes, end) } else { Ok(node) }
    }

    /// The last member of a name, if this is an object that has one.
    pub(crate) fn member(&self, name: &str) -> Option<&Self> {
        match &self.value {
            Value::Object(members) => members.iter().rev().find(|(key, _)| key == name).map(|(_, node)| node),
            _ => None,
        }
    }
}

/// The value at `at` and its end. Recursion is as deep as [`crate::json_scan::MAX_DEPTH`].
fn value(text: &str, at: usize, depth: u32) -> Result<(Node, usize), Syntax> {
    let bytes = text.as_bytes();
    let (value, end) = match bytes.get(at) {
        Some(b'"') => {
            let (end, escaped) = string_end(bytes, at + 1)?;
            (Value::Text(string(text, at + 1, end, escaped)), end + 1)
        }
        Some(b'-' | b'0'..=b'9') => (Value::Number, number_end(bytes, at)?.0),
        Some(b'n') => (Value::Null, literal_end(bytes, at)?),
        Some(b't' | b'f') => (Value::Boolean, literal_end(bytes, at)?),
        Some(b'[') => {
            check_depth(depth + 1, at)?;
            array(text, at, depth + 1)?
        }
        Some(b'{') => {
            check_depth(depth + 1, at)?;
            object(text, at, depth + 1)?
        }
        _ => return no_value(bytes, at),
    };
    Ok((Node { at, value }, end))
}

fn array(text: &str, at: usize, depth: u32) -> Result<(Value, usize), Syntax> {
    let bytes = text.as_bytes();
    let mut elements = Vec::new();
    let mut at = skip_blank(bytes, at + 1);
    if bytes.get(at) == Some(&b']') {
        return Ok((Value::Array(elements), at + 1));
    }
    loop {
        let (node, end) = value(text, at, depth)?;
        elements.push(node);
        let (next, more) = next_element(bytes, end)?;
        at = next;
        if !more {
            return Ok((Value::Array(elements), at));
        }
    }
}

fn object(text: &str, at: usize, depth: u32) -> Result<(Value, usize), Syntax> {
    let bytes = text.as_bytes();
    let mut members = Vec::new();
    let mut at = skip_blank(bytes, at + 1);
    if bytes.get(at) == Some(&b'}') {
        return Ok((Value::Object(members), at + 1));
    }
    loop {
        let name = member(bytes, at)?;
        let (node, end) = value(text, name.value, depth)?;
        members.push((string(text, name.start, name.end, name.escaped), node));
        let (next, more) = next_member(bytes, end)?;
        at = next;
        if !more {
            return Ok((Value::Object(members), at));
        }
    }
}

fn string(text: &str, start: usize, end: usize, escaped: bool) -> String {
    let raw = text.get(start..end).unwrap_or_default();
    if !escaped {
        return raw.to_owned();
    }
    let mut out = String::new();
    unescape(raw, &mut out);
    out
}
