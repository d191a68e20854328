//! Confirming the time that others have claimed.

use crate::view::prelude::*;
use yishi_domain::volunteer::{Claim, ConfirmHours, RefuseHours};
use yishi_domain::{ClaimId, Command};

use super::super::words;
use crate::form::{Ask, Refused};
use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::ui::{Button, Card, Empty, List, Look, Page, Sheet, TextArea, time};

/// The page: for leads and staff, and nobody's own.
#[component]
pub(crate) fn SettleHours() -> View {
    let session = session();
    let me = session.me();
    let texts = t().hours;
    let claims = session.part(move |state| {
        let open = state.volunteer.claims_to_settle(state, me).into_iter();
        let told = |(id, claim): (ClaimId, &Claim)| {
            let activity = claim
                .activity
                .and_then(|id| state.volunteer.activities.get(&id));
            let title = activity
                .and_then(|activity| activity.latest())
                .map(|phase| phase.details.title.clone());
            (id, claim.clone(), title)
        };
        open.map(told).collect::<Vec<_>>()
    });
    let asked = RwSignal::new(None::<ClaimId>);
    let refusing = RwSignal::new(false);
    let row = move |(id, claim, activity): (ClaimId, Claim, Option<String>)| {
        view! { <ClaimCard id claim activity asked refusing /> }
    };
    view! {
        <Page title=texts.settle() back=Route::Hours>
            <Show when=move || claims.with(Vec::is_empty)>
                <Empty title=texts.settle_none() text=texts.settle_none_text() icon="ok" />
            </Show>
            <List items=claims key=|(id, ..)| *id row />
            <Refusing asked open=refusing />
        </Page>
    }
}

#[component]
fn ClaimCard(
    id: ClaimId,
    claim: Claim,
    activity: Option<String>,
    asked: RwSignal<Option<ClaimId>>,
    refusing: RwSignal<bool>,
) -> View {
    let session = session();
    let ask = Ask::new(session);
    let texts = t().hours;
    let offset = session
        .view()
        .with_untracked(|state| state.community.utc_offset_minutes);
    let confirm = move || {
        ask.send(
            vec![Command::ConfirmHours(ConfirmHours { claim: id })],
            || {},
        );
    };
    let refuse = move || {
        asked.set(Some(id));
        refusing.set(true);
    };
    let when = time::day(claim.day.at(720, offset).0);
    let told = [Some(when), activity].into_iter().flatten();
    let told: Vec<String> = told.collect();
    view! {
        <Card need=true>
            <h3>{texts.claimed_by(&claim.name, words::hours(claim.minutes.into()))}</h3>
            <p>{claim.text.clone()}</p>
            <p class="meta">{told.join(" · ")}</p>
            <Refused error=ask.error() />
            <div class="row">
                <Button label=texts.confirm() look=Look::Main busy=ask.busy() on_press=confirm />
                <Button label=texts.refuse() on_press=refuse />
            </div>
        </Card>
    }
}

/// Not without a reason.
#[component]
fn Refusing(asked: RwSignal<Option<ClaimId>>, open: RwSignal<bool>) -> View {
    let ask = Ask::new(session());
    let texts = t().hours;
    let reason = RwSignal::new(String::new());
    let send = move || {
        let Some(claim) = asked.get_untracked() else {
            return;
        };
        let refuse = RefuseHours {
            claim,
            reason: reason.get_untracked(),
        };
        ask.send(vec![Command::RefuseHours(refuse)], move || {
            let _ = reason.try_set(String::new());
            let _ = open.try_set(false);
        });
    };
    view! {
        <Sheet open title=texts.refuse_question()>
            <TextArea
                label=texts.refuse_reason()
                hint=texts.refuse_hint()
                value=reason
                most=200
                rows=3
                error=ask.error_of("reason")
            />
            <Refused error=ask.error() />
            <Button label=texts.refuse() look=Look::Danger busy=ask.busy() on_press=send />
        </Sheet>
    }
}
