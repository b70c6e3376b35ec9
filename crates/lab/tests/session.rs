//! The session as the page uses it: commands in, events and frames out, requests to make.
#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

use rillcut_lab::{
    Session, Tick, Write,
    application_json::Shape,
    examples,
    file::{DestinationSpec, FloodSpec, SenderSpec},
    labs_of,
    protocol::{
        ColumnFilter, Command, Connection, DeliveryState, Edit, Event, ExportAs, Frame, LabView, Outcome,
        Problem, ProblemSource, RowsQuery, RunState, Speed, Step, TextForm,
    },
};

/// A session with a wall clock that the test moves.
struct Page {
    session: Session,
    wall_ms: f64,
}

impl Page {
    fn new() -> Self {
        let mut page = Self { session: Session::new(42), wall_ms: 1e12 };
        let events = page.send(Command::LoadText(examples::CLICKSTREAM.to_owned()));
        assert!(matches!(events.as_slice(), [Event::Lab(_)]), "{events:?}");
        page
    }

    fn send(&mut self, command: Command) -> Vec<Event> {
        let mut events = Vec::new();
        self.session.command(command, self.wall_ms, &mut events);
        events
    }

    fn edit(&mut self, edit: Edit) -> Result<LabView, (ProblemSource, Vec<Problem>)> {
        match self.send(Command::Edit(edit)).pop() {
            Some(Event::Lab(view)) => Ok(*view),
            Some(Event::Rejected { source, problems }) => Err((source, problems)),
            other => panic!("{other:?}"),
        }
    }

    /// Lets the wall clock go on in 10 ms ticks.
    fn wait(&mut self, ms: u32) -> Frame {
        for _ in 0..ms / 10 {
            self.wall_ms += 10.0;
            while self.session.tick(self.wall_ms, 1000) == Tick::Again {}
        }
        self.session.frame(self.wall_ms).expect("something changed")
    }

    /// Ticks until the session stops by itself.
    fn until_paused(&mut self) -> Frame {
        for _ in 0..1_000_000 {
            if self.session.tick(self.wall_ms, 1000) == Tick::Idle {
                return self.session.frame(self.wall_ms).expect("something changed");
            }
        }
        panic!("it never pauses");
    }
}

fn answer(status: u16) -> Outcome {
    Outcome::Status { status, retry_after: None, answer: String::new() }
}

fn connect(at: usize, url: &str) -> Command {
    let connection = Connection { url: url.to_owned(), remember: true, ..Connection::default() };
    Command::Connect { at, connection: Some(Box::new(connection)) }
}

fn rows(frame: &Frame, view: &LabView, stream: &str) -> u64 {
    let at = view.streams.iter().position(|known| known.name == stream).expect("a stream");
    frame.streams[at].rows
}

#[test]
fn a_lab_leaves_as_an_application_and_comes_back_with_notices() {
    let mut page = Page::new();
    for (form, ending) in [
        (ExportAs::Application(Shape::V1), ".application.json"),
        (ExportAs::Application(Shape::V2), ".application.json"),
        (ExportAs::Application(Shape::CloudFormation), ".template.json"),
    ] {
        let events = page.send(Command::Export(form));
        let [Event::Exported { name, text }, Event::Noticed { source: ProblemSource::Lab, problems }] =
            &events[..]
        else {
            panic!("{events:?}")
        };
        assert!(
            name.ends_with(ending) && problems.iter().all(|problem| !problem.is_error),
            "{name} {problems:?}"
        );
        let events = page.send(Command::LoadText(text.clone()));
        let Some(Event::Lab(view)) = events.first() else { panic!("{events:?}") };
        assert!(view.streams.iter().any(|stream| stream.name == "CTRSTREAM"));
    }
    let events = page.send(Command::Export(ExportAs::Sql));
    let [Event::Exported { name, text }] = &events[..] else { panic!("{events:?}") };
    assert!(name.strip_suffix(".sql").is_some() && *text == examples_sql());
}

