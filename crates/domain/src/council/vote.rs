//! Who may vote, and the vote itself.

use serde::{Deserialize, Serialize};

use super::motion::{Motion, open_motion};
use super::tally::{Choice, Count};
use crate::decide::{Actor, Context, Draft};
use crate::roster::{Household, Member, Role};
use crate::{
    Audience, CommandId, Date, Event, HouseholdId, MemberId, MotionId, Rejection, State, Timestamp,
};

/// Who votes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ElectorateKind {
    /// The representatives, a head each.
    Representatives,
    /// All members of 18 or over, a head each.
    Adults,
    /// One ballot a home; any adult of it casts, the latest before the close counts.
    Households,
    /// The merchants, a head each.
    Merchants,
}

/// Which part of the community votes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// All of it.
    Everywhere,
    /// Some buildings.
    Buildings(Vec<u16>),
    /// One stairwell: a lift is decided by those who would use it.
    Unit {
        /// The building.
        building: u16,
        /// The stairwell.
        unit: u16,
    },
}

/// Whose vote a motion is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Electorate {
    /// Who.
    pub kind: ElectorateKind,
    /// Where.
    pub place: Place,
}

/// One vote's owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VoterId {
    /// A home.
    Household(HouseholdId),
    /// A person.
    Member(MemberId),
}

/// One entry of a frozen electorate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voter {
    /// The home or person.
    pub id: VoterId,
    /// How the ballot is named when it is published: the home's number or the member's name.
    pub label: String,
    /// The home's area in whole 0.01 m²; 0 for persons.
    pub area: u64,
}

/// A ballot in the box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ballot {
    /// What it says.
    pub choice: Choice,
    /// Who cast it.
    pub by: Option<MemberId>,
    /// When it was received.
    pub at: Timestamp,
    /// The code by which the voter finds it among the published ones.
    pub receipt: String,
}

/// Votes, or changes the vote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CastBallot {
    /// The motion.
    pub motion: MotionId,
    /// Exactly one option.
    pub choice: Vec<Choice>,
}

/// A ballot was cast.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BallotCast {
    /// The motion.
    pub motion: MotionId,
    /// Whose ballot it is.
    pub voter: VoterId,
    /// What it says.
    pub choice: Choice,
    /// The receipt.
    pub receipt: String,
}

/// The turnout after one more voter took part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BallotCounted {
    /// The motion.
    pub motion: MotionId,
    /// All who took part so far.
    pub turnout: Count,
}

/// The receipt of a ballot: 40 of the random bits of the command's id in Crockford's base 32. The phone
/// knows it at once, also without a network, and it says nothing of who or when.
#[must_use]
pub fn receipt(command: CommandId) -> String {
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let bytes = command.0.as_bytes();
    let bits = bytes[11..]
        .iter()
        .fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
    let digit = |place: u32| char::from(DIGITS[(bits >> (5 * place) & 31) as usize]);
    let mut receipt: String = (4..8).rev().map(digit).collect();
    receipt.push('-');
    receipt.extend((0..4).rev().map(digit));
    receipt
}

impl Place {
    fn includes(&self, home: Option<&Household>) -> bool {
        match (self, home) {
            (Self::Everywhere, _) => true,
            (Self::Buildings(buildings), Some(home)) => buildings.contains(&home.building),
            (Self::Unit { building, unit }, Some(home)) => {
                (*building, *unit) == (home.building, home.unit)
            }
            (_, None) => false,
        }
    }
}

impl Electorate {
    /// The vote that a member may cast as the roster stands here, if any.
    #[must_use]
    pub fn voter_of(&self, state: &State, member: MemberId, today: Date) -> Option<Voter> {
        let record = state.roster.members.get(&member)?;
        let home = record
            .household
            .and_then(|id| state.roster.households.get(&id));
        if !self.place.includes(home.map(|h| &**h)) || !self.admits(record, today) {
            return None;
        }
        match self.kind {
            ElectorateKind::Households => Some(home_voter(record.household?, home?)),
            _ => Some(Voter {
                id: VoterId::Member(member),
                label: record.name.clone(),
                area: 0,
            }),
        }
    }

    /// Everybody who may vote, as the roster stands.
    #[must_use]
    pub fn voters(&self, state: &State, today: Date) -> Vec<Voter> {
        let roster = &state.roster;
        if self.kind == ElectorateKind::Households {
            let included = roster
                .households
                .iter()
                .filter(|(_, home)| self.place.includes(Some(home)));
            return included.map(|(id, home)| home_voter(*id, home)).collect();
        }
        roster
            .members
            .keys()
            .filter_map(|member| self.voter_of(state, *member, today))
            .collect()
    }

    fn admits(&self, member: &Member, today: Date) -> bool {
        match self.kind {
            ElectorateKind::Representatives => member.roles.contains(&Role::Representative),
            ElectorateKind::Merchants => member.roles.contains(&Role::Merchant),
            ElectorateKind::Adults | ElectorateKind::Households => member.is_adult(today),
        }
    }
}

fn home_voter(id: HouseholdId, home: &Household) -> Voter {
    Voter {
        id: VoterId::Household(id),
        label: home.label(),
        area: home.area.unwrap_or_default(),
    }
}

/// The vote that the member may cast. Where the frozen electorate is known it decides, with the area of the
/// opening: who has lost a role or moved since keeps the vote, who came later has none. Whether somebody is an
/// adult of a home is told by the roster as it stands.
fn owned_vote(state: &State, motion: &Motion, member: MemberId, now: Timestamp) -> Option<Voter> {
    let today = state.today(now);
    let Some(voters) = &motion.voters else {
        return motion.electorate.voter_of(state, member, today);
    };
    let id = match motion.electorate.kind {
        ElectorateKind::Households => {
            let record = state
                .roster
                .members
                .get(&member)
                .filter(|record| record.is_adult(today))?;
            VoterId::Household(record.household?)
        }
        _ => VoterId::Member(member),
    };
    voters.get(&id).map(|voter| Voter::clone(voter))
}

pub(crate) fn decide_cast(
    state: &State,
    actor: Actor,
    c: &CastBallot,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let Actor::Member(member) = actor else {
        return Err(Rejection::NotAllowed);
    };
    let motion = open_motion(state, c.motion)?;
    if state.is_due(motion.closes_at, context.now) {
        return Err(Rejection::MotionClosed {
            closed_at: motion.closes_at,
        });
    }
    let [choice] = c.choice[..] else {
        return Err(Rejection::BadChoice);
    };
    let voter = owned_vote(state, motion, member, context.now).ok_or(Rejection::NotInElectorate)?;
    let earlier = motion.ballots.get(&voter.id);
    if earlier.is_some_and(|ballot| ballot.choice == choice && ballot.by == Some(member)) {
        return Ok(Vec::new());
    }
    let audience = match voter.id {
        VoterId::Household(id) => Audience::Household(id),
        VoterId::Member(id) => Audience::Member(id),
    };
    let cast = BallotCast {
        motion: c.motion,
        voter: voter.id,
        choice,
        receipt: receipt(context.command),
    };
    let mut drafts = vec![Draft::signed(vec![audience], Event::BallotCast(cast))];
    if earlier.is_none() {
        let mut turnout = motion.turnout;
        turnout += Count {
            heads: 1,
            area: if motion.rule.counts_area() {
                voter.area
            } else {
                0
            },
        };
        let counted = BallotCounted {
            motion: c.motion,
            turnout,
        };
        drafts.push(Draft::unsigned(
            vec![Audience::Public],
            Event::BallotCounted(counted),
        ));
    }
    Ok(drafts)
}
