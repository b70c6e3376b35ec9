//! The pane "Destination": where rows are sent to and kept, and what became of each message.

use super::Counted;
use crate::ui::format::count;

/// The words of the pane. What receivers are called, advice on them and reasons of failures are the engine's.
pub(crate) struct DestinationWords {
    pub(crate) notices: NoticesWords,
    pub(crate) cards: CardsWords,
    pub(crate) tally: TallyWords,
    pub(crate) buckets: BucketsWords,
    pub(crate) bucket: BucketWords,
    pub(crate) objects: ObjectsWords,
    pub(crate) log: LogWords,
    pub(crate) request: RequestWords,
}

/// What stands in the way of all messages.
pub(crate) struct NoticesWords {
    pub(crate) offline: &'static str,
    pub(crate) nothing_kept: &'static str,
    pub(crate) not_written: fn(&str) -> String,
    pub(crate) unreadable: Counted,
    pub(crate) elsewhere: &'static str,
}

/// The cards of the destinations.
pub(crate) struct CardsWords {
    pub(crate) title: &'static str,
    pub(crate) add: &'static str,
    pub(crate) edit: &'static str,
    pub(crate) set_up: &'static str,
    pub(crate) reconnect: &'static str,
    pub(crate) reconnect_title: &'static str,
    pub(crate) test: &'static str,
    pub(crate) test_title: &'static str,
    pub(crate) silence: &'static str,
    pub(crate) silent_until: fn(&str) -> String,
    pub(crate) disconnect: &'static str,
    pub(crate) forget: &'static str,
    // What a destination is.
    pub(crate) is_elsewhere: &'static str,
    pub(crate) is_silent: &'static str,
    pub(crate) is_connected: &'static str,
    pub(crate) is_known: &'static str,
    pub(crate) is_not_connected: &'static str,
}

/// How many rows came to how many messages, and what became of them.
pub(crate) struct TallyWords {
    /// Rows and messages.
    pub(crate) head: fn(u64, u64) -> String,
    /// A number of what.
    pub(crate) part: fn(u64, &str) -> String,
    /// Between parts.
    pub(crate) and: &'static str,
    pub(crate) delivered: &'static str,
    pub(crate) hidden: &'static str,
    pub(crate) waiting: &'static str,
    pub(crate) given_up: &'static str,
    pub(crate) held: &'static str,
    /// Behind what is held: until when.
    pub(crate) held_until: fn(&str) -> String,
    pub(crate) below: &'static str,
    pub(crate) brief: &'static str,
    pub(crate) silenced: &'static str,
    pub(crate) replayed: &'static str,
    pub(crate) elsewhere: &'static str,
    // States of a delivery.
    pub(crate) is_waiting: &'static str,
    pub(crate) is_sending: &'static str,
    pub(crate) is_delivered: &'static str,
    pub(crate) is_sent: &'static str,
    pub(crate) is_retrying: &'static str,
    pub(crate) is_given_up: &'static str,
}

/// The buckets.
pub(crate) struct BucketsWords {
    pub(crate) title: &'static str,
    pub(crate) add: &'static str,
    pub(crate) none: &'static str,
    pub(crate) download: &'static str,
    pub(crate) write: &'static str,
    pub(crate) write_title: &'static str,
    pub(crate) delete: &'static str,
    pub(crate) room: &'static str,
    /// Room that is taken, and all room.
    pub(crate) of: fn(&str, &str) -> String,
    pub(crate) lost: Counted,
    pub(crate) as_sent: &'static str,
    pub(crate) every: fn(u32) -> String,
    pub(crate) browse: &'static str,
    pub(crate) browse_named: fn(&str) -> String,
    pub(crate) edit: &'static str,
    pub(crate) edit_named: fn(&str) -> String,
    /// Objects, and their size.
    pub(crate) holds: fn(u64, &str) -> String,
    /// Records, and their size.
    pub(crate) waits: fn(u64, &str) -> String,
}

/// A bucket being set up.
pub(crate) struct BucketWords {
    pub(crate) new: &'static str,
    pub(crate) title: &'static str,
    pub(crate) name: &'static str,
    pub(crate) prefix: &'static str,
    pub(crate) keeps: &'static str,
    pub(crate) records: &'static str,
    pub(crate) format: &'static str,
    pub(crate) buffer: &'static str,
    pub(crate) seconds: &'static str,
    /// Before the other of the buffer's two bounds.
    pub(crate) or: &'static str,
    pub(crate) gzip: &'static str,
    pub(crate) save: &'static str,
    pub(crate) cancel: &'static str,
}

