//! The log of deliveries, newest first, and what can be done about those that were given up.

use std::time::Duration;

use leptos::prelude::*;
use rillcut_lab::protocol::{Command, DeliveryState, DeliveryView};

use super::{dialog::RequestDialog, tally::state};
use crate::{detection::calm::calm, model::use_model, words::words};

/// Deliveries in the table.
const SHOWN: usize = 50;
/// Shortest time between two changes of the log.
const PACE: Duration = Duration::from_millis(150);

/// Which deliveries are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    All,
    Open,
    Dead,
}

impl Shown {
    fn has(self, state: DeliveryState) -> bool {
        match self {
            Self::All => true,
            Self::Open => {
                !matches!(state, DeliveryState::Delivered | DeliveryState::Sent | DeliveryState::Failed)
            }
            Self::Dead => state == DeliveryState::Failed,
        }
    }
}

/// The log.
#[component]
pub(super) fn Log() -> impl IntoView {
    let model = use_model();
    let chosen = RwSignal::new(Shown::All);
    let pace = calm(PACE, move || {
        model.deliveries.version();
    });
    let shown = Memo::new(move |_| {
        pace.track();
        let chosen = chosen.get();
        model.deliveries.with_untracked(|all| {
            all.iter().rev().filter(|one| chosen.has(one.state)).take(SHOWN).cloned().collect::<Vec<_>>()
        })
    });
    let dead = Memo::new(move |_| {
        model.frame.with(|frame| frame.destinations.iter().map(|one| one.lane.dead).sum::<u64>())
    });
    let open = Memo::new(move |_| model.frame.with(|frame| u64::from(frame.outbox)));
    let connected = Memo::new(move |_| {
        model
            .lab
            .with(|lab| lab.as_ref().is_some_and(|lab| lab.connections.iter().any(|one| one.is_connected)))
    });
    let is_empty = Memo::new(move |_| shown.with(Vec::is_empty));
    let w = &words().destination.log;
    let choice = move |one: Shown, text: &'static str, number: Option<Signal<u64>>| {
        view! {
            <button type="button" aria-pressed=move || (chosen.get() == one).to_string() on:click=move |_| chosen.set(one)>
                {text}
                {number.map(|number| move || number.get())}
            </button>
        }
    };
    view! {
        <section class="deliveries" aria-labelledby="deliveries-title">
            <div class="row spread">
                <h3 id="deliveries-title">{w.title}</h3>
                <div class="row filters" role="group" aria-label=w.which>
                    {choice(Shown::All, w.all, None)}
                    {choice(Shown::Open, w.open, Some(open.into()))}
                    {choice(Shown::Dead, w.dead, Some(dead.into()))}
                </div>
            </div>
            <div class="row dead-letters" hidden=move || dead.get() == 0>
                <p>{w.dead_note}</p>
                <button type="button" class="edits" on:click=move |_| model.send(Command::Resend { ids: Vec::new() })>{w.resend}</button>
                <button type="button" class="quiet" on:click=move |_| model.send(Command::ExportDead)>{w.export}</button>
                <button
                    type="button"
                    class="quiet edits"
                    on:click=move |_| {
                        model.send(Command::Discard { ids: Vec::new() });
                        model.deliveries.retain(|one| one.state != DeliveryState::Failed);
                    }
                >
                    {w.discard}
                </button>
            </div>
            <p class="empty" hidden=move || !is_empty.get()>
                {move || match (chosen.get(), connected.get()) {
                    (Shown::Dead, _) => w.none_dead,
                    (Shown::Open, _) => w.none_open,
                    (Shown::All, true) => w.none_sent,
                    (Shown::All, false) => w.none_connected,
                }}
            </p>
            <div class="table" role="region" tabindex="0" aria-label=w.table hidden=move || is_empty.get()>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{w.state}</th>
                            <th scope="col">{w.message}</th>
                            <th scope="col" class="number">{w.attempts}</th>
                            <th scope="col">{w.time}</th>
                            <th scope="col">{w.answer}</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For
                            each=move || shown.get()
                            key=|delivery| delivery.id.clone()
                            children=move |delivery| view! { <Row delivery shown/> }
                        />
                    </tbody>
                </table>
            </div>
            <RequestDialog/>
        </section>
    }
}

/// A delivery. The row stays while its delivery goes on, so that the focus on its button does too.
#[component]
fn Row(delivery: DeliveryView, shown: Memo<Vec<DeliveryView>>) -> impl IntoView {
    let model = use_model();
    let id = StoredValue::new(delivery.id.clone());
    let title = delivery.title.clone();
    let destination = delivery.destination.clone();
    let shows = (words().destination.log.shows)(&title);
    let now = Memo::new(move |_| {
        let newest = shown.with(|all| all.iter().find(|one| one.id == id.get_value()).cloned());
        newest.unwrap_or_else(|| delivery.clone())
    });
    let badge = move || {
        let (text, class) = state(now.with(|now| now.state));
        view! { <span class=class>{text}</span> }
    };
    view! {
        <tr>
            <td>{badge}</td>
            <td class="delivery-title">
                <button
                    type="button"
                    class="quiet"
                    title=shows
                    on:click=move |_| model.send(Command::ShowDelivery { id: id.get_value() })
                >
                    {title}
                </button>
                <small class="muted" lang="en">{destination}</small>
            </td>
            <td class="number">{move || now.with(|now| now.attempts)}</td>
            <td class="mono">{move || now.with(|now| wall_clock(now.changed_ms))}</td>
            <td class="delivery-detail">
                <span lang="en">{move || now.with(|now| now.detail.clone())}</span>
                {move || now.with(behind)}
            </td>
        </tr>
    }
}

/// Behind what the last attempt came to: how long it took, or when the next one follows.
fn behind(delivery: &DeliveryView) -> Option<String> {
    match delivery.state {
        DeliveryState::Retrying => {
            delivery.next_attempt_ms.map(|at| (words().destination.log.next)(&wall_clock(at)))
        }
        DeliveryState::Delivered => delivery.duration_ms.map(|ms| format!(", {ms} ms")),
        _ => None,
    }
}

/// The time of day on the reader's wall.
pub(super) fn wall_clock(ms: i64) -> String {
    let date = js_sys::Date::new(&(ms as f64).into());
    format!("{:02}:{:02}:{:02}", date.get_hours(), date.get_minutes(), date.get_seconds())
}
