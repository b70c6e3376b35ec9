//! Templates out of KDG: what its page keeps in the browser's storage (kdg.md 3).
//!
//! The key `templates` of `localStorage` holds a JSON array of five objects with `name` and `template`, the text as it
//! was typed. People copy it from the console, where it may come as the array, as a JSON text of the array, or as an
//! object of the whole storage; all three are taken.

use serde::Deserialize;
use serde_json::Value;

use crate::error::{Error, ErrorKind};

/// Five templates of the largest size, with room for escapes, fit well.
const MAX_LEN: usize = 8 << 20;

/// A template under the name its owner gave it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct NamedTemplate {
    /// The name on the tab.
    #[serde(default)]
    pub name: String,
    /// The text; not checked here.
    #[serde(default)]
    pub template: String,
}

/// Reads KDG's saved templates. Tabs that were never filled in are left out.
///
/// # Errors
/// `GEN0203` with a place if the text is not what KDG stores, `GEN0204` if it is larger than 8 MiB.
pub fn templates(json: &str) -> Result<Vec<NamedTemplate>, Error> {
    if json.len() > MAX_LEN {
        return Err(ErrorKind::ImportTooLarge { limit: MAX_LEN }.into());
    }
    let mut value: Value = serde_json::from_str(json).map_err(|error| import_error(&error))?;
    if let Some(stored) = value.get_mut("templates") {
        value = stored.take();
    }
    if let Value::String(text) = &value {
        value = serde_json::from_str(text).map_err(|error| import_error(&error))?;
    }
    let mut templates: Vec<NamedTemplate> =
        serde_json::from_value(value).map_err(|error| import_error(&error))?;
    templates.retain(|template| !template.template.trim().is_empty());
    Ok(templates)
}

fn import_error(error: &serde_json::Error) -> Error {
    let text = error.to_string();
    // serde_json ends its sentence with the place, which the error has of its own.
    let reason = text.rfind(" at line ").map_or(text.as_str(), |at| &text[..at]).to_owned();
    ErrorKind::Import { line: error.line().max(1), column: error.column().max(1), reason }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORED: &str = r#"[{"name":"Clicks","template":"{\n \"a\":{{random.number}}\n}"},
        {"name":"Template 2","template":""},{"name":"Template 3","template":"  "},
        {"name":"CSV","template":"{{date.now}},1"},{"name":"Template 5"}]"#;

    #[test]
    fn takes_what_people_copy() {
        let expected = templates(STORED).unwrap();
        assert_eq!(expected.len(), 2);
        assert_eq!((expected[0].name.as_str(), expected[1].template.as_str()), ("Clicks", "{{date.now}},1"));
        let text = serde_json::to_string(STORED).unwrap();
        assert_eq!(templates(&text).unwrap(), expected);
        let storage = format!(r#"{{"cid":"x","templates":{text},"periods":"{{}}"}}"#);
        assert_eq!(templates(&storage).unwrap(), expected);
    }

    #[test]
    fn says_where_it_is_not() {
        let error = templates("[\n  {\"name\": 1}\n]").unwrap_err();
        assert_eq!(error.code(), "GEN0203");
        let error = templates("[\n{]").unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Import { line: 2, column: 2, .. }), "{error:?}");
        assert_eq!(templates(&" ".repeat(MAX_LEN + 1)).unwrap_err().code(), "GEN0204");
        for text in ["", "{}", "5", "\"x\"", "null"] {
            assert_eq!(templates(text).unwrap_err().code(), "GEN0203", "{text}");
        }
    }
}
