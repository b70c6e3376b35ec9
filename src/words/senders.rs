//! The senders: their list, the dialog in which one is changed, and its timeline.

/// The words of the senders.
pub(crate) struct SenderWords {
    pub(crate) title: &'static str,
    pub(crate) add: &'static str,
    pub(crate) none: &'static str,
    /// The name of a new one, by its number.
    pub(crate) numbered: fn(&str) -> String,
    /// The field of a name, by the sender's number.
    pub(crate) name_of: fn(&str) -> String,
    pub(crate) start: &'static str,
    pub(crate) stop: &'static str,
    pub(crate) start_named: fn(&str) -> String,
    pub(crate) stop_named: fn(&str) -> String,
    pub(crate) edit: &'static str,
    pub(crate) edit_named: fn(&str) -> String,
    pub(crate) template_of: fn(&str) -> String,
    pub(crate) rate_of: fn(&str) -> String,
    pub(crate) per_second: &'static str,
    /// Before the plan of one that sends by a table of periods.
    pub(crate) by_table: &'static str,
    /// Behind the plan of one that ends after so many records.
    pub(crate) ending: fn(&str) -> String,
    /// Records so far, and the rate of now.
    pub(crate) now: fn(&str, &str) -> String,
    /// The rate that is achieved, and the one that is wanted.
    pub(crate) achieved: fn(&str, &str) -> String,
    /// The speed of the clock, behind those.
    pub(crate) at_speed: fn(&str) -> String,
    /// The rate that is achieved where none is wanted.
    pub(crate) achieved_alone: fn(&str) -> String,
    pub(crate) editor: SenderEditorWords,
    pub(crate) plan: PlanWords,
    pub(crate) take: TakeWords,
}

/// The words of the dialog.
pub(crate) struct SenderEditorWords {
    pub(crate) title: fn(&str) -> String,
    pub(crate) close: &'static str,
    pub(crate) how_often: &'static str,
    pub(crate) constant: &'static str,
    pub(crate) by_hour: &'static str,
    pub(crate) rate: &'static str,
    pub(crate) jitter: &'static str,
    pub(crate) table_note: &'static str,
    pub(crate) ends: &'static str,
    pub(crate) stop_after: &'static str,
    pub(crate) stop_after_unit: &'static str,
    pub(crate) stop_after_time: &'static str,
    pub(crate) no_end: &'static str,
    pub(crate) seed: &'static str,
    pub(crate) from_lab: &'static str,
    pub(crate) local_clock: &'static str,
    pub(crate) key: &'static str,
    pub(crate) random: &'static str,
    pub(crate) line_feed: &'static str,
}

/// The words of the planned times.
pub(crate) struct PlanWords {
    pub(crate) by_hand: &'static str,
    pub(crate) always: &'static str,
    /// A span: its beginning, its end, its rate at the beginning and at the end.
    pub(crate) span: fn(&str, Option<&str>, Option<&str>, Option<&str>) -> String,
    pub(crate) comma: &'static str,
    pub(crate) title: &'static str,
    pub(crate) all_the_time: &'static str,
    pub(crate) by_hand_only: &'static str,
    pub(crate) add_span: &'static str,
    pub(crate) add_burst: &'static str,
    pub(crate) add_ramp: &'static str,
    pub(crate) it_by_hand: &'static str,
    /// The plan as a sentence.
    pub(crate) it_sends: fn(&str) -> String,
    pub(crate) timeline: &'static str,
    pub(crate) keys: &'static str,
    /// A span on the timeline: its number, and itself.
    pub(crate) numbered: fn(&str, &str) -> String,
    pub(crate) table: &'static str,
    pub(crate) span_column: &'static str,
    pub(crate) from: &'static str,
    pub(crate) to: &'static str,
    pub(crate) rate: &'static str,
    pub(crate) rate_to: &'static str,
    /// The fields of a span, by its number: beginning, end, rate, rate at the end.
    pub(crate) fields: [fn(&str) -> String; 4],
    pub(crate) remove: fn(&str) -> String,
    pub(crate) no_end: &'static str,
    pub(crate) same: &'static str,
}

