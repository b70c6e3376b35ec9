//! The menu, what this page is, and the sheet of its keys.

/// The words of the menu.
pub(crate) struct MenuWords {
    pub(crate) menu: &'static str,
    pub(crate) labs: &'static str,
    pub(crate) open: &'static str,
    /// The forms in which a lab is saved: lab file, SQL, KDA application of two versions, CloudFormation template.
    pub(crate) forms: [&'static str; 5],
    pub(crate) flink: &'static str,
    pub(crate) about: &'static str,
    pub(crate) about_text: &'static str,
    pub(crate) version: &'static str,
    pub(crate) keyboard: &'static str,
    pub(crate) file: &'static str,
    pub(crate) dismiss: &'static str,
    pub(crate) keys_title: &'static str,
    pub(crate) keys: [KeyWords; 8],
}

/// Keys of a part of the page.
pub(crate) struct KeyWords {
    /// Where they are keys.
    pub(crate) place: &'static str,
    /// Keys, and what they do.
    pub(crate) keys: &'static [(&'static str, &'static str)],
}

pub(super) const ENGLISH: MenuWords = MenuWords {
    menu: "Menu",
    labs: "Labs…",
    open: "Open lab, application, SQL or data…",
    forms: [
        "Save lab file",
        "Save SQL",
        "Save KDA application (v2 API)",
        "Save KDA application (v1 API)",
        "Save CloudFormation template",
    ],
    flink: "Export to Apache Flink…",
    about: "About Rillcut",
    about_text: "A record generator sends clicks and impressions to a streaming SQL engine that runs Kinesis Data Analytics SQL. \
                 A Random Cut Forest scores what the SQL computes, and unusual rows go to a webhook. All of it runs in this tab: \
                 nothing is sent anywhere until you give an address.",
    version: "Version ",
    keyboard: "Keyboard…",
    file: "File to open",
    dismiss: "Dismiss",
    keys_title: "Keyboard",
    keys: [
        KeyWords {
            place: "Everywhere",
            keys: &[
                ("Space", "runs and pauses the clock"),
                ("?", "shows this sheet"),
                ("Esc", "closes what is open"),
            ],
        },
        KeyWords {
            place: "SQL editor",
            keys: &[
                ("Ctrl or ⌘ + Enter", "saves and runs the program"),
                ("Ctrl + Space", "completes"),
                ("Shift + Alt + F", "lays the program out"),
                ("F8", "goes to the next problem"),
                ("Ctrl or ⌘ + Shift + M", "lists the problems"),
                ("Ctrl or ⌘ + F", "searches"),
                ("Ctrl or ⌘ + /", "makes the line a comment, or none"),
                ("Ctrl or ⌘ + Z, with Shift", "undoes, does again"),
                ("Tab", "leaves the editor"),
            ],
        },
        KeyWords {
            place: "Time",
            keys: &[
                ("← →", "a step back or on in the run"),
                ("Home, End", "to its start, to where it has come to"),
            ],
        },
        KeyWords {
            place: "Chart",
            keys: &[
                ("← →", "from point to point"),
                ("Home, End", "to the first, to the last"),
                ("N, P", "to the next mark, to the one before"),
                ("Enter", "says why a point got its score"),
                ("+ −", "stretches and shrinks the time shown"),
                ("Shift + ← →", "moves the time shown"),
                ("Esc", "back to the last ten minutes"),
            ],
        },
        KeyWords {
            place: "Table of rates",
            keys: &[
                ("Arrows, with Shift", "move, select"),
                ("Shift + Space, Ctrl + Space", "select a day, an hour of all days"),
                ("A number, Enter", "sets what is selected"),
                ("+ −", "changes it by a tenth"),
                ("Ctrl + C, Ctrl + V", "copies, pastes"),
            ],
        },
        KeyWords {
            place: "Planned times",
            keys: &[
                ("← →, with Shift", "move a span, its end"),
                ("↑ ↓", "changes its rate by a tenth"),
                ("Delete", "takes it away"),
            ],
        },
        KeyWords {
            place: "Templates",
            keys: &[
                ("Ctrl + Space behind {{", "offers functions"),
                ("← → on the five records", "from call to call"),
                ("Enter", "selects the call in the template"),
            ],
        },
        KeyWords {
            place: "Streams",
            keys: &[
                ("← → on the tabs", "from stream to stream"),
                ("Home, End", "to the first, to the last"),
                ("↑ ↓ on a row", "from row to row"),
                ("Enter", "shows the row and where it comes from"),
            ],
        },
    ],
};

pub(super) const JAPANESE: MenuWords = MenuWords {
    menu: "メニュー",
    labs: "ラボ…",
    open: "ラボ、アプリケーション、SQL、データを開く…",
    forms: [
        "ラボファイルを保存",
        "SQL を保存",
        "KDA アプリケーションを保存（v2 API）",
        "KDA アプリケーションを保存（v1 API）",
        "CloudFormation テンプレートを保存",
    ],
    flink: "Apache Flink へエクスポート…",
    about: "Rillcut について",
    about_text: "レコードジェネレーターが、Kinesis Data Analytics の SQL を実行するストリーミング SQL エンジンに、クリックとインプレッションを送ります。\
                 SQL の計算結果を Random Cut Forest が採点し、普段と違う行を Webhook に送ります。すべてこのタブの中で動き、\
                 アドレスを指定するまで、どこにも何も送信しません。",
    version: "バージョン ",
    keyboard: "キーボード操作…",
    file: "開くファイル",
    dismiss: "閉じる",
    keys_title: "キーボード操作",
    keys: [
        KeyWords {
            place: "ページ全体",
            keys: &[
                ("Space", "時計を動かす、一時停止する"),
                ("?", "この一覧を表示する"),
                ("Esc", "開いているものを閉じる"),
            ],
        },
        KeyWords {
            place: "SQL エディター",
            keys: &[
                ("Ctrl または ⌘ + Enter", "プログラムを保存して実行する"),
                ("Ctrl + Space", "補完する"),
                ("Shift + Alt + F", "プログラムを整形する"),
                ("F8", "次の問題に移動する"),
                ("Ctrl または ⌘ + Shift + M", "問題の一覧を表示する"),
                ("Ctrl または ⌘ + F", "検索する"),
                ("Ctrl または ⌘ + /", "行をコメントにする、元に戻す"),
                ("Ctrl または ⌘ + Z、Shift も押す", "元に戻す、やり直す"),
                ("Tab", "エディターから出る"),
            ],
        },
        KeyWords {
            place: "時刻",
            keys: &[("← →", "実行を少し戻す、進める"), ("Home、End", "最初へ、到達した時点へ")],
        },
        KeyWords {
            place: "グラフ",
            keys: &[
                ("← →", "点から点へ移動する"),
                ("Home、End", "最初へ、最後へ"),
                ("N、P", "次のマークへ、前のマークへ移動する"),
                ("Enter", "スコアの理由を表示する"),
                ("+ −", "表示する時間を狭める、広げる"),
                ("Shift + ← →", "表示する時間を移動する"),
                ("Esc", "直近 10 分に戻る"),
            ],
        },
        KeyWords {
            place: "レートの表",
            keys: &[
                ("矢印、Shift + 矢印", "移動する、選択する"),
                ("Shift + Space、Ctrl + Space", "1 日、全曜日の同じ時間を選択する"),
                ("数値、Enter", "選択した時間に値を設定する"),
                ("+ −", "1 割ずつ増やす、減らす"),
                ("Ctrl + C、Ctrl + V", "コピーする、貼り付ける"),
            ],
        },
        KeyWords {
            place: "予定した時間",
            keys: &[
                ("← →、Shift + ← →", "区間を移動する、終わりを移動する"),
                ("↑ ↓", "レートを 1 割変える"),
                ("Delete", "区間を削除する"),
            ],
        },
        KeyWords {
            place: "テンプレート",
            keys: &[
                ("{{ の後で Ctrl + Space", "関数の候補を表示する"),
                ("5 件のレコードで ← →", "呼び出しから呼び出しへ移動する"),
                ("Enter", "テンプレートの呼び出しを選択する"),
            ],
        },
        KeyWords {
            place: "ストリーム",
            keys: &[
                ("タブで ← →", "ストリームを切り替える"),
                ("Home、End", "最初へ、最後へ"),
                ("行で ↑ ↓", "行から行へ移動する"),
                ("Enter", "行とその由来を表示する"),
            ],
        },
    ],
};
