//! Errors and warnings beside the field they belong to.

use leptos::prelude::*;
use rillcut_lab::{Fix, protocol::Problem};

use crate::words::words;

/// A list of problems with place, code and hint; `go` is called with the bytes of a place that was clicked, `mend` with the change that
/// undoes a mistake.
#[component]
pub(crate) fn Problems(
    #[prop(into)] problems: Signal<Vec<Problem>>,
    #[prop(optional, into)] go: Option<Callback<(u32, u32)>>,
    #[prop(optional, into)] mend: Option<Callback<Fix>>,
) -> impl IntoView {
    let item = move |problem: Problem| {
        let (start, end) = (problem.start, problem.end);
        let place = (problem.line > 0).then(|| format!("{}:{}", problem.line, problem.column));
        let place = place.map(|place| match go {
            Some(go) => view! {
                <button type="button" class="place" on:click=move |_| go.run((start, end))>{place}</button>
            }
            .into_any(),
            None => view! { <span class="place">{place}</span> }.into_any(),
        });
        let mend = mend.zip(problem.fix).map(|(mend, fix)| {
            view! {
                <button type="button" class="small mend edits" on:click=move |_| mend.run((*fix).clone())>{words().common.mend}</button>
            }
        });
        view! {
            <li class="problem" class:is-warning=!problem.is_error>
                <p>
                    {place}
                    <strong>{if problem.is_error { words().common.error } else { words().common.warning }}</strong>
                    <code>{problem.code}</code>
                    <span lang="en">{problem.message}</span>
                </p>
                {problem.hint.map(|hint| view! { <p class="hint" lang="en">{hint}</p> })}
                {mend}
            </li>
        }
    };
    view! {
        // Around the list, which would be none with another role; polite, since it changes while one types.
        <div role="status" hidden=move || problems.with(Vec::is_empty)>
            <ul class="problems">{move || problems.get().into_iter().map(item).collect_view()}</ul>
        </div>
    }
}
