//! Who runs which shop: the roster's column 店铺 names it.
//!
//! There is no second list to keep: a merchant is tied to the shops that the own record names, as they are called or
//! were called before. Several are separated by 、 or ;. A phone knows its own member's record, staff know all.

use crate::roster::{Member, Role};
use crate::{MemberId, ShopId, State};

impl State {
    /// The shops that a member runs, as far as the member's record is known here.
    #[must_use]
    pub fn shops_run_by(&self, member: MemberId) -> Vec<ShopId> {
        let record = self.roster.members.get(&member);
        record
            .map(|record| self.shops_of(record))
            .unwrap_or_default()
    }

    /// Whether a member runs a shop, as far as the member's record is known here.
    #[must_use]
    pub fn runs(&self, member: MemberId, shop: ShopId) -> bool {
        self.shops_run_by(member).contains(&shop)
    }

    /// Who runs a shop: everybody at the authority and for staff, oneself on any other phone.
    pub fn merchants_of(&self, shop: ShopId) -> impl Iterator<Item = (MemberId, &Member)> {
        let members = self.roster.members.iter();
        let of_it = members.filter(move |(_, record)| self.shops_of(record).contains(&shop));
        of_it.map(|(id, record)| (*id, &**record))
    }

    fn shops_of(&self, record: &Member) -> Vec<ShopId> {
        let Some(named) = &record.shop else {
            return Vec::new();
        };
        if !record.roles.contains(&Role::Merchant) {
            return Vec::new();
        }
        // A shop's own name may hold what separates names.
        if let Some(shop) = self.shop_called(named.trim()) {
            return vec![shop];
        }
        let names = named.split(['、', ';', '；']).map(str::trim);
        names.filter_map(|name| self.shop_called(name)).collect()
    }
}
