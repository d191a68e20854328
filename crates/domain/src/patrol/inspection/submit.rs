//! Saving, submitting, amending; saying that a shop could not be inspected.

use super::{
    AmendInspection, AnswersSaved, Inspection, InspectionAmended, InspectionSubmitted, SaveAnswers,
    ShopSkipped, SkipShop, SubmitInspection,
};
use crate::decide::{Actor, Context, Draft};
use crate::patrol::answer::{checked_answers, checked_remarks, few_photos};
use crate::patrol::finding::{followers, open_findings};
use crate::patrol::publish::publish_late;
use crate::patrol::{Answer, Checklist, Filled, MissReason, Patrol, Remark, score};
use crate::text::{checked, optional};
use crate::volunteer::Person;
use crate::{
    Audience, Date, Event, InspectionId, MemberId, Rejection, Scope, ShopId, State, TemplateId,
};

/// Days before its own on which a patrol may be submitted to: a phone's clock may be wrong, the street is not far.
const EARLY_DAYS: i64 = 1;

pub(crate) fn decide_save(
    state: &State,
    actor: Actor,
    c: &SaveAnswers,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let member = inspector(state, actor, c.shop)?;
    begun(state, c.patrol, context)?;
    let list = known_list(state, c.template, c.version)?;
    let inspection = InspectionId::of(c.patrol, c.shop, member);
    if state.patrol.inspections.contains_key(&inspection) {
        // What was submitted meanwhile, by another phone of the member, holds it or is amended by it.
        return Ok(Vec::new());
    }
    let answers = fitting(list, checked_answers(&c.answers)?)?;
    let mut remarks = checked_remarks(&c.remarks)?;
    // Those that take something back.
    let empty = c.remarks.iter().filter(|remark| remark.is_empty());
    remarks.extend(empty.cloned());
    remarks.retain(|remark| list.item(remark.item).is_some());
    few_photos(&answers, &remarks)?;
    let known = state.patrol.saved.get(&inspection);
    let new = |answer: &Answer| known.is_none_or(|known| !known.answers.contains(answer));
    let answers: Vec<Answer> = answers.into_iter().filter(new).collect();
    let new = |remark: &Remark| {
        let known = known.map_or(&[][..], |known| &known.remarks);
        match remark.is_empty() {
            true => known.iter().any(|known| known.item == remark.item),
            false => !known.contains(remark),
        }
    };
    remarks.retain(new);
    if answers.is_empty() && remarks.is_empty() {
        return Ok(Vec::new());
    }
    let saved = AnswersSaved {
        inspection,
        patrol: c.patrol,
        shop: c.shop,
        template: known.map_or(c.template, |known| known.template),
        version: known.map_or(c.version, |known| known.version),
        answers,
        remarks,
    };
    Ok(vec![Draft::signed(
        vec![Audience::Member(member)],
        Event::AnswersSaved(saved),
    )])
}

pub(crate) fn decide_submit(
    state: &State,
    actor: Actor,
    c: &SubmitInspection,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let member = inspector(state, actor, c.shop)?;
    begun(state, c.patrol, context)?;
    let list = known_list(state, c.template, c.version)?;
    let answers = fitting(list, checked_answers(&c.answers)?)?;
    let remarks = checked_remarks(&c.remarks)?;
    few_photos(&answers, &remarks)?;
    let filled = Filled::new(list, &answers, &remarks);
    if let Some(first) = filled.missing.first() {
        let count = u32::try_from(filled.missing.len()).unwrap_or(u32::MAX);
        return Err(Rejection::AnswersMissing {
            count,
            first: *first,
        });
    }
    if let Some(item) = filled.without_photo.first() {
        return Err(Rejection::PhotoNeeded { item: *item });
    }
    let asked = |item: u16| filled.asked.contains(&item);
    let answers: Vec<Answer> = answers.into_iter().filter(|a| asked(a.item)).collect();
    let remarks: Vec<Remark> = remarks.into_iter().filter(|r| asked(r.item)).collect();
    let inspection = InspectionId::of(c.patrol, c.shop, member);
    if let Some(known) = state.patrol.inspections.get(&inspection) {
        return Ok(differences(
            state, inspection, known, answers, remarks, context,
        ));
    }
    let score = score(list.items(), &answers).tenths;
    let submitted = InspectionSubmitted {
        inspection,
        patrol: c.patrol,
        shop: c.shop,
        person: Person {
            member,
            name: state.patrol.name(state, member),
        },
        template: c.template,
        version: c.version,
        answers,
        remarks,
        score,
    };
    let mut after = state.clone();
    after.patrol.apply_submitted(&submitted, context.now);
    let (answers, remarks) = (submitted.answers.clone(), submitted.remarks.clone());
    let mut drafts = vec![Draft::signed(
        vec![Audience::Patrol, Audience::Shop(c.shop)],
        Event::InspectionSubmitted(submitted),
    )];
    drafts.extend(open_findings(
        &mut after, inspection, &answers, &remarks, context,
    ));
    drafts.extend(publish_late(&after, c.patrol));
    Ok(drafts)
}

