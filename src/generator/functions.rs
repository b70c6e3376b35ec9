//! What a template may say: every function, searched, ready to be put in at the caret.

use leptos::{html, prelude::*};
use rillcut_lab::protocol::FunctionView;

use super::completion::want_catalogue;
use crate::{model::use_model, words::words};

/// The list; `put` is called with the call that was chosen.
#[component]
pub(super) fn Functions(put: Callback<String>) -> impl IntoView {
    let model = use_model();
    let sought = RwSignal::new(String::new());
    let fold = NodeRef::<html::Details>::new();
    let found = Memo::new(move |_| {
        let sought = sought.get().to_lowercase();
        let matches = |function: &&FunctionView| {
            let texts = [&function.name, &function.summary];
            sought.split_whitespace().all(|word| texts.iter().any(|text| text.to_lowercase().contains(word)))
        };
        model.catalogue.with(|catalogue| {
            catalogue.as_ref().map_or_else(Vec::new, |catalogue| {
                catalogue.functions.iter().filter(matches).cloned().collect::<Vec<_>>()
            })
        })
    });
    let words = &words().templates.functions;
    let item = move |function: FunctionView| {
        let example = function.example.clone();
        view! {
            <li>
                <button type="button" class="function" title=words.put on:click=move |_| put.run(example.clone())>
                    <code>{function.example}</code>
                </button>
                <span class="muted">
                    <span lang="en">{function.summary}</span>
                    {(!function.in_kdg).then(|| view! { <span class="badge">{words.not_in_kdg}</span> })}
                </span>
            </li>
        }
    };
    view! {
        <details
            class="fold"
            node_ref=fold
            on:toggle=move |_| {
                if fold.get_untracked().is_some_and(|fold| fold.open()) {
                    want_catalogue(model);
                }
            }
        >
            <summary>{words.title}</summary>
            <div class="function-search">
                <input
                    type="search"
                    aria-label=words.search
                    placeholder=words.search_for
                    prop:value=move || sought.get()
                    on:input=move |event| sought.set(event_target_value(&event))
                />
                <span class="muted note" role="status">{move || found.with(|found| (words.found)(found.len() as u64))}</span>
            </div>
            <ul class="functions" tabindex="0" aria-label=words.list>{move || found.get().into_iter().map(item).collect_view()}</ul>
        </details>
    }
}
