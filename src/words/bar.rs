//! The bar on top, and the line of time below it.

/// The words of the bar.
pub(crate) struct BarWords {
    pub(crate) language: &'static str,
    /// The themes: the system's, light, dark.
    pub(crate) themes: [&'static str; 3],
    pub(crate) clock: &'static str,
    pub(crate) clock_title: &'static str,
    pub(crate) stopped: &'static str,
    pub(crate) starting: &'static str,
    pub(crate) running: &'static str,
    pub(crate) paused: &'static str,
    pub(crate) play: &'static str,
    pub(crate) play_title: &'static str,
    pub(crate) run: &'static str,
    pub(crate) pause: &'static str,
    /// The key that runs and pauses.
    pub(crate) space: &'static str,
    /// Before the steps.
    pub(crate) next: &'static str,
    /// A record, a window, an anomaly, a day.
    pub(crate) steps: [ClockStepWords; 4],
    pub(crate) reset: &'static str,
    pub(crate) reset_title: &'static str,
    pub(crate) speed: &'static str,
    pub(crate) fastest: &'static str,
    pub(crate) seed: &'static str,
    pub(crate) seed_title: &'static str,
    pub(crate) other_seed: &'static str,
    pub(crate) draw_seed: &'static str,
    pub(crate) time: &'static str,
    pub(crate) time_title: &'static str,
    /// The time shown, of the time that has been reached.
    pub(crate) time_of: fn(&str, &str) -> String,
    pub(crate) past: &'static str,
    pub(crate) past_title: &'static str,
    pub(crate) past_said: &'static str,
    pub(crate) to_end: &'static str,
    pub(crate) to_end_title: &'static str,
}

/// The words of a button that moves the clock.
pub(crate) struct ClockStepWords {
    /// What is on it.
    pub(crate) label: &'static str,
    /// Its name, read alone.
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
}

pub(super) const ENGLISH: BarWords = BarWords {
    language: "Language",
    themes: ["Theme: system", "Theme: light", "Theme: dark"],
    clock: "Clock",
    clock_title: "The lab's clock, UTC",
    stopped: "Stopped",
    starting: "Starting",
    running: "Running",
    paused: "Paused",
    play: "Play the lab",
    play_title: "Runs the lab at sixty times the speed of the clock on the wall",
    run: "Run",
    pause: "Pause",
    space: "Space",
    next: "Next",
    steps: [
        ClockStepWords { label: "record", name: "Step record", title: "To just after the next record" },
        ClockStepWords {
            label: "window",
            name: "Step window",
            title: "To just after the next window closes",
        },
        ClockStepWords {
            label: "anomaly",
            name: "Next anomaly",
            title: "To just after the next row reaches the destination",
        },
        ClockStepWords {
            label: "24 h",
            name: "Replay 24 h",
            title: "A day of the lab, as fast as this machine goes",
        },
    ],
    reset: "Reset",
    reset_title: "Back to the start of time, with the same seed",
    speed: "Speed",
    fastest: "Max",
    seed: "Seed",
    seed_title: "The same seed gives the same run; a change goes back to the start of time",
    other_seed: "Another seed",
    draw_seed: "Draw another seed",
    time: "Time",
    time_title: "Any instant that has been, exactly as it was",
    time_of: |shown, reached| [shown, " of ", reached].concat(),
    past: "In the past",
    past_title: "A change made here makes another future",
    past_said: "In the past: a change made here makes another future",
    to_end: "To the end",
    to_end_title: "To where the run has come to",
};

pub(super) const JAPANESE: BarWords = BarWords {
    language: "言語",
    themes: ["テーマ: システム", "テーマ: ライト", "テーマ: ダーク"],
    clock: "時計",
    clock_title: "ラボの時計（UTC）",
    stopped: "停止",
    starting: "起動中",
    running: "実行中",
    paused: "一時停止中",
    play: "ラボを再生",
    play_title: "実際の時計の 60 倍の速さでラボを動かします",
    run: "実行",
    pause: "一時停止",
    space: "Space キー",
    next: "次の",
    steps: [
        ClockStepWords {
            label: "レコード", name: "次のレコードへ", title: "次のレコードの直後まで進みます"
        },
        ClockStepWords {
            label: "ウィンドウ",
            name: "次のウィンドウへ",
            title: "次にウィンドウが閉じた直後まで進みます",
        },
        ClockStepWords {
            label: "異常", name: "次の異常へ", title: "次に行が送信先へ届いた直後まで進みます"
        },
        ClockStepWords {
            label: "24 時間",
            name: "24 時間を再生",
            title: "ラボの 1 日を、このマシンで出せる最高の速さで動かします",
        },
    ],
    reset: "リセット",
    reset_title: "同じシードのまま、最初の時刻に戻します",
    speed: "速さ",
    fastest: "最速",
    seed: "シード",
    seed_title: "シードが同じなら実行も同じになります。変更すると最初の時刻に戻ります",
    other_seed: "別のシード",
    draw_seed: "別のシードを引く",
    time: "時刻",
    time_title: "これまでのどの時点にも、そのときのまま戻れます",
    time_of: |shown, reached| [reached, " のうち ", shown].concat(),
    past: "過去の時点",
    past_title: "ここで変更すると、この先が変わります",
    past_said: "過去の時点です。ここで変更すると、この先が変わります",
    to_end: "最新へ",
    to_end_title: "実行が到達した時点に移動します",
};
