//! ANOMALY_EXPLANATION: why a row got its score, as the service writes it (spec/kda-sql.md 12.3).

use std::fmt::Write;

use rillcut_forest::{Attribution, Direction};

/// Appends `{"Systolic":{"DIRECTION":"HIGH","STRENGTH":"0.8567","ATTRIBUTION_SCORE":"1.7447"},…}`: one member a column of the point, in that
/// order, numbers as text with four decimals; DIRECTION and STRENGTH only `with_direction`.
pub fn push_explanation<'a>(
    names: impl Iterator<Item = &'a str>,
    attribution: &Attribution,
    with_direction: bool,
    out: &mut String,
) {
    out.push('{');
    for (index, name) in names.enumerate() {
        if index > 0 {
            out.push(',');
        }
        push_name(name, out);
        out.push_str(":{");
        if with_direction {
            let direction = match attribution.direction(index) {
                Direction::High => "HIGH",
                Direction::Low => "LOW",
            };
            let strength = attribution.strength(index);
            // Writing to a String cannot fail.
            let _infallible = write!(out, "\"DIRECTION\":\"{direction}\",\"STRENGTH\":\"{strength:.4}\",");
        }
        let _infallible = write!(out, "\"ATTRIBUTION_SCORE\":\"{:.4}\"}}", attribution.column(index));
    }
    out.push('}');
}

/// A name as a JSON string.
fn push_name(name: &str, out: &mut String) {
    out.push('"');
    for character in name.chars() {
        match character {
            '"' | '\\' => {
                out.push('\\');
                out.push(character);
            }
            control if control < ' ' => {
                let _infallible = write!(out, "\\u{:04x}", control as u32);
            }
            other => out.push(other),
        }
    }
    out.push('"');
}
