//! Many senders as one flow of records, in the order they are due.
//!
//! The senders that have something due wait in a heap, so that a record costs the logarithm of the number of senders at most, and a
//! thousand slow senders cost what their records cost. Looking at all of them for every record was the first version; the second took a sender
//! out of the heap and put it back, two walks where one that sinks from the top is enough: the sender at work is held outside. Instant and
//! position are one number, which compares at once and lets a thousand senders wait in 8 KB.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, binary_heap::PeekMut};

use crate::batch::Batch;
use crate::sender::{Emitted, Sender};

/// Bits of a key for the position of a sender; the rest is milliseconds.
const POSITION: u32 = 24;
/// A merge looks this far at a time, in milliseconds: 34 years.
const HORIZON: i64 = 1 << (64 - POSITION);

/// Appends the records of several senders in the order they are due, at most `limit`; of records due in the same
/// millisecond those of the first sender come first. The order does not depend on the slicing, as long as the limits
/// are not reached in different places.
pub fn emit_merged(senders: &mut [Sender], to_ms: i64, limit: usize, batch: &mut Batch) -> Emitted {
    let mut records = 0;
    loop {
        let due = |sender: &Sender| sender.next_due().filter(|&due| due < to_ms);
        let waiting = senders.iter().enumerate().filter_map(|(at, sender)| Some((due(sender)?, at)));
        let waiting: Vec<(i64, usize)> = waiting.collect();
        let Some(base) = waiting.iter().map(|&(due, _)| due).min() else { break };
        let until = to_ms.min(base.saturating_add(HORIZON));
        let part = emit_from(senders, &waiting, base, until, limit - records, batch);
        records += part.records;
        if part.more {
            // All that is due before the next record is taken: a change made now cannot reach behind it, jitter or not.
            let bound = senders.iter().filter_map(Sender::next_due).min().unwrap_or(to_ms).min(to_ms);
            end_time(senders, bound);
            return Emitted { records, more: true };
        }
        if until == to_ms {
            break;
        }
    }
    end_time(senders, to_ms);
    Emitted { records, more: false }
}

/// The records due from `base` to before `to_ms`, which is within the horizon; `waiting` are the senders that have some, and when.
fn emit_from(
    senders: &mut [Sender],
    waiting: &[(i64, usize)],
    base: i64,
    to_ms: i64,
    limit: usize,
    batch: &mut Batch,
) -> Emitted {
    let key =
        |due: i64, at: usize| (due < to_ms).then(|| Reverse(due.abs_diff(base) << POSITION | at as u64));
    let position = |key: u64| (key & ((1 << POSITION) - 1)) as usize;
    let mut heap: BinaryHeap<_> = waiting.iter().filter_map(|&(due, at)| key(due, at)).collect();
    let mut current = heap.pop();
    let mut records = 0;
    while let Some(Reverse(first)) = current {
        let at = position(first);
        let Some(sender) = senders.get_mut(at) else { break };
        // It may go on until another one is due: earlier senders go first in the same millisecond, later ones wait.
        let until = heap.peek().map_or(to_ms, |&Reverse(next)| {
            let due = base.saturating_add_unsigned(next >> POSITION);
            if position(next) < at { due } else { due.saturating_add(1).min(to_ms) }
        });
        let emitted = sender.draw_until(until, limit - records, batch);
        records += emitted.records;
        if emitted.more {
            return Emitted { records, more: true };
        }
        let next = sender.next_due().and_then(|due| key(due, at));
        // The one that is first in the heap is due before `next`, or this sender would have gone on.
        current = match (heap.peek_mut(), next) {
            (Some(mut top), Some(next)) => Some(std::mem::replace(&mut *top, next)),
            (Some(top), None) => Some(PeekMut::pop(top)),
            (None, next) => next,
        };
    }
    Emitted { records, more: false }
}

fn end_time(senders: &mut [Sender], ms: i64) {
    for sender in senders {
        sender.end_time(ms);
    }
}
