//! The note about a newer version.

/// Its words.
pub(crate) struct UpdateWords {
    pub(crate) note: &'static str,
    pub(crate) load: &'static str,
    pub(crate) later: &'static str,
}

pub(super) const ENGLISH: UpdateWords = UpdateWords {
    note: "A new version of Rillcut is here. Loading it starts the lab anew: save first what you have changed.",
    load: "Load it",
    later: "Later",
};

pub(super) const JAPANESE: UpdateWords = UpdateWords {
    note: "Rillcut の新しいバージョンがあります。読み込むとラボは最初から始まります。変更したものは先に保存してください。",
    load: "読み込む",
    later: "あとで",
};
