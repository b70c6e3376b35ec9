//! The pane "Detection": the chart, its threshold, the explanation of a point, and the rows that left the lab.

use super::Counted;
use crate::ui::format::count;

/// The words of the pane.
pub(crate) struct DetectionWords {
    pub(crate) forest: ForestWords,
    pub(crate) chart: ChartWords,
    pub(crate) tools: ToolsWords,
    pub(crate) reading: ReadingWords,
    pub(crate) threshold: ThresholdWords,
    pub(crate) anomalies: AnomaliesWords,
    pub(crate) why: WhyWords,
}

/// How far the forest is.
pub(crate) struct ForestWords {
    pub(crate) none: &'static str,
    /// Trees, and what each remembers.
    pub(crate) scores: fn(u32, u32) -> String,
    /// Windows that it has seen, and that it needs.
    pub(crate) fills: fn(u64, u64) -> String,
}

/// The chart itself.
pub(crate) struct ChartWords {
    /// What it is, for a screen reader.
    pub(crate) role: &'static str,
    pub(crate) label: fn(&str) -> String,
    pub(crate) key: &'static str,
    pub(crate) left: fn(&str) -> String,
    pub(crate) right: fn(&str) -> String,
    pub(crate) above: &'static str,
    pub(crate) graded: &'static str,
    pub(crate) all_scores: &'static str,
    pub(crate) failed: fn(&str) -> String,
    pub(crate) help: &'static str,
    pub(crate) pointers: &'static str,
    // Each stands behind the keys that do it.
    pub(crate) keys_read: &'static str,
    pub(crate) keys_mark: &'static str,
    pub(crate) keys_explain: &'static str,
    pub(crate) keys_zoom: &'static str,
    pub(crate) keys_move: &'static str,
    pub(crate) keys_back: &'static str,
    pub(crate) moments: &'static str,
    /// Drawn into the picture.
    pub(crate) warm_up: &'static str,
}

/// The controls over the chart.
pub(crate) struct ToolsWords {
    pub(crate) zoomed: &'static str,
    /// Windows that came since.
    pub(crate) zoomed_newer: Counted,
    pub(crate) judged_by: &'static str,
    pub(crate) time: &'static str,
    pub(crate) recent: &'static str,
    pub(crate) all: &'static str,
    pub(crate) earlier: &'static str,
    pub(crate) later: &'static str,
    pub(crate) zoom_in: &'static str,
    pub(crate) zoom_out: &'static str,
    /// Before the names of forests, where there are several.
    pub(crate) forest: &'static str,
    pub(crate) shown: &'static str,
    pub(crate) forest_sees: &'static str,
    pub(crate) columns: &'static str,
}

/// The chart in words.
pub(crate) struct ReadingWords {
    pub(crate) none_scored: &'static str,
    /// The axis of scores, and that of grades.
    pub(crate) score: &'static str,
    pub(crate) grade: &'static str,
    /// What a mark means, by score and by grade.
    pub(crate) above: &'static str,
    pub(crate) graded: &'static str,
    pub(crate) score_is: fn(f64) -> String,
    /// The grade and its confidence.
    pub(crate) grade_is: fn(f64, f64) -> String,
    pub(crate) warm_up: &'static str,
    pub(crate) moment: fn(char) -> String,
    pub(crate) value: &'static str,
    pub(crate) no_value: &'static str,
    /// Columns, where no window has been scored.
    pub(crate) nothing: fn(&str) -> String,
    /// Columns, axis, windows that were scored, those with a mark, what a mark means.
    pub(crate) summary: fn(&str, &str, u64, u64, &str) -> String,
    /// The newest window: when, its numbers, its score.
    pub(crate) newest: fn(&str, &str, &str) -> String,
    pub(crate) table: &'static str,
    pub(crate) remark: &'static str,
}

