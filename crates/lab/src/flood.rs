//! When rows become messages: incidents, digests, cooldown, and a cap, so that 17 anomalies are 2 messages and not 17.
//!
//! The order of things follows what alerting systems agree on: a row must pass the score at which an incident opens; an incident must
//! last before it tells anything; rows that pass are gathered, and a message goes out when the group's wait and the cooldown are over and the
//! hour has room. Nothing vanishes: every row is in a message, held for the next one, or counted under the reason why it is in none.
//!
//! Times are ROWTIMEs, so that how a run is cut into calls changes no message; only the cap looks at the wall's clock.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::{
    destination::{
        message::{Group, MAX_ROWS, OutRow},
        spec::FloodSpec,
    },
    protocol::FloodCounts,
};

/// An hour of the wall's clock, milliseconds.
const HOUR_MS: f64 = 3_600_000.0;

/// The flood control of one destination.
#[derive(Debug)]
pub(crate) struct Flood {
    spec: FloodSpec,
    incident: Option<Incident>,
    held: Option<Held>,
    /// ROWTIME by which the last message was made.
    last_ms: Option<i64>,
    /// Wall times of the messages of the last hour.
    sent: VecDeque<f64>,
    counts: FloodCounts,
}

/// Rows that come close upon each other.
#[derive(Debug)]
struct Incident {
    since_ms: i64,
    last_ms: i64,
    /// Its rows while it has not lasted long enough.
    waiting: Option<Held>,
}

/// Rows for a message that is not due.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Held {
    rows: Vec<OutRow>,
    strongest: OutRow,
    count: u64,
    /// ROWTIME at which the first came to be told of.
    since_ms: i64,
    until_ms: i64,
}

impl Held {
    fn new(row: OutRow, since_ms: i64) -> Self {
        Self { strongest: row.clone(), until_ms: row.rowtime_ms, rows: vec![row], count: 1, since_ms }
    }

    fn push(&mut self, row: OutRow) {
        if row.score > self.strongest.score {
            self.strongest = row.clone();
        }
        self.until_ms = row.rowtime_ms;
        self.count += 1;
        if self.rows.len() < MAX_ROWS {
            self.rows.push(row);
        }
    }

    /// How many rows.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// The rows as a message's.
    pub(crate) fn group(self) -> Group {
        Group { rows: self.rows, strongest: self.strongest, count: self.count, until_ms: self.until_ms }
    }
}

/// Why a row is to be told to nobody, if it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hush {
    /// It is to be told.
    No,
    /// The time was run as fast as possible: it is of the simulated past.
    Replay,
    /// Somebody asked for silence.
    Silence,
    /// Another tab sends for this lab.
    Elsewhere,
}

impl Flood {
    pub(crate) fn new(spec: &FloodSpec) -> Self {
        Self {
            spec: spec.clone(),
            incident: None,
            held: None,
            last_ms: None,
            sent: VecDeque::new(),
            counts: FloodCounts::default(),
        }
    }

    /// Changes the rules; rows that are held stay so.
    pub(crate) fn set_spec(&mut self, spec: &FloodSpec) {
        self.spec = spec.clone();
    }

    /// What became of the rows.
    pub(crate) fn counts(&self) -> FloodCounts {
        let waiting = self.incident.as_ref().and_then(|incident| incident.waiting.as_ref());
        let held = waiting.map_or(0, |held| held.count) + self.held.as_ref().map_or(0, |held| held.count);
        FloodCounts { held, ..self.counts.clone() }
    }

    /// Rows that are held, to be kept through a crash.
    pub(crate) fn held(&self) -> Option<&Held> {
        self.held.as_ref()
    }

    /// Lab time at which held rows are due, if they are only waiting for the clock.
    pub(crate) fn due_ms(&self) -> Option<i64> {
        let held = self.held.as_ref()?;
        let cooled =
            self.last_ms.map_or(i64::MIN, |last| last.saturating_add(ms(self.spec.cooldown_seconds)));
        Some(held.since_ms.saturating_add(ms(self.spec.group_seconds)).max(cooled))
    }

