//! Changes of a part of the lab while it runs: taken whole, or refused with what runs going on.

use rillcut_generator::Template;

use super::{Session, no_lab};
use crate::{
    engine::Engine,
    file::{NamedTemplate, SenderSpec},
    protocol::{Edit, Event, Problem, ProblemSource},
    senders::Refusal,
};

impl Session {
    pub(super) fn edit(&mut self, edit: Edit, wall_ms: f64) -> Result<Option<Event>, Refusal> {
        let engine = self.engine.as_mut().ok_or_else(no_lab)?;
        let part = part(&edit);
        match edit {
            Edit::PutTemplate { name, text } => engine.put_template(name, text)?,
            Edit::RemoveTemplate { name } => engine.remove_template(&name)?,
            Edit::PutSender { at, sender } => engine.put_sender(at, sender)?,
            Edit::RemoveSender { at } => engine.remove_sender(at)?,
            Edit::Send { at, on } => {
                let now = engine.now_ms();
                engine.senders.send(at, on, now);
            }
            Edit::SetSchema(text) => {
                engine.set_schema(text)?;
                self.forget_shown();
            }
            Edit::SetSql(sql) => {
                engine.set_sql(sql)?;
                self.forget_shown();
            }
            Edit::SetSeed(seed) => {
                let mut lab = engine.lab().clone();
                lab.seed = seed;
                return self.load(lab, wall_ms);
            }
            Edit::SetThreshold(threshold) => {
                let mut lab = engine.lab().clone();
                lab.detection.threshold = threshold;
                let problems = lab.problems();
                if !problems.is_empty() {
                    return Err((ProblemSource::Lab, problems));
                }
                engine.lab_mut().detection.threshold = threshold;
            }
        }
        self.shown.dirty = true;
        Ok(self.lab_event(Some(part)))
    }
}

/// The part of the lab that an edit changes.
fn part(edit: &Edit) -> ProblemSource {
    match edit {
        Edit::PutTemplate { name, .. } | Edit::RemoveTemplate { name } => {
            ProblemSource::Template(name.clone())
        }
        Edit::PutSender { at, .. } | Edit::RemoveSender { at } | Edit::Send { at, .. } => {
            ProblemSource::Sender(*at)
        }
        Edit::SetSchema(_) => ProblemSource::Schema,
        Edit::SetSql(_) => ProblemSource::Sql,
        Edit::SetSeed(_) | Edit::SetThreshold(_) => ProblemSource::Lab,
    }
}

impl Engine {
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
        if at == lab.senders.len() {
            lab.senders.push(sender);
        } else {
            lab.senders[at] = sender;
        }
        let problems = lab.problems();
        if !problems.is_empty() {
            return Err((ProblemSource::Sender(at), problems));
        }
        let (start_ms, now_ms) = (self.start_ms(), self.now_ms());
        self.senders.put(&lab, at, start_ms, now_ms)?;
        *self.lab_mut() = lab;
        Ok(())
    }

    fn remove_sender(&mut self, at: usize) -> Result<(), Refusal> {
        if at >= self.lab().senders.len() {
            let problem = Problem::plain("LAB0017", "there is no such sender", None);
            return Err((ProblemSource::Sender(at), vec![problem]));
        }
        self.senders.remove(at);
        self.lab_mut().senders.remove(at);
        Ok(())
    }
}
