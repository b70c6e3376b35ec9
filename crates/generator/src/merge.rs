//! Many senders as one flow of records, in the order they are due.
//!
//! The senders that have something due wait in a heap, so that a record costs the logarithm of the number of senders at most, and a
//! thousand slow senders cost what their records cost. Looking at all of them for every record was the first version.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::batch::Batch;
use crate::sender::{Emitted, Sender};

/// Appends the records of several senders in the order they are due, at most `limit`; of records due in the same
/// millisecond those of the first sender come first. The order does not depend on the slicing, as long as the limits
/// are not reached in different places.
pub fn emit_merged(senders: &mut [Sender], to_ms: i64, limit: usize, batch: &mut Batch) -> Emitted {
    let due = |sender: &Sender| sender.next_due().filter(|&due| due < to_ms);
    let waiting = senders.iter().enumerate().filter_map(|(at, sender)| Some(Reverse((due(sender)?, at))));
    let mut heap: BinaryHeap<_> = waiting.collect();
    let mut records = 0;
    while let Some(Reverse((_, first))) = heap.pop() {
        // It may go on until another one is due: earlier senders go first in the same millisecond, later ones wait.
        let until =
            heap.peek().map_or(
                to_ms,
                |&Reverse((due, other))| {
                    if other < first { due } else { due.saturating_add(1).min(to_ms) }
                },
            );
        let emitted = senders[first].emit_until(until, limit - records, batch);
        records += emitted.records;
        if emitted.more {
            return Emitted { records, more: true };
        }
        if let Some(next) = due(&senders[first]) {
            heap.push(Reverse((next, first)));
        }
    }
    for sender in senders {
        sender.end_time(to_ms);
    }
    Emitted { records, more: false }
}
