//! Which screens belong to which capability.

use super::Route;

/// What a screen belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capability {
    /// 议事
    Council,
    /// 巡视
    Patrol,
    /// 志愿
    Volunteer,
}

impl Route {
    /// The capability that a screen belongs to; none for the home screen, the member's own and the welcome.
    #[must_use]
    pub fn capability(&self) -> Option<Capability> {
        Some(match self {
            Self::Council(_)
            | Self::Opinion(_)
            | Self::NewOpinion
            | Self::Topic(_)
            | Self::ProposeTopic
            | Self::Motion(_)
            | Self::NewMotion(_)
            | Self::Ballots(_)
            | Self::Desk(_)
            | Self::Paper(_)
            | Self::Hands(_)
            | Self::Rules
            | Self::NewRule
            | Self::Meeting(_)
            | Self::PlanMeeting
            | Self::MyOpinions
            | Self::Attendance(_)
            | Self::Minutes(_)
            | Self::Notice(_)
            | Self::Hall(_)
            | Self::Attend(..)
            | Self::Commitment(_)
            | Self::LedgerOf(..)
            | Self::Ledger => Capability::Council,
            Self::Volunteer(_)
            | Self::Shift(_)
            | Self::LeadShift(_)
            | Self::ChangeShift(_)
            | Self::CancelShift(_)
            | Self::SignUpFor(_)
            | Self::ReportShift(_)
            | Self::CheckIn(..)
            | Self::Activities
            | Self::Activity(_)
            | Self::NewActivity
            | Self::ChangeActivity(_)
            | Self::Needs
            | Self::Need(_)
            | Self::NewNeed
            | Self::Group(_)
            | Self::NewGroup
            | Self::EditGroup(_)
            | Self::Hours
            | Self::ClaimHours
            | Self::SettleHours
            | Self::Certificate(..)
            | Self::Statistics => Capability::Volunteer,
            Self::Patrol(_)
            | Self::PatrolDay(_)
            | Self::PatrolReport(_)
            | Self::Inspect(..)
            | Self::PatrolPlan
            | Self::PatrolTrends
            | Self::Checklists
            | Self::NewChecklist
            | Self::Checklist(_)
            | Self::EditChecklist(_)
            | Self::Shops
            | Self::NewShop
            | Self::ImportShops
            | Self::Shop(_)
            | Self::EditShop(_)
            | Self::Inspection(_)
            | Self::Finding(_) => Capability::Patrol,
            Self::Home | Self::Join(_) | Self::Me | Self::NotFound => return None,
            #[cfg(debug_assertions)]
            Self::Gallery => return None,
        })
    }
}
