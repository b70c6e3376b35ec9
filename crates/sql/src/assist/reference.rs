//! What each function and each word of the dialect is, in a sentence.

/// A function, or a word that the grammar gives a meaning of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: &'static str,
    /// How it is written: parameters in small letters, what may be left out in brackets. For a word a use of it.
    pub signature: &'static str,
    /// What it gives.
    pub sentence: &'static str,
    /// Whether it is called in an expression or in FROM, and not only a word.
    pub is_function: bool,
}

/// The entry of a name or word, in any case.
pub fn entry(name: &str) -> Option<&'static Entry> {
    ENTRIES.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))
}

macro_rules! entries {
    ($($kind:ident $name:literal $signature:literal $sentence:literal;)*) => {
        /// All of them, functions first.
        pub(super) const ENTRIES: &[Entry] = &[$(Entry {
            name: $name, signature: $signature, sentence: $sentence, is_function: entries!(@ $kind),
        }),*];
    };
    (@ call) => { true };
    (@ word) => { false };
}

entries! {
    call "COUNT" "COUNT(*)" "The number of rows; COUNT(x) leaves NULLs out.";
    call "SUM" "SUM(x)" "The sum of a numeric column.";
    call "AVG" "AVG(x)" "The mean. Of whole numbers it is a whole number too: cast to DOUBLE to keep fractions.";
    call "MIN" "MIN(x)" "The least value.";
    call "MAX" "MAX(x)" "The greatest value.";
    call "STDDEV_POP" "STDDEV_POP(x)" "Standard deviation of all the rows there are.";
    call "STDDEV_SAMP" "STDDEV_SAMP(x)" "Standard deviation, the rows taken as a sample.";
    call "STDDEV" "STDDEV(x)" "The same as STDDEV_SAMP.";
    call "STD_DEV" "STD_DEV(x)" "The same as STDDEV_SAMP.";
    call "VAR_POP" "VAR_POP(x)" "Variance of all the rows there are.";
    call "VAR_SAMP" "VAR_SAMP(x)" "Variance, the rows taken as a sample.";
    call "ANY" "ANY(condition)" "True when the condition holds of some row.";
    call "EVERY" "EVERY(condition)" "True when the condition holds of every row.";

    call "FIRST_VALUE" "FIRST_VALUE(x) OVER w" "The value of the window's first row.";
    call "LAST_VALUE" "LAST_VALUE(x) OVER w" "The value of the window's last row.";
    call "NTH_VALUE" "NTH_VALUE(x, n) OVER w" "The value of the n-th row of the window, from 1.";
    call "LAG" "LAG(x, rows) OVER w" "The value so many rows before this one; a third argument stands in where there is none.";
    call "EXP_AVG" "EXP_AVG(x, INTERVAL '10' SECOND) OVER w" "A mean in which the weight of a row halves with every such interval.";

    call "RANDOM_CUT_FOREST" "RANDOM_CUT_FOREST(CURSOR(SELECT STREAM x FROM s), trees, sample, decay, shingle)" "Every row of the cursor with ANOMALY_SCORE: 0 until `sample` rows are seen, then up to log2(sample); the higher, the stranger.";
    call "RANDOM_CUT_FOREST_WITH_EXPLANATION" "RANDOM_CUT_FOREST_WITH_EXPLANATION(CURSOR(SELECT STREAM x FROM s), trees, sample, decay, shingle, TRUE)" "As RANDOM_CUT_FOREST, and ANOMALY_EXPLANATION: how much each column adds to the score, and in which direction.";
    call "HOTSPOTS" "HOTSPOTS(CURSOR(SELECT STREAM x, y FROM s), window, radius, minimum)" "Every row with HOTSPOTS_RESULT: the regions in which more points lie than elsewhere, as JSON.";
    call "TOP_K_ITEMS_TUMBLING" "TOP_K_ITEMS_TUMBLING(CURSOR(SELECT STREAM * FROM s), 'column', k, seconds)" "The k most frequent values of a column in every window: ITEM and ITEM_COUNT.";
    call "COUNT_DISTINCT_ITEMS_TUMBLING" "COUNT_DISTINCT_ITEMS_TUMBLING(CURSOR(SELECT STREAM * FROM s), 'column', seconds)" "How many different values a column has in every window: NUMBER_OF_DISTINCT_ITEMS.";
    call "GROUP_RANK" "GROUP_RANK(CURSOR(SELECT STREAM * FROM s), 'column', 'rank', 'desc', 'asc', most, rows)" "Ranks the rows of one ROWTIME by a column.";

    call "STEP" "STEP(time BY INTERVAL '10' SECOND)" "Rounds a time down to a multiple of the interval since 1970; in GROUP BY it makes tumbling windows.";
    call "FLOOR" "FLOOR(time TO MINUTE)" "Rounds a time down to a unit, or a number to a whole one; in GROUP BY it makes tumbling windows.";
    call "MONOTONIC" "MONOTONIC(x)" "Promises that x never decreases, so that GROUP BY can close windows by it.";
    call "UNIX_TIMESTAMP" "UNIX_TIMESTAMP(time)" "Milliseconds since 1970.";
    call "TO_TIMESTAMP" "TO_TIMESTAMP(milliseconds)" "The time so many milliseconds after 1970.";
    call "TSDIFF" "TSDIFF(start, end)" "Milliseconds from one time to another.";
    call "EXTRACT" "EXTRACT(HOUR FROM time)" "A part of a time as a number.";
    call "CHAR_TO_TIMESTAMP" "CHAR_TO_TIMESTAMP('yyyy-MM-dd HH:mm:ss', text)" "Reads a time by a format of Java's SimpleDateFormat; NULL where it does not fit.";
    call "CHAR_TO_DATE" "CHAR_TO_DATE('yyyy-MM-dd', text)" "Reads a date by a format; NULL where it does not fit.";
    call "CHAR_TO_TIME" "CHAR_TO_TIME('HH:mm:ss', text)" "Reads a time of day by a format; NULL where it does not fit.";
    call "TIMESTAMP_TO_CHAR" "TIMESTAMP_TO_CHAR('yyyy-MM-dd HH:mm:ss', time)" "Writes a time by a format of Java's SimpleDateFormat.";
    call "DATE_TO_CHAR" "DATE_TO_CHAR('yyyy-MM-dd', date)" "Writes a date by a format.";
    call "TIME_TO_CHAR" "TIME_TO_CHAR('HH:mm:ss', time)" "Writes a time of day by a format.";
    call "CURRENT_TIMESTAMP" "CURRENT_TIMESTAMP" "The lab's clock when the row is made.";
    call "CURRENT_ROW_TIMESTAMP" "CURRENT_ROW_TIMESTAMP" "The lab's clock when the row is made.";
    call "LOCALTIMESTAMP" "LOCALTIMESTAMP" "The lab's clock when the row is made.";
    call "CURRENT_DATE" "CURRENT_DATE" "The lab's date.";
    call "CURRENT_TIME" "CURRENT_TIME" "The lab's time of day.";
    call "LOCALTIME" "LOCALTIME" "The lab's time of day.";

    call "CHAR_LENGTH" "CHAR_LENGTH(text)" "Characters of a text.";
    call "CHARACTER_LENGTH" "CHARACTER_LENGTH(text)" "Characters of a text.";
    call "UPPER" "UPPER(text)" "The text in capital letters.";
    call "LOWER" "LOWER(text)" "The text in small letters.";
    call "INITCAP" "INITCAP(text)" "Each word with a capital first letter.";
    call "TRIM" "TRIM(BOTH ' ' FROM text)" "The text without a character at its ends; LEADING and TRAILING take one end.";
    call "SUBSTRING" "SUBSTRING(text FROM start FOR length)" "A part of a text, from position 1; FROM a regular expression gives what it matches.";
    call "POSITION" "POSITION(part IN text)" "Where a text is found in another, from 1; 0 where it is not.";
    call "OVERLAY" "OVERLAY(text PLACING part FROM start FOR length)" "The text with a stretch replaced.";
    call "REGEX_REPLACE" "REGEX_REPLACE(text, 'regex', 'replacement', 1, 0)" "Replaces what a Java regular expression matches, from a position; occurrence 0 is all.";
    call "REGEX_LOG_PARSE" "REGEX_LOG_PARSE(text, 'regex')" "A record of the groups of a regular expression: COLUMN1, COLUMN2 and so on.";
    call "FAST_REGEX_LOG_PARSE" "FAST_REGEX_LOG_PARSE(text, 'regex')" "As REGEX_LOG_PARSE, with a smaller language that needs no backtracking.";
    call "W3C_LOG_PARSE" "W3C_LOG_PARSE(text, 'COMMON')" "A record of the fields of a web server's log line.";
    call "SYS_LOG_PARSE" "SYS_LOG_PARSE(text)" "A record of a syslog line: time and message.";
    call "VARIABLE_COLUMN_LOG_PARSE" "VARIABLE_COLUMN_LOG_PARSE(text, 'a TYPE VARCHAR(9), b TYPE INTEGER', ',')" "A record of columns between delimiters.";
    call "FIXED_COLUMN_LOG_PARSE" "FIXED_COLUMN_LOG_PARSE(text, 'a TYPE VARCHAR(4) START 0 FOR 4')" "A record of columns at fixed places.";

    call "ABS" "ABS(x)" "The number without its sign.";
    call "CEIL" "CEIL(x)" "The least whole number that is not below x.";
    call "CEILING" "CEILING(x)" "The least whole number that is not below x.";
    call "EXP" "EXP(x)" "e to the power of x.";
    call "LN" "LN(x)" "The natural logarithm.";
    call "LOG10" "LOG10(x)" "The logarithm to base 10.";
    call "MOD" "MOD(x, y)" "What is left of dividing two whole numbers.";
    call "POWER" "POWER(x, y)" "x to the power of y.";
    call "SQRT" "SQRT(x)" "The square root.";
    call "COALESCE" "COALESCE(x, otherwise)" "The first argument that is not NULL.";
    call "NULLIF" "NULLIF(x, y)" "NULL where both are equal, else the first.";
    call "CAST" "CAST(x AS DOUBLE)" "The value as another type; a row for which it cannot be goes to error_stream.";

    word "ROWTIME" "s.ROWTIME" "When the row came into the application: of a source's row its arrival, of a window's row the window's end. It never decreases.";
    word "APPROXIMATE_ARRIVAL_TIME" "APPROXIMATE_ARRIVAL_TIME" "When the record was stored before the application read it; a column of the source only.";
    word "STREAM" "SELECT STREAM … FROM s" "The query goes on as long as the stream does.";
    word "PUMP" "CREATE PUMP p AS INSERT INTO t SELECT STREAM …" "A query that runs all the time and inserts its rows into a stream.";
    word "CURSOR" "CURSOR(SELECT STREAM … FROM s)" "The rows that a table function works on.";
    word "WINDOWED" "WINDOWED BY STAGGER(PARTITION BY k RANGE INTERVAL '1' MINUTE)" "A window for each key that opens with the key's first row, so that late rows of one event fall into one window.";
    word "STAGGER" "WINDOWED BY STAGGER(PARTITION BY k RANGE INTERVAL '1' MINUTE)" "A window for each key that opens with the key's first row.";
    word "WINDOW" "WINDOW w AS (PARTITION BY k RANGE INTERVAL '1' MINUTE PRECEDING)" "Names a sliding window for OVER.";
    word "OVER" "SUM(x) OVER w" "The aggregate over a sliding window: a result for every row that comes.";
    word "RANGE" "RANGE INTERVAL '1' MINUTE PRECEDING" "A window as long as a time.";
    word "ROWS" "ROWS 10 PRECEDING" "A window of so many rows before this one.";
    word "PARTITION" "PARTITION BY k" "A window for each value of k.";
    word "GROUP" "GROUP BY k, STEP(s.ROWTIME BY INTERVAL '10' SECOND)" "A row for each group and window; one expression must tell by ROWTIME when a group is complete.";
    word "HAVING" "HAVING COUNT(*) > 10" "A condition on groups.";
    word "DISTINCT" "SELECT STREAM DISTINCT …" "Each row once in its window.";
    word "WITHIN" "ORDER BY t WITHIN INTERVAL '5' SECOND" "Sorts by a time of the rows' own, waiting so long for late ones.";
    word "INTERVAL" "INTERVAL '1:30' MINUTE TO SECOND" "A length of time.";
    word "STOPPED" "CREATE PUMP p STOPPED AS …" "The pump is not started.";
    word "UNION" "query UNION ALL query" "The rows of both streams, merged by ROWTIME.";
    word "JOIN" "JOIN b ON a.k = b.k" "Rows of two streams that belong together, as long as both are in their windows.";
    word "BETWEEN" "x BETWEEN a AND b" "True from a to b, both included.";
    word "SIMILAR" "x SIMILAR TO 'C(lick|lack)'" "True when a pattern of the standard's regular expressions fits the whole text.";
    word "LIKE" "x LIKE 'C%'" "True when a pattern fits: % is any text, _ one character.";
    word "CASE" "CASE WHEN condition THEN x ELSE y END" "The first result whose condition holds.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_function_of_the_dialect_is_explained_once() {
        let names: Vec<&str> = ENTRIES.iter().map(|entry| entry.name).collect();
        for (index, entry) in ENTRIES.iter().enumerate() {
            assert!(!names[..index].contains(&entry.name), "{}", entry.name);
            assert!(entry.sentence.ends_with('.') && entry.signature.contains(entry.name), "{}", entry.name);
        }
        for name in crate::check::function_names() {
            assert!(entry(name).is_some_and(|entry| entry.is_function), "{name}");
        }
        assert_eq!(entry("count").map(|entry| entry.signature), Some("COUNT(*)"));
    }
}
