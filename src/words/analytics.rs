//! The pane "Real-time analytics": the editor, its gallery of programs, the streams and their rows.

use super::Counted;
use crate::ui::format::count;

/// The words of the pane.
pub(crate) struct AnalyticsWords {
    pub(crate) editor: EditorWords,
    pub(crate) programs: ProgramsWords,
    pub(crate) streams: StreamsWords,
    pub(crate) rows: RowsWords,
    pub(crate) detail: DetailWords,
}

/// The editor and what is said beside it.
pub(crate) struct EditorWords {
    pub(crate) label: &'static str,
    /// What a screen reader says of its keys.
    pub(crate) help: &'static str,
    pub(crate) title: &'static str,
    pub(crate) edited: &'static str,
    pub(crate) format: &'static str,
    pub(crate) apply: &'static str,
    pub(crate) revert: &'static str,
    /// Between the two keys of which either will do.
    pub(crate) or: &'static str,
    /// What the keys do.
    pub(crate) keys: &'static str,
    /// Line, column, errors, warnings.
    pub(crate) status: fn(u32, u32, usize, usize) -> String,
    pub(crate) refused: &'static str,
    pub(crate) explanation: &'static str,
    pub(crate) dataflow: &'static str,
    /// CodeMirror's own texts and what stands for them; none where they are right as they are.
    pub(crate) phrases: &'static [(&'static str, &'static str)],
}

/// The gallery "Add SQL from templates".
pub(crate) struct ProgramsWords {
    pub(crate) title: &'static str,
    pub(crate) search: &'static str,
    pub(crate) search_hint: &'static str,
    pub(crate) list: &'static str,
    pub(crate) none: &'static str,
    pub(crate) replace: &'static str,
    pub(crate) insert: &'static str,
    pub(crate) cancel: &'static str,
    pub(crate) misfit: &'static str,
    /// Of the name of the lab that it fits.
    pub(crate) misfit_why: fn(&str) -> String,
    pub(crate) program: &'static str,
}

/// The tabs and the tools over the table.
pub(crate) struct StreamsWords {
    pub(crate) tabs: &'static str,
    pub(crate) source: &'static str,
    pub(crate) destination: &'static str,
    /// Name and rows.
    pub(crate) title: fn(&str, u64) -> String,
    /// Rows that match, and rows that are kept.
    pub(crate) matching: fn(u64, u64) -> String,
    pub(crate) newest: Counted,
    pub(crate) resume: &'static str,
    pub(crate) news: Counted,
    pub(crate) search: &'static str,
    pub(crate) filter: &'static str,
    pub(crate) filter_help: &'static str,
    pub(crate) pause: &'static str,
    pub(crate) pause_help: &'static str,
    pub(crate) take: &'static str,
    pub(crate) form: &'static str,
    pub(crate) copy: &'static str,
    pub(crate) copy_help: &'static str,
    pub(crate) copied: Counted,
    pub(crate) no_copy: &'static str,
    pub(crate) download: &'static str,
    pub(crate) download_help: &'static str,
    pub(crate) causes: &'static str,
    pub(crate) at_source: &'static str,
    pub(crate) in_pump: fn(&str) -> String,
}

/// The table.
pub(crate) struct RowsWords {
    pub(crate) label: &'static str,
    pub(crate) newest_of: fn(&str) -> String,
    pub(crate) no_match: &'static str,
    pub(crate) no_failure: &'static str,
    pub(crate) none: &'static str,
    /// While the clock stands.
    pub(crate) none_standing: &'static str,
    pub(crate) sort: &'static str,
    pub(crate) condition: fn(&str) -> String,
    /// An example of a condition on text.
    pub(crate) has: &'static str,
    pub(crate) open: &'static str,
    pub(crate) data_row_text: &'static str,
    pub(crate) decoded: &'static str,
}

/// A row in full.
pub(crate) struct DetailWords {
    /// Stream and number of the row.
    pub(crate) title: fn(&str, u64) -> String,
    pub(crate) back: &'static str,
    pub(crate) record: &'static str,
    pub(crate) origin: &'static str,
    pub(crate) at: fn(&str) -> String,
    pub(crate) between: fn(&str, &str) -> String,
    pub(crate) up_to: fn(&str) -> String,
    pub(crate) any_time: &'static str,
    /// Between the name of the pump and what it does.
    pub(crate) does: &'static str,
    /// Between what the pump does and the name of the stream: rows.
    pub(crate) input: Counted,
    /// Behind the name of the stream: rows, and their time.
    pub(crate) input_of: fn(u64, &str) -> String,
    pub(crate) newest: Counted,
    pub(crate) missing: &'static str,
    pub(crate) rows_of: fn(&str) -> String,
    pub(crate) sent: &'static str,
    pub(crate) none_sent: &'static str,
}

