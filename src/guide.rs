//! The guided lab: the way from a template to a message in nine steps, each with a check that looks at the lab itself.
//!
//! It stands at the foot of the window and covers nothing that is being worked on: every step can be done by hand, by the page ("Do it
//! for me"), or skipped. How far one is, is remembered where the browser allows it; `step=4` in the address opens that step.

mod place;
mod steps;

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use self::{place::Place, steps::Step};
use crate::{
    address::{Part, address, is_readonly},
    model::use_model,
    ui::tabs::Pane,
    words::{StepWords, words},
};

/// Whether the guide is open, and where it is; one for the page.
#[derive(Clone, Copy)]
pub(crate) struct Guide {
    open: RwSignal<bool>,
    place: RwSignal<Place>,
    /// A schema was asked for, which is to be used when it comes.
    discovering: StoredValue<bool>,
    /// An empty lab was asked for: until it is there, what the lab before it has does not count.
    emptying: RwSignal<bool>,
}

impl Guide {
    /// The guide as it was left, or as the address asks for it.
    pub(crate) fn at_start() -> Self {
        let place = Place::at_start();
        Self {
            // Where it is one of the panels that are shown, it is there.
            open: RwSignal::new(place.asked || address().is_view()),
            place: RwSignal::new(place),
            discovering: StoredValue::new(false),
            emptying: RwSignal::new(false),
        }
    }

    /// Opens it at a step, from 1; nothing happens for one that there is not.
    pub(crate) fn open_at(self, step: u8) {
        if let Some(step) = Step::of_count(step) {
            self.place.update(|place| place.step = step);
            self.open.set(true);
        }
    }

    /// The step, from 1, and whether it is done.
    pub(crate) fn told(self) -> (usize, bool) {
        let step = self.step();
        (step.number() + 1, self.is_done(step))
    }

    fn step(self) -> Step {
        self.place.get().step
    }

    fn step_words(self) -> &'static StepWords {
        &words().guide.steps[self.step().number()]
    }

    fn is_done(self, step: Step) -> bool {
        self.place.get().is_done(step)
    }

    fn go(self, to: Option<Step>) {
        if let Some(to) = to {
            self.place.update(|place| place.step = to);
        }
    }

    /// To the next step, or to the end. What is only read is done when one goes on.
    fn go_on(self) {
        let step = self.place.get_untracked().step;
        if step == Step::Build {
            self.place.update(|place| place.finish(step));
        }
        match step.next() {
            Some(next) => self.go(Some(next)),
            None => self.close(),
        }
    }

    fn close(self) {
        if address().is_view() {
            return;
        }
        self.open.set(false);
        // The button that opened it is where the keyboard goes on.
        if let Ok(Some(button)) = document().query_selector(".guide-button")
            && let Some(button) = button.dyn_ref::<web_sys::HtmlElement>()
        {
            let _unfocusable = button.focus();
        }
    }
}

/// The button in the bar.
#[component]
pub(crate) fn GuideButton() -> impl IntoView {
    let guide: Guide = expect_context();
    view! {
        <button
            type="button"
            class="guide-button"
            aria-expanded=move || guide.open.get().to_string()
            aria-controls="guide"
            on:click=move |_| guide.open.update(|open| *open = !*open)
        >
            {words().guide.open}
        </button>
    }
}

/// The guide itself.
#[component]
pub(crate) fn GuidePanel() -> impl IntoView {
    let guide: Guide = expect_context();
    let model = use_model();
    // A step is done once its check has held while it was the one in sight.
    Effect::new(move |_| {
        let step = guide.step();
        if guide.open.get() && !guide.emptying.get() && !guide.is_done(step) && step.check(model) {
            guide.place.update(|place| place.finish(step));
        }
    });
    Effect::new(move |_| guide.place.get().remember());
    steps::listen(model, guide);
    view! {
        <section
            class="guide"
            id="guide"
            aria-labelledby="guide-title"
            hidden=move || !guide.open.get()
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    guide.close();
                }
            }
        >
            <Head/>
            <Text/>
            <Foot/>
        </section>
    }
}

