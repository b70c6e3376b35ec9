//! When records are due: an exact, even sequence of instants over a timeline of active segments.
//!
//! A record is worth 10⁹ units and a rate of one millionth of a record a second gains one unit a millisecond, so the
//! n-th record of a segment is due when n·10⁹ units are gained. That is whole-number arithmetic: no rate drifts, and
//! the instants do not depend on how time is sliced. The cursor goes from record to record by adding quotient and
//! remainder, so the common step has no division. KDG's way (all records of a second in one burst, none made up for
//! when the timer is late) was rejected: windows then count what the timer did.
//!
//! Rates that change (ramps, the table of periods) go second by second: each second of the segment has its count, which falls
//! evenly over it. Solving for the instant of the n-th record of a ramp was rejected: the seconds serve the table as well,
//! whose counts are random.

use std::sync::Arc;

use crate::periods::Periods;
use crate::rate::Rate;
use crate::rng::mix;

/// What a record is worth.
const RECORD: u64 = 1_000_000_000;

/// A slot of a changing rate, in milliseconds.
const SLOT: i64 = 1000;

/// A stretch of one pace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Segment {
    pub(crate) start: i64,
    /// Not included; `i64::MAX` is for ever.
    pub(crate) stop: i64,
    pub(crate) pace: Pace,
    /// Whether the rate is the segment's own and stays when the sender's changes.
    pub(crate) own_rate: bool,
    /// Units still to be gained before the first record.
    pub(crate) first: u64,
}

/// How the records of a segment follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
    /// At one rate.
    Constant(Rate),
    /// From one rate, at `from_ms`, evenly to another, at `to_ms`.
    Ramp { from: Rate, to: Rate, from_ms: i64, to_ms: i64 },
    /// As the table of periods has it.
    Periodic,
}

/// A table of periods on a local clock, and the seed of its counts.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) periods: Arc<Periods>,
    pub(crate) utc_offset_minutes: i32,
    pub(crate) seed: u64,
}

/// A sequence of due instants.
#[derive(Clone, Debug)]
pub(crate) struct Schedule {
    /// In order, without overlap.
    segments: Vec<Segment>,
    /// The seed of the jitter, if there is any.
    jitter: Option<u64>,
    /// The table of periodic segments; boxed, so that a sender without one stays small in the cache.
    table: Option<Box<Table>>,
    /// Milliseconds after which a start by hand ends.
    duration: Option<i64>,
    /// Records after which it ends, and those passed when it was started by hand.
    limit: Option<u64>,
    limit_from: u64,
    cursor: Cursor,
    next: Option<i64>,
    /// No record is due before this: time up to here is over.
    over: i64,
    /// Records passed so far.
    passed: u64,
    /// Records that are due at once, beside the plan, and when that was asked for.
    burst: u64,
    burst_at: i64,
}

/// The next record: its segment, its number there, and its regular instant `ms + part / rate`; in a segment that goes by
/// seconds its number in the slot at `ms`, of `slot_count`.
#[derive(Clone, Copy, Debug, Default)]
struct Cursor {
    segment: usize,
    entered: bool,
    number: u64,
    ms: i64,
    part: u64,
    /// What a step adds to `ms` and `part`.
    step_ms: i64,
    step_part: u64,
    slot_count: u64,
}

impl Schedule {
    pub(crate) fn new(segments: Vec<Segment>, jitter: Option<u64>) -> Self {
        let mut schedule = Self {
            segments,
            jitter,
            table: None,
            duration: None,
            limit: None,
            limit_from: 0,
            cursor: Cursor::default(),
            next: None,
            over: i64::MIN,
            passed: 0,
            burst: 0,
            burst_at: i64::MIN,
        };
        schedule.find();
        schedule
    }

    /// With the table for periodic segments, an end of starts by hand, and an end by count.
    pub(crate) fn with(mut self, table: Option<Table>, duration: Option<i64>, limit: Option<u64>) -> Self {
        self.table = table.map(Box::new);
        self.duration = duration;
        self.limit = limit;
        self.cursor = Cursor::default();
        self.find();
        self
    }

    /// The instant of the next record, in epoch milliseconds.
    #[inline]
    pub(crate) fn next(&self) -> Option<i64> {
        self.next
    }

