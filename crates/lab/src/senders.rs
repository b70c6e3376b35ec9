//! The lab's senders on its timeline, merged into one flow of records.

use rillcut_generator::{
    Activity, Batch, Clock, Filled, Interval, Meter, Rate, Rng, Sender, SenderConfig, Template, emit_merged,
};
use rillcut_record::Records;

use crate::{
    file::{Lab, SenderSpec},
    protocol::{Problem, ProblemSource, SenderStatus},
};

/// Records drawn for a preview or for discovering a schema.
pub(crate) const SAMPLES: usize = 5;

/// Records that are sent or taken away at once, at most.
pub(crate) const MAX_DRAWN: u32 = 1_000_000;

/// Senders and the records they have just sent.
#[derive(Debug, Clone)]
pub(crate) struct Senders {
    list: Vec<Sender>,
    meters: Vec<Meter>,
    /// What was last done by hand and has not been overruled by a new plan.
    by_hand: Vec<Option<bool>>,
    batch: Batch,
    ends: Vec<u32>,
}

/// A part of a lab that cannot run, and why.
pub type Refusal = (ProblemSource, Vec<Problem>);

impl Senders {
    /// The senders of a lab whose clock starts at `start_ms`.
    pub(crate) fn new(lab: &Lab, start_ms: i64) -> Result<Self, Refusal> {
        let list: Vec<_> =
            (0..lab.senders.len()).map(|at| sender(lab, at, start_ms)).collect::<Result<_, _>>()?;
        let (meters, by_hand) = (vec![Meter::default(); list.len()], vec![None; list.len()]);
        Ok(Self { list, meters, by_hand, batch: Batch::new(), ends: Vec::new() })
    }

    /// Takes a new configuration of the sender at `at`, or another sender behind the last; `lab` has it already. A sender that changes goes on:
    /// with its counters, its sequences, and what is past on its timeline past. One whose planned times change goes by them again; other changes
    /// leave it as it was started or stopped by hand.
    ///
    /// # Errors
    /// What keeps it from running; all is as it was then.
    pub(crate) fn put(
        &mut self,
        lab: &Lab,
        at: usize,
        before: Option<&SenderSpec>,
        start_ms: i64,
        now_ms: i64,
    ) -> Result<(), Refusal> {
        let mut made = sender(lab, at, start_ms)?;
        let after = &lab.senders[at];
        let (Some(running), Some(before)) = (self.list.get_mut(at), before) else {
            made.begin_at(now_ms);
            self.list.push(made);
            self.meters.push(Meter::default());
            self.by_hand.push(None);
            return Ok(());
        };
        // What is taken while it runs: the sequence of its instants goes on without a seam.
        let live = SenderSpec {
            name: after.name.clone(),
            template: after.template.clone(),
            newline: after.newline,
            partition_key: after.partition_key.clone(),
            rate: if has_one_rate(before) { after.rate } else { before.rate },
            ..before.clone()
        };
        if live == *after {
            if running.template() != made.template() {
                running.set_template(made.template().clone());
            }
            running.set_newline(after.newline);
            if running.rate() != made.rate() {
                running.set_rate(now_ms, made.rate());
            }
        } else {
            if before.active != after.active {
                self.by_hand[at] = None;
            }
            let same_seed = (before.seed, before.stream_at(at)) == (after.seed, after.stream_at(at));
            made.take_over(running, now_ms, same_seed, self.by_hand[at]);
            *running = made;
        }
        Ok(())
    }

    pub(crate) fn remove(&mut self, at: usize) {
        self.list.remove(at);
        self.meters.remove(at);
        self.by_hand.remove(at);
    }

    /// Sends so many records at once.
    pub(crate) fn burst(&mut self, at: usize, records: u64, now_ms: i64) {
        if let Some(sender) = self.list.get_mut(at) {
            sender.burst(now_ms, records);
        }
    }

    /// Gives a template's new text to the senders that use it.
    pub(crate) fn set_template(&mut self, specs: &[SenderSpec], name: &str, template: &Template) {
        for (sender, spec) in self.list.iter_mut().zip(specs) {
            if spec.template == name {
                sender.set_template(template.clone());
            }
        }
    }

    /// Starts or stops a sender by hand.
    pub(crate) fn send(&mut self, at: usize, on: bool, now_ms: i64) {
        if let Some(sender) = self.list.get_mut(at) {
            self.by_hand[at] = Some(on);
            if on { sender.start(now_ms) } else { sender.stop(now_ms) }
        }
    }

    /// When the next record of any sender is due.
    pub(crate) fn next_due(&self) -> Option<i64> {
        self.list.iter().filter_map(Sender::next_due).min()
    }

    /// Sends what is due before `to_ms`, at most `limit` records. Gives the instant up to which all is sent.
    pub(crate) fn emit(&mut self, to_ms: i64, limit: usize) -> i64 {
        self.batch.clear();
        let emitted = emit_merged(&mut self.list, to_ms, limit, &mut self.batch);
        self.ends.clear();
        self.ends.extend(self.batch.offsets()[1..].iter().map(|&end| end as u32));
        if emitted.more { self.next_due().unwrap_or(to_ms).min(to_ms) } else { to_ms }
    }

