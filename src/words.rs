//! What the page says, in the languages it says it in.
//!
//! A language is a value of a type, so that a text that one lacks does not compile. What the engine says
//! (diagnostics, narration, functions) is English everywhere and marked so for screen readers (`lang`), as are ROWTIME and the like, which programs
//! say. Rejected: message files read at run time, which are found incomplete by a reader; and a closure for
//! each text that follows the choice: choosing a language draws the screen anew, so that texts are plain values everywhere.

mod address;
mod analytics;
mod bar;
mod common;
mod destination;
mod detection;
mod engine;
mod flink;
mod galleries;
mod guide;
mod heat;
mod labs;
mod menu;
mod pipeline;
mod schema;
mod senders;
mod setup;
mod share;
mod templates;
mod update;

use std::cell::Cell;

use leptos::prelude::*;

pub(crate) use address::AddressWords;
pub(crate) use analytics::AnalyticsWords;
pub(crate) use bar::{BarWords, ClockStepWords};
pub(crate) use common::CommonWords;
pub(crate) use destination::DestinationWords;
pub(crate) use detection::DetectionWords;
pub(crate) use engine::EngineWords;
pub(crate) use flink::FlinkWords;
pub(crate) use galleries::{GalleriesWords, Named};
pub(crate) use guide::{GuideWords, StepWords};
pub(crate) use heat::HeatWords;
pub(crate) use labs::{LabsWords, ReplayWords};
pub(crate) use menu::{KeyWords, MenuWords};
pub(crate) use pipeline::PipelineWords;
pub(crate) use schema::SchemaWords;
pub(crate) use senders::SenderWords;
pub(crate) use setup::SetupWords;
pub(crate) use share::ShareWords;
pub(crate) use templates::TemplateWords;
pub(crate) use update::UpdateWords;

use crate::{address::address, ui::storage};

/// A language of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    Japanese,
}

/// A text with a number in it.
pub(crate) type Counted = fn(u64) -> String;

/// Every text. What has a name, a number or a time in it is a function of it, so that each language puts it where it belongs.
pub(crate) struct Words {
    pub(crate) common: CommonWords,
    pub(crate) engine: EngineWords,
    pub(crate) bar: BarWords,
    pub(crate) menu: MenuWords,
    pub(crate) labs: LabsWords,
    pub(crate) replay: ReplayWords,
    pub(crate) flink: FlinkWords,
    pub(crate) senders: SenderWords,
    pub(crate) heat: HeatWords,
    pub(crate) templates: TemplateWords,
    pub(crate) schema: SchemaWords,
    pub(crate) galleries: GalleriesWords,
    pub(crate) guide: GuideWords,
    pub(crate) pipeline: PipelineWords,
    pub(crate) analytics: AnalyticsWords,
    pub(crate) detection: DetectionWords,
    pub(crate) destination: DestinationWords,
    pub(crate) setup: SetupWords,
    pub(crate) update: UpdateWords,
    pub(crate) address: AddressWords,
    pub(crate) share: ShareWords,
}

static ENGLISH: Words = Words {
    common: common::ENGLISH,
    engine: engine::ENGLISH,
    bar: bar::ENGLISH,
    menu: menu::ENGLISH,
    labs: labs::ENGLISH,
    replay: labs::ENGLISH_REPLAY,
    flink: flink::ENGLISH,
    senders: senders::ENGLISH,
    heat: heat::ENGLISH,
    templates: templates::ENGLISH,
    schema: schema::ENGLISH,
    galleries: galleries::ENGLISH,
    guide: guide::ENGLISH,
    pipeline: pipeline::ENGLISH,
    analytics: analytics::ENGLISH,
    detection: detection::ENGLISH,
    destination: destination::ENGLISH,
    setup: setup::ENGLISH,
    update: update::ENGLISH,
    address: address::ENGLISH,
    share: share::ENGLISH,
};
static JAPANESE: Words = Words {
    common: common::JAPANESE,
    engine: engine::JAPANESE,
    bar: bar::JAPANESE,
    menu: menu::JAPANESE,
    labs: labs::JAPANESE,
    replay: labs::JAPANESE_REPLAY,
    flink: flink::JAPANESE,
    senders: senders::JAPANESE,
    heat: heat::JAPANESE,
    templates: templates::JAPANESE,
    schema: schema::JAPANESE,
    galleries: galleries::JAPANESE,
    guide: guide::JAPANESE,
    pipeline: pipeline::JAPANESE,
    analytics: analytics::JAPANESE,
    detection: detection::JAPANESE,
    destination: destination::JAPANESE,
    setup: setup::JAPANESE,
    update: update::JAPANESE,
    address: address::JAPANESE,
    share: share::JAPANESE,
};

const KEY: &str = "rillcut.language";

thread_local! {
    static SPOKEN: Cell<Language> = const { Cell::new(Language::English) };
}

/// The texts in the language of the page.
pub(crate) fn words() -> &'static Words {
    SPOKEN.get().words()
}

impl Language {
    pub(crate) const ALL: [Self; 2] = [Self::English, Self::Japanese];

    /// As HTML and addresses write it.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Japanese => "ja",
        }
    }

    /// Its name in itself.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Japanese => "日本語",
        }
    }

    /// Its texts.
    pub(crate) fn words(self) -> &'static Words {
        match self {
            Self::English => &ENGLISH,
            Self::Japanese => &JAPANESE,
        }
    }

    /// The language of a tag such as `ja` or `ja-JP`.
    pub(crate) fn of_tag(tag: &str) -> Option<Self> {
        // A region does not matter: `ja-JP` is `ja`.
        let main = tag.split('-').next()?;
        Self::ALL.into_iter().find(|language| main.eq_ignore_ascii_case(language.tag()))
    }

    /// What `lang=` in the address says, else what was chosen before, else the first of the browser's languages that the page has.
    pub(crate) fn at_start() -> Self {
        let chosen = || Self::of_tag(&storage::read(KEY)?);
        let preferred = || {
            window()
                .navigator()
                .languages()
                .iter()
                .find_map(|tag| Self::of_tag(&tag.as_string().unwrap_or_default()))
        };
        address().lang.or_else(chosen).or_else(preferred).unwrap_or(Self::English)
    }

    /// Makes it the language of the page: of what is drawn from now on, and of the document.
    pub(crate) fn speak(self) {
        SPOKEN.set(self);
        if let Some(document) = document().document_element() {
            // An attribute of a name that is one cannot be refused.
            let _always_taken = document.set_attribute("lang", self.tag());
        }
    }

    /// Remembers the choice where the browser allows it.
    pub(crate) fn remember(self) {
        storage::write(KEY, self.tag());
    }
}
