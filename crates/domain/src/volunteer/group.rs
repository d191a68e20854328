//! Groups: culture teams and others, their members and when they meet.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::{Board, Person, checked_person};
use crate::decide::{Actor, Draft};
use crate::roster::Role;
use crate::text::{checked, optional};
use crate::{ActivityId, Audience, Event, GroupId, Map, MemberId, Rejection, Set, State};

/// What a group does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupKind {
    /// 锣鼓
    Drum,
    /// 太极
    Taichi,
    /// 合唱
    Choir,
    /// 舞蹈
    Dance,
    /// 阅读
    Reading,
    /// 其他
    Other,
}

impl GroupKind {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 6] = [
        Self::Drum,
        Self::Taichi,
        Self::Choir,
        Self::Dance,
        Self::Reading,
        Self::Other,
    ];
}

/// A group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// What it does.
    pub kind: GroupKind,
    /// Who leads it.
    pub lead: Option<MemberId>,
    /// When it meets, in words; may be empty.
    pub schedule: String,
    /// The series of its meetings, if it has one.
    pub activity: Option<ActivityId>,
    /// Whether it exists no more.
    pub closed: bool,
    /// Who belongs to it.
    pub members: Set<MemberId>,
}

/// A group as it is now. The same shape serves as command and as event: recording is stating.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupRecorded {
    /// The group.
    pub group: GroupId,
    /// 1 to 40 characters.
    pub name: String,
    /// What it does.
    pub kind: GroupKind,
    /// Who leads it.
    pub lead: Option<Person>,
    /// When it meets, in words; at most 100 characters.
    pub schedule: String,
    /// The series of its meetings.
    pub activity: Option<ActivityId>,
    /// Whether it exists no more.
    pub closed: bool,
}

/// Joins a group: oneself, or somebody else if one is staff or leads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinGroup {
    /// The group.
    pub group: GroupId,
    /// Who joins.
    pub member: MemberId,
}

/// Leaves a group: oneself, or somebody else if one is staff or leads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaveGroup {
    /// The group.
    pub group: GroupId,
    /// Who leaves.
    pub member: MemberId,
}

/// Somebody belongs to a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupJoined {
    /// The group.
    pub group: GroupId,
    /// Who.
    pub member: MemberId,
    /// The name.
    pub name: String,
}

/// Somebody belongs to groups no more: to one, or to any of a member who was removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupsLeft {
    /// Who.
    pub member: MemberId,
    /// The groups.
    pub groups: Vec<GroupId>,
}

/// How many residents belong to a group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Residents who belong to one group at least.
    pub members: u32,
    /// All residents, as far as the roster is known here.
    pub residents: u32,
}

impl Board {
    /// How many of the residents on the roster belong to at least one group. To a phone that does not know the
    /// roster it says nothing of the community.
    #[must_use]
    pub fn coverage(&self, state: &State) -> Coverage {
        let mut coverage = Coverage::default();
        let mut grouped = Set::new();
        for group in self.groups.values().filter(|group| !group.closed) {
            for member in group.members.iter() {
                grouped.insert(*member);
            }
        }
        for (id, member) in &state.roster.members {
            if member.roles.contains(&Role::Resident) {
                coverage.residents += 1;
                coverage.members += u32::from(grouped.contains(id));
            }
        }
        coverage
    }

    pub(super) fn apply_group(&mut self, e: &GroupRecorded) {
        self.know(e.lead.as_ref());
        let known = self.groups.get(&e.group);
        let record = Group {
            name: e.name.clone(),
            kind: e.kind,
            lead: e.lead.as_ref().map(|lead| lead.member),
            schedule: e.schedule.clone(),
            activity: e.activity,
            closed: e.closed,
            members: known.map(|group| group.members.clone()).unwrap_or_default(),
        };
        self.groups.insert(e.group, Arc::new(record));
    }

    pub(super) fn apply_joined(&mut self, e: &GroupJoined) {
        self.know_name(e.member, &e.name);
        if let Some(group) = self.groups.get_mut(&e.group) {
            Arc::make_mut(group).members.insert(e.member);
        }
    }

    pub(super) fn apply_left(&mut self, e: &GroupsLeft) {
        for id in &e.groups {
            if let Some(group) = self.groups.get_mut(id) {
                Arc::make_mut(group).members.remove(&e.member);
            }
        }
    }
}

pub(crate) fn decide_group(state: &State, c: &GroupRecorded) -> Result<Vec<Draft>, Rejection> {
    let record = GroupRecorded {
        name: checked("name", &c.name, 40)?,
        lead: checked_person(state, c.lead.as_ref())?,
        schedule: optional("schedule", &c.schedule, 100)?,
        ..c.clone()
    };
    if let Some(activity) = c.activity
        && !state.volunteer.activities.contains_key(&activity)
    {
        return Err(Rejection::UnknownActivity);
    }
    // Who leads a group belongs to it.
    let members = state.volunteer.groups.get(&c.group);
    let joins = record.lead.clone().filter(|lead| {
        !record.closed && members.is_none_or(|group| !group.members.contains(&lead.member))
    });
    let joined = joins.map(|lead| {
        Event::GroupJoined(GroupJoined {
            group: c.group,
            member: lead.member,
            name: lead.name,
        })
    });
    let events = [Event::GroupRecorded(record)].into_iter().chain(joined);
    Ok(events
        .map(|event| Draft::signed(vec![Audience::Public], event))
        .collect())
}

pub(crate) fn decide_join_group(
    state: &State,
    actor: Actor,
    c: &JoinGroup,
) -> Result<Vec<Draft>, Rejection> {
    let group = group_for(state, actor, c.group, c.member)?;
    if group.closed {
        return Err(Rejection::GroupClosed);
    }
    if group.members.contains(&c.member) {
        return Ok(Vec::new());
    }
    let joined = GroupJoined {
        group: c.group,
        member: c.member,
        name: state.volunteer.known_name(state, c.member)?,
    };
    Ok(vec![Draft::signed(
        vec![Audience::Public],
        Event::GroupJoined(joined),
    )])
}

pub(crate) fn decide_leave_group(
    state: &State,
    actor: Actor,
    c: &LeaveGroup,
) -> Result<Vec<Draft>, Rejection> {
    let group = group_for(state, actor, c.group, c.member)?;
    if !group.members.contains(&c.member) {
        return Ok(Vec::new());
    }
    let left = GroupsLeft {
        member: c.member,
        groups: vec![c.group],
    };
    Ok(vec![Draft::signed(
        vec![Audience::Public],
        Event::GroupsLeft(left),
    )])
}

/// The groups that a member belongs to.
pub(super) fn groups_of(groups: &Map<GroupId, Arc<Group>>, member: MemberId) -> Vec<GroupId> {
    groups
        .iter()
        .filter(|(_, group)| group.members.contains(&member))
        .map(|(id, _)| *id)
        .collect()
}

/// The group, if the actor may say who belongs to it: oneself, or as staff or its lead anybody.
fn group_for(
    state: &State,
    actor: Actor,
    id: GroupId,
    member: MemberId,
) -> Result<&Group, Rejection> {
    let group = state
        .volunteer
        .groups
        .get(&id)
        .ok_or(Rejection::UnknownGroup)?;
    let Actor::Member(by) = actor else {
        return Err(Rejection::NotAllowed);
    };
    if by == member || group.lead == Some(by) || state.is_staff(by) {
        Ok(group)
    } else {
        Err(Rejection::NotAllowed)
    }
}
