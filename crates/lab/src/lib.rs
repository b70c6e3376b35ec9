//! The lab: generator, source, application and destinations on a virtual clock.
//!
//! [`Engine`] runs a lab and knows nothing of pages; [`Session`] is an engine behind the protocol that the page speaks. Neither
//! reads a clock or makes a request: the shells do.

pub mod application_json;
pub mod arrival;
mod assist;
mod browse;
pub mod bucket;
mod causes;
mod cell;
mod check;
mod clock;
mod dataflow;
pub mod destination;
mod engine;
pub mod examples;
mod explained;
pub mod file;
pub mod flink;
mod flood;
mod forests;
mod history;
mod lineage;
pub mod link;
mod metadata;
mod narration;
mod observer;
mod outbox;
mod plot;
pub mod programs;
pub mod protocol;
pub mod record_form;
pub mod recording;
pub mod reference;
pub mod replay;
mod ring;
mod rows_text;
pub mod sample;
mod scores;
mod senders;
mod session;
mod source;
mod tagged;
mod templates;
mod threshold;
pub mod trial;
pub mod workload;

pub use rillcut_generator::{Filled, Fix, Periods, Rate, gallery, import};

pub use engine::{DESTINATION_STREAM, Engine, catalog};
pub use outbox::{
    HttpRequest,
    journal::{Write, labs_of},
};
pub use senders::Refusal;
pub use session::{Session, Tick, Wanted};
pub use source::Source;
pub use tagged::{decoded_line, tagged_line};
