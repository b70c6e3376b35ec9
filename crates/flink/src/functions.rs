//! The functions that come with a job: their names in SQL, their classes, their sources.

/// Name in SQL and class, without the package.
const FUNCTIONS: &[(&str, &str)] = &[
    ("KDA_ABS", "Numbers$Abs"),
    ("KDA_ADD", "Numbers$Add"),
    ("KDA_ADD_DOUBLE", "Numbers$AddDouble"),
    ("KDA_ADD_MONTHS", "Times$AddMonths"),
    ("KDA_ARRIVAL", "Arrival$Time"),
    ("KDA_ARRIVAL_NUMBER", "Arrival$Number"),
    ("KDA_AVERAGE", "Numbers$Average"),
    ("KDA_CUT", "Texts$Cut"),
    ("KDA_DECIMAL", "Numbers$Decimal"),
    ("KDA_DIVIDE", "Numbers$Divide"),
    ("KDA_DIVIDE_DOUBLE", "Numbers$DivideDouble"),
    ("KDA_DOUBLE_FUNCTION", "Numbers$Real1"),
    ("KDA_DOUBLE_TO_TEXT", "Texts$FromDouble"),
    ("KDA_EXTRACT", "Times$Extract"),
    ("KDA_FINITE", "Numbers$Finite"),
    ("KDA_FIRST_TEXT", "Kept$First"),
    ("KDA_FIT", "Numbers$Fit"),
    ("KDA_FIT_TEXT", "Texts$FitText"),
    ("KDA_FORMAT_TIME", "Times$Print"),
    ("KDA_GREATEST_TEXT", "Kept$Greatest"),
    ("KDA_HOLDS", "Holds"),
    ("KDA_INITCAP", "Texts$Initcap"),
    ("KDA_IN_ORDER", "Ordered"),
    ("KDA_LENGTH", "Texts$Length"),
    ("KDA_LIKE", "Patterns$Like"),
    ("KDA_LEAST_TEXT", "Kept$Least"),
    ("KDA_LONG_TO_TEXT", "Texts$FromLong"),
    ("KDA_LOWER", "Texts$Lower"),
    ("KDA_MILLISECONDS", "Times$Millis"),
    ("KDA_MOD", "Numbers$Mod"),
    ("KDA_MULTIPLY", "Numbers$Multiply"),
    ("KDA_MULTIPLY_DOUBLE", "Numbers$MultiplyDouble"),
    ("KDA_OVER", "Over"),
    ("KDA_OVERLAY", "Texts$Overlay"),
    ("KDA_PARSE_TIME", "Times$Parse"),
    ("KDA_POSITION", "Texts$Position"),
    ("KDA_POWER", "Numbers$Power"),
    ("KDA_REAL", "Numbers$Real"),
    ("KDA_RECORDS", "Records"),
    ("KDA_RECORD_FIELD", "Texts$Field"),
    ("KDA_REFERENCE", "ReferenceTable"),
    ("KDA_REGEX_FIRST", "Patterns$First"),
    ("KDA_REGEX_LOG", "Patterns$Log"),
    ("KDA_REGEX_REPLACE", "Patterns$Replace"),
    ("KDA_RESCALE", "Numbers$Rescale"),
    ("KDA_ROUND", "Numbers$Round"),
    ("KDA_SETTLE", "Times$Settle"),
    ("KDA_SORT", "SortRows"),
    ("KDA_STAGGER", "Stagger"),
    ("KDA_STDDEV_POP", "Spread$StddevPop"),
    ("KDA_STDDEV_SAMP", "Spread$StddevSamp"),
    ("KDA_STEP", "Times$Step"),
    ("KDA_SUBSTRING", "Texts$Substring"),
    ("KDA_SUBTRACT", "Numbers$Subtract"),
    ("KDA_SUBTRACT_DOUBLE", "Numbers$SubtractDouble"),
    ("KDA_TEXT_TO_BOOLEAN", "Texts$ToBoolean"),
    ("KDA_TEXT_TO_DOUBLE", "Texts$ToDouble"),
    ("KDA_TEXT_TO_LONG", "Texts$ToLong"),
    ("KDA_TEXT_TO_TIME", "Times$FromText"),
    ("KDA_TIME_TO_TEXT", "Times$ToText"),
    ("KDA_TO_DECIMAL", "Numbers$ToDecimal"),
    ("KDA_TO_TIMESTAMP", "Times$Timestamp"),
    ("KDA_TO_UNIT", "Times$ToUnit"),
    ("KDA_TOTAL", "Numbers$Total"),
    ("KDA_TRIM", "Texts$Trim"),
    ("KDA_UPPER", "Texts$Upper"),
    ("KDA_VAR_POP", "Spread$VarPop"),
    ("KDA_VAR_SAMP", "Spread$VarSamp"),
    ("KDA_WHOLE", "Numbers$Whole"),
    ("RANDOM_CUT_FOREST", "RandomCutForest"),
];

macro_rules! sources {
    ($($name:literal),* $(,)?) => {
        /// The Java sources of the functions: file names and texts.
        pub fn java_sources() -> &'static [(&'static str, &'static str)] {
            &[$(($name, include_str!(concat!("../java/", $name)))),*]
        }
    };
}

sources!(
    "Aggregate.java",
    "Arrival.java",
    "Forest.java",
    "Holds.java",
    "InOrder.java",
    "Json.java",
    "Kept.java",
    "LibM.java",
    "Machine.java",
    "Numbers.java",
    "Ordered.java",
    "Over.java",
    "Patterns.java",
    "RandomCutForest.java",
    "Records.java",
    "ReferenceTable.java",
    "Rows.java",
    "SortRows.java",
    "Spec.java",
    "Spread.java",
    "Stagger.java",
    "Texts.java",
    "Times.java",
    "Values.java",
);

/// CREATE FUNCTION for each function that the text calls.
pub(crate) fn declarations(text: &str) -> String {
    let called = |name: &str| text.contains(&format!("{name}("));
    FUNCTIONS
        .iter()
        .filter(|(name, _)| called(name))
        .map(|(name, class)| format!("CREATE TEMPORARY SYSTEM FUNCTION {name} AS 'rillcut.flink.{class}';\n"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_function_has_its_class_in_a_source() {
        for (name, class) in FUNCTIONS {
            let (file, nested) = class.split_once('$').unwrap_or((class, ""));
            let source = java_sources().iter().find(|(source, _)| *source == format!("{file}.java"));
            let text = source.unwrap_or_else(|| panic!("{name}: {file}")).1;
            assert!(nested.is_empty() || text.contains(&format!("class {nested} ")), "{name}: {class}");
        }
        assert!(FUNCTIONS.windows(2).all(|pair| pair[0].0 != pair[1].0));
    }
}
