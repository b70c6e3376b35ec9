//! Recorded data: any bytes, at a rate and by a column of theirs; what can be read can be run.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rillcut_lab::{
    Engine, examples,
    file::{Lab, SchemaText},
    recording::{Arrival, Recording},
};

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, bytes)) = bytes.split_first() else { return };
    let arrival = if choice & 1 == 0 { Arrival::Column("T") } else { Arrival::Paced { rate: 3.0, start_ms: 0 } };
    let Ok((recording, schema)) = Recording::read("data", bytes, &arrival) else { return };
    let Ok((mut lab, _)) = Lab::from_any(examples::EMPTY) else { return };
    lab.schema = Some(SchemaText(schema.to_json()));
    let Ok(mut engine) = Engine::replaying(lab, recording, 0) else { return };
    let records = usize::from(choice >> 1).max(1);
    for _ in 0..100 {
        let Some(due) = engine.next_due() else { break };
        engine.advance(due.saturating_add(1000), records);
    }
});
