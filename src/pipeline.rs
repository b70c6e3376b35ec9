//! The picture of the way of a record: generator, source, streams, destination.

use leptos::prelude::*;

/// The picture.
#[component]
pub(crate) fn Pipeline() -> impl IntoView {
    view! { <section class="pipeline" aria-label="Pipeline"></section> }
}
