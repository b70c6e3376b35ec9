//! Changes of a part of the lab while it runs: taken whole, or refused with what runs going on.

use rillcut_generator::Template;

use super::{Session, no_lab};
use crate::{
    engine::Engine,
    file::{NamedTemplate, SenderSpec},
    protocol::{Edit, Event, Problem, ProblemSource},
    senders::{MAX_DRAWN, Refusal},
};

/// Letters of a lab's name.
const MAX_NAME: usize = 200;

impl Session {
    pub(super) fn edit(&mut self, edit: Edit, wall_ms: f64) -> Result<Option<Event>, Refusal> {
        let engine = self.engine.as_mut().ok_or_else(no_lab)?;
        if let Edit::SetSeed(seed) = edit {
            let mut lab = engine.lab().clone();
            lab.seed = seed;
            return self.start_again(lab, wall_ms);
        }
        let part = part(&edit);
        let at = engine.position();
        // Where rows go is no part of what happened, either.
        match edit {
            Edit::PutDestination { at, destination } => {
                self.put_destination(at, *destination)?;
                return Ok(self.lab_event(Some(part)));
            }
            Edit::RemoveDestination { at } => {
                self.remove_destination(at)?;
                return Ok(self.lab_event(Some(part)));
            }
            Edit::PutBucket { at, bucket } => {
                self.put_bucket(at, bucket)?;
                return Ok(self.lab_event(Some(part)));
            }
            Edit::RemoveBucket { at } => {
                self.remove_bucket(at)?;
                return Ok(self.lab_event(Some(part)));
            }
            _ => {}
        }
        engine.edit(edit.clone())?;
        if starts_anew(&edit) {
            self.forget_shown();
        }
        if matches!(edit, Edit::SetForest(_)) {
            // The chart begins anew with what that forest has scored, and so do the rows beside it.
            self.shown.chart = None;
            self.shown.found.clear();
        }
        // How the chart is looked at and what the lab is called are no part of what happened.
        if !matches!(edit, Edit::SetThreshold(_) | Edit::SetForest(_) | Edit::SetName(_)) {
            self.remember(at, edit);
        }
        self.shown.dirty = true;
        Ok(self.lab_event(Some(part)))
    }
}

/// Whether the application starts anew with an edit.
pub(super) fn starts_anew(edit: &Edit) -> bool {
    matches!(edit, Edit::SetSchema(_) | Edit::SetSql(_))
}

/// The part of the lab that an edit changes.
fn part(edit: &Edit) -> ProblemSource {
    match edit {
        Edit::PutTemplate { name, .. } | Edit::RemoveTemplate { name } => {
            ProblemSource::Template(name.clone())
        }
        Edit::PutSender { at, .. }
        | Edit::RemoveSender { at }
        | Edit::Send { at, .. }
        | Edit::SendNow { at, .. } => ProblemSource::Sender(*at),
        Edit::PutDestination { at, .. } | Edit::RemoveDestination { at } => ProblemSource::Destination(*at),
        Edit::PutBucket { at, .. } | Edit::RemoveBucket { at } => ProblemSource::Bucket(*at),
        Edit::SetSchema(_) => ProblemSource::Schema,
        Edit::SetSql(_) => ProblemSource::Sql,
        Edit::SetSeed(_) | Edit::SetName(_) | Edit::SetThreshold(_) | Edit::SetForest(_) => {
            ProblemSource::Lab
        }
    }
}

impl Engine {
    /// Makes a change; a new seed is none, since it begins another run, and neither is where rows go.
    ///
    /// # Errors
    /// What is wrong with it; nothing has changed then.
    pub(super) fn edit(&mut self, edit: Edit) -> Result<(), Refusal> {
        match edit {
            Edit::PutTemplate { name, text } => self.put_template(name, text),
            Edit::RemoveTemplate { name } => self.remove_template(&name),
            Edit::PutSender { at, sender } => self.put_sender(at, sender),
            Edit::RemoveSender { at } => self.remove_sender(at),
            Edit::Send { at, on } => {
                let now = self.now_ms();
                self.senders.send(at, on, now);
                Ok(())
            }
            Edit::SendNow { at, records } => {
                let now = self.now_ms();
                self.senders.burst(at, u64::from(records.min(MAX_DRAWN)), now);
                Ok(())
            }
            Edit::SetSchema(text) => self.set_schema(text),
            Edit::SetSql(sql) => self.set_sql(sql),
            Edit::SetThreshold(threshold) => self.set_threshold(threshold),
            Edit::SetForest(name) => {
                self.show_forest(&name);
                Ok(())
            }
            Edit::SetName(name) => self.set_name(name),
            Edit::SetSeed(_)
            | Edit::PutDestination { .. }
            | Edit::RemoveDestination { .. }
            | Edit::PutBucket { .. }
            | Edit::RemoveBucket { .. } => Ok(()),
        }
    }

