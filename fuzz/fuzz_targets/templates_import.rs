//! KDG's saved templates and periods.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rillcut_generator::import;

fuzz_target!(|text: &str| {
    drop(import::templates(text));
    drop(import::storage(text));
});
