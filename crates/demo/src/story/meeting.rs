//! A meeting that was held, with what was said, promised and written down.

use yishi_domain::council::{
    AdvanceMeeting, AttendMeeting, CommitmentSource, DiscussTopic, MakeCommitment, MakeStatement,
    MeetingState, MinutesPart, PlanMeeting, PublishMinutes, PublishedPart, ReportProgress,
    ScheduleTopic, StatementBy, TopicSource,
};
use yishi_domain::roster::Role;
use yishi_domain::{
    Command, CommitmentId, MeetingId, MemberId, OpinionId, Proof, State, StatementId, TopicId,
};

use super::{DAY, Story};
use crate::moment::ids;

/// The day on which it was held.
const HELD: i64 = 11;

impl Story {
    /// A special meeting about what an opinion asks: a merchant promises something, which is due soon.
    pub(super) fn talk_about_haircuts(
        &mut self,
        state: &State,
        staff: MemberId,
        opinion: OpinionId,
    ) {
        let members = state.roster.members.iter();
        let council = members.filter(|(_, m)| m.roles.contains(&Role::Representative));
        let council: Vec<MemberId> = council.map(|(id, _)| *id).collect();
        let hairdresser = state.roster.members.iter().find(|(_, member)| {
            let shop = member.shop.as_deref().unwrap_or_default();
            member.roles.contains(&Role::Merchant) && shop.contains("理发")
        });
        let hairdresser = hairdresser.map(|(id, _)| *id);
        let (meeting, topic) = (MeetingId(self.id()), TopicId(self.id()));
        let plan = PlanMeeting {
            meeting,
            starts_at: self.start.plus_seconds(HELD * DAY),
            place: "社区活动中心".into(),
            reason: Some("商量理发价格".into()),
        };
        self.act(8, staff, &Command::PlanMeeting(plan));
        let schedule = ScheduleTopic {
            topic,
            title: "公开理发成本，商量降价".into(),
            source: TopicSource::Opinion(opinion),
            meeting,
        };
        self.act(8, staff, &Command::ScheduleTopic(schedule));
        self.advance(staff, meeting, MeetingState::Called);
        for member in council.iter().take(council.len() * 4 / 5) {
            let attend = AttendMeeting {
                meeting,
                member: *member,
                proof: Proof::Hand(self.start.plus_seconds(HELD * DAY)),
            };
            self.act(HELD, staff, &Command::AttendMeeting(attend));
        }
        self.advance(staff, meeting, MeetingState::Open);
        self.act(HELD, staff, &Command::DiscussTopic(DiscussTopic { topic }));
        let said = [
            (
                council.first().copied(),
                "一次 38 元，年轻人一个月理两次，负担不小。",
            ),
            (
                hairdresser,
                "房租和水电都涨了。成本可以公开，价格可以再算一算。",
            ),
        ];
        for (speaker, text) in said {
            if let Some(speaker) = speaker {
                let state = MakeStatement {
                    statement: StatementId(self.id()),
                    topic,
                    speaker: StatementBy::Member {
                        member: speaker,
                        role: None,
                    },
                    text: text.into(),
                };
                self.act(HELD, speaker, &Command::MakeStatement(state));
            }
        }
        if let Some(merchant) = hairdresser {
            self.promise(merchant, topic);
        }
        let parts = [
            (MinutesPart::Opening, "", "居民代表过半数到会。"),
            (
                MinutesPart::Topic(topic),
                "公开理发成本，商量降价",
                "理发店承诺公开成本，并在月底前提出新的价目。",
            ),
        ];
        self.end(staff, meeting, &parts);
    }

    /// Something that is due in a few days, half of it done.
    fn promise(&mut self, merchant: MemberId, topic: TopicId) {
        let commitment = CommitmentId(self.id());
        let offset = self
            .endpoint
            .authority()
            .state()
            .community
            .utc_offset_minutes;
        let due = yishi_domain::Date::of(self.now.plus_seconds(4 * DAY), offset);
        let make = MakeCommitment {
            commitment,
            source: CommitmentSource::Topic(topic),
            owner: merchant,
            text: "公开理发的成本，提出新的价目，贴在店门口。".into(),
            due,
        };
        self.act(HELD, merchant, &Command::MakeCommitment(make));
        let report = ReportProgress {
            commitment,
            text: "房租、水电、人工三项已经贴出来了，价目还在算。".into(),
            photos: Vec::new(),
            done: false,
        };
        self.act(16, merchant, &Command::ReportProgress(report));
    }

    /// A meeting that is over.
    pub(super) fn hold(&mut self, staff: MemberId, meeting: MeetingId) {
        self.advance(staff, meeting, MeetingState::Called);
        self.advance(staff, meeting, MeetingState::Open);
        let parts = [(MinutesPart::Opening, "", "本月没有需要讨论的议题。")];
        self.end(staff, meeting, &parts);
    }

    fn end(&mut self, staff: MemberId, meeting: MeetingId, parts: &[(MinutesPart, &str, &str)]) {
        self.advance(staff, meeting, MeetingState::Closed);
        let parts = parts.iter().map(|(part, title, text)| PublishedPart {
            part: *part,
            title: (*title).into(),
            text: (*text).into(),
        });
        let publish = PublishMinutes {
            meeting,
            revision: 0,
            parts: parts.collect(),
        };
        self.act(HELD + 1, staff, &Command::PublishMinutes(publish));
    }

    fn advance(&mut self, staff: MemberId, meeting: MeetingId, to: MeetingState) {
        let advance = AdvanceMeeting { meeting, to };
        self.act(HELD, staff, &Command::AdvanceMeeting(advance));
    }

    fn id(&self) -> uuid::Uuid {
        ids(self.now)()
    }
}
