//! A vote on the wall: while it is open who took part, never how; then the result.

use crate::view::prelude::*;
use yishi_domain::MotionId;
use yishi_domain::council::{Choice, Count, Motion, MotionState, Options, Tally};

use super::super::motion::meters;
use super::super::{vote_words, words};
use crate::session::session;
use crate::text::t;
use crate::ui::{Badge, Meter, Seal, Tone, time};

#[component]
pub(super) fn VoteBoard(id: MotionId) -> View {
    let session = session();
    let motion = session.part(move |state| state.council.motions.get(&id).cloned());
    move || {
        let motion = motion.get()?;
        let below = match &motion.state {
            MotionState::Closed {
                tally,
                options,
                outcome,
                chosen,
                ..
            } => result(&motion, tally, options, chosen, outcome.passed),
            _ => running(&motion),
        };
        Some(view! {
            <p class="question">{motion.question.clone()}</p>
            {below}
        })
    }
}

fn running(motion: &Motion) -> View {
    let until = time::until(motion.closes_at.0);
    let names = (1..=u8::MAX)
        .map(|number| motion.options.name(Choice::Option(number)))
        .map_while(|name| name.map(str::to_owned))
        .map(|name| view! { <li>{name}</li> });
    let names: Vec<_> = names.collect();
    view! {
        {(!names.is_empty()).then(|| view! { <ul class="choices-told">{names}</ul> })}
        {meters(motion, motion.turnout)}
        <p class="quiet">{t().meeting.voting_until(until)}</p>
        {motion.sealed.then(|| view! { <p class="quiet">{t().vote.turnout_sealed()}</p> })}
    }
}

fn result(
    motion: &Motion,
    tally: &Tally,
    of_options: &[Count],
    chosen: &[u8],
    passed: bool,
) -> View {
    let all = tally.participants.heads;
    let kind = motion.electorate.kind;
    let lines: Vec<(Choice, Count)> = match motion.options {
        Options::Approval => Choice::ALL
            .iter()
            .map(|choice| (*choice, vote_words::answered(tally, *choice)))
            .collect(),
        Options::Choose { .. } => (1..=u8::MAX)
            .zip(of_options)
            .map(|(number, count)| (Choice::Option(number), *count))
            .collect(),
    };
    let meter = |(choice, count): (Choice, Count)| {
        let won = matches!(choice, Choice::Option(number) if chosen.contains(&number));
        view! {
            <div>
                {won.then(|| view! { <Badge text=t().vote.chosen() tone=Tone::Ok /> })}
                <Meter
                    label=vote_words::mark(&motion.options, choice)
                    value=count.heads
                    total=all.max(1)
                    text=words::heads(kind, count.heads)
                />
            </div>
        }
    };
    let meters = lines.into_iter().map(meter).collect_view();
    let took_part = t().council.took_part(words::heads(kind, all));
    view! {
        <div class="outcome">
            <div>{meters}</div>
            <Seal passed />
        </div>
        <p class="quiet">{took_part}</p>
    }
}