/// The words of records at once.
pub(crate) struct TakeWords {
    pub(crate) title: &'static str,
    pub(crate) records: &'static str,
    pub(crate) send: &'static str,
    pub(crate) sent: &'static str,
    pub(crate) form: &'static str,
    /// Text, CSV, put-records.
    pub(crate) forms: [&'static str; 3],
    pub(crate) file: &'static str,
    pub(crate) gzip: &'static str,
    pub(crate) copy: &'static str,
    /// So many records were saved, were copied.
    pub(crate) saved: fn(&str) -> String,
    pub(crate) copied: fn(&str) -> String,
    pub(crate) refused: &'static str,
}

pub(super) const ENGLISH: SenderWords = SenderWords {
    title: "Senders",
    add: "Add sender",
    none: "Nobody sends: add a sender",
    numbered: |number| ["Sender ", number].concat(),
    name_of: |number| ["Name of sender ", number].concat(),
    start: "Start",
    stop: "Stop",
    start_named: |name| ["Start ", name].concat(),
    stop_named: |name| ["Stop ", name].concat(),
    edit: "Edit",
    edit_named: |name| ["Edit ", name].concat(),
    template_of: |name| ["Template of ", name].concat(),
    rate_of: |name| ["Rate of ", name].concat(),
    per_second: "records/s",
    by_table: "by hour and day, ",
    ending: |records| [", ending after ", records].concat(),
    now: |records, rate| [records, " · ", rate, "/s now"].concat(),
    achieved: |rate, wanted| [rate, " of ", wanted, "/s achieved"].concat(),
    at_speed: |times| [" at ×", times].concat(),
    achieved_alone: |rate| [rate, "/s achieved"].concat(),
    editor: SenderEditorWords {
        title: |name| ["Sender “", name, "”"].concat(),
        close: "Close the editor",
        how_often: "How often",
        constant: "Constant",
        by_hour: "By hour and day",
        rate: "Rate",
        jitter: "At random instants (jitter)",
        table_note: "Spans of the timeline with a rate of their own keep it; everywhere else the table counts",
        ends: "End and form",
        stop_after: "Stop after",
        stop_after_unit: "records",
        stop_after_time: "Stop after time",
        no_end: "no end",
        seed: "Seed",
        from_lab: "from the lab's",
        local_clock: "Local clock",
        key: "Partition key from",
        random: "random",
        line_feed: "A line feed after each record",
    },
    plan: PlanWords {
        by_hand: "started by hand",
        always: "all the time",
        span: |from, until, rate, rate_to| {
            let mut out = match until {
                Some(until) => ["from ", from, " to ", until].concat(),
                None => ["from ", from, " on"].concat(),
            };
            if let Some(rate) = rate {
                out.extend([" at ", rate, "/s"]);
            }
            if let Some(rate) = rate_to {
                out.extend([" and then evenly to ", rate, "/s"]);
            }
            out
        },
        comma: ", ",
        title: "When",
        all_the_time: "All the time",
        by_hand_only: "By hand only",
        add_span: "Add span",
        add_burst: "Add burst",
        add_ramp: "Add ramp",
        it_by_hand: "It is started by hand",
        it_sends: |plan| ["It is sending ", plan].concat(),
        timeline: "Timeline",
        keys: "Drag a span or its edges. Arrows move the chosen one, with Shift its end; up and down change its rate; Delete takes it away.",
        numbered: |number, span| ["Span ", number, ", ", span].concat(),
        table: "Planned times",
        span_column: "Span",
        from: "From",
        to: "To",
        rate: "Records/s",
        rate_to: "Then evenly to",
        fields: [
            |number| ["Beginning of span ", number].concat(),
            |number| ["End of span ", number].concat(),
            |number| ["Rate of span ", number].concat(),
            |number| ["Rate at the end of span ", number].concat(),
        ],
        remove: |number| ["Remove span ", number].concat(),
        no_end: "no end",
        same: "the same",
    },
    take: TakeWords {
        title: "Records at once",
        records: "Records",
        send: "Send now",
        sent: "They are sent when the clock runs",
        form: "Form of the records",
        forms: ["As they are (NDJSON)", "CSV", "put-records, with partition keys"],
        file: "Save file",
        gzip: "Save gzip",
        copy: "Copy",
        saved: |records| [records, " saved"].concat(),
        copied: |records| [records, " copied"].concat(),
        refused: "The browser does not allow it",
    },
};

pub(super) const JAPANESE: SenderWords = SenderWords {
    title: "送信元",
    add: "送信元を追加",
    none: "送信元がありません。追加してください",
    numbered: |number| ["送信元 ", number].concat(),
    name_of: |number| ["送信元 ", number, " の名前"].concat(),
    start: "開始",
    stop: "停止",
    start_named: |name| [name, " を開始"].concat(),
    stop_named: |name| [name, " を停止"].concat(),
    edit: "編集",
    edit_named: |name| [name, " を編集"].concat(),
    template_of: |name| [name, " のテンプレート"].concat(),
    rate_of: |name| [name, " のレート"].concat(),
    per_second: "レコード/秒",
    by_table: "時間帯と曜日別、",
    ending: |records| ["、", records, " 件で終了"].concat(),
    now: |records, rate| [records, " · 現在 ", rate, "/秒"].concat(),
    achieved: |rate, wanted| [wanted, "/秒のうち ", rate, " を達成"].concat(),
    at_speed: |times| ["（×", times, "）"].concat(),
    achieved_alone: |rate| [rate, "/秒を達成"].concat(),
    editor: SenderEditorWords {
        title: |name| ["送信元「", name, "」"].concat(),
        close: "エディターを閉じる",
        how_often: "頻度",
        constant: "一定",
        by_hour: "時間帯と曜日別",
        rate: "レート",
        jitter: "ランダムな時刻に送る（ジッター）",
        table_note: "タイムラインの区間にレートがあればそれを、ほかの時間はこの表を使います",
        ends: "終了と形式",
        stop_after: "終了までの件数",
        stop_after_unit: "件",
        stop_after_time: "終了までの時間",
        no_end: "終了なし",
        seed: "シード",
        from_lab: "ラボのシードから",
        local_clock: "UTC との時差",
        key: "パーティションキー",
        random: "ランダム",
        line_feed: "レコードごとに改行を付ける",
    },
    plan: PlanWords {
        by_hand: "手動で開始",
        always: "常時",
        span: |from, until, rate, rate_to| {
            let mut out = match until {
                Some(until) => [from, " から ", until, " まで"].concat(),
                None => [from, " から"].concat(),
            };
            match (rate, rate_to) {
                (Some(rate), Some(to)) => out.extend(["（", rate, "/秒から ", to, "/秒へ）"]),
                (Some(rate), None) => out.extend(["（", rate, "/秒）"]),
                (None, Some(to)) => out.extend(["（", to, "/秒へ）"]),
                (None, None) => {}
            }
            out
        },
        comma: "、",
        title: "送信する時間",
        all_the_time: "常時",
        by_hand_only: "手動のみ",
        add_span: "区間を追加",
        add_burst: "バーストを追加",
        add_ramp: "増加区間を追加",
        it_by_hand: "手動で開始します",
        it_sends: |plan| ["送信する時間: ", plan].concat(),
        timeline: "タイムライン",
        keys: "区間かその端をドラッグします。左右の矢印キーで区間を、Shift+矢印キーで終わりを動かし、上下の矢印キーでレートを変え、Delete で削除します。",
        numbered: |number, span| ["区間 ", number, "、", span].concat(),
        table: "予定した時間",
        span_column: "区間",
        from: "開始",
        to: "終了",
        rate: "レコード/秒",
        rate_to: "終了時のレート",
        fields: [
            |number| ["区間 ", number, " の開始"].concat(),
            |number| ["区間 ", number, " の終了"].concat(),
            |number| ["区間 ", number, " のレート"].concat(),
            |number| ["区間 ", number, " の終了時のレート"].concat(),
        ],
        remove: |number| ["区間 ", number, " を削除"].concat(),
        no_end: "終了なし",
        same: "同じ",
    },
    take: TakeWords {
        title: "まとめて作成",
        records: "レコード数",
        send: "今すぐ送信",
        sent: "時計が動くと送信されます",
        form: "レコードの形式",
        forms: ["そのまま（NDJSON）", "CSV", "put-records（パーティションキー付き）"],
        file: "ファイルに保存",
        gzip: "gzip で保存",
        copy: "コピー",
        saved: |records| [records, "を保存しました"].concat(),
        copied: |records| [records, "をコピーしました"].concat(),
        refused: "ブラウザーが許可していません",
    },
};
