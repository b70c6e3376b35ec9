//! Fields of the pane's forms.

use leptos::prelude::*;

/// A label over a line of text. `hidden` keeps what is typed from onlookers.
pub(super) fn text_field(
    id: &'static str,
    label: impl Fn() -> String + Send + 'static,
    example: impl Fn() -> String + Send + 'static,
    is_secret: impl Fn() -> bool + Send + 'static,
    value: impl Fn() -> String + Send + 'static,
    change: impl Fn(String) + 'static,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                id=id
                type=move || if is_secret() { "password" } else { "text" }
                placeholder=example
                autocomplete="off"
                spellcheck="false"
                prop:value=value
                on:input=move |event| change(event_target_value(&event))
            />
        </div>
    }
}

/// A label over a number.
pub(super) fn number_field(
    id: &'static str,
    label: &'static str,
    unit: &'static str,
    value: impl Fn() -> Option<f64> + Send + 'static,
    change: impl Fn(Option<f64>) + 'static,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <span class="with-unit">
                <input
                    id=id
                    type="number"
                    min="0"
                    step="any"
                    prop:value=move || value().map(|number| number.to_string()).unwrap_or_default()
                    on:change=move |event| change(event_target_value(&event).trim().parse().ok())
                />
                <span class="muted">{unit}</span>
            </span>
        </div>
    }
}

/// A label over a choice; `options` are values with what they are called.
pub(super) fn choice_field(
    id: &'static str,
    label: &'static str,
    options: impl Fn() -> Vec<(String, String)> + Send + 'static,
    value: impl Fn() -> String + Copy + Send + Sync + 'static,
    change: impl Fn(String) + 'static,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select id=id on:change=move |event| change(event_target_value(&event))>
                {move || {
                    options()
                        .into_iter()
                        .map(|(key, text)| {
                            let chosen = key == value();
                            view! { <option value=key selected=chosen>{text}</option> }
                        })
                        .collect_view()
                }}
            </select>
        </div>
    }
}

/// A box to tick.
pub(super) fn tick_field(
    id: &'static str,
    label: &'static str,
    value: impl Fn() -> bool + Send + 'static,
    change: impl Fn(bool) + 'static,
) -> impl IntoView {
    view! {
        <div class="tick">
            <input id=id type="checkbox" prop:checked=value on:change=move |event| change(event_target_checked(&event))/>
            <label for=id>{label}</label>
        </div>
    }
}
