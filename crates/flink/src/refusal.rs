//! What a job cannot have, said with a place, a stable code and a hint.

use rillcut_sql::{Diagnostic, Span};

macro_rules! codes {
    ($($name:ident $code:literal $sentence:literal;)*) => {
        $(#[doc = $sentence] pub(crate) const $name: &str = $code;)*

        /// Every code with its sentence, ascending.
        pub const CODES: &[(&str, &str)] = &[$(($code, $sentence)),*];
    };
}

codes! {
    OPERATOR "FLK0001" "Flink has no operator that does the same.";
    FUNCTION "FLK0002" "A function or a conversion is not exported.";
    TYPE "FLK0003" "A type is not exported.";
    WINDOW "FLK0004" "A window cannot be said in Flink.";
    JOIN "FLK0005" "A join cannot be said in Flink.";
    FAULT "FLK0006" "An expression that can fail stands where a failing row could not be sent to error_stream.";
    SOURCE "FLK0007" "The source's records cannot be read in Flink.";
}

/// Why a plan cannot be exported.
pub(crate) type Refusal = Diagnostic;

/// A refusal at a place.
pub(crate) fn refuse(
    code: &str,
    span: Span,
    message: impl Into<String>,
    hint: impl Into<String>,
) -> Box<Refusal> {
    Box::new(Diagnostic::error(code, span, message).hint(hint))
}

/// A refusal whose sentence names the statement that it stands in, at a place within it.
pub(crate) fn of_pump(mut refusal: Box<Refusal>, pump: &str, span: Span) -> Box<Refusal> {
    let named = format!("pump \"{pump}\"");
    if !refusal.message.contains(&named) {
        refusal.message = format!("{named}: {}", refusal.message);
    }
    if refusal.span == Span::default() {
        refusal.span = span;
    }
    refusal
}

#[cfg(test)]
mod tests {
    use super::CODES;

    #[test]
    fn codes_are_unique_ascending_and_said_in_a_sentence() {
        for (code, sentence) in CODES {
            assert!(code.len() == 7 && code.starts_with("FLK"), "{code}");
            assert!(sentence.ends_with('.'));
        }
        assert!(CODES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
