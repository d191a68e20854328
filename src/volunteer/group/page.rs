//! One group: who leads it, when it meets, who belongs to it.

use std::sync::Arc;

use crate::view::prelude::*;
use yishi_domain::volunteer::{Group, JoinGroup, LeaveGroup, Person};
use yishi_domain::{Command, GroupId, MemberId, ShiftId, State, sort_by_key};

use super::super::card::ShiftCard;
use super::super::words;
use super::kind;
use crate::form::{Ask, PersonField, Refused};
use crate::part::Part;
use crate::route::{Route, VolunteerSection};
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{
    Actions, Badge, Button, ButtonLink, Card, ConfirmSheet, Empty, Fact, Facts, Icon, List, Look,
    Page, Section,
};

/// Meetings to come that the page shows.
const SHOWN: usize = 3;

/// The page.
#[component]
pub(crate) fn GroupPage(
    /// Which group
    id: GroupId,
) -> View {
    let session = session();
    let me = session.me();
    let group = session.part(move |state| state.volunteer.groups.get(&id).map(Arc::clone));
    let may_edit = session.part(move |state| state.may(me, "record_group"));
    let manages = session.part(move |state| {
        let group = state.volunteer.groups.get(&id);
        group.is_some_and(|group| !group.closed && group.may_manage(state, me))
    });
    let open = move || group.with(|group| group.as_ref().is_some_and(|group| !group.closed));
    let title = Signal::derive(move || {
        let name = group.with(|group| group.as_ref().map(|group| group.name.clone()));
        name.unwrap_or_else(|| t().group.one().to_owned())
    });
    view! {
        <Page title back=Route::Volunteer(VolunteerSection::Groups) aloud=true long=true>
            {move || match group.get() {
                None => view! { <Empty title=t().group.unknown() text=t().volunteer.unknown_text() icon="volunteer" /> },
                Some(group) => view! { <What id group /> },
            }}
            <Meetings id />
            <Show when=move || group.with(Option::is_some)>
                <Members id manages />
            </Show>
            <Show when=move || manages.get()>
                <Add id />
            </Show>
            <Show when=move || may_edit.get() && group.with(Option::is_some)>
                <ButtonLink label=t().group.edit() to=Route::EditGroup(id.0) />
            </Show>
            <Show when=open>
                <Join id />
            </Show>
        </Page>
    }
}

#[component]
fn What(id: GroupId, group: Arc<Group>) -> View {
    let session = session();
    let texts = t().group;
    let waiting = session.is_lingering(id.0);
    let lead = session.part(move |state| {
        let lead = state.volunteer.groups.get(&id)?.lead?;
        Some(words::name(state, lead))
    });
    let pending = move || {
        waiting
            .get()
            .then(|| view! { <Badge text=t().app.pending() /> })
    };
    let closed = group
        .closed
        .then(|| view! { <Badge text=texts.closed() /> });
    let schedule = group.schedule.clone();
    let facts = Signal::derive(move || {
        let lead = lead.get();
        let lead = lead.unwrap_or_else(|| t().activity.nobody_leads().to_owned());
        let mut facts = vec![Fact::new(texts.lead(), lead)];
        if !schedule.is_empty() {
            facts.push(Fact::new(texts.schedule(), schedule.clone()));
        }
        facts
    });
    let activity = group.activity;
    view! {
        <Card>
            <div class="meta"><Badge text=kind(group.kind) /> {closed} {pending}</div>
            <Facts items=facts />
            {activity.map(|activity| view! { <ButtonLink label=texts.see_activity() to=Route::Activity(activity.0) /> })}
        </Card>
    }
}

/// The next meetings, where the group has a series of its own.
#[component]
fn Meetings(id: GroupId) -> View {
    let next = session().part(move |state| {
        let board = &state.volunteer;
        let activity = board.groups.get(&id).and_then(|group| group.activity);
        let shifts = activity
            .into_iter()
            .flat_map(|activity| board.shifts_of(activity));
        let mut next: Vec<_> = shifts
            .filter(|(_, shift)| shift.ends_at > now() && shift.cancelled.is_none())
            .map(|(id, shift)| (shift.starts_at, id))
            .collect();
        sort_by_key(&mut next, |(at, _)| *at);
        let next = next.into_iter().take(SHOWN);
        next.map(|(_, id)| id).collect::<Vec<ShiftId>>()
    });
    view! {
        <Show when=move || next.with(|next| !next.is_empty())>
            <Section title=t().group.meetings()>
                <For each=move || next.get() key=|id| *id let:id>
                    <ShiftCard id />
                </For>
            </Section>
        </Show>
    }
}

