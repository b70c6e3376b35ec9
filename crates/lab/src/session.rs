//! The worker's side of the protocol, without a browser: commands in, events and frames out, requests to make.
//!
//! Everything that a worker does with an engine is here and is tested natively; the shell only moves bytes, reads the wall
//! clock and makes requests.

mod deliver;
mod detection;
mod edit;
mod objects;
mod past;
mod replay;
mod view;

use crate::{
    application_json::Shape,
    assist::answer,
    browse::Browser,
    clock::Pace,
    engine::{Engine, discover_from},
    examples,
    file::Lab,
    history::History,
    lineage::detail,
    link,
    outbox::Outbox,
    programs::PROGRAMS,
    protocol::{
        AnomalyView, Command, Event, ExportAs, Frame, PROTOCOL, PlotQuery, Problem, ProblemSource,
        ProgramView, RowsQuery, RunState, Speed, Step, TemplatePreview,
    },
    senders::{Refusal, preview},
    templates,
};

pub(crate) use view::state_rows;

/// Rows of a stream that the page asks for unless it says otherwise.
const DEFAULT_ROWS: u32 = 60;
/// Lab time of one slice when the clock runs as fast as it can; the record limit ends slices before that.
const SLICE_MS: i64 = 3_600_000;
/// Longest search for the next window or anomaly, lab milliseconds.
const SEARCH_MS: i64 = 48 * 3_600_000;

pub use objects::Wanted;

/// When to call [`Session::tick`] again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Tick {
    /// Not before the next command.
    Idle,
    /// At once: there is more to do.
    Again,
    /// At that wall time, milliseconds.
    At(f64),
}

/// Where the clock is going.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Goal {
    /// On and on, at the set speed.
    Open,
    /// As fast as possible to that instant.
    Time(i64),
    /// The same, through time that counts as past by then: its rows are not news.
    Past(i64),
    /// To the close of a window: until the rows of in-application streams are more than that.
    Window { rows: u64, until_ms: i64 },
    /// Until the destination has more rows than that.
    Anomaly { rows: u64, until_ms: i64 },
}

/// A page's engine.
#[derive(Debug)]
pub struct Session {
    seed: u64,
    runs: u64,
    engine: Option<Engine>,
    /// The run so far; there while an engine is.
    history: Option<History>,
    /// Events that a tick has brought about.
    news: Vec<Event>,
    pace: Pace,
    state: RunState,
    goal: Goal,
    outbox: Outbox,
    browser: Browser,
    outgoing: Vec<deliver::Outgoing>,
    objects: objects::Objects,
    page: deliver::Page,
    /// What stands before `at=` in an address that opens the lab at a moment, where one can.
    hash: Option<String>,
    /// Messages made, for their ids.
    messages: u64,
    plot: Option<PlotQuery>,
    shown: Shown,
}

/// What the page has been told already.
#[derive(Debug, Default)]
struct Shown {
    /// Something changed since the last frame.
    dirty: bool,
    /// Points of the chart; `None` before the first, when the page is to begin anew.
    chart: Option<u64>,
    /// Rows of the columns that the chart shows, in the same way.
    plot: Option<u64>,
    /// Rows of the first destination since the last frame.
    found: Vec<AnomalyView>,
}

impl Session {
    /// A session without a lab. `fresh_seed` comes from the shell's entropy: it makes delivery ids of this session unlike any other's.
    pub fn new(fresh_seed: u64) -> Self {
        Self {
            seed: fresh_seed,
            runs: 0,
            engine: None,
            history: None,
            news: Vec::new(),
            pace: Pace::new(Speed::Times(1.0)),
            state: RunState::Paused,
            goal: Goal::Open,
            outbox: Outbox::new(fresh_seed),
            browser: Browser::new(RowsQuery { limit: DEFAULT_ROWS, ..RowsQuery::default() }),
            outgoing: Vec::new(),
            objects: objects::Objects::default(),
            page: deliver::Page::default(),
            hash: None,
            messages: 0,
            plot: None,
            shown: Shown::default(),
        }
    }

    /// The engine, once a lab is loaded.
    pub fn engine(&self) -> Option<&Engine> {
        self.engine.as_ref()
    }

