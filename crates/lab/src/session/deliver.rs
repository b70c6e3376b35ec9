//! From rows of destinations to messages, and the session's side of sending them.

use super::{Goal, Session, no_lab};
use crate::{
    destination::{
        connection::Connection,
        message::{Group, Message, Origin, SPECIAL},
        request::Attempt,
        spec::{DestinationSpec, Preset},
        template,
    },
    engine::Engine,
    examples::CLICKSTREAM,
    file::Lab,
    flood::{Flood, Hush},
    link,
    observer::{BESIDE, Found},
    outbox::{HttpRequest, LaneKey, journal::Write, shown_request},
    protocol::{
        Command, ConnectionView, DestinationStatus, Event, MessagePreview, Outcome, Problem, ProblemSource,
        RunState, Speed,
    },
    senders::Refusal,
};

/// Most destinations of a lab.
const MAX_DESTINATIONS: usize = 50;
/// Longest part of a message's link that holds a lab, characters: a longer one makes chats and mails cut the address off.
const MESSAGE_LINK: usize = 4000;
/// Longest text of a destination, octets.
const MAX_TEXT: usize = 64 << 10;

/// What the page is.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Its address without fragment.
    pub(super) url: String,
    /// Whether it came over HTTPS.
    pub(super) is_secure: bool,
}

/// A destination of the lab that runs.
#[derive(Debug)]
pub(super) struct Outgoing {
    spec: DestinationSpec,
    key: LaneKey,
    flood: Flood,
    silent_until_ms: Option<i64>,
    /// Rows held as they were last written down.
    held: u64,
}

impl Session {
    /// Carries out a command about destinations and buckets; others are not for here.
    pub(super) fn outlet_command(
        &mut self,
        command: Command,
        wall_ms: f64,
    ) -> Result<Option<Event>, Refusal> {
        match command {
            Command::Page { url, is_secure } => {
                self.page = Page { url, is_secure };
                Ok(None)
            }
            Command::Connect { at, connection } => self.connect(at, connection.map(|it| *it)),
            Command::Reconnect { at } => self.reconnect(at),
            Command::Forget { at } => self.forget(at),
            Command::Test { at } => self.test(at, wall_ms),
            Command::PreviewMessage { destination, connection } => {
                self.preview_message(&destination, &connection, wall_ms).map(Some)
            }
            Command::Silence { at, until_ms } => self.silence(at, until_ms),
            Command::ShowDelivery { id } => {
                Ok(self.outbox.request_view(&id, wall_ms).map(|view| Event::Request(Box::new(view))))
            }
            Command::Resend { ids } => {
                self.outbox.resend(&ids, wall_ms);
                self.shown.dirty = true;
                Ok(None)
            }
            Command::Discard { ids } => {
                self.outbox.discard(&ids);
                self.shown.dirty = true;
                Ok(None)
            }
            Command::ExportDead => Ok(Some(Event::Exported {
                name: "dead-letters.ndjson".to_owned(),
                text: self.outbox.dead_letters(),
            })),
            Command::FlushBuckets => self.flush_buckets(),
            Command::ShowObject { id } => Ok(self.show_object(&id)),
            Command::Download { ids } => self.download(&ids),
            Command::DeleteObjects { ids } => {
                self.delete_objects(&ids);
                Ok(None)
            }
            Command::Notified { id, outcome } => {
                self.outcome(&id, &outcome, 0, wall_ms);
                Ok(None)
            }
            _ => Ok(None),
        }
    }

    /// How an address names the lab that runs. A page opens with the built-in one, wherever its rows go; recorded data are in no address, and a lab
    /// that starts at another time each time has no moments to come back to.
    pub(super) fn note_lab(&mut self) {
        let lab = self.engine.as_ref().filter(|engine| engine.recording().is_none()).map(Engine::lab);
        self.hash = lab.filter(|lab| lab.start.is_some()).and_then(|lab| {
            let is_built_in = Lab::from_json(CLICKSTREAM).is_ok_and(|built_in| {
                lab.seed == built_in.seed && lab.sql == built_in.sql && lab.senders == built_in.senders
            });
            if is_built_in {
                return Some(String::new());
            }
            link::written(&lab.to_json().ok()?, MESSAGE_LINK).map(|link| format!("lab={link}&"))
        });
    }

