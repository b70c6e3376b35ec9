//! A scored row explained: which columns the score is due to, what they should have been, and all of it in a sentence.

use rillcut_stream::{Expected, ScoreExplanation};

use crate::protocol::{PartView, UsualView};

/// A part of the score below which a column is not spoken of.
const SPOKEN: f64 = 0.1;

/// The score's parts by column, named.
pub(crate) fn parts(names: &[String], why: &ScoreExplanation) -> Vec<PartView> {
    let part = |(column, value): (usize, &f64)| PartView {
        name: names.get(column).cloned().unwrap_or_else(|| format!("column {}", column + 1)),
        value: *value,
        high: why.high.get(column).copied().unwrap_or_default(),
        low: why.low.get(column).copied().unwrap_or_default(),
        usual: why.expected.iter().find(|expected| expected.column == column).map(usual),
    };
    why.values.iter().enumerate().map(part).collect()
}

fn usual(expected: &Expected) -> UsualView {
    UsualView { value: expected.value, low: expected.low, high: expected.high }
}

/// What the parts say, the greatest first, without a period at the end. `before` rows are looked at together with this one.
pub(crate) fn sentence(why: &ScoreExplanation, parts: &[PartView], before: u32) -> String {
    if why.warm_up {
        return "The forest was still filling its sample: this row has no score".to_owned();
    }
    let mut greatest: Vec<&PartView> = parts.iter().collect();
    greatest.sort_by(|a, b| (b.high + b.low).total_cmp(&(a.high + a.low)));
    let told: Vec<String> = greatest
        .iter()
        .filter(|part| part.high + part.low >= SPOKEN * why.score)
        .take(3)
        .map(|part| clause(part, parts.len() > 1, why.score))
        .collect();
    // Before there are grades the threshold is one for any stream.
    let verdict = if why.score > why.grade.threshold { "Unusual" } else { "Nothing out of the ordinary" };
    let context = match before {
        0 => String::new(),
        1 => ", given the row before it".to_owned(),
        rows => format!(", given the {rows} rows before it"),
    };
    format!("{verdict}: {}{context}", told.join("; "))
}

fn clause(part: &PartView, shared: bool, score: f64) -> String {
    let value = number(part.value);
    let share = if shared {
        format!(" ({:.0} % of the score)", (part.high + part.low) / score * 100.0)
    } else {
        String::new()
    };
    let name = &part.name;
    let Some(usual) = &part.usual else {
        let side = if part.high > part.low { "high" } else { "low" };
        return format!("{name} = {value} is {side} beside what the forest remembers{share}");
    };
    let range = format!("{} to {}", number(usual.low), number(usual.high));
    let expected = number(usual.value);
    if part.value > usual.high {
        format!("{name} = {value} is above the usual {range}, {expected} was to be expected{share}")
    } else if part.value < usual.low {
        format!("{name} = {value} is below the usual {range}, {expected} was to be expected{share}")
    } else {
        format!("{name} = {value} is within the usual {range}{share}")
    }
}

/// A number with as many digits as tell something.
fn number(value: f64) -> String {
    let digits = match value.abs() {
        size if size >= 1000.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 0.1 => 3,
        _ => 6,
    };
    let text = format!("{value:.digits$}");
    let text = if digits > 0 { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use rillcut_stream::Grade;

    use super::*;

    fn why() -> ScoreExplanation {
        ScoreExplanation {
            rowtime: 0,
            values: vec![100.0, 123.0],
            score: 2.0,
            warm_up: false,
            grade: Grade { grade: 0.5, confidence: 0.9, threshold: 1.2 },
            high: vec![0.1, 1.7],
            low: vec![0.2, 0.0],
            expected: vec![Expected { column: 1, value: 75.28, low: 64.0, high: 80.0 }],
        }
    }

    #[test]
    fn the_greatest_part_comes_first() {
        let why = why();
        let parts = parts(&["systolic".to_owned(), "diastolic".to_owned()], &why);
        assert_eq!(
            sentence(&why, &parts, 0),
            "Unusual: diastolic = 123 is above the usual 64 to 80, 75.3 was to be expected (85 % of the score); \
             systolic = 100 is low beside what the forest remembers (15 % of the score)"
        );
        assert!(sentence(&why, &parts, 7).ends_with(", given the 7 rows before it"));
    }

    #[test]
    fn one_column_and_the_warm_up() {
        let usual = ScoreExplanation {
            values: vec![70.0],
            high: vec![0.4],
            low: vec![0.1],
            score: 0.5,
            grade: Grade { grade: 0.0, confidence: 0.0, threshold: 1.5 },
            expected: vec![Expected { column: 0, value: 72.0, low: 60.0, high: 80.0 }],
            ..why()
        };
        let parts = parts(&["CTR".to_owned()], &usual);
        assert_eq!(
            sentence(&usual, &parts, 0),
            "Nothing out of the ordinary: CTR = 70 is within the usual 60 to 80"
        );
        let early = ScoreExplanation { score: 1.6, ..usual.clone() };
        assert!(sentence(&early, &parts, 0).starts_with("Unusual: "), "a high score before there are grades");
        let silent = ScoreExplanation { warm_up: true, ..usual };
        assert!(sentence(&silent, &parts, 0).contains("still filling"));
    }

    #[test]
    fn numbers_are_short() {
        let texts = [100.0, 387.54, 2.5, 0.0, -0.25, 0.000_4, 123_456.7, -0.000_000_01].map(number);
        assert_eq!(texts, ["100", "387.5", "2.5", "0", "-0.25", "0.0004", "123457", "0"]);
    }
}
