//! Signing up somebody else (代报名): those of the own home, and for who may sign anybody up a neighbour without a phone,
//! found by name.

use crate::view::prelude::*;
use yishi_domain::volunteer::{SignUp, Standing};
use yishi_domain::{Command, MemberId, ShiftId, State, sort_by};

use super::super::card::{RoleTold, Told};
use super::super::shift::{Heading, not_now};
use super::overlaps;
use super::taken_back::TakeBack;
use crate::form::{Ask, Refused};
use crate::navigation;
use crate::part::Part;
use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::ui::{
    Actions, Button, Choice, ChoiceGroup, ConfirmSheet, Empty, Field, Look, Page, Tone, toast,
};

/// Names that are offered at once.
const OFFERED: usize = 8;

/// Somebody who could be signed up.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Candidate {
    member: MemberId,
    name: String,
    /// The home, where it tells people of one name apart.
    home: String,
    standing: Option<Standing>,
}

/// Those whom this phone knows and may sign up: of staff the roster, of others those who are on the board or at home.
fn candidates(state: &State, id: ShiftId, query: &str, me: MemberId) -> Vec<Candidate> {
    let board = &state.volunteer;
    let Some(shift) = board.shifts.get(&id) else {
        return Vec::new();
    };
    let roster = state.roster.members.iter();
    let roster = roster.map(|(id, member)| (*id, member.name.as_str()));
    let strangers = board.names.iter();
    let strangers = strangers
        .filter(|(id, _)| !state.roster.members.contains_key(id))
        .map(|(id, name)| (*id, name.as_str()));
    let mut found: Vec<Candidate> = roster
        .chain(strangers)
        .filter(|(member, name)| *member != me && name.contains(query) && !name.is_empty())
        .filter(|(member, _)| board.may_sign_up(state, shift, me, *member))
        .map(|(member, name)| Candidate {
            member,
            name: name.to_owned(),
            home: home(state, member),
            standing: board.standing(id, member),
        })
        .collect();
    sort_by(&mut found, |a, b| {
        (&a.name, &a.home).cmp(&(&b.name, &b.home))
    });
    found
}

/// Whom somebody may sign up besides themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whom {
    Anybody,
    /// Those of the own home.
    Home,
}

fn whom(state: &State, id: ShiftId, me: MemberId) -> Option<Whom> {
    let board = &state.volunteer;
    let shift = board.shifts.get(&id)?;
    if board.may_sign_up_others(state, shift, me) {
        return Some(Whom::Anybody);
    }
    let mut home = state.roster.housemates(me);
    home.next().map(|_| Whom::Home)
}

fn home(state: &State, member: MemberId) -> String {
    let member = state.roster.members.get(&member);
    let home = member.and_then(|member| state.roster.households.get(&member.household?));
    home.map(|home| home.label()).unwrap_or_default()
}

/// The page.
#[component]
pub(crate) fn SignUpForPage(
    /// For which shift
    id: ShiftId,
) -> View {
    let session = session();
    let me = session.me();
    let whom = session.part(move |state| whom(state, id, me));
    let title = Signal::derive(move || match whom.get() {
        Some(Whom::Home) => t().volunteer.sign_up_home().to_owned(),
        _ => t().volunteer.sign_up_other().to_owned(),
    });
    view! {
        <Page title back=Route::Shift(id.0)>
            {move || match whom.get() {
                Some(whom) => view! { <Form id whom /> },
                None => not_now(id),
            }}
        </Page>
    }
}

