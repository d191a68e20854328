//! The loop: the merchant answers or contests, somebody else looks, the committee settles.

use serde::{Deserialize, Serialize};

use super::{
    Finding, FindingAnswered, FindingContested, FindingRechecked, FindingSettled, FindingState,
    FindingStep, followers,
};
use crate::decide::{Actor, Context, Draft};
use crate::patrol::escalation::escalate;
use crate::photo;
use crate::text::{checked, optional};
use crate::{Digest, Event, FindingId, MemberId, Rejection, State};

/// Characters of what a merchant or the committee says.
const MOST_TEXT: u32 = 500;
/// Characters of a note.
const MOST_NOTE: u32 = 200;

/// Answers a finding: what was done about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerFinding {
    /// The finding.
    pub finding: FindingId,
    /// 1 to 500 characters.
    pub text: String,
    /// At most 4 photos by their SHA-256, of how it is now.
    pub photos: Vec<Digest>,
}

/// Says whether a finding is mended. Nobody does who has found it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecheckFinding {
    /// The finding.
    pub finding: FindingId,
    /// Whether it is mended.
    pub passed: bool,
    /// At most 200 characters; may be empty.
    pub note: String,
    /// 1 to 4 photos by their SHA-256, of how it is now.
    pub photos: Vec<Digest>,
}

/// Contests a finding, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContestFinding {
    /// The finding.
    pub finding: FindingId,
    /// 1 to 500 characters.
    pub reason: String,
}

/// Settles a finding that is contested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettleFinding {
    /// The finding.
    pub finding: FindingId,
    /// Whether it stays a finding; otherwise it is closed.
    pub upheld: bool,
    /// 1 to 500 characters.
    pub reason: String,
}

pub(crate) fn decide_answer_finding(
    state: &State,
    actor: Actor,
    c: &AnswerFinding,
) -> Result<Vec<Draft>, Rejection> {
    let finding = own_finding(state, actor, c.finding)?;
    let text = checked("text", &c.text, MOST_TEXT)?;
    let photos = photo::checked(&c.photos)?;
    in_state(finding, &[FindingState::Open, FindingState::Answered])?;
    if finding.answer() == Some((&text, &photos)) && finding.state == FindingState::Answered {
        return Ok(Vec::new());
    }
    let answered = FindingAnswered {
        finding: c.finding,
        text,
        photos,
    };
    Ok(vec![Draft::signed(
        followers(finding.shop, finding.published),
        Event::FindingAnswered(answered),
    )])
}

pub(crate) fn decide_recheck(
    state: &State,
    actor: Actor,
    c: &RecheckFinding,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let Actor::Member(member) = actor else {
        return Err(Rejection::NotAllowed);
    };
    let finding = known(state, c.finding)?;
    let note = optional("note", &c.note, MOST_NOTE)?;
    let photos = photo::checked(&c.photos)?;
    if state.runs(member, finding.shop) {
        return Err(Rejection::OwnShop);
    }
    if finding.finders.contains(&member) {
        return Err(Rejection::OwnFinding);
    }
    in_state(finding, &[FindingState::Open, FindingState::Answered])?;
    if photos.is_empty() {
        return Err(Rejection::PhotoNeeded {
            item: finding.item.1,
        });
    }
    let today = state.date(context.now);
    let rechecked = FindingRechecked {
        finding: c.finding,
        passed: c.passed,
        note,
        photos,
        due: match c.passed {
            true => finding.due,
            false => today.plus_days(finding.severity.days()),
        },
    };
    let draft = Draft::signed(
        followers(finding.shop, finding.published),
        Event::FindingRechecked(rechecked),
    );
    let mut after = state.clone();
    after.apply(&draft.clone().recorded(actor, context));
    let mut drafts = vec![draft];
    drafts.extend(escalate(&after, c.finding));
    Ok(drafts)
}

pub(crate) fn decide_contest(
    state: &State,
    actor: Actor,
    c: &ContestFinding,
) -> Result<Vec<Draft>, Rejection> {
    let finding = own_finding(state, actor, c.finding)?;
    let reason = checked("reason", &c.reason, MOST_TEXT)?;
    if finding.state == FindingState::Contested {
        return Ok(Vec::new());
    }
    in_state(finding, &[FindingState::Open, FindingState::Answered])?;
    let settled = |step: &FindingStep| matches!(step, FindingStep::Settled { .. });
    if finding.steps.iter().any(|step| settled(&step.step)) {
        return Err(Rejection::ContestSettled);
    }
    let contested = FindingContested {
        finding: c.finding,
        reason,
    };
    Ok(vec![Draft::signed(
        followers(finding.shop, finding.published),
        Event::FindingContested(contested),
    )])
}

pub(crate) fn decide_settle(
    state: &State,
    c: &SettleFinding,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let finding = known(state, c.finding)?;
    let reason = checked("reason", &c.reason, MOST_TEXT)?;
    in_state(finding, &[FindingState::Contested])?;
    let today = state.date(context.now);
    let settled = FindingSettled {
        finding: c.finding,
        upheld: c.upheld,
        reason,
        due: match c.upheld {
            true => today.plus_days(finding.severity.days()),
            false => finding.due,
        },
    };
    Ok(vec![Draft::signed(
        followers(finding.shop, finding.published),
        Event::FindingSettled(settled),
    )])
}

fn known(state: &State, id: FindingId) -> Result<&Finding, Rejection> {
    let finding = state.patrol.findings.get(&id).map(|finding| &**finding);
    finding.ok_or(Rejection::UnknownFinding)
}

/// The finding, if the actor runs the shop.
fn own_finding(state: &State, actor: Actor, id: FindingId) -> Result<&Finding, Rejection> {
    let finding = known(state, id)?;
    let runs = |member: MemberId| state.runs(member, finding.shop);
    match actor {
        Actor::Member(member) if runs(member) => Ok(finding),
        // To another merchant there is no such finding, unless everybody may see it.
        _ if !finding.published => Err(Rejection::UnknownFinding),
        _ => Err(Rejection::NotYourShop),
    }
}

fn in_state(finding: &Finding, allowed: &[FindingState]) -> Result<(), Rejection> {
    match finding.state {
        state if allowed.contains(&state) => Ok(()),
        FindingState::Closed => Err(Rejection::FindingClosed),
        state => Err(Rejection::WrongFindingState { state }),
    }
}
