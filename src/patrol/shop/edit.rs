//! The form for a shop, new or known.

use crate::view::prelude::*;
use yishi_domain::{Command, ShopId};

use super::form::ShopForm;
use crate::form::{Ask, Refused, draft};
use crate::navigation;
use crate::route::Route;
use crate::session::{new_id, session};
use crate::text::t;
use crate::ui::{Actions, Button, Empty, Field, Look, Page, Switch, TextArea};

/// The form for a new shop.
#[component]
pub(in crate::patrol) fn NewShop() -> View {
    let session = session();
    let me = session.me();
    let may = session.part(move |state| state.may(me, "record_shop"));
    view! {
        <Page title=t().shop.new() back=Route::Shops>
            <Show when=move || may.get() fallback=|| view! { <Empty title=t().patrol.for_committee() /> }>
                <Form id=None />
            </Show>
        </Page>
    }
}

/// The form that changes a shop.
#[component]
pub(in crate::patrol) fn EditShop(
    /// Which shop
    id: ShopId,
) -> View {
    let session = session();
    let me = session.me();
    let may =
        session.part(move |state| state.shops.contains_key(&id) && state.may(me, "record_shop"));
    view! {
        <Page title=t().shop.edit() back=Route::Shop(id.0)>
            <Show when=move || may.get() fallback=|| view! { <Empty title=t().shop.unknown() text=t().patrol.unknown_text() /> }>
                <Form id=Some(id) />
            </Show>
        </Page>
    }
}

#[component]
fn Form(id: Option<ShopId>) -> View {
    let session = session();
    let ask = Ask::new(session);
    let texts = t().shop;
    let (known, last, kinds) = session.view().with_untracked(|state| {
        let known = id.and_then(|id| state.shops.get(&id).cloned());
        let last = state.shops.values().map(|shop| shop.order).max();
        let mut kinds: Vec<String> = state.shops.values().map(|shop| shop.kind.clone()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        (known, last.unwrap_or_default(), kinds)
    });
    let form = ShopForm::new(known.as_deref(), last);
    let new = id.is_none();
    let shop = id.unwrap_or_else(|| ShopId(new_id()));
    let draft_name = match id {
        Some(id) => format!("shop-{id}"),
        None => "shop".to_owned(),
    };
    let untouched = untrack(|| form.kept());
    let keep = move || {
        let kept = form.kept();
        match kept == untouched {
            true => String::new(),
            false => kept,
        }
    };
    draft::keep(session, draft_name.clone(), keep, move |draft| {
        form.bring_back(draft);
    });
    let send = move || {
        let record = match form.read(shop) {
            Ok(record) => record,
            Err((field, text)) => return ask.refuse(field, text),
        };
        let draft_name = draft_name.clone();
        ask.send(vec![Command::RecordShop(record)], move || {
            draft::forget(session, draft_name);
            match new {
                true => navigation::replace(&Route::Shop(shop.0)),
                false => navigation::back(&Route::Shop(shop.0)),
            }
        });
    };
    let kinds = (!kinds.is_empty()).then(|| texts.kinds_known(kinds.join("、")));
    let close = (!new).then(|| {
        let closed = form.closed;
        view! {
            <Switch label=texts.close() hint=texts.close_hint() on=closed on_change=move |on| closed.set(on) />
        }
    });
    view! {
        <div class="form">
            <Field label=texts.name() hint=texts.name_hint() value=form.name most=60 error=ask.error_of("name") />
            <Field label=texts.kind() hint=kinds.unwrap_or_default() value=form.kind most=20 error=ask.error_of("kind") />
            <Field label=texts.address() hint=texts.address_hint() value=form.address most=60 error=ask.error_of("address") />
            <Field label=texts.order() hint=texts.order_hint() value=form.order kind="number" error=ask.error_of("order") />
            <TextArea label=texts.promises() hint=texts.promises_hint() value=form.promises rows=3 error=ask.error_of("promise") />
            <TextArea label=texts.prices() hint=texts.prices_hint() value=form.prices error=ask.error_of("price") />
            {close}
        </div>
        <Actions>
            <Refused error=ask.error() />
            <Button label=texts.save() look=Look::Main busy=ask.busy() on_press=send />
        </Actions>
    }
}
