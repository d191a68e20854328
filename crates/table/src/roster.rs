//! The columns of a roster's table.

use yishi_domain::roster::RosterRow;

use crate::{Column, Row};

impl Row for RosterRow {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::required("姓名", "name", |row| &mut row.name),
        Column::required("楼栋", "building", |row| &mut row.building),
        Column::required("单元", "unit", |row| &mut row.unit),
        Column::required("房号", "room", |row| &mut row.room),
        Column::optional("建筑面积", "area", |row| &mut row.area),
        Column::required("身份", "roles", |row| &mut row.roles),
        Column::optional("店铺", "shop", |row| &mut row.shop),
        Column::optional("产权人", "owner", |row| &mut row.owner),
        Column::required("年龄", "age", |row| &mut row.age),
    ];

    fn at(line: usize) -> Self {
        Self {
            line,
            ..Self::default()
        }
    }
}
