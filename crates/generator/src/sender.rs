//! A sender: a template, a rate and a timeline, on a clock that somebody else owns.

use std::sync::Arc;

use crate::batch::Batch;
use crate::config::SenderConfig;
use crate::error::Error;
use crate::program::Clock;
use crate::rate::Rate;
use crate::rng::{Rng, mix};
use crate::schedule::{Pace, Schedule, Segment, Table};
use crate::state::State;
use crate::template::Template;

/// Draws records at the instants they are due.
///
/// The caller owns the clock and asks for what falls due before an instant ([`Sender::emit_until`]). Nothing is lost
/// when it asks late or takes less than there is: what is due stays due. The records and their instants depend on
/// configuration, seed and live changes alone, not on how time is sliced.
///
/// At a rate r the records of an active interval are due at `start + n/r`, rounded down to milliseconds: any hour
/// holds exactly 3600·r of them (for a fraction, one of the two whole numbers next to it). With jitter each falls at a
/// random instant up to half a slot before or after that; order and the count of the interval stay. A window of ten
/// seconds at one record a second then holds 9 to 11.
#[derive(Clone, Debug)]
pub struct Sender {
    template: Template,
    /// Boxed, as most templates have none: senders are small in the cache.
    state: Box<State>,
    schedule: Schedule,
    rate: Rate,
    rng: Rng,
    newline: bool,
    utc_offset_minutes: i32,
    counters: Counters,
}

/// What a sender has made so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Records.
    pub records: u64,
    /// Bytes of the records, delimiters included.
    pub bytes: u64,
}

/// The outcome of an emission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Emitted {
    /// Records appended to the batch.
    pub records: usize,
    /// Whether records are still due before the instant asked for: the limit or the batch's size was reached.
    pub more: bool,
}

impl Sender {
    /// A sender on a timeline that begins at `origin_ms` (epoch milliseconds: the lab's start). Senders of one lab
    /// get different seeds, see [`Rng::stream`]. The offset is that of the local clock `date.now` prints, in minutes
    /// east of UTC.
    ///
    /// # Errors
    /// `GEN0202` if the activity is out of order.
    pub fn new(
        template: Template,
        config: &SenderConfig,
        seed: u64,
        origin_ms: i64,
        utc_offset_minutes: i32,
    ) -> Result<Self, Error> {
        config.activity.check()?;
        let instant = |ms: i64| origin_ms.saturating_add(ms);
        let end = config.duration_ms.and_then(|duration| {
            Some(instant(config.activity.intervals.first()?.start_ms).saturating_add(duration))
        });
        let segments = config
            .activity
            .intervals
            .iter()
            .map(|interval| {
                let (start, stop) = (instant(interval.start_ms), interval.stop_ms.map_or(i64::MAX, instant));
                let rate = interval.rate.unwrap_or(config.rate);
                let pace = match interval.rate_to {
                    Some(to) => Pace::Ramp { from: rate, to, from_ms: start, to_ms: stop },
                    None if interval.rate.is_none() && config.periods.is_some() => Pace::Periodic,
                    None => Pace::Constant(rate),
                };
                let own_rate = interval.rate.is_some() || interval.rate_to.is_some();
                Segment { start, stop: stop.min(end.unwrap_or(i64::MAX)), pace, own_rate, first: 0 }
            })
            .filter(|segment| segment.start < segment.stop)
            .collect();
        let mut rng = Rng::seed(seed);
        // Drawn even if it is not used, so that switching jitter on changes the instants and not the records.
        let jitter = rng.next_u64();
        let state = Box::new(template.state());
        let table = config.periods.as_deref().map(|periods| Table {
            periods: Arc::new(periods.clone()),
            utc_offset_minutes,
            seed: mix(jitter),
        });
        let schedule = Schedule::new(segments, config.jitter.then_some(jitter)).with(
            table,
            config.duration_ms,
            config.limit,
        );
        Ok(Self {
            template,
            state,
            schedule,
            rate: config.rate,
            rng,
            newline: config.newline,
            utc_offset_minutes,
            counters: Counters::default(),
        })
    }

    /// When the next record is due, in epoch milliseconds; nothing if none ever is. It may be in the past.
    pub fn next_due(&self) -> Option<i64> {
        self.schedule.next()
    }

