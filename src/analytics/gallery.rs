//! "Add SQL from templates": programs to begin with, to be searched, read, and taken instead of the draft or behind it.
//!
//! Only the draft changes: what runs goes on until "Save and run", and undoing in the editor gives the text from before back.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "a draft is a handful of handles, and components own their arguments"
)]

use leptos::{html, prelude::*};
use rillcut_lab::protocol::{Command, ProgramView};

use super::{editor::Draft, paint::paint};
use crate::{
    model::use_model,
    ui::dialog::show,
    words::{Named, words},
};

/// The dialog; it opens when `open` is set.
#[component]
pub(super) fn Gallery(open: RwSignal<bool>, draft: Draft) -> impl IntoView {
    let model = use_model();
    let dialog = NodeRef::<html::Dialog>::new();
    let search = RwSignal::new(String::new());
    let chosen = RwSignal::new(0_usize);
    Effect::new(move |_| {
        if open.get() {
            // Which programs fit is asked anew each time: the source may be another one.
            model.send(Command::ListPrograms);
            show(dialog);
        }
    });
    let found = Memo::new(move |_| {
        let wanted = search.get().trim().to_lowercase();
        model.programs.with(|programs| {
            let has = |at: usize, program: &ProgramView| {
                let (title, purpose) = named(at).unwrap_or_default();
                [title, purpose, &program.title, &program.shows, &program.purpose, &program.sql]
                    .iter()
                    .any(|text| text.to_lowercase().contains(&wanted))
            };
            programs
                .iter()
                .enumerate()
                .filter(|(at, program)| has(*at, program))
                .map(|(at, _)| at)
                .collect::<Vec<_>>()
        })
    });
    // The one that is read: the chosen one, or the first that is found.
    let shown = Memo::new(move |_| {
        let chosen = chosen.get();
        found.with(|found| if found.contains(&chosen) { Some(chosen) } else { found.first().copied() })
    });
    let program = move |at: usize| model.programs.with(|programs| programs.get(at).cloned());
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let taken = move || shown.get_untracked().and_then(program);
    let replace = move |_| {
        if let Some(program) = taken() {
            close();
            draft.put(program.sql);
        }
    };
    let insert = move |_| {
        if let Some(program) = taken() {
            close();
            draft.append(&program.sql);
        }
    };
    let w = &words().analytics.programs;
    let item = move |at: usize| {
        program(at).map(|program| {
            let (title, _, tongue) = said(at, &program);
            view! {
                <li>
                    <button
                        type="button"
                        class="program"
                        aria-pressed=move || (shown.get() == Some(at)).to_string()
                        on:click=move |_| chosen.set(at)
                    >
                        <span class="program-title" lang=tongue>{title}</span>
                        <span class="program-shows" lang="en">{program.shows}</span>
                    </button>
                </li>
            }
        })
    };
    let read = move || {
        shown.get().and_then(|at| Some((at, program(at)?))).map(|(at, program)| view! { <Read at program/> })
    };
    view! {
        <dialog class="dialog programs" node_ref=dialog aria-labelledby="programs-title" on:close=move |_| open.set(false)>
            <h2 id="programs-title">{w.title}</h2>
            <input
                type="search"
                placeholder=w.search_hint
                aria-label=w.search
                prop:value=move || search.get()
                on:input=move |event| search.set(event_target_value(&event))
            />
            <div class="programs-body">
                <ul class="program-list" aria-label=w.list>{move || found.get().into_iter().map(item).collect_view()}</ul>
                <div class="program-read" aria-live="polite">{read}</div>
            </div>
            <p class="muted" hidden=move || found.with(|found| !found.is_empty())>{w.none}</p>
            <form method="dialog" class="row">
                <button type="button" class="primary" disabled=move || shown.get().is_none() on:click=replace>{w.replace}</button>
                <button type="button" disabled=move || shown.get().is_none() on:click=insert>{w.insert}</button>
                <button class="quiet">{w.cancel}</button>
            </form>
        </dialog>
    }
}

/// What a program is called and is for in the page's language, where the engine does not say that.
fn named(at: usize) -> Option<Named> {
    words().galleries.programs.as_ref()?.get(at).copied()
}

/// A program's title and purpose, and their language where it is not the page's.
fn said(at: usize, program: &ProgramView) -> (String, String, Option<&'static str>) {
    match named(at) {
        Some((title, purpose)) => (title.to_owned(), purpose.to_owned(), None),
        None => (program.title.clone(), program.purpose.clone(), Some("en")),
    }
}

/// A program to be read.
#[component]
fn Read(at: usize, program: ProgramView) -> impl IntoView {
    let w = &words().analytics.programs;
    let misfit = (!program.fits).then(|| {
        let at = usize::from(program.lab == "stock-ticker");
        let lab = words().labs.built_in[at].0;
        view! {
            <p class="program-misfit">
                <span class="badge is-warn">{w.misfit}</span>
                {(w.misfit_why)(lab)}
            </p>
        }
    });
    let (title, purpose, tongue) = said(at, &program);
    view! {
        <h3 lang=tongue>{title}</h3>
        <p class="muted" lang=tongue>{purpose}</p>
        {misfit}
        <pre class="program-sql" tabindex="0" role="region" aria-label=w.program inner_html=paint(&program.sql, &[])></pre>
    }
}
