//! The council's matters in a life: a meeting from the first day, what members want, what must hold.

use crate::kit::{DAY, Rng, Town, raise};
use uuid::Uuid;
use yishi_domain::council::*;
use yishi_domain::*;

/// A meeting that is being held, with two topics.
pub fn open(town: &mut Town) {
    let meeting = MeetingId(town.id());
    town.operate(Command::PlanMeeting(PlanMeeting {
        meeting,
        starts_at: town.now.plus_seconds(60),
        place: "厅".into(),
        reason: Some("路灯".into()),
    }));
    for title in ["路灯", "停车"] {
        let topic = TopicId(town.id());
        town.operate(Command::ScheduleTopic(ScheduleTopic {
            topic,
            title: title.into(),
            source: TopicSource::Member,
            meeting,
        }));
    }
    for to in [MeetingState::Called, MeetingState::Open] {
        town.operate(Command::AdvanceMeeting(AdvanceMeeting { meeting, to }));
    }
    for member in [town.author, town.housemate, town.resident] {
        let opinion = OpinionId(town.id());
        act(town, member, &raise(opinion, "路灯坏了", true));
    }
    let topics = &town.endpoint.authority().state().council.topics;
    let topic = topics.keys().next().copied();
    if let Some(topic) = topic {
        let commitment = CommitmentId(town.id());
        let author = town.author;
        act(town, author, &promise(commitment, topic, author, town.now));
    }
}

fn act(town: &mut Town, member: MemberId, command: &Command) {
    let Town {
        endpoint, ids, now, ..
    } = town;
    let actor = Actor::Member(member);
    endpoint
        .act(actor, command, *now, &mut || ids.id())
        .unwrap();
}

fn promise(commitment: CommitmentId, topic: TopicId, owner: MemberId, now: Timestamp) -> Command {
    Command::MakeCommitment(MakeCommitment {
        commitment,
        source: CommitmentSource::Topic(topic),
        owner,
        text: "本月办好".into(),
        due: Date::of(now.plus_seconds(9 * DAY), 480),
    })
}

/// What a member might want of the council's matters, going by what the own phone shows.
pub fn intent(
    state: &State,
    member: MemberId,
    rng: &mut Rng,
    now: Timestamp,
    new: Uuid,
) -> Option<Command> {
    let council = &state.council;
    let mut opinions: Vec<OpinionId> = council.opinions.keys().copied().collect();
    opinions.retain(|id| council.opinions[id].outcome.is_none());
    let topics: Vec<TopicId> = council.topics.keys().copied().collect();
    let mut meetings: Vec<MeetingId> = council.meetings.keys().copied().collect();
    meetings.retain(|id| council.meetings[id].state >= MeetingState::Called);
    let commitments: Vec<CommitmentId> = council.commitments.keys().copied().collect();
    let topic = *rng.pick(&topics)?;
    // Most of it is for staff, of whom there is one.
    let choice = if state.is_staff(member) {
        *rng.pick(&[1, 1, 5, 6, 7, 10, 10, 10, 18, 18])?
    } else {
        rng.below(20)
    };
    Some(match choice {
        0 => Command::ProposeTopic(ProposeTopic {
            topic: TopicId(new),
            title: "停车".into(),
            text: String::new(),
            source: TopicSource::Member,
        }),
        1 | 2 => Command::MergeOpinion(MergeOpinion {
            opinion: *rng.pick(&opinions)?,
            into: *rng.pick(&opinions)?,
        }),
        3 | 4 => Command::MakeStatement(MakeStatement {
            statement: StatementId(new),
            topic,
            speaker: StatementBy::Member { member, role: None },
            text: "我同意".into(),
        }),
        5 => Command::DiscussTopic(DiscussTopic { topic }),
        6 => Command::MoveTopic(MoveTopic {
            topic,
            before: rng.pick(&topics).copied(),
        }),
        7..=9 => Command::AttendMeeting(AttendMeeting {
            meeting: *rng.pick(&meetings)?,
            member,
            proof: match rng.percent(50) {
                true => Proof::Hand(now),
                false => Proof::Code("123456".into()),
            },
        }),
        10..=12 => {
            let meeting = *rng.pick(&meetings)?;
            let part = MinutesPart::Opening;
            let known = council.meetings[&meeting].minutes.draft.get(&part);
            Command::WriteMinutes(WriteMinutes {
                meeting,
                part,
                base: known.map_or(0, |part| part.revision),
                text: format!("第 {} 稿", rng.below(9)),
            })
        }
        13..=15 => promise(CommitmentId(new), topic, member, now),
        16 | 17 => Command::ReportProgress(ReportProgress {
            commitment: *rng.pick(&commitments)?,
            text: "办好了".into(),
            photos: vec![],
            done: true,
        }),
        18 => Command::ConfirmCommitment(ConfirmCommitment {
            commitment: *rng.pick(&commitments)?,
            text: String::new(),
        }),
        _ => Command::SettleTopic(SettleTopic {
            topic,
            to: TopicEnd::Withdrawn,
            text: "不议了".into(),
        }),
    })
}

/// Whether an accepted command that led to nothing asked for what was so already.
pub fn was_so_already(state: &State, command: &Command, log: &[&Event]) -> bool {
    let council = &state.council;
    match command {
        Command::AttendMeeting(c) => log.iter().any(|event| {
            matches!(event, Event::MeetingAttended(e)
                if (e.meeting, e.member) == (c.meeting, c.member))
        }),
        Command::WriteMinutes(c) => log
            .iter()
            .any(|event| matches!(event, Event::MinutesWritten(e) if e.text == c.text)),
        Command::MoveTopic(c) => council.topics.contains_key(&c.topic),
        Command::DiscussTopic(c) => log
            .iter()
            .any(|event| matches!(event, Event::TopicDiscussed(e) if e.topic == c.topic)),
        Command::SettleTopic(c) => log
            .iter()
            .any(|event| matches!(event, Event::TopicSettled(e) if e.topic == c.topic)),
        Command::ConfirmCommitment(c) => {
            council.commitments[&c.commitment].state == CommitmentState::Kept
        }
        _ => false,
    }
}

/// What came of it: merges, ticks, texts of minutes, promises that were done.
pub fn hold(state: &State, log: &[&Event]) -> [u64; 4] {
    let council = &state.council;
    let [mut merged, mut attended, mut written] = [0; 3];
    for meeting in council.meetings.values() {
        let came = meeting.present.seats + meeting.present.guests;
        assert_eq!(
            came as usize,
            meeting.attendance.len(),
            "who came is counted"
        );
        attended += u64::from(came);
    }
    for event in log {
        match event {
            Event::OpinionMerged(_) => merged += 1,
            Event::MinutesWritten(e) => {
                let part = &council.meetings[&e.meeting].minutes.draft[&e.part];
                assert!(part.revision > 0);
                written += 1;
            }
            _ => {}
        }
    }
    let promises = council.commitments.values();
    let done = promises.filter(|one| one.state != CommitmentState::Open);
    [merged, attended, written, done.count() as u64]
}
