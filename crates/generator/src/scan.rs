//! Finding the calls of a template: `{{module.function(ARGUMENT)}}` among literal text.
//!
//! KDG looks for the first `{{` and the first `}}` of the whole text, replaces what is between, and starts again
//! (kdg.md 5.2). That breaks on `)` and `}}` inside texts, on `}}` before a call (nested JSON objects that close
//! together) and on white space. Here a call is read from its `{{` onwards and texts are respected, which gives the
//! same pieces wherever KDG's way works and sensible ones where it throws. A general template engine was rejected:
//! unpaired braces must stay literal text.

use core::ops::Range;

use crate::argument::{self, Node, Unreadable, Values};
use crate::diagnostic::{Code, Diagnostic};

/// A part of a template; places are bytes of the prepared text.
#[derive(Debug)]
pub(crate) enum Piece<'t> {
    Literal(Range<usize>),
    Call(RawCall<'t>),
}

/// A call as it is written.
#[derive(Debug)]
pub(crate) struct RawCall<'t> {
    pub(crate) name: &'t str,
    pub(crate) name_span: Range<usize>,
    pub(crate) span: Range<usize>,
    pub(crate) argument: Argument<'t>,
    /// Whether the call stands between double quotes, as far as the literal text before it tells.
    pub(crate) in_quotes: bool,
    /// The name of `.as("name")` behind the parentheses.
    pub(crate) alias: Option<Name<'t>>,
    /// The name of `.per("name")` behind the parentheses.
    pub(crate) per: Option<Name<'t>>,
}

/// A name between quotes, and its place without them.
#[derive(Clone, Debug)]
pub(crate) struct Name<'t> {
    pub(crate) text: &'t str,
    pub(crate) span: Range<usize>,
}

/// The longest name of a value, in bytes.
const MAX_NAME: usize = 60;

/// What is between the parentheses.
#[derive(Debug)]
pub(crate) struct Argument<'t> {
    /// The text as it stands, not trimmed.
    pub(crate) raw: &'t str,
    pub(crate) span: Range<usize>,
    /// The values, or why the text could not be read as values; no parentheses are no values.
    pub(crate) values: Result<Values, Unreadable>,
}

/// Scanning stops after this many errors: nobody reads more, and it bounds the work on hopeless input.
pub(crate) const MAX_ERRORS: usize = 50;

/// Bytes that may be read in vain by attempts to read arguments as values, over the whole template. Only text made for
/// the purpose comes near it.
const MAX_WASTE: usize = 8 << 20;

/// Splits the prepared text. All errors are pushed; the pieces are complete only if there are none.
pub(crate) fn scan<'t>(text: &'t str, diagnostics: &mut Vec<Diagnostic>) -> Vec<Piece<'t>> {
    let mut scanner = Scanner { text, bytes: text.as_bytes(), waste: 0 };
    let last_close = text.rfind("}}");
    let mut pieces = vec![];
    let mut literal_start = 0;
    let mut quotes = Quotes::default();
    let mut from = 0;
    let mut errors = 0;
    while let Some(found) = text[from..].find("{{") {
        let mut open = from + found;
        // Of a run of braces the last two open the call: `{{{random.number(5)}}}` is an object around a call.
        while scanner.bytes.get(open + 2) == Some(&b'{') {
            open += 1;
        }
        if last_close.is_none_or(|close| close < open + 2) {
            if let Some(diagnostic) = scanner.unpaired(open) {
                diagnostics.push(diagnostic);
            }
            break;
        }
        quotes.follow(&text[literal_start..open]);
        match scanner.call(open, quotes.open, diagnostics) {
            Ok(call) => {
                if literal_start < open {
                    pieces.push(Piece::Literal(literal_start..open));
                }
                from = call.span.end;
                pieces.push(Piece::Call(call));
            }
            Err(diagnostic) => {
                diagnostics.push(diagnostic);
                errors += 1;
                if errors >= MAX_ERRORS {
                    return pieces;
                }
                from = scanner.after_error(open + 2);
            }
        }
        literal_start = from;
    }
    if literal_start < text.len() {
        pieces.push(Piece::Literal(literal_start..text.len()));
    }
    pieces
}

/// Follows double quotes through literal text.
#[derive(Default)]
struct Quotes {
    open: bool,
}

impl Quotes {
    fn follow(&mut self, literal: &str) {
        let mut bytes = literal.bytes();
        while let Some(byte) = bytes.next() {
            match byte {
                b'"' => self.open = !self.open,
                b'\\' => {
                    bytes.next();
                }
                _ => {}
            }
        }
    }
}

struct Scanner<'t> {
    text: &'t str,
    bytes: &'t [u8],
    waste: usize,
}

impl<'t> Scanner<'t> {
    fn skip_blanks(&self, at: usize) -> usize {
        let rest = &self.text[at..];
        at + rest.len() - rest.trim_start().len()
    }

