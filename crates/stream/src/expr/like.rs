//! `LIKE`: `%` is any text, `_` any one character, the escape character takes the next one as it is.
//!
//! Patterns are nearly always literals and are prepared once. Matching goes forward with one point of return at the last `%`,
//! so that no pattern makes it exponential; the worst is pattern times text.

use rillcut_record::{Column, ColumnData, Nulls, Physical};
use rillcut_sql::Span;

use super::{
    Evaluate, Input, Operand, Part,
    compile::expect_form,
    kernel::{Fault, argument},
};
use crate::{error::Error, row_error::RowErrors};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Item {
    Character(char),
    /// `_`
    One,
    /// `%`
    Any,
}

fn prepare(pattern: &str, escape: Option<&str>) -> Result<Vec<Item>, Fault> {
    let escape = match escape {
        None => None,
        Some(text) => {
            let mut characters = text.chars();
            match (characters.next(), characters.next()) {
                (Some(character), None) => Some(character),
                _ => return Err(argument("ESCAPE takes a single character")),
            }
        }
    };
    let mut items = Vec::new();
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        items.push(if Some(character) == escape {
            match characters.next() {
                Some(next) if next == '%' || next == '_' || Some(next) == escape => Item::Character(next),
                _ => return Err(argument("the escape character stands before %, _ or itself only")),
            }
        } else if character == '_' {
            Item::One
        } else if character == '%' {
            if items.last() == Some(&Item::Any) {
                continue;
            }
            Item::Any
        } else {
            Item::Character(character)
        });
    }
    Ok(items)
}

fn matches(items: &[Item], text: &str) -> bool {
    let mut at = 0;
    let mut rest = text.chars();
    // After the last `%`: the item behind it and the text it was tried on.
    let mut retry: Option<(usize, std::str::Chars<'_>)> = None;
    loop {
        let here = rest.clone();
        let step = match (items.get(at), rest.next()) {
            (None, None) => return true,
            (Some(Item::Any), _) => {
                retry = Some((at + 1, here.clone()));
                rest = here;
                true
            }
            (Some(Item::One), Some(_)) => true,
            (Some(Item::Character(wanted)), Some(found)) => *wanted == found,
            (Some(_), None) => return false,
            (None, Some(_)) => false,
        };
        if step {
            at += 1;
        } else if let Some((item, from)) = &mut retry {
            from.next();
            at = *item;
            rest = from.clone();
        } else {
            return false;
        }
    }
}

pub(super) fn like(
    operand: Part,
    pattern: Part,
    escape: Option<Part>,
    negated: bool,
    span: Span,
) -> Result<Box<dyn Evaluate>, Error> {
    for part in [&operand, &pattern].into_iter().chain(&escape) {
        expect_form(part, Physical::Text)?;
    }
    Ok(Box::new(Like {
        operand: operand.evaluator,
        pattern: pattern.evaluator,
        escape: escape.map(|part| part.evaluator),
        negated,
        span,
    }))
}

#[derive(Debug)]
struct Like {
    operand: Box<dyn Evaluate>,
    pattern: Box<dyn Evaluate>,
    escape: Option<Box<dyn Evaluate>>,
    negated: bool,
    span: Span,
}

impl Evaluate for Like {
    fn evaluate<'a>(&'a self, input: Input<'a>, errors: &mut RowErrors) -> Operand<'a> {
        let len = input.len();
        let operand = self.operand.evaluate(input, errors);
        let pattern = self.pattern.evaluate(input, errors);
        let escape = self.escape.as_ref().map(|escape| escape.evaluate(input, errors));
        let mut nulls: Nulls = operand.nulls(len).union(&pattern.nulls(len));
        if let Some(escape) = &escape {
            nulls = nulls.union(&escape.nulls(len));
        }
        let (texts, patterns) = (operand.texts(), pattern.texts());
        let escapes = escape.as_ref().map(Operand::texts);
        let fixed = matches!(pattern, Operand::Constant(_))
            && escape.as_ref().is_none_or(|escape| matches!(escape, Operand::Constant(_)));
        let mut prepared = None;
        let mut values = vec![false; len];
        for (i, value) in values.iter_mut().enumerate() {
            if nulls.is_null(i) {
                continue;
            }
            if prepared.is_none() || !fixed {
                prepared = Some(prepare(patterns.get(i), escapes.map(|texts| texts.get(i))));
            }
            match &prepared {
                Some(Ok(items)) => *value = matches(items, texts.get(i)) != self.negated,
                Some(Err((kind, message))) => {
                    nulls.set(i);
                    errors.mark(input.rows.get(i), *kind, self.span, message.clone());
                }
                None => {}
            }
        }
        Operand::Owned(Column::from_parts(ColumnData::Boolean(values), nulls))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_like(text: &str, pattern: &str) -> bool {
        matches(&prepare(pattern, Some("\\")).unwrap(), text)
    }

    #[test]
    fn patterns() {
        for (text, pattern, expected) in [
            ("", "", true),
            ("", "%", true),
            ("", "_", false),
            ("abc", "abc", true),
            ("abc", "a%", true),
            ("abc", "%c", true),
            ("abc", "%b%", true),
            ("abc", "a_c", true),
            ("abc", "a_", false),
            ("abab", "%ab", true),
            ("abac", "%ab", false),
            ("é", "_", true),
            ("50%", "50\\%", true),
            ("500", "50\\%", false),
            ("a\\b", "a\\\\b", true),
            ("aXbXc", "a%b%c", true),
        ] {
            assert_eq!(is_like(text, pattern), expected, "{text} LIKE {pattern}");
        }
        assert!(prepare("a\\", Some("\\")).is_err());
        assert!(prepare("a", Some("")).is_err());
    }

    #[test]
    fn many_wildcards_do_not_explode() {
        let text = "a".repeat(3000);
        let pattern = "%a".repeat(60) + "b";
        assert!(!is_like(&text, &pattern));
    }
}
