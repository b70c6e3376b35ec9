//! Random programs of the constructs that are exported, for `cargo xtask flink-test --random N`: `random_programs FOLDER COUNT SEED`.
//!
//! Programs are drawn from a grammar, by type, and checked before they are written; what the checker refuses is drawn anew. The source is
//! that of `tests/rows.lab.json`. How often each construct was drawn is said at the end, so that a thin place is seen.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a tool for developers")]

mod draw;
mod expression;
mod program;
mod statement;

use std::{collections::BTreeMap, fs, path::Path};

use program::Program;
use rillcut_record::{DataType, Field};
use rillcut_sql::{Catalog, check};

fn text(length: u32) -> DataType {
    DataType::Varchar { length: Some(length) }
}

fn fields<const N: usize>(columns: [(&str, DataType); N]) -> Vec<Field> {
    columns.into_iter().map(|(name, data_type)| Field::new(name, data_type)).collect()
}

/// The source and the reference table of `tests/rows.lab.json`.
fn catalog() -> Catalog {
    let source = fields([
        ("id", DataType::Integer),
        ("k", text(4)),
        ("v", DataType::Integer),
        ("x", DataType::Double),
        ("y", DataType::Double),
        ("r", DataType::Real),
        ("d", DataType::Decimal { precision: 9, scale: 2 }),
        ("flag", DataType::Boolean),
        ("name", text(12)),
        ("at", DataType::Timestamp),
        ("line", text(64)),
        ("deep", DataType::BigInt),
    ]);
    let kinds = fields([("key", text(4)), ("kind", text(16)), ("weight", DataType::Integer)]);
    Catalog::known(source).with_reference("Kinds", kinds)
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = Path::new(&arguments[0]);
    let (count, seed): (usize, u64) = (arguments[1].parse().unwrap(), arguments[2].parse().unwrap());
    fs::create_dir_all(folder).unwrap();
    let catalog = catalog();
    let mut used: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut written, mut drawn) = (0, 0);
    while written < count {
        let (text, constructs) = Program::new(seed.wrapping_mul(1_000_003).wrapping_add(drawn)).write();
        drawn += 1;
        match check(&text, &catalog) {
            Ok(_) => {
                fs::write(folder.join(format!("random{written:03}.sql")), text).unwrap();
                written += 1;
                for (construct, times) in constructs {
                    *used.entry(construct).or_default() += times;
                }
            }
            Err(_) if drawn < 50 * count as u64 + 100 => {}
            Err(found) => panic!("{text}\n{found:#?}"),
        }
    }
    let used: Vec<String> = used.iter().map(|(construct, times)| format!("{construct} {times}")).collect();
    println!("{drawn} drawn, {written} valid: {}", used.join(", "));
}
