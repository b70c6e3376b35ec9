//! Templates to begin with, as data: what a page shows in its gallery and the command line takes by name.
//!
//! The texts are files of their own (`gallery/*.txt`), so that they read as they are typed. All use the language to a purpose: visitors that
//! stay, orders that add up, records that come late.

/// A template of the gallery.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    /// The name by which it is asked for, such as `web-log`.
    pub name: &'static str,
    /// What a list shows.
    pub title: &'static str,
    /// One sentence on what the records are and what they are good for.
    pub purpose: &'static str,
    /// The template.
    pub text: &'static str,
    /// A rate that suits it, in records a second.
    pub rate: f64,
    /// Whether the records are JSON.
    pub is_json: bool,
}

macro_rules! entry {
    ($name:literal, $title:literal, $purpose:literal, $rate:literal, $is_json:literal) => {
        Entry {
            name: $name,
            title: $title,
            purpose: $purpose,
            text: include_str!(concat!("../gallery/", $name, ".txt")),
            rate: $rate,
            is_json: $is_json,
        }
    };
}

/// The gallery, in the order a list shows it.
pub const GALLERY: &[Entry] = &[
    entry!(
        "clickstream",
        "Clickstream",
        "Clicks and impressions of visitors who stay for some pages: click-through rates, sessions, top pages.",
        100.0,
        true
    ),
    entry!(
        "iot-sensor",
        "IoT sensors",
        "Temperature and humidity of fifty machines, each with a level of its own; some readings come late.",
        50.0,
        true
    ),
    entry!(
        "web-log",
        "Web log",
        "Lines of a web server in Apache's combined format: log parsing, status codes, bytes a second.",
        200.0,
        false
    ),
    entry!(
        "stock-ticker",
        "Stock ticker",
        "Trades of ten symbols, the busy ones more often: averages over a window, price changes.",
        100.0,
        true
    ),
    entry!(
        "orders",
        "Orders",
        "Numbered orders with their items in a list, shipped some hours later: nested JSON, arrays, amounts that add up.",
        20.0,
        true
    ),
    entry!(
        "vpc-flow-log",
        "VPC flow log",
        "Network flows in the fields of version 2, blanks between: rejected connections, bytes by port.",
        500.0,
        false
    ),
    entry!(
        "game-events",
        "Game events",
        "What players of an online game do and score: leaderboards, sessions, hotspots on the map.",
        200.0,
        true
    ),
    entry!(
        "gps-tracks",
        "GPS tracks",
        "Positions of forty delivery vans, each around a place of its own in Munich: geofences, speed, stale positions.",
        40.0,
        true
    ),
];

/// The template of that name.
pub fn named(name: &str) -> Option<&'static Entry> {
    GALLERY.iter().find(|entry| entry.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Clock, Rate, Rng, Template};

    #[test]
    fn every_template_renders_what_it_says() {
        for entry in GALLERY {
            let template =
                Template::parse(entry.text).unwrap_or_else(|found| panic!("{}: {found:?}", entry.name));
            assert_eq!(template.warnings(), [], "{}", entry.name);
            assert!(Rate::per_second(entry.rate).is_ok() && !entry.purpose.is_empty());
            assert_eq!(named(entry.name), Some(entry));
            let (mut rng, mut state) = (Rng::seed(1), template.state());
            for second in 0..300 {
                let mut out = vec![];
                let clock = Clock { now_ms: 1_767_225_600_000 + second * 1000, utc_offset_minutes: 60 };
                template.render(&mut out, &mut rng, &mut state, clock);
                let record = String::from_utf8(out).unwrap();
                assert!(!record.contains("{{") && record.len() < 2000, "{record}");
                assert_eq!(
                    serde_json::from_str::<serde_json::Value>(&record).is_ok(),
                    entry.is_json,
                    "{record}"
                );
            }
        }
    }

    #[test]
    fn orders_add_up_and_logs_have_their_fields() {
        let records = |name: &str| {
            let template = Template::parse(named(name).unwrap().text).unwrap();
            let (mut rng, mut state) = (Rng::seed(2), template.state());
            let draw = |_| {
                let mut out = vec![];
                template.render(
                    &mut out,
                    &mut rng,
                    &mut state,
                    Clock { now_ms: 1_767_225_600_000, utc_offset_minutes: 0 },
                );
                String::from_utf8(out).unwrap()
            };
            (0..200).map(draw).collect::<Vec<_>>()
        };
        for record in records("orders") {
            let order: serde_json::Value = serde_json::from_str(&record).unwrap();
            for item in order["items"].as_array().unwrap() {
                let number = |key: &str| item[key].as_f64().unwrap();
                assert!((number("price") * number("quantity") - number("total")).abs() < 1e-6, "{record}");
            }
            assert!(order["shipped_at"].as_str() > order["ordered_at"].as_str(), "{record}");
        }
        for record in records("vpc-flow-log") {
            let fields: Vec<_> = record.split(' ').collect();
            assert_eq!(fields.len(), 14, "{record}");
            assert!(fields[10].parse::<u64>().unwrap() < fields[11].parse().unwrap());
        }
        for record in records("web-log") {
            let quoted: Vec<_> = record.split('"').collect();
            assert_eq!(quoted.len(), 7, "{record}");
        }
    }
}
