use std::collections::{BTreeMap, BTreeSet};

use rand::Rng;

use super::*;
use crate::{
    destination::{
        message::{Group, tests::row},
        spec::{Preset, RetrySpec},
    },
    protocol::Storage,
};

fn key(name: &str) -> LaneKey {
    LaneKey { lab: "Lab".to_owned(), destination: name.to_owned() }
}

fn spec(name: &str) -> DestinationSpec {
    DestinationSpec { name: name.to_owned(), ..DestinationSpec::of("S") }
}

fn connection() -> Connection {
    Connection { url: "http://localhost:9/".to_owned(), remember: true, ..Connection::default() }
}

fn outbox() -> Outbox {
    let mut outbox = Outbox::new(7);
    outbox.connect(&key("a"), &spec("a"), connection());
    outbox
}

fn put(outbox: &mut Outbox, lane: &str, id: &str, wall_ms: f64) -> bool {
    let origin = Origin { id, lab: "Lab", test: false, made_ms: wall_ms as i64, link: "" };
    let message = Message::new(&spec(lane), Group::one(row(0)), &origin);
    outbox.put(&key(lane), message, wall_ms)
}

fn answer(status: u16) -> Outcome {
    Outcome::Status { status, retry_after: None, answer: String::new() }
}

fn states(outbox: &mut Outbox) -> Vec<DeliveryState> {
    outbox.take_changes().iter().map(|view| view.state).collect()
}

fn ids(requests: &[HttpRequest]) -> Vec<&str> {
    requests.iter().map(|request| request.id.as_str()).collect()
}

#[test]
fn a_lane_keeps_its_order_and_lanes_do_not_wait_for_each_other() {
    let mut outbox = outbox();
    outbox.connect(&key("b"), &spec("b"), connection());
    put(&mut outbox, "a", "1", 0.0);
    put(&mut outbox, "a", "2", 0.0);
    put(&mut outbox, "b", "3", 0.0);
    assert_eq!(ids(&outbox.due(0.0)), ["1", "3"]);
    assert!(outbox.due(0.0).is_empty(), "2 waits for 1");
    outbox.outcome("1", &answer(503), 12, 20.0);
    assert!(outbox.due(20.0).is_empty(), "2 still waits for 1");
    outbox.outcome("3", &answer(204), 12, 20.0);
    assert_eq!(ids(&outbox.due(2000.0)), ["1"]);
    outbox.outcome("1", &answer(204), 12, 2000.0);
    assert_eq!(ids(&outbox.due(2000.0)), ["2"]);
    assert_eq!(
        states(&mut outbox),
        [DeliveryState::Delivered, DeliveryState::Sending, DeliveryState::Delivered]
    );
    assert!(states(&mut outbox).is_empty(), "changes are told once");
}

#[test]
fn a_failure_that_no_attempt_mends_is_a_dead_letter_that_can_be_sent_again() {
    let mut outbox = outbox();
    put(&mut outbox, "a", "1", 0.0);
    put(&mut outbox, "a", "2", 0.0);
    outbox.due(0.0);
    outbox.outcome("1", &answer(404), 5, 1.0);
    assert_eq!(ids(&outbox.due(1.0)), ["2"], "the lane goes on");
    outbox.outcome("2", &answer(200), 5, 2.0);
    assert_eq!(outbox.lane_view(&key("a")).dead, 1);
    let line: serde_json::Value = serde_json::from_str(&outbox.dead_letters()).unwrap();
    assert_eq!((line["id"].as_str(), line["count"].as_u64()), (Some("1"), Some(1)));
    assert!(line["attempts"][0]["detail"].as_str().unwrap().starts_with("HTTP 404: nothing takes"));
    assert_eq!(outbox.resend(&[], 3.0), 1);
    assert_eq!(ids(&outbox.due(3.0)), ["1"]);
    outbox.outcome("1", &answer(200), 5, 4.0);
    let view = outbox.request_view("1", 5.0).unwrap();
    assert_eq!((view.attempts.len(), view.is_dead), (2, false));
    assert_eq!(outbox.discard(&[]), Vec::<String>::new());
}

