//! Saved KDA applications in and out, by documents in `tests/applications/`.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use rillcut_lab::{
    Engine,
    application_json::{Imported, Shape},
    file::{Lab, ResourceKind, SchemaText},
    protocol::{Command, Event, Problem},
};
use rillcut_record::{JsonNode, JsonValue, SourceSchema};
use serde_json::Value;

const ORDERS: &str = include_str!("applications/orders-v1.json");
const DOORS: &str = include_str!("applications/described-v1.json");
const RIDES: &str = include_str!("applications/described-v2.json");
const TEMPLATE: &str = include_str!("applications/template.json");

fn read(text: &str) -> Imported {
    Lab::from_application(text, None).unwrap()
}

fn codes(problems: &[Problem]) -> Vec<&str> {
    problems.iter().map(|problem| problem.code.as_str()).collect()
}

fn code_of_error(text: &str) -> String {
    let problems = Lab::from_application(text, None).unwrap_err();
    problems[0].code.clone()
}

#[test]
fn an_application_of_the_first_api_becomes_a_lab() {
    let Imported { lab, notices, code } = read(ORDERS);
    assert_eq!((lab.name.as_str(), lab.description.as_str()), ("order-totals", "Orders a minute and shop"));
    assert_eq!(lab.sql.lines().count(), 5);
    assert_eq!((code.path.as_str(), code.line), ("ApplicationCode", 4));
    let streams: Vec<&str> = lab.destinations.iter().map(|spec| spec.stream.as_str()).collect();
    assert_eq!(streams, ["TOTALS", "error_stream"]);
    let saved = lab.application.as_ref().unwrap();
    assert_eq!(saved.name_prefix, "ORDERS");
    assert_eq!(saved.outputs[0].resource.as_ref().unwrap().kind, ResourceKind::KinesisFirehose);
    assert_eq!(saved.references[0].key, "shops.csv");
    // The function and the table are said, and nothing else is.
    assert_eq!(codes(&notices), ["LAB0041", "LAB0044"], "{notices:?}");
    assert_eq!(notices[0].line, 13);
    // The lab runs as it is: its made-up records pass the program's filter.
    let mut engine = Engine::new(lab, 0).unwrap();
    let mut rows = 0;
    let totals = engine.plan().find_stream("TOTALS").unwrap();
    let end = engine.start_ms() + 300_000;
    while engine.now_ms() < end {
        engine.advance_with(end, 1000, &mut |stream, batch| {
            if stream == totals {
                rows += batch.len();
            }
        });
    }
    assert!(rows > 5, "{rows}");
}

#[test]
fn what_is_written_is_what_was_read() {
    let lab = read(ORDERS).lab;
    let (text, missing) = lab.to_application(Shape::V1).unwrap();
    assert!(missing.is_empty(), "{missing:?}");
    let json = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    assert_eq!(json(&text), json(ORDERS));
    // The other shapes hold the same application; they have one role instead of one a resource.
    for shape in [Shape::V2, Shape::CloudFormation] {
        let (text, missing) = lab.to_application(shape).unwrap();
        assert!(missing.is_empty(), "{missing:?}");
        let mut again = read(&text).lab;
        let saved = again.application.as_mut().unwrap();
        assert_eq!(saved.role.as_deref(), Some("arn:aws:iam::111122223333:role/read-orders"));
        let mut wanted = lab.clone();
        let was = wanted.application.as_mut().unwrap();
        was.role.clone_from(&saved.role);
        let resources = [&mut was.input, &mut was.processor].into_iter();
        let outputs = was.outputs.iter_mut().map(|output| &mut output.resource);
        resources.chain(outputs).flatten().for_each(|resource| resource.role = None);
        was.references[0].role = None;
        assert_eq!(again, wanted, "{text}");
        // And once more it is the same text.
        assert_eq!(again.to_application(shape).unwrap().0, text);
    }
    // Through the lab's own file too.
    let again = Lab::from_json(&lab.to_json().unwrap()).unwrap();
    assert_eq!(json(&again.to_application(Shape::V1).unwrap().0), json(ORDERS));
}

#[test]
fn describe_answers_are_read() {
    let doors = read(DOORS);
    assert_eq!(codes(&doors.notices), ["LAB0043", "LAB0040"], "{:?}", doors.notices);
    assert!(doors.notices[1].message.contains("InputStartingPositionConfiguration"));
    let saved = doors.lab.application.as_ref().unwrap();
    assert_eq!(saved.input.as_ref().unwrap().kind, ResourceKind::KinesisFirehose);
    assert_eq!(saved.outputs[0].resource.as_ref().unwrap().kind, ResourceKind::KinesisStreams);
    assert!(Engine::new(doors.lab, 0).is_ok());
    let rides = read(RIDES);
    assert_eq!(codes(&rides.notices), ["LAB0040"], "{:?}", rides.notices);
    assert!(rides.notices[0].message.contains("FlinkApplicationConfigurationDescription"));
    assert_eq!(
        rides.code.path,
        "ApplicationDetail.ApplicationConfigurationDescription.ApplicationCodeConfigurationDescription.\
         CodeContentDescription.TextContent"
    );
    assert!(Engine::new(rides.lab, 0).is_ok());
}

