//! The tabs at the bottom; at the side from 900 px on.

use crate::view::prelude::*;

use super::Icon;
use crate::navigation;
use crate::part::Part;
use crate::route::{Capability, CouncilSection, PatrolSection, Route, VolunteerSection};
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
            Route::Me => Some(Self::Me),
            _ => route.capability().map(|capability| match capability {
                Capability::Council => Self::Council,
                Capability::Patrol => Self::Patrol,
                Capability::Volunteer => Self::Volunteer,
            }),
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
