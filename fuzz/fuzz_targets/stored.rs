//! What a browser's store holds: any bytes under any key are taken up or left alone, and what was taken up can be sent and written again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rillcut_lab::{Session, labs_of};

fuzz_target!(|records: Vec<(u8, &[u8])>| {
    let kinds = ["connection/lab/hook", "object-meta/0", "held/lab/0", "delivery/lab/0", "something"];
    let records: Vec<(String, Vec<u8>)> = records
        .iter()
        .enumerate()
        .map(|(at, (kind, bytes))| (format!("{}{at}", kinds[usize::from(*kind) % kinds.len()]), bytes.to_vec()))
        .collect();
    let mut session = Session::new(1);
    session.open_store();
    session.restore(&records, 0.0);
    for lab in labs_of(&records) {
        session.lead(&lab, true);
    }
    for second in 0..3 {
        let wall_ms = f64::from(second) * 1000.0;
        session.tick(wall_ms, 100);
        session.due_requests(wall_ms);
        session.frame(wall_ms);
        session.take_writes();
    }
});
