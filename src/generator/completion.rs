//! What a call that is being typed may become: the list under a template after `{{`.

use leptos::prelude::*;
use rillcut_lab::protocol::{Command, FunctionView};

use crate::{model::Model, words::words};

/// Most functions that are offered at once.
const OFFERED: usize = 8;

/// Asks for the functions if the page does not have them yet.
pub(super) fn want_catalogue(model: Model) {
    if model.catalogue.with_untracked(Option::is_none) {
        model.send(Command::Catalogue);
    }
}

/// The call at the end of `before`, which is the text up to the caret: where its braces begin, and what stands of its name.
pub(super) fn begun_call(before: &str) -> Option<(usize, &str)> {
    let open = before.rfind("{{")?;
    let name = before[open + 2..].trim_start();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '_';
    name.chars().all(is_name).then_some((open, name))
}

/// The functions that a beginning of a name may mean, the likeliest first.
pub(super) fn matching(functions: &[FunctionView], typed: &str) -> Vec<FunctionView> {
    let typed = typed.to_ascii_lowercase();
    let rank = |function: &FunctionView| {
        let name = function.name.to_ascii_lowercase();
        let own = name.rsplit('.').next().unwrap_or_default().to_owned();
        if name.starts_with(&typed) {
            Some(0)
        } else if own.starts_with(&typed) {
            Some(1)
        } else {
            name.contains(&typed).then_some(2)
        }
    };
    let mut found: Vec<(i32, &FunctionView)> =
        functions.iter().filter_map(|function| Some((rank(function)?, function))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().take(OFFERED).map(|(_, function)| function.clone()).collect()
}

/// What is offered, and which of it the keys have reached.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Offer {
    pub(super) functions: Vec<FunctionView>,
    pub(super) at: usize,
}

impl Offer {
    /// The one that would be taken.
    pub(super) fn chosen(&self) -> Option<&FunctionView> {
        self.functions.get(self.at)
    }

    /// The next or the one before, round and round.
    pub(super) fn go(&mut self, on: bool) {
        let count = self.functions.len().max(1);
        self.at = (self.at + if on { 1 } else { count - 1 }) % count;
    }
}

/// The list; `take` is called with the example that was clicked.
#[component]
pub(super) fn Completion(offer: RwSignal<Option<Offer>>, take: Callback<String>) -> impl IntoView {
    let item = move |(at, function): (usize, FunctionView)| {
        let example = function.example.clone();
        view! {
            <li
                role="option"
                id=format!("completion-{at}")
                aria-selected=move || offer.with(|offer| offer.as_ref().is_some_and(|offer| offer.at == at)).to_string()
                // The field keeps the focus.
                on:mousedown=move |event| {
                    event.prevent_default();
                    take.run(example.clone());
                }
            >
                <code>{function.name}</code>
                <span class="muted" lang="en">{function.summary}</span>
            </li>
        }
    };
    let functions = Memo::new(move |_| {
        offer.with(|offer| offer.as_ref().map_or_else(Vec::new, |offer| offer.functions.clone()))
    });
    view! {
        <ul class="completion" id="completion" role="listbox" aria-label=words().templates.functions.list hidden=move || functions.with(Vec::is_empty)>
            {move || functions.get().into_iter().enumerate().map(item).collect_view()}
        </ul>
        <p class="sr-only" role="status">
            {move || functions.with(|functions| match functions.len() {
                0 => String::new(),
                number => (words().templates.functions.offered)(number as u64),
            })}
        </p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn function(name: &str) -> FunctionView {
        FunctionView {
            name: name.to_owned(),
            example: format!("{{{{{name}}}}}"),
            summary: String::new(),
            in_kdg: true,
        }
    }

    #[test]
    fn calls_are_begun_by_braces() {
        assert_eq!(begun_call("{\"a\": {{ran"), Some((6, "ran")));
        assert_eq!(begun_call("{{a}} {{ "), Some((6, "")));
        assert_eq!(begun_call("{{random.number("), None, "its arguments are another matter");
        assert_eq!(begun_call("{{a}} b"), None);
        assert_eq!(begun_call("{ {"), None);
    }

    #[test]
    fn the_likeliest_is_first() {
        let functions = ["name.firstName", "random.number", "random.uuid", "sequence"].map(function);
        let names = |typed| matching(&functions, typed).into_iter().map(|one| one.name).collect::<Vec<_>>();
        assert_eq!(names("n"), ["name.firstName", "random.number", "random.uuid", "sequence"]);
        assert_eq!(names("UU"), ["random.uuid"]);
        assert_eq!(names("x"), Vec::<String>::new());
        let mut offer = Offer { functions: matching(&functions, "n"), at: 0 };
        offer.go(false);
        assert_eq!(offer.chosen().unwrap().name, "sequence");
        offer.go(true);
        assert_eq!(offer.at, 0);
    }
}
