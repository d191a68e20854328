//! What somebody may do, and what it would mean to others, told beforehand: so that no page offers what would be
//! refused, and nobody changes a plan without knowing whom it meets.

use super::{ActivityKind, Board, Group, NeedKind, NewsKind, NoCalendar, Shift, Signup};
use crate::council::{NoBox, Publication};
use crate::{
    Actor, BlobRef, Command, CommandId, Context, Digest, Entropy, MemberId, Press, Set, ShiftId,
    State, Timestamp, decide, rights,
};

/// Shifts that are proposed for a need begin within so many days.
const PROPOSED_DAYS: i64 = 62;

/// What a change would mean to those who are signed up, as far as it is known here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Effect {
    /// Members who would be told anything.
    pub people: u32,
    /// Shifts of theirs.
    pub shifts: u32,
    /// Signups to shifts that would be at another time.
    pub moved: u32,
    /// Signups to shifts that would be otherwise different.
    pub changed: u32,
    /// Signups to shifts that would not take place.
    pub cancelled: u32,
    /// Signups that would lose their place to a lowered capacity and stand first in line.
    pub waitlisted: u32,
    /// Signups that would move up.
    pub promoted: u32,
    /// Signups whose role would be gone.
    pub role_ended: u32,
}

impl State {
    /// Whether the roles of a member allow a command of that name. What hangs on the matter too (who leads it, whose
    /// it is) its own rules tell.
    #[must_use]
    pub fn may(&self, member: MemberId, command: &str) -> bool {
        rights::right(command)
            .is_some_and(|right| rights::holds(self, Actor::Member(member), right))
    }

    /// What a command would mean to those who are signed up; nothing if it would be refused. Days that only an
    /// authority can name are not looked at.
    #[must_use]
    pub fn effect_of(&self, member: MemberId, command: &Command, now: Timestamp) -> Effect {
        let context = Context {
            now,
            command: CommandId(uuid::Uuid::nil()),
            press: &Nothing,
            ballot_box: &NoBox,
            calendar: &NoCalendar,
            entropy: &Nothing,
            wrong_codes: 0,
        };
        let actor = Actor::Member(member);
        let mut after = self.clone();
        for draft in decide(self, actor, command, &context).unwrap_or_default() {
            after.apply(&draft.recorded(actor, &context));
        }
        self.volunteer.effect(&after.volunteer)
    }
}

impl Board {
    fn effect(&self, after: &Self) -> Effect {
        let mut effect = Effect::default();
        let mut people = Set::new();
        for (id, shift) in &after.shifts {
            let Some(before) = self.shifts.get(id) else {
                continue;
            };
            if **before == **shift {
                continue;
            }
            let mut told = false;
            for signup in shift.signups.iter().chain(&shift.former) {
                let known = before.signup(signup.member).and_then(|known| known.news);
                let Some(news) = signup.news.filter(|news| Some(*news) != known) else {
                    continue;
                };
                if before.signup(signup.member).is_none() {
                    continue;
                }
                let count = match news.kind {
                    NewsKind::Moved => &mut effect.moved,
                    NewsKind::Changed => &mut effect.changed,
                    NewsKind::Cancelled | NewsKind::TakenBack => &mut effect.cancelled,
                    NewsKind::Waitlisted => &mut effect.waitlisted,
                    NewsKind::Promoted => &mut effect.promoted,
                    NewsKind::RoleEnded => &mut effect.role_ended,
                    // No change of a plan tells these.
                    NewsKind::SignedUp | NewsKind::Reported => continue,
                };
                *count += 1;
                effect.people += u32::from(people.insert(signup.member));
                told = true;
            }
            effect.shifts += u32::from(told);
        }
        effect
    }

    /// The shifts to come that fit a need, the soonest first, each with those who have a place there and so could
    /// take it.
    #[must_use]
    pub fn shifts_for(
        &self,
        kind: NeedKind,
        now: Timestamp,
    ) -> Vec<(ShiftId, &Shift, Vec<MemberId>)> {
        let through = now.plus_seconds(PROPOSED_DAYS * 86_400);
        let mut fitting = Vec::new();
        for (id, shift) in self.between(now, through) {
            let fits = self
                .details(shift)
                .is_some_and(|details| kind.fits(details.kind));
            if fits {
                let placed = shift.signups.iter().filter(|signup| signup.placed);
                fitting.push((
                    id,
                    shift,
                    placed.map(|signup: &Signup| signup.member).collect(),
                ));
            }
        }
        fitting
    }
}

impl NeedKind {
    /// Whether volunteers at an activity of that kind could take such a need.
    #[must_use]
    pub fn fits(self, kind: ActivityKind) -> bool {
        match kind {
            ActivityKind::ElderCare => true,
            ActivityKind::Upkeep => matches!(self, Self::Repair | Self::Other),
            ActivityKind::Other => self == Self::Other,
            _ => false,
        }
    }
}

impl Group {
    /// Whether a member may say who else belongs to it: its lead and staff.
    #[must_use]
    pub fn may_manage(&self, state: &State, member: MemberId) -> bool {
        self.lead == Some(member) || state.is_staff(member)
    }
}

/// Neither publishes nor draws: what is only foreseen leaves no trace.
struct Nothing;

impl Press for Nothing {
    fn ballots(&self, _: &Publication) -> BlobRef {
        BlobRef {
            sha256: Digest([0; 32]),
            size: 0,
        }
    }
}

impl Entropy for Nothing {
    fn draw(&self) -> Digest {
        Digest([0; 32])
    }
}
