//! Page to worker.

use serde::{Deserialize, Serialize};

use super::PlotQuery;
use crate::{
    application_json::Shape,
    destination::connection::Connection,
    file::{BucketSpec, DestinationSpec, Lab, SenderSpec},
    record_form::RecordForm,
};

/// An order to the worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// First message. The worker answers [`Event::Ready`](super::Event::Ready).
    Hello {
        /// [`PROTOCOL`](super::PROTOCOL) of the page.
        protocol: u32,
    },
    /// Replaces the lab; the clock goes back to the start and the engine is paused. Answer: `Lab` or `Rejected`.
    Load(Box<Lab>),
    /// Replaces the lab by the text of a `*.lab.json` or of a saved KDA application. Answer: `Lab`, with `Noticed` after it where there is
    /// something to say, or `Rejected`.
    LoadText(String),
    /// Replays recorded data as the source, in the place of the senders; the clock goes to the first record and stands. Answer: `Lab` or
    /// `Rejected`.
    Replay(Box<ReplayRequest>),
    /// Back to the senders as the source. Answer: `Lab`.
    EndReplay,
    /// Back to the start of time with the same lab and seed; paused.
    Reset,
    /// Lets the clock run.
    Run,
    /// Stops the clock.
    Pause,
    /// Moves the clock by one step and pauses.
    Step(Step),
    /// Sets the clock to an instant between the start and the latest that has been, and pauses. All is as it was then, the lab
    /// too; going on brings what came, and a change makes the future another.
    Seek {
        /// The instant, epoch milliseconds.
        clock_ms: i64,
    },
    /// How fast the clock runs.
    SetSpeed(Speed),
    /// Changes a part of the lab. Answer: `Lab` when taken, `Rejected` when not (the running lab goes on as it was).
    Edit(Edit),
    /// Checks a program without applying it. Answer: `Checked`.
    CheckSql(String),
    /// Asks about a program that is being written. Answer: `Assisted`.
    Assist {
        /// Given back in the answer.
        id: u32,
        /// What is asked.
        question: Question,
        /// The program.
        text: String,
    },
    /// Asks for the programs of the gallery. Answer: `Programs`.
    ListPrograms,
    /// Checks a template and renders five records. Answer: `Preview`.
    PreviewTemplate {
        /// Name of the template in the pane, given back in the answer.
        name: String,
        /// Its text.
        text: String,
    },
    /// Draws records of a template and finds the schema they fit. Answer: `Discovered` or `Rejected`.
    DiscoverSchema {
        /// Name of a template of the lab.
        template: String,
    },
    /// Asks for the functions that templates can call and the templates that there are to begin with. Answer: `Catalogue`.
    Catalogue,
    /// Reads a file of templates: what KDG keeps in the browser, an export of this page, or the text of one template. Nothing changes by it.
    /// Answer: `Stored` or `Rejected`.
    ReadTemplates {
        /// Name of the file, after which a single template is called.
        name: String,
        /// What is in it.
        text: String,
    },
    /// Draws records of a sender beside the running lab, from now on and at its rate, to be taken away. Answer: `Drawn` or `Rejected`.
    Draw {
        /// Position of the sender in the lab's list.
        at: usize,
        /// How many, at most a million; fewer come when they are more than 64 MiB.
        records: u32,
        /// In which form.
        form: RecordForm,
    },
    /// Which rows the page shows; they come with the next frame.
    Watch(RowsQuery),
    /// Asks for all rows of the list that [`Self::Watch`] shows a part of, as text. Answer: `Exported` for a file, `Copied` for the
    /// clipboard.
    TakeRows {
        /// The form.
        form: TextForm,
        /// For the clipboard, and so no more than a person pastes: the first 1,000.
        copy: bool,
    },
    /// Asks for a row and where it comes from. Answer: `Row`.
    ShowRow {
        /// Stored name of the stream.
        stream: String,
        /// Position in it.
        number: u64,
    },
    /// Which columns of a stream the chart shows; `None`: what the forest looks at, which comes with its points. Answered by the next frame
    /// with `reset` set.
    Plot(Option<PlotQuery>),
    /// Asks why a row got its score, by its number among the forest's rows. Answer: `Explained`.
    Explain {
        /// [`ChartPoint::number`](super::ChartPoint::number).
        number: u64,
    },
    /// Asks for the program with that threshold in its comparison of the score. Changes nothing. Answer: `Offered`.
    OfferThreshold(f64),
    /// What the page is: its address, for links, and whether it came over HTTPS.
    Page {
        /// Address without fragment; empty where nobody else could open it.
        url: String,
        /// Whether the browser refuses plain HTTP from it.
        is_secure: bool,
    },
    /// Where a destination sends to; never part of the lab file, since addresses and keys are secrets. Answer: `Lab` or `Rejected`.
    Connect {
        /// Position in the lab's list.
        at: usize,
        /// The connection; `None` disconnects.
        connection: Option<Box<Connection>>,
    },
    /// Connects a destination as it was connected before. Answer: `Lab` or `Rejected`.
    Reconnect {
        /// Position in the lab's list.
        at: usize,
    },
    /// Forgets where a destination sent to. Answer: `Lab`.
    Forget {
        /// Position in the lab's list.
        at: usize,
    },
    /// Sends a marked sample to a destination.
    Test {
        /// Position in the lab's list.
        at: usize,
    },
    /// Makes a destination's message about its newest row, or about a sample, without sending it. Answer: `MessagePreview`.
    PreviewMessage {
        /// The destination as it is being written.
        destination: Box<DestinationSpec>,
        /// The connection as it is being written.
        connection: Box<Connection>,
    },
    /// Tells no row of a destination before that wall time, epoch milliseconds; `None` ends the silence.
    Silence {
        /// Position in the lab's list.
        at: usize,
        /// Until when.
        until_ms: Option<i64>,
    },
    /// Asks for a delivery's request in full. Answer: `Request`.
    ShowDelivery {
        /// Its id.
        id: String,
    },
    /// Sends given-up messages again.
    Resend {
        /// Which; empty: all.
        ids: Vec<String>,
    },
    /// Throws given-up messages away.
    Discard {
        /// Which; empty: all.
        ids: Vec<String>,
    },
    /// Asks for the given-up messages as text. Answer: `Exported`.
    ExportDead,
    /// What waits in the buckets' buffers becomes objects now.
    FlushBuckets,
    /// Asks for the beginning of an object. Answer: `ObjectPreview`.
    ShowObject {
        /// Its id.
        id: String,
    },
    /// Asks for an object, or for several as one archive. Answer: `File`.
    Download {
        /// Which; empty: all of the lab.
        ids: Vec<String>,
    },
    /// Removes objects from the store.
    DeleteObjects {
        /// Which; empty: all of the lab.
        ids: Vec<String>,
    },
    /// How a notification ended that the worker asked for.
    Notified {
        /// The delivery's id.
        id: String,
        /// `Shown` or `Denied`.
        outcome: Outcome,
    },
    /// The page has drawn a frame. At most two frames are on their way, so that a page that is slow, or asleep, is not buried.
    FrameDrawn,
    /// Asks for the lab as text, to be kept by the page. Answer: `Kept` with the same number, which says what the page wants it for.
    Keep(u8),
    /// Asks for the lab as the value of `lab=` in an address. Answer: `Linked`.
    Link,
    /// Asks for the lab as text. Answer: `Exported`, and `Noticed` when there is something that form does not hold.
    Export(ExportAs),
}

