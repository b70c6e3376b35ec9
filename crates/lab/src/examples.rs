//! Labs that come with the engine.

use crate::file::Lab;

/// The seed lab: clicks and impressions, click-through rate, Random Cut Forest, and a timeline with a burst and a slump.
pub const CLICKSTREAM: &str = include_str!("../../../www/examples/clickstream.lab.json");

/// The program of [`CLICKSTREAM`].
pub const CLICKSTREAM_SQL: &str = include_str!("../../../www/examples/clickstream.sql");

/// A lab to begin with: no templates, no senders, a source of raw text, a program without statements.
pub const EMPTY: &str = include_str!("../../../www/examples/empty.lab.json");

/// Ticks in the shape of the service's demo stream (spec/kda-sql.md 16), for programs that read it: TICKER_SYMBOL VARCHAR(4), SECTOR VARCHAR(16),
/// CHANGE REAL, PRICE REAL.
pub const STOCK_TICKER: &str = include_str!("../../../www/examples/stock-ticker.lab.json");

/// All of them under the names that addresses and the command line call them by.
pub const ALL: [(&str, &str); 3] =
    [("clickstream", CLICKSTREAM), ("stock-ticker", STOCK_TICKER), ("empty", EMPTY)];

/// The lab of that name: `clickstream`, `stock-ticker`, `empty`.
pub fn named(name: &str) -> Option<&'static str> {
    ALL.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// What a lab is called that is one of them, unchanged.
pub fn name_of(lab: &Lab) -> Option<&'static str> {
    let is_same = |text: &str| Lab::from_json(text).is_ok_and(|known| known == *lab);
    ALL.iter().find(|(_, text)| is_same(text)).map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lab_keeps_its_name_until_it_is_changed() {
        for (name, text) in ALL {
            let mut lab = Lab::from_json(text).unwrap();
            assert_eq!((name_of(&lab), named(name)), (Some(name), Some(text)));
            lab.seed += 1;
            assert_eq!(name_of(&lab), None);
        }
        assert_eq!(named("nothing"), None);
    }
}
