//! Work of a known size and outcome, for benches and for holding platforms together: the same natively and in a browser.

use rillcut_generator::{
    Activity, Batch as Sent, Clock, Interval, Periods, Rate, Rng, Sender, SenderConfig, Template,
    emit_merged, functions, gallery,
};
use rillcut_record::{Batch, DataType, Field, Records, SourceSchema};
use rillcut_sql::{
    check,
    plan::{Plan, StreamId},
};

use crate::{
    engine::{Engine, catalog},
    file::{ActiveSpan, Lab},
    protocol::Problem,
    replay::Replay,
    tagged::tagged_line,
};

/// Records of one call: enough that the cost of a call does not show, few enough that they stay in the processor's cache.
pub const AT_ONCE: usize = 4096;

/// Start of recorded work: 2026-01-01 00:00:00 UTC.
pub const START_MS: i64 = 1_767_225_600_000;

/// The built-in lab with all five senders always sending: 5 records a second.
///
/// # Errors
/// None: the built-in lab is valid, which a test holds.
pub fn five_senders() -> Result<Lab, Vec<Problem>> {
    let mut lab = Lab::from_json(crate::examples::CLICKSTREAM)?;
    for sender in &mut lab.senders {
        sender.active = vec![ActiveSpan::default()];
    }
    Ok(lab)
}

/// Runs an engine for `for_ms` of its clock; gives the records that were sent.
pub fn play(engine: &mut Engine, for_ms: i64, records_at_once: usize) -> u64 {
    let end = engine.now_ms() + for_ms;
    while engine.now_ms() < end {
        engine.advance(end, records_at_once);
    }
    engine.records()
}

/// Records as a file holds them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The records, one a line.
    pub bytes: Vec<u8>,
    /// The end of each in `bytes`.
    pub ends: Vec<u32>,
    /// When each came, epoch milliseconds.
    pub instants: Vec<i64>,
}

/// Clicks and impressions of `seconds` seconds as one would have recorded them. Every tenth minute has a burst of clicks.
///
/// # Errors
/// None: a test holds that the rates are valid.
pub fn recorded(seed: u64, seconds: i64) -> Result<Recorded, rillcut_generator::Error> {
    let record = |action: &str, rate: f64, number: u64| {
        let text = format!(
            "{{\"browseraction\":\"{action}\",\"site\":\"yourwebsiteurl.domain.com\",\"ts\":{{{{date.now(x)}}}}}}"
        );
        // The text above is a valid template, so the empty one never stands in for it.
        let template = Template::parse(&text).or_else(|_| Template::parse("{}"));
        let config = SenderConfig {
            jitter: true,
            activity: if number < 2 { Activity::always() } else { bursts(seconds) },
            ..SenderConfig::new("", Rate::per_second(rate)?)
        };
        template
            .ok()
            .map(|template| Sender::new(template, &config, Rng::stream(seed, number).next_u64(), START_MS, 0))
            .transpose()
    };
    let parts = [record("Impression", 1.0, 0)?, record("Click", 1.0, 1)?, record("Click", 3.0, 2)?];
    let mut senders: Vec<Sender> = parts.into_iter().flatten().collect();
    let mut sent = Sent::new();
    emit_merged(&mut senders, START_MS + seconds * 1000, usize::MAX, &mut sent);
    let ends = sent.offsets()[1..].iter().map(|&end| end as u32).collect();
    Ok(Recorded { bytes: sent.bytes().to_vec(), ends, instants: sent.instants().to_vec() })
}

/// Records of one template, one after the other: the generator without a clock.
#[derive(Debug)]
pub struct Drawing {
    template: Template,
    rng: Rng,
    state: rillcut_generator::State,
    out: Vec<u8>,
}

impl Drawing {
    /// A drawing of the template.
    ///
    /// # Errors
    /// What is wrong with the template.
    pub fn new(text: &str) -> Result<Self, Vec<Problem>> {
        let template = Template::parse(text).map_err(|found| {
            found.iter().map(|diagnostic| Problem::of_template(diagnostic, text)).collect::<Vec<_>>()
        })?;
        let state = template.state();
        Ok(Self { template, rng: Rng::seed(1), state, out: Vec::with_capacity(2 << 20) })
    }

    /// So many more records; gives their bytes, and the last of them, so that no work can be left out.
    pub fn run(&mut self, records: u32) -> (u64, &[u8]) {
        let (mut bytes, mut last) = (0, 0);
        self.out.clear();
        for record in 0..records {
            if self.out.len() > 1 << 20 {
                bytes += self.out.len() as u64;
                self.out.clear();
            }
            last = self.out.len();
            let clock = Clock { now_ms: START_MS + i64::from(record), utc_offset_minutes: 0 };
            self.template.render(&mut self.out, &mut self.rng, &mut self.state, clock);
        }
        (bytes + self.out.len() as u64, &self.out[last..])
    }
}