#[test]
fn a_message_is_given_up_in_the_end_and_a_receiver_that_is_gone_is_left_alone() {
    let mut outbox = outbox();
    put(&mut outbox, "a", "1", 0.0);
    let mut wall = 0.0;
    let mut attempts = 0;
    while outbox.open() > 0 {
        attempts += outbox.due(wall).len();
        outbox.outcome("1", &Outcome::TimedOut, 10_000, wall);
        wall = outbox.next_request_ms().unwrap_or(wall);
    }
    assert_eq!(wall, 3_600_000.0);
    assert!((60..400).contains(&attempts), "{attempts}");
    assert_eq!(outbox.take_changes()[0].state, DeliveryState::Failed);
    put(&mut outbox, "a", "2", wall);
    put(&mut outbox, "a", "3", wall);
    outbox.due(wall);
    outbox.outcome("2", &answer(410), 5, wall);
    assert!(outbox.due(wall + 1e6).is_empty());
    let lane = outbox.lane_view(&key("a"));
    assert_eq!((lane.waiting, lane.dead), (1, 2));
    assert!(lane.stopped.unwrap().contains("gone for good"));
    outbox.connect(&key("a"), &spec("a"), connection());
    assert_eq!(ids(&outbox.due(wall + 1e6)), ["3"], "it waited for another address");
}

#[test]
fn offline_is_waited_out_and_costs_no_attempt() {
    let mut outbox = outbox();
    put(&mut outbox, "a", "1", 0.0);
    outbox.due(0.0);
    outbox.outcome("1", &Outcome::Offline, 1, 1.0);
    assert_eq!((outbox.next_request_ms(), outbox.due(1000.0).len()), (Some(1.0 + OFFLINE_MS), 0));
    assert!(outbox.is_offline());
    assert_eq!(ids(&outbox.due(4000.0)), ["1"], "it looks again by itself");
    outbox.outcome("1", &Outcome::Offline, 1, 4000.0);
    outbox.set_online(true);
    assert_eq!(ids(&outbox.due(4001.0)), ["1"]);
    assert_eq!(outbox.take_changes()[0].attempts, 1);
}

#[test]
fn retry_after_is_kept_and_receivers_have_their_pace() {
    let mut outbox = outbox();
    put(&mut outbox, "a", "1", 0.0);
    outbox.due(0.0);
    let asked = Outcome::Status { status: 429, retry_after: Some("30".to_owned()), answer: String::new() };
    outbox.outcome("1", &asked, 5, 0.0);
    assert!(outbox.next_request_ms().unwrap() >= 30_000.0);
    let slack = DestinationSpec { preset: Preset::Slack, ..spec("s") };
    outbox.connect(&key("s"), &slack, connection());
    put(&mut outbox, "s", "2", 0.0);
    put(&mut outbox, "s", "3", 0.0);
    outbox.due(0.0);
    outbox.outcome("2", &answer(200), 5, 5.0);
    assert_eq!(outbox.next_request_ms(), Some(1000.0));
    assert_eq!((outbox.due(999.0).len(), outbox.due(1000.0).len()), (0, 1));
}

#[test]
fn a_full_outbox_says_so() {
    let mut outbox = outbox();
    for number in 0..CAPACITY + 3 {
        assert_eq!(put(&mut outbox, "a", &format!("{number}"), 0.0), number < CAPACITY);
    }
    assert_eq!((outbox.refused(), outbox.open()), (3, CAPACITY));
    outbox.due(0.0);
    outbox.outcome("0", &answer(200), 1, 1.0);
    assert!(put(&mut outbox, "a", "again", 2.0), "a taken one made room");
}

#[test]
fn a_message_too_large_for_any_receiver_is_a_dead_letter() {
    let mut outbox = outbox();
    let mut huge = row(0);
    huge.cells.push(("X".to_owned(), format!("\"{}\"", "x".repeat(300_000))));
    let origin = Origin { id: "1", lab: "Lab", test: false, made_ms: 0, link: "" };
    outbox.put(&key("a"), Message::new(&spec("a"), Group::one(huge), &origin), 0.0);
    assert!(outbox.due(0.0).is_empty());
    let view = &outbox.take_changes()[0];
    assert_eq!(view.state, DeliveryState::Failed);
    assert!(view.detail.contains("octets, more than the 262144"), "{}", view.detail);
}

