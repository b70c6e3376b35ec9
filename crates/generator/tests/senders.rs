//! Senders on a clock: counts, instants, slices, live changes.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::parse;
use proptest::prelude::*;
use rillcut_generator::{Activity, Batch, Interval, Periods, Rate, Sender, SenderConfig, emit_merged};

const TEMPLATE: &str = r#"{"n":{{random.number(9)}},"at":{{date.utc(x)}}}"#;

fn rate(records: f64) -> Rate {
    Rate::per_second(records).unwrap()
}

fn sender(config: &SenderConfig, seed: u64) -> Sender {
    Sender::new(parse(TEMPLATE), config, seed, 0, 0).unwrap()
}

#[test]
fn records_carry_their_instant() {
    let mut sender =
        Sender::new(parse("{{date.now(x)}}"), &SenderConfig::new("t", rate(2.0)), 1, 5000, 60).unwrap();
    assert_eq!(sender.next_due(), Some(5000));
    let mut batch = Batch::new();
    let emitted = sender.emit_until(6001, 100, &mut batch);
    assert_eq!((emitted.records, emitted.more), (3, false));
    assert_eq!(batch.bytes(), b"5000\n5500\n6000\n");
    assert_eq!(batch.offsets(), [0, 5, 10, 15]);
    assert_eq!(batch.instants(), [5000, 5500, 6000]);
    assert_eq!(batch.record(1), Some(&b"5500\n"[..]));
    assert_eq!(batch.record(3), None);
    assert_eq!(batch.iter().map(|(at, _)| at).collect::<Vec<_>>(), [5000, 5500, 6000]);
    assert_eq!((sender.counters().records, sender.counters().bytes), (3, 15));
}

#[test]
fn the_delimiter_can_be_left_out() {
    let config = SenderConfig { newline: false, ..SenderConfig::new("t", rate(1.0)) };
    let mut sender = Sender::new(parse("x"), &config, 1, 0, 0).unwrap();
    let mut batch = Batch::new();
    sender.emit_until(2500, 100, &mut batch);
    assert_eq!(batch.bytes(), b"xxx");
}

#[test]
fn nothing_is_lost_in_a_stall() {
    let mut sender = sender(&SenderConfig::new("t", rate(1000.0)), 1);
    let mut batch = Batch::new();
    let mut instants = vec![];
    // A minute late, a thousand at a time.
    loop {
        batch.clear();
        let emitted = sender.emit_until(60_000, 1000, &mut batch);
        instants.extend_from_slice(batch.instants());
        if !emitted.more {
            break;
        }
        assert_eq!(emitted.records, 1000);
    }
    assert_eq!(instants, (0..60_000).collect::<Vec<_>>());
    assert_eq!(sender.next_due(), Some(60_000));
}

#[test]
fn a_batch_has_a_size() {
    let template = parse(&"x".repeat(100_000));
    let mut sender = Sender::new(template, &SenderConfig::new("t", rate(1000.0)), 1, 0, 0).unwrap();
    let mut batch = Batch::new();
    let emitted = sender.emit_until(10_000, usize::MAX, &mut batch);
    assert!(emitted.more && batch.bytes().len() < Batch::SOFT_LIMIT + 200_000);
    assert_eq!(sender.emit_until(10_000, usize::MAX, &mut batch).records, 0);
    batch.clear();
    assert!(batch.is_empty() && sender.emit_until(10_000, usize::MAX, &mut batch).records > 80);
}

#[test]
fn a_million_a_second() {
    let mut sender = sender(&SenderConfig::new("t", rate(1e6)), 1);
    let mut batch = Batch::new();
    for slice in 1..=10 {
        batch.clear();
        assert_eq!(sender.emit_until(slice * 20, usize::MAX, &mut batch).records, 20_000);
    }
    assert_eq!(sender.counters().records, 200_000);
}

