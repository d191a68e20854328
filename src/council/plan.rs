//! The form that plans meetings: the monthly ones ahead, or a special one.

use crate::view::prelude::*;
use yishi_domain::council::{PlanMeeting, SetMeetingPlan};
use yishi_domain::{Command, MeetingId, MonthlyPlan, Weekday};

use super::words;
use crate::form::{Ask, Refused};
use crate::form::{Moment, MomentField};
use crate::navigation;
use crate::part::Part;
use crate::route::{CouncilSection, Route};
use crate::session::{new_id, now, session};
use crate::text::t;
use crate::ui::{
    Actions, Button, Choice, ChoiceGroup, Field, Look, Page, Select, TextArea, Tone, toast,
};

/// The page.
#[component]
pub(crate) fn PlanMeetings() -> View {
    let kind = RwSignal::new(Some("special".to_owned()));
    let special = Part::new(move || kind.with(|kind| kind.as_deref() == Some("special")));
    let texts = t().council;
    let kinds = vec![
        Choice::new("special", texts.plan_special()).hint(texts.plan_special_hint()),
        Choice::new("monthly", texts.plan_monthly()).hint(texts.plan_monthly_hint()),
    ];
    view! {
        <Page title=texts.plan() back=Route::Council(CouncilSection::Agenda)>
            <ChoiceGroup label=texts.plan_what() choices=kinds value=kind />
            {move || match special.get() {
                true => view! { <Special /> },
                false => view! { <Monthly /> },
            }}
        </Page>
    }
}

/// A meeting for one matter, with its reason.
#[component]
fn Special() -> View {
    let session = session();
    let ask = Ask::new(session);
    let offset = session
        .view()
        .with_untracked(|state| state.community.utc_offset_minutes);
    let usual = session
        .view()
        .with_untracked(|state| state.community.meeting_plan.clone());
    let starts_at = Moment::in_days(now(), 7, 9, offset);
    let place = RwSignal::new(usual.map(|plan| plan.place).unwrap_or_default());
    let reason = RwSignal::new(String::new());
    let texts = t().council;
    let send = move || {
        let Some(starts_at) = untrack(|| starts_at.at()) else {
            return ask.refuse("time", t().council.time_missing());
        };
        // On a phone the rules do not look at its clock, but a slip in the date is better told now.
        if starts_at <= now() {
            return ask.refuse("time", t().council.time_past());
        }
        let meeting = MeetingId(new_id());
        let plan = PlanMeeting {
            meeting,
            starts_at,
            place: place.get_untracked(),
            reason: Some(reason.get_untracked()),
        };
        ask.send(vec![Command::PlanMeeting(plan)], move || {
            navigation::replace(&Route::Meeting(meeting.0));
        });
    };
    view! {
        <div class="form">
            <TextArea
                label=texts.meeting_reason()
                hint=texts.meeting_reason_hint()
                value=reason
                most=200
                rows=3
                error=ask.error_of("reason")
            />
            <MomentField label=texts.meeting_day() value=starts_at error=ask.error_of("time") />
            <Field label=texts.meeting_place() value=place most=60 error=ask.error_of("place") />
        </div>
        <Actions>
            <Refused error=ask.error() />
            <Button label=texts.plan_special_send() look=Look::Main busy=ask.busy() on_press=send />
        </Actions>
    }
}

/// The plan by which the monthly meetings stand in the calendar by themselves.
#[component]
fn Monthly() -> View {
    let session = session();
    let ask = Ask::new(session);
    let usual = MonthlyPlan {
        nth: 2,
        weekday: Weekday::Thursday,
        minute: 540,
        place: String::new(),
    };
    let plan = session
        .view()
        .with_untracked(|state| state.community.meeting_plan.clone())
        .unwrap_or(usual);
    let nth = RwSignal::new(Some(plan.nth.to_string()));
    let weekday = RwSignal::new(Some((plan.weekday as usize).to_string()));
    let clock = RwSignal::new(format!("{:02}:{:02}", plan.minute / 60, plan.minute % 60));
    let place = RwSignal::new(plan.place);
    let weeks = (1..=5)
        .map(|n| Choice::new(n.to_string(), words::nth(n)))
        .collect();
    let days = Weekday::ALL
        .iter()
        .map(|day| Choice::new((*day as usize).to_string(), words::weekday(*day)))
        .collect();
    let texts = t().council;
    let send = move || {
        let number = |value: RwSignal<Option<String>>| {
            value.get_untracked().and_then(|n| n.parse::<usize>().ok())
        };
        let nth = number(nth).and_then(|n| u8::try_from(n).ok());
        let weekday = number(weekday).and_then(|n| Weekday::ALL.get(n).copied());
        let (Some(nth), Some(weekday), Some(minute)) =
            (nth, weekday, minutes(&clock.get_untracked()))
        else {
            return ask.refuse("time", t().council.time_missing());
        };
        let plan = MonthlyPlan {
            nth,
            weekday,
            minute,
            place: place.get_untracked(),
        };
        ask.send(
            vec![Command::SetMeetingPlan(SetMeetingPlan { plan })],
            || {
                toast::say(Tone::Ok, t().council.plan_saved());
                navigation::back(&Route::Council(CouncilSection::Agenda));
            },
        );
    };
    view! {
        <div class="form">
            <div class="row">
                <Select label=texts.plan_week() choices=weeks value=nth />
                <Select label=texts.plan_weekday() choices=days value=weekday />
            </div>
            <Field label=t().app.hour() value=clock kind="time" error=ask.error_of("time") />
            <Field label=texts.meeting_place() value=place most=60 error=ask.error_of("place") />
            <p class="hint">{texts.plan_note()}</p>
        </div>
        <Actions>
            <Refused error=ask.error() />
            <Button label=texts.plan_save() look=Look::Main busy=ask.busy() on_press=send />
        </Actions>
    }
}

/// Minutes after midnight.
fn minutes(clock: &str) -> Option<u16> {
    let (hour, minute) = clock.get(..5)?.split_once(':')?;
    Some(hour.parse::<u16>().ok()? * 60 + minute.parse::<u16>().ok()?)
}