#[test]
fn real_time_behaves_as_the_lab_did() {
    let mut page = Page::new();
    let Some(Event::Lab(view)) = page.send(Command::Reset).pop() else { panic!() };
    page.send(Command::SetSpeed(Speed::Times(1.0)));
    page.send(Command::Run);
    let frame = page.wait(9_900);
    assert_eq!(frame.state, RunState::Running);
    assert!(
        (9_800..=9_900).contains(&(frame.clock_ms - view.start_ms)),
        "{}",
        frame.clock_ms - view.start_ms
    );
    assert_eq!(rows(&frame, &view, "CLICKSTREAM"), 0, "the first window is still open");
    assert_eq!(frame.windows.len(), 2);
    let frame = page.wait(300);
    assert_eq!(rows(&frame, &view, "CTRSTREAM"), 1, "it closes on the clock");
    let frame = page.wait(110_000);
    let forest = frame.forest.expect("a forest");
    assert_eq!((forest.seen, forest.sample), (12, 12));
    assert!(frame.chart.iter().all(|point| point.warm_up && point.score == 0.0));
    let frame = page.wait(10_000);
    assert!(
        frame.chart.iter().all(|point| !point.warm_up && point.score > 0.0),
        "the 13th window has a score"
    );
}

#[test]
fn counters_add_up_and_the_burst_is_found() {
    let mut page = Page::new();
    let Some(Event::Lab(view)) = page.send(Command::Reset).pop() else { panic!() };
    page.send(Command::Watch(RowsQuery {
        stream: "CTRSTREAM".to_owned(),
        limit: 10,
        ..RowsQuery::default()
    }));
    page.send(Command::Step(Step::Anomaly));
    let frame = page.until_paused();
    let burst = &view.lab.moments[0];
    let at = (frame.anomalies[0].rowtime_ms - view.start_ms) as f64 / 1000.0;
    assert!(burst.from < at && at <= burst.until + 10.0, "{at}");
    assert!(frame.anomalies[0].score.expect("a score") > 2.0);
    assert!(frame.anomalies[0].sentence.starts_with("Anomaly detected with a click-through rate of "));
    assert_eq!(frame.anomalies_total, 1);
    let senders: u64 = frame.senders.iter().map(|sender| sender.records).sum();
    assert_eq!(frame.source.records, senders);
    assert_eq!(frame.source.records, frame.source.rows + frame.source.errors);
    let watched = frame.rows.as_ref().expect("rows of the watched stream");
    assert_eq!((watched.rows.len(), watched.matching), (10, watched.kept));
    assert_eq!(watched.rows[0].number + 1, rows(&frame, &view, "CTRSTREAM"), "the newest is first");
}

#[test]
fn steps_go_one_record_or_one_window() {
    let mut page = Page::new();
    page.send(Command::Step(Step::Record));
    assert_eq!(page.until_paused().source.records, 1);
    page.send(Command::Step(Step::Record));
    assert_eq!(page.until_paused().source.records, 2);
    let Some(Event::Lab(view)) = page.send(Command::Reset).pop() else { panic!() };
    for window in 1..=3 {
        page.send(Command::Step(Step::Window));
        let frame = page.until_paused();
        assert_eq!(frame.clock_ms - view.start_ms, window * 10_000);
        assert_eq!(rows(&frame, &view, "CTRSTREAM"), window as u64);
    }
    page.send(Command::Step(Step::Day));
    let frame = page.until_paused();
    assert_eq!(frame.clock_ms - view.start_ms, 30_000 + 86_400_000);
}

#[test]
fn a_broken_program_is_refused_and_the_old_one_runs_on() {
    let mut page = Page::new();
    page.send(Command::SetSpeed(Speed::Max));
    page.send(Command::Step(Step::Window));
    let before = page.until_paused();
    let sql = examples_sql().replace("\"browseraction\" = 'Click'", "browseraction = 'Click'");
    let (source, problems) = page.edit(Edit::SetSql(sql.clone())).unwrap_err();
    assert_eq!(source, ProblemSource::Sql);
    assert!(problems[0].line > 1 && problems[0].column > 1, "{problems:?}");
    assert!(problems[0].hint.as_ref().expect("a hint").contains("\"browseraction\""), "{problems:?}");
    page.send(Command::Step(Step::Window));
    let after = page.until_paused();
    assert!(after.source.records > before.source.records);
    let events = page.send(Command::CheckSql(sql));
    assert!(matches!(&events[..], [Event::Checked { problems, .. }] if problems[0].is_error));
    let view = page.edit(Edit::SetSql(examples_sql())).expect("the good program is taken");
    assert_eq!(view.accepted, Some(ProblemSource::Sql), "what was refused of other parts stands");
    let frame = page.session.frame(page.wall_ms).expect("a frame");
    assert!(frame.chart_reset);
    assert_eq!(rows(&frame, &view, "CTRSTREAM"), 0, "its streams start anew");
    assert_eq!(frame.clock_ms, after.clock_ms, "the clock goes on");
}

