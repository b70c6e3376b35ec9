//! Deliveries on their way: written before they are sent, tried until they are taken or given up.
//!
//! A state machine without a clock or a network: the shell asks what is due, sends it, and says how it ended. Deliveries go out
//! one at a time in the order in which their rows came, so that a receiver sees the story in order; the price, that a dead
//! receiver holds up the rest until the first is given up, was preferred to alarms that overtake each other.
//!
//! Delivery is at-least-once: a request whose answer was lost is tried again under the same id, by which a receiver can tell.

use std::collections::VecDeque;

use rand::Rng;
use rand_xoshiro::{Xoshiro256PlusPlus, rand_core::SeedableRng};

use crate::protocol::{DeliveryState, DeliveryView, Outcome, WebhookSettings};

/// Deliveries kept; the oldest finished ones are dropped first.
pub(crate) const CAPACITY: usize = 2000;
/// Time a receiver has for its answer, milliseconds.
pub(crate) const TIMEOUT_MS: u32 = 10_000;
/// Attempts before a delivery is given up: about four minutes with the waits between them.
pub(crate) const MAX_ATTEMPTS: u32 = 9;
/// Upper end of the wait after the first failure, milliseconds; it doubles with each further one.
pub(crate) const BACKOFF_BASE_MS: f64 = 1000.0;
/// Longest wait, milliseconds.
pub(crate) const BACKOFF_CAP_MS: f64 = 60_000.0;

/// A request for the shell to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// The delivery's id, to report the outcome under.
    pub id: String,
    /// HTTP method.
    pub method: String,
    /// Address.
    pub url: String,
    /// Headers, content type included.
    pub headers: Vec<(String, String)>,
    /// Body, UTF-8.
    pub body: String,
    /// Abort after so many milliseconds.
    pub timeout_ms: u32,
}

#[derive(Debug)]
struct Delivery {
    view: DeliveryView,
    body: String,
    changed: bool,
}

impl Delivery {
    fn is_open(&self) -> bool {
        matches!(self.view.state, DeliveryState::Waiting | DeliveryState::Sending | DeliveryState::Retrying)
    }
}

/// The outbox of one destination.
#[derive(Debug)]
pub(crate) struct Outbox {
    settings: Option<WebhookSettings>,
    deliveries: VecDeque<Delivery>,
    refused: u64,
    rng: Xoshiro256PlusPlus,
}

