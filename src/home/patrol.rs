//! What the patrol wants of me: my round, a round that somebody is wanted for, findings to answer, recheck, settle.

use crate::view::prelude::*;
use yishi_domain::patrol::{Finding, FindingState};
use yishi_domain::roster::Role;
use yishi_domain::{Date, MemberId, State};

use crate::part::Part;
use crate::patrol::words;
use crate::route::{PatrolSection, Route};
use crate::session::Session;
use crate::text::t;
use crate::ui::{Badge, ButtonLink, Card, Look, Tone};

/// A round is on this screen from so many days before.
const NEAR_DAYS: i64 = 2;

/// What the cards show; copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Patrols {
    round: Part<Option<Round>>,
    changed: Part<Vec<Changed>>,
    wanted: Part<Vec<(Date, String)>>,
    answer: Part<Option<ToAnswer>>,
    recheck: Part<usize>,
    settle: Part<usize>,
}

/// The member's next round.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Round {
    when: String,
    today: bool,
    /// It should be walked to its end by now.
    left: bool,
    done: usize,
    all: usize,
}

/// A day near by on which the member would have walked.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Changed {
    patrol: Date,
    title: String,
    reason: String,
}

/// Findings that the member has to answer.
#[derive(Debug, Clone, PartialEq, Eq)]
struct ToAnswer {
    shop: String,
    count: usize,
    late: i64,
    /// The only one, if it is one.
    one: Option<yishi_domain::FindingId>,
}

impl Patrols {
    pub(super) fn new(session: Session) -> Self {
        let me = session.me();
        Self {
            round: session.part(move |state| round(state, me)),
            changed: session.part(move |state| changed(state, me)),
            wanted: session.part(move |state| wanted(state, me)),
            answer: session.part(move |state| to_answer(state, me)),
            recheck: session.part(move |state| {
                let all = state.patrol.findings.values();
                // Those that were answered: somebody waits for the look.
                let waits = all.filter(|finding| finding.state == FindingState::Answered);
                waits
                    .filter(|finding| finding.may_recheck(state, me))
                    .count()
            }),
            settle: session.part(move |state| match state.is_staff(me) {
                true => {
                    let all = state.patrol.findings.values();
                    all.filter(|finding| finding.state == FindingState::Contested)
                        .count()
                }
                false => 0,
            }),
        }
    }

    /// Whether there is nothing to show; reactive.
    pub(super) fn is_empty(self) -> bool {
        self.round.with(Option::is_none)
            && self.changed.with(Vec::is_empty)
            && self.wanted.with(Vec::is_empty)
            && self.answer.with(Option::is_none)
            && self.recheck.get() == 0
            && self.settle.get() == 0
    }

    /// The cards.
    pub(super) fn cards(self) -> View {
        view! {
            {move || self.changed.get().into_iter().map(changed_card).collect_view()}
            {move || self.round.get().map(round_card)}
            {move || self.answer.get().map(answer_card)}
            {move || self.wanted.get().into_iter().map(wanted_card).collect_view()}
            {move || {
                let count = self.recheck.get();
                (count > 0).then(|| {
                    let texts = t().home;
                    findings_card(texts.finding_recheck(count), texts.finding_recheck_button())
                })
            }}
            {move || {
                let count = self.settle.get();
                (count > 0).then(|| findings_card(t().home.finding_settle(count), t().home.open_list()))
            }}
        }
    }
}

fn round(state: &State, me: MemberId) -> Option<Round> {
    let today = words::today(state);
    let (id, patrol, round) = state.patrol.next_round(state, me, today)?;
    let day = patrol.day.unwrap_or(id);
    let (done, all) = patrol.progress(state, id, round);
    (day <= today.plus_days(NEAR_DAYS) && done < all).then(|| Round {
        when: words::day_near(day),
        today: day == today,
        left: day < today,
        done,
        all,
    })
}

