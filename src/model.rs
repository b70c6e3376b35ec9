//! What the worker has said, as signals that the screen reads.
//!
//! One [`Model`] is made by the application and found by every component through [`use_model`]. Rows, chart points and the like come by
//! the thousand and are no signals each: they lie in a [`Feed`], whose version is the one signal.

mod feed;
mod scored;

use std::sync::Arc;

use leptos::prelude::*;
use rillcut_lab::{
    Periods, examples,
    protocol::{
        AnomalyView, Command, DeliveryView, Edit, Event, Frame, FunctionView, GalleryView, LabView,
        MessagePreview, ObjectView, PlotQuery, Problem, ProblemSource, ProgramView, Question, RequestView,
        RowDetail, RowsQuery, RowsUpdate, RunState, Speed, Step, StoredTemplate, TemplatePreview,
    },
};

use wasm_bindgen_futures::spawn_local;

use crate::{
    address::{Address, Named, Refused, address, is_readonly},
    bar::KeptLab,
    destination::notify,
    embed,
    engine::{Engine, News},
    ui::{link, take},
};
pub(crate) use feed::Feed;
pub(crate) use scored::{Offered, Scored};

/// Rows of the watched stream that are asked for at once: what a screen shows, and some more above and below.
pub(crate) const ROWS: u32 = 60;
/// Anomalies that are kept.
pub(crate) const ANOMALIES: usize = 500;
/// Objects of buckets that are kept.
pub(crate) const OBJECTS: usize = 20_000;
/// Deliveries that are kept.
pub(crate) const DELIVERIES: usize = 500;
/// How fast a lab is played unless somebody says otherwise: ten minutes of the lab in ten seconds.
pub(crate) const PLAY: Speed = Speed::Times(60.0);

/// What the checker said of a text that is not applied.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Checked {
    pub(crate) problems: Vec<Problem>,
    pub(crate) explanation: String,
}

/// A discovered schema and the records it was found from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Discovered {
    pub(crate) schema: String,
    pub(crate) records: Vec<String>,
}

/// A file to save.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ExportedFile {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// What templates can be made of.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Catalogue {
    pub(crate) functions: Vec<FunctionView>,
    pub(crate) gallery: Vec<GalleryView>,
}

/// Templates that were read from a file and are not in the lab yet.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stored {
    pub(crate) templates: Vec<StoredTemplate>,
    pub(crate) periods: Option<Box<Periods>>,
}

/// Records to take away.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Drawn {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) records: u32,
}

/// Who waits for the lab as a part of an address: told what stands behind the `#`, nothing when the lab is too large for one.
type Waiting = Box<dyn FnOnce(Option<String>)>;

/// What the page wants the lab's text for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keeping {
    /// To be had back after another lab took its place.
    Undo,
    /// To lie on the shelf.
    Save,
}

