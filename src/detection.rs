//! The pane "Detection": how unusual each window was, why, and what left the lab for it.
//!
//! The chart shows what the forest saw and what it said; the threshold only marks the chart, while the program's own `WHERE` decides
//! which rows leave. Both are shown because finding the first is how one chooses the second, and one click leads from it to the other.

mod anomalies;
pub(crate) mod calm;
mod chart;
mod forest;
mod judgement;
mod lines;
mod look;
mod offer;
mod reading;
mod span;
mod table;
mod threshold;
mod tools;
pub(crate) mod track;
mod uplot;
mod why;

use std::time::Duration;

use leptos::prelude::*;
use rillcut_lab::protocol::LabView;

use self::{
    anomalies::Anomalies,
    calm::calm,
    chart::Chart,
    forest::Forest,
    judgement::{By, Judgement, Stretch, judge, window_ms},
    look::Look,
    threshold::Threshold,
    why::Why,
};
use crate::{
    address::Part,
    model::Model,
    ui::{share::Share, tabs::Pane},
};

/// Shortest time between two countings as windows come; a moved threshold is counted at once.
const PACE: Duration = Duration::from_millis(200);

/// Provides what outlives a screen: what the reader has chosen to see.
pub(crate) fn provide(model: Model) {
    let stretches =
        Memo::new(move |_| model.lab.with(|lab| lab.as_ref().map_or_else(Vec::new, |lab| stretches_of(lab))));
    provide_context(Look::new(model, stretches));
}

/// The pane.
#[component]
pub(crate) fn Detection() -> impl IntoView {
    let look: Look = expect_context();
    let pace = calm(PACE, move || {
        look.scored().chart.version();
    });
    let judgement = Memo::new(move |_| {
        pace.track();
        judged(look)
    });
    view! {
        <section class="pane" id="detection" aria-labelledby="detection-title">
            <div class="row pane-head">
                <h2 id="detection-title">{Pane::Detection.title()}</h2>
                <Forest/>
                <Share part=Part::Chart title=Pane::Detection.title()/>
            </div>
            <div class="detection-body">
                <div class="detection-chart">
                    <Chart look judgement/>
                    <Threshold look judgement/>
                </div>
                <div class="detection-rows">
                    <Why look/>
                    <Anomalies look/>
                </div>
            </div>
        </section>
    }
}

/// What the threshold, or the grade, makes of the run: marks of all of it, moments of what is kept.
fn judged(look: Look) -> Judgement {
    let (by, threshold) = (look.by.get(), look.threshold.get());
    let kept = look.scored().chart.with_untracked(|points| {
        look.stretches.with(|stretches| {
            judge(points.iter(), |point| by.marks(point, threshold), stretches, window_ms(points.iter()))
        })
    });
    look.scored().scores.with_untracked(|scores| {
        let above = match by {
            By::Score => scores.above(threshold),
            By::Grade => scores.graded,
        };
        Judgement { scored: scores.scored(), above, ..kept }
    })
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
