//! The messages between the lab and the page around it, of version 1; `www/rillcut-embed.d.ts` has the same for those who write that page.
//!
//! What comes in is one struct and not an enum by `type`: an enum is read by way of a copy of the whole message, and this way nothing but the named
//! members is looked at.

use serde::{Deserialize, Serialize};

use crate::{address::STEPS, bar::Theme};
use rillcut_lab::{examples, protocol::Step};

/// A message from the page around, as it stands.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Message {
    #[serde(rename = "type")]
    kind: String,
    lab: Option<String>,
    example: Option<String>,
    step: Option<f64>,
    by: Option<String>,
    theme: Option<String>,
}

/// What the page around asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    /// To open a lab: the value of `lab=` in an address, or a lab file.
    Link(String),
    /// The same of a text.
    Lab(String),
    Run,
    Pause,
    Reset,
    /// To open the guide at a step, from 1.
    Guide(u8),
    /// To move the clock.
    Clock(Step),
    Theme(Theme),
    State,
}

/// Why a message is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    Unreadable,
    TooLarge,
    UnknownType,
    NoLab,
    NoStep,
    NoTheme,
    TooMany,
}

impl Fault {
    /// Code, sentence and hint; codes are explained in guide/src/codes.md.
    pub(super) fn said(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Unreadable => (
                "EMB0001",
                "the message is not of version 1, or a member of it is of another type",
                "send { source: \"rillcut\", v: 1, type: … } with texts and numbers as rillcut-embed.d.ts has them",
            ),
            Self::TooLarge => (
                "EMB0002",
                "the message is too large",
                "a lab is at most 4 MB of text, every other text at most 300 characters",
            ),
            Self::UnknownType => (
                "EMB0003",
                "there is no message of that type",
                "load, run, pause, reset, step, theme and getState are there",
            ),
            Self::NoLab => (
                "EMB0004",
                "the message names no lab",
                "load takes lab, a lab file's text or what “Copy link” gives, or example: clickstream, stock-ticker or empty",
            ),
            Self::NoStep => (
                "EMB0005",
                "the message names no step",
                "step takes step, 1 to 9, for the guide, or by for the clock: record, window, anomaly or day",
            ),
            Self::NoTheme => {
                ("EMB0006", "the message names no theme", "theme takes theme: light, dark or auto")
            }
            Self::TooMany => (
                "EMB0007",
                "messages come faster than they are answered",
                "ten refused ones a second have an answer each; of the others only the number is told",
            ),
        }
    }
}

impl Message {
    /// What it asks for.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn read(self) -> Result<Asked, Fault> {
        match self.kind.as_str() {
            "load" => match (self.lab, self.example) {
                (Some(lab), _) if lab.starts_with(rillcut_lab::link::VERSION) => Ok(Asked::Link(lab)),
                (Some(lab), _) => Ok(Asked::Lab(lab)),
                (None, Some(name)) => {
                    examples::named(&name).map(|text| Asked::Lab(text.to_owned())).ok_or(Fault::NoLab)
                }
                (None, None) => Err(Fault::NoLab),
            },
            "run" => Ok(Asked::Run),
            "pause" => Ok(Asked::Pause),
            "reset" => Ok(Asked::Reset),
            "step" => match (self.step, self.by.as_deref()) {
                (Some(step), _) if step.fract() == 0.0 && (1.0..=f64::from(STEPS)).contains(&step) => {
                    Ok(Asked::Guide(step as u8))
                }
                (None, Some("record")) => Ok(Asked::Clock(Step::Record)),
                (None, Some("window")) => Ok(Asked::Clock(Step::Window)),
                (None, Some("anomaly")) => Ok(Asked::Clock(Step::Anomaly)),
                (None, Some("day")) => Ok(Asked::Clock(Step::Day)),
                _ => Err(Fault::NoStep),
            },
            "theme" => self.theme.as_deref().and_then(Theme::of_name).map(Asked::Theme).ok_or(Fault::NoTheme),
            "getState" => Ok(Asked::State),
            _ => Err(Fault::UnknownType),
        }
    }
}