    /// Goes on to the record after the next one.
    #[inline]
    pub(crate) fn pass(&mut self) {
        if self.burst > 0 {
            self.pass_burst();
            return;
        }
        let Some(segment) = self.segments.get(self.cursor.segment) else { return };
        let cursor = &mut self.cursor;
        cursor.number += 1;
        if let Pace::Constant(rate) = segment.pace {
            cursor.ms = cursor.ms.saturating_add(cursor.step_ms);
            cursor.part += cursor.step_part;
            if cursor.part >= rate.millionths() {
                cursor.part -= rate.millionths();
                cursor.ms = cursor.ms.saturating_add(1);
            }
        }
        self.passed += 1;
        self.over = self.over.max(self.next.unwrap_or(i64::MIN));
        self.find();
    }

    /// One record of the burst is over; it does not count towards the end by count.
    #[cold]
    fn pass_burst(&mut self) {
        self.burst -= 1;
        self.passed += 1;
        self.limit_from += 1;
        self.over = self.over.max(self.next.unwrap_or(i64::MIN));
        self.find();
    }

    /// So many more records, all due at `at`; the plan goes on as it is.
    pub(crate) fn burst(&mut self, at: i64, records: u64) {
        self.burst_at = at;
        self.burst = self.burst.saturating_add(records);
        self.find();
    }

    /// Takes the place of another schedule at `at`: what this one had planned before then is past, counts go on. The way to `at` is a
    /// calculation, not a search, so that a plan changes at once after a year at a million records a second.
    pub(crate) fn take_over(&mut self, old: &Self, at: i64) {
        let at = at.max(old.over);
        self.segments.retain(|segment| segment.stop > at);
        if let Some(first) = self.segments.first_mut().filter(|first| first.start < at) {
            first.first = first.remaining(at, 0);
            first.start = at;
        }
        (self.passed, self.limit_from) = (old.passed, old.limit_from);
        (self.burst, self.burst_at) = (old.burst, old.burst_at);
        self.over = at;
        self.cursor = Cursor::default();
        self.find();
    }

    /// As [`Self::start`], for a schedule that has taken the place of one that was started by hand: neither its end by time nor that by
    /// count begins anew.
    pub(crate) fn go_on(&mut self, old: &Self, at: i64, rate: Rate) {
        let from = self.limit_from;
        self.start(at, rate);
        self.limit_from = from;
        let ends = old.segments.last().filter(|_| self.duration == old.duration).map(|last| last.stop);
        if let (Some(last), Some(stop)) = (self.segments.last_mut(), ends) {
            last.stop = stop;
        }
        self.find();
    }

    /// Says that all records due before `ms` have been passed: from now on none will be due there, whatever is changed.
    pub(crate) fn end_time(&mut self, ms: i64) {
        self.over = self.over.max(ms);
    }

    /// Sets `next` from the cursor, going on to the next segment where one is over.
    #[inline]
    fn find(&mut self) {
        if self.burst > 0 {
            self.next = Some(self.burst_at.max(self.over));
            return;
        }
        loop {
            let Some(segment) = self.segments.get(self.cursor.segment) else {
                self.next = None;
                return;
            };
            if !self.cursor.entered {
                self.cursor.enter(segment, self.table.as_deref());
            }
            let due = match segment.pace {
                Pace::Constant(rate) if rate.millionths() > 0 && self.cursor.ms < segment.stop => {
                    match self.jitter {
                        None => Some(self.cursor.ms),
                        Some(seed) => Some(self.cursor.jittered(segment, rate, mix(mix(self.passed) ^ seed))),
                    }
                }
                Pace::Constant(_) => None,
                Pace::Ramp { .. } | Pace::Periodic => self.slotted(),
            };
            if let Some(due) = due {
                self.next = self.within_limit().then(|| due.max(self.over));
                return;
            }
            self.cursor.segment += 1;
            self.cursor.entered = false;
        }
    }

    fn within_limit(&self) -> bool {
        self.limit.is_none_or(|limit| self.passed - self.limit_from < limit)
    }

    /// The instant of the next record of a segment that goes by seconds; nothing when it is over.
    fn slotted(&mut self) -> Option<i64> {
        let segment = self.segments.get(self.cursor.segment)?;
        let cursor = &mut self.cursor;
        while cursor.number >= cursor.slot_count {
            cursor.ms = cursor.ms.checked_add(SLOT)?;
            if cursor.ms >= segment.stop || segment.is_silent(self.table.as_deref()) {
                return None;
            }
            cursor.number = 0;
            cursor.slot_count = segment.slot_count(cursor.ms, self.table.as_deref());
        }
        let length = segment.slot_length(cursor.ms) as u128;
        // In 2^32ths of a record.
        let within = match self.jitter {
            None => 0,
            Some(seed) => mix(mix(self.passed) ^ seed) >> 32,
        };
        let at = (u128::from(cursor.number) << 32 | u128::from(within)) * length;
        let due = cursor.ms + ((at / u128::from(cursor.slot_count)) >> 32) as i64;
        (due < segment.stop).then_some(due)
    }

