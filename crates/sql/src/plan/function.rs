//! Scalar functions (spec/kda-sql.md 11). NULL in, NULL out, unless said otherwise.

use rillcut_record::IntervalUnit;
use serde::{Deserialize, Serialize};

/// A scalar function of a plan. Argument types are what the checker has cast them to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Function {
    /// `ABS(numeric)`, same type.
    Abs,
    /// `CEIL(numeric)`, same type.
    Ceil,
    /// `FLOOR(numeric)`, same type; of an INTERVAL: cut to whole units is [`Function::FloorTo`].
    Floor,
    /// `FLOOR(datetime or interval TO unit)`: aligned to the epoch in UTC; calendar units to the calendar.
    FloorTo(IntervalUnit),
    /// `CEIL(datetime or interval TO unit)`.
    CeilTo(IntervalUnit),
    /// `STEP(x BY width)`: floor to a multiple of `width`: arguments `(Long x, Long width)`; datetimes and intervals in ms from the
    /// epoch. With a YEAR or MONTH interval, months from 1970-01.
    Step,
    /// `EXP(DOUBLE)`.
    Exp,
    /// `LN(DOUBLE)`.
    Ln,
    /// `LOG10(DOUBLE)`.
    Log10,
    /// `MOD(a, b)` of two Longs of the result's scale.
    Mod,
    /// `POWER(DOUBLE, DOUBLE)`.
    Power,
    /// `SQRT(DOUBLE)`. Not in the reference, and in programs that ran.
    Sqrt,
    /// `a || b`.
    Concat,
    /// `UPPER(text)`.
    Upper,
    /// `LOWER(text)`.
    Lower,
    /// `INITCAP(text)`.
    Initcap,
    /// `CHAR_LENGTH(text)`, characters.
    CharLength,
    /// `SUBSTRING(text FROM start [FOR length])` with Long start, 1-based; past the end gives ''.
    SubstringFrom,
    /// `SUBSTRING(text, start [, length])`: past the end gives NULL.
    SubstringComma,
    /// `POSITION(needle IN text)`, 1-based, 0 when absent.
    Position,
    /// `TRIM(BOTH c FROM text)`: arguments `(c, text)`.
    TrimBoth,
    /// `TRIM(LEADING c FROM text)`: arguments `(c, text)`.
    TrimLeading,
    /// `TRIM(TRAILING c FROM text)`: arguments `(c, text)`.
    TrimTrailing,
    /// `OVERLAY(text PLACING r FROM start [FOR length])`.
    Overlay,
    /// `EXTRACT(unit FROM datetime or interval)`: BIGINT, SECOND is DECIMAL(5,3).
    Extract(IntervalUnit),
    /// `UNIX_TIMESTAMP(ts)`: BIGINT epoch milliseconds.
    UnixTimestamp,
    /// `TO_TIMESTAMP(BIGINT epoch ms)`.
    ToTimestamp,
    /// `TSDIFF(start, end)`: end − start in milliseconds, BIGINT.
    TsDiff,
    /// `CHAR_TO_DATE`, `CHAR_TO_TIME`, `CHAR_TO_TIMESTAMP`: arguments `(format, text)`; the expression's type says which. NULL when the text
    /// does not fit.
    ParseTime,
    /// `DATE_TO_CHAR`, `TIME_TO_CHAR`, `TIMESTAMP_TO_CHAR`: arguments `(format, datetime)`.
    FormatTime,
    /// `REGEX_REPLACE(text, regex, replacement, Long start, Long occurrence)`; occurrence 0 is every one.
    RegexReplace,
    /// `SUBSTRING(text FROM regex)`: the first match; NULL without one.
    RegexSubstring,
    /// `SUBSTRING(text SIMILAR pattern ESCAPE c)`: the part between the marks; NULL without a match.
    SimilarSubstring,
    /// `text SIMILAR TO pattern [ESCAPE c]`: BOOLEAN.
    SimilarTo,
    /// REGEX_LOG_PARSE and the parsers that are one: arguments `(text, regex)`. A record of the groups, NULL without a match.
    RegexLog,
    /// `FAST_REGEX_LOG_PARSE(text, pattern)`: likewise.
    FastRegexLog,
    /// `VARIABLE_COLUMN_LOG_PARSE`: arguments `(text, Long fields, delimiter, escape, quotes)`; '' for no escape and no quotes. A record.
    DelimitedLog,
    /// `FIXED_COLUMN_LOG_PARSE`: arguments `(text, layout)`, the layout as `start+length` or `start` in characters from 0, with commas
    /// between them. A record.
    FixedColumnLog,
    /// `t.r.COLUMN1`: a field of a record by its position, as text.
    RecordField(u16),
    /// `MONOTONIC(x)`: the value itself; the promise was the checker's to use.
    Monotonic,
}
