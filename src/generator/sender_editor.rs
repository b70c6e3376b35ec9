//! Everything that a sender can be told, in a dialog: how often, when, how long, in which form. It takes effect at once.

use leptos::{html, prelude::*};
use rillcut_lab::{
    Periods, Rate,
    file::{ActiveSpan, SenderSpec},
    protocol::{Command, Edit, ProblemSource, SenderStatus, Speed},
};

use super::{
    entry::Entry,
    heat_cells::{Cell, Shape, shaped},
    heat_map::HeatMap,
    senders::put,
    span_chart::SpanChart,
    span_fields::SpanFields,
    take_away::TakeAway,
    timeline::{self, insert},
};
use crate::{
    model::{Model, use_model},
    ui::{dialog::show_when, format::rate, problems::Problems},
    words::words,
};

/// A sender as the dialog has it: what was changed counts before the engine has answered.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    at: usize,
    model: Model,
    spec: RwSignal<SenderSpec>,
    /// What the engine has been sent and not yet answered, oldest first.
    sent: StoredValue<Vec<SenderSpec>>,
}

impl Draft {
    fn new(model: Model, at: usize) -> Self {
        let in_force = move || model.lab.with(|view| view.as_ref()?.lab.senders.get(at).cloned());
        let spec = RwSignal::new(untrack(in_force).unwrap_or_default());
        let sent = StoredValue::new(Vec::new());
        Effect::new(move |_| {
            let refused = !model.problems(&ProblemSource::Sender(at)).is_empty();
            let Some(in_force) = in_force() else { return };
            let mut late = false;
            sent.update_value(|sent| late = is_late(sent, &in_force));
            // What is refused is taken back.
            if refused || !late {
                sent.update_value(Vec::clear);
                spec.set(in_force);
            }
        });
        Self { at, model, spec, sent }
    }

    /// Changes it here and in the engine.
    pub(super) fn change(self, change: impl FnOnce(&mut SenderSpec)) {
        self.spec.update(change);
        let spec = self.spec.get_untracked();
        self.sent.update_value(|sent| sent.push(spec.clone()));
        put(self.model, self.at, spec);
    }

    /// A part of it.
    pub(super) fn part<T: PartialEq + Send + Sync + 'static>(
        self,
        part: impl Fn(&SenderSpec) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| self.spec.with(&part))
    }
}

/// Whether the engine's sender is one that has been changed again since: keys that repeat are faster than its answers. It and those before it are no
/// longer waited for.
fn is_late(sent: &mut Vec<SenderSpec>, in_force: &SenderSpec) -> bool {
    match sent.iter().position(|spec| spec == in_force) {
        Some(at) => {
            sent.drain(..=at);
            !sent.is_empty()
        }
        None => false,
    }
}

/// The dialog; it shows the sender whose position is set.
#[component]
pub(super) fn SenderEditor(opened: RwSignal<Option<usize>>) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    show_when(dialog, move || opened.with(Option::is_some));
    view! {
        <dialog
            class="dialog wide-dialog"
            node_ref=dialog
            aria-labelledby="sender-editor-title"
            on:close=move |_| opened.set(None)
        >
            {move || opened.get().map(|at| view! { <Body at/> })}
        </dialog>
    }
}

#[component]
fn Body(at: usize) -> impl IntoView {
    let model = use_model();
    let draft = Draft::new(model, at);
    let status =
        Memo::new(move |_| model.frame.with(|frame| frame.senders.get(at).cloned().unwrap_or_default()));
    let name = draft.part(|spec| spec.name.clone());
    let sending = Memo::new(move |_| status.with(|status| status.sending));
    let refused = Signal::derive(move || model.problems(&ProblemSource::Sender(at)));
    let words = &words().senders;
    view! {
        <div class="dialog-head">
            <h2 id="sender-editor-title">{move || (words.editor.title)(&name.get())}</h2>
            <button
                type="button"
                class="small"
                on:click=move |_| model.send(Command::Edit(Edit::Send { at, on: !sending.get_untracked() }))
            >
                {move || if sending.get() { words.stop } else { words.start }}
            </button>
            <form method="dialog">
                <button class="quiet small" aria-label=words.editor.close>"✕"</button>
            </form>
        </div>
        <p class="sender-now" class:is-sending=move || sending.get()>
            <span class="sender-dot" aria-hidden="true"></span>
            <span>{move || status.with(done)}</span>
            <span>{move || status.with(|status| achieved(status, model.speed.get(), model.is_running()))}</span>
        </p>
        <Problems problems=refused/>
        <HowOften draft/>
        <When draft/>
        <Ends draft/>
        <section aria-labelledby="take-title">
            <h3 id="take-title">{words.take.title}</h3>
            <TakeAway at/>
        </section>
    }
}

