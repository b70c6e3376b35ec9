//! Reading the text between a call's parentheses: JSON, and what people write for JSON.
//!
//! KDG knows two kinds of argument: one JSON value, or (when it is not JSON) the raw text. Nothing can depend on what
//! KDG does with the raw text `{min:1,max:2}` (it prints `NaN`), so this reader also takes unquoted keys, single
//! quotes, quotes with backslashes before them, word processor quotes, a trailing comma and several values
//! (kdg.md 9). What was taken is kept in [`Leniency`] for warnings. Text that is not read becomes [`Unreadable`]; the
//! caller then falls back to the raw text, as KDG does. A JSON5 crate was rejected: it knows no places, no backslashed
//! quotes, and stops at no parenthesis.

use core::ops::Range;

/// Arrays and objects may be nested this deep.
const MAX_DEPTH: usize = 32;

/// A value and its place in the prepared template.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    pub(crate) value: Value,
    pub(crate) span: Range<usize>,
}

/// A JSON value; numbers keep their text, so that decimals stay exact.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    Array(Vec<Node>),
    Object(Vec<(String, Node)>),
}

impl Value {
    /// The kind of value, for messages.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::Array(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    /// The member `key`; the last one wins, as in JavaScript.
    pub(crate) fn member(&self, key: &str) -> Option<&Node> {
        match self {
            Self::Object(members) => members.iter().rev().find(|(name, _)| name == key).map(|(_, node)| node),
            _ => None,
        }
    }

    /// Compact JSON text, appended to `out`.
    pub(crate) fn write_json(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Self::Number(text) => out.push_str(&number_text(text)),
            Self::Text(text) => write_json_text(text, out),
            Self::Array(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    item.value.write_json(out);
                }
                out.push(']');
            }
            Self::Object(members) => {
                out.push('{');
                for (index, (key, item)) in members.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    write_json_text(key, out);
                    out.push(':');
                    item.value.write_json(out);
                }
                out.push('}');
            }
        }
    }

    /// The text a call prints for this value: texts raw, numbers as JavaScript prints them, lists and objects as JSON
    /// (KDG prints `1,2` and `[object Object]` for those).
    pub(crate) fn printed(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            other => {
                let mut out = String::new();
                other.write_json(&mut out);
                out
            }
        }
    }
}

fn number_text(text: &str) -> String {
    text.parse().map_or_else(|_| text.to_owned(), crate::decimal::javascript_number)
}

fn write_json_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if u32::from(c) < 0x20 => {
                out.push_str("\\u00");
                for shift in [4, 0] {
                    out.extend(char::from_digit(u32::from(c) >> shift & 0xf, 16));
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// What an argument has that JSON has not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Leniency {
    pub(crate) single_quotes: bool,
    pub(crate) escaped_quotes: bool,
    pub(crate) typographic_quotes: bool,
}

/// Why and where the reader gave up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unreadable {
    pub(crate) at: usize,
    pub(crate) reason: &'static str,
    pub(crate) too_deep: bool,
}

/// The values between the parentheses, and where the closing one stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Values {
    pub(crate) nodes: Vec<Node>,
    pub(crate) close: usize,
    pub(crate) leniency: Leniency,
}

/// Reads `value, value … )` from `start`, the byte after the opening parenthesis.
pub(crate) fn read(text: &str, start: usize) -> Result<Values, Unreadable> {
    let mut reader = Reader { text, bytes: text.as_bytes(), at: start, leniency: Leniency::default() };
    let mut nodes = vec![];
    reader.skip_blanks();
    while reader.peek() != Some(b')') {
        nodes.push(reader.value(0)?);
        reader.skip_blanks();
        match reader.peek() {
            Some(b',') => {
                reader.at += 1;
                reader.skip_blanks();
            }
            Some(b')') => {}
            _ => return Err(reader.fail("expected `,` or `)`")),
        }
    }
    Ok(Values { nodes, close: reader.at, leniency: reader.leniency })
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    leniency: Leniency,
}

/// How a text was opened, and so what closes it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quote {
    /// `"` or `'`.
    Plain(u8),
    /// `\"` or `\'`.
    Escaped(u8),
    /// `“`, closed by any double quote; a closing quote of the same kind only would let unclosed texts run on.
    Typographic,
    /// `‘`.
    TypographicSingle,
}

