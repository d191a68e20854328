//! One matter, one thread: from the opinion over the topic and the meeting to the vote and its result.

use crate::view::prelude::*;
use yishi_domain::council::{
    Council, Meeting, MeetingState, Motion, MotionState, Opinion, OpinionOutcome,
};
use yishi_domain::{MeetingId, MotionId, OpinionId, TopicId, sort_by_key};

use super::words;
use crate::part::Part;
use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::ui::{Card, Progress, Section, Step, Thread, number, time};

/// Where a matter is entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Matter {
    /// By what somebody wants
    Opinion(OpinionId),
    /// By the council's topic
    Topic(TopicId),
}

/// The whole thread of a matter, with links to its other pages.
#[component]
pub(super) fn MatterThread(
    /// Which matter
    matter: Part<Option<Matter>>,
    /// The page that shows it: no step leads there
    here: Route,
) -> View {
    let session = session();
    let steps = Part::new(move || {
        let matter = matter.get();
        let mut steps = session.view().with(|state| {
            matter
                .map(|matter| steps(&state.council, matter))
                .unwrap_or_default()
        });
        for step in &mut steps {
            step.to = step.to.take().filter(|to| *to != here);
        }
        steps
    });
    view! {
        <Section title=t().council.thread()>
            <Card>
                <Thread steps />
            </Card>
        </Section>
    }
}

fn steps(council: &Council, matter: Matter) -> Vec<Step> {
    let (opinion, topic) = match matter {
        Matter::Opinion(id) => (Some(id), None),
        Matter::Topic(id) => (
            council.topics.get(&id).and_then(|topic| topic.opinion),
            Some(id),
        ),
    };
    let mut steps = Vec::new();
    let mut topic = topic;
    if let Some((id, opinion)) = opinion.and_then(|id| Some((id, council.opinions.get(&id)?))) {
        steps.push(raised(id, opinion));
        match &opinion.outcome {
            None => steps.push(Step {
                title: t().council.step_waiting().into(),
                text: t().council.step_waiting_text().into(),
                progress: Progress::Now,
                to: None,
            }),
            Some((at, OpinionOutcome::Answered { text })) => {
                steps.push(done(t().council.step_answered(), at.0, Some(text)));
            }
            Some((at, OpinionOutcome::Declined { reason })) => {
                steps.push(done(t().council.step_declined(), at.0, Some(reason)));
            }
            Some((_, OpinionOutcome::TakenUp { topic: taken_up })) => topic = Some(*taken_up),
        }
    }
    let Some((id, topic)) = topic.and_then(|id| Some((id, council.topics.get(&id)?))) else {
        return steps;
    };
    let scheduled = format!("{} · {}", time::day(topic.scheduled_at.0), topic.title);
    steps.push(Step {
        title: t().council.step_scheduled().into(),
        text: scheduled,
        progress: Progress::Done,
        to: Some(Route::Topic(id.0)),
    });
    let motions = topic
        .motions
        .iter()
        .filter_map(|id| Some((*id, &**council.motions.get(id)?)));
    let mut later: Vec<(i64, Step)> = motions
        .map(|(id, motion)| (motion.noticed_at.0, voted(id, motion)))
        .collect();
    if let Some(meeting) = council.meetings.get(&topic.meeting) {
        // A meeting that is being held or was held stands where it happened; a coming one after all that was.
        later.push((meeting.starts_at.0, met(topic.meeting, meeting)));
    }
    sort_by_key(&mut later, |(at, _)| *at);
    steps.extend(later.into_iter().map(|(_, step)| step));
    steps
}

fn raised(id: OpinionId, opinion: &Opinion) -> Step {
    let seconds =
        (opinion.seconds > 0).then(|| t().council.seconds(number::grouped(opinion.seconds.into())));
    let mut told = vec![time::day(opinion.raised_at.0), author(opinion)];
    told.extend(seconds);
    Step {
        title: t().council.step_raised().into(),
        text: told.join(" · "),
        progress: Progress::Done,
        to: Some(Route::Opinion(id.0)),
    }
}

/// Who is behind an opinion, as residents see it.
pub(super) fn author(opinion: &Opinion) -> String {
    match &opinion.author {
        Some(author) if !opinion.anonymous => author.name.clone(),
        _ => t().council.anonymous_author().into(),
    }
}

fn done(title: &str, at: i64, said: Option<&str>) -> Step {
    let text = match said {
        Some(said) => t().council.said(time::day(at), said),
        None => time::day(at),
    };
    Step {
        title: title.to_owned(),
        text,
        progress: Progress::Done,
        to: None,
    }
}

fn met(id: MeetingId, meeting: &Meeting) -> Step {
    let progress = match meeting.state {
        MeetingState::Planned | MeetingState::Called => Progress::Next,
        MeetingState::Open => Progress::Now,
        MeetingState::Closed | MeetingState::Published => Progress::Done,
    };
    Step {
        title: words::meeting_name(meeting),
        text: format!(
            "{} · {}",
            words::meeting_time(meeting),
            words::meeting_state(meeting.state)
        ),
        progress,
        to: Some(Route::Meeting(id.0)),
    }
}

fn voted(id: MotionId, motion: &Motion) -> Step {
    let texts = t().council;
    let (title, text, progress) = match &motion.state {
        MotionState::Noticed => (
            texts.step_noticed(),
            time::day(motion.noticed_at.0),
            Progress::Now,
        ),
        MotionState::Open { .. } => (
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
                title,
                format!("{} · {}", time::day(at.0), texts.took_part(turnout)),
                Progress::Done,
            )
        }
        MotionState::Cancelled { at, reason } => (
            texts.step_cancelled(),
            texts.said(time::day(at.0), reason),
            Progress::Done,
        ),
    };
    Step {
        title: title.to_owned(),
        text,
        progress,
        to: Some(Route::Motion(id.0)),
    }
}
