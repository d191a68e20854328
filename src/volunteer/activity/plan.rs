//! The form for a new activity, once or as a series.

use crate::view::prelude::*;
use yishi_domain::volunteer::PlanActivity;
use yishi_domain::{ActivityId, Command, Date};
use yishi_sync::Notice;

use super::super::activity_form::{DetailsFields, DetailsForm};
use super::super::rule_form::{RuleFields, RuleForm};
use crate::form::{Ask, Refused, draft};
use crate::navigation;
use crate::part::Part;
use crate::route::Route;
use crate::session::{Session, new_id, now, session};
use crate::text::t;
use crate::ui::{Actions, Button, Choice, ChoiceGroup, Empty, Field, Look, Page};

const DRAFT: &str = "activity";
/// Stands before the days in a draft; the details have another mark between their fields.
const SEPARATOR: char = '\u{1c}';

/// The page.
#[component]
pub(crate) fn NewActivity() -> View {
    let session = session();
    let me = session.me();
    let may = session.part(move |state| state.may(me, "plan_activity"));
    view! {
        <Page title=t().activity.new() back=Route::Activities>
            <Show when=move || may.get() fallback=|| view! { <Empty title=t().activity.for_committee() /> }>
                <Form />
            </Show>
        </Page>
    }
}

/// The last plan of this member that the endpoint has refused and that was not dismissed.
fn refused(session: Session) -> Option<PlanActivity> {
    session.notices().with_untracked(|notices| {
        let mut commands = notices.iter().rev().filter_map(Notice::command);
        commands.find_map(|command| match command {
            Command::PlanActivity(plan) => Some(plan),
            _ => None,
        })
    })
}

#[component]
fn Form() -> View {
    let session = session();
    let ask = Ask::new(session);
    let texts = t().activity;
    let today = session.view().with_untracked(|state| state.date(now()));
    // What was refused is there to be mended; it was not lost when it was sent.
    let refused = refused(session);
    let known = refused.as_ref();
    let details = DetailsForm::new(known.map(|plan| &plan.details));
    let rule = RuleForm::new(known.and_then(|plan| plan.rule.as_deref()), today);
    let repeats = known.is_some_and(|plan| plan.rule.is_some());
    let repeats = RwSignal::new(Some(if repeats { "series" } else { "once" }.to_owned()));
    let first = known.map_or_else(|| today.plus_days(7), |plan| plan.first);
    let first = RwSignal::new(first.to_string());
    let series = Part::new(move || repeats.with(|repeats| repeats.as_deref() == Some("series")));

    let kept = move || {
        let rule = rule.rule().unwrap_or_default();
        let repeats = repeats.get().unwrap_or_default();
        [repeats, first.get(), rule, details.kept()].join(&SEPARATOR.to_string())
    };
    let untouched = untrack(kept);
    draft::keep(
        session,
        DRAFT.to_owned(),
        move || {
            Some(kept())
                .filter(|kept| *kept != untouched)
                .unwrap_or_default()
        },
        move |draft| {
            let mut parts = draft.splitn(4, SEPARATOR);
            let mut next = || parts.next().unwrap_or_default().to_owned();
            repeats.set(Some(next()));
            first.set(next());
            let known = next();
            if !known.is_empty() {
                rule.fill(&known);
            }
            details.bring_back(&next());
        },
    );

    // One form makes one activity, however often it is sent.
    let activity = ActivityId(new_id());
    let plan = move || -> Result<PlanActivity, (&'static str, String)> {
        let wanted = details.details()?;
        let first: Date = first
            .get()
            .parse()
            .map_err(|_| ("first", texts.day_missing().to_owned()))?;
        if series.get() && rule.ends_before(first) {
            return Err(("until", texts.until_wrong().to_owned()));
        }
        let rule = match series.get() {
            true => Some(rule.rule()?),
            false => None,
        };
        Ok(PlanActivity {
            activity,
            details: wanted,
            first,
            rule,
        })
    };
    let send = move || match untrack(plan) {
        Err((field, text)) => ask.refuse(field, text),
        Ok(plan) => ask.send(vec![Command::PlanActivity(plan)], move || {
            draft::forget(session, DRAFT.to_owned());
            navigation::replace(&Route::Activity(activity.0));
        }),
    };
    let kinds = vec![
        Choice::new("once", texts.once()).hint(texts.once_hint()),
        Choice::new("series", texts.series()).hint(texts.series_hint()),
    ];
    let first_field = move || {
        let label = match series.get() {
            true => texts.first_of_series(),
            false => texts.day(),
        };
        view! { <Field label value=first kind="date" error=ask.error_of("first") /> }
    };
    let rule_fields = move || series.get().then(|| view! { <RuleFields form=rule ask /> });
    view! {
        <div class="form">
            <DetailsFields form=details ask>
                <ChoiceGroup label=texts.how_often() choices=kinds value=repeats />
                {first_field}
                {rule_fields}
            </DetailsFields>
        </div>
        <Actions>
            <Refused error=ask.error() />
            <Button label=texts.publish() look=Look::Main busy=ask.busy() on_press=send />
        </Actions>
    }
}
