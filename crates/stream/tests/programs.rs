//! Random valid programs: they check, print as themselves, explain themselves, and give the same rows however the input is cut.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod support;

use std::collections::BTreeMap;

use proptest::prelude::*;
use rillcut_sql::{Catalog, LineIndex, check, explain, parse, plan::Plan};
use support::{
    Row, Streams, batch,
    programs::{Choices, program, rows, source},
    run,
};

/// The plan of a program that must be valid.
fn planned(sql: &str) -> Plan {
    match check(sql, &Catalog::known(source())) {
        Ok(checked) => checked.plan,
        Err(found) => {
            let index = LineIndex::new(sql);
            let list: Vec<String> = found.iter().map(|found| found.located(&index).to_string()).collect();
            panic!("{sql}\n{}", list.join("\n"));
        }
    }
}

/// The streams' rows with the input cut before the rows of these numbers.
fn run_cut(plan: &Plan, input: &[Row], cut: impl Fn(usize) -> bool) -> Streams {
    let fields = &plan.streams[0].fields;
    let mut batches = Vec::new();
    let mut from = 0;
    for to in 1..=input.len() {
        if to == input.len() || cut(to) {
            batches.push(batch(fields, &input[from..to], input[to - 1].0));
            from = to;
        }
    }
    run(plan, batches)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn valid_programs_run_alike_however_cut(
        choices in prop::collection::vec(any::<u8>(), 0..160),
        data in prop::collection::vec(any::<u8>(), 0..400),
        cuts in prop::collection::vec(any::<bool>(), 121),
    ) {
        let sql = program(&mut Choices::new(&choices));
        let plan = planned(&sql);
        prop_assert!(!explain(&plan, &sql).to_string().is_empty());
        let printed = parse(&sql).program.to_string();
        prop_assert_eq!(&parse(&printed).program, &parse(&sql).program, "{}", printed);
        let input = rows(&data);
        let whole = run_cut(&plan, &input, |_| false);
        for (how, other) in [("one by one", run_cut(&plan, &input, |_| true)), ("at random", run_cut(&plan, &input, |at| cuts[at]))] {
            for (number, stream) in plan.streams.iter().enumerate() {
                let id = rillcut_sql::plan::StreamId(number);
                let (a, b) = (support::rows(&whole, id), support::rows(&other, id));
                prop_assert_eq!(format!("{a:?}"), format!("{b:?}"), "{} {}\n{}", stream.name, how, sql);
            }
        }
    }
}

#[test]
fn the_programs_are_of_many_kinds_and_give_rows() {
    // Guards the property above against holding because nothing happens.
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    let words = [
        "GROUP BY",
        " OVER w",
        "STAGGER",
        "DISTINCT",
        "FOREST",
        "UNION ALL",
        " JOIN ",
        "ORDER BY",
        "FROM (",
        "WHERE",
    ];
    let (mut programs, mut rows_out) = (0, 0);
    let mut state = 1_u64;
    let mut bytes = |n: usize| -> Vec<u8> {
        (0..n)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 56) as u8
            })
            .collect()
    };
    for _ in 0..60 {
        let sql = program(&mut Choices::new(&bytes(160)));
        let plan = planned(&sql);
        for word in words {
            *seen.entry(word).or_default() += u32::from(sql.contains(word));
        }
        let input = rows(&bytes(400));
        let streams = run_cut(&plan, &input, |_| false);
        programs += 1;
        // Rows of the streams that pumps fill, the source and error_stream apart.
        let filled = 1..plan.streams.len() - 1;
        rows_out +=
            filled.map(|id| support::rows(&streams, rillcut_sql::plan::StreamId(id)).len()).sum::<usize>();
    }
    assert!(words.iter().all(|word| seen[word] > 2), "{seen:?}");
    assert!(rows_out > 20 * programs, "{rows_out} rows of {programs} programs");
}
