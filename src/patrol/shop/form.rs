//! What the form for a shop holds: several promises and prices, a line each.

use crate::view::prelude::*;
use yishi_domain::ShopId;
use yishi_domain::shop::{Price, Shop, ShopRecorded};

use crate::text::t;

/// Stands between the fields of a draft; nobody can type it.
const SEPARATOR: char = '\u{1f}';

/// The fields; copies are the same.
#[derive(Clone, Copy)]
pub(super) struct ShopForm {
    pub(super) name: RwSignal<String>,
    pub(super) kind: RwSignal<String>,
    pub(super) address: RwSignal<String>,
    pub(super) order: RwSignal<String>,
    pub(super) promises: RwSignal<String>,
    pub(super) prices: RwSignal<String>,
    pub(super) closed: RwSignal<bool>,
}

impl ShopForm {
    /// A new shop comes last on the way.
    pub(super) fn new(known: Option<&Shop>, last: u16) -> Self {
        let held = |read: fn(&Shop) -> String| RwSignal::new(known.map(read).unwrap_or_default());
        let order = known.map_or(last.saturating_add(1), |shop| shop.order);
        Self {
            name: held(|shop| shop.name.clone()),
            kind: held(|shop| shop.kind.clone()),
            address: held(|shop| shop.address.clone()),
            order: RwSignal::new(order.to_string()),
            promises: held(|shop| shop.promises.join("\n")),
            prices: held(|shop| {
                let lines = shop
                    .prices
                    .iter()
                    .map(|price| format!("{} {}", price.item, price.yuan()));
                lines.collect::<Vec<_>>().join("\n")
            }),
            closed: RwSignal::new(known.is_some_and(|shop| shop.closed)),
        }
    }

    fn fields(self) -> [RwSignal<String>; 6] {
        [
            self.name,
            self.kind,
            self.address,
            self.order,
            self.promises,
            self.prices,
        ]
    }

    /// As a draft keeps it; reactive.
    pub(super) fn kept(self) -> String {
        self.fields()
            .map(|field| field.get())
            .join(&SEPARATOR.to_string())
    }

    pub(super) fn bring_back(self, draft: &str) {
        for (field, text) in self.fields().into_iter().zip(draft.split(SEPARATOR)) {
            field.set(text.to_owned());
        }
    }

    /// What is filled in, or the field that cannot be read and why.
    pub(super) fn read(self, shop: ShopId) -> Result<ShopRecorded, (&'static str, String)> {
        let order = self.order.get_untracked();
        let order = order
            .trim()
            .parse()
            .map_err(|_| ("order", t().shop.order_wrong().to_owned()))?;
        let prices = self.prices.get_untracked();
        let price = |line: &str| {
            Price::read(line).ok_or_else(|| ("price", t().shop.price_wrong(line.trim())))
        };
        let prices = lines(&prices).map(price).collect::<Result<_, _>>()?;
        let promises = self.promises.get_untracked();
        Ok(ShopRecorded {
            shop,
            name: self.name.get_untracked(),
            kind: self.kind.get_untracked(),
            address: self.address.get_untracked(),
            order,
            promises: lines(&promises)
                .map(|line| line.trim().to_owned())
                .collect(),
            prices,
            closed: self.closed.get_untracked(),
        })
    }
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim().is_empty())
}
