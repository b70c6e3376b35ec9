//! How far one is in the guide, and how that is remembered.

use super::steps::Step;
use crate::{address::address, ui::storage};

const KEY: &str = "rillcut.guide";

/// A place in the guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) step: Step,
    /// A bit a step.
    done: u16,
    /// The address asked for a step.
    pub(super) asked: bool,
}

impl Default for Place {
    fn default() -> Self {
        Self { step: Step::Build, done: 0, asked: false }
    }
}

impl Place {
    /// The step that the address asks for, else the one that was left.
    pub(super) fn at_start() -> Self {
        let mut place = storage::read(KEY).and_then(|text| Self::of_text(&text)).unwrap_or_default();
        if let Some(step) = address().step.and_then(Step::of_count) {
            place.step = step;
            place.asked = true;
        }
        place
    }

    pub(super) fn is_done(self, step: Step) -> bool {
        self.done & 1 << step.number() != 0
    }

    pub(super) fn finish(&mut self, step: Step) {
        self.done |= 1 << step.number();
    }

    /// Writes it down where the browser allows it.
    pub(super) fn remember(self) {
        storage::write(KEY, &self.to_text());
    }

    fn to_text(self) -> String {
        format!("{} {}", self.step.number() + 1, self.done)
    }

    fn of_text(text: &str) -> Option<Self> {
        let (step, done) = text.split_once(' ')?;
        Some(Self { step: Step::of_number(step)?, done: done.parse().ok()?, asked: false })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_and_others_are_refused() {
        let mut place = Place::default();
        place.finish(Step::Build);
        place.finish(Step::CleanUp);
        place.step = Step::Sql;
        assert_eq!(Place::of_text(&place.to_text()), Some(place));
        assert!(place.is_done(Step::CleanUp) && !place.is_done(Step::Sql));
        for text in ["", "5", "0 0", "10 0", "x 1", "1 70000"] {
            assert_eq!(Place::of_text(text), None, "{text}");
        }
    }
}
