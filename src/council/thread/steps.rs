//! The steps of a matter in words, and what it waits for.

use yishi_domain::council::{
    Commitment, CommitmentState, Council, Happening, Matter, Meeting, MeetingState, Motion,
    MotionState, OpinionOutcome, Topic, TopicEnd, TopicState,
};
use yishi_domain::{CommitmentId, MeetingId, MotionId, OpinionId, TopicId};

use super::super::words;
use super::author;
use crate::route::Route;
use crate::text::t;
use crate::ui::{Progress, Step, number, time};

/// Everything that has happened to a matter, and what comes next.
pub(crate) fn told(council: &Council, matter: Matter) -> Vec<Step> {
    let story = council.story(matter).into_iter();
    let told = story.filter_map(|(at, happening)| step(council, at.0, happening));
    told.chain(awaited(council, matter)).collect()
}

fn step(council: &Council, at: i64, happening: Happening) -> Option<Step> {
    match happening {
        Happening::Raised(id) => raised(council, id),
        Happening::Answered(id) | Happening::Declined(id) => replied(council, id),
        Happening::Merged(into) => Some(Step {
            title: t().matter.step_merged().into(),
            text: time::day(at),
            progress: Progress::Done,
            to: Some(Route::Opinion(into.0)),
        }),
        Happening::Proposed(id) => proposed(council, id),
        Happening::Scheduled(id, meeting) => {
            let topic = council.topics.get(&id)?;
            let title = t()
                .matter
                .step_scheduled(number::apart(meeting_name(council, meeting)));
            let text = format!("{} · {}", time::day(at), topic.title);
            Some(of_topic(id, title, text))
        }
        Happening::Discussed(id, meeting) => {
            let title = t().matter.step_discussed(meeting_name(council, meeting));
            Some(of_topic(id, title, discussed(council, at, id)))
        }
        Happening::Settled(id, end, number) => {
            let words = council.topics.get(&id)?.settlement(number)?;
            let text = t().council.said(time::day(at), words);
            Some(of_topic(id, settled(end).to_owned(), text))
        }
        Happening::Noticed(id)
        | Happening::Opened(id)
        | Happening::Closed(id)
        | Happening::Cancelled(id) => Some(voted(id, council.motions.get(&id)?)),
        Happening::Promised(id)
        | Happening::Done(id)
        | Happening::Kept(id)
        | Happening::Released(id)
        | Happening::Broken(id) => {
            let commitment = council.commitments.get(&id)?;
            Some(undertaken(council, id, commitment, (at, happening)))
        }
    }
}

fn of_topic(id: TopicId, title: String, text: String) -> Step {
    Step {
        title,
        text,
        progress: Progress::Done,
        to: Some(Route::Topic(id.0)),
    }
}

fn meeting_name(council: &Council, id: MeetingId) -> String {
    let meeting = council.meetings.get(&id);
    meeting.map_or_else(String::new, |meeting| words::meeting_name(meeting))
}

fn raised(council: &Council, id: OpinionId) -> Option<Step> {
    let opinion = council.opinions.get(&id)?;
    let seconds =
        (opinion.seconds > 0).then(|| t().council.seconds(number::grouped(opinion.seconds.into())));
    let mut told = vec![time::day(opinion.raised_at.0), author(opinion)];
    told.extend(seconds);
    Some(Step {
        title: t().council.step_raised().into(),
        text: told.join(" · "),
        progress: Progress::Done,
        to: Some(Route::Opinion(id.0)),
    })
}

fn replied(council: &Council, id: OpinionId) -> Option<Step> {
    let (at, outcome) = council.opinions.get(&id)?.outcome.as_ref()?;
    let (title, words) = match outcome {
        OpinionOutcome::Answered { text, by } => {
            (t().matter.step_answered(words::office(by.as_ref())), text)
        }
        OpinionOutcome::Declined { reason, by } => {
            (t().matter.step_declined(words::office(by.as_ref())), reason)
        }
        OpinionOutcome::Merged { .. } | OpinionOutcome::TakenUp { .. } => return None,
    };
    Some(Step {
        title,
        text: t().council.said(time::day(at.0), words),
        progress: Progress::Done,
        to: None,
    })
}