/// A second phone of the same member has filled the same inspection: what it has answered otherwise is added.
fn differences(
    state: &State,
    inspection: InspectionId,
    known: &Inspection,
    answers: Vec<Answer>,
    remarks: Vec<Remark>,
    context: &Context,
) -> Vec<Draft> {
    let (answers, remarks) = known.differing(answers, remarks);
    if answers.is_empty() && remarks.is_empty() {
        return Vec::new();
    }
    let amended = InspectionAmended {
        inspection,
        text: String::new(),
        photos: Vec::new(),
        answers,
        remarks,
    };
    amend(state, amended, context)
}

pub(crate) fn decide_amend(
    state: &State,
    actor: Actor,
    c: &AmendInspection,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let member = inspector(state, actor, c.shop)?;
    let inspection = InspectionId::of(c.patrol, c.shop, member);
    let known = state.patrol.inspections.get(&inspection);
    let known = known.ok_or(Rejection::UnknownInspection)?;
    let list = known_list(state, known.template, known.version)?;
    let amended = InspectionAmended {
        inspection,
        text: checked("text", &c.text, 500)?,
        photos: crate::photo::checked(&c.photos)?,
        answers: fitting(list, checked_answers(&c.answers)?)?,
        remarks: checked_remarks(&c.remarks)?,
    };
    few_photos(&amended.answers, &amended.remarks)?;
    if let Some(item) = Filled::new(list, &amended.answers, &amended.remarks)
        .without_photo
        .first()
    {
        return Err(Rejection::PhotoNeeded { item: *item });
    }
    Ok(amend(state, amended, context))
}

fn amend(state: &State, amended: InspectionAmended, context: &Context) -> Vec<Draft> {
    let inspection = amended.inspection;
    let Some(known) = state.patrol.inspections.get(&inspection) else {
        return Vec::new();
    };
    let (answers, remarks) = (amended.answers.clone(), amended.remarks.clone());
    let mut drafts = vec![Draft::signed(
        vec![Audience::Patrol, Audience::Shop(known.shop)],
        Event::InspectionAmended(amended),
    )];
    let mut after = state.clone();
    drafts.extend(open_findings(
        &mut after, inspection, &answers, &remarks, context,
    ));
    drafts.extend(publish_late(&after, known.patrol));
    drafts
}

pub(crate) fn decide_skip(
    state: &State,
    actor: Actor,
    c: &SkipShop,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let member = inspector(state, actor, c.shop)?;
    let patrol = begun(state, c.patrol, context)?;
    let note = match c.reason {
        MissReason::Other => checked("note", &c.note, 200)?,
        _ => optional("note", &c.note, 200)?,
    };
    let skipped = ShopSkipped {
        patrol: c.patrol,
        shop: c.shop,
        reason: c.reason,
        note,
    };
    let same = patrol
        .missed
        .get(&c.shop)
        .is_some_and(|known| known.reason == skipped.reason && known.note == skipped.note);
    let inspected = InspectionId::of(c.patrol, c.shop, member);
    if same || state.patrol.inspections.contains_key(&inspected) {
        return Ok(Vec::new());
    }
    let mut after = state.clone();
    after.patrol.apply_skipped(&skipped);
    let mut drafts = vec![Draft::signed(
        followers(c.shop, false),
        Event::ShopSkipped(skipped),
    )];
    drafts.extend(publish_late(&after, c.patrol));
    Ok(drafts)
}

/// Whoever inspects a shop: a representative who does not run it.
fn inspector(state: &State, actor: Actor, shop: ShopId) -> Result<MemberId, Rejection> {
    let Actor::Member(member) = actor else {
        return Err(Rejection::NotAllowed);
    };
    state.shop(shop)?;
    if state.runs(member, shop) {
        return Err(Rejection::OwnShop);
    }
    Ok(member)
}

/// A patrol that may be submitted to: at any time after it, since a phone may be without a network for days; and
/// although it was called off, since whoever walked did not know.
fn begun<'a>(state: &'a State, id: Date, context: &Context) -> Result<&'a Patrol, Rejection> {
    let patrol = state
        .patrol
        .patrols
        .get(&id)
        .ok_or(Rejection::UnknownPatrol)?;
    let day = patrol.day.unwrap_or(id);
    if state.scope == Scope::Whole && state.date(context.now) < day.plus_days(-EARLY_DAYS) {
        return Err(Rejection::PatrolNotBegun { day });
    }
    Ok(patrol)
}

fn known_list(state: &State, template: TemplateId, version: u16) -> Result<&Checklist, Rejection> {
    let list = state.patrol.checklist(template, version);
    list.map(|list| &**list).ok_or(Rejection::UnknownTemplate)
}

/// The answers, if each fits its item.
fn fitting(list: &Checklist, answers: Vec<Answer>) -> Result<Vec<Answer>, Rejection> {
    for answer in &answers {
        let item = list.item(answer.item);
        if !item.is_some_and(|item| item.kind.takes(&answer.value)) {
            return Err(Rejection::BadAnswer { item: answer.item });
        }
    }
    Ok(answers)
}
