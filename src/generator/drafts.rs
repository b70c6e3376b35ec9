//! Texts of templates that are being written: nothing typed is lost by looking at another template.

use std::collections::BTreeMap;

use rillcut_lab::file::NamedTemplate;

use crate::words::words;

/// A template as it stands in the editor.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Draft {
    pub(super) name: String,
    pub(super) text: String,
}

/// What a new template begins with.
const NEW: &str = "{\"id\": {{random.number({\"min\": 1, \"max\": 100})}}, \"at\": \"{{date.now}}\"}";

/// A name that no template has: with a number where it would be taken.
pub(super) fn free_name(name: &str, saved: &[NamedTemplate]) -> String {
    let is_free = |name: &String| saved.iter().all(|template| template.name != *name);
    let numbered = (2..=saved.len() + 2).map(|number| format!("{name} {number}"));
    // One of these is free: there are more of them than templates.
    std::iter::once(name.to_owned()).chain(numbered).find(is_free).unwrap_or_default()
}

/// The template in the editor, and the edited texts of all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Drafts {
    /// Name of the open template as it is saved; empty for a new one.
    open: String,
    /// What differs from what is saved, by saved name.
    edited: BTreeMap<String, Draft>,
}

impl Drafts {
    /// Name of the open template as it is saved; empty for a new one.
    pub(super) fn open(&self) -> &str {
        &self.open
    }

    /// Opens a template of the lab.
    pub(super) fn choose(&mut self, name: &str) {
        name.clone_into(&mut self.open);
    }

    /// Opens a new template with a name that is free.
    pub(super) fn begin(&mut self, saved: &[NamedTemplate]) {
        let free = |name: &String| saved.iter().all(|template| template.name != *name);
        // One of these is free: there are more of them than templates.
        let mut names =
            (1..=saved.len() + 1).rev().map(|number| (words().templates.numbered)(&number.to_string()));
        let name = names.find(free);
        self.begin_with(Draft { name: name.unwrap_or_default(), text: NEW.to_owned() });
    }

    /// Opens a new template with what it is to begin with, unless one is being written already.
    pub(super) fn begin_with(&mut self, draft: Draft) {
        self.open.clear();
        self.edited.entry(String::new()).or_insert(draft);
    }

    /// What stands in the editor.
    pub(super) fn current(&self, saved: &[NamedTemplate]) -> Draft {
        self.edited.get(&self.open).cloned().unwrap_or_else(|| Self::saved(&self.open, saved))
    }

    fn saved(name: &str, saved: &[NamedTemplate]) -> Draft {
        let found = saved.iter().find(|template| template.name == name);
        found.map_or_else(Draft::default, |found| Draft {
            name: found.name.clone(),
            text: crate::analytics::place::as_field_text(&found.text),
        })
    }

    /// Changes what stands in the editor.
    pub(super) fn edit(&mut self, saved: &[NamedTemplate], change: impl FnOnce(&mut Draft)) {
        let mut draft = self.current(saved);
        change(&mut draft);
        if !self.open.is_empty() && draft == Self::saved(&self.open, saved) {
            self.edited.remove(&self.open);
        } else {
            self.edited.insert(self.open.clone(), draft);
        }
    }

    /// Whether a template differs from what is saved.
    pub(super) fn is_edited(&self, name: &str) -> bool {
        self.edited.contains_key(name)
    }

    /// Whether a new template is being written.
    pub(super) fn has_new(&self) -> bool {
        self.is_edited("")
    }

    /// Forgets what was typed into the open template.
    pub(super) fn revert(&mut self, saved: &[NamedTemplate]) {
        self.edited.remove(&self.open);
        if self.open.is_empty() {
            self.open = saved.first().map(|first| first.name.clone()).unwrap_or_default();
        }
    }

    /// Follows the lab: drafts that are saved are none any more, and the open template is one that there is.
    pub(super) fn follow(&mut self, saved: &[NamedTemplate]) {
        let of = |name: &str| saved.iter().any(|template| template.name == name);
        self.edited.retain(|name, draft| {
            let taken = saved.iter().any(|template| {
                template.name == draft.name
                    && crate::analytics::place::as_field_text(&template.text) == draft.text
            });
            if taken && self.open == *name {
                self.open.clone_from(&draft.name);
            }
            !taken && (name.is_empty() || of(name))
        });
        let is_new = self.open.is_empty() && self.has_new();
        if !is_new && !of(&self.open) {
            self.open = saved.first().map(|first| first.name.clone()).unwrap_or_default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saved(list: &[(&str, &str)]) -> Vec<NamedTemplate> {
        let template =
            |&(name, text): &(&str, &str)| NamedTemplate { name: name.to_owned(), text: text.to_owned() };
        list.iter().map(template).collect()
    }

    #[test]
    fn a_draft_survives_looking_elsewhere() {
        let lab = saved(&[("A", "a"), ("B", "b")]);
        let mut drafts = Drafts::default();
        drafts.follow(&lab);
        assert_eq!(drafts.open(), "A");
        drafts.edit(&lab, |draft| draft.text = "a2".to_owned());
        drafts.choose("B");
        assert_eq!(drafts.current(&lab).text, "b");
        assert!(drafts.is_edited("A") && !drafts.is_edited("B"));
        drafts.choose("A");
        assert_eq!(drafts.current(&lab).text, "a2");
        drafts.edit(&lab, |draft| draft.text = "a".to_owned());
        assert!(!drafts.is_edited("A"), "what is as saved is not edited");
    }

    #[test]
    fn a_saved_draft_is_none_any_more() {
        let mut drafts = Drafts::default();
        let before = saved(&[("A", "a")]);
        drafts.follow(&before);
        drafts.begin(&before);
        assert_eq!(drafts.current(&before).name, "Template 2");
        drafts.edit(&before, |draft| draft.text = "new".to_owned());
        let after = saved(&[("A", "a"), ("Template 2", "new")]);
        drafts.follow(&after);
        assert_eq!((drafts.open(), drafts.has_new()), ("Template 2", false));
        drafts.follow(&before);
        assert_eq!(drafts.open(), "A", "what is gone is not open");
    }

    #[test]
    fn names_are_free() {
        let lab = saved(&[("A", "a"), ("A 2", "b")]);
        assert_eq!((free_name("A", &lab), free_name("B", &lab)), ("A 3".to_owned(), "B".to_owned()));
    }

    #[test]
    fn a_new_draft_that_is_dropped_leads_back() {
        let lab = saved(&[("A", "a")]);
        let mut drafts = Drafts::default();
        drafts.follow(&lab);
        drafts.begin(&lab);
        drafts.follow(&lab);
        assert!(drafts.has_new() && drafts.open().is_empty(), "other changes of the lab leave it open");
        drafts.revert(&lab);
        assert_eq!((drafts.open(), drafts.has_new()), ("A", false));
    }
}
