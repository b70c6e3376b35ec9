//! Sliding windows against a plain reference that looks at every row again for each row, and what they hold.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail loudly")]

mod support;

use proptest::prelude::*;
use rillcut_record::{Batch, DataType, Value};
use rillcut_sql::plan::{
    AggregateFunction, Analytic, AnalyticFunction, CompareOp, Plan, SlidingFrame, SlidingWindow, StreamId,
};
use rillcut_stream::{Application, OperatorState};
use support::*;

const BIGINT: DataType = DataType::BigInt;
const DOUBLE: DataType = DataType::Double;
const TEXT: DataType = DataType::TEXT;
const HALF_LIFE: i64 = 4;

/// Time, K, V; D is a quarter of V.
type Input = (i64, Option<String>, Option<i64>);

/// The functions with what is random in them.
#[derive(Debug, Clone, Copy)]
struct Lookback {
    position: u64,
    from_last: bool,
    ignore_nulls: bool,
    rows: u64,
}

/// What PARTITION BY names.
#[derive(Debug, Clone, Copy)]
enum Partition {
    Nothing,
    Key,
    KeyAndValue,
}

fn functions(window: usize, with: Lookback) -> Vec<Analytic> {
    use AggregateFunction as F;
    let v = || Some(column(1, BIGINT));
    let d = || Some(column(2, DOUBLE));
    let k = || Some(column(0, TEXT));
    let positive = || Some(compare(CompareOp::Greater, column(1, BIGINT), long(0, BIGINT)));
    let Lookback { position, from_last, ignore_nulls, rows } = with;
    let of = |function, argument, data_type| {
        analytic(AnalyticFunction::Aggregate(function), argument, data_type, window)
    };
    let at = |function, argument, data_type| analytic(function, argument, data_type, window);
    let mut all = vec![
        of(F::CountRows, None, BIGINT),
        of(F::Count, v(), BIGINT),
        of(F::Sum, v(), BIGINT),
        of(F::Avg, v(), BIGINT),
        of(F::Min, v(), BIGINT),
        of(F::Max, d(), DOUBLE),
        of(F::Max, k(), TEXT),
        of(F::Any, positive(), DataType::Boolean),
        of(F::Every, positive(), DataType::Boolean),
        of(F::Sum, d(), DOUBLE),
        of(F::Avg, d(), DOUBLE),
        of(F::VarPop, d(), DOUBLE),
        of(F::StddevSamp, v(), DOUBLE),
        at(AnalyticFunction::Nth { position: 1, from_last: false, ignore_nulls }, k(), TEXT),
        at(AnalyticFunction::Nth { position: 1, from_last: true, ignore_nulls }, v(), BIGINT),
        at(AnalyticFunction::Nth { position, from_last, ignore_nulls }, v(), BIGINT),
        at(AnalyticFunction::Lag { rows, ignore_nulls }, v(), BIGINT),
        at(AnalyticFunction::ExpAvg { half_life: HALF_LIFE }, d(), DOUBLE),
    ];
    all[16].default = Some(long(77, BIGINT));
    all
}

/// The results of those functions for the last of `rows`.
fn reference(rows: &[&Input], with: Lookback) -> Vec<Value> {
    let long = |value: Option<i64>| value.map_or(Value::Null, Value::Long);
    let double = |value: Option<f64>| value.map_or(Value::Null, Value::Double);
    let text = |value: Option<&String>| value.cloned().map_or(Value::Null, Value::Text);
    let truth = |value: Option<bool>| value.map_or(Value::Null, Value::Boolean);
    let values: Vec<i64> = rows.iter().filter_map(|row| row.2).collect();
    let doubles: Vec<f64> = values.iter().map(|value| *value as f64 / 4.0).collect();
    let keys: Vec<Option<&String>> = rows.iter().map(|row| row.1.as_ref()).collect();
    let count = values.len() as f64;
    let some = |value: i64| (!values.is_empty()).then_some(value);
    let sum = doubles.iter().sum::<f64>();
    let mean = sum / count;
    let squares =
        |values: &[f64], mean: f64| values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>();
    let whole: Vec<f64> = values.iter().map(|value| *value as f64).collect();
    let spread = squares(&whole, whole.iter().sum::<f64>() / count);
    let seen = |rows: &[&Input]| -> Vec<Option<i64>> {
        rows.iter().map(|row| row.2).filter(|value| value.is_some() || !with.ignore_nulls).collect()
    };
    let counted = seen(rows);
    let nth = |position: usize, from_last: bool| {
        let index = if from_last { counted.len().checked_sub(position)? } else { position - 1 };
        *counted.get(index)?
    };
    let before = seen(&rows[..rows.len() - 1]);
    let lag = match with.rows as usize {
        0 => rows.last().unwrap().2,
        back => before.len().checked_sub(back).map_or(Some(77), |index| before[index]),
    };
    let now = rows.last().unwrap().0;
    let (mut weighted, mut weights) = (0.0, 0.0);
    for row in rows {
        let weight = (-((now - row.0) as f64) / HALF_LIFE as f64).exp2();
        if let Some(value) = row.2 {
            weighted += weight * value as f64 / 4.0;
            weights += weight;
        }
    }
    let first_key = keys.iter().find(|key| key.is_some() || !with.ignore_nulls).copied().flatten();
    vec![
        Value::Long(rows.len() as i64),
        Value::Long(values.len() as i64),
        long(some(values.iter().sum())),
        long((!values.is_empty()).then(|| values.iter().sum::<i64>() / values.len() as i64)),
        long(values.iter().min().copied()),
        double(doubles.iter().copied().reduce(f64::max)),
        text(keys.iter().flatten().max().copied()),
        truth((!values.is_empty()).then(|| values.iter().any(|value| *value > 0))),
        truth((!values.is_empty()).then(|| values.iter().all(|value| *value > 0))),
        double((!values.is_empty()).then_some(sum)),
        double((!values.is_empty()).then_some(mean)),
        double((!values.is_empty()).then(|| squares(&doubles, mean) / count)),
        double((values.len() > 1).then(|| (spread / (count - 1.0)).sqrt())),
        text(first_key),
        long(nth(1, true)),
        long(nth(with.position as usize, with.from_last)),
        long(lag),
        double((weights > 0.0).then(|| weighted / weights)),
    ]
}

