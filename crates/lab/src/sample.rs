//! A template whose records fit a schema, for applications that come without records.
//!
//! Values are made up by type. Texts that the program compares a column with (`"action" = 'Click'`) are among them, so that its filters let
//! rows through; without that, most imported programs would show nothing.

use std::{borrow::Cow, collections::BTreeMap, fmt::Write as _};

use rillcut_record::{DataType, RecordColumn, RecordFormat, SourceSchema, push_json_string};
use rillcut_sql::{Token, TokenKind, tokenize};

/// Most made-up values of a text column.
const VALUES: usize = 6;

/// A template in the generator's language whose records the schema decodes; `sql` is the program that reads them.
pub fn template(schema: &SourceSchema, sql: &str) -> String {
    let literals = compared(sql);
    match &schema.format {
        RecordFormat::Json { row_path } => json(schema, row_path, &literals),
        RecordFormat::Csv { column_delimiter, .. } => {
            let cells = schema.columns.iter().map(|column| cell(column, &literals).text);
            cells.collect::<Vec<_>>().join(column_delimiter)
        }
    }
}

/// A made-up value as template text.
struct Cell {
    text: String,
    /// Whether JSON wants quotes around it.
    quoted: bool,
}

fn cell(column: &RecordColumn, literals: &BTreeMap<String, Vec<String>>) -> Cell {
    let plain = |text: &str| Cell { text: text.to_owned(), quoted: false };
    let quoted = |text: &str| Cell { text: text.to_owned(), quoted: true };
    match column.data_type {
        DataType::TinyInt | DataType::SmallInt | DataType::Integer | DataType::BigInt => {
            plain(r#"{{random.number({"min":0,"max":100})}}"#)
        }
        DataType::Real | DataType::Double => {
            plain(r#"{{random.number({"min":0,"max":100,"precision":0.01})}}"#)
        }
        DataType::Decimal { precision, scale } => match precision.saturating_sub(scale) {
            0 => plain("0"),
            1 => plain(r#"{{random.number({"min":0,"max":9})}}"#),
            _ => plain(r#"{{random.number({"min":0,"max":99})}}"#),
        },
        DataType::Boolean => plain("{{random.boolean}}"),
        DataType::Timestamp => quoted("{{date.utc(YYYY-MM-DD HH:mm:ss.SSS)}}"),
        DataType::Date => quoted("{{date.utc(YYYY-MM-DD)}}"),
        DataType::Time => quoted("{{date.utc(HH:mm:ss)}}"),
        DataType::Char { length } | DataType::Varchar { length: Some(length) } => {
            quoted(&texts(column, length as usize, literals))
        }
        DataType::Varchar { length: None } => quoted(&texts(column, usize::MAX, literals)),
        DataType::Binary { .. } | DataType::Varbinary { .. } => quoted("X'00'"),
        DataType::Interval(_) | DataType::Record(_) | DataType::Null => plain("null"),
    }
}

/// One of some texts that fit a column.
fn texts(column: &RecordColumn, length: usize, literals: &BTreeMap<String, Vec<String>>) -> String {
    let known = literals.get(&column.name).map(Vec::as_slice).unwrap_or_default();
    let fits = |text: &&String| text.chars().count() <= length;
    let mut values: Vec<Cow<'_, str>> =
        known.iter().filter(fits).take(VALUES - 1).map(|text| Cow::Borrowed(text.as_str())).collect();
    // One more that the program does not ask for, or four where it asks for none.
    let more = if values.is_empty() { 4 } else { 1 };
    values.extend(["A1", "B2", "C3", "D4"][..more].iter().map(|text| Cow::Borrowed(&text[..length.min(2)])));
    let list: Vec<String> = values.iter().map(|value| format!("\"{value}\"")).collect();
    format!("{{{{random.arrayElement([{}])}}}}", list.join(","))
}

/// A place in the record: what the mappings lead to.
#[derive(Default)]
struct Branch {
    members: Vec<(String, Branch)>,
    is_array: bool,
    cell: Option<Cell>,
}

impl Branch {
    /// The branch at the end of a path such as `$.a.b` or `$.rows[0:].x`. A path of another form leads nowhere.
    fn at(&mut self, path: &str) -> Option<&mut Self> {
        let mut branch = self;
        for part in path.strip_prefix('$')?.split('.').filter(|part| !part.is_empty()) {
            let (name, is_array) = match part.strip_suffix("[0:]") {
                Some(name) => (name, true),
                None => (part, false),
            };
            if name.contains(['[', ']', '"', '\'', '\\']) {
                return None;
            }
            if !name.is_empty() {
                let at = branch.members.iter().position(|(member, _)| member == name).unwrap_or_else(|| {
                    branch.members.push((name.to_owned(), Self::default()));
                    branch.members.len() - 1
                });
                branch = &mut branch.members.get_mut(at)?.1;
            }
            branch.is_array |= is_array;
        }
        Some(branch)
    }

    fn write(&self, out: &mut String) {
        if self.is_array {
            out.push('[');
        }
        // An array has two elements, so that a row an element can be told from a row a record.
        for element in 0..if self.is_array { 2 } else { 1 } {
            if element > 0 {
                out.push(',');
            }
            match &self.cell {
                Some(cell) if self.members.is_empty() && cell.quoted => {
                    // Writing to a String cannot fail.
                    let _infallible = write!(out, "\"{}\"", cell.text);
                }
                Some(cell) if self.members.is_empty() => out.push_str(&cell.text),
                _ => self.write_object(out),
            }
        }
        if self.is_array {
            out.push(']');
        }
    }

    fn write_object(&self, out: &mut String) {
        // Blanks inside the braces: two braces in a row would end a call of the generator.
        out.push_str("{ ");
        for (number, (name, branch)) in self.members.iter().enumerate() {
            if number > 0 {
                out.push_str(", ");
            }
            push_json_string(out, name);
            out.push_str(": ");
            branch.write(out);
        }
        out.push_str(" }");
    }
}

fn json(schema: &SourceSchema, row_path: &str, literals: &BTreeMap<String, Vec<String>>) -> String {
    let mut root = Branch::default();
    if let Some(rows) = root.at(row_path) {
        for column in &schema.columns {
            let place = column.mapping.as_deref().and_then(|path| rows.at(path));
            if let Some(place) = place {
                place.cell = Some(cell(column, literals));
            }
        }
    }
    let mut out = String::new();
    root.write(&mut out);
    out
}

/// The texts that a program compares each column with, by stored name: `c = 'x'`, `c <> 'x'`, `c IN ('x', 'y')`.
fn compared(sql: &str) -> BTreeMap<String, Vec<String>> {
    let text = |token: &Token| sql.get(token.span.range()).unwrap_or_default();
    let tokens: Vec<Token> =
        tokenize(sql).into_iter().filter(|token| token.kind != TokenKind::Comment).collect();
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (at, token) in tokens.iter().enumerate() {
        let name = match token.kind {
            TokenKind::QuotedIdentifier => text(token).trim_matches('"').to_owned(),
            TokenKind::Identifier | TokenKind::Keyword => text(token).to_uppercase(),
            _ => continue,
        };
        let rest = tokens.get(at + 1..).unwrap_or_default();
        let Some(operator) = rest.first().map(&text) else { continue };
        let literals: Vec<&Token> = match operator {
            "=" | "<>" | "!=" => rest.iter().skip(1).take(1).collect(),
            other if other.eq_ignore_ascii_case("IN") => rest
                .iter()
                .skip(2)
                .take_while(|token| token.kind == TokenKind::String || text(token) == ",")
                .collect(),
            _ => continue,
        };
        let values = found.entry(name).or_default();
        for literal in literals.into_iter().filter(|token| token.kind == TokenKind::String) {
            let value = text(literal).trim_matches('\'');
            // What the template or JSON would read as something else is left out.
            let simple = !value.is_empty() && !value.contains(['"', '\\', '{', '}', '\'', '\n', '\r', '\t']);
            if simple && values.len() < VALUES && !values.iter().any(|known| known == value) {
                values.push(value.to_owned());
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use rillcut_generator::{Clock, Rng, Template};
    use rillcut_record::{Decoder, Records, Value};

    use super::*;

    fn record(schema: &SourceSchema, sql: &str) -> String {
        let text = template(schema, sql);
        let template = Template::parse(&text).unwrap();
        let mut out = Vec::new();
        template.render(
            &mut out,
            &mut Rng::seed(3),
            &mut template.state(),
            Clock { now_ms: 0, utc_offset_minutes: 0 },
        );
        String::from_utf8(out).unwrap()
    }

    fn rows(schema: &SourceSchema, sql: &str) -> Vec<Vec<Value>> {
        let record = record(schema, sql);
        let ends = [record.len() as u32];
        let decoded = Decoder::new(schema).unwrap().decode(Records { bytes: record.as_bytes(), ends: &ends });
        assert!(decoded.errors.is_empty(), "{record}: {:?}", decoded.errors);
        (0..decoded.rows())
            .map(|row| decoded.columns.iter().map(|column| column.value(row)).collect())
            .collect()
    }

    #[test]
    fn records_fit_every_type() {
        let types = [
            DataType::TinyInt,
            DataType::BigInt,
            DataType::Real,
            DataType::Double,
            DataType::Decimal { precision: 5, scale: 2 },
            DataType::Decimal { precision: 2, scale: 2 },
            DataType::Boolean,
            DataType::Timestamp,
            DataType::Date,
            DataType::Time,
            DataType::Char { length: 1 },
            DataType::Varchar { length: Some(4) },
            DataType::Varbinary { length: 4 },
        ];
        let names: Vec<(String, String)> =
            (0..types.len()).map(|i| (format!("C{i}"), format!("$.a.c{i}"))).collect();
        let columns =
            names.iter().zip(types).map(|((name, path), kind)| (name.as_str(), path.as_str(), kind));
        let rows = rows(&SourceSchema::json(columns), "");
        assert_eq!(rows.len(), 1);
        assert!(rows[0].iter().all(|value| *value != Value::Null), "{rows:?}");
        let csv = SourceSchema::csv(names.iter().zip(types).map(|((name, _), kind)| (name.as_str(), kind)));
        assert!(self::rows(&csv, "")[0].iter().all(|value| *value != Value::Null));
    }

    #[test]
    fn arrays_and_row_paths_are_made() {
        let text = DataType::Varchar { length: Some(8) };
        let mut schema =
            SourceSchema::json([("ID", "$.id", text), ("X", "$.points[0:].x", DataType::Double)]);
        schema.format = RecordFormat::Json { row_path: "$.rows".to_owned() };
        let rows = rows(&schema, "");
        assert_eq!(rows.len(), 2, "{}", record(&schema, ""));
        assert_ne!(rows[0][1], Value::Null);
    }

    #[test]
    fn texts_of_the_program_are_among_the_values() {
        let text = DataType::Varchar { length: Some(16) };
        let schema = SourceSchema::json([("action", "$.action", text), ("SITE", "$.site", text)]);
        let sql =
            "WHERE s.\"action\" = 'Click' -- 'no'\n AND site IN ('a.example', 'b.example') AND 'x' = 'y'";
        assert_eq!(
            template(&schema, sql),
            r#"{ "action": "{{random.arrayElement(["Click","A1"])}}", "site": "{{random.arrayElement(["a.example","b.example","A1"])}}" }"#
        );
        assert_eq!(rows(&schema, sql).len(), 1);
    }
}
