//! Joins: the six examples of the SQL reference, and a plain quadratic reference.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail loudly")]

mod support;

use proptest::prelude::*;
use rillcut_record::{DataType, Value, parse_timestamp};
use rillcut_sql::plan::{
    ArithmeticOp, CompareOp, ExprKind, JoinKind, JoinWindow, Operator, Reference, ReferenceId, StreamId,
};
use support::*;

const INTEGER: DataType = DataType::Integer;
const TIMESTAMP: DataType = DataType::Timestamp;
const MINUTE: JoinWindow = JoinWindow::Range { milliseconds: 60_000 };

fn at(clock: &str) -> i64 {
    parse_timestamp(&format!("2020-01-01 {clock}")).unwrap()
}

/// A program that joins the source's rows of side 0 with those of side 1. Columns: key, time left, time right.
fn joining(
    kind: JoinKind,
    windows: (JoinWindow, JoinWindow),
    condition: Option<rillcut_sql::plan::Expr>,
) -> (rillcut_sql::plan::Plan, StreamId) {
    let mut program = Program::new(&[("SIDE", INTEGER), ("ID", INTEGER)]);
    let side = |program: &Program, side| {
        let kept = filter(program.source(), equal(column(0, INTEGER), long(side, INTEGER)));
        project(kept, vec![column(1, INTEGER)])
    };
    let left = program.output(side(&program, 0));
    let right = program.output(side(&program, 1));
    let root = join(program.scan(left), program.scan(right), kind, windows, condition);
    let output = program.output(root);
    (program.plan(), output)
}

fn same_id() -> rillcut_sql::plan::Expr {
    equal(column(0, INTEGER), column(1, INTEGER))
}

/// Rows of (side, time, id), in order of time.
fn source(mut rows: Vec<(i64, i64, i64)>) -> Vec<Row> {
    rows.sort_by_key(|row| row.1);
    rows.into_iter().map(|(side, time, id)| (time, vec![Value::Long(side), Value::Long(id)])).collect()
}

/// Orders and shipments of the SQL reference's page.
fn orders_and_shipments() -> Vec<Row> {
    source(vec![
        (0, at("10:00:00"), 101),
        (1, at("10:00:00"), 100),
        (0, at("10:00:20"), 102),
        (0, at("10:00:30"), 103),
        (0, at("10:00:40"), 104),
        (1, at("10:00:45"), 104),
        (0, at("10:00:45"), 100),
        (1, at("10:00:50"), 105),
    ])
}

/// (result ROWTIME, order id, shipment id, order time, shipment time), sorted within an instant.
fn example(kind: JoinKind, windows: (JoinWindow, JoinWindow)) -> Vec<(i64, Vec<Value>)> {
    let (plan, output) = joining(kind, windows, Some(same_id()));
    let mut result = rows(&run_rows(&plan, &orders_and_shipments()), output);
    assert!(result.is_sorted_by_key(|(time, _)| *time));
    result.sort_by_key(|(time, row)| (*time, format!("{row:?}")));
    result
}

fn pair(time: &str, id: i64, order: &str, shipment: &str) -> (i64, Vec<Value>) {
    let long = Value::Long;
    (at(time), vec![long(id), long(id), long(at(order)), long(at(shipment))])
}

fn order_only(time: &str, id: i64, order: &str) -> (i64, Vec<Value>) {
    (at(time), vec![Value::Long(id), Value::Null, Value::Long(at(order)), Value::Null])
}

fn shipment_only(time: &str, id: i64, shipment: &str) -> (i64, Vec<Value>) {
    (at(time), vec![Value::Null, Value::Long(id), Value::Null, Value::Long(at(shipment))])
}

#[test]
fn example_1_a_window_on_one_side() {
    let result = example(JoinKind::Inner, (MINUTE, JoinWindow::Current));
    assert_eq!(result, [pair("10:00:45", 104, "10:00:40", "10:00:45")]);
}

