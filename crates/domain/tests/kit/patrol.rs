//! The street and its patrol in a few words, and random commands of it in small numbers.

use super::steps::Names;
use super::{DAY, Town};
use yishi_domain::roster::*;
use yishi_domain::shop::*;
use yishi_domain::*;

/// Kinds of commands that [`command`] makes.
pub const KINDS: u8 = 1;

/// A shop of that house number, which is its place on the way too.
pub fn record(shop: ShopId, name: &str, number: u16) -> ShopRecorded {
    ShopRecorded {
        shop,
        name: name.into(),
        kind: name.into(),
        address: format!("幸福街{number}号"),
        order: number,
        promises: vec!["价签每天更新".into()],
        prices: vec![Price {
            item: "白菜(斤)".into(),
            fen: 120,
        }],
        closed: false,
    }
}

impl Town {
    pub fn shop(&mut self, name: &str, number: u16) -> ShopId {
        let shop = ShopId(self.id());
        let record = record(shop, name, number);
        self.must(Actor::Operator, Command::RecordShop(record));
        shop
    }

    /// A merchant whose record names that shop.
    pub fn merchant(&mut self, name: &str, shop: &str) -> MemberId {
        let member = MemberId(self.id());
        let record = MemberRecorded {
            member,
            name: name.into(),
            household: None,
            roles: [Role::Merchant].into(),
            owner: false,
            born: 1980,
            shop: Some(shop.into()),
        };
        self.must(Actor::Operator, Command::RecordMember(record));
        member
    }
}

pub fn command(names: &Names, kind: u8, [a, b, c, d]: [u8; 4], now: Timestamp) -> Command {
    let _ = (kind, now, DAY);
    let shop = ShopId((names.id)(13, a));
    let price = |n: u8| Price {
        item: (names.text)(n),
        fen: u32::from(n),
    };
    Command::RecordShop(ShopRecorded {
        shop,
        name: (names.text)(b),
        kind: (names.text)(c),
        address: format!("{}{d}号", (names.text)(d)),
        order: u16::from(d),
        promises: (0..d % 23).map(|n| format!("第{n}条")).collect(),
        prices: (3..3 + c % 70).map(price).collect(),
        closed: d % 5 == 0,
    })
}
