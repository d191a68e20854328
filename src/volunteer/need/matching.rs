//! Giving a need to a volunteer: a shift of the fitting kind, and somebody who has a place there.

use crate::view::prelude::*;
use yishi_domain::volunteer::MatchNeed;
use yishi_domain::{Command, MemberId, NeedId, ShiftId, State, sort_by_key};

use super::super::words;
use super::kind;
use crate::form::{Ask, Refused};
use crate::part::Part;
use crate::route::Route;
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{Button, ButtonLink, Card, Choice, ChoiceGroup, Look, Select, Tone, toast};

/// A shift that fits.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Fitting {
    shift: ShiftId,
    told: String,
    /// Those with a place, with how many needs each has there already
    volunteers: Vec<(MemberId, String, usize)>,
}

/// The shifts that fit a need. Those that name what is needed come first, then the soonest.
fn fitting(state: &State, id: NeedId) -> Vec<Fitting> {
    let board = &state.volunteer;
    let Some(need) = board.needs.get(&id) else {
        return Vec::new();
    };
    let word = kind(need.kind);
    let mut fitting = Vec::new();
    for (shift_id, shift, placed) in board.shifts_for(need.kind, now()) {
        let Some(details) = board.details(shift) else {
            continue;
        };
        let named = details.title.contains(word)
            || details.roles.iter().any(|role| role.name.contains(word));
        let load = |member: MemberId| {
            let taken = board.needs_taken_by(member);
            let here = taken.filter(|(other, need)| {
                *other != id
                    && need
                        .matched
                        .is_some_and(|matched| matched.shift == shift_id)
            });
            here.count()
        };
        let volunteers = placed
            .into_iter()
            .map(|member| (member, words::name(state, member), load(member)))
            .collect();
        let told = format!("{} · {}", words::day(shift.starts_at.0), details.title);
        let found = Fitting {
            shift: shift_id,
            told,
            volunteers,
        };
        fitting.push((!named, shift.starts_at, found));
    }
    sort_by_key(&mut fitting, |(other, at, _)| (*other, *at));
    fitting.into_iter().map(|(_, _, found)| found).collect()
}

/// The fields and the button.
#[component]
pub(super) fn Matching(id: NeedId) -> View {
    let session = session();
    let ask = Ask::new(session);
    let texts = t().need;
    let found = session.part(move |state| fitting(state, id));
    let shift = RwSignal::new(None::<String>);
    let member = RwSignal::new(None::<String>);
    // The first that has somebody is proposed.
    found.with(|found| {
        let staffed = found.iter().find(|one| !one.volunteers.is_empty());
        shift.set(staffed.or(found.first()).map(|one| one.shift.to_string()));
    });
    let chosen = Part::new(move || {
        let wanted = shift.get();
        found.with(|found| {
            let mut found = found.iter();
            found
                .find(|one| Some(one.shift.to_string()) == wanted)
                .cloned()
        })
    });
    Effect::new(move |_| {
        chosen.track();
        member.set(None);
    });
    let send = move || {
        let shift = shift.get_untracked().and_then(|shift| shift.parse().ok());
        let member = member
            .get_untracked()
            .and_then(|member| member.parse().ok());
        let (Some(shift), Some(member)) = (shift, member) else {
            return ask.refuse("member", t().need.volunteer_missing());
        };
        let matched = MatchNeed {
            need: id,
            shift,
            member,
        };
        ask.send(vec![Command::MatchNeed(matched)], || {
            toast::say(Tone::Ok, t().need.matched());
        });
    };
    let who = move || {
        let one = chosen.get()?;
        if one.volunteers.is_empty() {
            return Some(view! {
                <Card>
                    <p>{texts.nobody_there()}</p>
                    <ButtonLink label=texts.sign_up_other() to=Route::SignUpFor(one.shift.0) />
                </Card>
            });
        }
        let choices = one.volunteers.into_iter().map(|(member, name, load)| {
            let choice = Choice::new(member.to_string(), name);
            match load {
                0 => choice,
                load => choice.hint(texts.has_already(load)),
            }
        });
        let choices = choices.collect();
        Some(view! {
            <ChoiceGroup label=texts.which_volunteer() choices value=member error=ask.error_of("member") />
            <Refused error=ask.error() />
            <Button label=texts.match_send() look=Look::Main busy=ask.busy() on_press=send />
        })
    };
    let shifts = move || {
        let choices: Vec<Choice> = found.with(|found| {
            let told = |one: &Fitting| {
                Choice::new(
                    one.shift.to_string(),
                    texts.shift_with(&one.told, one.volunteers.len()),
                )
            };
            found.iter().map(told).collect()
        });
        match choices.is_empty() {
            true => view! { <Card><p>{texts.no_shift()}</p></Card> },
            false => view! { <Select label=texts.which_shift() choices value=shift /> },
        }
    };
    view! { <div class="form">{shifts} {who}</div> }
}
