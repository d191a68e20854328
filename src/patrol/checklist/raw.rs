//! A checklist as it is being written: every field as it was typed, so that a draft keeps also what is not right yet.

use serde::{Deserialize, Serialize};
use yishi_domain::patrol::{
    Checklist, Condition, Item, ItemKind, ItemOption, Section, Severity, ShownIf, Template,
    read_decimal, write_decimal,
};

use crate::text::t;

/// A checklist.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RawList {
    pub(super) title: String,
    /// Separated by 、
    pub(super) kinds: String,
    pub(super) sections: Vec<RawSection>,
    /// The last number that was ever given to an item or a section.
    pub(super) last: u16,
}

/// A section. Its number tells it from others while the form is open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RawSection {
    pub(super) key: u16,
    pub(super) title: String,
    pub(super) items: Vec<RawItem>,
}

/// An item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RawItem {
    pub(super) number: u16,
    pub(super) text: String,
    pub(super) kind: Kind,
    pub(super) max: String,
    /// A line each: 干净 5
    pub(super) options: String,
    pub(super) unit: String,
    pub(super) least: String,
    pub(super) most: String,
    pub(super) weight: String,
    pub(super) critical: bool,
    pub(super) photo_on_fail: bool,
    pub(super) severity: Option<Severity>,
    pub(super) help: String,
    pub(super) shown_if: Option<ShownIf>,
}

/// What is asked, without the rest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    #[default]
    PassFail,
    Score,
    Choice,
    Number,
    Text,
    Photo,
}

impl Kind {
    pub(super) const ALL: [Self; 6] = [
        Self::PassFail,
        Self::Score,
        Self::Choice,
        Self::Number,
        Self::Text,
        Self::Photo,
    ];

    pub(super) fn is_scored(self) -> bool {
        !matches!(self, Self::Text | Self::Photo)
    }
}

