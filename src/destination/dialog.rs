//! A delivery's request in full, and each of its attempts.

use leptos::{html, prelude::*};
use rillcut_lab::protocol::{AttemptView, Command, RequestView};

use super::{json::pretty, log::wall_clock};
use crate::{
    model::use_model,
    ui::{dialog::show_when, take},
    words::words,
};

/// The dialog; it opens when the engine has answered.
#[component]
pub(super) fn RequestDialog() -> impl IntoView {
    let model = use_model();
    let dialog = NodeRef::<html::Dialog>::new();
    show_when(dialog, move || model.request.with(Option::is_some));
    let resend = move |_| {
        if let Some(request) = model.request.get_untracked() {
            model.send(Command::Resend { ids: vec![request.id] });
        }
        if let Some(dialog) = dialog.get() {
            dialog.close();
        }
    };
    let w = &words().destination.request;
    view! {
        <dialog
            class="dialog request"
            node_ref=dialog
            aria-labelledby="request-title"
            on:close=move |_| model.request.set(None)
        >
            <h2 id="request-title">{w.title}</h2>
            {move || model.request.get().map(|request| view! { <Request request/> })}
            <form method="dialog" class="row">
                <button>{words().common.close}</button>
                <button
                    type="button"
                    class="primary edits"
                    hidden=move || !model.request.with(|request| request.as_ref().is_some_and(|it| it.is_dead))
                    on:click=resend
                >
                    {w.resend}
                </button>
            </form>
        </dialog>
    }
}

#[component]
fn Request(request: RequestView) -> impl IntoView {
    let copied = RwSignal::new(false);
    let body = request.body.clone();
    // In some frames the clipboard is forbidden; then the text can still be selected.
    let copy = move |_| take::copy(body.clone(), move |done| copied.set(done));
    let header = |(name, value): (String, String)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    let attempt = |attempt: AttemptView| {
        view! {
            <li>
                <span class="mono">{wall_clock(attempt.at_ms)}</span>
                <span class="muted">{format!("{} ms", attempt.duration_ms)}</span>
                <span lang="en">{attempt.detail}</span>
                {(!attempt.answer.trim().is_empty()).then(|| view! { <pre class="answer">{attempt.answer}</pre> })}
            </li>
        }
    };
    let w = &words().destination.request;
    let has_attempts = !request.attempts.is_empty();
    view! {
        <p class="mono request-target">{request.target}</p>
        <p class="muted">{(w.delivery)(&request.id)}</p>
        <h3 hidden=!has_attempts>{w.attempts}</h3>
        <ol class="attempts">{request.attempts.into_iter().map(attempt).collect_view()}</ol>
        <h3>{w.headers}</h3>
        <dl class="request-headers mono">{request.headers.into_iter().map(header).collect_view()}</dl>
        <div class="row spread">
            <h3>{w.body}</h3>
            <button type="button" class="quiet" on:click=copy>
                {move || if copied.get() { w.copied } else { w.copy }}
            </button>
        </div>
        <pre class="request-body" tabindex="0" role="region" aria-label=w.body>{pretty(&request.body)}</pre>
    }
}
