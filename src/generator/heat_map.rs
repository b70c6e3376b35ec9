//! The table of periods as a heat map: 24 hours by 7 days, drawn over with the pointer, typed into, pasted.
//!
//! The focus stays on the grid, and `aria-activedescendant` says which cell the keys are for, so that the cells can be painted anew under it.

use leptos::{html, prelude::*};
use rillcut_lab::Periods;
use web_sys::{ClipboardEvent, Element, KeyboardEvent, PointerEvent};

use super::{
    entry::Entry,
    heat_cells::{
        Cell, LEVELS, Layer, Selection, Shape, change, copied, highest, paint, paste, shaped, short, value,
    },
};
use crate::words::words;

/// What the map's parts share.
#[derive(Clone, Copy)]
struct Heat {
    /// The table, with what is drawn before the pointer is lifted.
    table: RwSignal<Periods>,
    layer: RwSignal<Layer>,
    selection: RwSignal<Selection>,
    /// What is being typed into the cell that has the focus.
    typed: RwSignal<String>,
    /// The number that the pointer paints with, if it paints.
    brush: RwSignal<Option<f64>>,
    drawing: StoredValue<bool>,
    grid: NodeRef<html::Div>,
    put: Callback<Periods>,
}

impl Heat {
    fn edit(self, edit: impl FnOnce(&mut Periods)) {
        self.table.update(edit);
        self.put.run(self.table.get_untracked());
    }

    /// Changes the selected cells.
    fn change(self, by: impl Fn(f64) -> f64) {
        let (layer, selection) = (self.layer.get_untracked(), self.selection.get_untracked());
        self.edit(|table| change(table, layer, selection, by));
    }

    fn fill(self, number: f64) {
        self.change(|_| number);
    }

    fn take_typed(self) {
        let text = self.typed.get_untracked();
        if !text.is_empty() {
            self.typed.set(String::new());
        }
        if let Ok(number) = text.parse() {
            self.fill(number);
        }
    }

    fn key(self, event: &KeyboardEvent) {
        let (key, ctrl) = (event.key(), event.ctrl_key() || event.meta_key());
        let typing = self.typed.with_untracked(|typed| !typed.is_empty());
        match key.as_str() {
            "Enter" if typing => self.take_typed(),
            "Escape" if typing => self.typed.set(String::new()),
            "Backspace" if typing => self.typed.update(|typed| typed.truncate(typed.len().saturating_sub(1))),
            "Delete" | "Backspace" => self.fill(0.0),
            "+" => self.change(|old| old * 1.1),
            "-" => self.change(|old| old / 1.1),
            _ => {
                let is_digit = |c: char| c.is_ascii_digit() || c == '.';
                if let Some(moved) = self.selection.get_untracked().after(&key, ctrl, event.shift_key()) {
                    self.take_typed();
                    self.selection.set(moved);
                } else if !ctrl && key.len() == 1 && key.starts_with(is_digit) {
                    self.typed.update(|typed| typed.push_str(&key));
                } else {
                    return;
                }
            }
        }
        event.prevent_default();
    }

    /// Goes over a cell with the pointer.
    fn draw(self, cell: Cell) {
        let brush = self.brush.get_untracked();
        self.selection.update(|selection| {
            selection.focus = cell;
            if brush.is_some() {
                selection.anchor = cell;
            }
        });
        if let Some(number) = brush {
            let (layer, selection) = (self.layer.get_untracked(), self.selection.get_untracked());
            self.table.update(|table| change(table, layer, selection, |_| number));
        }
    }

    fn down(self, event: &PointerEvent) {
        let Some(element) = under(event).filter(|_| event.button() == 0) else { return };
        self.take_typed();
        if let Some(cell) = number(&element, "data-cell").map(Cell::numbered) {
            self.drawing.set_value(true);
            if !event.shift_key() {
                self.selection.set(Selection::of(cell));
            }
            self.draw(cell);
        } else if let Some(day) = number(&element, "data-day") {
            self.selection.set(Selection::day(day));
        } else if let Some(hour) = number(&element, "data-hour") {
            self.selection.set(Selection::hour(hour));
        }
        if let Some(grid) = self.grid.get_untracked() {
            // The cells are no longer those that were pressed, so the browser would not move the focus by itself.
            let _focus = grid.focus();
            // So that a stroke ends also where the pointer is lifted elsewhere; it fails for a pointer that is gone.
            let _captured = grid.set_pointer_capture(event.pointer_id());
        }
        event.prevent_default();
    }

