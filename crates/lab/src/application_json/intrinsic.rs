//! CloudFormation's functions inside a template, as text: `Ref`, `Fn::Sub`, `Fn::Join`, `Fn::GetAtt`, `Fn::FindInMap` and the rest.
//!
//! Programs and ARNs in templates are put together from parameters and other resources. A parameter with a default is its default; anything
//! else stays as `${Name}`, which is how `Fn::Sub` writes it, and is remembered as open.

use rillcut_record::{JsonNode, JsonValue};

/// Most bytes of text that functions may make of one document: a few bytes can ask for a default of megabytes many times.
const MAX_MADE: usize = 8 << 20;

/// Turns functions into text.
#[derive(Debug, Default)]
pub(super) struct Intrinsics<'a> {
    /// The template's parameters that have a default.
    defaults: Vec<(&'a str, &'a str)>,
    /// The template's Mappings.
    mappings: Option<&'a JsonNode>,
    made: usize,
    /// What stayed open since this was last emptied.
    pub(super) open: Vec<String>,
}

impl<'a> Intrinsics<'a> {
    /// The functions of a template, with its parameters.
    pub(super) fn new(document: &'a JsonNode) -> Self {
        let mut defaults = Vec::new();
        if let Some(JsonValue::Object(parameters)) = document.member("Parameters").map(|node| &node.value) {
            for (name, parameter) in parameters {
                if let Some(JsonValue::Text(text) | JsonValue::Number(text)) =
                    parameter.member("Default").map(|node| &node.value)
                {
                    defaults.push((name.as_str(), text.as_str()));
                }
            }
        }
        Self { defaults, mappings: document.member("Mappings"), ..Self::default() }
    }

    /// The text of a string, a number or a function; nothing for what has no text.
    pub(super) fn text(&mut self, node: &JsonNode) -> Option<String> {
        match &node.value {
            JsonValue::Text(text) | JsonValue::Number(text) => Some(text.clone()),
            JsonValue::Object(members) => match members.as_slice() {
                [(name, argument)] => self.call(name, argument),
                _ => None,
            },
            _ => None,
        }
    }

    /// The document's part with every function in it turned into text.
    pub(super) fn tree(&mut self, node: &JsonNode) -> JsonNode {
        let value = match &node.value {
            JsonValue::Object(members) => {
                if let Some(text) = self.text(node) {
                    JsonValue::Text(text)
                } else {
                    let members = members.iter().map(|(name, member)| (name.clone(), self.tree(member)));
                    JsonValue::Object(members.collect())
                }
            }
            JsonValue::Array(elements) => {
                JsonValue::Array(elements.iter().map(|element| self.tree(element)).collect())
            }
            other => other.clone(),
        };
        JsonNode { at: node.at, value }
    }

    fn call(&mut self, name: &str, argument: &JsonNode) -> Option<String> {
        match name {
            "Ref" => {
                let JsonValue::Text(name) = &argument.value else { return None };
                Some(self.reference(name))
            }
            "Fn::Sub" => self.sub(argument),
            "Fn::Join" => {
                let JsonValue::Array(parts) = &argument.value else { return None };
                let [separator, list] = parts.as_slice() else { return None };
                let JsonValue::Array(list) = &list.value else { return Some(self.unknown(name)) };
                let separator = self.text(separator)?;
                let parts: Vec<String> = list.iter().map(|part| self.text(part)).collect::<Option<_>>()?;
                Some(self.make(parts.join(&separator)))
            }
            "Fn::GetAtt" => {
                let path = match &argument.value {
                    JsonValue::Text(path) => path.clone(),
                    JsonValue::Array(parts) => {
                        let parts: Vec<String> =
                            parts.iter().map(|part| self.text(part)).collect::<Option<_>>()?;
                        parts.join(".")
                    }
                    _ => return None,
                };
                Some(self.keep(&path))
            }
            "Fn::FindInMap" => {
                let JsonValue::Array(way) = &argument.value else { return None };
                let mut place = self.mappings;
                for key in way {
                    let key = self.text(key)?;
                    place = place.and_then(|place| place.member(&key));
                }
                match place.map(|place| &place.value) {
                    Some(JsonValue::Text(text) | JsonValue::Number(text)) => Some(self.make(text.clone())),
                    _ => Some(self.unknown(name)),
                }
            }
            other if other.starts_with("Fn::") => Some(self.unknown(other)),
            _ => None,
        }
    }

    /// `Fn::Sub`: a text with `${Name}`, or that and a list of names with their values. `${!x}` is the text `${x}`.
    fn sub(&mut self, argument: &JsonNode) -> Option<String> {
        let (text, values) = match &argument.value {
            JsonValue::Text(text) => (text, None),
            JsonValue::Array(parts) => match parts.as_slice() {
                [JsonNode { value: JsonValue::Text(text), .. }] => (text, None),
                [JsonNode { value: JsonValue::Text(text), .. }, values] => (text, Some(values)),
                _ => return None,
            },
            _ => return None,
        };
        let mut out = String::new();
        let mut rest = text.as_str();
        while let Some(at) = rest.find("${") {
            let Some(end) = rest[at..].find('}') else { break };
            out.push_str(&rest[..at]);
            let name = &rest[at + 2..at + end];
            if let Some(literal) = name.strip_prefix('!') {
                out.push_str("${");
                out.push_str(literal);
                out.push('}');
            } else if let Some(value) = values.and_then(|values| values.member(name.trim())) {
                out.push_str(&self.text(value)?);
            } else {
                out.push_str(&self.reference(name.trim()));
            }
            rest = &rest[at + end + 1..];
            if out.len() > MAX_MADE {
                break;
            }
        }
        out.push_str(rest);
        Some(self.make(out))
    }

    fn reference(&mut self, name: &str) -> String {
        match self.defaults.iter().find(|(parameter, _)| *parameter == name) {
            Some((_, default)) if self.made + default.len() <= MAX_MADE => {
                self.made += default.len();
                (*default).to_owned()
            }
            _ => self.keep(name),
        }
    }

    fn keep(&mut self, name: &str) -> String {
        if self.open.len() < 10 && !self.open.iter().any(|open| open == name) {
            self.open.push(name.to_owned());
        }
        self.make(format!("${{{name}}}"))
    }

    fn unknown(&mut self, function: &str) -> String {
        self.keep(function)
    }

    fn make(&mut self, text: String) -> String {
        self.made = self.made.saturating_add(text.len());
        if self.made > MAX_MADE { String::new() } else { text }
    }
}