fn examples_sql() -> String {
    rillcut_lab::file::Lab::from_json(examples::CLICKSTREAM).expect("a lab").sql
}

#[test]
fn the_program_beside_the_lab_is_the_labs() {
    let beside = include_str!("../../../www/examples/clickstream.sql");
    assert_eq!(
        examples_sql(),
        beside,
        "www/examples/clickstream.lab.json holds the program of clickstream.sql"
    );
    let beside = include_str!("../../../www/examples/stock-ticker.sql");
    let lab = rillcut_lab::file::Lab::from_json(examples::STOCK_TICKER).expect("a lab");
    assert_eq!(lab.sql, beside, "www/examples/stock-ticker.lab.json holds the program of stock-ticker.sql");
}

#[test]
fn other_parts_are_refused_with_a_code_and_a_place() {
    let mut page = Page::new();
    let (source, problems) = page
        .edit(Edit::PutTemplate {
            name: "Click Payload".to_owned(),
            text: "{\"a\": {{random.nmber}}}".to_owned(),
        })
        .unwrap_err();
    assert_eq!(source, ProblemSource::Template("Click Payload".to_owned()));
    assert!(
        problems[0].code.starts_with("GEN") && problems[0].line == 1 && problems[0].column > 5,
        "{problems:?}"
    );
    let (source, problems) = page.edit(Edit::SetSchema("{".to_owned())).unwrap_err();
    assert_eq!(source, ProblemSource::Schema);
    assert!(problems[0].code.starts_with("REC"), "{problems:?}");
    let sender = SenderSpec {
        name: "S".to_owned(),
        template: "Click Payload".to_owned(),
        rate: -1.0,
        ..SenderSpec::default()
    };
    let (source, problems) = page.edit(Edit::PutSender { at: 9, sender: sender.clone() }).unwrap_err();
    assert_eq!((source, problems[0].code.as_str()), (ProblemSource::Sender(5), "LAB0010"));
    let events = page.send(connect(0, "example"));
    assert!(matches!(&events[..], [Event::Rejected { source: ProblemSource::Destination(0), .. }]));
    let view =
        page.edit(Edit::PutSender { at: 9, sender: SenderSpec { rate: 2.0, ..sender } }).expect("a sender");
    assert_eq!(view.lab.senders.len(), 6);
    assert_eq!(page.edit(Edit::RemoveSender { at: 5 }).expect("it goes").lab.senders.len(), 5);
}

#[test]
fn senders_by_hand_and_records_that_do_not_fit() {
    let mut page = Page::new();
    let sender = SenderSpec {
        name: "Broken".to_owned(),
        template: "Broken".to_owned(),
        rate: 10.0,
        ..SenderSpec::default()
    };
    page.edit(Edit::PutTemplate {
        name: "Broken".to_owned(),
        text: "not json {{random.number(9)}}".to_owned(),
    })
    .expect("any text is a record");
    page.edit(Edit::PutSender { at: 5, sender }).expect("a sender");
    page.edit(Edit::Send { at: 5, on: true }).expect("it starts");
    page.send(Command::SetSpeed(Speed::Times(1.0)));
    page.send(Command::Run);
    let frame = page.wait(2_000);
    assert!(frame.senders[5].sending && frame.senders[5].rate == 10.0);
    assert!((18..=21).contains(&frame.source.errors), "{:?}", frame.source);
    assert_eq!(frame.source.records, frame.source.rows + frame.source.errors);
    let view = page.edit(Edit::Send { at: 5, on: false }).expect("it stops");
    assert_eq!(rows(&frame, &view, "error_stream"), frame.source.errors);
    let errors = frame.source.errors;
    let frame = page.wait(2_000);
    assert!(!frame.senders[5].sending);
    assert!(frame.source.errors <= errors + 1);
}

