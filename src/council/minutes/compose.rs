//! What the minutes say of themselves: put together from what was recorded, for somebody to go on from.

use yishi_domain::council::{
    Commitment, CommitmentSource, Council, Meeting, Minutes, MinutesPart, Motion, MotionState,
    Topic, TopicState,
};
use yishi_domain::{MeetingId, State, TopicId, sort_by_key};

use super::super::{vote_words, words};
use crate::text::t;
use crate::ui::time;

/// A part with its name and the text that somebody begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Composed {
    pub(super) part: MinutesPart,
    pub(super) title: String,
    pub(super) text: String,
}

/// All parts of a meeting's minutes in order.
pub(super) fn parts(state: &State, id: MeetingId) -> Vec<Composed> {
    let council = &state.council;
    let Some(meeting) = council.meetings.get(&id) else {
        return Vec::new();
    };
    let mut parts = vec![Composed {
        part: MinutesPart::Opening,
        title: t().meeting.part_opening().into(),
        text: opening(meeting),
    }];
    let agenda = council.agenda(id).into_iter().enumerate();
    parts.extend(agenda.map(|(place, (topic, known))| Composed {
        part: MinutesPart::Topic(topic),
        title: t().council.numbered(place + 1, &known.title),
        text: of_topic(council, id, topic, known),
    }));
    parts.push(Composed {
        part: MinutesPart::Closing,
        title: t().meeting.part_closing().into(),
        text: closing(meeting),
    });
    parts
}

/// What a part says now: as somebody wrote it, as it was published, or as it was put together.
pub(super) fn now(composed: &Composed, minutes: &Minutes) -> String {
    if let Some(written) = minutes.draft.get(&composed.part) {
        return written.now.text.clone();
    }
    match &minutes.published {
        Some(published) => {
            let mut parts = published.parts.iter();
            let known = parts.find(|part| part.part == composed.part);
            known.map(|part| part.text.clone()).unwrap_or_default()
        }
        None => composed.text.clone(),
    }
}

fn opening(meeting: &Meeting) -> String {
    let texts = t().meeting;
    let at = meeting.opened_at.unwrap_or(meeting.starts_at).0;
    let when = format!("{} {}", time::full_day(at), time::clock(at));
    let mut lines = vec![texts.min_time(when), texts.min_place(&meeting.place)];
    if let Some(seats) = meeting.seats {
        let quorum = if meeting.has_quorum() {
            texts.min_quorum()
        } else {
            texts.min_no_quorum()
        };
        lines.push(texts.min_present(seats, meeting.present.seats, quorum));
    }
    let names = |seat: bool| {
        let there = meeting.attendance.values().filter(|a| a.seat == seat);
        let mut there: Vec<_> = there.collect();
        sort_by_key(&mut there, |attendee| attendee.came_at);
        let names: Vec<&str> = there.iter().map(|a| a.name.as_str()).collect();
        names.join(t().council.list_comma())
    };
    let (seated, guests) = (names(true), names(false));
    if !seated.is_empty() {
        lines.push(texts.min_names(seated));
    }
    if !guests.is_empty() {
        lines.push(texts.min_guests(guests));
    }
    if let Some(reason) = &meeting.reason {
        lines.push(texts.min_reason(reason));
    }
    lines.join("\n")
}

fn of_topic(council: &Council, meeting: MeetingId, id: TopicId, topic: &Topic) -> String {
    let texts = t().meeting;
    let mut lines = Vec::new();
    if topic.discussed_at(meeting).is_none() && topic.state == TopicState::Scheduled {
        return texts.min_not_reached().to_owned();
    }
    if let Some(proposer) = &topic.proposer {
        lines.push(t().matter.proposed_by(words::speaker(proposer)));
    }
    let own = topic.meeting == Some(meeting);
    let said = topic.statements.iter().filter(|statement| {
        statement.meeting == Some(meeting) || statement.meeting.is_none() && own
    });
    lines.extend(
        said.map(|statement| texts.min_said(words::speaker(&statement.speaker), &statement.text)),
    );
    let motions = topic.motions.iter();
    let motions = motions.filter_map(|id| council.motions.get(id));
    lines.extend(motions.filter_map(|motion| voted(motion)));
    for commitment in council.commitments.values() {
        let of_it = commitment.source == CommitmentSource::Topic(id);
        if of_it || council.topic_of(commitment) == Some(id) {
            lines.push(promised(commitment));
        }
    }
    if let Some((_, end, words)) = topic.end().filter(|(_, end, _)| end.state() == topic.state) {
        lines.push(texts.min_end(super::super::words::topic_state(end.state()), words));
    }
    lines.join("\n")
}

fn voted(motion: &Motion) -> Option<String> {
    let MotionState::Closed {
        outcome,
        tally,
        options,
        chosen,
        ..
    } = &motion.state
    else {
        return None;
    };
    let outcome = match (outcome.passed, chosen.is_empty()) {
        (true, false) => t().meeting.min_chosen(vote_words::chosen(motion, chosen)),
        (true, true) => t().council.motion_passed().to_owned(),
        (false, _) => t().council.motion_failed().to_owned(),
    };
    let counts = vote_words::counts(motion, tally, options);
    let turnout = words::heads(motion.electorate.kind, tally.participants.heads);
    Some(
        t().meeting
            .min_vote(&motion.question, turnout, counts, outcome),
    )
}

fn promised(commitment: &Commitment) -> String {
    t().meeting.min_promise(
        words::undertaking_of(commitment),
        &commitment.text,
        words::date(commitment.due),
    )
}

fn closing(meeting: &Meeting) -> String {
    match meeting.closed_at {
        Some(at) => t().meeting.min_closed(time::clock(at.0)),
        None => String::new(),
    }
}
