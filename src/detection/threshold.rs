//! The threshold as a number, and what it would have done so far.

use std::time::Duration;

use leptos::prelude::*;
use rillcut_lab::protocol::{Command, Edit};

use super::{
    calm::calm,
    judgement::{Stretch, judge, window_ms},
};
use crate::model::use_model;

/// Shortest time between two countings as windows come; a moved threshold is counted at once.
const PACE: Duration = Duration::from_millis(100);

/// The number field beside the line in the chart.
#[component]
pub(super) fn Threshold(threshold: RwSignal<f64>, stretches: Memo<Vec<Stretch>>) -> impl IntoView {
    let model = use_model();
    let pace = calm(PACE, move || {
        model.chart.version();
    });
    let judgement = Memo::new(move |_| {
        pace.track();
        model.chart.with_untracked(|points| {
            stretches
                .with(|stretches| judge(points.iter(), threshold.get(), stretches, window_ms(points.iter())))
        })
    });
    let set = move |event| match event_target_value(&event).trim().parse::<f64>() {
        Ok(score) if score.is_finite() && score >= 0.0 => {
            threshold.set(score);
            model.send(Command::Edit(Edit::SetThreshold(score)));
        }
        // Not a score: the field shows the one in force again.
        _ => threshold.update(|_| ()),
    };
    view! {
        <div class="threshold">
            <label for="threshold">"Threshold"</label>
            <input
                id="threshold"
                type="number"
                min="0"
                step="0.1"
                prop:value=move || format!("{}", (threshold.get() * 1000.0).round() / 1000.0)
                aria-describedby="threshold-does"
                on:change=set
            />
            <p class="threshold-says">
                <strong>{move || judgement.get().alerts()}</strong>
                {move || judgement.get().hits().map(|hits| view! { <span class="muted">" — " {hits}</span> })}
            </p>
            <p id="threshold-does" class="threshold-does">
                "It marks windows on the chart; which rows leave the lab is decided by the WHERE of the program"
            </p>
        </div>
    }
}
