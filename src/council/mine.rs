//! My opinions, and what became of each: its whole thread.

use crate::view::prelude::*;
use yishi_domain::OpinionId;

use super::mark::{Mark, Pending};
use super::thread::{Matter, told};
use crate::part::Part;
use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::ui::{Actions, ButtonLink, Card, Empty, List, Look, Page, Thread, number};

/// The page.
#[component]
pub(crate) fn MyOpinions() -> View {
    let session = session();
    let me = session.me();
    let own = session.part(move |state| {
        let own = state.own_matters(me).into_iter();
        own.map(|(id, _)| id).collect::<Vec<OpinionId>>()
    });
    view! {
        <Page title=t().matter.my_opinions() back=Route::Home aloud=true>
            <p class="hint">{t().matter.my_opinions_text()}</p>
            <List items=own key=|id: &OpinionId| *id row=|id| view! { <Own id /> } first=6 />
            <Show when=move || own.with(Vec::is_empty)>
                <Empty title=t().home.my_words_none() text=t().home.my_words_none_text() icon="council" />
            </Show>
            <Actions>
                <ButtonLink label=t().council.raise() to=Route::NewOpinion look=Look::Main icon="add" />
            </Actions>
        </Page>
    }
}

/// One of them, from the first word to what it waits for.
#[component]
fn Own(id: OpinionId) -> View {
    let session = session();
    let waiting = session.is_lingering(id.0);
    let known = session.part(move |state| {
        let opinion = state.council.opinions.get(&id)?;
        let mark = Mark::opinion(&state.council, opinion);
        Some((opinion.text.clone(), opinion.seconds, mark))
    });
    let steps = Part::new(move || {
        session
            .view()
            .with(|state| told(&state.council, Matter::Opinion(id)))
    });
    let head = move || {
        known.get().map(|(text, seconds, mark)| {
            let seconds = (seconds > 0).then(
                || view! { <span>{t().council.seconds(number::grouped(seconds.into()))}</span> },
            );
            view! {
                <div class="meta">{mark.badge()} <Pending waiting /> {seconds}</div>
                <h3 class="clamp"><a href=Route::Opinion(id.0).href()>{text}</a></h3>
            }
        })
    };
    view! {
        <Card>
            {head}
            <Thread steps />
        </Card>
    }
}
