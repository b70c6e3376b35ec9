//! The streams of the application as tabs, and the chosen one's rows with what can be done to them.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "a view is a handful of handles, and components own their arguments"
)]

use leptos::prelude::*;
use rillcut_lab::protocol::{CauseView, Command, StreamRole, StreamView, TextForm};
use wasm_bindgen::JsCast;

use super::{
    detail::RowDialog,
    rows::{RowsTable, RowsView},
};
use crate::{
    address::Part,
    model::{Model, use_model},
    ui::{format::count, share::Share, take},
    words::words,
};

/// Tabs, tools and table.
#[component]
pub(super) fn Streams() -> impl IntoView {
    let model = use_model();
    let rows = RowsView::new(model);
    view! {
        <div class="streams">
            <Tabs/>
            <div id="stream-rows" class="stream-rows" role="tabpanel" aria-labelledby=move || rows.at().map(tab_id)>
                <Head rows/>
                <RowsTable rows/>
            </div>
            <RowDialog trail=rows.trail/>
        </div>
    }
}

fn tab_id(at: usize) -> String {
    format!("stream-tab-{at}")
}

/// The streams in the plan's order.
#[component]
fn Tabs() -> impl IntoView {
    let model = use_model();
    let streams = Memo::new(move |_| {
        model.lab.with(|view| view.as_ref().map_or_else(Vec::new, |view| view.streams.clone()))
    });
    let pressed = move |event: web_sys::KeyboardEvent| {
        let chosen = streams.with_untracked(|streams| {
            let at = model
                .watched
                .with_untracked(|name| streams.iter().position(|stream| stream.name == *name))?;
            let to = neighbour(&event.key(), at, streams.len())?;
            Some((to, streams[to].name.clone()))
        });
        if let Some((at, name)) = chosen {
            event.prevent_default();
            model.watch(&name);
            let tab = document().get_element_by_id(&tab_id(at));
            if let Some(tab) = tab.and_then(|tab| tab.dyn_into::<web_sys::HtmlElement>().ok()) {
                // It fails only for elements that cannot have the focus.
                let _focus = tab.focus();
            }
        }
    };
    let tab = move |(at, stream): (usize, StreamView)| view! { <Tab at stream/> };
    view! {
        <div class="stream-tabs" role="tablist" aria-label=words().analytics.streams.tabs on:keydown=pressed>
            {move || streams.get().into_iter().enumerate().map(tab).collect_view()}
        </div>
    }
}

#[component]
fn Tab(at: usize, stream: StreamView) -> impl IntoView {
    let model = use_model();
    let name = StoredValue::new(stream.name.clone());
    let chosen = Memo::new(move |_| model.watched.with(|watched| name.with_value(|name| watched == name)));
    let total = Memo::new(move |_| total(model, at));
    let fails = stream.role == StreamRole::Error;
    let warns = Memo::new(move |_| fails && total.get() > 0);
    let role = match stream.role {
        StreamRole::Source => Some(words().analytics.streams.source),
        StreamRole::Destination => Some(words().analytics.streams.destination),
        StreamRole::Application | StreamRole::Error => None,
    };
    view! {
        <button
            type="button"
            role="tab"
            id=tab_id(at)
            class="stream-tab"
            aria-controls="stream-rows"
            aria-selected=move || chosen.get().to_string()
            tabindex=move || if chosen.get() { "0" } else { "-1" }
            on:click=move |_| model.watch(&name.get_value())
        >
            <span class="stream-name">{stream.name}</span>
            {role.map(|role| view! { <span class="stream-role">{role}</span> })}
            <span class="badge" class:is-warn=move || warns.get()>{move || count(total.get())}</span>
        </button>
    }
}

/// Rows of a stream since the start of time.
pub(super) fn total(model: Model, at: usize) -> u64 {
    model.frame.with(|frame| frame.streams.get(at).map_or(0, |stream| stream.rows))
}

/// The tab that a key leads to.
fn neighbour(key: &str, at: usize, tabs: usize) -> Option<usize> {
    match key {
        "ArrowRight" | "ArrowDown" => Some((at + 1) % tabs),
        "ArrowLeft" | "ArrowUp" => Some((at + tabs - 1) % tabs),
        "Home" => Some(0),
        "End" => Some(tabs - 1),
        _ => None,
    }
}

