//! Taking over shops that staff keep in a table.

use std::collections::BTreeMap;
use uuid::Uuid;

use super::{Price, ShopRecorded};
use crate::{Command, Rejection, ShopId, State};

/// One row of the table, as text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ShopRow {
    /// Line number in the file, for messages.
    pub line: usize,
    /// 店名
    pub name: String,
    /// 类别
    pub kind: String,
    /// 门牌: street and house number.
    pub address: String,
    /// 价目: prices in yuan, such as `成人剪发:38;老人剪发:0`; empty keeps what is known.
    pub prices: String,
    /// 承诺: promises separated by ; empty keeps what is known.
    pub promises: String,
    /// 顺序 on the way by all shops; empty keeps what is known, and puts a new shop last.
    pub order: String,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShopFault {
    /// A price that cannot be read.
    #[error("“价目” names things and yuan such as 白菜(斤):1.2;鸡蛋(斤):4.9, not {0}")]
    NotAPrice(String),
    /// A place on the way that is no number.
    #[error("“顺序” is not a usable number: {0}")]
    NotAPlace(String),
    /// The shop stands in an earlier row.
    #[error("the same shop stands in line {0}")]
    Duplicate(usize),
    /// The shop has another name by now.
    #[error("the shop is called {0} now")]
    Renamed(String),
    /// The rules refuse it.
    #[error("{0}")]
    Rule(#[from] Rejection),
}

/// A row that was not taken over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct ShopRowError {
    /// Line number in the file.
    pub line: usize,
    /// What is wrong.
    pub fault: ShopFault,
}

/// The commands that bring the register up to the table, and the rows that cannot be used. A shop is known by its
/// name. Only differences become commands, so importing the same file twice changes nothing; what the table does not
/// say stays as it is, and a shop that it does not name does too.
pub fn import(
    state: &State,
    rows: &[ShopRow],
    mut new_id: impl FnMut() -> Uuid,
) -> (Vec<Command>, Vec<ShopRowError>) {
    let last = state.shops.values().map(|shop| shop.order).max();
    let mut last = last.unwrap_or_default();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut commands, mut errors) = (Vec::new(), Vec::new());
    for row in rows {
        let name = row.name.trim();
        let stated = match seen.insert(name, row.line) {
            Some(first) => Err(ShopFault::Duplicate(first)),
            None => stated(state, row, last, &mut new_id),
        };
        match stated {
            Ok(record) => {
                last = last.max(record.order);
                let known = state.shops.get(&record.shop);
                if known.map(|known| known.stated(record.shop)).as_ref() != Some(&record) {
                    commands.push(Command::RecordShop(record));
                }
            }
            Err(fault) => errors.push(ShopRowError {
                line: row.line,
                fault,
            }),
        }
    }
    (commands, errors)
}

fn stated(
    state: &State,
    row: &ShopRow,
    last: u16,
    new_id: &mut impl FnMut() -> Uuid,
) -> Result<ShopRecorded, ShopFault> {
    let known = state.shop_called(row.name.trim());
    let known = known.and_then(|id| Some((id, state.shops.get(&id)?)));
    let known = known.filter(|(_, shop)| !shop.closed);
    if let Some((_, shop)) = known
        && shop.name != row.name.trim()
    {
        return Err(ShopFault::Renamed(shop.name.clone()));
    }
    let mut record = known.map_or_else(
        || ShopRecorded {
            shop: ShopId(new_id()),
            name: String::new(),
            kind: String::new(),
            address: String::new(),
            order: last.saturating_add(1),
            promises: Vec::new(),
            prices: Vec::new(),
            closed: false,
        },
        |(id, shop)| shop.stated(id),
    );
    record.name.clone_from(&row.name);
    record.kind.clone_from(&row.kind);
    record.address.clone_from(&row.address);
    let order = row.order.trim();
    if !order.is_empty() {
        let place = order.parse();
        record.order = place.map_err(|_| ShopFault::NotAPlace(shown(order)))?;
    }
    if !row.prices.trim().is_empty() {
        record.prices = parts(&row.prices).map(price).collect::<Result<_, _>>()?;
    }
    if !row.promises.trim().is_empty() {
        record.promises = parts(&row.promises).map(str::to_owned).collect();
    }
    Ok(record.checked()?)
}

fn parts(cell: &str) -> impl Iterator<Item = &str> {
    let parts = cell.split([';', '；', '\n']).map(str::trim);
    parts.filter(|part| !part.is_empty())
}

fn price(part: &str) -> Result<Price, ShopFault> {
    Price::read(part).ok_or_else(|| ShopFault::NotAPrice(shown(part)))
}

impl Price {
    /// What is sold and what it costs in yuan, as people write it: `白菜(斤):1.2`, `白菜(斤) 1.2`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let apart = |separator: &[char]| text.rsplit_once(separator);
        let (item, yuan) = apart(&[':', '：']).or_else(|| apart(&[' ', '\t', '\u{3000}']))?;
        let fen = Self::fen(yuan)?;
        let item = item.trim().to_owned();
        (!item.is_empty()).then_some(Self { item, fen })
    }

    /// What it costs in yuan, as [`Self::read`] takes it: 1.2, 38.
    #[must_use]
    pub fn yuan(&self) -> String {
        let (yuan, rest) = (self.fen / 100, self.fen % 100);
        match (rest, rest % 10) {
            (0, _) => yuan.to_string(),
            (_, 0) => format!("{yuan}.{}", rest / 10),
            _ => format!("{yuan}.{rest:02}"),
        }
    }

    /// Yuan with at most two decimals, such as `3.5`, as whole fen; 免费 is nothing.
    #[must_use]
    pub fn fen(yuan: &str) -> Option<u32> {
        let yuan = yuan.trim().trim_start_matches(['¥', '￥']);
        let yuan = yuan.trim_end_matches('元').trim();
        if matches!(yuan, "免费" | "free") {
            return Some(0);
        }
        let (whole, part) = yuan.split_once('.').unwrap_or((yuan, ""));
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let fits = (1..=7).contains(&whole.len()) && part.len() <= 2;
        if !fits || !digits(whole) || !digits(part) {
            return None;
        }
        format!("{whole}{part:0<2}").parse().ok()
    }
}

fn shown(cell: &str) -> String {
    cell.chars().take(40).collect()
}
