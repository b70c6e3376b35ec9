//! How long the front end takes: what an editor waits for at each key. Prints medians of several runs.
//!
//! `cargo bench -p rillcut-sql`

#![allow(missing_docs, reason = "a program, not a library")]
#![allow(clippy::disallowed_methods, reason = "a bench measures time")]

use std::{hint::black_box, time::Instant};

use rillcut_record::{DataType, Field};
use rillcut_sql::{Catalog, MAX_TEXT, check, parse, tokenize};

const LAB: &str = include_str!("../../../www/examples/clickstream.sql");
const RUNS: usize = 9;

fn median(mut work: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[RUNS / 2]
}

fn report(name: &str, text: &str, catalog: &Catalog) {
    let tokens = median(|| drop(black_box(tokenize(text))));
    let tree = median(|| drop(black_box(parse(text))));
    let plan = median(|| drop(black_box(check(text, catalog))));
    println!("{name}: {} bytes, tokens {tokens:.0} µs, tree {tree:.0} µs, plan {plan:.0} µs", text.len());
}

fn main() {
    let varchar = DataType::Varchar { length: Some(32) };
    let catalog = Catalog::known(vec![Field::new("browseraction", varchar), Field::new("site", varchar)]);
    report("the lab's program", LAB, &catalog);
    // As many copies under other names as a program may have text.
    let copy = |number: usize| {
        [
            "CLICKSTREAM",
            "IMPRESSIONSTREAM",
            "CTRSTREAM",
            "DESTINATION_SQL_STREAM",
            "CLICKPUMP",
            "IMPRESSIONPUMP",
            "CTRPUMP",
            "OUTPUT_PUMP",
        ]
        .iter()
        .fold(LAB.to_owned(), |text, name| {
            text.replace(&format!("\"{name}\""), &format!("\"{name}{number}\""))
        })
    };
    let mut large = String::new();
    for number in 0.. {
        let next = copy(number);
        if large.len() + next.len() > MAX_TEXT {
            break;
        }
        large += &next;
    }
    report("as long as can be", &large, &catalog);
    report("parentheses", &"(".repeat(MAX_TEXT), &catalog);
    report("unknown names", &large.replace("browseraction", "browser"), &catalog);
}
