//! The rows of the chosen stream.
//!
//! Rows come by the thousand a second; people read a few. The engine keeps a hundred thousand and sends the sixty that are on the screen;
//! the table is drawn at most ten times a second, is as high as the whole list, and keeps the nodes of rows that are still there, so that a
//! selection of text survives.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "a view is a handful of handles, and components own their arguments"
)]

use std::{sync::Arc, time::Duration};

use leptos::{html, prelude::*};
use rillcut_lab::protocol::{ColumnFilter, NumberedRow, RowsUpdate, SortBy, StreamRole, StreamView};

use super::{
    columns::{Room, Shown, columns},
    detail::Trail,
    later::Later,
    shown::{HEIGHT, Hold, key, offset, walk},
    streams,
};
use crate::{model::Model, words::words};

/// Shortest time between two drawings of the table.
const DRAW_EVERY: Duration = Duration::from_millis(100);
/// Pixels from the top from which on the table counts as scrolled.
const SCROLLED: i32 = 4;

/// What the table shows, for it and the tools above it.
#[derive(Clone, Copy)]
pub(super) struct RowsView {
    pub(super) model: Model,
    /// The chosen stream with its position.
    pub(super) stream: Memo<Option<(usize, StreamView)>>,
    pub(super) columns: Memo<Vec<Shown>>,
    pub(super) search: RwSignal<String>,
    /// Conditions on columns, by their positions.
    filters: RwSignal<Vec<(usize, String)>>,
    pub(super) filtering: RwSignal<bool>,
    pub(super) held: RwSignal<Option<Hold>>,
    /// What is drawn.
    pub(super) drawn: RwSignal<Arc<RowsUpdate>>,
    pub(super) trail: Trail,
    frame: NodeRef<html::Div>,
    drawing: StoredValue<Drawing>,
    /// Asks for other rows when the typing has stopped.
    ask: Later,
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
        // A screen that is drawn anew shows what the one before asked for, from its top.
        let query = model.query.get_untracked();
        let filters = query.filters.into_iter().map(|filter| (filter.column as usize, filter.text));
        let filters = RwSignal::new(filters.collect::<Vec<_>>());
        let search = RwSignal::new(query.search);
        let is_filtered = filters.with_untracked(|filters| !filters.is_empty());
        if query.offset > 0 {
            model.browse(|query| query.offset = 0);
        }
        let view = Self {
            model,
            stream,
            columns,
            search,
            filters,
            filtering: RwSignal::new(is_filtered),
            held: RwSignal::new(query.before.map(|_| Hold::Button)),
            drawn: RwSignal::new(Arc::default()),
            trail: Trail::new(model),
            frame: NodeRef::new(),
            drawing: StoredValue::new(Drawing::Idle),
            ask: Later::new(move || ask(model, search, filters)),
        };
        // Another stream begins with an open view.
        Effect::new(move |before: Option<Option<String>>| {
            let name = view.name();
            if before.is_none_or(|before| before.is_none() || before == name) {
                return name;
            }
            view.held.set(None);
            view.search.set(String::new());
            view.filters.set(Vec::new());
            view.to_top();
            name
        });
        // A stream that began anew has nothing to hold back.
        Effect::new(move |_| {
            let total = view.total();
            let before = model.query.with_untracked(|query| query.before);
            if before.is_some_and(|before| total < before) {
                view.release();
            }
        });
        Effect::new(move |_| {
            model.rows.track();
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

    pub(super) fn is_errors(self) -> bool {
        self.stream.with(|stream| stream.as_ref().is_some_and(|(_, stream)| stream.role == StreamRole::Error))
    }

    /// Rows of the stream since the start of time.
    pub(super) fn total(self) -> u64 {
        self.at().map_or(0, |at| streams::total(self.model, at))
    }

    /// Rows that are held back.
    pub(super) fn news(self) -> u64 {
        let total = self.total();
        self.model.query.with(|query| query.before.map_or(0, |before| total.saturating_sub(before)))
    }

    /// Rows above the first of the list: names, and conditions where they are open.
    fn heads(self) -> u64 {
        1 + u64::from(self.filtering.get())
    }

    /// Where a drawn row stands in the whole table, from 1: most of its rows are not in the page.
    fn row_index(self, number: u64) -> Option<u64> {
        let at = self.drawn.with(|drawn| {
            let at = drawn.rows.iter().position(|row| row.number == number)?;
            Some(u64::from(drawn.offset) + at as u64)
        })?;
        Some(self.heads() + at + 1)
    }

    /// Whether some rows are left out on purpose.
    pub(super) fn narrowed(self) -> bool {
        self.model.query.with(|query| {
            !query.search.trim().is_empty() || !query.filters.is_empty() || query.cause.is_some()
        })
    }

    /// Looks for other rows when the typing has stopped.
    pub(super) fn search_for(self, text: String) {
        self.search.set(text);
        self.ask.call();
    }

    fn filter_by(self, column: usize, text: String) {
        self.filters.update(|filters| {
            filters.retain(|(at, _)| *at != column);
            if !text.trim().is_empty() {
                filters.push((column, text));
            }
        });
        self.ask.call();
    }

    fn condition_on(self, column: usize) -> String {
        self.filters.with(|filters| {
            filters.iter().find(|(at, _)| *at == column).map_or_else(String::new, |(_, text)| text.clone())
        })
    }

    /// Shows or hides the row of conditions; hidden ones do not hold.
    pub(super) fn toggle_filters(self) {
        self.filtering.update(|filtering| *filtering = !*filtering);
        if !self.filtering.get_untracked() && self.filters.with_untracked(|filters| !filters.is_empty()) {
            self.filters.set(Vec::new());
            ask(self.model, self.search, self.filters);
        }
    }

    /// Of `error_stream` only rows of a cause, or all again.
    pub(super) fn choose_cause(self, cause: Option<String>) {
        self.to_top();
        self.model.browse(|query| {
            query.cause = cause;
            query.offset = 0;
        });
    }

    /// Newest first, or by a column: first the greatest, then the least, then as before.
    fn sort_by(self, column: Option<usize>) {
        let column = column.map(|column| column as u32);
        self.model.browse(|query| {
            query.sort = match query.sort {
                Some(sort) if sort.column == column && sort.descending => {
                    Some(SortBy { column, descending: false })
                }
                Some(sort) if sort.column == column => None,
                // ROWTIME, the newest first, is how it is.
                _ => Some(SortBy { column, descending: column.is_some() }),
            };
        });
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
        self.held.set(Some(why));
        // Up to what is seen now; a frame may have come that is not drawn yet.
        let sorted = self.model.query.with_untracked(|query| query.sort.is_some());
        let newest = self.drawn.with_untracked(|drawn| match drawn.rows.first() {
            Some(row) if drawn.offset == 0 && !sorted => Some(row.number + 1),
            _ => None,
        });
        let before =
            newest.filter(|_| !untrack(|| self.narrowed())).unwrap_or_else(|| untrack(|| self.total()));
        self.model.browse(|query| query.before = Some(before));
    }

    /// Lets the view go on, from its top.
    pub(super) fn release(self) {
        self.held.set(None);
        self.to_top();
        self.model.browse(|query| {
            query.before = None;
            query.offset = 0;
        });
    }

    fn to_top(self) {
        if let Some(frame) = self.frame.get_untracked() {
            frame.set_scroll_top(0);
        }
    }

    fn scrolled(self) {
        let Some(frame) = self.frame.get_untracked() else { return };
        let down = frame.scroll_top() > SCROLLED;
        match self.held.get_untracked() {
            None if down => self.hold_for(Hold::Scroll),
            Some(Hold::Scroll) if !down => self.release(),
            _ => {}
        }
        let wanted = offset(f64::from(frame.scroll_top()));
        if wanted != self.model.query.with_untracked(|query| query.offset) {
            self.model.browse(|query| query.offset = wanted);
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
        let over = move || match self.drawing.try_get_value() {
            Some(Drawing::Due) => {
                self.draw();
                self.rest();
            }
            Some(_) => self.drawing.set_value(Drawing::Idle),
            // The screen was drawn anew.
            None => {}
        };
        set_timeout(over, DRAW_EVERY);
    }

    fn draw(self) {
        self.drawn.set(self.model.rows.get_untracked());
    }
}

fn ask(model: Model, search: RwSignal<String>, filters: RwSignal<Vec<(usize, String)>>) {
    model.browse(|query| {
        query.search = search.get_untracked();
        query.filters = filters.with_untracked(|filters| {
            let filter = |(column, text): &(usize, String)| ColumnFilter {
                column: *column as u32,
                text: text.clone(),
            };
            filters.iter().map(filter).collect()
        });
        query.offset = 0;
    });
}

/// The table, newest row first.
#[component]
pub(super) fn RowsTable(rows: RowsView) -> impl IntoView {
    let empty = Memo::new(move |_| rows.drawn.with(|drawn| drawn.matching == 0));
    let lines = move || rows.drawn.with(|drawn| lines(drawn));
    // The one row that the Tab key stops at; arrows lead to the others.
    let first = Memo::new(move |_| rows.drawn.with(|drawn| drawn.rows.first().map(|row| row.number)));
    let table = move || {
        let columns = StoredValue::new(rows.columns.get());
        let caption = rows.name().map(|name| (words().analytics.rows.newest_of)(&name));
        view! {
            <table aria-rowcount=move || (rows.heads() + rows.drawn.with(|drawn| drawn.matching)).to_string()>
                <caption class="sr-only">{caption}</caption>
                <Header rows columns/>
                <tbody>
                    <For
                        each=lines
                        key=Line::key
                        children=move |drawn| match drawn {
                            Line::Space { of, .. } => space(of).into_any(),
                            Line::Row(row) => columns.with_value(|columns| line(rows, &row, columns, first)).into_any(),
                        }
                    />
                </tbody>
            </table>
        }
    };
    let w = &words().analytics.rows;
    let nothing = move || {
        if rows.narrowed() && rows.drawn.with(|drawn| drawn.kept > 0) {
            w.no_match
        } else if rows.is_errors() {
            w.no_failure
        } else if rows.model.is_running() {
            w.none
        } else {
            w.none_standing
        }
    };
    view! {
        <div
            class="table rows"
            node_ref=rows.frame
            tabindex="0"
            role="region"
            aria-label=w.label
            on:scroll=move |_| rows.scrolled()
            on:keydown=move |event| walk(&event)
        >
            {table}
            <p class="rows-none muted" hidden=move || !empty.get()>{nothing}</p>
        </div>
    }
}

/// Names and types, which sort, and conditions below them.
#[component]
fn Header(rows: RowsView, columns: StoredValue<Vec<Shown>>) -> impl IntoView {
    let heading = move |at: Option<usize>, name: String, data_type: String, numeric: bool| {
        let sorted = move || {
            rows.model.query.with(|query| {
                let sort = query.sort.filter(|sort| sort.column == at.map(|at| at as u32))?;
                Some(if sort.descending { "descending" } else { "ascending" })
            })
        };
        view! {
            <th scope="col" class:number=numeric aria-sort=sorted>
                <button type="button" class="sort" title=words().analytics.rows.sort on:click=move |_| rows.sort_by(at)>
                    {name}
                    <small>{data_type}</small>
                </button>
            </th>
        }
    };
    let named = columns.with_value(|columns| {
        let one = |column: &Shown| match column.at() {
            Some(at) => {
                heading(Some(at), column.name.clone(), column.data_type.clone(), column.numeric).into_any()
            }
            None => view! {
                <th scope="col"><span class="sort">{column.name.clone()}<small>{column.data_type.clone()}</small></span></th>
            }
            .into_any(),
        };
        columns.iter().map(one).collect_view()
    });
    let conditions = move || {
        rows.filtering.get().then(|| {
            let one = |column: &Shown| {
                let field = column.at().map(|at| {
                    view! {
                        <input
                            type="search"
                            aria-label=(words().analytics.rows.condition)(&column.name)
                            placeholder=if column.numeric { "> 5" } else { words().analytics.rows.has }
                            prop:value=move || rows.condition_on(at)
                            on:input=move |event| rows.filter_by(at, event_target_value(&event))
                        />
                    }
                });
                view! { <td>{field}</td> }
            };
            let fields = columns.with_value(|columns| columns.iter().map(one).collect_view());
            view! { <tr class="conditions" aria-rowindex="2"><td></td>{fields}</tr> }
        })
    };
    view! {
        <thead>
            <tr aria-rowindex="1">{heading(None, "ROWTIME".to_owned(), "TIMESTAMP".to_owned(), false)}{named}</tr>
            {conditions}
        </thead>
    }
}

/// A row, or the room of rows that are not drawn.
#[derive(Debug, Clone)]
enum Line {
    Space { below: bool, of: u64 },
    Row(NumberedRow),
}

impl Line {
    fn key(&self) -> String {
        match self {
            Self::Space { below, of } => format!("{below} {of}"),
            Self::Row(row) => key(row),
        }
    }
}

/// What is drawn between the two rooms. All of it is one list, which changes at once: were the rows fewer for a moment before the room above them has grown, a
/// reader at the end of the list would be moved up with it.
fn lines(drawn: &RowsUpdate) -> Vec<Line> {
    let above = u64::from(drawn.offset);
    let below = drawn.matching.saturating_sub(above + drawn.rows.len() as u64);
    let mut lines = vec![Line::Space { below: false, of: above }];
    lines.extend(drawn.rows.iter().cloned().map(Line::Row));
    lines.push(Line::Space { below: true, of: below });
    lines
}

fn space(of: u64) -> impl IntoView {
    let height = format!("{}px", of as f64 * HEIGHT);
    view! { <tr class="rows-space" aria-hidden="true"><td style:height=height></td></tr> }
}

fn line(
    rows: RowsView,
    row: &NumberedRow,
    columns: &[Shown],
    first: Memo<Option<u64>>,
) -> impl IntoView + use<> {
    let cells = columns.iter().map(|column| match column.cell(row) {
        None => view! { <td class="null" class:number=column.numeric>"NULL"</td> }.into_any(),
        Some(cell) => {
            let class = match column.room {
                Room::Line if column.numeric => "number",
                Room::Line => "",
                Room::Glimpse => "glimpse",
                Room::Wide => "wide",
            };
            view! { <td class=class><span>{cell}</span></td> }.into_any()
        }
    });
    let number = row.number;
    let open = move |_| {
        if let Some(name) = rows.model.watched.try_get_untracked() {
            rows.trail.begin(name, number);
        }
    };
    view! {
        <tr class="stream-row" aria-rowindex=move || rows.row_index(number).map(|at| at.to_string()) on:click=open>
            <td class="rowtime">
                <button
                    type="button"
                    class="row-open"
                    title=words().analytics.rows.open
                    tabindex=move || if first.get() == Some(number) { "0" } else { "-1" }
                >
                    {row.row.rowtime.clone()}
                </button>
            </td>
            {cells.collect_view()}
        </tr>
    }
}
