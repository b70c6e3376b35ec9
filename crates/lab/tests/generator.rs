//! The generator as the page uses it: senders that change while they run, templates out of files, records to take away.
#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

use rillcut_lab::{
    Session, Tick, examples,
    file::{ActiveSpan, Lab, SenderSpec},
    protocol::{Command, Edit, Event, ExportAs, LabView, Problem, ProblemSource, Step},
    record_form::RecordForm,
};

struct Page {
    session: Session,
}

impl Page {
    /// Two senders of one record a second each, always, the template of which prints a random number.
    fn new() -> Self {
        let mut lab = Lab::from_json(examples::CLICKSTREAM).expect("a lab");
        lab.templates.truncate(1);
        "{\"browseraction\":\"{{random.number(999999)}}\",\"site\":\"s\"}"
            .clone_into(&mut lab.templates[0].text);
        let sender = |name: &str| SenderSpec {
            name: name.to_owned(),
            template: lab.templates[0].name.clone(),
            active: vec![ActiveSpan::default()],
            ..SenderSpec::default()
        };
        lab.senders = vec![sender("A"), sender("B"), sender("C")];
        let mut page = Self { session: Session::new(7) };
        assert!(matches!(page.send(Command::Load(Box::new(lab)))[..], [Event::Lab(_)]));
        page
    }

    fn send(&mut self, command: Command) -> Vec<Event> {
        let mut events = Vec::new();
        self.session.command(command, 1e12, &mut events);
        events
    }

    fn edit(&mut self, edit: Edit) -> Result<LabView, (ProblemSource, Vec<Problem>)> {
        match self.send(Command::Edit(edit)).pop() {
            Some(Event::Lab(view)) => Ok(*view),
            Some(Event::Rejected { source, problems }) => Err((source, problems)),
            other => panic!("{other:?}"),
        }
    }

    fn put(&mut self, at: usize, change: impl FnOnce(&mut SenderSpec)) {
        let mut sender = self.lab().senders[at].clone();
        change(&mut sender);
        self.edit(Edit::PutSender { at, sender }).expect("a sender");
    }

    fn lab(&self) -> &Lab {
        self.session.engine().expect("a lab").lab()
    }

    /// Steps a record on so many times; gives the records of each sender since the start.
    fn records(&mut self, steps: usize) -> Vec<u64> {
        for _ in 0..steps {
            self.send(Command::Step(Step::Record));
            while self.session.tick(1e12, 1000) != Tick::Idle {}
        }
        self.session.frame(1e12).expect("a frame").senders.iter().map(|sender| sender.records).collect()
    }
}

#[test]
fn a_sender_that_changes_goes_on() {
    let mut page = Page::new();
    // All three send in the same millisecond.
    assert_eq!(page.records(3), [3, 3, 3]);
    page.put(1, |sender| sender.rate = 2.0);
    assert_eq!(page.records(1), [3, 4, 3], "at twice the rate it is due before the others");
    page.put(1, |sender| "Renamed".clone_into(&mut sender.name));
    page.put(1, |sender| sender.limit = Some(5));
    page.put(1, |sender| sender.newline = false);
    assert_eq!(page.records(3), [6, 5, 6], "counts go on, and five is its end");
    page.edit(Edit::Send { at: 0, on: false }).expect("stopped");
    page.put(0, |sender| sender.jitter = true);
    assert_eq!(page.records(2), [6, 5, 8], "what was stopped by hand stays so");
    page.put(0, |sender| {
        sender.active = vec![ActiveSpan { from: 0.0, until: None, rate: Some(1.0), rate_to: None }];
    });
    let records = page.records(2);
    assert!(records[0] > 6, "another plan is what it goes by: {records:?}");
}

#[test]
fn a_plan_may_be_changed_after_a_long_time() {
    let mut page = Page::new();
    page.put(0, |sender| sender.rate = 1e6);
    page.put(0, |sender| {
        sender.active = vec![ActiveSpan { from: 1e9, until: None, rate: None, rate_to: None }];
    });
    page.put(1, |sender| sender.active.clear());
    page.put(2, |sender| sender.active.clear());
    page.send(Command::Step(Step::Day));
    while page.session.tick(1e12, 100_000) != Tick::Idle {}
    // Were the past looked at record by record, this would take hours.
    page.put(0, |sender| sender.active = vec![ActiveSpan::default()]);
    page.put(0, |sender| sender.limit = Some(3));
    assert_eq!(page.records(1), [3, 0, 0]);
}

