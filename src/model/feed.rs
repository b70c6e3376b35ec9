//! Many items behind one signal.

use std::collections::VecDeque;

use leptos::prelude::*;

/// The newest items of something that flows, oldest first. Reading it subscribes to its version.
pub(crate) struct Feed<T: Send + Sync + 'static> {
    items: StoredValue<VecDeque<T>>,
    version: RwSignal<u64>,
    capacity: usize,
}

impl<T: Send + Sync + 'static> Clone for Feed<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Feed<T> {}

impl<T: Send + Sync + 'static> Feed<T> {
    /// An empty feed that keeps so many items.
    pub(crate) fn new(capacity: usize) -> Self {
        Self { items: StoredValue::new(VecDeque::new()), version: RwSignal::new(0), capacity }
    }

    /// Looks at the items, and again whenever they change.
    pub(crate) fn with<R>(self, look: impl FnOnce(&VecDeque<T>) -> R) -> R {
        self.version.track();
        self.items.with_value(look)
    }

    /// Looks at the items once.
    pub(crate) fn with_untracked<R>(self, look: impl FnOnce(&VecDeque<T>) -> R) -> R {
        self.items.with_value(look)
    }

    /// The number that changes with the items.
    pub(crate) fn version(self) -> u64 {
        self.version.get()
    }

    pub(crate) fn clear(self) {
        if self.items.with_value(|items| !items.is_empty()) {
            self.items.update_value(VecDeque::clear);
            self.changed();
        }
    }

    /// Adds newer items and lets the oldest go.
    pub(crate) fn extend(self, new: impl IntoIterator<Item = T>) {
        let mut added = false;
        self.items.update_value(|items| {
            for item in new {
                added = true;
                if items.len() == self.capacity {
                    items.pop_front();
                }
                items.push_back(item);
            }
        });
        if added {
            self.changed();
        }
    }

    /// Drops items.
    pub(crate) fn retain(self, keep: impl Fn(&T) -> bool) {
        self.items.update_value(|items| items.retain(|item| keep(item)));
        self.changed();
    }

    /// Puts newer states of items in their places, and adds items that are new.
    pub(crate) fn replace(self, new: Vec<T>, same: impl Fn(&T, &T) -> bool) {
        let mut fresh = Vec::new();
        let mut replaced = false;
        self.items.update_value(|items| {
            for item in new {
                match items.iter_mut().rev().find(|known| same(known, &item)) {
                    Some(known) => {
                        *known = item;
                        replaced = true;
                    }
                    None => fresh.push(item),
                }
            }
        });
        if replaced && fresh.is_empty() {
            self.changed();
        }
        self.extend(fresh);
    }

    fn changed(self) {
        self.version.update(|version| *version += 1);
    }
}
