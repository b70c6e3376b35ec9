//! Messages on their way: written down before they are sent, tried until they are taken or given up, kept when they are not.
//!
//! A state machine without a clock, a network or a disk: the shell asks what is due, sends it, and says how it ended; what is to be written
//! down it takes from the [journal](journal::Journal). Each destination has a lane, in which messages go out one at a time in the order in
//! which they were made, so that a receiver sees the story in order; the price, that a dead receiver holds up the rest of its own lane until
//! the first message is given up, was preferred to alarms that overtake each other.
//!
//! Delivery is at-least-once: a request whose answer was lost is made again under the same id, by which a receiver can tell.

mod delivery;
pub(crate) mod journal;
mod lane;
mod retry;
mod verdict;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use rand_xoshiro::{Xoshiro256PlusPlus, rand_core::SeedableRng};

use self::{
    delivery::Delivery,
    journal::{Journal, Write},
    lane::Lane,
    verdict::{Verdict, judge},
};
use crate::{
    destination::{
        connection::{Connection, redacted_url},
        message::{Message, Origin},
        request::{Attempt, request},
        spec::DestinationSpec,
    },
    protocol::{AttemptView, DeliveryState, DeliveryView, LaneView, Outcome, RequestView},
};

pub(crate) use lane::LaneKey;

/// Messages kept that are not taken yet, given-up ones among them.
pub(crate) const CAPACITY: usize = 20_000;
/// Time after which a computer that was off the network is asked whether it is back, milliseconds.
const OFFLINE_MS: f64 = 3000.0;
/// Taken messages kept for the log.
const LOGGED: usize = 500;
/// Changes told in one frame; the rest follows with the next.
const CHANGES: usize = 500;

/// A request for the shell to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// The delivery's id, to report the outcome under.
    pub id: String,
    /// Whether it is a notification of the browser: then `subject` and `body` are all there is.
    pub is_notification: bool,
    /// The message's subject.
    pub subject: String,
    /// HTTP method.
    pub method: String,
    /// Address.
    pub url: String,
    /// Headers, content type included.
    pub headers: Vec<(String, String)>,
    /// Body, UTF-8.
    pub body: String,
    /// Which attempt it is, from 1.
    pub attempt: u32,
    /// Whether it goes out without leave of the receiver (`no-cors`).
    pub hidden: bool,
    /// Abort after so many milliseconds.
    pub timeout_ms: u32,
}

/// The outbox of all destinations.
#[derive(Debug)]
pub(crate) struct Outbox {
    lanes: Vec<Lane>,
    deliveries: BTreeMap<String, Delivery>,
    /// Taken ones, oldest first.
    taken: VecDeque<String>,
    changed: VecDeque<String>,
    journal: Journal,
    /// Labs that this tab sends for; `None`: all.
    leading: Option<BTreeSet<String>>,
    /// While the computer is off the network: when to look again, wall clock.
    offline_until_ms: Option<f64>,
    next_order: u64,
    refused: u64,
    /// Whether destinations were connected or disconnected by something else than a command.
    pub(crate) connections_changed: bool,
    rng: Xoshiro256PlusPlus,
}

