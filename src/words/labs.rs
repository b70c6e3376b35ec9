//! The dialog of the labs, the way back after one was replaced, and recorded data.

use super::Counted;
use crate::ui::format::count;

/// The words of the labs.
pub(crate) struct LabsWords {
    pub(crate) title: &'static str,
    /// The labs that come with the page: name and purpose of each.
    pub(crate) built_in: [(&'static str, &'static str); 3],
    pub(crate) open: &'static str,
    pub(crate) open_named: fn(&str) -> String,
    pub(crate) kept: &'static str,
    pub(crate) none_kept: &'static str,
    pub(crate) come_with: &'static str,
    pub(crate) name: &'static str,
    pub(crate) keep: &'static str,
    pub(crate) keep_title: &'static str,
    pub(crate) not_kept: &'static str,
    pub(crate) link: &'static str,
    pub(crate) link_title: &'static str,
    pub(crate) too_large: &'static str,
    pub(crate) copied: &'static str,
    pub(crate) not_copied: &'static str,
    pub(crate) removed: fn(&str) -> String,
    pub(crate) replaced: fn(&str) -> String,
    pub(crate) undo: &'static str,
    pub(crate) dismiss: &'static str,
}

/// The words of a replay.
pub(crate) struct ReplayWords {
    pub(crate) title: &'static str,
    /// Behind the file's name.
    pub(crate) bytes: Counted,
    pub(crate) column: &'static str,
    pub(crate) no_column: &'static str,
    pub(crate) rate: &'static str,
    pub(crate) keep_schema: &'static str,
    pub(crate) begin: &'static str,
    pub(crate) cancel: &'static str,
    /// How many were sent, of how many.
    pub(crate) progress: fn(u64, u64) -> String,
    pub(crate) end: &'static str,
    /// Records whose time was put right.
    pub(crate) adjusted: Counted,
}

pub(super) const ENGLISH: LabsWords = LabsWords {
    title: "Labs",
    built_in: [
        (
            "Clickstream anomaly detection",
            "Clicks and impressions, their rate every ten seconds, and a forest that says when it is unusual",
        ),
        (
            "Stock ticker",
            "The service's demo stream: symbols, sectors, changes and prices, for programs that read it",
        ),
        ("New lab", "Nothing yet: add a template and a sender, discover the schema, write the program"),
    ],
    open: "Open",
    open_named: |name| ["Open ", name].concat(),
    kept: "Kept in this browser",
    none_kept: "Nothing yet",
    come_with: "That come with the page",
    name: "Name of this lab",
    keep: "Keep",
    keep_title: "A copy in this browser; one of the same name is replaced",
    not_kept: "This browser keeps nothing here, or has no room left: save the lab as a file instead",
    link: "Copy link",
    link_title: "The whole lab in an address; it holds no secrets and is sent nowhere",
    too_large: "The lab is too large for a link: save it as a file instead",
    copied: "Copied",
    not_copied: "This browser does not let the page copy",
    removed: |name| ["Removed “", name, "”"].concat(),
    replaced: |name| ["“", name, "” was replaced"].concat(),
    undo: "Undo",
    dismiss: "Dismiss this note",
};

pub(super) const JAPANESE: LabsWords = LabsWords {
    title: "ラボ",
    built_in: [
        (
            "クリックストリームの異常検知",
            "クリックとインプレッション、10 秒ごとのクリック率、普段と違うときに知らせるフォレスト",
        ),
        (
            "株価ティッカー",
            "サービスのデモストリーム（銘柄、セクター、変動、価格）。これを読むプログラムに使います",
        ),
        ("新しいラボ", "空の状態から、テンプレートと送信元を追加し、スキーマを検出し、プログラムを書きます"),
    ],
    open: "開く",
    open_named: |name| [name, " を開く"].concat(),
    kept: "このブラウザーに保存したラボ",
    none_kept: "まだありません",
    come_with: "付属のラボ",
    name: "このラボの名前",
    keep: "保存",
    keep_title: "このブラウザーにコピーを保存します。同じ名前のラボは置き換わります",
    not_kept: "このブラウザーに保存できないか、空き容量がありません。代わりにラボをファイルに保存してください",
    link: "リンクをコピー",
    link_title: "ラボ全体を含むアドレスです。秘密の情報は含まず、どこにも送信しません",
    too_large: "ラボが大きすぎてリンクにできません。代わりにファイルに保存してください",
    copied: "コピーしました",
    not_copied: "このブラウザーではページからコピーできません",
    removed: |name| ["「", name, "」を削除しました"].concat(),
    replaced: |name| ["「", name, "」を置き換えました"].concat(),
    undo: "元に戻す",
    dismiss: "この通知を閉じる",
};

pub(super) const ENGLISH_REPLAY: ReplayWords = ReplayWords {
    title: "Replay recorded data",
    bytes: |number| [", ", &count(number), " bytes"].concat(),
    column: "Column with the time of a record",
    no_column: "none: records come at a steady rate",
    rate: "Records a second, where they have no time of their own",
    keep_schema: "Keep the schema of the source instead of discovering one",
    begin: "Replay",
    cancel: "Cancel",
    progress: |sent, all| count(sent) + " of " + &count(all) + " records",
    end: "Back to the senders",
    adjusted: |number| {
        let those = if number == 1 {
            " record had no readable time of its own or went back in time; it took the time of the one before"
        } else {
            " records had no readable time of their own or went back in time; they took the time of the one before"
        };
        count(number) + those
    },
};

pub(super) const JAPANESE_REPLAY: ReplayWords = ReplayWords {
    title: "記録したデータの再生",
    bytes: |number| ["、", &count(number), " バイト"].concat(),
    column: "レコードの時刻が入っている列",
    no_column: "なし（一定の速さで流す）",
    rate: "1 秒あたりのレコード数（時刻の列がないとき）",
    keep_schema: "スキーマを検出せず、ソースの今のスキーマを使う",
    begin: "再生",
    cancel: "キャンセル",
    progress: |sent, all| count(all) + " レコード中 " + &count(sent),
    end: "送信元に戻す",
    adjusted: |number| {
        count(number) + " 件のレコードは時刻を読み取れないか逆行していたため、直前のレコードの時刻にしました"
    },
};