#[test]
fn an_anomaly_is_delivered_with_retries_under_one_id() {
    let mut page = Page::new();
    page.send(Command::Step(Step::Anomaly));
    page.until_paused();
    assert!(page.session.due_requests(page.wall_ms).is_empty(), "nothing is sent without an address");
    page.send(Command::Reset);
    let connection = Connection {
        url: "http://127.0.0.1:9/hook".to_owned(),
        headers: vec![("authorization".to_owned(), "Bearer secret".to_owned())],
        ..Connection::default()
    };
    let events = page.send(Command::Connect { at: 0, connection: Some(Box::new(connection)) });
    assert!(matches!(&events[..], [Event::Lab(view)] if view.connections[0].is_connected));
    page.send(Command::Test { at: 0 });
    let [test] = &page.session.due_requests(page.wall_ms)[..] else { panic!("a test message") };
    assert!(test.body.contains("\"type\":\"test\""));
    page.session.outcome(&test.id, &answer(200), 3, page.wall_ms);

    page.send(Command::Step(Step::Anomaly));
    page.until_paused();
    let [first] = &page.session.due_requests(page.wall_ms)[..] else { panic!("the anomaly's message") };
    let body: serde_json::Value = serde_json::from_str(&first.body).expect("JSON");
    assert_eq!(body["id"], first.id.as_str());
    assert_eq!(body["type"], "anomaly.detected");
    assert_eq!(body["stream"], "DESTINATION_SQL_STREAM");
    assert_eq!(body["row"]["ANOMALY_SCORE"], body["score"]);
    assert!(body["sentence"].as_str().expect("a sentence").contains("anomaly score of"));
    page.session.outcome(&first.id, &answer(503), 3, page.wall_ms);
    let again = page.session.next_request_ms().expect("another attempt");
    let [second] = &page.session.due_requests(again)[..] else { panic!("the second attempt") };
    assert_eq!((&second.id, &second.body), (&first.id, &first.body));
    page.session.outcome(&second.id, &answer(202), 3, again);
    let frame = page.session.frame(again).expect("a frame");
    let delivery = frame.deliveries.iter().find(|delivery| delivery.id == first.id).expect("it is shown");
    assert_eq!((delivery.state, delivery.attempts), (DeliveryState::Delivered, 2));
    let events = page.send(Command::ShowDelivery { id: first.id.clone() });
    let [Event::Request(request)] = &events[..] else { panic!("{events:?}") };
    assert_eq!(request.body, first.body);
    assert_eq!(request.target, "POST http://127.0.0.1:9/•••");
    assert_eq!(request.attempts.len(), 2);
    assert!(request.headers.iter().all(|(_, value)| !value.contains("secret")));
}

#[test]
fn previews_discovery_and_export() {
    let mut page = Page::new();
    let text = "{\"n\": {{random.number({\"min\":1,\"max\":9})}}}".to_owned();
    let events = page.send(Command::PreviewTemplate { name: "N".to_owned(), text });
    let [Event::Preview(preview)] = &events[..] else { panic!("{events:?}") };
    assert_eq!((preview.records.len(), preview.problems.len()), (5, 0));
    let events = page.send(Command::DiscoverSchema { template: "Schema Discovery Payload".to_owned() });
    let [Event::Discovered { schema, records }] = &events[..] else { panic!("{events:?}") };
    assert!(schema.contains("VARCHAR(32)") && schema.contains("$.browseraction"), "{schema}");
    assert!(records[0].contains("DiscoveryKinesisTest"));
    page.edit(Edit::SetSchema(schema.clone())).expect("the discovered schema fits the program");
    let events = page.send(Command::Export(ExportAs::Lab));
    let [Event::Exported { name, text }] = &events[..] else { panic!("{events:?}") };
    assert_eq!(name, "clickstream-anomaly-detection.lab.json");
    assert!(matches!(page.send(Command::LoadText(text.clone()))[..], [Event::Lab(_)]));
    let events = page.send(Command::LoadText("{}".to_owned()));
    assert!(
        matches!(&events[..], [Event::Rejected { source: ProblemSource::Lab, problems }] if problems[0].code == "LAB0002")
    );
}

fn ask(page: &mut Page, command: Command) -> Event {
    page.send(command).pop().expect("an answer")
}