    /// Brings what is kept of each destination into line with the lab.
    pub(super) fn align_destinations(&mut self) {
        let Some(engine) = &mut self.engine else { return };
        let lab = engine.lab().name.clone();
        let specs = engine.destinations();
        let mut kept = std::mem::take(&mut self.outgoing);
        engine.connect_streams();
        for (at, spec) in specs.into_iter().enumerate() {
            let key = LaneKey { lab: lab.clone(), destination: spec.title() };
            let known = kept.iter().position(|known| known.key == key).map(|known| kept.swap_remove(known));
            let mut outgoing = known.unwrap_or_else(|| Outgoing {
                spec: spec.clone(),
                flood: Flood::new(&spec.flood),
                key: key.clone(),
                silent_until_ms: None,
                held: 0,
            });
            outgoing.flood.set_spec(&spec.flood);
            self.outbox.respecify(&key, &spec);
            engine.observer.armed[at] = self.outbox.is_connected(&key);
            outgoing.spec = spec;
            self.outgoing.push(outgoing);
        }
        self.shown.dirty = true;
    }

    /// The lab goes back to the start of its time, or gives way to another: what is held is told now.
    pub(super) fn restart_destinations(&mut self, wall_ms: f64) {
        for at in 0..self.outgoing.len() {
            let group = self.outgoing[at].flood.restart(wall_ms);
            if let Some(group) = group {
                self.put_message(at, group, false, wall_ms);
            }
            self.write_held(at);
        }
    }

    /// Turns new rows of destinations into messages.
    pub(super) fn take_found(&mut self, wall_ms: f64, is_past: bool) {
        let Some(engine) = &mut self.engine else { return };
        let now_ms = engine.now_ms();
        let found = std::mem::take(&mut engine.observer.found);
        let beside = std::mem::take(&mut engine.observer.seen);
        self.shown.found.extend(beside.into_iter().filter_map(|one| engine.anomaly(one)));
        for one in found {
            let Found { destination, row, .. } = &one;
            let destination = *destination;
            let row = row.clone();
            if let Some(engine) = self.engine.as_ref().filter(|engine| engine.observer.tells(destination)) {
                self.shown.found.extend(engine.anomaly(one));
            }
            let Some(outgoing) = self.outgoing.get(destination) else { continue };
            // What was found before has been told before.
            if is_past || !self.outbox.is_connected(&outgoing.key) {
                continue;
            }
            let hush = self.hush(outgoing, wall_ms);
            let groups = self.outgoing[destination].flood.take(row, hush, wall_ms);
            for group in groups {
                self.put_message(destination, group, false, wall_ms);
            }
        }
        self.poll_floods(now_ms, wall_ms);
    }

    fn poll_floods(&mut self, now_ms: i64, wall_ms: f64) {
        for at in 0..self.outgoing.len() {
            let group = self.outgoing[at].flood.poll(now_ms, wall_ms);
            if let Some(group) = group {
                self.put_message(at, group, false, wall_ms);
            }
            self.write_held(at);
        }
    }

    /// Whether a row that comes now is told, and why not.
    fn hush(&self, outgoing: &Outgoing, wall_ms: f64) -> Hush {
        let is_past = matches!(self.goal, Goal::Past(_))
            || (self.state == RunState::Running
                && self.goal == Goal::Open
                && self.pace.speed() == Speed::Max);
        if is_past && !outgoing.spec.flood.replay {
            Hush::Replay
        } else if outgoing.silent_until_ms.is_some_and(|until| wall_ms < until as f64) {
            Hush::Silence
        } else if !self.outbox.leads(&outgoing.key.lab) {
            Hush::Elsewhere
        } else {
            Hush::No
        }
    }

