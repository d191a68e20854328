//! The columns of a table of shops.

use yishi_domain::shop::ShopRow;

use crate::{Column, Row};

impl Row for ShopRow {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::required("店名", "name", |row| &mut row.name),
        Column::required("类别", "kind", |row| &mut row.kind),
        Column::required("门牌", "address", |row| &mut row.address),
        Column::optional("价目", "prices", |row| &mut row.prices),
        Column::optional("承诺", "promises", |row| &mut row.promises),
        Column::optional("顺序", "order", |row| &mut row.order),
    ];

    fn at(line: usize) -> Self {
        Self {
            line,
            ..Self::default()
        }
    }
}