/// Name, count, search, pause and copies.
#[component]
fn Head(rows: RowsView) -> impl IntoView {
    let w = &words().analytics.streams;
    let title = move || rows.name().map(|name| (w.title)(&name, rows.total()));
    let note = move || {
        rows.drawn.with(|drawn| {
            if rows.narrowed() {
                Some((w.matching)(drawn.matching, drawn.kept))
            } else {
                // The newest that is drawn says how many there were then.
                let older = drawn.rows.first().is_some_and(|newest| newest.number + 1 > drawn.kept);
                older.then(|| (w.newest)(drawn.kept))
            }
        })
    };
    let news = Memo::new(move |_| rows.news());
    let resume = move || match news.get() {
        0 => w.resume.to_owned(),
        more => (w.news)(more),
    };
    let holding = move || rows.held.with(Option::is_some);
    view! {
        <div class="row spread">
            <h3 class="stream-title">{title}</h3>
            <span class="muted stream-note">{note}</span>
            <Share part=Part::Stream title=w.tabs/>
        </div>
        <div class="row stream-tools">
            <input
                type="search"
                class="stream-search"
                placeholder=w.search
                aria-label=w.search
                prop:value=move || rows.search.get()
                on:input=move |event| rows.search_for(event_target_value(&event))
            />
            <button
                type="button"
                aria-pressed=move || rows.filtering.get().to_string()
                title=w.filter_help
                on:click=move |_| rows.toggle_filters()
            >
                {w.filter}
            </button>
            <button
                type="button"
                aria-pressed=move || holding().to_string()
                title=w.pause_help
                on:click=move |_| rows.toggle()
            >
                {w.pause}
            </button>
            <button type="button" class="stream-news" hidden=move || !holding() on:click=move |_| rows.release()>
                {resume}
            </button>
            <Take rows/>
        </div>
        <Causes rows/>
    }
}

/// Rows to take away.
#[component]
fn Take(rows: RowsView) -> impl IntoView {
    let model = rows.model;
    let w = &words().analytics.streams;
    let form = RwSignal::new(TextForm::Ndjson);
    let said = RwSignal::new(String::new());
    let none = move || rows.drawn.with(|drawn| drawn.matching == 0);
    // The engine has written them out.
    Effect::new(move |_| {
        if let Some((text, number)) = model.copied.get() {
            model.copied.set(None);
            take::copy(text, move |done| {
                said.set(if done { (w.copied)(number.into()) } else { w.no_copy.to_owned() });
                set_timeout(move || said.set(String::new()), std::time::Duration::from_secs(3));
            });
        }
    });
    let chosen = move |event| {
        form.set(if event_target_value(&event) == "csv" { TextForm::Csv } else { TextForm::Ndjson });
    };
    let take = move |copy| model.send(Command::TakeRows { form: form.get_untracked(), copy });
    view! {
        <span class="stream-copies" role="group" aria-label=w.take>
            <span class="muted" role="status">{said}</span>
            <select aria-label=w.form on:change=chosen>
                <option value="ndjson">"NDJSON"</option>
                <option value="csv">"CSV"</option>
            </select>
            <button type="button" class="quiet" disabled=none title=w.copy_help on:click=move |_| take(true)>{w.copy}</button>
            <button type="button" class="quiet" disabled=none title=w.download_help on:click=move |_| take(false)>{w.download}</button>
        </span>
    }
}

/// What went wrong, of `error_stream`; a cause that is chosen leaves only its rows.
#[component]
fn Causes(rows: RowsView) -> impl IntoView {
    let model = rows.model;
    let causes =
        Memo::new(
            move |_| {
                if rows.is_errors() { rows.drawn.with(|drawn| drawn.causes.clone()) } else { Vec::new() }
            },
        );
    let one = move |cause: CauseView| {
        let name = StoredValue::new(cause.cause.clone());
        let chosen = Memo::new(move |_| {
            model.query.with(|query| name.with_value(|name| query.cause.as_ref() == Some(name)))
        });
        let choose = move |_| {
            rows.choose_cause((!chosen.get_untracked()).then(|| name.get_value()));
        };
        let w = &words().analytics.streams;
        let at = if cause.pump.is_empty() { w.at_source.to_owned() } else { (w.in_pump)(&cause.pump) };
        view! {
            <li>
                <button type="button" class="cause" aria-pressed=move || chosen.get().to_string() on:click=choose>
                    <span class="badge is-warn">{count(cause.rows)}</span>
                    <span class="cause-text" lang="en">{cause.cause}</span>
                    <span class="muted">{at}</span>
                </button>
            </li>
        }
    };
    view! {
        <ul class="causes" aria-label=words().analytics.streams.causes hidden=move || causes.with(Vec::is_empty)>
            {move || causes.get().into_iter().map(one).collect_view()}
        </ul>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_round() {
        assert_eq!((neighbour("ArrowRight", 2, 3), neighbour("ArrowLeft", 0, 3)), (Some(0), Some(2)));
        assert_eq!(
            (neighbour("Home", 2, 3), neighbour("End", 0, 3), neighbour("a", 0, 3)),
            (Some(0), Some(2), None)
        );
    }
}
