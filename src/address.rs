//! What the page's address asks for, read once and as a whole.
//!
//! An address comes from anybody who can write a link. So it only chooses among things that the page does anyway: nothing in it connects a
//! destination or sends anything, every number is bounded, and what cannot be read is left out and told, never guessed. Names that are not
//! known are somebody else's and are passed over in silence: hosts and mail programs add their own.
//!
//! The query says how the page is shown, the hash which lab it is about, since no server sees a hash. Either may hold any of the names;
//! the query counts where both do.

use std::cell::OnceCell;

use leptos::prelude::window;
use rillcut_lab::{examples, protocol::Speed};

use crate::{bar::Theme, words::Language};

/// Steps of the guide.
pub(crate) const STEPS: u8 = 9;
/// The greatest seed: what a number of JavaScript holds exactly.
const MAX_SEED: u64 = (1 << 53) - 1;
/// How slow and how fast a clock can be asked to run, seconds of the lab in a second.
const SPEEDS: std::ops::RangeInclusive<f64> = 0.1..=100_000.0;
/// Longest value that is read, other than a lab's, in octets.
const LONGEST: usize = 2000;
/// Characters of a refused value that are shown.
const SHOWN: usize = 40;

/// A parameter that the page reads, in the order of its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Parameter {
    Step,
    Lang,
    Theme,
    View,
    Hide,
    Autorun,
    Speed,
    Seed,
    Readonly,
    Origin,
    Example,
    At,
    Lab,
}

impl Parameter {
    const ALL: [(Self, &'static str); 13] = [
        (Self::Step, "step"),
        (Self::Lang, "lang"),
        (Self::Theme, "theme"),
        (Self::View, "view"),
        (Self::Hide, "hide"),
        (Self::Autorun, "autorun"),
        (Self::Speed, "speed"),
        (Self::Seed, "seed"),
        (Self::Readonly, "readonly"),
        (Self::Origin, "origin"),
        (Self::Example, "example"),
        (Self::At, "at"),
        (Self::Lab, "lab"),
    ];

    /// As addresses write it.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// A part of the page that can be shown alone, or left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Generator,
    Sql,
    Stream,
    Chart,
    Destination,
    Guide,
    Pipeline,
    Bar,
    Controls,
    Narration,
    Scrubber,
    Share,
}

impl Part {
    /// The first of them are panels: what `view=` takes.
    const PANELS: usize = 7;
    const ALL: [(Self, &'static str); 12] = [
        (Self::Generator, "generator"),
        (Self::Sql, "sql"),
        (Self::Stream, "stream"),
        (Self::Chart, "chart"),
        (Self::Destination, "destination"),
        (Self::Guide, "guide"),
        (Self::Pipeline, "pipeline"),
        (Self::Bar, "bar"),
        (Self::Controls, "controls"),
        (Self::Narration, "narration"),
        (Self::Scrubber, "scrubber"),
        (Self::Share, "share"),
    ];

    /// As addresses write it.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// Some parts of the page, a bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Parts(u16);

impl Parts {
    /// The parts of a list with commas; nothing when one of them is none, or when none is named.
    fn read(list: &str, among: &[(Part, &str)]) -> Option<Self> {
        let mut parts = Self::default();
        for name in list.split(',') {
            parts.0 |= 1 << among.iter().find(|(_, known)| *known == name)?.0 as u16;
        }
        Some(parts)
    }

    fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn has(self, part: Part) -> bool {
        self.0 & 1 << part as u16 != 0
    }
}

/// A value that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) parameter: Parameter,
    /// As it was written, cut short.
    pub(crate) value: String,
}

/// A lab that an address names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Named {
    /// The value of `lab=`, unread.
    Link(String),
    /// A lab that comes with the page.
    BuiltIn(&'static str),
}

/// What an address asks for.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Address {
    /// The step of the guide, from 1.
    pub(crate) step: Option<u8>,
    pub(crate) lang: Option<Language>,
    pub(crate) theme: Option<Theme>,
    view: Parts,
    hide: Parts,
    pub(crate) autorun: bool,
    pub(crate) speed: Option<Speed>,
    pub(crate) seed: Option<u64>,
    pub(crate) readonly: bool,
    /// The one origin that may exchange messages with the page.
    pub(crate) origin: Option<String>,
    pub(crate) lab: Option<Named>,
    /// A moment of the lab's clock, epoch milliseconds.
    pub(crate) at_ms: Option<i64>,
    pub(crate) refused: Vec<Refused>,
}

thread_local! {
    static OURS: OnceCell<&'static Address> = const { OnceCell::new() };
}

/// What the address asked for with which the page was opened.
pub(crate) fn address() -> &'static Address {
    OURS.with(|ours| {
        *ours.get_or_init(|| {
            let location = window().location();
            let query = location.search().unwrap_or_default();
            // It lives as long as the page.
            Box::leak(Box::new(Address::read(&query, &location.hash().unwrap_or_default())))
        })
    })
}

