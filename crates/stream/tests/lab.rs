//! The lab's program from end to end: payload → counts → rate → score (spec/kda-sql.md 1.2, 1.3, 26.1).

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail loudly")]

mod support;

use rillcut_record::{DataType, Field, Value, encode_json_row};
use rillcut_sql::{Catalog, check, plan::Plan};
use rillcut_stream::{Application, OperatorState};
use support::{Row, Streams, batch, collect, rows, run_rows};

const PROGRAM: &str = include_str!("../../../www/examples/clickstream.sql");

fn plan() -> Plan {
    let varchar = DataType::Varchar { length: Some(32) };
    let fields = vec![Field::new("browseraction", varchar), Field::new("site", varchar)];
    check(PROGRAM, &Catalog::known(fields)).unwrap().plan
}

/// One record.
fn record(time: i64, action: &str) -> Row {
    (time, vec![Value::Text(action.to_owned()), Value::Text("yourwebsiteurl.domain.com".to_owned())])
}

/// So many clicks and impressions in each window of ten seconds.
fn windows(counts: &[(i64, i64)]) -> Vec<Row> {
    let mut out = Vec::new();
    for (window, (clicks, impressions)) in (0..).zip(counts) {
        let start = window * 10_000;
        for n in 0..*clicks.max(impressions) {
            if n < *clicks {
                out.push(record(start + n * 100, "Click"));
            }
            if n < *impressions {
                out.push(record(start + n * 100, "Impression"));
            }
        }
    }
    out
}

/// Thirty usual windows, one with a rush of clicks, five usual ones.
fn rush() -> Vec<(i64, i64)> {
    let mut counts: Vec<(i64, i64)> = (0..30).map(|i| (10 + i % 3, 20 + i % 2)).collect();
    counts.push((60, 20));
    counts.extend((0..5).map(|i| (10 + i % 3, 20)));
    counts
}

#[test]
fn a_rush_of_clicks_is_an_anomaly_and_nothing_else_is() {
    let plan = plan();
    let streams = run_rows(&plan, &windows(&rush()));
    let stream = |name: &str| rows(&streams, plan.find_stream(name).unwrap());
    assert_eq!(stream("CLICKSTREAM").len(), 36);
    assert_eq!(stream("CLICKSTREAM")[0], (10_000, vec![Value::Double(10.0)]));
    let rates = stream("CTRSTREAM");
    assert_eq!(rates.len(), 36);
    assert_eq!(rates[30], (310_000, vec![Value::Double(300.0)]));
    let anomalies = stream("DESTINATION_SQL_STREAM");
    let times: Vec<i64> = anomalies.iter().map(|(time, _)| *time).collect();
    assert_eq!(times, [310_000], "{anomalies:?}");
    let (Value::Double(rate), Value::Double(score)) = (&anomalies[0].1[0], &anomalies[0].1[1]) else {
        panic!("{anomalies:?}")
    };
    assert_eq!(*rate, 300.0);
    // Above the threshold and not above what a sample of 12 can give, log2(12).
    assert!(*score > 2.0 && *score <= 3.584_962_500_721_156, "{score}");
    assert!(rows(&streams, plan.error_stream()).is_empty());
}

#[test]
fn a_destination_gets_the_recorded_form() {
    let plan = plan();
    let id = plan.find_stream("DESTINATION_SQL_STREAM").unwrap();
    let fields = &plan.stream(id).fields;
    let row = (0, vec![Value::Double(23.0 / 10.0 * 100.0), Value::Double(3.024_659_782_464_078)]);
    let batch = batch(fields, &[row], 0);
    let mut json = String::new();
    encode_json_row(fields, &batch.columns, 0, &mut json);
    assert_eq!(json, r#"{"CTRPERCENT":229.99999999999997,"ANOMALY_SCORE":3.024659782464078}"#);
}

#[test]
fn a_window_without_impressions_gives_no_rate() {
    let plan = plan();
    let streams = run_rows(&plan, &windows(&[(3, 4), (3, 0), (0, 4), (0, 0), (1, 2)]));
    let rates = rows(&streams, plan.find_stream("CTRSTREAM").unwrap());
    assert_eq!(rates, [(10_000, vec![Value::Double(75.0)]), (50_000, vec![Value::Double(50.0)])]);
}

#[test]
fn the_forest_says_how_far_it_has_come() {
    let plan = plan();
    let fields = plan.streams[0].fields.clone();
    let mut application = Application::new(plan, 1).unwrap();
    let mut streams = Streams::new();
    let input = windows(&rush()[..8]);
    application.push(batch(&fields, &input, 70_500), &mut collect(&mut streams)).unwrap();
    let statistics = application.statistics();
    let states: Vec<OperatorState> =
        statistics.pumps.iter().flat_map(|pump| &pump.operators).map(|operator| operator.state).collect();
    // Rows of the eighth window are in; seven windows are complete.
    assert!(states.contains(&OperatorState::Window { window: Some((70_000, 80_000)), rows: 11, groups: 1 }));
    assert!(states.contains(&OperatorState::Forest { seen: 7, warm_up_remaining: 5 }), "{states:?}");
}

#[test]
fn the_seed_decides_and_nothing_else() {
    let plan = plan();
    let fields = plan.streams[0].fields.clone();
    let scores = |seed| {
        let mut application = Application::new(plan.clone(), seed).unwrap();
        let mut streams = Streams::new();
        let input = windows(&rush());
        application.push(batch(&fields, &input, 360_000), &mut collect(&mut streams)).unwrap();
        application.finish(&mut collect(&mut streams));
        rows(&streams, plan.find_stream("DESTINATION_SQL_STREAM").unwrap())
    };
    assert_eq!(scores(1), scores(1));
    assert_ne!(scores(1), scores(2));
}
