//! How far the forest is: filling, or scoring.

use leptos::prelude::*;

use crate::{model::use_model, words::words};

/// A progress bar until the forest scores, then one line.
#[component]
pub(super) fn Forest() -> impl IntoView {
    let model = use_model();
    let w = &words().detection.forest;
    let forest = Memo::new(move |_| model.frame.with(|frame| frame.forest.clone()));
    move || {
        forest.get().map_or_else(
            || {
                view! { <p class="muted">{w.none}</p> }.into_any()
            },
            |forest| {
                let sample = u64::from(forest.sample);
                if forest.seen >= sample {
                    return view! {
                        <p class="badge is-good">{(w.scores)(forest.trees, forest.sample)}</p>
                    }
                    .into_any();
                }
                view! {
                    <p class="forest-fill">
                        <label for="forest-fill">
                            {(w.fills)(forest.seen, sample)}
                        </label>
                        <progress id="forest-fill" max=sample.to_string() value=forest.seen.to_string()></progress>
                    </p>
                }
                .into_any()
            },
        )
    }
}