    /// Carries out a command; answers are added to `events`.
    pub fn command(&mut self, command: Command, wall_ms: f64, events: &mut Vec<Event>) {
        let answer = match command {
            Command::Hello { .. } => {
                Ok(Some(Event::Ready { protocol: PROTOCOL, version: env!("CARGO_PKG_VERSION").to_owned() }))
            }
            Command::Load(lab) => self.load_other(*lab, wall_ms),
            Command::LoadText(text) => match Lab::from_any(&text) {
                Ok((lab, problems)) => self.load_other(lab, wall_ms).map(|loaded| {
                    events.extend(loaded);
                    (!problems.is_empty()).then_some(Event::Noticed { source: ProblemSource::Lab, problems })
                }),
                Err(problems) => Err((ProblemSource::Lab, problems)),
            },
            Command::Replay(request) => self.replay(&request, wall_ms),
            Command::EndReplay => self.end_replay(wall_ms),
            Command::Reset => self.reset(wall_ms),
            Command::Run => self.go(RunState::Running, Goal::Open),
            Command::Pause => self.go(RunState::Paused, Goal::Open),
            Command::Step(step) => self.step(step),
            Command::Seek { clock_ms } => self.seek(clock_ms),
            Command::SetSpeed(speed) => {
                self.pace.set_speed(speed);
                Ok(None)
            }
            Command::Edit(edit) => self.edit(edit, wall_ms).inspect(|_| self.note_lab()),
            Command::CheckSql(text) => self.check_sql(&text).map(Some),
            Command::Assist { id, question, text } => Ok(Some(Event::Assisted {
                id,
                answer: match &self.engine {
                    Some(engine) => answer(question, &text, &engine.catalog(&text)),
                    None => String::new(),
                },
            })),
            Command::ListPrograms => Ok(Some(Event::Programs(self.programs()))),
            Command::PreviewTemplate { name, text } => Ok(Some(Event::Preview(self.preview(name, &text)))),
            Command::DiscoverSchema { template } => self.discover(&template).map(Some),
            Command::Catalogue => {
                let now_ms = self.engine.as_ref().map_or(0, Engine::now_ms);
                Ok(Some(templates::catalogue(self.seed, now_ms)))
            }
            Command::ReadTemplates { name, text } => self
                .engine
                .as_ref()
                .ok_or_else(no_lab)
                .and_then(|engine| templates::read(engine.lab(), &name, &text).map(Some)),
            Command::Draw { at, records, form } => {
                self.engine.as_ref().ok_or_else(no_lab).and_then(|engine| {
                    templates::drawn(engine.lab(), at, records, form, engine.now_ms()).map(Some)
                })
            }
            Command::Watch(query) => {
                self.browser.ask(query);
                self.shown.dirty = true;
                Ok(None)
            }
            Command::Plot(query) => {
                self.plot = query;
                self.shown.plot = None;
                self.shown.dirty = true;
                Ok(None)
            }
            Command::Explain { number } => self.explain(number).map(Some),
            Command::OfferThreshold(threshold) => self.offer_threshold(threshold).map(Some),
            Command::TakeRows { form, copy } => Ok(self.take_rows(form, copy)),
            Command::ShowRow { stream, number } => {
                let found = self.engine.as_ref().and_then(|engine| detail(engine, &stream, number));
                Ok(Some(Event::Row(found.map(Box::new))))
            }
            // The shell counts frames.
            Command::FrameDrawn => Ok(None),
            Command::Keep(purpose) => self.keep(purpose).map(Some),
            Command::Link => self.link_of_lab().map(Some),
            Command::Export(form) => self.export(form).map(|(file, problems)| {
                events.push(file);
                (!problems.is_empty()).then_some(Event::Noticed { source: ProblemSource::Lab, problems })
            }),
            about_outlets => self.outlet_command(about_outlets, wall_ms),
        };
        match answer {
            Ok(Some(event)) => events.push(event),
            Ok(None) => {}
            Err((source, problems)) => events.push(Event::Rejected { source, problems }),
        }
    }

    /// A lab from elsewhere: it sends nothing before somebody connects its destinations, whatever they were connected to before.
    fn load_other(&mut self, lab: Lab, wall_ms: f64) -> Result<Option<Event>, Refusal> {
        let engine = Engine::new(lab, wall_ms as i64)?;
        self.restart_destinations(wall_ms);
        self.outbox.let_go();
        Ok(self.begin(engine))
    }

    /// The same lab from the start of its time.
    fn load(&mut self, lab: Lab, wall_ms: f64) -> Result<Option<Event>, Refusal> {
        Ok(self.begin_again(Engine::new(lab, wall_ms as i64)?, wall_ms))
    }

    /// Another run of the same lab begins.
    fn begin_again(&mut self, engine: Engine, wall_ms: f64) -> Option<Event> {
        self.restart_destinations(wall_ms);
        self.begin(engine)
    }

