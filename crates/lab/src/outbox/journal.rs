//! What the outbox wants written down, and what has been.
//!
//! The store itself is the shell's: IndexedDB in a browser, a map in a test. It takes [writes](Write) in their order, a whole batch or
//! nothing of it, and reports by ticket; a message is sent only when the write that holds it has been reported. Where the store fails, the outbox goes on from memory and
//! says so: an alarm that might be lost with the tab is better than one that is not sent.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{delivery::Delivery, lane::LaneKey};
use crate::{
    destination::{connection::Connection, spec::DestinationSpec},
    flood::Held,
    protocol::{ObjectView, Storage},
};

/// Form of the records; another one is not read.
const VERSION: u8 = 1;
/// Writes that may wait for the batch before them; with more the lab waits, too.
const BACKLOG: usize = 500;

/// A change of the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// Puts a record in place of the one of that key.
    Put {
        /// Key.
        key: String,
        /// Record.
        bytes: Vec<u8>,
    },
    /// Removes a record, if it is there.
    Delete {
        /// Key.
        key: String,
    },
}

/// A record that was read.
#[derive(Debug)]
pub(crate) enum Record {
    /// A destination that was connected.
    Lane(Box<StoredLane>),
    /// A message that is not taken.
    Delivery(Box<Delivery>),
    /// Rows that were held for a message to come.
    Held(Box<StoredHeld>),
    /// What is known of an object of a bucket.
    Object(Box<ObjectView>),
}

/// Rows that are held, under the id that their message gets if its session ends before it is due.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct StoredHeld {
    pub(super) lane: LaneKey,
    pub(super) id: String,
    pub(super) held: Held,
}

/// A destination and where it sends to.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct StoredLane {
    pub(super) key: LaneKey,
    pub(super) spec: DestinationSpec,
    pub(super) connection: Connection,
}

/// The journal.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    is_on: bool,
    /// Whether what is written outlives the tab.
    is_lasting: bool,
    /// Not taken yet; a later write of a key replaces an earlier one.
    waiting: BTreeMap<String, Option<Vec<u8>>>,
    /// Of the writes that are being gathered.
    ticket: u64,
    stored: u64,
    failed: Option<String>,
    /// Records that could not be read.
    pub(super) unreadable: u64,
}

impl Journal {
    /// There is a store: from now on nothing is sent that it does not hold.
    pub(crate) fn open(&mut self) {
        self.is_on = true;
        self.is_lasting = true;
        self.ticket = self.ticket.max(1);
    }

    /// The store is one of memory, for want of a better one.
    pub(crate) fn forgets(&mut self) {
        self.is_lasting = false;
    }

    /// The store does not work, or no longer.
    pub(crate) fn fail(&mut self, reason: String) {
        self.failed = Some(reason);
    }

    /// Writes up to a ticket are in the store.
    pub(crate) fn stored(&mut self, ticket: u64) {
        self.stored = self.stored.max(ticket);
        self.failed = None;
    }

    pub(super) fn is_stored(&self, ticket: u64) -> bool {
        !self.is_on || self.failed.is_some() || ticket <= self.stored
    }

    /// Whether the store has fallen behind: what is waiting would be lost with the worker.
    pub(crate) fn is_behind(&self) -> bool {
        self.is_on && self.failed.is_none() && self.waiting.len() >= BACKLOG
    }

    pub(super) fn storage(&self) -> Storage {
        match (&self.failed, self.is_on && self.is_lasting) {
            (Some(reason), _) => Storage::Failed(reason.clone()),
            (None, true) => Storage::Kept { unreadable: self.unreadable },
            (None, false) => Storage::Memory,
        }
    }

    /// What is to be written, as one batch.
    pub(super) fn take_writes(&mut self) -> Option<(u64, Vec<Write>)> {
        if self.waiting.is_empty() {
            return None;
        }
        let ticket = self.ticket;
        self.ticket += 1;
        let writes = std::mem::take(&mut self.waiting).into_iter().map(|(key, bytes)| match bytes {
            Some(bytes) => Write::Put { key, bytes },
            None => Write::Delete { key },
        });
        Some((ticket, writes.collect()))
    }

