//! The program's editor: CodeMirror once it is there, and until then a text field over a coloured copy of its text.
//!
//! The field is there with the first picture and is enough to work with: its own text is transparent and the copy under it has the same
//! metrics. The editor takes its place when the page is idle, with text, cursor and focus. Neither is ever what runs: that is the program
//! which was applied last.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "a draft is a handful of handles, and components own their arguments"
)]

use leptos::{html, prelude::*};
use rillcut_lab::{
    Fix,
    protocol::{Command, Edit, Problem, ProblemSource},
};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::{
    code::{self, Code, Told},
    gallery::Gallery,
    later::Later,
    paint::{Mark, gutter, paint, visible},
    place,
};
use crate::{
    address::{Part, is_readonly},
    model::{Checked, Model, use_model},
    ui::{problems::Problems, share::Share},
    words::words,
};

/// The text being written and what is known of it. It outlives the screen, which another language draws anew.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    model: Model,
    /// The text in the field.
    text: RwSignal<String>,
    /// The program that runs.
    applied: Memo<String>,
    /// The text that was last sent to be applied.
    sent: RwSignal<Option<String>>,
    /// The text that was last sent to be checked; marks are for it alone.
    asked: RwSignal<String>,
    /// Puts the check off while somebody types.
    check: Later,
    /// The editor, once it has taken the place of the field.
    code: StoredValue<Option<Code>, LocalStorage>,
    has_code: RwSignal<bool>,
    /// Where the editor of the last screen was: text, cursor, and what can be undone.
    left: StoredValue<JsValue, LocalStorage>,
    /// Line and column of the cursor.
    at: RwSignal<(u32, u32)>,
    field: NodeRef<html::Textarea>,
}

impl Draft {
    pub(super) fn new(model: Model) -> Self {
        let applied = Memo::new(move |_| {
            model.lab.with(|view| {
                view.as_ref().map_or_else(String::new, |view| place::as_field_text(&view.lab.sql))
            })
        });
        let text = RwSignal::new(String::new());
        let asked = RwSignal::new(String::new());
        let draft = Self {
            model,
            text,
            applied,
            sent: RwSignal::new(None),
            asked,
            check: Later::new(move || check(model, text, asked)),
            code: StoredValue::new_local(None),
            has_code: RwSignal::new(false),
            left: StoredValue::new_local(JsValue::UNDEFINED),
            at: RwSignal::new((1, 1)),
            field: NodeRef::new(),
        };
        // Another program runs: it is the new text, unless it is what was just sent and the typing went on.
        Effect::new(move |_| {
            let applied = applied.get();
            if draft.sent.get_untracked().as_ref() != Some(&applied) {
                draft.put(applied);
            }
            draft.sent.set(None);
        });
        // Something of the program is to be seen. In a draft that differs it may stand elsewhere; then it is near.
        Effect::new(move |_| {
            if let Some(at) = model.shown_sql.get() {
                model.shown_sql.set(None);
                draft.select(at);
            }
        });
        // A check depends on the schema too, and so on every change of the lab.
        Effect::new(move |_| {
            if model.lab.with(Option::is_some) {
                check(model, text, asked);
            }
        });
        draft
    }

    /// Somebody typed.
    fn typed(self, text: String) {
        self.text.set(text);
        self.model.forget_problems(&ProblemSource::Sql);
        self.check.call();
    }

    /// Puts another text in; what was there can be had back by undoing.
    pub(super) fn put(self, text: String) {
        self.code.with_value(|code| {
            if let Some(code) = code {
                code.set_text(&text);
            }
        });
        self.text.set(text);
    }

    /// Puts a text behind the one that is there.
    pub(super) fn append(self, text: &str) {
        let appended = self.code.with_value(|code| code.as_ref().map(|code| code.append(text)));
        if appended.is_none() {
            let joined = format!("{}\n\n{text}", self.text.get_untracked().trim_end());
            self.typed(joined.trim_start().to_owned());
        }
    }