impl Outbox {
    /// An empty outbox that writes nothing down. `seed` draws the jitter of the waits.
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            lanes: Vec::new(),
            deliveries: BTreeMap::new(),
            taken: VecDeque::new(),
            changed: VecDeque::new(),
            journal: Journal::default(),
            leading: None,
            offline_until_ms: None,
            next_order: 0,
            refused: 0,
            connections_changed: false,
            rng: Xoshiro256PlusPlus::seed_from_u64(seed),
        }
    }

    /// What is to be written down, and whether that works.
    pub(crate) fn journal(&mut self) -> &mut Journal {
        &mut self.journal
    }

    /// Whether the store works; `None` when there is none.
    pub(crate) fn storage(&self) -> crate::protocol::Storage {
        self.journal.storage()
    }

    /// From now on messages are sent only of labs that [`Self::lead`] names.
    pub(crate) fn share(&mut self) {
        self.leading.get_or_insert_default();
    }

    /// Whether this tab sends for a lab.
    pub(crate) fn lead(&mut self, lab: &str, leads: bool) {
        let leading = self.leading.get_or_insert_default();
        if leads {
            leading.insert(lab.to_owned());
        } else {
            leading.remove(lab);
        }
    }

    /// Whether this tab sends for a lab.
    pub(crate) fn leads(&self, lab: &str) -> bool {
        self.leading.as_ref().is_none_or(|leading| leading.contains(lab))
    }

    /// Labs with messages that wait.
    pub(crate) fn labs(&self) -> Vec<String> {
        let labs: BTreeSet<&str> = self
            .lanes
            .iter()
            .filter(|lane| !lane.open.is_empty())
            .map(|lane| lane.key.lab.as_str())
            .collect();
        labs.into_iter().map(str::to_owned).collect()
    }

    /// Whether the computer is off the network.
    pub(crate) fn is_offline(&self) -> bool {
        self.offline_until_ms.is_some()
    }

    /// Whether the computer is on the network. What waited for it is due at once.
    pub(crate) fn set_online(&mut self, online: bool) {
        self.offline_until_ms = (!online).then_some(f64::INFINITY);
    }

    fn lane_at(&mut self, key: &LaneKey) -> usize {
        if let Some(at) = self.lanes.iter().position(|lane| lane.key == *key) {
            return at;
        }
        self.lanes.push(Lane::new(key.clone()));
        self.lanes.len() - 1
    }

    fn lane(&self, key: &LaneKey) -> Option<&Lane> {
        self.lanes.iter().find(|lane| lane.key == *key)
    }

    /// Whether new rows of a destination are to be sent.
    pub(crate) fn is_connected(&self, key: &LaneKey) -> bool {
        self.lane(key).is_some_and(|lane| lane.connected)
    }

    /// The connection of a destination, in force or remembered.
    pub(crate) fn connection(&self, key: &LaneKey) -> Option<&Connection> {
        self.lane(key)?.connection.as_ref()
    }

    /// Connects a destination. What waits in its lane goes out by the new connection.
    pub(crate) fn connect(&mut self, key: &LaneKey, spec: &DestinationSpec, connection: Connection) {
        let at = self.lane_at(key);
        let lane = &mut self.lanes[at];
        lane.connected = true;
        lane.stopped = None;
        lane.spec = Some(spec.clone());
        if connection.remember {
            self.journal.put_lane(key, spec, &connection);
        } else {
            self.journal.delete_lane(key);
        }
        lane.connection = Some(connection);
    }

    /// A connected destination is described otherwise from now on.
    pub(crate) fn respecify(&mut self, key: &LaneKey, spec: &DestinationSpec) {
        let at = self.lane_at(key);
        let lane = &mut self.lanes[at];
        if !lane.connected || lane.spec.as_ref() == Some(spec) {
            return;
        }
        lane.spec = Some(spec.clone());
        if let Some(connection) = lane.connection.clone().filter(|connection| connection.remember) {
            self.journal.put_lane(key, spec, &connection);
        }
    }

    /// A destination has another name.
    pub(crate) fn rename(&mut self, from: &LaneKey, to: &LaneKey) {
        if from == to || self.lane(to).is_some() {
            return;
        }
        let Some(at) = self.lanes.iter().position(|lane| lane.key == *from) else { return };
        self.lanes[at].key = to.clone();
        self.journal.delete_lane(from);
        if let (Some(spec), Some(connection)) =
            (self.lanes[at].spec.clone(), self.lanes[at].connection.clone())
            && connection.remember
        {
            self.journal.put_lane(to, &spec, &connection);
        }
        let moved: Vec<String> = self
            .deliveries
            .values()
            .filter(|one| one.lane == *from)
            .map(|one| one.message.id.clone())
            .collect();
        for id in moved {
            self.change(&id, |delivery| delivery.lane = to.clone());
        }
    }

    /// Sends nothing more there, until it is connected anew; what waits goes on waiting.
    pub(crate) fn disconnect(&mut self, key: &LaneKey) {
        let at = self.lane_at(key);
        self.lanes[at].connected = false;
        self.lanes[at].stopped = Some("disconnected".to_owned());
    }

    /// Forgets the address and the keys of a destination.
    pub(crate) fn forget(&mut self, key: &LaneKey) {
        self.disconnect(key);
        let at = self.lane_at(key);
        self.lanes[at].connection = None;
        self.journal.delete_lane(key);
    }

    /// Another lab is loaded, perhaps a stranger's: new rows are sent nowhere until somebody says so. What is on its way goes on.
    pub(crate) fn let_go(&mut self) {
        for lane in &mut self.lanes {
            lane.connected = false;
        }
    }

    /// Puts a message into a lane; false when there is no room, which is counted.
    pub(crate) fn put(&mut self, key: &LaneKey, message: Message, wall_ms: f64) -> bool {
        if self.deliveries.len() - self.taken.len() >= CAPACITY {
            self.refused += 1;
            return false;
        }
        let id = message.id.clone();
        if self.deliveries.contains_key(&id) {
            return true;
        }
        let at = self.lane_at(key);
        let title = self.lanes[at].title();
        let order = self.next_order;
        self.next_order += 1;
        let delivery = Delivery::new(key.clone(), title, order, message, wall_ms);
        self.lanes[at].open.push_back(id.clone());
        self.deliveries.insert(id.clone(), delivery);
        self.change(&id, |_| {});
        true
    }

    /// Changes a delivery, writes it down and tells of it.
    fn change(&mut self, id: &str, edit: impl FnOnce(&mut Delivery)) {
        let Some(delivery) = self.deliveries.get_mut(id) else { return };
        edit(delivery);
        delivery.ticket = if delivery.is_taken() {
            self.journal.delete_delivery(&delivery.lane, id)
        } else {
            self.journal.put_delivery(delivery)
        };
        if !std::mem::replace(&mut delivery.changed, true) {
            self.changed.push_back(id.to_owned());
        }
    }

    /// Messages that found no room.
    pub(crate) fn refused(&self) -> u64 {
        self.refused
    }

    /// Messages on their way.
    pub(crate) fn open(&self) -> usize {
        self.lanes.iter().map(|lane| lane.open.len()).sum()
    }

    /// Wall time before which a lane sends nothing.
    fn ready_ms(&self, lane: &Lane) -> f64 {
        lane.ready_ms().max(self.offline_until_ms.unwrap_or(0.0))
    }

    /// Whether a lane could send, were something due.
    fn may_send(&self, lane: &Lane) -> bool {
        lane.may_send() && self.leads(&lane.key.lab)
    }

    /// The requests that are due; they count as being sent from now on.
    pub(crate) fn due(&mut self, wall_ms: f64) -> Vec<HttpRequest> {
        let mut requests = Vec::new();
        for at in 0..self.lanes.len() {
            let lane = &self.lanes[at];
            if !self.may_send(lane) || self.ready_ms(lane) > wall_ms {
                continue;
            }
            let Some(delivery) = lane.open.front().and_then(|id| self.deliveries.get(id)) else { continue };
            if delivery.next_attempt_ms.is_none_or(|next| next as f64 > wall_ms)
                || !self.journal.is_stored(delivery.ticket)
            {
                continue;
            }
            let (Some(spec), Some(connection)) = (&lane.spec, &lane.connection) else { continue };
            let attempt = Attempt { number: delivery.attempts + 1, wall_ms };
            let made = request(spec, connection, &delivery.message, attempt);
            let id = delivery.message.id.clone();
            match made {
                Ok(request) => {
                    self.lanes[at].sending = Some(id.clone());
                    self.lanes[at].last_request_ms = Some(wall_ms);
                    self.begin(&id, wall_ms);
                    requests.push(request);
                }
                Err(problem) => {
                    self.begin(&id, wall_ms);
                    self.lanes[at].sending = Some(id.clone());
                    self.outcome(&id, &Outcome::Unsendable(problem.message), 0, wall_ms);
                }
            }
        }
        requests
    }

    fn begin(&mut self, id: &str, wall_ms: f64) {
        self.change(id, |delivery| {
            delivery.state = DeliveryState::Sending;
            delivery.attempts += 1;
            delivery.changed_ms = wall_ms as i64;
            delivery.first_attempt_ms.get_or_insert(wall_ms as i64);
            delivery.next_attempt_ms = None;
        });
    }

    /// Wall clock of the next request, if one waits for nothing but the time.
    pub(crate) fn next_request_ms(&self) -> Option<f64> {
        let next = |lane: &Lane| {
            let delivery = self.deliveries.get(lane.open.front()?)?;
            let at = delivery.next_attempt_ms? as f64;
            (self.may_send(lane) && self.journal.is_stored(delivery.ticket))
                .then(|| at.max(self.ready_ms(lane)))
        };
        self.lanes.iter().filter_map(next).min_by(f64::total_cmp)
    }

    /// Takes note of how a request ended. An id that is not being sent is ignored: its delivery was cleared meanwhile.
    pub(crate) fn outcome(&mut self, id: &str, outcome: &Outcome, duration_ms: u32, wall_ms: f64) {
        let Some(at) = self.lanes.iter().position(|lane| lane.sending.as_deref() == Some(id)) else { return };
        self.lanes[at].sending = None;
        let Some(delivery) = self.deliveries.get(id).filter(|one| one.state == DeliveryState::Sending) else {
            return;
        };
        let retry = self.lanes[at].spec.as_ref().map(|spec| spec.retry.clone()).unwrap_or_default();
        let is_test = delivery.message.test;
        let (verdict, detail) = judge(outcome, retry.timeout_seconds, wall_ms);
        let began = delivery.first_attempt_ms.unwrap_or(wall_ms as i64);
        let next = match verdict {
            Verdict::Again(asked_ms) => {
                let attempts = delivery.attempts;
                retry::next_attempt(&retry, attempts, began, wall_ms, asked_ms, &mut self.rng)
            }
            Verdict::Offline => Some(wall_ms as i64),
            _ => None,
        };
        let state = match verdict {
            Verdict::Delivered => DeliveryState::Delivered,
            Verdict::Sent => DeliveryState::Sent,
            _ if next.is_some() => DeliveryState::Retrying,
            _ => DeliveryState::Failed,
        };
        if verdict == Verdict::Gone {
            self.connections_changed = true;
            self.lanes[at].stopped = Some(detail.clone());
            self.lanes[at].connected = false;
        }
        // Not every browser tells a worker when the network is back.
        self.offline_until_ms = (verdict == Verdict::Offline).then_some(wall_ms + OFFLINE_MS);
        self.change(id, |delivery| {
            let (status, answer) = match outcome {
                Outcome::Status { status, answer, .. } => (Some(*status), answer.clone()),
                _ => (None, String::new()),
            };
            delivery.note(AttemptView {
                at_ms: delivery.changed_ms,
                duration_ms,
                status,
                detail: detail.clone(),
                answer,
            });
            if verdict == Verdict::Offline {
                delivery.attempts -= 1;
            }
            delivery.state = state;
            delivery.changed_ms = wall_ms as i64;
            delivery.next_attempt_ms = next;
        });
        if next.is_none() {
            self.lanes[at].open.retain(|open| open != id);
            // The counts tell of anomalies; a test is in the log.
            if !is_test || state == DeliveryState::Failed {
                self.lanes[at].count(state);
            }
        }
        if matches!(state, DeliveryState::Delivered | DeliveryState::Sent) {
            self.taken.push_back(id.to_owned());
            if self.taken.len() > LOGGED
                && let Some(oldest) = self.taken.pop_front()
            {
                self.deliveries.remove(&oldest);
            }
        }
    }

    /// Sends given-up messages again, all of them without ids; gives how many.
    pub(crate) fn resend(&mut self, ids: &[String], wall_ms: f64) -> usize {
        let dead = self.dead(ids);
        for id in &dead {
            let Some(key) = self.deliveries.get(id).map(|delivery| delivery.lane.clone()) else { continue };
            let at = self.lane_at(&key);
            self.lanes[at].open.push_back(id.clone());
            self.lanes[at].dead = self.lanes[at].dead.saturating_sub(1);
            self.change(id, |delivery| {
                delivery.state = DeliveryState::Waiting;
                delivery.first_attempt_ms = None;
                delivery.next_attempt_ms = Some(wall_ms as i64);
                delivery.changed_ms = wall_ms as i64;
            });
        }
        dead.len()
    }

    /// Throws given-up messages away, all of them without ids; gives their ids.
    pub(crate) fn discard(&mut self, ids: &[String]) -> Vec<String> {
        let dead = self.dead(ids);
        for id in &dead {
            if let Some(delivery) = self.deliveries.remove(id) {
                let at = self.lane_at(&delivery.lane);
                self.lanes[at].dead = self.lanes[at].dead.saturating_sub(1);
                self.journal.delete_delivery(&delivery.lane, id);
            }
        }
        dead
    }

    fn dead(&self, ids: &[String]) -> Vec<String> {
        let mut dead: Vec<&Delivery> = self
            .deliveries
            .values()
            .filter(|one| {
                one.state == DeliveryState::Failed && (ids.is_empty() || ids.contains(&one.message.id))
            })
            .collect();
        dead.sort_by_key(|delivery| delivery.order);
        dead.into_iter().map(|delivery| delivery.message.id.clone()).collect()
    }

    /// The given-up messages, one JSON object a line, oldest first. They hold no secrets.
    pub(crate) fn dead_letters(&self) -> String {
        self.dead(&[]).iter().filter_map(|id| self.deliveries.get(id)).map(Delivery::as_json_line).collect()
    }

    /// The deliveries that changed since the last call, oldest first, but not more than a frame takes.
    pub(crate) fn take_changes(&mut self) -> Vec<DeliveryView> {
        let mut views = Vec::new();
        while views.len() < CHANGES
            && let Some(id) = self.changed.pop_front()
        {
            if let Some(delivery) = self.deliveries.get_mut(&id) {
                delivery.changed = false;
                views.push(delivery.view());
            }
        }
        views
    }

    /// Whether [`Self::take_changes`] has more to tell.
    pub(crate) fn has_changes(&self) -> bool {
        !self.changed.is_empty()
    }

    /// A lane as the page shows it.
    pub(crate) fn lane_view(&self, key: &LaneKey) -> LaneView {
        let Some(lane) = self.lane(key) else { return LaneView::default() };
        LaneView {
            waiting: lane.open.len() as u32,
            delivered: lane.delivered,
            sent: lane.sent,
            dead: lane.dead,
            stopped: lane.stopped.clone(),
            next_attempt_ms: lane.open.front().and_then(|id| self.deliveries.get(id)?.next_attempt_ms),
        }
    }

    /// A delivery's request as it would be made now, with secrets hidden, and its attempts.
    pub(crate) fn request_view(&self, id: &str, wall_ms: f64) -> Option<RequestView> {
        let delivery = self.deliveries.get(id)?;
        let lane = self.lane(&delivery.lane);
        let spec = lane
            .and_then(|lane| lane.spec.clone())
            .unwrap_or_else(|| DestinationSpec::of(&delivery.message.stream));
        let connection = lane.and_then(|lane| lane.connection.clone()).unwrap_or_default();
        let shown = shown_request(
            &spec,
            &connection,
            &delivery.message,
            Attempt { number: delivery.attempts.max(1), wall_ms },
        );
        Some(RequestView {
            attempts: delivery.log.clone(),
            is_dead: delivery.state == DeliveryState::Failed,
            ..shown
        })
    }

    /// Messages, connections and what was held, as they were written down. Damaged records are counted and left alone. Gives the
    /// number of messages that are on their way again.
    pub(crate) fn restore(&mut self, records: &[(String, Vec<u8>)], wall_ms: f64) -> usize {
        let (mut restored, mut held) = (Vec::new(), Vec::new());
        for (key, bytes) in records {
            match journal::read(key, bytes) {
                Some(journal::Record::Lane(stored)) => {
                    let journal::StoredLane { key, spec, connection } = *stored;
                    let at = self.lane_at(&key);
                    let lane = &mut self.lanes[at];
                    if lane.connection.is_none() && lane.stopped.is_none() {
                        lane.spec = Some(spec);
                        lane.connection = Some(connection);
                        self.connections_changed = true;
                    }
                }
                Some(journal::Record::Delivery(delivery)) => {
                    if self.leads(&delivery.lane.lab) && !self.deliveries.contains_key(&delivery.message.id) {
                        restored.push(*delivery);
                    }
                }
                Some(journal::Record::Held(stored)) => held.push(*stored),
                // The objects' own list takes it.
                Some(journal::Record::Object(_)) => {}
                None => self.journal.unreadable += 1,
            }
        }
        for stored in held {
            if self.leads(&stored.lane.lab) {
                restored.extend(self.told(stored, wall_ms));
            }
        }
        restored.sort_by_key(|delivery| (delivery.message.made_ms, delivery.order));
        let mut open = 0;
        for mut delivery in restored {
            let id = delivery.message.id.clone();
            delivery.changed = true;
            let at = self.lane_at(&delivery.lane);
            let longest = self.lanes[at].spec.as_ref().map_or(60_000, |spec| spec.retry.longest_wait_ms);
            delivery.wake(wall_ms, f64::from(longest));
            delivery.order = self.next_order;
            self.next_order += 1;
            if delivery.state == DeliveryState::Failed {
                self.lanes[at].dead += 1;
            } else {
                open += 1;
                self.lanes[at].open.push_back(id.clone());
            }
            self.changed.push_back(id.clone());
            self.deliveries.insert(id, delivery);
        }
        open
    }

    /// Rows that a session held when it ended, as a message. Restored twice, it is the same one.
    fn told(&mut self, stored: journal::StoredHeld, wall_ms: f64) -> Option<Delivery> {
        let journal::StoredHeld { lane: key, id, held } = stored;
        let at = self.lane_at(&key);
        let spec = self.lanes[at].spec.clone()?;
        if self.deliveries.contains_key(&id) {
            return None;
        }
        let origin = Origin { id: &id, lab: &key.lab, test: false, made_ms: wall_ms as i64, link: "" };
        let message = Message::new(&spec, held.group(), &origin);
        let mut delivery = Delivery::new(key.clone(), spec.title(), 0, message, wall_ms);
        self.journal.delete_held(&key, &id);
        delivery.ticket = self.journal.put_delivery(&delivery);
        Some(delivery)
    }

    /// What is to be written down, and the ticket to report it under.
    pub(crate) fn take_writes(&mut self) -> Option<(u64, Vec<Write>)> {
        self.journal.take_writes()
    }
}

/// A request with all secrets hidden.
pub(crate) fn shown_request(
    spec: &DestinationSpec,
    connection: &Connection,
    message: &Message,
    attempt: Attempt,
) -> RequestView {
    let redacted = connection.redacted(&spec.preset.facts());
    match request(spec, &redacted, message, attempt) {
        Ok(request) => RequestView {
            id: request.id,
            target: if request.is_notification {
                "A notification of this browser".to_owned()
            } else {
                format!("{} {}", request.method, request.url)
            },
            headers: request.headers,
            body: request.body,
            ..RequestView::default()
        },
        Err(problem) => RequestView {
            id: message.id.clone(),
            target: redacted_url(&connection.url),
            body: problem.message,
            ..RequestView::default()
        },
    }
}

#[cfg(test)]
mod tests;
