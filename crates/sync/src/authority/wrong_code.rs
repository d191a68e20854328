//! Codes that were tried in vain: six digits must not be found by trying them all.
//!
//! A refusal leaves no event. What became of each command is kept all the same, and so is there to be counted, also
//! after a restart and on every node.

use uuid::Uuid;
use yishi_domain::{Actor, Command, Map, MemberId};

use super::CommandRecord;

/// How often who has tried a wrong code at which shift or meeting.
#[derive(Clone, Default)]
pub(super) struct WrongCodes(Map<(MemberId, Uuid), u32>);

impl WrongCodes {
    /// Takes note of what became of a command that was not known before.
    pub(super) fn count(&mut self, record: &CommandRecord) {
        let Some(rejected) = &record.rejected else {
            return;
        };
        let about = match rejected.code.as_str() {
            "wrong_code" | "code_of_other_shift" => rejected.detail.get("shift"),
            "wrong_meeting_code" => rejected.detail.get("meeting"),
            _ => return,
        };
        if let Some(about) = about.and_then(|about| about.as_str()?.parse::<Uuid>().ok()) {
            let tried = self.tried_at(record.member, about);
            self.0
                .insert((record.member, about), tried.saturating_add(1));
        }
    }

    /// How often the actor has tried in vain what the command tries once more.
    pub(super) fn tried(&self, actor: Actor, command: &Command) -> u32 {
        let about = match command {
            Command::CheckIn(c) => c.shift.0,
            Command::CheckOut(c) => c.shift.0,
            Command::AttendMeeting(c) => c.meeting.0,
            _ => return 0,
        };
        match actor {
            Actor::Member(member) => self.tried_at(member, about),
            _ => 0,
        }
    }

    fn tried_at(&self, member: MemberId, about: Uuid) -> u32 {
        self.0.get(&(member, about)).copied().unwrap_or_default()
    }
}
