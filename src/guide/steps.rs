//! The steps: what each looks for in the lab, and what "Do it for me" does.

use leptos::prelude::*;
use rillcut_lab::{
    examples,
    file::{ActiveSpan, SenderSpec},
    protocol::{Command, DeliveryState, Edit, LabView, Speed, Step as ClockStep, StreamRole},
};

use super::Guide;
use crate::{
    model::Model,
    ui::{reveal::reveal, tabs::Pane},
};

/// A step of the guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Build,
    Setup,
    Templates,
    Discover,
    Sql,
    Live,
    Anomaly,
    Notify,
    CleanUp,
}

/// The templates of the lab: name and the action in it.
const TEMPLATES: [(&str, &str); 3] = [
    ("Schema Discovery Payload", "DiscoveryKinesisTest"),
    ("Click Payload", "Click"),
    ("Impression Payload", "Impression"),
];

/// The streams that the program makes.
const STREAMS: [&str; 4] = ["CLICKSTREAM", "IMPRESSIONSTREAM", "CTRSTREAM", "DESTINATION_SQL_STREAM"];

/// Seconds that the burst of clicks lasts.
const BURST: f64 = 25.0;

impl Step {
    pub(super) const ALL: [Self; 9] = [
        Self::Build,
        Self::Setup,
        Self::Templates,
        Self::Discover,
        Self::Sql,
        Self::Live,
        Self::Anomaly,
        Self::Notify,
        Self::CleanUp,
    ];

    /// From 0.
    pub(super) fn number(self) -> usize {
        self as usize
    }

    /// The step that people call by that number, from 1.
    pub(super) fn of_number(text: &str) -> Option<Self> {
        Self::of_count(text.parse().ok()?)
    }

    /// The same of a number.
    pub(super) fn of_count(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number).checked_sub(1)?).copied()
    }

    pub(super) fn next(self) -> Option<Self> {
        Self::ALL.get(self.number() + 1).copied()
    }

    pub(super) fn before(self) -> Option<Self> {
        Self::ALL.get(self.number().checked_sub(1)?).copied()
    }

    /// The part of the page that it is about.
    pub(super) fn place(self) -> Option<&'static str> {
        match self {
            Self::Build => Some("pipeline"),
            Self::Setup => None,
            Self::Templates | Self::Discover | Self::CleanUp => Some("generator"),
            Self::Sql | Self::Live => Some("analytics"),
            Self::Anomaly => Some("detection"),
            Self::Notify => Some("destination"),
        }
    }

    /// Whether the lab is as the step wants it.
    pub(super) fn check(self, model: Model) -> bool {
        let of_lab =
            |look: fn(&LabView) -> bool| model.lab.with(|view| view.as_ref().is_some_and(|view| look(view)));
        match self {
            Self::Build => false,
            Self::Setup => of_lab(|_| true),
            Self::Templates => {
                of_lab(|view| TEMPLATES.iter().all(|(_, action)| template_with(view, action).is_some()))
            }
            Self::Discover => of_lab(|view| {
                let source = view.streams.first();
                source.is_some_and(|source| {
                    ["browseraction", "site"]
                        .iter()
                        .all(|name| source.columns.iter().any(|column| column.name == *name))
                })
            }),
            Self::Sql => of_lab(|view| {
                STREAMS.iter().all(|name| view.streams.iter().any(|stream| stream.name == *name))
            }),
            Self::Live => {
                let filled = |view: &LabView| {
                    let made = view.streams.iter().position(|stream| stream.role == StreamRole::Application);
                    model.frame.with(|frame| {
                        made.and_then(|at| frame.streams.get(at)).is_some_and(|stream| stream.rows > 0)
                            && frame
                                .forest
                                .as_ref()
                                .is_some_and(|forest| forest.seen >= u64::from(forest.sample))
                    })
                };
                model.lab.with(|view| view.as_ref().is_some_and(|view| filled(view)))
            }
            Self::Anomaly => model.frame.with(|frame| frame.anomalies_total > 0),
            Self::Notify => model
                .deliveries
                .with(|all| all.iter().any(|delivery| delivery.state == DeliveryState::Delivered)),
            Self::CleanUp => model
                .frame
                .with(|frame| frame.state.is_paused() && frame.senders.iter().all(|sender| !sender.sending)),
        }
    }

    /// Whether the page can do it: an address is the reader's own, and reading is too.
    pub(super) fn has_help(self) -> bool {
        !matches!(self, Self::Build | Self::Notify)
    }

    /// Does it.
    pub(super) fn help(self, model: Model, guide: Guide) {
        match self {
            Self::Build | Self::Notify => {}
            Self::Setup => {
                guide.emptying.set(true);
                crate::bar::replace(model, examples::EMPTY.to_owned());
            }
            Self::Templates => {
                for (name, action) in TEMPLATES {
                    let text = format!(
                        "{{\"browseraction\":\"{action}\", \"site\": \"yourwebsiteurl.domain.com\"}}"
                    );
                    model.send(Command::Edit(Edit::PutTemplate { name: name.to_owned(), text }));
                }
            }
            Self::Discover => {
                let template = model.lab.with_untracked(|view| template_with(view.as_ref()?, TEMPLATES[0].1));
                if let Some(template) = template {
                    guide.discovering.set_value(true);
                    model.send(Command::DiscoverSchema { template });
                }
            }
            Self::Sql => model.send(Command::Edit(Edit::SetSql(examples::CLICKSTREAM_SQL.to_owned()))),
            Self::Live => {
                for (_, action) in &TEMPLATES[1..] {
                    let sends = model.lab.with_untracked(|view| {
                        let template = template_with(view.as_ref()?, action)?;
                        view.as_ref()?
                            .lab
                            .senders
                            .iter()
                            .any(|sender| sender.template == template)
                            .then_some(())
                    });
                    if sends.is_none() {
                        add_sender(model, &format!("{action}s"), action, None);
                    }
                }
                model.set_speed(Speed::Times(60.0));
                model.send(Command::Run);
            }
            Self::Anomaly => {
                // A lab that has its own burst planned is run to it.
                let planned = model.lab.with_untracked(|view| {
                    view.as_ref()
                        .is_some_and(|view| view.lab.moments.iter().any(|moment| moment.expect_anomaly))
                });
                if !planned {
                    for number in 1..=3 {
                        add_sender(model, &format!("More clicks {number}"), "Click", Some(BURST));
                    }
                }
                model.send(Command::Step(ClockStep::Anomaly));
            }
            Self::CleanUp => {
                model.send(Command::Pause);
                let senders = model.frame.with_untracked(|frame| frame.senders.len());
                for at in 0..senders {
                    model.send(Command::Edit(Edit::Send { at, on: false }));
                }
            }
        }
    }
}

