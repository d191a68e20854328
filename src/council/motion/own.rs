//! The member's own vote: cast, confirmed, changed.

use crate::view::prelude::*;
use yishi_domain::council::{Ballot, CastBallot, Choice, ElectorateKind};
use yishi_domain::{Command, MemberId, MotionId, State};

use super::super::words;
use crate::form::{Ask, Refused};
use crate::part::Part;
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{Badge, Button, ConfirmSheet, Look, Section, Tone, time};

/// What this member may do here.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Vote {
    /// The member has no vote on this
    None,
    /// Not cast yet
    Due,
    /// Cast
    Cast {
        ballot: std::sync::Arc<Ballot>,
        /// Who of the home cast it, if that is known here
        by: Option<String>,
    },
}

/// The vote of a member or of the member's home.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Own {
    of_home: bool,
    vote: Vote,
    closes_at: i64,
}

fn own(state: &State, id: MotionId, me: MemberId) -> Option<Own> {
    let motion = state.council.motions.get(&id)?;
    let vote = match motion.electorate.voter_of(state, me, state.today(now())) {
        None => Vote::None,
        Some(voter) => match motion.ballots.get(&voter.id) {
            None => Vote::Due,
            Some(ballot) => {
                let by = ballot
                    .by
                    .and_then(|by| state.roster.name(by))
                    .map(str::to_owned);
                Vote::Cast {
                    ballot: ballot.clone(),
                    by,
                }
            }
        },
    };
    let of_home = motion.electorate.kind == ElectorateKind::Households;
    Some(Own {
        of_home,
        vote,
        closes_at: motion.closes_at.0,
    })
}

/// Whose vote a text is about: a text for a home, or for a person.
fn either(of_home: bool, home: &'static str, person: &'static str) -> &'static str {
    if of_home { home } else { person }
}

/// The own vote while the motion is open.
#[component]
pub(super) fn OwnBallot(id: MotionId) -> View {
    let session = session();
    let me = session.me();
    let known = session.part(move |state| own(state, id, me));
    let waiting = session.is_waiting(id.0);
    let ask = Ask::new(session);
    let changing = RwSignal::new(false);
    let (picked, confirming) = (RwSignal::new(None::<Choice>), RwSignal::new(false));
    let of_home = Part::new(move || known.with(|own| own.as_ref().is_some_and(|own| own.of_home)));
    let pick = move |choice| {
        picked.set(Some(choice));
        confirming.set(true);
    };
    let cast = move || {
        if let Some(choice) = picked.get_untracked() {
            let cast = CastBallot {
                motion: id,
                choice: vec![choice],
            };
            ask.send(vec![Command::CastBallot(cast)], move || {
                let _ = changing.try_set(false);
            });
        }
    };
    let question = Signal::derive(move || {
        let choice = picked.get().map(words::choice).unwrap_or_default();
        t().council.cast_question(choice)
    });
    let warning = Signal::derive(move || {
        either(
            of_home.get(),
            t().council.cast_text_home(),
            t().council.cast_text(),
        )
        .to_owned()
    });
    let title = Signal::derive(move || {
        either(
            of_home.get(),
            t().council.your_homes_vote(),
            t().council.your_vote(),
        )
        .to_owned()
    });
    // Three buttons alike: same size, same colour, none chosen.
    let options = move || {
        Choice::ALL.map(|one| view! { <Button label=words::choice(one) busy=ask.busy() on_press=move || pick(one) /> })
    };
    let late = move |closes_at: i64| {
        (now().0 >= closes_at).then(|| view! { <p class="hint">{t().council.perhaps_closed()}</p> })
    };
    let part = move || {
        let own = known.get()?;
        Some(match own.vote {
            Vote::None => view! {
                <p>{t().council.no_vote()}</p>
                <p class="meta">{t().council.no_vote_text()}</p>
            },
            Vote::Cast { ballot, by } if !changing.get() => {
                let told = cast_by(own.of_home, by, ballot.at.0);
                let choice = words::choice(ballot.choice);
                let text = if own.of_home {
                    t().council.home_voted(choice)
                } else {
                    t().council.you_voted(choice)
                };
                view! {
                    <div class="meta">{move || delivered(waiting.get())}</div>
                    <p class="spoken"><strong>{text}</strong></p>
                    <p class="meta">{told}</p>
                    <p class="meta receipt">{t().council.receipt_is(&ballot.receipt)}</p>
                    <p class="meta">{t().council.receipt_hint()}</p>
                    {late(own.closes_at)}
                    <Button label=t().council.change_vote() on_press=move || changing.set(true) />
                }
            }
            Vote::Due | Vote::Cast { .. } => {
                let keep = matches!(own.vote, Vote::Cast { .. }).then(|| {
                    view! { <Button label=t().council.keep_vote() look=Look::Quiet on_press=move || changing.set(false) /> }
                });
                view! {
                    {options()}
                    <p class="meta">{t().council.vote_hint()}</p>
                    {late(own.closes_at)}
                    {keep}
                }
            }
        })
    };
    view! {
        <Section title>
            <div class="card" aria-live="polite">
                {part}
                <Refused error=ask.error() />
            </div>
        </Section>
        <ConfirmSheet open=confirming title=question text=warning confirm=t().council.cast() on_confirm=cast />
    }
}

/// 由王芳投出 · 今天 9:41
fn cast_by(of_home: bool, by: Option<String>, at: i64) -> String {
    let when = time::moment(at);
    match (of_home, by) {
        (true, Some(name)) => format!("{} · {when}", t().council.cast_by(name)),
        (true, None) => format!("{} · {when}", t().council.cast_by_home()),
        (false, _) => when,
    }
}

fn delivered(waiting: bool) -> View {
    match waiting {
        true => view! { <Badge text=t().council.not_delivered() tone=Tone::Warn /> },
        false => view! { <Badge text=t().council.delivered() tone=Tone::Ok /> },
    }
}
