//! The steps of a matter, each with its moment.

use yishi_domain::council::{
    Council, Meeting, MeetingState, Motion, MotionState, Opinion, OpinionOutcome, Topic, TopicEnd,
    TopicState, TopicStep,
};
use yishi_domain::{MeetingId, MotionId, OpinionId, TopicId};

use super::super::words;
use super::author;
use crate::route::Route;
use crate::text::t;
use crate::ui::{Progress, Step, number, time};

/// A step and when it was or will be, in milliseconds since 1970.
pub(super) type Dated = (i64, Step);

/// What is still awaited without a date stands behind everything that has one.
const LAST: i64 = i64::MAX;

pub(super) fn of_opinion(id: OpinionId, opinion: &Opinion) -> Vec<Dated> {
    let seconds =
        (opinion.seconds > 0).then(|| t().council.seconds(number::grouped(opinion.seconds.into())));
    let mut told = vec![time::day(opinion.raised_at.0), author(opinion)];
    told.extend(seconds);
    let raised = Step {
        title: t().council.step_raised().into(),
        text: told.join(" · "),
        progress: Progress::Done,
        to: Some(Route::Opinion(id.0)),
    };
    let mut steps = vec![(opinion.raised_at.0, raised)];
    match &opinion.outcome {
        None => steps.push((
            LAST,
            Step {
                title: t().council.step_waiting().into(),
                text: t().council.step_waiting_text().into(),
                progress: Progress::Now,
                to: None,
            },
        )),
        Some((at, OpinionOutcome::Answered { text, by })) => {
            let who = words::office(by.as_ref());
            steps.push((at.0, said(&t().matter.step_answered(who), at.0, text)));
        }
        Some((at, OpinionOutcome::Declined { reason, by })) => {
            let who = words::office(by.as_ref());
            steps.push((at.0, said(&t().matter.step_declined(who), at.0, reason)));
        }
        Some((at, OpinionOutcome::Merged { into, .. })) => steps.push((
            at.0,
            Step {
                title: t().matter.step_merged().into(),
                text: time::day(at.0),
                progress: Progress::Done,
                to: Some(Route::Opinion(into.0)),
            },
        )),
        Some((_, OpinionOutcome::TakenUp { .. })) => {}
    }
    steps
}

/// What a matter has gone through as a topic, and the meeting that it waits for.
pub(super) fn of_topic(council: &Council, id: TopicId, topic: &Topic) -> Vec<Dated> {
    let to = Some(Route::Topic(id.0));
    let mut steps = Vec::new();
    if let Some(proposer) = &topic.proposer {
        let at = topic.proposed_at.0;
        let step = Step {
            title: t().matter.step_proposed().into(),
            text: [&time::day(at), &words::speaker(proposer), &topic.title]
                .map(String::as_str)
                .join(" · "),
            progress: Progress::Done,
            to: to.clone(),
        };
        steps.push((at, step));
    }
    for (at, step) in &topic.steps {
        steps.push((at.0, gone_through(council, at.0, step, topic, to.clone())));
    }
    let coming = topic
        .meeting
        .filter(|_| matches!(topic.state, TopicState::Scheduled | TopicState::Discussed));
    if let Some((id, meeting)) = coming.and_then(|id| Some((id, council.meetings.get(&id)?))) {
        steps.extend(awaited(id, meeting, topic.state));
    }
    if topic.state == TopicState::Proposed {
        let step = Step {
            title: t().matter.step_unscheduled().into(),
            text: String::new(),
            progress: Progress::Now,
            to: None,
        };
        steps.push((LAST, step));
    }
    steps
}

fn gone_through(
    council: &Council,
    at: i64,
    step: &TopicStep,
    topic: &Topic,
    to: Option<Route>,
) -> Step {
    let texts = t().matter;
    let meeting_name = |id: &MeetingId| {
        let meeting = council.meetings.get(id);
        meeting.map_or_else(String::new, |meeting| words::meeting_name(meeting))
    };
    let (title, text) = match step {
        TopicStep::Scheduled(meeting) => (
            texts.step_scheduled(meeting_name(meeting)),
            format!("{} · {}", time::day(at), topic.title),
        ),
        TopicStep::Discussed(meeting) => (
            texts.step_discussed(meeting_name(meeting)),
            time::moment(at),
        ),
        TopicStep::Settled(end, words) => {
            let title = match end {
                TopicEnd::Resolved => texts.step_resolved(),
                TopicEnd::Deferred => texts.step_deferred(),
                TopicEnd::Withdrawn => texts.step_withdrawn(),
            };
            (title.to_owned(), t().council.said(time::day(at), words))
        }
    };
    Step {
        title,
        text,
        progress: Progress::Done,
        to,
    }
}

/// The meeting that deals with it, unless that is over.
fn awaited(id: MeetingId, meeting: &Meeting, state: TopicState) -> Option<Dated> {
    let progress = match (meeting.state, state) {
        (MeetingState::Planned | MeetingState::Called, _) => Progress::Next,
        (MeetingState::Open, TopicState::Scheduled) => Progress::Now,
        _ => return None,
    };
    let step = Step {
        title: words::meeting_name(meeting),
        text: format!(
            "{} · {}",
            words::meeting_time(meeting),
            words::meeting_state(meeting.state)
        ),
        progress,
        to: Some(Route::Meeting(id.0)),
    };
    Some((meeting.starts_at.0, step))
}

pub(super) fn voted(id: MotionId, motion: &Motion) -> Dated {
    let texts = t().council;
    let (at, title, text, progress) = match &motion.state {
        MotionState::Noticed => (
            motion.noticed_at,
            texts.step_noticed(),
            time::day(motion.noticed_at.0),
            Progress::Now,
        ),
        MotionState::Open { since } => (
            *since,
            texts.step_open(),
            time::until(motion.closes_at.0),
            Progress::Now,
        ),
        MotionState::Closed {
            at, outcome, tally, ..
        } => {
            let title = if outcome.passed {
                texts.step_passed()
            } else {
                texts.step_failed()
            };
            let turnout = words::heads(motion.electorate.kind, tally.participants.heads);
            (
                *at,
                title,
                format!("{} · {}", time::day(at.0), texts.took_part(turnout)),
                Progress::Done,
            )
        }
        MotionState::Cancelled { at, reason } => (
            *at,
            texts.step_cancelled(),
            texts.said(time::day(at.0), reason),
            Progress::Done,
        ),
    };
    let step = Step {
        title: title.to_owned(),
        text,
        progress,
        to: Some(Route::Motion(id.0)),
    };
    (at.0, step)
}

fn said(title: &str, at: i64, words: &str) -> Step {
    Step {
        title: title.to_owned(),
        text: t().council.said(time::day(at), words),
        progress: Progress::Done,
        to: None,
    }
}
