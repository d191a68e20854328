//! Checklists: built by staff, in versions, for kinds of shops.

mod checked;

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::{Item, Patrols, Section};
use crate::decide::Draft;
use crate::shop::Shop;
use crate::{Audience, Event, Rejection, State, TemplateId};

/// What a checklist asks, and of which shops.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checklist {
    /// 1 to 40 characters.
    pub title: String,
    /// The kinds of shops that it is for; all others if none is named.
    pub kinds: Vec<String>,
    /// 1 to 20 sections with 1 to 100 items together.
    pub sections: Vec<Section>,
}

/// A checklist through its versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// Its versions by number, the first one first; never empty.
    pub versions: Vec<(u16, Arc<Checklist>)>,
    /// Whether it is used no more.
    pub retired: bool,
    /// Its place in the order in which the newest versions of all came.
    pub order: u32,
}

/// Publishes a checklist, or the next version of one. What has begun keeps the version that it began with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishTemplate {
    /// The checklist.
    pub template: TemplateId,
    /// What it asks from now on.
    pub checklist: Checklist,
}

/// Uses a checklist no more. Publishing it again brings it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetireTemplate {
    /// The checklist.
    pub template: TemplateId,
}

/// A version of a checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplatePublished {
    /// The checklist.
    pub template: TemplateId,
    /// Its version, from 1 without gaps.
    pub version: u16,
    /// What it asks.
    pub checklist: Checklist,
}

/// A checklist is used no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateRetired {
    /// The checklist.
    pub template: TemplateId,
}

/// What is wrong with a checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TemplateFault {
    /// It asks nothing, or a section does.
    Empty,
    /// Two items have one number.
    SameNumber,
    /// The most points are not 1 to 20, or 100.
    Points,
    /// Not 2 to 12 options, or none of them has a point although the item weighs something.
    Options,
    /// More than 3 decimals, or the least is above the most.
    Range,
    /// Words or photos that weigh something, or more than 100.
    Weight,
    /// It hangs on an item that is not before it, or cannot be answered so.
    ShownIf,
}

impl Checklist {
    /// Its items in order.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.sections.iter().flat_map(|section| &section.items)
    }

    /// The item of that number.
    #[must_use]
    pub fn item(&self, number: u16) -> Option<&Item> {
        self.items().find(|item| item.item == number)
    }

    /// The section in which an item stands.
    #[must_use]
    pub fn section_of(&self, number: u16) -> Option<&Section> {
        let holds = |section: &&Section| section.items.iter().any(|item| item.item == number);
        self.sections.iter().find(holds)
    }
}

impl Template {
    /// The newest version.
    #[must_use]
    pub fn newest(&self) -> Option<(u16, &Arc<Checklist>)> {
        self.versions.last().map(|(number, list)| (*number, list))
    }

    /// A version.
    #[must_use]
    pub fn version(&self, number: u16) -> Option<&Arc<Checklist>> {
        let mut versions = self.versions.iter();
        versions
            .find(|(known, _)| *known == number)
            .map(|(_, list)| list)
    }
}

impl Patrols {
    /// A version of a checklist.
    #[must_use]
    pub fn checklist(&self, template: TemplateId, version: u16) -> Option<&Arc<Checklist>> {
        self.templates.get(&template)?.version(version)
    }

    /// The checklist for a shop, in its newest version: one that names the shop's kind, else one that names none. Of
    /// several the one whose newest version came last.
    #[must_use]
    pub fn checklist_for(&self, shop: &Shop) -> Option<(TemplateId, u16, &Arc<Checklist>)> {
        let mut found = None;
        for (id, template) in &self.templates {
            let Some((version, list)) = template.newest().filter(|_| !template.retired) else {
                continue;
            };
            let named = list.kinds.contains(&shop.kind);
            if !named && !list.kinds.is_empty() {
                continue;
            }
            let rank = (named, template.order);
            if found.as_ref().is_none_or(|(best, _)| rank > *best) {
                found = Some((rank, (*id, version, list)));
            }
        }
        found.map(|(_, found)| found)
    }

    pub(super) fn apply_template(&mut self, e: &TemplatePublished) {
        let known = self.templates.get(&e.template);
        let mut template = known.map_or_else(
            || Template {
                versions: Vec::new(),
                retired: false,
                order: 0,
            },
            |known| Template::clone(known),
        );
        let list = Arc::new(e.checklist.clone());
        match template
            .versions
            .binary_search_by_key(&e.version, |(number, _)| *number)
        {
            Ok(place) => template.versions[place].1 = list,
            Err(place) => {
                template.versions.insert(place, (e.version, list));
                let last = self.templates.values().map(|template| template.order).max();
                template.order = last.map_or(0, |last| last.saturating_add(1));
            }
        }
        template.retired = false;
        self.templates.insert(e.template, Arc::new(template));
    }

    pub(super) fn apply_retired(&mut self, e: &TemplateRetired) {
        if let Some(template) = self.templates.get_mut(&e.template) {
            Arc::make_mut(template).retired = true;
        }
    }
}

pub(crate) fn decide_publish_template(
    state: &State,
    c: &PublishTemplate,
) -> Result<Vec<Draft>, Rejection> {
    let checklist = c.checklist.checked()?;
    let known = state.patrol.templates.get(&c.template);
    let newest = known.and_then(|known| known.newest());
    let in_use = known.is_some_and(|known| !known.retired);
    if in_use && newest.is_some_and(|(_, known)| **known == checklist) {
        return Ok(Vec::new());
    }
    let version = newest.map_or(1, |(number, _)| number.saturating_add(1));
    let published = TemplatePublished {
        template: c.template,
        version,
        checklist,
    };
    Ok(vec![Draft::signed(
        vec![Audience::Public],
        Event::TemplatePublished(published),
    )])
}

pub(crate) fn decide_retire_template(
    state: &State,
    c: &RetireTemplate,
) -> Result<Vec<Draft>, Rejection> {
    let known = state.patrol.templates.get(&c.template);
    if known.ok_or(Rejection::UnknownTemplate)?.retired {
        return Ok(Vec::new());
    }
    let retired = TemplateRetired {
        template: c.template,
    };
    Ok(vec![Draft::signed(
        vec![Audience::Public],
        Event::TemplateRetired(retired),
    )])
}
