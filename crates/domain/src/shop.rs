//! Shops: which there are, where they stand, what they charge and promise, and who runs them.

mod address;
mod import;
mod merchant;

pub use import::{ShopFault, ShopRow, ShopRowError, import};

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use crate::decide::Draft;
use crate::text::{checked, too_many};
use crate::{Audience, Event, Rejection, ShopId, State, sort_by_key};

/// Prices that one shop may post.
pub const MOST_PRICES: usize = 60;
/// Promises that one shop may post.
pub const MOST_PROMISES: usize = 20;

/// What something costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// What is sold, and in which amount: 白菜(斤); 1 to 40 characters.
    pub item: String,
    /// In whole fen, 0.01 yuan; 0 is for nothing.
    pub fen: u32,
}

/// A shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shop {
    /// What it is called.
    pub name: String,
    /// What it is: 蔬菜店. Checklists are made for kinds.
    pub kind: String,
    /// Where it stands, as people write it: 幸福街5号.
    pub address: String,
    /// Its place on the way of whoever walks by all shops.
    pub order: u16,
    /// What it has promised to everybody.
    pub promises: Vec<String>,
    /// What it charges, as it posts it.
    pub prices: Vec<Price>,
    /// Whether it exists no more.
    pub closed: bool,
    /// What it was called before, the oldest name first: a roster may still call it so.
    pub former: Vec<String>,
}

/// A shop as it is now. The same shape serves as command and as event: recording is stating.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopRecorded {
    /// The shop.
    pub shop: ShopId,
    /// What it is called; 1 to 60 characters.
    pub name: String,
    /// What it is; 1 to 20 characters.
    pub kind: String,
    /// Street and house number; 1 to 60 characters.
    pub address: String,
    /// Its place on the way of whoever walks by all shops.
    pub order: u16,
    /// At most 20 promises of 1 to 200 characters.
    pub promises: Vec<String>,
    /// At most 60 prices.
    pub prices: Vec<Price>,
    /// Whether it exists no more.
    pub closed: bool,
}

impl State {
    /// A shop, if there is one of that id.
    ///
    /// # Errors
    /// [`Rejection::UnknownShop`].
    pub fn shop(&self, id: ShopId) -> Result<&Shop, Rejection> {
        let shop = self.shops.get(&id).map(|shop| &**shop);
        shop.ok_or(Rejection::UnknownShop)
    }

    /// The shops that exist, in the order of the way by them.
    #[must_use]
    pub fn shops_by_way(&self) -> Vec<(ShopId, &Shop)> {
        let open = self.shops.iter().filter(|(_, shop)| !shop.closed);
        let mut shops: Vec<_> = open.map(|(id, shop)| (*id, &**shop)).collect();
        sort_by_key(&mut shops, |(_, shop)| (shop.order, shop.number()));
        shops
    }

    /// The shop of that name: one that is called so, an open one first, or one that was called so before.
    #[must_use]
    pub fn shop_called(&self, name: &str) -> Option<ShopId> {
        let rank = |shop: &Shop| match () {
            () if shop.name == name => Some((0, shop.closed)),
            () if shop.former.iter().any(|former| former == name) => Some((1, shop.closed)),
            () => None,
        };
        let called = self
            .shops
            .iter()
            .filter_map(|(id, shop)| Some((rank(shop)?, *id)));
        called.min().map(|(_, id)| id)
    }

    pub(crate) fn apply_shop(&mut self, e: &ShopRecorded) {
        let known = self.shops.get(&e.shop);
        let mut former = known.map(|shop| shop.former.clone()).unwrap_or_default();
        former.extend(known.map(|shop| shop.name.clone()));
        former.retain(|name| *name != e.name);
        let record = Shop {
            name: e.name.clone(),
            kind: e.kind.clone(),
            address: e.address.clone(),
            order: e.order,
            promises: e.promises.clone(),
            prices: e.prices.clone(),
            closed: e.closed,
            former,
        };
        self.shops.insert(e.shop, Arc::new(record));
    }
}

impl Shop {
    /// The shop as it would be stated.
    #[must_use]
    pub fn stated(&self, shop: ShopId) -> ShopRecorded {
        ShopRecorded {
            shop,
            name: self.name.clone(),
            kind: self.kind.clone(),
            address: self.address.clone(),
            order: self.order,
            promises: self.promises.clone(),
            prices: self.prices.clone(),
            closed: self.closed,
        }
    }
}

pub(crate) fn decide_shop(state: &State, c: &ShopRecorded) -> Result<Vec<Draft>, Rejection> {
    let record = c.checked()?;
    if state.shops.get(&c.shop).map(|known| known.stated(c.shop)) == Some(record.clone()) {
        return Ok(Vec::new());
    }
    // Whoever reads a report or a roster tells shops by their names.
    let twin = |(id, shop): (&ShopId, &Arc<Shop>)| {
        *id != c.shop && !shop.closed && shop.name == record.name
    };
    if !c.closed && state.shops.iter().any(twin) {
        return Err(Rejection::AlreadyExists);
    }
    Ok(vec![Draft::signed(
        vec![Audience::Public],
        Event::ShopRecorded(record),
    )])
}

impl ShopRecorded {
    fn checked(&self) -> Result<Self, Rejection> {
        let price = |price: &Price| {
            Ok(Price {
                item: checked("price", &price.item, 40)?,
                fen: price.fen,
            })
        };
        let record = Self {
            shop: self.shop,
            name: checked("name", &self.name, 60)?,
            kind: checked("kind", &self.kind, 20)?,
            address: checked("address", &self.address, 60)?,
            order: self.order,
            promises: self
                .promises
                .iter()
                .map(|promise| checked("promise", promise, 200))
                .collect::<Result<_, _>>()?,
            prices: self.prices.iter().map(price).collect::<Result<_, _>>()?,
            closed: self.closed,
        };
        too_many("prices", record.prices.len(), MOST_PRICES)?;
        too_many("promises", record.promises.len(), MOST_PROMISES)?;
        Ok(record)
    }
}