    /// Appends the records that are due before `to_ms`, at most `limit` of them, and none once the batch has reached
    /// [`Batch::SOFT_LIMIT`]. What is left stays due.
    pub fn emit_until(&mut self, to_ms: i64, limit: usize, batch: &mut Batch) -> Emitted {
        let emitted = self.draw_until(to_ms, limit, batch);
        if !emitted.more {
            self.end_time(to_ms);
        }
        emitted
    }

    /// As [`Self::emit_until`], but time goes on only up to the last record: among several senders none may be ahead of the rest, or a change
    /// made when a limit was reached would come to it later than to them.
    pub(crate) fn draw_until(&mut self, to_ms: i64, limit: usize, batch: &mut Batch) -> Emitted {
        let mut records = 0;
        while let Some(due) = self.schedule.next().filter(|&due| due < to_ms) {
            if records == limit || batch.bytes().len() >= Batch::SOFT_LIMIT {
                return Emitted { records, more: true };
            }
            let clock = Clock { now_ms: due, utc_offset_minutes: self.utc_offset_minutes };
            let out = batch.buffer();
            self.template.render(out, &mut self.rng, &mut self.state, clock);
            if self.newline {
                out.push(b'\n');
            }
            self.counters.bytes += batch.end_record(due) as u64;
            self.counters.records += 1;
            records += 1;
            self.schedule.pass();
        }
        Emitted { records, more: false }
    }

    /// Sends from `at_ms` on until stopped, beginning with a record at once; planned intervals after that are dropped.
    /// Changes cannot reach behind what has been emitted; they take effect there at the earliest.
    pub fn start(&mut self, at_ms: i64) {
        self.schedule.start(at_ms, self.rate);
    }

    /// Sends nothing from `at_ms` on, planned intervals included. Records due before stay due.
    pub fn stop(&mut self, at_ms: i64) {
        self.schedule.stop(at_ms);
    }

    /// Changes the rate from `at_ms` on, also of planned intervals that have no rate of their own. The sequence goes on
    /// where it is: a rate that is changed often sends as many records as the rates say.
    pub fn set_rate(&mut self, at_ms: i64, rate: Rate) {
        self.rate = rate;
        self.schedule.set_rate(at_ms, rate);
    }

    /// Takes another template for the records to come. Sequences of the same name go on.
    pub fn set_template(&mut self, template: Template) {
        *self.state = self.state.carried(&self.template, &template);
        self.template = template;
    }

    /// Whether a line feed follows each record to come.
    pub const fn set_newline(&mut self, newline: bool) {
        self.newline = newline;
    }

    /// Sends so many records at once, at `at_ms`, beside what is planned; they do not count towards an end by count.
    pub fn burst(&mut self, at_ms: i64, records: u64) {
        self.schedule.burst(at_ms, records);
    }

    /// Begins at `at_ms`: what was planned before is past.
    pub fn begin_at(&mut self, at_ms: i64) {
        self.schedule.take_over(&Schedule::new(vec![], None), at_ms);
    }

    /// Takes the place of a sender that has been configured anew, at `at_ms`: counters and sequences go on, and the random numbers unless the
    /// seed is another. `by_hand` is what was last done by hand and is to stay; nothing: it goes by its plan.
    pub fn take_over(&mut self, old: &Self, at_ms: i64, same_seed: bool, by_hand: Option<bool>) {
        self.counters = old.counters;
        *self.state = if self.template == old.template {
            State::clone(&old.state)
        } else {
            old.state.carried(&old.template, &self.template)
        };
        if same_seed {
            self.rng.clone_from(&old.rng);
        }
        self.schedule.take_over(&old.schedule, at_ms);
        match by_hand {
            Some(true) => self.schedule.go_on(&old.schedule, at_ms, self.rate),
            Some(false) => self.schedule.stop(at_ms),
            None => {}
        }
    }

    /// The template in use.
    pub const fn template(&self) -> &Template {
        &self.template
    }

    /// The sender's rate, where neither an interval nor a table says another one.
    pub const fn rate(&self) -> Rate {
        self.rate
    }

    /// Says that all records due before `ms` have been taken: from now on none will be due there, whatever is changed.
    pub(crate) fn end_time(&mut self, ms: i64) {
        self.schedule.end_time(ms);
    }

    /// The rate it sends at around `ms` (epoch milliseconds), of a table the mean; nothing when it is not active then.
    pub fn rate_at(&self, ms: i64) -> Option<Rate> {
        self.schedule.rate_at(ms)
    }

    /// Records and bytes so far.
    pub const fn counters(&self) -> Counters {
        self.counters
    }
}
