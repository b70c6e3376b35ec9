//! A schema in and out of AWS's InputSchema JSON (spec/kda-sql.md 13.4).
//!
//! What is around it is taken too, because that is what people have: `{"InputSchema": …}` as DiscoverInputSchema and an
//! application's input give it, `{"ReferenceSchema": …}`. Members nobody needs are passed over; what is wrong has a line
//! and a column. Left out members get the service's defaults: RecordRowPath `$`, delimiters `,` and `\n`, UTF-8.

use std::fmt::Write;

use crate::{
    error::{Error, ErrorKind, Place},
    json_text::push_json_string,
    json_tree::{Node, Value},
    path_tree::PathTree,
    schema::{
        MAX_COLUMNS, RecordColumn, RecordFormat, SourceSchema, check_delimiters, check_name, check_row_path,
    },
    type_text::parse_data_type,
};

impl SourceSchema {
    /// Reads InputSchema JSON.
    ///
    /// # Errors
    /// Codes REC0001 to REC0014, with the place in `text`.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        Self::from_node(&Node::read(text)?, text)
    }

    /// Reads InputSchema JSON that is part of a larger document, whose text `text` is.
    ///
    /// # Errors
    /// Codes REC0002 to REC0014, with the place in `text`.
    pub fn from_node(node: &Node, text: &str) -> Result<Self, Error> {
        let wrapped = ["InputSchema", "ReferenceSchema"].iter().find_map(|name| node.member(name));
        Reader { text }.schema(wrapped.unwrap_or(node))
    }

    /// InputSchema JSON, two blanks a level, without an end of line.
    pub fn to_json(&self) -> String {
        let mut out = String::from("{\n  \"RecordFormat\": {\n    \"RecordFormatType\": ");
        match &self.format {
            RecordFormat::Json { row_path } => {
                out.push_str("\"JSON\",\n    \"MappingParameters\": {\n      \"JSONMappingParameters\": {\n");
                out.push_str("        \"RecordRowPath\": ");
                push_json_string(&mut out, row_path);
            }
            RecordFormat::Csv { column_delimiter, row_delimiter } => {
                out.push_str("\"CSV\",\n    \"MappingParameters\": {\n      \"CSVMappingParameters\": {\n");
                out.push_str("        \"RecordRowDelimiter\": ");
                push_json_string(&mut out, row_delimiter);
                out.push_str(",\n        \"RecordColumnDelimiter\": ");
                push_json_string(&mut out, column_delimiter);
            }
        }
        out.push_str("\n      }\n    }\n  },\n  \"RecordEncoding\": \"UTF-8\",\n  \"RecordColumns\": [");
        for (index, column) in self.columns.iter().enumerate() {
            out.push_str(if index == 0 { "\n    {\n      \"Name\": " } else { ",\n    {\n      \"Name\": " });
            push_json_string(&mut out, &column.name);
            if let Some(mapping) = &column.mapping {
                out.push_str(",\n      \"Mapping\": ");
                push_json_string(&mut out, mapping);
            }
            // Writing to a String cannot fail.
            let _infallible = write!(out, ",\n      \"SqlType\": \"{}\"\n    }}", column.data_type);
        }
        out.push_str("\n  ]\n}");
        out
    }
}

struct Reader<'a> {
    text: &'a str,
}

