//! The rows that reached the destination, newest first, and whether the lab's author meant them to.

use std::time::Duration;

use leptos::prelude::*;
use rillcut_lab::protocol::AnomalyView;

use super::{
    calm::calm,
    judgement::{Stretch, letter, window_ms},
    look::Look,
};
use crate::{
    ui::format::{clock, count},
    words::words,
};

/// Rows in the table; more are counted but not drawn.
const SHOWN: usize = 50;
/// Shortest time between two changes of the table: at full speed all of its rows are new with each.
const PACE: Duration = Duration::from_millis(150);

/// The table.
#[component]
pub(super) fn Anomalies(look: Look) -> impl IntoView {
    let (model, stretches) = (look.model(), look.stretches);
    let pace = calm(PACE, move || {
        model.anomalies.version();
    });
    let shown = Memo::new(move |_| {
        pace.track();
        model.anomalies.with_untracked(|rows| rows.iter().rev().take(SHOWN).cloned().collect::<Vec<_>>())
    });
    let total = Memo::new(move |_| model.frame.with(|frame| frame.anomalies_total));
    // The points are only asked for the length of a window, so a reader's look at the chart does not redraw the table.
    let window = Memo::new(move |_| look.scored().chart.with(|points| window_ms(points.iter())));
    let columns = Memo::new(move |_| {
        model.lab.with(|lab| {
            let stream = lab.as_ref().and_then(|lab| lab.streams.get(lab.anomalies?));
            stream.map_or_else(Vec::new, |stream| stream.columns.clone())
        })
    });
    // Without a forest nothing says that a row is unusual: it is just a row of the destination.
    let scored = Memo::new(move |_| model.frame.with(|frame| frame.forest.is_some()));
    let w = &words().detection.anomalies;
    let heading = move || {
        let what = if scored.get() || total.get() == 0 { w.title } else { w.title_rows };
        match total.get() {
            0 => what.to_owned(),
            total => format!("{what} — {}", count(total)),
        }
    };
    // A lab that announces no moments expects nothing, so no row is unexpected either.
    let unplanned = Memo::new(move |_| stretches.with(Vec::is_empty));
    let row = move |anomaly: AnomalyView| {
        let at = anomaly.rowtime_ms;
        let moment = stretches.with(|stretches| moment_of(stretches, anomaly.rowtime_ms, window.get()));
        let cells = columns.get().into_iter().zip(anomaly.row.cells).map(|(column, cell)| match cell {
            Some(cell) => view! { <td class:number=column.numeric>{short(&cell)}</td> }.into_any(),
            None => view! { <td class="null">"NULL"</td> }.into_any(),
        });
        view! {
            <tr>
                <td class="mono">
                    <button type="button" class="quiet anomaly-why" title=w.why disabled=move || !scored.get() on:click=move |_| look.explain_near(at)>
                        {clock(at)}
                    </button>
                </td>
                {cells.collect_view()}
                <td hidden=move || unplanned.get()>{moment_badge(moment)}</td>
                <td class="anomaly-sentence" class:is-told=move || scored.get() lang="en">{anomaly.sentence}</td>
            </tr>
        }
    };
    let head = move || {
        let column = |column: rillcut_lab::protocol::ColumnView| {
            view! { <th scope="col" class:number=column.numeric>{column.name} <small>{column.data_type}</small></th> }
        };
        columns.get().into_iter().map(column).collect_view()
    };
    view! {
        <section class="anomalies" aria-labelledby="anomalies-title">
            <div class="row spread">
                <h3 id="anomalies-title">{heading}</h3>
                <p class="muted" hidden=move || { total.get() <= SHOWN as u64 }>{(w.newest)(SHOWN)}</p>
            </div>
            <p class="empty" hidden=move || { total.get() > 0 }>
                {w.none}
            </p>
            <div
                class="table"
                role="region"
                tabindex="0"
                aria-label=w.table
                hidden=move || total.get() == 0
            >
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{w.time} <small>"ROWTIME"</small></th>
                            {head}
                            <th scope="col" hidden=move || unplanned.get()>{w.moment}</th>
                            <th scope="col" class="anomaly-sentence" class:is-told=move || scored.get()>{w.sentence}</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || shown.get() key=|row| (row.number, row.rowtime_ms) children=row/>
                    </tbody>
                </table>
            </div>
        </section>
    }
}

/// The moment of a row: its letter, its name and whether it is an expected one. Expected ones come first.
fn moment_of(stretches: &[Stretch], rowtime_ms: i64, window_ms: i64) -> Option<(char, String, bool)> {
    let held = |(_, stretch): &(usize, &Stretch)| stretch.holds(rowtime_ms, window_ms);
    let mut found: Vec<_> = stretches.iter().enumerate().filter(held).collect();
    found.sort_by_key(|(_, stretch)| !stretch.expected);
    found.first().map(|(at, stretch)| (letter(*at), stretch.name.clone(), stretch.expected))
}

fn moment_badge(moment: Option<(char, String, bool)>) -> AnyView {
    let w = &words().detection.anomalies;
    let Some((letter, name, expected)) = moment else {
        return view! { <span class="badge is-warn">{w.not_expected}</span> }.into_any();
    };
    let text = if expected { (w.expected)(letter) } else { (w.during)(letter) };
    let title = name.clone();
    view! {
        <span class="badge" class:is-good=expected title=title>
            {text}
            <span class="sr-only">", " {name}</span>
        </span>
    }
    .into_any()
}

/// A number with at most four digits after the point, other text as it is.
fn short(cell: &str) -> String {
    match cell.parse::<f64>() {
        Ok(number) if cell.contains('.') && cell.len() > 9 => {
            let text = format!("{number:.4}");
            let short = text.trim_end_matches('0');
            if short.ends_with('.') { format!("{short}0") } else { short.to_owned() }
        }
        _ => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_shortened_only_where_they_are_long_fractions() {
        assert_eq!(
            (short("387.50000000000006"), short("409.99999999999994")),
            ("387.5".to_owned(), "410.0".to_owned())
        );
        assert_eq!(
            (short("100.0"), short("1234567890123")),
            ("100.0".to_owned(), "1234567890123".to_owned())
        );
        assert_eq!(short("not a number at all."), "not a number at all.");
    }

    #[test]
    fn an_expected_moment_goes_before_another() {
        let stretch = |expected| Stretch { name: String::new(), from_ms: 0, until_ms: 9, expected };
        let stretches = [stretch(false), stretch(true)];
        assert_eq!(moment_of(&stretches, 5, 1).map(|found| (found.0, found.2)), Some(('B', true)));
        assert_eq!(moment_of(&stretches, 20, 1), None);
    }
}