/// The threshold and the way of it into the program.
pub(crate) struct ThresholdWords {
    pub(crate) label: &'static str,
    pub(crate) grade_says: &'static str,
    pub(crate) alerts: Counted,
    /// Moments that were expected, and those that were found.
    pub(crate) found: fn(usize, usize) -> String,
    /// Behind it: alerts outside of them.
    pub(crate) elsewhere: fn(usize) -> String,
    /// Behind both: the windows that are kept.
    pub(crate) among: Counted,
    pub(crate) program_line: fn(f64) -> String,
    pub(crate) no_line: &'static str,
    pub(crate) put: fn(f64) -> String,
    pub(crate) no_place: fn(f64) -> String,
    pub(crate) line: fn(u32) -> String,
    pub(crate) anew: &'static str,
    pub(crate) apply: &'static str,
    pub(crate) leave: &'static str,
}

/// The rows that reached the destination.
pub(crate) struct AnomaliesWords {
    pub(crate) title: &'static str,
    /// Where no forest says that they are unusual.
    pub(crate) title_rows: &'static str,
    pub(crate) newest: fn(usize) -> String,
    pub(crate) none: &'static str,
    pub(crate) table: &'static str,
    pub(crate) why: &'static str,
    pub(crate) time: &'static str,
    pub(crate) moment: &'static str,
    pub(crate) sentence: &'static str,
    pub(crate) not_expected: &'static str,
    pub(crate) expected: fn(char) -> String,
    pub(crate) during: fn(char) -> String,
}

/// The explanation of a point. The sentence in it is the engine's.
pub(crate) struct WhyWords {
    pub(crate) title: fn(&str) -> String,
    pub(crate) unknown: &'static str,
    pub(crate) previous: &'static str,
    pub(crate) next: &'static str,
    pub(crate) close: &'static str,
    pub(crate) score: &'static str,
    pub(crate) grade: &'static str,
    /// The score from which on there is a grade, and its confidence.
    pub(crate) graded: fn(f64, f64) -> String,
    pub(crate) not_graded: &'static str,
    pub(crate) parts: &'static str,
    pub(crate) column: &'static str,
    pub(crate) value: &'static str,
    pub(crate) expected: &'static str,
    pub(crate) usual: &'static str,
    pub(crate) range: fn(&str, &str) -> String,
    pub(crate) part: &'static str,
    pub(crate) part_scale: &'static str,
    pub(crate) high: &'static str,
    pub(crate) low: &'static str,
    /// Percent of the score, and high or low.
    pub(crate) share: fn(f64, &str) -> String,
    /// The destination, and why none of its rows is this one.
    pub(crate) no_row: fn(&str, &str) -> String,
    pub(crate) no_score: &'static str,
    pub(crate) below_line: fn(f64) -> String,
    pub(crate) row_elsewhere: &'static str,
    pub(crate) about: &'static str,
    pub(crate) message: &'static str,
    /// Number of the row, and the destination.
    pub(crate) row: fn(u64, &str) -> String,
}