#[test]
fn example_2_windows_on_both_sides() {
    let result = example(JoinKind::Inner, (MINUTE, MINUTE));
    let expected =
        [pair("10:00:45", 100, "10:00:45", "10:00:00"), pair("10:00:45", 104, "10:00:40", "10:00:45")];
    assert_eq!(result, expected);
}

#[test]
fn example_3_the_unwindowed_side_is_preserved() {
    let result = example(JoinKind::Right, (MINUTE, JoinWindow::Current));
    let expected = [
        shipment_only("10:00:00", 100, "10:00:00"),
        pair("10:00:45", 104, "10:00:40", "10:00:45"),
        shipment_only("10:00:50", 105, "10:00:50"),
    ];
    assert_eq!(result, expected);
}

#[test]
fn example_4_a_windowed_side_is_preserved() {
    let result = example(JoinKind::Right, (MINUTE, MINUTE));
    let expected = [
        pair("10:00:45", 100, "10:00:45", "10:00:00"),
        pair("10:00:45", 104, "10:00:40", "10:00:45"),
        shipment_only("10:01:50", 105, "10:00:50"),
    ];
    assert_eq!(result, expected);
}

#[test]
fn example_5_left_with_one_window() {
    // The reference's table gives order 104 again at 10:01:40, against its text; the text is followed (spec/kda-sql.md 27.3).
    let result = example(JoinKind::Left, (MINUTE, JoinWindow::Current));
    let expected = [
        pair("10:00:45", 104, "10:00:40", "10:00:45"),
        order_only("10:01:00", 101, "10:00:00"),
        order_only("10:01:20", 102, "10:00:20"),
        order_only("10:01:30", 103, "10:00:30"),
        order_only("10:01:45", 100, "10:00:45"),
    ];
    assert_eq!(result, expected);
}

#[test]
fn example_6_left_with_two_windows() {
    // As in example 5, for 104 and 100.
    let result = example(JoinKind::Left, (MINUTE, MINUTE));
    let expected = [
        pair("10:00:45", 100, "10:00:45", "10:00:00"),
        pair("10:00:45", 104, "10:00:40", "10:00:45"),
        order_only("10:01:00", 101, "10:00:00"),
        order_only("10:01:20", 102, "10:00:20"),
        order_only("10:01:30", 103, "10:00:30"),
    ];
    assert_eq!(result, expected);
}

#[test]
fn counts_of_two_windows_meet_at_once() {
    // The lab: WHERE a.ROWTIME = b.ROWTIME over two counts; the CTR row comes with the window's end, not a window later.
    let mut program = Program::new(&[("ACTION", DataType::TEXT)]);
    let counted = |program: &Program, action: &str| {
        let kept = filter(program.source(), equal(column(0, DataType::TEXT), text(action)));
        project(
            tumble(kept, vec![step(10_000)], 0, every(10_000), vec![count()]),
            vec![column(1, DataType::BigInt)],
        )
    };
    let clicks = program.output(counted(&program, "Click"));
    let impressions = program.output(counted(&program, "Impression"));
    let windows = (JoinWindow::Current, JoinWindow::Current);
    let joined = join(
        program.scan(clicks),
        program.scan(impressions),
        JoinKind::Inner,
        windows,
        Some(equal(column(2, TIMESTAMP), column(3, TIMESTAMP))),
    );
    let ctr = program.output(joined);
    let plan = program.plan();
    let fields = plan.streams[0].fields.clone();
    let action = |time, action: &str| (time, vec![Value::Text(action.to_owned())]);
    let input = [
        action(100, "Click"),
        action(200, "Impression"),
        action(9_000, "Impression"),
        action(12_000, "Click"),
        action(31_000, "Click"),
        action(32_000, "Impression"),
    ];
    let mut streams = Streams::new();
    let mut application = rillcut_stream::Application::new(plan, 0).unwrap();
    let meet = |time, clicks, impressions| {
        let values = [clicks, impressions, time, time].map(Value::Long).to_vec();
        (time, values)
    };
    application.push(batch(&fields, &input[..3], 10_000), &mut collect(&mut streams)).unwrap();
    assert_eq!(rows(&streams, ctr), [meet(10_000, 1, 2)], "as soon as the clock reaches the window's end");
    application.push(batch(&fields, &input[3..], 32_000), &mut collect(&mut streams)).unwrap();
    application.finish(&mut collect(&mut streams));
    // A window with no impressions gives no row (spec/kda-sql.md 1.2).
    assert_eq!(rows(&streams, ctr), [meet(10_000, 1, 2), meet(40_000, 1, 1)]);
}

