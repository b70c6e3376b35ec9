//! `rillcut generate`: records of a template, one a line.

use rillcut_generator::{Clock, Rng, Template};

use crate::{
    failure::Failure,
    input,
    options::{self, number},
    output::Output,
    seed,
};

/// Records a second when none are asked for: KDG's default rate. It only moves the clock that the template prints.
const DEFAULT_RATE: f64 = 100.0;

pub(crate) fn run(mut parser: lexopt::Parser) -> Result<(), Failure> {
    let (mut file, mut count, mut rate, mut seed, mut now) = (None, None, DEFAULT_RATE, None, None);
    while let Some(argument) = parser.next()? {
        match argument {
            lexopt::Arg::Long("count") => count = Some(number(&mut parser, "count", 0, u64::MAX)?),
            lexopt::Arg::Long("rate") => rate = number(&mut parser, "rate", 1e-6, 1e6)?,
            lexopt::Arg::Long("seed") => seed = Some(number(&mut parser, "seed", 0, u64::MAX)?),
            lexopt::Arg::Long("now") => now = Some(instant(&options::text(&mut parser)?)?),
            lexopt::Arg::Value(value) => options::set_file(&mut file, value)?,
            other => return Err(other.unexpected().into()),
        }
    }
    let file = options::required(file, "the template's file")?;
    let count: u64 = count.ok_or_else(|| Failure::usage("--count is missing"))?;
    let text = input::text(&file)?;
    let template = Template::parse(&text).map_err(|diagnostics| {
        Failure::Input(
            diagnostics.iter().map(|found| format!("{file}:{}: {found}", found.position(&text))).collect(),
        )
    })?;
    for warning in template.warnings() {
        eprintln!("{file}:{}: {warning}", warning.position(&text));
    }
    let start_ms = now.unwrap_or_else(wall_clock_ms);
    let mut rng = Rng::seed(seed.map_or_else(seed::fresh, Ok)?);
    let mut state = template.state();
    let mut output = Output::new();
    let mut record = Vec::new();
    for number in 0..count {
        let now_ms = start_ms + (number as f64 * 1000.0 / rate) as i64;
        record.clear();
        template.render(&mut record, &mut rng, &mut state, Clock { now_ms, utc_offset_minutes: 0 });
        record.push(b'\n');
        output.bytes(&record)?;
    }
    output.flush()
}

/// Epoch milliseconds of `yyyy-MM-ddTHH:mm:ss.fffZ`.
fn instant(text: &str) -> Result<i64, Failure> {
    let plain = text.strip_suffix('Z').unwrap_or(text).replacen('T', " ", 1);
    rillcut_record::parse_timestamp(&plain).ok_or_else(|| {
        Failure::usage(format!("--now takes a time such as 2026-01-01T00:00:00.000Z, not '{text}'"))
    })
}

fn wall_clock_ms() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |elapsed| elapsed.as_millis() as i64)
}