/// What cannot be read of an item: the field, and why.
pub(super) type Wrong = (&'static str, String);

impl RawList {
    /// The newest version of a checklist. Numbers that another version had are not given again, because findings name
    /// items by them.
    pub(super) fn of(template: &Template) -> Self {
        let numbers = template.versions.iter().flat_map(|(_, list)| list.items());
        let last = numbers.map(|item| item.item).max().unwrap_or_default();
        let newest = template.newest();
        newest.map_or_else(Self::default, |(_, list)| Self::shown(list, last))
    }

    /// A checklist to be changed.
    pub(super) fn shown(list: &Checklist, last: u16) -> Self {
        let numbers = list.items().map(|item| item.item);
        let mut raw = Self {
            title: list.title.clone(),
            kinds: list.kinds.join("、"),
            sections: Vec::new(),
            last: numbers.max().unwrap_or_default().max(last),
        };
        for section in &list.sections {
            let key = raw.next();
            raw.sections.push(RawSection {
                key,
                title: section.title.clone(),
                items: section.items.iter().map(RawItem::of).collect(),
            });
        }
        raw
    }

    /// A number that was never given before.
    pub(super) fn next(&mut self) -> u16 {
        self.last = self.last.saturating_add(1);
        self.last
    }

    /// The items in order.
    pub(super) fn items(&self) -> impl Iterator<Item = &RawItem> {
        self.sections.iter().flat_map(|section| &section.items)
    }

    /// As a checklist, or the first item that cannot be read.
    pub(super) fn read(&self) -> Result<Checklist, (u16, Wrong)> {
        let kinds = self
            .kinds
            .split(['、', '，', ',', ';', '；'])
            .map(str::trim);
        let section = |section: &RawSection| {
            let items = section.items.iter();
            let items = items.map(|item| item.read().map_err(|wrong| (item.number, wrong)));
            Ok(Section {
                title: section.title.clone(),
                items: items.collect::<Result<_, _>>()?,
            })
        };
        Ok(Checklist {
            title: self.title.clone(),
            kinds: kinds
                .filter(|kind| !kind.is_empty())
                .map(str::to_owned)
                .collect(),
            sections: self
                .sections
                .iter()
                .map(section)
                .collect::<Result<_, _>>()?,
        })
    }
}

impl RawItem {
    pub(super) fn new(number: u16) -> Self {
        Self {
            number,
            max: "5".into(),
            weight: "1".into(),
            ..Self::default()
        }
    }

    pub(super) fn of(item: &Item) -> Self {
        let mut raw = Self {
            text: item.text.clone(),
            weight: item.weight.to_string(),
            critical: item.critical,
            photo_on_fail: item.photo_on_fail,
            severity: Some(item.severity),
            help: item.help.clone(),
            shown_if: item.shown_if,
            ..Self::new(item.item)
        };
        match &item.kind {
            ItemKind::PassFail => raw.kind = Kind::PassFail,
            ItemKind::Score { max } => {
                raw.kind = Kind::Score;
                raw.max = max.to_string();
            }
            ItemKind::Choice { options } => {
                raw.kind = Kind::Choice;
                let lines = options
                    .iter()
                    .map(|option| format!("{} {}", option.text, option.points));
                raw.options = lines.collect::<Vec<_>>().join("\n");
            }
            ItemKind::Number {
                unit,
                decimals,
                least,
                most,
            } => {
                raw.kind = Kind::Number;
                raw.unit.clone_from(unit);
                let written = |bound: &Option<i64>| {
                    bound
                        .map(|bound| write_decimal(bound, *decimals))
                        .unwrap_or_default()
                };
                (raw.least, raw.most) = (written(least), written(most));
            }
            ItemKind::Text => raw.kind = Kind::Text,
            ItemKind::Photo => raw.kind = Kind::Photo,
        }
        raw
    }

    /// As an item, or what cannot be read.
    pub(super) fn read(&self) -> Result<Item, Wrong> {
        let kind = self.read_kind()?;
        let weight = match self.kind.is_scored() {
            true => self
                .weight
                .trim()
                .parse()
                .map_err(|_| ("weight", t().checklist.weight_wrong().to_owned()))?,
            false => 0,
        };
        let scored = self.kind.is_scored();
        Ok(Item {
            item: self.number,
            text: self.text.clone(),
            kind,
            weight,
            critical: self.critical && scored,
            photo_on_fail: self.photo_on_fail && scored,
            severity: self.severity.unwrap_or(Severity::Minor),
            help: self.help.clone(),
            shown_if: self.shown_if,
        })
    }

    fn read_kind(&self) -> Result<ItemKind, Wrong> {
        let texts = t().checklist;
        Ok(match self.kind {
            Kind::PassFail => ItemKind::PassFail,
            Kind::Text => ItemKind::Text,
            Kind::Photo => ItemKind::Photo,
            Kind::Score => {
                let max = self.max.trim().parse();
                let max = max.map_err(|_| ("max", texts.max_wrong().to_owned()))?;
                ItemKind::Score { max }
            }
            Kind::Choice => {
                let lines = self.options.lines().filter(|line| !line.trim().is_empty());
                let options = lines.map(|line| {
                    read_option(line).ok_or_else(|| ("options", texts.option_wrong(line.trim())))
                });
                ItemKind::Choice {
                    options: options.collect::<Result<_, _>>()?,
                }
            }
            Kind::Number => {
                let places = |text: &str| {
                    let places = text
                        .trim()
                        .split_once(['.', '。'])
                        .map_or(0, |(_, part)| part.len());
                    u8::try_from(places).unwrap_or(u8::MAX)
                };
                let decimals = places(&self.least).max(places(&self.most));
                let bound = |field: &'static str, text: &str| match text.trim() {
                    "" => Ok(None),
                    text => read_decimal(text, decimals)
                        .map(Some)
                        .ok_or_else(|| (field, texts.bound_wrong().to_owned())),
                };
                ItemKind::Number {
                    unit: self.unit.clone(),
                    // Without a range whoever measures may write one place.
                    decimals: match (self.least.trim(), self.most.trim()) {
                        ("", "") => 1,
                        _ => decimals,
                    },
                    least: bound("least", &self.least)?,
                    most: bound("most", &self.most)?,
                }
            }
        })
    }

    /// Its options by what is written, for items that hang on it.
    pub(super) fn option_texts(&self) -> Vec<String> {
        let lines = self.options.lines().filter(|line| !line.trim().is_empty());
        lines
            .map(|line| {
                read_option(line).map_or_else(|| line.trim().to_owned(), |option| option.text)
            })
            .collect()
    }

    /// What an earlier item may have been for this one to be asked.
    pub(super) fn conditions(&self) -> Vec<(Condition, String)> {
        let texts = t().checklist;
        let mut all = Vec::new();
        if self.kind == Kind::Choice {
            let options = self.option_texts().into_iter().zip(0..);
            all.extend(
                options.map(|(text, place)| (Condition::Option(place), texts.is_option(text))),
            );
        }
        if self.kind.is_scored() {
            all.push((Condition::Passed, texts.is_passed().to_owned()));
            all.push((Condition::Failed, texts.is_failed().to_owned()));
        }
        all.push((
            Condition::NotApplicable,
            texts.is_not_applicable().to_owned(),
        ));
        all
    }
}

