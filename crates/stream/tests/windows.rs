//! Tumbling windows, DISTINCT and ORDER BY: golden tables, a plain reference, bounds.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail loudly")]

mod support;

use std::collections::BTreeMap;

use proptest::prelude::*;
use rillcut_record::{Batch, DataType, IntervalUnit, Value, parse_timestamp};
use rillcut_sql::plan::{AggregateFunction, CompareOp, Function, StreamId, WindowEnd};
use rillcut_stream::{Application, OperatorState};
use support::*;

const BIGINT: DataType = DataType::BigInt;
const TIMESTAMP: DataType = DataType::Timestamp;

fn at(clock: &str) -> i64 {
    parse_timestamp(&format!("2018-06-01 {clock}")).unwrap()
}

fn varchar(text: &str) -> Value {
    Value::Text(text.to_owned())
}

#[test]
fn two_windows_as_the_service_documents_them() {
    // spec/kda-sql.md 7: GROUP BY ticker, FLOOR(EVENT_TIME TO MINUTE), STEP(ROWTIME BY INTERVAL '1' MINUTE).
    let mut program = Program::new(&[("EVENT_TIME", TIMESTAMP), ("TICKER", DataType::TEXT)]);
    let minute = call(Function::FloorTo(IntervalUnit::Minute), vec![column(0, TIMESTAMP)], TIMESTAMP);
    let root = tumble(
        program.source(),
        vec![column(1, DataType::TEXT), minute, step(60_000)],
        2,
        every(60_000),
        vec![count()],
    );
    let output = program.output(root);
    let row = |time: &str, event: &str| (at(time), vec![Value::Long(at(event)), varchar("AMZN")]);
    let input = [
        row("11:00:20", "11:00:10"),
        row("11:00:30", "11:00:20"),
        row("11:01:05", "11:00:55"),
        row("11:01:15", "11:01:05"),
    ];
    let result = |time: &str, event: &str, window: &str, count| {
        let values =
            vec![varchar("AMZN"), Value::Long(at(event)), Value::Long(at(window)), Value::Long(count)];
        (at(time), values)
    };
    assert_eq!(
        rows(&run_rows(&program.plan(), &input), output),
        [
            result("11:01:00", "11:00:00", "11:00:00", 2),
            result("11:02:00", "11:00:00", "11:01:00", 1),
            result("11:02:00", "11:01:00", "11:01:00", 1),
        ]
    );
}

#[test]
fn rows_of_a_minute_come_out_at_its_end() {
    // 26.3: rows at 22:49:10 and 22:49:15 give one of 22:50:00.
    let mut program = Program::new(&[]);
    let minute = call(Function::FloorTo(IntervalUnit::Minute), vec![rowtime()], TIMESTAMP);
    let root = tumble(program.source(), vec![minute], 0, every(60_000), vec![count()]);
    let output = program.output(root);
    let input = [(at("22:49:10"), vec![]), (at("22:49:15"), vec![])];
    let expected = vec![Value::Long(at("22:49:00")), Value::Long(2)];
    assert_eq!(rows(&run_rows(&program.plan(), &input), output), [(at("22:50:00"), expected)]);
}

/// A program of one window over the source, and its plan.
fn counting(end: WindowEnd) -> (rillcut_sql::plan::Plan, StreamId) {
    let mut program = Program::new(&[("K", DataType::TEXT)]);
    let key = match end {
        WindowEnd::Every { milliseconds, .. } => step(milliseconds),
        WindowEnd::Calendar(unit) => call(Function::FloorTo(unit), vec![rowtime()], TIMESTAMP),
        WindowEnd::Instant => rowtime(),
        // The time of arrival, which is the row's own here.
        WindowEnd::Change => column(1, TIMESTAMP),
    };
    let root = tumble(program.source(), vec![key], 0, end, vec![count()]);
    let output = program.output(root);
    (program.plan(), output)
}