    fn name_end(&self, at: usize) -> usize {
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'$');
        at + self.bytes[at..].iter().take_while(|byte| is_name(byte)).count()
    }

    /// The next `{{` or `}}`, else the end.
    fn next_pair(&self, from: usize) -> usize {
        self.bytes[from..]
            .windows(2)
            .position(|pair| pair == b"{{" || pair == b"}}")
            .map_or(self.bytes.len(), |at| from + at)
    }

    /// Where to go on after an error: at the next call, or behind the end of this one.
    fn after_error(&self, from: usize) -> usize {
        let pair = self.next_pair(from);
        if self.bytes[pair..].starts_with(b"}}") { pair + 2 } else { pair }
    }

    /// A last `{{` without `}}` is printed as it stands, in KDG too; if it looks like a call, that is worth a word.
    fn unpaired(&self, open: usize) -> Option<Diagnostic> {
        let start = self.skip_blanks(open + 2);
        let end = self.name_end(start);
        let name = &self.text[start..end];
        let span_end = self.bytes[end..].iter().position(|&byte| byte == b'}').map_or(end, |at| end + at + 1);
        name.contains('.').then(|| {
            Diagnostic::new(
                Code::PrintedLiterally,
                open..span_end,
                format!("the call of {name} is never closed, so it is printed as it stands"),
            )
            .hint("close it with `}}`")
            .fix(span_end..span_end, if self.text[..span_end].ends_with('}') { "}" } else { "}}" })
        })
    }

    fn call(
        &mut self,
        open: usize,
        in_quotes: bool,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<RawCall<'t>, Diagnostic> {
        let name_start = self.skip_blanks(open + 2);
        let name_end = self.name_end(name_start);
        let malformed = |span, message: &str| Diagnostic::new(Code::MalformedCall, span, message);
        if name_start == name_end {
            let end = self.next_pair(open + 2);
            return Err(malformed(
                open..(end + 2).min(self.bytes.len()),
                "`{{` is not followed by a function",
            )
            .hint("write a call such as {{random.number}}, or put a space between the braces"));
        }
        let mut at = self.skip_blanks(name_end);
        let (mut alias, mut per) = (None, None);
        let argument = if self.bytes.get(at) == Some(&b'(') {
            let argument = self.argument(at + 1)?;
            at = self.skip_blanks(argument.span.end + 1);
            while let Some((slot, name, end)) = match self.tail(at, ".as") {
                Some((name, end)) => Some((&mut alias, name, end)),
                None => self.tail(at, ".per").map(|(name, end)| (&mut per, name, end)),
            } {
                if slot.is_some() {
                    break;
                }
                *slot = Some(name);
                at = end;
            }
            argument
        } else {
            let nothing = Values { nodes: vec![], close: at, leniency: argument::Leniency::default() };
            Argument { raw: "", span: at..at, values: Ok(nothing) }
        };
        let end = self.close(open, at, diagnostics)?;
        let name = &self.text[name_start..name_end];
        let name_span = name_start..name_end;
        Ok(RawCall { name, name_span, span: open..end, argument, in_quotes, alias, per })
    }

    /// Reads `.as("name")`. KDG ignores whatever follows the parentheses, so a template that uses it prints the same there.
    fn tail(&self, at: usize, method: &str) -> Option<(Name<'t>, usize)> {
        let open = self.skip_blanks(at + self.text[at..].strip_prefix(method).map(|_| method.len())?);
        let rest = self.text[open..].strip_prefix('(')?.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let start = self.text.len() - rest.len() + 1;
        let length = rest[1..].bytes().take(MAX_NAME + 1).position(|byte| byte == quote as u8)?;
        let text = &self.text[start..start + length];
        if text.trim().is_empty() || text.contains(['\\', '{', '}']) {
            return None;
        }
        let close = self.skip_blanks(start + length + 1);
        (self.bytes.get(close) == Some(&b')'))
            .then(|| (Name { text, span: start..start + length }, self.skip_blanks(close + 1)))
    }

    /// Reads from behind the arguments to behind `}}`.
    fn close(&self, open: usize, at: usize, diagnostics: &mut Vec<Diagnostic>) -> Result<usize, Diagnostic> {
        if self.bytes[at..].starts_with(b"}}") {
            return Ok(at + 2);
        }
        let end = self.next_pair(at);
        let closed = self.bytes[end..].starts_with(b"}}");
        match self.bytes.get(at) {
            // KDG ignores `.toFixed(2)`.
            Some(b'.') if closed => {
                diagnostics.push(
                    Diagnostic::new(
                        Code::IgnoredTail,
                        at..end,
                        format!("{} is ignored: a call has no methods", &self.text[at..end]),
                    )
                    .hint("use the function's own options, such as \"precision\"")
                    .fix(at..end, ""),
                );
                Ok(end + 2)
            }
            Some(b'}') => Err(Diagnostic::new(
                Code::CallNotClosed,
                open..at + 1,
                "the call is closed by one brace only",
            )
            .hint("close it with `}}`")
            .fix(at + 1..at + 1, "}")),
            _ if !closed => Err(Diagnostic::new(
                Code::CallNotClosed,
                open..end,
                "the call is not closed before the next one",
            )
            .hint("close it with `}}`")),
            _ => Err(Diagnostic::new(
                Code::MalformedCall,
                at..end,
                "between the function and `}}` only one pair of parentheses is expected",
            )
            .hint("a call looks like {{module.function(argument)}}")),
        }
    }

    /// Reads the argument that begins at `start`, behind the opening parenthesis.
    fn argument(&mut self, start: usize) -> Result<Argument<'t>, Diagnostic> {
        let values = argument::read(self.text, start);
        let unreadable = match values {
            Ok(values) => {
                let close = values.close;
                return Ok(Argument {
                    raw: &self.text[start..close],
                    span: start..close,
                    values: Ok(values),
                });
            }
            Err(unreadable) => unreadable,
        };
        self.waste += unreadable.at - start;
        if self.waste > MAX_WASTE {
            return Err(Diagnostic::new(Code::TooDeep, start..start, "the template is too complex to read"));
        }
        let Some(close) = self.raw_close(start) else {
            // The place where reading stopped says more than the missing parenthesis, if it is in this call.
            return Err(Diagnostic::new(
                if unreadable.too_deep { Code::TooDeep } else { Code::UnreadableArgument },
                unreadable.at..unreadable.at,
                format!("the argument cannot be read: {}", unreadable.reason),
            )
            .hint("an argument is JSON between parentheses"));
        };
        Ok(Argument { raw: &self.text[start..close], span: start..close, values: Err(unreadable) })
    }

    /// The closing parenthesis of raw text: the first one that ends the call (or has an ignored `.method` behind it);
    /// else, as KDG has it, the first.
    fn raw_close(&self, start: usize) -> Option<usize> {
        let end = self.next_pair(start);
        let closing = |at: &usize| self.bytes[*at] == b')';
        let ends_call = |at: &usize| match &self.bytes[self.skip_blanks(at + 1)..] {
            [b'}', b'}', ..] => true,
            [b'.', next, ..] => next.is_ascii_alphabetic(),
            _ => false,
        };
        (start..end).filter(closing).find(ends_call).or_else(|| (start..end).find(closing))
    }
}