pub(super) const ENGLISH: DetectionWords = DetectionWords {
    forest: ForestWords {
        none: "The program has no Random Cut Forest: nothing is scored",
        scores: |trees, sample| format!("Scoring, {trees} trees of {sample}"),
        fills: |seen, sample| format!("The forest has seen {seen} of the {sample} windows it needs"),
    },
    chart: ChartWords {
        role: "chart",
        label: |columns| {
            format!("{columns} and score over ROWTIME; arrow keys read one window after the other")
        },
        key: "What the chart shows",
        left: |column| format!("{column}, left"),
        right: |axis| format!("{axis}, right"),
        above: "Above the threshold",
        graded: "Graded above 0",
        all_scores: "All scores so far, at the edge",
        failed: |reason| {
            format!("The picture cannot be drawn ({reason}); the newest windows are listed instead")
        },
        help: "Click a point to have it explained, drag to zoom",
        pointers: "Shift and drag, or a finger, moves the time shown; Ctrl and the wheel, or two fingers, stretch it; a double click goes back. Keys: ",
        keys_read: " read, ",
        keys_mark: " next and previous mark, ",
        keys_explain: " explains, ",
        keys_zoom: " zoom, ",
        keys_move: " move, ",
        keys_back: " goes back",
        moments: "Moments",
        warm_up: "warm-up",
    },
    tools: ToolsWords {
        zoomed: "Zoomed",
        zoomed_newer: |newer| format!("Zoomed, {} newer", count(newer)),
        judged_by: "Judged by",
        time: "Time shown",
        recent: "Last 10 min",
        all: "All",
        earlier: "Earlier",
        later: "Later",
        zoom_in: "Zoom in",
        zoom_out: "Zoom out",
        forest: "Forest",
        shown: "Shown",
        forest_sees: "What the forest sees",
        columns: "Columns",
    },
    reading: ReadingWords {
        none_scored: "No window has been scored yet",
        score: "Score",
        grade: "Grade",
        above: "above the threshold",
        graded: "graded above 0",
        score_is: |score| format!("score {score:.3}"),
        grade_is: |grade, confidence| format!("grade {grade:.2}, confidence {confidence:.2}"),
        warm_up: "warm-up",
        moment: |letter| format!(" · moment {letter}"),
        value: "Value",
        no_value: "no value",
        nothing: |columns| format!("{columns} and score over ROWTIME: no window has been scored yet"),
        summary: |columns, axis, scored, marked, mark| {
            format!(
                "{columns} and {} over ROWTIME. {scored} windows scored, {marked} of them {mark}.",
                axis.to_lowercase()
            )
        },
        newest: |at, values, score| format!(" The newest, at {at}: {values}, {score}"),
        table: "The newest windows",
        remark: "Remark",
    },
    threshold: ThresholdWords {
        label: "Threshold",
        grade_says: "A grade says how far a score lies beyond what this stream's scores usually are, from 0 to 1: it needs no threshold and adapts as \
                     the stream changes. The confidence says how well the usual is known; the first ten scores are not graded. The program itself judges by the score",
        alerts: |alerts| match alerts {
            0 => "Would not have alerted so far".to_owned(),
            1 => "Would have alerted once".to_owned(),
            more => format!("Would have alerted {} times", count(more)),
        },
        found: |expected, found| match (expected, found) {
            (0, _) => "no expected moment so far".to_owned(),
            (1, 1) => "the expected moment was found".to_owned(),
            (1, _) => "the expected moment was not found".to_owned(),
            _ => format!("{found} of {expected} expected moments found"),
        },
        elsewhere: |alerts| match alerts {
            0 => ", no false alarm".to_owned(),
            1 => ", 1 alert elsewhere".to_owned(),
            more => format!(", {more} alerts elsewhere"),
        },
        among: |kept| format!(", among the newest {} windows", count(kept)),
        program_line: |line| format!("The program lets rows above {line} through; the line here only marks"),
        no_line: "The program compares no score; the line here only marks",
        put: |threshold| format!("Put {threshold} into the SQL…"),
        no_place: |threshold| {
            format!(
                "No place for it was found: write WHERE ANOMALY_SCORE > {threshold} where the program reads the forest"
            )
        },
        line: |line| format!("Line {line} of the program"),
        anew: "As with every change of the program, its windows and its forest start anew",
        apply: "Save and run with it",
        leave: "Leave it",
    },
    anomalies: AnomaliesWords {
        title: "Anomalies",
        title_rows: "Rows at the destination",
        newest: |shown| format!("The newest {shown} are shown"),
        none: "No row has reached the destination yet",
        table: "Table of anomalies",
        why: "Why?",
        time: "Time",
        moment: "Moment",
        sentence: "Sentence",
        not_expected: "Not expected",
        expected: |letter| format!("Expected: {letter}"),
        during: |letter| format!("During {letter}"),
    },
    why: WhyWords {
        title: |at| format!("Why {at}?"),
        unknown: "Not known any more",
        previous: "Previous mark",
        next: "Next mark",
        close: "Close the explanation",
        score: "Score ",
        grade: "Grade ",
        graded: |from, confidence| format!("graded above 0 from {from:.2} on, confidence {confidence:.2}"),
        not_graded: "too few scores for a grade",
        parts: "What the score is due to",
        column: "Column",
        value: "Value",
        expected: "Expected",
        usual: "usual",
        range: |low, high| format!("{low} to {high}"),
        part: "Part of it",
        part_scale: "low ◂ ▸ high",
        high: "high",
        low: "low",
        share: |share, direction| format!("{share:.0} %, {direction}"),
        no_row: |destination, because| format!("No row of {destination}: {because}"),
        no_score: "it has no score yet",
        below_line: |line| format!("the program lets rows above {line} through"),
        row_elsewhere: "it went elsewhere, or is no longer among the rows that are kept",
        about: "The message about it",
        message: "Message",
        row: |number, destination| format!("Row {number} of {destination}"),
    },
};

