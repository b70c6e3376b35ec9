//! The chart of columns and score over ROWTIME, with the same in words and as a table.
//!
//! A picture is drawn at most once a frame of the screen: what changes it only marks it as stale. A canvas says nothing to a screen reader,
//! so the figure has a caption that sums it up and a table of the newest windows, and keys read one window after the other, zoom, move
//! and ask for an explanation, as a pointer does.

use leptos::{html, prelude::*};
use rillcut_lab::protocol::{Command, Edit};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::spawn_local;

use super::{
    judgement::{By, Judgement, Stretch, letter},
    lines::Lines,
    look::Look,
    span::{Span, fixed, moved, stretched},
    table::Newest,
    tools::Tools,
    uplot::{self, Plot},
};
use crate::{engine::text_of, ui::format::clock, words::words};

/// Where the library lies, relative to the page.
const LIBRARY: &str = "vendor/uplot.mjs";

/// A chart that was opened, and the functions that it calls.
struct Opened {
    plot: Plot,
    _on_threshold: Closure<dyn FnMut(f64, bool)>,
    _on_zoom: Closure<dyn FnMut(f64, f64)>,
    _on_point: Closure<dyn FnMut(f64)>,
    _on_pick: Closure<dyn FnMut(f64)>,
}

/// The picture and what it is made from.
#[derive(Clone, Copy)]
struct Scene {
    look: Look,
    opened: StoredValue<Option<Opened>, LocalStorage>,
    /// A picture is on its way.
    asked: StoredValue<bool>,
}

/// The figure.
#[component]
pub(super) fn Chart(look: Look, judgement: Memo<Judgement>) -> impl IntoView {
    let scene = Scene { look, opened: StoredValue::new_local(None), asked: StoredValue::new(false) };
    let place = NodeRef::<html::Div>::new();
    let failed = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        if let Some(place) = place.get() {
            spawn_local(async move {
                if let Err(error) = scene.open(&place).await {
                    failed.set(Some(text_of(&error)));
                }
            });
        }
    });
    Effect::new(move |_| {
        look.scored().chart.version();
        look.scored().track.track();
        look.scored().explained.track();
        look.threshold.track();
        look.stretches.track();
        look.span.track();
        look.shown.track();
        look.by.track();
        scene.ask();
    });
    // A new run begins with the newest of it in sight.
    Effect::new(move |_| {
        if look.scored().chart.with(std::collections::VecDeque::is_empty)
            && matches!(look.span.get_untracked(), Span::Fixed { .. })
        {
            look.span.set(Span::Recent);
        }
    });
    on_cleanup(move || {
        scene.opened.update_value(|opened| {
            if let Some(opened) = opened.take() {
                opened.plot.close();
            }
        });
    });
    let w = &words().detection.chart;
    let focused = RwSignal::new(false);
    let key = move || {
        let names = look.names().into_iter().enumerate();
        names
            .map(|(at, name)| view! { <li class=format!("key-line key-{at}")>{(w.left)(&name)}</li> })
            .collect_view()
    };
    view! {
        <figure class="chart">
            <link rel="stylesheet" href="vendor/uplot.css"/>
            <Tools look zoom=Callback::new(move |factor| scene.zoom(factor)) pan=Callback::new(move |share| scene.pan(share))/>
            <ul class="chart-key" aria-label=w.key>
                {key}
                <li class="key-score">{move || (w.right)(look.by.get().name())}</li>
                <li class="key-mark">{move || if look.by.get() == By::Score { w.above } else { w.graded }}</li>
                <li class="key-counts" hidden=move || look.by.get() != By::Score>{w.all_scores}</li>
            </ul>
            <p class="chart-point mono" aria-live=move || if focused.get() { "polite" } else { "off" }>
                {move || look.reading()}
            </p>
            <div
                class="plot"
                node_ref=place
                tabindex="0"
                role="application"
                aria-roledescription=w.role
                aria-describedby="chart-keys"
                aria-label=move || (w.label)(&look.title())
                on:keydown=move |event| scene.on_key(&event)
                on:focus=move |_| focused.set(true)
                on:blur=move |_| focused.set(false)
            ></div>
            {move || {
                failed
                    .get()
                    .map(|reason| {
                        view! {
                            <p class="muted" role="alert">
                                {(w.failed)(&reason)}
                            </p>
                        }
                    })
            }}
            <details class="chart-help">
                <summary>{w.help}</summary>
                <p id="chart-keys">
                    {w.pointers}
                    <kbd>"←"</kbd>" "<kbd>"→"</kbd>{w.keys_read}<kbd>"N"</kbd>" "<kbd>"P"</kbd>{w.keys_mark}
                    <kbd>"Enter"</kbd>{w.keys_explain}<kbd>"+"</kbd>" "<kbd>"−"</kbd>{w.keys_zoom}<kbd>"Shift"</kbd>" "<kbd>"←"</kbd>" "<kbd>"→"</kbd>
                    {w.keys_move}<kbd>"Esc"</kbd>{w.keys_back}
                </p>
            </details>
            <figcaption>
                <p class="sr-only">{move || look.summary(judgement.get())}</p>
                <Moments stretches=look.stretches/>
            </figcaption>
            <Newest look judgement seen=Signal::derive(move || failed.get().is_some())/>
        </figure>
    }
}

