//! What is new in the community.

use crate::view::prelude::*;
use yishi_domain::council::{MotionState, Opinion};
use yishi_domain::{State, sort_by_key};

use super::mine::standing;
use crate::patrol::words;
use crate::route::{CouncilSection, Route};
use crate::session::session;
use crate::text::t;
use crate::ui::{Badge, ButtonLink, Card, Section, Tone, time};

/// How many are shown.
const SHOWN: usize = 6;

/// One piece of news.
#[derive(Clone, PartialEq, Eq)]
struct Item {
    at: i64,
    to: Route,
    title: String,
    badge: String,
    tone: Tone,
    by: String,
}

#[component]
pub(super) fn News() -> View {
    let session = session();
    let me = session.me();
    let items = session.part(move |state| {
        let mut items = results(state);
        items.extend(opinions(state, me));
        items.extend(reports(state));
        sort_by_key(&mut items, |item| std::cmp::Reverse(item.at));
        items.truncate(SHOWN);
        items
    });
    let card = |item: Item| {
        view! {
            <Card to=item.to>
                <h3 class="clamp">{item.title}</h3>
                <div class="meta">
                    <Badge text=item.badge tone=item.tone />
                    <span>{item.by}</span>
                    <span>{time::ago(item.at)}</span>
                </div>
            </Card>
        }
    };
    view! {
        <Section title=t().home.whats_new()>
            {move || {
                items
                    .with(Vec::is_empty)
                    .then(|| {
                        view! {
                            <Card>
                                <h3>{t().home.nothing_new()}</h3>
                                <p class="meta">{t().home.nothing_new_text()}</p>
                            </Card>
                        }
                    })
            }}
            {move || items.get().into_iter().map(card).collect_view()}
            <ButtonLink label=t().home.see_all() to=Route::Council(CouncilSection::Opinions) />
        </Section>
    }
}

fn results(state: &State) -> Vec<Item> {
    let closed = state.council.motions.iter().filter_map(|(id, motion)| {
        let MotionState::Closed { at, outcome, .. } = &motion.state else {
            return None;
        };
        let (badge, tone) = if outcome.passed {
            (t().home.passed(), Tone::Ok)
        } else {
            (t().home.failed(), Tone::Plain)
        };
        Some(Item {
            at: at.0,
            to: Route::Motion(id.0),
            title: motion.question.clone(),
            badge: badge.to_owned(),
            tone,
            by: String::new(),
        })
    });
    closed.collect()
}

/// What the patrols have found, once everybody may know.
fn reports(state: &State) -> impl Iterator<Item = Item> {
    let walked = state.patrol.walked().into_iter().rev();
    walked.take(SHOWN).filter_map(|(id, day, patrol)| {
        let at = patrol.published_at?;
        let found = state.patrol.findings.values();
        let found = found.filter(|finding| finding.patrol == id).count();
        let score = patrol.mean().map_or_else(|| "–".to_owned(), words::figure);
        Some(Item {
            at: at.0,
            to: Route::PatrolReport(id),
            title: t().home.report_new(words::day(day)),
            badge: t().home.report().to_owned(),
            tone: Tone::Info,
            by: t().home.report_mean(score, found),
        })
    })
}

fn opinions(state: &State, me: yishi_domain::MemberId) -> Vec<Item> {
    let others = super::newest_opinions(state, SHOWN, |opinion| !opinion.is_by(me));
    let item = |(id, opinion): (yishi_domain::OpinionId, std::sync::Arc<Opinion>)| {
        let (badge, tone) = standing(&opinion);
        let name = opinion
            .author
            .as_ref()
            .map_or(t().home.anonymous(), |author| &author.name);
        Item {
            at: opinion.changed_at().0,
            to: Route::Opinion(id.0),
            title: opinion.text.clone(),
            badge: badge.to_owned(),
            tone,
            by: t().home.raised_by(name),
        }
    };
    others.into_iter().map(item).collect()
}
