//! English names of months, days and halves of a day, as Java's US locale has them.

pub(crate) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// From Sunday.
pub(crate) const DAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

pub(crate) const HALVES: [&str; 2] = ["AM", "PM"];

pub(crate) const ERAS: [&str; 2] = ["BC", "AD"];

/// The short form of a month or day.
pub(crate) fn short(name: &str) -> &str {
    &name[..3]
}

/// The name, long or short, that a text begins with, in any case, and its length.
pub(crate) fn find(names: &[&str], text: &str) -> Option<(usize, usize)> {
    let starts = |name: &str| text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    let long = names.iter().position(|name| starts(name)).map(|index| (index, names[index].len()));
    long.or_else(|| {
        let index = names.iter().position(|name| name.len() > 3 && starts(short(name)))?;
        Some((index, 3))
    })
}
