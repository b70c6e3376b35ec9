//! The bar on top: what this is, the clock, and everything that moves it; theme and lab files at its end.

mod clock;
mod controls;
mod flink;
mod keys;
mod labs;
mod language;
mod lost;
mod menu;
mod narration;
mod note;
mod replay;
mod scrubber;
mod slim;
mod speed;
mod theme;
mod update;

use leptos::prelude::*;

use crate::address::{Part, address};
pub(crate) use labs::{KeptLab, UndoNote, replace};
pub(crate) use lost::Lost;
pub(crate) use narration::Narration;
pub(crate) use note::AddressNote;
pub(crate) use replay::ReplayProgress;
pub(crate) use scrubber::Scrubber;
pub(crate) use slim::SlimBar;
pub(crate) use theme::Theme;
pub(crate) use update::UpdateNote;

/// The bar.
#[component]
pub(crate) fn Bar() -> impl IntoView {
    view! {
        <header class="bar">
            <div class="bar-brand">
                <svg class="bar-logo" viewBox="0 0 24 24" aria-hidden="true">
                    <path d="M3 7c4-4 6 4 10 0s6 0 8-1"></path>
                    <path d="M3 13c4-4 6 4 10 0s6 0 8-1"></path>
                    <path d="M14 3 9 21"></path>
                </svg>
                <h1>"Rillcut"</h1>
                <clock::Clock/>
            </div>
            {address()
                .shows(Part::Controls)
                .then(|| {
                    view! {
                        <controls::Controls/>
                        <speed::SpeedChoice/>
                    }
                })}
            <div class="bar-end">
                <controls::Seed/>
                <language::LanguageChoice/>
                <theme::ThemeChoice/>
                <menu::Menu/>
            </div>
        </header>
    }
}