/// The objects of a bucket.
pub(crate) struct ObjectsWords {
    pub(crate) title: fn(&str) -> String,
    pub(crate) none: &'static str,
    pub(crate) table: &'static str,
    pub(crate) key: &'static str,
    pub(crate) from: &'static str,
    pub(crate) records: &'static str,
    pub(crate) size: &'static str,
    pub(crate) actions: &'static str,
    pub(crate) download: &'static str,
    pub(crate) download_named: fn(&str) -> String,
    pub(crate) delete: &'static str,
    pub(crate) delete_named: fn(&str) -> String,
    pub(crate) inside: &'static str,
    /// Records, their size, and whether all is shown.
    pub(crate) facts: fn(u64, &str, bool) -> String,
    pub(crate) content: &'static str,
}

/// The log of deliveries.
pub(crate) struct LogWords {
    pub(crate) title: &'static str,
    pub(crate) which: &'static str,
    pub(crate) all: &'static str,
    /// Before their numbers.
    pub(crate) open: &'static str,
    pub(crate) dead: &'static str,
    pub(crate) dead_note: &'static str,
    pub(crate) resend: &'static str,
    pub(crate) export: &'static str,
    pub(crate) discard: &'static str,
    pub(crate) none_dead: &'static str,
    pub(crate) none_open: &'static str,
    pub(crate) none_sent: &'static str,
    pub(crate) none_connected: &'static str,
    pub(crate) table: &'static str,
    pub(crate) state: &'static str,
    pub(crate) message: &'static str,
    pub(crate) attempts: &'static str,
    pub(crate) time: &'static str,
    pub(crate) answer: &'static str,
    pub(crate) shows: fn(&str) -> String,
    /// Behind what the last one came to: when the next attempt is.
    pub(crate) next: fn(&str) -> String,
}

/// A delivery's request in full.
pub(crate) struct RequestWords {
    pub(crate) title: &'static str,
    pub(crate) resend: &'static str,
    pub(crate) delivery: fn(&str) -> String,
    pub(crate) attempts: &'static str,
    pub(crate) headers: &'static str,
    pub(crate) body: &'static str,
    pub(crate) copy: &'static str,
    pub(crate) copied: &'static str,
}

