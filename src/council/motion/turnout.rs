//! Who took part so far, on each count that matters. Never how they voted.

use crate::view::prelude::*;
use yishi_domain::MotionId;
use yishi_domain::council::{Count, Motion, Share};

use super::super::{rule_words, words};
use crate::session::session;
use crate::text::t;
use crate::ui::{Card, Meter, Section, number};

/// Turnout, with what is missing for a valid vote.
#[component]
pub(super) fn Turnout(id: MotionId) -> View {
    let session = session();
    let motion = session.part(move |state| state.council.motions.get(&id).cloned());
    let text = move || {
        motion.get().map(|motion| {
            let rule = rule_words::explained(&motion.rule, motion.electorate.kind, &motion.options);
            let told = t().council.sentences(rule, t().council.nobody_sees());
            match motion.sealed {
                true => t().council.sentences(told, t().vote.turnout_sealed()),
                false => told,
            }
        })
    };
    view! {
        <Section title=t().council.turnout()>
            <Card>
                {move || motion.get().map(|motion| meters(&motion, motion.turnout))}
                <p class="meta">{text}</p>
            </Card>
        </Section>
    }
}

/// A bar for each count, with the line where the vote is valid.
pub(in crate::council) fn meters(motion: &Motion, turnout: Count) -> View {
    let (kind, size) = (motion.electorate.kind, motion.size);
    let needed = motion.rule.needed(size);
    let participation = motion.rule.participation;
    let heads_missing = needed.map_or(0, |needed| needed.heads.saturating_sub(turnout.heads));
    let heads = told(
        format!(
            "{} / {}",
            number::grouped(turnout.heads),
            words::heads(kind, size.heads)
        ),
        (heads_missing > 0).then(|| words::heads(kind, heads_missing)),
        participation.is_some_and(|p| p.heads.is_some()),
    );
    let area_missing = needed.map_or(0, |needed| needed.area.saturating_sub(turnout.area));
    let area = told(
        number::area_of(turnout.area, size.area),
        (area_missing > 0).then(|| number::area_missing(area_missing)),
        participation.is_some_and(|p| p.area.is_some()),
    );
    let area_meter = motion.rule.counts_area().then(|| {
        view! {
            <Meter
                label=t().council.count_area()
                value=turnout.area
                total=size.area
                threshold=line(participation.and_then(|p| p.area))
                text=area
            />
        }
    });
    view! {
        <Meter
            label=words::heads_name(kind)
            value=turnout.heads
            total=size.heads
            threshold=line(participation.and_then(|p| p.heads))
            text=heads
        />
        {area_meter}
    }
}

/// The share as the meter draws it.
pub(super) fn line(share: Option<Share>) -> Option<(u64, u64)> {
    share.map(|share| (share.of.into(), share.parts.into()))
}

fn told(figures: String, missing: Option<String>, counts: bool) -> String {
    match (missing, counts) {
        (Some(missing), _) => t().council.with_missing(figures, missing),
        (None, true) => t().council.with_enough(figures),
        (None, false) => figures,
    }
}