    fn write_held(&mut self, at: usize) {
        let outgoing = &mut self.outgoing[at];
        let count = outgoing.flood.held().map_or(0, crate::flood::Held::count);
        if count != outgoing.held {
            outgoing.held = count;
            // The same while rows are held, whatever becomes of the run meanwhile: what is released is forgotten under it.
            let id = format!("{:016x}-{at}-held", self.seed);
            self.outbox.journal().put_held(&outgoing.key, &id, outgoing.flood.held());
        }
    }

    fn put_message(&mut self, at: usize, group: Group, test: bool, wall_ms: f64) {
        let Some(engine) = &self.engine else { return };
        let outgoing = &self.outgoing[at];
        self.messages += 1;
        let prefix = if test { "test-" } else { "" };
        let id = format!("{prefix}{:016x}-{}-{}", self.seed, self.runs, self.messages);
        let link = self.link(group.until_ms);
        let origin = Origin { id: &id, lab: &engine.lab().name, test, made_ms: wall_ms as i64, link: &link };
        let message = Message::new(&outgoing.spec, group, &origin);
        let key = outgoing.key.clone();
        self.outbox.put(&key, message, wall_ms);
        self.shown.dirty = true;
    }

    /// The address under which the page shows a moment of this lab.
    fn link(&self, at_ms: i64) -> String {
        match &self.hash {
            Some(hash) if !self.page.url.is_empty() => format!("{}#{hash}at={at_ms}", self.page.url),
            _ => String::new(),
        }
    }

    fn outgoing_at(&self, at: usize) -> Result<&Outgoing, Refusal> {
        self.outgoing.get(at).ok_or_else(|| {
            (
                ProblemSource::Destination(at),
                vec![Problem::plain("LAB0067", "there is no such destination", None)],
            )
        })
    }

    pub(super) fn connect(
        &mut self,
        at: usize,
        connection: Option<Connection>,
    ) -> Result<Option<Event>, Refusal> {
        let outgoing = self.outgoing_at(at)?;
        let (key, spec) = (outgoing.key.clone(), outgoing.spec.clone());
        match connection {
            Some(connection) => {
                connection
                    .check(&spec, self.page.is_secure)
                    .map_err(|problem| (ProblemSource::Destination(at), vec![problem]))?;
                self.outbox.connect(&key, &spec, connection);
            }
            None => self.outbox.disconnect(&key),
        }
        Ok(self.connected(at))
    }

    fn connected(&mut self, at: usize) -> Option<Event> {
        let is_connected = self.outbox.is_connected(&self.outgoing[at].key);
        if let Some(engine) = &mut self.engine {
            engine.observer.armed[at] = is_connected;
        }
        self.shown.dirty = true;
        self.lab_event(Some(ProblemSource::Destination(at)))
    }

    pub(super) fn reconnect(&mut self, at: usize) -> Result<Option<Event>, Refusal> {
        let remembered = self.outbox.connection(&self.outgoing_at(at)?.key).cloned();
        let Some(connection) = remembered else {
            let hint = Some("give the address first".to_owned());
            let problem = Problem::plain("LAB0013", "no address of this destination is known here", hint);
            return Err((ProblemSource::Destination(at), vec![problem]));
        };
        self.connect(at, Some(connection))
    }

    pub(super) fn forget(&mut self, at: usize) -> Result<Option<Event>, Refusal> {
        let key = self.outgoing_at(at)?.key.clone();
        self.outbox.forget(&key);
        Ok(self.connected(at))
    }

    pub(super) fn test(&mut self, at: usize, wall_ms: f64) -> Result<Option<Event>, Refusal> {
        let engine = self.engine.as_ref().ok_or_else(no_lab)?;
        let outgoing = self.outgoing_at(at)?;
        if !self.outbox.is_connected(&outgoing.key) {
            let hint = Some("connect it first".to_owned());
            let problem = Problem::plain("LAB0013", "there is no address to send a test to", hint);
            return Err((ProblemSource::Destination(at), vec![problem]));
        }
        let (row, _) = engine.sample_row(&outgoing.spec.stream);
        self.put_message(at, Group::one(row), true, wall_ms);
        Ok(None)
    }

