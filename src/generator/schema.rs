//! The source's schema: found from records, or written by hand.

use leptos::{html, prelude::*};
use rillcut_lab::protocol::{ColumnView, Command, Edit, ProblemSource, StreamView};

use super::{
    fields::{Field, fields},
    records::Records,
    unsaved::Unsaved,
};
use crate::{
    address::is_readonly,
    analytics::place,
    model::{Discovered, use_model},
    ui::problems::Problems,
    words::words,
};

/// Discovery and the schema in force.
#[component]
pub(super) fn Schema(
    /// Name of the template that records are drawn from.
    chosen: RwSignal<String>,
) -> impl IntoView {
    let model = use_model();
    let applied = Memo::new(move |_| {
        model.lab.with(|view| {
            let schema = view.as_ref().and_then(|view| view.lab.schema.as_ref());
            schema.map_or_else(String::new, |schema| place::as_field_text(&schema.0))
        })
    });
    let columns = Memo::new(move |_| {
        model.lab.with(|view| {
            let source = view.as_ref().and_then(|view| view.streams.first());
            source.map_or_else(Vec::new, of_schema)
        })
    });
    let unsaved = expect_context::<Unsaved>().schema;
    // Another schema in force takes the place of what was being written.
    Effect::new(move |before: Option<String>| {
        let now = applied.get();
        if before.is_some_and(|before| before != now) {
            unsaved.set(None);
        }
        now
    });
    let text = Memo::new(move |_| unsaved.get().unwrap_or_else(|| applied.get()));
    let field = NodeRef::<html::Textarea>::new();
    let fold = NodeRef::<html::Details>::new();
    let problems = Memo::new(move |_| {
        let mut problems = model.problems(&ProblemSource::Schema);
        for problem in problems.iter_mut().filter(|problem| problem.line > 0 && problem.end == 0) {
            let byte = text.with(|text| place::byte_at(text, problem.line, problem.column)) as u32;
            (problem.start, problem.end) = (byte, byte + 1);
        }
        problems
    });
    // The engine names line and column of a schema, and no bytes.
    let go = Callback::new(move |at: (u32, u32)| {
        if let (Some(field), Some(fold)) = (field.get_untracked(), fold.get_untracked()) {
            fold.set_open(true);
            text.with_untracked(|text| place::select(&field, text, at));
        }
    });
    let found = move || {
        model.discovered.get().map(|Discovered { schema, records }| view! { <Found schema records applied/> })
    };
    let discover = move |_| {
        model.discovered.set(None);
        model.send(Command::DiscoverSchema { template: chosen.get_untracked() });
    };
    let summary = move || (words().schema.in_force)(columns.with(Vec::len), applied.with(String::is_empty));
    let words = &words().schema;
    view! {
        <div class="schema">
            <div class="row spread">
                <h3>{words.title}</h3>
                <button
                    type="button"
                    class="small edits"
                    disabled=move || chosen.with(String::is_empty)
                    title=move || (words.discover_title)(&chosen.get())
                    on:click=discover
                >
                    {words.discover}
                </button>
            </div>
            {found}
            <Problems problems=problems go=go/>
            <details class="fold" node_ref=fold>
                <summary>{summary}</summary>
                <div class="schema-in-force">
                    <FieldTable
                        caption=words.columns
                        fields=Signal::derive(move || {
                            let field = |column: ColumnView| Field {
                                name: column.name,
                                mapping: String::new(),
                                data_type: column.data_type,
                            };
                            columns.get().into_iter().map(field).collect()
                        })
                    />
                    <Text applied text unsaved field/>
                </div>
            </details>
        </div>
    }
}

/// What comes with a record and not from it.
const BESIDE: [&str; 4] = ["APPROXIMATE_ARRIVAL_TIME", "PARTITION_KEY", "SEQUENCE_NUMBER", "SHARD_ID"];

/// The columns that the schema names.
fn of_schema(source: &StreamView) -> Vec<ColumnView> {
    source.columns.iter().filter(|column| !BESIDE.contains(&column.name.as_str())).cloned().collect()
}

/// What discovery found.
#[component]
fn Found(schema: String, records: Vec<String>, applied: Memo<String>) -> impl IntoView {
    let model = use_model();
    let found = fields(&schema);
    let text = StoredValue::new(place::as_field_text(&schema));
    let in_force = Memo::new(move |_| text.with_value(|text| applied.with(|applied| text == applied)));
    let (common, words) = (&words().common, &words().schema);
    view! {
        <div class="found" role="group" aria-label=words.discovered>
            <FieldTable caption=words.discovered_columns fields=Signal::stored(found)/>
            <div class="row">
                <button
                    type="button"
                    class="primary"
                    hidden=move || in_force.get()
                    on:click=move |_| model.send(Command::Edit(Edit::SetSchema(text.get_value())))
                >
                    {words.take}
                </button>
                <span class="badge is-good" role="status" hidden=move || !in_force.get()>{words.taken}</span>
                <button type="button" class="quiet" on:click=move |_| model.discovered.set(None)>{common.close}</button>
            </div>
            <Records records=Signal::stored(records) title=words.records/>
        </div>
    }
}

/// Columns as a table.
#[component]
fn FieldTable(caption: &'static str, fields: Signal<Vec<Field>>) -> impl IntoView {
    let mapped =
        Memo::new(move |_| fields.with(|fields| fields.iter().any(|field| !field.mapping.is_empty())));
    let row = move |field: Field| {
        view! {
            <tr>
                <td><code>{field.name}</code></td>
                <td>{field.data_type}</td>
                <td hidden=!mapped.get()><code>{field.mapping}</code></td>
            </tr>
        }
    };
    let words = &words().schema;
    view! {
        <div class="table fields" tabindex="0" role="region" aria-label=caption>
            <table>
                <caption class="sr-only">{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words.column}</th>
                        <th scope="col">{words.data_type}</th>
                        <th scope="col" hidden=move || !mapped.get()>{words.mapping}</th>
                    </tr>
                </thead>
                <tbody>{move || fields.get().into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

/// The schema as text.
#[component]
fn Text(
    applied: Memo<String>,
    text: Memo<String>,
    unsaved: RwSignal<Option<String>>,
    field: NodeRef<html::Textarea>,
) -> impl IntoView {
    let model = use_model();
    let edited = Memo::new(move |_| text.with(|text| applied.with(|applied| text != applied)));
    let apply = move |_| model.send(Command::Edit(Edit::SetSchema(text.get_untracked())));
    let words = &words().schema;
    view! {
        <div class="field">
            <div class="row spread">
                <label for="schema-text">{words.text}</label>
                <span class="badge is-warn" hidden=move || !edited.get()>{words.edited}</span>
            </div>
            <textarea
                id="schema-text"
                readonly=is_readonly()
                node_ref=field
                rows="8"
                spellcheck="false"
                autocomplete="off"
                autocapitalize="off"
                prop:value=move || text.get()
                on:input=move |event| {
                    unsaved.set(Some(event_target_value(&event)));
                    model.forget_problems(&ProblemSource::Schema);
                }
            ></textarea>
        </div>
        <div class="row edits">
            <button type="button" disabled=move || !edited.get() on:click=apply>{words.apply}</button>
            <button type="button" class="quiet" disabled=move || !edited.get() on:click=move |_| unsaved.set(None)>
                {words.revert}
            </button>
            <span class="muted schema-note">{words.anew}</span>
        </div>
    }
}
