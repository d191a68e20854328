//! The columns of a checklist.

use yishi_domain::patrol::ChecklistRow;

use crate::{Column, Row};

impl Row for ChecklistRow {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::optional("分组", "section", |row| &mut row.section),
        Column::required("检查项", "item", |row| &mut row.text),
        Column::required("类型", "kind", |row| &mut row.kind),
        Column::optional("权重", "weight", |row| &mut row.weight),
        Column::optional("关键项", "critical", |row| &mut row.critical),
        Column::optional("不合格须拍照", "photo_on_fail", |row| {
            &mut row.photo_on_fail
        }),
        Column::optional("说明", "help", |row| &mut row.help),
        Column::optional("选项", "options", |row| &mut row.options),
        Column::optional("单位", "unit", |row| &mut row.unit),
        Column::optional("严重程度", "severity", |row| &mut row.severity),
    ];

    fn at(line: usize) -> Self {
        Self {
            line,
            ..Self::default()
        }
    }
}