/// The rows that the last of `rows` sees.
fn seen(rows: &[Input], frame: SlidingFrame, partition: Partition) -> Vec<&Input> {
    let now = rows.last().unwrap();
    let same = |row: &&Input| match partition {
        Partition::Nothing => true,
        Partition::Key => row.1 == now.1,
        Partition::KeyAndValue => row.1 == now.1 && row.2 == now.2,
    };
    let within: Vec<&Input> = rows.iter().filter(same).collect();
    match frame {
        SlidingFrame::Range { milliseconds } => {
            within.into_iter().filter(|row| row.0 >= now.0 - milliseconds).collect()
        }
        SlidingFrame::Rows { preceding } => {
            let from = within.len().saturating_sub(preceding as usize + 1);
            within[from..].to_vec()
        }
        SlidingFrame::Unbounded => within,
    }
}

fn partition_by(partition: Partition) -> Vec<rillcut_sql::plan::Expr> {
    match partition {
        Partition::Nothing => vec![],
        Partition::Key => vec![column(0, TEXT)],
        Partition::KeyAndValue => vec![column(0, TEXT), column(1, BIGINT)],
    }
}

/// A program over rows whose KEEP is true, and its output.
fn sliding(windows: &[(SlidingFrame, Partition)], with: Lookback) -> (Plan, StreamId) {
    let mut program = Program::new(&[("K", TEXT), ("V", BIGINT), ("D", DOUBLE), ("KEEP", DataType::Boolean)]);
    let kept = filter(program.source(), column(3, DataType::Boolean));
    let all = (0..windows.len()).flat_map(|number| functions(number, with)).collect();
    let windows: Vec<SlidingWindow> =
        windows.iter().map(|(frame, partition)| window(partition_by(*partition), *frame)).collect();
    let root = slide(kept, windows, all);
    let output = program.output(root);
    (program.plan(), output)
}

fn close(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Double(a), Value::Double(b)) => (a - b).abs() <= 1e-9 * (1.0 + a.abs().max(b.abs())),
        _ => a == b,
    }
}

fn frames() -> impl Strategy<Value = SlidingFrame> {
    prop_oneof![
        4 => (0_i64..25).prop_map(|milliseconds| SlidingFrame::Range { milliseconds }),
        3 => (0_u64..6).prop_map(|preceding| SlidingFrame::Rows { preceding }),
        1 => Just(SlidingFrame::Unbounded),
    ]
}

