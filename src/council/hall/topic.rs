//! What the hall sees while nobody votes: the topic of the moment with what was said last, or the agenda.

use crate::view::prelude::*;
use yishi_domain::council::{TopicEnd, TopicState};
use yishi_domain::{MeetingId, TopicId};

use super::super::mark::Mark;
use super::super::words;
use crate::session::{now, session};
use crate::text::t;

/// As many statements are on the wall, the last ones.
const STATEMENTS: usize = 3;

/// The topic of the moment.
#[component]
pub(super) fn TopicBoard(id: TopicId) -> View {
    let session = session();
    let topic = session.part(move |state| state.council.topics.get(&id).cloned());
    let promised = session.part(move |state| {
        let today = state.date(now());
        let all = state
            .council
            .commitments_of(today, |one| state.council.topic_of(one) == Some(id));
        let told = all.into_iter().map(|(_, one)| {
            let due = words::date(one.due);
            t().meeting
                .min_promise(words::undertaking_of(one), &one.text, due)
        });
        told.collect::<Vec<String>>()
    });
    move || {
        let topic = topic.get()?;
        let last = topic.statements.len().saturating_sub(STATEMENTS);
        let said = topic.statements[last..].iter().map(|statement| {
            view! {
                <li>
                    <p class="who">{words::speaker(&statement.speaker)}</p>
                    <p>{statement.text.clone()}</p>
                </li>
            }
        });
        let said = said.collect_view();
        let promised = promised
            .get()
            .into_iter()
            .map(|text| view! { <p class="said">{text}</p> });
        let concluded = topic
            .end()
            .filter(|(_, end, _)| *end == TopicEnd::Resolved && topic.state == TopicState::Resolved)
            .map(|(_, _, words)| view! { <p class="said">{words.to_owned()}</p> });
        Some(view! {
            <p class="question">{topic.title.clone()}</p>
            {(!topic.text.is_empty() && topic.statements.is_empty()).then(|| view! { <p>{topic.text.clone()}</p> })}
            <ul class="spoken-last">{said}</ul>
            {promised.collect_view()}
            {concluded}
        })
    }
}

/// All topics, each with how far it is.
#[component]
pub(super) fn AgendaBoard(id: MeetingId) -> View {
    let session = session();
    let lines = session.part(move |state| {
        let agenda = state.council.agenda(id).into_iter();
        let lines =
            agenda.map(|(_, topic)| (topic.title.clone(), Mark::topic(&state.council, topic)));
        lines.collect::<Vec<_>>()
    });
    let empty = move || {
        lines
            .with(Vec::is_empty)
            .then(|| view! { <p>{t().council.no_topics()}</p> })
    };
    let line = |(title, mark): (String, Mark)| {
        // Until a meeting has come to them all topics are scheduled: that need not be said of each.
        let scheduled = mark.text == t().council.topic_scheduled();
        view! { <li><span>{title}</span> {(!scheduled).then(|| mark.badge())}</li> }
    };
    view! {
        <ol class="agenda">{move || lines.get().into_iter().map(line).collect_view()}</ol>
        {empty}
    }
}
