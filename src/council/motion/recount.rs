//! The recount: this phone counts the published ballots again, with the same rules.

use crate::view::prelude::*;
use wasm_bindgen_futures::spawn_local;
use yishi_domain::council::{
    Choice, Count, Counted, ElectorateKind, Motion, MotionState, Outcome, Publication, Tally, Way,
    count,
};
use yishi_domain::{BlobRef, MemberId, MotionId, State};

use super::super::{vote_words, words};
use super::result::told;
use crate::route::Route;
use crate::session::{Session, code_text, now, session};
use crate::text::t;
use crate::ui::{Badge, Button, ButtonLink, Section, Tone, number};

/// The ballot that this member, or the member's home, has cast.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Own {
    of_home: bool,
    says: String,
    choice: Vec<Choice>,
    receipt: String,
}

/// What the recount says.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Finding {
    /// The ballots are being fetched
    Fetching,
    /// The result is what the ballots say
    Same {
        /// How many there are, those by hands included
        ballots: u64,
        /// How they came, and what is in no number
        told: Vec<String>,
        own: Option<(Own, Option<usize>)>,
    },
    /// It is not: what differs, in words
    Differs(Vec<String>),
    /// The ballots cannot be had now
    Unavailable(String),
}

/// One figure of a tally.
type Part = fn(&Tally) -> Count;

fn published(state: &State, id: MotionId) -> Option<(Counted, BlobRef)> {
    let motion = state.council.motions.get(&id)?;
    let MotionState::Closed {
        tally,
        options,
        outcome,
        chosen,
        ballots,
        ..
    } = &motion.state
    else {
        return None;
    };
    let counted = Counted {
        tally: *tally,
        options: options.clone(),
        outcome: *outcome,
        chosen: chosen.clone(),
    };
    Some((counted, *ballots))
}

fn own(session: Session, state: &State, id: MotionId, me: MemberId) -> Option<Own> {
    let motion = state.council.motions.get(&id)?;
    let voter = motion.electorate.voter_of(state, me, state.today(now()))?;
    let ballot = motion.ballots.get(&voter.id)?;
    let said = ballot.said.as_ref();
    let said = said.map(|said| (said.choice.clone(), said.receipt.clone()));
    let sealed = || session.own_sealed(id, ballot.cause);
    let (choice, receipt) = said.or_else(|| sealed().map(|own| (own.choice, own.receipt)))?;
    Some(Own {
        of_home: motion.electorate.kind == ElectorateKind::Households,
        says: vote_words::marks(&motion.options, &choice),
        choice,
        receipt,
    })
}