    /// Takes a row; gives the messages that are due by its time, oldest first.
    pub(crate) fn take(&mut self, row: OutRow, hush: Hush, wall_ms: f64) -> Vec<Group> {
        self.counts.rows += 1;
        match hush {
            Hush::No => {}
            Hush::Replay => self.counts.replayed += 1,
            Hush::Silence => self.counts.silenced += 1,
            Hush::Elsewhere => self.counts.elsewhere += 1,
        }
        if hush != Hush::No {
            return Vec::new();
        }
        let now_ms = row.rowtime_ms;
        self.come_back(now_ms);
        let mut due: Vec<Group> = self.poll(now_ms, wall_ms).into_iter().collect();
        if let Some(incident) = &self.incident
            && now_ms.saturating_sub(incident.last_ms) > ms(self.spec.gap_seconds)
        {
            self.end_incident();
        }
        let opens = self.spec.open;
        let bar = if self.incident.is_some() { self.spec.close.or(opens) } else { opens };
        if let (Some(bar), Some(score)) = (bar, row.score)
            && score < bar
        {
            self.end_incident();
            self.counts.below += 1;
            return due;
        }
        let incident =
            self.incident.get_or_insert(Incident { since_ms: now_ms, last_ms: now_ms, waiting: None });
        incident.last_ms = now_ms;
        if now_ms - incident.since_ms < ms(self.spec.for_seconds) {
            add(&mut incident.waiting, row, now_ms);
            return due;
        }
        if let Some(mut waited) = incident.waiting.take() {
            waited.since_ms = now_ms;
            self.merge(waited);
        }
        add(&mut self.held, row, now_ms);
        due.extend(self.poll(now_ms, wall_ms));
        due
    }

    /// The clock may have been set back: what was to come is to come again.
    fn come_back(&mut self, now_ms: i64) {
        if self.last_ms.is_some_and(|last| now_ms < last) {
            self.last_ms = None;
        }
        if self.incident.as_ref().is_some_and(|incident| now_ms < incident.last_ms) {
            self.end_incident();
        }
        if let Some(held) = &mut self.held {
            held.since_ms = held.since_ms.min(now_ms);
        }
    }

    fn merge(&mut self, waited: Held) {
        let Some(held) = &mut self.held else {
            self.held = Some(waited);
            return;
        };
        let known = waited.rows.len() as u64;
        for row in waited.rows {
            held.push(row);
        }
        held.count += waited.count - known;
        if waited.strongest.score > held.strongest.score {
            held.strongest = waited.strongest;
        }
    }

    fn end_incident(&mut self) {
        if let Some(Incident { waiting: Some(waiting), .. }) = self.incident.take() {
            self.counts.brief += waiting.count;
        }
    }

    /// The message that is due at this time of the lab, if one is.
    pub(crate) fn poll(&mut self, now_ms: i64, wall_ms: f64) -> Option<Group> {
        if self.due_ms()? > now_ms || !self.has_room(wall_ms) {
            return None;
        }
        self.release(now_ms, wall_ms)
    }

    /// What is held, due or not, as when its lab is closed.
    pub(crate) fn release(&mut self, now_ms: i64, wall_ms: f64) -> Option<Group> {
        let held = self.held.take()?;
        self.last_ms = Some(now_ms);
        self.sent.push_back(wall_ms);
        self.counts.messages += 1;
        self.counts.told += held.count;
        Some(held.group())
    }

    fn has_room(&mut self, wall_ms: f64) -> bool {
        while self.sent.front().is_some_and(|&at| at <= wall_ms - HOUR_MS || at > wall_ms + HOUR_MS) {
            self.sent.pop_front();
        }
        self.spec.per_hour == 0 || self.sent.len() < self.spec.per_hour as usize
    }

    /// Goes back to the start of time: what is held is still told, incidents and counts begin anew.
    pub(crate) fn restart(&mut self, wall_ms: f64) -> Option<Group> {
        let group = self.release(0, wall_ms);
        self.incident = None;
        self.last_ms = None;
        self.counts = FloodCounts::default();
        group
    }
}

fn add(held: &mut Option<Held>, row: OutRow, since_ms: i64) {
    match held {
        Some(held) => held.push(row),
        None => *held = Some(Held::new(row, since_ms)),
    }
}

