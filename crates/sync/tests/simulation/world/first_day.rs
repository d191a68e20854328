//! What the members can act on from the first day.

use crate::kit::{DAY, Town};
use yishi_domain::council::*;
use yishi_domain::*;

/// A meeting with a topic, an open and a sealed vote.
pub(super) fn open_a_vote(town: &mut Town) {
    let (meeting, topic, motion) = (
        MeetingId(town.id()),
        TopicId(town.id()),
        MotionId(town.id()),
    );
    let at = town.now.plus_seconds(30 * DAY);
    let electorate = Electorate {
        kind: ElectorateKind::Households,
        place: Place::Everywhere,
    };
    town.operate(Command::PlanMeeting(PlanMeeting {
        meeting,
        starts_at: at,
        place: "厅".into(),
        reason: None,
    }));
    town.operate(Command::ScheduleTopic(ScheduleTopic {
        topic,
        title: "电梯".into(),
        source: TopicSource::Member,
        meeting,
    }));
    town.operate(Command::NoticeMotion(NoticeMotion {
        motion,
        topic,
        question: "加装电梯?".into(),
        options: Options::Approval,
        electorate,
        rule: "civil_code_278_ordinary".into(),
        sealed: false,
        opens_at: None,
        closes_at: at,
    }));
    town.operate(Command::OpenMotion(OpenMotion { motion }));
    let sealed = MotionId(town.id());
    town.operate(Command::NoticeMotion(NoticeMotion {
        motion: sealed,
        topic,
        question: "换灯?".into(),
        options: Options::Approval,
        electorate: Electorate {
            kind: ElectorateKind::Adults,
            place: Place::Everywhere,
        },
        rule: "simple_majority".into(),
        sealed: true,
        opens_at: None,
        closes_at: at,
    }));
    town.operate(Command::OpenMotion(OpenMotion { motion: sealed }));
}
