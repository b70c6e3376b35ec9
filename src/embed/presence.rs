//! A frame that is off the screen rests: its clock stands, and with the clock the engine, the frames it sends and what is drawn of them.
//!
//! What was running goes on when it is back. A step that has an end of its own is let go there. Until the browser has said where the frame is, it
//! counts as off the screen, since a frame that is not drawn at all is never told of.

use std::cell::Cell;

use rillcut_lab::protocol::{Command, Edit};

/// Where the frame is, and what its clock is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Presence {
    is_seen: bool,
    /// The clock runs, or would if the frame were seen.
    runs: bool,
}

thread_local! {
    static PRESENCE: Cell<Presence> = const { Cell::new(Presence { is_seen: true, runs: false }) };
}

impl Presence {
    /// Notes a command; false when it is not for the engine now.
    fn passes(&mut self, command: &Command) -> bool {
        match command {
            Command::Run => {
                self.runs = true;
                return self.is_seen;
            }
            // All of these end with a clock that stands.
            Command::Pause
            | Command::Step(_)
            | Command::Seek { .. }
            | Command::Reset
            | Command::Load(_)
            | Command::LoadText(_)
            | Command::Replay(_)
            | Command::EndReplay
            | Command::Edit(Edit::SetSeed(_)) => self.runs = false,
            _ => {}
        }
        true
    }

    /// The frame has come onto the screen or has left it: what the engine is told then.
    fn turn(&mut self, is_seen: bool) -> Option<Command> {
        if std::mem::replace(&mut self.is_seen, is_seen) == is_seen || !self.runs {
            return None;
        }
        Some(if is_seen { Command::Run } else { Command::Pause })
    }
}

fn with<R>(act: impl FnOnce(&mut Presence) -> R) -> R {
    let mut presence = PRESENCE.get();
    let result = act(&mut presence);
    PRESENCE.set(presence);
    result
}

/// Whether a command is for the engine now; one that is not is made up for when the frame is seen.
pub(crate) fn passes(command: &Command) -> bool {
    with(|presence| presence.passes(command))
}

/// The frame is not known to be on the screen.
pub(super) fn leave() {
    with(|presence| presence.is_seen = false);
}

/// Notes where the frame is; what the engine is to be told, past [`passes`].
pub(super) fn turn(is_seen: bool) -> Option<Command> {
    with(|presence| presence.turn(is_seen))
}

/// Whether the clock runs, which the last frame says, or would if the frame were seen.
pub(super) fn would_run(runs: bool) -> bool {
    let presence = PRESENCE.get();
    runs || (!presence.is_seen && presence.runs)
}

#[cfg(test)]
mod tests {
    use rillcut_lab::protocol::Step;

    use super::*;

    #[test]
    fn what_ran_goes_on_and_what_stood_stands() {
        let mut presence = Presence { is_seen: false, runs: false };
        assert!(!presence.passes(&Command::Run), "it waits for the screen");
        assert_eq!(presence.turn(true), Some(Command::Run));
        assert_eq!((presence.turn(true), presence.turn(false)), (None, Some(Command::Pause)));
        assert!(presence.passes(&Command::Pause), "the host says so");
        assert_eq!((presence.turn(true), presence.turn(false)), (None, None));
        assert!(!presence.passes(&Command::Run) && presence.passes(&Command::Step(Step::Day)));
        assert_eq!(presence.turn(true), None, "a step ends by itself");
        assert!(presence.passes(&Command::Run) && presence.passes(&Command::Edit(Edit::SetSeed(1))));
        assert_eq!(presence.turn(false), None);
    }
}