#[test]
fn a_window_closes_when_the_bound_reaches_its_end_and_not_before() {
    let (plan, output) = counting(every(10_000));
    let fields = plan.streams[0].fields.clone();
    let mut application = Application::new(plan, 0).unwrap();
    let mut streams = Streams::new();
    let row = |time| (time, vec![varchar("a")]);
    application.push(batch(&fields, &[row(1000), row(9_999)], 9_999), &mut collect(&mut streams)).unwrap();
    assert_eq!(rows(&streams, output), []);
    let statistics = application.statistics();
    assert_eq!(
        statistics.pumps[0].operators[0].state,
        OperatorState::Window { window: Some((0, 10_000)), rows: 2, groups: 1 }
    );
    // The stream promises its next result's time, not the clock.
    assert_eq!(statistics.streams[output.0].bound, 10_000);
    application.push(Batch::empty(&fields, 10_000), &mut collect(&mut streams)).unwrap();
    assert_eq!(rows(&streams, output), [(10_000, vec![Value::Long(0), Value::Long(2)])]);
    assert_eq!(application.statistics().streams[output.0].bound, 20_000);
    // Windows without rows give nothing.
    application.push(batch(&fields, &[row(50_000)], 50_000), &mut collect(&mut streams)).unwrap();
    application.finish(&mut collect(&mut streams));
    assert_eq!(rows(&streams, output)[1..], [(60_000, vec![Value::Long(50_000), Value::Long(1)])]);
    assert_eq!(application.statistics().pumps[0].rows_in, 3);
    assert_eq!(application.statistics().pumps[0].rows_out, 2);
}

#[test]
fn instants_keep_their_time_and_changes_take_the_next_rows() {
    let input = [5, 5, 7, 9].map(|time| (time, vec![varchar("a")]));
    let counts = |end| {
        let (plan, output) = counting(end);
        rows(&run_rows(&plan, &input), output)
            .into_iter()
            .map(|(time, values)| (time, values[1].clone()))
            .collect::<Vec<_>>()
    };
    let long = |time, count| (time, Value::Long(count));
    assert_eq!(counts(WindowEnd::Instant), [long(5, 2), long(7, 1), long(9, 1)]);
    assert_eq!(counts(WindowEnd::Change), [long(7, 2), long(9, 1), long(9, 1)]);
}

#[test]
fn windows_of_any_function_of_time_close_on_the_bound() {
    // STEP of STEP: 7 s cut to 10 s. The key is 0 until 14 s, 10 until 21 s, 20 until 35 s.
    let seven = call(Function::Step, vec![rowtime(), long(7000, SECONDS)], TIMESTAMP);
    let key = call(Function::Step, vec![seven, long(10_000, SECONDS)], TIMESTAMP);
    let mut program = Program::new(&[]);
    let root = tumble(program.source(), vec![key], 0, WindowEnd::Change, vec![count()]);
    let output = program.output(root);
    let plan = program.plan();
    let fields = plan.streams[0].fields.clone();
    let mut application = Application::new(plan, 0).unwrap();
    let mut streams = Streams::new();
    let input = [(1000, vec![]), (13_999, vec![]), (15_000, vec![])];
    application.push(batch(&fields, &input, 15_000), &mut collect(&mut streams)).unwrap();
    let result = |time, key, count| (time, vec![Value::Long(key), Value::Long(count)]);
    assert_eq!(rows(&streams, output), [result(14_000, 0, 2)]);
    let state = &application.statistics().pumps[0].operators[0].state;
    assert_eq!(*state, OperatorState::Window { window: Some((14_000, 21_000)), rows: 1, groups: 1 });
    application.push(Batch::empty(&fields, 20_999), &mut collect(&mut streams)).unwrap();
    assert_eq!(rows(&streams, output).len(), 1);
    application.push(Batch::empty(&fields, 21_000), &mut collect(&mut streams)).unwrap();
    assert_eq!(rows(&streams, output)[1..], [result(21_000, 10_000, 1)]);
}

#[test]
fn aggregates_of_types_nulls_and_nothing() {
    use AggregateFunction as F;
    let double = DataType::Double;
    let source = [("I", DataType::Integer), ("D", double), ("T", DataType::TEXT), ("B", DataType::Boolean)];
    let mut program = Program::new(&source);
    let of = |function, argument: usize, data_type| {
        aggregate(function, Some(column(argument, source[argument].1)), data_type)
    };
    let aggregates = vec![
        of(F::Count, 0, BIGINT),
        of(F::Sum, 0, DataType::Integer),
        of(F::Avg, 0, DataType::Integer),
        of(F::Avg, 1, double),
        of(F::Min, 2, DataType::TEXT),
        of(F::Max, 1, double),
        of(F::StddevPop, 1, double),
        of(F::VarSamp, 1, double),
        of(F::Any, 3, DataType::Boolean),
        of(F::Every, 3, DataType::Boolean),
    ];
    let root = tumble(program.source(), vec![step(10)], 0, every(10), aggregates);
    let output = program.output(root);
    let (long, dbl) = (Value::Long, Value::Double);
    let input = [
        (0, vec![long(5), dbl(1.0), varchar("b"), Value::Boolean(true)]),
        (1, vec![long(2), dbl(3.0), varchar("a"), Value::Boolean(false)]),
        (2, vec![Value::Null, Value::Null, Value::Null, Value::Null]),
        (10, vec![Value::Null, Value::Null, Value::Null, Value::Null]),
        (20, vec![long(1), dbl(2.0), varchar(""), Value::Boolean(false)]),
    ];
    let plan = program.plan();
    let streams = run_rows(&plan, &input);
    let results: Vec<_> = rows(&streams, output).into_iter().map(|(_, row)| row[1..].to_vec()).collect();
    assert_eq!(
        results[0],
        [
            long(2),
            long(7),
            // AVG of integers is cut (spec/kda-sql.md 4.2).
            long(3),
            dbl(2.0),
            varchar("a"),
            dbl(3.0),
            dbl(1.0),
            dbl(2.0),
            Value::Boolean(true),
            Value::Boolean(false),
        ]
    );
    let mut nothing = vec![Value::Null; 10];
    nothing[0] = long(0);
    assert_eq!(results[1], nothing);
    assert_eq!((&results[2][6], &results[2][7]), (&dbl(0.0), &Value::Null));
}

