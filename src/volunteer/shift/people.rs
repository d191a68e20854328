//! Who comes, role by role, and who waits, in order.

use crate::view::prelude::*;
use yishi_domain::volunteer::Signup;
use yishi_domain::{MemberId, ShiftId, State};

use super::super::card::{RoleTold, Told, slots};
use super::super::signup::SignUpButton;
use super::super::words;
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{Card, Section};

/// One role with everybody in it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Crew {
    role: RoleTold,
    placed: Vec<String>,
    waiting: Vec<String>,
    /// Whether I may sign up for it here.
    open: bool,
}

fn crews(state: &State, id: ShiftId, me: MemberId) -> Vec<Crew> {
    let Some((told, shift)) = Told::of(state, id, me).zip(state.volunteer.shifts.get(&id)) else {
        return Vec::new();
    };
    let names = |role: u8, placed: bool| {
        let signups = shift.signups.iter();
        let of_role = signups.filter(|s| s.role == role && s.placed == placed);
        of_role.map(|signup| called(state, signup, me)).collect()
    };
    // One role alone has its button at the thumb.
    let open = told.roles.len() > 1 && told.standing.is_none() && told.is_open(now());
    let crew = |role: RoleTold| Crew {
        placed: names(role.role, true),
        waiting: names(role.role, false),
        open,
        role,
    };
    told.roles.into_iter().map(crew).collect()
}

/// 王芳, 您, 李奶奶（王芳代报）
fn called(state: &State, signup: &Signup, me: MemberId) -> String {
    let name = |member| {
        if member == me {
            t().volunteer.you().to_owned()
        } else {
            words::name(state, member)
        }
    };
    match signup.by {
        Some(by) => t().volunteer.by_proxy(name(signup.member), name(by)),
        None => name(signup.member),
    }
}

/// The section.
#[component]
pub(super) fn People(id: ShiftId) -> View {
    let session = session();
    let me = session.me();
    let crews = session.part(move |state| crews(state, id, me));
    let one = move |crew: Crew| {
        let texts = t().volunteer;
        let Crew {
            role,
            placed,
            waiting,
            open,
        } = crew;
        let placed = if placed.is_empty() {
            view! { <p class="meta">{texts.nobody_yet()}</p> }
        } else {
            view! { <p>{placed.join(texts.between_names())}</p> }
        };
        let line = waiting.into_iter().enumerate();
        let line: Vec<String> = line
            .map(|(n, name)| texts.waitlist_one(n + 1, name))
            .collect();
        let line = (!line.is_empty()).then(|| {
            let line = texts.waitlist(line.join(texts.between_names()));
            view! { <p class="meta">{line}</p> }
        });
        let button = open.then(|| view! { <SignUpButton shift=id role=role.clone() named=true /> });
        let head = texts.places(&role.name, role.taken, role.capacity);
        view! {
            <Card>
                <h3>{head}</h3>
                {slots(role.taken, role.capacity)}
                {placed}
                {line}
                {button}
            </Card>
        }
    };
    view! {
        <Section title=t().volunteer.who_comes()>{move || crews.get().into_iter().map(one).collect_view()}</Section>
    }
}
