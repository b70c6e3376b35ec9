//! When rows of `error_stream` are shown: in order of time, and as soon as nothing that may fail could come before.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail loudly")]

mod support;

use rillcut_record::{DataType, Value};
use rillcut_sql::plan::{ArithmeticOp, Plan, StreamId};
use rillcut_stream::Application;
use support::*;

const INTEGER: DataType = DataType::Integer;

/// A pump that divides by V, and a stream of event times that falls behind, read by a pump that divides too, or does not.
fn program(also_divides: bool) -> (Plan, StreamId) {
    let mut program = Program::new(&[("V", INTEGER), ("E", DataType::Timestamp)]);
    let inverse = |column_of: usize| {
        arithmetic(ArithmeticOp::Divide, long(1, INTEGER), column(column_of, INTEGER), INTEGER)
    };
    let scan = program.source();
    program.output(project(scan, vec![inverse(0)]));
    let scan = program.source();
    let events = program.output(retime(scan, vec![column(0, INTEGER)], column(1, DataType::Timestamp)));
    let scan = program.scan(events);
    program.output(project(scan, vec![if also_divides { inverse(0) } else { column(0, INTEGER) }]));
    let plan = program.plan();
    let errors = plan.error_stream();
    (plan, errors)
}

/// How many errors are there after each push.
fn shown_after(plan: &Plan, errors: StreamId, pushes: &[(i64, i64, i64)]) -> Vec<usize> {
    let fields = plan.streams[0].fields.clone();
    let mut application = Application::new(plan.clone(), 0).unwrap();
    let mut streams = Streams::new();
    let mut shown = Vec::new();
    for &(time, v, event) in pushes {
        let row = (time, vec![Value::Long(v), Value::Long(event)]);
        application.push(batch(&fields, &[row], time + 1), &mut collect(&mut streams)).unwrap();
        shown.push(rows(&streams, errors).len());
    }
    application.finish(&mut collect(&mut streams));
    shown.push(rows(&streams, errors).len());
    shown
}

#[test]
fn a_pump_that_cannot_fail_holds_nothing_back() {
    let (plan, errors) = program(false);
    assert_eq!(shown_after(&plan, errors, &[(1000, 0, 5), (2000, 1, 6), (3000, 0, 7)]), [1, 1, 2, 2]);
}

#[test]
fn a_pump_that_may_fail_earlier_is_waited_for() {
    let (plan, errors) = program(true);
    // The row that fails at 1000 fails at its event time, 5, in the pump behind, which comes first.
    assert_eq!(shown_after(&plan, errors, &[(1000, 0, 5), (2000, 1, 6), (3000, 0, 7)]), [0, 1, 1, 4]);
}

#[test]
fn a_pump_that_stays_behind_is_not_waited_for_for_ever() {
    let (plan, errors) = program(true);
    // Its events stand still at 5, while the clock goes on: the failure at 1000 waits for ten seconds.
    let pushes = [(1000, 0, 5), (2000, 1, 5), (10_998, 1, 5), (11_000, 1, 5)];
    assert_eq!(shown_after(&plan, errors, &pushes), [0, 0, 1, 2, 2]);
}
