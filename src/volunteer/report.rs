//! Thanks and a short report after a shift: written by the lead, read by everybody.

use crate::view::prelude::*;
use serde::{Deserialize, Serialize};
use yishi_domain::volunteer::ReportShift;
use yishi_domain::{Command, Digest, MOST_PHOTOS, ShiftId, State};
use yishi_sync::wire::{from_json, to_json};

use super::shift::{Heading, unknown};
use crate::form::{Ask, Refused, draft};
use crate::navigation;
use crate::photo::{PhotoPicker, Photos, Picked};
use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::ui::{Actions, Button, Card, Look, Page, Section, TextArea, Tone, When, toast};

/// Characters of a report.
const MOST: usize = 500;

#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Written {
    text: String,
    photos: Vec<Digest>,
}

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
                    <Photos photos=report.photos.clone() />
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
    let published = Written {
        text: known.as_ref().map(|r| r.text.clone()).unwrap_or_default(),
        photos: known.map(|r| r.photos.clone()).unwrap_or_default(),
    };
    let text = RwSignal::new(published.text.clone());
    let picked = Picked::new(session, MOST_PHOTOS);
    picked.hold(published.photos.clone());
    let name = format!("report {id}");
    let write = move || {
        let written = Written {
            text: text.get(),
            photos: picked.names(),
        };
        match written == published {
            true => String::new(),
            false => to_json(&written),
        }
    };
    draft::keep(session, name.clone(), write, move |draft| {
        if let Ok(written) = from_json::<Written>(draft) {
            text.set(written.text);
            picked.hold(written.photos);
        }
    });
    let texts = t().volunteer;
    let publish = move || {
        let report = ReportShift {
            shift: id,
            text: text.get_untracked(),
            photos: untrack(|| picked.names()),
        };
        let name = name.clone();
        ask.send(vec![Command::ReportShift(report)], move || {
            draft::forget(session, name);
            toast::say(Tone::Ok, t().volunteer.report_done());
            navigation::back(&Route::Shift(id.0));
        });
    };
    let send = move || picked.when_ready(publish.clone());
    let busy = Signal::derive(move || ask.busy().get() || picked.waits());
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
            <PhotoPicker picked />
        </div>
        <Actions>
            <Refused error=ask.error() />
            <Button label=texts.report_send() look=Look::Main busy on_press=send />
        </Actions>
    }
}
