//! The form for an opinion, any day.

use crate::view::prelude::*;
use serde::{Deserialize, Serialize};
use yishi_domain::council::{Category, RaiseOpinion};
use yishi_domain::{Command, Digest, MOST_PHOTOS, OpinionId, ShopId, State};
use yishi_sync::wire::{from_json, to_json};

use super::words;
use crate::form::draft;
use crate::form::{Ask, Refused};
use crate::navigation;
use crate::photo::{PhotoPicker, Picked};
use crate::route::{CouncilSection, Route};
use crate::session::{new_secret_id, session};
use crate::text::t;
use crate::ui::{Actions, Button, Choice, ChoiceGroup, Look, Page, Select, Switch, TextArea};

/// Name of the form's draft.
const DRAFT: &str = "opinion-new";

#[derive(Serialize, Deserialize)]
struct Written {
    text: String,
    category: Option<Category>,
    anonymous: bool,
    #[serde(default)]
    photos: Vec<Digest>,
    #[serde(default)]
    shop: Option<ShopId>,
}

/// The page.
#[component]
pub(crate) fn NewOpinion() -> View {
    let session = session();
    let texts = t().council;
    let ask = Ask::new(session);
    let text = RwSignal::new(String::new());
    let chosen = RwSignal::new(None::<String>);
    let anonymous = RwSignal::new(false);
    let picked = Picked::new(session, MOST_PHOTOS);
    let shop = RwSignal::new(None::<String>);
    let chosen_shop = move || shop.get()?.parse::<ShopId>().ok();
    let category = move || {
        Category::ALL
            .get(chosen.get()?.parse::<usize>().ok()?)
            .copied()
    };
    let write = move || {
        let written = Written {
            text: text.get(),
            category: category(),
            anonymous: anonymous.get(),
            photos: picked.names(),
            shop: chosen_shop(),
        };
        if written.text.trim().is_empty() && written.photos.is_empty() {
            String::new()
        } else {
            to_json(&written)
        }
    };
    draft::keep(session, DRAFT.into(), write, move |draft| {
        if let Ok(written) = from_json::<Written>(draft)
            && text.with_untracked(String::is_empty)
        {
            text.set(written.text);
            picked.hold(written.photos);
            anonymous.set(written.anonymous);
            shop.set(written.shop.map(|shop| shop.to_string()));
            chosen.set(
                written
                    .category
                    .and_then(|c| Category::ALL.iter().position(|one| *one == c))
                    .map(|n| n.to_string()),
            );
        }
    });
    let raise = move |category| {
        let opinion = OpinionId(new_secret_id());
        let raise = RaiseOpinion {
            opinion,
            text: text.get_untracked(),
            category,
            anonymous: anonymous.get_untracked(),
            photos: untrack(|| picked.names()),
            shop: untrack(chosen_shop),
        };
        ask.send(vec![Command::RaiseOpinion(raise)], move || {
            draft::forget(session, DRAFT.into());
            navigation::replace(&Route::Opinion(opinion.0));
        });
    };
    let send = move || match untrack(category) {
        Some(category) => picked.when_ready(move || raise(category)),
        None => ask.refuse("category", t().council.category_missing()),
    };
    let busy = Signal::derive(move || ask.busy().get() || picked.waits());
    let categories = Category::ALL
        .iter()
        .enumerate()
        .map(|(n, c)| Choice::new(n.to_string(), words::category(*c)));
    let shops = session.part(shops);
    let shop_field = move || {
        let choices = shops.get();
        (!choices.is_empty()).then(|| {
            view! {
                <Select
                    label=texts.opinion_shop()
                    choices
                    value=shop
                    none=texts.no_shop()
                    error=ask.error_of("shop")
                />
            }
        })
    };
    view! {
        <Page title=texts.raise() back=Route::Council(CouncilSection::Opinions)>
            <div class="form">
                <TextArea
                    label=texts.opinion_text()
                    hint=texts.opinion_text_hint()
                    value=text
                    most=500
                    error=ask.error_of("text")
                />
                <PhotoPicker picked />
                <div class="in-two">
                    <ChoiceGroup
                        label=texts.opinion_category()
                        choices=categories.collect()
                        value=chosen
                        error=ask.error_of("category")
                    />
                </div>
                {shop_field}
                <Switch
                    label=texts.anonymous()
                    hint=texts.anonymous_hint()
                    on=anonymous
                    on_change=move |on: bool| anonymous.set(on)
                />
                <p class="hint">{texts.draft_kept()}</p>
            </div>
            <Actions>
                <Refused error=ask.error() />
                <Button label=texts.send_opinion() look=Look::Main busy on_press=send />
            </Actions>
        </Page>
    }
}

/// The shops as they stand along the street: people know them by where they are.
fn shops(state: &State) -> Vec<Choice> {
    let shops = state.shops_by_way().into_iter();
    let shops = shops.map(|(id, shop)| {
        let label = format!("{} · {}", shop.name, shop.address);
        Choice::new(id.to_string(), label)
    });
    shops.collect()
}