/// Rows with their number, in English.
fn rows(number: u64) -> String {
    format!("{} {}", count(number), if number == 1 { "row" } else { "rows" })
}

pub(super) const ENGLISH: AnalyticsWords = AnalyticsWords {
    editor: EditorWords {
        label: "SQL of the application",
        help: "Control or Command and Enter saves and runs. Control and Space completes. Shift, Alt and F lays out. F8 goes to the next problem. \
               Tab leaves the editor.",
        title: "SQL code",
        edited: "Edited, not applied",
        format: "Format",
        apply: "Save and run",
        revert: "Revert",
        or: " or ",
        keys: " saves and runs, Tab leaves the editor",
        status: |line, column, errors, warnings| {
            format!("Ln {line}, Col {column} · Errors: {errors} · Warnings: {warnings}")
        },
        refused: "Not applied: the program from before runs on",
        explanation: "What the program does, step by step",
        dataflow: "Dataflow",
        phrases: &[],
    },
    programs: ProgramsWords {
        title: "Add SQL from templates",
        search: "Search programs",
        search_hint: "Search by what it does or what it shows",
        list: "Programs",
        none: "No program has that in it",
        replace: "Replace the draft",
        insert: "Insert at the end",
        cancel: "Cancel",
        misfit: "Another source",
        misfit_why: |lab| {
            format!(" It reads the columns of the built-in {lab} lab; this lab's source has others.")
        },
        program: "Program",
    },
    streams: StreamsWords {
        tabs: "In-application streams",
        source: "source",
        destination: "destination",
        title: |name, number| format!("{name} — {}", rows(number)),
        matching: |matching, kept| format!("{} of the {} kept match", count(matching), count(kept)),
        newest: |kept| format!("The newest {} are kept", count(kept)),
        resume: "Resume",
        news: |number| format!("{} new {}", count(number), if number == 1 { "row" } else { "rows" }),
        search: "Search rows",
        filter: "Filter columns",
        filter_help: "A condition for each column: > 5, = Click, <> 0, null, or a text to be found",
        pause: "Pause view",
        pause_help: "The lab runs on; only this table stands still",
        take: "Take the rows away",
        form: "Form of the rows",
        copy: "Copy",
        copy_help: "The newest 1,000 that match",
        copied: |number| format!("{} copied", rows(number)),
        no_copy: "This browser does not let the page copy",
        download: "Download",
        download_help: "All that match",
        causes: "Causes",
        at_source: "at the source",
        in_pump: |pump| format!("in {pump}"),
    },
    rows: RowsWords {
        label: "Rows",
        newest_of: |name| format!("Newest rows of {name}"),
        no_match: "No row is like that",
        no_failure: "Nothing has failed so far",
        none: "No rows yet",
        none_standing: "No rows yet: run the lab",
        sort: "Sort",
        condition: |column| format!("Condition on {column}"),
        has: "has",
        open: "Show this row and where it comes from",
        data_row_text: "DATA_ROW as text",
        decoded: "decoded",
    },
    detail: DetailWords {
        title: |stream, number| format!("{stream}, row {}", count(number)),
        back: "Back",
        record: "A record of a sender: nothing in the application comes before it",
        origin: "Where it comes from",
        at: |time| format!("at {time}"),
        between: |from, to| format!("from {from} to {to}"),
        up_to: |time| format!("up to {time}"),
        any_time: "at any time",
        does: " (",
        input: |number| format!("): {} of ", rows(number)),
        input_of: |_, time| format!(", {time}. "),
        newest: |shown| format!("The newest {shown} are shown."),
        missing: " Some may be kept no longer.",
        rows_of: |stream| format!("Rows of {stream}"),
        sent: "What was sent",
        none_sent: "No message was sent because of it",
    },
};