/// What the lab tells the page around it.
#[derive(Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(super) enum Told<'a> {
    /// The lab is there and can be played.
    Ready { version: &'a str, lab: &'a str },
    /// The content is so many pixels high.
    Resize { height: u32 },
    /// Where the lab is; times are epoch milliseconds of its clock.
    State {
        lab: &'a str,
        running: bool,
        clock: f64,
        start: f64,
        speed: Option<f64>,
        records: f64,
        anomalies: f64,
    },
    /// A row reached the destination: its number, its time, its score where it has one, the sentence about it.
    Anomaly { number: f64, time: f64, score: Option<f64>, sentence: &'a str },
    /// The guide is at a step, and whether that is done.
    Step { step: usize, done: bool },
    /// Something was refused, or has ended. `further` counts refused messages that have no answer of their own.
    Error { code: &'a str, message: &'a str, hint: &'a str, further: u32 },
}

/// Refused messages are answered at a bounded rate, so that a page that floods the lab is not flooded by it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Bound {
    began_ms: f64,
    answered: u32,
    /// Refused since the last answer.
    further: u32,
}

impl Bound {
    /// Answers a second.
    const MOST: u32 = 10;

    /// Whether there is room for an answer at that time, milliseconds; otherwise the message is counted.
    pub(super) fn has_room(&mut self, now_ms: f64) -> bool {
        if now_ms - self.began_ms >= 1000.0 {
            *self = Self { began_ms: now_ms, answered: 0, further: self.further };
        }
        self.answered += 1;
        if self.answered > Self::MOST {
            self.further += 1;
        }
        self.answered <= Self::MOST
    }

    /// How many were counted and not told yet.
    pub(super) fn further(self) -> u32 {
        self.further
    }

    /// The same, which are then told.
    pub(super) fn take_further(&mut self) -> u32 {
        std::mem::take(&mut self.further)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(kind: &str) -> Message {
        Message { kind: kind.to_owned(), ..Message::default() }
    }

    #[test]
    fn every_type_is_read() {
        for (kind, asked) in [
            ("run", Asked::Run),
            ("pause", Asked::Pause),
            ("reset", Asked::Reset),
            ("getState", Asked::State),
        ] {
            assert_eq!(message(kind).read(), Ok(asked));
        }
        let lab = |text: &str| Message { lab: Some(text.to_owned()), ..message("load") };
        assert_eq!(lab("v1.abc").read(), Ok(Asked::Link("v1.abc".to_owned())));
        assert_eq!(lab("{}").read(), Ok(Asked::Lab("{}".to_owned())));
        let example = |name: &str| Message { example: Some(name.to_owned()), ..message("load") };
        assert_eq!(example("empty").read(), Ok(Asked::Lab(examples::EMPTY.to_owned())));
        let step = |step: f64| Message { step: Some(step), ..message("step") };
        assert_eq!(step(9.0).read(), Ok(Asked::Guide(9)));
        let by = |by: &str| Message { by: Some(by.to_owned()), ..message("step") };
        assert_eq!(by("window").read(), Ok(Asked::Clock(Step::Window)));
        let theme = |theme: &str| Message { theme: Some(theme.to_owned()), ..message("theme") };
        assert_eq!(theme("auto").read(), Ok(Asked::Theme(Theme::System)));
        for (wrong, fault) in [
            (message("Run"), Fault::UnknownType),
            (message(""), Fault::UnknownType),
            (message("load"), Fault::NoLab),
            (example("nothing"), Fault::NoLab),
            (message("step"), Fault::NoStep),
            (step(0.0), Fault::NoStep),
            (step(1.5), Fault::NoStep),
            (step(f64::NAN), Fault::NoStep),
            (by("year"), Fault::NoStep),
            (theme("blue"), Fault::NoTheme),
            (message("theme"), Fault::NoTheme),
        ] {
            assert_eq!(wrong.read(), Err(fault));
        }
    }

    #[test]
    fn what_has_no_answer_is_counted() {
        let mut bound = Bound::default();
        let answered = (0..1000).filter(|at| bound.has_room(5000.0 + f64::from(*at) / 10.0)).count();
        assert_eq!((answered, bound.take_further(), bound.take_further()), (10, 990, 0));
        assert!(bound.has_room(6000.0));
    }
}