#[test]
fn a_timeline_with_a_burst() {
    let activity = Activity {
        intervals: vec![
            Interval { start_ms: 0, stop_ms: Some(10_000), rate: None, rate_to: None },
            Interval { start_ms: 20_000, stop_ms: Some(21_000), rate: Some(rate(50.0)), rate_to: None },
            Interval { start_ms: 30_000, stop_ms: None, rate: None, rate_to: None },
        ],
    };
    for jitter in [false, true] {
        let config = SenderConfig { activity: activity.clone(), jitter, ..SenderConfig::new("t", rate(2.0)) };
        let mut sender = sender(&config, 3);
        let mut batch = Batch::new();
        sender.emit_until(40_000, usize::MAX, &mut batch);
        let count = |from, to| batch.instants().iter().filter(|&&at| at >= from && at < to).count();
        assert_eq!((count(0, 10_000), count(10_000, 20_000), count(20_000, 21_000)), (20, 0, 50));
        assert_eq!(count(21_000, 30_000), 0);
        assert!((19..=21).contains(&count(30_000, 40_000)));
    }
}

#[test]
fn idle_until_started_by_hand() {
    let config = SenderConfig { activity: Activity::default(), ..SenderConfig::new("t", rate(1.0)) };
    let mut sender = sender(&config, 1);
    let mut batch = Batch::new();
    assert_eq!(sender.next_due(), None);
    assert_eq!(sender.emit_until(5000, 10, &mut batch).records, 0);
    sender.start(5200);
    assert_eq!(sender.emit_until(7000, 10, &mut batch).records, 2);
    sender.set_rate(7000, rate(10.0));
    // A fifth of a record was still to be gained, which takes 20 ms at the new rate.
    assert_eq!(sender.emit_until(8000, 100, &mut batch).records, 10);
    sender.stop(8000);
    assert_eq!(sender.emit_until(i64::MAX, 100, &mut batch).records, 0);
    assert_eq!(batch.instants()[..4], [5200, 6200, 7020, 7120]);
}

#[test]
fn a_timeline_out_of_order_is_an_error() {
    let activity =
        Activity { intervals: vec![Interval { start_ms: 5, stop_ms: Some(5), rate: None, rate_to: None }] };
    let config = SenderConfig { activity, ..SenderConfig::new("t", rate(1.0)) };
    let error = Sender::new(parse("x"), &config, 1, 0, 0).unwrap_err();
    assert_eq!(error.code(), "GEN0202");
    assert_eq!(error.to_string(), "activity interval 1: it ends before it begins");
}

#[test]
fn senders_merge_in_order() {
    let make = || {
        let config = |records, jitter| SenderConfig { jitter, ..SenderConfig::new("t", rate(records)) };
        vec![
            Sender::new(parse("a"), &config(3.0, false), 1, 0, 0).unwrap(),
            Sender::new(parse("b"), &config(10.0, true), 2, 0, 0).unwrap(),
            Sender::new(parse("c"), &config(1.0, false), 3, 0, 0).unwrap(),
        ]
    };
    let mut at_once = Batch::new();
    assert!(!emit_merged(&mut make(), 10_000, usize::MAX, &mut at_once).more);
    // The jittered sender's record at ten seconds may come before or after that.
    assert!((140..=141).contains(&at_once.len()), "{}", at_once.len());
    assert!(at_once.instants().is_sorted());
    // The first senders go first in the same millisecond.
    assert!(at_once.bytes().starts_with(b"a\n"));
    let second: Vec<_> = at_once.iter().filter(|&(at, _)| at == 1000).map(|(_, record)| record[0]).collect();
    assert!(second.is_sorted() && second.starts_with(b"a"), "{second:?}");

    let mut senders = make();
    let mut sliced = Batch::new();
    for to in (7..10_007).step_by(7) {
        while emit_merged(&mut senders, to.min(10_000), 3, &mut sliced).more {}
    }
    assert_eq!(sliced, at_once);
}

/// The day's table: one record a second at night, fifty at noon.
fn periods() -> Periods {
    let mut periods = Periods::uniform(rate(1.0), rate(0.5));
    for day in &mut periods.mu {
        day[12] = rate(50.0);
    }
    periods
}

