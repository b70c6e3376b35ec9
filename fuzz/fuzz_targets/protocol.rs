//! Bytes between page and worker: those of another build are an error, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rillcut_lab::protocol::{Command, Event, decode};

fuzz_target!(|bytes: &[u8]| {
    drop(decode::<Command>(bytes));
    drop(decode::<Event>(bytes));
});
