//! A sender's planned times as fields, a row a span: what the track shows, to the tenth of a second.

use leptos::prelude::*;
use rillcut_lab::file::ActiveSpan;

use super::{
    entry::Entry,
    timeline::{begun, ended, instant, removed, seconds},
};
use crate::{ui::format::rate, words::words};

/// The rows.
#[component]
pub(super) fn SpanFields(
    active: Memo<Vec<ActiveSpan>>,
    put: Callback<Vec<ActiveSpan>>,
    chosen: RwSignal<Option<usize>>,
    /// The sender's own rate.
    base: Signal<f64>,
) -> impl IntoView {
    let count = Memo::new(move |_| active.with(Vec::len));
    let (common, words) = (&words().common, &words().senders.plan);
    view! {
        <div class="table spans" hidden=move || count.get() == 0>
            <table>
                <caption class="sr-only">{words.table}</caption>
                <thead>
                    <tr>
                        <th scope="col"><span class="sr-only">{words.span_column}</span></th>
                        <th scope="col">{words.from}</th>
                        <th scope="col">{words.to}</th>
                        <th scope="col">{words.rate}</th>
                        <th scope="col">{words.rate_to}</th>
                        <th scope="col"><span class="sr-only">{common.remove}</span></th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || 0..count.get() key=|at| *at children=move |at| view! { <Row at active put chosen base/> }/>
                </tbody>
            </table>
        </div>
    }
}

/// One row.
#[component]
fn Row(
    at: usize,
    active: Memo<Vec<ActiveSpan>>,
    put: Callback<Vec<ActiveSpan>>,
    chosen: RwSignal<Option<usize>>,
    base: Signal<f64>,
) -> impl IntoView {
    let text = move |part: fn(&ActiveSpan) -> Option<f64>, write: fn(f64) -> String| {
        Memo::new(move |_| active.with(|spans| spans.get(at).and_then(part).map_or_else(String::new, write)))
    };
    let edit = move |change: &dyn Fn(&mut Vec<ActiveSpan>)| {
        let mut spans = active.get_untracked();
        if at < spans.len() {
            change(&mut spans);
            put.run(spans);
        }
    };
    let words = &words().senders.plan;
    let number = (at + 1).to_string();
    let [begins, ends, has, rises] = words.fields.map(|field| field(&number));
    let plain = |number: f64| number.to_string();
    let set_from = Callback::new(move |text: String| {
        if let Some(from) = seconds(&text) {
            edit(&|spans| begun(spans, at, from));
        }
    });
    let set_until = Callback::new(move |text: String| match seconds(&text) {
        Some(until) => edit(&|spans| ended(spans, at, Some(until))),
        None if text.trim().is_empty() => edit(&|spans| ended(spans, at, None)),
        None => {}
    });
    let set_rate = Callback::new(move |text: String| match text.trim().parse() {
        Ok(rate) => edit(&|spans| spans[at].rate = Some(rate)),
        Err(_) if text.trim().is_empty() => edit(&|spans| spans[at].rate = None),
        Err(_) => {}
    });
    let set_ramp = Callback::new(move |text: String| match text.trim().parse() {
        Ok(rate) => edit(&|spans| {
            // A ramp has an end.
            let span = &mut spans[at];
            span.until = span.until.or(Some(span.from + 60.0));
            span.rate_to = Some(rate);
        }),
        Err(_) if text.trim().is_empty() => edit(&|spans| spans[at].rate_to = None),
        Err(_) => {}
    });
    let nothing = Signal::stored;
    view! {
        <tr class:is-chosen=move || chosen.get() == Some(at) on:focusin=move |_| chosen.set(Some(at))>
            <th scope="row">{at + 1}</th>
            <td><Entry quiet=true label=begins value=text(|span| Some(span.from), instant) put=set_from/></td>
            <td>
                <Entry
                    quiet=true
                    label=ends
                    value=text(|span| span.until, instant)
                    put=set_until
                    nothing=nothing(words.no_end.to_owned())
                />
            </td>
            <td>
                <Entry
                    quiet=true
                    label=has
                    value=text(|span| span.rate, plain)
                    put=set_rate
                    nothing=Signal::derive(move || rate(base.get()))
                />
            </td>
            <td>
                <Entry
                    quiet=true
                    label=rises
                    value=text(|span| span.rate_to, plain)
                    put=set_ramp
                    nothing=nothing(words.same.to_owned())
                />
            </td>
            <td>
                <button
                    type="button"
                    class="quiet small"
                    aria-label=(words.remove)(&number)
                    on:click=move |_| edit(&|spans| removed(spans, at))
                >
                    "×"
                </button>
            </td>
        </tr>
    }
}
