//! A destination being set up: receiver, connection, message, flood control, with the message beside it.

use leptos::{html, prelude::*};
use rillcut_lab::{
    destination::{connection::Connection, events::DEFAULT_BODY},
    file::{DestinationSpec, Preset, RowFormat, Urgency},
    protocol::{Command, Edit},
};

use super::{
    form::{choice_field, number_field, text_field, tick_field},
    notify,
    picker::Picker,
    preview::Preview,
};
use crate::{
    model::{Model, use_model},
    ui::{dialog::follow, tabs::Pane},
    words::words,
};

/// What is being edited.
#[derive(Clone, Copy)]
struct Draft {
    at: usize,
    spec: RwSignal<DestinationSpec>,
    connection: RwSignal<Connection>,
}

/// The dialog; it opens when a position is set.
#[component]
pub(super) fn Editor(editing: RwSignal<Option<usize>>) -> impl IntoView {
    let model = use_model();
    let dialog = NodeRef::<html::Dialog>::new();
    follow(dialog, move || editing.with(Option::is_some));
    view! {
        <dialog class="dialog setup" node_ref=dialog aria-labelledby="editor-title" on:close=move |_| editing.set(None)>
            {move || editing.get().map(|at| view! { <Form draft=draft(model, at) editing/> })}
        </dialog>
    }
}

fn draft(model: Model, at: usize) -> Draft {
    let known = model.lab.with_untracked(|view| {
        let view = view.as_ref()?;
        let connection = view.connections.get(at).and_then(|view| view.connection.as_deref().cloned());
        Some((view.destinations.get(at).cloned()?, connection))
    });
    let fresh = || {
        let stream = model
            .lab
            .with_untracked(|view| view.as_ref()?.destinations.first().map(|one| one.stream.clone()));
        DestinationSpec {
            name: (words().setup.name_of_new)(at + 1),
            ..DestinationSpec::of(stream.unwrap_or_default())
        }
    };
    let (spec, connection) = known.unwrap_or_else(|| (fresh(), None));
    let connection = connection.unwrap_or_else(|| Connection { remember: true, ..Connection::default() });
    Draft { at, spec: RwSignal::new(spec), connection: RwSignal::new(connection) }
}

#[component]
fn Form(draft: Draft, editing: RwSignal<Option<usize>>) -> impl IntoView {
    let model = use_model();
    let Draft { at, spec, connection } = draft;
    let is_new =
        model.lab.with_untracked(|view| view.as_ref().is_none_or(|view| at >= view.destinations.len()));
    let is_last =
        model.lab.with_untracked(|view| view.as_ref().is_none_or(|view| view.destinations.len() < 2));
    model.outlets().message_preview.set(None);
    Effect::new(move |_| {
        model.send(Command::PreviewMessage {
            destination: Box::new(spec.get()),
            connection: Box::new(connection.get()),
        });
    });
    let is_faulty = Memo::new(move |_| {
        model
            .outlets()
            .message_preview
            .with(|preview| preview.as_ref().is_none_or(|preview| !preview.problems.is_empty()))
    });
    let missing = Memo::new(move |_| {
        model.outlets().message_preview.with(|preview| preview.as_ref()?.connection_problem.clone())
    });
    let save = move |connect: bool, test: bool| {
        let destination = Box::new(spec.get_untracked());
        if destination.preset == Preset::Browser && connect {
            notify::ask();
        }
        model.send(Command::Edit(Edit::PutDestination { at, destination }));
        if connect {
            model.send(Command::Connect { at, connection: Some(Box::new(connection.get_untracked())) });
        }
        if test {
            model.send(Command::Test { at });
        }
        editing.set(None);
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !is_faulty.get_untracked() && missing.with_untracked(Option::is_none) {
            save(true, false);
        }
    };
    let w = &words().setup;
    view! {
        <form class="editor-form" novalidate on:submit=submit>
            <header class="row spread">
                <h2 id="editor-title">{if is_new { w.new } else { Pane::Destination.title() }}</h2>
                <button type="button" class="quiet" on:click=move |_| editing.set(None)>{w.cancel}</button>
            </header>
            <div class="editor-columns">
                <div class="editor-parts">
                    <Picker spec/>
                    <ConnectionPart spec connection/>
                    <MessagePart spec/>
                    <FloodPart spec/>
                </div>
                <Preview/>
            </div>
            <footer class="editor-actions">
                <p class="muted" role="status">
                    {move || missing.get().map(|problem| {
                        let hint = problem.hint.map(|hint| [" (", &hint, ")"].concat());
                        view! { {w.to_connect}<span lang="en">{problem.message}{hint}</span> }
                    })}
                </p>
                <div class="row">
                    <button
                        type="button"
                        class="quiet"
                        hidden=is_new || is_last
                        on:click=move |_| {
                            model.send(Command::Edit(Edit::RemoveDestination { at }));
                            editing.set(None);
                        }
                    >
                        {words().common.remove}
                    </button>
                    <button type="button" disabled=move || is_faulty.get() on:click=move |_| save(false, false)>{w.save}</button>
                    <button
                        type="button"
                        disabled=move || is_faulty.get() || missing.with(Option::is_some)
                        on:click=move |_| save(true, true)
                    >
                        {w.connect_and_test}
                    </button>
                    <button type="submit" class="primary" disabled=move || is_faulty.get() || missing.with(Option::is_some)>
                        {w.connect}
                    </button>
                </div>
            </footer>
        </form>
    }
}

