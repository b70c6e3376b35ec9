//! Rows a second of the lab's clock, over the last moments.

use std::collections::VecDeque;

use leptos::prelude::*;

use crate::model::Model;

/// Wall time over which rates are taken: long enough to be read, short enough to follow a burst.
const FRAMES: usize = 60;

/// Rates of every stream, and of all senders.
#[derive(Clone, Copy)]
pub(super) struct Rates {
    streams: RwSignal<Vec<f64>>,
    sent: RwSignal<f64>,
}

/// Totals at an instant of the lab's clock.
struct Totals {
    clock_ms: i64,
    sent: u64,
    streams: Vec<u64>,
}

impl Rates {
    /// Rates that follow the model's frames.
    pub(super) fn watch(model: Model) -> Self {
        let rates = Self { streams: RwSignal::new(Vec::new()), sent: RwSignal::new(0.0) };
        let history = StoredValue::new(VecDeque::<Totals>::new());
        Effect::new(move |_| {
            let now = model.frame.with(|frame| Totals {
                clock_ms: frame.clock_ms,
                sent: frame.senders.iter().map(|sender| sender.records).sum(),
                streams: frame.streams.iter().map(|stream| stream.rows).collect(),
            });
            history.update_value(|history| {
                let restarted = history.back().is_some_and(|last| {
                    last.clock_ms > now.clock_ms
                        || last.sent > now.sent
                        || last.streams.len() != now.streams.len()
                });
                if restarted {
                    history.clear();
                }
                history.push_back(now);
                if history.len() > FRAMES {
                    history.pop_front();
                }
                let (Some(first), Some(last)) = (history.front(), history.back()) else { return };
                let seconds = (last.clock_ms - first.clock_ms) as f64 / 1000.0;
                let rate = |from: u64, to: u64| {
                    if seconds > 0.0 { to.saturating_sub(from) as f64 / seconds } else { 0.0 }
                };
                let streams =
                    first.streams.iter().zip(&last.streams).map(|(&from, &to)| rate(from, to)).collect();
                rates.streams.set(streams);
                rates.sent.set(rate(first.sent, last.sent));
            });
        });
        rates
    }

    /// Rows a second of a stream.
    pub(super) fn of_stream(self, at: usize) -> f64 {
        self.streams.with(|rates| rates.get(at).copied().unwrap_or(0.0))
    }

    /// Records a second of all senders.
    pub(super) fn sent(self) -> f64 {
        self.sent.get()
    }
}
