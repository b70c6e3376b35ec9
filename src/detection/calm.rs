//! Changes that come many times a second, passed on at a pace that people can read and a page can draw.

use std::time::Duration;

use leptos::prelude::*;

/// A signal that changes when `track` notices a change: at once after a quiet time, else `pace` later, and always once after the last.
pub(crate) fn calm(pace: Duration, track: impl Fn() + 'static) -> ReadSignal<u64> {
    let (passed_on, pass_on) = signal(0_u64);
    // Within the pace of the last change that was passed on; whether another came since.
    let resting = StoredValue::new(false);
    let missed = StoredValue::new(false);
    Effect::new(move |_| {
        track();
        if resting.get_value() {
            missed.set_value(true);
        } else {
            pass(pace, pass_on, resting, missed);
        }
    });
    passed_on
}

fn pass(pace: Duration, pass_on: WriteSignal<u64>, resting: StoredValue<bool>, missed: StoredValue<bool>) {
    pass_on.update(|version| *version += 1);
    resting.set_value(true);
    let rested = move || {
        // The part of the page may be gone by now.
        let Some(again) = missed.try_get_value() else { return };
        resting.set_value(false);
        if again {
            missed.set_value(false);
            pass(pace, pass_on, resting, missed);
        }
    };
    set_timeout(rested, pace);
}
