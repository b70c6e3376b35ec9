//! Recorded data as the source: the instants they carry, the schema they fit, and the same rows as the command's `run` gives.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

use rillcut_lab::{
    Engine, Session, Tick, examples,
    file::Lab,
    protocol::{Command, Edit, Event, Frame, LabView, ReplayRequest, RowsQuery, RunState, Speed, Step},
    recording::{Arrival, Recording},
};

/// A program over a source with the columns A and T.
fn lab(sql: &str) -> Lab {
    let (mut lab, problems) = Lab::from_any(examples::EMPTY).unwrap();
    assert!(problems.is_empty(), "{problems:?}");
    sql.clone_into(&mut lab.sql);
    lab
}

const COUNT: &str = r#"CREATE STREAM "DESTINATION_SQL_STREAM" ("N" BIGINT);
CREATE PUMP "P" AS INSERT INTO "DESTINATION_SQL_STREAM"
SELECT STREAM COUNT(*) FROM "SOURCE_SQL_STREAM_001" s GROUP BY STEP(s.ROWTIME BY INTERVAL '10' SECOND);
"#;

fn request(text: &str, arrival: Option<&str>) -> ReplayRequest {
    ReplayRequest {
        name: "data".to_owned(),
        bytes: text.as_bytes().to_vec(),
        arrival: arrival.map(str::to_owned),
        rate: 1.0,
        keep_schema: false,
    }
}

/// Records numbered in A, at their own times in T.
fn numbered(records: i64, time: fn(i64) -> i64) -> String {
    let lines: Vec<String> = (0..records).map(|n| format!("{{\"A\":{n},\"T\":{}}}", time(n))).collect();
    lines.join("\n")
}

/// A session that replays a text with that program over it.
fn replaying(text: &str, arrival: Option<&str>) -> (Session, LabView) {
    let mut session = Session::new(1);
    let mut events = Vec::new();
    session.command(Command::Load(Box::new(lab(COUNT))), 1e12, &mut events);
    session.command(Command::SetSpeed(Speed::Max), 1e12, &mut events);
    events.clear();
    session.command(Command::Replay(Box::new(request(text, arrival))), 1e12, &mut events);
    let Some(Event::Lab(view)) = events.pop() else { panic!("{events:?}") };
    (session, *view)
}

/// Runs until the session stops by itself; the last frame, with the rows of the destination.
fn to_the_end(session: &mut Session) -> Frame {
    let watch = RowsQuery { stream: "DESTINATION_SQL_STREAM".to_owned(), limit: 100, ..RowsQuery::default() };
    session.command(Command::Watch(watch), 1e12, &mut Vec::new());
    session.command(Command::Run, 1e12, &mut Vec::new());
    for _ in 0..10_000 {
        if session.tick(1e12, 1000) == Tick::Idle {
            return session.frame(1e12).expect("something changed");
        }
    }
    panic!("it never stops");
}

fn rows(frame: &Frame) -> Vec<(String, String)> {
    let update = frame.rows.as_ref().expect("rows");
    // The newest is first there.
    let rows = update.rows.iter().rev().map(|row| &row.row);
    rows.map(|row| (row.rowtime.clone(), row.cells[0].clone().unwrap())).collect()
}

#[test]
fn records_come_when_their_field_says_and_the_end_closes_the_windows() {
    let text = "{\"A\":1,\"T\":\"2025-03-01 10:00:01.5\"}\n{\"A\":2,\"T\":\"2025-03-01 10:00:09.0\"}\n\n{\"A\":3,\"T\":\"2025-03-01 10:00:12.0\"}\n";
    let (mut session, view) = replaying(text, Some("T"));
    let recording = view.recording.expect("a recording");
    assert_eq!((recording.name.as_str(), recording.records, recording.adjusted), ("data", 3, 0));
    let columns: Vec<&str> = view.streams[0].columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(columns[..2], ["A", "T"]);
    let frame = to_the_end(&mut session);
    let expected = [("2025-03-01 10:00:10.0", "2"), ("2025-03-01 10:00:20.0", "1")];
    assert_eq!(rows(&frame), expected.map(|(at, count)| (at.to_owned(), count.to_owned())));
    assert_eq!((frame.replayed, frame.source.records, frame.state), (3, 3, RunState::Paused));
}

#[test]
fn csv_with_a_header_arrays_and_text_are_read_and_come_at_a_rate() {
    for (text, records) in [
        ("A,T\n1,x\n2,y\n3,z\n", 3),
        ("[{\"A\":1},{\"A\":2},\n {\"A\":3}]", 3),
        ("one line\nanother one\r\n\u{e9}t\u{e9}\n", 3),
        ("\u{feff}{\"A\":1}\n{\"A\":\"no number\"}\n", 2),
    ] {
        let (mut session, view) = replaying(text, None);
        assert_eq!(view.recording.expect("a recording").records, records, "{text}");
        let frame = to_the_end(&mut session);
        assert_eq!(frame.replayed, records, "{text}");
        assert_eq!(rows(&frame), [("2026-01-01 00:00:10.0".to_owned(), records.to_string())], "{text}");
    }
}