/// What a sender does now.
pub(super) fn done(status: &SenderStatus) -> String {
    let records = (words().common.records)(status.records);
    if status.sending { (words().senders.now)(&records, &rate(status.rate)) } else { records }
}

/// The rate that a sender has come to by the wall clock, beside the one that is wanted.
pub(super) fn achieved(status: &SenderStatus, speed: Speed, running: bool) -> String {
    if !status.sending || !running {
        return String::new();
    }
    let (words, achieved) = (&words().senders, rate(status.achieved));
    match speed {
        // A second of the lab has a sixtieth of one at ×60.
        Speed::Times(times) if times != 1.0 => {
            (words.achieved)(&achieved, &rate(status.rate * times)) + &(words.at_speed)(&times.to_string())
        }
        Speed::Times(_) => (words.achieved)(&achieved, &rate(status.rate)),
        Speed::Max => (words.achieved_alone)(&achieved),
    }
}

/// A constant rate, or the table of periods.
#[component]
fn HowOften(draft: Draft) -> impl IntoView {
    let model = use_model();
    let periodic = draft.part(|spec| spec.periods.is_some());
    let rate = draft.part(|spec| spec.rate.to_string());
    // The table that was there before another choice comes back with it.
    let kept = StoredValue::new(None::<Box<Periods>>);
    let table = draft.part(|spec| spec.periods.clone());
    let clock_cell = Memo::new(move |_| {
        let offset = draft.spec.with(|spec| spec.utc_offset);
        Some(Cell::at(model.frame.with(|frame| frame.clock_ms), offset))
    });
    let choose = move |to_table: bool| {
        let taken = kept.get_value();
        if to_table {
            draft.change(|spec| {
                let made = || Box::new(shaped(Shape::Office, spec.rate.max(1.0), true));
                spec.periods = Some(taken.unwrap_or_else(made));
            });
        } else {
            kept.set_value(table.get_untracked());
            draft.change(|spec| spec.periods = None);
        }
    };
    let radio = move |(label, to_table): (&'static str, bool)| {
        view! {
            <label class="segment">
                <input
                    type="radio"
                    name="how-often"
                    class="sr-only"
                    prop:checked=move || periodic.get() == to_table
                    on:change=move |_| choose(to_table)
                />
                <span>{label}</span>
            </label>
        }
    };
    let set_rate = Callback::new(move |text: String| {
        // What is no number is refused by the engine, which says so.
        let rate = text.trim().parse().unwrap_or(f64::NAN);
        draft.change(|spec| spec.rate = rate);
    });
    let put_table = Callback::new(move |periods: Periods| {
        draft.change(|spec| spec.periods = Some(Box::new(periods)));
    });
    let periods = Signal::derive(move || {
        table.get().map_or_else(|| Periods::uniform(Rate::default(), Rate::default()), |table| *table)
    });
    let (unit, words) = (words().senders.per_second, &words().senders.editor);
    view! {
        <section aria-labelledby="how-often-title">
            <div class="row spread">
                <h3 id="how-often-title">{words.how_often}</h3>
                <div class="segments" role="radiogroup" aria-labelledby="how-often-title">
                    {[(words.constant, false), (words.by_hour, true)].map(radio).collect_view()}
                </div>
            </div>
            <div class="row">
                <Entry label=words.rate unit value=rate put=set_rate narrow=true/>
                <Check draft label=words.jitter of=|spec| &mut spec.jitter/>
            </div>
            <p class="muted note" hidden=move || !periodic.get()>
                {words.table_note}
            </p>
            {move || periodic.get().then(|| view! { <HeatMap periods put=put_table now=clock_cell/> })}
        </section>
    }
}

