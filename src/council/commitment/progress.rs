//! What was said on the way, the latest first.

use std::sync::Arc;

use crate::view::prelude::*;
use yishi_domain::CommitmentId;
use yishi_domain::council::Progress;

use super::super::words;
use crate::photo::Photos;
use crate::session::session;
use crate::text::t;
use crate::ui::{Badge, Card, Section, Tone, When};

#[component]
pub(super) fn Words(id: CommitmentId) -> View {
    let session = session();
    let said = session.part(move |state| {
        let commitment = state.council.commitments.get(&id);
        let said = commitment.map(|commitment| commitment.progress.clone());
        said.unwrap_or_default()
    });
    let word = |word: Arc<Progress>| {
        let done = word
            .done
            .then(|| view! { <Badge text=t().matter.said_done() tone=Tone::Info /> });
        let returned = word.returned.clone().map(|reason| {
            view! {
                <div class="said">
                    <p class="meta">{t().matter.said_not_done()}</p>
                    <p>{reason}</p>
                </div>
            }
        });
        view! {
            <Card>
                <div class="meta">
                    {done} <span>{words::speaker(&word.by)}</span> <When at=word.at.0 />
                </div>
                <p>{word.text.clone()}</p>
                <Photos photos=word.photos.clone() />
                {returned}
            </Card>
        }
    };
    view! {
        <Show when=move || said.with(|said| !said.is_empty())>
            <Section title=t().matter.progress()>
                {move || said.get().into_iter().rev().map(word).collect_view()}
            </Section>
        </Show>
    }
}