#[test]
fn templates_are_put_together() {
    assert_eq!(code_of_error(TEMPLATE), "LAB0034");
    let visits = Lab::from_application(TEMPLATE, Some("Visits")).unwrap();
    assert!(visits.lab.sql.ends_with("STEP(s.ROWTIME BY INTERVAL '30' SECOND);"), "{}", visits.lab.sql);
    assert_eq!(visits.lab.name, "${AWS::StackName}-visits");
    assert_eq!(codes(&visits.notices), ["LAB0048"], "{:?}", visits.notices);
    let saved = visits.lab.application.as_ref().unwrap();
    assert_eq!(saved.input.as_ref().unwrap().arn, "${Stream.Arn}");
    assert_eq!((saved.outputs.len(), saved.references.len()), (1, 0));
    assert!(Engine::new(visits.lab, 0).is_ok());
    let other = Lab::from_application(TEMPLATE, Some("other")).unwrap();
    assert_eq!(other.lab.sql, "-- ${literal}\nCREATE STREAM ${Shop} (a INTEGER);");
    assert_eq!(codes(&other.notices), ["LAB0042", "LAB0044", "LAB0048", "LAB0046"], "{:?}", other.notices);
    assert_eq!(other.lab.application.unwrap().references[0].bucket, "${Bucket.Arn}");
}

#[test]
fn what_is_no_application_is_said() {
    assert_eq!(code_of_error("CREATE STREAM"), "LAB0031");
    assert_eq!(code_of_error("[]"), "LAB0032");
    assert_eq!(code_of_error("{\"Resources\": {\"a\": {\"Type\": \"AWS::S3::Bucket\"}}}"), "LAB0032");
    assert_eq!(code_of_error("{\"ApplicationConfiguration\": {}}"), "LAB0033");
    assert_eq!(code_of_error("{\"ApplicationCode\": [1]}"), "LAB0033");
    let flink = "{\"RuntimeEnvironment\": \"FLINK-1_18\", \"ApplicationConfiguration\": {}}";
    assert_eq!(code_of_error(flink), "LAB0035");
    assert_eq!(code_of_error(&ORDERS.replace("VARCHAR(16)", "VARCHAR(x)")), "REC0004");
    assert_eq!(code_of_error(&" ".repeat((4 << 20) + 1)), "LAB0030");
    let problem = Lab::from_application("{\n \"ApplicationCode\": }", None).unwrap_err().remove(0);
    assert_eq!((problem.line, problem.column), (2, 21));
}

#[test]
fn every_member_that_is_not_used_is_named() {
    // A member of a made-up name, put into any object of the document, is said.
    fn places(node: &JsonNode, found: &mut Vec<usize>, inside_schema: bool) {
        if let JsonValue::Object(members) = &node.value {
            // Schemas are read by the record crate, which passes over what it does not know.
            if !inside_schema {
                found.push(node.at + 1);
            }
            for (name, member) in members {
                places(member, found, inside_schema || name == "InputSchema" || name == "ReferenceSchema");
            }
        } else if let JsonValue::Array(elements) = &node.value {
            for element in elements {
                places(element, found, inside_schema);
            }
        }
    }
    for text in [ORDERS, DOORS, RIDES] {
        let mut at = Vec::new();
        places(&JsonNode::read(text).unwrap(), &mut at, false);
        assert!(at.len() >= 8);
        for at in at {
            let changed = format!("{}\"Unheard\": {{}}, {}", &text[..at], &text[at..]);
            // An object that was empty has no comma to give.
            let changed = changed.replace("\"Unheard\": {}, }", "\"Unheard\": {} }");
            let notices = read(&changed).notices;
            // Inside what is named as not used itself, nothing more is.
            let unused = ["InputStartingPositionConfiguration", "FlinkApplicationConfigurationDescription"];
            let inside =
                unused.iter().any(|name| text[..at].trim_end().ends_with(&format!("\"{name}\": {{")));
            let said = inside || notices.iter().any(|notice| notice.message.contains("Unheard"));
            assert!(said, "{}\n{notices:?}", &changed[at..at + 80]);
        }
    }
}

#[test]
fn functions_of_a_template_cannot_blow_up() {
    let default = "x".repeat(1 << 20);
    let uses = "${P}".repeat(500_000);
    let text = format!(
        "{{\"Parameters\": {{\"P\": {{\"Default\": \"{default}\"}}}}, \"Resources\": {{\"A\": {{\"Type\": \
         \"AWS::KinesisAnalytics::Application\", \"Properties\": {{\"ApplicationCode\": {{\"Fn::Sub\": \"{uses}\"}}}}}}}}}}"
    );
    let imported = read(&text);
    assert!(imported.lab.sql.len() <= 16 << 20, "{}", imported.lab.sql.len());
}

#[test]
fn a_lab_of_ones_own_is_written_with_what_is_missing() {
    let mut lab = Lab::from_json(rillcut_lab::examples::CLICKSTREAM).unwrap();
    if lab.schema.is_none() {
        let text = rillcut_record::DataType::Varchar { length: Some(32) };
        let schema = SourceSchema::json([("browseraction", "$.browseraction", text)]);
        lab.schema = Some(SchemaText(schema.to_json()));
    }
    let (text, missing) = lab.to_application(Shape::V2).unwrap();
    assert_eq!(codes(&missing), ["LAB0049"]);
    assert!(missing[0].message.contains("ServiceExecutionRole"), "{missing:?}");
    let again = read(&text).lab;
    assert_eq!((again.sql, again.name), (lab.sql, lab.name));
}

#[test]
fn the_page_opens_an_application_like_a_lab() {
    let mut events = Vec::new();
    let mut session = rillcut_lab::Session::new(1);
    session.command(Command::LoadText(ORDERS.to_owned()), 0.0, &mut events);
    assert!(matches!(&events[..], [Event::Lab(_), Event::Noticed { problems, .. }] if problems.len() == 2));
    events.clear();
    session.command(Command::LoadText("{\"rillcut\": 1}".to_owned()), 0.0, &mut events);
    assert!(matches!(&events[..], [Event::Rejected { problems, .. }] if problems[0].code == "LAB0002"));
}