impl Reader<'_> {
    fn error(&self, at: usize, kind: ErrorKind) -> Error {
        Error::at(kind, Place::of(self.text, at))
    }

    fn schema(&self, node: &Node) -> Result<SourceSchema, Error> {
        if !matches!(node.value, Value::Object(_)) {
            let kind = ErrorKind::WrongKind { member: "the schema", wanted: "an object" };
            return Err(self.error(node.at, kind));
        }
        if let Some(encoding) = self.optional_text(node, "RecordEncoding")?
            && !["UTF-8", "UTF8"].contains(&encoding.to_ascii_uppercase().as_str())
        {
            let at = node.member("RecordEncoding").map_or(node.at, |node| node.at);
            return Err(self.error(at, ErrorKind::Encoding(encoding.to_owned())));
        }
        let format = self.format(node)?;
        let columns = self.columns(node, matches!(format, RecordFormat::Json { .. }))?;
        Ok(SourceSchema { format, columns })
    }

    fn format(&self, schema: &Node) -> Result<RecordFormat, Error> {
        let node = self.member(schema, "the schema", "RecordFormat")?;
        let name = self.text(node, "RecordFormat", "RecordFormatType")?;
        let parameters = node.member("MappingParameters");
        match name {
            "JSON" => {
                let parameters = parameters.and_then(|node| node.member("JSONMappingParameters"));
                let row_path = match parameters {
                    Some(node) => self.optional_text(node, "RecordRowPath")?.unwrap_or("$"),
                    None => "$",
                };
                if let Err(kind) = check_row_path(row_path) {
                    let at =
                        parameters.and_then(|node| node.member("RecordRowPath")).map_or(0, |node| node.at);
                    return Err(self.error(at, kind));
                }
                Ok(RecordFormat::Json { row_path: row_path.to_owned() })
            }
            "CSV" => {
                let parameters = parameters.and_then(|node| node.member("CSVMappingParameters"));
                let (column, row) = match parameters {
                    Some(node) => (
                        self.optional_text(node, "RecordColumnDelimiter")?.unwrap_or(","),
                        self.optional_text(node, "RecordRowDelimiter")?.unwrap_or("\n"),
                    ),
                    None => (",", "\n"),
                };
                check_delimiters(column, row)
                    .map_err(|kind| self.error(parameters.map_or(node.at, |node| node.at), kind))?;
                Ok(RecordFormat::Csv { column_delimiter: column.to_owned(), row_delimiter: row.to_owned() })
            }
            other => {
                let at = node.member("RecordFormatType").map_or(node.at, |node| node.at);
                Err(self.error(at, ErrorKind::Format(other.chars().take(60).collect())))
            }
        }
    }

    fn columns(&self, schema: &Node, is_json: bool) -> Result<Vec<RecordColumn>, Error> {
        let node = self.member(schema, "the schema", "RecordColumns")?;
        let Value::Array(elements) = &node.value else {
            let kind = ErrorKind::WrongKind { member: "RecordColumns", wanted: "an array" };
            return Err(self.error(node.at, kind));
        };
        if elements.is_empty() || elements.len() > MAX_COLUMNS {
            return Err(self.error(node.at, ErrorKind::ColumnCount(elements.len())));
        }
        let mut columns: Vec<RecordColumn> = Vec::with_capacity(elements.len());
        for element in elements {
            let column = self.column(element, is_json)?;
            if columns.iter().any(|other| other.name == column.name) {
                return Err(self.error(element.at, ErrorKind::DuplicateColumn(column.name)));
            }
            columns.push(column);
        }
        if is_json {
            // Each path alone is good; the tree finds out whether they go together.
            PathTree::new(columns.iter().filter_map(|column| column.mapping.as_deref()))
                .map_err(|kind| self.error(node.at, kind))?;
        }
        Ok(columns)
    }

    fn column(&self, node: &Node, is_json: bool) -> Result<RecordColumn, Error> {
        let at = |name: &str| node.member(name).map_or(node.at, |node| node.at);
        let name = self.text(node, "the column", "Name")?;
        check_name(name).map_err(|kind| self.error(at("Name"), kind))?;
        let type_text = self.text(node, "the column", "SqlType")?;
        let data_type = parse_data_type(type_text).map_err(|kind| self.error(at("SqlType"), kind))?;
        let mapping = self.optional_text(node, "Mapping")?.filter(|_| is_json);
        match mapping {
            Some(path) => {
                crate::json_path::parse_path(path).map_err(|kind| self.error(at("Mapping"), kind))?;
            }
            None if is_json => return Err(self.error(node.at, ErrorKind::NoMapping(name.to_owned()))),
            None => {}
        }
        Ok(RecordColumn { name: name.to_owned(), mapping: mapping.map(str::to_owned), data_type })
    }

    fn member<'n>(
        &self,
        node: &'n Node,
        object: &'static str,
        member: &'static str,
    ) -> Result<&'n Node, Error> {
        if !matches!(node.value, Value::Object(_)) {
            return Err(self.error(node.at, ErrorKind::WrongKind { member: object, wanted: "an object" }));
        }
        node.member(member).ok_or_else(|| self.error(node.at, ErrorKind::Missing { object, member }))
    }

    fn text<'n>(&self, node: &'n Node, object: &'static str, member: &'static str) -> Result<&'n str, Error> {
        self.as_text(self.member(node, object, member)?, member)
    }

    /// A member that may be left out or null.
    fn optional_text<'n>(&self, node: &'n Node, member: &'static str) -> Result<Option<&'n str>, Error> {
        match node.member(member) {
            None | Some(Node { value: Value::Null, .. }) => Ok(None),
            Some(node) => self.as_text(node, member).map(Some),
        }
    }

    fn as_text<'n>(&self, node: &'n Node, member: &'static str) -> Result<&'n str, Error> {
        match &node.value {
            Value::Text(text) => Ok(text),
            _ => Err(self.error(node.at, ErrorKind::WrongKind { member, wanted: "a string" })),
        }
    }
}
