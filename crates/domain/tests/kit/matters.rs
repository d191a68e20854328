//! The council's matters in a few words, and random commands about them.

use super::Town;
use super::steps::Names;
use yishi_domain::council::*;
use yishi_domain::roster::Role;
use yishi_domain::*;

/// Kinds of commands that [`command`] makes.
pub const KINDS: u8 = 40;

impl Town {
    pub fn propose(&mut self, member: MemberId, title: &str) -> Result<TopicId, Rejection> {
        self.propose_from(member, title, TopicSource::Member)
    }

    pub fn propose_from(
        &mut self,
        member: MemberId,
        title: &str,
        source: TopicSource,
    ) -> Result<TopicId, Rejection> {
        let topic = TopicId(self.id());
        let propose = ProposeTopic {
            topic,
            title: title.into(),
            text: String::new(),
            source,
        };
        self.member(member, Command::ProposeTopic(propose))
            .map(|_| topic)
    }

    /// Puts a topic on an agenda, under the name that it has if it has one.
    pub fn schedule(
        &mut self,
        topic: TopicId,
        meeting: MeetingId,
    ) -> Result<Vec<Event>, Rejection> {
        let known = self.state.council.topics.get(&topic);
        let title = known.map_or("路灯".to_owned(), |topic| topic.title.clone());
        self.staff(Command::ScheduleTopic(ScheduleTopic {
            topic,
            title,
            source: TopicSource::Member,
            meeting,
        }))
    }

    /// New topics on an agenda, a second apart.
    pub fn topics_on(&mut self, meeting: MeetingId, number: usize) -> Vec<TopicId> {
        let mut topics = Vec::new();
        for _ in 0..number {
            let topic = TopicId(self.id());
            self.later(1).schedule(topic, meeting).unwrap();
            topics.push(topic);
        }
        topics
    }

    pub fn move_topic(
        &mut self,
        topic: TopicId,
        before: Option<TopicId>,
    ) -> Result<Vec<Event>, Rejection> {
        self.staff(Command::MoveTopic(MoveTopic { topic, before }))
    }

    pub fn discuss(&mut self, topic: TopicId) -> Result<Vec<Event>, Rejection> {
        self.staff(Command::DiscussTopic(DiscussTopic { topic }))
    }

    pub fn settle(
        &mut self,
        member: MemberId,
        topic: TopicId,
        to: TopicEnd,
    ) -> Result<Vec<Event>, Rejection> {
        let text = "再议".into();
        self.member(
            member,
            Command::SettleTopic(SettleTopic { topic, to, text }),
        )
    }

    /// Takes a meeting from where it is to a later state.
    pub fn advance(&mut self, meeting: MeetingId, to: MeetingState) {
        while self.state.council.meetings[&meeting].state < to {
            let next = self.state.council.meetings[&meeting].state.next().unwrap();
            let advance = AdvanceMeeting { meeting, to: next };
            self.staff(Command::AdvanceMeeting(advance)).unwrap();
        }
    }

    pub fn topic_state(&self, topic: TopicId) -> TopicState {
        self.state.council.topics[&topic].state
    }

    pub fn agenda(&self, meeting: MeetingId) -> Vec<TopicId> {
        let agenda = self.state.council.agenda(meeting).into_iter();
        agenda.map(|(id, _)| id).collect()
    }
}

pub fn source(names: &Names, pick: u8) -> TopicSource {
    match pick % 2 {
        0 => TopicSource::Opinion(OpinionId((names.id)(1, pick))),
        _ => TopicSource::Member,
    }
}

/// A random command about the council's matters.
pub fn command(names: &Names, kind: u8, pick: [u8; 4], now: Timestamp) -> Command {
    let [a, b, c, d] = pick;
    let topic = TopicId((names.id)(2, a));
    let text = || (names.text)(c);
    match kind % KINDS {
        0 | 1 => Command::ProposeTopic(ProposeTopic {
            topic,
            title: (names.text)(b),
            text: text(),
            source: source(names, d),
        }),
        2 | 3 => Command::MoveTopic(MoveTopic {
            topic,
            before: (c % 4 > 0).then(|| TopicId((names.id)(2, b))),
        }),
        4 | 5 => Command::DiscussTopic(DiscussTopic { topic }),
        6 | 7 => Command::SettleTopic(SettleTopic {
            topic,
            to: [TopicEnd::Resolved, TopicEnd::Deferred, TopicEnd::Withdrawn][usize::from(b % 3)],
            text: text(),
        }),
        8 | 9 => Command::MergeOpinion(MergeOpinion {
            opinion: OpinionId((names.id)(1, a)),
            into: OpinionId((names.id)(1, b)),
        }),
        10..=22 => of_meeting(names, kind % KINDS, pick, now),
        _ => of_topic(names, kind % KINDS, pick, now),
    }
}