fn proposed(council: &Council, id: TopicId) -> Option<Step> {
    let topic = council.topics.get(&id)?;
    let day = time::day(topic.proposed_at.0);
    let text = match &topic.proposer {
        Some(proposer) => format!("{day} · {}", words::speaker(proposer)),
        // A rule has.
        None => day,
    };
    Some(of_topic(id, t().matter.step_proposed().into(), text))
}

/// When a meeting dealt with it, and how many spoke.
fn discussed(council: &Council, at: i64, id: TopicId) -> String {
    let spoken = council.topics.get(&id).map_or(0, |t| t.statements.len());
    match spoken {
        0 => time::moment(at),
        some => format!("{} · {}", time::moment(at), t().matter.statements(some)),
    }
}

fn settled(end: TopicEnd) -> &'static str {
    match end {
        TopicEnd::Resolved => t().matter.step_resolved(),
        TopicEnd::Deferred => t().matter.step_deferred(),
        TopicEnd::Withdrawn => t().matter.step_withdrawn(),
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

/// A promise or an action, and what came of it.
fn undertaken(
    council: &Council,
    id: CommitmentId,
    commitment: &Commitment,
    (at, happening): (i64, Happening),
) -> Step {
    let texts = t().matter;
    let owner = &commitment.owner.name;
    let ended = commitment.ended.as_ref();
    let words = ended.map(|(_, _, text)| text.as_str()).unwrap_or_default();
    let by_whom = ended.and_then(|(_, by, _)| by.as_ref()).map(words::speaker);
    let (title, told) = match happening {
        Happening::Done(_) => (texts.step_reported(owner), Vec::new()),
        Happening::Kept(_) => (texts.step_kept().to_owned(), by_whom.into_iter().collect()),
        Happening::Released(_) => (texts.step_released().to_owned(), vec![words.to_owned()]),
        Happening::Broken(_) => (texts.step_broken().to_owned(), vec![words.to_owned()]),
        _ => (
            words::undertaking_of(commitment),
            vec![commitment.text.clone()],
        ),
    };
    let progress = match (happening, commitment.state) {
        (Happening::Promised(_), CommitmentState::Open) | (Happening::Done(_), _) => Progress::Now,
        _ => Progress::Done,
    };
    let mut text = vec![time::day(at)];
    // Among several it is told which one came to this.
    let named = !matches!(happening, Happening::Promised(_)) && has_others(council, commitment);
    text.extend(named.then(|| commitment.text.clone()));
    text.extend(told.into_iter().filter(|told| !told.is_empty()));
    Step {
        title,
        text: text.join(" · "),
        progress,
        to: Some(Route::Commitment(id.0)),
    }
}

/// Whether somebody has to do something else too on the same topic.
fn has_others(council: &Council, commitment: &Commitment) -> bool {
    let topic = council.topic_of(commitment);
    let all = council.commitments.values();
    all.filter(|one| council.topic_of(one) == topic).count() > 1
}

/// What a matter waits for: the committee, a meeting.
fn awaited(council: &Council, matter: Matter) -> Option<Step> {
    let Some(id) = council.topic_of_matter(matter) else {
        let Matter::Opinion(id) = matter else {
            return None;
        };
        let opinion = council.opinions.get(&council.going_on(id))?;
        return opinion.outcome.is_none().then(|| Step {
            title: t().council.step_waiting().into(),
            text: t().council.step_waiting_text().into(),
            progress: Progress::Now,
            to: None,
        });
    };
    let topic = council.topics.get(&id)?;
    match topic.state {
        TopicState::Scheduled if !council.is_left_over(topic) => coming(council, topic),
        TopicState::Proposed | TopicState::Scheduled => Some(Step {
            title: t().matter.step_unscheduled().into(),
            text: String::new(),
            progress: Progress::Now,
            to: None,
        }),
        _ => None,
    }
}

fn coming(council: &Council, topic: &Topic) -> Option<Step> {
    let id = topic.meeting?;
    let meeting: &Meeting = council.meetings.get(&id)?;
    let progress = match meeting.state {
        MeetingState::Open => Progress::Now,
        _ => Progress::Next,
    };
    Some(Step {
        title: words::meeting_name(meeting),
        text: format!(
            "{} · {}",
            words::meeting_time(meeting),
            words::meeting_state(meeting.state)
        ),
        progress,
        to: Some(Route::Meeting(id.0)),
    })
}