    fn apply(self) {
        if is_readonly() {
            return;
        }
        let text = self.text.get_untracked();
        self.sent.set(Some(text.clone()));
        self.model.send(Command::Edit(Edit::SetSql(text)));
    }

    fn revert(self) {
        self.put(self.applied.get_untracked());
        self.model.forget_problems(&ProblemSource::Sql);
        check(self.model, self.text, self.asked);
    }

    fn is_edited(self) -> bool {
        self.text.with(|text| self.applied.with(|applied| text != applied))
    }

    /// Makes the change that mends a problem.
    fn mend(self, fix: &Fix) {
        let text = self.text.get_untracked();
        let mended = fix.apply(&text);
        let units = |byte| place::utf16_before(&text, byte);
        let (from, to) = (units(fix.span.start), units(fix.span.end));
        let made =
            self.code.with_value(|code| code.as_ref().map(|code| code.replace(from, to, &fix.replacement)));
        if made.is_none() {
            self.typed(mended);
        }
    }

    /// Selects the bytes of a place.
    pub(super) fn select(self, at: (u32, u32)) {
        let text = self.text.get_untracked();
        let units = |byte: u32| place::utf16_before(&text, byte as usize);
        let selected =
            self.code.with_value(|code| code.as_ref().map(|code| code.select(units(at.0), units(at.1))));
        if selected.is_none()
            && let Some(field) = self.field.get_untracked()
        {
            place::select(&field, &text, at);
        }
    }

    /// Leaves the screen; what can be undone stays so.
    fn leave(self) {
        self.code.update_value(|code| {
            if let Some(code) = code.take() {
                self.left.set_value(code.close());
            }
        });
        self.has_code.set(false);
    }

    /// Opens the editor in the place of the field.
    async fn open(self, place: web_sys::HtmlElement) {
        let told = Told {
            changed: Box::new(move |text| self.typed(text)),
            moved: Box::new(move |line, column| self.at.set((line, column))),
            apply: Box::new(move || self.apply()),
        };
        let left = self.left.get_value();
        // Without it the field goes on serving.
        let Ok(code) = code::open(self.model, &place, self.text.get_untracked(), &left, told).await else {
            return;
        };
        // The screen may have been drawn anew in the meantime.
        if !place.is_connected() {
            code.close();
            return;
        }
        // What was typed while it was being fetched.
        code.set_text(&self.text.get_untracked());
        let field = self.field.get_untracked();
        let focused = field.as_ref().filter(|field| {
            document().active_element().is_some_and(|active| active.is_same_node(Some(field)))
        });
        let selection =
            focused.and_then(|field| Some((field.selection_start().ok()??, field.selection_end().ok()??)));
        self.code.set_value(Some(code));
        self.has_code.set(true);
        if let Some((from, to)) = selection {
            self.code.with_value(|code| {
                if let Some(code) = code {
                    code.select(from, to);
                }
            });
        }
    }
}

fn check(model: Model, text: RwSignal<String>, asked: RwSignal<String>) {
    let text = text.get_untracked();
    asked.set(text.clone());
    model.send(Command::CheckSql(text));
}

