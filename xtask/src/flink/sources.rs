//! A job's records spread over several sources, as shards of a stream are.
//!
//! Flink reads a file by one subtask, and several files of one table one after the other when it likes, which makes the later ones late. So each part is a table
//! with a watermark of its own, and the source is all of them.

use std::fmt::Write as _;
use std::path::Path;

use crate::failure::Failure;
use crate::project;

/// The file of records, and the table that reads it.
const RECORDS: &str = "records.ndjson";
const TABLE: &str = "CREATE TEMPORARY TABLE `$records` (";

/// Spreads the records of an exported job over so many sources, one record each in turn.
pub(super) fn spread(folder: &Path, parts: u32) -> Result<(), Failure> {
    let records = folder.join(RECORDS);
    let text = project::read(&records)?;
    for part in 0..parts {
        let file = folder.join(format!("records.{part}.ndjson"));
        let mine: String = text.split_inclusive('\n').skip(part as usize).step_by(parts as usize).collect();
        project::write(&file, mine)?;
    }
    let job = folder.join("job_local.sql");
    let script = project::read(&job)?;
    let script = several(&script, parts)
        .ok_or_else(|| Failure::new(format!("{} has no table of records", job.display())))?;
    project::write(&job, script)
}

fn several(script: &str, parts: u32) -> Option<String> {
    let (before, rest) = script.split_once(TABLE)?;
    let (body, after) = rest.split_once(";\n")?;
    let mut out = before.to_owned();
    let mut reads = Vec::new();
    for part in 0..parts {
        let body = body.replace(RECORDS, &format!("records.{part}.ndjson"));
        writeln!(out, "CREATE TEMPORARY TABLE `$records.{part}` ({body};").ok()?;
        reads.push(format!("SELECT * FROM `$records.{part}`"));
    }
    writeln!(out, "CREATE TEMPORARY VIEW `$records` AS\n{};", reads.join("\nUNION ALL\n")).ok()?;
    Some(out + after)
}

#[cfg(test)]
mod tests {
    use super::several;

    #[test]
    fn a_source_becomes_as_many_as_wanted() {
        let script = "SET 'a' = 'b';\nCREATE TEMPORARY TABLE `$records` (\n  x INT\n) WITH ('path' = '${DIR}/records.ndjson');\n\nrest";
        let spread = several(script, 2).expect("a table of records");
        assert!(
            spread.contains("TABLE `$records.0` (\n  x INT\n) WITH ('path' = '${DIR}/records.0.ndjson');\n")
        );
        assert!(
            spread.contains("SELECT * FROM `$records.0`\nUNION ALL\nSELECT * FROM `$records.1`;\n\nrest")
        );
        assert_eq!(several("nothing", 2), None);
    }
}