    pub(super) fn silence(&mut self, at: usize, until_ms: Option<i64>) -> Result<Option<Event>, Refusal> {
        self.outgoing_at(at)?;
        self.outgoing[at].silent_until_ms = until_ms;
        self.shown.dirty = true;
        Ok(None)
    }

    /// The body of the message that its destination makes of a row; none of a row that goes nowhere.
    pub(super) fn payload(&self, found: &Found) -> Option<String> {
        let engine = self.engine.as_ref()?;
        let outgoing = if found.destination == BESIDE {
            let name = &engine.plan().stream(engine.observer.told()?).name;
            self.outgoing.iter().find(|outgoing| outgoing.spec.stream == *name)?
        } else {
            self.outgoing.get(found.destination)?
        };
        let link = self.link(found.row.rowtime_ms);
        let origin = Origin {
            id: "…",
            lab: &engine.lab().name,
            test: false,
            made_ms: found.row.rowtime_ms,
            link: &link,
        };
        let message = Message::new(&outgoing.spec, Group::one(found.row.clone()), &origin);
        let connection = self.outbox.connection(&outgoing.key).cloned().unwrap_or_default();
        let attempt = Attempt { number: 1, wall_ms: found.row.rowtime_ms as f64 };
        Some(shown_request(&outgoing.spec, &connection, &message, attempt).body)
    }

    pub(super) fn preview_message(
        &self,
        spec: &DestinationSpec,
        connection: &Connection,
        wall_ms: f64,
    ) -> Result<Event, Refusal> {
        let engine = self.engine.as_ref().ok_or_else(no_lab)?;
        let (row, is_real) = engine.sample_row(&spec.stream);
        let link = self.link(row.rowtime_ms);
        let origin =
            Origin { id: "…", lab: &engine.lab().name, test: false, made_ms: wall_ms as i64, link: &link };
        let message = Message::new(spec, Group::one(row), &origin);
        let request = shown_request(spec, connection, &message, Attempt { number: 1, wall_ms });
        Ok(Event::MessagePreview(Box::new(MessagePreview {
            is_real,
            subject: message.subject,
            sentence: message.sentence,
            request,
            problems: self.spec_problems(spec),
            connection_problem: connection.check(spec, self.page.is_secure).err(),
        })))
    }

    /// What is wrong with a destination over the program that runs.
    fn spec_problems(&self, spec: &DestinationSpec) -> Vec<Problem> {
        let Some(engine) = &self.engine else { return Vec::new() };
        let plan = engine.plan();
        let Some(id) = plan.find_stream(&spec.stream) else {
            let streams: Vec<&str> = plan.streams.iter().map(|stream| stream.name.as_str()).collect();
            let message = format!("the program has no stream called '{}'", spec.stream);
            let hint = format!("it has {}", streams.join(", "));
            return vec![Problem::plain("LAB0060", message, Some(hint))];
        };
        let columns = plan.stream(id).fields.iter().map(|field| field.name.as_str());
        let known: Vec<&str> = columns.chain(SPECIAL.iter().map(|(name, _)| *name)).collect();
        let mut problems = template::check_words(&spec.subject, &known);
        problems.extend(template::check_words(&spec.sentence, &known));
        if spec.preset == Preset::Json && !spec.body.trim().is_empty() {
            problems.extend(template::check_json(&spec.body, &known));
        }
        problems.extend(spec.range_problems());
        problems
    }

