//! The picture of the way of a record.

use super::Counted;
use crate::ui::format::count;

/// The words of the picture. Streams, pumps and what pumps do are named by the program and by the engine.
pub(crate) struct PipelineWords {
    pub(crate) title: &'static str,
    pub(crate) scroll: &'static str,
    pub(crate) pumps: &'static str,
    pub(crate) records: &'static str,
    pub(crate) messages: &'static str,
    pub(crate) source: &'static str,
    pub(crate) failed_rows: &'static str,
    /// Those that send, and all.
    pub(crate) senders: fn(usize, usize) -> String,
    pub(crate) no_address: &'static str,
    pub(crate) connected: fn(usize) -> String,
    /// Behind the number of delivered messages: how many wait.
    pub(crate) delivered: Counted,
    /// Windows that the forest has seen, and that it needs.
    pub(crate) forest_fills: fn(u64, u64) -> String,
    pub(crate) forest_scores: &'static str,
    /// Rows of the open window, and when it closes.
    pub(crate) until: fn(u64, &str) -> String,
    /// Before what a stream is: rows of its open window.
    pub(crate) so_far: Counted,
    pub(crate) show_rows_of: fn(&str) -> String,
    pub(crate) per_second: &'static str,
    pub(crate) seconds: &'static str,
    pub(crate) stopped: &'static str,
    /// Before the name of a pump.
    pub(crate) pump: &'static str,
    pub(crate) none_yet: &'static str,
    /// Rows of the open window, when it opened, when it closes.
    pub(crate) window: fn(u64, &str, &str) -> String,
    pub(crate) show_sql: &'static str,
    pub(crate) show_rows: &'static str,
    /// Streams that a pump reads, and the one that it fills.
    pub(crate) from_to: fn(&[String], &str) -> String,
    pub(crate) rows_in: &'static str,
    pub(crate) rows_out: &'static str,
    pub(crate) failed: &'static str,
    pub(crate) holds: &'static str,
    pub(crate) held: &'static str,
    pub(crate) age: &'static str,
}

pub(super) const ENGLISH: PipelineWords = PipelineWords {
    title: "Pipeline",
    scroll: "From the generator to the destination",
    pumps: "Pumps",
    records: "records",
    messages: "messages",
    source: "Source",
    failed_rows: "Rows that failed",
    senders: |sending, all| format!("{sending} of {all} senders"),
    no_address: "No address yet",
    connected: |number| if number == 1 { "Connected".to_owned() } else { format!("{number} connected") },
    delivered: |waiting| {
        if waiting == 0 { "delivered".to_owned() } else { format!("delivered, {waiting} waiting") }
    },
    forest_fills: |seen, sample| format!("Forest: {seen} of {sample} windows"),
    forest_scores: "Forest: scoring",
    until: |rows, end| format!("{} until {end}", count(rows)),
    so_far: |rows| format!("{} so far · ", count(rows)),
    show_rows_of: |name| format!("Show the rows of {name}"),
    per_second: "/s",
    seconds: " s",
    stopped: "stopped",
    pump: "Pump ",
    none_yet: "none yet",
    window: |rows, start, end| {
        format!("{} {} since {start}, closes at {end}", count(rows), if rows == 1 { "row" } else { "rows" })
    },
    show_sql: "Show its SQL",
    show_rows: "Show its rows",
    from_to: |reads, fills| format!("From {} to {fills}", reads.join(" and ")),
    rows_in: "Rows in",
    rows_out: "Rows out",
    failed: "Failed",
    holds: "Holds",
    held: "rows and groups",
    age: "Age of its newest row",
};

pub(super) const JAPANESE: PipelineWords = PipelineWords {
    title: "パイプライン",
    scroll: "ジェネレーターから送信先まで",
    pumps: "ポンプ",
    records: "レコード",
    messages: "メッセージ",
    source: "ソース",
    failed_rows: "失敗した行",
    senders: |sending, all| format!("送信元 {sending}/{all}"),
    no_address: "宛先なし",
    connected: |number| {
        if number == 1 { "接続済み".to_owned() } else { format!("{number} 件接続済み") }
    },
    delivered: |waiting| {
        if waiting == 0 {
            "件配信済み".to_owned()
        } else {
            format!("件配信済み、{waiting} 件待機中")
        }
    },
    forest_fills: |seen, sample| format!("フォレスト: {sample} ウィンドウ中 {seen}"),
    forest_scores: "フォレスト: 採点中",
    until: |rows, end| format!("{end} まで、現在 {} 行", count(rows)),
    so_far: |rows| format!("現在 {} 行 · ", count(rows)),
    show_rows_of: |name| format!("{name} の行を表示"),
    per_second: "/秒",
    seconds: " 秒",
    stopped: "停止中",
    pump: "ポンプ ",
    none_yet: "まだなし",
    window: |rows, start, end| format!("{start} から {} 行、{end} に閉じます", count(rows)),
    show_sql: "SQL を表示",
    show_rows: "行を表示",
    from_to: |reads, fills| format!("{} から {fills} へ", reads.join("、")),
    rows_in: "入力行",
    rows_out: "出力行",
    failed: "失敗",
    holds: "保持",
    held: "行とグループ",
    age: "最新行からの経過",
};
