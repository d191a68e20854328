//! A matter as it stands in a list.

use crate::view::prelude::*;
use yishi_domain::council::{MotionState, OpinionOutcome};
use yishi_domain::{MeetingId, MotionId, OpinionId, TopicId};

use super::mark::{Mark, Pending};
use super::words;
use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::ui::{Card, When, number, time};

/// An opinion.
#[component]
pub(super) fn OpinionCard(
    /// Which
    id: OpinionId,
    /// With what was said to it
    #[prop(optional)]
    replied: bool,
) -> View {
    let session = session();
    let waiting = session.is_lingering(id.0);
    let known = session.part(move |state| {
        let opinion = state.council.opinions.get(&id)?;
        Some((opinion.clone(), Mark::opinion(&state.council, opinion)))
    });
    move || {
        known.get().map(|(opinion, mark)| {
            let seconds = (opinion.seconds > 0)
                .then(|| view! { <span>{t().council.seconds(number::grouped(opinion.seconds.into()))}</span> });
            let reply = opinion.outcome.as_ref().filter(|_| replied);
            let reply = reply.and_then(|(at, outcome)| match outcome {
                OpinionOutcome::Answered { text, .. } => Some((*at, text.clone())),
                OpinionOutcome::Declined { reason, .. } => Some((*at, reason.clone())),
                _ => None,
            });
            let at = reply.as_ref().map_or(opinion.raised_at, |(at, _)| *at);
            view! {
                <Card to=Route::Opinion(id.0)>
                    <div class="meta">{mark.badge()} <Pending waiting /> <span>{words::category(opinion.category)}</span></div>
                    <h3 class="clamp">{opinion.text.clone()}</h3>
                    {reply.map(|(_, text)| view! { <p class="said">{text}</p> })}
                    <p class="meta">
                        <When at=at.0 say=time::day_near /> {seconds}
                    </p>
                </Card>
            }
        })
    }
}

/// A topic.
#[component]
pub(super) fn TopicCard(
    /// Which
    id: TopicId,
    /// Its number on the agenda; 0 shows none
    #[prop(optional)]
    place: usize,
    /// With how it was settled
    #[prop(optional)]
    settled: bool,
) -> View {
    let session = session();
    let waiting = session.is_lingering(id.0);
    let known = session.part(move |state| {
        let topic = state.council.topics.get(&id)?;
        let end = topic.end().filter(|_| settled);
        let end = end.map(|(at, _, words)| (at, words.to_owned()));
        Some((topic.title.clone(), Mark::topic(&state.council, topic), end))
    });
    move || {
        known.get().map(|(title, mark, end)| {
            let title = if place > 0 {
                t().council.numbered(place, title)
            } else {
                title
            };
            view! {
                <Card to=Route::Topic(id.0)>
                    <div class="meta">{mark.badge()} <Pending waiting /></div>
                    <h3>{title}</h3>
                    {end.map(|(at, words)| view! { <p class="said">{words}</p> <p class="meta"><When at=at.0 say=time::day_near /></p> })}
                </Card>
            }
        })
    }
}

/// A vote: while it is open who took part, never how they voted.
#[component]
pub(super) fn MotionCard(
    /// Which
    id: MotionId,
) -> View {
    let session = session();
    let waiting = session.is_lingering(id.0);
    let known = session.part(move |state| {
        let motion = state.council.motions.get(&id)?;
        let title = state
            .council
            .topics
            .get(&motion.topic)
            .map_or(&motion.question, |topic| &topic.title);
        Some((motion.clone(), title.clone()))
    });
    move || {
        known.get().map(|(motion, title)| {
            let kind = motion.electorate.kind;
            let (turnout, size) = (
                words::heads(kind, motion.turnout.heads),
                words::heads(kind, motion.size.heads),
            );
            let told = match &motion.state {
                MotionState::Noticed => words::electorate(&motion.electorate),
                MotionState::Open { .. } => {
                    format!(
                        "{} · {}",
                        words::place(&motion.electorate.place),
                        t().council.took_part_of(turnout, size)
                    )
                }
                MotionState::Closed { at, .. } => {
                    format!("{} · {}", time::day(at.0), t().council.took_part(turnout))
                }
                MotionState::Cancelled { at, reason } => format!("{} · {reason}", time::day(at.0)),
            };
            view! {
                <Card to=Route::Motion(id.0)>
                    <div class="meta">{Mark::motion(&motion).badge()} <Pending waiting /></div>
                    <h3>{title}</h3>
                    <p class="meta">{told}</p>
                </Card>
            }
        })
    }
}

/// A meeting.
#[component]
pub(super) fn MeetingCard(
    /// Which
    id: MeetingId,
) -> View {
    let session = session();
    let waiting = session.is_lingering(id.0);
    let known = session.part(move |state| {
        let meeting = state.council.meetings.get(&id)?;
        Some((meeting.clone(), state.council.agenda(id).len()))
    });
    move || {
        known.get().map(|(meeting, topics)| {
            view! {
                <Card to=Route::Meeting(id.0)>
                    <div class="meta">
                        {Mark::meeting(&meeting).badge()} <Pending waiting />
                        <span>{t().council.topics(topics)}</span>
                    </div>
                    <h3>{words::meeting_name(&meeting)}</h3>
                    <p class="meta">{words::meeting_time(&meeting)} " · " {meeting.place.clone()}</p>
                </Card>
            }
        })
    }
}