/// A digest of records of every function and every template of the gallery, sent at jittered, periodic and rising rates: what the generator
/// gives must be the same on every platform.
///
/// # Errors
/// What the generator refuses; none, unless it is broken.
pub fn generated_digest(seed: u64) -> Result<u64, rillcut_generator::Error> {
    let rate = Rate::per_second;
    let examples = functions().map(rillcut_generator::Function::example);
    let mut hash = FNV_OFFSET;
    for (at, text) in examples.chain(gallery::GALLERY.iter().map(|entry| entry.text)).enumerate() {
        let Ok(template) = Template::parse(text) else { continue };
        let mut config = SenderConfig { jitter: at % 2 == 0, ..SenderConfig::new(text, rate(40.0)?) };
        if at % 3 == 0 {
            config.periods = Some(Box::new(Periods::uniform(rate(40.0)?, rate(12.5)?)));
        } else if at % 3 == 1 {
            let ramp = Interval { start_ms: 0, stop_ms: Some(5000), rate: None, rate_to: Some(rate(90.0)?) };
            config.activity = Activity { intervals: vec![ramp] };
        }
        let mut sender = Sender::new(template, &config, seed ^ at as u64, START_MS, -90)?;
        let mut sent = Sent::new();
        sender.emit_until(START_MS + 5000, usize::MAX, &mut sent);
        hash = fnv(hash, sent.bytes());
        hash = sent.instants().iter().fold(hash, |hash, instant| fnv(hash, &instant.to_le_bytes()));
    }
    Ok(hash)
}

fn bursts(seconds: i64) -> Activity {
    let intervals = (1..=seconds / 600).map(|number| rillcut_generator::Interval {
        start_ms: number * 600_000 - 60_000,
        stop_ms: Some(number * 600_000 - 35_000),
        rate: None,
        rate_to: None,
    });
    Activity { intervals: intervals.collect() }
}

/// The path of study/performance.md 1.2: a file of 84-byte records, one a millisecond, a fifth of them clicks, through the lab's program.
#[derive(Debug)]
pub struct ReplayedPath {
    schema: SourceSchema,
    plan: Plan,
    bytes: Vec<u8>,
    ends: Vec<u32>,
    instants: Vec<i64>,
}

impl ReplayedPath {
    /// So many records.
    ///
    /// # Errors
    /// None: the built-in program is valid, which a test holds.
    pub fn new(records: usize) -> Result<Self, Vec<Problem>> {
        let sql = Lab::from_json(crate::examples::CLICKSTREAM)?.sql;
        let schema = SourceSchema::json([
            ("browseraction", "$.browseraction", DataType::Varchar { length: Some(32) }),
            ("site", "$.site", DataType::Varchar { length: Some(32) }),
            ("ts", "$.ts", DataType::BigInt),
        ]);
        let checked = check(&sql, &catalog(&schema, &sql))
            .map_err(|found| found.iter().map(|found| Problem::of_sql(found, &sql)).collect::<Vec<_>>())?;
        let (mut bytes, mut ends, mut instants) = (Vec::new(), Vec::new(), Vec::new());
        let mut rng = Rng::seed(1);
        for number in 0..records as i64 {
            let action = if rng.below(5) == 0 { "Click" } else { "Impression" };
            let at = START_MS + number;
            let record = format!(
                "{{\"browseraction\":\"{action}\",\"site\":\"yourwebsiteurl.domain.com\",\"ts\":{at}}}\n"
            );
            bytes.extend_from_slice(record.as_bytes());
            ends.push(bytes.len() as u32);
            instants.push(at);
        }
        Ok(Self { schema, plan: checked.plan, bytes, ends, instants })
    }

    /// The records, one a line.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Runs them all; gives how many records became part of a rate or an error: all of them, so that no work can be left out.
    pub fn run(&self) -> u64 {
        let Ok(mut replay) = Replay::new(&self.schema, self.plan.clone(), "", 1) else { return 0 };
        let mut rows = 0;
        let mut look =
            |stream: StreamId, batch: &Batch| rows += if stream.0 == 0 { batch.len() as u64 } else { 0 };
        for (bytes, ends, instants) in calls(&self.bytes, &self.ends, &self.instants, AT_ONCE) {
            if replay.push(Records { bytes, ends: &ends }, instants, &mut look).is_err() {
                return 0;
            }
        }
        replay.finish(&mut look);
        rows
    }
}

