//! Word lists, of our own choosing, a file a subject.
//!
//! They are short next to those of faker (3,000 given names): a page that is downloaded pays for every word, and no
//! window or forest can tell the difference.

pub(crate) mod commerce;
pub(crate) mod internet;
pub(crate) mod latin;
pub(crate) mod money;
pub(crate) mod people;
pub(crate) mod places;
pub(crate) mod technology;