/// What an editor asks about a program. Places are in UTF-16 units, as browsers count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Question {
    /// What could stand there.
    Complete {
        /// The place.
        at: u32,
    },
    /// What it is that stands there.
    Hover {
        /// The place.
        at: u32,
    },
    /// The program in the one layout.
    Format,
}

/// Recorded data to replay.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReplayRequest {
    /// Name of the file, to be shown.
    pub name: String,
    /// The file: a record a line (JSON, CSV, text) or an array of JSON objects.
    pub bytes: Vec<u8>,
    /// The column that says when a record came; `None`: they come at `rate`.
    pub arrival: Option<String>,
    /// Records a second, from the start of the lab's clock on.
    pub rate: f64,
    /// Whether the source keeps the schema it has, instead of taking the one that the data fit.
    pub keep_schema: bool,
}

/// The form in which a lab leaves the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExportAs {
    /// A `*.lab.json`: all but addresses and headers.
    Lab,
    /// The program alone.
    Sql,
    /// A KDA application.
    Application(Shape),
    /// The templates, and the table of periods of the first sender that has one, as KDG keeps them.
    Templates,
}

/// A change of a part of the lab.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Edit {
    /// Adds or replaces the template of that name; running senders draw their next record from it.
    PutTemplate {
        /// Name.
        name: String,
        /// Text.
        text: String,
    },
    /// Removes a template no sender uses.
    RemoveTemplate {
        /// Name.
        name: String,
    },
    /// Adds a sender (`at` = number of senders) or replaces one.
    PutSender {
        /// Position in the lab's list.
        at: usize,
        /// The sender.
        sender: SenderSpec,
    },
    /// Removes a sender.
    RemoveSender {
        /// Position in the lab's list.
        at: usize,
    },
    /// Starts or stops a sender by hand from now on, whatever its timeline says later.
    Send {
        /// Position in the lab's list.
        at: usize,
        /// Start or stop.
        on: bool,
    },
    /// Sends records at once, at the present instant, beside what the sender does.
    SendNow {
        /// Position in the lab's list.
        at: usize,
        /// How many, at most a million.
        records: u32,
    },
    /// Replaces the source's schema by AWS InputSchema JSON; the application starts anew.
    SetSchema(String),
    /// Save and run: replaces the program; its streams, windows and forests start anew (spec/kda-sql.md 2).
    SetSql(String),
    /// Adds a destination (`at` = number of destinations) or replaces one.
    PutDestination {
        /// Position in the lab's list.
        at: usize,
        /// The destination.
        destination: Box<DestinationSpec>,
    },
    /// Removes a destination.
    RemoveDestination {
        /// Position in the lab's list.
        at: usize,
    },
    /// Adds a bucket (`at` = number of buckets) or replaces one; what was gathered becomes objects first.
    PutBucket {
        /// Position in the lab's list.
        at: usize,
        /// The bucket.
        bucket: BucketSpec,
    },
    /// Removes a bucket; its objects stay.
    RemoveBucket {
        /// Position in the lab's list.
        at: usize,
    },
    /// Replaces the seed and goes back to the start of time.
    SetSeed(u64),
    /// Calls the lab otherwise.
    SetName(String),
    /// The score above which the page calls a window an anomaly on its chart.
    SetThreshold(f64),
    /// Which of the program's forests is shown, by its name among [`LabView::forests`](super::LabView::forests); the threshold goes to where the
    /// program draws the line for it.
    SetForest(String),
}