/// The check, made when the page is opened.
#[component]
pub(super) fn Recount(id: MotionId) -> View {
    let session = session();
    let me = session.me();
    let finding = RwSignal::new(Finding::Fetching);
    let result = session.part(move |state| published(state, id));
    let check = move || {
        let Some((_, blob)) = result.get_untracked() else {
            return;
        };
        finding.set(Finding::Fetching);
        spawn_local(async move {
            let found = match session.ballots(blob).await {
                Err(failure) => Finding::Unavailable(code_text(failure.code())),
                Ok(publication) => session
                    .view()
                    .with_untracked(|state| {
                        let motion = state.council.motions.get(&id)?;
                        let (result, _) = published(state, id)?;
                        let own = own(session, state, id, me);
                        Some(compare(motion, &result, own, &publication))
                    })
                    .unwrap_or(Finding::Fetching),
            };
            // The page may have been left meanwhile.
            let _ = finding.try_set(found);
        });
    };
    Effect::new(move |_| {
        result.track();
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
        Finding::Same { ballots, told, own } => view! {
            <div class="meta"><Badge text=t().council.recounted() tone=Tone::Ok /></div>
            <h3>{t().council.recount_same(number::grouped(ballots))}</h3>
            {told.into_iter().map(|line| view! { <p class="meta">{line}</p> }).collect_view()}
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
    match place {
        Some(place) => {
            let place = number::grouped(place as u64);
            let text = match own.of_home {
                true => texts.own_place_home(place, own.says),
                false => texts.own_place(place, own.says),
            };
            view! { <p class="meta"><span>{text}</span> <span class="receipt">{texts.receipt_is(own.receipt)}</span></p> }
        }
        None => view! { <p class="error">{texts.own_place_missing(own.receipt)}</p> },
    }
}

fn compare(
    motion: &Motion,
    published: &Counted,
    own: Option<Own>,
    publication: &Publication,
) -> Finding {
    let counted = count(&motion.options, &motion.rule, motion.size, publication);
    let differing = differing(motion, published, &counted);
    if !differing.is_empty() {
        return Finding::Differs(differing);
    }
    let own = own.filter(|_| publication.withheld == 0).map(|own| {
        let place = publication
            .ballots
            .iter()
            .position(|b| b.receipt == own.receipt && b.choice == own.choice);
        (own, place.map(|place| place + 1))
    });
    let hands = publication.hands.as_ref().map_or(0, |hands| hands.heads);
    Finding::Same {
        ballots: publication.ballots.len() as u64 + hands,
        told: remarks(motion, publication),
        own,
    }
}

/// What the phone has counted otherwise than it was published.
fn differing(motion: &Motion, published: &Counted, counted: &Counted) -> Vec<String> {
    let texts = t().council;
    let parts: [(&str, Part); 5] = [
        (texts.electorate(), |tally| tally.electorate),
        (texts.participants(), |tally| tally.participants),
        (texts.approve(), |tally| tally.approve),
        (texts.reject(), |tally| tally.reject),
        (texts.abstain(), |tally| tally.abstain),
    ];
    let figures = parts.iter().map(|(name, part)| {
        let both = (part(&published.tally), part(&counted.tally));
        ((*name).to_owned(), both)
    });
    let nothing = Count::default();
    let options = published.options.len().max(counted.options.len());
    let options = (1..=u8::MAX).zip(0..options).map(|(number, place)| {
        let of = |counted: &Counted| counted.options.get(place).copied().unwrap_or(nothing);
        let name = vote_words::mark(&motion.options, Choice::Option(number));
        (name, (of(published), of(counted)))
    });
    let mut differing: Vec<String> = figures
        .chain(options)
        .filter(|(_, (published, counted))| published != counted)
        .map(|(name, (published, counted))| {
            texts.differs(name, told(motion, published), told(motion, counted))
        })
        .collect();
    let named = |outcome: &Outcome| {
        if outcome.passed {
            t().app.passed()
        } else {
            t().app.rejected()
        }
    };
    if published.outcome != counted.outcome {
        let both = [&published.outcome, &counted.outcome].map(named);
        differing.push(texts.differs(texts.result(), both[0], both[1]));
    }
    if published.chosen != counted.chosen {
        let both = [published, counted].map(|counted| {
            let chosen: Vec<Choice> = counted.chosen.iter().map(|n| Choice::Option(*n)).collect();
            vote_words::marks(&motion.options, &chosen)
        });
        differing.push(texts.differs(t().vote.chosen(), &both[0], &both[1]));
    }
    differing
}

/// How the ballots came, and what stands in no number.
fn remarks(motion: &Motion, publication: &Publication) -> Vec<String> {
    let texts = t().vote;
    let mut remarks = Vec::new();
    let by = |way: Way| {
        let of_way = |ballot: &&yishi_domain::council::PublishedBallot| ballot.way == Some(way);
        publication.ballots.iter().filter(of_way).count() as u64
    };
    let hands = publication.hands.as_ref().map_or(0, |hands| hands.heads);
    let ways = [
        (Way::Phone, by(Way::Phone)),
        (Way::Desk, by(Way::Desk)),
        (Way::Paper, by(Way::Paper)),
        (Way::Hands, hands),
    ];
    let told: Vec<String> = ways
        .iter()
        .filter(|(_, heads)| *heads > 0)
        .map(|(way, heads)| format!("{} {}", vote_words::way(*way), number::grouped(*heads)))
        .collect();
    if !told.is_empty() {
        remarks.push(told.join(" · "));
    }
    if motion.sealed && publication.withheld == 0 {
        remarks.push(texts.sealed_order().to_owned());
    }
    if publication.withheld > 0 {
        let heads = words::heads(motion.electorate.kind, publication.withheld);
        remarks.push(texts.withheld(heads));
    }
    if publication.missing > 0 {
        let heads = words::heads(motion.electorate.kind, publication.missing);
        remarks.push(texts.missing(heads));
    }
    remarks
}
