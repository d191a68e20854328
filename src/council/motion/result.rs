//! The published result: on both counts, and why it passed or not.

use crate::view::prelude::*;
use yishi_domain::MotionId;
use yishi_domain::council::{Base, Choice, Count, Motion, MotionState, Options, Outcome, Tally};

use super::super::{rule_words, vote_words, words};
use super::turnout::{line, meters};
use crate::session::session;
use crate::text::t;
use crate::ui::{Badge, Card, Fact, Facts, Icon, Meter, Seal, Section, Tone, number, time};

/// The result.
#[component]
pub(super) fn Result(id: MotionId) -> View {
    let session = session();
    let motion = session.part(move |state| state.council.motions.get(&id).cloned());
    move || {
        let motion = motion.get()?;
        let MotionState::Closed {
            at,
            tally,
            ref options,
            outcome,
            ref chosen,
            ..
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
        let counted = match &motion.options {
            Options::Approval => view! {
                <Approval tally motion=motion.clone() />
                <Facts items=answers(&motion, &tally) />
            },
            Options::Choose { .. } => each_option(&motion, &tally, options, chosen),
        };
        Some(view! {
            <Card>
                <Seal passed=outcome.passed />
                <h2 class="asked">{motion.question.clone()}</h2>
                <p class="meta">{took_part.into_iter().map(|told| view! { <span>{told}</span> }).collect_view()}</p>
                {counted}
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

/// What approvals are measured against.
fn base(motion: &Motion, tally: &Tally) -> Count {
    match motion.rule.approval.base {
        Base::Participants => tally.participants,
        Base::Electorate => tally.electorate,
    }
}

/// How many approved, against the line where the motion passes.
#[component]
fn Approval(motion: std::sync::Arc<Motion>, tally: Tally) -> View {
    let kind = motion.electorate.kind;
    let names = (words::approving_name(kind), t().council.approving_area());
    against_the_line(&motion, names, tally.approve, base(&motion, &tally))
}

/// A count on each scale that the rule counts, against the lines of the rule.
fn against_the_line(
    motion: &Motion,
    (heads_name, area_name): (&str, &str),
    count: Count,
    base: Count,
) -> View {
    let approval = motion.rule.approval;
    let area = motion.rule.counts_area().then(|| {
        view! {
            <Meter
                label=area_name.to_owned()
                value=count.area
                total=base.area
                threshold=line(approval.area)
                text=number::area_of(count.area, base.area)
            />
        }
    });
    let heads = words::heads(motion.electorate.kind, base.heads);
    view! {
        <Meter
            label=heads_name.to_owned()
            value=count.heads
            total=base.heads
            threshold=line(approval.heads)
            text=format!("{} / {heads}", number::grouped(count.heads))
        />
        {area}
    }
}

fn answers(motion: &Motion, tally: &Tally) -> Vec<Fact> {
    let answer = |choice: &Choice| {
        Fact::new(
            words::choice(*choice),
            told(motion, vote_words::answered(tally, *choice)),
        )
    };
    Choice::ALL.iter().map(answer).collect()
}

/// Each option with its bar; those that are chosen say so.
fn each_option(motion: &Motion, tally: &Tally, options: &[Count], chosen: &[u8]) -> View {
    let base = base(motion, tally);
    let option = |(number, count): (u8, &Count)| {
        let name = vote_words::mark(&motion.options, Choice::Option(number));
        let mark = chosen
            .contains(&number)
            .then(|| view! { <Badge text=t().vote.chosen() tone=Tone::Ok /> });
        let area_name = t().vote.area_of_option(&name);
        view! {
            <li class="option">
                {mark}
                {against_the_line(motion, (&name, &area_name), *count, base)}
            </li>
        }
    };
    let options = (1..=u8::MAX).zip(options).map(option).collect_view();
    let abstained = Fact::new(words::choice(Choice::Abstain), told(motion, tally.abstain));
    view! {
        <ul class="options">{options}</ul>
        <Facts items=vec![abstained] />
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
    let quorum = rule_words::quorum(&motion.rule, motion.electorate.kind)
        .map(|rule| line(rule, outcome.quorum));
    let approval = rule_words::approval(&motion.rule, &motion.options);
    view! {
        {quorum}
        {line(approval, outcome.approved)}
    }
}