#[test]
fn rows_are_chosen_where_they_are_kept_and_say_where_they_come_from() {
    let mut page = Page::new();
    page.send(Command::Step(Step::Anomaly));
    page.until_paused();
    let query = RowsQuery {
        id: 7,
        stream: "SOURCE_SQL_STREAM_001".to_owned(),
        limit: 3,
        offset: 2,
        filters: vec![ColumnFilter { column: 0, text: "= click".to_owned() }],
        ..RowsQuery::default()
    };
    page.send(Command::Watch(query));
    let frame = page.session.frame(page.wall_ms).expect("something changed");
    let rows = frame.rows.as_ref().expect("rows of the watched stream");
    assert_eq!((rows.id, rows.offset, rows.rows.len()), (7, 2, 3));
    assert!(rows.matching > 100 && rows.matching < rows.kept);
    assert!(rows.rows.iter().all(|row| row.row.cells[0].as_deref() == Some("Click")));
    assert!(rows.rows.windows(2).all(|pair| pair[0].number > pair[1].number), "newest first");

    // A count says which records it has counted, and these say that they come from nowhere.
    let answer = ask(&mut page, Command::ShowRow { stream: "CLICKSTREAM".to_owned(), number: 3 });
    let Event::Row(Some(detail)) = answer else { panic!("{answer:?}") };
    let [input] = &detail.inputs[..] else { panic!("{detail:?}") };
    assert_eq!((input.pump.as_str(), input.stream.as_str()), ("CLICKPUMP", "SOURCE_SQL_STREAM_001"));
    assert_eq!((input.from_ms, input.to_ms), (Some(detail.rowtime_ms - 10_000), Some(detail.rowtime_ms - 1)));
    assert!(!input.missing && input.total as usize == input.rows.len());
    let counted = detail.row.row.cells[0].as_deref();
    assert_eq!(
        counted,
        Some(format!("{}.0", input.total).as_str()),
        "the records that were counted, and no others"
    );
    let source = Command::ShowRow { stream: input.stream.clone(), number: input.rows[0].number };
    let Event::Row(Some(record)) = ask(&mut page, source) else { panic!("a record is a row, too") };
    assert_eq!((record.inputs.len(), record.row.row.clone()), (0, input.rows[0].row.clone()));
    // A rate comes from a count of each kind.
    let rate = ask(&mut page, Command::ShowRow { stream: "CTRSTREAM".to_owned(), number: 3 });
    let Event::Row(Some(rate)) = rate else { panic!("{rate:?}") };
    let streams: Vec<(&str, u64)> =
        rate.inputs.iter().map(|input| (input.stream.as_str(), input.total)).collect();
    assert_eq!(streams, [("IMPRESSIONSTREAM", 1), ("CLICKSTREAM", 1)]);
    let gone = ask(&mut page, Command::ShowRow { stream: "CTRSTREAM".to_owned(), number: 1 << 40 });
    assert_eq!(gone, Event::Row(None));

    let taken = ask(&mut page, Command::TakeRows { form: TextForm::Ndjson, copy: true });
    let Event::Copied { text, rows } = taken else { panic!("{taken:?}") };
    assert_eq!(text.lines().count(), rows as usize);
    assert!(text.lines().all(|line| line.contains("\"browseraction\":\"Click\"")));
}

#[test]
fn destinations_of_any_stream_with_digests_and_quiet_history() {
    let mut page = Page::new();
    let rates = DestinationSpec {
        name: "Rates".to_owned(),
        sentence: "{CTR} %".to_owned(),
        flood: FloodSpec { group_seconds: 60.0, ..FloodSpec::default() },
        ..DestinationSpec::of("CTRSTREAM")
    };
    let edit = Edit::PutDestination { at: 1, destination: Box::new(rates.clone()) };
    let view = page.edit(edit).expect("a destination");
    assert_eq!((view.destinations.len(), view.connections.len()), (2, 2));
    page.send(connect(1, "http://127.0.0.1:9/rates"));
    page.send(Command::SetSpeed(Speed::Times(60.0)));
    page.send(Command::Run);
    page.wait(2_500);
    page.send(Command::Pause);
    let frame = page.wait(0);
    let status = &frame.destinations[1];
    // Rates come every 10 s from 00:10 on; digests of a minute are due at 01:10 and at 02:10.
    assert_eq!((status.flood.rows, status.flood.messages, status.flood.told), (14, 2, 12), "{status:?}");
    assert_eq!((status.flood.held, status.lane.waiting), (2, 2));
    let [first] = &page.session.due_requests(page.wall_ms)[..] else { panic!("one lane, one request") };
    let body: serde_json::Value = serde_json::from_str(&first.body).expect("JSON");
    assert_eq!((body["count"].as_u64(), body["stream"].as_str()), (Some(6), Some("CTRSTREAM")));
    assert!(body["sentence"].as_str().expect("text").starts_with("6 rows from 2026-01-01 00:00:10.0 to"));

    page.send(Command::Step(Step::Day));
    let frame = page.until_paused();
    let flood = &frame.destinations[1].flood;
    assert!(flood.replayed > 8000 && flood.messages <= 3, "{flood:?}");
    assert_eq!(flood.rows, flood.told + flood.held + flood.replayed);

    page.send(Command::Silence { at: 1, until_ms: Some(page.wall_ms as i64 + 3_600_000) });
    page.send(Command::Run);
    let frame = page.wait(1_000);
    assert!(frame.destinations[1].flood.silenced >= 5 && frame.destinations[1].silent_until_ms.is_some());
}

