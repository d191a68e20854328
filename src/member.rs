//! What a member's phone needs beyond the welcome, as one part of the code (`chunk.rs`): the session, and the screens
//! that belong to no capability.

use std::pin::Pin;
use std::time::Duration;

use wasm_bindgen_futures::spawn_local;

use crate::app::Shell;
use crate::chunk::{self, Chunk};
use crate::link::Config;
use crate::route::Route;
use crate::session::{self, Session};
use crate::ui::{NotFound, Tab};
use crate::view::prelude::*;
use crate::{home, me, patrol, prefs, volunteer, welcome};

/// Work that goes on in the page.
type Going<T> = Pin<Box<dyn Future<Output = T>>>;

/// The functions of this part.
#[derive(Clone, Copy)]
pub(crate) struct Member {
    /// Finds out who is at the phone.
    pub(crate) start: fn(Shell) -> Going<()>,
    /// Joins with an invitation, or says why not.
    pub(crate) join: fn(Shell, Config, String) -> Going<Result<Session, String>>,
    /// Keeps the shell to what the member's phone knows, for as long as the owner of the caller lives.
    pub(crate) attend: fn(Shell, Session),
    /// Draws a screen.
    pub(crate) screen: fn(Session, &Route) -> View,
    /// Says why the phone cannot be used.
    pub(crate) broken: fn(String) -> View,
}

/// This part's functions.
pub(crate) fn member() -> Member {
    Member {
        start: |shell| Box::pin(session::start(shell.stage, shell.sync)),
        join: |shell, config, code| {
            Box::pin(async move {
                let joined = session::join(config, &code, shell.sync).await;
                joined.map_err(|refusal| refusal.text())
            })
        },
        attend,
        screen,
        broken: |code| view! { <welcome::Broken code /> },
    }
}

/// When a page has stood so long, what else a member may open is fetched.
const SETTLED: Duration = Duration::from_secs(3);

/// Where `index.html` looks whether the member has the patrol's tab.
const PATROL_TAB: &str = "yishi.patrol";

fn attend(shell: Shell, session: Session) {
    let name = session.part(|state| state.community.name.clone());
    Effect::new(move |_| shell.call_community(name.get()));
    show_tabs(shell, session);
    volunteer::watch(session);
    patrol::look_ahead(session);
    home::watch(session);
    set_timeout(|| spawn_local(chunk::fetch_all()), SETTLED);
}

/// Shows the tabs that this member's roles use, and notes for the next start which `index.html` shall show.
fn show_tabs(shell: Shell, session: Session) {
    let me = session.me();
    let patrols = session.part(move |state| patrol::is_for(state, me));
    Effect::new(move |_| {
        let patrols = patrols.get();
        prefs::store(PATROL_TAB, if patrols { "1" } else { "0" });
        let mut tabs = vec![Tab::Home, Tab::Council, Tab::Volunteer, Tab::Me];
        if patrols {
            tabs.insert(2, Tab::Patrol);
        }
        if shell.tabs.with_untracked(|shown| *shown != tabs) {
            shell.tabs.set(tabs);
        }
    });
}

fn screen(session: Session, route: &Route) -> View {
    if let Route::Join(code) = route {
        return view! { <welcome::JoinAgain session code=code.clone() /> };
    }
    provide_context(session);
    match route {
        Route::Home => view! { <home::Home /> },
        Route::Me => view! { <me::Me /> },
        #[cfg(debug_assertions)]
        Route::Gallery => view! { <crate::ui::Gallery /> },
        Route::Join(_) | Route::NotFound => view! { <NotFound /> },
        other => match Chunk::of(other) {
            Some(chunk) => chunk::screen(chunk, other),
            None => view! { <NotFound /> },
        },
    }
}
