//! Stagger windows and ORDER BY … WITHIN against plain definitions over all rows, whatever the cuts; and what they hold.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail loudly")]

mod support;

use proptest::prelude::*;
use rillcut_record::{Batch, DataType, Value};
use rillcut_sql::plan::{AggregateFunction, Plan, StreamId};
use rillcut_stream::{Application, OperatorState};
use support::*;

const INTEGER: DataType = DataType::Integer;
const TIMESTAMP: DataType = DataType::Timestamp;

/// (ROWTIME, key, value, time of its own).
type Input = (i64, i64, i64, i64);

fn source(rows: &[Input]) -> Vec<Row> {
    rows.iter().map(|&(time, k, v, ts)| (time, [k, v, ts].map(Value::Long).to_vec())).collect()
}

fn program() -> Program {
    Program::new(&[("K", INTEGER), ("V", INTEGER), ("TS", TIMESTAMP)])
}

fn any_input() -> impl Strategy<Value = Vec<Input>> {
    prop::collection::vec((0_i64..6, 0_i64..4, 0_i64..100, -12_i64..4), 0..60).prop_map(|steps| {
        let mut time = 0;
        steps
            .into_iter()
            .map(|(step, k, v, ts)| {
                time += if step < 2 { 0 } else { step };
                (time, k, v, time + ts)
            })
            .collect()
    })
}

/// The rows in pushes cut where `cuts` says.
fn run_cut(plan: &Plan, input: &[Input], cuts: &[bool]) -> Streams {
    let fields = plan.streams[0].fields.clone();
    let mut batches: Vec<Batch> = Vec::new();
    let mut from = 0;
    for to in 1..=input.len() {
        if to == input.len() || cuts.get(to).copied().unwrap_or(false) {
            let bound = input.get(to).map_or(input[to - 1].0, |next| next.0);
            batches.push(batch(&fields, &source(&input[from..to]), bound));
            from = to;
        }
    }
    run(plan, batches)
}

/// For each row the window it falls into: the first row of its key opens one, the next row at or after its end the next.
fn stagger_reference(input: &[Input], length: i64) -> Vec<Row> {
    let mut windows: Vec<(i64, i64, Vec<i64>)> = Vec::new();
    for &(time, key, value, _) in input {
        let open = windows.iter_mut().find(|window| window.1 == key && time < window.0 + length);
        match open {
            Some(window) => window.2.push(value),
            None => windows.push((time, key, vec![value])),
        }
    }
    let row = |(start, key, values): (i64, i64, Vec<i64>)| {
        let (count, sum) = (values.len() as i64, values.iter().sum());
        let least = values.iter().min().copied().unwrap_or(0);
        let ends = [values[0], values[values.len() - 1]];
        (start + length, [key, count, sum, least, ends[0], ends[1]].map(Value::Long).to_vec())
    };
    windows.into_iter().map(row).collect()
}

/// Rows that are given, in order, and the ROWTIMEs of those that are late. Quadratic: before each row all held ones are looked at.
fn reorder_reference(input: &[Input], within: i64) -> (Vec<Row>, Vec<i64>) {
    let mut held: Vec<(i64, usize)> = Vec::new();
    let mut given = i64::MIN;
    let (mut out, mut late): (Vec<usize>, Vec<i64>) = (Vec::new(), Vec::new());
    let give = |held: &mut Vec<(i64, usize)>, given: i64, out: &mut Vec<usize>| {
        let mut ready: Vec<(i64, usize)> = held.iter().copied().filter(|(ts, _)| *ts <= given).collect();
        held.retain(|(ts, _)| *ts > given);
        // Rows of one time: the greater V first, then arrival.
        ready.sort_by_key(|&(ts, row)| (ts, -input[row].2, row));
        out.extend(ready.into_iter().map(|(_, row)| row));
    };
    for (row, &(time, _, _, ts)) in input.iter().enumerate() {
        let waited = held.iter().filter(|(_, row)| input[*row].0 + within <= time).map(|(ts, _)| *ts).max();
        given = waited.map_or(given, |ts| given.max(ts));
        give(&mut held, given, &mut out);
        if ts < given {
            late.push(time);
            continue;
        }
        held.push((ts, row));
        given = given.max(ts - within);
        give(&mut held, given, &mut out);
    }
    give(&mut held, i64::MAX, &mut out);
    let row = |row: usize| {
        let (time, k, v, ts) = input[row];
        (ts, [k, v, ts, time].map(Value::Long).to_vec())
    };
    (out.into_iter().map(row).collect(), late)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn stagger_windows_agree_with_the_definition(
        input in any_input(),
        length in 1_i64..15,
        cuts in prop::collection::vec(any::<bool>(), 61),
    ) {
        let mut program = program();
        let value = || Some(column(1, INTEGER));
        let aggregates = vec![
            count(),
            aggregate(AggregateFunction::Sum, value(), DataType::BigInt),
            aggregate(AggregateFunction::Min, value(), INTEGER),
            aggregate(AggregateFunction::FirstValue { ignore_nulls: false }, value(), INTEGER),
            aggregate(AggregateFunction::LastValue { ignore_nulls: false }, value(), INTEGER),
        ];
        let scan = program.source();
        let output = program.output(stagger(scan, vec![column(0, INTEGER)], length, aggregates));
        let plan = program.plan();
        prop_assert_eq!(rows(&run_cut(&plan, &input, &cuts), output), stagger_reference(&input, length));
    }

    #[test]
    fn orders_within_agree_with_the_definition(
        input in any_input(),
        within in 0_i64..15,
        cuts in prop::collection::vec(any::<bool>(), 61),
    ) {
        let mut program = program();
        let scan = program.source();
        let root = reorder(scan, column(2, TIMESTAMP), vec![(column(1, INTEGER), true)], within);
        let output = program.output(root);
        let plan = program.plan();
        let streams = run_cut(&plan, &input, &cuts);
        let (given, late) = reorder_reference(&input, within);
        let result = rows(&streams, output);
        prop_assert!(result.is_sorted_by_key(|(time, _)| *time));
        prop_assert_eq!(result, given);
        let failed: Vec<i64> = rows(&streams, plan.error_stream()).iter().map(|(time, _)| *time).collect();
        prop_assert_eq!(failed, late);
    }
}

/// The most rows or groups that the first pump's operator holds over a long run.
fn most_held(plan: Plan, row: impl Fn(i64) -> Input) -> usize {
    let fields = plan.streams[0].fields.clone();
    let mut application = Application::new(plan, 0).unwrap();
    let mut most = 0;
    for second in 0..20_000 {
        let rows = source(&[row(second)]);
        application.push(batch(&fields, &rows, second * 1000), &mut |_: StreamId, _: &Batch| {}).unwrap();
        let held = match application.statistics().pumps[0].operators[0].state {
            OperatorState::Sort { rows, .. } => rows,
            OperatorState::Window { groups, .. } => groups,
            other => panic!("{other:?}"),
        };
        most = most.max(held);
    }
    most
}

#[test]
fn closed_windows_and_given_rows_are_forgotten() {
    let mut windows = program();
    let scan = windows.source();
    windows.output(stagger(scan, vec![column(0, INTEGER)], 60_000, vec![count()]));
    // Every row is of a key of its own.
    assert_eq!(most_held(windows.plan(), |second| (second * 1000, second, 0, 0)), 60);
    let mut order = program();
    let scan = order.source();
    order.output(reorder(scan, column(2, TIMESTAMP), vec![], 60_000));
    // The times stand still: only the clock lets rows go.
    assert_eq!(most_held(order.plan(), |second| (second * 1000, 0, 0, 5)), 60);
}