#[test]
fn a_table_of_periods() {
    let config = SenderConfig { periods: Some(Box::new(periods())), ..SenderConfig::new("t", rate(9.0)) };
    let noon = |offset| {
        let mut sender = Sender::new(parse(TEMPLATE), &config, 3, 0, offset).unwrap();
        let (mut batch, mut count) = (Batch::new(), 0);
        for hour in 0..24 {
            batch.clear();
            sender.emit_until((hour + 1) * 3_600_000, usize::MAX, &mut batch);
            assert!(batch.instants().is_sorted());
            if hour == 12 {
                count = batch.len();
            }
        }
        count
    };
    // From fifty evenly down to one, a second.
    assert!((noon(0) as f64 - 25.5 * 3600.0).abs() < 300.0, "{}", noon(0));
    // On a clock two hours ahead this hour is 14 o'clock.
    assert!((noon(120) as f64 - 3600.0).abs() < 300.0);
    let sender = Sender::new(parse(TEMPLATE), &config, 3, 0, 0).unwrap();
    assert_eq!(sender.rate_at(12 * 3_600_000).map(Rate::as_f64), Some(50.0));
    // A table without records ends nothing but itself.
    let silent = SenderConfig {
        periods: Some(Box::new(Periods::uniform(rate(0.0), rate(0.0)))),
        ..SenderConfig::new("t", rate(9.0))
    };
    assert_eq!(Sender::new(parse(TEMPLATE), &silent, 3, 0, 0).unwrap().next_due(), None);
}

#[test]
fn an_end_by_count_or_duration() {
    for (limit, duration_ms, expected) in
        [(Some(7), None, 7), (None, Some(2500), 25), (Some(30), Some(2500), 25), (Some(0), None, 0)]
    {
        let config = SenderConfig { limit, duration_ms, ..SenderConfig::new("t", rate(10.0)) };
        let mut sender = sender(&config, 1);
        let mut batch = Batch::new();
        sender.emit_until(i64::MAX, usize::MAX, &mut batch);
        assert_eq!((batch.len(), sender.next_due()), (expected, None));
    }
}

#[test]
fn a_thousand_senders_are_one_flow() {
    let make = || {
        (0..1000_u64)
            .map(|at| {
                let config = SenderConfig {
                    jitter: at % 2 == 0,
                    ..SenderConfig::new("t", rate(1.0 + (at % 7) as f64))
                };
                Sender::new(parse(&format!("{at}")), &config, at, (at % 13) as i64, 0).unwrap()
            })
            .collect::<Vec<_>>()
    };
    let mut batch = Batch::new();
    emit_merged(&mut make(), 3000, usize::MAX, &mut batch);
    let got: Vec<(i64, usize)> = batch
        .iter()
        .map(|(at, record)| (at, std::str::from_utf8(record).unwrap().trim().parse().unwrap()))
        .collect();
    assert!(got.len() > 11_000 && got.is_sorted(), "by instant, then by sender");
}

#[test]
fn another_sender_changes_nothing() {
    let lab = |count: u64| {
        (0..count)
            .map(|at| {
                let seed = rillcut_generator::Rng::stream(7, at).next_u64();
                let config = SenderConfig { jitter: true, ..SenderConfig::new("t", rate(5.0 + at as f64)) };
                Sender::new(parse(&format!("{at} {{{{random.uuid}}}}")), &config, seed, 0, 0).unwrap()
            })
            .collect::<Vec<_>>()
    };
    let of_first = |count| {
        let mut batch = Batch::new();
        emit_merged(&mut lab(count), 10_000, usize::MAX, &mut batch);
        batch
            .iter()
            .filter(|(_, record)| record.starts_with(b"0 "))
            .map(|(at, record)| (at, record.to_vec()))
            .collect::<Vec<_>>()
    };
    assert_eq!(of_first(1), of_first(4));
}

