//! What the address of the page asked for and did not get, and what it took away from its reader.

/// The words of it.
pub(crate) struct AddressWords {
    /// A value that was left out: the parameter, the value, what the parameter takes.
    pub(crate) refused: fn(&str, &str, &str) -> String,
    /// What each parameter takes, in the order of `address::Parameter`.
    pub(crate) takes: [&'static str; 13],
    pub(crate) dismiss: &'static str,
    pub(crate) readonly: &'static str,
    /// The way from a few panels to the whole page.
    pub(crate) open: &'static str,
    pub(crate) open_title: &'static str,
    /// A lab that waits to be run by its reader.
    pub(crate) seen_first: &'static str,
}

pub(super) const ENGLISH: AddressWords = AddressWords {
    refused: |name, value, takes| {
        ["The address says ", name, "=", value, ", which is left out: ", name, " takes ", takes].concat()
    },
    takes: [
        "a number from 1 to 9",
        "en or ja",
        "light, dark or auto",
        "generator, sql, stream, chart, destination, guide, pipeline, or several of them with commas between",
        "generator, sql, stream, chart, destination, guide, pipeline, bar, controls, narration, scrubber, share, or several of them with commas between",
        "nothing, or 1 or 0",
        "a number from 0.1 to 100000, or max",
        "a whole number from 0 to 9007199254740991",
        "nothing, or 1 or 0",
        "one origin, as in https://your.site",
        "clickstream, stock-ticker or empty",
        "milliseconds since 1970",
        "what “Copy link” gives",
    ],
    dismiss: "Dismiss this note",
    readonly: "Read-only: this lab can be played and looked at, not changed",
    open: "Open in Rillcut",
    open_title: "The whole lab in a tab of its own",
    seen_first: "This lab came in a link: look at it, then run it",
};

pub(super) const JAPANESE: AddressWords = AddressWords {
    refused: |name, value, takes| {
        ["アドレスの ", name, "=", value, " は使えないため無視しました。", name, " に指定できるもの: ", takes]
            .concat()
    },
    takes: [
        "1 から 9 までの数",
        "en または ja",
        "light、dark、auto のいずれか",
        "generator、sql、stream、chart、destination、guide、pipeline（複数はカンマ区切り）",
        "generator、sql、stream、chart、destination、guide、pipeline、bar、controls、narration、scrubber、share（複数はカンマ区切り）",
        "値なし、または 1 か 0",
        "0.1 から 100000 までの数、または max",
        "0 から 9007199254740991 までの整数",
        "値なし、または 1 か 0",
        "1 つのオリジン（例: https://your.site）",
        "clickstream、stock-ticker、empty のいずれか",
        "1970 年からのミリ秒数",
        "「リンクをコピー」で得られる値",
    ],
    dismiss: "この通知を閉じる",
    readonly: "閲覧専用: このラボは再生と閲覧ができますが、変更はできません",
    open: "Rillcut で開く",
    open_title: "ラボ全体を別のタブで開きます",
    seen_first: "このラボはリンクから開かれました。内容を確かめてから実行してください",
};
