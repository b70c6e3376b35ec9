//! Records of any bytes: discovery finds a schema or says why not; decoding with it puts each record into rows or errors.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rillcut_record::{Decoder, Records, discover, split_lines};

fuzz_target!(|bytes: &[u8]| {
    let ends = split_lines(bytes);
    let records = Records { bytes, ends: &ends };
    let Ok(schema) = discover(records) else { return };
    let mut decoder = Decoder::new(&schema).expect("a discovered schema is valid");
    let decoded = decoder.decode(records);
    for column in &decoded.columns {
        assert_eq!(column.len(), decoded.rows());
    }
    assert!(decoded.record_of_row.is_sorted());
});
