//! The recount: this phone counts the published ballots again, with the same rules.

use crate::view::prelude::*;
use wasm_bindgen_futures::spawn_local;
use yishi_domain::council::{
    Choice, Count, ElectorateKind, Motion, MotionState, Outcome, PublishedBallot, Tally, recount,
};
use yishi_domain::{BlobRef, MemberId, MotionId, State};

use super::super::words;
use super::result::told;
use crate::route::Route;
use crate::session::{code_text, now, session};
use crate::text::t;
use crate::ui::{Badge, Button, ButtonLink, Section, Tone, number};

/// The ballot that this member, or the member's home, has cast.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Own {
    of_home: bool,
    choice: Choice,
    receipt: String,
}

/// What the recount says.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Finding {
    /// The ballots are being fetched
    Fetching,
    /// The result is what the ballots say
    Same {
        ballots: usize,
        own: Option<(Own, Option<usize>)>,
    },
    /// It is not: what differs, in words
    Differs(Vec<String>),
    /// The ballots cannot be had now
    Unavailable(String),
}

/// One figure of a tally.
type Part = fn(&Tally) -> Count;

fn closed(state: &State, id: MotionId) -> Option<(Tally, Outcome, BlobRef)> {
    match state.council.motions.get(&id)?.state {
        MotionState::Closed {
            tally,
            outcome,
            ballots,
            ..
        } => Some((tally, outcome, ballots)),
        _ => None,
    }
}

fn own(state: &State, id: MotionId, me: MemberId) -> Option<Own> {
    let motion = state.council.motions.get(&id)?;
    let voter = motion.electorate.voter_of(state, me, state.today(now()))?;
    let ballot = motion.ballots.get(&voter.id)?;
    let of_home = motion.electorate.kind == ElectorateKind::Households;
    Some(Own {
        of_home,
        choice: ballot.choice,
        receipt: ballot.receipt.clone(),
    })
}

/// The check, made when the page is opened.
#[component]
pub(super) fn Recount(id: MotionId) -> View {
    let session = session();
    let me = session.me();
    let finding = RwSignal::new(Finding::Fetching);
    let published = session.part(move |state| closed(state, id));
    let check = move || {
        let Some((_, _, blob)) = published.get_untracked() else {
            return;
        };
        finding.set(Finding::Fetching);
        spawn_local(async move {
            let found = match session.ballots(blob).await {
                Err(failure) => Finding::Unavailable(code_text(failure.code())),
                Ok(ballots) => session
                    .view()
                    .with_untracked(|state| {
                        let motion = state.council.motions.get(&id)?;
                        Some(compare(motion, own(state, id, me), &ballots))
                    })
                    .unwrap_or(Finding::Fetching),
            };
            // The page may have been left meanwhile.
            let _ = finding.try_set(found);
        });
    };
    Effect::new(move |_| {
        published.track();
        check();
    });
    let part = move || match finding.get() {
        Finding::Fetching => view! { <p class="meta">{t().council.recounting()}</p> },
        Finding::Unavailable(why) => view! {
            <p>{t().council.recount_unavailable()}</p>
            <p class="meta">{why}</p>
            <Button label=t().council.recount_again() on_press=check />
        },
        Finding::Differs(what) => view! {
            <div class="meta"><Badge text=t().council.recount_differs() tone=Tone::Bad /></div>
            <h3>{t().council.recount_differs_text()}</h3>
            <ul>{what.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            <p class="meta">{t().council.recount_differs_hint()}</p>
            <ButtonLink label=t().council.see_ballots() to=Route::Ballots(id.0) />
        },
        Finding::Same { ballots, own } => view! {
            <div class="meta"><Badge text=t().council.recounted() tone=Tone::Ok /></div>
            <h3>{t().council.recount_same(number::grouped(ballots as u64))}</h3>
            {own.map(|(own, place)| view! { <OwnPlace own place /> })}
            <ButtonLink label=t().council.see_ballots() to=Route::Ballots(id.0) />
        },
    };
    let bad = move || finding.with(|finding| matches!(finding, Finding::Differs(_)));
    view! {
        <Section title=t().council.recount()>
            <div class="card" class:bad=bad aria-live="polite">
                {part}
            </div>
        </Section>
    }
}

/// Where the own ballot stands among the published ones.
#[component]
fn OwnPlace(own: Own, place: Option<usize>) -> View {
    let texts = t().council;
    let choice = words::choice(own.choice);
    match place {
        Some(place) => {
            let place = number::grouped(place as u64);
            let text = match own.of_home {
                true => texts.own_place_home(place, choice),
                false => texts.own_place(place, choice),
            };
            view! { <p class="meta"><span>{text}</span> <span class="receipt">{texts.receipt_is(own.receipt)}</span></p> }
        }
        None => view! { <p class="error">{texts.own_place_missing(own.receipt)}</p> },
    }
}

fn compare(motion: &Motion, own: Option<Own>, ballots: &[PublishedBallot]) -> Finding {
    let MotionState::Closed { tally, outcome, .. } = &motion.state else {
        return Finding::Fetching;
    };
    let (counted, made_of_it) = recount(&motion.rule, motion.size, ballots);
    let texts = t().council;
    let parts: [(&str, Part); 5] = [
        (texts.electorate(), |tally| tally.electorate),
        (texts.participants(), |tally| tally.participants),
        (texts.approve(), |tally| tally.approve),
        (texts.reject(), |tally| tally.reject),
        (texts.abstain(), |tally| tally.abstain),
    ];
    let mut differing: Vec<String> = parts
        .iter()
        .map(|(name, part)| (name, part(tally), part(&counted)))
        .filter(|(_, published, counted)| published != counted)
        .map(|(name, published, counted)| {
            texts.differs(name, told(motion, published), told(motion, counted))
        })
        .collect();
    if *outcome != made_of_it {
        let named = |outcome: &Outcome| {
            if outcome.passed {
                t().app.passed()
            } else {
                t().app.rejected()
            }
        };
        differing.push(texts.differs(texts.result(), named(outcome), named(&made_of_it)));
    }
    if !differing.is_empty() {
        return Finding::Differs(differing);
    }
    let own = own.map(|own| {
        let place = ballots
            .iter()
            .position(|b| b.receipt == own.receipt && b.choice == own.choice);
        (own, place.map(|place| place + 1))
    });
    Finding::Same {
        ballots: ballots.len(),
        own,
    }
}
