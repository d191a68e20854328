//! A vote on the wall: while it is open who took part, never how; then the result.

use crate::view::prelude::*;
use yishi_domain::MotionId;
use yishi_domain::council::{Motion, MotionState, Tally};

use super::super::words;
use crate::session::session;
use crate::text::t;
use crate::ui::{Meter, Seal, time};

#[component]
pub(super) fn VoteBoard(id: MotionId) -> View {
    let session = session();
    let motion = session.part(move |state| state.council.motions.get(&id).cloned());
    move || {
        let motion = motion.get()?;
        let below = match &motion.state {
            MotionState::Closed { tally, outcome, .. } => result(&motion, tally, outcome.passed),
            _ => running(&motion),
        };
        Some(view! {
            <p class="question">{motion.question.clone()}</p>
            {below}
        })
    }
}

fn running(motion: &Motion) -> View {
    let texts = t().meeting;
    let (cast, all) = (motion.turnout.heads, motion.size.heads);
    let until = time::until(motion.closes_at.0);
    view! {
        <Meter
            label=texts.voted()
            value=cast
            total=all.max(1)
            text=format!("{cast} / {all}")
        />
        <p class="quiet">{texts.voting_until(until)}</p>
    }
}

fn result(motion: &Motion, tally: &Tally, passed: bool) -> View {
    let all = tally.participants.heads;
    let texts = t().council;
    let options = [
        (texts.approve(), tally.approve.heads),
        (texts.reject(), tally.reject.heads),
        (texts.abstain(), tally.abstain.heads),
    ];
    let meters = options.into_iter().map(|(label, heads)| {
        view! {
            <Meter
                label=label.to_owned()
                value=heads
                total=all.max(1)
                text=words::heads(motion.electorate.kind, heads)
            />
        }
    });
    let meters = meters.collect_view();
    view! {
        <div class="outcome">
            <div>{meters}</div>
            <Seal passed />
        </div>
        <p class="quiet">{texts.took_part(words::heads(motion.electorate.kind, all))}</p>
    }
}