/// The values of an argument, if it could be read.
impl Argument<'_> {
    pub(crate) fn nodes(&self) -> &[Node] {
        self.values.as_ref().map_or(&[], |values| &values.nodes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Literals as they are, calls as `<name|raw argument>`, errors as codes.
    fn scanned(text: &str) -> String {
        let mut diagnostics = vec![];
        let pieces = scan(text, &mut diagnostics);
        let mut out = String::new();
        for piece in &pieces {
            match piece {
                Piece::Literal(range) => out.push_str(&text[range.clone()]),
                Piece::Call(call) => {
                    for part in ["<", call.name, "|", call.argument.raw, ">"] {
                        out += part;
                    }
                }
            }
        }
        for diagnostic in diagnostics {
            out += " ";
            out += diagnostic.code.as_str();
        }
        out
    }

    #[test]
    fn finds_calls() {
        for (text, expected) in [
            ("a{{b.c}}d", "a<b.c|>d"),
            ("{{ b.c ( 1 ) }}", "<b.c| 1 >"),
            ("{{b.c()}}{{b.c}}", "<b.c|><b.c|>"),
            ("{{{b.c}}}", "{<b.c|>}"),
            ("{{{{b.c}}}}", "{{<b.c|>}}"),
            (r#"{"a":{"b":{"c":1}},"d":{{b.c}}}"#, r#"{"a":{"b":{"c":1}},"d":<b.c|>}"#),
            (r#"{{b.c(["x)}} {{y"])}}"#, r#"<b.c|["x)}} {{y"]>"#),
            ("{{d.n(YYYY (Z))}}", "<d.n|YYYY (Z)>"),
            ("{{d.n(h o'clock)}}", "<d.n|h o'clock>"),
            ("{{b.c(1).toFixed(2)}}", "<b.c|1> GEN0105"),
            ("x}}y", "x}}y"),
            ("x{{y", "x{{y"),
            ("{{b.c(1)} x", "{{b.c(1)} x GEN0103"),
        ] {
            assert_eq!(scanned(text), expected);
        }
    }

    #[test]
    fn all_errors_are_found() {
        assert_eq!(scanned("{{b.c(1)},{{b.c}}"), "<b.c|> GEN0006");
        assert_eq!(scanned("{{}} {{b.c x}} {{b.c(}} {{b.c}}"), " <b.c|> GEN0005 GEN0005 GEN0010");
        assert_eq!(scanned("{{b.c {{b.c}}"), "<b.c|> GEN0006");
    }

    #[test]
    fn hopeless_text_is_given_up() {
        let mut diagnostics = vec![];
        scan(&format!("{}}}}}", "{{ ".repeat(50_000)), &mut diagnostics);
        assert_eq!(diagnostics.len(), MAX_ERRORS);
    }
}
