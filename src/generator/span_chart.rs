//! A sender's planned times as a track: spans that are moved, lengthened and raised with the pointer or the keyboard.
//!
//! Each span is a button, so that it can be reached and says what it is; its edges are for the pointer only, since the keys do the same with Shift.

use leptos::{html, prelude::*};
use rillcut_lab::file::ActiveSpan;
use web_sys::{KeyboardEvent, PointerEvent};

use super::timeline::{self, Scale, begun, ended, instant, moved, removed};
use crate::words::words;

/// What the pointer holds.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Hold {
    Whole,
    Beginning,
    End,
}

/// A span that is being moved: which, by what, where the pointer began, and the plan before.
#[derive(Debug, Clone, PartialEq)]
struct Drag {
    at: usize,
    hold: Hold,
    from_x: f64,
    before: Vec<ActiveSpan>,
    scale: Scale,
}

/// The track; `put` takes the plan after each change.
#[component]
pub(super) fn SpanChart(
    #[prop(into)] active: Signal<Vec<ActiveSpan>>,
    /// The sender's own rate.
    #[prop(into)]
    base: Signal<f64>,
    /// The lab's clock, in seconds since its start.
    #[prop(into)]
    clock: Signal<f64>,
    put: Callback<Vec<ActiveSpan>>,
    /// The span that was chosen last.
    chosen: RwSignal<Option<usize>>,
) -> impl IntoView {
    let shown = RwSignal::new(active.get_untracked());
    Effect::new(move |_| shown.set(active.get()));
    let drag = RwSignal::new(None::<Drag>);
    let track = NodeRef::<html::Div>::new();
    // The scale stands still while something is held.
    let scale = Memo::new(move |_| match drag.get() {
        Some(drag) => drag.scale,
        // The clock runs: the scale goes with it by the minute.
        None => shown.with(|spans| Scale::of(spans, base.get(), (clock.get() / 60.0).ceil() * 60.0)),
    });
    let count = Memo::new(move |_| shown.with(Vec::len));
    let now = move || scale.get().percent(clock.get());
    let pointer_moves = move |event: PointerEvent| {
        let (Some(drag), Some(track)) = (drag.get_untracked(), track.get_untracked()) else { return };
        let width = track.get_bounding_client_rect().width().max(1.0);
        let by = (f64::from(event.client_x()) - drag.from_x) / width * drag.scale.length;
        let mut spans = drag.before.clone();
        let (from, until) = (spans[drag.at].from, spans[drag.at].until);
        match drag.hold {
            Hold::Whole => moved(&mut spans, drag.at, drag.scale.snapped(from + by) - from),
            Hold::Beginning => begun(&mut spans, drag.at, drag.scale.snapped(from + by)),
            Hold::End => {
                let until = until.unwrap_or(drag.scale.length);
                ended(&mut spans, drag.at, Some(drag.scale.snapped(until + by)));
            }
        }
        if shown.with_untracked(|shown| *shown != spans) {
            shown.set(spans);
        }
    };
    let release = move |_: PointerEvent| {
        let Some(held) = drag.get_untracked() else { return };
        drag.set(None);
        if shown.with_untracked(|shown| *shown != held.before) {
            put.run(shown.get_untracked());
        }
    };
    let marks = move || {
        let scale = scale.get();
        let marks = (0..=(scale.length / scale.mark) as usize).map(move |number| {
            let at = number as f64 * scale.mark;
            view! { <span style:left=format!("{}%", scale.percent(at))>{instant(at)}</span> }
        });
        marks.collect_view()
    };
    let edit = Callback::new(move |spans: Vec<ActiveSpan>| {
        shown.set(spans.clone());
        put.run(spans);
    });
    view! {
        <div class="track" role="group" aria-label=words().senders.plan.timeline aria-describedby="track-keys">
            <div
                class="track-spans"
                node_ref=track
                on:pointermove=pointer_moves
                on:pointerup=release
                on:pointercancel=release
            >
                <For
                    each=move || 0..count.get()
                    key=|at| *at
                    children=move |at| view! { <Block at shown scale base drag edit chosen/> }
                />
                <span class="track-now" aria-hidden="true" style:left=move || format!("{}%", now())></span>
            </div>
            <div class="track-marks" aria-hidden="true">{marks}</div>
        </div>
    }
}