/// Whether the page only shows the lab.
pub(crate) fn is_readonly() -> bool {
    address().readonly
}

impl Address {
    /// Reads `?…` and `#…`.
    pub(crate) fn read(query: &str, hash: &str) -> Self {
        let mut made = Self::default();
        let mut seen = [false; Parameter::ALL.len()];
        let pairs = query.trim_start_matches('?').split('&').chain(hash.trim_start_matches('#').split('&'));
        for pair in pairs {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let Some(&(parameter, _)) = Parameter::ALL.iter().find(|(_, known)| *known == name) else {
                continue;
            };
            if std::mem::replace(&mut seen[parameter as usize], true) {
                continue;
            }
            if parameter == Parameter::Lab {
                // How much of it is read, and whether it is a lab, is for who unpacks it.
                made.lab = Some(Named::Link(value.to_owned()));
                continue;
            }
            let text = if value.len() > LONGEST { None } else { Some(decoded(value)) };
            if text.as_deref().and_then(|text| made.take(parameter, text)).is_none() {
                let value = text.as_deref().unwrap_or(value).chars().take(SHOWN).collect();
                made.refused.push(Refused { parameter, value });
            }
        }
        made
    }

    /// Takes a value; nothing when it is none of its parameter's.
    fn take(&mut self, parameter: Parameter, text: &str) -> Option<()> {
        match parameter {
            Parameter::Step => self.step = Some(text.parse().ok().filter(|step| (1..=STEPS).contains(step))?),
            Parameter::Lang => self.lang = Some(Language::of_tag(text)?),
            Parameter::Theme => self.theme = Some(Theme::of_name(text)?),
            Parameter::View => self.view = Parts::read(text, &Part::ALL[..Part::PANELS])?,
            Parameter::Hide => self.hide = Parts::read(text, &Part::ALL)?,
            Parameter::Autorun => self.autorun = flag(text)?,
            Parameter::Readonly => self.readonly = flag(text)?,
            Parameter::Speed => self.speed = Some(speed(text)?),
            Parameter::Seed => self.seed = Some(text.parse().ok().filter(|seed| *seed <= MAX_SEED)?),
            Parameter::Origin => self.origin = Some(origin(text)?),
            Parameter::Example => {
                let built_in = examples::named(text)?;
                // A whole lab says more.
                if self.lab.is_none() {
                    self.lab = Some(Named::BuiltIn(built_in));
                }
            }
            Parameter::At => self.at_ms = Some(text.parse().ok()?),
            Parameter::Lab => {}
        }
        Some(())
    }

    /// Whether only some panels are shown.
    pub(crate) fn is_view(&self) -> bool {
        !self.view.is_empty()
    }

    /// Whether a part is shown: all are, but where panels are named; then those, a bar, and what they have on them.
    pub(crate) fn shows(&self, part: Part) -> bool {
        let is_wanted = !self.is_view()
            || self.view.has(part)
            || matches!(part, Part::Bar | Part::Controls | Part::Share);
        is_wanted && !self.hide.has(part)
    }

    /// Whether it names a lab or a moment of one.
    pub(crate) fn names_a_lab(&self) -> bool {
        self.lab.is_some() || self.at_ms.is_some()
    }

    /// Whether the first lab may run by itself: in a frame its host has chosen it; in a window of its own a lab that comes from a stranger is
    /// seen before it runs.
    pub(crate) fn may_run(&self, is_framed: bool) -> bool {
        self.autorun && (is_framed || !matches!(self.lab, Some(Named::Link(_))))
    }
}

/// How fast a clock is to run, as addresses and messages write it.
pub(crate) fn speed(text: &str) -> Option<Speed> {
    if text == "max" {
        return Some(Speed::Max);
    }
    text.parse().ok().filter(|times| SPEEDS.contains(times)).map(Speed::Times)
}

/// A parameter that is there or not.
fn flag(text: &str) -> Option<bool> {
    match text {
        "" | "1" | "true" => Some(true),
        "0" | "false" => Some(false),
        _ => None,
    }
}

/// A scheme, a host and perhaps a port, and nothing behind them, as browsers write the origin of a page; `null` of a page that has none, with which
/// no messages can be exchanged.
fn origin(text: &str) -> Option<String> {
    if text == "null" {
        return Some(text.to_owned());
    }
    let text = text.to_ascii_lowercase();
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let is_host = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:[]".contains(&byte);
    (!host.is_empty() && host.bytes().all(is_host)).then_some(text)
}

