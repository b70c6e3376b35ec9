//! Names in braces within words and within JSON.
//!
//! `{COLUMN}` stands for a cell of the row, `{$sentence}` and the like for what else a message has. A JSON template is itself JSON: names
//! stand in its strings only, and a string that is one name and nothing else becomes the value as it is, so that a number stays a number.
//! Whatever a row holds, what comes out is JSON of the template's shape. A name that there is not stays as it was written: a
//! program may change under its destination, and a message with `{OLD}` in it is better than none.

use super::encode::json;
use crate::protocol::Problem;

/// What names stand for.
pub(crate) trait Names {
    /// The value as JSON; `None` when there is no such name.
    fn json(&self, name: &str) -> Option<String>;

    /// The value in words; null is `NULL`.
    fn text(&self, name: &str) -> Option<String> {
        self.json(name).map(|value| super::message::plain(&value).unwrap_or_else(|| "NULL".to_owned()))
    }
}

/// Fills the names of a text.
pub(crate) fn fill(template: &str, names: &impl Names) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        if let Some((close, text)) =
            rest.find('}').and_then(|close| Some((close, names.text(&rest[1..close])?)))
        {
            out.push_str(&text);
            rest = &rest[close + 1..];
        } else {
            out.push('{');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

/// Fills the names in the strings of a JSON text; of all else only the white space goes.
pub(crate) fn fill_json(template: &str, names: &impl Names) -> String {
    let mut out = String::with_capacity(template.len() + 256);
    let mut rest = template;
    while let Some(open) = rest.find('"') {
        push_compact(&mut out, &rest[..open]);
        let length = string_length(&rest[open..]);
        let literal = &rest[open..open + length];
        let is_key = rest[open + length..].trim_start().starts_with(':');
        match serde_json::from_str::<String>(literal) {
            Ok(text) => match text.strip_prefix('{').and_then(|text| text.strip_suffix('}')) {
                Some(name) if !is_key && names.json(name).is_some() => {
                    out.push_str(&names.json(name).unwrap_or_default());
                }
                _ if text.contains('{') => out.push_str(&json(&fill(&text, names))),
                _ => out.push_str(literal),
            },
            Err(_) => out.push_str(literal),
        }
        rest = &rest[open + length..];
    }
    push_compact(&mut out, rest);
    out
}

/// Appends JSON between strings without its white space.
fn push_compact(out: &mut String, text: &str) {
    out.extend(text.chars().filter(|c| !c.is_ascii_whitespace()));
}

/// Octets of the JSON string that a text begins with, quotes included.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// What is wrong with the words of a destination: names that there are not.
pub(crate) fn check_words(text: &str, known: &[&str]) -> Vec<Problem> {
    unknown_names(text, known).into_iter().map(|(at, name)| unknown(text, at, name, known)).collect()
}

/// What is wrong with a JSON template.
pub(crate) fn check_json(text: &str, known: &[&str]) -> Vec<Problem> {
    if let Err(error) = serde_json::from_str::<serde_json::Value>(text) {
        let said = error.to_string();
        let said = said.split(" at line ").next().unwrap_or(&said).to_owned();
        let hint = "names stand within quotes: \"{CTRPERCENT}\" becomes the number itself".to_owned();
        let mut problem = Problem::plain("LAB0064", format!("the template is not JSON: {said}"), Some(hint));
        problem.line = error.line() as u32;
        problem.column = error.column() as u32;
        let line: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        problem.start = (line + error.column().saturating_sub(1)).min(text.len()) as u32;
        problem.end = (problem.start + 1).min(text.len() as u32);
        return vec![problem];
    }
    let mut problems = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find('"').map(|at| from + at) {
        let length = string_length(&text[open..]);
        let found = unknown_names(&text[open..open + length], known);
        problems.extend(found.into_iter().map(|(at, name)| unknown(text, open + at, name, known)));
        from = open + length;
    }
    problems
}

/// Names in braces that look like names and are not known, with the place of each brace.
fn unknown_names<'a>(text: &'a str, known: &[&str]) -> Vec<(usize, &'a str)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find('{').map(|at| from + at) {
        let inside = &text[open + 1..];
        let length = inside.find(['{', '}']).unwrap_or(inside.len());
        let closed = inside[length..].starts_with('}');
        let name = &inside[..length];
        let is_name =
            name.chars().all(|c| c.is_alphanumeric() || "_$. -".contains(c)) && !name.trim().is_empty();
        if closed && is_name && !known.contains(&name) {
            found.push((open, name));
        }
        from = open + 1;
    }
    found
}

fn unknown(text: &str, at: usize, name: &str, known: &[&str]) -> Problem {
    let near = known.iter().find(|known| known.eq_ignore_ascii_case(name.trim()));
    let hint = if let Some(near) = near {
        format!("write {{{near}}}")
    } else {
        let columns: Vec<String> = known.iter().take(20).map(|name| format!("{{{name}}}")).collect();
        format!("there are {}", columns.join(", "))
    };
    let before = &text[..at];
    let mut problem =
        Problem::plain("LAB0065", format!("there is nothing called '{name}' in a message"), Some(hint));
    problem.line = before.matches('\n').count() as u32 + 1;
    problem.column = before.chars().rev().take_while(|&c| c != '\n').count() as u32 + 1;
    problem.start = at as u32;
    problem.end = (at + name.len() + 2) as u32;
    problem
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed;

    impl Names for Fixed {
        fn json(&self, name: &str) -> Option<String> {
            match name {
                "N" => Some("1.50E2".to_owned()),
                "T" => Some(json("say \"{N}\"\n")),
                "Z" => Some("null".to_owned()),
                "$row" => Some("{\"N\":1.50E2}".to_owned()),
                _ => None,
            }
        }
    }

    #[test]
    fn words() {
        assert_eq!(fill("{N} of {T}{Z} {no} { {N", &Fixed), "1.50E2 of say \"{N}\"\nNULL {no} { {N");
    }

    #[test]
    fn json_keeps_its_shape_whatever_a_row_holds() {
        let template =
            r#"{"a": "{N}", "b": "n is {N}, {T}", "{N}": [true, "{Z}", "{$row}"], "c\"d": "{no}"}"#;
        let filled = fill_json(template, &Fixed);
        assert_eq!(
            filled,
            r#"{"a":1.50E2,"b":"n is 1.50E2, say \"{N}\"\n","1.50E2":[true,null,{"N":1.50E2}],"c\"d":"{no}"}"#
        );
        assert!(serde_json::from_str::<serde_json::Value>(&filled).is_ok());
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        let known = ["N", "T"];
        let problems = check_json("{\n  \"a\": {N}\n}", &known);
        assert_eq!((problems[0].code.as_str(), problems[0].line, problems[0].column), ("LAB0064", 2, 9));
        let problems = check_json("{\n  \"a\": \"x {n} {N}\", \"{\": \"{}\"\n}", &known);
        assert_eq!(problems.len(), 1);
        let found = &problems[0];
        assert_eq!((found.code.as_str(), found.line, found.column), ("LAB0065", 2, 11));
        assert_eq!(found.hint.as_deref(), Some("write {N}"));
        assert_eq!(check_words("{N}% {other}", &known).len(), 1);
        assert_eq!(check_words("{N}% { \"x\": 1 }", &known), []);
    }
}