/// A switch of a sender.
#[component]
fn Check(draft: Draft, label: &'static str, of: fn(&mut SenderSpec) -> &mut bool) -> impl IntoView {
    let on = draft.part(move |spec| *of(&mut spec.clone()));
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=move || on.get()
                on:change=move |event| {
                    let checked = event_target_checked(&event);
                    draft.change(|spec| *of(spec) = checked);
                }
            />
            {label}
        </label>
    }
}

/// The planned times.
#[component]
fn When(draft: Draft) -> impl IntoView {
    let model = use_model();
    let active = draft.part(|spec| spec.active.clone());
    let base = draft.part(|spec| spec.rate);
    let chosen = RwSignal::new(None::<usize>);
    let clock = Memo::new(move |_| {
        let start = model.lab.with(|view| view.as_ref().map_or(0, |view| view.start_ms));
        // By the second: what is drawn moves by no less.
        (model.frame.with(|frame| frame.clock_ms) - start).div_euclid(1000).max(0) as f64
    });
    let put = Callback::new(move |spans: Vec<ActiveSpan>| draft.change(|spec| spec.active = spans));
    let add = move |length: f64, of: &dyn Fn(f64) -> (Option<f64>, Option<f64>)| {
        let (rate, rate_to) = of(base.get_untracked());
        let mut spans = active.get_untracked();
        // Behind the last one; one without an end is cut, ten seconds from now.
        let from = match spans.last() {
            None => clock.get_untracked(),
            Some(ActiveSpan { until: Some(until), .. }) => until + 10.0,
            Some(open) => open.from.max(clock.get_untracked()) + 10.0,
        };
        insert(&mut spans, ActiveSpan { from, until: Some(from + length), rate, rate_to });
        chosen.set(spans.iter().position(|span| span.from >= from));
        put.run(spans);
    };
    let words = &words().senders.plan;
    view! {
        <section aria-labelledby="when-title">
            <div class="row spread">
                <h3 id="when-title">{words.title}</h3>
                <div class="row">
                    <button type="button" class="quiet small" on:click=move |_| put.run(vec![ActiveSpan::default()])>
                        {words.all_the_time}
                    </button>
                    <button type="button" class="quiet small" on:click=move |_| put.run(Vec::new())>{words.by_hand_only}</button>
                    <button type="button" class="small" on:click=move |_| add(60.0, &|_| (None, None))>{words.add_span}</button>
                    <button type="button" class="small" on:click=move |_| add(25.0, &|base| (Some(base * 5.0), None))>
                        {words.add_burst}
                    </button>
                    <button type="button" class="small" on:click=move |_| add(120.0, &|base| (Some(0.0), Some(base * 5.0)))>
                        {words.add_ramp}
                    </button>
                </div>
            </div>
            <p class="note" role="status">{move || active.with(|active| said(active))}</p>
            <SpanChart active base=Signal::derive(move || base.get()) clock=Signal::derive(move || clock.get()) put chosen/>
            <p class="muted note" id="track-keys">
                {words.keys}
            </p>
            <SpanFields active put chosen base=Signal::derive(move || base.get())/>
        </section>
    }
}

fn said(active: &[ActiveSpan]) -> String {
    match active {
        [] => words().senders.plan.it_by_hand.to_owned(),
        spans => (words().senders.plan.it_sends)(&timeline::plan(spans)),
    }
}