#[test]
fn times_that_are_missing_or_go_back_are_counted_and_nothing_is_left_out() {
    let text = "{\"T\":null}\n{\"T\":5000}\n{\"T\":4000}\n{\"T\":12000}\nnonsense\n{\"T\":13000}\n";
    let (mut session, view) = replaying(text, Some("T"));
    assert_eq!((view.start_ms, view.recording.expect("a recording").adjusted), (5000, 3));
    let frame = to_the_end(&mut session);
    assert_eq!((frame.source.records, frame.source.rows, frame.source.errors), (6, 5, 1));
    assert_eq!(rows(&frame).iter().map(|(_, count)| count.as_str()).collect::<Vec<_>>(), ["3", "2"]);
}

#[test]
fn what_cannot_be_replayed_is_refused_and_the_lab_runs_on() {
    let mut session = Session::new(1);
    session.command(Command::Load(Box::new(lab(COUNT))), 1e12, &mut Vec::new());
    let mut refused = |request: ReplayRequest| {
        let mut events = Vec::new();
        session.command(Command::Replay(Box::new(request)), 1e12, &mut events);
        match events.pop() {
            Some(Event::Rejected { problems, .. }) => (problems[0].code.clone(), problems[0].message.clone()),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(refused(request("", None)).0, "REC0020");
    assert_eq!(refused(request("{\"A\":1}\n", Some("B"))).0, "LAB0051");
    assert_eq!(refused(request("{\"A\":\"x\"}\n", Some("A"))).0, "LAB0051");
    for rate in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e10] {
        assert_eq!(refused(ReplayRequest { rate, ..request("{\"A\":1}\n", None) }).0, "LAB0052");
    }
    assert!(session.engine().is_some_and(|engine| engine.recording().is_none()));
}

#[test]
fn a_replay_can_be_reset_sought_and_ended() {
    let text = numbered(500, |n| n * 700);
    let (mut session, view) = replaying(&text, Some("T"));
    let mut events = Vec::new();
    session.command(Command::Step(Step::Window), 1e12, &mut events);
    while session.tick(1e12, 3) == Tick::Again {}
    let then = session.frame(1e12).expect("a frame");
    let end = to_the_end(&mut session);
    session.command(Command::Seek { clock_ms: then.clock_ms }, 1e12, &mut events);
    while session.tick(1e12, 1000) == Tick::Again {}
    let again = session.frame(1e12).expect("a frame");
    assert_eq!((again.replayed, &again.streams), (then.replayed, &then.streams));
    assert_eq!(rows(&to_the_end(&mut session)), rows(&end));
    session.command(Command::Reset, 1e12, &mut events);
    assert_eq!(rows(&to_the_end(&mut session)), rows(&end));
    session.command(Command::Edit(Edit::SetSeed(9)), 1e12, &mut events);
    assert!(session.engine().unwrap().recording().is_some());
    session.command(Command::EndReplay, 1e12, &mut events);
    assert!(session.engine().unwrap().recording().is_none() && view.recording.is_some());
}

#[test]
fn cuts_do_not_show() {
    let text = numbered(200, |n| n / 3 * 1000);
    let (recording, schema) = Recording::read("data", text.as_bytes(), &Arrival::Column("T")).unwrap();
    let mut seen = Vec::new();
    for records in [1, 2, 7, usize::MAX] {
        let mut lab = lab(COUNT);
        lab.schema = Some(rillcut_lab::file::SchemaText(schema.to_json()));
        let mut engine = Engine::replaying(lab, recording.from_the_start(), 0).unwrap();
        let mut rows = Vec::new();
        while engine.now_ms() < 100_000 {
            engine.advance_with(100_000, records, &mut |id, batch| {
                for (row, &time) in batch.rowtimes.iter().enumerate() {
                    rows.push((id, time, batch.columns[0].value(row)));
                }
            });
        }
        rows.sort_by_key(|(id, time, _)| (id.0, *time));
        seen.push(rows);
    }
    assert!(seen[0].len() > 200 && seen.iter().all(|rows| *rows == seen[0]));
}

#[test]
fn what_a_flink_job_wrote_comes_at_its_rowtime() {
    let text = "{\"ROWTIME\":\"2026-01-01 00:03:10\",\"CTRPERCENT\":430.0,\"ANOMALY_SCORE\":3.4298346885077837}\n\
                {\"ROWTIME\":\"2026-01-01 00:03:20.5\",\"CTRPERCENT\":409.99999999999994,\"ANOMALY_SCORE\":2.4047658704177115}\n";
    let (recording, schema) =
        Recording::read("part-0", text.as_bytes(), &Arrival::Column("ROWTIME")).unwrap();
    assert_eq!(recording.start_ms(), rillcut_record::parse_timestamp("2026-01-01 00:03:10"));
    assert_eq!(schema.columns.len(), 3);
}