pub(super) const ENGLISH: DestinationWords = DestinationWords {
    notices: NoticesWords {
        offline: "This computer is offline; messages wait and go on when the network is back",
        nothing_kept: "This browser keeps nothing for this page: messages on their way are lost when the tab is closed",
        not_written: |reason| format!("Messages are sent, but cannot be written down first: {reason}"),
        unreadable: |records| {
            format!(
                "{records} records in this browser's store are damaged or of another version, and were left alone"
            )
        },
        elsewhere: "Another tab sends for this lab; this one takes over when that is closed",
    },
    cards: CardsWords {
        title: "Notifications",
        add: "Add destination",
        edit: "Edit",
        set_up: "Set up",
        reconnect: "Connect again",
        reconnect_title: "Sends to the address that this browser remembers",
        test: "Send a test",
        test_title: "Sends the newest row of the stream, or a made-up one, marked as a test",
        silence: "Silence for an hour",
        silent_until: |time| format!("Silent until {time}: end"),
        disconnect: "Disconnect",
        forget: "Forget address",
        is_elsewhere: "Another tab sends",
        is_silent: "Silent",
        is_connected: "Connected",
        is_known: "Known here",
        is_not_connected: "Not connected",
    },
    tally: TallyWords {
        head: |rows, messages| {
            let some =
                |number, one, more| format!("{} {}", count(number), if number == 1 { one } else { more });
            format!("{} → {}", some(rows, "anomaly", "anomalies"), some(messages, "message", "messages"))
        },
        part: |number, what| format!("{} {what}", count(number)),
        and: ", ",
        delivered: "delivered",
        hidden: "sent, answer hidden",
        waiting: "waiting",
        given_up: "given up",
        held: "held for the next message",
        held_until: |time| format!(" until {time} of the lab"),
        below: "below the score",
        brief: "over too soon",
        silenced: "in silence",
        replayed: "from time run as fast as possible, told to nobody",
        elsewhere: "left to another tab",
        is_waiting: "Waiting",
        is_sending: "Sending",
        is_delivered: "Delivered",
        is_sent: "Sent",
        is_retrying: "Retrying",
        is_given_up: "Given up",
    },
    buckets: BucketsWords {
        title: "Buckets",
        add: "Add bucket",
        none: "A bucket keeps records and rows as Firehose puts them into S3",
        download: "Download all",
        write: "Write buffers",
        write_title: "What waits in the buffers becomes objects now",
        delete: "Delete objects",
        room: "Room that objects take",
        of: |taken, all| format!("{taken} of {all}"),
        lost: |objects| {
            format!(
                "{} objects found no room and were not kept: delete some, or download them first",
                count(objects)
            )
        },
        as_sent: "records as sent",
        every: |seconds| format!("every {seconds} s"),
        browse: "Browse",
        browse_named: |name| format!("Browse {name}"),
        edit: "Edit",
        edit_named: |name| format!("Edit bucket {name}"),
        holds: |objects, size| {
            format!("{} {}, {size}", count(objects), if objects == 1 { "object" } else { "objects" })
        },
        waits: |records, size| format!("{} in the buffer, {size}", count(records)),
    },
    bucket: BucketWords {
        new: "New bucket",
        title: "Bucket",
        name: "Name",
        prefix: "Prefix",
        keeps: "What it keeps",
        records: "Records, as the senders send them",
        format: "Format",
        buffer: "Buffer",
        seconds: "s",
        or: "or",
        gzip: "Compress (gzip)",
        save: "Save",
        cancel: "Cancel",
    },
    objects: ObjectsWords {
        title: |bucket| format!("Bucket {bucket}"),
        none: "No object has been written yet: let the lab run",
        table: "Table of objects",
        key: "Key",
        from: "From",
        records: "Records",
        size: "Size",
        actions: "Actions",
        download: "Download",
        download_named: |name| format!("Download {name}"),
        delete: "Delete",
        delete_named: |name| format!("Delete {name}"),
        inside: "In the object",
        facts: |records, size, is_whole| {
            let whole = if is_whole { "all of it" } else { "the beginning of it" };
            format!("{} records, {size} before compression; this is {whole}, as text", count(records))
        },
        content: "Content",
    },
    log: LogWords {
        title: "Deliveries",
        which: "Which deliveries",
        all: "All",
        open: "On their way ",
        dead: "Given up ",
        dead_note: "Given-up messages are kept until they are sent or discarded",
        resend: "Send all again",
        export: "Export",
        discard: "Discard",
        none_dead: "No message has been given up",
        none_open: "No message is on its way",
        none_sent: "No message has been sent yet",
        none_connected: "Set up a destination to have anomalies sent to it",
        table: "Table of deliveries",
        state: "State",
        message: "Message",
        attempts: "Attempts",
        time: "Time",
        answer: "Answer",
        shows: |title| format!("{title}: show the request and its attempts"),
        next: |time| format!("; next attempt at {time}"),
    },
    request: RequestWords {
        title: "Request",
        resend: "Send again",
        delivery: |id| format!("Delivery {id}; the id is the same over all attempts"),
        attempts: "Attempts",
        headers: "Headers",
        body: "Body",
        copy: "Copy body",
        copied: "Copied",
    },
};

