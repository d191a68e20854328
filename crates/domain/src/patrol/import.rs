//! Taking over a checklist that staff keep in a table.

use std::collections::BTreeMap;

use super::{Checklist, Item, ItemKind, ItemOption, Section, Severity, read_decimal};
use crate::Rejection;

/// One row of the table, as text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChecklistRow {
    /// Line number in the file, for messages.
    pub line: usize,
    /// 分组; empty is that of the row before.
    pub section: String,
    /// 检查项
    pub text: String,
    /// 类型: `pass_fail`, `score_0_5`, `number_0_8`, `choice`, `text`, `photo`, or 是否, 打分5, 数值0-8, 单选, 文字, 照片.
    pub kind: String,
    /// 权重; empty is 1, and 0 for words and photos.
    pub weight: String,
    /// 关键项: yes or 是.
    pub critical: String,
    /// 不合格须拍照: yes or 是.
    pub photo_on_fail: String,
    /// 说明; may be empty.
    pub help: String,
    /// 选项 of a choice with their points: `干净:5;一般:3;脏:0`.
    pub options: String,
    /// 单位 of a number; may be empty.
    pub unit: String,
    /// 严重程度: 严重, 一般, 轻微 or `critical`, `major`, `minor`; empty follows from the row.
    pub severity: String,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChecklistFault {
    /// A kind that there is not.
    #[error(
        "unknown kind: {0}; the kinds are pass_fail, score_0_5, number_0_8, choice, text, photo"
    )]
    UnknownKind(String),
    /// A weight that is none.
    #[error("“权重” is not a usable number: {0}")]
    NotAWeight(String),
    /// Options that cannot be read.
    #[error("“选项” names answers and points such as 干净:5;一般:3;脏:0, not {0}")]
    NotOptions(String),
    /// A severity that there is not.
    #[error("unknown severity: {0}; it is 严重, 一般 or 轻微")]
    UnknownSeverity(String),
    /// The same item stands in an earlier row of its section.
    #[error("the same item stands in line {0}")]
    Duplicate(usize),
    /// The rules refuse it.
    #[error("{0}")]
    Rule(#[from] Rejection),
}

/// A row that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct ChecklistRowError {
    /// Line number in the file.
    pub line: usize,
    /// What is wrong.
    pub fault: ChecklistFault,
}

/// The checklist that a table says, and the rows that cannot be used. `known` are the checklist's versions, the newest
/// first. An item with the same text in the same section keeps its number, so that what was found at it before stays
/// beside it; what the table has no column for stays too. A number that any version has is never another item's.
#[must_use]
pub fn import(
    rows: &[ChecklistRow],
    title: &str,
    known: &[&Checklist],
) -> (Checklist, Vec<ChecklistRowError>) {
    let newest = known.first();
    let mut list = Checklist {
        title: newest
            .map_or(title, |known| known.title.as_str())
            .to_owned(),
        kinds: newest.map(|known| known.kinds.clone()).unwrap_or_default(),
        sections: Vec::new(),
    };
    let taken = known.iter().flat_map(|known| known.items());
    let mut last = taken.map(|item| item.item).max().unwrap_or_default();
    let mut seen: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut errors = Vec::new();
    let mut section = String::from("检查项目");
    for row in rows {
        if !row.section.trim().is_empty() {
            row.section.trim().clone_into(&mut section);
        }
        let before = same(known, &section, row.text.trim());
        let key = (section.clone(), row.text.trim().to_owned());
        let item = match seen.insert(key, row.line) {
            Some(first) => Err(ChecklistFault::Duplicate(first)),
            None => item(row, before, last),
        };
        match item {
            Ok(item) => {
                last = last.max(item.item);
                match list
                    .sections
                    .iter_mut()
                    .find(|known| known.title == section)
                {
                    Some(known) => known.items.push(item),
                    None => list.sections.push(Section {
                        title: section.clone(),
                        items: vec![item],
                    }),
                }
            }
            Err(fault) => errors.push(ChecklistRowError {
                line: row.line,
                fault,
            }),
        }
    }
    (list, errors)
}

/// The item as the newest version has it that does; not one whose number stands for something else since.
fn same<'a>(known: &[&'a Checklist], section: &str, text: &str) -> Option<&'a Item> {
    let mut versions = known.iter().enumerate();
    versions.find_map(|(place, list)| {
        let of_section = list.sections.iter().filter(|known| known.title == section);
        let mut items = of_section.flat_map(|section| &section.items);
        let item = items.find(|item| item.text == text)?;
        let newer = &known[..place];
        newer
            .iter()
            .all(|list| list.item(item.item).is_none())
            .then_some(item)
    })
}

