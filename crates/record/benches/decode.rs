//! How fast records become columns: medians of five runs over a million records, one core.
//!
//! `cargo bench -p rillcut-record`. `serde_json` into a struct that borrows its text stands beside it in the same run,
//! because machines differ; it builds no columns.
#![allow(clippy::disallowed_methods, reason = "a benchmark has a clock")]
#![allow(clippy::print_stdout, reason = "and says what it found")]
#![allow(clippy::unwrap_used, reason = "its input is its own")]

use std::{hint::black_box, time::Instant};

use rillcut_record::{DataType, Decoded, Decoder, Records, SourceSchema};

const RECORDS: usize = 1_000_000;
/// Records a call: a batch as the engine makes them.
const CALL: usize = 4096;
const RUNS: usize = 5;

/// Records in one buffer and their ends, counted from the beginning of each call.
struct Input {
    bytes: Vec<u8>,
    /// First byte and ends of each call.
    calls: Vec<(usize, Vec<u32>)>,
}

fn input(record: impl Fn(usize, &mut Vec<u8>)) -> Input {
    let mut input = Input { bytes: Vec::new(), calls: Vec::new() };
    for number in 0..RECORDS {
        if number % CALL == 0 {
            input.calls.push((input.bytes.len(), Vec::new()));
        }
        record(number, &mut input.bytes);
        let end = input.bytes.len();
        let (start, ends) = input.calls.last_mut().unwrap();
        ends.push((end - *start) as u32);
    }
    input
}

/// The record of study/performance.md 1.2: 84 bytes a line.
fn click(number: usize, out: &mut Vec<u8>) {
    let action = if number.is_multiple_of(5) { "Click" } else { "Impression" };
    let ts = 1_700_000_000_000 + number;
    out.extend_from_slice(
        format!("{{\"browseraction\":\"{action}\",\"site\":\"yourwebsiteurl.domain.com\",\"ts\":{ts}}}\n")
            .as_bytes(),
    );
}

/// A wide record of which little is mapped.
fn nested(number: usize, out: &mut Vec<u8>) {
    let half = number as f64 / 2.0;
    out.extend_from_slice(
        format!(
            "{{\"device\":{{\"id\":\"sensor-{number}\",\"tags\":[\"north\",\"roof\",\"a \\\"b\\\"\"],\"at\":{{\"lat\":48.2082,\
             \"lon\":16.3738}}}},\"readings\":[1.5,2.25,{half},4],\"ok\":true,\"note\":\"the quick brown fox jumps over \
             the lazy dog\",\"temperature\":{half}}}\n"
        )
        .as_bytes(),
    );
}

fn csv(number: usize, out: &mut Vec<u8>) {
    out.extend_from_slice(
        format!("Impression,yourwebsiteurl.domain.com,{}\n", 1_700_000_000_000 + number).as_bytes(),
    );
}

fn median(mut run: impl FnMut() -> usize) -> f64 {
    let mut seconds: Vec<f64> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            assert_eq!(black_box(run()), RECORDS);
            start.elapsed().as_secs_f64()
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    seconds[RUNS / 2]
}

fn report(name: &str, input: &Input, seconds: f64) {
    let bytes = input.bytes.len() as f64;
    println!(
        "{name:<44} {:>6.2} M records/s {:>8.0} MB/s",
        RECORDS as f64 / seconds / 1e6,
        bytes / seconds / 1e6
    );
}

/// Whether the command line asks for it: any of its words is in the name, or there are none.
fn is_asked_for(name: &str) -> bool {
    let mut words = std::env::args().skip(1).filter(|word| !word.starts_with('-')).peekable();
    words.peek().is_none() || words.any(|word| name.contains(&word))
}

fn decode(name: &str, input: &Input, schema: &SourceSchema) {
    if !is_asked_for(name) {
        return;
    }
    let mut decoder = Decoder::new(schema).unwrap();
    let mut decoded = Decoded::default();
    let seconds = median(|| {
        let mut rows = 0;
        let mut start = 0;
        for (from, ends) in &input.calls {
            let records = Records { bytes: &input.bytes[*from..], ends };
            let records = Records { bytes: &records.bytes[..ends[ends.len() - 1] as usize], ends };
            decoder.decode_into(records, &mut decoded);
            black_box(&decoded);
            rows += decoded.rows();
            start += ends.len();
        }
        assert_eq!(start, RECORDS);
        rows
    });
    report(name, input, seconds);
}

#[derive(serde::Deserialize)]
struct Click<'a> {
    browseraction: &'a str,
    site: &'a str,
    ts: i64,
}

fn serde_struct(name: &str, input: &Input) {
    if !is_asked_for(name) {
        return;
    }
    let seconds = median(|| {
        let mut rows = 0;
        for (from, ends) in &input.calls {
            let mut start = *from;
            for &end in ends {
                let end = from + end as usize;
                let click: Click<'_> = serde_json::from_slice(&input.bytes[start..end]).unwrap();
                black_box((click.browseraction, click.site, click.ts));
                rows += 1;
                start = end;
            }
        }
        rows
    });
    report(name, input, seconds);
}

fn main() {
    let text = |length| DataType::Varchar { length: Some(length) };
    let action = ("browseraction", "$.browseraction", text(32));
    let site = ("site", "$.site", text(32));
    let ts = ("ts", "$.ts", DataType::BigInt);
    let clicks = input(click);
    decode("JSON, 3 of 3 columns", &clicks, &SourceSchema::json([action, site, ts]));
    decode("JSON, 3 of 3 columns, other order", &clicks, &SourceSchema::json([ts, site, action]));
    decode("JSON, the lab's 2 columns of 3", &clicks, &SourceSchema::json([action, site]));
    serde_struct("serde_json into a borrowed struct", &clicks);
    let nested = input(nested);
    let id = ("id", "$.device.id", text(32));
    let temperature = ("temperature", "$.temperature", DataType::Double);
    decode("JSON, 2 nested columns, the rest passed over", &nested, &SourceSchema::json([id, temperature]));
    let csv = input(csv);
    let columns = [("action", text(32)), ("site", text(32)), ("ts", DataType::BigInt)];
    decode("CSV, 3 columns", &csv, &SourceSchema::csv(columns));
}
