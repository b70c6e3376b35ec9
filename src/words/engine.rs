//! The engine that has stopped, and why.

/// The words of it.
pub(crate) struct EngineWords {
    pub(crate) stopped: &'static str,
    pub(crate) stays: &'static str,
    pub(crate) restart: &'static str,
    pub(crate) report: &'static str,
    /// No worker could be made, with what the browser says.
    pub(crate) not_made: fn(&str) -> String,
    /// The worker ended before its greeting, with what it said.
    pub(crate) not_started: fn(&str) -> String,
    pub(crate) no_files: &'static str,
    /// The worker's protocol, and the page's.
    pub(crate) other_version: fn(&str, &str) -> String,
    pub(crate) no_greeting: &'static str,
    /// A message that is none, with the reason.
    pub(crate) unreadable: fn(&str) -> String,
    pub(crate) unknown: &'static str,
}

pub(super) const ENGLISH: EngineWords = EngineWords {
    stopped: "The engine has stopped",
    stays: "Your lab is still here; its rows and windows start anew with a new engine.",
    restart: "Restart the engine",
    report: "Copy report",
    not_made: |why| ["the engine cannot be started: ", why].concat(),
    not_started: |why| ["it could not start: ", why].concat(),
    no_files: "its files could not be loaded",
    other_version: |its, ours| {
        ["it is of another version (protocol ", its, ", this page ", ours, "): reload the page"].concat()
    },
    no_greeting: "its first message is no greeting",
    unreadable: |why| ["its message cannot be read: ", why].concat(),
    unknown: "for an unknown reason",
};

pub(super) const JAPANESE: EngineWords = EngineWords {
    stopped: "エンジンが停止しました",
    stays: "ラボは残っています。エンジンを起動し直すと、行とウィンドウは最初からになります。",
    restart: "エンジンを再起動",
    report: "レポートをコピー",
    not_made: |why| ["エンジンを起動できません: ", why].concat(),
    not_started: |why| ["起動に失敗しました: ", why].concat(),
    no_files: "エンジンのファイルを読み込めませんでした",
    other_version: |its, ours| {
        [
            "エンジンのバージョンが違います（プロトコル ",
            its,
            "、このページは ",
            ours,
            "）。ページを再読み込みしてください",
        ]
        .concat()
    },
    no_greeting: "エンジンの最初のメッセージが正しくありません",
    unreadable: |why| ["エンジンのメッセージを読み取れません: ", why].concat(),
    unknown: "原因不明",
};
