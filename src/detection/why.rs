//! A point explains itself: which columns its score is due to, what they should have been, the row that it became and the message.

use std::sync::Arc;

use leptos::{html, prelude::*};
use rillcut_lab::protocol::{PartView, PointView};

use super::{look::Look, reading::number};
use crate::{ui::format::clock, words::words};

/// The panel; it is there while a point is explained.
#[component]
pub(super) fn Why(look: Look) -> impl IntoView {
    move || look.scored().explained.get().map(|why| view! { <Panel look why/> })
}

#[component]
fn Panel(look: Look, why: Arc<PointView>) -> impl IntoView {
    let model = look.model();
    let heading = NodeRef::<html::H3>::new();
    // A reader of the screen is taken to what was asked for; Escape goes back.
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            let _focus = heading.focus();
        }
    });
    let close = move || {
        look.scored().explained.set(None);
        focus_chart();
    };
    let step = move |forward: bool| {
        let from = look.scored().explained.with_untracked(|why| why.as_ref().map(|why| why.rowtime_ms));
        if let Some(mark) = from.and_then(|from| look.next_mark(from, forward)) {
            model.explain(mark.number);
        }
    };
    let w = &words().detection.why;
    let at = why.rowtime_ms;
    let stepper = move |label: &'static str, sign: &'static str, forward: bool| {
        let there = Memo::new(move |_| {
            look.scored().chart.version();
            look.by.track();
            look.threshold.track();
            look.next_mark(at, forward).is_some()
        });
        view! {
            <button type="button" class="quiet" aria-label=label title=label disabled=move || !there.get() on:click=move |_| step(forward)>
                {sign}
            </button>
        }
    };
    let known = !why.parts.is_empty();
    let judged = (known && !why.warm_up).then(|| {
        // The first ten scores only teach what is usual.
        let graded = if why.confidence > 0.0 {
            (w.graded)(why.grade_threshold, why.confidence)
        } else {
            w.not_graded.to_owned()
        };
        view! {
            <p class="row why-score">
                <span>{w.score}<strong>{format!("{:.3}", why.score)}</strong></span>
                <span>{w.grade}<strong>{format!("{:.2}", why.grade)}</strong></span>
                <span class="muted">{graded}</span>
            </p>
        }
    });
    let parts = (known && !why.warm_up).then(|| view! { <Parts why=Arc::clone(&why)/> });
    let row = known.then(|| view! { <Row look why=Arc::clone(&why)/> });
    view! {
        <section
            class="why"
            aria-labelledby="why-title"
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    event.stop_propagation();
                    close();
                }
            }
        >
            <div class="row spread">
                <h3 id="why-title" node_ref=heading tabindex="-1">
                    {if known { (w.title)(&clock(at)) } else { w.unknown.to_owned() }}
                </h3>
                <div class="row chart-buttons">
                    {stepper(w.previous, "‹ ▲", false)}
                    {stepper(w.next, "▲ ›", true)}
                    <button type="button" class="quiet" aria-label=w.close title=words().common.close on:click=move |_| close()>"✕"</button>
                </div>
            </div>
            <p class="why-sentence" lang="en">{why.sentence.clone()}</p>
            {judged}
            {parts}
            {row}
        </section>
    }
}

/// The columns with their parts of the score.
#[component]
fn Parts(why: Arc<PointView>) -> impl IntoView {
    let w = &words().detection.why;
    let most = why.parts.iter().map(|part| part.high.max(part.low)).fold(0.0, f64::max);
    let total = why.score;
    let row = |part: &PartView| {
        let (high, low) = (part.high, part.low);
        let share = if total > 0.0 { (high + low) / total * 100.0 } else { 0.0 };
        let direction = if high > low { w.high } else { w.low };
        let expected = part.usual.map(|usual| {
            let range = (w.range)(&number(usual.low), &number(usual.high));
            view! { {number(usual.value)} <small>{range}</small> }
        });
        let width = move |part: f64| format!("{:.1}%", if most > 0.0 { part / most * 50.0 } else { 0.0 });
        view! {
            <tr>
                <th scope="row">{part.name.clone()}</th>
                <td class="number">{number(part.value)}</td>
                <td class="number">{expected}</td>
                <td class="why-part">
                    <span class="why-bar" aria-hidden="true">
                        <span class="why-low" style:width=width(low)></span>
                        <span class="why-high" style:width=width(high)></span>
                    </span>
                    <span>{(w.share)(share, direction)}</span>
                </td>
            </tr>
        }
    };
    view! {
            <table class="why-parts">
                <caption class="sr-only">{w.parts}</caption>
                <thead>
                    <tr>
                        <th scope="col">{w.column}</th>
                        <th scope="col" class="number">{w.value}</th>
                        <th scope="col" class="number">{w.expected} <small>{w.usual}</small></th>
                        <th scope="col">{w.part} <small>{w.part_scale}</small></th>
                    </tr>
                </thead>
                <tbody>{why.parts.iter().map(row).collect_view()}</tbody>
            </table>
    }
}