    /// The rate at `ms`; nothing when no segment is active then. Of a table it is the mean.
    pub(crate) fn rate_at(&self, ms: i64) -> Option<Rate> {
        let segment = self.segments.iter().find(|segment| segment.start <= ms && ms < segment.stop)?;
        let rate = match segment.pace {
            Pace::Constant(rate) => rate,
            Pace::Ramp { from, to, from_ms, to_ms } => {
                let share = ms.abs_diff(from_ms) as f64 / to_ms.abs_diff(from_ms).max(1) as f64;
                Rate::nearest(from.as_f64() + (to.as_f64() - from.as_f64()) * share)
            }
            Pace::Periodic => {
                let table = self.table.as_deref()?;
                Rate::nearest(table.periods.at(ms, table.utc_offset_minutes).0)
            }
        };
        (rate.millionths() > 0 && self.within_limit()).then_some(rate)
    }

    /// Ends all activity at `at`, or now if that is over.
    pub(crate) fn stop(&mut self, at: i64) {
        let at = at.max(self.over);
        self.forget_past();
        self.segments.retain(|segment| segment.start < at);
        if let Some(last) = self.segments.last_mut() {
            last.stop = last.stop.min(at);
        }
        if self.cursor.segment >= self.segments.len() {
            self.cursor.segment = self.segments.len();
            self.cursor.entered = false;
        }
        self.find();
    }

    /// Ends all planned activity at `at` and is active from then on, with a record at once.
    pub(crate) fn start(&mut self, at: i64, rate: Rate) {
        let at = at.max(self.over);
        if !self.within_limit() {
            // What was still planned when the last record was sent is not made up for.
            self.segments.clear();
            self.cursor = Cursor::default();
        }
        // A cursor behind the last segment stands at the place of the new one.
        self.stop(at);
        let stop = self.duration.map_or(i64::MAX, |duration| at.saturating_add(duration));
        let pace = if self.table.is_some() { Pace::Periodic } else { Pace::Constant(rate) };
        self.segments.push(Segment { start: at, stop, pace, own_rate: false, first: 0 });
        self.limit_from = self.passed;
        self.find();
    }

    /// Changes the rate from `at` on, in the segment that is active then and in later ones that have no rate of their
    /// own. The share of a record that has been gained already is kept, so that a slider may change the rate sixty
    /// times a second without sending more or less.
    pub(crate) fn set_rate(&mut self, at: i64, rate: Rate) {
        let at = at.max(self.over);
        self.forget_past();
        let follows = |segment: &Segment| segment.pace != Pace::Periodic;
        for segment in &mut self.segments {
            if segment.start > at && !segment.own_rate && follows(segment) {
                segment.pace = Pace::Constant(rate);
            }
        }
        let active = |segment: &Segment| segment.start <= at && at < segment.stop && follows(segment);
        if let Some(index) = self.segments.iter().position(active) {
            let old = self.segments[index];
            let passed =
                if index == self.cursor.segment && self.cursor.entered { self.cursor.number } else { 0 };
            let first = old.remaining(at, passed);
            self.segments[index].stop = at;
            let new = Segment {
                start: at,
                stop: old.stop,
                pace: Pace::Constant(rate),
                own_rate: old.own_rate,
                first,
            };
            self.segments.insert(index + 1, new);
            // The cursor goes on when a segment has no record left; now there may be one again.
            if self.cursor.segment > index {
                self.cursor.segment = index + 1;
                self.cursor.entered = false;
                self.cursor.number = 0;
            }
        }
        // A segment that has been entered but sent nothing may have another rate now.
        if self.cursor.number == 0 {
            self.cursor.entered = false;
        }
        self.find();
    }

    /// Drops the segments that are over, so that a sender started and stopped for days stays small.
    fn forget_past(&mut self) {
        let over = |segment: &&Segment| segment.stop <= self.over;
        let past = self.segments[..self.cursor.segment].iter().take_while(over).count();
        self.segments.drain(..past);
        self.cursor.segment -= past;
    }
}

