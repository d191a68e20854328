//! What has happened in the demonstration's community before it is opened.

mod meeting;

use yishi_domain::council::{
    AnswerOpinion, CastBallot, Category, Choice, Electorate, ElectorateKind, NoticeMotion,
    OpenMotion, Options, Place, RaiseOpinion, ScheduleTopic, SecondOpinion, SetMeetingPlan,
    TopicSource,
};
use yishi_domain::roster::Role;
use yishi_domain::{
    Actor, Command, Digest, MemberId, MonthlyPlan, MotionId, OpinionId, Timestamp, TopicId, Weekday,
};
use yishi_sync::LocalEndpoint;
use yishi_sync::wire::{digest, parse_command};

use crate::moment::ids;
use crate::street;

/// The photo of an opinion; scripts/demo_photo.sh draws it.
pub(crate) const LAMP: &[u8] = include_bytes!("../data/lamp.png");

/// The commands that found the community, one a line; scripts/demo_roster.py writes them.
const ROSTER: &str = include_str!("../data/roster.jsonl");
const DAY: i64 = 86_400;

/// The community of the roster, three weeks into its life, at an endpoint whose log is empty.
pub(crate) fn told(mut endpoint: LocalEndpoint, now: Timestamp) -> LocalEndpoint {
    let start = now.plus_seconds(-21 * DAY);
    let settled = ROSTER
        .lines()
        .filter_map(|line| parse_command(line).ok()?.command.ok());
    for command in settled {
        // The roster was made for the rules; a line that they refuse changes nothing.
        let _ = endpoint.operate(&command, start, &mut ids(now));
    }
    let plan = MonthlyPlan {
        nth: 2,
        weekday: Weekday::Thursday,
        minute: 540,
        place: "社区活动中心".into(),
    };
    let _ = endpoint.operate(
        &Command::SetMeetingPlan(SetMeetingPlan { plan }),
        start,
        &mut ids(now),
    );
    endpoint.tick(start, &mut ids(now));
    let story = Story {
        endpoint,
        start,
        now,
    };
    street::walked(story.tell(), start, now)
}

struct Story {
    endpoint: LocalEndpoint,
    start: Timestamp,
    now: Timestamp,
}

impl Story {
    fn tell(mut self) -> LocalEndpoint {
        let state = self.endpoint.authority().state().clone();
        let residents: Vec<MemberId> = state
            .roster
            .members
            .iter()
            .filter(|(_, m)| m.roles.len() == 1)
            .map(|(id, _)| *id)
            .collect();
        let Some(staff) = state
            .roster
            .members
            .iter()
            .find(|(_, m)| m.roles.contains(&Role::Committee))
        else {
            return self.endpoint;
        };
        let (staff, by) = (*staff.0, |n: usize| residents[n % residents.len().max(1)]);
        if residents.is_empty() {
            return self.endpoint;
        }
        let haircut = self.raise(
            2,
            by(5),
            "年轻人理发有点贵，一次要 38 元。希望理发店公开成本，能不能降一点？",
            Category::Shops,
            None,
        );
        let lamp = self.raise(
            4,
            by(9),
            "2 号楼门口的路灯不亮，晚上老人出门看不清台阶。",
            Category::Facilities,
            Some(digest(LAMP)),
        );
        let tea = self.raise(
            9,
            by(13),
            "休闲茶室对居民免费的时段每天只有两小时，希望延长到四小时。",
            Category::Services,
            None,
        );
        self.raise(
            16,
            by(17),
            "快递车停在消防通道上，希望有人管。",
            Category::Safety,
            None,
        );
        for n in 20..47 {
            self.second(3, by(n), haircut);
        }
        for n in 30..41 {
            self.second(10, by(n), tea);
        }
        self.second(5, by(21), lamp);
        let text = "已联系物业，路灯已于当天修好，谢谢您的提醒。".into();
        self.act(
            6,
            staff,
            &Command::AnswerOpinion(AnswerOpinion {
                opinion: lamp,
                text,
            }),
        );
        let meetings = state.council.upcoming_meetings();
        let (past, coming): (Vec<_>, Vec<_>) = meetings
            .iter()
            .partition(|(_, meeting)| meeting.starts_at < self.now);
        for (meeting, _) in past {
            self.hold(staff, meeting);
        }
        self.talk_about_haircuts(&state, staff, haircut);
        if let Some((meeting, _)) = coming.first() {
            let topic = TopicId(ids(self.now)());
            let scheduled = ScheduleTopic {
                topic,
                title: "茶室免费时段延长到四小时".into(),
                source: TopicSource::Opinion(tea),
                meeting: *meeting,
            };
            self.act(12, staff, &Command::ScheduleTopic(scheduled));
            self.vote(staff, topic, &residents);
        }
        self.endpoint
    }

    fn vote(&mut self, staff: MemberId, topic: TopicId, residents: &[MemberId]) {
        let motion = MotionId(ids(self.now)());
        let noticed = NoticeMotion {
            motion,
            topic,
            question: "休闲茶室对社区居民免费的时段，是否由每天两小时增加到四小时？".into(),
            options: Options::Approval,
            electorate: Electorate {
                kind: ElectorateKind::Households,
                place: Place::Everywhere,
            },
            rule: "civil_code_278_ordinary".into(),
            sealed: false,
            opens_at: None,
            closes_at: self.now.plus_seconds(2 * DAY),
        };
        self.act(13, staff, &Command::NoticeMotion(noticed));
        self.act(19, staff, &Command::OpenMotion(OpenMotion { motion }));
        for (n, member) in residents.iter().enumerate().skip(8).step_by(2) {
            let choice = if n % 7 == 0 {
                Choice::Reject
            } else {
                Choice::Approve
            };
            self.act(
                20,
                *member,
                &Command::CastBallot(CastBallot {
                    motion,
                    choice: vec![choice],
                    seal: None,
                }),
            );
        }
    }

    fn raise(
        &mut self,
        day: i64,
        by: MemberId,
        text: &str,
        category: Category,
        photo: Option<Digest>,
    ) -> OpinionId {
        let opinion = OpinionId(ids(self.now)());
        let raised = RaiseOpinion {
            opinion,
            text: text.into(),
            category,
            anonymous: false,
            photos: photo.into_iter().collect(),
            shop: None,
        };
        self.act(day, by, &Command::RaiseOpinion(raised));
        opinion
    }

    fn second(&mut self, day: i64, by: MemberId, opinion: OpinionId) {
        self.act(day, by, &Command::SecondOpinion(SecondOpinion { opinion }));
    }

    /// A step of the story that the rules refuse (one's own opinion, a home that has voted) is left out.
    fn act(&mut self, day: i64, by: MemberId, command: &Command) {
        let at = self.start.plus_seconds(day * DAY);
        let _ = self
            .endpoint
            .act(Actor::Member(by), command, at, &mut ids(self.now));
    }
}