/// What became of the point: its row at the destination and the message about it.
#[component]
fn Row(look: Look, why: Arc<PointView>) -> impl IntoView {
    let model = look.model();
    let (destination, line) = model.lab.with_untracked(|lab| {
        let Some(lab) = lab else { return (String::new(), None) };
        let name = lab.anomalies.and_then(|at| lab.streams.get(at)).map(|stream| stream.name.clone());
        (name.unwrap_or_default(), lab.line)
    });
    let w = &words().detection.why;
    let Some(row) = &why.row else {
        let because = match line {
            _ if why.warm_up => w.no_score.to_owned(),
            Some(line) if why.score <= line => (w.below_line)(line),
            _ => w.row_elsewhere.to_owned(),
        };
        let text = (w.no_row)(&destination, &because);
        return view! { <p class="muted why-row">{text}</p> }.into_any();
    };
    let columns = model.lab.with_untracked(|lab| {
        let stream = lab.as_ref().and_then(|lab| lab.streams.get(lab.anomalies?));
        stream.map_or_else(Vec::new, |stream| stream.columns.clone())
    });
    let cells = columns.into_iter().zip(row.row.cells.clone());
    let cell = |(column, cell): (rillcut_lab::protocol::ColumnView, Option<String>)| {
        view! {
            <div>
                <dt>{column.name}</dt>
                <dd class="mono">{cell.unwrap_or_else(|| "NULL".to_owned())}</dd>
            </div>
        }
    };
    let payload = why.payload.clone().map(|payload| {
        view! {
            <details class="fold">
                <summary>{w.about}</summary>
                <pre class="why-payload" tabindex="0" role="region" aria-label=w.message>{pretty(&payload)}</pre>
            </details>
        }
    });
    view! {
        <div class="why-row">
            <h4>{(w.row)(row.number + 1, &destination)}</h4>
            <dl class="why-cells">{cells.map(cell).collect_view()}</dl>
            {payload}
        </div>
    }
    .into_any()
}

/// JSON with a member a line; numbers stay as they are written.
fn pretty(json: &str) -> String {
    let (mut out, mut depth, mut quoted, mut escaped) =
        (String::with_capacity(json.len() * 2), 0_usize, false, false);
    for character in json.chars() {
        if quoted {
            out.push(character);
            quoted = escaped || character != '"';
            escaped = !escaped && character == '\\';
            continue;
        }
        match character {
            '{' | '[' => {
                depth += 1;
                out.push(character);
                line(&mut out, depth);
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                line(&mut out, depth);
                out.push(character);
            }
            ',' => {
                out.push(character);
                line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            other => {
                quoted = other == '"';
                out.push(other);
            }
        }
    }
    out
}

fn line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

/// Back to where the explanation was asked for.
fn focus_chart() {
    let chart = document().query_selector("#detection .plot").ok().flatten();
    if let Some(chart) =
        chart.and_then(|chart| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(chart).ok())
    {
        let _focus = chart.focus();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_gets_a_line_a_member() {
        let text = pretty(r#"{"a":"x, {y}: \"z\"","row":{"N":2.50}}"#);
        assert_eq!(text, "{\n  \"a\": \"x, {y}: \\\"z\\\"\",\n  \"row\": {\n    \"N\": 2.50\n  }\n}");
    }
}