#[test]
fn a_sum_beyond_its_type_fails_when_the_window_closes() {
    let mut program = Program::new(&[("I", DataType::Integer)]);
    let sum = aggregate(AggregateFunction::Sum, Some(column(0, DataType::Integer)), DataType::Integer);
    let root = tumble(program.source(), vec![step(10)], 0, every(10), vec![sum]);
    let output = program.output(root);
    let plan = program.plan();
    let max = Value::Long(i64::from(i32::MAX));
    let streams = run_rows(&plan, &[(0, vec![max]), (1, vec![Value::Long(1)]), (12, vec![Value::Long(3)])]);
    assert_eq!(rows(&streams, output), [(20, vec![Value::Long(10), Value::Long(3)])]);
    let errors = rows(&streams, plan.error_stream());
    assert_eq!(errors.len(), 1);
    assert_eq!((errors[0].0, &errors[0].1[2]), (10, &varchar("STR0102")));
    assert_eq!(errors[0].1[6], varchar("P0"));
}

#[test]
fn distinct_gives_the_first_of_each_window() {
    let mut program = Program::new(&[("K", DataType::TEXT)]);
    let items = project(program.source(), vec![step(10), column(0, DataType::TEXT)]);
    let output = program.output(distinct(items, 0, every(10)));
    let input = [(1, "b"), (2, "a"), (3, "b "), (11, "b")].map(|(time, key)| (time, vec![varchar(key)]));
    let row = |time, window, key| (time, vec![Value::Long(window), varchar(key)]);
    assert_eq!(
        rows(&run_rows(&program.plan(), &input), output),
        [row(10, 0, "b"), row(10, 0, "a"), row(20, 10, "b")]
    );
}

#[test]
fn sorted_rows_come_at_the_end_of_their_window() {
    let mut program = Program::new(&[("X", DataType::Integer)]);
    let keys = vec![(step(10), false), (column(0, DataType::Integer), true)];
    let scan = program.source();
    let by_window = program.output(sort(scan, keys, every(10)));
    let keys = vec![(rowtime(), false), (column(0, DataType::Integer), false)];
    let scan = program.source();
    let by_instant = program.output(sort(scan, keys, WindowEnd::Instant));
    let long = Value::Long;
    let input = [
        (1, vec![long(5)]),
        (1, vec![Value::Null]),
        (1, vec![long(3)]),
        (2, vec![long(7)]),
        (12, vec![long(1)]),
    ];
    let streams = run_rows(&program.plan(), &input);
    let shown = |stream| {
        rows(&streams, stream).into_iter().map(|(time, row)| (time, row[0].clone())).collect::<Vec<_>>()
    };
    // NULL is the greatest: first when descending, last when ascending.
    assert_eq!(
        shown(by_window),
        [(10, Value::Null), (10, long(7)), (10, long(5)), (10, long(3)), (20, long(1))]
    );
    assert_eq!(
        shown(by_instant),
        [(1, long(3)), (1, long(5)), (1, Value::Null), (2, long(7)), (12, long(1))]
    );
}

