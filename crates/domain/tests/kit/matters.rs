//! The council's matters in a few words, and random commands about them.

use super::Town;
use super::steps::Names;
use yishi_domain::council::*;
use yishi_domain::*;

/// Kinds of commands that [`command`] makes.
pub const KINDS: u8 = 8;

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
pub fn command(names: &Names, kind: u8, [a, b, c, d]: [u8; 4], _: Timestamp) -> Command {
    let topic = TopicId((names.id)(2, a));
    match kind % KINDS {
        0 | 1 => Command::ProposeTopic(ProposeTopic {
            topic,
            title: (names.text)(b),
            text: (names.text)(c),
            source: source(names, d),
        }),
        2 | 3 => Command::MoveTopic(MoveTopic {
            topic,
            before: (c % 4 > 0).then(|| TopicId((names.id)(2, b))),
        }),
        4 | 5 => Command::DiscussTopic(DiscussTopic { topic }),
        _ => Command::SettleTopic(SettleTopic {
            topic,
            to: [TopicEnd::Resolved, TopicEnd::Deferred, TopicEnd::Withdrawn][usize::from(b % 3)],
            text: (names.text)(c),
        }),
    }
}

/// A meeting that is being held, with two topics.
pub fn enliven(town: &mut Town, names: &Names) {
    let meeting = MeetingId((names.id)(3, 1));
    let plan = PlanMeeting {
        meeting,
        starts_at: town.now.plus_seconds(60),
        place: "厅".into(),
        reason: Some("加急".into()),
    };
    town.must(Actor::Operator, Command::PlanMeeting(plan));
    for number in [1, 2] {
        town.schedule(TopicId((names.id)(2, number)), meeting)
            .unwrap();
    }
    town.advance(meeting, MeetingState::Open);
}

/// Everything that a screen derives from the council's matters.
pub fn look_at(state: &State) {
    let council = &state.council;
    for id in council.meetings.keys() {
        let _ = (council.agenda(*id), council.current_topic(*id));
    }
    for topic in council.topics.values() {
        let _ = (topic.end(), council.is_left_over(topic));
        let _ = council.is_to_be_voted_on(topic);
    }
}
