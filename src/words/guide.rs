//! The guided lab.

/// The words of the guide.
pub(crate) struct GuideWords {
    pub(crate) open: &'static str,
    pub(crate) title: &'static str,
    pub(crate) of: &'static str,
    pub(crate) task: &'static str,
    pub(crate) trap: &'static str,
    pub(crate) done: &'static str,
    pub(crate) waits: &'static str,
    pub(crate) show: &'static str,
    pub(crate) help: &'static str,
    pub(crate) back: &'static str,
    pub(crate) next: &'static str,
    pub(crate) finish: &'static str,
    pub(crate) again: &'static str,
    pub(crate) close: &'static str,
    /// In the order of the steps.
    pub(crate) steps: [StepWords; 9],
}

/// The words of a step.
pub(crate) struct StepWords {
    pub(crate) title: &'static str,
    /// What it is about.
    pub(crate) about: &'static str,
    /// What to do.
    pub(crate) task: &'static str,
    /// What has gone wrong here for others.
    pub(crate) trap: Option<&'static str>,
    /// What the check looks for.
    pub(crate) check: &'static str,
}

pub(super) const ENGLISH: GuideWords = GuideWords {
    open: "Guide",
    title: "Guided lab",
    of: "of",
    task: "To do",
    trap: "Mind",
    done: "Done",
    waits: "Waits for",
    show: "Show me where",
    help: "Do it for me",
    back: "Back",
    next: "Next",
    finish: "Finish",
    again: "Start over",
    close: "Close the guide",
    steps: [
        StepWords {
            title: "What you build",
            about: "People see an advertisement (an impression) and some click on it. Clicks per hundred impressions are the click-through rate. \
                    You build a pipeline that counts both, computes the rate every ten seconds, and sends a message when the rate is unusual.",
            task: "Read along the picture on top: a record goes from the generator on the left to the destination on the right. Then press Next.",
            trap: None,
            check: "nothing: go on when you have looked around",
        },
        StepWords {
            title: "Set up",
            about: "There is no account to make and nothing to install: generator, SQL engine and detector run in this tab. \
                    You can build the lab from nothing, or walk through the one that is already here.",
            task: "Press “Do it for me” for an empty lab, or keep the ready-made one.",
            trap: None,
            check: "a lab is loaded",
        },
        StepWords {
            title: "Record templates",
            about: "A template is the text of a record. Three are enough here: one to discover the schema from, one click, one impression.",
            task: "In the generator, add templates whose browseraction is DiscoveryKinesisTest, Click and Impression.",
            trap: Some(
                "Keep the quotes: a template that is not valid JSON gives rows in error_stream instead of in the source.",
            ),
            check: "templates for discovery, clicks and impressions exist",
        },
        StepWords {
            title: "Discover the schema",
            about: "The SQL engine reads typed columns, not text. Discovery looks at a few records and proposes names and types.",
            task: "Choose the discovery template, press “Discover schema”, and use what it found.",
            trap: None,
            check: "the source has the columns browseraction and site",
        },
        StepWords {
            title: "The program",
            about: "Four pumps: count clicks, count impressions, divide, and score the rate with a Random Cut Forest. Rows that score above 2 go to DESTINATION_SQL_STREAM.",
            task: "Put the program into the SQL editor and press “Save and run”.",
            trap: Some(
                "A window without impressions has no row to join with: there is no rate for it, not a rate of 0.",
            ),
            check: "the streams CLICKSTREAM, IMPRESSIONSTREAM, CTRSTREAM and DESTINATION_SQL_STREAM exist",
        },
        StepWords {
            title: "Live results",
            about: "One impression and one click a second. Every ten seconds the windows close and a rate appears in CTRSTREAM.",
            task: "Start a sender of impressions and one of clicks, let the clock run, faster if you like, and watch the rows.",
            trap: Some(
                "The forest scores 0 until it has seen 12 rates: two minutes of the lab's clock. That is its warm-up, not a fault.",
            ),
            check: "rows arrive and the forest has seen its first 12 rates",
        },
        StepWords {
            title: "Simulate an anomaly",
            about: "Three more people click for twenty-five seconds. The rate climbs towards 400 %, and the forest has not seen that before.",
            task: "Start three more senders of clicks for 20 to 30 seconds, and stop them again.",
            trap: Some(
                "A burst that starts in the middle of a window is seen in part: the first of its rates may look harmless.",
            ),
            check: "a row reaches the destination",
        },
        StepWords {
            title: "Get notified",
            about: "A row of the destination becomes a message with a sentence, delivered at least once to an address of yours.",
            task: "Under “Destination” connect an address, or a notification of this browser, and send a test or wait for the next anomaly.",
            trap: Some(
                "In the original the rows left as JSON and the function split them at commas: the e-mail showed half a brace. Here the sentence is a template over the columns.",
            ),
            check: "a message was delivered",
        },
        StepWords {
            title: "Clean up",
            about: "Nothing here costs anything, but a pipeline that is not needed should not go on sending.",
            task: "Stop the senders and the clock.",
            trap: None,
            check: "no sender is active and the clock stands",
        },
    ],
};

