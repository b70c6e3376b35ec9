//! Records a second of the generator, one core: `cargo bench -p rillcut-generator`.
//!
//! The templates are those of study/performance.md 1.1: static text (the lab's own), two random tokens, seven tokens. Then what is
//! beyond KDG, whether the cost is linear in tokens, and what a thousand senders cost. Each figure is the median of five runs, with
//! the slowest and the fastest beside it. `bench: NAME  VALUE UNIT  (REMARK)`.

#![allow(clippy::disallowed_methods, reason = "a benchmark looks at the clock")]

use std::hint::black_box;
use std::time::Instant;

use rillcut_generator::{Batch, Clock, Rate, Rng, Sender, SenderConfig, Template, emit_merged};

const STATIC: &str = r#"{"browseraction":"Impression","site":"yourwebsiteurl.domain.com"}"#;
const TWO: &str = r#"{"browseraction":"{{random.weightedArrayElement({"weights":[80,20],"data":["Impression","Click"]})}}","site":"yourwebsiteurl.domain.com","price":{{random.number({"min":1,"max":1000})}}}"#;
const SEVEN: &str = r#"{"id":"{{random.uuid}}","ip":"{{internet.ip}}","first":"{{name.firstName}}","last":"{{name.lastName}}","amount":{{random.number({"min":0,"max":1000,"precision":0.01})}},"state":"{{random.arrayElement(["OK","FAIL","WARN"])}}","at":"{{date.now("YYYY-MM-DD HH:mm:ss.SSS")}}"}"#;

const RUNS: usize = 5;

type Outcome = Result<(u64, u64), Box<dyn std::error::Error>>;

/// The gallery's template with names, arithmetic and a list.
const BEYOND: &str = r#"{"order":{{sequence("order")}},"session":"{{random.session(100,10).as("s")}}","ip":"{{internet.ip().per("s")}}","items":[{{repeat(3)}}{"price":{{random.number({"min":1,"max":99,"precision":0.01}).as("p")}},"total":{{ref("p",{"times":3})}}}{{end}}],"x":{{random.normal(10,2)}},"rank":{{random.zipf(1000)}}}"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for (name, text, records) in [
        ("render.static", STATIC, 20_000_000),
        ("render.two", TWO, 8_000_000),
        ("render.seven", SEVEN, 2_000_000),
        ("render.beyond", BEYOND, 500_000),
    ] {
        report(name, || render(text, records))?;
    }
    for tokens in [10, 100, 1000] {
        // Tokens a second: the same for any number of them.
        let text = "{{random.number(999)}},".repeat(tokens);
        let name = format!("tokens.{tokens}");
        report(&name, || {
            render(&text, 20_000_000 / tokens as i64).map(|(records, bytes)| (records * tokens as u64, bytes))
        })?;
    }
    report("sender.static", || send(STATIC, false))?;
    report("sender.two", || send(TWO, false))?;
    report("sender.two.jitter", || send(TWO, true))?;
    for senders in [1, 1000] {
        report(&format!("senders.{senders}"), || merged(senders))?;
    }
    Ok(())
}

fn report(name: &str, run: impl Fn() -> Outcome) -> Result<(), Box<dyn std::error::Error>> {
    // `cargo bench -p rillcut-generator -- senders` runs those alone.
    let wanted: Vec<String> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    if !wanted.is_empty() && !wanted.iter().any(|wanted| name.contains(wanted.as_str())) {
        return Ok(());
    }
    let mut rates = vec![];
    let mut bytes_per_record = 0.0;
    for _ in 0..RUNS {
        let start = Instant::now();
        let (records, bytes) = run()?;
        rates.push(records as f64 / start.elapsed().as_secs_f64() / 1e6);
        bytes_per_record = bytes as f64 / records as f64;
    }
    rates.sort_by(f64::total_cmp);
    println!(
        "bench: {name:<20} {:>7.2} M/s  ({:.2} to {:.2}, {bytes_per_record:.0} B each)",
        rates[RUNS / 2],
        rates[0],
        rates[RUNS - 1],
    );
    Ok(())
}

/// Two million records a second from so many senders, two seconds in slices of 10 ms.
fn merged(count: u64) -> Outcome {
    let template = parse(TWO)?;
    let config = SenderConfig::new("two", Rate::per_second((1e6_f64).min(2e6 / count as f64))?);
    let mut senders = (0..count)
        .map(|at| Sender::new(template.clone(), &config, at, 0, 0))
        .collect::<Result<Vec<_>, _>>()?;
    let mut batch = Batch::new();
    for slice in 1..=200 {
        batch.clear();
        emit_merged(&mut senders, slice * 10, usize::MAX, &mut batch);
        black_box(&batch);
    }
    let total = |of: fn(&Sender) -> u64| senders.iter().map(of).sum();
    Ok((total(|sender| sender.counters().records), total(|sender| sender.counters().bytes)))
}

fn parse(text: &str) -> Result<Template, String> {
    Template::parse(text).map_err(|diagnostics| format!("{diagnostics:?}"))
}

/// Records rendered into a buffer that is emptied at a megabyte.
fn render(text: &str, records: i64) -> Outcome {
    let template = parse(text)?;
    let (mut rng, mut state) = (Rng::seed(1), template.state());
    let mut out = Vec::with_capacity(2 << 20);
    let mut bytes = 0;
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
