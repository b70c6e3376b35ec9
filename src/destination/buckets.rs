//! The lab's buckets, as Firehose would fill them in S3.

use leptos::prelude::*;
use rillcut_lab::{
    file::{BucketSpec, ObjectFormat},
    protocol::{BucketStatus, Command},
};

use super::{bucket_editor::BucketEditor, objects::Objects};
use crate::{model::use_model, words::words};

/// The buckets and what is in them.
#[component]
pub(super) fn Buckets() -> impl IntoView {
    let model = use_model();
    let editing = RwSignal::new(None);
    let opened = RwSignal::new(None::<String>);
    let specs = Memo::new(move |_| {
        let all = model.lab.with(|view| view.as_ref().map(|view| view.lab.buckets.clone()));
        all.unwrap_or_default().into_iter().enumerate().collect::<Vec<_>>()
    });
    let is_empty = move || specs.with(Vec::is_empty);
    let usage = Memo::new(move |_| {
        model.frame.with(|frame| (frame.objects_bytes, frame.objects_limit, frame.objects_lost))
    });
    let w = &words().destination.buckets;
    view! {
        <section class="buckets" aria-labelledby="buckets-title">
            <div class="row spread">
                <h3 id="buckets-title">{w.title}</h3>
                <button type="button" class="quiet edits" on:click=move |_| editing.set(Some(specs.with(Vec::len)))>
                    {w.add}
                </button>
            </div>
            <p class="empty" hidden=move || !is_empty()>{w.none}</p>
            <ul class="cards">
                <For
                    each=move || specs.get()
                    key=|(at, spec)| (*at, format!("{spec:?}"))
                    children=move |(at, spec)| view! { <Bucket at spec editing opened/> }
                />
            </ul>
            <div class="row bucket-actions" hidden=is_empty>
                <button type="button" on:click=move |_| model.send(Command::Download { ids: Vec::new() })>{w.download}</button>
                <button type="button" class="quiet edits" title=w.write_title
                    on:click=move |_| model.send(Command::FlushBuckets)>{w.write}</button>
                <button type="button" class="quiet edits" on:click=move |_| model.send(Command::DeleteObjects { ids: Vec::new() })>
                    {w.delete}
                </button>
            </div>
            <div class="usage" hidden=is_empty>
                <meter
                    min="0"
                    aria-label=w.room
                    max=move || usage.get().1.to_string()
                    prop:value=move || usage.get().0 as f64
                ></meter>
                <span class="muted">{move || (w.of)(&size(usage.get().0), &size(usage.get().1))}</span>
            </div>
            <p class="notice" role="status" hidden=move || usage.get().2 == 0>
                {move || (w.lost)(usage.get().2)}
            </p>
            <Objects opened/>
            <BucketEditor editing/>
        </section>
    }
}

#[component]
fn Bucket(
    at: usize,
    spec: BucketSpec,
    editing: RwSignal<Option<usize>>,
    opened: RwSignal<Option<String>>,
) -> impl IntoView {
    let model = use_model();
    let status =
        Memo::new(move |_| model.frame.with(|frame| frame.buckets.get(at).cloned()).unwrap_or_default());
    let name = spec.name.clone();
    let w = &words().destination.buckets;
    let form = match (&spec.stream, spec.format) {
        (None, _) => w.as_sent,
        (_, ObjectFormat::Ndjson) => "NDJSON",
        (_, ObjectFormat::Csv) => "CSV",
        (_, ObjectFormat::Parquet) => "Parquet",
    };
    let what = format!(
        "{}{} · {form}{} · {}",
        spec.prefix,
        spec.stream.as_ref().map(|stream| format!(" · {stream}")).unwrap_or_default(),
        if spec.gzip { ", gzip" } else { "" },
        (w.every)(spec.buffer_seconds)
    );
    let open = {
        let name = name.clone();
        move |_| opened.set(Some(name.clone()))
    };
    view! {
        <li class="card">
            <span class="chip" data-group="bucket" aria-hidden="true">"▤"</span>
            <div class="card-body">
                <div class="row spread">
                    <h4>{name.clone()}</h4>
                    <span class="badge">{move || status.with(holds)}</span>
                </div>
                <p class="card-what muted mono">{what}</p>
                <p class="card-aside muted">{move || status.with(waits)}</p>
                <div class="row card-actions">
                    <button type="button" aria-label=(w.browse_named)(&name) on:click=open>{w.browse}</button>
                    <button type="button" class="quiet edits" aria-label=(w.edit_named)(&name) on:click=move |_| editing.set(Some(at))>
                        {w.edit}
                    </button>
                </div>
            </div>
        </li>
    }
}

fn holds(status: &BucketStatus) -> String {
    (words().destination.buckets.holds)(status.objects, &size(status.bytes))
}

fn waits(status: &BucketStatus) -> String {
    (words().destination.buckets.waits)(status.buffered_records, &size(status.buffered_bytes))
}

/// Octets in the unit that suits them.
pub(super) fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KB", "MB", "GB", "TB"];
    let mut value = bytes as f64;
    let mut unit = None;
    for name in UNITS {
        if value < 1000.0 {
            break;
        }
        value /= 1000.0;
        unit = Some(name);
    }
    match unit {
        None => format!("{bytes} B"),
        Some(unit) if value < 10.0 => format!("{value:.1} {unit}"),
        Some(unit) => format!("{value:.0} {unit}"),
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes() {
        assert_eq!(
            [0, 999, 1000, 52_400, 67_108_864].map(size),
            ["0 B", "999 B", "1.0 KB", "52 KB", "67 MB"]
        );
    }
}