impl Scene {
    async fn open(self, place: &web_sys::HtmlElement) -> Result<(), JsValue> {
        let look = self.look;
        let on_threshold = Closure::<dyn FnMut(f64, bool)>::new(move |score: f64, done: bool| {
            look.threshold.set(score);
            if done {
                look.model().send(Command::Edit(Edit::SetThreshold(score)));
            }
        });
        let on_zoom = Closure::<dyn FnMut(f64, f64)>::new(move |from: f64, until: f64| {
            look.span.set(if from.is_nan() { Span::Recent } else { fixed(from as i64, until as i64) });
        });
        let on_point = Closure::<dyn FnMut(f64)>::new(move |at: f64| {
            look.point.set((!at.is_nan()).then_some(at as i64));
        });
        let on_pick = Closure::<dyn FnMut(f64)>::new(move |at: f64| look.explain_near(at as i64));
        let plot = uplot::open(
            place,
            LIBRARY,
            words().detection.chart.warm_up,
            on_threshold.as_ref().unchecked_ref(),
            on_zoom.as_ref().unchecked_ref(),
            on_point.as_ref().unchecked_ref(),
            on_pick.as_ref().unchecked_ref(),
        )
        .await?;
        let plot = plot.unchecked_into();
        let opened = Opened {
            plot,
            _on_threshold: on_threshold,
            _on_zoom: on_zoom,
            _on_point: on_point,
            _on_pick: on_pick,
        };
        // The part of the page may be gone while the library came.
        if self.opened.try_set_value(Some(opened)).is_none() {
            self.ask();
        }
        Ok(())
    }

    /// Sees to it that a picture is drawn with the next frame of the screen.
    fn ask(self) {
        if self.opened.with_value(Option::is_none) || self.asked.get_value() {
            return;
        }
        self.asked.set_value(true);
        request_animation_frame(move || {
            if self.asked.try_set_value(false).is_none() {
                self.draw();
            }
        });
    }

    fn draw(self) {
        let look = self.look;
        let (by, threshold) = (look.by.get_untracked(), look.threshold.get_untracked());
        let positions = untrack(|| look.positions());
        let is_stream = look.shown.with_untracked(|shown| shown.stream.is_some());
        let (bounds, warm_up, lines) = look.scored().chart.with_untracked(|points| {
            let bounds = look.bounds(points);
            let warm_up = points.iter().take_while(|point| point.warm_up).last();
            // One point beyond each edge, so that lines run out of the picture.
            let from = points.partition_point(|point| point.rowtime_ms < bounds.0).saturating_sub(1);
            let until = (points.partition_point(|point| point.rowtime_ms <= bounds.1) + 1).min(points.len());
            let seen = points.range(from..until.max(from));
            let lines = if is_stream {
                look.scored().track.with_untracked(|track| {
                    let first = track.times.partition_point(|&time| time < bounds.0).saturating_sub(1);
                    let last = track.times.partition_point(|&time| time <= bounds.1) + 1;
                    Lines::merged(track, first..last.min(track.times.len()).max(first), seen, by)
                })
            } else {
                Lines::of_points(seen, &positions, by)
            };
            (bounds, warm_up.map(|point| point.rowtime_ms), lines)
        });
        let stretches: Vec<f64> = look.stretches.with_untracked(|stretches| {
            let flat = |s: &Stretch| [s.from_ms as f64, s.until_ms as f64, f64::from(u8::from(s.expected))];
            stretches.iter().flat_map(flat).collect()
        });
        let chosen = look.scored().explained.with_untracked(|why| why.as_ref().map(|why| why.rowtime_ms));
        let count = if is_stream {
            look.scored().track.with_untracked(|track| track.values.len())
        } else {
            positions.len()
        };
        let instant = |at: Option<i64>| at.map_or(f64::NAN, |at| at as f64);
        let view = [
            bounds.0 as f64,
            bounds.1 as f64,
            instant(warm_up),
            if by == By::Score { self.top() } else { 1.0 },
            by.limit(threshold),
            f64::from(u8::from(by == By::Score)),
            instant(chosen),
            count as f64,
        ];
        self.opened.with_value(|opened| {
            if let Some(opened) = opened {
                look.scored().scores.with_untracked(|scores| {
                    let Lines { times, values, scores: heights } = &lines;
                    opened.plot.draw(times, values, heights, &stretches, &scores.counts, &view);
                });
            }
        });
    }