impl Reader<'_> {
    fn fail(&self, reason: &'static str) -> Unreadable {
        Unreadable { at: self.at, reason, too_deep: false }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn value(&mut self, depth: usize) -> Result<Node, Unreadable> {
        if depth > MAX_DEPTH {
            return Err(Unreadable {
                too_deep: true,
                ..self.fail("lists and objects are nested too deeply")
            });
        }
        let start = self.at;
        let value = match self.peek() {
            Some(b'[') => self.array(depth)?,
            Some(b'{') => self.object(depth)?,
            Some(b'-' | b'+' | b'.' | b'0'..=b'9') => self.number()?,
            Some(b'a'..=b'z') => self.word()?,
            _ => Value::Text(self.quoted()?),
        };
        Ok(Node { value, span: start..self.at })
    }

    fn array(&mut self, depth: usize) -> Result<Value, Unreadable> {
        self.at += 1;
        let mut items = vec![];
        loop {
            self.skip_blanks();
            if self.peek() == Some(b']') {
                self.at += 1;
                return Ok(Value::Array(items));
            }
            items.push(self.value(depth + 1)?);
            self.skip_blanks();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => {}
                _ => return Err(self.fail("expected `,` or `]`")),
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, Unreadable> {
        self.at += 1;
        let mut members = vec![];
        loop {
            self.skip_blanks();
            if self.peek() == Some(b'}') {
                self.at += 1;
                return Ok(Value::Object(members));
            }
            let key = self.key()?;
            self.skip_blanks();
            if self.peek() != Some(b':') {
                return Err(self.fail("expected `:`"));
            }
            self.at += 1;
            self.skip_blanks();
            members.push((key, self.value(depth + 1)?));
            self.skip_blanks();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => {}
                _ => return Err(self.fail("expected `,` or `}`")),
            }
        }
    }

    fn key(&mut self) -> Result<String, Unreadable> {
        let length = self.identifier_length();
        if length == 0 {
            return self.quoted();
        }
        let key = self.text[self.at..self.at + length].to_owned();
        self.at += length;
        Ok(key)
    }

    fn identifier_length(&self) -> usize {
        self.bytes[self.at..]
            .iter()
            .enumerate()
            .take_while(|&(index, byte)| {
                byte.is_ascii_alphabetic()
                    || matches!(byte, b'_' | b'$')
                    || index > 0 && byte.is_ascii_digit()
            })
            .count()
    }

    fn word(&mut self) -> Result<Value, Unreadable> {
        let length = self.identifier_length();
        let value = match &self.text[self.at..self.at + length] {
            "null" | "undefined" => Value::Null,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => return Err(self.fail("a text needs double quotes around it")),
        };
        self.at += length;
        Ok(value)
    }

    fn number(&mut self) -> Result<Value, Unreadable> {
        let length = self.bytes[self.at..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E'))
            .count();
        let text = &self.text[self.at..self.at + length];
        // f64 reads what JavaScript reads, `+5`, `.5` and `5.` besides; letters such as `inf` cannot get here.
        if text.parse::<f64>().is_err() {
            return Err(self.fail("this is not a number"));
        }
        self.at += length;
        Ok(Value::Number(text.to_owned()))
    }

    fn quoted(&mut self) -> Result<String, Unreadable> {
        let quote = self.open_quote()?;
        let mut out = String::new();
        let mut from = self.at;
        loop {
            let Some(byte) = self.peek() else { return Err(self.fail("a text is not closed")) };
            if let Some(length) = self.closes(quote) {
                out.push_str(&self.text[from..self.at]);
                self.at += length;
                return Ok(out);
            }
            if byte == b'\\' {
                out.push_str(&self.text[from..self.at]);
                self.escape(&mut out)?;
                from = self.at;
            } else {
                self.at += self.char_length();
            }
        }
    }

    fn char_length(&self) -> usize {
        self.text[self.at..].chars().next().map_or(1, char::len_utf8)
    }

    fn open_quote(&mut self) -> Result<Quote, Unreadable> {
        let rest = &self.bytes[self.at..];
        let quote = match rest {
            [b'"', ..] => Quote::Plain(b'"'),
            [b'\'', ..] => Quote::Plain(b'\''),
            [b'\\', quote @ (b'"' | b'\''), ..] => Quote::Escaped(*quote),
            _ => match self.text[self.at..].chars().next() {
                Some('“' | '”' | '„') => Quote::Typographic,
                Some('‘' | '’') => Quote::TypographicSingle,
                _ => return Err(self.fail("expected a value")),
            },
        };
        self.at += match quote {
            Quote::Plain(_) => 1,
            Quote::Escaped(_) => 2,
            Quote::Typographic | Quote::TypographicSingle => self.char_length(),
        };
        match quote {
            Quote::Plain(b'\'') => self.leniency.single_quotes = true,
            Quote::Plain(_) => {}
            Quote::Escaped(_) => self.leniency.escaped_quotes = true,
            Quote::Typographic | Quote::TypographicSingle => self.leniency.typographic_quotes = true,
        }
        Ok(quote)
    }

    /// The length of the closing quote here, if this is one.
    fn closes(&self, quote: Quote) -> Option<usize> {
        let rest = &self.bytes[self.at..];
        let here = self.text[self.at..].chars().next()?;
        match quote {
            Quote::Plain(byte) => (rest[0] == byte).then_some(1),
            Quote::Escaped(byte) => match rest {
                [b'\\', next, ..] if *next == byte => Some(2),
                [next, ..] if *next == byte => Some(1),
                _ => None,
            },
            Quote::Typographic => matches!(here, '“' | '”' | '"').then(|| here.len_utf8()),
            Quote::TypographicSingle => matches!(here, '‘' | '’' | '\'').then(|| here.len_utf8()),
        }
    }

    fn escape(&mut self, out: &mut String) -> Result<(), Unreadable> {
        let Some(byte) = self.bytes.get(self.at + 1).copied() else {
            return Err(self.fail("a text is not closed"));
        };
        let plain = match byte {
            b'"' => '"',
            b'\'' => '\'',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode_escape(out),
            _ => return Err(self.fail("there is no such escape in JSON")),
        };
        self.at += 2;
        out.push(plain);
        Ok(())
    }

    /// `\uXXXX`, with surrogate pairs; half a pair becomes the replacement character, since it has no UTF-8 form.
    fn unicode_escape(&mut self, out: &mut String) -> Result<(), Unreadable> {
        let Some(first) = self.hex4(self.at) else {
            return Err(self.fail("`\\u` needs four hexadecimal digits"));
        };
        self.at += 6;
        let code = if (0xd800..0xdc00).contains(&first) {
            match self.hex4(self.at) {
                Some(second) if (0xdc00..0xe000).contains(&second) => {
                    self.at += 6;
                    0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)
                }
                _ => first,
            }
        } else {
            first
        };
        out.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
        Ok(())
    }

    fn hex4(&self, at: usize) -> Option<u32> {
        let digits = self.bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
        digits.iter().try_fold(0, |code, &byte| Some(code * 16 + char::from(byte).to_digit(16)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str) -> Vec<String> {
        read(text, 0).unwrap().nodes.iter().map(|node| node.value.printed()).collect()
    }

    #[test]
    fn reads_json_and_its_relatives() {
        assert_eq!(
            printed(r#"{"a":[1,2.50,null],"b":{"c":"x\"y"}} )"#),
            [r#"{"a":[1,2.5,null],"b":{"c":"x\"y"}}"#]
        );
        assert_eq!(printed("{min:1, 'max': +2,})"), [r#"{"min":1,"max":2}"#]);
        assert_eq!(printed(r#"[\"a\", \"b) }}\"])"#), [r#"["a","b) }}"]"#]);
        assert_eq!(printed("1, 'x' ,true)"), ["1", "x", "true"]);
        assert_eq!(printed("“a”, ‘b’)"), ["a", "b"]);
        assert_eq!(printed(r#""\u00e9\ud83d\ude00\ud83d\n")"#), ["é😀\u{fffd}\n"]);
        assert_eq!(printed(" )"), [""; 0]);
    }

    #[test]
    fn notes_what_is_not_json() {
        let leniency = |text| read(text, 0).unwrap().leniency;
        assert_eq!(leniency(r#"["a"])"#), Leniency::default());
        assert!(leniency("['a'])").single_quotes);
        assert!(leniency(r#"[\"a\"])"#).escaped_quotes);
        assert!(leniency("[“a”])").typographic_quotes);
    }

    #[test]
    fn gives_up_with_a_place() {
        for (text, at) in
            [("YYYY-MM)", 0), ("[1 2])", 3), (r#"{"a" 1})"#, 5), ("\"abc", 4), ("1.2.3)", 0), ("[1", 2)]
        {
            assert_eq!(read(text, 0).unwrap_err().at, at, "{text}");
        }
        assert!(read(&"[".repeat(1000), 0).unwrap_err().too_deep);
        assert!(read(&"{a:".repeat(1000), 0).unwrap_err().too_deep);
        assert!(read(&format!("{}1{})", "[".repeat(32), "]".repeat(32)), 0).is_ok());
    }
}