#[test]
fn what_cannot_meet_any_more_is_forgotten() {
    let (plan, _) = joining(JoinKind::Left, (MINUTE, MINUTE), Some(same_id()));
    let fields = plan.streams[0].fields.clone();
    let mut application = rillcut_stream::Application::new(plan, 0).unwrap();
    let mut streams = Streams::new();
    for second in 0..10_000_i64 {
        let input = source(vec![(second % 2, second * 1000, second % 7)]);
        application.push(batch(&fields, &input, second * 1000), &mut collect(&mut streams)).unwrap();
    }
    let statistics = application.statistics();
    let state = statistics.pumps[2].operators[0].state;
    let rillcut_stream::OperatorState::Join { left_rows, right_rows } = state else { panic!("{state:?}") };
    assert!(left_rows + right_rows <= 64, "{state:?}");
}

/// Which rows of the other side's window a row meets, straight from the definition.
fn reference(
    input: &[(i64, i64, i64)],
    kind: JoinKind,
    windows: (JoinWindow, JoinWindow),
    meets: impl Fn(i64, i64, i64, i64) -> bool,
) -> Vec<(i64, Vec<Value>)> {
    let mut sides: [Vec<(i64, i64)>; 2] = [Vec::new(), Vec::new()];
    for &(side, time, id) in input {
        sides[side as usize].push((time, id));
    }
    let [left, right] = &sides;
    // The turn of a row: by time, left before right, then arrival.
    let turn = |side: usize, index: usize| (sides[side][index].0, side, index);
    // Whether `other` is still in its window when the row with this turn comes.
    let present =
        |window: JoinWindow, rows: &[(i64, i64)], side: usize, other: usize, now: (i64, usize, usize)| {
            match window {
                JoinWindow::Current => rows[other].0 == now.0,
                JoinWindow::Range { milliseconds } => rows[other].0 >= now.0 - milliseconds,
                JoinWindow::Rows { preceding } => {
                    let seen = (0..rows.len()).filter(|&index| turn(side, index) < now).count();
                    other as u64 + preceding + 1 >= seen as u64
                }
            }
        };
    let mut out = Vec::new();
    let mut matched = [vec![false; left.len()], vec![false; right.len()]];
    for (l, &(left_time, left_id)) in left.iter().enumerate() {
        for (r, &(right_time, right_id)) in right.iter().enumerate() {
            let (a, b) = (turn(0, l), turn(1, r));
            let there =
                if a < b { present(windows.0, left, 0, l, b) } else { present(windows.1, right, 1, r, a) };
            if there && meets(left_id, right_id, left_time, right_time) {
                matched[0][l] = true;
                matched[1][r] = true;
                let values = [left_id, right_id, left_time, right_time].map(Value::Long).to_vec();
                out.push((left_time.max(right_time), values));
            }
        }
    }
    // At the end of the streams windows of time end first, then windows of rows.
    let lengths = [windows.0, windows.1].map(|window| match window {
        JoinWindow::Range { milliseconds } => milliseconds,
        JoinWindow::Current | JoinWindow::Rows { .. } => 0,
    });
    let last = input.iter().map(|row| row.1 + lengths[row.0 as usize]).max().unwrap_or(0);
    let leaves = |window: JoinWindow, rows: &[(i64, i64)], index: usize| match window {
        JoinWindow::Current => rows[index].0,
        JoinWindow::Range { milliseconds } => rows[index].0 + milliseconds,
        JoinWindow::Rows { preceding } => {
            rows.get(index + preceding as usize + 1).map_or(last, |(time, _)| *time)
        }
    };
    if matches!(kind, JoinKind::Left | JoinKind::Full) {
        for l in (0..left.len()).filter(|&l| !matched[0][l]) {
            let row = vec![Value::Long(left[l].1), Value::Null, Value::Long(left[l].0), Value::Null];
            out.push((leaves(windows.0, left, l), row));
        }
    }
    if matches!(kind, JoinKind::Right | JoinKind::Full) {
        for r in (0..right.len()).filter(|&r| !matched[1][r]) {
            let row = vec![Value::Null, Value::Long(right[r].1), Value::Null, Value::Long(right[r].0)];
            out.push((leaves(windows.1, right, r), row));
        }
    }
    out.sort_by_key(|(time, row)| (*time, format!("{row:?}")));
    out
}

