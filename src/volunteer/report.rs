//! Thanks and a short report after a shift: written by the lead, read by everybody.

use crate::view::prelude::*;
use yishi_domain::volunteer::ReportShift;
use yishi_domain::{Command, ShiftId, State};

use super::shift::{Heading, unknown};
use crate::form::{Ask, Refused, draft};
use crate::navigation;
use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::ui::{Actions, Button, Card, Look, Page, Section, TextArea, Tone, When, toast};

/// Characters of a report.
const MOST: usize = 500;

/// What was written, on the page of the shift.
#[component]
pub(super) fn Reported(id: ShiftId) -> View {
    let report = session().part(move |state| {
        let shift = state.volunteer.shifts.get(&id)?;
        shift.report.clone()
    });
    move || {
        let report = report.get()?;
        Some(view! {
            <Section title=t().volunteer.report_title()>
                <Card>
                    <p class="spoken">{report.text.clone()}</p>
                    <p class="meta"><When at=report.at.0 /></p>
                </Card>
            </Section>
        })
    }
}

/// The form.
#[component]
pub(crate) fn ReportPage(
    /// Of which shift
    id: ShiftId,
) -> View {
    let session = session();
    let me = session.me();
    let may = session.part(move |state| may(state, id, me));
    let texts = t().volunteer;
    view! {
        <Page title=texts.report_title() back=Route::Shift(id.0)>
            <Show when=move || may.get() fallback=unknown>
                <Form id />
            </Show>
        </Page>
    }
}

fn may(state: &State, id: ShiftId, me: yishi_domain::MemberId) -> bool {
    let board = &state.volunteer;
    let shift = board.shifts.get(&id);
    shift.is_some_and(|shift| board.may_lead(state, shift, me))
}

#[component]
fn Form(id: ShiftId) -> View {
    let session = session();
    let ask = Ask::new(session);
    let known = session.view().with_untracked(|state| {
        let report = state.volunteer.shifts.get(&id)?.report.clone()?;
        Some(report)
    });
    let photos = known
        .as_ref()
        .map(|report| report.photos.clone())
        .unwrap_or_default();
    let text = RwSignal::new(known.map(|report| report.text.clone()).unwrap_or_default());
    let name = format!("report {id}");
    draft::keep(
        session,
        name.clone(),
        move || text.get(),
        move |draft| text.set(draft.to_owned()),
    );
    let texts = t().volunteer;
    let send = move || {
        let report = ReportShift {
            shift: id,
            text: text.get_untracked(),
            photos: photos.clone(),
        };
        let name = name.clone();
        ask.send(vec![Command::ReportShift(report)], move || {
            draft::forget(session, name);
            toast::say(Tone::Ok, t().volunteer.report_done());
            navigation::back(&Route::Shift(id.0));
        });
    };
    view! {
        <Heading id />
        <div class="form">
            <TextArea
                label=texts.report_text()
                hint=texts.report_hint()
                value=text
                most=MOST
                error=ask.error_of("text")
            />
        </div>
        <Actions>
            <Refused error=ask.error() />
            <Button label=texts.report_send() look=Look::Main busy=ask.busy() on_press=send />
        </Actions>
    }
}
