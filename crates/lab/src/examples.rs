//! Labs that come with the engine.

/// The seed lab: clicks and impressions, click-through rate, Random Cut Forest, and a timeline with a burst and a slump.
pub const CLICKSTREAM: &str = include_str!("../../../www/examples/clickstream.lab.json");
