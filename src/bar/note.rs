//! What the address of the page asked for and did not get, and that the lab is only shown.

use leptos::prelude::*;

use rillcut_lab::protocol::ProblemSource;

use crate::{
    address::{Named, Part, Refused, address, is_readonly},
    embed,
    model::{Model, use_model},
    ui::problems::Problems,
    words::words,
};

/// The notes; empty where there is nothing to say.
#[component]
pub(crate) fn AddressNote() -> impl IntoView {
    let model = use_model();
    let asked = address();
    let waits =
        asked.autorun && !asked.may_run(embed::is_framed()) && matches!(asked.lab, Some(Named::Link(_)));
    let seen_first = move || waits && model.frame.with(|frame| frame.clock_ms) <= start(model);
    let line = |refused: Refused| {
        let words = &words().address;
        let name = refused.parameter.name();
        view! { <li>{(words.refused)(name, &refused.value, words.takes[refused.parameter as usize])}</li> }
    };
    let words = &words().address;
    view! {
        {(asked.is_view() || !asked.shows(Part::Bar)).then(|| view! { <LabProblems/> })}
        {is_readonly().then(|| view! { <p class="notice">{words.readonly}</p> })}
        <p class="notice" role="status" hidden=move || !seen_first()>{words.seen_first}</p>
        <div class="undo address-note" role="status" hidden=move || model.unread.with(Vec::is_empty)>
            <ul>{move || model.unread.get().into_iter().map(line).collect_view()}</ul>
            <button type="button" class="quiet" aria-label=words.dismiss on:click=move |_| model.unread.set(Vec::new())>"×"</button>
        </div>
    }
}

/// What was refused of a lab, where there is no menu to say it.
#[component]
fn LabProblems() -> impl IntoView {
    let model = use_model();
    let refused = Signal::derive(move || model.problems(&ProblemSource::Lab));
    view! {
        <div class="undo address-problems" hidden=move || refused.with(Vec::is_empty)>
            <Problems problems=refused/>
            <button
                type="button"
                class="quiet"
                aria-label=words().address.dismiss
                on:click=move |_| model.forget_problems(&ProblemSource::Lab)
            >
                "×"
            </button>
        </div>
    }
}

/// Start of the lab's clock; none has begun where there is no lab.
fn start(model: Model) -> i64 {
    model.lab.with(|view| view.as_ref().map_or(i64::MAX, |view| view.start_ms))
}
