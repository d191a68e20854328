//! A community's own rules: named, dated, numbered by versions. Every vote keeps the version that it was noticed by.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::{Approval, Participation, Rule, Share};
use crate::council::Council;
use crate::decide::Draft;
use crate::text::checked;
use crate::{Audience, Date, Event, Rejection, State};

/// Parts that a whole may have in a share.
const MOST_PARTS: u32 = 1_000;
/// Days of notice that a rule may ask for.
const MOST_NOTICE: u16 = 365;

/// Defines a rule, or its next version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefineRule {
    /// Its name, by which its versions belong together; 1 to 40 characters, none of the presets'.
    pub name: String,
    /// In force since, or from then on.
    pub since: Date,
    /// Where it is written; 1 to 100 characters.
    pub source: String,
    /// Days between the notice of a motion and its opening at least; at most 365.
    pub notice_days: u16,
    /// How many must take part; none if any number will do.
    pub participation: Option<Participation>,
    /// How many must approve; without any share the most votes decide, among options to choose from.
    pub approval: Approval,
}

/// A rule of the community's own, as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleDefined {
    /// The rule, with its version.
    pub rule: Rule,
}

impl Council {
    pub(crate) fn apply_defined(&mut self, e: &RuleDefined) {
        let mut versions = match self.rules.get(&e.rule.name) {
            Some(versions) => Vec::clone(versions),
            None => Vec::new(),
        };
        versions.retain(|known| known.version != e.rule.version);
        versions.push(e.rule.clone());
        self.rules.insert(e.rule.name.clone(), Arc::new(versions));
    }

    /// The rule of that name as it is in force on a day.
    ///
    /// # Errors
    /// [`Rejection::UnknownRule`], [`Rejection::RuleNotInForce`].
    pub(crate) fn rule(&self, name: &str, today: Date) -> Result<Rule, Rejection> {
        if let Some(preset) = Rule::preset(name) {
            return Ok(preset);
        }
        let versions = self
            .rules
            .get(&name.to_owned())
            .ok_or(Rejection::UnknownRule)?;
        in_force(versions, today).cloned().ok_or_else(|| {
            let first = versions.iter().map(|rule| rule.since.as_str()).min();
            Rejection::RuleNotInForce {
                since: first.unwrap_or_default().to_owned(),
            }
        })
    }

    /// Every rule that is in force on a day: the presets, then the community's own by name.
    #[must_use]
    pub fn rules_in_force(&self, today: Date) -> Vec<Rule> {
        let own = self.rules.values();
        let own = own.filter_map(|versions| in_force(versions, today).cloned());
        Rule::presets().into_iter().chain(own).collect()
    }
}

/// The latest version of a rule whose day has come. Days in ISO 8601 sort as texts.
fn in_force(versions: &[Rule], today: Date) -> Option<&Rule> {
    let today = today.to_string();
    let come = versions.iter().filter(|rule| rule.since <= today);
    come.max_by(|a, b| (&a.since, a.version).cmp(&(&b.since, b.version)))
}

/// Whether a share can be met at all, and not by nobody.
fn is_sound(share: Share, strict: bool) -> bool {
    let some = (1..=MOST_PARTS).contains(&share.parts) && (1..=share.parts).contains(&share.of);
    some && !(strict && share.of == share.parts)
}

pub(crate) fn decide_define(state: &State, c: &DefineRule) -> Result<Vec<Draft>, Rejection> {
    let name = checked("name", &c.name, 40)?;
    let source = checked("source", &c.source, 100)?;
    if Rule::preset(&name).is_some() {
        return Err(Rejection::AlreadyExists);
    }
    let participation = c
        .participation
        .filter(|part| part.heads.is_some() || part.area.is_some());
    let shares = participation.iter().flat_map(|part| {
        let shares = [part.heads, part.area];
        shares.map(|share| share.map(|share| (share, part.strict)))
    });
    let approving = [c.approval.heads, c.approval.area];
    let approving = approving.map(|share| share.map(|share| (share, c.approval.strict)));
    let sound = shares
        .chain(approving)
        .flatten()
        .all(|(share, strict)| is_sound(share, strict));
    if !sound || c.notice_days > MOST_NOTICE {
        return Err(Rejection::BadShares);
    }
    let known = state.council.rules.get(&name);
    let known = known
        .map(|versions| versions.as_slice())
        .unwrap_or_default();
    let last = known.iter().map(|rule| rule.version).max();
    let rule = Rule {
        name,
        version: last.unwrap_or_default().saturating_add(1),
        since: c.since.to_string(),
        source,
        notice_days: c.notice_days,
        participation,
        approval: c.approval,
    };
    // Sent twice, it is no new version.
    let same = |known: &Rule| {
        Rule {
            version: known.version,
            ..rule.clone()
        } == *known
    };
    if known
        .iter()
        .max_by_key(|rule| rule.version)
        .is_some_and(same)
    {
        return Ok(Vec::new());
    }
    Ok(vec![Draft::signed(
        vec![Audience::Public],
        Event::RuleDefined(RuleDefined { rule }),
    )])
}
