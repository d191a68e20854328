//! One vote, from its notice to its recount.

mod line;
mod marks;
mod own;
mod recount;
mod result;
mod staff;
mod turnout;

pub(super) use marks::Marks;
pub(super) use turnout::meters;

use crate::view::prelude::*;
use yishi_domain::council::{Motion, MotionState, Options};
use yishi_domain::roster::Role;
use yishi_domain::{MotionId, State};

use super::mark::{Mark, Pending};
use super::resolution::Resolution;
use super::thread::{Matter, MatterThread};
use super::{rule_words, vote_words, words};
use crate::route::{CouncilSection, Route};
use crate::session::session;
use crate::text::t;
use crate::ui::{Badge, Card, Empty, Fact, Facts, Page, Section, Tone, time};

/// How far the vote is: what the page consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Unknown,
    Noticed,
    Open,
    Closed,
    Cancelled,
}

fn phase(state: &State, id: MotionId) -> Phase {
    match state.council.motions.get(&id).map(|motion| &motion.state) {
        None => Phase::Unknown,
        Some(MotionState::Noticed) => Phase::Noticed,
        Some(MotionState::Open { .. }) => Phase::Open,
        Some(MotionState::Closed { .. }) => Phase::Closed,
        Some(MotionState::Cancelled { .. }) => Phase::Cancelled,
    }
}

/// The page.
#[component]
pub(crate) fn MotionPage(
    /// Which vote
    id: MotionId,
) -> View {
    let session = session();
    let staff = session.has_role(Role::Committee);
    let phase = session.part(move |state| phase(state, id));
    let title = session.part(move |state| {
        let motion = state.council.motions.get(&id)?;
        Some(vote_words::title(state, motion))
    });
    let matter = session.part(move |state| {
        state
            .council
            .motions
            .get(&id)
            .map(|motion| Matter::Topic(motion.topic))
    });
    let heading = Signal::derive(move || {
        title
            .get()
            .unwrap_or_else(|| t().council.motion().to_owned())
    });
    let parts = move || match phase.get() {
        Phase::Unknown => {
            view! { <Empty title=t().council.motion_unknown() text=t().council.unknown_text() icon="vote" /> }
        }
        Phase::Noticed => view! { <Question id /> <Terms id explained=true /> },
        Phase::Open => {
            view! { <Question id /> <own::OwnBallot id /> <turnout::Turnout id /> <Terms id /> }
        }
        Phase::Closed => {
            view! { <result::Result id /> <recount::Recount id /> <Resolution id /> <result::FinalTurnout id /> <Terms id /> }
        }
        Phase::Cancelled => view! { <Cancelled id /> <Terms id explained=true /> },
    };
    let running = move || matches!(phase.get(), Phase::Noticed | Phase::Open);
    view! {
        <Page title=heading back=Route::Council(CouncilSection::Motions) aloud=true long=true>
            {parts}
            <Show when=move || phase.get() != Phase::Unknown>
                <MatterThread matter here=Route::Motion(id.0) />
            </Show>
            <Show when=move || staff.get() && phase.get() == Phase::Open>
                <staff::Entering id />
            </Show>
            <Show when=move || staff.get() && running()>
                <staff::Conduct id />
            </Show>
        </Page>
    }
}

/// What is asked, and how far it is.
#[component]
fn Question(id: MotionId) -> View {
    let session = session();
    let waiting = session.is_lingering(id.0);
    // Not the whole motion: while others vote its turnout changes many times, and none of this.
    let known = session.part(move |state| {
        let motion = state.council.motions.get(&id)?;
        let noticed = matches!(motion.state, MotionState::Noticed);
        let told = if noticed {
            words::electorate(&motion.electorate)
        } else {
            let size = words::heads(motion.electorate.kind, motion.size.heads);
            format!("{} · {size}", words::place(&motion.electorate.place))
        };
        let opening = noticed.then(|| (motion.options.clone(), opening(motion)));
        let mark = Mark::motion(motion);
        Some((mark, motion.sealed, told, motion.question.clone(), opening))
    });
    move || {
        known.get().map(|(mark, sealed, told, question, opening)| {
            let opening = opening.map(|(choice, opening)| {
                view! {
                    {options(&choice)}
                    <p class="hint">{opening}</p>
                }
            });
            let sealed =
                sealed.then(|| view! { <Badge text=t().vote.sealed() tone=Tone::Info /> });
            view! {
                <div class="meta">{mark.badge()} <Pending waiting /> {sealed} <span>{told}</span></div>
                <p class="spoken">{question}</p>
                {opening}
            }
        })
    }
}

/// What there will be to choose from.
fn options(options: &Options) -> Option<View> {
    let Options::Choose { of, .. } = options else {
        return None;
    };
    let names = of.iter().map(|name| view! { <li>{name.clone()}</li> });
    Some(view! { <ol class="named">{names.collect_view()}</ol> })
}

/// When a noticed vote begins.
fn opening(motion: &Motion) -> String {
    let days = motion.rule.notice_days;
    match motion.opens_at {
        None if days > 0 => t()
            .vote
            .opens_after_notice(time::moment(motion.opens_from().0)),
        Some(at) => t().council.opens_at(time::moment(at.0)),
        None => t().council.opens_by_staff().into(),
    }
}

/// Who votes, until when, by which rule.
#[component]
fn Terms(
    id: MotionId,
    /// Says what the rule means, where nothing else on the page does
    #[prop(optional)]
    explained: bool,
) -> View {
    let session = session();
    let known = session.part(move |state| state.council.motions.contains_key(&id));
    let facts = session.part(move |state| {
        let motion = state.council.motions.get(&id);
        motion.map_or_else(Vec::new, |motion| terms(motion, explained))
    });
    move || {
        known.get().then(|| {
            view! {
                <Section title=t().council.terms()>
                    <Card>
                        <Facts items=facts />
                    </Card>
                </Section>
            }
        })
    }
}

fn terms(motion: &Motion, explained: bool) -> Vec<Fact> {
    let texts = t().council;
    let means = || {
        Fact::new(
            texts.rule_means(),
            rule_words::explained(&motion.rule, motion.electorate.kind, &motion.options),
        )
    };
    let mut facts = vec![
        Fact::new(texts.who_votes(), words::electorate(&motion.electorate)),
        Fact::new(t().vote.ballot(), vote_words::options(&motion.options)),
        Fact::new(t().vote.secrecy(), vote_words::secrecy(motion.sealed)),
        Fact::new(texts.closes(), time::moment(motion.closes_at.0)),
        Fact::new(texts.rule(), words::rule(&motion.rule)),
    ];
    facts.extend(explained.then(means));
    facts.push(Fact::new(
        texts.rule_source(),
        words::rule_source(&motion.rule),
    ));
    facts
}

/// A vote that was given up, and why.
#[component]
fn Cancelled(id: MotionId) -> View {
    let session = session();
    let motion = session.part(move |state| state.council.motions.get(&id).cloned());
    view! {
        <Question id />
        {move || {
            let motion = motion.get()?;
            let MotionState::Cancelled { at, reason } = motion.state.clone() else { return None };
            Some(
                view! {
                    <Card>
                        <h3>{t().council.cancelled_because()}</h3>
                        <p>{reason}</p>
                        <p class="meta">{time::moment(at.0)} " · " {t().council.cancelled_void()}</p>
                    </Card>
                },
            )
        }}
    }
}
