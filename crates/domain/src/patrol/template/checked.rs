//! What a checklist may be like.

use super::{Checklist, TemplateFault};
use crate::Rejection;
use crate::patrol::{Condition, Item, ItemKind, ItemOption, Section, ShownIf};
use crate::text::{checked, optional, too_many};

/// Sections of a checklist.
const MOST_SECTIONS: usize = 20;
/// Items of a checklist.
const MOST_ITEMS: usize = 100;
/// Kinds of shops that a checklist may name.
const MOST_KINDS: usize = 40;

impl Checklist {
    /// The checklist with texts in order, if shops can be inspected by it.
    ///
    /// # Errors
    /// What is wrong with a text, or [`Rejection::BadTemplate`] with the item that is wrong.
    pub fn checked(&self) -> Result<Self, Rejection> {
        too_many("sections", self.sections.len(), MOST_SECTIONS)?;
        too_many("items", self.items().count(), MOST_ITEMS)?;
        too_many("kinds", self.kinds.len(), MOST_KINDS)?;
        if self.sections.is_empty() || self.sections.iter().any(|s| s.items.is_empty()) {
            return Err(fault(0, TemplateFault::Empty));
        }
        let mut kinds = Vec::new();
        for kind in &self.kinds {
            let kind = checked("kind", kind, 20)?;
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        let section = |section: &Section| {
            Ok(Section {
                title: checked("section", &section.title, 40)?,
                items: section
                    .items
                    .iter()
                    .map(checked_item)
                    .collect::<Result<_, _>>()?,
            })
        };
        let list = Self {
            title: checked("title", &self.title, 40)?,
            kinds,
            sections: self
                .sections
                .iter()
                .map(section)
                .collect::<Result<_, _>>()?,
        };
        let mut before: Vec<&Item> = Vec::new();
        for item in list.items() {
            if before.iter().any(|other| other.item == item.item) {
                return Err(fault(item.item, TemplateFault::SameNumber));
            }
            if !item.shown_if.is_none_or(|shown| can_hang(&before, shown)) {
                return Err(fault(item.item, TemplateFault::ShownIf));
            }
            before.push(item);
        }
        Ok(list)
    }
}

fn checked_item(item: &Item) -> Result<Item, Rejection> {
    let kind = checked_kind(item)?;
    let scored = kind.max().is_some();
    if item.weight > 100 || (item.weight > 0 && !scored) {
        return Err(fault(item.item, TemplateFault::Weight));
    }
    Ok(Item {
        item: item.item,
        text: checked("item", &item.text, 100)?,
        kind,
        weight: item.weight,
        critical: item.critical && scored,
        photo_on_fail: item.photo_on_fail && scored,
        severity: item.severity,
        help: optional("help", &item.help, 300)?,
        shown_if: item.shown_if,
    })
}

fn checked_kind(item: &Item) -> Result<ItemKind, Rejection> {
    let wrong = |why| Err(fault(item.item, why));
    Ok(match &item.kind {
        ItemKind::Score { max } if !(1..=20).contains(max) && *max != 100 => {
            return wrong(TemplateFault::Points);
        }
        ItemKind::Choice { options } => {
            let points = options.iter().map(|option| option.points).max();
            let worthless = item.weight > 0 && points == Some(0);
            if !(2..=12).contains(&options.len()) || points > Some(20) || worthless {
                return wrong(TemplateFault::Options);
            }
            let option = |option: &ItemOption| {
                Ok(ItemOption {
                    text: checked("option", &option.text, 40)?,
                    points: option.points,
                })
            };
            ItemKind::Choice {
                options: options
                    .iter()
                    .map(option)
                    .collect::<Result<_, Rejection>>()?,
            }
        }
        ItemKind::Number {
            unit,
            decimals,
            least,
            most,
        } => {
            let upside_down = least.zip(*most).is_some_and(|(least, most)| least > most);
            if *decimals > 3 || upside_down {
                return wrong(TemplateFault::Range);
            }
            ItemKind::Number {
                unit: optional("unit", unit, 10)?,
                decimals: *decimals,
                least: *least,
                most: *most,
            }
        }
        other => other.clone(),
    })
}

/// Whether an item may hang on one of those before it.
fn can_hang(before: &[&Item], shown: ShownIf) -> bool {
    let Some(item) = before.iter().find(|item| item.item == shown.item) else {
        return false;
    };
    match (shown.is, &item.kind) {
        (Condition::NotApplicable, _) => true,
        (Condition::Option(option), ItemKind::Choice { options }) => {
            usize::from(option) < options.len()
        }
        (Condition::Passed | Condition::Failed, kind) => kind.max().is_some(),
        (Condition::Option(_), _) => false,
    }
}

fn fault(item: u16, why: TemplateFault) -> Rejection {
    Rejection::BadTemplate { item, why }
}
