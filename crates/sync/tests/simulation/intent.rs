//! What a member might want, going by what the own phone shows.

use crate::board;
use crate::kit::{DAY, Rng, raise};
use crate::matters;
use crate::street;
use uuid::Uuid;
use yishi_domain::council::*;
use yishi_domain::*;

pub fn intent(
    state: &State,
    member: MemberId,
    rng: &mut Rng,
    now: Timestamp,
    new: Uuid,
) -> Option<Command> {
    if rng.percent(25) {
        return street::intent(state, member, rng, now);
    }
    if rng.percent(35) {
        return board::intent(state, member, rng, now, new);
    }
    if rng.percent(30) {
        return matters::intent(state, member, rng, now, new);
    }
    let council = &state.council;
    let opinions: Vec<OpinionId> = council.opinions.keys().copied().collect();
    let meetings: Vec<MeetingId> = council.meetings.keys().copied().collect();
    let topics: Vec<TopicId> = council.topics.keys().copied().collect();
    let motions: Vec<MotionId> = council.motions.keys().copied().collect();
    let open: Vec<MotionId> = council
        .motions
        .iter()
        .filter(|(_, m)| matches!(m.state, MotionState::Open { .. }))
        .map(|(id, _)| *id)
        .collect();
    Some(match rng.below(22) {
        0 | 1 => raise(OpinionId(new), "灯坏了", rng.percent(40)),
        2 | 3 => Command::SecondOpinion(SecondOpinion {
            opinion: *rng.pick(&opinions)?,
        }),
        4..=7 => ballot(council, *rng.pick(&open)?, rng, new),
        8 => ballot(council, *rng.pick(&motions)?, rng, new),
        9 | 10 => Command::PlanMeeting(PlanMeeting {
            meeting: MeetingId(new),
            // Now and then for a time that is over when the authority hears of it.
            starts_at: now.plus_seconds(if rng.percent(10) { 60 } else { 30 * DAY }),
            place: "议事厅".into(),
            reason: rng.percent(50).then(|| "加急".into()),
        }),
        11 | 12 => Command::ScheduleTopic(ScheduleTopic {
            topic: TopicId(new),
            title: "路灯".into(),
            source: if rng.percent(60) {
                TopicSource::Opinion(*rng.pick(&opinions)?)
            } else {
                TopicSource::Member
            },
            meeting: *rng.pick(&meetings)?,
        }),
        13 if rng.percent(40) => for_somebody(state, *rng.pick(&open)?, rng, new)?,
        13 | 14 => Command::NoticeMotion(NoticeMotion {
            motion: MotionId(new),
            topic: *rng.pick(&topics)?,
            question: "换灯?".into(),
            options: Options::Approval,
            electorate: Electorate {
                kind: *rng.pick(&[
                    ElectorateKind::Households,
                    ElectorateKind::Adults,
                    ElectorateKind::Merchants,
                ])?,
                place: Place::Everywhere,
            },
            rule: "simple_majority".into(),
            sealed: rng.percent(30),
            opens_at: rng.percent(30).then(|| now.plus_seconds(DAY / 4)),
            closes_at: now.plus_seconds(if rng.percent(30) { DAY / 2 } else { 20 * DAY }),
        }),
        15 | 16 => Command::OpenMotion(OpenMotion {
            motion: *rng.pick(&motions)?,
        }),
        17 => Command::CloseMotion(CloseMotion {
            motion: *rng.pick(&open)?,
        }),
        18 => Command::CancelMotion(CancelMotion {
            motion: *rng.pick(&motions)?,
            reason: "误".into(),
        }),
        19 => Command::AnswerOpinion(AnswerOpinion {
            opinion: *rng.pick(&opinions)?,
            text: "已修".into(),
        }),
        20 => Command::DeclineOpinion(DeclineOpinion {
            opinion: *rng.pick(&opinions)?,
            reason: "重复".into(),
        }),
        _ => {
            let meeting = *rng.pick(&meetings)?;
            let to = council.meetings[&meeting].state.next()?;
            Command::AdvanceMeeting(AdvanceMeeting { meeting, to })
        }
    })
}

/// A ballot, with a seal where it takes one.
fn ballot(council: &Council, motion: MotionId, rng: &mut Rng, new: Uuid) -> Command {
    let sealed = council.motions[&motion].sealed;
    Command::CastBallot(CastBallot {
        motion,
        choice: vec![Choice::ALL[rng.below(3)]],
        seal: sealed.then_some(SealId(new)),
    })
}

/// What the committee enters for somebody whom this phone knows.
fn for_somebody(state: &State, motion: MotionId, rng: &mut Rng, new: Uuid) -> Option<Command> {
    let known = &state.council.motions[&motion];
    let voters = known.electorate.voters(state, state.date(state.as_of));
    let voter = rng.pick(&voters)?.id;
    let choice = vec![Choice::ALL[rng.below(3)]];
    Some(match (rng.below(3), known.sealed) {
        (0, _) => Command::CastForVoter(CastForVoter {
            motion,
            voter,
            choice,
            reason: "不便".into(),
            seal: known.sealed.then_some(SealId(new)),
        }),
        (1, true) => Command::EnterVoters(EnterVoters {
            motion,
            by: Gathering::Envelopes,
            voters: vec![voter],
        }),
        (_, true) => Command::CountGathered(CountGathered {
            motion,
            count: Gathered::Sheets(vec![choice]),
            photos: vec![],
            seal: SealId(new),
        }),
        (_, false) => Command::EnterPaper(EnterPaper {
            motion,
            sheets: vec![Sheet { voter, choice }],
            photos: vec![Digest([7; 32])],
        }),
    })
}
