//! The tabs that choose a pane on a narrow screen.

use leptos::prelude::*;

use crate::{
    address::{Part, address},
    words::words,
};

/// A pane of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pane {
    Generator,
    Analytics,
    Detection,
    Destination,
}

impl Pane {
    pub(crate) const ALL: [Self; 4] = [Self::Generator, Self::Analytics, Self::Detection, Self::Destination];

    /// The id of its section; also what `data-pane` says.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Generator => "generator",
            Self::Analytics => "analytics",
            Self::Detection => "detection",
            Self::Destination => "destination",
        }
    }

    /// Whether the address leaves something of it.
    pub(crate) fn is_shown(self) -> bool {
        let shows = |part| address().shows(part);
        match self {
            Self::Generator => shows(Part::Generator),
            Self::Analytics => shows(Part::Sql) || shows(Part::Stream),
            Self::Detection => shows(Part::Chart),
            Self::Destination => shows(Part::Destination),
        }
    }

    /// The first that is shown.
    pub(crate) fn first() -> Self {
        Self::ALL.into_iter().find(|pane| pane.is_shown()).unwrap_or(Self::Generator)
    }

    /// Its heading.
    pub(crate) fn title(self) -> &'static str {
        let words = &words().common;
        match self {
            Self::Generator => words.generator,
            Self::Analytics => words.analytics,
            Self::Detection => words.detection,
            Self::Destination => words.destination,
        }
    }
}

/// Links to the panes; hidden where all panes show.
#[component]
pub(crate) fn PaneTabs(pane: RwSignal<Pane>) -> impl IntoView {
    view! {
        <nav class="pane-tabs" aria-label=words().common.panes>
            {Pane::ALL
                .into_iter()
                .filter(|pane| pane.is_shown())
                .map(|one| {
                    view! {
                        <button
                            type="button"
                            aria-current=move || (pane.get() == one).then_some("true")
                            on:click=move |_| pane.set(one)
                        >
                            {one.title()}
                        </button>
                    }
                })
                .collect_view()}
        </nav>
    }
}