/// Schema of [`recorded`], AWS InputSchema JSON.
pub const RECORDED_SCHEMA: &str = r#"{"RecordFormat": {"RecordFormatType": "JSON"}, "RecordColumns": [
  {"Name": "browseraction", "Mapping": "$.browseraction", "SqlType": "VARCHAR(32)"},
  {"Name": "site", "Mapping": "$.site", "SqlType": "VARCHAR(32)"}]}"#;

/// The streams of the built-in program, in the plan's order.
pub const STREAMS: [&str; 6] = [
    "SOURCE_SQL_STREAM_001",
    "CLICKSTREAM",
    "IMPRESSIONSTREAM",
    "CTRSTREAM",
    "DESTINATION_SQL_STREAM",
    "error_stream",
];

/// The digest of [`recorded`] through the built-in program, so many records at a time.
///
/// # Errors
/// None: a test holds that both are valid.
pub fn recorded_digest(seed: u64, seconds: i64, at_once: usize) -> Result<Digest, Vec<Problem>> {
    let sql = Lab::from_json(crate::examples::CLICKSTREAM)?.sql;
    let plain = |text: String| vec![Problem::plain("LAB0018", text, None)];
    let schema = SourceSchema::from_json(RECORDED_SCHEMA).map_err(|error| plain(error.to_string()))?;
    let checked = check(&sql, &catalog(&schema, &sql))
        .map_err(|found| found.iter().map(|found| Problem::of_sql(found, &sql)).collect::<Vec<_>>())?;
    let recorded = recorded(seed, seconds).map_err(|error| plain(error.to_string()))?;
    let mut digest = Digest::new(&checked.plan);
    let mut replay =
        Replay::new(&schema, checked.plan, &sql, seed).map_err(|error| plain(error.to_string()))?;
    let mut look = |stream: StreamId, batch: &Batch| digest.rows(stream, batch);
    for (bytes, ends, instants) in calls(&recorded.bytes, &recorded.ends, &recorded.instants, at_once) {
        let records = Records { bytes, ends: &ends };
        replay.push(records, instants, &mut look).map_err(|error| plain(error.to_string()))?;
    }
    replay.finish(&mut look);
    Ok(digest)
}

/// Records cut into calls: the bytes of each, the ends within them, the instants.
fn calls<'a>(
    bytes: &'a [u8],
    ends: &'a [u32],
    instants: &'a [i64],
    at_once: usize,
) -> impl Iterator<Item = (&'a [u8], Vec<u32>, &'a [i64])> {
    let mut base = 0;
    ends.chunks(at_once).zip(instants.chunks(at_once)).map(move |(ends, instants)| {
        let start = base;
        base = ends.last().copied().unwrap_or(start);
        let within = ends.iter().map(|end| end - start).collect();
        (&bytes[start as usize..base as usize], within, instants)
    })
}

/// A digest of what every stream gives: FNV-1a over the lines that `rillcut run --stream '*' --format tagged` prints, a stream at a
/// time, since how streams are interleaved depends on how a run is cut into calls.
#[derive(Debug, Clone)]
pub struct Digest {
    streams: Vec<(String, Vec<Field>, u64)>,
}

impl Digest {
    /// Of nothing yet, for the streams of a plan.
    pub fn new(plan: &Plan) -> Self {
        let of =
            |stream: &rillcut_sql::plan::Stream| (stream.name.clone(), stream.fields.clone(), FNV_OFFSET);
        Self { streams: plan.streams.iter().map(of).collect() }
    }

    /// Takes rows of a stream.
    pub fn rows(&mut self, stream: StreamId, batch: &Batch) {
        let (name, fields, hash) = &mut self.streams[stream.0];
        let mut line = String::new();
        for row in 0..batch.len() {
            line.clear();
            tagged_line(name, fields, batch, row, &mut line);
            line.push('\n');
            *hash = fnv(*hash, line.as_bytes());
        }
    }

    /// The digest of the lines of each stream, in the plan's order.
    pub fn of_streams<'a>(streams: impl Iterator<Item = &'a [u8]>) -> Self {
        let of = |lines: &[u8]| (String::new(), Vec::new(), fnv(FNV_OFFSET, lines));
        Self { streams: streams.map(of).collect() }
    }

    /// The digest so far.
    pub fn value(&self) -> u64 {
        self.streams.iter().fold(FNV_OFFSET, |whole, (_, _, hash)| fnv(whole, &hash.to_le_bytes()))
    }
}

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.value())
    }
}

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a over more bytes.
fn fnv(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