impl Cursor {
    fn enter(&mut self, segment: &Segment, table: Option<&Table>) {
        self.entered = true;
        self.number = 0;
        let Pace::Constant(rate) = segment.pace else {
            self.ms = segment.start;
            self.slot_count = segment.slot_count(segment.start, table);
            return;
        };
        let rate = rate.millionths();
        if let (Some(wait), Some(part)) = (segment.first.checked_div(rate), segment.first.checked_rem(rate)) {
            self.ms = segment.start.saturating_add_unsigned(wait);
            self.part = part;
            self.step_ms = (RECORD / rate) as i64;
            self.step_part = RECORD % rate;
        }
    }

    /// A random instant of the record's slot, which reaches half a slot to both sides of its regular instant and ends
    /// where the segment ends. Slots do not overlap, so the order is kept.
    fn jittered(&self, segment: &Segment, rate: Rate, random: u64) -> i64 {
        let rate = rate.millionths() as i64;
        let half = (RECORD / 2) as i64;
        let part = self.part as i64;
        // In units from `ms`.
        let from = (part - half).max(segment.start.saturating_sub(self.ms).saturating_mul(rate));
        let to = (part + half).min(segment.stop.saturating_sub(self.ms).saturating_mul(rate));
        let width = (to - from).max(0) as u64;
        let at = from + ((width * (random >> 32)) >> 32) as i64;
        self.ms.saturating_add(at.div_euclid(rate))
    }
}

impl Segment {
    /// The length of the slot at `ms`: the last one may be shorter.
    fn slot_length(&self, ms: i64) -> i64 {
        match self.pace {
            Pace::Ramp { to_ms, .. } => SLOT.min(to_ms.saturating_sub(ms)).max(1),
            _ => SLOT,
        }
    }

    /// How many records the slot at `ms` has.
    fn slot_count(&self, ms: i64, table: Option<&Table>) -> u64 {
        match (self.pace, table) {
            (Pace::Ramp { from, to, from_ms, to_ms }, _) => {
                let (from, to) = (i128::from(from.millionths()), i128::from(to.millionths()));
                let whole = i128::from(to_ms.abs_diff(from_ms)).max(1);
                // Records due before `at`: what the ramp has gained until then, the first one at its beginning.
                let before = |at: i64| {
                    let t = i128::from(at.abs_diff(from_ms)).min(whole);
                    let gained = from * t + (to - from) * t * t / (2 * whole);
                    gained.unsigned_abs().div_ceil(u128::from(RECORD))
                };
                before(ms + self.slot_length(ms)).saturating_sub(before(ms)) as u64
            }
            (Pace::Periodic, Some(table)) => {
                table.periods.count(ms, table.utc_offset_minutes, mix(table.seed ^ mix(ms as u64)))
            }
            _ => 0,
        }
    }

    /// Whether no slot ever has a record: a search for one would not end.
    fn is_silent(&self, table: Option<&Table>) -> bool {
        self.pace == Pace::Periodic && table.is_none_or(|table| table.periods.is_silent())
    }

