//! The screen: bar, narration, pipeline, and the four panes.

use leptos::prelude::*;

use crate::{
    analytics::{self, Analytics},
    bar::{Bar, Lost, Narration, ReplayProgress, Scrubber, Theme, UndoNote},
    destination::Destination,
    detection::{self, Detection},
    generator::{Generator, Unsaved},
    guide::{Guide, GuideButton, GuidePanel},
    model::{Model, use_model},
    pipeline::Pipeline,
    ui::tabs::{Pane, PaneTabs},
    words::Language,
};

/// The whole page.
#[component]
pub(crate) fn App() -> impl IntoView {
    provide_context(Model::start());
    provide_context(Guide::at_start());
    let model = use_model();
    analytics::provide(model);
    detection::provide(model);
    Effect::new(move |_| {
        if let Some(name) = model.lab.with(|view| view.as_ref().map(|view| view.lab.name.clone())) {
            document().set_title(&format!("{name} · Rillcut"));
        }
    });
    // On a narrow screen one pane shows at a time; on a wide one all do.
    let pane = RwSignal::new(Pane::Generator);
    provide_context(pane);
    let language = RwSignal::new(Language::at_start());
    provide_context(language);
    provide_context(RwSignal::new(Theme::at_start()));
    provide_context(Unsaved::new());
    // Another language draws the screen anew; what is worth keeping is in the model or here.
    move || {
        language.get().speak();
        view! { <Screen pane/> }
    }
}

/// What is on it, in the language of the page.
#[component]
fn Screen(pane: RwSignal<Pane>) -> impl IntoView {
    view! {
        <Bar/>
        <main class="page">
            <Lost/>
            <div class="narration-row">
                <Narration/>
                <GuideButton/>
            </div>
            <Scrubber/>
            <ReplayProgress/>
            <UndoNote/>
            <Pipeline/>
            <PaneTabs pane/>
            <div class="panes" data-pane=move || pane.get().id()>
                <Generator/>
                <Analytics/>
                <Detection/>
                <Destination/>
            </div>
            <GuidePanel/>
        </main>
    }
}
