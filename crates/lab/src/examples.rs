//! Labs that come with the engine.

/// The seed lab: clicks and impressions, click-through rate, Random Cut Forest, and a timeline with a burst and a slump.
pub const CLICKSTREAM: &str = include_str!("../../../www/examples/clickstream.lab.json");

/// The program of [`CLICKSTREAM`].
pub const CLICKSTREAM_SQL: &str = include_str!("../../../www/examples/clickstream.sql");

/// A lab to begin with: no templates, no senders, a source of raw text, a program without statements.
pub const EMPTY: &str = include_str!("../../../www/examples/empty.lab.json");

/// Ticks in the shape of the service's demo stream (spec/kda-sql.md 16), for programs that read it: TICKER_SYMBOL VARCHAR(4), SECTOR VARCHAR(16),
/// CHANGE REAL, PRICE REAL.
pub const STOCK_TICKER: &str = include_str!("../../../www/examples/stock-ticker.lab.json");

/// The lab of that name: `clickstream`, `stock-ticker`, `empty`.
pub fn named(name: &str) -> Option<&'static str> {
    match name {
        "clickstream" => Some(CLICKSTREAM),
        "stock-ticker" => Some(STOCK_TICKER),
        "empty" => Some(EMPTY),
        _ => None,
    }
}
