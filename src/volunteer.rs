//! The volunteer board: what is to be done and when, who comes, and what came of it.

mod activity;
mod activity_form;
mod board;
mod card;
mod certificate;
mod check_in;
mod group;
mod hours;
mod lead;
mod mine;
mod need;
mod news;
mod report;
mod rule_form;
mod shift;
mod signup;
mod statistics;
pub(crate) mod words;

pub(crate) use news::{Item, News, watch};

use crate::route::Route;
use crate::view::prelude::*;

/// The screens of the volunteer board.
pub(crate) fn screen(route: &Route) -> View {
    match *route {
        Route::Volunteer(section) => view! { <board::VolunteerPage section /> },
        Route::Shift(id) => view! { <shift::ShiftPage id=id.into() /> },
        Route::LeadShift(id) => view! { <lead::LeadPage id=id.into() /> },
        Route::ChangeShift(id) => view! { <shift::ChangeShiftPage id=id.into() /> },
        Route::CancelShift(id) => view! { <shift::CancelShiftPage id=id.into() /> },
        Route::SignUpFor(id) => view! { <signup::SignUpForPage id=id.into() /> },
        Route::ReportShift(id) => view! { <report::ReportPage id=id.into() /> },
        Route::CheckIn(id, ref code) => {
            view! { <check_in::CheckInPage id=id.into() code=code.clone() /> }
        }
        Route::Activities => view! { <activity::Activities /> },
        Route::NewActivity => view! { <activity::NewActivity /> },
        Route::Activity(id) => view! { <activity::ActivityPage id=id.into() /> },
        Route::ChangeActivity(id) => view! { <activity::ChangeActivity id=id.into() /> },
        Route::Needs => view! { <need::Needs /> },
        Route::NewNeed => view! { <need::NewNeed /> },
        Route::Need(id) => view! { <need::NeedPage id=id.into() /> },
        Route::Group(id) => view! { <group::GroupPage id=id.into() /> },
        Route::NewGroup => view! { <group::NewGroup /> },
        Route::EditGroup(id) => view! { <group::EditGroup id=id.into() /> },
        Route::Hours => view! { <hours::HoursPage /> },
        Route::ClaimHours => view! { <hours::ClaimHoursPage /> },
        Route::SettleHours => view! { <hours::SettleHours /> },
        Route::Statistics => view! { <statistics::StatisticsPage /> },
        Route::Certificate(year, member) => {
            view! { <certificate::CertificatePage year member=member.map(Into::into) /> }
        }
        _ => View::Nothing,
    }
}
