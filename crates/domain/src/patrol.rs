//! The Friday patrol: checklists, the plan and its rounds, inspections, findings and what becomes of them.

mod answer;
mod decimal;
mod escalation;
mod filled;
mod finding;
mod import;
mod inspection;
mod item;
mod plan;
mod publish;
mod report;
mod round;
mod score;
mod swap;
mod template;
mod trend;

pub(crate) use answer::photos as photos_of_answers;
pub use answer::{Answer, Remark, Value};
pub use decimal::{read_decimal, write_decimal};
pub use escalation::{Proposal, Why};
pub use filled::Filled;
pub use finding::{
    AnswerFinding, ContestFinding, Finding, FindingAnswered, FindingContested, FindingEscalated,
    FindingOpened, FindingPublished, FindingRechecked, FindingRepeated, FindingSettled,
    FindingState, FindingStep, RecheckFinding, SettleFinding, TimedStep,
};
pub(crate) use finding::{decide_answer_finding, decide_contest, decide_recheck, decide_settle};
pub use import::{ChecklistFault, ChecklistRow, ChecklistRowError, import};
pub use inspection::{
    Addendum, AmendInspection, AnswersSaved, Inspection, InspectionAmended, InspectionSubmitted,
    Published, SaveAnswers, Saved, ShopResult, ShopSkipped, SkipShop, SubmitInspection,
};
pub(crate) use inspection::{decide_amend, decide_save, decide_skip, decide_submit};
pub use item::{Condition, Item, ItemKind, ItemOption, Section, Severity, ShownIf, Verdict};
pub(crate) use plan::decide_set_plan;
pub use plan::{PatrolPlan, PatrolPlanSet, SetPatrolPlan};
pub(crate) use publish::decide_publish;
pub use publish::{PatrolPublished, PublishPatrol, PublishedMiss, PublishedResult};
pub use report::{Report, StreetShop};
pub use round::{
    Miss, MissReason, MovePatrol, Offer, Patrol, PatrolMoved, PatrolPlanned, PlanPatrol,
    PlannedRound, Round, Stop,
};
pub(crate) use round::{decide_move_patrol, decide_plan_patrol};
pub use score::{CAP, Score, ScorePart, mean, score};
pub use swap::{OfferRound, OfferWithdrawn, RoundOffered, RoundTaken, TakeRound, WithdrawOffer};
pub(crate) use swap::{decide_offer, decide_take, decide_withdraw};
pub use template::{
    Checklist, PublishTemplate, RetireTemplate, Template, TemplateFault, TemplatePublished,
    TemplateRetired,
};
pub(crate) use template::{decide_publish_template, decide_retire_template};
pub use trend::MonthOfPatrols;

use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

use crate::volunteer::Person;
use crate::{
    Command, Date, Event, FindingId, InspectionId, Map, MemberId, Recorded, ShopId, State,
    TemplateId, Timestamp,
};

/// Everything of the patrol that is known here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patrols {
    /// Checklists, those that are used no more too.
    pub templates: Map<TemplateId, Arc<Template>>,
    /// The plan, to representatives and staff.
    pub plan: Option<Arc<PatrolPlan>>,
    /// Patrols by the day that the plan has for them.
    pub patrols: Map<Date, Arc<Patrol>>,
    /// Inspections that were submitted; a merchant knows those of the own shop, others what was published of them.
    pub inspections: Map<InspectionId, Arc<Inspection>>,
    /// The inspections of each shop, in the order in which they were submitted.
    pub visits: Map<ShopId, Arc<Vec<InspectionId>>>,
    /// What was answered and not submitted; a phone knows its member's.
    pub saved: Map<InspectionId, Arc<Saved>>,
    /// What is wrong, and was.
    pub findings: Map<FindingId, Arc<Finding>>,
    /// The names of those who inspect.
    pub names: Map<MemberId, String>,
}

impl Patrols {
    /// The name of somebody who walks, or nothing for somebody unknown here.
    #[must_use]
    pub fn name(&self, state: &State, member: MemberId) -> String {
        match state.roster.name(member) {
            Some(name) => name.to_owned(),
            None => self.names.get(&member).cloned().unwrap_or_default(),
        }
    }

    fn know(&mut self, person: &Person) {
        if self.names.get(&person.member) != Some(&person.name) {
            self.names.insert(person.member, person.name.clone());
        }
    }

    pub(crate) fn apply(&mut self, event: &Event, recorded: &Recorded) {
        match event {
            Event::TemplatePublished(e) => self.apply_template(e),
            Event::TemplateRetired(e) => self.apply_retired(e),
            Event::PatrolPlanSet(e) => self.apply_plan(e),
            Event::PatrolPlanned(e) => self.apply_planned(e),
            Event::PatrolMoved(e) => self.apply_moved(e),
            Event::RoundOffered(e) => self.apply_offered(e),
            Event::OfferWithdrawn(e) => self.apply_withdrawn(e),
            Event::RoundTaken(e) => self.apply_taken(e),
            Event::AnswersSaved(e) => self.apply_saved(e),
            Event::InspectionSubmitted(e) => self.apply_submitted(e, recorded.at),
            Event::InspectionAmended(e) => self.apply_amended(e, recorded),
            Event::ShopSkipped(e) => self.apply_skipped(e),
            Event::PatrolPublished(e) => self.apply_published(e, recorded.at),
            other => self.apply_finding(other, recorded),
        }
    }
}

/// What commands about a patrol are about: it has a day for a name.
#[must_use]
pub fn subject_of_patrol(patrol: Date) -> Uuid {
    let epoch = Date {
        year: 1970,
        month: 1,
        day: 1,
    };
    Uuid::from_u64_pair(0x7000, patrol.days_since(epoch).cast_unsigned())
}

/// What the clock has to do for the patrol.
pub(crate) fn push_due(state: &State, now: Timestamp, commands: &mut Vec<Command>) {
    round::push_due(state, now, commands);
    publish::push_due(state, now, commands);
}