/// The editor with its buttons, problems and explanation.
#[component]
pub(super) fn SqlEditor() -> impl IntoView {
    let model = use_model();
    let draft: Draft = expect_context();
    on_cleanup(move || draft.leave());
    let w = &words().analytics.editor;
    let place = NodeRef::<html::Div>::new();
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
    // The editor is fetched once the lab is there.
    let ordered = StoredValue::new(false);
    Effect::new(move |_| {
        if let Some(place) = place.get()
            && model.lab.with(Option::is_some)
            && !ordered.get_value()
        {
            ordered.set_value(true);
            spawn_local(draft.open(place.into()));
        }
    });
    // Marks are for the text that was checked; those of an older text move along until the new ones come.
    Effect::new(move |_| {
        if draft.has_code.get() && draft.asked.with(|asked| draft.text.with(|text| asked == text)) {
            problems.with(|problems| {
                draft.code.with_value(|code| {
                    if let Some(code) = code {
                        draft.text.with_untracked(|text| code::mark(code, text, problems));
                    }
                });
            });
        }
    });
    let counted = move || {
        let errors = problems.with(|list| list.iter().filter(|one| one.is_error).count());
        let warnings = problems.with(Vec::len) - errors;
        let (line, column) = draft.at.get();
        (w.status)(line, column, errors, warnings)
    };
    let explanation = Memo::new(move |_| {
        model.checked.with(|checked| {
            checked.as_ref().map(|Checked { explanation, .. }| explanation.clone()).unwrap_or_default()
        })
    });
    let gallery = RwSignal::new(false);
    let no_lab = move || model.lab.with(Option::is_none);
    view! {
        <div class="editor-block">
            <div class="row spread">
                <span class="editor-label">{w.title}</span>
                <span class="badge is-warn" hidden=move || !edited.get()>{w.edited}</span>
                <span class="editor-tools">
                    <button type="button" class="quiet edits" disabled=no_lab on:click=move |_| gallery.set(true)>{words().analytics.programs.title}</button>
                    <FormatButton draft/>
                </span>
                <Share part=Part::Sql title=w.title/>
            </div>
            <div class="editor" class:has-code=move || draft.has_code.get()>
                <div class="editor-code" node_ref=place hidden=move || !draft.has_code.get()></div>
                <Show when=move || !draft.has_code.get()>
                    <Field draft problems/>
                </Show>
            </div>
            <div class="row">
                <button type="button" class="primary edits" disabled=no_lab on:click=move |_| draft.apply()>{w.apply}</button>
                <button type="button" class="edits" disabled=move || !edited.get() on:click=move |_| draft.revert()>{w.revert}</button>
                <span class="muted editor-keys edits">
                    <kbd>"Ctrl"</kbd>{w.or}<kbd>"⌘"</kbd>" + "<kbd>"Enter"</kbd>{w.keys}
                </span>
                <span class="muted editor-status">{counted}</span>
            </div>
            <p class="muted" hidden=move || refused.with(Vec::is_empty)>{w.refused}</p>
            <Problems
                problems=problems
                go=Callback::new(move |at| draft.select(at))
                mend=Callback::new(move |fix: Fix| draft.mend(&fix))
            />
            <details class="fold" hidden=move || explanation.with(String::is_empty)>
                <summary>{w.explanation}</summary>
                <pre class="explanation" lang="en" tabindex="0" role="region" aria-label=w.dataflow>{explanation}</pre>
            </details>
            <Gallery open=gallery draft/>
        </div>
    }
}

/// Lays the program out, once the editor is there.
#[component]
fn FormatButton(draft: Draft) -> impl IntoView {
    let format = move |_| {
        draft.code.with_value(|code| {
            if let Some(code) = code {
                code.format();
            }
        });
    };
    view! {
        <button type="button" class="quiet edits" title="Shift+Alt+F" hidden=move || !draft.has_code.get() on:click=format>
            {words().analytics.editor.format}
        </button>
    }
}

/// The plain field that is there until the editor is.
#[component]
fn Field(draft: Draft, problems: Memo<Vec<Problem>>) -> impl IntoView {
    let pressed = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            draft.apply();
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
    view! {
        <div class="editor-field">
            <pre class="editor-gutter" aria-hidden="true">{numbers}</pre>
            <div class="editor-text">
                <pre class="editor-paint" aria-hidden="true" inner_html=move || html.get()></pre>
                <textarea
                    node_ref=draft.field
                    spellcheck="false"
                    autocomplete="off"
                    autocapitalize="off"
                    aria-label=words().analytics.editor.label
                    aria-description=words().analytics.editor.help
                    aria-invalid=move || problems.with(|list| list.iter().any(|one| one.is_error)).to_string()
                    readonly=is_readonly()
                    prop:value=move || draft.text.get()
                    on:input=move |event| draft.typed(event_target_value(&event))
                    on:keydown=pressed
                ></textarea>
            </div>
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
