//! The rows of the chosen stream.
//!
//! Rows come by the thousand a second; people read a few. The table is drawn at most ten times a second, holds sixty rows, and keeps the
//! nodes of rows that are still there, so that a selection of text survives.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "a view is a handful of handles, and components own their arguments"
)]

use std::time::Duration;

use leptos::{html, prelude::*};
use rillcut_lab::protocol::{StreamRole, StreamView};

use super::{
    columns::{Room, Shown, columns},
    shown::{Held, Hold, MOST, Selection, key, select},
    streams,
};
use crate::model::{Model, NumberedRow};

/// Shortest time between two drawings of the table.
const DRAW_EVERY: Duration = Duration::from_millis(100);
/// Pixels from the top from which on the table counts as scrolled.
const SCROLLED: i32 = 4;

/// What the table shows, for it and the tools above it.
#[derive(Clone, Copy)]
pub(super) struct RowsView {
    model: Model,
    /// The chosen stream with its position.
    stream: Memo<Option<(usize, StreamView)>>,
    pub(super) columns: Memo<Vec<Shown>>,
    pub(super) search: RwSignal<String>,
    pub(super) held: RwSignal<Option<Held>>,
    pub(super) selection: RwSignal<Selection>,
    frame: NodeRef<html::Div>,
    drawing: StoredValue<Drawing>,
}

/// Where the drawing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Drawing {
    /// The next change is drawn at once.
    Idle,
    /// It was drawn lately.
    Resting,
    /// It was drawn lately and something has changed since.
    Due,
}

impl RowsView {
    pub(super) fn new(model: Model) -> Self {
        let stream = Memo::new(move |_| {
            model.lab.with(|view| {
                let streams = &view.as_ref()?.streams;
                let at = model.watched.with(|name| streams.iter().position(|stream| stream.name == *name))?;
                Some((at, streams[at].clone()))
            })
        });
        let columns = Memo::new(move |_| {
            stream.with(|stream| stream.as_ref().map_or_else(Vec::new, |(_, stream)| columns(stream)))
        });
        let view = Self {
            model,
            stream,
            columns,
            search: RwSignal::new(String::new()),
            held: RwSignal::new(None),
            selection: RwSignal::new(Selection::default()),
            frame: NodeRef::new(),
            drawing: StoredValue::new(Drawing::Idle),
        };
        // Another stream begins with an open view.
        Effect::new(move |_| {
            stream.track();
            view.held.set(None);
            view.search.set(String::new());
            view.selection.set(Selection::default());
        });
        // A stream that began anew has nothing to hold back.
        Effect::new(move |_| {
            let total = view.total();
            if view.held.with_untracked(|held| held.as_ref().is_some_and(|held| total < held.total)) {
                view.release();
            }
        });
        Effect::new(move |_| {
            model.rows.version();
            view.search.track();
            view.held.track();
            view.columns.track();
            view.changed();
        });
        view
    }

    /// Position of the stream in the plan.
    pub(super) fn at(self) -> Option<usize> {
        self.stream.with(|stream| stream.as_ref().map(|(at, _)| *at))
    }

    pub(super) fn name(self) -> Option<String> {
        self.stream.with(|stream| stream.as_ref().map(|(_, stream)| stream.name.clone()))
    }

    /// Rows of the stream since the start of time.
    pub(super) fn total(self) -> u64 {
        self.at().map_or(0, |at| streams::total(self.model, at))
    }

    /// Rows that are held back.
    pub(super) fn news(self) -> u64 {
        let total = self.total();
        self.held.with(|held| held.as_ref().map_or(0, |held| held.news(total)))
    }

    /// What is left out of the table.
    pub(super) fn note(self) -> Option<String> {
        let kept = self.model.rows.with(std::collections::VecDeque::len);
        let searching = self.search.with(|search| !search.trim().is_empty());
        self.selection.with(|shown| {
            if searching {
                Some(format!("{} of the newest {kept} match", shown.matching))
            } else if shown.matching > MOST {
                Some(format!("The newest {MOST} are shown"))
            } else {
                None
            }
        })
    }

    /// Stops the view by its button, or lets it go on.
    pub(super) fn toggle(self) {
        if self.held.with_untracked(Option::is_some) {
            self.release();
        } else {
            self.hold_for(Hold::Button);
        }
    }

