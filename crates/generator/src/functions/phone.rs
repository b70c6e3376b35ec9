//! `phone.*`: telephone numbers in the formats of the USA.

use super::{Build, Function};
use crate::call::Call;
use crate::program::Op;

pub(super) static FUNCTIONS: &[Function] = &[
    Function::new(
        "phone.phoneNumber",
        "{{phone.phoneNumber}}",
        "A telephone number in one of several formats, or in a pattern of #.",
        Build::Call(phone_number),
    ),
    Function::new(
        "phone.phoneNumberFormat",
        "{{phone.phoneNumberFormat(0)}}",
        "A telephone number in the format with this number (0).",
        Build::Call(phone_number_format),
    ),
    Function::new(
        "phone.phoneFormats",
        "{{phone.phoneFormats}}",
        "A format of telephone numbers.",
        Build::Words(FORMATS),
    ),
];

const FORMATS: &[&str] = &[
    "###-###-####",
    "(###) ###-####",
    "1-###-###-####",
    "###.###.####",
    "###-###-#### x###",
    "(###) ###-#### x####",
    "1-###-###-#### x#####",
    "###.###.#### x###",
];

fn phone_number(call: &mut Call<'_, '_>) -> Option<Op> {
    super::helpers::pattern(call, FORMATS)
}

fn phone_number_format(call: &mut Call<'_, '_>) -> Option<Op> {
    let index = call.optional_count(0, 0..FORMATS.len() as i64)?;
    let format = FORMATS.get(index as usize)?;
    Some(Op::Pattern(format.as_bytes().into()))
}