/// Whoever keeps a Friday free hears of it where they look first.
fn changed(state: &State, me: MemberId) -> Vec<Changed> {
    let today = words::today(state);
    let near = today..=today.plus_days(NEAR_DAYS);
    let patrols = state.patrol.patrols.iter();
    let told = patrols.filter(|(id, patrol)| {
        let later = patrol.day.is_none_or(|day| day > **id);
        later && near.contains(id) && patrol.round_of(me).is_some()
    });
    let told = told.map(|(id, patrol)| {
        let when = words::day_near(*id);
        Changed {
            patrol: *id,
            title: match patrol.day {
                None => t().home.patrol_off(when),
                Some(day) => t().home.patrol_moved(when, words::day(day)),
            },
            reason: patrol.reason.clone(),
        }
    });
    told.collect()
}

fn wanted(state: &State, me: MemberId) -> Vec<(Date, String)> {
    if !state.roster.has_role(me, Role::Representative) {
        return Vec::new();
    }
    let mut wanted = Vec::new();
    for (id, patrol) in state.patrol.coming(words::today(state)) {
        let day = words::day_near(patrol.day.unwrap_or(id));
        for offer in patrol.offers.iter().filter(|offer| offer.member != me) {
            let name = words::walker(state, offer.member);
            wanted.push((id, t().home.patrol_wanted(name, &day)));
        }
    }
    wanted
}

fn to_answer(state: &State, me: MemberId) -> Option<ToAnswer> {
    let shops = state.shops_run_by(me);
    let today = words::today(state);
    let asked = |finding: &&Finding| finding.state == FindingState::Open;
    let own = shops
        .iter()
        .flat_map(|shop| state.patrol.findings_of(*shop));
    let own: Vec<_> = own.filter(|(_, finding)| asked(finding)).collect();
    let (first, finding) = *own.first()?;
    let due = own.iter().map(|(_, finding)| finding.due).min()?;
    Some(ToAnswer {
        shop: words::shop_name(state, finding.shop),
        count: own.len(),
        late: today.days_since(due),
        one: (own.len() == 1).then_some(first),
    })
}

fn round_card(round: Round) -> View {
    let texts = t().home;
    let (title, label, look) = match round.today {
        true => (
            texts.patrol_today().to_owned(),
            texts.patrol_start(),
            Look::Main,
        ),
        false if round.left => (
            texts.patrol_left(&round.when),
            texts.patrol_start(),
            Look::Main,
        ),
        false => (
            texts.patrol_soon(&round.when),
            texts.patrol_look(),
            Look::Plain,
        ),
    };
    let told = match round.done {
        0 => texts.patrol_plan(round.all),
        done => texts.patrol_shops(round.all, done),
    };
    view! {
        <Card need=true>
            <div class="meta"><Badge text=round.when tone=Tone::Info /></div>
            <h3>{title}</h3>
            <p class="meta">{told}</p>
            <ButtonLink label to=Route::Patrol(PatrolSection::Round) look />
        </Card>
    }
}

fn changed_card(told: Changed) -> View {
    let reason = (!told.reason.is_empty()).then(|| view! { <p class="meta">{told.reason}</p> });
    view! {
        <Card to=Route::PatrolDay(told.patrol)>
            <h3>{told.title}</h3>
            {reason}
        </Card>
    }
}

fn answer_card(told: ToAnswer) -> View {
    let texts = t().home;
    let late = (told.late > 0)
        .then(|| view! { <Badge text=texts.overdue_since(told.late) tone=Tone::Bad /> });
    let to = match told.one {
        Some(finding) => Route::Finding(finding.0),
        None => Route::Patrol(PatrolSection::Findings),
    };
    view! {
        <Card need=true>
            <div class="meta">{late}</div>
            <h3>{texts.finding_answer(told.shop, told.count)}</h3>
            <ButtonLink label=texts.finding_answer_button() to look=Look::Main />
        </Card>
    }
}

fn wanted_card((patrol, text): (Date, String)) -> View {
    view! {
        <Card need=true>
            <h3>{text}</h3>
            <ButtonLink label=t().app.see_matter() to=Route::PatrolDay(patrol) />
        </Card>
    }
}

fn findings_card(title: String, label: &'static str) -> View {
    view! {
        <Card need=true>
            <h3>{title}</h3>
            <ButtonLink label to=Route::Patrol(PatrolSection::Findings) />
        </Card>
    }
}
