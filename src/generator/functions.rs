//! What a template may say: the functions that most templates are made of, ready to be put in at the caret.

use leptos::prelude::*;

/// Examples as they are put into a template, and what they give.
const EXAMPLES: [(&str, &str); 8] = [
    ("{{random.number({\"min\": 1, \"max\": 100})}}", "a whole number"),
    ("{{random.arrayElement([\"Click\", \"Impression\"])}}", "one of a list"),
    (
        "{{random.weightedArrayElement({\"weights\": [80, 20], \"data\": [\"Impression\", \"Click\"]})}}",
        "one of a list, some more often",
    ),
    ("{{random.uuid}}", "an identifier"),
    ("{{date.now(\"YYYY-MM-DDTHH:mm:ss.SSS\")}}", "the time of the lab"),
    ("{{date.utc(\"x\")}}", "the time in milliseconds since 1970"),
    ("{{internet.ip}}", "an IP address"),
    ("{{name.firstName}} {{name.lastName}}", "a person's name"),
];

/// The list; `put` is called with the example that was chosen.
#[component]
pub(super) fn Functions(put: Callback<&'static str>) -> impl IntoView {
    let item = move |(example, gives): (&'static str, &'static str)| {
        view! {
            <li>
                <button type="button" class="function" title="Put in at the caret" on:click=move |_| put.run(example)>
                    <code>{example}</code>
                </button>
                <span class="muted">{gives}</span>
            </li>
        }
    };
    view! {
        <details class="fold">
            <summary>"What a template may say"</summary>
            <p class="muted function-note">"Any text is a record; each record draws these anew"</p>
            <ul class="functions">{EXAMPLES.map(item).collect_view()}</ul>
        </details>
    }
}