#[test]
fn a_destination_is_checked_where_it_is_written() {
    let mut page = Page::new();
    let put = |spec: DestinationSpec| Edit::PutDestination { at: 1, destination: Box::new(spec) };
    let mut refused = |spec: DestinationSpec| page.edit(put(spec)).expect_err("it is refused");
    let (source, problems) = refused(DestinationSpec::of("NOWHERE"));
    assert_eq!((source, problems[0].code.as_str()), (ProblemSource::Destination(1), "LAB0060"));
    let base = DestinationSpec { name: "b".to_owned(), ..DestinationSpec::of("CTRSTREAM") };
    let (_, problems) = refused(DestinationSpec { sentence: "a {ctr}".to_owned(), ..base.clone() });
    assert_eq!((problems[0].code.as_str(), problems[0].hint.as_deref()), ("LAB0065", Some("write {CTR}")));
    let (_, problems) = refused(DestinationSpec { body: "{\n  \"a\": {CTR}\n}".to_owned(), ..base.clone() });
    assert_eq!((problems[0].code.as_str(), problems[0].line), ("LAB0064", 2));
    let flood = FloodSpec { group_seconds: -1.0, ..FloodSpec::default() };
    assert_eq!(refused(DestinationSpec { flood, ..base.clone() }).1[0].code, "LAB0073");
    page.edit(put(base.clone())).expect("a destination");
    let again = Edit::PutDestination { at: 2, destination: Box::new(base.clone()) };
    assert_eq!(page.edit(again).expect_err("taken").1[0].code, "LAB0066");
    page.edit(Edit::RemoveDestination { at: 1 }).expect("it goes");
    assert_eq!(page.edit(Edit::RemoveDestination { at: 0 }).expect_err("the last").1[0].code, "LAB0072");
    let preview = Command::PreviewMessage { destination: Box::new(base), connection: Box::default() };
    let events = page.send(preview);
    let [Event::MessagePreview(preview)] = &events[..] else { panic!("{events:?}") };
    assert!(!preview.is_real && preview.request.body.contains("\"CTR\":0.0"), "{preview:?}");
    assert_eq!(preview.connection_problem.as_ref().map(|problem| problem.code.as_str()), Some("LAB0020"));
}

#[test]
fn a_lab_from_elsewhere_sends_nothing_until_somebody_says_so() {
    let mut page = Page::new();
    page.send(connect(0, "http://127.0.0.1:9/hook"));
    page.send(Command::Test { at: 0 });
    let events = page.send(Command::LoadText(examples::CLICKSTREAM.to_owned()));
    let [Event::Lab(view)] = &events[..] else { panic!("{events:?}") };
    assert!(
        !view.connections[0].is_connected && view.connections[0].connection.is_some(),
        "offered, not taken"
    );
    assert_eq!(page.session.due_requests(page.wall_ms).len(), 1, "what was on its way goes on");
    page.send(Command::Step(Step::Anomaly));
    let frame = page.until_paused();
    assert_eq!((frame.anomalies_total, frame.destinations[0].flood.rows), (1, 0));
    let events = page.send(Command::Reconnect { at: 0 });
    assert!(matches!(&events[..], [Event::Lab(view)] if view.connections[0].is_connected));
    let events = page.send(Command::Forget { at: 0 });
    assert!(matches!(&events[..], [Event::Lab(view)] if view.connections[0].connection.is_none()));
}

