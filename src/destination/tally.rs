//! How many messages came to what.

use rillcut_lab::protocol::{DeliveryState, DeliveryView};

use crate::ui::format::count;

/// Messages by how they ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tally {
    pub(super) messages: u64,
    pub(super) delivered: u64,
    pub(super) failed: u64,
}

impl Tally {
    /// Counts deliveries, tests left out: they tell of no anomaly.
    pub(super) fn of<'a>(deliveries: impl Iterator<Item = &'a DeliveryView>) -> Self {
        let mut tally = Self::default();
        for delivery in deliveries.filter(|delivery| !is_test(delivery)) {
            tally.messages += 1;
            tally.delivered += u64::from(delivery.state == DeliveryState::Delivered);
            tally.failed += u64::from(delivery.state == DeliveryState::Failed);
        }
        tally
    }

    /// `17 anomalies → 2 messages: 1 delivered, 1 waiting`.
    pub(super) fn sentence(self, anomalies: u64, waiting: u32, refused: u64) -> String {
        let mut ends = Vec::new();
        if self.delivered > 0 {
            ends.push(format!("{} delivered", count(self.delivered)));
        }
        if waiting > 0 {
            ends.push(format!("{} waiting", count(u64::from(waiting))));
        }
        if self.failed > 0 {
            ends.push(format!("{} given up", count(self.failed)));
        }
        if refused > 0 {
            ends.push(format!("{} refused, the outbox was full", count(refused)));
        }
        let head = format!(
            "{} → {}",
            some(anomalies, "anomaly", "anomalies"),
            some(self.messages, "message", "messages")
        );
        if ends.is_empty() { head } else { format!("{head}: {}", ends.join(", ")) }
    }
}

fn some(number: u64, one: &str, more: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { more })
}

/// Whether a delivery is a test's: its id says so.
pub(super) fn is_test(delivery: &DeliveryView) -> bool {
    delivery.id.starts_with("test-")
}

/// How a state is called and looks.
pub(super) fn state(state: DeliveryState) -> (&'static str, &'static str) {
    match state {
        DeliveryState::Waiting => ("Waiting", "badge"),
        DeliveryState::Sending => ("Sending", "badge is-accent"),
        DeliveryState::Delivered => ("Delivered", "badge is-good"),
        DeliveryState::Retrying => ("Retrying", "badge is-warn"),
        DeliveryState::Failed => ("Given up", "badge is-bad"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delivery(id: &str, state: DeliveryState) -> DeliveryView {
        DeliveryView { id: id.to_owned(), state, ..DeliveryView::default() }
    }

    #[test]
    fn says_what_became_of_messages() {
        let deliveries = [
            delivery("a-1-0", DeliveryState::Delivered),
            delivery("test-a-1", DeliveryState::Delivered),
            delivery("a-1-1", DeliveryState::Failed),
            delivery("a-1-2", DeliveryState::Retrying),
        ];
        let tally = Tally::of(deliveries.iter());
        assert_eq!(tally, Tally { messages: 3, delivered: 1, failed: 1 });
        assert_eq!(
            tally.sentence(17, 1, 2),
            "17 anomalies → 3 messages: 1 delivered, 1 waiting, 1 given up, 2 refused, the outbox was full"
        );
        assert_eq!(Tally::default().sentence(1, 0, 0), "1 anomaly → 0 messages");
    }
}
