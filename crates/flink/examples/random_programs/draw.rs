//! What a program is drawn with: a generator of numbers, and the kinds of values.

/// What an expression gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Whole,
    Small,
    Exact,
    Real,
    Single,
    Text,
    Truth,
    Time,
    Day,
    Clock,
}

impl Kind {
    pub(crate) const ALL: [Self; 10] = [
        Self::Whole,
        Self::Small,
        Self::Exact,
        Self::Real,
        Self::Single,
        Self::Text,
        Self::Truth,
        Self::Time,
        Self::Day,
        Self::Clock,
    ];
    pub(crate) const NUMBERS: [Self; 5] = [Self::Whole, Self::Small, Self::Exact, Self::Real, Self::Single];

    /// A column's type.
    pub(crate) fn sql(self) -> &'static str {
        match self {
            Self::Whole => "BIGINT",
            Self::Small => "INTEGER",
            Self::Exact => "DECIMAL(14,3)",
            Self::Real => "DOUBLE",
            Self::Single => "REAL",
            Self::Text => "VARCHAR(40)",
            Self::Truth => "BOOLEAN",
            Self::Time => "TIMESTAMP",
            Self::Day => "DATE",
            Self::Clock => "TIME",
        }
    }
}

/// SplitMix64.
pub(crate) struct Draw(pub(crate) u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    pub(crate) fn of<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[self.below(choices.len())]
    }

    pub(crate) fn kind(&mut self, choices: &[Kind]) -> Kind {
        choices[self.below(choices.len())]
    }

    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}
