//! One shop, for everybody: what it has promised, what it charges, how it does, what its merchant says.

mod edit;
mod form;
mod import;
mod list;
mod page;

pub(super) use edit::{EditShop, NewShop};
pub(super) use import::ImportShops;
pub(super) use list::Shops;
pub(super) use page::ShopPage;
