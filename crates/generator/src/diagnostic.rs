//! What the compiler has to say about a template: a stable code, a place, one plain sentence and a hint.
//!
//! One type serves errors and warnings, so that an editor can draw both from one list. Places are byte ranges of the
//! text the user typed, not of the trimmed text the compiler works on. Codes are an enum rather than strings: the
//! list below is the whole list, and the guide has a line for each.

use core::fmt;
use core::ops::Range;

use serde::{Deserialize, Serialize};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// The template renders, but most likely not what its author wants.
    Warning,
    /// The template cannot be used.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $text:literal, $severity:ident;)+) => {
        /// The stable codes of this crate's diagnostics.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $doc])+ #[serde(rename = $text)] $variant,)+
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code as it is printed, such as `GEN0003`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// What a diagnostic of this code means for the template.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)+ }
            }

            /// One line about the code, for a reference page.
            pub fn summary(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc,)+).trim_ascii_start(),)+ }
            }
        }
    };
}

codes! {
    /// The template is empty.
    EmptyTemplate = "GEN0001", Error;
    /// The template, or a record it can render, is larger than the limits of this crate.
    TooLarge = "GEN0002", Error;
    /// There is no function of this name.
    UnknownFunction = "GEN0003", Error;
    /// The text between `{{` and `}}` is not a call.
    MalformedCall = "GEN0005", Error;
    /// A call is closed by one brace instead of two, and another call follows.
    CallNotClosed = "GEN0006", Error;
    /// The argument is of a kind the function cannot use.
    WrongArgument = "GEN0007", Error;
    /// The argument is of the right kind, but its value cannot be used.
    BadValue = "GEN0008", Error;
    /// The argument is nested too deeply or too complex to read.
    TooDeep = "GEN0009", Error;
    /// The argument is not JSON, nor anything that can be taken for it.
    UnreadableArgument = "GEN0010", Error;
    /// No value of this name has been drawn before this place.
    UnknownName = "GEN0011", Error;
    /// Two values of a record have the same name.
    NameTaken = "GEN0012", Error;
    /// `repeat` without `end`, or `end` without `repeat`.
    UnbalancedRepeat = "GEN0013", Error;

    /// The template looks like JSON, but the rendered record is not valid JSON.
    InvalidJson = "GEN0101", Warning;
    /// The hour is on the 12-hour clock (`h`, `hh`) and the format does not say whether it is morning or afternoon.
    TwelveHourClock = "GEN0102", Warning;
    /// The last call is never closed by `}}`, so it is printed as it stands.
    PrintedLiterally = "GEN0103", Warning;
    /// Quotes inside a call need no backslash.
    EscapedQuotes = "GEN0104", Warning;
    /// Text between the call's closing parenthesis and `}}` is ignored.
    IgnoredTail = "GEN0105", Warning;
    /// Part of a date format is not what moment formats call a token.
    DateFormat = "GEN0106", Warning;
    /// Single quotes around a date format are printed.
    QuotesPrinted = "GEN0107", Warning;
    /// The function ignores this argument or this key.
    IgnoredArgument = "GEN0108", Warning;
    /// The smallest value is larger than the largest; they are taken the other way round.
    RangeReversed = "GEN0109", Warning;
    /// A limit of the range lies between two multiples of the precision.
    RangeOffGrid = "GEN0110", Warning;
    /// There are not as many weights as data.
    WeightCount = "GEN0111", Warning;
    /// An object of the rendered record has the same key twice.
    DuplicateKey = "GEN0112", Warning;
    /// A number is written as text.
    NumberAsText = "GEN0113", Warning;
    /// A text instead of a list: the function picks one of its characters.
    PicksCharacters = "GEN0114", Warning;
    /// Quotes of a word processor instead of `"`.
    TypographicQuotes = "GEN0115", Warning;
    /// A sequence is given another start or step than before.
    SequenceChanged = "GEN0116", Warning;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One error or warning about a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Diagnostic {
    /// The stable code.
    pub code: Code,
    /// Error or warning; follows from the code.
    pub severity: Severity,
    /// The place: bytes of the template as it was given.
    pub span: Range<usize>,
    /// One plain sentence.
    pub message: String,
    /// What to do about it, where that is known.
    pub hint: Option<String>,
    /// The change that does it, where that can be done for the author.
    pub fix: Option<Fix>,
}

/// A change to a text: other text in place of a range of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fix {
    /// What is replaced: bytes of the template as it was given. Empty: something is put in.
    pub span: Range<usize>,
    /// What stands there then.
    pub replacement: String,
}

impl Fix {
    /// The text with the change made; the text as it is if the range is none of it.
    pub fn apply(&self, text: &str) -> String {
        match (text.get(..self.span.start), text.get(self.span.end..)) {
            (Some(before), Some(after)) => [before, self.replacement.as_str(), after].concat(),
            _ => text.to_owned(),
        }
    }
}

impl Diagnostic {
    pub(crate) fn new(code: Code, span: Range<usize>, message: impl Into<String>) -> Self {
        Self { code, severity: code.severity(), span, message: message.into(), hint: None, fix: None }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(crate) fn fix(mut self, span: Range<usize>, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix { span, replacement: replacement.into() });
        self
    }

    /// Line and column where the place begins, in the text the template was parsed from.
    pub fn position(&self, template: &str) -> Position {
        Position::of(template, self.span.start)
    }
}

impl fmt::Display for Diagnostic {
    /// `error[GEN0003]: there is no function "random.nmber" (did you mean random.number?)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}", self.severity, self.code, self.message)?;
        match &self.hint {
            Some(hint) => write!(f, " ({hint})"),
            None => Ok(()),
        }
    }
}

/// A place in a text as people count: the first line and the first column are 1, columns are characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// 1 for the first line.
    pub line: usize,
    /// 1 for the first character of a line.
    pub column: usize,
}

impl Position {
    /// The place of the byte `offset` of `text`. An offset behind the end, or inside a character, counts as the
    /// nearest character boundary before it.
    pub fn of(text: &str, offset: usize) -> Self {
        let before = &text[..floor_char_boundary(text, offset)];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self {
            line: before.bytes().filter(|&byte| byte == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

fn floor_char_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters() {
        let text = "aé\n€x";
        assert_eq!(Position::of(text, 0), Position { line: 1, column: 1 });
        assert_eq!(Position::of(text, 3), Position { line: 1, column: 3 });
        assert_eq!(Position::of(text, 4), Position { line: 2, column: 1 });
        assert_eq!(Position::of(text, 5), Position { line: 2, column: 1 });
        assert_eq!(Position::of(text, 7), Position { line: 2, column: 2 });
        assert_eq!(Position::of(text, 99), Position { line: 2, column: 3 });
    }

    #[test]
    fn codes_are_unique_and_sorted() {
        assert!(Code::ALL.windows(2).all(|pair| pair[0].as_str() < pair[1].as_str()));
        assert_eq!(Code::UnknownFunction.summary(), "There is no function of this name.");
    }
}
