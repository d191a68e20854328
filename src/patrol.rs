//! The patrol's pages: my round, inspecting a shop, findings, the street, reports; and what staff keep for it.

mod ahead;
mod card;
mod checklist;
mod day;
mod draft;
mod fill;
mod finding;
mod findings;
mod front;
mod holiday;
mod inspection;
mod plan;
mod report;
mod reports;
mod score;
mod shop;
mod street;
mod table;
mod trends;
mod value;
pub(crate) mod words;
mod written;

pub(crate) use ahead::look_ahead;

use yishi_domain::roster::Role;
use yishi_domain::{MemberId, State};

use crate::route::Route;
use crate::view::prelude::*;

/// Whether a member has to do with the patrol. Everybody else finds its reports in the public record.
pub(crate) fn is_for(state: &State, member: MemberId) -> bool {
    let roles = [Role::Representative, Role::Merchant, Role::Committee];
    roles
        .into_iter()
        .any(|role| state.roster.has_role(member, role))
}

/// The screens of the patrol.
pub(crate) fn screen(route: &Route) -> View {
    match *route {
        Route::Patrol(section) => view! { <front::PatrolPage section /> },
        Route::PatrolDay(id) => view! { <day::DayPage id /> },
        Route::PatrolReport(id) => view! { <report::ReportPage id /> },
        Route::PatrolPlan => view! { <plan::PlanPage /> },
        Route::PatrolTrends => view! { <trends::Trends /> },
        Route::Inspect(patrol, shop) => {
            view! { <fill::InspectPage patrol shop=shop.into() /> }
        }
        Route::Inspection(id) => view! { <inspection::InspectionPage id=id.into() /> },
        Route::Finding(id) => view! { <finding::FindingPage id=id.into() /> },
        Route::Checklists => view! { <checklist::Checklists /> },
        Route::NewChecklist => view! { <checklist::NewChecklist /> },
        Route::Checklist(id) => view! { <checklist::ChecklistPage id=id.into() /> },
        Route::EditChecklist(id) => view! { <checklist::EditChecklist id=id.into() /> },
        Route::Shops => view! { <shop::Shops /> },
        Route::NewShop => view! { <shop::NewShop /> },
        Route::ImportShops => view! { <shop::ImportShops /> },
        Route::Shop(id) => view! { <shop::ShopPage id=id.into() /> },
        Route::EditShop(id) => view! { <shop::EditShop id=id.into() /> },
        _ => View::Nothing,
    }
}
