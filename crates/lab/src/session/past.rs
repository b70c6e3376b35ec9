//! Where a run has been before: the clock set back, and the same way gone again.

use super::{Goal, Session, edit::starts_anew, no_lab};
use crate::{
    history::{Next, Position},
    protocol::{Edit, Event, RunState},
    senders::Refusal,
};

/// How far a tick may go.
pub(super) struct Ahead {
    pub(super) to_ms: i64,
    pub(super) records: usize,
    /// Whether the way goes on within this instant: records of it came before the run ended or something was changed.
    pub(super) between: bool,
    /// Whether the run has been there.
    pub(super) is_past: bool,
}

impl Session {
    pub(super) fn seek(&mut self, clock_ms: i64) -> Result<Option<Event>, Refusal> {
        let (Some(engine), Some(history)) = (&mut self.engine, &mut self.history) else {
            return Err(no_lab());
        };
        let goal = clock_ms.clamp(engine.start_ms(), history.reached_ms());
        let mut answer = None;
        if let Some(mut then) = history.jump(engine, goal) {
            // Forest and threshold are where one looks from and the name what one calls it, not what happened.
            let detection = engine.lab().detection.clone();
            // Where rows go is of today, too.
            then.take_outlets(engine);
            if detection.forest != then.lab().detection.forest {
                then.show_forest(detection.forest.as_deref().unwrap_or_default());
            }
            then.lab_mut().detection = detection;
            then.set_name(engine.lab().name.clone())?;
            let same = then.lab() == engine.lab();
            *engine = then;
            self.forget_shown();
            self.align_destinations();
            if !same {
                answer = self.lab_event(None);
            }
        }
        self.go(RunState::Running, Goal::Time(goal))?;
        Ok(answer)
    }

    /// Makes the edits that were made here before, and says how far the way is known; `None` without a lab.
    pub(super) fn go_on(&mut self) -> Option<Ahead> {
        let mut changed = false;
        let ahead = loop {
            let (engine, history) = (self.engine.as_mut()?, self.history.as_mut()?);
            match history.next(engine) {
                Next::Edit(edit) => {
                    let edit = edit.clone();
                    history.made();
                    changed = true;
                    let anew = starts_anew(&edit);
                    // It was taken before, by the same engine.
                    let taken = engine.edit(edit);
                    debug_assert!(taken.is_ok(), "{taken:?}");
                    if anew {
                        self.forget_shown();
                    }
                }
                Next::Advance { to_ms } => {
                    break Ahead { to_ms, records: usize::MAX, between: false, is_past: true };
                }
                Next::Records(records) => {
                    break Ahead { to_ms: i64::MAX, records, between: true, is_past: true };
                }
                Next::New => {
                    break Ahead { to_ms: i64::MAX, records: usize::MAX, between: false, is_past: false };
                }
            }
        };
        if changed {
            self.shown.dirty = true;
            self.news.extend(self.lab_event(None));
        }
        Some(ahead)
    }

    /// Notes in the run's history how far it has come.
    pub(super) fn note(&mut self) {
        if let (Some(engine), Some(history)) = (&self.engine, &mut self.history) {
            history.note(engine);
        }
    }

    /// Notes an edit in the run's history.
    pub(super) fn remember(&mut self, at: Position, edit: Edit) {
        if self.history.as_mut().is_some_and(|history| history.edited(at, edit)) {
            // Another future: what it finds is not what the first one found.
            self.runs += 1;
        }
    }

    /// Events that came about since the last call without a command: the lab, when the clock passed an edit made before.
    pub fn take_news(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.news)
    }
}