fn ms(seconds: f64) -> i64 {
    (seconds * 1000.0) as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::destination::message::tests::row;

    fn scored(at_s: i64, score: f64) -> OutRow {
        OutRow { rowtime_ms: at_s * 1000, score: Some(score), ..row(0) }
    }

    /// Takes rows at seconds with scores; gives when each message was made and how many rows it tells of.
    fn messages(spec: &FloodSpec, rows: &[(i64, f64)], end_s: i64) -> (Vec<u64>, FloodCounts) {
        let mut flood = Flood::new(spec);
        let mut counts = Vec::new();
        for &(at, score) in rows {
            counts.extend(flood.take(scored(at, score), Hush::No, 0.0).iter().map(|group| group.count));
        }
        counts.extend(flood.poll(end_s * 1000, 0.0).map(|group| group.count));
        let told = flood.counts();
        let known =
            told.told + told.held + told.below + told.brief + told.silenced + told.replayed + told.elsewhere;
        assert_eq!(told.rows, known, "every row is somewhere");
        (counts, told)
    }

    fn every_second(count: i64) -> Vec<(i64, f64)> {
        (0..count).map(|at| (at, 3.0)).collect()
    }

    #[test]
    fn every_row_a_message_by_default() {
        assert_eq!(messages(&FloodSpec::default(), &every_second(3), 3).0, [1, 1, 1]);
    }

    #[test]
    fn seventeen_anomalies_are_two_messages() {
        let spec = FloodSpec { group_seconds: 5.0, cooldown_seconds: 60.0, ..FloodSpec::default() };
        let (counts, told) = messages(&spec, &every_second(17), 100);
        assert_eq!(counts, [5, 12]);
        assert_eq!((told.rows, told.messages, told.told, told.held), (17, 2, 17, 0));
        let (counts, told) = messages(&spec, &every_second(17), 30);
        assert_eq!((counts, told.held), (vec![5], 12), "the rest waits for the cooldown");
    }

    #[test]
    fn an_incident_must_last_and_has_two_thresholds() {
        let spec = FloodSpec { for_seconds: 3.0, gap_seconds: 5.0, ..FloodSpec::default() };
        let (counts, told) =
            messages(&spec, &[(0, 3.0), (1, 3.0), (20, 3.0), (22, 3.0), (24, 3.0), (25, 3.0)], 30);
        assert_eq!((counts, told.brief), (vec![3, 1], 2));
        let spec = FloodSpec { open: Some(3.0), close: Some(2.0), ..FloodSpec::default() };
        let (counts, told) = messages(&spec, &[(0, 2.5), (1, 3.1), (2, 2.5), (3, 1.9), (4, 2.5)], 9);
        assert_eq!((counts, told.below), (vec![1, 1], 3));
    }

    #[test]
    fn the_hour_has_room_for_so_many() {
        let spec = FloodSpec { per_hour: 2, ..FloodSpec::default() };
        let mut flood = Flood::new(&spec);
        let made: usize = (0..50).map(|at| flood.take(scored(at, 3.0), Hush::No, at as f64).len()).sum();
        assert_eq!((made, flood.counts().held), (2, 48));
        let later = flood.poll(60_000, HOUR_MS + 1.0).unwrap();
        assert_eq!((later.count, later.rows.len()), (48, MAX_ROWS));
        assert_eq!(flood.counts().told, 50);
    }

    #[test]
    fn what_is_to_be_told_to_nobody_is_counted() {
        let mut flood = Flood::new(&FloodSpec::default());
        for hush in [Hush::Replay, Hush::Silence, Hush::Silence, Hush::Elsewhere] {
            assert_eq!(flood.take(scored(0, 3.0), hush, 0.0), []);
        }
        let told = flood.counts();
        assert_eq!((told.rows, told.replayed, told.silenced, told.elsewhere, told.messages), (4, 1, 2, 1, 0));
    }

    #[test]
    fn a_clock_set_back_starts_no_endless_cooldown() {
        let spec = FloodSpec { cooldown_seconds: 60.0, ..FloodSpec::default() };
        let mut flood = Flood::new(&spec);
        assert_eq!(flood.take(scored(1000, 3.0), Hush::No, 0.0).len(), 1);
        assert_eq!(flood.take(scored(10, 3.0), Hush::No, 0.0).len(), 1);
    }

    #[test]
    fn the_strongest_row_leads() {
        let spec = FloodSpec { group_seconds: 10.0, ..FloodSpec::default() };
        let mut flood = Flood::new(&spec);
        for (at, score) in [(0, 2.5), (1, 3.5), (2, 3.0)] {
            flood.take(scored(at, score), Hush::No, 0.0);
        }
        assert_eq!(flood.due_ms(), Some(10_000));
        let group = flood.poll(10_000, 0.0).unwrap();
        assert_eq!((group.strongest.score, group.until_ms), (Some(3.5), 2000));
    }
}
