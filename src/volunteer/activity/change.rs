//! The form that changes an activity: one date of it, from a date on, or whole.

use crate::view::prelude::*;
use yishi_domain::volunteer::{ChangeActivity as Change, Effect, Phase};
use yishi_domain::{ActivityId, Command, Date, ShiftId, State};
use yishi_sync::Notice;

use super::super::activity_form::{DetailsFields, DetailsForm};
use super::super::rule_form::{RuleFields, RuleForm};
use super::super::words;
use super::next;
use crate::form::{Ask, Refused, draft};
use crate::navigation;
use crate::part::Part;
use crate::route::Route;
use crate::session::{Session, now, session};
use crate::text::t;
use crate::ui::{
    Actions, Button, ButtonLink, Choice, ChoiceGroup, ConfirmSheet, Empty, Field, Look, Page,
    Select, Tone, toast,
};

/// Stands before the days in a draft; the details have another mark between their fields.
const SEPARATOR: char = '\u{1c}';

/// The page.
#[component]
pub(crate) fn ChangeActivity(
    /// Which activity
    id: ActivityId,
) -> View {
    let session = session();
    let me = session.me();
    let known = session.part(move |state| {
        state.volunteer.activities.contains_key(&id) && state.may(me, "change_activity")
    });
    let form = move || {
        let phase = session.view().with_untracked(|state| {
            let activity = state.volunteer.activities.get(&id)?;
            activity.latest().cloned()
        });
        match phase {
            Some(phase) if known.get() => view! { <Form id phase refused=refused(session, id) /> },
            _ => view! { <Empty title=t().activity.unknown() text=t().volunteer.unknown_text() /> },
        }
    };
    view! { <Page title=t().activity.change() back=Route::Activity(id.0)>{form}</Page> }
}

/// The dates to come of a series: the day by which each is known, and how it is told.
pub(super) fn dates(state: &State, id: ActivityId) -> Vec<(ShiftId, Date, String)> {
    let next = next(state, id, now()).into_iter();
    let open = next.filter(|(_, starts_at)| *starts_at > now());
    open.filter_map(|(id, starts_at)| {
        let day = state.volunteer.shifts.get(&id)?.day;
        Some((id, day, words::day(starts_at.0)))
    })
    .collect()
}

/// What those who are signed up will be told; empty if nobody is.
pub(in crate::volunteer) fn told(effect: Effect) -> String {
    let texts = t().activity;
    if effect.people == 0 {
        return texts.effect_nobody().to_owned();
    }
    let counts = [
        (effect.cancelled, texts.effect_cancelled(effect.cancelled)),
        (effect.moved, texts.effect_moved(effect.moved)),
        (effect.changed, texts.effect_changed(effect.changed)),
        (
            effect.waitlisted,
            texts.effect_waitlisted(effect.waitlisted),
        ),
        (effect.promoted, texts.effect_promoted(effect.promoted)),
        (
            effect.role_ended,
            texts.effect_role_ended(effect.role_ended),
        ),
    ];
    let told = counts.into_iter().filter(|(count, _)| *count > 0);
    let told: Vec<String> = told.map(|(_, told)| told).collect();
    texts.effect_people(effect.people, told.join("\n"))
}

/// The last change of it that the endpoint has refused and that was not dismissed: it is there to be mended.
fn refused(session: Session, id: ActivityId) -> Option<Change> {
    session.notices().with_untracked(|notices| {
        let mut commands = notices.iter().rev().filter_map(Notice::command);
        commands.find_map(|command| match command {
            Command::ChangeActivity(change) if change.activity == id => Some(change),
            _ => None,
        })
    })
}