#[test]
fn messages_and_held_rows_survive_the_worker() {
    let mut page = Page::new();
    page.session.open_store();
    let events = page.send(Command::LoadText(examples::CLICKSTREAM.to_owned()));
    let Some(Event::Lab(view)) = events.first() else { panic!("{events:?}") };
    let flood = FloodSpec { group_seconds: 600.0, ..FloodSpec::default() };
    let held = DestinationSpec { flood, ..view.destinations[0].clone() };
    page.edit(Edit::PutDestination { at: 0, destination: Box::new(held) }).expect("a destination");
    page.send(connect(0, "http://127.0.0.1:9/hook"));
    page.send(Command::Test { at: 0 });
    page.send(Command::Step(Step::Anomaly));
    page.until_paused();
    assert!(page.session.due_requests(page.wall_ms).is_empty(), "nothing is written down yet");
    let mut disk = std::collections::BTreeMap::new();
    let (_, writes) = page.session.take_writes().expect("writes");
    for write in writes {
        match write {
            Write::Put { key, bytes } => disk.insert(key, bytes),
            Write::Delete { key } => disk.remove(&key),
        };
    }
    let records: Vec<_> = disk.into_iter().collect();
    let mut next = Session::new(43);
    next.open_store();
    assert_eq!(labs_of(&records).len(), 1);
    assert_eq!(next.restore(&records, 2e12), 2, "the test and the rows that were held");
    let (ticket, _) = next.take_writes().expect("the held rows are a message now");
    next.stored(ticket, Ok(()));
    let requests = next.due_requests(2e12);
    let [test] = &requests[..] else { panic!("{requests:?}") };
    next.outcome(&test.id, &answer(200), 1, 2e12);
    let requests = next.due_requests(2e12);
    let [digest] = &requests[..] else { panic!("{requests:?}") };
    assert!(digest.body.contains("anomaly.detected"), "{}", digest.body);
}

#[test]
fn a_lab_waits_for_a_store_that_falls_behind() {
    let lab = r#"{
        "rillcut": 2, "name": "Flood", "seed": 1, "start": "2026-01-01 00:00:00",
        "templates": [{ "name": "t", "text": "{\"n\": {{sequence}}}" }],
        "senders": [{ "name": "s", "template": "t", "rate": 1000, "active": [{ "from": 0, "until": 3600 }] }],
        "schema": {
            "RecordFormat": { "RecordFormatType": "JSON", "MappingParameters": { "JSONMappingParameters": { "RecordRowPath": "$" } } },
            "RecordEncoding": "UTF-8",
            "RecordColumns": [{ "Name": "n", "Mapping": "$.n", "SqlType": "INTEGER" }]
        },
        "sql": "CREATE OR REPLACE STREAM \"OUT\" (\"n\" INTEGER); CREATE OR REPLACE PUMP \"P\" AS INSERT INTO \"OUT\" SELECT STREAM \"n\" FROM \"SOURCE_SQL_STREAM_001\";",
        "destinations": [{ "name": "all", "stream": "OUT", "sentence": "{n}" }]
    }"#;
    let mut page = Page::new();
    page.session.open_store();
    let events = page.send(Command::LoadText(lab.to_owned()));
    assert!(matches!(&events[..], [Event::Lab(_)]), "{events:?}");
    page.send(connect(0, "http://127.0.0.1:9/hook"));
    page.send(Command::SetSpeed(Speed::Times(1.0)));
    page.send(Command::Run);
    // Messages made up to then; nothing to show is nothing new.
    let made = |page: &mut Page, before: u64| {
        for _ in 0..500 {
            page.wall_ms += 10.0;
            while page.session.tick(page.wall_ms, 1000) == Tick::Again {}
        }
        page.session.frame(page.wall_ms).map_or(before, |frame| frame.destinations[0].flood.messages)
    };
    let mut before = made(&mut page, 0);
    assert!((400..2000).contains(&before), "{before}");
    assert_eq!(made(&mut page, before), before, "nothing is made while nothing is written");
    for _ in 0..5 {
        let (ticket, writes) = page.session.take_writes().expect("writes");
        assert!(writes.len() < 2000, "{}", writes.len());
        page.session.stored(ticket, Ok(()));
        let now = made(&mut page, before);
        assert!(now > before, "{now}");
        before = now;
    }
    // Of a store that fails the page tells; nothing waits for it.
    page.session.stored(0, Err("full".to_owned()));
    let now = made(&mut page, before);
    assert!(now > before + 2000, "{before}, {now}");
}
