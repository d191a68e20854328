//! The secret link by which a member's own calendar reads their shifts.

use serde::{Deserialize, Serialize};

use super::Roster;
use crate::decide::{Actor, Draft};
use crate::{Audience, Digest, Event, MemberId, Rejection, State};

/// Sets or revokes the secret link of the own calendar feed. The phone draws the secret; only its digest is stored,
/// so that who reads the log cannot read the calendar. A new link voids the old one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetCalendarLink {
    /// SHA-256 of the secret in the link; none revokes it.
    pub link: Option<Digest>,
}

/// The secret link of a member's calendar feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarLinkSet {
    /// Whose it is.
    pub member: MemberId,
    /// SHA-256 of the secret; none if there is none any more.
    pub link: Option<Digest>,
}

impl Roster {
    /// Whose calendar feed the secret with this digest opens.
    #[must_use]
    pub fn member_by_calendar_link(&self, link: &Digest) -> Option<MemberId> {
        self.calendar_links.get(link).copied()
    }

    /// The digest of the member's link, if there is one.
    #[must_use]
    pub fn calendar_link(&self, member: MemberId) -> Option<Digest> {
        let mut links = self.calendar_links.iter();
        links.find(|(_, of)| **of == member).map(|(link, _)| *link)
    }

    pub(crate) fn apply_calendar_link(&mut self, e: &CalendarLinkSet) {
        self.drop_calendar_link(e.member);
        if let Some(link) = e.link {
            self.calendar_links.insert(link, e.member);
        }
    }

    pub(super) fn drop_calendar_link(&mut self, member: MemberId) {
        if let Some(link) = self.calendar_link(member) {
            self.calendar_links.remove(&link);
        }
    }
}

pub(crate) fn decide_calendar_link(
    state: &State,
    actor: Actor,
    c: &SetCalendarLink,
) -> Result<Vec<Draft>, Rejection> {
    let Actor::Member(member) = actor else {
        return Err(Rejection::NotAllowed);
    };
    if state.roster.calendar_link(member) == c.link {
        return Ok(Vec::new());
    }
    let taken = c
        .link
        .is_some_and(|link| state.roster.calendar_links.contains_key(&link));
    if taken {
        return Err(Rejection::AlreadyExists);
    }
    let set = CalendarLinkSet {
        member,
        link: c.link,
    };
    Ok(vec![Draft::signed(
        vec![Audience::Member(member)],
        Event::CalendarLinkSet(set),
    )])
}