    /// Puts octets as they are.
    pub(crate) fn put_octets(&mut self, key: String, bytes: Vec<u8>) {
        if self.is_on {
            self.waiting.insert(key, Some(bytes));
        }
    }

    pub(crate) fn put<T: Serialize>(&mut self, key: String, record: &T) -> u64 {
        // The types hold nothing that postcard refuses.
        if self.is_on
            && let Ok(bytes) = postcard::to_allocvec(&(VERSION, record))
        {
            self.waiting.insert(key, Some(bytes));
        }
        self.ticket
    }

    pub(crate) fn delete(&mut self, key: String) -> u64 {
        if self.is_on {
            self.waiting.insert(key, None);
        }
        self.ticket
    }

    pub(super) fn put_delivery(&mut self, delivery: &Delivery) -> u64 {
        self.put(delivery_key(&delivery.lane, &delivery.message.id), delivery)
    }

    pub(super) fn delete_delivery(&mut self, lane: &LaneKey, id: &str) -> u64 {
        self.delete(delivery_key(lane, id))
    }

    /// Keeps the rows that a destination holds, or forgets them.
    pub(crate) fn put_held(&mut self, lane: &LaneKey, id: &str, held: Option<&Held>) {
        let key = format!("held/{}/{id}", lane.lab);
        match held {
            Some(held) => {
                self.put(key, &StoredHeld { lane: lane.clone(), id: id.to_owned(), held: held.clone() })
            }
            None => self.delete(key),
        };
    }

    pub(super) fn delete_held(&mut self, lane: &LaneKey, id: &str) {
        self.delete(format!("held/{}/{id}", lane.lab));
    }

    pub(super) fn put_lane(&mut self, key: &LaneKey, spec: &DestinationSpec, connection: &Connection) -> u64 {
        let record = StoredLane { key: key.clone(), spec: spec.clone(), connection: connection.clone() };
        self.put(lane_key(key), &record)
    }

    pub(super) fn delete_lane(&mut self, key: &LaneKey) -> u64 {
        self.delete(lane_key(key))
    }
}

fn delivery_key(lane: &LaneKey, id: &str) -> String {
    format!("delivery/{}/{id}", lane.lab)
}

fn lane_key(key: &LaneKey) -> String {
    format!("connection/{}/{}", key.lab, key.destination)
}

/// Reads a record; `None` when it is damaged or of another version.
pub(crate) fn read(key: &str, bytes: &[u8]) -> Option<Record> {
    if key.starts_with("connection/") {
        let (version, lane) = postcard::from_bytes::<(u8, StoredLane)>(bytes).ok()?;
        return (version == VERSION).then(|| Record::Lane(Box::new(lane)));
    }
    if key.starts_with("object-meta/") {
        let (version, view) = postcard::from_bytes::<(u8, ObjectView)>(bytes).ok()?;
        return (version == VERSION).then(|| Record::Object(Box::new(view)));
    }
    if key.starts_with("held/") {
        let (version, held) = postcard::from_bytes::<(u8, StoredHeld)>(bytes).ok()?;
        return (version == VERSION).then(|| Record::Held(Box::new(held)));
    }
    let (version, delivery) = postcard::from_bytes::<(u8, Delivery)>(bytes).ok()?;
    (version == VERSION).then(|| Record::Delivery(Box::new(delivery)))
}

/// The labs of which records hold messages.
pub fn labs_of(records: &[(String, Vec<u8>)]) -> Vec<String> {
    let lab = |(key, bytes): &(String, Vec<u8>)| match read(key, bytes)? {
        Record::Delivery(delivery) => Some(delivery.lane.lab),
        Record::Held(held) => Some(held.lane.lab),
        Record::Lane(_) | Record::Object(_) => None,
    };
    let mut labs: Vec<String> = records.iter().filter_map(lab).collect();
    labs.sort();
    labs.dedup();
    labs
}
