//! Templates and periods out of KDG: what its page keeps in the browser's storage (kdg.md 3).
//!
//! The key `templates` of `localStorage` holds a JSON array of five objects with `name` and `template`, the text as it
//! was typed; the key `periods` an object of 336 numbers, `#DAY-HOUR-mu` and `#DAY-HOUR-sig`, day 0 being Sunday. People copy them
//! from the console, where they may come as they are, as a JSON text of them, or as an object of the whole storage; all three are taken.

use serde::Deserialize;
use serde_json::Value;

use crate::error::{Error, ErrorKind};
use crate::periods::Periods;
use crate::rate::Rate;

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

/// What an export of KDG's storage holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// The templates that were filled in.
    pub templates: Vec<NamedTemplate>,
    /// The table of the periodic rate, if it was ever changed.
    pub periods: Option<Periods>,
}

/// Reads whatever part of KDG's storage the text is: templates, periods, or both.
///
/// # Errors
/// `GEN0203` with a place if the text is neither, `GEN0204` if it is larger than 8 MiB.
pub fn storage(json: &str) -> Result<Stored, Error> {
    if json.len() > MAX_LEN {
        return Err(ErrorKind::ImportTooLarge { limit: MAX_LEN }.into());
    }
    let value = unwrapped(serde_json::from_str(json).map_err(|error| import_error(&error))?)?;
    if is_table(&value) {
        return Ok(Stored { templates: vec![], periods: Some(table(&value)?) });
    }
    let Some(stored) = value.get("periods").filter(|stored| !stored.is_null()) else {
        return Ok(Stored { templates: templates(json)?, periods: None });
    };
    let stored = unwrapped(stored.clone())?;
    // A page that was never set up has an empty object there.
    let periods = if is_table(&stored) { Some(table(&stored)?) } else { None };
    let templates = if value.get("templates").is_some() { templates(json)? } else { vec![] };
    Ok(Stored { templates, periods })
}

/// Templates and periods as KDG keeps them, in one object; what [`storage`] reads.
pub fn write_storage(templates: &[NamedTemplate], periods: Option<&Periods>) -> String {
    let mut stored = serde_json::Map::new();
    let template = |one: &NamedTemplate| serde_json::json!({ "name": one.name, "template": one.template });
    stored.insert("templates".to_owned(), templates.iter().map(template).collect());
    if let Some(periods) = periods {
        let mut cells = serde_json::Map::new();
        for (ending, days) in [("mu", &periods.mu), ("sig", &periods.sigma)] {
            for (day, hours) in days.iter().enumerate() {
                for (hour, rate) in hours.iter().enumerate() {
                    // KDG has texts here, as they were typed.
                    cells.insert(format!("#{day}-{hour}-{ending}"), rate.as_f64().to_string().into());
                }
            }
        }
        stored.insert("periods".to_owned(), Value::Object(cells));
    }
    format!("{:#}\n", Value::Object(stored))
}

/// A JSON text in a JSON text is taken out.
fn unwrapped(value: Value) -> Result<Value, Error> {
    match value {
        Value::String(text) => serde_json::from_str(&text).map_err(|error| import_error(&error)),
        value => Ok(value),
    }
}

fn is_table(value: &Value) -> bool {
    value
        .as_object()
        .is_some_and(|members| members.keys().any(|key| key.starts_with('#') && key.ends_with("-mu")))
}

/// The table of the members; cells that are missing are KDG's defaults, numbers below 0 are 0.
fn table(value: &Value) -> Result<Periods, Error> {
    let rate = |records: f64| Rate::per_second(if records > 0.0 { records } else { 0.0 });
    let mut periods = Periods::uniform(rate(100.0)?, rate(10.0)?);
    for (ending, cells) in [("mu", &mut periods.mu), ("sig", &mut periods.sigma)] {
        for (day, hours) in cells.iter_mut().enumerate() {
            for (hour, cell) in hours.iter_mut().enumerate() {
                let key = format!("#{day}-{hour}-{ending}");
                let number = match value.get(&key) {
                    None | Some(Value::Null) => continue,
                    Some(Value::String(text)) if text.trim().is_empty() => continue,
                    Some(Value::String(text)) => text.trim().parse().ok(),
                    Some(other) => other.as_f64(),
                };
                let wrong = || {
                    let reason = format!("\"{key}\" is not a number of records from 0 to {}", Rate::MAX);
                    Error::from(ErrorKind::Import { line: 1, column: 1, reason })
                };
                *cell = number.and_then(|records: f64| rate(records).ok()).ok_or_else(wrong)?;
            }
        }
    }
    Ok(periods)
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
    fn takes_periods() {
        let cells = r##"{"#0-0-mu":"250","#0-0-sig":"0","#6-23-mu":7.5,"#3-12-mu":"-4","#1-1-mu":""}"##;
        let periods = storage(cells).unwrap().periods.unwrap();
        assert_eq!(periods.mu[0][0].as_f64(), 250.0);
        assert_eq!((periods.sigma[0][0].as_f64(), periods.sigma[0][1].as_f64()), (0.0, 10.0));
        assert_eq!((periods.mu[6][23].as_f64(), periods.mu[3][12].as_f64()), (7.5, 0.0));
        assert_eq!(periods.mu[1][1].as_f64(), 100.0);
        let text = serde_json::to_string(cells).unwrap();
        assert_eq!(storage(&text).unwrap().periods, Some(periods.clone()));
        let whole = format!(r#"{{"templates":{},"periods":{text}}}"#, serde_json::to_string(STORED).unwrap());
        let stored = storage(&whole).unwrap();
        assert_eq!((stored.templates.len(), stored.periods), (2, Some(periods)));
        assert_eq!(storage(STORED).unwrap().templates.len(), 2);
        assert_eq!(storage(r#"{"templates":[],"periods":"{}"}"#).unwrap(), Stored::default());
        for wrong in
            [r##"{"#0-0-mu":"many"}"##, r##"{"#0-0-mu":true}"##, r##"{"#0-0-mu":2000000}"##, "5", "{}"]
        {
            assert_eq!(storage(wrong).unwrap_err().code(), "GEN0203", "{wrong}");
        }
    }

    #[test]
    fn writes_what_it_reads() {
        let templates = templates(STORED).unwrap();
        let mut periods = Periods::uniform(Rate::per_second(3.0).unwrap(), Rate::default());
        periods.mu[6][23] = Rate::per_second(0.25).unwrap();
        let stored = storage(&write_storage(&templates, Some(&periods))).unwrap();
        assert_eq!(stored, Stored { templates: templates.clone(), periods: Some(periods) });
        assert_eq!(storage(&write_storage(&templates, None)).unwrap().templates, templates);
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
