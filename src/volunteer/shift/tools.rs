//! What the lead, staff and link members can do at a shift, and whoever lives with others who might come.

use crate::view::prelude::*;
use yishi_domain::{MemberId, ShiftId, State};

use crate::part::Part;
use crate::route::Route;
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{ButtonLink, Look, Section};

/// What the member may do here now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct May {
    lead: bool,
    /// Checking in is going on.
    code: bool,
    /// Signing up anybody.
    sign_up_others: bool,
    /// Signing up those of the own home.
    sign_up_home: bool,
    change: bool,
    report: bool,
    reported: bool,
}

fn may(state: &State, id: ShiftId, me: MemberId) -> May {
    let board = &state.volunteer;
    let Some(shift) = board.shifts.get(&id).filter(|s| s.cancelled.is_none()) else {
        return May::default();
    };
    let (lead, now) = (board.may_lead(state, shift, me), now());
    let sign_up_others = board.may_sign_up_others(state, shift, me);
    let at_home = state.roster.housemates(me).next().is_some();
    // Who leads may still add somebody who has just come.
    let closes_at = if lead {
        shift.ends_at
    } else {
        board.signup_closes_at(shift)
    };
    May {
        lead,
        code: now >= shift.check_in_opens_at() && now < shift.ends_at,
        sign_up_others: sign_up_others && now < closes_at,
        sign_up_home: at_home && !sign_up_others && now < closes_at,
        change: lead && now < shift.starts_at,
        report: lead && now >= shift.starts_at,
        reported: shift.report.is_some(),
    }
}

/// Whether the shift may still be changed or cancelled by the member at this phone.
pub(super) fn may_change(id: ShiftId) -> Part<bool> {
    let session = session();
    let me = session.me();
    session.part(move |state| may(state, id, me).change)
}

/// The section; nothing for who may do nothing of it.
#[component]
pub(super) fn Tools(id: ShiftId) -> View {
    let session = session();
    let me = session.me();
    let may = session.part(move |state| may(state, id, me));
    let texts = t().volunteer;
    let shown = move || {
        let may = may.get();
        (may.lead || may.sign_up_others || may.sign_up_home).then(|| {
            let title = match may {
                May { lead: true, .. } => texts.for_lead(),
                May { sign_up_others: true, .. } => texts.for_others(),
                _ => texts.for_home(),
            };
            view! {
                <Section title>
                    {may.lead.then(|| {
                        let look = if may.code { Look::Main } else { Look::Plain };
                        view! { <ButtonLink label=texts.open_lead() to=Route::LeadShift(id.0) look /> }
                    })}
                    {may.report.then(|| report(id, may.reported))}
                    {may.sign_up_others.then(|| view! { <ButtonLink label=texts.sign_up_other() to=Route::SignUpFor(id.0) icon="add" /> })}
                    {may.sign_up_home.then(|| view! { <ButtonLink label=texts.sign_up_home() to=Route::SignUpFor(id.0) icon="add" /> })}
                    {may.change.then(|| change(id))}
                </Section>
            }
        })
    };
    view! { {shown} }
}

fn report(id: ShiftId, reported: bool) -> View {
    let texts = t().volunteer;
    let (label, look) = if reported {
        (texts.rewrite_report(), Look::Plain)
    } else {
        (texts.write_report(), Look::Main)
    };
    view! { <ButtonLink label to=Route::ReportShift(id.0) look /> }
}

fn change(id: ShiftId) -> View {
    let texts = t().volunteer;
    view! {
        <div class="row">
            <ButtonLink label=texts.change_shift() to=Route::ChangeShift(id.0) />
            <ButtonLink label=texts.cancel_shift() to=Route::CancelShift(id.0) look=Look::Danger />
        </div>
    }
}
