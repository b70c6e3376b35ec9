//! Columns of a schema as the page shows them, read from InputSchema JSON by the browser's own parser.

use wasm_bindgen::{JsCast, JsValue};

/// A column: name, where its value is, SQL type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) mapping: String,
    pub(super) data_type: String,
}

/// The columns of a schema; none for a text that is no schema.
pub(super) fn fields(schema: &str) -> Vec<Field> {
    let Ok(document) = js_sys::JSON::parse(schema) else { return Vec::new() };
    let Some(columns) =
        get(&document, "RecordColumns").and_then(|found| found.dyn_into::<js_sys::Array>().ok())
    else {
        return Vec::new();
    };
    let text = |column: &JsValue, key: &str| {
        get(column, key).and_then(|found| found.as_string()).unwrap_or_default()
    };
    let field = |column: JsValue| Field {
        name: text(&column, "Name"),
        mapping: text(&column, "Mapping"),
        data_type: text(&column, "SqlType"),
    };
    columns.iter().map(field).collect()
}

fn get(object: &JsValue, key: &str) -> Option<JsValue> {
    js_sys::Reflect::get(object, &JsValue::from_str(key)).ok()
}
