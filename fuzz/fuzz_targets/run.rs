//! A random valid program over random rows: it checks, and gives the same rows at once and one by one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rillcut_sql::{Catalog, check, plan::StreamId};
use support::{
    batch,
    programs::{Choices, program, rows, source},
    run,
};

#[path = "../../crates/stream/tests/support/mod.rs"]
mod support;

fuzz_target!(|bytes: &[u8]| {
    // Half of the bytes choose the program, half are rows.
    let (choices, data) = bytes.split_at(bytes.len() / 2);
    let sql = program(&mut Choices::new(choices));
    let checked = check(&sql, &Catalog::known(source()));
    let plan = checked.unwrap_or_else(|found| panic!("{sql}\n{found:?}")).plan;
    let input = rows(data);
    let fields = plan.streams[0].fields.clone();
    let last = input.last().map_or(0, |row| row.0);
    let whole = run(&plan, vec![batch(&fields, &input, last)]);
    let single = input.iter().map(|row| batch(&fields, std::slice::from_ref(row), row.0)).collect();
    let single = run(&plan, single);
    for (number, stream) in plan.streams.iter().enumerate() {
        let id = StreamId(number);
        let (a, b) = (support::rows(&whole, id), support::rows(&single, id));
        assert_eq!(format!("{a:?}"), format!("{b:?}"), "{}\n{sql}", stream.name);
    }
});
