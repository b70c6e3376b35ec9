//! The streams of the application as tabs, and the chosen one's rows with what can be done to them.

use leptos::{html, prelude::*};
use rillcut_lab::protocol::{StreamRole, StreamView};
use wasm_bindgen::JsCast;

use super::{
    export::{Form, copy, text},
    rows::{RowsTable, RowsView},
};
use crate::{
    model::{Model, use_model},
    ui::format::count,
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
        <div class="stream-tabs" role="tablist" aria-label="In-application streams" on:keydown=pressed>
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
        StreamRole::Source => Some("source"),
        StreamRole::Destination => Some("destination"),
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
    let said = RwSignal::new(String::new());
    let search = NodeRef::<html::Input>::new();
    let title = move || {
        let rows_word = if rows.total() == 1 { "row" } else { "rows" };
        rows.name().map(|name| format!("{name} — {} {rows_word}", count(rows.total())))
    };
    let copied = move |form: Form| {
        let (copied, number) = rows.selection.with_untracked(|shown| {
            (rows.columns.with_untracked(|columns| text(form, &shown.rows, columns)), shown.rows.len())
        });
        copy(copied, move |done| {
            said.set(if done {
                format!("{number} {} copied", if number == 1 { "row" } else { "rows" })
            } else {
                "This browser does not let the page copy".to_owned()
            });
            set_timeout(move || said.set(String::new()), std::time::Duration::from_secs(3));
        });
    };
    let none = move || rows.selection.with(|shown| shown.rows.is_empty());
    let news = Memo::new(move |_| rows.news());
    let resume = move || match news.get() {
        0 => "Resume".to_owned(),
        1 => "1 new row".to_owned(),
        more => format!("{} new rows", count(more)),
    };
    let holding = move || rows.held.with(Option::is_some);
    view! {
        <div class="row spread">
            <h3 class="stream-title">{title}</h3>
            <span class="muted stream-note">{move || rows.note()}</span>
        </div>
        <div class="row stream-tools">
            <input
                node_ref=search
                type="search"
                class="stream-search"
                placeholder="Search rows"
                aria-label="Search rows"
                prop:value=move || rows.search.get()
                on:input=move |event| rows.search.set(event_target_value(&event))
            />
            <button
                type="button"
                aria-pressed=move || holding().to_string()
                title="The lab runs on; only this table stands still"
                on:click=move |_| rows.toggle()
            >
                "Pause view"
            </button>
            <button type="button" class="stream-news" hidden=move || !holding() on:click=move |_| rows.release()>
                {resume}
            </button>
            <span class="stream-copies" role="group" aria-label="Copy the shown rows">
                <span class="muted" role="status">{said}</span>
                <button type="button" class="quiet" disabled=none title="The shown rows, oldest first" on:click=move |_| copied(Form::Ndjson)>
                    "Copy as NDJSON"
                </button>
                <button type="button" class="quiet" disabled=none title="The shown rows, oldest first" on:click=move |_| copied(Form::Csv)>
                    "Copy as CSV"
                </button>
            </span>
        </div>
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
