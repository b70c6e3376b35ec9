//! Labs kept in the browser's storage.

use serde_json::{Value, json};

use crate::ui::storage;

const KEY: &str = "rillcut.labs";

/// A lab as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeptLab {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// All kept labs, the newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Shelf {
    pub(super) labs: Vec<KeptLab>,
}

impl Shelf {
    /// What is kept; nothing where storage is forbidden or says something else.
    pub(super) fn read() -> Self {
        storage::read(KEY).map_or_else(Self::default, |text| Self::of_text(&text))
    }

    /// False when it could not be kept.
    pub(super) fn write(&self) -> bool {
        storage::write(KEY, &self.to_text())
    }

    /// Puts a lab on top, in the place of one of its name.
    pub(super) fn put(&mut self, lab: KeptLab) {
        self.labs.retain(|known| known.name != lab.name);
        self.labs.insert(0, lab);
    }

    pub(super) fn remove(&mut self, at: usize) {
        if at < self.labs.len() {
            self.labs.remove(at);
        }
    }

    fn to_text(&self) -> String {
        let labs: Vec<Value> =
            self.labs.iter().map(|lab| json!({ "name": lab.name, "text": lab.text })).collect();
        Value::from(labs).to_string()
    }

    fn of_text(text: &str) -> Self {
        let Ok(Value::Array(items)) = serde_json::from_str(text) else { return Self::default() };
        let lab = |item: &Value| {
            let member = |name: &str| item.get(name)?.as_str().map(str::to_owned);
            Some(KeptLab { name: member("name")?, text: member("text")? })
        };
        Self { labs: items.iter().filter_map(lab).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shelf_comes_back_and_what_is_no_shelf_is_empty() {
        let lab = |name: &str, text: &str| KeptLab { name: name.to_owned(), text: text.to_owned() };
        let mut shelf = Shelf::default();
        shelf.put(lab("a", "1"));
        shelf.put(lab("b", "\"2\""));
        shelf.put(lab("a", "3"));
        assert_eq!(shelf.labs, [lab("a", "3"), lab("b", "\"2\"")]);
        assert_eq!(Shelf::of_text(&shelf.to_text()), shelf);
        shelf.remove(7);
        shelf.remove(0);
        assert_eq!(shelf.labs, [lab("b", "\"2\"")]);
        for text in ["", "{}", "[1, {\"name\": 2}]", "nonsense"] {
            assert_eq!(Shelf::of_text(text), Shelf::default(), "{text}");
        }
    }
}