    pub(super) fn put_destination(&mut self, at: usize, spec: DestinationSpec) -> Result<(), Refusal> {
        let refuse = |problem: Problem| (ProblemSource::Destination(at), vec![problem]);
        let problems = self.spec_problems(&spec);
        if !problems.is_empty() {
            return Err((ProblemSource::Destination(at), problems));
        }
        let engine = self.engine.as_mut().ok_or_else(no_lab)?;
        let mut specs = engine.destinations();
        let at = at.min(specs.len());
        if specs.iter().enumerate().any(|(other, known)| other != at && known.title() == spec.title()) {
            let message = format!("two destinations are called '{}'", spec.title());
            return Err(refuse(Problem::plain(
                "LAB0066",
                message,
                Some("give each its own name".to_owned()),
            )));
        }
        if at == specs.len() {
            if at >= MAX_DESTINATIONS {
                let message = format!("a lab has at most {MAX_DESTINATIONS} destinations");
                return Err(refuse(Problem::plain("LAB0071", message, None)));
            }
            specs.push(spec);
        } else {
            let lab = engine.lab().name.clone();
            let key = |spec: &DestinationSpec| LaneKey { lab: lab.clone(), destination: spec.title() };
            let (from, to) = (key(&specs[at]), key(&spec));
            self.outbox.rename(&from, &to);
            if let Some(outgoing) = self.outgoing.iter_mut().find(|outgoing| outgoing.key == from) {
                outgoing.key = to;
            }
            specs[at] = spec;
        }
        engine.lab_mut().destinations = specs;
        self.align_destinations();
        Ok(())
    }

    pub(super) fn remove_destination(&mut self, at: usize) -> Result<(), Refusal> {
        let key = self.outgoing_at(at)?.key.clone();
        let engine = self.engine.as_mut().ok_or_else(no_lab)?;
        let mut specs = engine.destinations();
        if specs.len() < 2 {
            let message =
                "a lab has at least one destination: its rows are the anomalies that the page shows";
            let hint = Some("disconnect it instead".to_owned());
            return Err((ProblemSource::Destination(at), vec![Problem::plain("LAB0072", message, hint)]));
        }
        specs.remove(at);
        engine.lab_mut().destinations = specs;
        self.outbox.forget(&key);
        self.align_destinations();
        Ok(())
    }

    pub(super) fn connections(&self) -> Vec<ConnectionView> {
        let view = |outgoing: &Outgoing| ConnectionView {
            is_connected: self.outbox.is_connected(&outgoing.key),
            connection: self.outbox.connection(&outgoing.key).cloned().map(Box::new),
        };
        self.outgoing.iter().map(view).collect()
    }

    pub(super) fn destination_status(&self, wall_ms: f64) -> Vec<DestinationStatus> {
        let status = |outgoing: &Outgoing| DestinationStatus {
            flood: outgoing.flood.counts(),
            lane: self.outbox.lane_view(&outgoing.key),
            held_until_ms: outgoing.flood.due_ms(),
            silent_until_ms: outgoing.silent_until_ms.filter(|&until| until as f64 > wall_ms),
            is_elsewhere: !self.outbox.leads(&outgoing.key.lab),
        };
        self.outgoing.iter().map(status).collect()
    }

    /// The requests that are due now.
    pub fn due_requests(&mut self, wall_ms: f64) -> Vec<HttpRequest> {
        if let Some(now_ms) = self.engine.as_ref().map(Engine::now_ms) {
            self.poll_floods(now_ms, wall_ms);
        }
        let due = self.outbox.due(wall_ms);
        self.shown.dirty |= !due.is_empty();
        due
    }

    /// Wall time of the next request that waits, milliseconds.
    pub fn next_request_ms(&self) -> Option<f64> {
        self.outbox.next_request_ms()
    }

    /// How a request ended.
    pub fn outcome(&mut self, id: &str, outcome: &Outcome, duration_ms: u32, wall_ms: f64) {
        self.outbox.outcome(id, outcome, duration_ms, wall_ms);
        self.shown.dirty = true;
    }

    /// What the page is to be told when destinations were connected or disconnected by something else than its commands.
    pub fn connections_event(&mut self) -> Option<Event> {
        if !std::mem::take(&mut self.outbox.connections_changed) {
            return None;
        }
        for (at, outgoing) in self.outgoing.iter().enumerate() {
            if let Some(engine) = &mut self.engine {
                engine.observer.armed[at] = self.outbox.is_connected(&outgoing.key);
            }
        }
        self.lab_event(Some(ProblemSource::Lab))
    }

