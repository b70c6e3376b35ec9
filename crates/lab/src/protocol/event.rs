//! Worker to page.

use rillcut_generator::{Filled, Fix, Periods};
use rillcut_sql::Diagnostic;
use serde::{Deserialize, Serialize};

use super::{
    PointView, ThresholdOffer,
    frame::{Frame, NumberedRow, ObjectView},
};
use crate::{
    destination::connection::Connection,
    file::{DestinationSpec, Lab},
};

/// News from the worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// Answer to `Hello`.
    Ready {
        /// [`PROTOCOL`](super::PROTOCOL) of the worker.
        protocol: u32,
        /// Version of the engine.
        version: String,
    },
    /// The lab as it now runs, after `Load`, `Reset` or an accepted edit.
    Lab(Box<LabView>),
    /// At most 30 a second while something changes.
    Frame(Box<Frame>),
    /// A load, edit or setting was not taken; what ran before runs on.
    Rejected {
        /// Which part.
        source: ProblemSource,
        /// Why, with places.
        problems: Vec<Problem>,
    },
    /// What was taken is not in all as it was elsewhere; follows `Lab`.
    Noticed {
        /// Which part.
        source: ProblemSource,
        /// What is otherwise, with places.
        problems: Vec<Problem>,
    },
    /// Answer to `CheckSql`.
    Checked {
        /// Errors and warnings; empty when valid.
        problems: Vec<Problem>,
        /// The dataflow in words when valid.
        explanation: String,
    },
    /// Answer to `Assist`, for the page's editor.
    Assisted {
        /// Given with the question.
        id: u32,
        /// `Complete`: JSON `{from, to, options: [{label, type, detail?, info?, insert?}]}`; `Hover`: JSON `[from, to, title, detail, lines]`;
        /// `Format`: the text. Empty when there is no answer.
        answer: String,
    },
    /// Answer to `ListPrograms`.
    Programs(Vec<ProgramView>),
    /// Answer to `PreviewTemplate`.
    Preview(TemplatePreview),
    /// Answer to `DiscoverSchema`.
    Discovered {
        /// InputSchema JSON, pretty.
        schema: String,
        /// Records it was found from.
        records: Vec<String>,
    },
    /// Answer to `Catalogue`.
    Catalogue {
        /// Functions, the most used modules first.
        functions: Vec<FunctionView>,
        /// Templates to begin with.
        gallery: Vec<GalleryView>,
    },
    /// Answer to `ReadTemplates`.
    Stored {
        /// The templates, under names that no template of the lab has.
        templates: Vec<StoredTemplate>,
        /// The table of periods, if there was one.
        periods: Option<Box<Periods>>,
    },
    /// Answer to `Draw`.
    Drawn {
        /// A name for the file.
        name: String,
        /// The records.
        text: String,
        /// How many they are.
        records: u32,
    },
    /// Answer to `ShowDelivery`.
    Request(Box<RequestView>),
    /// Answer to `Explain`.
    Explained(Box<PointView>),
    /// Answer to `OfferThreshold`; `None` when the program has no place for a threshold.
    Offered(Option<Box<ThresholdOffer>>),
    /// Answer to `PreviewMessage`.
    MessagePreview(Box<MessagePreview>),
    /// Answer to `ShowObject`.
    ObjectPreview {
        /// The object.
        object: Box<ObjectView>,
    },
    /// Answer to `Download`: a file to save.
    File {
        /// A name for it.
        name: String,
        /// What is in it.
        bytes: Vec<u8>,
    },
    /// A notification to show. Answer: the command `Notified`.
    Notify {
        /// The delivery's id.
        id: String,
        /// Its headline.
        title: String,
        /// Its text.
        body: String,
    },
    /// Answer to `Keep`.
    Kept {
        /// The number given with the command.
        purpose: u8,
        /// The lab's name.
        name: String,
        /// A `*.lab.json`.
        text: String,
    },
    /// Answer to `Link`.
    Linked {
        /// The value of `lab=`; nothing when the lab is too large for one.
        link: Option<String>,
        /// The value of `example=` where the lab is one that comes with the engine, unchanged.
        example: Option<String>,
    },
    /// Answer to `Export`.
    Exported {
        /// A name for the file.
        name: String,
        /// What is in it.
        text: String,
    },
    /// Answer to `TakeRows` for the clipboard.
    Copied {
        /// The rows.
        text: String,
        /// How many.
        rows: u32,
    },
    /// Answer to `ShowRow`; nothing when the row is kept no longer.
    Row(Option<Box<RowDetail>>),
    /// The worker's engine panicked; only a new worker helps.
    Crashed {
        /// What the panic said.
        message: String,
    },
}