pub(super) const JAPANESE: GuideWords = GuideWords {
    open: "ガイド",
    title: "ガイド付きラボ",
    of: "/",
    task: "やること",
    trap: "注意",
    done: "完了",
    waits: "確認する条件",
    show: "場所を示す",
    help: "代わりに実行",
    back: "戻る",
    next: "次へ",
    finish: "終了",
    again: "最初から",
    close: "ガイドを閉じる",
    steps: [
        StepWords {
            title: "作るもの",
            about: "広告が表示される（インプレッション）と、その一部がクリックされます。インプレッション 100 回あたりのクリック数がクリック率（CTR）です。\
                    両方を数え、10 秒ごとにクリック率を計算し、普段と違うときに通知するパイプラインを作ります。",
            task: "上の図を左から右へたどってください。レコードは左のジェネレーターから右の送信先へ流れます。見終えたら「次へ」を押します。",
            trap: None,
            check: "条件なし（見終えたら次へ）",
        },
        StepWords {
            title: "準備",
            about: "アカウントもインストールも要りません。ジェネレーター、SQL エンジン、異常検知はすべてこのタブの中で動きます。\
                    空のラボから作ることも、用意されたラボを見ていくこともできます。",
            task: "空のラボから始めるなら「代わりに実行」を押します。用意されたラボのままでもかまいません。",
            trap: None,
            check: "ラボが読み込まれている",
        },
        StepWords {
            title: "レコードテンプレート",
            about: "テンプレートはレコードの文面です。ここでは 3 つで足ります。スキーマ検出用、クリック用、インプレッション用です。",
            task: "ジェネレーターで、browseraction が DiscoveryKinesisTest、Click、Impression のテンプレートを追加します。",
            trap: Some(
                "引用符を忘れないでください。正しい JSON でないレコードは、ソースではなく error_stream の行になります。",
            ),
            check: "検出用、クリック用、インプレッション用のテンプレートがある",
        },
        StepWords {
            title: "スキーマの検出",
            about: "SQL エンジンが読むのは文字列ではなく型のある列です。いくつかのレコードを調べて、列名と型を提案します。",
            task: "検出用テンプレートを選び、「スキーマを検出」を押して、結果を使います。",
            trap: None,
            check: "ソースに browseraction 列と site 列がある",
        },
        StepWords {
            title: "プログラム",
            about: "ポンプは 4 つ。クリックを数え、インプレッションを数え、割り算し、Random Cut Forest でクリック率を採点します。スコアが 2 を超えた行が DESTINATION_SQL_STREAM に入ります。",
            task: "SQL エディターにプログラムを入れ、「保存して実行」を押します。",
            trap: Some(
                "インプレッションのないウィンドウには結合する行がありません。クリック率は 0 ではなく、行そのものが出ません。",
            ),
            check: "CLICKSTREAM、IMPRESSIONSTREAM、CTRSTREAM、DESTINATION_SQL_STREAM がある",
        },
        StepWords {
            title: "流れる結果",
            about: "インプレッションとクリックが毎秒 1 件ずつ。10 秒ごとにウィンドウが閉じ、CTRSTREAM にクリック率が現れます。",
            task: "インプレッションとクリックの送信元を開始し、時計を動かします。速さは変えられます。行が増えるのを見てください。",
            trap: Some(
                "フォレストは最初の 12 個のクリック率（ラボの時計で 2 分）を見るまでスコア 0 です。ウォームアップであって、故障ではありません。",
            ),
            check: "行が届き、フォレストが最初の 12 個を見終えた",
        },
        StepWords {
            title: "異常を起こす",
            about: "さらに 3 人が 25 秒間クリックします。クリック率は 400 % に近づき、フォレストが見たことのない値になります。",
            task: "クリックの送信元をあと 3 つ、20〜30 秒だけ動かして止めます。",
            trap: Some(
                "ウィンドウの途中で始まると、最初のクリック率には一部しか現れず、目立たないことがあります。",
            ),
            check: "送信先に行が届いた",
        },
        StepWords {
            title: "通知を受ける",
            about: "送信先の行は文を添えたメッセージになり、指定した宛先に少なくとも 1 回届けられます。",
            task: "「送信先」で宛先のアドレスかブラウザー通知をつなぎ、テストを送るか、次の異常を待ちます。",
            trap: Some(
                "元のラボでは行が JSON で出力され、関数がコンマで区切ったため、メールに波括弧の半分が残りました。ここでは文が列のテンプレートです。",
            ),
            check: "メッセージが 1 通届いた",
        },
        StepWords {
            title: "後片付け",
            about: "費用はかかりませんが、不要なパイプラインは送り続けないようにします。",
            task: "送信元と時計を止めます。",
            trap: None,
            check: "動いている送信元がなく、時計が止まっている",
        },
    ],
};
