//! A message's templates: any subject, sentence and body are refused with a place, or make a message; a body that was not refused makes JSON.
#![no_main]

use std::cell::RefCell;

use libfuzzer_sys::fuzz_target;
use rillcut_lab::{
    Session,
    destination::{connection::Connection, spec::DestinationSpec},
    examples,
    protocol::{Command, Event},
};

thread_local! {
    static SESSION: RefCell<Session> = RefCell::new({
        let mut session = Session::new(1);
        session.command(Command::LoadText(examples::CLICKSTREAM.to_owned()), 0.0, &mut Vec::new());
        session
    });
}

fuzz_target!(|texts: (&str, &str, &str)| {
    let mut destination = DestinationSpec::of("DESTINATION_SQL_STREAM");
    (destination.subject, destination.sentence, destination.body) =
        (texts.0.to_owned(), texts.1.to_owned(), texts.2.to_owned());
    let connection = Connection { url: "https://example.com/hook".to_owned(), ..Connection::default() };
    let mut events = Vec::new();
    let command = Command::PreviewMessage { destination: Box::new(destination), connection: Box::new(connection) };
    SESSION.with_borrow_mut(|session| session.command(command, 0.0, &mut events));
    for event in events {
        if let Event::MessagePreview(preview) = event
            && preview.problems.is_empty()
        {
            let json: Result<serde_json::Value, _> = serde_json::from_str(&preview.request.body);
            assert!(json.is_ok(), "{}", preview.request.body);
        }
    }
});