#[test]
fn a_failing_row_is_left_out_and_reported() {
    // The AWS exercise: price / 0 (spec/kda-sql.md 14).
    let mut program = Program::new(&[("PRICE", DataType::Integer)]);
    let problem = arithmetic(
        rillcut_sql::plan::ArithmeticOp::Divide,
        long(10, DataType::Integer),
        column(0, DataType::Integer),
        DataType::Integer,
    );
    let root = project(program.source(), vec![problem]);
    let output = program.output(root);
    let plan = program.plan();
    let streams =
        run_rows(&plan, &[(1, vec![Value::Long(5)]), (2, vec![Value::Long(0)]), (3, vec![Value::Long(2)])]);
    assert_eq!(rows(&streams, output), [(1, vec![Value::Long(2)]), (3, vec![Value::Long(5)])]);
    let errors = rows(&streams, plan.error_stream());
    assert_eq!(errors.len(), 1);
    let (time, row) = &errors[0];
    assert_eq!(
        (*time, &row[0], &row[2], &row[4]),
        (2, &Value::Long(2), &varchar("STR0101"), &Value::Long(2))
    );
    let Value::Text(hex) = &row[5] else { panic!("{row:?}") };
    assert_eq!(
        rillcut_record::data_row_text(hex).unwrap(),
        "{\"PRICE\":0,\"APPROXIMATE_ARRIVAL_TIME\":\"1970-01-01 00:00:00.002\"}"
    );
}

#[test]
fn messages_say_line_and_column_when_the_text_is_known() {
    let mut program = Program::new(&[("X", DataType::Integer)]);
    let mut cast = cast(text("x"), DataType::Integer);
    cast.span = rillcut_sql::Span::new(9, 12);
    let scan = program.source();
    program.output(project(scan, vec![cast]));
    let plan = program.plan();
    let error_stream = plan.error_stream();
    let fields = plan.streams[0].fields.clone();
    let mut streams = Streams::new();
    let mut application = Application::new(plan, 0).unwrap().with_text("SELECT\n  CAST(");
    application.push(batch(&fields, &[(1, vec![Value::Long(1)])], 1), &mut collect(&mut streams)).unwrap();
    application.finish(&mut collect(&mut streams));
    assert_eq!(
        rows(&streams, error_stream)[0].1[3],
        varchar("the text 'x' does not convert to INTEGER (line 2, column 3)")
    );
}

#[test]
fn a_new_rowtime_must_not_fall() {
    let mut program = Program::new(&[("EVENT_TIME", TIMESTAMP)]);
    let scan = program.source();
    let output = program.output(retime(scan, vec![column(0, TIMESTAMP)], column(0, TIMESTAMP)));
    let scan = program.source();
    let stepped = program.output(retime(scan, vec![column(0, TIMESTAMP)], step(100)));
    let plan = program.plan();
    let input = [
        (1000, vec![Value::Long(10)]),
        (1001, vec![Value::Long(12)]),
        (1002, vec![Value::Long(11)]),
        (1003, vec![Value::Null]),
        (1004, vec![Value::Long(12)]),
    ];
    let streams = run_rows(&plan, &input);
    let times = |stream| rows(&streams, stream).iter().map(|(time, _)| *time).collect::<Vec<_>>();
    assert_eq!(times(output), [10, 12, 12]);
    assert_eq!(times(stepped), [1000; 5]);
    let errors = rows(&streams, plan.error_stream());
    let codes: Vec<_> = errors.iter().map(|(time, row)| (*time, row[2].clone())).collect();
    assert_eq!(codes, [(1002, varchar("STR0105")), (1003, varchar("STR0106"))]);
    // Where the new time follows the clock, so does the bound; else it is the last row's time.
    let fields = plan.streams[0].fields.clone();
    let mut application = Application::new(plan, 0).unwrap();
    application.push(batch(&fields, &input, 1250), &mut |_: StreamId, _: &Batch| {}).unwrap();
    let bounds: Vec<_> = application.statistics().streams.iter().map(|stream| stream.bound).collect();
    assert_eq!((bounds[output.0], bounds[stepped.0]), (12, 1200));
}

#[test]
fn null_for_not_null_goes_to_the_error_stream() {
    let mut program = Program::new(&[("X", DataType::Integer)]);
    let mut required = field("X", DataType::Integer);
    required.nullable = false;
    let output = program.stream(vec![required]);
    let root = project(program.source(), vec![column(0, DataType::Integer)]);
    program.pump(output, root);
    let plan = program.plan();
    let streams = run_rows(&plan, &[(1, vec![Value::Long(1)]), (2, vec![Value::Null])]);
    assert_eq!(rows(&streams, output), [(1, vec![Value::Long(1)])]);
    assert_eq!(rows(&streams, plan.error_stream())[0].1[2], varchar("STR0106"));
}

/// A key and the values of its rows.
type Group = (Option<String>, Vec<Option<i64>>);