/// One span of the track.
#[component]
fn Block(
    at: usize,
    shown: RwSignal<Vec<ActiveSpan>>,
    scale: Memo<Scale>,
    base: Signal<f64>,
    drag: RwSignal<Option<Drag>>,
    edit: Callback<Vec<ActiveSpan>>,
    chosen: RwSignal<Option<usize>>,
) -> impl IntoView {
    let span = Memo::new(move |_| shown.with(|spans| spans.get(at).cloned().unwrap_or_default()));
    let left = move || format!("{}%", scale.get().percent(span.with(|span| span.from)));
    let width = move || {
        let (from, until) = span.with(|span| (span.from, span.until));
        let until = until.unwrap_or(scale.get().length);
        format!("{}%", scale.get().percent(until) - scale.get().percent(from))
    };
    // The outline: from the rate at its beginning to that at its end, in percent of the highest from above.
    let outline = move || {
        let (from, to) = span.with(|span| {
            let from = span.rate.unwrap_or(base.get());
            (from, span.rate_to.unwrap_or(from))
        });
        let above = |rate: f64| 100.0 - (rate / scale.get().highest * 92.0).clamp(3.0, 92.0);
        format!("polygon(0 100%, 0 {}%, 100% {}%, 100% 100%)", above(from), above(to))
    };
    let name = move || (words().senders.plan.numbered)(&(at + 1).to_string(), &span.with(timeline::span));
    let hold = move |event: &PointerEvent, hold: Hold| {
        if event.button() != 0 {
            return;
        }
        chosen.set(Some(at));
        let before = shown.get_untracked();
        drag.set(Some(Drag {
            at,
            hold,
            from_x: f64::from(event.client_x()),
            before,
            scale: scale.get_untracked(),
        }));
        event.stop_propagation();
    };
    let block = NodeRef::<html::Button>::new();
    let capture = move |event: &PointerEvent| {
        if let Some(block) = block.get_untracked() {
            // It fails for a pointer that is gone.
            let _captured = block.set_pointer_capture(event.pointer_id());
            let _focus = block.focus();
        }
    };
    let key = move |event: KeyboardEvent| {
        let (mut spans, scale) = (shown.get_untracked(), scale.get_untracked());
        let Some(span) = spans.get(at).cloned() else { return };
        let (step, by_end) = (scale.step, event.shift_key());
        let raised = |factor: f64| {
            let rate = span.rate.unwrap_or(base.get_untracked());
            Some(((rate * factor).max(0.001) * 1000.0).round() / 1000.0)
        };
        match event.key().as_str() {
            "ArrowLeft" if by_end => ended(&mut spans, at, span.until.map(|until| until - step)),
            "ArrowRight" if by_end => ended(&mut spans, at, span.until.map(|until| until + step)),
            "ArrowLeft" => moved(&mut spans, at, -step),
            "ArrowRight" => moved(&mut spans, at, step),
            "ArrowUp" => spans[at].rate = raised(1.1),
            "ArrowDown" => spans[at].rate = raised(1.0 / 1.1),
            "Delete" | "Backspace" => removed(&mut spans, at),
            _ => return,
        }
        event.prevent_default();
        chosen.set(Some(at));
        if shown.with_untracked(|shown| *shown != spans) {
            edit.run(spans);
        }
    };
    view! {
        <button
            type="button"
            node_ref=block
            class="span"
            class:is-open=move || span.with(|span| span.until.is_none())
            class:is-chosen=move || chosen.get() == Some(at)
            style:left=left
            style:width=width
            aria-label=name
            on:keydown=key
            on:focus=move |_| chosen.set(Some(at))
            on:pointerdown=move |event| {
                hold(&event, Hold::Whole);
                capture(&event);
            }
        >
            <span class="span-area" style:clip-path=outline></span>
            <span
                class="span-edge is-start"
                on:pointerdown=move |event| {
                    hold(&event, Hold::Beginning);
                    capture(&event);
                }
            ></span>
            <span
                class="span-edge is-end"
                on:pointerdown=move |event| {
                    hold(&event, Hold::End);
                    capture(&event);
                }
            ></span>
        </button>
    }
}