pub(super) const JAPANESE: AnalyticsWords = AnalyticsWords {
    editor: EditorWords {
        label: "アプリケーションの SQL",
        help: "Control または Command と Enter で保存して実行します。Control とスペースで補完、Shift と Alt と F で整形、F8 で次の問題に移動します。\
               Tab でエディターから出ます。",
        title: "SQL コード",
        edited: "編集中（未適用）",
        format: "整形",
        apply: "保存して実行",
        revert: "変更を破棄",
        or: " または ",
        keys: " で保存して実行、Tab でエディターから出ます",
        status: |line, column, errors, warnings| {
            format!("{line} 行 {column} 列 · エラー: {errors} · 警告: {warnings}")
        },
        refused: "適用されていません。前のプログラムが動き続けています",
        explanation: "プログラムの動作を順に説明",
        dataflow: "データフロー",
        phrases: &[
            ("Find", "検索"),
            ("Replace", "置換"),
            ("next", "次へ"),
            ("previous", "前へ"),
            ("all", "すべて"),
            ("match case", "大文字と小文字を区別"),
            ("regexp", "正規表現"),
            ("by word", "単語単位"),
            ("replace", "置換"),
            ("replace all", "すべて置換"),
            ("close", "閉じる"),
            ("current match", "現在の一致"),
            ("on line", "行"),
            ("replaced match on line $", "$ 行目の一致を置換しました"),
            ("replaced $ matches", "$ 件の一致を置換しました"),
            ("Go to line", "行に移動"),
            ("go", "移動"),
            ("Diagnostics", "問題"),
            ("No diagnostics", "問題はありません"),
            ("Completions", "補完候補"),
            ("Selection deleted", "選択範囲を削除しました"),
            ("Control character", "制御文字"),
        ],
    },
    programs: ProgramsWords {
        title: "テンプレートから SQL を追加",
        search: "プログラムを検索",
        search_hint: "目的や構文で検索",
        list: "プログラム",
        none: "該当するプログラムはありません",
        replace: "下書きと置き換える",
        insert: "末尾に追加",
        cancel: "キャンセル",
        misfit: "別のソース用",
        misfit_why: |lab| format!("内蔵の {lab} ラボの列を読みます。このラボのソースには別の列があります。"),
        program: "プログラム",
    },
    streams: StreamsWords {
        tabs: "アプリケーション内ストリーム",
        source: "ソース",
        destination: "送信先",
        title: |name, number| format!("{name} — {} 行", count(number)),
        matching: |matching, kept| format!("保持中の {} 行のうち {} 行が一致", count(kept), count(matching)),
        newest: |kept| format!("最新の {} 行を保持", count(kept)),
        resume: "再開",
        news: |number| format!("新しい行 {} 件", count(number)),
        search: "行を検索",
        filter: "列で絞り込む",
        filter_help: "列ごとの条件: > 5、= Click、<> 0、null、または含まれる文字列",
        pause: "表示を止める",
        pause_help: "ラボは動き続け、この表だけが止まります",
        take: "行の取り出し",
        form: "行の形式",
        copy: "コピー",
        copy_help: "一致する最新の 1,000 行",
        copied: |number| format!("{} 行をコピーしました", count(number)),
        no_copy: "このブラウザーではページからコピーできません",
        download: "ダウンロード",
        download_help: "一致するすべての行",
        causes: "原因",
        at_source: "ソース",
        in_pump: str::to_owned,
    },
    rows: RowsWords {
        label: "行",
        newest_of: |name| format!("{name} の最新の行"),
        no_match: "該当する行はありません",
        no_failure: "失敗した行はまだありません",
        none: "行はまだありません",
        none_standing: "行はまだありません。ラボを実行してください",
        sort: "並べ替え",
        condition: |column| format!("{column} の条件"),
        has: "含む文字",
        open: "この行とその由来を表示",
        data_row_text: "DATA_ROW（文字列）",
        decoded: "デコード済み",
    },
    detail: DetailWords {
        title: |stream, number| format!("{stream} の {} 行目", count(number)),
        back: "戻る",
        record: "送信元のレコードです。アプリケーション内でこれより前のものはありません",
        origin: "由来",
        at: str::to_owned,
        between: |from, to| format!("{from}〜{to}"),
        up_to: |time| format!("{time} まで"),
        any_time: "時刻は問いません",
        does: "（",
        input: |_| "）: ".to_owned(),
        input_of: |number, time| format!(" の {} 行（{time}）。", count(number)),
        newest: |shown| format!("最新の {shown} 行を表示しています。"),
        missing: "すでに保持されていない行があるかもしれません。",
        rows_of: |stream| format!("{stream} の行"),
        sent: "送信したメッセージ",
        none_sent: "この行によるメッセージは送信されていません",
    },
};
