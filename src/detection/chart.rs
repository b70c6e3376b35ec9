//! The chart of value and score over ROWTIME, with the same in words and as a table.
//!
//! A picture is drawn at most once a frame of the screen: what changes it only marks it as stale. A canvas says nothing to a screen reader,
//! so the figure has a caption that sums it up and a table of the newest windows, and arrow keys read one window after the other.

use std::time::Duration;

use leptos::{html, prelude::*};
use rillcut_lab::protocol::{ChartPoint, Command, Edit, LabView};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::spawn_local;

use super::{
    calm::calm,
    judgement::{Stretch, is_above, judge, letter, window_ms},
    span::Span,
    uplot::{self, Plot},
};
use crate::{
    engine::text_of,
    model::{Model, use_model},
    ui::format::clock,
};

/// Where the library lies, relative to the page.
const LIBRARY: &str = "vendor/uplot.mjs";
/// Windows in the table.
const LISTED: usize = 12;
/// Shortest time between two changes of what is only read out.
const READ_OUT: Duration = Duration::from_secs(1);

/// A chart that was opened, and the functions that it calls.
struct Opened {
    plot: Plot,
    _on_threshold: Closure<dyn FnMut(f64, bool)>,
    _on_zoom: Closure<dyn FnMut(f64, f64)>,
    _on_point: Closure<dyn FnMut(f64)>,
}

/// Everything that a picture is made from.
#[derive(Clone, Copy)]
struct Scene {
    model: Model,
    threshold: RwSignal<f64>,
    stretches: Memo<Vec<Stretch>>,
    span: RwSignal<Span>,
    /// ROWTIME under the cursor.
    point: RwSignal<Option<i64>>,
    opened: StoredValue<Option<Opened>, LocalStorage>,
    /// A picture is on its way.
    asked: StoredValue<bool>,
}

/// The figure.
#[component]
pub(super) fn Chart(threshold: RwSignal<f64>, stretches: Memo<Vec<Stretch>>) -> impl IntoView {
    let model = use_model();
    let scene = Scene {
        model,
        threshold,
        stretches,
        span: RwSignal::new(Span::Recent),
        point: RwSignal::new(None),
        opened: StoredValue::new_local(None),
        asked: StoredValue::new(false),
    };
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
        model.chart.version();
        threshold.track();
        stretches.track();
        scene.span.track();
        scene.ask();
    });
    // A new run begins with the newest of it in sight.
    Effect::new(move |_| {
        if model.chart.with(std::collections::VecDeque::is_empty)
            && matches!(scene.span.get_untracked(), Span::Fixed { .. })
        {
            scene.span.set(Span::Recent);
        }
    });
    on_cleanup(move || {
        scene.opened.update_value(|opened| {
            if let Some(opened) = opened.take() {
                opened.plot.close();
            }
        });
    });
    let value_name = Memo::new(move |_| {
        model.lab.with(|lab| lab.as_ref().map_or_else(|| "Value".to_owned(), |lab| value_name(lab)))
    });
    let focused = RwSignal::new(false);
    let slow = calm(READ_OUT, move || {
        model.chart.version();
    });
    let summary = move || {
        slow.track();
        threshold.track();
        let name = value_name.get();
        untrack(|| scene.summary(&name))
    };
    view! {
        <figure class="chart">
            <link rel="stylesheet" href="vendor/uplot.css"/>
            <div class="row spread chart-head">
                <ul class="chart-key" aria-label="What the chart shows">
                    <li class="key-value">{move || value_name.get()} ", left"</li>
                    <li class="key-score">"Score, right"</li>
                    <li class="key-mark">"Above the threshold"</li>
                </ul>
                <SpanChoice span=scene.span/>
            </div>
            <p class="chart-point mono" aria-live=move || if focused.get() { "polite" } else { "off" }>
                {move || scene.reading(&value_name.get())}
            </p>
            <div
                class="plot"
                node_ref=place
                tabindex="0"
                role="application"
                aria-roledescription="chart"
                aria-label=move || {
                    format!("{} and score over ROWTIME; arrow keys read one window after the other", value_name.get())
                }
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
                                {format!("The picture cannot be drawn ({reason}); the newest windows are listed instead")}
                            </p>
                        }
                    })
            }}
            <figcaption>
                <p class="sr-only">{summary}</p>
                <Moments stretches/>
            </figcaption>
            <Newest model slow threshold value_name seen=Signal::derive(move || failed.get().is_some())/>
        </figure>
    }
}

