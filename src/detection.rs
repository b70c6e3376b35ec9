//! The pane "Detection": how unusual each window was, and what left the lab for it.
//!
//! The chart shows what the forest saw and what it said; the threshold only marks the chart, while the program's own `WHERE` decides
//! which rows leave. Both are shown because finding the first is how one chooses the second.

mod anomalies;
pub(crate) mod calm;
mod chart;
mod forest;
mod judgement;
mod span;
mod threshold;
mod uplot;

use leptos::prelude::*;
use rillcut_lab::protocol::LabView;

use self::{anomalies::Anomalies, chart::Chart, forest::Forest, judgement::Stretch, threshold::Threshold};
use crate::model::use_model;

/// The pane.
#[component]
pub(crate) fn Detection() -> impl IntoView {
    let model = use_model();
    let of_lab =
        Memo::new(move |_| model.lab.with(|lab| lab.as_ref().map_or(2.0, |lab| lab.lab.detection.threshold)));
    // What is shown: the lab's, or where the line is being dragged to.
    let threshold = RwSignal::new(of_lab.get_untracked());
    Effect::new(move |_| threshold.set(of_lab.get()));
    let stretches =
        Memo::new(move |_| model.lab.with(|lab| lab.as_ref().map_or_else(Vec::new, |lab| stretches_of(lab))));
    view! {
        <section class="pane" id="detection" aria-labelledby="detection-title">
            <div class="row spread">
                <h2 id="detection-title">"Detection"</h2>
                <Forest/>
            </div>
            <div class="detection-body">
                <div class="detection-chart">
                    <Chart threshold stretches/>
                    <Threshold threshold stretches/>
                </div>
                <Anomalies stretches/>
            </div>
        </section>
    }
}

/// The lab's moments on its clock.
fn stretches_of(view: &LabView) -> Vec<Stretch> {
    let at = |seconds: f64| view.start_ms + (seconds * 1000.0) as i64;
    let stretch = |moment: &rillcut_lab::file::Moment| Stretch {
        name: moment.name.clone(),
        from_ms: at(moment.from),
        until_ms: at(moment.until),
        expected: moment.expect_anomaly,
    };
    view.lab.moments.iter().map(stretch).collect()
}