#[test]
fn nothing_is_sent_that_is_not_written_down_unless_the_store_fails() {
    let mut outbox = outbox();
    outbox.journal().open();
    outbox.connect(&key("a"), &spec("a"), connection());
    put(&mut outbox, "a", "1", 0.0);
    assert_eq!((outbox.due(0.0).len(), outbox.next_request_ms()), (0, None));
    let (ticket, writes) = outbox.take_writes().unwrap();
    assert_eq!(writes.len(), 2, "the connection and the message");
    assert!(outbox.due(0.0).is_empty());
    outbox.journal().stored(ticket);
    assert_eq!(outbox.due(0.0).len(), 1);
    outbox.outcome("1", &answer(200), 1, 1.0);
    put(&mut outbox, "a", "2", 1.0);
    outbox.journal().fail("the disk is full".to_owned());
    assert_eq!(outbox.due(1.0).len(), 1, "an alarm is not held back by a full disk");
    assert_eq!(outbox.storage(), Storage::Failed("the disk is full".to_owned()));
    let (ticket, _) = outbox.take_writes().unwrap();
    outbox.journal().stored(ticket);
    assert_eq!(outbox.storage(), Storage::Kept { unreadable: 0 });
}

/// The disk of a browser: whole batches or nothing.
#[derive(Default)]
struct Disk(BTreeMap<String, Vec<u8>>);

impl Disk {
    fn take(&mut self, writes: Vec<Write>) {
        for write in writes {
            match write {
                Write::Put { key, bytes } => self.0.insert(key, bytes),
                Write::Delete { key } => self.0.remove(&key),
            };
        }
    }

    fn records(&self) -> Vec<(String, Vec<u8>)> {
        self.0.iter().map(|(key, bytes)| (key.clone(), bytes.clone())).collect()
    }
}

#[test]
fn damaged_records_and_a_clock_that_went_back_do_no_harm() {
    let mut disk = Disk::default();
    let mut outbox = outbox();
    outbox.journal().open();
    outbox.connect(&key("a"), &spec("a"), connection());
    for id in ["1", "2"] {
        put(&mut outbox, "a", id, 1e12);
    }
    disk.take(outbox.take_writes().unwrap().1);
    outbox.journal().stored(9);
    outbox.due(1e12);
    outbox.outcome(
        "1",
        &Outcome::Status { status: 429, retry_after: Some("80000".to_owned()), answer: String::new() },
        1,
        1e12,
    );
    disk.take(outbox.take_writes().unwrap().1);
    for damaged in [vec![], vec![9], vec![1, 255, 255, 255], disk.0.values().next().unwrap()[..20].to_vec()] {
        disk.0.insert(format!("delivery/Lab/x{}", damaged.len()), damaged);
    }
    let mut next = Outbox::new(8);
    // A day earlier than when they were written.
    let wall = 1e12 - 86_400_000.0;
    assert_eq!(next.restore(&disk.records(), wall), 2);
    assert_eq!(next.journal().unreadable, 4);
    assert!(next.next_request_ms().unwrap() <= wall + 60_000.0);
    assert_eq!(ids(&next.due(wall + 60_000.0)), ["1"], "in their order");
    next.outcome("1", &Outcome::TimedOut, 1, wall + 60_000.0);
    assert!(next.next_request_ms().unwrap() <= wall + 130_000.0);
}

#[test]
fn one_tab_sends_for_a_lab_and_another_takes_over() {
    let mut disk = Disk::default();
    let (mut first, mut second) = (outbox(), outbox());
    for tab in [&mut first, &mut second] {
        tab.journal().open();
        tab.share();
    }
    first.lead("Lab", true);
    put(&mut first, "a", "1", 0.0);
    let (ticket, writes) = first.take_writes().unwrap();
    disk.take(writes);
    first.journal().stored(ticket);
    assert_eq!(second.restore(&disk.records(), 0.0), 0);
    assert!(!second.leads("Lab") && second.due(0.0).is_empty());
    assert_eq!(first.due(0.0).len(), 1);
    // The first tab ends before it sees the answer.
    second.lead("Lab", true);
    assert_eq!(second.restore(&disk.records(), 1.0), 1);
    assert_eq!(second.restore(&disk.records(), 1.0), 0, "once");
    assert_eq!(ids(&second.due(1.0)), ["1"]);
}

