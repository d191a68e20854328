//! For representatives: the own round, rounds that somebody else is wanted for, what may be rechecked.

use crate::view::prelude::*;
use wasm_bindgen_futures::spawn_local;
use yishi_domain::patrol::Stop;
use yishi_domain::{Date, MemberId, ShopId, State};

use super::super::draft;
use super::super::words;
use crate::part::Part;
use crate::route::{PatrolSection, Route};
use crate::session::{ask_to_keep, session};
use crate::text::t;
use crate::ui::{Badge, ButtonLink, Card, Empty, Look, Section, Tone};

/// A round to come.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mine {
    patrol: Date,
    day: Date,
    shops: Vec<Line>,
}

/// A shop of the round.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    shop: ShopId,
    name: String,
    address: String,
    stop: Stop,
    items: usize,
}

fn mine(state: &State, me: MemberId) -> Option<Mine> {
    let (id, patrol, round) = state.patrol.next_round(state, me, words::today(state))?;
    let line = |(shop, stop): (ShopId, Stop)| {
        let known = state.shops.get(&shop);
        let list = known.and_then(|known| state.patrol.checklist_for(known));
        Line {
            shop,
            name: known.map(|shop| shop.name.clone()).unwrap_or_default(),
            address: known.map(|shop| shop.address.clone()).unwrap_or_default(),
            stop,
            items: list.map_or(0, |(_, _, list)| list.items().count()),
        }
    };
    let shops = patrol.shops_of(state, id, round);
    Some(Mine {
        patrol: id,
        day: patrol.day.unwrap_or(id),
        shops: shops.into_iter().map(line).collect(),
    })
}

#[component]
pub(super) fn Mine() -> View {
    let session = session();
    let me = session.me();
    let round = session.part(move |state| mine(state, me));
    let filled = draft::filled(session);
    view! {
        <Section title=t().patrol.next_round()>
            {move || match round.get() {
                None => view! { <Empty title=t().patrol.no_round() text=t().patrol.no_round_text() icon="patrol" /> },
                Some(round) => round_card(round, filled),
            }}
        </Section>
        <MayBeCleared />
        <Wanted />
        <ToRecheck />
        <Coming />
    }
}

fn round_card(round: Mine, filled: draft::AllFilled) -> View {
    let texts = t().patrol;
    let all = round.shops.len();
    let done = round
        .shops
        .iter()
        .filter(|line| line.stop != Stop::ToDo)
        .count();
    let (patrol, day) = (round.patrol, round.day);
    let next = round
        .shops
        .iter()
        .find(|line| line.stop == Stop::ToDo)
        .cloned();
    let told = match next {
        None if all > 0 => texts.all_done(all),
        _ => texts.shops_done(all, done),
    };
    let action = next.map(|line| {
        let label = Signal::derive(move || match filled.of(patrol, line.shop) {
            0 => texts.begin(&line.name),
            _ => texts.go_on(&line.name),
        });
        view! { <ButtonLink label to=Route::Inspect(patrol, line.shop.0) look=Look::Main /> }
    });
    let share = match all {
        0 => 0,
        all => done * 100 / all,
    };
    let lines = round
        .shops
        .into_iter()
        .map(move |line| shop_line(patrol, line, filled));
    view! {
        <Card need=true>
            <div class="meta"><Badge text=words::day_near(day) tone=Tone::Info /></div>
            <h3>{told}</h3>
            <div class="steps-bar" aria-hidden="true"><i style=format!("width:{share}%")></i></div>
            <p class="meta">{texts.ready_offline()}</p>
        </Card>
        <div class="lines"><ul class="list">{lines.collect_view()}</ul></div>
        {action}
        <ButtonLink label=texts.cannot_go() to=Route::PatrolDay(patrol) look=Look::Quiet />
    }
}

fn shop_line(patrol: Date, line: Line, filled: draft::AllFilled) -> View {
    let texts = t().patrol;
    let (shop, stop, items) = (line.shop, line.stop, line.items);
    let badge = move || {
        let (text, tone) = match (stop, filled.of(patrol, shop)) {
            (Stop::Done(score), _) => (words::score(score), Tone::Ok),
            (Stop::Missed(reason), _) => (words::miss(reason).to_owned(), Tone::Plain),
            (Stop::ToDo, 0) => (texts.not_begun().to_owned(), Tone::Plain),
            (Stop::ToDo, n) => (texts.partly(n, items), Tone::Warn),
        };
        view! { <Badge text tone /> }
    };
    view! {
        <li>
            <a class="line tall" href=Route::Inspect(patrol, shop.0).href()>
                <span>{line.name} <small>{line.address}</small></span>
                {badge}
            </a>
        </li>
    }
}