/// How far a step goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// To just after the next record.
    Record,
    /// To just after the next window closes.
    Window,
    /// To just after the next row reaches a destination.
    Anomaly,
    /// 24 hours on, as fast as the machine goes.
    Day,
    /// To a time of the lab's clock, epoch milliseconds, as fast as the machine goes.
    To(i64),
}

/// How fast the clock runs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Speed {
    /// So many seconds of the lab for one second of the wall; 1 is real time.
    Times(f64),
    /// As fast as the machine goes.
    Max,
}

/// Which rows the page shows: a part of a list, newest first unless it is sorted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RowsQuery {
    /// Given back with the rows.
    pub id: u32,
    /// Stored name of the stream.
    pub stream: String,
    /// Rows of the list that are left out before the first that is shown.
    pub offset: u32,
    /// At most so many.
    pub limit: u32,
    /// What some cell has in it, whatever its case; nothing: all rows.
    pub search: String,
    /// What cells of columns must be.
    pub filters: Vec<ColumnFilter>,
    /// Of `error_stream` only rows of that cause.
    pub cause: Option<String>,
    /// Another order.
    pub sort: Option<SortBy>,
    /// Only rows before that position: a view that stands still.
    pub before: Option<u64>,
}

/// A condition on a column: `> 5`, `= Click`, `<> 0`, `null`, `not null`, or a text that is to be found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnFilter {
    /// Position of the column.
    pub column: u32,
    /// The condition.
    pub text: String,
}

/// An order of rows; equal ones newest first, NULL last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SortBy {
    /// Position of the column; `None` is ROWTIME.
    pub column: Option<u32>,
    /// The greatest first.
    pub descending: bool,
}

/// Rows as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TextForm {
    /// A JSON object a line.
    Ndjson,
    /// Comma-separated, with a header.
    Csv,
}

/// How a request ended, told to the outbox by whoever sent it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// The receiver answered.
    Status {
        /// HTTP status.
        status: u16,
        /// `Retry-After`, where it could be read.
        retry_after: Option<String>,
        /// The beginning of the answer's body, where it could be read.
        answer: String,
    },
    /// The receiver sent elsewhere; nobody went there.
    Redirected,
    /// It was sent, and the browser hides the answer.
    Hidden,
    /// No answer within the timeout.
    TimedOut,
    /// The computer is not on the network.
    Offline,
    /// No connection, refused by the browser, or the answer was not for this page.
    Failed {
        /// What the browser said.
        reason: String,
        /// Whether anybody answers at that address, where it could be found out.
        reached: Option<bool>,
    },
    /// The browser refused the request before it was sent.
    Unsendable(String),
    /// The notification was shown.
    Shown,
    /// The browser does not let the page notify.
    Denied,
}
