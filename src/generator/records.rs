//! Records as text, on one line or laid out.

use leptos::prelude::*;

/// JSON laid out over lines. Only space between tokens is added and dropped, so that every digit stays as it was; a text that is no
/// object or array is left alone.
pub(super) fn pretty(record: &str) -> String {
    if !record.trim_start().starts_with(['{', '[']) {
        return record.to_owned();
    }
    let mut out = String::with_capacity(record.len() * 2);
    let mut depth = 0_usize;
    let mut characters = record.trim().chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' => {
                out.push('"');
                push_text(&mut out, &mut characters);
            }
            '{' | '[' => {
                out.push(character);
                while characters.next_if(|next| next.is_whitespace()).is_some() {}
                if let Some(close) = characters.next_if(|&next| matches!(next, '}' | ']')) {
                    out.push(close);
                } else {
                    depth += 1;
                    line(&mut out, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                line(&mut out, depth);
                out.push(character);
            }
            ',' => {
                out.push(',');
                line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            space if space.is_whitespace() => {}
            other => out.push(other),
        }
    }
    out
}

fn push_text(out: &mut String, characters: &mut impl Iterator<Item = char>) {
    let mut escaped = false;
    for character in characters {
        out.push(character);
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return,
            _ => {}
        }
    }
}

fn line(out: &mut String, depth: usize) {
    out.push('\n');
    // A record may open more brackets than anybody wants to see.
    for _ in 0..depth.min(20) {
        out.push_str("  ");
    }
}

/// A list of records with a switch for their layout.
#[component]
pub(super) fn Records(
    #[prop(into)] records: Signal<Vec<String>>,
    /// What the records are, for the heading.
    title: &'static str,
) -> impl IntoView {
    let laid_out = RwSignal::new(false);
    let item = move |record: String| {
        let text = if laid_out.get() { pretty(&record) } else { record };
        view! { <li><code>{text}</code></li> }
    };
    view! {
        <div class="records" hidden=move || records.with(Vec::is_empty)>
            <div class="row spread">
                <h4>{title}</h4>
                <button
                    type="button"
                    class="quiet small"
                    aria-pressed=move || laid_out.get().to_string()
                    on:click=move |_| laid_out.update(|on| *on = !*on)
                >
                    "Pretty"
                </button>
            </div>
            <ol class="record-list" tabindex="0" aria-label=title>
                {move || records.get().into_iter().map(item).collect_view()}
            </ol>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_laid_out_without_loss() {
        assert_eq!(
            pretty("{\"a\":1.50,\"b\": [ ],\"c\":{\"d\":\"x,{\\\"\"}}"),
            "{\n  \"a\": 1.50,\n  \"b\": [],\n  \"c\": {\n    \"d\": \"x,{\\\"\"\n  }\n}"
        );
        assert_eq!(pretty("a,b : c"), "a,b : c", "CSV is left alone");
        assert_eq!(pretty("{\"open"), "{\n  \"open");
        assert_eq!(pretty("}]}"), "}]}");
    }

    #[test]
    fn deep_records_stay_small() {
        let deep = "[".repeat(5000) + "1";
        assert!(pretty(&deep).len() < 5000 * 50);
    }
}
