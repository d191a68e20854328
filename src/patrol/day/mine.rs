//! The own round: one cannot go, or goes after all.

use crate::view::prelude::*;
use yishi_domain::patrol::{OfferRound, WithdrawOffer};
use yishi_domain::{Command, Date};

use super::super::words;
use crate::form::{Ask, Refused};
use crate::part::Part;
use crate::session::session;
use crate::text::t;
use crate::ui::{Badge, Button, Card, Choice, Look, MultiChoice, Section, Tone};

/// Patrols that may be named in return.
const MOST: usize = 6;

/// What there is to do about the own round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// It is not the member's, or too late.
    Nothing,
    Walks,
    Offered,
}

#[component]
pub(super) fn Mine(id: Date) -> View {
    let session = session();
    let me = session.me();
    let standing: Part<Standing> = session.part(move |state| {
        let Some(patrol) = state.patrol.patrols.get(&id) else {
            return Standing::Nothing;
        };
        let over = patrol.day.is_none_or(|day| day < words::today(state));
        match (patrol.round_of(me), patrol.offer_of(me)) {
            (Some(_), Some(_)) if !over => Standing::Offered,
            (Some(_), None) if !over => Standing::Walks,
            _ => Standing::Nothing,
        }
    });
    move || match standing.get() {
        Standing::Nothing => View::Nothing,
        Standing::Walks => view! { <OfferForm id /> },
        Standing::Offered => view! { <Offered id /> },
    }
}

#[component]
fn OfferForm(id: Date) -> View {
    let session = session();
    let me = session.me();
    let ask = Ask::new(session);
    let texts = t().patrol;
    let instead = RwSignal::new(Vec::<String>::new());
    // Patrols of others: who takes this round may give one of these in return.
    let choices = session.view().with_untracked(|state| {
        let coming = state.patrol.coming(words::today(state)).into_iter();
        let others = coming.filter(|(other, patrol)| *other != id && patrol.round_of(me).is_none());
        let choice = |(other, _): (Date, _)| Choice::new(other.to_string(), words::day(other));
        others.map(choice).collect::<Vec<_>>()
    });
    let none = choices.is_empty();
    let send = move || {
        let chosen = instead.get_untracked();
        let offer = OfferRound {
            patrol: id,
            instead: chosen.iter().filter_map(|day| day.parse().ok()).collect(),
        };
        ask.send(vec![Command::OfferRound(offer)], || {});
    };
    let returns = (!none).then(|| {
        view! {
            <MultiChoice label=texts.offer_instead() choices=choices.clone() value=instead most=MOST />
        }
    });
    view! {
        <Section title=texts.offer_title()>
            <p class="hint">{texts.offer_text()}</p>
            {returns}
            <Refused error=ask.error() />
            <Button label=texts.offer_send() busy=ask.busy() on_press=send />
        </Section>
    }
}

#[component]
fn Offered(id: Date) -> View {
    let ask = Ask::new(session());
    let texts = t().patrol;
    let send = move || {
        let withdraw = WithdrawOffer { patrol: id };
        ask.send(vec![Command::WithdrawOffer(withdraw)], || {});
    };
    view! {
        <Section title=texts.offer_title()>
            <Card need=true>
                <div class="meta"><Badge text=texts.asks_for_help() tone=Tone::Warn /></div>
                <h3>{texts.offered()}</h3>
                <p class="meta">{texts.offered_text()}</p>
                <Refused error=ask.error() />
                <Button label=texts.offer_withdraw() look=Look::Plain busy=ask.busy() on_press=send />
            </Card>
        </Section>
    }
}
