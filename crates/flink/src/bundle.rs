//! A job with all that is needed to run it and to see that it computes the same: a folder of files.

use rillcut_record::{Batch, ERROR_STREAM, Field, encode_json_row, push_json_string, timestamp_text};

use crate::{functions::java_sources, job::Job};

/// A file: path within the folder, content.
pub type File = (String, Vec<u8>);

/// The run that a bundle comes with.
#[derive(Debug, Clone, Default)]
pub struct Run {
    records: String,
    count: u64,
    expected: Vec<(String, String)>,
    references: Vec<String>,
}

impl Run {
    /// No records yet; `outputs` are the names of the job's streams.
    pub fn new<'n>(outputs: impl IntoIterator<Item = &'n str>) -> Self {
        let expected = outputs.into_iter().map(|name| (name.to_owned(), String::new())).collect();
        Self { expected, ..Self::default() }
    }

    /// A record that came at that instant, epoch milliseconds. Octets that are no text are replaced.
    pub fn record(&mut self, record: &[u8], instant: i64) {
        self.records.push_str(&format!("{{\"number\":\"{:012}\",\"at\":{instant},\"data\":", self.count));
        push_json_string(&mut self.records, &String::from_utf8_lossy(record));
        self.records.push_str("}\n");
        self.count += 1;
    }

    /// Rows of an output.
    pub fn rows(&mut self, stream: &str, fields: &[Field], batch: &Batch) {
        let Some((_, out)) = self.expected.iter_mut().find(|(name, _)| name == stream) else { return };
        let taken = fields.iter().any(|field| field.name.eq_ignore_ascii_case("ROWTIME"));
        let name = if taken { "ROWTIME$" } else { "ROWTIME" };
        for row in 0..batch.len() {
            let time = timestamp_text(batch.rowtimes[row]);
            out.push_str(&format!("{{\"{name}\":\"{time}\""));
            let mut text = String::new();
            encode_json_row(fields, &batch.columns, row, &mut text);
            // The row's own brace makes way for ROWTIME.
            if text.len() > 2 {
                out.push(',');
            }
            out.push_str(&text[1..]);
            out.push('\n');
        }
    }

    /// The rows of a reference table, in the order in which the job names its tables.
    pub fn reference(&mut self, rows: String) {
        self.references.push(rows);
    }

    /// Records so far.
    pub fn records(&self) -> u64 {
        self.count
    }
}

/// The files of a bundle.
pub fn bundle(job: &Job, run: Run) -> Vec<File> {
    let text = |path: &str, text: &str| (path.to_owned(), text.as_bytes().to_vec());
    let mut files = vec![
        text("README.md", include_str!("../bundle/README.md")),
        text("job.sql", &job.cloud),
        text("job_local.sql", &job.local),
        text("build.sh", include_str!("../bundle/build.sh")),
        text("run.sh", include_str!("../bundle/run.sh")),
        text("compare.py", include_str!("../bundle/compare.py")),
        text("RunSql.java", include_str!("../bundle/RunSql.java")),
    ];
    for (name, source) in java_sources() {
        files.push(text(&format!("functions/{name}"), source));
    }
    files.push(text("open-source/Forest.java", include_str!("../java/open-source/Forest.java")));
    files.push(("records.ndjson".to_owned(), run.records.into_bytes()));
    for (name, rows) in run.expected {
        let stem = if name == ERROR_STREAM { name } else { file_name(&name) };
        files.push((format!("expected/{stem}.ndjson"), rows.into_bytes()));
    }
    for ((_, path), rows) in job.references.iter().zip(run.references) {
        files.push((path.clone(), rows.into_bytes()));
    }
    files
}

/// A stream's name as that of a file.
pub(crate) fn file_name(stream: &str) -> String {
    stream.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '_' }).collect()
}
