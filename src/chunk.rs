//! Code that arrives when it is first wanted: what a member needs, and the screens of each capability.
//!
//! The released app is one program in several files (docs/decisions/0040). The file that a first visit waits for
//! holds the shell and the welcome; the others are fetched by name and share its memory. Which functions stand in
//! which file follows from who calls them: what only [`council::screen`] reaches is in the council's file, and so on.
//! Development builds are one file, and nothing is ever missing.

mod entry;

use std::cell::{Cell, RefCell};

use crate::view::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::member::Member;
use crate::route::{Capability, Route};
use crate::text::t;
use crate::ui::{Button, Empty, Look, Page};

/// Draws the screens of a capability.
pub(crate) type Screens = fn(&Route) -> View;

/// What arrives together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Chunk {
    /// The council's screens.
    Council,
    /// The volunteer board's screens.
    Volunteer,
    /// The patrol's screens.
    Patrol,
}

/// The chunk could not be had: there is no network, or the page's version is no longer there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Missing;

const ALL: [Chunk; 3] = [Chunk::Council, Chunk::Volunteer, Chunk::Patrol];

thread_local! {
    static ARRIVED: RefCell<[Option<Screens>; ALL.len()]> = const { RefCell::new([None; ALL.len()]) };
    static MEMBER: Cell<Option<Member>> = const { Cell::new(None) };
}

/// What a member needs, as soon as it is here.
///
/// # Errors
/// [`Missing`]; asking again tries again.
pub(crate) async fn member() -> Result<Member, Missing> {
    if let Some(member) = MEMBER.get() {
        return Ok(member);
    }
    let member = entry::member().await?;
    MEMBER.set(Some(member));
    Ok(member)
}

/// What a member needs, where a member is at the phone already.
pub(crate) fn member_here() -> Option<Member> {
    MEMBER.get()
}

/// Fetches the screens of all capabilities before anybody asks for them: the next one may be opened without a network,
/// in browsers that have no service worker too.
pub(crate) async fn fetch_all() {
    for chunk in ALL {
        let _ = chunk.screens().await;
    }
}

impl Chunk {
    /// Where a screen stands; nothing for those that no capability has.
    pub(crate) fn of(route: &Route) -> Option<Self> {
        Some(match route.capability()? {
            Capability::Council => Self::Council,
            Capability::Volunteer => Self::Volunteer,
            Capability::Patrol => Self::Patrol,
        })
    }

    async fn screens(self) -> Result<Screens, Missing> {
        if let Some(screens) = self.arrived() {
            return Ok(screens);
        }
        let screens = match self {
            Self::Council => entry::council().await?,
            Self::Volunteer => entry::volunteer().await?,
            Self::Patrol => entry::patrol().await?,
        };
        ARRIVED.with_borrow_mut(|arrived| arrived[self as usize] = Some(screens));
        Ok(screens)
    }

    fn arrived(self) -> Option<Screens> {
        ARRIVED.with_borrow(|arrived| arrived[self as usize])
    }
}

/// A screen of a chunk: at once if its code is here, otherwise when it has come.
pub(crate) fn screen(chunk: Chunk, route: &Route) -> View {
    if let Some(screens) = chunk.arrived() {
        return screens(route);
    }
    let outcome = RwSignal::new(None::<Result<Screens, Missing>>);
    let fetch = move || {
        outcome.set(None);
        spawn_local(async move {
            let fetched = chunk.screens().await;
            // Another screen may have been opened meanwhile.
            let _ = outcome.try_set(Some(fetched));
        });
    };
    fetch();
    let route = route.clone();
    let drawn = move || match outcome.get() {
        Some(Ok(screens)) => screens(&route),
        Some(Err(Missing)) => view! { <NotHere on_again=fetch /> },
        None => view! { <Coming /> },
    };
    drawn.into_view()
}

/// Stands where a screen will be in a moment.
#[component]
fn Coming() -> View {
    view! {
        <div class="page" aria-busy="true">
            <div class="head"><h1></h1></div>
            <div class="card ghost"></div>
            <div class="card ghost"></div>
        </div>
    }
}

/// The code of a screen cannot be had now.
#[component]
fn NotHere(#[prop(into)] on_again: crate::ui::Action) -> View {
    let texts = t().app;
    let reopen = || drop(window().location().reload());
    view! {
        <Page title=texts.screen_away()>
            <Empty title=texts.screen_missing() text=texts.screen_missing_text() icon="bad">
                <Button label=texts.try_again() on_press=move || leptos::callback::Callable::run(&on_again, ()) look=Look::Main />
                <Button label=texts.reopen() on_press=reopen />
            </Empty>
        </Page>
    }
}
