//! The paths of a schema's Mapping and RecordRowPath (spec/kda-sql.md 13.1).
//!
//! The service knows four forms: `$`, `.name`, and `[0:]` at the end (the array's text in one column) or within (one
//! row an element). `['name']` is read too, for names with a point or a bracket in them. Other JSONPath is refused
//! with a reason: a path that silently finds nothing is the worst answer.

use crate::error::ErrorKind;

/// Most steps in a path.
const MAX_STEPS: usize = 64;

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// Into a member of an object.
    Member(String),
    /// Into each element of an array.
    Elements,
}

/// Reads a path. `[0:]` at the end is dropped: it names the array itself.
pub(crate) fn parse_path(text: &str) -> Result<Vec<Step>, ErrorKind> {
    let mut steps =
        read(text).map_err(|reason| ErrorKind::Path { text: text.chars().take(100).collect(), reason })?;
    if steps.last() == Some(&Step::Elements) {
        steps.pop();
    }
    if steps.iter().filter(|&step| *step == Step::Elements).count() > 1 {
        let reason = "only one array in it can be flattened";
        return Err(ErrorKind::Path { text: text.chars().take(100).collect(), reason });
    }
    Ok(steps)
}

fn read(text: &str) -> Result<Vec<Step>, &'static str> {
    let mut rest = text.trim().strip_prefix('$').ok_or("it must begin with $")?;
    let mut steps = Vec::new();
    while !rest.is_empty() {
        let step;
        (step, rest) = if let Some(member) = rest.strip_prefix('.') {
            let end = member.find(['.', '[']).unwrap_or(member.len());
            if end == 0 {
                return Err("a name is missing after a point");
            }
            (Step::Member(member[..end].to_owned()), &member[end..])
        } else if let Some(bracket) = rest.strip_prefix('[') {
            read_bracket(bracket)?
        } else {
            return Err("a name follows a point");
        };
        steps.push(step);
        if steps.len() > MAX_STEPS {
            return Err("it has more than 64 steps");
        }
    }
    Ok(steps)
}

/// What stands after `[`, and the text after `]`.
fn read_bracket(text: &str) -> Result<(Step, &str), &'static str> {
    if let Some(rest) = text.strip_prefix("0:]") {
        return Ok((Step::Elements, rest));
    }
    for quote in ['\'', '"'] {
        if let Some(name) = text.strip_prefix(quote) {
            let (name, rest) = name.split_once(quote).ok_or("the quote is not closed")?;
            let rest = rest.strip_prefix(']').ok_or("the bracket is not closed")?;
            return Ok((Step::Member(name.to_owned()), rest));
        }
    }
    Err("the only index is [0:], all elements of an array")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(name: &str) -> Step {
        Step::Member(name.to_owned())
    }

    #[test]
    fn the_documented_forms() {
        for (text, steps) in [
            ("$", vec![]),
            ("$.a", vec![member("a")]),
            ("$.a.b c", vec![member("a"), member("b c")]),
            ("$.a[0:]", vec![member("a")]),
            ("$.a[0:].b", vec![member("a"), Step::Elements, member("b")]),
            ("$['a.b'][\"c\"]", vec![member("a.b"), member("c")]),
            ("$[0:].x", vec![Step::Elements, member("x")]),
            ("$.é", vec![member("é")]),
        ] {
            assert_eq!(parse_path(text), Ok(steps), "{text}");
        }
    }

    #[test]
    fn others_are_refused() {
        for text in
            ["", "a", "$a", "$.", "$..a", "$.a[*]", "$.a[1].b", "$.a[0", "$['a", "$['a'", "$.a[0:].b[0:].c"]
        {
            assert!(matches!(parse_path(text), Err(ErrorKind::Path { .. })), "{text}");
        }
        assert!(parse_path(&"$".repeat(10)).is_err());
        assert!(parse_path(&format!("${}", ".a".repeat(65))).is_err());
    }
}
