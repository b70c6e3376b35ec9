//! A short field that says what is in force: what cannot be taken is taken back when it is left.

use leptos::{html, prelude::*};

/// A labelled field; `put` is called with what was typed once it is left or Enter is pressed.
#[component]
pub(super) fn Entry(
    #[prop(into)] label: Signal<String>,
    /// What is in force, as text.
    #[prop(into)]
    value: Signal<String>,
    put: Callback<String>,
    /// What the number counts.
    #[prop(optional)]
    unit: &'static str,
    /// What nothing means.
    #[prop(optional, into)]
    nothing: Signal<String>,
    /// Whether the field is as wide as a number.
    #[prop(optional)]
    narrow: bool,
    /// Whether the label is for screen readers, beside a heading that says it.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    let show = move || {
        if let Some(field) = field.get_untracked() {
            field.set_value(&value.get_untracked());
        }
    };
    Effect::new(move |_| {
        value.track();
        field.track();
        show();
    });
    view! {
        <label class="entry" class:is-narrow=narrow>
            <span class:sr-only=quiet>{move || label.get()}</span>
            <input
                node_ref=field
                autocomplete="off"
                spellcheck="false"
                placeholder=move || nothing.get()
                on:change=move |event| {
                    put.run(event_target_value(&event));
                    show();
                }
            />
            {(!unit.is_empty()).then(|| view! { <span class="unit">" "{unit}</span> })}
        </label>
    }
}