impl Scene {
    async fn open(self, place: &web_sys::HtmlElement) -> Result<(), JsValue> {
        let on_threshold = Closure::<dyn FnMut(f64, bool)>::new(move |score: f64, done: bool| {
            self.threshold.set(score);
            if done {
                self.model.send(Command::Edit(Edit::SetThreshold(score)));
            }
        });
        let on_zoom = Closure::<dyn FnMut(f64, f64)>::new(move |from: f64, until: f64| {
            self.span.set(if from.is_nan() {
                Span::Recent
            } else {
                Span::Fixed { from_ms: from as i64, until_ms: until as i64 }
            });
        });
        let on_point = Closure::<dyn FnMut(f64)>::new(move |at: f64| {
            self.point.set((!at.is_nan()).then_some(at as i64));
        });
        let plot = uplot::open(
            place,
            LIBRARY,
            on_threshold.as_ref().unchecked_ref(),
            on_zoom.as_ref().unchecked_ref(),
            on_point.as_ref().unchecked_ref(),
        )
        .await?;
        let plot = plot.unchecked_into();
        let opened = Opened { plot, _on_threshold: on_threshold, _on_zoom: on_zoom, _on_point: on_point };
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
        let start_ms = self.model.lab.with_untracked(|lab| lab.as_ref().map_or(0, |lab| lab.start_ms));
        let span = self.span.get_untracked();
        let top = self.top();
        let (bounds, warm_up, columns) = self.model.chart.with_untracked(|points| {
            let bounds = span.bounds(start_ms, points.front(), points.back());
            let warm_up =
                points.iter().take_while(|point| point.warm_up).last().map(|point| point.rowtime_ms);
            // One point beyond each edge, so that lines run out of the picture.
            let from = points.partition_point(|point| point.rowtime_ms < bounds.0).saturating_sub(1);
            let until = (points.partition_point(|point| point.rowtime_ms <= bounds.1) + 1).min(points.len());
            (bounds, warm_up, Columns::of(points.range(from..until.max(from))))
        });
        let stretches: Vec<f64> = self.stretches.with_untracked(|stretches| {
            let flat = |s: &Stretch| [s.from_ms as f64, s.until_ms as f64, f64::from(u8::from(s.expected))];
            stretches.iter().flat_map(flat).collect()
        });
        let view = [
            bounds.0 as f64,
            bounds.1 as f64,
            warm_up.map_or(f64::NAN, |at| at as f64),
            top,
            self.threshold.get_untracked(),
        ];
        self.opened.with_value(|opened| {
            if let Some(opened) = opened {
                opened.plot.draw(&columns.times, &columns.values, &columns.scores, &stretches, &view);
            }
        });
    }

    /// The highest score that there can be: `log2` of what a tree remembers (spec/kda-sql.md 12.2).
    fn top(self) -> f64 {
        let sample =
            self.model.frame.with_untracked(|frame| frame.forest.as_ref().map(|forest| forest.sample));
        sample.map_or(4.0, |sample| f64::from(sample.max(2)).log2()).max(0.1)
    }

    fn on_key(self, event: &web_sys::KeyboardEvent) {
        let by = match event.key().as_str() {
            "ArrowLeft" => -1.0,
            "ArrowRight" => 1.0,
            "PageUp" => -10.0,
            "PageDown" => 10.0,
            "Home" => f64::NEG_INFINITY,
            "End" => f64::INFINITY,
            "Escape" => {
                self.span.set(Span::Recent);
                return;
            }
            _ => return,
        };
        event.prevent_default();
        self.opened.with_value(|opened| {
            if let Some(opened) = opened {
                opened.plot.move_cursor(by);
            }
        });
    }

    /// The window under the cursor, else the newest.
    fn reading(self, value_name: &str) -> String {
        let threshold = self.threshold.get();
        let at = self.point.get();
        self.model.chart.with(|points| {
            let under = at.and_then(|at| points.binary_search_by_key(&at, |point| point.rowtime_ms).ok());
            let point = under.map_or_else(|| points.back(), |under| points.get(under));
            let Some(point) = point else { return "No window has been scored yet".to_owned() };
            let score =
                if point.warm_up { "warm-up".to_owned() } else { format!("score {:.3}", point.score) };
            let mark = if is_above(point, threshold) { " ▲ above the threshold" } else { "" };
            let stretch = self.stretches.with(|stretches| {
                let window = window_ms(points.iter());
                let held = stretches.iter().position(|stretch| stretch.holds(point.rowtime_ms, window));
                held.map_or_else(String::new, |held| format!(" · moment {}", letter(held)))
            });
            format!(
                "{} · {value_name} {} · {score}{mark}{stretch}",
                clock(point.rowtime_ms),
                number(value_of(point))
            )
        })
    }