/// The step's title, all steps, language and end.
#[component]
fn Head() -> impl IntoView {
    let guide: Guide = expect_context();
    let heading = NodeRef::<html::H2>::new();
    Effect::new(move |before: Option<bool>| {
        let open = guide.open.get();
        // Who opens it is taken there; who came to a page with an open guide is not.
        if open
            && before == Some(false)
            && let Some(heading) = heading.get()
        {
            let _unfocusable = heading.focus();
        }
        open
    });
    view! {
        <header class="guide-head">
            <h2 id="guide-title" tabindex="-1" node_ref=heading>
                <span class="guide-count">
                    {move || format!("{} {} {}", guide.step().number() + 1, words().guide.of, Step::ALL.len())}
                </span>
                {move || guide.step_words().title}
            </h2>
            <ol class="guide-steps" aria-label=words().guide.title>
                {Step::ALL.map(|step| view! { <li><StepButton step/></li> }).collect_view()}
            </ol>
            <div class="guide-end">
                <button
                    type="button"
                    class="quiet"
                    aria-label=words().guide.close
                    title=words().guide.close
                    on:click=move |_| guide.close()
                >
                    "×"
                </button>
            </div>
        </header>
    }
}

/// A step's number, or that it is done; goes there.
#[component]
fn StepButton(step: Step) -> impl IntoView {
    let guide: Guide = expect_context();
    let title = words().guide.steps[step.number()].title;
    let done = move || guide.is_done(step);
    let label = move || {
        let state = if done() { words().guide.done } else { "" };
        format!("{} {} {state}", step.number() + 1, title)
    };
    view! {
        <button
            type="button"
            class="guide-step"
            class:is-done=done
            aria-current=move || (guide.step() == step).then_some("step")
            aria-label=label
            title=title
            on:click=move |_| guide.go(Some(step))
        >
            {move || if done() { "✓".to_owned() } else { (step.number() + 1).to_string() }}
        </button>
    }
}

/// What the step is about, what to do, and what to mind.
#[component]
fn Text() -> impl IntoView {
    let guide: Guide = expect_context();
    let step = move || guide.step_words();
    view! {
        <div class="guide-text">
            <p>{move || step().about}</p>
            <p><strong>{words().guide.task}": "</strong>{move || step().task}</p>
            <p class="guide-trap" hidden=move || step().trap.is_none()>
                <strong>{words().guide.trap}": "</strong>
                {move || step().trap.unwrap_or_default()}
            </p>
        </div>
    }
}

/// Whether the address leaves that part of the page.
fn is_there(id: &str) -> bool {
    match Pane::ALL.into_iter().find(|pane| pane.id() == id) {
        Some(pane) => pane.is_shown(),
        None => address().shows(Part::Pipeline),
    }
}

/// Whether the step is done, and the ways on.
#[component]
fn Foot() -> impl IntoView {
    let guide: Guide = expect_context();
    let model = use_model();
    let pane: RwSignal<Pane> = expect_context();
    let step = move || guide.step();
    let check = move || {
        let words = &words().guide;
        let state = if guide.is_done(step()) { words.done } else { words.waits };
        format!("{state}: {}", guide.step_words().check)
    };
    let is_last = move || step().next().is_none();
    view! {
        <footer class="guide-foot">
            <p class="guide-check" class:is-done=move || guide.is_done(step()) role="status">{check}</p>
            <div class="row">
                <button
                    type="button"
                    class="quiet"
                    hidden=move || !is_last()
                    on:click=move |_| guide.place.set(Place::default())
                >
                    {words().guide.again}
                </button>
                <button
                    type="button"
                    class="quiet"
                    hidden=move || !step().place().is_some_and(is_there)
                    on:click=move |_| steps::show(step(), pane)
                >
                    {words().guide.show}
                </button>
                <button
                    type="button"
                    hidden=move || !step().has_help() || is_readonly()
                    on:click=move |_| step().help(model, guide)
                >
                    {words().guide.help}
                </button>
                <button
                    type="button"
                    disabled=move || step().before().is_none()
                    on:click=move |_| guide.go(step().before())
                >
                    {words().guide.back}
                </button>
                <button
                    type="button"
                    class="primary"
                    hidden=move || is_last() && address().is_view()
                    on:click=move |_| guide.go_on()
                >
                    {move || if is_last() { words().guide.finish } else { words().guide.next }}
                </button>
            </div>
        </footer>
    }
}