/// Which field of the page a problem belongs beside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProblemSource {
    /// The lab file as a whole.
    Lab,
    /// The program.
    Sql,
    /// The source's schema.
    Schema,
    /// A template, by name.
    Template(String),
    /// A sender, by position.
    Sender(usize),
    /// A file of templates that was to be read.
    Import,
    /// A bucket, by position; that of the number of buckets is being added.
    Bucket(usize),
    /// A destination, by position; that of the number of destinations is being added.
    Destination(usize),
}

/// A finding, placed for people: lines and columns are already counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Stable code.
    pub code: String,
    /// False for a warning.
    pub is_error: bool,
    /// From 1; 0 when there is no place in a text.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
    /// First byte of the place.
    pub start: u32,
    /// Byte after the place.
    pub end: u32,
    /// One sentence.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// The change that does it, where it can be done for the author.
    pub fix: Option<Box<Fix>>,
}

impl Problem {
    /// A finding of the SQL checker, placed in `text`.
    pub fn of_sql(diagnostic: &Diagnostic, text: &str) -> Self {
        let at = rillcut_sql::LineIndex::new(text).locate(diagnostic.span.start);
        Self {
            code: diagnostic.code.clone(),
            is_error: diagnostic.severity == rillcut_sql::Severity::Error,
            line: at.line,
            column: at.column,
            start: diagnostic.span.start,
            end: diagnostic.span.end,
            message: diagnostic.message.clone(),
            hint: diagnostic.hint.clone(),
            fix: diagnostic
                .fix
                .as_ref()
                .map(|fix| Box::new(Fix { span: fix.span.range(), replacement: fix.replacement.clone() })),
        }
    }

    /// A finding about a record template, placed in `text`.
    pub fn of_template(diagnostic: &rillcut_generator::Diagnostic, text: &str) -> Self {
        let at = diagnostic.position(text);
        Self {
            code: diagnostic.code.to_string(),
            is_error: diagnostic.severity == rillcut_generator::Severity::Error,
            line: at.line as u32,
            column: at.column as u32,
            start: diagnostic.span.start as u32,
            end: diagnostic.span.end as u32,
            message: diagnostic.message.clone(),
            hint: diagnostic.hint.clone(),
            fix: diagnostic.fix.clone().map(Box::new),
        }
    }

    /// A finding of the record crate: a schema, or records that no schema fits.
    pub fn of_schema(error: &rillcut_record::Error) -> Self {
        let place = error.place();
        Self {
            line: place.map_or(0, |place| place.line),
            column: place.map_or(0, |place| place.column),
            ..Self::plain(error.code(), error.kind().to_string(), error.hint().map(str::to_owned))
        }
    }

    /// An address that was to hold a lab and does not.
    pub fn of_link() -> Self {
        let hint = "a link can be cut short on its way: ask for it once more, or for the lab as a file";
        Self::plain("LAB0054", "the link does not hold a lab", Some(hint.to_owned()))
    }

    /// A finding without a place.
    pub fn plain(code: &str, message: impl Into<String>, hint: Option<String>) -> Self {
        Self {
            code: code.to_owned(),
            is_error: true,
            line: 0,
            column: 0,
            start: 0,
            end: 0,
            message: message.into(),
            hint,
            fix: None,
        }
    }
}

/// The lab and what it became: all that the page needs to draw its frame.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabView {
    /// The lab.
    pub lab: Lab,
    /// Start of the clock, epoch milliseconds.
    pub start_ms: i64,
    /// Streams in the plan's order: source first, `error_stream` last.
    pub streams: Vec<StreamView>,
    /// Pumps in the plan's order.
    pub pumps: Vec<PumpView>,
    /// Index of the stream of the first destination.
    pub destination: Option<usize>,
    /// Index of the stream whose rows the page calls anomalies: that of the first destination, or the one that the scores of the forest that is
    /// shown lead to.
    pub anomalies: Option<usize>,
    /// Names of the program's forests.
    pub forests: Vec<String>,
    /// Which of them is shown.
    pub forest: usize,
    /// Names of the columns that it looks at; empty without a forest.
    pub scored: Vec<String>,
    /// The score of that forest above which the program itself lets rows through, where it has such a comparison.
    pub line: Option<f64>,
    /// Warnings about the program that runs.
    pub warnings: Vec<Problem>,
    /// The recorded data that are the source, if the senders are not.
    pub recording: Option<RecordingView>,
    /// The lab's destinations; a lab that names none has the stream that applications usually end in.
    pub destinations: Vec<DestinationSpec>,
    /// For each destination, where it sends to.
    pub connections: Vec<ConnectionView>,
    /// The part whose change was accepted just now: what was refused of it counts no longer. `None` when the lab is another one.
    pub accepted: Option<ProblemSource>,
}

/// Recorded data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordingView {
    /// Name of the file.
    pub name: String,
    /// Records in it.
    pub records: u64,
    /// Records without a readable time of their own, or that went back in time; they took the time of the one before.
    pub adjusted: u64,
}

