//! YAML into the tree that JSON documents are read as, for CloudFormation templates.
//!
//! Only the command line reads YAML, so that the page does not carry a parser for it. It is `saphyr-parser`'s events, of which every value
//! keeps its place; `serde_yaml` was rejected: it is no longer maintained and knows no places. CloudFormation's short forms are spelled out: `!Ref x` is
//! `{"Ref": "x"}`, `!Sub x` is `{"Fn::Sub": "x"}`. Anchors and aliases are refused: a few of them can mean gigabytes.

use rillcut_record::{JsonNode, JsonValue};
use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

use crate::failure::Failure;

/// Most nesting of a document, as for JSON.
const MAX_DEPTH: usize = 100;
/// Largest document, bytes, as for JSON.
const MAX_BYTES: usize = 4 << 20;

/// A list or mapping that is not closed yet.
struct Open {
    node: JsonNode,
    tag: Option<String>,
    /// The key whose value comes next.
    key: Option<String>,
}

/// Reads the first document of a YAML text.
pub(crate) fn read(file: &str, text: &str) -> Result<JsonNode, Failure> {
    if text.len() > MAX_BYTES {
        return Err(Failure::input(format!(
            "{file}: error[LAB0030]: the document has more than {MAX_BYTES} bytes"
        )));
    }
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let refuse = |line: usize, column: usize, message: &str| {
        Failure::input(format!("{file}:{line}:{column}: error[LAB0031]: {message}"))
    };
    let mut stack: Vec<Open> = Vec::new();
    for next in Parser::new_from_str(text) {
        let (event, span) = next.map_err(|error| {
            let at = *error.marker();
            refuse(at.line(), at.col() + 1, &format!("the document is not YAML: {}", error.info()))
        })?;
        let at = starts.get(span.start.index()).copied().unwrap_or(text.len());
        let refuse = |message: &str| refuse(span.start.line(), span.start.col() + 1, message);
        let finished = match event {
            Event::Scalar(value, style, anchor, tag) => {
                if anchor != 0 {
                    return Err(refuse("anchors are not read"));
                }
                tagged(JsonNode { at, value: scalar(&value, style) }, tag.as_deref().and_then(short_form))
            }
            Event::SequenceStart(anchor, tag) | Event::MappingStart(anchor, tag) if anchor != 0 => {
                drop(tag);
                return Err(refuse("anchors are not read"));
            }
            Event::SequenceStart(_, tag) => {
                open(&mut stack, at, JsonValue::Array(Vec::new()), tag.as_deref());
                continue;
            }
            Event::MappingStart(_, tag) => {
                open(&mut stack, at, JsonValue::Object(Vec::new()), tag.as_deref());
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match stack.pop() {
                Some(Open { node, tag, .. }) => tagged(node, tag),
                None => continue,
            },
            Event::Alias(_) => return Err(refuse("aliases are not read")),
            _ => continue,
        };
        if stack.len() > MAX_DEPTH {
            return Err(refuse("the document is nested too deeply"));
        }
        match stack.last_mut() {
            None => return Ok(finished),
            Some(Open { node: JsonNode { value: JsonValue::Array(elements), .. }, .. }) => {
                elements.push(finished);
            }
            Some(Open { node: JsonNode { value: JsonValue::Object(members), .. }, key, .. }) => {
                match key.take() {
                    Some(key) => members.push((key, finished)),
                    None => match finished.value {
                        JsonValue::Text(name) | JsonValue::Number(name) => *key = Some(name),
                        JsonValue::Null => *key = Some("null".to_owned()),
                        JsonValue::Boolean(value) => *key = Some(value.to_string()),
                        _ => return Err(refuse("a name of a member is not a text")),
                    },
                }
            }
            Some(_) => {}
        }
    }
    Err(refuse(1, 1, "the document is empty"))
}

fn open(stack: &mut Vec<Open>, at: usize, value: JsonValue, tag: Option<&Tag>) {
    stack.push(Open { node: JsonNode { at, value }, tag: tag.and_then(short_form), key: None });
}

/// A plain scalar is a number, a truth value or null where it looks like one; any other is a text.
fn scalar(text: &str, style: ScalarStyle) -> JsonValue {
    if style != ScalarStyle::Plain {
        return JsonValue::Text(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => JsonValue::Null,
        "true" | "True" | "TRUE" => JsonValue::Boolean(true),
        "false" | "False" | "FALSE" => JsonValue::Boolean(false),
        _ if text.parse::<f64>().is_ok_and(f64::is_finite) => JsonValue::Number(text.to_owned()),
        _ => JsonValue::Text(text.to_owned()),
    }
}

/// The long name of a function's short form: `!Ref` is `Ref`, `!Sub` is `Fn::Sub`.
fn short_form(tag: &Tag) -> Option<String> {
    if tag.handle != "!" || tag.suffix.is_empty() {
        return None;
    }
    Some(match tag.suffix.as_str() {
        name @ ("Ref" | "Condition") => name.to_owned(),
        name => format!("Fn::{name}"),
    })
}

fn tagged(node: JsonNode, function: Option<String>) -> JsonNode {
    match function {
        Some(function) => JsonNode { at: node.at, value: JsonValue::Object(vec![(function, node)]) },
        None => node,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(yaml: &str) -> JsonNode {
        read("t.yaml", yaml)
            .unwrap_or_else(|failure| JsonNode { at: 0, value: JsonValue::Text(format!("{failure:?}")) })
    }

    /// The tree without its places.
    fn shape(node: &JsonNode) -> String {
        match &node.value {
            JsonValue::Null => "null".to_owned(),
            JsonValue::Boolean(value) => value.to_string(),
            JsonValue::Number(text) => text.clone(),
            JsonValue::Text(text) => format!("{text:?}"),
            JsonValue::Array(elements) => {
                format!("[{}]", elements.iter().map(shape).collect::<Vec<_>>().join(","))
            }
            JsonValue::Object(members) => {
                let members: Vec<String> =
                    members.iter().map(|(name, node)| format!("{name:?}:{}", shape(node))).collect();
                format!("{{{}}}", members.join(","))
            }
        }
    }

    #[test]
    fn short_forms_are_spelled_out() {
        let yaml = "a: !Ref X\nb: !Sub |\n  x ${Y}\n  z\nc: !GetAtt A.B\nd: !Join [',', [1, \"2\", !Ref Z]]\ne: {f: true, g: }\n";
        assert_eq!(
            shape(&tree(yaml)),
            "{\"a\":{\"Ref\":\"X\"},\"b\":{\"Fn::Sub\":\"x ${Y}\\nz\\n\"},\"c\":{\"Fn::GetAtt\":\"A.B\"},\
             \"d\":{\"Fn::Join\":[\",\",[1,\"2\",{\"Ref\":\"Z\"}]]},\"e\":{\"f\":true,\"g\":null}}"
        );
    }

    #[test]
    fn places_are_bytes() {
        let yaml = "é: 1\nb: text\n";
        let node = tree(yaml);
        assert_eq!(node.member("b").map(|node| node.at), yaml.find("text"));
    }

    #[test]
    fn what_cannot_be_read_is_said_with_a_place() {
        let said = |yaml: &str| match read("t.yaml", yaml) {
            Err(Failure::Input(lines)) => lines[0].clone(),
            other => format!("{other:?}"),
        };
        assert!(said("a: [1\nb: 2").starts_with("t.yaml:2:"), "{}", said("a: [1\nb: 2"));
        assert!(said("a: &x 1\nb: *x").contains("anchors"));
        assert!(said("").contains("empty"));
        assert!(said(&"[".repeat(500)).contains("error[LAB0031]"));
        let deep = format!("{}1{}", "[".repeat(150), "]".repeat(150));
        assert!(said(&deep).contains("nested too deeply"));
    }
}
