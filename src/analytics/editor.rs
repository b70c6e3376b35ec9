//! The program's editor: a text field over a coloured copy of its text.
//!
//! The field's own text is transparent and the copy under it has the same metrics; both are as large as the text and scroll together
//! inside of one box, so that nothing has to be kept in step. CodeMirror was rejected: it is three times the size of this whole page's
//! budget for text, brings a second grammar, and takes the Tab key; a text field keeps the browser's undo, input methods, spelling menus
//! and screen reader support.

use leptos::{html, prelude::*};
use rillcut_lab::protocol::{Command, Edit, Problem, ProblemSource};

use super::{
    later::Later,
    paint::{Mark, gutter, paint, visible},
    place,
};
use crate::{
    model::{Checked, Model, use_model},
    ui::problems::Problems,
};

/// The text being written and what is known of it.
#[derive(Clone, Copy)]
struct Draft {
    /// The text in the field.
    text: RwSignal<String>,
    /// The program that runs.
    applied: Memo<String>,
    /// The text that was last sent to be applied.
    sent: RwSignal<Option<String>>,
    /// The text that was last sent to be checked; marks are for it alone.
    asked: RwSignal<String>,
}

impl Draft {
    fn new(model: Model) -> Self {
        let applied = Memo::new(move |_| {
            model.lab.with(|view| {
                view.as_ref().map_or_else(String::new, |view| place::as_field_text(&view.lab.sql))
            })
        });
        let draft = Self {
            text: RwSignal::new(String::new()),
            applied,
            sent: RwSignal::new(None),
            asked: RwSignal::new(String::new()),
        };
        // Another program runs: it is the new text, unless it is what was just sent and the typing went on.
        Effect::new(move |_| {
            let applied = applied.get();
            if draft.sent.get_untracked().as_ref() != Some(&applied) {
                draft.text.set(applied);
            }
            draft.sent.set(None);
        });
        // A check depends on the schema too, and so on every change of the lab.
        Effect::new(move |_| {
            if model.lab.with(Option::is_some) {
                draft.check(model);
            }
        });
        draft
    }

    fn check(self, model: Model) {
        let text = self.text.get_untracked();
        self.asked.set(text.clone());
        model.send(Command::CheckSql(text));
    }

    fn apply(self, model: Model) {
        let text = self.text.get_untracked();
        self.sent.set(Some(text.clone()));
        model.send(Command::Edit(Edit::SetSql(text)));
    }

    fn is_edited(self) -> bool {
        self.text.with(|text| self.applied.with(|applied| text != applied))
    }
}

/// The editor with its buttons, problems and explanation.
#[component]
pub(super) fn SqlEditor() -> impl IntoView {
    let model = use_model();
    let draft = Draft::new(model);
    let field = NodeRef::<html::Textarea>::new();
    let frame = NodeRef::<html::Div>::new();
    let edited = Memo::new(move |_| draft.is_edited());
    let refused = Memo::new(move |_| model.problems(&ProblemSource::Sql));
    let problems = Memo::new(move |_| {
        let refused = refused.get();
        if !refused.is_empty() {
            return refused;
        }
        model
            .checked
            .with(|checked| checked.as_ref().map_or_else(Vec::new, |checked| checked.problems.clone()))
    });
    let check = Later::new(move || draft.check(model));
    let typed = move |event| {
        draft.text.set(event_target_value(&event));
        model.forget_problems(&ProblemSource::Sql);
        check.call();
    };
    let pressed = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            draft.apply(model);
        }
    };
    let html = Memo::new(move |_| {
        let current = draft.asked.with(|asked| draft.text.with(|text| asked == text));
        let marks = if current {
            problems.with(|problems| draft.text.with(|text| marks(text, problems)))
        } else {
            Vec::new()
        };
        draft.text.with(|text| paint(text, &marks))
    });
    let numbers = Memo::new(move |_| gutter(draft.text.with(|text| place::lines(text))));
    let go = Callback::new(move |at: (u32, u32)| {
        if let Some(field) = field.get_untracked() {
            let text = draft.text.get_untracked();
            place::select(&field, &text, at);
            if let Some(frame) = frame.get_untracked() {
                reveal(&frame, &text, at.0 as usize);
            }
        }
    });
    let explanation = Memo::new(move |_| {
        model.checked.with(|checked| {
            checked.as_ref().map(|Checked { explanation, .. }| explanation.clone()).unwrap_or_default()
        })
    });
    let revert = move |_| {
        draft.text.set(draft.applied.get_untracked());
        model.forget_problems(&ProblemSource::Sql);
        draft.check(model);
    };
    view! {
        <div class="editor-block">
            <div class="row spread">
                <label for="sql" class="editor-label">"SQL of the application"</label>
                <span class="badge is-warn" hidden=move || !edited.get()>"Edited, not applied"</span>
            </div>
            <div class="editor" node_ref=frame>
                <pre class="editor-gutter" aria-hidden="true">{numbers}</pre>
                <div class="editor-text">
                    <pre class="editor-paint" aria-hidden="true" inner_html=move || html.get()></pre>
                    <textarea
                        id="sql"
                        node_ref=field
                        spellcheck="false"
                        autocomplete="off"
                        autocapitalize="off"
                        aria-describedby="sql-keys"
                        aria-invalid=move || problems.with(|list| list.iter().any(|one| one.is_error)).to_string()
                        prop:value=move || draft.text.get()
                        on:input=typed
                        on:keydown=pressed
                    ></textarea>
                </div>
            </div>
            <div class="row">
                <button type="button" class="primary" disabled=move || model.lab.with(Option::is_none) on:click=move |_| draft.apply(model)>
                    "Save and run"
                </button>
                <button type="button" disabled=move || !edited.get() on:click=revert>"Revert"</button>
                <span id="sql-keys" class="muted editor-keys">
                    <kbd>"Ctrl"</kbd>" or "<kbd>"⌘"</kbd>" + "<kbd>"Enter"</kbd>" saves and runs, Tab leaves the editor"
                </span>
            </div>
            <p class="muted" hidden=move || refused.with(Vec::is_empty)>"Not applied: the program from before runs on"</p>
            <Problems problems=problems go=go/>
            <details class="fold" hidden=move || explanation.with(String::is_empty)>
                <summary>"What the program does, step by step"</summary>
                <pre class="explanation" tabindex="0" role="region" aria-label="Dataflow">{explanation}</pre>
            </details>
        </div>
    }
}

fn marks(text: &str, problems: &[Problem]) -> Vec<Mark> {
    let placed = problems.iter().filter(|problem| problem.line > 0);
    let marks = placed.map(|problem| {
        let (start, end) = visible(text, problem.start as usize, problem.end as usize);
        Mark { start, end, is_error: problem.is_error }
    });
    marks.collect()
}

/// Scrolls the box so that the line of a byte stands in its upper third.
fn reveal(frame: &web_sys::HtmlElement, text: &str, byte: usize) {
    let before = text.bytes().take(byte).filter(|&byte| byte == b'\n').count();
    let share = before as f64 / place::lines(text) as f64;
    let top = share * f64::from(frame.scroll_height()) - f64::from(frame.client_height()) / 3.0;
    frame.set_scroll_top(top.max(0.0) as i32);
}
