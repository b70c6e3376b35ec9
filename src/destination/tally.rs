//! How many rows came to how many messages, and what became of them, in words.

use rillcut_lab::protocol::{DeliveryState, DestinationStatus};

use crate::{ui::format::clock, words::words};

/// `17 anomalies → 2 messages: 1 delivered, 1 waiting`.
pub(super) fn sentence(status: &DestinationStatus) -> String {
    let w = &words().destination.tally;
    let (flood, lane) = (&status.flood, &status.lane);
    let parts = [
        (lane.delivered, w.delivered),
        (lane.sent, w.hidden),
        (u64::from(lane.waiting), w.waiting),
        (lane.dead, w.given_up),
    ];
    let there = parts.into_iter().filter(|(number, _)| *number > 0);
    let ends: Vec<String> = there.map(|(number, what)| (w.part)(number, what)).collect();
    let head = (w.head)(flood.rows, flood.messages);
    if ends.is_empty() { head } else { [&head, ": ", &ends.join(w.and)].concat() }
}

/// Where the rows are that are in no message.
pub(super) fn asides(status: &DestinationStatus) -> String {
    let w = &words().destination.tally;
    let flood = &status.flood;
    let mut parts = Vec::new();
    if flood.held > 0 {
        let until = status.held_until_ms.map(|at| (w.held_until)(&clock(at)));
        parts.push((w.part)(flood.held, w.held) + &until.unwrap_or_default());
    }
    for (number, what) in [
        (flood.below, w.below),
        (flood.brief, w.brief),
        (flood.silenced, w.silenced),
        (flood.replayed, w.replayed),
        (flood.elsewhere, w.elsewhere),
    ] {
        if number > 0 {
            parts.push((w.part)(number, what));
        }
    }
    parts.join(" · ")
}

/// How a state is called and looks.
pub(super) fn state(state: DeliveryState) -> (&'static str, &'static str) {
    let w = &words().destination.tally;
    match state {
        DeliveryState::Waiting => (w.is_waiting, "badge"),
        DeliveryState::Sending => (w.is_sending, "badge is-accent"),
        DeliveryState::Delivered => (w.is_delivered, "badge is-good"),
        DeliveryState::Sent => (w.is_sent, "badge is-warn"),
        DeliveryState::Retrying => (w.is_retrying, "badge is-warn"),
        DeliveryState::Failed => (w.is_given_up, "badge is-bad"),
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