fn partitions() -> impl Strategy<Value = Partition> {
    prop_oneof![Just(Partition::Nothing), Just(Partition::Key), Just(Partition::KeyAndValue)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sliding_agrees_with_the_plain_reference(
        steps in prop::collection::vec(
            (0_i64..6, prop::option::weighted(0.8, "[abc]{0,1}"), prop::option::weighted(0.8, -3_i64..9), prop::bool::weighted(0.9), any::<bool>()),
            0..90,
        ),
        windows in prop::collection::vec((frames(), partitions()), 1..4),
        (position, from_last, ignore_nulls, rows) in (1_u64..5, any::<bool>(), any::<bool>(), 0_u64..4),
    ) {
        let with = Lookback { position, from_last, ignore_nulls, rows };
        let (plan, output) = sliding(&windows, with);
        let fields = plan.streams[0].fields.clone();
        let mut streams = Streams::new();
        let mut application = Application::new(plan.clone(), 0).unwrap();
        let (mut time, mut kept, mut waiting) = (-30, Vec::new(), Vec::new());
        for (step, key, value, keep, cut) in steps {
            time += step;
            let double = value.map_or(Value::Null, |value| Value::Double(value as f64 / 4.0));
            let cells = vec![
                key.clone().map_or(Value::Null, Value::Text),
                value.map_or(Value::Null, Value::Long),
                double,
                Value::Boolean(keep),
            ];
            waiting.push((time, cells));
            if keep {
                kept.push((time, key, value));
            }
            if cut {
                let rows = std::mem::take(&mut waiting);
                application.push(batch(&fields, &rows, time), &mut collect(&mut streams)).unwrap();
            }
        }
        application.push(batch(&fields, &waiting, time), &mut collect(&mut streams)).unwrap();
        application.finish(&mut collect(&mut streams));
        let found = support::rows(&streams, output);
        prop_assert_eq!(found.len(), kept.len());
        for (row, (at, values)) in found.iter().enumerate() {
            prop_assert_eq!(*at, kept[row].0);
            let results = &values[plan.streams[0].fields.len()..];
            for (number, (frame, partition)) in windows.iter().enumerate() {
                let expected = reference(&seen(&kept[..=row], *frame, *partition), with);
                let from = number * expected.len();
                for (index, value) in expected.iter().enumerate() {
                    prop_assert!(
                        close(&results[from + index], value),
                        "row {row}, window {number}, function {index}: {:?} instead of {value:?}",
                        results[from + index]
                    );
                }
            }
        }
        prop_assert_eq!(support::rows(&streams, plan.error_stream()), vec![]);
    }
}

#[test]
fn partitions_that_time_has_passed_are_dropped() {
    let with = Lookback { position: 1, from_last: false, ignore_nulls: false, rows: 1 };
    let (plan, _) = sliding(&[(SlidingFrame::Range { milliseconds: 100 }, Partition::Key)], with);
    let fields = plan.streams[0].fields.clone();
    let mut application = Application::new(plan, 0).unwrap();
    let mut sink = |_: StreamId, _: &Batch| {};
    let held = |application: &Application| {
        let operators = &application.statistics().pumps[0].operators;
        match operators.last().unwrap().state {
            OperatorState::Slide { rows, partitions } => (rows, partitions),
            ref other => panic!("{other:?}"),
        }
    };
    let row = |time: i64| {
        let key = Value::Text(format!("key {time}"));
        (time, vec![key, Value::Long(1), Value::Double(1.0), Value::Boolean(true)])
    };
    for block in 0..20 {
        let rows: Vec<Row> = (block * 500..(block + 1) * 500).map(row).collect();
        application.push(batch(&fields, &rows, block * 500 + 499), &mut sink).unwrap();
        // Inclusive at both ends.
        assert_eq!(held(&application), (101, 101));
    }
    // The clock alone lets rows leave.
    application.push(Batch::empty(&fields, 10_050), &mut sink).unwrap();
    assert_eq!(held(&application), (50, 50));
    application.push(Batch::empty(&fields, 20_000), &mut sink).unwrap();
    assert_eq!(held(&application), (0, 0));
}

#[test]
fn doubles_do_not_drift_and_infinities_leave() {
    let mut program = Program::new(&[("D", DOUBLE)]);
    let of = |function| analytic(AnalyticFunction::Aggregate(function), Some(column(0, DOUBLE)), DOUBLE, 0);
    let windows = vec![window(vec![], SlidingFrame::Rows { preceding: 2 })];
    let functions = vec![of(AggregateFunction::Sum), of(AggregateFunction::VarPop)];
    let root = slide(program.source(), windows, functions);
    let output = program.output(root);
    let plan = program.plan();
    let mut values = vec![1e300, -1e16, 0.1, f64::INFINITY, 0.1];
    values.extend([0.1; 1000]);
    let input: Vec<Row> =
        (0..).zip(&values).map(|(time, value)| (time, vec![Value::Double(*value)])).collect();
    let streams = run_rows(&plan, &input);
    let found = rows(&streams, output);
    let (_, last) = found.last().unwrap();
    assert_eq!(last[2..], [Value::Double(0.1 + 0.1 + 0.1), Value::Double(0.0)]);
    // What holds the infinity, or what overflows on the way to a variance, fails; nothing else does.
    let failed: Vec<i64> = rows(&streams, plan.error_stream()).iter().map(|(time, _)| *time).collect();
    assert_eq!(failed, [1, 2, 3, 4, 5]);
}