fn any_config() -> impl Strategy<Value = SenderConfig> {
    let interval = (
        0..5000_i64,
        1..5000_i64,
        prop::option::of(0.0..500.0_f64),
        prop::option::weighted(0.3, 0.0..500.0_f64),
    );
    let table = prop::option::weighted(0.3, 0.0..40.0_f64);
    (prop::collection::vec(interval, 0..4), 0.01..500.0_f64, any::<bool>(), table).prop_map(
        |(lengths, records, jitter, sigma)| {
            let mut from = 0;
            let intervals = lengths
                .into_iter()
                .map(|(gap, length, own, to)| {
                    let start_ms = from + gap;
                    from = start_ms + length;
                    let rounded = |records| Rate::per_second(libm::round(records * 100.0) / 100.0).unwrap();
                    let (rate, rate_to) = (own.map(rounded), to.map(rounded));
                    Interval { start_ms, stop_ms: Some(from), rate, rate_to }
                })
                .collect();
            let periods = sigma.map(|sigma| {
                let (mu, sigma) = (rate(libm::round(records)), rate(libm::round(sigma)));
                Box::new(Periods::uniform(mu, sigma))
            });
            SenderConfig {
                jitter,
                activity: Activity { intervals },
                periods,
                ..SenderConfig::new("t", rate(records))
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn slices_do_not_matter(config in any_config(), seed: u64, steps in prop::collection::vec((1..3000_i64, 1..50_usize), 1..40)) {
        let mut at_once = Batch::new();
        let mut whole = sender(&config, seed);
        let mut sliced_batch = Batch::new();
        let mut sliced = sender(&config, seed);
        let mut now = 0;
        for (step, limit) in steps {
            now += step;
            // Late and in small portions.
            let emitted = sliced.emit_until(now, limit, &mut sliced_batch);
            prop_assert!(emitted.records <= limit);
        }
        now += 1;
        sliced.emit_until(now, usize::MAX, &mut sliced_batch);
        whole.emit_until(now, usize::MAX, &mut at_once);
        prop_assert_eq!(&at_once, &sliced_batch);
        prop_assert_eq!(whole.counters(), sliced.counters());
        prop_assert_eq!(whole.next_due(), sliced.next_due());
        prop_assert!(at_once.instants().is_sorted());
        prop_assert!(at_once.instants().iter().all(|&at| at < now));
    }

    #[test]
    fn an_interval_holds_what_its_rate_says(config in any_config(), seed: u64) {
        let mut sender = sender(&config, seed);
        let mut batch = Batch::new();
        sender.emit_until(i64::MAX, usize::MAX, &mut batch);
        for interval in &config.activity.intervals {
            // A table's counts are random.
            if config.periods.is_some() && interval.rate.is_none() && interval.rate_to.is_none() {
                continue;
            }
            let stop = interval.stop_ms.unwrap();
            let count = batch.instants().iter().filter(|&&at| at >= interval.start_ms && at < stop).count() as f64;
            let from = interval.rate.unwrap_or(config.rate);
            let mean = f64::midpoint(from.as_f64(), interval.rate_to.unwrap_or(from).as_f64());
            let exact = mean * (stop - interval.start_ms) as f64 / 1000.0;
            prop_assert!((count - exact).abs() < 1.0 + 1e-6, "{} {}", count, exact);
        }
    }

    #[test]
    fn live_changes_keep_order(config in any_config(), seed: u64, changes in prop::collection::vec((0..2000_i64, 0..4_u8, 0.0..100.0_f64, 0..2000_i64), 0..30)) {
        let mut sender = sender(&config, seed);
        let mut batch = Batch::new();
        let mut now = 0;
        let mut last = i64::MIN;
        for (step, change, records, offset) in changes {
            now += step;
            batch.clear();
            sender.emit_until(now, 100, &mut batch);
            for &at in batch.instants() {
                prop_assert!(at >= last && at < now);
                last = at;
            }
            // Changes for the past, now and the future.
            let at = now + offset - 1000;
            match change {
                0 => sender.start(at),
                1 => sender.stop(at),
                2 => sender.set_rate(at, Rate::per_second(libm::round(records)).unwrap()),
                _ => {}
            }
        }
    }
}