/// A stream to draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamView {
    /// Stored name.
    pub name: String,
    /// What it is.
    pub role: StreamRole,
    /// Columns; ROWTIME stands before them.
    pub columns: Vec<ColumnView>,
}

/// What a stream is in the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum StreamRole {
    /// Decoded records.
    Source,
    /// Made by pumps.
    Application,
    /// Made by pumps and connected to a destination.
    Destination,
    /// `error_stream`.
    Error,
}

/// A column's header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnView {
    /// Name.
    pub name: String,
    /// SQL type as text.
    pub data_type: String,
    /// Whether to align right.
    pub numeric: bool,
}

/// A pump to draw: an arrow from what it reads to what it fills.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PumpView {
    /// Stored name.
    pub name: String,
    /// Indexes of the streams it reads.
    pub reads: Vec<usize>,
    /// Index of the stream it fills.
    pub fills: usize,
    /// What it does in a few words, such as `10 s window` or `Random Cut Forest`.
    pub label: String,
    /// False for `STOPPED`.
    pub started: bool,
    /// First byte of its statement in the program.
    pub start: u32,
    /// Byte after it.
    pub end: u32,
}

/// A program of the gallery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgramView {
    /// What it does.
    pub title: String,
    /// The constructs it shows.
    pub shows: String,
    /// What it is for.
    pub purpose: String,
    /// Name of the built-in lab whose source it reads.
    pub lab: String,
    /// Whether it can run on the source of the lab that is loaded.
    pub fits: bool,
    /// Its text.
    pub sql: String,
}

/// Five records of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplatePreview {
    /// Name given with the command.
    pub name: String,
    /// Rendered records; empty when the template is unusable.
    pub records: Vec<String>,
    /// For each record what the calls of the template printed: bytes of the record and of the template.
    pub filled: Vec<Vec<Filled>>,
    /// Errors and warnings.
    pub problems: Vec<Problem>,
}

/// A function that templates can call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FunctionView {
    /// Module and function.
    pub name: String,
    /// A call that can be put into a template, with its braces.
    pub example: String,
    /// One line on what it prints.
    pub summary: String,
    /// Whether KDG has it, too.
    pub in_kdg: bool,
}

/// A template of the gallery.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GalleryView {
    /// What a list shows.
    pub title: String,
    /// What the records are and what they are good for.
    pub purpose: String,
    /// The template.
    pub text: String,
    /// A rate that suits it, records a second.
    pub rate: f64,
    /// One of its records.
    pub record: String,
}

/// A template out of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredTemplate {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Errors and warnings.
    pub problems: Vec<Problem>,
}

/// A row with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowDetail {
    /// Stored name of its stream.
    pub stream: String,
    /// The row.
    pub row: NumberedRow,
    /// Its ROWTIME, epoch milliseconds.
    pub rowtime_ms: i64,
    /// What it comes from, an entry for each pump and stream; none for rows of the source.
    pub inputs: Vec<InputView>,
}

/// The rows of a stream that a row comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputView {
    /// Stored name of the pump between them.
    pub pump: String,
    /// What it does, in a few words.
    pub does: String,
    /// Stored name of the stream.
    pub stream: String,
    /// First instant of the window, epoch milliseconds; `None` when it has no beginning.
    pub from_ms: Option<i64>,
    /// Last instant, included; `None` when it has no end.
    pub to_ms: Option<i64>,
    /// Kept rows in it.
    pub total: u64,
    /// Whether rows in it may be kept no longer.
    pub missing: bool,
    /// The newest of them, newest first.
    pub rows: Vec<NumberedRow>,
}

/// A delivery's request in full, with every secret hidden, and what became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestView {
    /// Id of the delivery.
    pub id: String,
    /// Method and address.
    pub target: String,
    /// Headers.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: String,
    /// Attempts, oldest first: of many, the first and the newest.
    pub attempts: Vec<AttemptView>,
    /// Whether it has been given up.
    pub is_dead: bool,
}

/// An attempt of a delivery.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptView {
    /// Wall clock of its beginning, epoch milliseconds.
    pub at_ms: i64,
    /// How long it took, milliseconds.
    pub duration_ms: u32,
    /// HTTP status, where there was one to see.
    pub status: Option<u16>,
    /// What it came to, in a sentence.
    pub detail: String,
    /// The beginning of the answer's body.
    pub answer: String,
}

/// Where a destination sends to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionView {
    /// Whether its rows are sent.
    pub is_connected: bool,
    /// The connection in force, or the one that was.
    pub connection: Option<Box<Connection>>,
}

/// A destination's message, not sent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MessagePreview {
    /// Whether it is about a row of the stream, and not about a sample.
    pub is_real: bool,
    /// Its subject.
    pub subject: String,
    /// Its sentence.
    pub sentence: String,
    /// The request.
    pub request: RequestView,
    /// What is wrong with the destination as it is written.
    pub problems: Vec<Problem>,
    /// What is wrong with the connection.
    pub connection_problem: Option<Problem>,
}