/// The state of the page.
#[derive(Clone, Copy)]
pub(crate) struct Model {
    engine: StoredValue<Engine, LocalStorage>,
    /// The lab as it runs; `None` until the first is loaded.
    pub(crate) lab: RwSignal<Option<Arc<LabView>>>,
    /// The newest frame.
    pub(crate) frame: RwSignal<Arc<Frame>>,
    /// How fast the clock runs when it does; set it through [`Model::set_speed`].
    pub(crate) speed: RwSignal<Speed>,
    /// Why the engine is gone, if it is.
    pub(crate) lost: RwSignal<Option<String>>,
    /// Stored name of the stream whose rows are shown; set it through [`Model::watch`].
    pub(crate) watched: RwSignal<String>,
    /// Which of its rows are asked for; change it through [`Model::browse`].
    pub(crate) query: RwSignal<RowsQuery>,
    /// The rows that came for it.
    pub(crate) rows: RwSignal<Arc<RowsUpdate>>,
    /// Bytes of the program that are to be shown in the editor.
    pub(crate) shown_sql: RwSignal<Option<(u32, u32)>>,
    /// Answer to the last `ShowRow`.
    pub(crate) row: RwSignal<Option<Arc<RowDetail>>>,
    /// Answer to the last `TakeRows` for the clipboard.
    pub(crate) copied: RwSignal<Option<(String, u32)>>,
    /// What the engine said of the scores. Only its place: models are handed around by value.
    scored: StoredValue<Scored>,
    /// Rows that reached the destination, oldest first.
    pub(crate) anomalies: Feed<AnomalyView>,
    /// Deliveries, oldest first, each once in its newest state.
    pub(crate) deliveries: Feed<DeliveryView>,
    /// What was refused last, by part of the page; an accepted change clears its part.
    pub(crate) refused: RwSignal<Vec<(ProblemSource, Vec<Problem>)>>,
    /// Answer to the last `CheckSql`.
    pub(crate) checked: RwSignal<Option<Checked>>,
    /// Answer to the last `ListPrograms`.
    pub(crate) programs: RwSignal<Vec<ProgramView>>,
    /// Questions of the editor whose answers are still to come, by id.
    assists: StoredValue<(u32, Vec<(u32, js_sys::Function)>), LocalStorage>,
    /// Answer to the last `PreviewTemplate`.
    pub(crate) preview: RwSignal<Option<TemplatePreview>>,
    /// Answer to the last `DiscoverSchema`.
    pub(crate) discovered: RwSignal<Option<Discovered>>,
    /// Answer to `Catalogue`, which is asked for once.
    pub(crate) catalogue: RwSignal<Option<Arc<Catalogue>>>,
    /// Answer to the last `ReadTemplates`.
    pub(crate) stored: RwSignal<Option<Stored>>,
    /// Answer to the last `Draw`.
    pub(crate) drawn: RwSignal<Option<Drawn>>,
    /// Answer to the last `ShowDelivery`.
    pub(crate) request: RwSignal<Option<RequestView>>,
    outlets: StoredValue<Outlets>,
    /// Answer to the last `Export`.
    pub(crate) exported: RwSignal<Option<ExportedFile>>,
    /// Answer to the last `Keep`.
    pub(crate) kept: RwSignal<Option<(Keeping, KeptLab)>>,
    /// Those who asked for the lab as a part of an address, in their order.
    linking: StoredValue<Vec<Waiting>, LocalStorage>,
    /// Labs from addresses that were asked for: only the last one is opened.
    openings: StoredValue<u32>,
    /// Another lab has been sent, and the engine has not said yet what it makes of it.
    replacing: StoredValue<bool>,
    /// What an address said and is left out.
    pub(crate) unread: RwSignal<Vec<Refused>>,
    /// What was done last and can be undone, and the lab that comes back then.
    pub(crate) undo: RwSignal<Option<(Keeping, KeptLab)>>,
}

/// What the pane "Destination" shows beside deliveries. Kept behind the model, which every component copies.
#[derive(Clone, Copy)]
pub(crate) struct Outlets {
    /// Answer to the last `PreviewMessage`.
    pub(crate) message_preview: RwSignal<Option<MessagePreview>>,
    /// Objects of the lab's buckets, oldest first.
    pub(crate) objects: Feed<ObjectView>,
    /// Answer to the last `ShowObject`.
    pub(crate) object: RwSignal<Option<ObjectView>>,
}

/// The page's model.
pub(crate) fn use_model() -> Model {
    expect_context()
}

impl Model {
    /// A model with an engine that is being started and given the built-in lab.
    pub(crate) fn start() -> Self {
        let model = StoredValue::new(None::<Self>);
        let engine = Engine::new(move |news| {
            if let Some(model) = model.get_value() {
                model.take(news);
            }
        });
        let made = Self {
            engine: StoredValue::new_local(engine),
            lab: RwSignal::new(None),
            frame: RwSignal::new(Arc::default()),
            speed: RwSignal::new(address().speed.unwrap_or(Speed::Times(1.0))),
            lost: RwSignal::new(None),
            watched: RwSignal::new(String::new()),
            query: RwSignal::new(RowsQuery::default()),
            rows: RwSignal::new(Arc::default()),
            shown_sql: RwSignal::new(None),
            row: RwSignal::new(None),
            copied: RwSignal::new(None),
            scored: StoredValue::new(Scored::new()),
            anomalies: Feed::new(ANOMALIES),
            deliveries: Feed::new(DELIVERIES),
            refused: RwSignal::new(Vec::new()),
            checked: RwSignal::new(None),
            programs: RwSignal::new(Vec::new()),
            assists: StoredValue::new_local((0, Vec::new())),
            preview: RwSignal::new(None),
            discovered: RwSignal::new(None),
            catalogue: RwSignal::new(None),
            stored: RwSignal::new(None),
            drawn: RwSignal::new(None),
            request: RwSignal::new(None),
            outlets: StoredValue::new(Outlets {
                message_preview: RwSignal::new(None),
                objects: Feed::new(OBJECTS),
                object: RwSignal::new(None),
            }),
            exported: RwSignal::new(None),
            kept: RwSignal::new(None),
            linking: StoredValue::new_local(Vec::new()),
            openings: StoredValue::new(0),
            replacing: StoredValue::new(false),
            unread: RwSignal::new(address().refused.clone()),
            undo: RwSignal::new(None),
        };
        model.set_value(Some(made));
        made.restart();
        made
    }