pub(super) const JAPANESE: DetectionWords = DetectionWords {
    forest: ForestWords {
        none: "プログラムに Random Cut Forest がないため、採点されません",
        scores: |trees, sample| format!("採点中（木 {trees} 本、サンプル {sample}）"),
        fills: |seen, sample| format!("フォレストが見たウィンドウ: 必要な {sample} 個のうち {seen} 個"),
    },
    chart: ChartWords {
        role: "グラフ",
        label: |columns| {
            format!("ROWTIME に対する {columns} とスコア。矢印キーでウィンドウを 1 つずつ読み上げます")
        },
        key: "グラフの凡例",
        left: |column| format!("{column}（左軸）"),
        right: |axis| format!("{axis}（右軸）"),
        above: "しきい値超え",
        graded: "グレードが 0 超",
        all_scores: "これまでの全スコア（右端）",
        failed: |reason| {
            format!("グラフを描画できません（{reason}）。代わりに最新のウィンドウを一覧で示します")
        },
        help: "点をクリックすると説明を表示、ドラッグで拡大",
        pointers: "Shift + ドラッグ、または 1 本指で表示する時間を移動します。Ctrl + ホイール、または 2 本指で伸縮し、ダブルクリックで元に戻ります。キー: ",
        keys_read: " 読む、",
        keys_mark: " 次のマークと前のマーク、",
        keys_explain: " 説明、",
        keys_zoom: " 拡大と縮小、",
        keys_move: " 移動、",
        keys_back: " 元に戻る",
        moments: "注目する時間帯",
        warm_up: "ウォームアップ",
    },
    tools: ToolsWords {
        zoomed: "拡大中",
        zoomed_newer: |newer| format!("拡大中、新しいもの {} 件", count(newer)),
        judged_by: "判定の基準",
        time: "表示する時間",
        recent: "直近 10 分",
        all: "すべて",
        earlier: "前へ",
        later: "後へ",
        zoom_in: "拡大",
        zoom_out: "縮小",
        forest: "フォレスト",
        shown: "表示",
        forest_sees: "フォレストが見る列",
        columns: "列",
    },
    reading: ReadingWords {
        none_scored: "採点されたウィンドウはまだありません",
        score: "スコア",
        grade: "グレード",
        above: "しきい値超え",
        graded: "グレードが 0 超",
        score_is: |score| format!("スコア {score:.3}"),
        grade_is: |grade, confidence| format!("グレード {grade:.2}、信頼度 {confidence:.2}"),
        warm_up: "ウォームアップ",
        moment: |letter| format!(" · 時間帯 {letter}"),
        value: "値",
        no_value: "値なし",
        nothing: |columns| {
            format!("ROWTIME に対する {columns} とスコア。採点されたウィンドウはまだありません")
        },
        summary: |columns, axis, scored, marked, mark| {
            format!(
                "ROWTIME に対する {columns} と{axis}。採点されたウィンドウは {scored} 個、うち{mark}が {marked} 個。"
            )
        },
        newest: |at, values, score| format!("最新は {at}: {values}、{score}"),
        table: "最新のウィンドウ",
        remark: "備考",
    },
    threshold: ThresholdWords {
        label: "しきい値",
        grade_says: "グレードは、このストリームの普段のスコアからどれだけ外れているかを 0 から 1 で表します。しきい値が要らず、ストリームの変化に適応します。\
                     信頼度は、普段のスコアをどれだけ把握できているかを表します。最初の 10 個のスコアにはグレードが付きません。プログラム自体はスコアで判定します",
        alerts: |alerts| match alerts {
            0 => "これまでのアラートは 0 回になります".to_owned(),
            more => format!("これまでのアラートは {} 回になります", count(more)),
        },
        found: |expected, found| match (expected, found) {
            (0, _) => "予定された異常はまだありません".to_owned(),
            (1, 1) => "予定された異常を検出".to_owned(),
            (1, _) => "予定された異常を検出できません".to_owned(),
            _ => format!("予定された異常 {expected} 件のうち {found} 件を検出"),
        },
        elsewhere: |alerts| match alerts {
            0 => "、誤報なし".to_owned(),
            more => format!("、それ以外で {more} 回"),
        },
        among: |kept| format!("（最新の {} ウィンドウ）", count(kept)),
        program_line: |line| format!("プログラムは {line} を超える行を通します。ここの線は目印です"),
        no_line: "プログラムはスコアを比較していません。ここの線は目印です",
        put: |threshold| format!("{threshold} を SQL に反映…"),
        no_place: |threshold| {
            format!(
                "反映する場所が見つかりません。プログラムがフォレストを読む箇所に WHERE ANOMALY_SCORE > {threshold} と書いてください"
            )
        },
        line: |line| format!("プログラムの {line} 行目"),
        anew: "プログラムを変更すると、ウィンドウとフォレストは最初からやり直しになります",
        apply: "反映して保存・実行",
        leave: "やめる",
    },
    anomalies: AnomaliesWords {
        title: "異常",
        title_rows: "送信先の行",
        newest: |shown| format!("最新の {shown} 件を表示"),
        none: "送信先に届いた行はまだありません",
        table: "異常の表",
        why: "理由を表示",
        time: "時刻",
        moment: "時間帯",
        sentence: "文",
        not_expected: "予定外",
        expected: |letter| format!("予定: {letter}"),
        during: |letter| format!("{letter} の間"),
    },
    why: WhyWords {
        title: |at| format!("{at} の理由"),
        unknown: "記録が残っていません",
        previous: "前のマーク",
        next: "次のマーク",
        close: "説明を閉じる",
        score: "スコア ",
        grade: "グレード ",
        graded: |from, confidence| format!("スコア {from:.2} 以上でグレードが 0 超、信頼度 {confidence:.2}"),
        not_graded: "グレードを付けるにはスコアが足りません",
        parts: "スコアの要因",
        column: "列",
        value: "値",
        expected: "予想値",
        usual: "普段の範囲",
        range: |low, high| format!("{low}〜{high}"),
        part: "寄与",
        part_scale: "低 ◂ ▸ 高",
        high: "高い",
        low: "低い",
        share: |share, direction| format!("{share:.0} %、{direction}"),
        no_row: |destination, because| format!("{destination} の行はありません: {because}"),
        no_score: "まだスコアがありません",
        below_line: |line| format!("プログラムは {line} を超える行だけを通します"),
        row_elsewhere: "別の場所へ送られたか、すでに保持されていません",
        about: "この行のメッセージ",
        message: "メッセージ",
        row: |number, destination| format!("{destination} の {number} 行目"),
    },
};
