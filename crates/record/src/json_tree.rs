//! A JSON document as a tree in which every value knows its place, for errors with line and column.
//!
//! For documents that people write (schemas, saved applications), never for records. Rejected: `serde_json::Value` (no
//! places, and members lose their order).

use crate::{
    error::{Error, ErrorKind, Place},
    json_scan::{
        Syntax, check_depth, literal_end, member, next_element, next_member, no_value, number_end,
        skip_blank, string_end, unescape,
    },
};

/// Largest document that is read, bytes.
pub(crate) const MAX_DOCUMENT: usize = 4 << 20;

/// A value and where it begins. Also what a reader of another notation (YAML) makes of its documents.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Byte offset in the document.
    pub at: usize,
    /// The value.
    pub value: Value,
}

/// A value of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number, as it is written.
    Number(String),
    /// A string.
    Text(String),
    /// Elements in order.
    Array(Vec<Node>),
    /// Members in order; a name may come twice.
    Object(Vec<(String, Node)>),
}

impl Node {
    /// Reads a document of at most 4 MiB.
    ///
    /// # Errors
    /// REC0013 too large, REC0001 not JSON, with the place.
    pub fn read(text: &str) -> Result<Self, Error> {
        if text.len() > MAX_DOCUMENT {
            return Err(ErrorKind::TooLarge.into());
        }
        Self::parse(text).map_err(|fault| {
            Error::at(ErrorKind::NotJson(fault.what.text()), Place::of(text, fault.at as usize))
        })
    }

    /// The whole document.
    pub(crate) fn parse(text: &str) -> Result<Self, Syntax> {
        let bytes = text.as_bytes();
        let (node, end) = value(text, skip_blank(bytes, 0), 0)?;
        let end = skip_blank(bytes, end);
        if end < bytes.len() { no_value(bytes, end) } else { Ok(node) }
    }

    /// The last member of a name, if this is an object that has one.
    pub fn member(&self, name: &str) -> Option<&Self> {
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
        Some(b'-' | b'0'..=b'9') => {
            let end = number_end(bytes, at)?.0;
            (Value::Number(text.get(at..end).unwrap_or_default().to_owned()), end)
        }
        Some(b'n') => (Value::Null, literal_end(bytes, at)?),
        Some(first @ (b't' | b'f')) => (Value::Boolean(*first == b't'), literal_end(bytes, at)?),
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
