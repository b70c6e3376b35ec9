//! Light, dark, or as the system has it.
//!
//! Remembered where the browser allows it; else the system's is taken each time.

use leptos::prelude::*;

use crate::{address::address, ui::storage, words::words};

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

    /// The theme of that name; `auto` is the system's, as addresses and messages write it.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        match name {
            "light" => Some(Self::Light),
            "dark" => Some(Self::Dark),
            "system" | "auto" => Some(Self::System),
            _ => None,
        }
    }

    fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }

    /// Shows the page in it.
    pub(crate) fn show(self) {
        if let Some(root) = document().document_element() {
            let set = match self {
                Self::System => root.remove_attribute("data-theme"),
                chosen => root.set_attribute("data-theme", chosen.name()),
            };
            // The attribute's name is well-formed, so neither call can fail.
            let _infallible = set;
        }
    }

    /// What a `?theme=` in the address says, else what was remembered.
    pub(crate) fn at_start() -> Self {
        let remembered = || Self::of_name(&storage::read(KEY)?);
        address().theme.or_else(remembered).unwrap_or(Self::System)
    }
}

/// A button that goes through the themes.
#[component]
pub(super) fn ThemeChoice() -> impl IntoView {
    let theme: RwSignal<Theme> = expect_context();
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
