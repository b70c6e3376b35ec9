//! The bar on top.

/// The words of the bar.
pub(crate) struct BarWords {
    pub(crate) language: &'static str,
}

pub(super) const ENGLISH: BarWords = BarWords { language: "Language" };

pub(super) const JAPANESE: BarWords = BarWords { language: "言語" };