fn item(row: &ChecklistRow, known: Option<&Item>, last: u16) -> Result<Item, ChecklistFault> {
    let kind = kind(row)?;
    let scored = kind.max().is_some();
    let weight = match row.weight.trim() {
        "" => u16::from(scored),
        cell => cell
            .parse()
            .map_err(|_| ChecklistFault::NotAWeight(shown(cell)))?,
    };
    let critical = is_yes(&row.critical);
    let severity = match row.severity.trim() {
        "" if critical => Severity::Critical,
        "" if weight >= 2 => Severity::Major,
        "" => Severity::Minor,
        "严重" | "critical" => Severity::Critical,
        "一般" | "major" => Severity::Major,
        "轻微" | "minor" => Severity::Minor,
        other => return Err(ChecklistFault::UnknownSeverity(shown(other))),
    };
    let item = Item {
        item: known.map_or_else(|| last.saturating_add(1), |known| known.item),
        text: row.text.trim().to_owned(),
        kind,
        weight,
        critical,
        photo_on_fail: is_yes(&row.photo_on_fail),
        severity,
        help: match row.help.trim() {
            "" => known.map(|known| known.help.clone()).unwrap_or_default(),
            help => help.to_owned(),
        },
        shown_if: known.and_then(|known| known.shown_if),
    };
    // An item that hangs on another is looked at with the whole.
    let alone = Item {
        shown_if: None,
        ..item.clone()
    };
    let list = Checklist {
        title: "-".into(),
        kinds: Vec::new(),
        sections: vec![Section {
            title: "-".into(),
            items: vec![alone],
        }],
    };
    list.checked()?;
    Ok(item)
}

fn kind(row: &ChecklistRow) -> Result<ItemKind, ChecklistFault> {
    let word = row.kind.trim().to_ascii_lowercase();
    let unknown = || ChecklistFault::UnknownKind(shown(row.kind.trim()));
    match word.as_str() {
        "pass_fail" | "是否" | "合格" | "合格/不合格" => return Ok(ItemKind::PassFail),
        "text" | "文字" => return Ok(ItemKind::Text),
        "photo" | "照片" => return Ok(ItemKind::Photo),
        "choice" | "单选" => {
            return Ok(ItemKind::Choice {
                options: options(&row.options)?,
            });
        }
        _ => {}
    }
    if let Some(max) = word
        .strip_prefix("score_0_")
        .or_else(|| word.strip_prefix("打分"))
    {
        let max = max
            .trim_start_matches("0-")
            .parse()
            .map_err(|_| unknown())?;
        return Ok(ItemKind::Score { max });
    }
    let range = word
        .strip_prefix("number")
        .or_else(|| word.strip_prefix("数值"));
    let range = range.ok_or_else(unknown)?.trim_start_matches('_');
    let (least, most) = bounds(range).ok_or_else(unknown)?;
    let places = |text: &str| text.split_once('.').map_or(0, |(_, part)| part.len());
    let decimals = match (least, most) {
        // Without a range whoever measures may write one place.
        ("", "") => 1,
        _ => u8::try_from(places(least).max(places(most))).map_err(|_| unknown())?,
    };
    let bound = |text: &str| match text {
        "" => Ok(None),
        text => read_decimal(text, decimals).map(Some).ok_or_else(unknown),
    };
    Ok(ItemKind::Number {
        unit: row.unit.trim().to_owned(),
        decimals,
        least: bound(least)?,
        most: bound(most)?,
    })
}

/// The least and the most of a range: `0_8`, `0-8`, `-18~-12`; either may be left out, or both.
fn bounds(range: &str) -> Option<(&str, &str)> {
    if range.is_empty() {
        return Some(("", ""));
    }
    let apart = range.split_once(['_', '~', '～', '至']);
    // A hyphen at the beginning is a minus where another one separates.
    let apart = apart.or_else(|| {
        let hyphen = range.char_indices().skip(1).find(|(_, c)| *c == '-');
        let place = hyphen.map_or_else(|| range.find('-'), |(place, _)| Some(place))?;
        Some((&range[..place], &range[place + 1..]))
    });
    apart.map(|(least, most)| (least.trim(), most.trim()))
}

fn options(cell: &str) -> Result<Vec<ItemOption>, ChecklistFault> {
    let fault = || ChecklistFault::NotOptions(shown(cell));
    let parts = cell
        .split([';', '；'])
        .map(str::trim)
        .filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (text, points) = part.rsplit_once([':', '：']).ok_or_else(fault)?;
            Ok(ItemOption {
                text: text.trim().to_owned(),
                points: points.trim().parse().map_err(|_| fault())?,
            })
        })
        .collect()
}

fn is_yes(cell: &str) -> bool {
    matches!(
        cell.trim(),
        "是" | "yes" | "Yes" | "YES" | "true" | "TRUE" | "1" | "y" | "Y"
    )
}

fn shown(cell: &str) -> String {
    cell.chars().take(40).collect()
}
