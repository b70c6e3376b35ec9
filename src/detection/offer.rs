//! The way from the chart's threshold into the program: the changed line, to be applied by the reader.

use leptos::prelude::*;
use rillcut_lab::protocol::{Command, Edit, ThresholdOffer};

use super::look::Look;
use crate::{model::Offered, words::words};

/// A button, and once it was pressed the program's line before and after.
#[component]
pub(super) fn Offer(look: Look) -> impl IntoView {
    let model = look.model();
    // The offer stands for the threshold that it was asked for.
    Effect::new(move |_| {
        look.threshold.track();
        model.lab.track();
        look.scored().offered.set(None);
    });
    let w = &words().detection.threshold;
    let line = Memo::new(move |_| model.lab.with(|lab| lab.as_ref().and_then(|lab| lab.line)));
    let has_forest =
        Memo::new(move |_| model.lab.with(|lab| lab.as_ref().is_some_and(|lab| !lab.scored.is_empty())));
    let differs = move || line.get() != Some(look.threshold.get());
    let says = move || match line.get() {
        Some(line) => (w.program_line)(line),
        None => w.no_line.to_owned(),
    };
    view! {
        <div class="threshold-sql">
            <p id="threshold-does" class="threshold-does">{says}</p>
            <button
                type="button"
                class="edits"
                hidden=move || !has_forest.get() || !differs()
                on:click=move |_| model.send(Command::OfferThreshold(look.threshold.get_untracked()))
            >
                {move || (w.put)(look.threshold.get())}
            </button>
            <div role="status" class="offer-place">
                {move || look.scored().offered.get().map(|offer| match offer {
                    Offered::Line(offer) => view! { <Change look offer/> }.into_any(),
                    Offered::NoPlace => view! {
                        <p class="muted">
                            {(w.no_place)(look.threshold.get_untracked())}
                        </p>
                    }.into_any(),
                })}
            </div>
        </div>
    }
}

#[component]
fn Change(look: Look, offer: ThresholdOffer) -> impl IntoView {
    let model = look.model();
    let w = &words().detection.threshold;
    let ThresholdOffer { line, old, new, sql, .. } = offer;
    let apply = move |_| model.send(Command::Edit(Edit::SetSql(sql.clone())));
    view! {
        <div class="offer">
            <p>{(w.line)(line)}</p>
            <pre class="offer-lines">
                {old.map(|old| view! { <del>{old}</del>"\n" })}
                <ins>{new}</ins>
            </pre>
            <p class="muted">{w.anew}</p>
            <div class="row">
                <button type="button" class="primary" on:click=apply>{w.apply}</button>
                <button type="button" on:click=move |_| look.scored().offered.set(None)>{w.leave}</button>
            </div>
        </div>
    }
}
