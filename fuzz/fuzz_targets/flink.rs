//! The export to Flink: any program in a lab becomes a job, or is refused with a place in its text.
#![no_main]

use std::cell::RefCell;

use libfuzzer_sys::fuzz_target;
use rillcut_lab::{
    examples,
    file::Lab,
    flink::{JobAnswer, JobRequest, answer},
};

thread_local! {
    static LAB: RefCell<Lab> = RefCell::new(Lab::from_json(examples::CLICKSTREAM).expect("it comes with the page"));
}

fuzz_target!(|text: &str| {
    let mut lab = LAB.with_borrow(Lab::clone);
    lab.sql = text.to_owned();
    // A run of no length: whether programs run is the business of other targets.
    let request = JobRequest { lab, for_ms: 0, streams: vec!["*".to_owned()], wall_ms: 0 };
    if let JobAnswer::Refused(problems) = answer(request) {
        assert!(problems.iter().any(|problem| problem.is_error), "{problems:?}");
        for problem in problems {
            let range = problem.start as usize..problem.end as usize;
            assert!(text.get(range).is_some(), "{problem:?} is no place");
        }
    }
});