    /// Starts a new engine with the lab that the page knows, or the built-in one.
    pub(crate) fn restart(self) {
        self.lost.set(None);
        self.linking.update_value(Vec::clear);
        let engine = self.engine.get_value();
        engine.start();
        engine.send(Command::Hello { protocol: rillcut_web::handshake::PROTOCOL });
        engine.send(Command::SetSpeed(self.speed.get_untracked()));
        engine.send(page());
        if let Some(view) = self.lab.get_untracked() {
            engine.send(Command::Load(Box::new(view.lab.clone())));
        } else {
            self.open_named(address());
        }
        // A new engine knows neither the addresses, which no lab file holds, nor what the page looks at.
        let connections = self.lab.with_untracked(|view| view.as_ref().map(|view| view.connections.clone()));
        for (at, view) in connections.unwrap_or_default().into_iter().enumerate() {
            if view.is_connected {
                engine.send(Command::Connect { at, connection: view.connection });
            }
        }
        let watched = self.watched.get_untracked();
        if !watched.is_empty() {
            self.watch(&watched);
        }
        self.plot(self.scored().plotted.get_untracked());
    }

    /// Messages and objects being looked at.
    pub(crate) fn outlets(self) -> Outlets {
        self.outlets.get_value()
    }

    /// Opens the lab that an address names, or the built-in one, at the moment that it names: links in messages have `at=`.
    fn open_named(self, named: &Address) {
        match &named.lab {
            Some(Named::Link(link)) => self.open_link(link.clone(), named.at_ms),
            Some(Named::BuiltIn(text)) => self.open_other((*text).to_owned(), named.at_ms),
            None => self.open_other(examples::CLICKSTREAM.to_owned(), named.at_ms),
        }
    }

    /// Opens another lab and goes to a moment of it. The one of now can be had back; where there is none yet, what else the address of the page
    /// asks of its first lab is done, too.
    pub(crate) fn open_other(self, text: String, at_ms: Option<i64>) {
        self.openings.update_value(|last| *last = last.wrapping_add(1));
        self.forget_problems(&ProblemSource::Lab);
        let is_first = self.lab.with_untracked(Option::is_none);
        if !is_first {
            self.order(Command::Keep(Keeping::Undo as u8));
        }
        self.order(Command::LoadText(text));
        if is_first && let Some(seed) = address().seed {
            self.order(Command::Edit(Edit::SetSeed(seed)));
        }
        if let Some(at_ms) = at_ms {
            self.send(Command::Step(Step::To(at_ms)));
        } else if is_first && address().may_run(embed::is_framed()) {
            if address().speed.is_none() {
                self.set_speed(PLAY);
            }
            self.send(Command::Run);
        }
    }

    /// Opens the lab of a link. Until it is read the lab of now stays, or there is none: what looks at the lab must not take another one for it.
    pub(crate) fn open_link(self, link: String, at_ms: Option<i64>) {
        self.forget_problems(&ProblemSource::Lab);
        let mut opening = 0;
        self.openings.update_value(|last| {
            *last = last.wrapping_add(1);
            opening = *last;
        });
        spawn_local(async move {
            let text = link::read(&link).await;
            // Another one has been asked for meanwhile.
            if self.openings.get_value() != opening {
                return;
            }
            match text {
                Some(text) => self.open_other(text, at_ms),
                None if self.lab.with_untracked(Option::is_none) => self.open_instead(Vec::new()),
                None => self.refuse_link(Vec::new()),
            }
        });
    }

    /// Opens the built-in lab in the place of the one that the address holds, and tells why.
    fn open_instead(self, why: Vec<Problem>) {
        self.refuse_link(why);
        self.order(Command::LoadText(examples::CLICKSTREAM.to_owned()));
    }

