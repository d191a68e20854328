//! What failing answers lead to: new findings, findings that are seen again, and proposals to the council.

use super::{Finding, FindingOpened, FindingRepeated, FindingState, followers};
use crate::decide::{Actor, Context, Draft};
use crate::patrol::escalation::escalate;
use crate::patrol::inspection::failed;
use crate::patrol::{Answer, Remark};
use crate::{Event, FindingId, InspectionId, State};

/// The events that failing answers of an inspection lead to. `after` holds the inspection, and holds these afterwards.
pub(in crate::patrol) fn open_findings(
    after: &mut State,
    inspection: InspectionId,
    answers: &[Answer],
    remarks: &[Remark],
    context: &Context,
) -> Vec<Draft> {
    let Some(known) = after.patrol.inspections.get(&inspection).cloned() else {
        return Vec::new();
    };
    let list = after
        .patrol
        .checklist(known.template, known.version)
        .cloned();
    let Some(list) = list else {
        return Vec::new();
    };
    let today = after.date(context.now);
    let actor = Actor::Member(known.member);
    let mut drafts = Vec::new();
    for number in failed(&list, answers) {
        let Some(item) = list.item(number) else {
            continue;
        };
        let remark = remarks.iter().find(|remark| remark.item == number);
        let remark = remark.cloned().unwrap_or_else(|| Remark::none(number));
        let earlier = after
            .patrol
            .open_finding(known.shop, known.template, number);
        // Two who inspect in one patrol each find what they find: none of it is lost.
        let earlier = earlier.filter(|(_, finding)| finding.patrol != known.patrol);
        let draft = match earlier {
            Some((finding, earlier)) => {
                let repeated = FindingRepeated {
                    finding,
                    patrol: known.patrol,
                    note: remark.note,
                    photos: remark.photos,
                };
                Draft::signed(
                    followers(known.shop, earlier.published),
                    Event::FindingRepeated(repeated),
                )
            }
            None => {
                let finding = FindingId::of(inspection, number);
                if after.patrol.findings.contains_key(&finding) {
                    continue;
                }
                let severity = remark.severity.unwrap_or(item.severity);
                let opened = FindingOpened {
                    finding,
                    inspection,
                    shop: known.shop,
                    patrol: known.patrol,
                    template: known.template,
                    item: number,
                    text: item.text.clone(),
                    severity,
                    note: remark.note,
                    photos: remark.photos,
                    due: today.plus_days(severity.days()),
                };
                Draft::signed(followers(known.shop, false), Event::FindingOpened(opened))
            }
        };
        after.apply(&draft.clone().recorded(actor, context));
        let finding = match &draft.event {
            Event::FindingOpened(e) => e.finding,
            Event::FindingRepeated(e) => e.finding,
            _ => continue,
        };
        drafts.push(draft);
        let proposed = escalate(after, finding);
        for draft in &proposed {
            after.apply(&draft.clone().recorded(actor, context));
        }
        drafts.extend(proposed);
    }
    drafts
}

impl Finding {
    /// Whether it is not closed yet.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state != FindingState::Closed
    }
}
