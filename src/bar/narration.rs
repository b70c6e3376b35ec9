//! One sentence about what is happening.

use leptos::prelude::*;

use crate::model::use_model;

/// The sentence, which the engine says in English. It is read out when it changes, which a screen reader does at its own pace.
#[component]
pub(crate) fn Narration() -> impl IntoView {
    let model = use_model();
    let sentence = Memo::new(move |_| model.frame.with(|frame| frame.narration.clone()));
    view! {
        <p class="narration" role="status" aria-live="polite" lang="en">
            {move || sentence.get()}
        </p>
    }
}
