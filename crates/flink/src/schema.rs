//! The source's schema as the function that takes records apart reads it.

use rillcut_record::{RAW_DELIMITER, RecordFormat, SourceSchema};
use rillcut_sql::Span;

use crate::refusal::{self, Refusal, refuse};

/// The specification of `KDA_RECORDS`.
pub(crate) fn specification(schema: &SourceSchema) -> Result<String, Box<Refusal>> {
    let mut out = String::from("{\"format\":");
    match &schema.format {
        RecordFormat::Json { row_path } => {
            out.push_str("\"JSON\",\"path\":");
            out.push_str(&array(&path(row_path)?));
        }
        RecordFormat::Csv { column_delimiter, row_delimiter } => {
            let raw = schema.columns.len() == 1 && column_delimiter == RAW_DELIMITER;
            out.push_str("\"CSV\",\"column\":");
            out.push_str(&string(column_delimiter));
            out.push_str(",\"row\":");
            out.push_str(&string(row_delimiter));
            out.push_str(if raw { ",\"raw\":true" } else { ",\"raw\":false" });
        }
    }
    out.push_str(",\"columns\":[");
    for (at, column) in schema.columns.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        out.push_str("{\"type\":");
        out.push_str(&string(&column.data_type.to_string()));
        if let (RecordFormat::Json { .. }, Some(mapping)) = (&schema.format, &column.mapping) {
            out.push_str(",\"path\":");
            out.push_str(&array(&path(mapping)?));
        }
        out.push('}');
    }
    out.push_str("]}");
    Ok(out)
}

/// The names of a path; paths through arrays are refused.
fn path(text: &str) -> Result<Vec<String>, Box<Refusal>> {
    let refused = || {
        refuse(
            refusal::SOURCE,
            Span::default(),
            format!("the schema's path {text} is not exported to Flink"),
            "paths lead through members of objects, such as $.a.b; give each element of an array as a record of its own",
        )
    };
    let mut rest = text.trim().strip_prefix('$').ok_or_else(refused)?;
    let mut names = Vec::new();
    while !rest.is_empty() {
        if let Some(member) = rest.strip_prefix('.') {
            let end = member.find(['.', '[']).unwrap_or(member.len());
            names.push(member[..end].to_owned());
            rest = &member[end..];
            continue;
        }
        let quoted = rest.strip_prefix('[').and_then(|inner| {
            let quote = inner.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
            inner[1..].split_once(&format!("{quote}]"))
        });
        let (name, after) = quoted.ok_or_else(refused)?;
        names.push(name.to_owned());
        rest = after;
    }
    Ok(names)
}

fn array(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| string(name)).collect();
    format!("[{}]", names.join(","))
}

fn string(text: &str) -> String {
    let mut out = String::new();
    rillcut_record::push_json_string(&mut out, text);
    out
}
