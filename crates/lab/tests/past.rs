//! The clock set back: every instant of a run is again what it was, and the way on from there too.
#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

use proptest::prelude::*;
use rillcut_lab::{
    Session, Tick, examples,
    file::{DestinationSpec, FloodSpec},
    protocol::{
        AnomalyView, ChartPoint, Command, Connection, Edit, Event, LabView, NumberedRow, Outcome, RowsQuery,
        RunState, Speed, StreamStatus,
    },
};

/// A page as far as it keeps what it is told.
struct Page {
    session: Session,
    wall_ms: f64,
    lab: Option<LabView>,
    chart: Vec<ChartPoint>,
    anomalies: Vec<AnomalyView>,
}

/// All that can be seen of an instant.
#[derive(Debug, PartialEq)]
struct Picture {
    clock_ms: i64,
    streams: Vec<StreamStatus>,
    rows: Vec<Vec<NumberedRow>>,
    records: Vec<u64>,
    chart: Vec<ChartPoint>,
    anomalies: Vec<AnomalyView>,
    lab: rillcut_lab::file::Lab,
}

impl Page {
    fn new() -> Self {
        let (chart, anomalies) = (Vec::new(), Vec::new());
        let mut page = Self { session: Session::new(42), wall_ms: 1e12, lab: None, chart, anomalies };
        page.send(Command::LoadText(examples::CLICKSTREAM.to_owned()));
        page.send(Command::SetSpeed(Speed::Max));
        page
    }

    fn send(&mut self, command: Command) {
        let mut events = Vec::new();
        self.session.command(command, self.wall_ms, &mut events);
        self.take(events);
    }

    fn take(&mut self, events: Vec<Event>) {
        for event in events {
            match event {
                Event::Lab(view) => self.lab = Some(*view),
                other => panic!("{other:?}"),
            }
        }
    }

    fn frame(&mut self) -> rillcut_lab::protocol::Frame {
        let frame = self.session.frame(self.wall_ms).expect("something changed");
        if frame.chart_reset {
            self.chart.clear();
            self.anomalies.clear();
        }
        self.chart.extend(frame.chart.iter().cloned());
        self.anomalies.extend(frame.anomalies.iter().cloned());
        frame
    }

    /// Runs at most so many records at a time until the clock stands there or behind it.
    fn until(&mut self, clock_ms: i64, records: usize) {
        self.send(Command::Run);
        while self.session.engine().expect("a lab").now_ms() < clock_ms {
            assert_eq!(self.session.tick(self.wall_ms, records), Tick::Again);
            let news = self.session.take_news();
            self.take(news);
        }
        self.send(Command::Pause);
    }

    fn seek(&mut self, clock_ms: i64) {
        self.send(Command::Seek { clock_ms });
        while self.session.tick(self.wall_ms, 1000) == Tick::Again {}
        let news = self.session.take_news();
        self.take(news);
        assert_eq!(self.session.engine().expect("a lab").now_ms(), clock_ms);
    }

    fn picture(&mut self) -> Picture {
        let view = self.lab.clone().expect("a lab");
        let mut rows = Vec::new();
        for stream in &view.streams {
            self.send(Command::Watch(RowsQuery {
                stream: stream.name.clone(),
                limit: 50,
                ..RowsQuery::default()
            }));
            rows.push(self.frame().rows.map(|update| update.rows).unwrap_or_default());
        }
        self.send(Command::Pause);
        let frame = self.frame();
        assert_eq!(frame.state, RunState::Paused);
        Picture {
            clock_ms: frame.clock_ms,
            streams: frame.streams,
            rows,
            records: frame.senders.iter().map(|sender| sender.records).collect(),
            chart: newest(&self.chart),
            anomalies: newest(&self.anomalies),
            lab: view.lab,
        }
    }

    fn start_ms(&self) -> i64 {
        self.lab.as_ref().expect("a lab").start_ms
    }
}

/// What every page keeps.
fn newest<T: Clone>(items: &[T]) -> Vec<T> {
    items[items.len().saturating_sub(500)..].to_vec()
}

