//! A bucket being set up.

use leptos::{html, prelude::*};
use rillcut_lab::{
    file::{BucketSpec, ObjectFormat},
    protocol::{Command, Edit, ProblemSource},
};

use super::form::{choice_field, number_field, text_field, tick_field};
use crate::{
    model::use_model,
    ui::{dialog::follow, problems::Problems},
    words::words,
};

/// The choice of the source's records.
const RECORDS: &str = "";

/// The dialog; it opens when a position is set.
#[component]
pub(super) fn BucketEditor(editing: RwSignal<Option<usize>>) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    follow(dialog, move || editing.with(Option::is_some));
    view! {
        <dialog class="dialog bucket-editor" node_ref=dialog aria-labelledby="bucket-title" on:close=move |_| editing.set(None)>
            {move || editing.get().map(|at| view! { <Form at editing/> })}
        </dialog>
    }
}

#[component]
fn Form(at: usize, editing: RwSignal<Option<usize>>) -> impl IntoView {
    let model = use_model();
    let known = model.lab.with_untracked(|view| view.as_ref()?.lab.buckets.get(at).cloned());
    let is_new = known.is_none();
    let spec = RwSignal::new(known.unwrap_or_else(|| BucketSpec {
        name: "bucket".to_owned(),
        stream: None,
        prefix: "data/".to_owned(),
        format: ObjectFormat::Ndjson,
        gzip: true,
        buffer_bytes: 5 << 20,
        buffer_seconds: 60,
    }));
    let w = &words().destination.bucket;
    let streams = move || {
        let names = model.lab.with(|view| {
            view.as_ref().map(|view| view.streams.iter().map(|one| one.name.clone()).collect::<Vec<_>>())
        });
        let names = names.unwrap_or_default().into_iter().map(|name| (name.clone(), name));
        std::iter::once((RECORDS.to_owned(), w.records.to_owned())).chain(names).collect()
    };
    let problems = Signal::derive(move || model.problems(&ProblemSource::Bucket(at)));
    let sent = RwSignal::new(None::<BucketSpec>);
    // It closes when the lab has the bucket as it was sent.
    Effect::new(move |_| {
        let taken = model.lab.with(|view| view.as_ref()?.lab.buckets.get(at).cloned());
        if sent.with(|sent| sent.is_some() && *sent == taken) {
            editing.set(None);
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let bucket = spec.get_untracked();
        sent.set(Some(bucket.clone()));
        model.send(Command::Edit(Edit::PutBucket { at, bucket }));
    };
    view! {
        <form class="editor-form" novalidate on:submit=submit>
            <h2 id="bucket-title">{if is_new { w.new } else { w.title }}</h2>
            <div class="columns">
                {text_field("bucket-name", || w.name.to_owned(), || "raw".to_owned(), || false,
                    move || spec.with(|spec| spec.name.clone()), move |text| spec.update(|spec| spec.name = text))}
                {text_field("bucket-prefix", || w.prefix.to_owned(), || "weblogs/raw/".to_owned(), || false,
                    move || spec.with(|spec| spec.prefix.clone()), move |text| spec.update(|spec| spec.prefix = text))}
            </div>
            {choice_field("bucket-stream", w.keeps, streams,
                move || spec.with(|spec| spec.stream.clone().unwrap_or_default()),
                move |text| spec.update(|spec| spec.stream = (text != RECORDS).then_some(text)))}
            <div class="columns">
                <div hidden=move || spec.with(|spec| spec.stream.is_none())>
                    {choice_field("bucket-format", w.format,
                        || [("ndjson", "NDJSON"), ("csv", "CSV"), ("parquet", "Parquet")].map(|(key, text)| (key.to_owned(), text.to_owned())).to_vec(),
                        move || spec.with(|spec| match spec.format {
                            ObjectFormat::Ndjson => "ndjson",
                            ObjectFormat::Csv => "csv",
                            ObjectFormat::Parquet => "parquet",
                        }.to_owned()),
                        move |text| spec.update(|spec| spec.format = match text.as_str() {
                            "csv" => ObjectFormat::Csv,
                            "parquet" => ObjectFormat::Parquet,
                            _ => ObjectFormat::Ndjson,
                        }))}
                </div>
                {number_field("bucket-seconds", w.buffer, w.seconds, move || spec.with(|spec| Some(f64::from(spec.buffer_seconds))),
                    move |value| spec.update(|spec| spec.buffer_seconds = value.unwrap_or(60.0) as u32))}
                {number_field("bucket-bytes", w.or, "KiB", move || spec.with(|spec| Some(spec.buffer_bytes as f64 / 1024.0)),
                    move |value| spec.update(|spec| spec.buffer_bytes = (value.unwrap_or(5120.0) * 1024.0) as u64))}
            </div>
            {tick_field("bucket-gzip", w.gzip, move || spec.with(|spec| spec.gzip),
                move |on| spec.update(|spec| spec.gzip = on))}
            <Problems problems/>
            <div class="row">
                <button type="submit" class="primary">{w.save}</button>
                <button type="button" on:click=move |_| editing.set(None)>{w.cancel}</button>
                <button
                    type="button"
                    class="quiet"
                    hidden=is_new
                    on:click=move |_| {
                        model.send(Command::Edit(Edit::RemoveBucket { at }));
                        editing.set(None);
                    }
                >
                    {words().common.remove}
                </button>
            </div>
        </form>
    }
}
