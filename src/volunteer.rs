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
mod tick;
pub(crate) mod words;

pub(crate) use activity::{Activities, ActivityPage, ChangeActivity, NewActivity};
pub(crate) use board::VolunteerPage;
pub(crate) use certificate::CertificatePage;
pub(crate) use check_in::CheckInPage;
pub(crate) use group::{EditGroup, GroupPage, NewGroup};
pub(crate) use hours::{ClaimHoursPage, HoursPage, SettleHours};
pub(crate) use lead::LeadPage;
pub(crate) use need::{NeedPage, Needs, NewNeed};
pub(crate) use news::{Item, News, watch};
pub(crate) use report::ReportPage;
pub(crate) use shift::{CancelShiftPage, ChangeShiftPage, ShiftPage};
pub(crate) use signup::SignUpForPage;
pub(crate) use statistics::StatisticsPage;
