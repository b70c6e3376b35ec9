//! What several parts of the page say.

use super::Counted;
use crate::ui::format::count;

/// The words that several parts share.
pub(crate) struct CommonWords {
    pub(crate) close: &'static str,
    pub(crate) remove: &'static str,
    /// A button that takes away what has this name.
    pub(crate) remove_named: fn(&str) -> String,
    /// Records, counted.
    pub(crate) records: Counted,
    /// Days, before hours and minutes.
    pub(crate) days: &'static str,
    pub(crate) error: &'static str,
    pub(crate) warning: &'static str,
    pub(crate) mend: &'static str,
    pub(crate) panes: &'static str,
    pub(crate) generator: &'static str,
    pub(crate) analytics: &'static str,
    pub(crate) detection: &'static str,
    pub(crate) destination: &'static str,
}

pub(super) const ENGLISH: CommonWords = CommonWords {
    close: "Close",
    remove: "Remove",
    remove_named: |name| ["Remove ", name].concat(),
    records: |number| count(number) + if number == 1 { " record" } else { " records" },
    days: "d",
    error: "Error",
    warning: "Warning",
    mend: "Mend",
    panes: "Panes",
    generator: "Generator",
    analytics: "Real-time analytics",
    detection: "Detection",
    destination: "Destination",
};

pub(super) const JAPANESE: CommonWords = CommonWords {
    close: "閉じる",
    remove: "削除",
    remove_named: |name| [name, " を削除"].concat(),
    records: |number| count(number) + " レコード",
    days: "日",
    error: "エラー",
    warning: "警告",
    mend: "修正",
    panes: "ペイン",
    generator: "ジェネレーター",
    analytics: "リアルタイム分析",
    detection: "異常検知",
    destination: "送信先",
};