#[component]
fn Form(id: ShiftId, whom: Whom) -> View {
    let session = session();
    let me = session.me();
    let ask = Ask::new(session);
    let texts = t().volunteer;
    let query = RwSignal::new(String::new());
    let (member, role) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let told = session.part(move |state| Told::of(state, id, me));
    let found = Part::new(move || {
        query.with(|query| {
            let query = query.trim();
            session
                .view()
                .with(|state| candidates(state, id, query, me))
        })
    });
    let chosen = Part::new(move || {
        let id = member.get()?.parse().ok().map(MemberId)?;
        session.view().with(|state| {
            let name = super::super::words::name(state, id);
            Some((id, name))
        })
    });
    let roles = move || {
        told.with(|told| {
            told.as_ref()
                .map(|told| told.roles.clone())
                .unwrap_or_default()
        })
    };
    // Where there is one role only, there is nothing to choose.
    let role_of = move || match untrack(roles).as_slice() {
        [only] => Some(only.role),
        _ => role.get_untracked()?.parse().ok(),
    };
    let others = Part::new(move || {
        let member = chosen.get().map(|(member, _)| member);
        session.view().with(|state| {
            member
                .map(|member| overlaps(state, id, member))
                .unwrap_or_default()
        })
    });
    let asking = RwSignal::new(false);
    let send = move || {
        let (Some((member, name)), Some(role)) = (chosen.get_untracked(), role_of()) else {
            return;
        };
        let sign_up = SignUp {
            shift: id,
            role,
            member,
        };
        ask.send(vec![Command::SignUp(sign_up)], move || {
            say_done(session, id, member, &name);
            navigation::back(&Route::Shift(id.0));
        });
    };
    let press = move || {
        if chosen.get_untracked().is_none() {
            ask.refuse("member", texts.proxy_member_missing());
        } else if role_of().is_none() {
            ask.refuse("role", texts.proxy_role_missing());
        } else if untrack(|| others.with(Vec::is_empty)) {
            send();
        } else {
            asking.set(true);
        }
    };
    let label = Signal::derive(move || match chosen.get() {
        Some((_, name)) => texts.proxy_send(name),
        None => texts.proxy_send_none().to_owned(),
    });
    let warning = Signal::derive(move || {
        let name = chosen.get().map(|(_, name)| name).unwrap_or_default();
        others.with(|others| texts.overlap_text_other(name, others.join(texts.between_names())))
    });
    let people = move || {
        // A whole roster is no list to look through: first a name, or a part of one.
        let many = query.with(|query| query.trim().is_empty()) && found.with(Vec::len) > OFFERED;
        found.with(|found| match found.len() {
            _ if many => View::Nothing,
            0 => view! { <Empty title=texts.proxy_none() text=texts.proxy_known() icon="me" /> },
            all => {
                let choices = found.iter().take(OFFERED).map(choice).collect();
                let more = all.saturating_sub(OFFERED);
                let more = (more > 0).then(|| view! { <p class="hint">{texts.proxy_more(more)}</p> });
                view! {
                    <ChoiceGroup label=texts.proxy_who() choices value=member error=ask.error_of("member") />
                    {more}
                }
            }
        })
    };
    let role_choices = move || {
        let roles = roles();
        (roles.len() > 1).then(|| {
            let choices = roles.iter().map(role_choice).collect();
            view! { <ChoiceGroup label=texts.proxy_role() choices value=role error=ask.error_of("role") /> }
        })
    };
    let hint = match whom {
        Whom::Anybody => texts.proxy_hint(),
        Whom::Home => texts.proxy_hint_home(),
    };
    view! {
        <Heading id />
        <p class="hint">{hint}</p>
        <div class="form">
            {(whom == Whom::Anybody).then(|| view! { <Field label=texts.proxy_find() value=query kind="search" /> })}
            {people}
            {role_choices}
        </div>
        <TakeBack id />
        <Actions>
            <Refused error=ask.error() />
            <Button label look=Look::Main busy=ask.busy() on_press=press />
        </Actions>
        <ConfirmSheet open=asking title=texts.overlap_question() text=warning confirm=texts.overlap_go() on_confirm=send />
    }
}

fn choice(candidate: &Candidate) -> Choice {
    let standing = candidate
        .standing
        .map(|standing| super::super::words::standing(standing).0);
    let hint = match (candidate.home.as_str(), standing) {
        (home, Some(standing)) if !home.is_empty() => format!("{home} · {standing}"),
        (home, None) => home.to_owned(),
        (_, Some(standing)) => standing,
    };
    Choice::new(candidate.member.to_string(), candidate.name.clone()).hint(hint)
}

fn role_choice(role: &RoleTold) -> Choice {
    let texts = t().volunteer;
    let free = role.capacity.saturating_sub(role.taken);
    let hint = if free == 0 {
        texts.full().to_owned()
    } else {
        texts.free(free)
    };
    Choice::new(role.role.to_string(), role.name.clone()).hint(hint)
}

/// Says at once how it came out, as far as this phone knows.
fn say_done(session: crate::session::Session, id: ShiftId, member: MemberId, name: &str) {
    let texts = t().volunteer;
    let standing = session
        .view()
        .with_untracked(|state| state.volunteer.standing(id, member));
    match standing {
        Some(Standing::Waiting(place)) => toast::say(Tone::Info, texts.proxy_waits(name, place)),
        _ => toast::say(Tone::Ok, texts.proxy_done(name)),
    };
}
