//! The tabs at the bottom; at the side from 900 px on.

use crate::view::prelude::*;

use super::Icon;
use crate::navigation;
use crate::part::Part;
use crate::route::{CouncilSection, PatrolSection, Route, VolunteerSection};
use crate::text::t;

/// A tab. A role sees the tabs that it uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tab {
    /// 首页
    Home,
    /// 议事
    Council,
    /// 巡视
    Patrol,
    /// 志愿
    Volunteer,
    /// 我的
    Me,
}

impl Tab {
    /// The tab that a screen belongs to.
    pub fn of(route: &Route) -> Option<Self> {
        match route {
            Route::Home => Some(Self::Home),
            Route::Council(_)
            | Route::Opinion(_)
            | Route::NewOpinion
            | Route::Topic(_)
            | Route::ProposeTopic
            | Route::Motion(_)
            | Route::NewMotion(_)
            | Route::Ballots(_)
            | Route::Desk(_)
            | Route::Paper(_)
            | Route::Hands(_)
            | Route::Rules
            | Route::NewRule
            | Route::Meeting(_)
            | Route::PlanMeeting
            | Route::MyOpinions
            | Route::Attendance(_)
            | Route::Minutes(_)
            | Route::Notice(_)
            | Route::Hall(_)
            | Route::Attend(..)
            | Route::Commitment(_)
            | Route::LedgerOf(..)
            | Route::Ledger => Some(Self::Council),
            Route::Patrol(_)
            | Route::PatrolDay(_)
            | Route::PatrolReport(_)
            | Route::Inspect(..)
            | Route::PatrolPlan
            | Route::PatrolTrends
            | Route::Checklists
            | Route::NewChecklist
            | Route::Checklist(_)
            | Route::EditChecklist(_)
            | Route::Shops
            | Route::NewShop
            | Route::ImportShops
            | Route::Shop(_)
            | Route::EditShop(_)
            | Route::Inspection(_)
            | Route::Finding(_) => Some(Self::Patrol),
            Route::Volunteer(_)
            | Route::Shift(_)
            | Route::LeadShift(_)
            | Route::ChangeShift(_)
            | Route::CancelShift(_)
            | Route::SignUpFor(_)
            | Route::ReportShift(_)
            | Route::CheckIn(..)
            | Route::Activities
            | Route::NewActivity
            | Route::Activity(_)
            | Route::ChangeActivity(_)
            | Route::Needs
            | Route::Need(_)
            | Route::NewNeed
            | Route::Group(_)
            | Route::NewGroup
            | Route::EditGroup(_)
            | Route::Hours
            | Route::ClaimHours
            | Route::SettleHours
            | Route::Statistics
            | Route::Certificate(..) => Some(Self::Volunteer),
            Route::Me => Some(Self::Me),
            Route::Join(_) | Route::NotFound => None,
            #[cfg(debug_assertions)]
            Route::Gallery => None,
        }
    }

    fn route(self) -> Route {
        match self {
            Self::Home => Route::Home,
            Self::Council => Route::Council(CouncilSection::default()),
            Self::Patrol => Route::Patrol(PatrolSection::default()),
            Self::Volunteer => Route::Volunteer(VolunteerSection::default()),
            Self::Me => Route::Me,
        }
    }

    fn icon(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Council => "council",
            Self::Patrol => "patrol",
            Self::Volunteer => "volunteer",
            Self::Me => "me",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Home => t().app.tab_home(),
            Self::Council => t().app.tab_council(),
            Self::Patrol => t().app.tab_patrol(),
            Self::Volunteer => t().app.tab_volunteer(),
            Self::Me => t().app.tab_me(),
        }
    }
}

/// The main menu.
#[component]
pub fn TabBar(
    /// The tabs of this person's roles, in order
    #[prop(into)]
    tabs: Signal<Vec<Tab>>,
) -> View {
    let current = Part::new(|| Tab::of(&navigation::route()));
    let link = move |tab: Tab| {
        view! {
            <a href=tab.route().href() aria-current=move || (current.get() == Some(tab)).then_some("page")>
                <Icon name=tab.icon() />
                <span>{tab.label()}</span>
            </a>
        }
    };
    view! {
        <nav class="tabs" aria-label=t().app.tabs()>
            {move || tabs.get().into_iter().map(link).collect_view()}
        </nav>
    }
}
