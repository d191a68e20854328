//! What the committee enters into the ballot book: for somebody at the desk, from paper, by hands in a meeting.

mod assisted;
mod batch;
mod entered;
mod gather;
mod hands;
mod numbers;
mod paper;
mod search;
mod sheet_photos;
mod voter_field;

pub(crate) use assisted::DeskPage;
pub(crate) use hands::HandsPage;
pub(crate) use paper::PaperPage;
pub(crate) use sheet_photos::PaperPhotos;

use crate::view::prelude::*;
use yishi_domain::MotionId;
use yishi_domain::council::{Motion, MotionState};
use yishi_domain::roster::Role;

use super::vote_words;
use crate::part::Part;
use crate::route::Route;
use crate::session::{Session, session};
use crate::text::t;
use crate::ui::{Badge, ButtonLink, Empty, Page, Tone, time};

/// The vote that is entered into, while it runs and whoever is here may enter anything.
fn running(session: Session, id: MotionId) -> Part<Option<std::sync::Arc<Motion>>> {
    let me = session.me();
    session.part(move |state| {
        let motion = state.council.motions.get(&id)?;
        let open = matches!(motion.state, MotionState::Open { .. });
        let staff = state.roster.has_role(me, Role::Committee);
        (open && staff).then(|| motion.clone())
    })
}

/// A page of the desk: what is voted on, then what is entered; or that nothing is.
#[component]
fn DeskFrame(
    /// Which vote
    id: MotionId,
    /// What is entered here
    #[prop(into)]
    title: String,
    children: ChildrenFn,
) -> View {
    let session = session();
    let motion = running(session, id);
    let is_running = Part::new(move || motion.with(Option::is_some));
    let heading = move || {
        let motion = motion.get()?;
        let about = session
            .view()
            .with_untracked(|state| vote_words::title(state, &motion));
        let sealed = motion
            .sealed
            .then(|| view! { <Badge text=t().vote.sealed() tone=Tone::Info /> });
        Some(view! {
            <div class="meta">
                <Badge text=time::until(motion.closes_at.0) tone=Tone::Warn /> {sealed} <span>{about}</span>
            </div>
            <p class="asked">{motion.question.clone()}</p>
        })
    };
    let children = StoredValue::new_local(children);
    view! {
        <Page title back=Route::Motion(id.0)>
            {heading}
            <Show
                when=move || is_running.get()
                fallback=move || {
                    view! {
                        <Empty title=t().vote.not_running() text=t().vote.not_running_text() icon="vote">
                            <ButtonLink label=t().app.see_matter() to=Route::Motion(id.0) />
                        </Empty>
                    }
                }
            >
                {move || children.with_value(|children| children())}
            </Show>
        </Page>
    }
}