/// Where it ends, and the form of its records.
#[component]
fn Ends(draft: Draft) -> impl IntoView {
    let text = |number: Option<f64>| number.map_or_else(String::new, timeline::instant);
    let limit = draft.part(|spec| spec.limit.map_or_else(String::new, |limit| limit.to_string()));
    let duration = draft.part(move |spec| text(spec.duration));
    let seed = draft.part(|spec| spec.seed.map_or_else(String::new, |seed| seed.to_string()));
    let offset = draft.part(|spec| offset_text(spec.utc_offset));
    let key = draft.part(|spec| spec.partition_key.clone().unwrap_or_default());
    // Nothing is nothing; what cannot be read changes nothing.
    let set_limit = Callback::new(move |text: String| match text.trim().replace(',', "").parse() {
        Ok(limit) => draft.change(|spec| spec.limit = Some(limit)),
        Err(_) if text.trim().is_empty() => draft.change(|spec| spec.limit = None),
        Err(_) => {}
    });
    let set_duration = Callback::new(move |text: String| match timeline::seconds(&text) {
        Some(seconds) => draft.change(|spec| spec.duration = Some(seconds)),
        None if text.trim().is_empty() => draft.change(|spec| spec.duration = None),
        None => {}
    });
    let set_seed = Callback::new(move |text: String| match text.trim().parse() {
        Ok(seed) => draft.change(|spec| spec.seed = Some(seed)),
        Err(_) if text.trim().is_empty() => draft.change(|spec| spec.seed = None),
        Err(_) => {}
    });
    let set_offset = Callback::new(move |text: String| {
        if let Some(minutes) = offset_of(&text) {
            draft.change(|spec| spec.utc_offset = minutes);
        }
    });
    let set_key = Callback::new(move |text: String| {
        let key = text.trim();
        draft.change(|spec| spec.partition_key = (!key.is_empty()).then(|| key.to_owned()));
    });
    let plain = |text: &str| Signal::stored(text.to_owned());
    let words = &words().senders.editor;
    view! {
        <section aria-labelledby="ends-title">
            <h3 id="ends-title">{words.ends}</h3>
            <div class="entries">
                <Entry label=words.stop_after unit=words.stop_after_unit value=limit put=set_limit nothing=plain(words.no_end)/>
                <Entry label=words.stop_after_time value=duration put=set_duration nothing=plain(words.no_end)/>
                <Entry label=words.seed value=seed put=set_seed nothing=plain(words.from_lab)/>
                <Entry label=words.local_clock value=offset put=set_offset/>
                <Entry label=words.key value=key put=set_key nothing=plain(words.random)/>
                <Check draft label=words.line_feed of=|spec| &mut spec.newline/>
            </div>
        </section>
    }
}

/// An offset as `+02:00`.
fn offset_text(minutes: i32) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

/// Minutes of `+02:00`, `-3:30`, `2`, `Z` or nothing.
fn offset_of(text: &str) -> Option<i32> {
    let text = text.trim();
    if matches!(text, "" | "Z" | "UTC") {
        return Some(0);
    }
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.trim_start_matches('+')),
    };
    let (hours, minutes) = digits.split_once(':').unwrap_or((digits, "0"));
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then(|| sign * i32::from(hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_read_as_they_are_written() {
        for minutes in [0, 120, -210, 345] {
            assert_eq!(offset_of(&offset_text(minutes)), Some(minutes));
        }
        assert_eq!((offset_of("2"), offset_of("Z"), offset_of("-3:30")), (Some(120), Some(0), Some(-210)));
        assert_eq!((offset_of("25"), offset_of("x"), offset_of("1:99")), (None, None, None));
    }

    #[test]
    fn late_answers_are_told_from_news() {
        let spec = |rate| SenderSpec { rate, ..SenderSpec::default() };
        let mut sent = vec![spec(1.0), spec(2.0), spec(3.0)];
        assert!(is_late(&mut sent, &spec(1.0)) && is_late(&mut sent, &spec(2.0)));
        assert!(!is_late(&mut sent, &spec(3.0)) && sent.is_empty());
        assert!(!is_late(&mut vec![spec(1.0)], &spec(9.0)), "somebody else has changed it");
    }

    #[test]
    fn a_rate_is_honest() {
        let status = SenderStatus { sending: true, records: 1, bytes: 9, rate: 500.0, achieved: 480.0 };
        assert_eq!(done(&status), "1 record · 500/s now");
        assert_eq!(achieved(&status, Speed::Times(1.0), true), "480 of 500/s achieved");
        assert_eq!(achieved(&status, Speed::Times(60.0), true), "480 of 30,000/s achieved at ×60");
        assert_eq!(achieved(&status, Speed::Max, true), "480/s achieved");
        assert_eq!(achieved(&status, Speed::Times(1.0), false), "");
        assert_eq!(done(&SenderStatus::default()), "0 records");
    }
}
