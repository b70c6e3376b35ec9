//! The objects of a bucket: browse, look into, download, delete.

use leptos::{html, prelude::*};
use rillcut_lab::protocol::{Command, ObjectView};

use super::buckets::size;
use crate::{
    model::use_model,
    ui::{
        dialog::follow,
        format::{clock, count},
    },
    words::words,
};

/// Objects in the table.
const SHOWN: usize = 200;

/// The dialog of the bucket whose name is set.
#[component]
pub(super) fn Objects(opened: RwSignal<Option<String>>) -> impl IntoView {
    let model = use_model();
    let dialog = NodeRef::<html::Dialog>::new();
    follow(dialog, move || opened.with(Option::is_some));
    let close = move || {
        opened.set(None);
        model.outlets().object.set(None);
    };
    let shown = Memo::new(move |_| {
        let name = opened.get();
        model.outlets().objects.with(|all| {
            let of_bucket = all.iter().rev().filter(|object| Some(&object.bucket) == name.as_ref());
            of_bucket.take(SHOWN).cloned().collect::<Vec<_>>()
        })
    });
    let w = &words().destination.objects;
    view! {
        <dialog class="dialog objects" node_ref=dialog aria-labelledby="objects-title" on:close=move |_| close()>
            <header class="row spread">
                <h2 id="objects-title">{move || opened.get().map(|name| (w.title)(&name))}</h2>
                <button type="button" class="quiet" on:click=move |_| close()>{words().common.close}</button>
            </header>
            <p class="empty" hidden=move || !shown.with(Vec::is_empty)>{w.none}</p>
            <div class="table" role="region" tabindex="0" aria-label=w.table hidden=move || shown.with(Vec::is_empty)>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{w.key}</th>
                            <th scope="col">{w.from}</th>
                            <th scope="col" class="number">{w.records}</th>
                            <th scope="col" class="number">{w.size}</th>
                            <th scope="col"><span class="sr-only">{w.actions}</span></th>
                        </tr>
                    </thead>
                    <tbody>
                        <For
                            each=move || shown.get()
                            key=|object| object.id.clone()
                            children=move |object| view! { <Object object/> }
                        />
                    </tbody>
                </table>
            </div>
            {move || model.outlets().object.get().map(|object| view! { <Inside object/> })}
        </dialog>
    }
}

#[component]
fn Object(object: ObjectView) -> impl IntoView {
    let model = use_model();
    let id = StoredValue::new(object.id);
    let w = &words().destination.objects;
    let name = object.key.rsplit('/').next().unwrap_or_default().to_owned();
    view! {
        <tr>
            <td class="mono object-key">
                <button type="button" class="quiet" on:click=move |_| model.send(Command::ShowObject { id: id.get_value() })>
                    {object.key}
                </button>
            </td>
            <td class="mono">{clock(object.from_ms)}</td>
            <td class="number">{count(object.records)}</td>
            <td class="number">{size(object.bytes)}</td>
            <td>
                <div class="row object-actions">
                    <button
                        type="button"
                        class="quiet"
                        aria-label=(w.download_named)(&name)
                        on:click=move |_| model.send(Command::Download { ids: vec![id.get_value()] })
                    >
                        {w.download}
                    </button>
                    <button
                        type="button"
                        class="quiet edits"
                        aria-label=(w.delete_named)(&name)
                        on:click=move |_| model.send(Command::DeleteObjects { ids: vec![id.get_value()] })
                    >
                        {w.delete}
                    </button>
                </div>
            </td>
        </tr>
    }
}

/// The beginning of an object.
#[component]
fn Inside(object: ObjectView) -> impl IntoView {
    let w = &words().destination.objects;
    let is_whole = object.preview.len() as u64 >= object.plain_bytes;
    let facts = (w.facts)(object.records, &size(object.plain_bytes), is_whole);
    view! {
        <section class="object-inside" aria-label=w.inside>
            <p class="mono request-target">{object.key}</p>
            <p class="muted">{facts}</p>
            <pre class="request-body" tabindex="0" role="region" aria-label=w.content>{object.preview}</pre>
        </section>
    }
}