impl Outbox {
    /// An empty outbox without a receiver. `seed` draws the jitter of the waits.
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            settings: None,
            deliveries: VecDeque::new(),
            refused: 0,
            rng: Xoshiro256PlusPlus::seed_from_u64(seed),
        }
    }

    /// The receiver, if there is one.
    pub(crate) fn settings(&self) -> Option<&WebhookSettings> {
        self.settings.as_ref()
    }

    /// Sets or removes the receiver. Open deliveries go to the new one; without one they wait.
    pub(crate) fn set_settings(&mut self, settings: Option<WebhookSettings>) {
        self.settings = settings;
    }

    /// Puts a message in. Without a receiver nothing is kept: nobody asked for it.
    pub(crate) fn put(&mut self, id: String, title: String, rowtime_ms: i64, body: String, wall_ms: f64) {
        if self.settings.is_none() {
            return;
        }
        if self.deliveries.len() >= CAPACITY && !self.drop_oldest_finished() {
            self.refused += 1;
            return;
        }
        let view = DeliveryView {
            id,
            title,
            rowtime_ms,
            changed_ms: wall_ms as i64,
            next_attempt_ms: Some(wall_ms as i64),
            ..DeliveryView::default()
        };
        self.deliveries.push_back(Delivery { view, body, changed: true });
    }

    fn drop_oldest_finished(&mut self) -> bool {
        let finished = self.deliveries.iter().position(|delivery| !delivery.is_open());
        finished.and_then(|at| self.deliveries.remove(at)).is_some()
    }

    /// Messages that found the outbox full.
    pub(crate) fn refused(&self) -> u64 {
        self.refused
    }

    /// Deliveries that are not finished.
    pub(crate) fn open(&self) -> usize {
        self.deliveries.iter().filter(|delivery| delivery.is_open()).count()
    }

    /// The next request, if one is due; it counts as being sent from now on.
    pub(crate) fn due(&mut self, wall_ms: f64) -> Option<HttpRequest> {
        let settings = self.settings.as_ref()?;
        let delivery = self.deliveries.iter_mut().find(|delivery| delivery.is_open())?;
        let ready = delivery.view.next_attempt_ms.is_some_and(|at| at as f64 <= wall_ms);
        if delivery.view.state == DeliveryState::Sending || !ready {
            return None;
        }
        delivery.view.state = DeliveryState::Sending;
        delivery.view.attempts += 1;
        delivery.view.changed_ms = wall_ms as i64;
        delivery.view.next_attempt_ms = None;
        delivery.changed = true;
        let mut headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        headers.retain(|(name, _)| !settings.headers.iter().any(|(own, _)| own.eq_ignore_ascii_case(name)));
        headers.extend(settings.headers.iter().cloned());
        Some(HttpRequest {
            id: delivery.view.id.clone(),
            method: settings.method.clone(),
            url: settings.url.clone(),
            headers,
            body: delivery.body.clone(),
            timeout_ms: TIMEOUT_MS,
        })
    }

    /// Wall clock of the next attempt, if one is waiting.
    pub(crate) fn next_attempt_ms(&self) -> Option<i64> {
        self.settings.as_ref()?;
        self.deliveries.iter().find(|delivery| delivery.is_open())?.view.next_attempt_ms
    }

    /// Takes note of how a request ended. An unknown id is ignored: its delivery was cleared meanwhile.
    pub(crate) fn outcome(&mut self, id: &str, outcome: &Outcome, duration_ms: u32, wall_ms: f64) {
        let Some(delivery) = self
            .deliveries
            .iter_mut()
            .find(|delivery| delivery.view.id == id && delivery.view.state == DeliveryState::Sending)
        else {
            return;
        };
        let view = &mut delivery.view;
        view.changed_ms = wall_ms as i64;
        view.duration_ms = Some(duration_ms);
        view.next_attempt_ms = None;
        delivery.changed = true;
        let (retry, least_wait_ms) = match outcome {
            Outcome::Status { status, retry_after } => {
                view.detail = format!("HTTP {status}");
                if (200..300).contains(status) {
                    view.state = DeliveryState::Delivered;
                    return;
                }
                let again = matches!(status, 408 | 425 | 429) || *status >= 500;
                (again, f64::from(retry_after.unwrap_or(0)) * 1000.0)
            }
            Outcome::TimedOut => {
                view.detail = format!("no answer within {} s", TIMEOUT_MS / 1000);
                (true, 0.0)
            }
            Outcome::Failed(reason) => {
                view.detail.clone_from(reason);
                (true, 0.0)
            }
        };
        if !retry || view.attempts >= MAX_ATTEMPTS {
            view.state = DeliveryState::Failed;
            return;
        }
        let ceiling = BACKOFF_CAP_MS.min(BACKOFF_BASE_MS * f64::from(1_u32 << (view.attempts - 1).min(30)));
        // Full jitter: many labs that failed together do not come back together.
        let wait_ms = (ceiling * unit(&mut self.rng)).max(least_wait_ms);
        view.state = DeliveryState::Retrying;
        view.next_attempt_ms = Some((wall_ms + wait_ms) as i64);
    }

    /// The deliveries that changed since the last call, oldest first.
    pub(crate) fn take_changes(&mut self) -> Vec<DeliveryView> {
        let changed = self.deliveries.iter_mut().filter(|delivery| delivery.changed);
        changed
            .map(|delivery| {
                delivery.changed = false;
                delivery.view.clone()
            })
            .collect()
    }

    /// Title, method and body of a delivery, for looking at it.
    pub(crate) fn body(&self, id: &str) -> Option<&str> {
        self.deliveries.iter().find(|delivery| delivery.view.id == id).map(|delivery| delivery.body.as_str())
    }
}

