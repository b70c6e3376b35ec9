//! The screen: bar, narration, pipeline, and the four panes.

use leptos::prelude::*;

use crate::{
    analytics::Analytics,
    bar::{Bar, Lost, Narration, ReplayProgress, Scrubber, UndoNote},
    destination::Destination,
    detection::Detection,
    generator::Generator,
    guide::{Guide, GuideButton, GuidePanel},
    model::Model,
    pipeline::Pipeline,
    ui::tabs::{Pane, PaneTabs},
};

/// The whole page.
#[component]
pub(crate) fn App() -> impl IntoView {
    provide_context(Model::start());
    provide_context(Guide::at_start());
    // On a narrow screen one pane shows at a time; on a wide one all do.
    let pane = RwSignal::new(Pane::Generator);
    provide_context(pane);
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