    /// Another run begins.
    fn begin(&mut self, engine: Engine) -> Option<Event> {
        self.history = Some(History::new(&engine));
        self.engine = Some(engine);
        self.note_lab();
        self.runs += 1;
        self.pace.stop();
        self.state = RunState::Paused;
        self.goal = Goal::Open;
        self.outgoing.clear();
        self.objects.relist();
        self.align_destinations();
        self.forget_shown();
        self.lab_event(None)
    }

    /// The page starts from empty rows and an empty chart.
    fn forget_shown(&mut self) {
        self.browser.restart();
        self.shown = Shown { dirty: true, ..Shown::default() };
    }

    fn go(&mut self, state: RunState, goal: Goal) -> Result<Option<Event>, Refusal> {
        if self.engine.is_none() {
            return Err(no_lab());
        }
        self.state = state;
        self.goal = goal;
        self.pace.stop();
        self.shown.dirty = true;
        Ok(None)
    }

    fn step(&mut self, step: Step) -> Result<Option<Event>, Refusal> {
        let engine = self.engine.as_ref().ok_or_else(no_lab)?;
        let now = engine.now_ms();
        let goal = match step {
            Step::Record => Goal::Time(engine.next_due().map_or(now + 1000, |due| due + 1)),
            Step::Window => Goal::Window { rows: application_rows(engine), until_ms: now + SEARCH_MS },
            Step::Anomaly => Goal::Anomaly { rows: engine.observer.told_total(), until_ms: now + SEARCH_MS },
            Step::Day => Goal::Past(now + 86_400_000),
            Step::To(at_ms) => Goal::Past(at_ms.min(now + 31 * 86_400_000)),
        };
        self.go(RunState::Running, goal)
    }

    /// Lets the lab go on for one slice of at most `max_records` records.
    pub fn tick(&mut self, wall_ms: f64, max_records: usize) -> Tick {
        if self.state == RunState::Paused {
            return Tick::Idle;
        }
        // Backpressure: a lab that makes messages faster than the store takes them would lose them all with its tab.
        if self.outbox.journal().is_behind() {
            return Tick::At(wall_ms + 4.0);
        }
        let Some(ahead) = self.go_on() else { return Tick::Idle };
        let Some(engine) = &mut self.engine else { return Tick::Idle };
        let now = engine.now_ms();
        let to = match self.goal {
            Goal::Open => match self.pace.grant(wall_ms) {
                None => now + SLICE_MS,
                Some(granted) => now + granted,
            },
            Goal::Time(to) | Goal::Past(to) => to.min(now + SLICE_MS),
            // A window closes at the next record or on the clock: small steps, so that the clock stops right behind it.
            Goal::Window { .. } | Goal::Anomaly { .. } => engine.next_boundary(),
        };
        let to = if ahead.between { now + 1 } else { to };
        let arrived = matches!(self.goal, Goal::Time(goal) | Goal::Past(goal) if goal <= now);
        if to <= now && !arrived {
            return Tick::At(wall_ms + 4.0);
        }
        let reached = engine.advance(to.min(ahead.to_ms), max_records.min(ahead.records).max(1));
        self.pace.spend(reached - now);
        let over = match self.goal {
            Goal::Open => replay::is_over(engine),
            Goal::Time(to) | Goal::Past(to) => reached >= to,
            Goal::Window { rows, until_ms } => application_rows(engine) > rows || reached >= until_ms,
            Goal::Anomaly { rows, until_ms } => engine.observer.told_total() > rows || reached >= until_ms,
        };
        self.take_found(wall_ms, ahead.is_past);
        self.take_objects(ahead.is_past);
        self.note();
        self.shown.dirty = true;
        // What was changed at this very instant belongs to it, and the records before that.
        if over && !self.go_on().is_some_and(|ahead| ahead.between) {
            self.state = RunState::Paused;
            self.goal = Goal::Open;
            self.pace.stop();
            return Tick::Idle;
        }
        if reached < to || self.goal != Goal::Open || self.pace.speed() == Speed::Max {
            Tick::Again
        } else {
            Tick::At(wall_ms + 4.0)
        }
    }

    fn check_sql(&self, text: &str) -> Result<Event, Refusal> {
        let engine = self.engine.as_ref().ok_or_else(no_lab)?;
        let place = |found: Vec<rillcut_sql::Diagnostic>| -> Vec<Problem> {
            found.iter().map(|diagnostic| Problem::of_sql(diagnostic, text)).collect()
        };
        Ok(match engine.check(text) {
            Ok((plan, warnings)) => Event::Checked {
                problems: place(warnings),
                explanation: rillcut_sql::explain(&plan, text).to_string(),
            },
            Err(found) => Event::Checked { problems: place(found), explanation: String::new() },
        })
    }

