//! The elements of JSON records, in the order in which they first appear.
//!
//! Objects are followed two levels down; what is deeper, and every array, is mapped as its text. An element that is an
//! object in one record and a scalar in another gets a column for each of its members and one for itself.

use std::collections::BTreeMap;

use crate::{
    column_names::ColumnNames,
    error::ErrorKind,
    json_scan::{Syntax, member, next_element, next_member, skip_blank, skip_value, unescape},
    schema::{MAX_COLUMNS, RecordColumn, RecordFormat, SourceSchema},
    seen_values::SeenValues,
    types::DataType,
};

/// Levels of objects that become columns.
const LEVELS: u32 = 2;

/// Most elements that are kept apart; far more than a schema may have.
const MAX_ELEMENTS: usize = 10 * MAX_COLUMNS;

/// What a sample of JSON records consists of.
#[derive(Debug, Default)]
pub(crate) struct JsonSample {
    elements: Vec<Element>,
    by_name: BTreeMap<(Option<usize>, String), usize>,
}

#[derive(Debug)]
struct Element {
    parent: Option<usize>,
    name: String,
    seen: SeenValues,
    /// Where it is an object whose members are elements.
    objects: SeenValues,
    has_members: bool,
    is_array: bool,
}

impl JsonSample {
    /// Adds a record; whether it is JSON objects, one or several, or arrays of them. Others change nothing.
    pub(crate) fn add(&mut self, record: &str) -> bool {
        if !is_objects(record) {
            return false;
        }
        let bytes = record.as_bytes();
        let mut at = skip_blank(bytes, 0);
        // The record was found to be JSON, so that nothing here fails.
        while at < bytes.len() {
            match self.rows(record, at) {
                Ok(end) => at = skip_blank(bytes, end),
                Err(_) => return false,
            }
        }
        true
    }

    fn rows(&mut self, record: &str, at: usize) -> Result<usize, Syntax> {
        let bytes = record.as_bytes();
        if bytes.get(at) != Some(&b'[') {
            return self.object(record, at, None, 1);
        }
        let mut at = skip_blank(bytes, at + 1);
        loop {
            let end = self.object(record, at, None, 1)?;
            let (next, more) = next_element(bytes, end)?;
            at = next;
            if !more {
                return Ok(at);
            }
        }
    }

    /// Recursion is as deep as [`LEVELS`].
    fn object(
        &mut self,
        record: &str,
        at: usize,
        parent: Option<usize>,
        level: u32,
    ) -> Result<usize, Syntax> {
        let bytes = record.as_bytes();
        let mut at = skip_blank(bytes, at + 1);
        if bytes.get(at) == Some(&b'}') {
            return Ok(at + 1);
        }
        loop {
            let name = member(bytes, at)?;
            let mut text = String::new();
            unescape(record.get(name.start..name.end).unwrap_or_default(), &mut text);
            let end = match self.element(parent, text) {
                Some(element) if bytes.get(name.value) == Some(&b'{') && level < LEVELS => {
                    let end = self.object(record, name.value, Some(element), level + 1)?;
                    self.elements[element].add_object(record.get(name.value..end).unwrap_or_default());
                    end
                }
                element => {
                    let end = skip_value(bytes, name.value, level)?;
                    if let Some(element) = element {
                        self.elements[element].add(record.get(name.value..end).unwrap_or_default());
                    }
                    end
                }
            };
            let (next, more) = next_member(bytes, end)?;
            at = next;
            if !more {
                return Ok(at);
            }
        }
    }

    fn element(&mut self, parent: Option<usize>, name: String) -> Option<usize> {
        let key = (parent, name);
        if let Some(&element) = self.by_name.get(&key) {
            return Some(element);
        }
        if self.elements.len() >= MAX_ELEMENTS {
            return None;
        }
        let element = self.elements.len();
        self.elements.push(Element {
            parent,
            name: key.1.clone(),
            seen: SeenValues::default(),
            objects: SeenValues::default(),
            has_members: false,
            is_array: false,
        });
        self.by_name.insert(key, element);
        Some(element)
    }