#[test]
fn a_removed_sender_leaves_the_others_their_records() {
    let first = |lab: &Lab| -> Vec<String> {
        let mut page = Page { session: Session::new(7) };
        page.send(Command::Load(Box::new(lab.clone())));
        let draw = |at| page.send(Command::Draw { at, records: 3, form: RecordForm::Text }).pop();
        let texts = (0..lab.senders.len()).map(draw).map(|event| match event {
            Some(Event::Drawn { text, .. }) => text,
            other => panic!("{other:?}"),
        });
        texts.collect()
    };
    let mut page = Page::new();
    let before = first(page.lab());
    assert!(before[0] != before[1] && before[1] != before[2]);
    let view = page.edit(Edit::RemoveSender { at: 0 }).expect("removed");
    assert_eq!(first(&view.lab), before[1..]);
    // A new one has a stream of its own, though its position is one that is in use.
    let new = SenderSpec { stream: None, ..view.lab.senders[0].clone() };
    let view = page.edit(Edit::PutSender { at: 2, sender: new }).expect("added");
    let after = first(&view.lab);
    assert_eq!(after[..2], before[1..]);
    assert!(!before[1..].contains(&after[2]));
}

#[test]
fn records_are_sent_at_once() {
    let mut page = Page::new();
    assert_eq!(page.records(1), [1, 1, 1]);
    page.edit(Edit::SendNow { at: 2, records: 500 }).expect("sent");
    assert_eq!(page.records(1), [1, 1, 501]);
    assert_eq!(page.records(1), [2, 2, 502], "the plan goes on");
}

#[test]
fn records_are_taken_away_in_a_form() {
    let mut page = Page::new();
    let drawn = |page: &mut Page, form, records| match page.send(Command::Draw { at: 1, records, form }).pop()
    {
        Some(Event::Drawn { name, text, records }) => (name, text, records),
        other => panic!("{other:?}"),
    };
    let (name, text, records) = drawn(&mut page, RecordForm::Text, 3);
    assert_eq!((name.as_str(), text.lines().count(), records), ("b.ndjson", 3, 3));
    let (name, text, _) = drawn(&mut page, RecordForm::Csv, 2);
    assert_eq!(name, "b.csv");
    assert!(text.starts_with("browseraction,site\n") && text.lines().count() == 3, "{text}");
    page.put(1, |sender| sender.partition_key = Some("site".to_owned()));
    let (_, text, _) = drawn(&mut page, RecordForm::Kinesis, 1);
    assert!(text.ends_with("\"PartitionKey\":\"s\"}\n"), "{text}");
    page.put(1, |sender| sender.partition_key = Some("nowhere".to_owned()));
    let refused = page.send(Command::Draw { at: 1, records: 1, form: RecordForm::Kinesis });
    let [Event::Rejected { source: ProblemSource::Sender(1), problems }] = &refused[..] else {
        panic!("{refused:?}")
    };
    assert_eq!(problems[0].code, "LAB0028");
    // Nothing of this is seen in the lab.
    assert_eq!(page.records(1), [1, 1, 1]);
    let (_, text, records) = drawn(&mut page, RecordForm::Text, u32::MAX);
    assert_eq!((text.lines().count(), records), (1_000_000, 1_000_000));
}

#[test]
fn templates_are_read_and_written() {
    let mut page = Page::new();
    let taken = page.lab().templates[0].name.clone();
    let read = |page: &mut Page, name: &str, text: &str| {
        page.send(Command::ReadTemplates { name: name.to_owned(), text: text.to_owned() }).pop()
    };
    let text = format!(
        r##"{{"templates":[{{"name":"{taken}","template":"{{{{random.nmber}}}}"}},{{"name":"","template":"x"}}],"periods":{{"#0-0-mu":"7"}}}}"##
    );
    let Some(Event::Stored { templates, periods }) = read(&mut page, "kdg.json", &text) else { panic!() };
    assert_eq!(templates[0].name, format!("{taken} 2"));
    assert_eq!((templates[0].problems[0].code.as_str(), templates[1].name.as_str()), ("GEN0003", "Template"));
    assert_eq!(periods.map(|periods| periods.mu[0][0].as_f64()), Some(7.0));
    let Some(Event::Stored { templates, .. }) = read(&mut page, "My log.txt", "{{internet.ip}} -") else {
        panic!()
    };
    assert_eq!((templates.len(), templates[0].name.as_str()), (1, "My log"));
    for wrong in ["[{\"name\": 1}]", "{\"templates\": 5}", "", "\"x\""] {
        let Some(Event::Rejected { source: ProblemSource::Import, problems }) =
            read(&mut page, "f.json", wrong)
        else {
            panic!("{wrong}")
        };
        assert_eq!(problems[0].code, "GEN0203");
    }
    let exported = page.send(Command::Export(ExportAs::Templates));
    let [Event::Exported { name, text }] = &exported[..] else { panic!("{exported:?}") };
    assert!(name.ends_with(".templates.json"));
    let Some(Event::Stored { templates, .. }) = read(&mut page, "t.json", text) else { panic!() };
    assert_eq!(templates[0].text, page.lab().templates[0].text);
}

#[test]
fn the_catalogue_has_everything() {
    let mut page = Page::new();
    let Some(Event::Catalogue { functions, gallery }) = page.send(Command::Catalogue).pop() else { panic!() };
    assert!(functions.len() > 143 && functions.iter().any(|one| one.name == "random.zipf" && !one.in_kdg));
    assert!(gallery.len() >= 8 && gallery.iter().all(|one| !one.record.is_empty() && one.rate > 0.0));
}