/// A receiver that fails in every way, a disk that fails, a worker that is killed at any moment, and 10,000 messages to ten receivers: each arrives
/// at least once under its id and none that was not put in; nothing is sent that was not written down.
#[test]
fn ten_thousand_messages_through_faults_reloads_and_kills() {
    const MESSAGES: usize = 10_000;
    const LANES: usize = 10;
    let mut chaos = Xoshiro256PlusPlus::seed_from_u64(2026);
    let mut disk = Disk::default();
    let mut wall = 1e12;
    let retry = RetrySpec { first_wait_ms: 50, longest_wait_ms: 2000, ..RetrySpec::default() };
    let spec_of = |lane: usize| DestinationSpec { retry: retry.clone(), ..spec(&format!("lane {lane}")) };
    let mut made = 0;
    let mut arrived: BTreeMap<String, u32> = BTreeMap::new();
    let mut last_of_lane = [0_u64; LANES];
    let (mut kills, mut faults, mut requests, mut out_of_order) = (0, 0, 0, 0);
    let open = |seed: u64, disk: &Disk, wall: f64| {
        let mut outbox = Outbox::new(seed);
        outbox.journal().open();
        outbox.restore(&disk.records(), wall);
        outbox
    };
    let mut outbox = open(1, &disk, wall);
    for lane in 0..LANES {
        outbox.connect(&key(&format!("lane {lane}")), &spec_of(lane), connection());
    }
    // What has been put in but was not on the disk when the worker was killed: the run that made it is gone, too.
    let mut unwritten: BTreeSet<String> = BTreeSet::new();
    let mut lost_with_run = 0;
    while made < MESSAGES || outbox.open() > 0 {
        wall += 25.0;
        for _ in 0..20 {
            if made < MESSAGES {
                let lane = made % LANES;
                let id = format!("{made:05}");
                let origin = Origin { id: &id, lab: "Lab", test: false, made_ms: wall as i64, link: "" };
                let message = Message::new(&spec_of(lane), Group::one(row(made as u64)), &origin);
                assert!(outbox.put(&key(&format!("lane {lane}")), message, wall));
                unwritten.insert(id);
                made += 1;
            }
        }
        let dice = chaos.next_u64() % 1000;
        if let Some((ticket, writes)) = outbox.take_writes() {
            if dice < 30 {
                outbox.journal().fail("QuotaExceededError".to_owned());
                // What was refused is not on the disk; the outbox sends from memory until a batch goes through again.
                disk.take(writes);
            } else {
                disk.take(writes);
                outbox.journal().stored(ticket);
            }
            unwritten.clear();
        }
        for request in outbox.due(wall) {
            assert!(!unwritten.contains(&request.id), "sent before it was written");
            requests += 1;
            let fate = chaos.next_u64() % 100;
            let outcome = match fate {
                0..3 => Outcome::TimedOut,
                3..6 => Outcome::Failed { reason: "reset".to_owned(), reached: None },
                6..10 => answer(500),
                10..14 => answer(503),
                14..18 => {
                    Outcome::Status { status: 429, retry_after: Some("1".to_owned()), answer: String::new() }
                }
                // It arrives, and the answer is lost.
                18..24 => {
                    *arrived.entry(request.id.clone()).or_default() += 1;
                    Outcome::TimedOut
                }
                24..30 => Outcome::Failed { reason: "CORS".to_owned(), reached: Some(true) },
                _ => answer(204),
            };
            faults += u32::from(fate < 30);
            if fate >= 30 {
                *arrived.entry(request.id.clone()).or_default() += 1;
                let number: u64 = request.id.parse().unwrap();
                let lane = number as usize % LANES;
                out_of_order += u32::from(number < last_of_lane[lane]);
                last_of_lane[lane] = number;
            }
            if chaos.next_u64() % 400 == 0 {
                continue; // The worker is killed below before it sees this answer.
            }
            outbox.outcome(&request.id, &outcome, 5, wall + 5.0);
        }
        if chaos.next_u64() % 60 == 0 {
            kills += 1;
            lost_with_run += unwritten.len();
            unwritten.clear();
            outbox = open(100 + kills, &disk, wall);
        }
        outbox.take_changes();
    }
    disk.take(outbox.take_writes().map(|(_, writes)| writes).unwrap_or_default());
    let ids: BTreeSet<String> = (0..MESSAGES).map(|number| format!("{number:05}")).collect();
    assert_eq!(arrived.keys().cloned().collect::<BTreeSet<_>>(), ids, "every message, and nothing else");
    let twice = arrived.values().filter(|&&times| times > 1).count();
    println!(
        "{MESSAGES} messages, {requests} requests, {faults} faults, {kills} kills, {twice} arrived more than once, {lost_with_run} lost with their run"
    );
    assert_eq!((out_of_order, lost_with_run), (0, 0), "each receiver saw its messages in their order");
    assert!(kills > 5 && faults * 100 / requests >= 27, "{kills} kills, {faults} faults of {requests}");
    assert!(disk.0.keys().all(|key| key.starts_with("connection/")), "nothing is left behind");
}
