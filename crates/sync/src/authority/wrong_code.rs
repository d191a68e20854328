//! Codes that were tried in vain: six digits must not be found by trying them all.
//!
//! A refusal leaves no event. What became of each command is kept all the same, and so is there to be counted, also
//! after a restart and on every node.

use yishi_domain::{Actor, Command, Map, MemberId, ShiftId};

use super::CommandRecord;

/// How often who has tried a wrong code at which shift.
#[derive(Clone, Default)]
pub(super) struct WrongCodes(Map<(MemberId, ShiftId), u32>);

impl WrongCodes {
    /// Takes note of what became of a command that was not known before.
    pub(super) fn count(&mut self, record: &CommandRecord) {
        let Some(rejected) = &record.rejected else {
            return;
        };
        if !matches!(rejected.code.as_str(), "wrong_code" | "code_of_other_shift") {
            return;
        }
        let shift = rejected.detail.get("shift");
        let shift = shift.and_then(|shift| shift.as_str()?.parse::<ShiftId>().ok());
        if let Some(shift) = shift {
            let tried = self.tried_at(record.member, shift);
            self.0
                .insert((record.member, shift), tried.saturating_add(1));
        }
    }

    /// How often the actor has tried in vain what the command tries once more.
    pub(super) fn tried(&self, actor: Actor, command: &Command) -> u32 {
        let shift = match command {
            Command::CheckIn(c) => c.shift,
            Command::CheckOut(c) => c.shift,
            _ => return 0,
        };
        match actor {
            Actor::Member(member) => self.tried_at(member, shift),
            _ => 0,
        }
    }

    fn tried_at(&self, member: MemberId, shift: ShiftId) -> u32 {
        self.0.get(&(member, shift)).copied().unwrap_or_default()
    }
}
