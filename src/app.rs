//! The screen: bar, narration, pipeline, and the four panes; or what of them the address names.

use leptos::prelude::*;

use crate::{
    address::{Part, address, is_readonly},
    analytics::{self, Analytics},
    bar::{
        AddressNote, Bar, Lost, Narration, ReplayProgress, Scrubber, SlimBar, Theme, UndoNote, UpdateNote,
    },
    destination::Destination,
    detection::{self, Detection},
    embed,
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
    let guide = Guide::at_start();
    provide_context(guide);
    let model = use_model();
    model.follow_address();
    analytics::provide(model);
    detection::provide(model);
    Effect::new(move |_| {
        if let Some(name) = model.lab.with(|view| view.as_ref().map(|view| view.lab.name.clone())) {
            document().set_title(&format!("{name} · Rillcut"));
        }
    });
    // On a narrow screen one pane shows at a time; on a wide one all do.
    let pane = RwSignal::new(Pane::first());
    provide_context(pane);
    let language = RwSignal::new(Language::at_start());
    provide_context(language);
    let theme = RwSignal::new(Theme::at_start());
    provide_context(theme);
    Effect::new(move |_| theme.get().show());
    embed::start(model, guide, theme);
    provide_context(Unsaved::new());
    if is_readonly()
        && let Some(root) = document().document_element()
    {
        // What would change the lab is not there; an attribute of a name that is one cannot be refused.
        let _always_taken = root.set_attribute("data-readonly", "");
    }
    // Another language draws the screen anew; what is worth keeping is in the model or here.
    move || {
        language.get().speak();
        view! { <Screen pane/> }
    }
}

/// What is on it, in the language of the page.
#[component]
fn Screen(pane: RwSignal<Pane>) -> impl IntoView {
    if address().is_view() {
        return view! { <Panels/> }.into_any();
    }
    let shows = |part| address().shows(part);
    view! {
        {shows(Part::Bar).then(|| view! { <Bar/> })}
        <main class="page">
            <Lost/>
            <div class="narration-row">
                {shows(Part::Narration).then(|| view! { <Narration/> })}
                {shows(Part::Guide).then(|| view! { <GuideButton/> })}
            </div>
            {shows(Part::Scrubber).then(|| view! { <Scrubber/> })}
            <Notes/>
            {shows(Part::Pipeline).then(|| view! { <Pipeline/> })}
            <PaneTabs pane/>
            <div class="panes" data-pane=move || pane.get().id()>
                <Panes/>
            </div>
            {shows(Part::Guide).then(|| view! { <GuidePanel/> })}
        </main>
    }
    .into_any()
}

/// The panels that the address names, beside each other where there is room.
#[component]
fn Panels() -> impl IntoView {
    let shows = |part| address().shows(part);
    view! {
        {shows(Part::Bar).then(|| view! { <SlimBar/> })}
        <main class="page is-view">
            <Lost/>
            <Notes/>
            {shows(Part::Pipeline).then(|| view! { <Pipeline/> })}
            <div class="panes">
                <Panes/>
                {shows(Part::Guide).then(|| view! { <GuidePanel/> })}
            </div>
        </main>
    }
}

#[component]
fn Notes() -> impl IntoView {
    view! {
        <AddressNote/>
        <ReplayProgress/>
        <UndoNote/>
        <UpdateNote/>
    }
}

#[component]
fn Panes() -> impl IntoView {
    view! {
        {Pane::Generator.is_shown().then(|| view! { <Generator/> })}
        {Pane::Analytics.is_shown().then(|| view! { <Analytics/> })}
        {Pane::Detection.is_shown().then(|| view! { <Detection/> })}
        {Pane::Destination.is_shown().then(|| view! { <Destination/> })}
    }
}