    fn over(self, event: &PointerEvent) {
        if !self.drawing.get_value() {
            return;
        }
        let cell = under(event).and_then(|element| number(&element, "data-cell")).map(Cell::numbered);
        if let Some(cell) = cell.filter(|&cell| cell != self.selection.get_untracked().focus) {
            self.draw(cell);
        }
    }

    fn up(self) {
        if self.drawing.get_value() {
            self.drawing.set_value(false);
            if self.brush.get_untracked().is_some() {
                self.put.run(self.table.get_untracked());
            }
        }
    }

    fn copy(self, event: &ClipboardEvent) {
        let (layer, selection) = (self.layer.get_untracked(), self.selection.get_untracked());
        let text = self.table.with_untracked(|table| copied(table, layer, selection));
        if let Some(data) = event.clipboard_data() {
            // It fails only outside of such an event.
            let _copied = data.set_data("text/plain", &text);
            event.prevent_default();
        }
    }

    fn paste(self, event: &ClipboardEvent) {
        let text =
            event.clipboard_data().and_then(|data| data.get_data("text/plain").ok()).unwrap_or_default();
        let (layer, selection) = (self.layer.get_untracked(), self.selection.get_untracked());
        let mut pasted = self.table.get_untracked();
        if let Some(covered) = paste(&mut pasted, layer, selection, &text) {
            event.prevent_default();
            self.selection.set(covered);
            self.edit(|table| *table = pasted);
        }
    }
}

/// What is under the pointer; a touch goes on to send its events to the cell where it began.
fn under(event: &PointerEvent) -> Option<Element> {
    document().element_from_point(event.client_x() as f32, event.client_y() as f32)
}

fn number(element: &Element, name: &str) -> Option<usize> {
    element.get_attribute(name)?.parse().ok()
}

/// Scrolls the grid, where it is wider than its place, until a cell is seen beside the headings of the days.
fn reveal(grid: NodeRef<html::Div>, cell: Cell) {
    let Some(grid) = grid.get_untracked() else { return };
    let (width, whole) = (f64::from(grid.client_width()), f64::from(grid.scroll_width()));
    // 24 hours and a heading a little wider than one.
    let hour = whole / 25.5;
    let (left, right) = (hour * cell.hour as f64, hour * (cell.hour as f64 + 2.5));
    let scrolled = f64::from(grid.scroll_left());
    if whole > width && !(scrolled <= left && right <= scrolled + width) {
        grid.set_scroll_left(if scrolled > left { left } else { right - width } as i32);
    }
}

