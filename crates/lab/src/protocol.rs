//! What the page and the worker say to each other.
//!
//! The worker owns the engine; the page draws what it is told and sends commands. Messages are postcard bytes in a
//! transferred buffer. Postcard does not describe itself, so both ends must be built from the same source: the first message
//! each way carries [`PROTOCOL`], and the page offers a reload when they differ (a stale worker after a deploy). JSON was
//! rejected for size and speed, `serde-wasm-bindgen` for the cost of an object per cell.

mod command;
mod detection;
mod event;
mod frame;

pub use crate::destination::connection::Connection;
pub use command::{
    ColumnFilter, Command, Edit, ExportAs, Outcome, Question, ReplayRequest, RowsQuery, SortBy, Speed, Step,
    TextForm,
};
pub use detection::{
    ChartPoint, PartView, PlotQuery, PlotUpdate, PointView, ScoreCounts, ThresholdOffer, UsualView,
};
pub use event::{
    AttemptView, ColumnView, ConnectionView, Event, FunctionView, GalleryView, InputView, LabView,
    MessagePreview, Problem, ProblemSource, ProgramView, PumpView, RecordingView, RequestView, RowDetail,
    StoredTemplate, StreamRole, StreamView, TemplatePreview,
};
pub use frame::{
    AnomalyView, BucketStatus, CauseView, DeliveryState, DeliveryView, DestinationStatus, FloodCounts,
    ForestView, Frame, LaneView, NumberedRow, ObjectView, ObjectsUpdate, PumpStatus, RowView, RowsUpdate,
    RunState, SenderStatus, SourceStatus, Storage, StreamStatus, WindowView,
};

/// Version of the messages; a change of any type here needs a new number.
pub const PROTOCOL: u32 = 11;

/// A message as bytes.
///
/// # Errors
/// None in practice: the types hold nothing that postcard refuses.
pub fn encode<T: serde::Serialize>(message: &T) -> Result<Vec<u8>, postcard::Error> {
    postcard::to_allocvec(message)
}

/// A message from bytes.
///
/// # Errors
/// When the bytes were written by another version.
pub fn decode<'a, T: serde::Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, postcard::Error> {
    postcard::from_bytes(bytes)
}
