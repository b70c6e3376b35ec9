//! The checker: any text over a known and an unknown source is a plan that can be explained and made into an application, or errors with places
//! in the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rillcut_record::{DataType, Field};
use rillcut_sql::{Catalog, check, explain};
use rillcut_stream::Application;

fuzz_target!(|text: &str| {
    let fields = [
        Field::new("K", DataType::Varchar { length: Some(4) }),
        Field::new("V", DataType::Integer),
        Field::new("X", DataType::Double),
        Field::new("D", DataType::Decimal { precision: 9, scale: 2 }),
        Field::new("T", DataType::Timestamp),
    ];
    for catalog in [Catalog::known(fields.to_vec()), Catalog::unknown()] {
        match check(text, &catalog) {
            Ok(checked) => {
                drop(explain(&checked.plan, text).to_string());
                // A plan over a source of unknown columns is not for running.
                if catalog != Catalog::unknown() {
                    drop(Application::new(checked.plan, 1));
                }
            }
            Err(found) => {
                assert!(!found.is_empty());
                for diagnostic in found {
                    assert!(text.get(diagnostic.span.range()).is_some(), "{diagnostic:?} is no place");
                }
            }
        }
    }
});
