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
    /// `MONOTONIC(x)`: the value itself; the promise was the checker's to use.
    Monotonic,
}
