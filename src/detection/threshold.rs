//! The threshold as a number, and what it would have done so far.

use leptos::prelude::*;
use rillcut_lab::protocol::{Command, Edit};

use super::{
    judgement::{By, Judgement},
    look::Look,
    offer::Offer,
};
use crate::words::words;

/// The number field beside the line in the chart; by grade there is no line to set.
#[component]
pub(super) fn Threshold(look: Look, judgement: Memo<Judgement>) -> impl IntoView {
    let set = move |event| match event_target_value(&event).trim().parse::<f64>() {
        // Scores are counted by the hundredth.
        Ok(score) if score.is_finite() && score >= 0.0 => {
            let score = (score * 100.0).round() / 100.0;
            look.threshold.set(score);
            look.model().send(Command::Edit(Edit::SetThreshold(score)));
        }
        // Not a score: the field shows the one in force again.
        _ => look.threshold.update(|_| ()),
    };
    let w = &words().detection.threshold;
    let by_grade = move || look.by.get() == By::Grade;
    view! {
        <div class="threshold">
            <label for="threshold" hidden=by_grade>{w.label}</label>
            <input
                id="threshold"
                type="number"
                min="0"
                step="0.1"
                hidden=by_grade
                prop:value=move || format!("{}", (look.threshold.get() * 100.0).round() / 100.0)
                aria-describedby="threshold-does"
                on:change=set
            />
            <p class="threshold-says">
                <strong>{move || judgement.get().alerts()}</strong>
                {move || judgement.get().hits().map(|hits| view! { <span class="muted">" — " {hits}</span> })}
            </p>
            <div class="threshold-more" hidden=by_grade>
                <Offer look/>
            </div>
            <p class="threshold-more threshold-does" hidden=move || !by_grade()>
                {w.grade_says}
            </p>
        </div>
    }
}
