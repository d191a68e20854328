//! Everybody's round, with what others may do about it: take one that is offered; for staff, give it to somebody else.

use crate::view::prelude::*;
use yishi_domain::patrol::{PlanPatrol, Stop, TakeRound};
use yishi_domain::roster::Role;
use yishi_domain::{Command, Date, MemberId, State, sort_by_key};

use super::super::words;
use crate::form::{Ask, Refused};
use crate::part::Part;
use crate::session::session;
use crate::text::t;
use crate::ui::{Badge, Button, Card, Choice, Look, Section, Select, Sheet, Tone, toast};

/// A round as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shown {
    member: MemberId,
    name: String,
    shops: Vec<(String, Option<String>)>,
    offered: bool,
    /// Own patrols that may go the other way.
    returns: Vec<Date>,
}

fn rounds(state: &State, id: Date, me: MemberId) -> Vec<Shown> {
    let Some(patrol) = state.patrol.patrols.get(&id) else {
        return Vec::new();
    };
    let shown = patrol.rounds.iter().map(|round| {
        let shops = patrol.shops_of(state, id, round).into_iter();
        let told = shops.map(|(shop, stop)| {
            let done = match stop {
                Stop::ToDo => None,
                Stop::Done(score) => Some(words::score(score)),
                Stop::Missed(reason) => Some(words::miss(reason).to_owned()),
            };
            (words::shop_name(state, shop), done)
        });
        let offer = patrol.offer_of(round.member);
        let own = |day: &Date| {
            let other = state.patrol.patrols.get(day);
            other.is_some_and(|other| other.round_of(me).is_some())
        };
        let named = offer.map_or(&[][..], |offer| &offer.instead);
        Shown {
            member: round.member,
            name: words::walker(state, round.member),
            shops: told.collect(),
            offered: offer.is_some(),
            returns: named.iter().copied().filter(own).collect(),
        }
    });
    shown.collect()
}

#[component]
pub(super) fn Rounds(id: Date) -> View {
    let session = session();
    let me = session.me();
    let all = session.part(move |state| rounds(state, id, me));
    let open = session.part(move |state| {
        let patrol = state.patrol.patrols.get(&id);
        patrol
            .and_then(|patrol| patrol.day)
            .is_some_and(|day| day >= words::today(state))
    });
    let keeps = session.part(move |state| state.is_staff(me));
    let walks = session.has_role(Role::Representative);
    let ask = Ask::new(session);
    let anew = move || {
        let plan = PlanPatrol { patrol: id };
        ask.send(vec![Command::PlanPatrol(plan)], || {
            toast::say(Tone::Ok, t().patrol.saved());
        });
    };
    let card = move |round: Shown| {
        let may_take = walks.get_untracked() && round.offered && round.member != me;
        view! { <RoundCard id round may_take=may_take && open.get_untracked() keeps=keeps.get_untracked() && open.get_untracked() /> }
    };
    view! {
        <Show when=move || all.with(|all| !all.is_empty())>
            <Section title=t().patrol.rounds()>
                <p class="hint">{t().patrol.rounds_hint()}</p>
                {move || all.get().into_iter().map(card).collect_view()}
                <Show when=move || keeps.get() && open.get()>
                    <Refused error=ask.error() />
                    <Button label=t().patrol.spread_anew() busy=ask.busy() on_press=anew />
                    <p class="hint">{t().patrol.spread_hint()}</p>
                </Show>
            </Section>
        </Show>
    }
}

#[component]
fn RoundCard(id: Date, round: Shown, may_take: bool, keeps: bool) -> View {
    let session = session();
    let me = session.me();
    let ask = Ask::new(session);
    let assign = RwSignal::new(false);
    let texts = t().patrol;
    let from = round.member;
    let take = move |instead: Option<Date>| {
        let take = TakeRound {
            patrol: id,
            from,
            to: me,
            instead,
        };
        ask.send(vec![Command::TakeRound(take)], || {
            toast::say(Tone::Ok, t().patrol.taken());
        });
    };
    let own = (from == me).then(|| view! { <Badge text=texts.you() tone=Tone::Info /> });
    let offered = round
        .offered
        .then(|| view! { <Badge text=texts.asks_for_help() tone=Tone::Warn /> });
    let shop = |(name, done): (String, Option<String>)| {
        let done = done.map(|done| view! { " " <small class="num">{done}</small> });
        view! { <li>{name} {done}</li> }
    };
    let count = round.shops.len();
    let returns = round.returns.clone().into_iter().map(move |day| {
        view! { <Button label=texts.take_instead(words::day(day)) busy=ask.busy() on_press=move || take(Some(day)) /> }
    });
    let takes = may_take.then(|| {
        view! {
            <Refused error=ask.error() />
            <Button label=texts.take() look=Look::Main busy=ask.busy() on_press=move || take(None) />
            {returns.collect_view()}
        }
    });
    let other = keeps.then(|| {
        view! {
            <Button label=texts.assign() look=Look::Quiet on_press=move || assign.set(true) />
            <Sheet open=assign title=texts.assign_who()>
                <Assign id from open=assign />
            </Sheet>
        }
    });
    view! {
        <Card need=from == me>
            <div class="meta">{own} {offered}</div>
            <h3>{texts.round_of(&round.name, count)}</h3>
            <ol class="stops">{round.shops.into_iter().map(shop).collect_view()}</ol>
            {takes}
            {other}
        </Card>
    }
}

/// Staff give a round to somebody else.
#[component]
fn Assign(id: Date, from: MemberId, open: RwSignal<bool>) -> View {
    let session = session();
    let ask = Ask::new(session);
    let texts = t().patrol;
    let chosen = RwSignal::new(None::<String>);
    let choices: Part<Vec<(String, String)>> = session.part(move |state| {
        let mut people = Vec::new();
        for (member, record) in &state.roster.members {
            if *member != from && record.roles.contains(&Role::Representative) {
                people.push((member.to_string(), record.name.clone()));
            }
        }
        sort_by_key(&mut people, |(_, name)| name.clone());
        people
    });
    let send = move || {
        let to = chosen
            .get_untracked()
            .and_then(|id| id.parse::<MemberId>().ok());
        let Some(to) = to else {
            return ask.refuse("member", t().patrol.assign_missing());
        };
        let take = TakeRound {
            patrol: id,
            from,
            to,
            instead: None,
        };
        ask.send(vec![Command::TakeRound(take)], move || {
            open.set(false);
            toast::say(Tone::Ok, t().patrol.saved());
        });
    };
    let people = choices.get_untracked();
    if people.is_empty() {
        return view! { <p>{texts.nobody_else()}</p> };
    }
    let people = people
        .into_iter()
        .map(|(id, name)| Choice::new(id, name))
        .collect();
    view! {
        <Select label=texts.assign_who() choices=people value=chosen error=ask.error_of("member") />
        <Refused error=ask.error() />
        <Button label=texts.assign_send() look=Look::Main busy=ask.busy() on_press=send />
    }
}
