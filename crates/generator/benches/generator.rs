//! Records a second of the generator, one core: `cargo bench -p rillcut-generator`.
//!
//! The templates are those of study/performance.md 1.1: static text (the lab's own), two random tokens, seven tokens.
//! Each figure is the median of five runs of a second or so, with the slowest and the fastest beside it.

#![allow(clippy::disallowed_methods, reason = "a benchmark looks at the clock")]

use std::hint::black_box;
use std::time::Instant;

use rillcut_generator::{Batch, Clock, Rate, Rng, Sender, SenderConfig, Template};

const STATIC: &str = r#"{"browseraction":"Impression","site":"yourwebsiteurl.domain.com"}"#;
const TWO: &str = r#"{"browseraction":"{{random.weightedArrayElement({"weights":[80,20],"data":["Impression","Click"]})}}","site":"yourwebsiteurl.domain.com","price":{{random.number({"min":1,"max":1000})}}}"#;
const SEVEN: &str = r#"{"id":"{{random.uuid}}","ip":"{{internet.ip}}","first":"{{name.firstName}}","last":"{{name.lastName}}","amount":{{random.number({"min":0,"max":1000,"precision":0.01})}},"state":"{{random.arrayElement(["OK","FAIL","WARN"])}}","at":"{{date.now("YYYY-MM-DD HH:mm:ss.SSS")}}"}"#;

const RUNS: usize = 5;

type Outcome = Result<(u64, u64), Box<dyn std::error::Error>>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for (name, text) in [("static", STATIC), ("two tokens", TWO), ("seven tokens", SEVEN)] {
        report(&format!("render {name}"), || render(text))?;
    }
    report("sender two tokens, 1e6/s", || send(TWO, false))?;
    report("sender two tokens, 1e6/s, jitter", || send(TWO, true))?;
    Ok(())
}

fn report(name: &str, run: impl Fn() -> Outcome) -> Result<(), Box<dyn std::error::Error>> {
    let mut rates = vec![];
    let mut bytes_per_record = 0.0;
    for _ in 0..RUNS {
        let start = Instant::now();
        let (records, bytes) = run()?;
        rates.push(records as f64 / start.elapsed().as_secs_f64() / 1e6);
        bytes_per_record = bytes as f64 / records as f64;
    }
    rates.sort_by(f64::total_cmp);
    let median = rates[RUNS / 2];
    println!(
        "{name:<34} {median:>7.2} M records/s ({:.2} to {:.2}), {:>6.2} GB/s, {bytes_per_record:.1} B a record",
        rates[0],
        rates[RUNS - 1],
        median * bytes_per_record / 1e3,
    );
    Ok(())
}

fn parse(text: &str) -> Result<Template, String> {
    Template::parse(text).map_err(|diagnostics| format!("{diagnostics:?}"))
}

/// Records rendered into a buffer that is emptied at a megabyte.
fn render(text: &str) -> Outcome {
    let template = parse(text)?;
    let (mut rng, mut state) = (Rng::seed(1), template.state());
    let mut out = Vec::with_capacity(2 << 20);
    let mut bytes = 0;
    let records = 4_000_000;
    for index in 0..records {
        template.render(
            &mut out,
            &mut rng,
            &mut state,
            Clock { now_ms: 1_767_225_600_000 + index, utc_offset_minutes: 0 },
        );
        if out.len() > 1 << 20 {
            bytes += black_box(&out).len() as u64;
            out.clear();
        }
    }
    Ok((records as u64, bytes + out.len() as u64))
}

/// Four seconds of a sender at a million records a second, in slices of 10 ms.
fn send(text: &str, jitter: bool) -> Outcome {
    let template = parse(text)?;
    let rate = Rate::per_second(1e6)?;
    let config = SenderConfig { jitter, ..SenderConfig::new("two", rate) };
    let mut sender = Sender::new(template, &config, 1, 0, 0)?;
    let mut batch = Batch::new();
    for slice in 1..=400 {
        batch.clear();
        sender.emit_until(slice * 10, usize::MAX, &mut batch);
        black_box(&batch);
    }
    Ok((sender.counters().records, sender.counters().bytes))
}