/// Where it goes: all of it secret.
#[component]
fn ConnectionPart(spec: RwSignal<DestinationSpec>, connection: RwSignal<Connection>) -> impl IntoView {
    let facts = move || spec.with(|spec| spec.preset.facts());
    let preset = Memo::new(move |_| spec.with(|spec| spec.preset));
    let headers = move || connection.with(|it| lines(&it.headers, ": "));
    let w = &words().setup.connection;
    let query = move || connection.with(|it| lines(&it.query, "="));
    view! {
        <fieldset class="part" hidden=move || preset.get() == Preset::Browser>
            <legend>{w.title}</legend>
            {text_field(
                "connection-url",
                || w.address.to_owned(),
                move || facts().url.to_owned(),
                move || facts().url_is_secret,
                move || connection.with(|it| it.url.clone()),
                move |text| connection.update(|it| it.url = text),
            )}
            <div class="columns">
                <div lang="en" hidden=move || facts().key.is_none()>
                    {text_field(
                        "connection-key",
                        move || facts().key.map_or("", |field| field.label).to_owned(),
                        move || facts().key.map_or("", |field| field.example).to_owned(),
                        || true,
                        move || connection.with(|it| it.key.clone()),
                        move |text| connection.update(|it| it.key = text),
                    )}
                </div>
                <div lang="en" hidden=move || facts().to.is_none()>
                    {text_field(
                        "connection-to",
                        move || facts().to.map_or("", |field| field.label).to_owned(),
                        move || facts().to.map_or("", |field| field.example).to_owned(),
                        || false,
                        move || connection.with(|it| it.to.clone()),
                        move |text| connection.update(|it| it.to = text),
                    )}
                </div>
                <div hidden=move || !facts().email>
                    {text_field(
                        "connection-email",
                        || w.email.to_owned(),
                        || w.email_example.to_owned(),
                        || false,
                        move || connection.with(|it| it.email.clone()),
                        move |text| connection.update(|it| it.email = text),
                    )}
                </div>
            </div>
            <details class="more">
                <summary>{w.more}</summary>
                <div class="columns">
                    {choice_field(
                        "connection-method",
                        w.method,
                        || ["POST", "PUT", "PATCH"].map(|name| (name.to_owned(), name.to_owned())).to_vec(),
                        move || connection.with(|it| if it.method.is_empty() { "POST".to_owned() } else { it.method.clone() }),
                        move |text| connection.update(|it| it.method = text),
                    )}
                </div>
                <div class="field">
                    <label for="connection-headers">{w.headers}</label>
                    <textarea
                        id="connection-headers"
                        rows="2"
                        placeholder="authorization: Bearer …"
                        spellcheck="false"
                        prop:value=headers
                        on:change=move |event| connection.update(|it| it.headers = pairs(&event_target_value(&event), ':'))
                    ></textarea>
                </div>
                <div class="field">
                    <label for="connection-query">{w.query}</label>
                    <textarea
                        id="connection-query"
                        rows="2"
                        placeholder="code=…"
                        spellcheck="false"
                        prop:value=query
                        on:change=move |event| connection.update(|it| it.query = pairs(&event_target_value(&event), '='))
                    ></textarea>
                </div>
                {tick_field(
                    "connection-hidden",
                    w.hidden,
                    move || connection.with(|it| it.hidden),
                    move |on| connection.update(|it| it.hidden = on),
                )}
            </details>
            {tick_field(
                "connection-remember",
                w.remember,
                move || connection.with(|it| it.remember),
                move |on| connection.update(|it| it.remember = on),
            )}
        </fieldset>
    }
}

