//! The member's own vote: cast, confirmed, changed.

use std::sync::Arc;

use crate::view::prelude::*;
use yishi_domain::council::{Ballot, CastBallot, Choice, ElectorateKind, Options, Way};
use yishi_domain::{Command, MemberId, MotionId, SealId, State};

use super::super::vote_words;
use super::line::{Line, told};
use super::marks::Marks;
use crate::form::{Ask, Refused};
use crate::part::Part;
use crate::session::{Session, new_secret_id, now, session};
use crate::text::t;
use crate::ui::{Badge, Button, ConfirmSheet, Look, Section, Tone};

/// What this member may do here.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Vote {
    /// The member has no vote on this
    None,
    /// Not cast yet
    Due,
    /// It stands in the book
    Entered(Line),
}

/// The vote of a member or of the member's home.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Own {
    of_home: bool,
    sealed: bool,
    options: Options,
    vote: Vote,
    closes_at: i64,
}

fn own(session: Session, state: &State, id: MotionId, me: MemberId) -> Option<Own> {
    let motion = state.council.motions.get(&id)?;
    let of_home = motion.electorate.kind == ElectorateKind::Households;
    let vote = match motion.electorate.voter_of(state, me, state.today(now())) {
        None => Vote::None,
        Some(voter) => match motion.ballots.get(&voter.id) {
            None => Vote::Due,
            Some(ballot) => Vote::Entered(line(session, state, id, ballot)),
        },
    };
    Some(Own {
        of_home,
        sealed: motion.sealed,
        options: motion.options.clone(),
        vote,
        closes_at: motion.closes_at.0,
    })
}

/// The line with what this phone alone knows of it.
fn line(session: Session, state: &State, id: MotionId, ballot: &Arc<Ballot>) -> Line {
    let own = session.own_sealed(id, ballot.cause);
    Line {
        ballot: ballot.clone(),
        by: ballot
            .by
            .and_then(|by| state.roster.name(by))
            .map(str::to_owned),
        own: own.map(|own| (own.choice, own.receipt)),
    }
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
    let known = session.part(move |state| own(session, state, id, me));
    let waiting = session.is_waiting(id.0);
    let ask = Ask::new(session);
    let changing = RwSignal::new(false);
    let (picked, confirming) = (RwSignal::new(Vec::<Choice>::new()), RwSignal::new(false));
    let of_home = Part::new(move || known.with(|own| own.as_ref().is_some_and(|own| own.of_home)));
    let sealed = Part::new(move || known.with(|own| own.as_ref().is_some_and(|own| own.sealed)));
    let pick = move |marks: Vec<Choice>| {
        picked.set(marks);
        confirming.set(true);
    };
    let cast = move || {
        let cast = CastBallot {
            motion: id,
            choice: picked.get_untracked(),
            // Drawn anew for each ballot, so that two of them have nothing in common.
            seal: untrack(|| sealed.get()).then(|| SealId(new_secret_id())),
        };
        ask.send(vec![Command::CastBallot(cast)], move || {
            let _ = changing.try_set(false);
        });
    };
    let question = Signal::derive(move || {
        let choice = known.with(|own| {
            let options = own.as_ref().map(|own| own.options.clone());
            vote_words::marks(&options.unwrap_or_default(), &picked.get())
        });
        t().council.cast_question(choice)
    });
    let warning = Signal::derive(move || {
        let warning = either(
            of_home.get(),
            t().council.cast_text_home(),
            t().council.cast_text(),
        );
        match sealed.get() {
            true => t().council.sentences(warning, t().vote.cast_text_sealed()),
            false => warning.to_owned(),
        }
    });
    let title = Signal::derive(move || {
        either(
            of_home.get(),
            t().council.your_homes_vote(),
            t().council.your_vote(),
        )
        .to_owned()
    });
    let late = move |closes_at: i64| {
        (now().0 >= closes_at).then(|| view! { <p class="hint">{t().council.perhaps_closed()}</p> })
    };
    let part = move || {
        let own = known.get()?;
        let changing_now = changing.get();
        Some(match own.vote {
            Vote::None => view! {
                <p>{t().council.no_vote()}</p>
                <p class="meta">{t().council.no_vote_text()}</p>
            },
            Vote::Entered(line) if !changing_now => {
                let change = (line.ballot.way == Way::Phone).then(|| {
                    view! { <Button label=t().council.change_vote() on_press=move || changing.set(true) /> }
                });
                view! {
                    <div class="meta">{move || delivered(waiting.get())}</div>
                    {told(&line, &own.options, own.of_home)}
                    {late(own.closes_at)}
                    {change}
                }
            }
            vote => {
                let keep = matches!(vote, Vote::Entered(_)).then(|| {
                    view! { <Button label=t().council.keep_vote() look=Look::Quiet on_press=move || changing.set(false) /> }
                });
                let sealed = own
                    .sealed
                    .then(|| view! { <p class="meta">{t().vote.sealed_hint()}</p> });
                view! {
                    <Marks options=own.options busy=ask.busy() on_mark=pick />
                    <p class="meta">{t().council.vote_hint()}</p>
                    {sealed}
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

fn delivered(waiting: bool) -> View {
    match waiting {
        true => view! { <Badge text=t().council.not_delivered() tone=Tone::Warn /> },
        false => view! { <Badge text=t().council.delivered() tone=Tone::Ok /> },
    }
}