fn unit(rng: &mut Xoshiro256PlusPlus) -> f64 {
    (rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outbox() -> Outbox {
        let mut outbox = Outbox::new(7);
        outbox.set_settings(Some(WebhookSettings {
            url: "http://localhost:9/".to_owned(),
            method: "POST".to_owned(),
            headers: vec![("X-Team".to_owned(), "ads".to_owned())],
        }));
        outbox
    }

    fn put(outbox: &mut Outbox, id: &str) {
        outbox.put(id.to_owned(), "an anomaly".to_owned(), 0, "{}".to_owned(), 0.0);
    }

    fn states(outbox: &mut Outbox) -> Vec<DeliveryState> {
        outbox.take_changes().iter().map(|view| view.state).collect()
    }

    #[test]
    fn delivers_in_order_one_at_a_time() {
        let mut outbox = outbox();
        put(&mut outbox, "a");
        put(&mut outbox, "b");
        let first = outbox.due(0.0).unwrap();
        assert_eq!((first.id.as_str(), first.headers.len()), ("a", 2));
        assert_eq!(outbox.due(0.0), None, "b waits for a");
        outbox.outcome("a", &Outcome::Status { status: 204, retry_after: None }, 12, 20.0);
        assert_eq!(outbox.due(20.0).unwrap().id, "b");
        assert_eq!(states(&mut outbox), [DeliveryState::Delivered, DeliveryState::Sending]);
        assert!(states(&mut outbox).is_empty(), "changes are told once");
    }

    #[test]
    fn retries_with_growing_jittered_waits_then_gives_up() {
        let mut outbox = outbox();
        put(&mut outbox, "a");
        let mut wall = 0.0;
        for attempt in 1..=MAX_ATTEMPTS {
            assert_eq!(outbox.due(wall).unwrap().id, "a");
            outbox.outcome("a", &Outcome::TimedOut, TIMEOUT_MS, wall);
            let ceiling = BACKOFF_CAP_MS.min(BACKOFF_BASE_MS * f64::from(1 << (attempt - 1)));
            if attempt < MAX_ATTEMPTS {
                let next = outbox.next_attempt_ms().unwrap() as f64;
                assert!(next >= wall && next <= wall + ceiling, "attempt {attempt}: {next}");
                assert!(next as i64 == wall as i64 || outbox.due(next - 1.0).is_none());
                wall = next;
            }
        }
        assert_eq!(outbox.next_attempt_ms(), None);
        assert_eq!(outbox.open(), 0);
        assert_eq!(states(&mut outbox), [DeliveryState::Failed]);
    }

    #[test]
    fn retry_after_is_the_least_wait_and_a_refusal_is_final() {
        let mut outbox = outbox();
        put(&mut outbox, "a");
        assert!(outbox.due(0.0).is_some());
        outbox.outcome("a", &Outcome::Status { status: 429, retry_after: Some(30) }, 5, 0.0);
        assert!(outbox.next_attempt_ms().unwrap() >= 30_000);
        assert!(outbox.due(60_000.0).is_some());
        outbox.outcome("a", &Outcome::Status { status: 404, retry_after: None }, 5, 60_000.0);
        assert_eq!(states(&mut outbox), [DeliveryState::Failed]);
    }

    #[test]
    fn nothing_is_kept_without_a_receiver_and_a_full_outbox_says_so() {
        let mut silent = Outbox::new(1);
        put(&mut silent, "a");
        assert_eq!(silent.open(), 0);
        let mut outbox = outbox();
        for number in 0..CAPACITY + 3 {
            put(&mut outbox, &format!("d{number}"));
        }
        assert_eq!((outbox.refused(), outbox.open()), (3, CAPACITY));
        assert!(outbox.due(0.0).is_some());
        outbox.outcome("d0", &Outcome::Status { status: 200, retry_after: None }, 1, 1.0);
        put(&mut outbox, "again");
        assert_eq!((outbox.refused(), outbox.open()), (3, CAPACITY), "a finished one made room");
    }
}
