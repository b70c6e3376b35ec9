//! How far the forest is: filling, or scoring.

use leptos::prelude::*;

use crate::model::use_model;

/// A progress bar until the forest scores, then one line.
#[component]
pub(super) fn Forest() -> impl IntoView {
    let model = use_model();
    let forest = Memo::new(move |_| model.frame.with(|frame| frame.forest.clone()));
    move || {
        forest.get().map_or_else(
            || {
                view! { <p class="muted">"The program has no Random Cut Forest: nothing is scored"</p> }.into_any()
            },
            |forest| {
                let sample = u64::from(forest.sample);
                if forest.seen >= sample {
                    return view! {
                        <p class="badge is-good">{format!("Scoring, {} trees of {}", forest.trees, forest.sample)}</p>
                    }
                    .into_any();
                }
                view! {
                    <p class="forest-fill">
                        <label for="forest-fill">
                            {format!("The forest has seen {} of the {sample} windows it needs", forest.seen)}
                        </label>
                        <progress id="forest-fill" max=sample.to_string() value=forest.seen.to_string()></progress>
                    </p>
                }
                .into_any()
            },
        )
    }
}
