//! AWS's InputSchema JSON: any text is a schema or an error, and a schema reads back as itself.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rillcut_record::SourceSchema;

fuzz_target!(|text: &str| {
    if let Ok(schema) = SourceSchema::from_json(text) {
        let again = SourceSchema::from_json(&schema.to_json()).expect("what was written can be read");
        assert_eq!(again, schema);
    }
});