    /// The highest score that there can be: `log2` of what a tree remembers (spec/kda-sql.md 12.2).
    fn top(self) -> f64 {
        let sample =
            self.look.model().frame.with_untracked(|frame| frame.forest.as_ref().map(|forest| forest.sample));
        sample.map_or(4.0, |sample| f64::from(sample.max(2)).log2()).max(0.1)
    }

    fn bounds(self) -> (i64, i64) {
        self.look.scored().chart.with_untracked(|points| self.look.bounds(points))
    }

    /// Stretches the time shown by a factor, about the cursor where it is in sight.
    fn zoom(self, factor: f64) {
        let bounds = self.bounds();
        let cursor = self.look.point.get_untracked().filter(|at| (bounds.0..=bounds.1).contains(at));
        let newest =
            self.look.scored().chart.with_untracked(|points| points.back().map(|point| point.rowtime_ms));
        let middle = bounds.0 + (newest.unwrap_or(bounds.1).clamp(bounds.0, bounds.1) - bounds.0) / 2;
        self.look.span.set(stretched(bounds, cursor.unwrap_or(middle), factor));
    }

    /// Moves the time shown by a share of it.
    fn pan(self, share: f64) {
        self.look.span.set(moved(self.bounds(), share));
    }

    /// Goes to the next mark, or the one before, and has it explained when something is.
    fn to_mark(self, forward: bool) {
        let bounds = self.bounds();
        let from =
            self.look.point.get_untracked().unwrap_or(if forward { bounds.0 - 1 } else { bounds.1 + 1 });
        let Some(mark) = self.look.next_mark(from, forward) else { return };
        let at = mark.rowtime_ms;
        if at < bounds.0 || at > bounds.1 {
            let half = (bounds.1 - bounds.0) / 2;
            self.look.span.set(fixed(at - half, at + half));
        }
        self.with_plot(|plot| plot.point_to(at as f64));
        self.look.point.set(Some(at));
        if self.look.scored().explained.with_untracked(Option::is_some) {
            self.look.model().explain(mark.number);
        }
    }

    fn with_plot(self, act: impl FnOnce(&Plot)) {
        self.opened.with_value(|opened| {
            if let Some(opened) = opened {
                act(&opened.plot);
            }
        });
    }

    fn on_key(self, event: &web_sys::KeyboardEvent) {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let read = |by: f64| self.with_plot(|plot| plot.move_cursor(by));
        match (event.key().as_str(), event.shift_key()) {
            ("ArrowLeft", true) => self.pan(-0.25),
            ("ArrowRight", true) => self.pan(0.25),
            ("ArrowLeft", _) => read(-1.0),
            ("ArrowRight", _) => read(1.0),
            ("PageUp", _) => read(-10.0),
            ("PageDown", _) => read(10.0),
            ("Home", _) => read(f64::NEG_INFINITY),
            ("End", _) => read(f64::INFINITY),
            ("+" | "=", _) => self.zoom(0.5),
            ("-" | "−", _) => self.zoom(2.0),
            ("n" | "N", _) => self.to_mark(true),
            ("p" | "P", _) => self.to_mark(false),
            ("Enter", _) => {
                let newest = self
                    .look
                    .scored()
                    .chart
                    .with_untracked(|points| points.back().map(|point| point.rowtime_ms));
                if let Some(at) = self.look.point.get_untracked().or(newest) {
                    self.look.explain_near(at);
                }
            }
            ("Escape", _) => {
                self.look.span.set(Span::Recent);
                self.look.scored().explained.set(None);
            }
            _ => return,
        }
        event.prevent_default();
    }
}

/// The moments by the letters that the chart shows.
#[component]
fn Moments(stretches: Memo<Vec<Stretch>>) -> impl IntoView {
    let item = |(at, stretch): (usize, Stretch)| {
        view! {
            <li>
                <span class="moment-letter" class:is-expected=stretch.expected>{letter(at).to_string()}</span>
                <span class="mono">{format!("{}–{}", clock(stretch.from_ms), clock(stretch.until_ms))}</span>
                " "
                {stretch.name}
            </li>
        }
    };
    view! {
        <ul class="moments" aria-label=words().detection.chart.moments hidden=move || stretches.with(Vec::is_empty)>
            {move || stretches.get().into_iter().enumerate().map(item).collect_view()}
        </ul>
    }
}
