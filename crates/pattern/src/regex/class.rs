//! Sets of characters.

/// A set a pattern can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Anything.
    All,
    /// Anything but the end of a line: `.`.
    InLine,
    Digit,
    Word,
    Space,
    Horizontal,
    Vertical,
    Lower,
    Upper,
    Ascii,
    Alpha,
    Alnum,
    Punct,
    Graph,
    Print,
    Blank,
    Control,
    HexDigit,
    /// Unicode's letters, and so on.
    Letter,
    UpperLetter,
    LowerLetter,
    Number,
}

/// Whether Java ends a line there.
pub(super) fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

impl Kind {
    fn contains(self, c: char) -> bool {
        match self {
            Self::All => true,
            Self::InLine => !ends_line(c),
            Self::Digit => c.is_ascii_digit(),
            Self::Word => c.is_ascii_alphanumeric() || c == '_',
            Self::Space => matches!(c, ' ' | '\t' | '\n' | '\u{b}' | '\u{c}' | '\r'),
            Self::Horizontal => {
                matches!(
                    c,
                    ' ' | '\t' | '\u{a0}' | '\u{1680}' | '\u{180e}' | '\u{2000}'
                        ..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
                )
            }
            Self::Vertical => ends_line(c) || matches!(c, '\u{b}' | '\u{c}'),
            Self::Lower => c.is_ascii_lowercase(),
            Self::Upper => c.is_ascii_uppercase(),
            Self::Ascii => c.is_ascii(),
            Self::Alpha => c.is_ascii_alphabetic(),
            Self::Alnum => c.is_ascii_alphanumeric(),
            Self::Punct => c.is_ascii_punctuation(),
            Self::Graph => c.is_ascii_graphic(),
            Self::Print => c.is_ascii_graphic() || c == ' ',
            Self::Blank => matches!(c, ' ' | '\t'),
            Self::Control => c.is_ascii_control(),
            Self::HexDigit => c.is_ascii_hexdigit(),
            Self::Letter => c.is_alphabetic(),
            Self::UpperLetter => c.is_uppercase(),
            Self::LowerLetter => c.is_lowercase(),
            Self::Number => c.is_numeric(),
        }
    }

    /// The set that `\p{name}` or a POSIX class means.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "Lower" => Self::Lower,
            "Upper" => Self::Upper,
            "ASCII" => Self::Ascii,
            "Alpha" => Self::Alpha,
            "Digit" => Self::Digit,
            "Alnum" => Self::Alnum,
            "Punct" => Self::Punct,
            "Graph" => Self::Graph,
            "Print" => Self::Print,
            "Blank" => Self::Blank,
            "Cntrl" => Self::Control,
            "XDigit" => Self::HexDigit,
            "Space" => Self::Space,
            "L" | "IsL" | "IsAlphabetic" | "IsLetter" | "javaLetter" => Self::Letter,
            "Lu" | "IsLu" | "IsUppercase" | "javaUpperCase" => Self::UpperLetter,
            "Ll" | "IsLl" | "IsLowercase" | "javaLowerCase" => Self::LowerLetter,
            "N" | "IsN" | "Nd" | "IsNd" | "IsDigit" => Self::Number,
            _ => return None,
        })
    }
}

/// A part of a set.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Item {
    Range(char, char),
    Kind { kind: Kind, negated: bool },
    Set(Class),
}

/// A set: what is in an item, and in every set of `also`, or the opposite of that.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Class {
    pub(super) items: Vec<Item>,
    /// `&&`.
    pub(super) also: Vec<Class>,
    pub(super) negated: bool,
    /// ASCII letters of either case.
    pub(super) fold: bool,
}

impl Class {
    pub(super) fn of(kind: Kind) -> Self {
        Self { items: vec![Item::Kind { kind, negated: false }], ..Self::default() }
    }

    /// How many parts it has, those of sets inside among them.
    pub(super) fn parts(&self) -> u32 {
        let inside = |item: &Item| if let Item::Set(class) = item { class.parts() } else { 1 };
        self.items.iter().map(inside).chain(self.also.iter().map(Self::parts)).sum()
    }

    pub(super) fn contains(&self, c: char) -> bool {
        let mut found = self.has(c);
        if !found && self.fold && c.is_ascii_alphabetic() {
            found = self.has(if c.is_ascii_lowercase() {
                c.to_ascii_uppercase()
            } else {
                c.to_ascii_lowercase()
            });
        }
        found != self.negated
    }

    fn has(&self, c: char) -> bool {
        let inside = self.items.iter().any(|item| match item {
            Item::Range(from, to) => (*from..=*to).contains(&c),
            Item::Kind { kind, negated } => kind.contains(c) != *negated,
            Item::Set(class) => class.contains(c),
        });
        inside && self.also.iter().all(|class| class.contains(c))
    }
}
