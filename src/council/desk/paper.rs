//! Ballots on paper: named sheets of an open vote; of a sealed one envelopes first, and the sheets out of them after.

use crate::view::prelude::*;
use yishi_domain::council::{Choice, EnterPaper, Gathering, Options, Sheet, Way};
use yishi_domain::{Command, MotionId};

use super::super::motion::Marks;
use super::batch::{Batch, Rows};
use super::entered::{Entered, NotCounted};
use super::gather::Gather;
use super::numbers::Numbers;
use super::search::{Candidate, candidates};
use super::sheet_photos::{PaperPhotos, kept};
use super::voter_field::{ChosenVoter, VoterField};
use super::{DeskFrame, running};
use crate::form::{Ask, Refused};
use crate::part::Part;
use crate::photo::PhotoPicker;
use crate::session::session;
use crate::text::t;
use crate::ui::{Button, Look, Section, Tone, number, toast};

/// The page.
#[component]
pub(crate) fn PaperPage(
    /// Which vote
    id: MotionId,
) -> View {
    let session = session();
    let motion = running(session, id);
    let sealed = Part::new(move || motion.with(|m| m.as_ref().is_some_and(|m| m.sealed)));
    view! {
        <DeskFrame id title=t().vote.paper()>
            {move || match sealed.get() {
                true => view! {
                    <p class="hint">{t().vote.envelopes_hint()}</p>
                    <Gather id by=Signal::derive(|| Some(Gathering::Envelopes)) />
                    <Numbers id way=Way::Paper />
                },
                false => view! { <Sheets id /> },
            }}
            <NotCounted id />
            <PaperPhotos id />
            <Entered id way=Way::Paper />
        </DeskFrame>
    }
}

/// Sheets with their voters' names: a room, a mark, the next one.
#[component]
fn Sheets(id: MotionId) -> View {
    let session = session();
    let texts = t().vote;
    let ask = Ask::new(session);
    let motion = running(session, id);
    let all = session.part(move |state| {
        let motion = state.council.motions.get(&id);
        motion
            .map(|motion| candidates(state, motion))
            .unwrap_or_default()
    });
    let options = Part::new(move || motion.with(|m| m.as_ref().map(|m| m.options.clone())));
    let chosen = RwSignal::new(None::<Candidate>);
    let batch = Batch::kept(session, format!("paper-{id}"));
    let mark = move |marks: Vec<Choice>| {
        if let Some(one) = chosen.get_untracked() {
            batch.add(&one, marks);
            chosen.set(None);
        }
    };
    let picked = kept(session, format!("paper-photos-{id}"));
    // A photo that was missing is there.
    Effect::new(move |_| {
        if !picked.names().is_empty() {
            ask.clear();
        }
    });
    let enter = move || {
        let rows = untrack(|| batch.all());
        let count = rows.len() as u64;
        let sheets = rows.into_iter().rev().map(|row| Sheet {
            voter: row.voter,
            choice: row.choice,
        });
        let enter = EnterPaper {
            motion: id,
            sheets: sheets.collect(),
            photos: untrack(|| picked.names()),
        };
        ask.send(vec![Command::EnterPaper(enter)], move || {
            batch.clear();
            picked.hold(Vec::new());
            toast::say(Tone::Ok, t().vote.sheets_sent(number::grouped(count)));
        });
    };
    let send = move || picked.when_ready(enter);
    let body = move || match chosen.get() {
        _ if batch.is_full() => view! { <p class="hint">{texts.batch_full()}</p> },
        None => view! { <VoterField all on_choose=move |one| chosen.set(Some(one)) /> },
        Some(one) => {
            let other_way = one.earlier.is_some_and(|way| way != Way::Paper);
            let marks = (!other_way).then(|| {
                let options = options.get().unwrap_or_default();
                view! { <Marks options on_mark=mark /> }
            });
            view! {
                <ChosenVoter one on_other=move || chosen.set(None) />
                {marks}
            }
        }
    };
    let empty = Signal::derive(move || batch.len() == 0);
    view! {
        <p class="hint">{texts.paper_hint()}</p>
        <Section title=texts.sheet_next()>{body}</Section>
        <Section title=texts.batch()>
            {move || view! { <Rows batch options=options.get().unwrap_or(Options::Approval) /> }}
            <Show when=move || !empty.get()>
                <PhotoPicker picked title=texts.paper_photos() hint=texts.paper_photos_hint() needed=true />
            </Show>
        </Section>
            <Refused error=ask.error() />
            <Button
                label=Signal::derive(move || texts.sheets_send(number::grouped(batch.len() as u64)))
                look=Look::Main
                busy=Signal::derive(move || ask.busy().get() || picked.waits())
                off=empty
                on_press=send
            />
    }
}
