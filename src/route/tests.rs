//! Every address is read as it is written.

use super::*;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test(unsupported = test)]
fn every_route_comes_back_from_its_address() {
    let id = Uuid::from_u128(0x0193_5a2b_0000_7000_8000_0000_0000_0001);
    let friday: Date = "2026-11-27".parse().expect("a day");
    let routes = [
        Route::Home,
        Route::Join("7KQ2M9XDAB".to_owned()),
        Route::Council(CouncilSection::Opinions),
        Route::Council(CouncilSection::Agenda),
        Route::Council(CouncilSection::Motions),
        Route::Opinion(id),
        Route::NewOpinion,
        Route::MyOpinions,
        Route::Attendance(id),
        Route::Minutes(id),
        Route::Notice(id),
        Route::Hall(id),
        Route::Attend(id, "7Q2MX9VC4T00ABCD".to_owned()),
        Route::Commitment(id),
        Route::LedgerOf(2026, 9),
        Route::Topic(id),
        Route::ProposeTopic,
        Route::Motion(id),
        Route::NewMotion(id),
        Route::Ballots(id),
        Route::Desk(id),
        Route::Paper(id),
        Route::Hands(id),
        Route::Rules,
        Route::NewRule,
        Route::Meeting(id),
        Route::PlanMeeting,
        Route::Ledger,
        Route::Volunteer(VolunteerSection::Days),
        Route::Volunteer(VolunteerSection::Kinds),
        Route::Volunteer(VolunteerSection::Mine),
        Route::Volunteer(VolunteerSection::Groups),
        Route::Shift(id),
        Route::LeadShift(id),
        Route::ChangeShift(id),
        Route::CancelShift(id),
        Route::SignUpFor(id),
        Route::ReportShift(id),
        Route::CheckIn(id, "7Q2MX9VC4T00ABCD".to_owned()),
        Route::Activities,
        Route::NewActivity,
        Route::Activity(id),
        Route::ChangeActivity(id),
        Route::Needs,
        Route::NewNeed,
        Route::Need(id),
        Route::Group(id),
        Route::NewGroup,
        Route::EditGroup(id),
        Route::Hours,
        Route::ClaimHours,
        Route::SettleHours,
        Route::Statistics,
        Route::Certificate(2026, None),
        Route::Certificate(2026, Some(id)),
        Route::Patrol(PatrolSection::Round),
        Route::Patrol(PatrolSection::Findings),
        Route::Patrol(PatrolSection::Street),
        Route::Patrol(PatrolSection::Reports),
        Route::PatrolDay(friday),
        Route::PatrolReport(friday),
        Route::Inspect(friday, id),
        Route::PatrolPlan,
        Route::PatrolTrends,
        Route::Checklists,
        Route::NewChecklist,
        Route::Checklist(id),
        Route::EditChecklist(id),
        Route::Shops,
        Route::NewShop,
        Route::ImportShops,
        Route::Shop(id),
        Route::EditShop(id),
        Route::Inspection(id),
        Route::Finding(id),
        Route::Me,
        Route::Gallery,
        Route::NotFound,
    ];
    for route in routes {
        assert_eq!(Route::parse(&route.href()), route, "{route}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn council_without_a_section_shows_the_opinions() {
    assert_eq!(
        Route::parse("#/council"),
        Route::Council(CouncilSection::Opinions)
    );
}

#[wasm_bindgen_test(unsupported = test)]
fn addresses_are_read_leniently() {
    for home in ["", "#", "#/", "/"] {
        assert_eq!(Route::parse(home), Route::Home, "{home:?}");
    }
    assert_eq!(Route::parse("#/me/"), Route::Me);
    assert_eq!(Route::parse("#/ledger?from=groupmessage"), Route::Ledger);
}

#[wasm_bindgen_test(unsupported = test)]
fn what_leads_nowhere_is_not_found() {
    for hash in [
        "#/nowhere",
        "#/opinion/17",
        "#/join/",
        "#/council/everything",
        "#/me/too",
        "#/topic//motion",
        "#/checkin/0193a5c0-0024-7001-8001-00000005a38d/",
        "#/shift/17/lead",
        "#/patrol/2026-02-30",
        "#/patrol/2026-11-27/17",
        "#/shop/17",
        "#/ledger/2026-13",
        "#/ledger/november",
        "#/attend/0193a5c0-0024-7001-8001-00000005a38d/",
    ] {
        assert_eq!(Route::parse(hash), Route::NotFound, "{hash}");
    }
}
