//! What means something else in Flink by choice: sentences that stand in the job as comments, and that whoever exports is told.

use rillcut_sql::plan::{Plan, StreamKind};

use crate::job::Source;

const ORDER: &str =
    "Rows of one ROWTIME come in no promised order; functions that depend on the order have the lab's.";
const ERRORS: &str =
    "Messages of error_stream have words of their own; its names, times and pumps are the lab's.";
const REFERENCES: &str = "Rows of reference tables that do not fit stand in the lab's error_stream only.";

/// What is so over Kinesis only.
///
/// The connector lists the columns `timestamp` and `sequence-number`, and leaves them out of its rows: a job with them plans and then fails at the
/// first record.
pub(crate) const CLOUD: [&str; 2] = [
    "Over Kinesis ROWTIME is the time at which the job reads a record, as in KDA; APPROXIMATE_ARRIVAL_TIME is the same, since the connector (6.0) does not give tables the time at which Kinesis stored it (FLINK-36671).",
    "Over Kinesis a window closes when a later record comes; where no shard has one it waits, while the lab's closes on the clock.",
];

/// What holds for a job over files and over Kinesis; `own` are the sentences on its statements.
pub(crate) fn of(plan: &Plan, source: Source<'_>, joins_reference: bool, own: &[String]) -> Vec<String> {
    let mut notes = vec![ORDER.to_owned()];
    if source.outputs.iter().any(|&output| plan.stream(output).kind == StreamKind::Error) {
        notes.push(ERRORS.to_owned());
        if joins_reference {
            notes.push(REFERENCES.to_owned());
        }
    }
    notes.extend_from_slice(own);
    notes
}

/// Sentences as comments of a script.
pub(crate) fn comments(notes: &[String]) -> String {
    notes.iter().map(|note| format!("-- {note}\n")).collect()
}