    fn refuse_link(self, why: Vec<Problem>) {
        let problems = std::iter::once(Problem::of_link()).chain(why).collect();
        self.refused.update(|refused| refused.push((ProblemSource::Lab, problems)));
    }

    /// Opens the lab of a link that is pasted over the address of the open page.
    pub(crate) fn follow_address(self) {
        let handle = window_event_listener(leptos::ev::hashchange, move |_| {
            let named = Address::read("", &window().location().hash().unwrap_or_default());
            self.unread.set(named.refused.clone());
            if named.names_a_lab() {
                self.open_named(&named);
            }
        });
        on_cleanup(move || handle.remove());
    }

    /// Sends a command of the reader's, or of the page around the frame, to the engine. A lab that is only shown is not changed, connected or
    /// sent from by any of them, whatever button it comes from.
    pub(crate) fn send(self, command: Command) {
        if is_readonly() && !only_looks(&command) {
            return;
        }
        self.order(command);
    }

    /// Sends a command of the page's own, which may also change a lab that is only shown.
    pub(crate) fn order(self, command: Command) {
        if matches!(command, Command::LoadText(_)) {
            self.replacing.set_value(true);
        }
        if embed::passes(&command) {
            self.post(command);
        }
    }

    /// Sends a command that is neither the reader's nor of the lab: the frame has come onto the screen, or left it.
    pub(crate) fn post(self, command: Command) {
        self.engine.get_value().send(command);
    }

    /// Asks for the lab as a part of an address; the answer is given to a function, unless the engine is lost before.
    pub(crate) fn link(self, then: impl FnOnce(Option<String>) + 'static) {
        if self.lab.with_untracked(Option::is_some) {
            self.linking.update_value(|waiting| waiting.push(Box::new(then)));
            self.order(Command::Link);
        }
    }

    fn take_linked(self, link: Option<String>, example: Option<String>) {
        let mut first = None;
        // Answers come in the order of the questions.
        self.linking.update_value(|waiting| first = (!waiting.is_empty()).then(|| waiting.remove(0)));
        if let Some(then) = first {
            let of_link = || link.map(|link| ["lab=", &link].concat());
            then(example.map(|name| ["example=", &name].concat()).or_else(of_link));
        }
    }

    /// Asks the engine about a program that is being written; the answer is given to a function, unless the engine is lost before.
    pub(crate) fn assist(self, question: Question, text: String, answer: js_sys::Function) {
        let id = self.assists.with_value(|(last, _)| last.wrapping_add(1));
        self.assists.update_value(|(last, waiting)| {
            *last = id;
            waiting.push((id, answer));
        });
        self.send(Command::Assist { id, question, text });
    }

    fn take_assisted(self, id: u32, answer: &str) {
        let mut asked = None;
        self.assists.update_value(|(_, waiting)| {
            // Answers come in the order of the questions: what is older will have none.
            asked =
                waiting.iter().position(|(of, _)| *of == id).and_then(|at| waiting.drain(..=at).next_back());
        });
        if let Some((_, answered)) = asked {
            // What the editor makes of it concerns nobody here.
            let _result =
                answered.call1(&wasm_bindgen::JsValue::NULL, &wasm_bindgen::JsValue::from_str(answer));
        }
    }

    /// Changes the speed of the clock.
    pub(crate) fn set_speed(self, speed: Speed) {
        self.speed.set(speed);
        self.send(Command::SetSpeed(speed));
    }

    /// Shows the rows of another stream.
    pub(crate) fn watch(self, stream: &str) {
        if self.watched.get_untracked() != stream {
            self.watched.set(stream.to_owned());
        }
        self.rows.set(Arc::default());
        self.browse(|query| {
            *query =
                RowsQuery { id: query.id, stream: stream.to_owned(), limit: ROWS, ..RowsQuery::default() };
        });
    }

    /// Shows other rows of the stream.
    pub(crate) fn browse(self, change: impl FnOnce(&mut RowsQuery)) {
        let mut query = self.query.get_untracked();
        change(&mut query);
        query.id = query.id.wrapping_add(1);
        self.query.set(query.clone());
        self.send(Command::Watch(query));
    }

    /// What the engine said of the scores.
    pub(crate) fn scored(self) -> Scored {
        self.scored.get_value()
    }

