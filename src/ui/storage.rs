//! What this browser remembers for the page: choices and labs, never secrets.
//!
//! In embedded frames storage often throws, and it may be full: then nothing is remembered, and the page works without.

use leptos::prelude::window;

/// What was written under that key.
pub(crate) fn read(key: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(key).ok().flatten()
}

/// Writes a text; false when the browser does not keep it.
pub(crate) fn write(key: &str, text: &str) -> bool {
    let storage = window().local_storage().ok().flatten();
    storage.is_some_and(|storage| storage.set_item(key, text).is_ok())
}
