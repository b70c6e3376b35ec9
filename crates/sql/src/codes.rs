//! Every code a diagnostic can carry, with a sentence for the guide.
//!
//! Codes are stable: a number is never used again for another fault. They are grouped by tens so that a new one
//! finds a place beside its kin.

macro_rules! codes {
    ($($name:ident $code:literal $sentence:literal;)*) => {
        $(#[doc = $sentence] pub(crate) const $name: &str = $code;)*

        /// Every code with its sentence, ascending.
        pub const CODES: &[(&str, &str)] = &[$(($code, $sentence)),*];
    };
}

codes! {
    TEXT_TOO_LONG "SQL0001" "A program is at most 100 KB of text.";
    STRAY_CHARACTER "SQL0002" "A character begins no word, number or operator.";
    NOT_CLOSED "SQL0003" "A string, a quoted name or a comment is not closed.";
    BAD_IDENTIFIER "SQL0004" "A name is empty, longer than 128 characters, or holds a control character.";
    BAD_LITERAL "SQL0005" "A number, Unicode string or binary string is not well formed.";
    LITERAL_RANGE "SQL0006" "A literal is outside the range of its type.";
    BAD_DATETIME "SQL0007" "A DATE, TIME or TIMESTAMP literal is not in the one form there is.";
    BAD_INTERVAL "SQL0008" "An INTERVAL literal does not fit its qualifier.";

    UNEXPECTED "SQL0010" "The grammar expects something else here.";
    TOO_DEEP "SQL0011" "The text is nested too deeply.";
    NOT_A_STATEMENT "SQL0012" "A statement is none of the dialect.";
    UNKNOWN_TYPE "SQL0013" "There is no such type.";
    TYPE_LENGTH "SQL0014" "The length, precision or scale of a type is out of range.";
    MISSING_SEMICOLON "SQL0015" "A semicolon is missing between two statements.";
    SET_OPERATOR "SQL0016" "UNION ALL is the only set operator on streams.";
    TOO_MANY "SQL0017" "There is more of something than a program may have.";
    OUTSIDE_PUMP "SQL0018" "A query or an INSERT runs only inside a pump.";
    TOO_MANY_ERRORS "SQL0019" "There are more errors than are shown.";

    UNKNOWN_STREAM "SQL0020" "There is no stream of that name.";
    UNKNOWN_COLUMN "SQL0021" "There is no column of that name.";
    AMBIGUOUS_COLUMN "SQL0022" "A column name means more than one column.";
    UNKNOWN_ALIAS "SQL0023" "No table in FROM has that name.";
    DUPLICATE_STREAM "SQL0024" "Two streams have one name.";
    DUPLICATE_PUMP "SQL0025" "Two pumps have one name.";
    DUPLICATE_COLUMN "SQL0026" "Two columns of a stream have one name.";
    READ_BEFORE_CREATION "SQL0027" "A stream is used before the statement that creates it.";
    RESERVED_STREAM "SQL0028" "error_stream belongs to the service.";
    DUPLICATE_ALIAS "SQL0029" "Two tables in FROM have one name.";
    UNKNOWN_FUNCTION "SQL0030" "There is no function of that name.";
    ARGUMENT_COUNT "SQL0031" "A function is called with too few or too many arguments.";
    STREAM_IN_USE "SQL0032" "A stream is defined again after a pump has used it.";
    PUMP_CYCLE "SQL0033" "Pumps feed each other in a circle.";
    COLUMN_ALIASES "SQL0034" "A list of column names does not have one name a column.";
    UNKNOWN_WINDOW "SQL0035" "There is no window of that name.";
    DUPLICATE_FUNCTION "SQL0036" "Two functions have one name and the same parameters.";
    UNKNOWN_REFERENCE "SQL0037" "A joined table is neither a stream nor reference data.";
    REFERENCE_ALONE "SQL0038" "Reference data can only be joined to a stream.";
    REFERENCE_OUTER "SQL0039" "A join cannot keep rows of reference data that no stream row has met.";

    OPERAND_TYPE "SQL0040" "An operator cannot take operands of these types.";
    NOT_COMPARABLE "SQL0041" "Two types cannot be compared.";
    ARGUMENT_TYPE "SQL0042" "A function cannot take an argument of this type.";
    NOT_BOOLEAN "SQL0043" "A condition is not BOOLEAN.";
    NO_COMMON_TYPE "SQL0044" "The results of an expression have no type in common.";
    NO_CAST "SQL0045" "There is no CAST between two types.";
    DIVISION_BY_ZERO "SQL0046" "An expression divides by the constant zero.";
    NOT_CONSTANT "SQL0047" "An argument must be a constant.";
    TOO_LARGE "SQL0048" "An expression becomes too large.";
    BAD_PATTERN "SQL0049" "A regular expression, a pattern or a format is not well formed.";

    COLUMN_COUNT "SQL0050" "An INSERT has more or fewer columns than its stream.";
    NOT_ASSIGNABLE "SQL0051" "A value cannot be put into a column of this type.";
    COLUMN_LISTED_TWICE "SQL0052" "An INSERT lists a column twice.";
    NOT_NULL_UNFILLED "SQL0053" "An INSERT leaves out a NOT NULL column.";
    NOT_INSERTABLE "SQL0054" "A pump cannot insert into this stream.";

    NOT_MONOTONIC "SQL0060" "GROUP BY has no expression that tells when a group is complete.";
    AGGREGATE_WITHOUT_GROUP "SQL0061" "An aggregate over a stream needs GROUP BY or OVER.";
    NOT_GROUPED "SQL0062" "A column is neither grouped nor aggregated.";
    HAVING_WITHOUT_GROUP "SQL0063" "HAVING needs GROUP BY.";
    AGGREGATE_HERE "SQL0064" "An aggregate cannot stand here.";
    SEVERAL_ROWTIMES "SQL0065" "GROUP BY has more than one expression of ROWTIME.";
    NOT_IN_KDA "SQL0066" "The dialect does not have this form.";
    DISTINCT_NOT_MONOTONIC "SQL0067" "DISTINCT has no item that tells when its rows are complete.";
    ORDER_NOT_MONOTONIC "SQL0068" "ORDER BY does not begin with ascending time.";
    ROWTIME_TYPE "SQL0069" "AS ROWTIME needs a TIMESTAMP.";
    STREAM_MISSING "SQL0070" "A query over a stream is written without STREAM.";
    NO_SOURCE "SQL0071" "A query without FROM is not streaming.";
    PARALLEL "SQL0074" "The program reads several streams of its source.";
    ENDLESS_JOIN "SQL0075" "A join over an unbounded window would keep every row for ever.";
    WITHIN "SQL0076" "ORDER BY … WITHIN needs one ascending TIMESTAMP in front.";
    STAGGER_LENGTH "SQL0077" "A stagger window needs a length.";
    GROWING "SQL0078" "A window keeps something for every key that ever comes.";
    LONG_WINDOW "SQL0079" "A window keeps the rows of more than the hour that the service advised.";

    TABLE_ARGUMENT "SQL0080" "An argument of a table function is no literal or out of range.";
    POINT_COLUMNS "SQL0081" "RANDOM_CUT_FOREST and HOTSPOTS need 1 to 30 numeric columns.";
    NO_CURSOR "SQL0082" "A table function takes its rows from CURSOR(SELECT STREAM …).";
    POINT_DECIMAL "SQL0083" "RANDOM_CUT_FOREST and HOTSPOTS do not use DECIMAL columns.";
}

#[cfg(test)]
mod tests {
    use super::CODES;

    #[test]
    fn codes_are_unique_ascending_and_said_in_a_sentence() {
        for (code, sentence) in CODES {
            println!("{code} {sentence}");
            assert!(code.len() == 7 && code.starts_with("SQL"));
            assert!(sentence.ends_with('.'));
        }
        assert!(CODES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
