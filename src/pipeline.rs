//! The picture of the way of a record: senders, source, in-application streams, destination.
//!
//! Drawn from the checked plan, not from a drawing of the lab: `layout` places the nodes of whatever program runs in columns by how far
//! they are from the source. Nodes are HTML buttons over one SVG of arrows, so that they are read, focused and clicked like any others.

mod flow;
mod layout;
mod node;
mod rates;

use std::sync::Arc;

use leptos::prelude::*;
use rillcut_lab::protocol::LabView;

use crate::{model::use_model, words::words};
use flow::{Flow, PumpPanel};
use layout::{Layout, layout};
use node::NodeCard;
use rates::Rates;

/// The picture.
#[component]
pub(crate) fn Pipeline() -> impl IntoView {
    let model = use_model();
    let rates = Rates::watch(model);
    // The pump that is looked at, by its position.
    let chosen = RwSignal::new(None::<usize>);
    let w = &words().pipeline;
    let placed = Memo::new(move |_| model.lab.with(|view| view.as_ref().map(placed)));
    view! {
        <section class="pipeline" id="pipeline" aria-label=w.title>
            <div class="pipeline-scroll" tabindex="0" role="group" aria-label=w.scroll>
                {move || placed.get().map(|layout| view! { <Picture layout rates chosen/> })}
            </div>
            <PumpPanel chosen rates/>
        </section>
    }
}

fn placed(view: &Arc<LabView>) -> Arc<Layout> {
    Arc::new(layout(view))
}

#[component]
fn Picture(layout: Arc<Layout>, rates: Rates, chosen: RwSignal<Option<usize>>) -> impl IntoView {
    let (columns, rows) = (layout.columns, layout.rows);
    let arrows = layout
        .arrows
        .iter()
        .map(|arrow| {
            let (x1, y1) = layout.right_of(arrow.from);
            let (x2, y2) = layout.left_of(arrow.to);
            let bend = (x2 - x1) / 2.0;
            let path = format!("M{x1} {y1}C{} {y1} {} {y2} {x2} {y2}", x1 + bend, x2 - bend);
            let text = arrow.label.clone();
            let (flows, from) =
                (arrow.started && arrow.pump.is_some(), arrow.pump.map_or(0, |(_, from)| from));
            let flowing = move || flows && rates.of_stream(from) > 0.0;
            view! {
                <path
                    class="arrow"
                    class:is-stopped=!arrow.started
                    class:is-flowing=flowing
                    d=path
                    marker-end="url(#arrow-head)"
                >
                    <title lang=arrow.pump.map(|_| "en")>{text}</title>
                </path>
            }
        })
        .collect_view();
    let flows = layout.arrows.iter().filter_map(|arrow| {
        let (pump, from) = arrow.pump?;
        let ((x1, y1), (x2, y2)) = (layout.right_of(arrow.from), layout.left_of(arrow.to));
        let (x, y) = (f64::midpoint(x1, x2), f64::midpoint(y1, y2));
        let label = arrow.label.clone();
        let started = arrow.started;
        Some(view! {
            <li class="flow-place" style:left=format!("{x}px") style:top=format!("{y}px")>
                <Flow pump from label started rates chosen/>
            </li>
        })
    });
    let flows = flows.collect_view();
    let size = (columns as f64 * layout::COLUMN, rows as f64 * layout::ROW);
    let nodes = layout
        .nodes
        .iter()
        .map(|node| {
            let (x, y) = node.corner();
            view! {
                <li class="pipeline-place" style:left=format!("{x}px") style:top=format!("{y}px")>
                    <NodeCard node=node.clone() rates/>
                </li>
            }
        })
        .collect_view();
    view! {
        <div
            class="pipeline-picture"
            style:width=format!("{}px", size.0)
            style:height=format!("{}px", size.1)
        >
            <svg width=size.0 height=size.1 aria-hidden="true">
                <defs>
                    <marker id="arrow-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
                        <path d="M0 0 8 4 0 8z" class="arrow-head"></path>
                    </marker>
                </defs>
                {arrows}
            </svg>
            <ul>{nodes}</ul>
            <ul aria-label=words().pipeline.pumps>{flows}</ul>
        </div>
    }
}
