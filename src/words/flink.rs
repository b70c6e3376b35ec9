//! Export of the lab as an Apache Flink job.

use crate::ui::format::count;

/// The words of the export.
pub(crate) struct FlinkWords {
    pub(crate) title: &'static str,
    pub(crate) what: &'static str,
    pub(crate) streams: &'static str,
    pub(crate) minutes: &'static str,
    pub(crate) export: &'static str,
    pub(crate) working: &'static str,
    pub(crate) refused: &'static str,
    pub(crate) failed: fn(&str) -> String,
    /// Name of the archive, files, records.
    pub(crate) made: fn(&str, u64, u64) -> String,
    pub(crate) then: &'static str,
    pub(crate) not_here: &'static str,
    pub(crate) senders_only: &'static str,
}

pub(super) const ENGLISH: FlinkWords = FlinkWords {
    title: "Export to Apache Flink",
    what: "An archive with the lab as a job for Managed Service for Apache Flink, the same job over files, the records of a run and \
           what the lab computed from them, to compare row by row.",
    streams: "Streams that the job gives",
    minutes: "Length of the run, minutes of the lab's clock",
    export: "Export",
    working: "Running the lab from its start…",
    refused: "Flink cannot do this the same way:",
    failed: |reason| ["The exporter did not answer: ", reason].concat(),
    made: |name, files, records| format!("{name}: {} files, {} records", count(files), count(records)),
    then: "In its folder, with Java 17 and Python 3, two commands run the job and compare:",
    not_here: "The exporter is not part of the one file. Use the lab on a host, or rillcut export flink with the saved lab file.",
    senders_only: "The job's records come from the lab's senders, not from the data that are being replayed.",
};

pub(super) const JAPANESE: FlinkWords = FlinkWords {
    title: "Apache Flink へのエクスポート",
    what: "ラボを Managed Service for Apache Flink のジョブにしたアーカイブです。ファイルを読み書きする同じジョブ、実行時のレコード、\
           ラボの計算結果も入っており、1 行ずつ比較できます。",
    streams: "ジョブが出力するストリーム",
    minutes: "実行の長さ（ラボの時計で、分）",
    export: "エクスポート",
    working: "ラボを最初から実行しています…",
    refused: "Flink では同じようにできません:",
    failed: |reason| ["エクスポーターが応答しませんでした: ", reason].concat(),
    made: |name, files, records| format!("{name}: {} ファイル、{} レコード", count(files), count(records)),
    then: "展開したフォルダーで、Java 17 と Python 3 があれば、次の 2 つのコマンドでジョブを実行して比較できます:",
    not_here: "この 1 ファイル版にはエクスポーターが入っていません。ホストされたラボを使うか、保存したラボファイルで rillcut export flink を実行してください。",
    senders_only: "ジョブのレコードはラボの送信元のもので、再生中のデータのものではありません。",
};
