//! What happened to a finding, step by step, and what everybody waits for.

use yishi_domain::patrol::{Finding, FindingState, FindingStep, Why};
use yishi_domain::{Digest, FindingId, MemberId, State};

use super::words;
use crate::council::steps_of_topic;
use crate::part::Part;
use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::ui::{Progress, Step, time};

/// The steps, oldest first.
pub(super) fn steps(id: FindingId) -> Part<Vec<Step>> {
    session().part(move |state| {
        let finding = state.patrol.findings.get(&id);
        finding
            .map(|finding| told(state, finding))
            .unwrap_or_default()
    })
}

/// The photos of the steps, in the same order, as far as the page does not show them beside each other.
pub(super) fn photos(id: FindingId) -> Part<Vec<Vec<Digest>>> {
    session().part(move |state| {
        let Some(finding) = state.patrol.findings.get(&id) else {
            return Vec::new();
        };
        let shown = super::pair::shown(finding);
        let others = |photos: &[Digest]| -> Vec<Digest> {
            let others = photos.iter().filter(|photo| !shown.contains(photo));
            others.copied().collect()
        };
        let steps = finding.steps.iter().map(|step| others(step.step.photos()));
        std::iter::once(Vec::new()).chain(steps).collect()
    })
}

fn told(state: &State, finding: &Finding) -> Vec<Step> {
    let texts = t().finding;
    let by = |member: Option<&MemberId>| match member {
        Some(member) => words::walker(state, *member),
        None => t().patrol.somebody().to_owned(),
    };
    let mut steps = vec![step(
        texts.step_found().to_owned(),
        &[
            &time::day(finding.opened_at.0),
            &by(finding.finders.first()),
        ],
        &finding.note,
    )];
    for timed in &finding.steps {
        let day = time::moment(timed.at.0);
        let who = by(timed.by.as_ref());
        steps.push(match &timed.step {
            FindingStep::Repeated { patrol, note, .. } => step(
                texts.step_repeated().to_owned(),
                &[&words::day(*patrol), &who],
                note,
            ),
            FindingStep::Answered { text, .. } => step(
                texts.step_answered().to_owned(),
                &[&day, t().patrol.shopkeeper()],
                text,
            ),
            FindingStep::Rechecked { passed, note, .. } => {
                let title = match passed {
                    true => texts.step_passed(),
                    false => texts.step_failed(),
                };
                step(title.to_owned(), &[&day, &who], note)
            }
            FindingStep::Contested { reason } => step(
                texts.step_contested().to_owned(),
                &[&day, t().patrol.shopkeeper()],
                reason,
            ),
            FindingStep::Settled { upheld, reason } => {
                let title = match upheld {
                    true => texts.step_upheld(),
                    false => texts.step_dropped(),
                };
                step(title.to_owned(), &[&day, t().patrol.committee()], reason)
            }
            FindingStep::Escalated { topic, why } => {
                let why = match why {
                    Why::ThirdRecheck => texts.why_rechecks(),
                    Why::ThreePatrols => texts.why_patrols(),
                };
                Step {
                    to: state
                        .council
                        .topics
                        .contains_key(topic)
                        .then_some(Route::Topic(topic.0)),
                    ..step(texts.step_escalated().to_owned(), &[&day], why)
                }
            }
        });
    }
    // Once the council has it, the matter goes on there.
    let topic = finding
        .topic()
        .filter(|topic| state.council.topics.contains_key(topic));
    steps.extend(
        topic
            .map(|topic| steps_of_topic(state, topic))
            .unwrap_or_default(),
    );
    let next = match finding.state {
        FindingState::Closed => return steps,
        FindingState::Open => (
            texts.next_open(),
            match finding.is_overdue(words::today(state)) {
                true => t()
                    .patrol
                    .overdue(words::today(state).days_since(finding.due)),
                false => texts.next_open_text(words::day(finding.due)),
            },
        ),
        FindingState::Answered => (texts.next_answered(), texts.next_answered_text().to_owned()),
        FindingState::Contested => (texts.next_contested(), String::new()),
    };
    steps.push(Step {
        title: next.0.to_owned(),
        text: next.1,
        progress: Progress::Now,
        ..Step::default()
    });
    steps
}

fn step(title: String, told: &[&str], said: &str) -> Step {
    let mut text = told.join(" · ");
    if !said.is_empty() {
        text.push('\n');
        text.push_str(said);
    }
    Step {
        title,
        text,
        ..Step::default()
    }
}