fn lines(pairs: &[(String, String)], between: &str) -> String {
    pairs.iter().map(|(name, value)| format!("{name}{between}{value}")).collect::<Vec<_>>().join("\n")
}

fn pairs(text: &str, between: char) -> Vec<(String, String)> {
    let pair = |line: &str| {
        let (name, value) = line.split_once(between).unwrap_or((line, ""));
        (name.trim().to_owned(), value.trim().to_owned())
    };
    text.lines().map(pair).filter(|(name, _)| !name.is_empty()).collect()
}

/// What it says.
#[component]
fn MessagePart(spec: RwSignal<DestinationSpec>) -> impl IntoView {
    let model = use_model();
    let streams = move || {
        let names = model.lab.with(|view| {
            view.as_ref().map(|view| view.streams.iter().map(|one| one.name.clone()).collect::<Vec<_>>())
        });
        names.unwrap_or_default().into_iter().map(|name| (name.clone(), name)).collect::<Vec<_>>()
    };
    let w = &words().setup.message;
    let columns = move || {
        let stream = spec.with(|spec| spec.stream.clone());
        let names = model.lab.with(|view| {
            let view = view.as_ref()?;
            let found = view.streams.iter().find(|one| one.name == stream)?;
            Some(found.columns.iter().map(|column| format!("{{{}}}", column.name)).collect::<Vec<_>>())
        });
        names.unwrap_or_default().join(" ")
    };
    view! {
        <fieldset class="part">
            <legend>{w.title}</legend>
            <div class="columns">
                {choice_field(
                    "destination-stream",
                    w.stream,
                    streams,
                    move || spec.with(|spec| spec.stream.clone()),
                    move |text| spec.update(|spec| spec.stream = text),
                )}
                {text_field(
                    "destination-name",
                    || w.name.to_owned(),
                    move || spec.with(|spec| DestinationSpec { name: String::new(), ..spec.clone() }.title()),
                    || false,
                    move || spec.with(|spec| spec.name.clone()),
                    move |text| spec.update(|spec| spec.name = text),
                )}
                {choice_field(
                    "destination-urgency",
                    w.urgency,
                    || ["low", "normal", "high"].into_iter().zip(w.urgencies).map(|(key, text)| (key.to_owned(), text.to_owned())).collect(),
                    move || spec.with(|spec| match spec.urgency {
                        Urgency::Low => "low",
                        Urgency::Normal => "normal",
                        Urgency::High => "high",
                    }.to_owned()),
                    move |text| spec.update(|spec| spec.urgency = match text.as_str() {
                        "low" => Urgency::Low,
                        "high" => Urgency::High,
                        _ => Urgency::Normal,
                    }),
                )}
            </div>
            {text_field(
                "destination-subject",
                || w.subject.to_owned(),
                || "Anomaly Detected".to_owned(),
                || false,
                move || spec.with(|spec| spec.subject.clone()),
                move |text| spec.update(|spec| spec.subject = text),
            )}
            <div class="field">
                <label for="destination-sentence">{w.sentence}</label>
                <textarea
                    id="destination-sentence"
                    rows="2"
                    aria-describedby="destination-columns"
                    prop:value=move || spec.with(|spec| spec.sentence.clone())
                    on:input=move |event| spec.update(|spec| spec.sentence = event_target_value(&event))
                ></textarea>
                <p class="muted" id="destination-columns">{w.filled_in} <code>{columns}</code> " " <code>"{ROWTIME} {$count} {$link}"</code></p>
            </div>
            <div class="field" hidden=move || spec.with(|spec| spec.preset != Preset::Kinesis)>
                <label for="destination-csv">{w.rows}</label>
                <select
                    id="destination-csv"
                    prop:value=move || spec.with(|spec| if spec.format == RowFormat::Csv { "csv" } else { "json" })
                    on:change=move |event| spec.update(|spec| {
                        spec.format = if event_target_value(&event) == "csv" { RowFormat::Csv } else { RowFormat::Json };
                    })
                >
                    <option value="json">"JSON"</option>
                    <option value="csv">"CSV"</option>
                </select>
            </div>
            <details class="more" hidden=move || spec.with(|spec| spec.preset != Preset::Json)>
                <summary>{w.body}</summary>
                <div class="field">
                    <label for="destination-body">{w.body_help}</label>
                    <textarea
                        id="destination-body"
                        rows="9"
                        spellcheck="false"
                        prop:value=move || spec.with(|spec| if spec.body.is_empty() { DEFAULT_BODY.to_owned() } else { spec.body.clone() })
                        on:input=move |event| {
                            let text = event_target_value(&event);
                            spec.update(|spec| spec.body = if text.trim() == DEFAULT_BODY { String::new() } else { text });
                        }
                    ></textarea>
                </div>
            </details>
        </fieldset>
    }
}

