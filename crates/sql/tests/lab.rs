//! The lab's program, end to end.

use rillcut_record::{DataType, Field};
use rillcut_sql::{Catalog, LineIndex, check, plan};

const PROGRAM: &str = include_str!("../../../www/examples/clickstream.sql");

fn catalog() -> Catalog {
    let text = DataType::Varchar { length: Some(32) };
    Catalog::known(vec![Field::new("browseraction", text), Field::new("site", text)])
}

#[test]
fn the_labs_program_is_planned() {
    let checked = check(PROGRAM, &catalog()).unwrap_or_else(|faults| {
        let index = LineIndex::new(PROGRAM);
        let lines: Vec<String> = faults.iter().map(|fault| fault.located(&index).to_string()).collect();
        panic!("{}", lines.join("\n"))
    });
    assert_eq!(checked.warnings, []);
    let names: Vec<&str> = checked.plan.streams.iter().map(|stream| stream.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "SOURCE_SQL_STREAM_001",
            "CLICKSTREAM",
            "IMPRESSIONSTREAM",
            "CTRSTREAM",
            "DESTINATION_SQL_STREAM",
            "error_stream"
        ]
    );
    let plan::Operator::Project { input, .. } = &checked.plan.pumps[0].root.operator else {
        panic!("no list")
    };
    let plan::Operator::Tumble { end, .. } = &input.operator else { panic!("no window") };
    assert_eq!(*end, plan::WindowEnd::every(10_000));
}