    fn hold_for(self, why: Hold) {
        let rows = self.model.rows.with_untracked(Clone::clone);
        let total = untrack(|| self.total());
        self.held.set(Some(Held { why, rows, total }));
    }

    /// Lets the view go on, from its top.
    pub(super) fn release(self) {
        self.held.set(None);
        if let Some(frame) = self.frame.get_untracked() {
            frame.set_scroll_top(0);
        }
    }

    fn scrolled(self) {
        let Some(frame) = self.frame.get_untracked() else { return };
        let down = frame.scroll_top() > SCROLLED;
        let why = self.held.with_untracked(|held| held.as_ref().map(|held| held.why));
        match why {
            None if down => self.hold_for(Hold::Scroll),
            Some(Hold::Scroll) if !down => self.held.set(None),
            _ => {}
        }
    }

    fn changed(self) {
        match self.drawing.get_value() {
            Drawing::Idle => {
                self.draw();
                self.rest();
            }
            Drawing::Resting => self.drawing.set_value(Drawing::Due),
            Drawing::Due => {}
        }
    }

    fn rest(self) {
        self.drawing.set_value(Drawing::Resting);
        let over = move || match self.drawing.get_value() {
            Drawing::Due => {
                self.draw();
                self.rest();
            }
            _ => self.drawing.set_value(Drawing::Idle),
        };
        set_timeout(over, DRAW_EVERY);
    }

    fn draw(self) {
        let selection = self.columns.with_untracked(|columns| {
            self.search.with_untracked(|search| {
                self.held.with_untracked(|held| match held {
                    Some(held) => select(&held.rows, columns, search),
                    None => self.model.rows.with_untracked(|rows| select(rows, columns, search)),
                })
            })
        });
        self.selection.set(selection);
    }
}

/// The table, newest row first.
#[component]
pub(super) fn RowsTable(rows: RowsView) -> impl IntoView {
    let empty = Memo::new(move |_| rows.selection.with(|shown| shown.rows.is_empty()));
    let table = move || {
        let columns = StoredValue::new(rows.columns.get());
        let head = columns.with_value(|columns| columns.iter().map(header).collect_view());
        let caption = rows.name().map(|name| format!("Newest rows of {name}"));
        view! {
            <table>
                <caption class="sr-only">{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">"ROWTIME"<small>"TIMESTAMP"</small></th>
                        {head}
                    </tr>
                </thead>
                <tbody>
                    <For
                        each=move || rows.selection.with(|shown| shown.rows.clone())
                        key=key
                        children=move |row| columns.with_value(|columns| line(&row, columns))
                    />
                </tbody>
            </table>
        }
    };
    let nothing = move || {
        let searched = rows.search.get();
        if !searched.trim().is_empty() {
            format!("No row contains “{}”", searched.trim())
        } else if rows
            .stream
            .with(|stream| stream.as_ref().is_some_and(|(_, stream)| stream.role == StreamRole::Error))
        {
            "Nothing has failed so far".to_owned()
        } else if rows.model.is_running() {
            "No rows yet".to_owned()
        } else {
            "No rows yet: run the lab".to_owned()
        }
    };
    view! {
        <div
            class="table rows"
            node_ref=rows.frame
            tabindex="0"
            role="region"
            aria-label="Rows"
            on:scroll=move |_| rows.scrolled()
        >
            {table}
            <p class="rows-none muted" hidden=move || !empty.get()>{nothing}</p>
        </div>
    }
}

fn header(column: &Shown) -> impl IntoView + use<> {
    view! {
        <th scope="col" class:number=column.numeric>
            {column.name.clone()}
            <small>{column.data_type.clone()}</small>
        </th>
    }
}

fn line(row: &NumberedRow, columns: &[Shown]) -> impl IntoView + use<> {
    let cells = columns.iter().map(|column| match column.cell(row) {
        None => view! { <td class="null" class:number=column.numeric>"NULL"</td> }.into_any(),
        Some(cell) => {
            let class = match column.room {
                Room::Line if column.numeric => "number",
                Room::Line => "",
                Room::Glimpse => "glimpse",
                Room::All => "wide",
            };
            let title = (cell.len() > 40 && column.room != Room::All).then(|| cell.clone());
            view! { <td class=class title=title><span>{cell}</span></td> }.into_any()
        }
    });
    view! {
        <tr>
            <td class="rowtime">{row.row.rowtime.clone()}</td>
            {cells.collect_view()}
        </tr>
    }
}