/// Whether two rows meet, by their ids and times.
type Meets = fn(i64, i64, i64, i64) -> bool;

fn any_window() -> impl Strategy<Value = JoinWindow> {
    prop_oneof![
        Just(JoinWindow::Current),
        (0_i64..12).prop_map(|milliseconds| JoinWindow::Range { milliseconds }),
        (0_u64..4).prop_map(|preceding| JoinWindow::Rows { preceding }),
    ]
}

fn any_kind() -> impl Strategy<Value = JoinKind> {
    prop_oneof![Just(JoinKind::Inner), Just(JoinKind::Left), Just(JoinKind::Right), Just(JoinKind::Full)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn joins_agree_with_the_definition(
        steps in prop::collection::vec((0_i64..2, 0_i64..4, 0_i64..3), 0..40),
        kind in any_kind(),
        windows in (any_window(), any_window()),
        condition in 0..5,
    ) {
        let mut time = 0;
        let input: Vec<(i64, i64, i64)> = steps
            .into_iter()
            .map(|(side, step, id)| {
                time += step;
                (side, time, id)
            })
            .collect();
        let sum = arithmetic(ArithmeticOp::Add, column(0, INTEGER), column(1, INTEGER), INTEGER);
        let odd = compare(CompareOp::Greater, sum, long(1, INTEGER));
        let same_time = equal(column(3, TIMESTAMP), column(2, TIMESTAMP));
        let (condition, meets): (_, Meets) = match condition {
            0 => (None, |_, _, _, _| true),
            1 => (Some(same_id()), |l, r, _, _| l == r),
            2 => (Some(odd), |l, r, _, _| l + r > 1),
            3 => (Some(same_time), |_, _, a, b| a == b),
            _ => {
                let both = expr(ExprKind::And(vec![odd, same_id()]), DataType::Boolean);
                (Some(both), |l, r, _, _| l == r && l + r > 1)
            }
        };
        let (plan, output) = joining(kind, windows, condition);
        let mut result = rows(&run_rows(&plan, &source(input.clone())), output);
        prop_assert!(result.is_sorted_by_key(|(time, _)| *time));
        result.sort_by_key(|(time, row)| (*time, format!("{row:?}")));
        prop_assert_eq!(result, reference(&input, kind, windows, meets));
    }
}

/// Whether a stream's row meets a table's, by id and value of both.
type Finds = fn(i64, i64, i64, i64) -> bool;

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lookups_agree_with_the_definition(
        steps in prop::collection::vec((0_i64..4, 0_i64..5, 0_i64..5), 0..40),
        table in prop::collection::vec((prop::option::weighted(0.9, 0_i64..5), 0_i64..5), 0..12),
        keep in any::<bool>(),
        table_first in any::<bool>(),
        condition in 0..4,
        cut in 0_usize..40,
    ) {
        let fields = [field("RID", INTEGER), field("RV", INTEGER)];
        let mut program = Program::new(&[("ID", INTEGER), ("V", INTEGER)]);
        let stream = project(program.source(), vec![column(0, INTEGER), column(1, INTEGER)]);
        // Columns of stream and table, wherever they stand.
        let (s, t) = if table_first { (2, 0) } else { (0, 2) };
        let same = equal(column(s, INTEGER), column(t, INTEGER));
        let less = compare(CompareOp::Less, column(s + 1, INTEGER), column(t + 1, INTEGER));
        let (condition, meets): (_, Finds) = match condition {
            0 => (None, |_, _, _, _| true),
            1 => (Some(same), |id, _, rid, _| id == rid),
            2 => (Some(less), |_, v, _, rv| v < rv),
            _ => {
                let both = expr(ExprKind::And(vec![less, same]), DataType::Boolean);
                (Some(both), |id, v, rid, rv| id == rid && v < rv)
            }
        };
        let any_meets_null = condition.is_none();
        let mut output_fields = stream.fields.clone();
        let at = if table_first { 0 } else { 2 };
        output_fields.splice(at..at, fields.clone());
        let operator = Operator::Lookup {
            input: Box::new(stream),
            table: ReferenceId(0),
            table_first,
            keep,
            condition,
        };
        let output = program.output(node(operator, output_fields));
        let mut plan = program.plan();
        plan.references.push(Reference { name: "R".to_owned(), fields: fields.to_vec() });
        let null = |value: Option<i64>| value.map_or(Value::Null, Value::Long);
        let table_rows: Vec<Row> =
            table.iter().map(|&(id, v)| (0, vec![null(id), Value::Long(v)])).collect();
        let mut time = 0;
        let input: Vec<Row> = steps
            .iter()
            .map(|&(step, id, v)| {
                time += step;
                (time, [id, v].map(Value::Long).to_vec())
            })
            .collect();
        let mut expected: Vec<Row> = Vec::new();
        for ((time, row), &(_, id, v)) in input.iter().zip(&steps) {
            let mut give = |partner: Vec<Value>| {
                let both = if table_first { [partner, row.clone()] } else { [row.clone(), partner] };
                expected.push((*time, both.concat()));
            };
            let mut met = false;
            for (&(rid, rv), (_, partner)) in table.iter().zip(&table_rows) {
                // What is not asked for its id may be NULL there.
                let found = match rid {
                    Some(rid) => meets(id, v, rid, rv),
                    None => any_meets_null || meets(id, v, -1, rv),
                };
                if found {
                    met = true;
                    give(partner.clone());
                }
            }
            if keep && !met {
                give(vec![Value::Null, Value::Null]);
            }
        }
        let stream_fields = plan.streams[0].fields.clone();
        let (first, second) = input.split_at(cut.min(input.len()));
        let batches = [first, second]
            .into_iter()
            .filter_map(|rows| Some(batch(&stream_fields, rows, rows.last()?.0)))
            .collect();
        let streams = run_with(&plan, vec![batch(&fields, &table_rows, 0)], batches);
        prop_assert_eq!(rows(&streams, output), expected);
    }
}

#[test]
fn a_table_that_is_read_must_be_there() {
    let mut program = Program::new(&[("ID", INTEGER)]);
    let stream = project(program.source(), vec![column(0, INTEGER)]);
    let mut fields = stream.fields.clone();
    fields.push(field("RID", INTEGER));
    let operator = Operator::Lookup {
        input: Box::new(stream),
        table: ReferenceId(0),
        table_first: false,
        keep: false,
        condition: None,
    };
    program.output(node(operator, fields));
    let mut plan = program.plan();
    plan.references.push(Reference { name: "R".to_owned(), fields: vec![field("RID", INTEGER)] });
    let refused = |rows: Vec<rillcut_record::Batch>| {
        let rows = rows.into_iter().map(std::sync::Arc::new).collect();
        rillcut_stream::Application::with_references(plan.clone(), 0, rows).unwrap_err().code()
    };
    assert_eq!(refused(vec![]), "STR0008");
    assert_eq!(refused(vec![batch(&[field("RID", DataType::TEXT)], &[], 0)]), "STR0005");
}
