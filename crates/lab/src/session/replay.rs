//! Recorded data in the place of the senders.

use super::{Session, no_lab};
use crate::{
    engine::{Engine, start_of},
    file::{Lab, SchemaText},
    protocol::{Event, ProblemSource, ReplayRequest},
    recording::{Arrival, Recording},
    senders::Refusal,
};

impl Session {
    pub(super) fn replay(&mut self, request: &ReplayRequest, wall_ms: f64) -> Result<Option<Event>, Refusal> {
        let engine = self.engine.as_ref().ok_or_else(no_lab)?;
        let mut lab = engine.lab().clone();
        let arrival = match request.arrival.as_deref() {
            Some(column) => Arrival::Column(column),
            None => Arrival::Paced { rate: request.rate, start_ms: start_of(&lab, wall_ms as i64) },
        };
        let (recording, schema) = Recording::read(&request.name, &request.bytes, &arrival)
            .map_err(|problem| (ProblemSource::Lab, vec![problem]))?;
        if !request.keep_schema {
            lab.schema = Some(SchemaText(schema.to_json()));
        }
        Ok(self.begin_again(Engine::replaying(lab, recording, wall_ms as i64)?, wall_ms))
    }

    pub(super) fn end_replay(&mut self, wall_ms: f64) -> Result<Option<Event>, Refusal> {
        let lab = self.engine.as_ref().ok_or_else(no_lab)?.lab().clone();
        self.load(lab, wall_ms)
    }

    /// Back to the start of the run.
    pub(super) fn reset(&mut self, wall_ms: f64) -> Result<Option<Event>, Refusal> {
        let lab = self.engine.as_ref().ok_or_else(no_lab)?.lab().clone();
        self.start_again(lab, wall_ms)
    }

    /// The same source from its beginning, with a lab that was changed.
    pub(super) fn start_again(&mut self, lab: Lab, wall_ms: f64) -> Result<Option<Event>, Refusal> {
        let engine = self.engine.as_ref().ok_or_else(no_lab)?;
        match engine.recording().map(Recording::from_the_start) {
            Some(recording) => {
                Ok(self.begin_again(Engine::replaying(lab, recording, wall_ms as i64)?, wall_ms))
            }
            None => self.load(lab, wall_ms),
        }
    }
}

/// Whether recorded data have come to their end and closed their windows: then the clock need not go on.
pub(super) fn is_over(engine: &Engine) -> bool {
    engine.recording().is_some()
        && engine.next_due().is_none()
        && super::view::windows(&engine.application.statistics()).is_empty()
}