/// When rows become messages, and how long they are tried.
#[component]
fn FloodPart(spec: RwSignal<DestinationSpec>) -> impl IntoView {
    let w = &words().setup.flood;
    let [every, digest, seldom] = w.styles;
    let styles: [(&str, [f64; 2]); 3] =
        [(every, [0.0, 0.0]), (digest, [60.0, 60.0]), (seldom, [10.0, 300.0])];
    let style = move |(name, [group, cooldown]): (&'static str, [f64; 2])| {
        let is_chosen = move || {
            spec.with(|spec| spec.flood.group_seconds == group && spec.flood.cooldown_seconds == cooldown)
        };
        view! {
            <button
                type="button"
                aria-pressed=move || is_chosen().to_string()
                on:click=move |_| spec.update(|spec| {
                    spec.flood.group_seconds = group;
                    spec.flood.cooldown_seconds = cooldown;
                })
            >
                {name}
            </button>
        }
    };
    view! {
        <fieldset class="part">
            <legend>{w.title}</legend>
            <div class="row" role="group" aria-label=w.how_many>{styles.map(style).collect_view()}</div>
            <details class="more">
                <summary>{w.more}</summary>
                <div class="columns">
                    {number_field("flood-group", w.group, w.seconds, move || spec.with(|spec| Some(spec.flood.group_seconds)),
                        move |value| spec.update(|spec| spec.flood.group_seconds = value.unwrap_or(0.0)))}
                    {number_field("flood-cooldown", w.cooldown, w.seconds, move || spec.with(|spec| Some(spec.flood.cooldown_seconds)),
                        move |value| spec.update(|spec| spec.flood.cooldown_seconds = value.unwrap_or(0.0)))}
                    {number_field("flood-for", w.lasts, w.seconds, move || spec.with(|spec| Some(spec.flood.for_seconds)),
                        move |value| spec.update(|spec| spec.flood.for_seconds = value.unwrap_or(0.0)))}
                    {number_field("flood-gap", w.gap, w.gap_unit, move || spec.with(|spec| Some(spec.flood.gap_seconds)),
                        move |value| spec.update(|spec| spec.flood.gap_seconds = value.unwrap_or(60.0)))}
                    {number_field("flood-open", w.open, "", move || spec.with(|spec| spec.flood.open),
                        move |value| spec.update(|spec| spec.flood.open = value))}
                    {number_field("flood-close", w.close, "", move || spec.with(|spec| spec.flood.close),
                        move |value| spec.update(|spec| spec.flood.close = value))}
                    {number_field("flood-hour", w.most, w.most_unit, move || spec.with(|spec| Some(f64::from(spec.flood.per_hour))),
                        move |value| spec.update(|spec| spec.flood.per_hour = value.unwrap_or(0.0) as u32))}
                    {number_field("retry-timeout", w.timeout, w.seconds, move || spec.with(|spec| Some(spec.retry.timeout_seconds)),
                        move |value| spec.update(|spec| spec.retry.timeout_seconds = value.unwrap_or(10.0)))}
                    {number_field("retry-give-up", w.give_up, w.seconds, move || spec.with(|spec| Some(spec.retry.give_up_seconds)),
                        move |value| spec.update(|spec| spec.retry.give_up_seconds = value.unwrap_or(3600.0)))}
                </div>
                {tick_field(
                    "flood-replay",
                    w.replay,
                    move || spec.with(|spec| spec.flood.replay),
                    move |on| spec.update(|spec| spec.flood.replay = on),
                )}
                <p class="muted">{w.clocks}</p>
            </details>
        </fieldset>
    }
}
