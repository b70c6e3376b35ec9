//! Saved applications: any text is an application with notices, or problems; what is read can be written, and reads back as itself.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rillcut_lab::{application_json::Shape, file::Lab};

fuzz_target!(|text: &str| {
    match Lab::from_application(text, None) {
        Ok(imported) => {
            for shape in [Shape::V1, Shape::V2, Shape::CloudFormation] {
                let (written, _) = imported.lab.to_application(shape).expect("what was read can be written");
                let again = Lab::from_application(&written, None).expect("what was written can be read");
                assert_eq!(again.lab.schema, imported.lab.schema);
                // A template's reader takes `${…}` in a program's text for what it is in JSON: text.
                assert_eq!(again.lab.sql, imported.lab.sql);
                assert_eq!(again.lab.destinations, imported.lab.destinations);
            }
        }
        Err(problems) => assert!(!problems.is_empty()),
    }
});
