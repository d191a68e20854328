//! What has happened to a shift, and what comes next.

use crate::view::prelude::*;
use yishi_domain::volunteer::{Details, Shift};
use yishi_domain::{ShiftId, State, Timestamp};

use super::super::words;
use super::Known;
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{Card, Progress, Section, Step, Thread, time};

/// The section.
#[component]
pub(super) fn Story(id: ShiftId) -> View {
    let steps = session().part(move |state| steps(state, id).unwrap_or_default());
    view! {
        <Section title=t().volunteer.story()>
            <Card>
                <Thread steps />
            </Card>
        </Section>
    }
}

fn steps(state: &State, id: ShiftId) -> Option<Vec<Step>> {
    let board = &state.volunteer;
    let Known { shift, details } = Known::of(state, id)?;
    let texts = t().volunteer;
    // A shift that happens once has no other day in a series that it could have been moved from.
    let usual = board
        .activities
        .get(&shift.activity)
        .filter(|a| !a.is_once());
    let usual = usual.and_then(|activity| activity.on(shift.day));
    let before = usual.map(|phase| {
        let at = shift
            .day
            .at(phase.details.starts, state.community.utc_offset_minutes);
        (at, &*phase.details)
    });
    let planned_for = before.map_or(shift.starts_at, |(at, _)| at);
    let planned = texts.step_planned_text(time::moment(planned_for.0));
    let mut steps = vec![done(texts.step_planned(), planned)];
    if let (Some(_), Some((at, before))) = (&shift.own, before) {
        steps.extend(changes(at, before, &shift, &details));
    }
    if let Some((at, reason)) = &shift.cancelled {
        let reason = reason.as_deref().unwrap_or(texts.cancelled_plain());
        let text = format!("{} · {reason}", time::moment(at.0));
        steps.push(done(texts.step_cancelled(), text));
        return Some(steps);
    }
    let closes_at = board.signup_closes_at(&shift);
    let mut ahead = vec![
        (texts.step_begins(), shift.starts_at),
        (texts.step_ends(), shift.ends_at),
    ];
    if closes_at < shift.starts_at {
        ahead.insert(0, (texts.step_closes(), closes_at));
    }
    let now = now();
    let next = ahead.iter().position(|(_, at)| *at > now);
    for (place, (title, at)) in ahead.into_iter().enumerate() {
        steps.push(Step {
            title: title.to_owned(),
            text: time::moment(at.0),
            progress: match next {
                Some(next) if next == place => Progress::Now,
                Some(next) if next < place => Progress::Next,
                _ => Progress::Done,
            },
            to: None,
        });
    }
    steps.push(match &shift.report {
        Some(report) => done(texts.step_reported(), time::moment(report.at.0)),
        None => Step {
            title: texts.step_reported().to_owned(),
            text: texts.step_report_due().to_owned(),
            progress: if next.is_none() {
                Progress::Now
            } else {
                Progress::Next
            },
            to: None,
        },
    });
    Some(steps)
}

/// What is different from the other dates.
fn changes(at: Timestamp, before: &Details, shift: &Shift, after: &Details) -> Vec<Step> {
    let texts = t().volunteer;
    let mut steps = Vec::new();
    let ends_at = at.plus_seconds(60 * i64::from(before.lasts));
    if (at, ends_at) != (shift.starts_at, shift.ends_at) {
        let text = texts.step_moved_text(
            words::span(at.0, ends_at.0),
            words::span(shift.starts_at.0, shift.ends_at.0),
        );
        steps.push(done(texts.step_moved(), text));
    }
    if before.place != after.place {
        let text = texts.step_place_text(&before.place, &after.place);
        steps.push(done(texts.step_place(), text));
    }
    let lead = |details: &Details| details.lead.as_ref().map(|lead| lead.name.clone());
    if lead(before) != lead(after) {
        let text = lead(after).unwrap_or_else(|| texts.nobody_leads().to_owned());
        steps.push(done(texts.step_lead(), text));
    }
    let rest = |details: &Details| {
        (
            details.title.clone(),
            details.text.clone(),
            details.roles.clone(),
        )
    };
    if rest(before) != rest(after) {
        steps.push(done(texts.step_changed(), String::new()));
    }
    steps
}

fn done(title: &str, text: impl Into<String>) -> Step {
    Step {
        title: title.to_owned(),
        text: text.into(),
        ..Step::default()
    }
}