fn of_meeting(names: &Names, kind: u8, [a, b, c, d]: [u8; 4], now: Timestamp) -> Command {
    let meeting = MeetingId((names.id)(3, a));
    let member = MemberId((names.id)(6, b));
    let part = match c % 4 {
        0 => MinutesPart::Opening,
        1 => MinutesPart::Closing,
        _ => MinutesPart::Topic(TopicId((names.id)(2, c / 4))),
    };
    match kind {
        10 if d % 4 == 0 => Command::RescheduleMeeting(RescheduleMeeting {
            meeting,
            starts_at: (names.time)(now, b),
            place: (names.text)(c),
        }),
        11 if d % 8 == 0 => Command::CancelMeeting(CancelMeeting {
            meeting,
            reason: (names.text)(c),
        }),
        10..=15 => Command::AttendMeeting(AttendMeeting {
            meeting,
            member,
            proof: match d % 5 {
                0 => Proof::Code((names.text)(d)),
                _ => Proof::Hand((names.time)(now, d)),
            },
        }),
        16 => Command::StrikeAttendance(StrikeAttendance { meeting, member }),
        17..=20 => Command::WriteMinutes(WriteMinutes {
            meeting,
            part,
            base: u32::from(b % 3),
            text: (names.text)(d),
        }),
        _ => Command::PublishMinutes(PublishMinutes {
            meeting,
            revision: u32::from(d % 4),
            parts: vec![
                PublishedPart {
                    part,
                    title: String::new(),
                    text: (names.text)(b),
                };
                usize::from(c % 3)
            ],
        }),
    }
}

fn of_topic(names: &Names, kind: u8, [a, b, c, d]: [u8; 4], now: Timestamp) -> Command {
    let topic = TopicId((names.id)(2, a));
    let statement = StatementId((names.id)(20, b));
    let commitment = CommitmentId((names.id)(21, b));
    let member = MemberId((names.id)(6, d));
    let text = || (names.text)(c);
    match kind {
        23..=25 => Command::MakeStatement(MakeStatement {
            statement,
            topic,
            speaker: match d % 4 {
                0 => StatementBy::Guest((names.text)(d)),
                _ => StatementBy::Member {
                    member,
                    role: (d % 3 == 0).then(|| Role::ALL[usize::from(d % 8)]),
                },
            },
            text: text(),
        }),
        26 => Command::CorrectStatement(CorrectStatement {
            statement,
            topic,
            text: text(),
        }),
        27..=30 => Command::MakeCommitment(MakeCommitment {
            commitment,
            source: match d % 3 {
                0 => CommitmentSource::Motion(MotionId((names.id)(4, a))),
                _ => CommitmentSource::Topic(topic),
            },
            owner: member,
            text: text(),
            due: Date::of((names.time)(now, d), 480),
        }),
        31..=34 => Command::ReportProgress(ReportProgress {
            commitment,
            text: text(),
            photos: (0..d % 6).map(|n| Digest([n; 32])).collect(),
            done: a % 3 > 0,
        }),
        35 | 36 => Command::ConfirmCommitment(ConfirmCommitment {
            commitment,
            text: text(),
        }),
        37 => Command::ReturnCommitment(ReturnCommitment {
            commitment,
            reason: text(),
        }),
        38 if d % 2 == 0 => Command::ReleaseCommitment(ReleaseCommitment {
            commitment,
            reason: text(),
        }),
        39 if d % 2 == 0 => Command::BreakCommitment(BreakCommitment {
            commitment,
            reason: text(),
        }),
        _ => Command::AdvanceMeeting(AdvanceMeeting {
            meeting: MeetingId((names.id)(3, a)),
            to: MeetingState::Closed,
        }),
    }
}

/// A meeting that is being held, with two topics, and one that is over.
pub fn enliven(town: &mut Town, names: &Names) {
    for (number, topics, to) in [
        (1, vec![1, 2], MeetingState::Open),
        (2, vec![3], MeetingState::Closed),
    ] {
        let meeting = MeetingId((names.id)(3, number));
        let plan = PlanMeeting {
            meeting,
            starts_at: town.now.plus_seconds(60),
            place: "厅".into(),
            reason: Some("加急".into()),
        };
        town.must(Actor::Operator, Command::PlanMeeting(plan));
        for topic in topics {
            let topic = TopicId((names.id)(2, topic));
            town.schedule(topic, meeting).unwrap();
        }
        town.advance(meeting, to);
    }
    for number in [3, 4] {
        let raise = RaiseOpinion {
            opinion: OpinionId((names.id)(1, number)),
            text: "路灯坏了".into(),
            category: Category::Facilities,
            anonymous: false,
            photos: vec![],
            shop: None,
        };
        let author = MemberId((names.id)(6, number));
        town.must(Actor::Member(author), Command::RaiseOpinion(raise));
    }
}

/// Everything that a screen derives from the council's matters.
pub fn look_at(state: &State, now: Timestamp) {
    let (council, today) = (&state.council, state.date(now));
    let _ = council.ledger();
    for member in state.roster.members.keys() {
        let _ = state.own_matters(*member);
    }
    for topic in council.topics.keys() {
        let _ = council.story(Matter::Topic(*topic));
    }
    for (id, meeting) in &council.meetings {
        let _ = (council.agenda(*id), council.current_topic(*id));
        let _ = (meeting.quorum(), meeting.has_quorum());
        let _ = (meeting.takes_codes(now), meeting.code(now));
        let _ = meeting.minutes.is_in_conflict();
    }
    for topic in council.topics.values() {
        let _ = (topic.end(), council.is_left_over(topic));
        let _ = council.is_to_be_voted_on(topic);
        let _ = council.takes_statements(topic, true);
    }
    for id in council.opinions.keys() {
        let _ = (council.similar(*id, 3), council.merged_into(*id));
        let _ = council.together(*id, council.going_on(*id));
    }
    for (_, commitment) in council.commitments_of(today, |_| true) {
        let _ = council.topic_of(commitment);
        for member in state.roster.members.keys() {
            let _ = commitment.may_be_confirmed_by(state, *member);
            let _ = commitment.may_be_reported_by(state, *member);
        }
    }
}
