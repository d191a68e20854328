//! The form for time that was spent outside of any shift.

use crate::view::prelude::*;
use yishi_domain::volunteer::ClaimHours;
use yishi_domain::{ActivityId, ClaimId, Command, Date, sort_by_key};

use crate::form::{Ask, Refused, draft};
use crate::navigation;
use crate::route::Route;
use crate::session::{new_id, now, session};
use crate::text::t;
use crate::ui::{Actions, Button, Choice, Field, Look, Page, Select, TextArea, Tone, toast};

const DRAFT: &str = "claim";
/// Stands between the fields of a draft; nobody can type it.
const SEPARATOR: char = '\u{1f}';

/// The page.
#[component]
pub(crate) fn ClaimHoursPage() -> View {
    let session = session();
    let ask = Ask::new(session);
    let texts = t().hours;
    let today = session.view().with_untracked(|state| state.date(now()));
    let text = RwSignal::new(String::new());
    let day = RwSignal::new(today.to_string());
    let hours = RwSignal::new(String::new());
    let minutes = RwSignal::new(String::new());
    let activity = RwSignal::new(None::<String>);
    draft::keep(
        session,
        DRAFT.to_owned(),
        move || {
            let fields = [text, hours, minutes].map(|field| field.get());
            match fields.iter().all(String::is_empty) {
                true => String::new(),
                false => format!(
                    "{}{SEPARATOR}{}",
                    fields.join(&SEPARATOR.to_string()),
                    day.get()
                ),
            }
        },
        move |draft| {
            let fields = [text, hours, minutes, day];
            for (field, text) in fields.into_iter().zip(draft.split(SEPARATOR)) {
                field.set(text.to_owned());
            }
        },
    );
    // One form makes one claim, however often it is sent.
    let claim = ClaimId(new_id());
    let send = move || {
        let texts = t().hours;
        ask.clear();
        let Ok(day) = day.get_untracked().parse::<Date>() else {
            return ask.refuse("day", t().activity.day_missing());
        };
        // On a phone the rules do not look at its clock, but a slip in the date is better told now.
        if day > session.view().with_untracked(|state| state.date(now())) {
            return ask.refuse("day", texts.day_to_come());
        }
        let read = |field: RwSignal<String>| {
            let text = field.get_untracked();
            match text.trim() {
                "" => Some(0),
                number => number.parse::<u16>().ok(),
            }
        };
        let sum = read(hours)
            .zip(read(minutes))
            .and_then(|(hours, minutes)| hours.checked_mul(60)?.checked_add(minutes));
        let Some(minutes) = sum.filter(|minutes| (1..=1_440).contains(minutes)) else {
            return ask.refuse("hours", texts.hours_wrong());
        };
        let claim = ClaimHours {
            claim,
            activity: activity
                .get_untracked()
                .and_then(|activity| activity.parse::<ActivityId>().ok()),
            day,
            minutes,
            text: text.get_untracked(),
        };
        ask.send(vec![Command::ClaimHours(claim)], move || {
            draft::forget(session, DRAFT.to_owned());
            toast::say(Tone::Ok, t().hours.claimed());
            navigation::back(&Route::Hours);
        });
    };
    let activities = session.view().with_untracked(|state| {
        let known = state.volunteer.activities.iter();
        let mut known: Vec<_> = known
            .filter_map(|(id, activity)| Some((*id, activity.latest()?.details.title.clone())))
            .collect();
        sort_by_key(&mut known, |(_, title)| title.clone());
        let choice = |(id, title): (ActivityId, String)| Choice::new(id.to_string(), title);
        known.into_iter().map(choice).collect::<Vec<_>>()
    });
    view! {
        <Page title=texts.claim() back=Route::Hours>
            <p class="hint">{texts.claim_hint()}</p>
            <div class="form">
                <TextArea
                    label=texts.claim_text()
                    hint=texts.claim_text_hint()
                    value=text
                    most=200
                    rows=3
                    error=ask.error_of("text")
                />
                <Field label=texts.claim_day() value=day kind="date" error=ask.error_of("day") />
                <div class="row" role="group" aria-label=texts.how_long()>
                    <Field label=texts.claim_hours() value=hours kind="number" error=ask.error_of("hours") />
                    <Field label=texts.claim_minutes() value=minutes kind="number" />
                </div>
                <Select
                    label=texts.claim_activity()
                    choices=activities
                    value=activity
                    none=texts.claim_no_activity()
                />
            </div>
            <Actions>
                <Refused error=ask.error() />
                <Button label=texts.claim_send() look=Look::Main busy=ask.busy() on_press=send />
            </Actions>
        </Page>
    }
}
