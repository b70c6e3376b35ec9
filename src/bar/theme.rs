//! Light, dark, or as the system has it.
//!
//! Remembered where the browser allows it; else the system's is taken each time.

use leptos::prelude::*;

use crate::{
    ui::{address, storage},
    words::words,
};

const KEY: &str = "rillcut.theme";

/// A theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Theme {
    System,
    Light,
    Dark,
}

impl Theme {
    /// As it is remembered, and as the document and addresses write it.
    fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// What the button says.
    fn said(self) -> &'static str {
        words().bar.themes[self as usize]
    }

    fn of_name(name: &str) -> Self {
        match name {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }

    fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }

    /// What a `?theme=` in the address says, else what was remembered.
    pub(crate) fn at_start() -> Self {
        address::query("theme")
            .or_else(|| storage::read(KEY))
            .map_or(Self::System, |name| Self::of_name(&name))
    }
}

/// A button that goes through the themes.
#[component]
pub(super) fn ThemeChoice() -> impl IntoView {
    let theme: RwSignal<Theme> = expect_context();
    Effect::new(move |_| {
        if let Some(root) = document().document_element() {
            let set = match theme.get() {
                Theme::System => root.remove_attribute("data-theme"),
                chosen => root.set_attribute("data-theme", chosen.name()),
            };
            // The attribute's name is well-formed, so neither call can fail.
            let _infallible = set;
        }
    });
    let choose = move |_| {
        theme.update(|theme| *theme = theme.next());
        storage::write(KEY, theme.get_untracked().name());
    };
    view! {
        <button
            type="button"
            class="quiet"
            aria-label=move || theme.get().said()
            title=move || theme.get().said()
            on:click=choose
        >
            <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
                <circle cx="12" cy="12" r="8"></circle>
                <path class="icon-fill" d="M12 4a8 8 0 0 1 0 16z"></path>
            </svg>
        </button>
    }
}