/// A value without its percent signs; as it is where they stand for no text.
fn decoded(value: &str) -> String {
    let mut octets = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(octet) = rest.next() {
        if octet != b'%' {
            octets.push(octet);
            continue;
        }
        let digits = [rest.next(), rest.next()].map(|digit| (digit? as char).to_digit(16));
        let [Some(high), Some(low)] = digits else { return value.to_owned() };
        octets.push((high * 16 + low) as u8);
    }
    String::from_utf8(octets).unwrap_or_else(|_| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(query: &str) -> Vec<(Parameter, String)> {
        Address::read(query, "").refused.into_iter().map(|one| (one.parameter, one.value)).collect()
    }

    #[test]
    fn every_parameter_is_read() {
        let query = "?step=4&lang=ja-JP&theme=dark&view=sql,chart&hide=bar&autorun&speed=60&seed=42&readonly=1\
                     &origin=https%3A%2F%2FYour.Site:8443&utm_source=x";
        let made = Address::read(query, "#example=empty&at=1700000000000");
        assert_eq!(
            (made.step, made.lang, made.theme),
            (Some(4), Some(Language::Japanese), Some(Theme::Dark))
        );
        assert_eq!((made.autorun, made.readonly, made.seed), (true, true, Some(42)));
        assert_eq!((made.speed, made.at_ms), (Some(Speed::Times(60.0)), Some(1_700_000_000_000)));
        assert_eq!(made.origin.as_deref(), Some("https://your.site:8443"));
        assert_eq!(made.lab, Some(Named::BuiltIn(examples::EMPTY)));
        assert_eq!(made.refused, []);
        let shown: Vec<&str> =
            Part::ALL.iter().filter(|(part, _)| made.shows(*part)).map(|(_, name)| *name).collect();
        assert_eq!(shown, ["sql", "chart", "controls", "share"]);
    }

    #[test]
    fn numbers_of_parameters_and_parts_are_their_places() {
        for (at, (parameter, name)) in Parameter::ALL.into_iter().enumerate() {
            assert_eq!((parameter as usize, parameter.name()), (at, name));
        }
        for (at, (part, name)) in Part::ALL.into_iter().enumerate() {
            assert_eq!((part as usize, part.name()), (at, name));
        }
    }

    #[test]
    fn without_an_address_all_is_shown_and_nothing_is_told() {
        let made = Address::read("", "");
        assert_eq!(made, Address::default());
        assert!(Part::ALL.iter().all(|(part, _)| made.shows(*part)));
        assert!(!made.names_a_lab() && !made.may_run(true));
    }

    #[test]
    fn what_is_wrong_is_left_out_and_told() {
        for wrong in [
            "step=0",
            "step=10",
            "step=-1",
            "step=four",
            "step=",
            "lang=xx",
            "lang=",
            "theme=blue",
            "view=",
            "view=sql,",
            "view=bar",
            "view=SQL",
            "hide=all",
            "autorun=maybe",
            "speed=0",
            "speed=-1",
            "speed=NaN",
            "speed=inf",
            "speed=1e9",
            "seed=-1",
            "seed=1.5",
            "seed=9007199254740992",
            "readonly=no",
            "origin=*",
            "origin=https://",
            "origin=https://a/b",
            "origin=https://a b",
            "origin=javascript:1",
            "origin=https://a@b",
            "example=nothing",
            "at=now",
            "speed=%ff",
        ] {
            let (name, value) = wrong.split_once('=').unwrap();
            let found = told(&format!("?{wrong}&x=1"));
            assert_eq!(found.len(), 1, "{wrong}");
            assert_eq!((found[0].0.name(), found[0].1.as_str()), (name, value), "{wrong}");
        }
        assert_eq!(told(&format!("?seed={}", "9".repeat(100_000))), [(Parameter::Seed, "9".repeat(SHOWN))]);
    }

    #[test]
    fn the_first_of_two_counts_and_the_query_before_the_hash() {
        assert_eq!(Address::read("?step=2&step=3", "#step=4").step, Some(2));
        assert_eq!(Address::read("", "#step=4&lang=en").step, Some(4));
        let both = Address::read("", "#example=empty&lab=v1.abc");
        assert_eq!(both.lab, Some(Named::Link("v1.abc".to_owned())));
        assert_eq!(Address::read("", "#lab=v1.abc&example=empty").lab, both.lab);
    }

    #[test]
    fn a_stranger_s_lab_is_seen_before_it_runs() {
        let link = Address::read("?autorun", "#lab=v1.abc");
        assert!(!link.may_run(false) && link.may_run(true));
        assert!(Address::read("?autorun", "#example=empty").may_run(false));
        assert!(!Address::read("?autorun=0", "").may_run(true));
    }
}