/// 干净 5, 干净：5
fn read_option(line: &str) -> Option<ItemOption> {
    let line = line.trim();
    let (text, points) = line.rsplit_once([':', '：', ' ', '\t', '\u{3000}'])?;
    let text = text.trim().trim_end_matches([':', '：']).to_owned();
    let points = points.trim().trim_end_matches('分').parse().ok()?;
    (!text.is_empty()).then_some(ItemOption { text, points })
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn item(number: u16, kind: ItemKind) -> Item {
        Item {
            item: number,
            text: "冷冻温度".into(),
            kind,
            weight: 2,
            critical: true,
            photo_on_fail: true,
            severity: Severity::Major,
            help: "看表".into(),
            shown_if: None,
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_checklist_comes_back_as_it_was() {
        let option = |text: &str, points| ItemOption {
            text: text.into(),
            points,
        };
        let kinds = [
            ItemKind::PassFail,
            ItemKind::Score { max: 5 },
            ItemKind::Choice {
                options: vec![option("很 干净", 5), option("脏", 0)],
            },
            ItemKind::Number {
                unit: "℃".into(),
                decimals: 1,
                least: Some(-185),
                most: None,
            },
        ];
        let mut items: Vec<Item> = kinds
            .into_iter()
            .zip(1..)
            .map(|(kind, n)| item(n, kind))
            .collect();
        items[1].shown_if = Some(ShownIf {
            item: 1,
            is: Condition::Failed,
        });
        let list = Checklist {
            title: "门店检查表".into(),
            kinds: vec!["蔬菜店".into(), "超市".into()],
            sections: vec![Section {
                title: "卫生".into(),
                items,
            }],
        };
        let raw = RawList::shown(&list, 40);
        assert_eq!(raw.read(), Ok(list));
        assert_eq!(raw.clone().next(), 42);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn what_cannot_be_read_names_its_field() {
        let wrong = |change: fn(&mut RawItem)| {
            let mut raw = RawItem::new(1);
            change(&mut raw);
            raw.read().err().map(|(field, _)| field)
        };
        assert_eq!(wrong(|_| ()), None);
        assert_eq!(wrong(|raw| raw.weight = "x".into()), Some("weight"));
        assert_eq!(
            wrong(|raw| (raw.kind, raw.max) = (Kind::Score, "五".into())),
            Some("max")
        );
        assert_eq!(
            wrong(|raw| (raw.kind, raw.options) = (Kind::Choice, "干净".into())),
            Some("options")
        );
        assert_eq!(
            wrong(|raw| (raw.kind, raw.most) = (Kind::Number, "热".into())),
            Some("most")
        );
    }
}