/// Count, sum and least of each (window, key), by the plainest means; groups in order of first arrival.
fn reference(input: &[(i64, Option<String>, Option<i64>)], width: i64) -> Vec<Row> {
    let mut windows: BTreeMap<i64, Vec<Group>> = BTreeMap::new();
    for (time, key, value) in input {
        let groups = windows.entry(time.div_euclid(width) * width).or_default();
        match groups.iter_mut().find(|(group, _)| group == key) {
            Some((_, values)) => values.push(*value),
            None => groups.push((key.clone(), vec![*value])),
        }
    }
    let mut out = Vec::new();
    for (start, groups) in windows {
        for (key, values) in groups {
            let some: Vec<i64> = values.iter().flatten().copied().collect();
            let or_null = |value: Option<i64>| value.map_or(Value::Null, Value::Long);
            out.push((
                start + width,
                vec![
                    key.map_or(Value::Null, Value::Text),
                    Value::Long(start),
                    Value::Long(values.len() as i64),
                    or_null((!some.is_empty()).then(|| some.iter().sum())),
                    or_null(some.iter().min().copied()),
                ],
            ));
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tumbling_agrees_with_the_plain_reference(
        steps in prop::collection::vec((0_i64..30, prop::option::of("[ab]{0,1}"), prop::option::of(-9_i64..9), any::<bool>()), 0..120),
        start in -100_i64..100,
        width in 1_i64..40,
    ) {
        let mut time = start;
        let mut input = Vec::new();
        for (step, key, value, keep) in steps {
            time += step;
            input.push((time, key, value, keep));
        }
        let mut program = Program::new(&[("K", DataType::TEXT), ("V", BIGINT), ("KEEP", DataType::Boolean)]);
        let of = |function| aggregate(function, Some(column(1, BIGINT)), BIGINT);
        let kept = filter(program.source(), column(2, DataType::Boolean));
        let root = tumble(
            kept,
            vec![column(0, DataType::TEXT), step(width)],
            1,
            every(width),
            vec![count(), of(AggregateFunction::Sum), of(AggregateFunction::Min)],
        );
        let output = program.output(root);
        let rows_in: Vec<Row> = input
            .iter()
            .map(|(time, key, value, keep)| {
                let key = key.clone().map_or(Value::Null, Value::Text);
                (*time, vec![key, value.map_or(Value::Null, Value::Long), Value::Boolean(*keep)])
            })
            .collect();
        let kept: Vec<_> = input
            .into_iter()
            .filter(|row| row.3)
            .map(|(time, key, value, _)| (time, key, value))
            .collect();
        prop_assert_eq!(rows(&run_rows(&program.plan(), &rows_in), output), reference(&kept, width));
    }
}

#[test]
fn comparisons_with_hostile_values_do_not_stop_a_window() {
    let double = DataType::Double;
    let mut program = Program::new(&[("D", double)]);
    let kept =
        filter(program.source(), compare(CompareOp::GreaterOrEqual, column(0, double), support::double(0.0)));
    let max = aggregate(AggregateFunction::Max, Some(column(0, double)), double);
    let sum = aggregate(AggregateFunction::Sum, Some(column(0, double)), double);
    let scan = program.source();
    let maxima = program.output(tumble(kept, vec![step(10)], 0, every(10), vec![max]));
    program.output(tumble(scan, vec![step(10)], 0, every(10), vec![sum]));
    let plan = program.plan();
    let values = [1.0, f64::NAN, -0.0, f64::INFINITY, f64::NEG_INFINITY];
    let input: Vec<Row> = (0..).zip(values).map(|(time, value)| (time, vec![Value::Double(value)])).collect();
    let streams = run_rows(&plan, &input);
    let Value::Double(greatest) = rows(&streams, maxima)[0].1[1] else { panic!() };
    assert!(greatest.is_nan(), "NaN is the greatest");
    assert_eq!(rows(&streams, plan.error_stream())[0].1[2], varchar("STR0102"));
}

#[test]
fn windows_at_the_ends_of_time() {
    let (plan, output) = counting(every(10_000));
    let input = [i64::MIN, i64::MIN + 1, -1, i64::MAX - 1].map(|time| (time, vec![varchar("a")]));
    let streams = run_rows(&plan, &input);
    let times: Vec<i64> = rows(&streams, output).iter().map(|(time, _)| *time).collect();
    // The first window would begin before time; STEP fails for its rows.
    assert_eq!(times, [0, i64::MAX]);
    assert_eq!(rows(&streams, plan.error_stream()).len(), 2);
}