    pub(super) fn set_name(&mut self, name: String) -> Result<(), Refusal> {
        if name.trim().is_empty() || name.chars().count() > MAX_NAME {
            let message = format!("a lab needs a name of at most {MAX_NAME} letters");
            return Err((ProblemSource::Lab, vec![Problem::plain("LAB0053", message, None)]));
        }
        self.lab_mut().name = name;
        Ok(())
    }

    pub(super) fn set_threshold(&mut self, threshold: f64) -> Result<(), Refusal> {
        let mut lab = self.lab().clone();
        lab.detection.threshold = threshold;
        let problems = lab.problems();
        if !problems.is_empty() {
            return Err((ProblemSource::Lab, problems));
        }
        *self.lab_mut() = lab;
        Ok(())
    }

    fn put_template(&mut self, name: String, text: String) -> Result<(), Refusal> {
        if name.trim().is_empty() {
            let problem = Problem::plain("LAB0015", "a template needs a name", None);
            return Err((ProblemSource::Template(name), vec![problem]));
        }
        let template = Template::parse(&text).map_err(|found| {
            let problems = found.iter().map(|found| Problem::of_template(found, &text)).collect();
            (ProblemSource::Template(name.clone()), problems)
        })?;
        let specs = self.lab().senders.clone();
        self.senders.set_template(&specs, &name, &template);
        let templates = &mut self.lab_mut().templates;
        match templates.iter_mut().find(|known| known.name == name) {
            Some(known) => known.text = text,
            None => templates.push(NamedTemplate { name, text }),
        }
        Ok(())
    }

    fn remove_template(&mut self, name: &str) -> Result<(), Refusal> {
        if let Some(user) = self.lab().senders.iter().find(|sender| sender.template == name) {
            let message = format!("the sender '{}' draws from this template", user.name);
            let problem = Problem::plain("LAB0016", message, Some("remove the sender first".to_owned()));
            return Err((ProblemSource::Template(name.to_owned()), vec![problem]));
        }
        self.lab_mut().templates.retain(|template| template.name != name);
        Ok(())
    }

    fn put_sender(&mut self, at: usize, sender: SenderSpec) -> Result<(), Refusal> {
        let mut lab = self.lab().clone();
        let at = at.min(lab.senders.len());
        let before = lab.senders.get(at).cloned();
        if before.is_some() {
            lab.senders[at] = sender;
        } else {
            lab.senders.push(with_free_stream(&lab.senders, sender));
        }
        let problems = lab.problems();
        if !problems.is_empty() {
            return Err((ProblemSource::Sender(at), problems));
        }
        let (start_ms, now_ms) = (self.start_ms(), self.now_ms());
        self.senders.put(&lab, at, before.as_ref(), start_ms, now_ms)?;
        self.source.set_partition_keys(lab.partition_keys());
        *self.lab_mut() = lab;
        Ok(())
    }

    fn remove_sender(&mut self, at: usize) -> Result<(), Refusal> {
        if at >= self.lab().senders.len() {
            let problem = Problem::plain("LAB0017", "there is no such sender", None);
            return Err((ProblemSource::Sender(at), vec![problem]));
        }
        self.senders.remove(at);
        let senders = &mut self.lab_mut().senders;
        // Those behind it keep their random numbers, also when the lab is opened anew.
        for (position, sender) in senders.iter_mut().enumerate().skip(at + 1) {
            sender.stream = Some(sender.stream_at(position));
        }
        senders.remove(at);
        Ok(())
    }
}

/// A new sender with a random stream that no other one has: after one was removed, that of the position may be taken.
fn with_free_stream(senders: &[SenderSpec], mut sender: SenderSpec) -> SenderSpec {
    let mut taken: Vec<u32> = senders.iter().enumerate().map(|(at, other)| other.stream_at(at)).collect();
    if taken.contains(&sender.stream_at(senders.len())) {
        taken.sort_unstable();
        let free = (0..).zip(&taken).find(|(number, stream)| number != *stream);
        sender.stream = Some(free.map_or(taken.len() as u32, |(number, _)| number));
    }
    sender
}