/// Edits of all kinds, in the order in which they are made.
fn edit(number: usize, page: &Page) -> Edit {
    let lab = &page.lab.as_ref().expect("a lab").lab;
    match number % 5 {
        0 => Edit::Send { at: 1, on: false },
        1 => Edit::Send { at: 1, on: true },
        2 => Edit::SetSql(format!("{}-- once more\n", lab.sql)),
        3 => {
            let mut sender = lab.senders[0].clone();
            sender.rate += 1.0;
            Edit::PutSender { at: 0, sender }
        }
        _ => Edit::PutTemplate {
            name: lab.templates[1].name.clone(),
            text: format!("{} ", lab.templates[1].text),
        },
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_instant_comes_back(
        steps in prop::collection::vec((1_i64..90_000, any::<bool>()), 2..9),
        way in prop::collection::vec(any::<prop::sample::Index>(), 6),
        records in prop::sample::select(vec![1_usize, 7, 1000]),
    ) {
        let mut page = Page::new();
        let mut clock_ms = page.start_ms();
        let mut seen = Vec::new();
        for (number, (step, change)) in steps.iter().enumerate() {
            clock_ms += step;
            page.until(clock_ms, records);
            clock_ms = page.session.engine().expect("a lab").now_ms();
            if *change {
                let edit = edit(number, &page);
                page.send(Command::Edit(edit));
            }
            let picture = page.picture();
            // A clock that stopped between two records of one millisecond comes back as that millisecond's beginning, but for the last:
            // that is where the run has come to, to the record.
            let between = picture.streams[0].last_rowtime == Some(clock_ms);
            if !between || number + 1 == steps.len() {
                seen.push((clock_ms, picture));
            }
        }
        for at in way.iter().map(|at| at.index(seen.len())).chain([0, seen.len() - 1]) {
            let (clock_ms, then) = &seen[at];
            page.seek(*clock_ms);
            prop_assert_eq!(&page.picture(), then);
        }
        // Played once more from the start, at another cut, it comes to the same end.
        let start_ms = page.start_ms();
        page.seek(start_ms);
        page.until(clock_ms, 13);
        page.seek(clock_ms);
        prop_assert_eq!(&page.picture(), &seen[seen.len() - 1].1);
    }
}

#[test]
fn a_long_run_goes_back_by_its_copies() {
    let mut page = Page::new();
    let start_ms = page.start_ms();
    let mut seen = Vec::new();
    for hour in 1..=24 {
        page.send(Command::Edit(Edit::Send { at: 4, on: hour % 2 == 0 }));
        // A slice ends with the hour.
        let clock_ms = start_ms + hour * 3_600_000;
        page.until(clock_ms, usize::MAX);
        seen.push((clock_ms, page.picture()));
    }
    for (clock_ms, then) in seen.iter().rev().step_by(5).chain(&seen[6..8]) {
        page.seek(*clock_ms);
        assert_eq!(&page.picture(), then);
    }
}

#[test]
fn a_change_in_the_past_makes_another_future_and_nothing_is_sent_twice() {
    let mut page = Page::new();
    let start_ms = page.start_ms();
    // The test plays as fast as it can, which is quiet unless one asks for it.
    let flood = FloodSpec { replay: true, ..FloodSpec::default() };
    let destination = Box::new(DestinationSpec { flood, ..DestinationSpec::of("DESTINATION_SQL_STREAM") });
    page.send(Command::Edit(Edit::PutDestination { at: 0, destination }));
    let connection = Connection { url: "https://example.test/hook".to_owned(), ..Connection::default() };
    page.send(Command::Connect { at: 0, connection: Some(Box::new(connection)) });
    let requests = |page: &mut Page| {
        let mut ids = Vec::new();
        loop {
            page.wall_ms += 60_000.0;
            let due = page.session.due_requests(page.wall_ms);
            if due.is_empty() {
                break ids;
            }
            for request in due {
                let answer = Outcome::Status { status: 200, retry_after: None, answer: String::new() };
                page.session.outcome(&request.id, &answer, 5, page.wall_ms);
                ids.push(request.id);
            }
        }
    };
    page.until(start_ms + 600_000, 1000);
    let first = requests(&mut page);
    assert!(first.len() >= 2, "{first:?}");
    page.seek(start_ms);
    page.until(start_ms + 600_000, 1000);
    assert_eq!(requests(&mut page), Vec::<String>::new(), "it was sent when it was found");
    page.seek(start_ms + 100_000);
    page.send(Command::Edit(Edit::Send { at: 0, on: true }));
    let frame = page.frame();
    assert_eq!(frame.reached_ms, frame.clock_ms, "what came later is gone");
    page.until(start_ms + 600_000, 1000);
    let second = requests(&mut page);
    assert!(!second.is_empty() && second.iter().all(|id| !first.contains(id)), "{first:?} {second:?}");
}
