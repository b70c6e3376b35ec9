//! A record allocates nothing: neither rendering nor sending, whatever the template does. Memory is flat, however many are sent.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::alloc::System;

use common::{NOW, parse};
use rillcut_generator::{Batch, Periods, Rate, Rng, Sender, SenderConfig, functions, gallery::GALLERY};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static GLOBAL: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// One test, without a harness: the counter sees every thread.
fn main() {
    let examples = functions().map(|function| (function.name(), function.example()));
    for (name, text) in examples.chain(GALLERY.iter().map(|entry| (entry.name, entry.text))) {
        let template = parse(text);
        let (mut rng, mut state) = (Rng::seed(1), template.state());
        let mut out = Vec::with_capacity(template.max_len());
        let region = Region::new(GLOBAL);
        for _ in 0..200 {
            out.clear();
            template.render(&mut out, &mut rng, &mut state, NOW);
        }
        assert_eq!(region.change().allocations + region.change().reallocations, 0, "{name}");
    }

    let rate = |records| Rate::per_second(records).unwrap();
    for periods in [None, Some(Box::new(Periods::uniform(rate(1000.0), rate(100.0))))] {
        for entry in GALLERY {
            let config = SenderConfig {
                jitter: true,
                periods: periods.clone(),
                ..SenderConfig::new("t", rate(1000.0))
            };
            let mut sender = Sender::new(parse(entry.text), &config, 1, 0, 60).unwrap();
            let mut batch = Batch::new();
            // The buffers grow to what a slice needs.
            for second in 1..=5 {
                batch.clear();
                sender.emit_until(second * 1000, usize::MAX, &mut batch);
            }
            let region = Region::new(GLOBAL);
            for slice in 0..500 {
                batch.clear();
                sender.emit_until(5000 + slice * 10, usize::MAX, &mut batch);
            }
            assert!(sender.counters().records > 8000);
            assert_eq!(region.change().allocations + region.change().reallocations, 0, "{}", entry.name);
        }
    }
}