    /// Units still missing at `at` for the next record, when `passed` records of this segment have been passed.
    fn remaining(&self, at: i64, passed: u64) -> u64 {
        let Pace::Constant(rate) = self.pace else { return 0 };
        let (first, record) = (u128::from(self.first), u128::from(RECORD));
        let gained = u128::from(at.abs_diff(self.start)) * u128::from(rate.millionths());
        // Records whose regular instant is before `at`: they stay with the old rate.
        let before = if gained <= first { 0 } else { (gained - first).div_ceil(record) };
        // With jitter one more may have been sent already.
        let next = before.max(u128::from(passed));
        (first + next * record - gained) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(start: i64, stop: i64, rate: f64) -> Segment {
        Segment {
            start,
            stop,
            pace: Pace::Constant(Rate::per_second(rate).unwrap()),
            own_rate: false,
            first: 0,
        }
    }

    fn until(schedule: &mut Schedule, to: i64) -> Vec<i64> {
        let mut due = vec![];
        while let Some(next) = schedule.next().filter(|&next| next < to) {
            due.push(next);
            schedule.pass();
        }
        schedule.end_time(to);
        due
    }

    #[test]
    fn thirds_fall_on_the_millisecond_before() {
        let mut schedule = Schedule::new(vec![segment(1000, i64::MAX, 3.0)], None);
        assert_eq!(until(&mut schedule, 2500), [1000, 1333, 1666, 2000, 2333]);
    }

    #[test]
    fn every_hour_has_the_same_count() {
        for rate in [0.333, 1.0, 3.0, 7.0, 100.0, 999.999] {
            let mut schedule = Schedule::new(vec![segment(0, i64::MAX, rate)], None);
            let due = until(&mut schedule, 3 * 3_600_000);
            for start in [0, 1, 333, 3_600_000, 5_000_001] {
                let count = due.iter().filter(|&&at| (start..start + 3_600_000).contains(&at)).count();
                let exact = rate * 3600.0;
                assert!(
                    (count as f64 - exact).abs() < if exact == libm::floor(exact) { 1e-9 } else { 1.0 },
                    "{rate} {start} {count}"
                );
            }
        }
    }

    #[test]
    fn jitter_keeps_order_and_count() {
        let segments = vec![segment(0, 100_000, 1.0), segment(100_000, 100_500, 1000.0)];
        let mut schedule = Schedule::new(segments, Some(7));
        let due = until(&mut schedule, i64::MAX);
        assert!(due.is_sorted());
        assert_eq!(due.iter().filter(|&&at| at < 100_000).count(), 100);
        assert_eq!(due.len(), 600);
        assert!(due[0] >= 0 && due[599] < 100_500);
        let windows: Vec<_> = (0..10)
            .map(|w| due.iter().filter(|&&at| (w * 10_000..(w + 1) * 10_000).contains(&at)).count())
            .collect();
        assert!(windows.iter().all(|count| (9..=11).contains(count)), "{windows:?}");
        assert!(windows.iter().any(|&count| count != 10), "{windows:?}");
    }

    #[test]
    fn stop_and_start() {
        let mut schedule = Schedule::new(vec![segment(0, i64::MAX, 1.0)], None);
        assert_eq!(until(&mut schedule, 2500), [0, 1000, 2000]);
        schedule.stop(2500);
        assert_eq!(until(&mut schedule, 9000), [0; 0]);
        schedule.start(9100, Rate::per_second(2.0).unwrap());
        assert_eq!(until(&mut schedule, 10_000), [9100, 9600]);
        // What is over cannot be changed.
        schedule.start(0, Rate::per_second(1.0).unwrap());
        assert_eq!(until(&mut schedule, 11_001), [10_000, 11_000]);
    }

    #[test]
    fn a_backlog_survives_a_stop() {
        let mut schedule = Schedule::new(vec![segment(0, i64::MAX, 1.0)], None);
        schedule.pass();
        schedule.stop(3500);
        schedule.start(5000, Rate::per_second(1.0).unwrap());
        assert_eq!(until(&mut schedule, 6000), [1000, 2000, 3000, 5000]);
    }

    #[test]
    fn a_slider_neither_adds_nor_loses() {
        let mut schedule = Schedule::new(vec![segment(0, i64::MAX, 1.0)], None);
        let mut due = vec![];
        for step in 1..=600 {
            let at = step * 16;
            due.extend(until(&mut schedule, at));
            schedule.set_rate(at, Rate::per_second(if step % 2 == 0 { 1.0 } else { 3.0 }).unwrap());
        }
        // 9.6 seconds at 2 a second on average.
        assert!((19..=20).contains(&due.len()), "{}", due.len());
        schedule.set_rate(9600, Rate::default());
        assert_eq!(until(&mut schedule, 20_000), [0; 0]);
        schedule.set_rate(20_000, Rate::per_second(1.0).unwrap());
        assert_eq!(until(&mut schedule, 22_000).len(), 2);
    }

    #[test]
    fn later_segments_follow_the_rate_unless_they_have_their_own() {
        let own = Segment { own_rate: true, ..segment(20_000, 21_000, 5.0) };
        let mut schedule = Schedule::new(vec![segment(10_000, 11_000, 1.0), own], None);
        schedule.set_rate(0, Rate::per_second(2.0).unwrap());
        assert_eq!(until(&mut schedule, 15_000), [10_000, 10_500]);
        assert_eq!(until(&mut schedule, 30_000).len(), 5);
    }

    #[test]
    fn a_ramp_gains_its_area_evenly() {
        let rate = |records| Rate::per_second(records).unwrap();
        let pace = Pace::Ramp { from: rate(0.0), to: rate(100.0), from_ms: 0, to_ms: 10_500 };
        for jitter in [None, Some(3)] {
            let ramp = Segment { start: 0, stop: 10_500, pace, own_rate: true, first: 0 };
            let mut schedule = Schedule::new(vec![ramp, segment(20_000, 21_000, 5.0)], jitter);
            assert_eq!(schedule.rate_at(5250).map(Rate::as_f64), Some(50.0));
            let due = until(&mut schedule, i64::MAX);
            assert!(due.is_sorted());
            assert_eq!(due.len(), 525 + 5);
            let second = |at: i64| due.iter().filter(|&&due| due / 1000 == at).count();
            assert_eq!((second(0), second(4), second(9)), (5, 43, 91), "{jitter:?}");
            assert_eq!(second(10), 48);
        }
        let down = Pace::Ramp { from: rate(0.5), to: rate(0.0), from_ms: 0, to_ms: 60_000 };
        let ramp = Segment { start: 0, stop: 60_000, pace: down, own_rate: true, first: 0 };
        let due = until(&mut Schedule::new(vec![ramp], None), i64::MAX);
        assert_eq!(due.len(), 15);
        assert!(due[0] == 0 && due[14] < 60_000);
    }

    #[test]
    fn a_new_plan_goes_on_where_the_old_one_is() {
        let always = |rate: f64| Schedule::new(vec![segment(0, i64::MAX, rate)], None);
        let mut old = always(1.0).with(None, None, Some(12));
        assert_eq!(until(&mut old, 10_000).len(), 10);
        // As if it had always been so, but for what is past.
        let mut new = always(0.4).with(None, None, Some(12));
        new.take_over(&old, 10_000);
        assert_eq!(until(&mut new, 60_000), [10_000, 12_500], "ten of twelve had been sent");
        // A year of a million a second is no work.
        let mut new = always(1e6);
        new.take_over(&old, 31_536_000_000);
        assert_eq!(new.next(), Some(31_536_000_000));
        let spans = vec![segment(0, 5000, 1.0), segment(20_000, 21_000, 2.0)];
        let mut new = Schedule::new(spans, None);
        new.take_over(&old, 10_000);
        assert_eq!(until(&mut new, i64::MAX), [20_000, 20_500]);
    }

    #[test]
    fn a_ramp_goes_on_at_its_height() {
        let pace = Pace::Ramp {
            from: Rate::default(),
            to: Rate::per_second(100.0).unwrap(),
            from_ms: 0,
            to_ms: 10_000,
        };
        let ramp =
            || Schedule::new(vec![Segment { start: 0, stop: 10_000, pace, own_rate: true, first: 0 }], None);
        let whole = until(&mut ramp(), i64::MAX);
        let mut rest = ramp();
        rest.take_over(&Schedule::new(vec![], None), 5000);
        let late = whole.iter().filter(|&&at| at >= 5000).count();
        assert_eq!(until(&mut rest, i64::MAX).len(), late);
    }

    #[test]
    fn what_was_started_by_hand_goes_on() {
        let plan = |rate| Schedule::new(vec![segment(0, 1000, rate)], None).with(None, Some(5000), Some(4));
        let mut old = plan(1.0);
        assert_eq!(until(&mut old, 10_000), [0]);
        old.start(10_000, Rate::per_second(1.0).unwrap());
        assert_eq!(until(&mut old, 12_000), [10_000, 11_000]);
        let mut new = plan(1.0);
        new.take_over(&old, 12_000);
        new.go_on(&old, 12_000, Rate::per_second(2.0).unwrap());
        assert_eq!(until(&mut new, 60_000), [12_000, 12_500], "two of four were left");
    }

    #[test]
    fn a_burst_is_due_at_once_and_the_plan_goes_on() {
        let mut schedule = Schedule::new(vec![segment(0, i64::MAX, 1.0)], None).with(None, None, Some(3));
        assert_eq!(until(&mut schedule, 1500), [0, 1000]);
        schedule.burst(1500, 3);
        assert_eq!(until(&mut schedule, 9000), [1500, 1500, 1500, 2000]);
    }

    #[test]
    fn an_end_by_count_begins_anew_by_hand() {
        let mut schedule =
            Schedule::new(vec![segment(0, i64::MAX, 1.0)], None).with(None, Some(2500), Some(2));
        assert_eq!(until(&mut schedule, 10_000), [0, 1000]);
        assert_eq!(schedule.rate_at(9000), None);
        schedule.start(20_000, Rate::per_second(0.5).unwrap());
        // Two records and two and a half seconds, whichever is first.
        assert_eq!(until(&mut schedule, 60_000), [20_000, 22_000]);
    }
}
