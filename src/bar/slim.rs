//! The bar over a few panels of the page: the clock, what moves it, and the way to the whole page.

use leptos::prelude::*;

use super::{clock::Clock, controls::Controls, speed::SpeedChoice};
use crate::{
    address::{Part, address},
    model::use_model,
    ui::share::{Hash, here, linked},
    words::words,
};

/// The bar.
#[component]
pub(crate) fn SlimBar() -> impl IntoView {
    let model = use_model();
    // What has been changed here goes along.
    let hash = linked(model, || true);
    let address_of_page = move || match hash.get() {
        Hash::Of(hash) => here("", &hash),
        Hash::Unknown | Hash::TooLarge => here("", &window().location().hash().unwrap_or_default()),
    };
    view! {
        <header class="bar is-slim">
            <div class="bar-brand">
                <h1 class="sr-only">"Rillcut"</h1>
                <Clock/>
            </div>
            {address()
                .shows(Part::Controls)
                .then(|| {
                    view! {
                        <Controls/>
                        <SpeedChoice/>
                    }
                })}
            <a class="bar-open" href=address_of_page target="_blank" rel="noopener" title=words().address.open_title>
                {words().address.open}
            </a>
        </header>
    }
}
