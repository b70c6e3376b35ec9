//! A message on its way and what became of it so far.

use serde::{Deserialize, Serialize};

use super::lane::LaneKey;
use crate::{
    destination::{
        encode::{iso_time, json},
        message::Message,
    },
    protocol::{AttemptView, DeliveryState, DeliveryView},
};

/// Attempts that are kept: the first and the newest.
const ATTEMPTS: usize = 12;
/// Octets of an answer that are kept.
const ANSWER: usize = 500;

/// A delivery. Written down as it is, but for what only this session knows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Delivery {
    pub(crate) lane: LaneKey,
    /// What the destination is called.
    pub(crate) title: String,
    /// Position among the messages of its session.
    pub(crate) order: u64,
    pub(crate) message: Message,
    pub(crate) state: DeliveryState,
    pub(crate) attempts: u32,
    pub(crate) first_attempt_ms: Option<i64>,
    pub(crate) next_attempt_ms: Option<i64>,
    pub(crate) changed_ms: i64,
    pub(crate) log: Vec<AttemptView>,
    /// The write that holds its newest state.
    #[serde(skip)]
    pub(crate) ticket: u64,
    /// Whether it waits to be told of.
    #[serde(skip)]
    pub(crate) changed: bool,
}

impl Delivery {
    pub(super) fn new(lane: LaneKey, title: String, order: u64, message: Message, wall_ms: f64) -> Self {
        Self {
            lane,
            title,
            order,
            message,
            state: DeliveryState::Waiting,
            attempts: 0,
            first_attempt_ms: None,
            next_attempt_ms: Some(wall_ms as i64),
            changed_ms: wall_ms as i64,
            log: Vec::new(),
            ticket: 0,
            changed: false,
        }
    }

    /// Whether nothing is left to do about it.
    pub(super) fn is_taken(&self) -> bool {
        matches!(self.state, DeliveryState::Delivered | DeliveryState::Sent)
    }

    /// Adds an attempt to the log.
    pub(super) fn note(&mut self, mut attempt: AttemptView) {
        if attempt.answer.len() > ANSWER {
            let end = (0..=ANSWER).rev().find(|&at| attempt.answer.is_char_boundary(at)).unwrap_or(0);
            attempt.answer.truncate(end);
            attempt.answer.push('…');
        }
        if self.log.len() >= ATTEMPTS {
            self.log.remove(1);
        }
        self.log.push(attempt);
    }

    /// Takes up a delivery that another session wrote down. An attempt whose end nobody saw is made again. The wall's clock may have been
    /// set back since: no wait is longer than it could have been.
    pub(super) fn wake(&mut self, wall_ms: f64, longest_wait_ms: f64) {
        if self.state == DeliveryState::Failed {
            return;
        }
        if self.state == DeliveryState::Sending {
            self.state = DeliveryState::Retrying;
            self.next_attempt_ms = Some(wall_ms as i64);
        }
        let latest = (wall_ms + longest_wait_ms) as i64;
        self.next_attempt_ms = Some(self.next_attempt_ms.unwrap_or(wall_ms as i64).min(latest));
        self.first_attempt_ms = self.first_attempt_ms.map(|first| first.min(wall_ms as i64));
    }

    /// The delivery as the log shows it.
    pub(super) fn view(&self) -> DeliveryView {
        DeliveryView {
            id: self.message.id.clone(),
            destination: self.title.clone(),
            is_test: self.message.test,
            title: if self.message.test { "A test".to_owned() } else { self.message.sentence.clone() },
            rows: self.message.count,
            rowtime_ms: self.message.begins_ms(),
            state: self.state,
            attempts: self.attempts,
            changed_ms: self.changed_ms,
            duration_ms: self.log.last().map(|attempt| attempt.duration_ms),
            detail: self.log.last().map(|attempt| attempt.detail.clone()).unwrap_or_default(),
            next_attempt_ms: self.next_attempt_ms,
        }
    }

    /// The delivery for an export, ending in a line feed.
    pub(super) fn as_json_line(&self) -> String {
        let attempt = |attempt: &AttemptView| {
            format!("{{\"at\":{},\"detail\":{}}}", json(&iso_time(attempt.at_ms)), json(&attempt.detail))
        };
        format!(
            "{{\"id\":{},\"lab\":{},\"destination\":{},\"stream\":{},\"subject\":{},\"sentence\":{},\"count\":{},\"rows\":{},\"attempts\":[{}]}}\n",
            json(&self.message.id),
            json(&self.message.lab),
            json(&self.title),
            json(&self.message.stream),
            json(&self.message.subject),
            json(&self.message.sentence),
            self.message.count,
            self.message.rows_json(),
            self.log.iter().map(attempt).collect::<Vec<_>>().join(","),
        )
    }
}