/// The map; `put` takes the table after each change.
#[component]
pub(super) fn HeatMap(
    #[prop(into)] periods: Signal<Periods>,
    put: Callback<Periods>,
    /// The cell of the lab's clock.
    #[prop(into)]
    now: Signal<Option<Cell>>,
) -> impl IntoView {
    let heat = Heat {
        table: RwSignal::new(periods.get_untracked()),
        layer: RwSignal::new(Layer::Mu),
        selection: RwSignal::new(Selection::of(now.get_untracked().unwrap_or_default())),
        typed: RwSignal::new(String::new()),
        brush: RwSignal::new(None),
        drawing: StoredValue::new(false),
        grid: NodeRef::new(),
        put,
    };
    let Heat { table, layer, selection, typed, .. } = heat;
    Effect::new(move |_| table.set(periods.get()));
    Effect::new(move |_| reveal(heat.grid, selection.get().focus));
    let html = move || {
        table.with(|table| typed.with(|typed| paint(table, layer.get(), selection.get(), now.get(), typed)))
    };
    let focus = move || format!("heat-{}", selection.with(|one| one.focus.day * 24 + one.focus.hour));
    let selected = move || table.with(|table| selection.get().words(table, layer.get()));
    let words = &words().heat;
    view! {
        <div class="heat">
            <Head heat/>
            <div
                class="heat-grid"
                node_ref=heat.grid
                role="grid"
                tabindex="0"
                aria-label=move || match layer.get() {
                    Layer::Mu => words.grids[0],
                    Layer::Sigma => words.grids[1],
                }
                aria-multiselectable="true"
                aria-activedescendant=focus
                aria-describedby="heat-keys"
                inner_html=html
                on:keydown=move |event| heat.key(&event)
                on:pointerdown=move |event| heat.down(&event)
                on:pointermove=move |event| heat.over(&event)
                on:pointerup=move |_| heat.up()
                on:pointercancel=move |_| heat.up()
                on:copy=move |event| heat.copy(&event)
                on:paste=move |event| heat.paste(&event)
                on:blur=move |_| heat.take_typed()
            ></div>
            <div class="row spread heat-foot">
                <p class="heat-words" role="status">{selected}</p>
                <p class="heat-legend" aria-hidden="true">
                    <span>"0"</span>
                    {(0..=LEVELS).map(|level| view! { <i data-heat=level.to_string()></i> }).collect_view()}
                    <span>{move || table.with(|table| short(highest(table, layer.get())))}</span>
                </p>
            </div>
            <Tools heat/>
            <p class="muted note" id="heat-keys">
                {words.keys}
            </p>
        </div>
    }
}

/// The two tables, and weeks to begin with.
#[component]
fn Head(heat: Heat) -> impl IntoView {
    let words = &words().heat;
    let tab = move |((name, title), of): ((&'static str, &'static str), Layer)| {
        view! {
            <button
                type="button"
                class="small"
                title=title
                aria-pressed=move || (heat.layer.get() == of).to_string()
                on:click=move |_| heat.layer.set(of)
            >
                {name}
            </button>
        }
    };
    let shape = move |(name, shape): (&'static str, Shape)| {
        let click = move |_| {
            heat.edit(|table| {
                let peak = highest(table, Layer::Mu);
                *table = shaped(shape, if peak > 0.0 { peak } else { 100.0 }, table.smoothing);
            });
        };
        view! { <button type="button" class="quiet small" on:click=click>{name}</button> }
    };
    let layers = words.layers.into_iter().zip([Layer::Mu, Layer::Sigma]);
    let shapes = words.shapes.into_iter().zip([Shape::Flat, Shape::Office, Shape::Evenings]);
    view! {
        <div class="row spread">
            <div class="row" role="group" aria-label=words.table>{layers.map(tab).collect_view()}</div>
            <div class="row" role="group" aria-label=words.begin_with>{shapes.map(shape).collect_view()}</div>
        </div>
    }
}

/// What is done with the selected hours.
#[component]
fn Tools(heat: Heat) -> impl IntoView {
    let chosen = Memo::new(move |_| {
        let cell = heat.selection.get().focus;
        heat.table.with(|table| value(table, heat.layer.get(), cell)).to_string()
    });
    let set = Callback::new(move |text: String| {
        if let Ok(number) = text.trim().parse() {
            heat.fill(number);
        }
    });
    let paint = move |_| {
        heat.brush.update(|brush| {
            *brush = if brush.is_none() { chosen.get_untracked().parse().ok() } else { None };
        });
    };
    let words = &words().heat;
    view! {
        <div class="row heat-tools">
            <Entry label=words.set value=chosen put=set narrow=true/>
            <button type="button" class="small" on:click=move |_| heat.change(|old| old * 0.5)>"×½"</button>
            <button type="button" class="small" on:click=move |_| heat.change(|old| old * 2.0)>"×2"</button>
            <button
                type="button"
                class="small"
                title=words.paint_title
                aria-pressed=move || heat.brush.with(Option::is_some).to_string()
                on:click=paint
            >
                {move || heat.brush.get().map_or_else(|| words.paint.to_owned(), |number| (words.painting)(&short(number)))}
            </button>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || heat.table.with(|table| table.smoothing)
                    on:change=move |event| {
                        let on = event_target_checked(&event);
                        heat.edit(|table| table.smoothing = on);
                    }
                />
                {words.evenly}
            </label>
        </div>
    }
}