#[component]
fn Form(id: ActivityId, phase: Phase, refused: Option<Change>) -> View {
    let session = session();
    let me = session.me();
    let ask = Ask::new(session);
    let texts = t().activity;
    let today = session.view().with_untracked(|state| state.date(now()));
    let series = phase.rule.is_some();
    let held = refused
        .as_ref()
        .map_or(&*phase.details, |change| &change.details);
    let details = DetailsForm::new(Some(held));
    let held = refused.as_ref().map_or(&phase.rule, |change| &change.rule);
    let rule = RuleForm::new(held.as_deref(), today);
    let held = refused.as_ref().map_or(phase.first, |change| change.first);
    let first = RwSignal::new(held.to_string());
    let scope = RwSignal::new(Some("all".to_owned()));
    let from = RwSignal::new(None::<String>);
    let listed = session.part(move |state| dates(state, id));
    let one = Part::new(move || scope.with(|scope| scope.as_deref() == Some("one")));

    let draft_name = format!("activity-{id}");
    let kept = move || {
        let rule = rule.rule().unwrap_or_default();
        [first.get(), rule, details.kept()].join(&SEPARATOR.to_string())
    };
    let untouched = untrack(kept);
    draft::keep(
        session,
        draft_name.clone(),
        move || {
            Some(kept())
                .filter(|kept| *kept != untouched)
                .unwrap_or_default()
        },
        move |draft| {
            let mut parts = draft.splitn(3, SEPARATOR);
            let mut next = || parts.next().unwrap_or_default().to_owned();
            first.set(next());
            let known = next();
            if !known.is_empty() {
                rule.fill(&known);
            }
            details.bring_back(&next());
        },
    );

    let before = phase.clone();
    let change = move || -> Result<(Change, bool), (&'static str, String)> {
        let missing = |field| (field, texts.day_missing().to_owned());
        let from = match scope.get().as_deref() {
            Some("from") => {
                let day = from.get().and_then(|day| day.parse::<Date>().ok());
                Some(day.ok_or_else(|| missing("from"))?)
            }
            _ => None,
        };
        let wanted = details.details()?;
        let rule = match series {
            true => Some(rule.rule()?),
            false => None,
        };
        let other_days = series && rule != before.rule;
        let first = match (series, other_days) {
            (false, _) => first.get().parse().map_err(|_| missing("first"))?,
            // Days that stay the same are counted from where they were counted before.
            (true, false) => before.first,
            (true, true) => from.unwrap_or(today),
        };
        let change = Change {
            activity: id,
            from,
            details: wanted,
            first,
            rule,
        };
        Ok((change, other_days))
    };
    let change = StoredValue::new(change);
    let changed = move || change.with_value(|change| change());
    let confirming = RwSignal::new(false);
    let check = move || {
        ask.clear();
        match untrack(changed) {
            Err((field, text)) => ask.refuse(field, text),
            Ok(_) => confirming.set(true),
        }
    };
    let send = move || {
        let Ok((change, _)) = untrack(changed) else {
            return;
        };
        let draft_name = draft_name.clone();
        ask.send(vec![Command::ChangeActivity(change)], move || {
            draft::forget(session, draft_name);
            toast::say(Tone::Ok, t().activity.changed());
            navigation::back(&Route::Activity(id.0));
        });
    };
    let effect = Signal::derive(move || {
        if !confirming.get() {
            return String::new();
        }
        let Ok((change, other_days)) = changed() else {
            return String::new();
        };
        let command = Command::ChangeActivity(change);
        let effect = session
            .view()
            .with_untracked(|state| state.effect_of(me, &command, now()));
        let days = other_days.then(|| texts.effect_days());
        match days {
            Some(days) => format!("{}\n{days}", told(effect)),
            None => told(effect),
        }
    });
    let scopes = vec![
        Choice::new("all", texts.scope_all()).hint(texts.scope_all_hint()),
        Choice::new("from", texts.scope_from()).hint(texts.scope_from_hint()),
        Choice::new("one", texts.scope_one()).hint(texts.scope_one_hint()),
    ];
    let scope_fields = move || {
        series.then(|| {
            let from_field = move || {
                let choices = listed.with(|dates| {
                    let choice = |(_, day, told): &(ShiftId, Date, String)| {
                        Choice::new(day.to_string(), told.clone())
                    };
                    dates.iter().map(choice).collect::<Vec<_>>()
                });
                scope
                    .with(|scope| scope.as_deref() == Some("from"))
                    .then(|| view! { <Select label=texts.from_which() choices value=from error=ask.error_of("from") /> })
            };
            view! { <ChoiceGroup label=texts.scope() choices=scopes value=scope /> {from_field} }
        })
    };
    let day_fields = move || match series {
        true => view! { <RuleFields form=rule ask /> },
        false => {
            view! { <Field label=texts.day() value=first kind="date" error=ask.error_of("first") /> }
        }
    };
    let rest = move || match one.get() {
        true => view! { <OneDate id /> },
        false => view! {
            <DetailsFields form=details ask>{day_fields}</DetailsFields>
            <Actions>
                <Refused error=ask.error() />
                <Button label=texts.change_send() look=Look::Main busy=ask.busy() on_press=check />
            </Actions>
        },
    };
    view! {
        <div class="form">{scope_fields()} {rest}</div>
        <ConfirmSheet
            open=confirming
            title=texts.change_question()
            text=effect
            confirm=texts.change_send()
            on_confirm=send
        />
    }
}

/// The dates to come: each has a form of its own.
#[component]
fn OneDate(id: ActivityId) -> View {
    let session = session();
    let listed = session.part(move |state| dates(state, id));
    let links = move || {
        let dates = listed.get().into_iter().take(12);
        dates
            .map(|(shift, _, told)| view! { <ButtonLink label=told to=Route::ChangeShift(shift.0) /> })
            .collect_view()
    };
    view! {
        <div class="field">
            <span class="label">{t().activity.which_date()}</span>
            {links}
        </div>
    }
}