/// Those who belong to it, by name.
fn members(state: &State, id: GroupId) -> Vec<(MemberId, String)> {
    let Some(group) = state.volunteer.groups.get(&id) else {
        return Vec::new();
    };
    let members = group.members.iter();
    let mut members: Vec<_> = members
        .map(|member| (*member, words::name(state, *member)))
        .collect();
    sort_by_key(&mut members, |(id, name)| (name.clone(), *id));
    members
}

#[component]
fn Members(id: GroupId, manages: Part<bool>) -> View {
    let session = session();
    let ask = Ask::new(session);
    let texts = t().group;
    let listed = session.part(move |state| members(state, id));
    let open = RwSignal::new(false);
    let asked = RwSignal::new(None::<(MemberId, String)>);
    let remove = move || {
        if let Some((member, _)) = asked.get_untracked() {
            ask.send(
                vec![Command::LeaveGroup(LeaveGroup { group: id, member })],
                || {},
            );
        }
    };
    let row = move |(member, name): (MemberId, String)| {
        let label = texts.remove(&name);
        let (told, name) = (name.clone(), StoredValue::new(name));
        let remove = move |_| {
            asked.set(Some((member, name.get_value())));
            open.set(true);
        };
        view! {
            <div class="line">
                <span>{told}</span>
                {move || {
                    manages
                        .get()
                        .then(|| {
                            view! {
                                <button type="button" class="back" aria-label=label.clone() on:click=remove>
                                    <Icon name="close" />
                                </button>
                            }
                        })
                }}
            </div>
        }
    };
    let question = Signal::derive(move || {
        let name = asked.get().map(|(_, name)| name).unwrap_or_default();
        texts.remove_question(name)
    });
    let title = Signal::derive(move || texts.members_title(listed.with(Vec::len)));
    view! {
        <Section title>
            <Show when=move || listed.with(Vec::is_empty)>
                <p class="hint">{texts.nobody()}</p>
            </Show>
            <Refused error=ask.error() />
            <div class="lines">
                <List items=listed key=|(id, _)| *id row />
            </div>
        </Section>
        <ConfirmSheet
            open
            title=question
            text=texts.remove_text()
            confirm=texts.remove_send()
            on_confirm=remove
            look=Look::Danger
        />
    }
}

/// Somebody without a phone joins too.
#[component]
fn Add(id: GroupId) -> View {
    let session = session();
    let ask = Ask::new(session);
    let texts = t().group;
    let person = RwSignal::new(None::<Person>);
    let add = move || {
        let Some(person_chosen) = person.get_untracked() else {
            return ask.refuse("member", t().group.person_missing());
        };
        let join = JoinGroup {
            group: id,
            member: person_chosen.member,
        };
        ask.send(vec![Command::JoinGroup(join)], move || {
            let _ = person.try_set(None);
        });
    };
    view! {
        <Section title=texts.add_title()>
            <PersonField label=texts.add_who() value=person error=ask.error_of("member") />
            <Refused error=ask.error() />
            <Button label=texts.add() busy=ask.busy() on_press=add />
        </Section>
    }
}

/// Joining and leaving, oneself.
#[component]
fn Join(id: GroupId) -> View {
    let session = session();
    let me = session.me();
    let ask = Ask::new(session);
    let texts = t().group;
    let open = RwSignal::new(false);
    let mine = session.part(move |state| {
        let group = state.volunteer.groups.get(&id);
        group.is_some_and(|group| group.members.contains(&me))
    });
    let join = move || {
        let join = JoinGroup {
            group: id,
            member: me,
        };
        ask.send(vec![Command::JoinGroup(join)], || {});
    };
    let leave = move || {
        let leave = LeaveGroup {
            group: id,
            member: me,
        };
        ask.send(vec![Command::LeaveGroup(leave)], || {});
    };
    view! {
        <Actions>
            <Refused error=ask.error() />
            {move || match mine.get() {
                true => view! { <Button label=texts.leave() busy=ask.busy() on_press=move || open.set(true) /> },
                false => view! { <Button label=texts.join() look=Look::Main busy=ask.busy() on_press=join /> },
            }}
        </Actions>
        <ConfirmSheet
            open
            title=texts.leave_question()
            text=texts.leave_text()
            confirm=texts.leave()
            on_confirm=leave
        />
    }
}