    /// There is a store: messages are sent only once it holds them, and only of labs of which [`Self::lead`] says so.
    pub fn open_store(&mut self) {
        self.outbox.journal().open();
    }

    /// Other tabs may send, too: from now on messages are sent only of labs that [`Self::lead`] names.
    pub fn share(&mut self) {
        self.outbox.share();
    }

    /// What the store is to take, as one batch, and the ticket to report it under.
    pub fn take_writes(&mut self) -> Option<(u64, Vec<Write>)> {
        self.outbox.take_writes()
    }

    /// The store has taken a batch, or not.
    pub fn stored(&mut self, ticket: u64, result: Result<(), String>) {
        match result {
            Ok(()) => self.outbox.journal().stored(ticket),
            Err(reason) => self.outbox.journal().fail(reason),
        }
        self.shown.dirty = true;
    }

    /// The store keeps nothing beyond the tab.
    pub fn store_forgets(&mut self) {
        self.outbox.journal().forgets();
        self.shown.dirty = true;
    }

    /// The store's records, as another session left them; gives how many messages are on their way again.
    pub fn restore(&mut self, records: &[(String, Vec<u8>)], wall_ms: f64) -> usize {
        self.shown.dirty = true;
        self.objects.restore(records);
        self.outbox.restore(records, wall_ms)
    }

    /// The labs whose messages wait or whose rows come, and for which this tab should send when no other does.
    pub fn labs(&self) -> Vec<String> {
        let mut labs = self.outbox.labs();
        if let Some(engine) = &self.engine
            && !labs.contains(&engine.lab().name)
        {
            labs.push(engine.lab().name.clone());
        }
        labs
    }

    /// Whether this tab sends for a lab.
    pub fn lead(&mut self, lab: &str, leads: bool) {
        self.outbox.lead(lab, leads);
        self.shown.dirty = true;
    }

    /// Whether the computer is on the network.
    pub fn set_online(&mut self, is_online: bool) {
        self.outbox.set_online(is_online);
        self.shown.dirty = true;
    }
}

impl DestinationSpec {
    /// Numbers out of range and texts that are too long.
    pub(crate) fn range_problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut say = |what: &str, hint: &str| {
            problems.push(Problem::plain(
                "LAB0073",
                format!("{what} of the destination '{}' is out of range", self.title()),
                Some(hint.to_owned()),
            ));
        };
        let flood = &self.flood;
        let day = 0.0..=7.0 * 86_400.0;
        for (seconds, what) in [
            (flood.for_seconds, "how long an incident must last"),
            (flood.group_seconds, "the time of a digest"),
            (flood.cooldown_seconds, "the cooldown"),
            (flood.gap_seconds, "the gap that ends an incident"),
        ] {
            if !day.contains(&seconds) {
                say(what, "it is from 0 seconds to 7 days");
            }
        }
        if [flood.open, flood.close].iter().flatten().any(|score| !score.is_finite()) {
            say("a score", "it is a number");
        }
        if let (Some(open), Some(close)) = (flood.open, flood.close)
            && close > open
        {
            say("the score at which an incident is over", "it is at most the one at which it begins");
        }
        let retry = &self.retry;
        if !(1.0..=120.0).contains(&retry.timeout_seconds) {
            say("the time for an answer", "it is from 1 to 120 seconds");
        }
        if retry.first_wait_ms == 0
            || retry.first_wait_ms > retry.longest_wait_ms
            || retry.longest_wait_ms > 86_400_000
        {
            say(
                "a wait between attempts",
                "the first is above 0 and at most the longest, which is at most a day",
            );
        }
        if !(0.0..=7.0 * 86_400.0).contains(&retry.give_up_seconds) {
            say("the time after which a message is given up", "it is from 0 seconds to 7 days");
        }
        if [&self.name, &self.subject, &self.sentence, &self.body].iter().any(|text| text.len() > MAX_TEXT) {
            say("a text", "it has at most 65,536 octets");
        }
        problems
    }
}