/// A browser that may clear what it stores is told of before anybody walks: what was not sent would be lost.
#[component]
fn MayBeCleared() -> View {
    let session = session();
    let kept = RwSignal::new(None::<bool>);
    spawn_local(async move {
        let _ = kept.try_set(ask_to_keep().await);
    });
    move || {
        if kept.get() != Some(false) {
            return View::Nothing;
        }
        let texts = t().patrol;
        let unsent = match (session.unsent(), session.unsent_photos()) {
            (0, 0) => texts.unsent_none().to_owned(),
            (0, photos) => texts.unsent_photos(photos),
            (n, 0) => texts.unsent(n),
            (n, photos) => texts.unsent_both(n, photos),
        };
        view! { <p class="hint">{texts.may_be_cleared()} " " {unsent}</p> }
    }
}

/// Rounds of others that somebody is wanted for.
#[component]
fn Wanted() -> View {
    let session = session();
    let me = session.me();
    let wanted = session.part(move |state| {
        let mut wanted = Vec::new();
        for (id, patrol) in state.patrol.coming(words::today(state)) {
            for offer in patrol.offers.iter().filter(|offer| offer.member != me) {
                let name = words::walker(state, offer.member);
                wanted.push((id, patrol.day.unwrap_or(id), name, offer.instead.clone()));
            }
        }
        wanted
    });
    let card = |(id, day, name, instead): (Date, Date, String, Vec<Date>)| {
        let texts = t().patrol;
        let told = match instead.is_empty() {
            true => texts.wanted_alone().to_owned(),
            false => {
                let days: Vec<String> = instead.into_iter().map(words::day).collect();
                texts.wanted_instead(days.join("、"))
            }
        };
        view! {
            <Card to=Route::PatrolDay(id)>
                <h3>{texts.wanted_card(name, words::day_near(day))}</h3>
                <p class="meta">{told}</p>
            </Card>
        }
    };
    view! {
        <Show when=move || wanted.with(|wanted| !wanted.is_empty())>
            <Section title=t().patrol.wanted()>
                {move || wanted.get().into_iter().map(card).collect_view()}
            </Section>
        </Show>
    }
}

/// Findings that this member may recheck.
#[component]
fn ToRecheck() -> View {
    let session = session();
    let me = session.me();
    let count = session.part(move |state| {
        let findings = state.patrol.findings.values();
        findings
            .filter(|finding| finding.may_recheck(state, me))
            .count()
    });
    move || {
        let texts = t().patrol;
        let count = count.get();
        (count > 0).then(|| {
            view! {
                <Section title=texts.to_recheck()>
                    <Card to=Route::Patrol(PatrolSection::Findings)>
                        <h3>{texts.to_recheck_count(count)}</h3>
                        <p class="meta">{texts.to_recheck_text()}</p>
                    </Card>
                </Section>
            }
        })
    }
}

/// The patrols to come, whoever walks.
#[component]
pub(super) fn Coming() -> View {
    let session = session();
    let me = session.me();
    let coming: Part<Vec<(Date, String, String)>> = session.part(move |state| {
        let texts = t().patrol;
        let today = words::today(state);
        let all = state.patrol.patrols.iter();
        let to_come = all.filter(|(id, patrol)| patrol.day.unwrap_or(**id) >= today);
        let told = to_come.map(|(id, patrol)| {
            let told = match (patrol.day, patrol.round_of(me)) {
                (None, _) => texts.called_off(&patrol.reason),
                (Some(day), _) if day != *id => texts.moved_to(words::day(day), &patrol.reason),
                (_, Some(round)) => texts.you_walk(patrol.progress(state, *id, round).1),
                (_, None) if state.is_staff(me) => texts.walkers(patrol.rounds.len()),
                (_, None) => texts.you_do_not_walk().to_owned(),
            };
            (*id, words::day_near(*id), told)
        });
        told.collect()
    });
    let line = |(id, day, told): (Date, String, String)| {
        view! {
            <li>
                <a class="line tall" href=Route::PatrolDay(id).href()>
                    <span>{day} <small>{told}</small></span>
                    <svg class="icon" aria-hidden="true"><use href="#i-go"></use></svg>
                </a>
            </li>
        }
    };
    view! {
        <Show when=move || coming.with(|coming| !coming.is_empty())>
            <Section title=t().patrol.coming()>
                <div class="lines">
                    <ul class="list">{move || coming.get().into_iter().map(line).collect_view()}</ul>
                </div>
            </Section>
        </Show>
    }
}