    /// The schema of the sample.
    pub(crate) fn into_schema(self) -> Result<SourceSchema, ErrorKind> {
        let mut names = ColumnNames::default();
        let mut columns = Vec::new();
        for element in &self.elements {
            // An object that is NULL elsewhere needs no column of its own.
            if element.has_members && !element.seen.any() {
                continue;
            }
            let Some(mapping) = self.mapping(element) else { continue };
            let parent = element.parent.map(|parent| self.elements[parent].name.as_str());
            columns.push(RecordColumn {
                name: names.next(&element.name, parent),
                mapping: Some(mapping),
                data_type: element.data_type(),
            });
        }
        if columns.len() > MAX_COLUMNS {
            return Err(ErrorKind::TooManyElements(columns.len()));
        }
        if columns.is_empty() {
            return Err(ErrorKind::UnableToDetectSchema);
        }
        Ok(SourceSchema { format: RecordFormat::Json { row_path: "$".to_owned() }, columns })
    }

    /// The element's path, `None` for a name that no path can hold.
    fn mapping(&self, element: &Element) -> Option<String> {
        let mut mapping = String::from("$");
        if let Some(parent) = element.parent {
            mapping.push_str(&step(&self.elements[parent].name)?);
        }
        mapping.push_str(&step(&element.name)?);
        if element.is_array {
            mapping.push_str("[0:]");
        }
        Some(mapping)
    }
}

impl Element {
    /// An object whose members are elements.
    fn add_object(&mut self, json: &str) {
        self.has_members = true;
        self.objects.opaque(json);
    }

    /// The type that holds all its values.
    fn data_type(&self) -> DataType {
        let mut all = self.seen.clone();
        all.add(&self.objects);
        all.data_type()
    }

    /// A value's JSON text.
    fn add(&mut self, json: &str) {
        match json.as_bytes().first() {
            Some(b'"') => {
                let mut text = String::new();
                unescape(json.get(1..json.len() - 1).unwrap_or_default(), &mut text);
                self.seen.text(&text);
            }
            Some(b't' | b'f') => self.seen.boolean(json),
            Some(b'n') | None => {}
            Some(&first @ (b'[' | b'{')) => {
                self.is_array |= first == b'[';
                self.seen.opaque(json);
            }
            Some(_) => self.seen.number(json),
        }
    }
}

/// `.name`, or `['name']` for names a point cannot hold.
fn step(name: &str) -> Option<String> {
    let plain = !name.is_empty() && name.trim() == name && !name.contains(['.', '[']);
    if plain {
        Some(format!(".{name}"))
    } else if !name.contains('\'') {
        Some(format!("['{name}']"))
    } else if !name.contains('"') {
        Some(format!("[\"{name}\"]"))
    } else {
        None
    }
}

/// Whether a record is JSON and consists of objects or arrays of objects.
fn is_objects(record: &str) -> bool {
    let bytes = record.as_bytes();
    let mut at = skip_blank(bytes, 0);
    if at == bytes.len() {
        return false;
    }
    while at < bytes.len() {
        let all = match bytes[at] {
            b'{' => true,
            b'[' => is_array_of_objects(bytes, at),
            _ => false,
        };
        match skip_value(bytes, at, 0) {
            Ok(end) if all => at = skip_blank(bytes, end),
            _ => return false,
        }
    }
    true
}

fn is_array_of_objects(bytes: &[u8], at: usize) -> bool {
    let mut at = skip_blank(bytes, at + 1);
    loop {
        if bytes.get(at) != Some(&b'{') {
            return false;
        }
        match skip_value(bytes, at, 1).and_then(|end| next_element(bytes, end)) {
            Ok((next, true)) => at = next,
            Ok((_, false)) => return true,
            Err(_) => return false,
        }
    }
}
