//! The published result: on both counts, and why it passed or not.

use crate::view::prelude::*;
use yishi_domain::MotionId;
use yishi_domain::council::{Base, Choice, Count, Motion, MotionState, Outcome, Tally};

use super::super::words;
use super::turnout::{line, meters};
use crate::session::session;
use crate::text::t;
use crate::ui::{Card, Fact, Facts, Icon, Meter, Seal, Section, number, time};

/// The result.
#[component]
pub(super) fn Result(id: MotionId) -> View {
    let session = session();
    let motion = session.part(move |state| state.council.motions.get(&id).cloned());
    move || {
        let motion = motion.get()?;
        let MotionState::Closed {
            at, tally, outcome, ..
        } = motion.state
        else {
            return None;
        };
        let (kind, by_area) = (motion.electorate.kind, motion.rule.counts_area());
        let mut took_part = vec![
            t().council
                .took_part(words::heads(kind, tally.participants.heads)),
        ];
        if by_area {
            took_part.push(number::area(tally.participants.area));
        }
        took_part.push(time::day(at.0));
        let facts: Vec<Fact> = Choice::ALL
            .iter()
            .map(|choice| {
                Fact::new(
                    words::choice(*choice),
                    told(&motion, count(&tally, *choice)),
                )
            })
            .collect();
        Some(view! {
            <Card>
                <Seal passed=outcome.passed />
                <h2 class="asked">{motion.question.clone()}</h2>
                <p class="meta">{took_part.into_iter().map(|told| view! { <span>{told}</span> }).collect_view()}</p>
                <Approval tally motion=motion.clone() />
                <Facts items=facts />
                <ul class="why">{reasons(&motion, &outcome)}</ul>
            </Card>
        })
    }
}

/// Who took part in the end, where that decided whether the vote is valid.
#[component]
pub(super) fn FinalTurnout(id: MotionId) -> View {
    let session = session();
    let motion = session.part(move |state| state.council.motions.get(&id).cloned());
    move || {
        let motion = motion
            .get()
            .filter(|motion| motion.rule.participation.is_some())?;
        Some(view! {
            <Section title=t().council.turnout()>
                <Card>
                    {meters(&motion, motion.turnout)}
                </Card>
            </Section>
        })
    }
}

/// How many approved, against the line where the motion passes.
#[component]
fn Approval(motion: std::sync::Arc<Motion>, tally: Tally) -> View {
    let approval = motion.rule.approval;
    let kind = motion.electorate.kind;
    let base = match approval.base {
        Base::Participants => tally.participants,
        Base::Electorate => tally.electorate,
    };
    let area = motion.rule.counts_area().then(|| {
        view! {
            <Meter
                label=t().council.approving_area()
                value=tally.approve.area
                total=base.area
                threshold=line(approval.area)
                text=number::area_of(tally.approve.area, base.area)
            />
        }
    });
    view! {
        <Meter
            label=words::approving_name(kind)
            value=tally.approve.heads
            total=base.heads
            threshold=line(approval.heads)
            text=format!("{} / {}", number::grouped(tally.approve.heads), words::heads(kind, base.heads))
        />
        {area}
    }
}

fn count(tally: &Tally, choice: Choice) -> Count {
    match choice {
        Choice::Approve => tally.approve,
        Choice::Reject => tally.reject,
        Choice::Abstain => tally.abstain,
    }
}

/// 3 户, 212 m²
pub(super) fn told(motion: &Motion, count: Count) -> String {
    let heads = words::heads(motion.electorate.kind, count.heads);
    match motion.rule.counts_area() {
        true => format!("{heads} · {}", number::area(count.area)),
        false => heads,
    }
}

/// Why it came out like this.
fn reasons(motion: &Motion, outcome: &Outcome) -> View {
    let texts = t().council;
    let line = |rule: String, met: bool| {
        let (name, text) = if met {
            ("ok", texts.reached(rule))
        } else {
            ("close", texts.not_reached(rule))
        };
        view! { <li class:met=met><Icon name />{text}</li> }
    };
    let quorum =
        words::quorum(&motion.rule, motion.electorate.kind).map(|rule| line(rule, outcome.quorum));
    view! {
        {quorum}
        {line(words::approval(&motion.rule), outcome.approved)}
    }
}