    /// Shows columns of a stream beside the score; `None`: what the forest looks at.
    pub(crate) fn plot(self, query: Option<PlotQuery>) {
        self.scored().plotted.set(query.clone());
        self.scored().track.set(crate::detection::track::Track::default());
        self.send(Command::Plot(query));
    }

    /// Asks why a point got its score.
    pub(crate) fn explain(self, number: u64) {
        self.send(Command::Explain { number });
    }

    /// Whether the clock runs.
    pub(crate) fn is_running(self) -> bool {
        self.frame.with(|frame| frame.state == RunState::Running)
    }

    /// What was refused of a part of the page.
    pub(crate) fn problems(self, source: &ProblemSource) -> Vec<Problem> {
        self.refused.with(|refused| {
            refused
                .iter()
                .find(|(of, _)| of == source)
                .map(|(_, problems)| problems.clone())
                .unwrap_or_default()
        })
    }

    /// Forgets what was refused of a part, as when its text is being changed.
    pub(crate) fn forget_problems(self, source: &ProblemSource) {
        if self.refused.with_untracked(|refused| refused.iter().any(|(of, _)| of == source)) {
            self.refused.update(|refused| refused.retain(|(of, _)| of != source));
        }
    }

    fn take(self, news: News) {
        match news {
            News::Started => {}
            News::Lost(reason) => self.lost.set(Some(reason)),
            News::Event(event) => self.take_event(*event),
        }
    }

    fn take_event(self, event: Event) {
        let is_refusal = matches!(event, Event::Rejected { .. });
        match event {
            Event::Lab(view) => self.take_lab(*view),
            Event::Frame(frame) => self.take_frame(*frame),
            Event::Rejected { source: ProblemSource::Lab, problems }
                if self.lab.with_untracked(Option::is_none)
                    && matches!(address().lab, Some(Named::Link(_))) =>
            {
                // What was asked of a lab that is refused is refused, too.
                let link = Problem::of_link();
                if !self.refused.with_untracked(|all| all.iter().any(|(_, told)| told.contains(&link))) {
                    self.open_instead(problems);
                }
            }
            Event::Rejected { source, problems } | Event::Noticed { source, problems } => {
                if is_refusal && source == ProblemSource::Lab && self.replacing.get_value() {
                    self.replacing.set_value(false);
                    // The lab of now has not been replaced after all.
                    self.kept.update(|kept| drop(kept.take_if(|(keeping, _)| *keeping == Keeping::Undo)));
                    self.undo.update(|undo| drop(undo.take_if(|(keeping, _)| *keeping == Keeping::Undo)));
                }
                self.refused.update(|refused| {
                    refused.retain(|(of, _)| *of != source);
                    refused.push((source, problems));
                });
            }
            Event::Checked { problems, explanation } => {
                self.checked.set(Some(Checked { problems, explanation }));
            }
            Event::Assisted { id, answer } => self.take_assisted(id, &answer),
            Event::Programs(programs) => self.programs.set(programs),
            Event::Preview(preview) => self.preview.set(Some(preview)),
            Event::Discovered { schema, records } => {
                self.discovered.set(Some(Discovered { schema, records }));
            }
            Event::Catalogue { functions, gallery } => {
                self.catalogue.set(Some(Arc::new(Catalogue { functions, gallery })));
            }
            Event::Stored { templates, periods } => self.stored.set(Some(Stored { templates, periods })),
            Event::Drawn { name, text, records } => self.drawn.set(Some(Drawn { name, text, records })),
            Event::Request(request) => self.request.set(Some(*request)),
            Event::MessagePreview(preview) => self.outlets().message_preview.set(Some(*preview)),
            Event::ObjectPreview { object } => self.outlets().object.set(Some(*object)),
            Event::File { name, bytes } => take::save_bytes(&name, &bytes),
            Event::Notify { id, title, body } => {
                let outcome = notify::show(&id, &title, &body);
                self.send(Command::Notified { id, outcome });
            }
            Event::Kept { purpose, name, text } => {
                let purposes = [Keeping::Undo, Keeping::Save];
                let purpose = purposes.get(usize::from(purpose)).copied().unwrap_or(Keeping::Undo);
                self.kept.set(Some((purpose, KeptLab { name, text })));
            }
            Event::Linked { link, example } => self.take_linked(link, example),
            Event::Exported { name, text } => self.exported.set(Some(ExportedFile { name, text })),
            Event::Crashed { message } => self.lost.set(Some(message)),
            Event::Copied { text, rows } => self.copied.set(Some((text, rows))),
            Event::Row(found) => self.row.set(found.map(|found| Arc::new(*found))),
            Event::Explained(why) => self.scored().explained.set(Some(Arc::new(*why))),
            Event::Offered(offer) => {
                self.scored()
                    .offered
                    .set(Some(offer.map_or(Offered::NoPlace, |offer| Offered::Line(*offer))));
            }
            Event::Ready { .. } => {}
        }
    }