/// Scrolls to what a step is about and marks it for a moment.
pub(super) fn show(step: Step, pane: RwSignal<Pane>) {
    if let Some(id) = step.place() {
        reveal(id, pane);
    }
}

/// Takes the schema and notes the empty lab that the guide asked for as soon as they come.
pub(super) fn listen(model: Model, guide: Guide) {
    Effect::new(move |_| {
        let is_empty = model.lab.with(|view| view.as_ref().is_some_and(|view| view.lab.templates.is_empty()));
        if is_empty && guide.emptying.get_untracked() {
            guide.emptying.set(false);
        }
    });
    Effect::new(move |_| {
        let found = model.discovered.get();
        if let Some(found) = found
            && guide.discovering.get_value()
        {
            guide.discovering.set_value(false);
            model.send(Command::Edit(Edit::SetSchema(found.schema)));
        }
    });
}

/// The name of a template that writes records of that action.
fn template_with(view: &LabView, action: &str) -> Option<String> {
    let quoted = format!("\"{action}\"");
    view.lab
        .templates
        .iter()
        .find(|template| template.text.contains(&quoted))
        .map(|template| template.name.clone())
}

/// Adds a sender of one record a second from now on, for so many seconds.
fn add_sender(model: Model, name: &str, action: &str, seconds: Option<f64>) {
    let added = model.lab.with_untracked(|view| {
        let view = view.as_ref()?;
        let from =
            model.frame.with_untracked(|frame| (frame.clock_ms - view.start_ms).max(0) as f64 / 1000.0);
        let sender = SenderSpec {
            name: name.to_owned(),
            template: template_with(view, action)?,
            jitter: true,
            active: vec![ActiveSpan {
                from,
                until: seconds.map(|seconds| from + seconds),
                rate: None,
                rate_to: None,
            }],
            ..SenderSpec::default()
        };
        Some(Command::Edit(Edit::PutSender { at: usize::MAX, sender }))
    });
    if let Some(command) = added {
        model.send(command);
    }
}