    fn summary(self, value_name: &str) -> String {
        let threshold = self.threshold.get();
        self.model.chart.with(|points| {
            let judgement = self
                .stretches
                .with(|stretches| judge(points.iter(), threshold, stretches, window_ms(points.iter())));
            let Some(newest) = points.back() else {
                return format!("{value_name} and score over ROWTIME: no window has been scored yet");
            };
            format!(
                "{value_name} and score over ROWTIME. {} windows, {} of them scored, {} above the threshold of {threshold}. \
                 The newest, at {}: {value_name} {}, score {:.3}",
                points.len(),
                judgement.scored,
                judgement.above,
                clock(newest.rowtime_ms),
                number(value_of(newest)),
                newest.score,
            )
        })
    }
}

/// The first of the columns that the forest looks at.
fn value_of(point: &ChartPoint) -> f64 {
    point.values.first().copied().unwrap_or(f64::NAN)
}

/// Points as columns.
struct Columns {
    times: Vec<f64>,
    values: Vec<f64>,
    scores: Vec<f64>,
}

impl Columns {
    fn of<'a>(points: impl Iterator<Item = &'a ChartPoint>) -> Self {
        let mut columns = Self { times: Vec::new(), values: Vec::new(), scores: Vec::new() };
        for point in points {
            columns.times.push(point.rowtime_ms as f64);
            columns.values.push(value_of(point));
            columns.scores.push(if point.warm_up { f64::NAN } else { point.score });
        }
        columns
    }
}

/// The name of what the forest sees first: the only number of the stream that its pump reads, where there is just one.
fn value_name(view: &LabView) -> String {
    let pump = view.pumps.iter().find(|pump| pump.label.contains("Random Cut Forest"));
    let stream = pump.and_then(|pump| view.streams.get(*pump.reads.first()?));
    let mut numbers = stream.into_iter().flat_map(|stream| &stream.columns).filter(|column| column.numeric);
    match (numbers.next(), numbers.next()) {
        (Some(only), None) => only.name.clone(),
        _ => "Value".to_owned(),
    }
}

/// A number with as many digits as tell something.
fn number(value: f64) -> String {
    let text = if value.abs() < 10.0 { format!("{value:.3}") } else { format!("{value:.1}") };
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[component]
fn SpanChoice(span: RwSignal<Span>) -> impl IntoView {
    let choice = move |label: &'static str, one: Span| {
        view! {
            <button
                type="button"
                class="quiet"
                aria-pressed=move || (span.get() == one).to_string()
                on:click=move |_| span.set(one)
            >
                {label}
            </button>
        }
    };
    view! {
        <div class="row chart-span" role="group" aria-label="Time shown">
            {choice("Last 10 min", Span::Recent)}
            {choice("All", Span::All)}
            <span class="badge is-accent" hidden=move || !matches!(span.get(), Span::Fixed { .. })>"Zoomed"</span>
        </div>
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
        <ul class="moments" aria-label="Moments" hidden=move || stretches.with(Vec::is_empty)>
            {move || stretches.get().into_iter().enumerate().map(item).collect_view()}
        </ul>
    }
}

/// The newest windows as a table: for screen readers, and for all where the picture cannot be drawn.
#[component]
fn Newest(
    model: Model,
    slow: ReadSignal<u64>,
    threshold: RwSignal<f64>,
    value_name: Memo<String>,
    seen: Signal<bool>,
) -> impl IntoView {
    let points = Memo::new(move |_| {
        slow.track();
        model.chart.with_untracked(|points| points.iter().rev().take(LISTED).cloned().collect::<Vec<_>>())
    });
    let row = move |point: ChartPoint| {
        let says = if point.warm_up {
            "warm-up"
        } else if is_above(&point, threshold.get()) {
            "above the threshold"
        } else {
            ""
        };
        view! {
            <tr>
                <td>{clock(point.rowtime_ms)}</td>
                <td>{number(value_of(&point))}</td>
                <td>{format!("{:.3}", point.score)}</td>
                <td>{says}</td>
            </tr>
        }
    };
    view! {
        <div class:sr-only=move || !seen.get() class:table=move || seen.get()>
            <table>
                <caption>"The newest windows"</caption>
                <thead>
                    <tr>
                        <th scope="col">"ROWTIME"</th>
                        <th scope="col">{move || value_name.get()}</th>
                        <th scope="col">"Score"</th>
                        <th scope="col">"Remark"</th>
                    </tr>
                </thead>
                <tbody>{move || points.get().into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let texts = [100.0, 387.54, 2.5, 0.0, -3.25, 0.0004].map(number);
        assert_eq!(texts, ["100", "387.5", "2.5", "0", "-3.25", "0"]);
    }
}