    fn take_lab(self, view: LabView) {
        match &view.accepted {
            // What the address of the page held is told beside the lab that runs instead.
            None => self.refused.update(|refused| {
                refused.retain(|(_, problems)| problems.contains(&Problem::of_link()));
            }),
            // A sender's fields say what is in force as soon as the lab comes; drafts of texts stay, and so does what was said of them.
            Some(part) => self.refused.update(|refused| {
                refused.retain(|(of, _)| of != part && !matches!(of, ProblemSource::Sender(_)));
            }),
        }
        if view.accepted.is_none() {
            self.replacing.set_value(false);
        }
        let watched = self.watched.get_untracked();
        let known = view.streams.iter().any(|stream| stream.name == watched);
        let first = view.destination.and_then(|at| view.streams.get(at)).or(view.streams.first());
        let first = first.map(|stream| stream.name.clone());
        self.lab.set(Some(Arc::new(view)));
        if !known && let Some(first) = first {
            self.watch(&first);
        }
    }

    fn take_frame(self, mut frame: Frame) {
        // What was asked for before is not what is to be shown.
        if let Some(update) = frame.rows.take()
            && update.id == self.query.with_untracked(|query| query.id)
        {
            self.rows.set(Arc::new(update));
        }
        if frame.chart_reset {
            self.scored().chart.clear();
            self.anomalies.clear();
            // It may be of what is yet to come.
            self.scored().explained.set(None);
        }
        if let Some(scores) = frame.scores.take() {
            self.scored().scores.set(scores);
        }
        if let Some(update) = frame.plot.take()
            && self
                .scored()
                .plotted
                .with_untracked(|query| query.as_ref().is_some_and(|query| query.stream == update.stream))
        {
            self.scored().track.update(|track| track.take(update));
        }
        self.scored().chart.extend(std::mem::take(&mut frame.chart));
        self.anomalies.extend(std::mem::take(&mut frame.anomalies));
        if let Some(update) = frame.objects.take() {
            if update.reset {
                self.outlets().objects.clear();
            }
            self.outlets().objects.extend(update.objects);
        }
        self.deliveries.replace(std::mem::take(&mut frame.deliveries), |a, b| a.id == b.id);
        self.frame.set(Arc::new(frame));
    }
}

/// Whether a command changes nothing of the lab, connects nothing and sends nothing: what one can do with a lab that is only shown.
fn only_looks(command: &Command) -> bool {
    matches!(
        command,
        Command::Hello { .. }
            | Command::Page { .. }
            | Command::FrameDrawn
            | Command::Run
            | Command::Pause
            | Command::Step(_)
            | Command::Seek { .. }
            | Command::Reset
            | Command::SetSpeed(_)
            | Command::CheckSql(_)
            | Command::Assist { .. }
            | Command::ListPrograms
            | Command::Catalogue
            | Command::PreviewTemplate { .. }
            | Command::Watch(_)
            | Command::Plot(_)
            | Command::Explain { .. }
            | Command::ShowRow { .. }
            | Command::TakeRows { .. }
            | Command::Draw { .. }
            | Command::PreviewMessage { .. }
            | Command::ShowDelivery { .. }
            | Command::ExportDead
            | Command::ShowObject { .. }
            | Command::Download { .. }
            | Command::Notified { .. }
            | Command::Keep(_)
            | Command::Link
            | Command::Export(_)
    )
}

/// What this page is, for links in messages and for what the browser lets it do.
fn page() -> Command {
    let location = window().location();
    let protocol = location.protocol().unwrap_or_default();
    let href = location.href().unwrap_or_default();
    let url = if protocol.starts_with("http") {
        href.split('#').next().unwrap_or_default().to_owned()
    } else {
        String::new()
    };
    Command::Page { url, is_secure: protocol == "https:" }
}
