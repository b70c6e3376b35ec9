//! An object of the document of which every member is accounted for.

use rillcut_record::{JsonNode, JsonValue};
use rillcut_sql::LineIndex;

use super::intrinsic::Intrinsics;
use crate::protocol::Problem;

/// Most notices of a document; one more says that there are more.
const MAX_NOTICES: usize = 100;

/// What reading carries along: the text for places, functions, and what there is to say.
pub(super) struct Reading<'a> {
    pub(super) text: &'a str,
    index: LineIndex<'a>,
    pub(super) intrinsics: Intrinsics<'a>,
    pub(super) notices: Vec<Problem>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(document: &'a JsonNode, text: &'a str) -> Self {
        let intrinsics = Intrinsics::new(document);
        Self { text, index: LineIndex::new(text), intrinsics, notices: Vec::new() }
    }

    /// Line and column of a value.
    pub(super) fn place(&self, at: usize) -> (u32, u32) {
        let place = self.index.locate(u32::try_from(at).unwrap_or(u32::MAX));
        (place.line, place.column)
    }

    /// An error at a value.
    pub(super) fn error(&self, code: &str, at: usize, message: String, hint: Option<&str>) -> Problem {
        let (line, column) = self.place(at);
        let start = u32::try_from(at).unwrap_or(u32::MAX);
        let problem = Problem::plain(code, message, hint.map(str::to_owned));
        Problem { line, column, start, end: start, ..problem }
    }

    /// Something that will not be as it was.
    pub(super) fn notice(&mut self, code: &str, at: usize, message: String, hint: Option<&str>) {
        match self.notices.len() {
            length if length < MAX_NOTICES => {
                let problem = Problem { is_error: false, ..self.error(code, at, message, hint) };
                self.notices.push(problem);
            }
            MAX_NOTICES => {
                let message = "there is more in the document that is not used".to_owned();
                let problem = Problem { is_error: false, ..self.error("LAB0040", at, message, None) };
                self.notices.push(problem);
            }
            _ => {}
        }
    }
}

/// An object, the way that leads to it, and which of its members were taken.
pub(super) struct Object<'a> {
    pub(super) path: String,
    pub(super) at: usize,
    members: &'a [(String, JsonNode)],
    taken: Vec<bool>,
}

impl<'a> Object<'a> {
    /// The object that `node` is.
    pub(super) fn of(node: &'a JsonNode, path: impl Into<String>) -> Option<Self> {
        match &node.value {
            JsonValue::Object(members) => {
                Some(Self { path: path.into(), at: node.at, members, taken: vec![false; members.len()] })
            }
            _ => None,
        }
    }

    /// The member of the first of these names that is there and not null; members of all of them count as taken.
    pub(super) fn take(&mut self, names: &[&str]) -> Option<(&'a JsonNode, String)> {
        let mut found = None;
        for name in names {
            for (taken, (member, node)) in self.taken.iter_mut().zip(self.members) {
                if member == name {
                    *taken = true;
                    if node.value != JsonValue::Null {
                        found = Some((node, within(&self.path, name)));
                    }
                }
            }
            if found.is_some() {
                break;
            }
        }
        found
    }

    /// The object that a member is. One that is no object is said to be passed over.
    pub(super) fn object(&mut self, reading: &mut Reading<'_>, names: &[&str]) -> Option<Self> {
        let (node, path) = self.take(names)?;
        let object = Self::of(node, path.as_str());
        if object.is_none() {
            reading.notice("LAB0040", node.at, format!("{path} is not an object and is passed over"), None);
        }
        object
    }

    /// The elements of a member that is a list.
    pub(super) fn list(&mut self, reading: &mut Reading<'_>, names: &[&str]) -> Vec<(&'a JsonNode, String)> {
        let Some((node, path)) = self.take(names) else { return Vec::new() };
        let JsonValue::Array(elements) = &node.value else {
            reading.notice("LAB0040", node.at, format!("{path} is not a list and is passed over"), None);
            return Vec::new();
        };
        let numbered = elements.iter().enumerate();
        numbered.map(|(number, element)| (element, format!("{path}[{number}]"))).collect()
    }

    /// The text of a member.
    pub(super) fn text(&mut self, reading: &mut Reading<'_>, names: &[&str]) -> Option<String> {
        let (node, path) = self.take(names)?;
        let text = reading.intrinsics.text(node);
        if text.is_none() {
            reading.notice("LAB0040", node.at, format!("{path} is not a text and is passed over"), None);
        }
        text
    }

    /// Members that are of no use here and need no word.
    pub(super) fn ignore(&mut self, names: &[&str]) {
        for name in names {
            self.take(&[name]);
        }
    }

    /// Says which members were not taken.
    pub(super) fn finish(self, reading: &mut Reading<'_>) {
        let left = self.taken.iter().zip(self.members).filter(|(taken, _)| !**taken);
        let names: Vec<&str> = left.map(|(_, (name, _))| name.as_str()).collect();
        let Some(first) = self.taken.iter().position(|taken| !taken) else { return };
        let shown: String = names.join(", ").chars().take(300).collect();
        let owner = if self.path.is_empty() { "the document" } else { &self.path };
        let message = format!("{owner} has members that Rillcut does not use: {shown}");
        reading.notice("LAB0040", self.members[first].1.at, message, None);
    }
}

/// The way to a member.
fn within(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
