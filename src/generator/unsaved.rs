//! What is being written in the generator and is not in the lab yet.
//!
//! It stands above the screen, which is drawn anew in another language: what was typed stays.

use leptos::prelude::*;

use super::drafts::Drafts;

/// Texts that the lab does not have.
#[derive(Clone, Copy)]
pub(crate) struct Unsaved {
    pub(super) templates: RwSignal<Drafts>,
    /// The text of the schema where it was changed.
    pub(super) schema: RwSignal<Option<String>>,
}

impl Unsaved {
    /// Nothing written yet.
    pub(crate) fn new() -> Self {
        Self { templates: RwSignal::new(Drafts::default()), schema: RwSignal::new(None) }
    }
}
