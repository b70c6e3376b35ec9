//! What the page around the frame is told, and when: states a few times a second, anomalies with them, the rest as it comes.

use std::time::Duration;

use leptos::prelude::*;
use rillcut_lab::protocol::{ProblemSource, Speed};
use wasm_bindgen::prelude::*;

use super::{
    Line, around,
    asked::Answers,
    presence,
    protocol::{Fault, Told},
};
use crate::{detection::calm::calm, guide::Guide, model::Model};

/// Shortest time between two states.
const PACE: Duration = Duration::from_millis(250);
/// Most anomalies that are told with a state, the newest; the state says how many there are.
const ANOMALIES: usize = 20;

/// The page around the frame.
#[derive(Clone, Copy)]
pub(super) struct Host(StoredValue<Line, LocalStorage>);

impl Host {
    pub(super) fn new(line: Line) -> Self {
        Self(StoredValue::new_local(line))
    }

    pub(super) fn with(self, act: impl FnOnce(&Line)) {
        self.0.with_value(act);
    }

    fn tell(self, told: &Told<'_>, id: &JsValue) {
        // Texts and numbers always have a form in JavaScript.
        if let Ok(message) = serde_wasm_bindgen::to_value(told) {
            self.with(|line| line.tell(&message, id));
        }
    }

    fn say(self, told: &Told<'_>) {
        self.tell(told, &JsValue::UNDEFINED);
    }

    pub(super) fn tell_fault(self, fault: Fault, further: u32, id: &JsValue) {
        let (code, message, hint) = fault.said();
        self.tell(&Told::Error { code, message, hint, further }, id);
    }

    /// Tells where the lab is, in answer to a message where there is an `id`.
    pub(super) fn tell_state(self, model: Model, id: &JsValue) {
        let speed = match model.speed.get_untracked() {
            Speed::Times(times) => Some(times),
            Speed::Max => None,
        };
        model.lab.with_untracked(|view| {
            model.frame.with_untracked(|frame| {
                let state = Told::State {
                    lab: view.as_ref().map_or("", |view| &view.lab.name),
                    // Off the screen the clock stands, and is to go on: that is nothing to the page around.
                    running: presence::would_run(!frame.state.is_paused()),
                    clock: frame.clock_ms as f64,
                    start: view.as_ref().map_or(0.0, |view| view.start_ms as f64),
                    speed,
                    records: frame.source.records as f64,
                    anomalies: frame.anomalies_total as f64,
                };
                self.tell(&state, id);
            });
        });
    }

    /// Tells all that comes, for as long as the page lives.
    pub(super) fn tell_of(self, model: Model, guide: Guide, answers: Answers) {
        let height = Closure::<dyn FnMut(u32)>::new(move |height| self.say(&Told::Resize { height }));
        around().watch_height(&height.into_js_value());
        let is_there = Memo::new(move |_| model.lab.with(Option::is_some));
        Effect::new(move |_| {
            if is_there.get() {
                model.lab.with_untracked(|view| {
                    let lab = view.as_ref().map_or("", |view| &view.lab.name);
                    self.say(&Told::Ready { version: env!("CARGO_PKG_VERSION"), lab });
                });
            }
        });
        let pace = calm(PACE, move || {
            model.frame.track();
            model.lab.track();
            model.speed.track();
        });
        let next = StoredValue::new(0);
        Effect::new(move |_| {
            pace.track();
            if is_there.get() {
                self.tell_state(model, &JsValue::UNDEFINED);
                self.tell_anomalies(model, next);
            }
        });
        let step = Memo::new(move |_| guide.told());
        Effect::new(move |_| {
            let (step, done) = step.get();
            self.say(&Told::Step { step, done });
        });
        let refused = Memo::new(move |_| model.problems(&ProblemSource::Lab));
        Effect::new(move |_| {
            refused.with(|problems| {
                if let Some(problem) = problems.first() {
                    let hint = problem.hint.as_deref().unwrap_or_default();
                    let error =
                        Told::Error { code: &problem.code, message: &problem.message, hint, further: 0 };
                    self.tell(&error, &answers.take_loading());
                }
            });
        });
        Effect::new(move |_| {
            if let Some(reason) = model.lost.get() {
                let hint = "a reader can start another one";
                self.say(&Told::Error { code: "EMB0008", message: &reason, hint, further: 0 });
            }
        });
    }

    /// Tells the rows that have come since the last time; `next` is the number of the first that was not told.
    fn tell_anomalies(self, model: Model, next: StoredValue<u64>) {
        model.anomalies.with_untracked(|all| {
            // Another run counts anew.
            let Some(last) = all.back() else { return next.set_value(0) };
            let from = if last.number + 1 < next.get_value() { 0 } else { next.get_value() };
            let new = all.iter().rev().take(ANOMALIES).take_while(|one| one.number >= from);
            for one in new.collect::<Vec<_>>().into_iter().rev() {
                self.say(&Told::Anomaly {
                    number: one.number as f64,
                    time: one.rowtime_ms as f64,
                    score: one.score,
                    sentence: &one.sentence,
                });
            }
            next.set_value(last.number + 1);
        });
    }
}