    /// The records that the last [`Self::emit`] sent, and when.
    pub(crate) fn sent(&self) -> (Records<'_>, &[i64]) {
        (Records { bytes: self.batch.bytes(), ends: &self.ends }, self.batch.instants())
    }

    /// Counters, whether each sends at `now_ms`, and what it has come to by the wall clock.
    pub(crate) fn status(&mut self, now_ms: i64, wall_ms: f64) -> Vec<SenderStatus> {
        let status = |(sender, meter): (&Sender, &mut Meter)| {
            let rate = sender.rate_at(now_ms).map_or(0.0, Rate::as_f64);
            let counters = sender.counters();
            meter.note(wall_ms, counters.records);
            SenderStatus {
                sending: rate > 0.0,
                records: counters.records,
                bytes: counters.bytes,
                rate,
                achieved: meter.per_second(),
            }
        };
        self.list.iter().zip(&mut self.meters).map(status).collect()
    }
}

fn sender(lab: &Lab, at: usize, start_ms: i64) -> Result<Sender, Refusal> {
    let spec = &lab.senders[at];
    lab.check_sender(spec).map_err(|problem| (ProblemSource::Sender(at), vec![problem]))?;
    let template = template(lab, &spec.template)?;
    let refuse = |error: rillcut_generator::Error| {
        (ProblemSource::Sender(at), vec![Problem::plain(error.code(), error.to_string(), None)])
    };
    let config = config(spec).map_err(refuse)?;
    let seed = spec.seed.unwrap_or_else(|| Rng::stream(lab.seed, u64::from(spec.stream_at(at))).next_u64());
    Sender::new(template, &config, seed, start_ms, spec.utc_offset).map_err(refuse)
}

/// A sender of the lab by itself, started at `now_ms`, which ends neither by count nor by time.
pub(crate) fn alone(lab: &Lab, at: usize, now_ms: i64) -> Result<Sender, Refusal> {
    let mut lab = lab.clone();
    if let Some(spec) = lab.senders.get_mut(at) {
        (spec.active, spec.limit, spec.duration) = (Vec::new(), None, None);
    }
    let mut sender = sender(&lab, at, now_ms)?;
    sender.start(now_ms);
    Ok(sender)
}

/// A template of the lab, compiled.
pub(crate) fn template(lab: &Lab, name: &str) -> Result<Template, Refusal> {
    let text = lab.templates.iter().find(|template| template.name == name).map_or("", |found| &found.text);
    Template::parse(text).map_err(|found| {
        let problems = found.iter().map(|diagnostic| Problem::of_template(diagnostic, text)).collect();
        (ProblemSource::Template(name.to_owned()), problems)
    })
}

/// Whether a sender has the same rate all the time, so that another rate is one for all of it.
fn has_one_rate(spec: &SenderSpec) -> bool {
    spec.periods.is_none() && spec.active.iter().all(|span| span.rate.is_none() && span.rate_to.is_none())
}

/// Some records of a template as it would send them at `now_ms`: their bytes and the end of each.
pub(crate) fn samples(template: &Template, count: usize, seed: u64, now_ms: i64) -> (Vec<u8>, Vec<u32>) {
    let (mut rng, mut state) = (Rng::seed(seed), template.state());
    let clock = Clock { now_ms, utc_offset_minutes: 0 };
    let (mut bytes, mut ends) = (Vec::new(), Vec::new());
    for _ in 0..count {
        template.render(&mut bytes, &mut rng, &mut state, clock);
        ends.push(bytes.len() as u32);
    }
    (bytes, ends)
}

/// Records for a preview, with what each call printed.
pub(crate) fn preview(template: &Template, seed: u64, now_ms: i64) -> (Vec<String>, Vec<Vec<Filled>>) {
    let (mut rng, mut state) = (Rng::seed(seed), template.state());
    let clock = Clock { now_ms, utc_offset_minutes: 0 };
    let draw = |_| {
        let mut record = Vec::new();
        let filled = template.render_traced(&mut record, &mut rng, &mut state, clock);
        (String::from_utf8_lossy(&record).into_owned(), filled)
    };
    (0..SAMPLES).map(draw).unzip()
}

/// The first records as text.
pub(crate) fn texts((bytes, ends): &(Vec<u8>, Vec<u32>)) -> Vec<String> {
    let text = |record| String::from_utf8_lossy(record).into_owned();
    Records { bytes, ends }.iter().take(SAMPLES).map(text).collect()
}

fn config(spec: &SenderSpec) -> Result<SenderConfig, rillcut_generator::Error> {
    let ms = |seconds: f64| (seconds * 1000.0).round() as i64;
    let intervals = spec.active.iter().map(|span| {
        Ok::<_, rillcut_generator::Error>(Interval {
            start_ms: ms(span.from),
            stop_ms: span.until.map(ms),
            rate: span.rate.map(Rate::per_second).transpose()?,
            rate_to: span.rate_to.map(Rate::per_second).transpose()?,
        })
    });
    let activity = Activity { intervals: intervals.collect::<Result<_, _>>()? };
    let rate = Rate::per_second(spec.rate)?;
    Ok(SenderConfig {
        jitter: spec.jitter,
        newline: spec.newline,
        activity,
        periods: spec.periods.clone(),
        limit: spec.limit,
        duration_ms: spec.duration.map(ms),
        ..SenderConfig::new(spec.template.clone(), rate)
    })
}