    fn programs(&self) -> Vec<ProgramView> {
        let fits = |sql: &str| self.engine.as_ref().is_some_and(|engine| engine.check(sql).is_ok());
        PROGRAMS.iter().map(|program| program.view(fits(program.sql))).collect()
    }

    fn preview(&self, name: String, text: &str) -> TemplatePreview {
        let now_ms = self.engine.as_ref().map_or(0, Engine::now_ms);
        match rillcut_generator::Template::parse(text) {
            Ok(template) => {
                let (records, filled) = preview(&template, self.seed, now_ms);
                TemplatePreview {
                    name,
                    records,
                    filled,
                    problems: template
                        .warnings()
                        .iter()
                        .map(|found| Problem::of_template(found, text))
                        .collect(),
                }
            }
            Err(found) => {
                let problems = found.iter().map(|found| Problem::of_template(found, text)).collect();
                TemplatePreview { name, records: Vec::new(), filled: Vec::new(), problems }
            }
        }
    }

    fn discover(&self, template: &str) -> Result<Event, Refusal> {
        let engine = self.engine.as_ref().ok_or_else(no_lab)?;
        let (schema, records) = discover_from(engine.lab(), template, engine.now_ms())?;
        Ok(Event::Discovered { schema: schema.to_json(), records })
    }

    fn keep(&self, purpose: u8) -> Result<Event, Refusal> {
        let text = self.lab_text()?;
        let name = self.engine.as_ref().ok_or_else(no_lab)?.lab().name.clone();
        Ok(Event::Kept { purpose, name, text })
    }

    /// The lab as a part of an address.
    fn link_of_lab(&self) -> Result<Event, Refusal> {
        let link = link::written(&self.lab_text()?, link::MAX_LINK);
        let example = self.engine.as_ref().and_then(|engine| examples::name_of(engine.lab()));
        Ok(Event::Linked { link, example: example.map(str::to_owned) })
    }

    /// The lab as a file.
    fn lab_text(&self) -> Result<String, Refusal> {
        let lab = self.engine.as_ref().ok_or_else(no_lab)?.lab();
        lab.to_json().map_err(|problems| (ProblemSource::Lab, problems))
    }

    /// The lab as a file, and what that form does not hold.
    fn export(&self, form: ExportAs) -> Result<(Event, Vec<Problem>), Refusal> {
        let lab = self.engine.as_ref().ok_or_else(no_lab)?.lab();
        let written = match form {
            ExportAs::Lab => lab.to_json().map(|text| (text, Vec::new())),
            ExportAs::Sql => Ok((lab.sql.clone(), Vec::new())),
            ExportAs::Application(shape) => lab.to_application(shape),
            ExportAs::Templates => Ok((templates::exported(lab), Vec::new())),
        };
        let (text, missing) = written.map_err(|problems| (ProblemSource::Lab, problems))?;
        let ending = match form {
            ExportAs::Lab => "lab.json",
            ExportAs::Sql => "sql",
            ExportAs::Templates => "templates.json",
            ExportAs::Application(Shape::V1 | Shape::V2) => "application.json",
            ExportAs::Application(Shape::CloudFormation) => "template.json",
        };
        Ok((Event::Exported { name: format!("{}.{ending}", file_stem(&lab.name)), text }, missing))
    }

    /// Whether the next call of [`Self::frame`] gives one.
    pub fn is_dirty(&self) -> bool {
        self.shown.dirty
    }

    /// What changed since the last frame; `None` when nothing did.
    pub fn frame(&mut self, wall_ms: f64) -> Option<Frame> {
        if !self.shown.dirty {
            return None;
        }
        self.shown.dirty = false;
        let frame = self.make_frame(wall_ms);
        self.shown.dirty = self.outbox.has_changes() || self.objects.has_news();
        frame
    }
}

/// Rows of the streams that pumps fill; the source and `error_stream` do not count.
fn application_rows(engine: &Engine) -> u64 {
    let rings = &engine.observer.rings;
    rings[1..rings.len() - 1].iter().map(crate::ring::Ring::total).sum()
}

fn no_lab() -> Refusal {
    let hint = Some("load a lab first".to_owned());
    (ProblemSource::Lab, vec![Problem::plain("LAB0014", "no lab is loaded", hint)])
}

/// A lab's name as a file's: letters and digits, what is between them one hyphen.
pub(crate) fn file_stem(name: &str) -> String {
    let words: Vec<String> = name
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let stem: String = words.join("-").chars().take(60).collect();
    if stem.is_empty() { "lab".to_owned() } else { stem }
}
