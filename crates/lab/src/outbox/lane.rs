//! The messages of one destination, in their order.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::{
    destination::{connection::Connection, spec::DestinationSpec},
    protocol::DeliveryState,
};

/// Which destination: of which lab, under which name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct LaneKey {
    pub(crate) lab: String,
    pub(crate) destination: String,
}

/// A lane.
#[derive(Debug)]
pub(super) struct Lane {
    pub(super) key: LaneKey,
    /// The destination as it was when it was connected.
    pub(super) spec: Option<DestinationSpec>,
    pub(super) connection: Option<Connection>,
    /// Whether new rows are to be sent.
    pub(super) connected: bool,
    /// Why nothing is sent, not even what waits.
    pub(super) stopped: Option<String>,
    /// Messages on their way, oldest first.
    pub(super) open: VecDeque<String>,
    pub(super) sending: Option<String>,
    pub(super) last_request_ms: Option<f64>,
    pub(super) delivered: u64,
    pub(super) sent: u64,
    pub(super) dead: u64,
}

impl Lane {
    pub(super) fn new(key: LaneKey) -> Self {
        Self {
            key,
            spec: None,
            connection: None,
            connected: false,
            stopped: None,
            open: VecDeque::new(),
            sending: None,
            last_request_ms: None,
            delivered: 0,
            sent: 0,
            dead: 0,
        }
    }

    pub(super) fn title(&self) -> String {
        self.spec.as_ref().map_or_else(|| self.key.destination.clone(), DestinationSpec::title)
    }

    pub(super) fn may_send(&self) -> bool {
        self.connection.is_some() && self.stopped.is_none() && self.sending.is_none()
    }

    /// Wall time before which its receiver is to be left in peace.
    pub(super) fn ready_ms(&self) -> f64 {
        let pace = self.spec.as_ref().map_or(0, |spec| spec.preset.facts().pace_ms);
        self.last_request_ms.map_or(0.0, |last| last + f64::from(pace))
    }

    pub(super) fn count(&mut self, state: DeliveryState) {
        match state {
            DeliveryState::Delivered => self.delivered += 1,
            DeliveryState::Sent => self.sent += 1,
            _ => self.dead += 1,
        }
    }
}
