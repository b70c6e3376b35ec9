//! How many rows came to how many messages, and what became of them, in words.

use rillcut_lab::protocol::{DeliveryState, DestinationStatus};

use crate::ui::format::{clock, count};

/// `17 anomalies → 2 messages: 1 delivered, 1 waiting`.
pub(super) fn sentence(status: &DestinationStatus) -> String {
    let (flood, lane) = (&status.flood, &status.lane);
    let parts = [
        (lane.delivered, "delivered"),
        (lane.sent, "sent, answer hidden"),
        (u64::from(lane.waiting), "waiting"),
        (lane.dead, "given up"),
    ];
    let ends: Vec<String> = parts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| format!("{} {what}", count(*number)))
        .collect();
    let head = format!(
        "{} → {}",
        some(flood.rows, "anomaly", "anomalies"),
        some(flood.messages, "message", "messages")
    );
    if ends.is_empty() { head } else { format!("{head}: {}", ends.join(", ")) }
}

/// Where the rows are that are in no message.
pub(super) fn asides(status: &DestinationStatus) -> String {
    let flood = &status.flood;
    let mut parts = Vec::new();
    if flood.held > 0 {
        let until = status.held_until_ms.map(|at| format!(" until {} of the lab", clock(at)));
        parts.push(format!("{} held for the next message{}", count(flood.held), until.unwrap_or_default()));
    }
    for (number, what) in [
        (flood.below, "below the score"),
        (flood.brief, "over too soon"),
        (flood.silenced, "in silence"),
        (flood.replayed, "from time run as fast as possible, told to nobody"),
        (flood.elsewhere, "left to another tab"),
    ] {
        if number > 0 {
            parts.push(format!("{} {what}", count(number)));
        }
    }
    parts.join(" · ")
}

fn some(number: u64, one: &str, more: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { more })
}

/// How a state is called and looks.
pub(super) fn state(state: DeliveryState) -> (&'static str, &'static str) {
    match state {
        DeliveryState::Waiting => ("Waiting", "badge"),
        DeliveryState::Sending => ("Sending", "badge is-accent"),
        DeliveryState::Delivered => ("Delivered", "badge is-good"),
        DeliveryState::Sent => ("Sent", "badge is-warn"),
        DeliveryState::Retrying => ("Retrying", "badge is-warn"),
        DeliveryState::Failed => ("Given up", "badge is-bad"),
    }
}

#[cfg(test)]
mod tests {
    use rillcut_lab::protocol::{FloodCounts, LaneView};

    use super::*;

    #[test]
    fn says_what_became_of_rows_and_messages() {
        let status = DestinationStatus {
            flood: FloodCounts {
                rows: 17,
                messages: 2,
                told: 12,
                held: 3,
                silenced: 2,
                ..FloodCounts::default()
            },
            lane: LaneView { delivered: 1, waiting: 1, ..LaneView::default() },
            held_until_ms: Some(300_000),
            ..DestinationStatus::default()
        };
        assert_eq!(sentence(&status), "17 anomalies → 2 messages: 1 delivered, 1 waiting");
        assert_eq!(asides(&status), "3 held for the next message until 00:05:00 of the lab · 2 in silence");
        assert_eq!(sentence(&DestinationStatus::default()), "0 anomalies → 0 messages");
    }
}