pub(super) const JAPANESE: DestinationWords = DestinationWords {
    notices: NoticesWords {
        offline: "このコンピューターはオフラインです。メッセージは待機し、ネットワークが戻ると送信を再開します",
        nothing_kept: "このブラウザーはこのページのデータを保存しません。タブを閉じると、送信途中のメッセージは失われます",
        not_written: |reason| format!("メッセージは送信されますが、送信前に記録できません: {reason}"),
        unreadable: |records| {
            format!(
                "このブラウザーに保存された {records} 件の記録は、壊れているか別のバージョンのものです。そのまま残してあります"
            )
        },
        elsewhere: "このラボの送信は別のタブが行っています。そのタブを閉じると、このタブが引き継ぎます",
    },
    cards: CardsWords {
        title: "通知",
        add: "送信先を追加",
        edit: "編集",
        set_up: "設定",
        reconnect: "再接続",
        reconnect_title: "このブラウザーが記憶している宛先に送信します",
        test: "テストを送信",
        test_title: "ストリームの最新の行（なければ見本の行）を、テストと明記して送信します",
        silence: "通知を 1 時間止める",
        silent_until: |time| format!("{time} まで通知停止: 解除"),
        disconnect: "切断",
        forget: "宛先を消去",
        is_elsewhere: "別のタブが送信中",
        is_silent: "通知停止中",
        is_connected: "接続済み",
        is_known: "宛先を記憶済み",
        is_not_connected: "未接続",
    },
    tally: TallyWords {
        head: |rows, messages| format!("異常 {} 件 → メッセージ {} 通", count(rows), count(messages)),
        part: |number, what| format!("{what} {}", count(number)),
        and: "、",
        delivered: "配信済み",
        hidden: "送信済み（応答は非公開）",
        waiting: "待機中",
        given_up: "配信不能",
        held: "次のメッセージまで保留",
        held_until: |time| format!("（ラボの時計で {time} まで）"),
        below: "スコア未満",
        brief: "短すぎ",
        silenced: "通知停止中",
        replayed: "最速で進めた時間のため通知なし",
        elsewhere: "別のタブが担当",
        is_waiting: "待機中",
        is_sending: "送信中",
        is_delivered: "配信済み",
        is_sent: "送信済み",
        is_retrying: "再試行中",
        is_given_up: "配信不能",
    },
    buckets: BucketsWords {
        title: "バケット",
        add: "バケットを追加",
        none: "Firehose が S3 に置くのと同じ形で、レコードと行を保存します",
        download: "すべてダウンロード",
        write: "バッファーを書き出す",
        write_title: "バッファーにあるものを今すぐオブジェクトにします",
        delete: "オブジェクトを削除",
        room: "オブジェクトの使用量",
        of: |taken, all| format!("{all} 中 {taken}"),
        lost: |objects| {
            format!(
                "空き容量がないため、{} 個のオブジェクトを保存できませんでした。ダウンロードしてから不要なものを削除してください",
                count(objects)
            )
        },
        as_sent: "送信されたままのレコード",
        every: |seconds| format!("{seconds} 秒ごと"),
        browse: "中を見る",
        browse_named: |name| format!("{name} の中を見る"),
        edit: "編集",
        edit_named: |name| format!("バケット {name} を編集"),
        holds: |objects, size| format!("オブジェクト {} 個、{size}", count(objects)),
        waits: |records, size| format!("バッファーに {} 件、{size}", count(records)),
    },
    bucket: BucketWords {
        new: "新しいバケット",
        title: "バケット",
        name: "名前",
        prefix: "プレフィックス",
        keeps: "保存するもの",
        records: "送信元が送ったままのレコード",
        format: "形式",
        buffer: "バッファー",
        seconds: "秒",
        or: "または",
        gzip: "圧縮する（gzip）",
        save: "保存",
        cancel: "キャンセル",
    },
    objects: ObjectsWords {
        title: |bucket| format!("バケット {bucket}"),
        none: "オブジェクトはまだありません。ラボを実行してください",
        table: "オブジェクトの表",
        key: "キー",
        from: "開始時刻",
        records: "レコード",
        size: "サイズ",
        actions: "操作",
        download: "ダウンロード",
        download_named: |name| format!("{name} をダウンロード"),
        delete: "削除",
        delete_named: |name| format!("{name} を削除"),
        inside: "オブジェクトの中身",
        facts: |records, size, is_whole| {
            let whole = if is_whole { "全体" } else { "先頭部分" };
            format!("{} レコード、圧縮前 {size}。{whole}をテキストで表示しています", count(records))
        },
        content: "内容",
    },
    log: LogWords {
        title: "配信",
        which: "表示する配信",
        all: "すべて",
        open: "送信途中 ",
        dead: "配信不能 ",
        dead_note: "配信不能のメッセージは、再送するか破棄するまで保持されます",
        resend: "すべて再送",
        export: "書き出す",
        discard: "破棄",
        none_dead: "配信不能のメッセージはありません",
        none_open: "送信途中のメッセージはありません",
        none_sent: "送信したメッセージはまだありません",
        none_connected: "異常を知らせるには、送信先を設定してください",
        table: "配信の表",
        state: "状態",
        message: "メッセージ",
        attempts: "試行",
        time: "時刻",
        answer: "応答",
        shows: |title| format!("{title}: リクエストと試行を表示"),
        next: |time| format!("。次の試行は {time}"),
    },
    request: RequestWords {
        title: "リクエスト",
        resend: "再送",
        delivery: |id| format!("配信 {id}（ID はどの試行でも同じです）"),
        attempts: "試行",
        headers: "ヘッダー",
        body: "本文",
        copy: "本文をコピー",
        copied: "コピーしました",
    },
};
