//! A lab file: any text is a lab or a list of problems.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rillcut_lab::file::Lab;

fuzz_target!(|text: &str| {
    if let Err(problems) = Lab::from_json(text) {
        assert!(!problems.is_empty());
    }
});
