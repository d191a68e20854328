//! The shell: community and sync state, the screen, the tabs, the notices.

use std::panic;

use crate::view::prelude::*;
use leptos::ev;
use wasm_bindgen::{JsCast, JsValue};

use wasm_bindgen_futures::spawn_local;

use crate::link::{Config, config};
use crate::part::Part;
use crate::route::Route;
use crate::session::Stage;
use crate::text::t;
use crate::ui::{Icon, SyncLine, SyncState, Tab, TabBar, Toasts, Tone, toast};
use crate::{chunk, navigation, prefs, view, welcome};

/// What the shell shows of the rest of the app; whoever knows better sets it. Found by `use_context`.
#[derive(Debug, Clone, Copy)]
pub struct Shell {
    /// The community's name
    pub community: RwSignal<String>,
    /// How this phone stands with the endpoint
    pub sync: RwSignal<SyncState>,
    /// The tabs of this person's roles
    pub tabs: RwSignal<Vec<Tab>>,
    /// Who is at this phone
    pub stage: RwSignal<Stage>,
    /// Whether a new version waits for consent
    update: RwSignal<bool>,
}

impl Shell {
    fn new() -> Self {
        Self {
            community: RwSignal::new(name_in_page()),
            sync: RwSignal::new(SyncState::Starting),
            tabs: RwSignal::new(vec![Tab::Home, Tab::Council, Tab::Volunteer, Tab::Me]),
            stage: RwSignal::new(Stage::Starting),
            update: RwSignal::new(yishi_update().is_some()),
        }
    }

    /// The community's name is known better now.
    pub fn call_community(self, name: String) {
        if !name.is_empty() {
            self.community.set(name);
        }
    }
}

/// Puts the app in the place of the static shell.
pub fn start() {
    panic::set_hook(Box::new(|info| {
        web_sys::console::error_1(&JsValue::from_str(&info.to_string()));
        call("yishiStop", Some("crash"));
    }));
    let Some(place) = document().get_element_by_id("app") else {
        return call("yishiStop", Some("load"));
    };
    // The static shell stays until it is known who is at the phone: the first thing drawn is real content.
    spawn_local(async move {
        let shell = Shell::new();
        begin(shell).await;
        view::mount(&place, move || view! { <App shell /> });
    });
}

/// Finds out who is at this phone. Where the page knows that nobody has joined, the welcome waits for nothing more.
async fn begin(shell: Shell) {
    if config::nobody_has_joined().await {
        let welcome = match config::read().await {
            Some(Config { endpoint: None, .. }) => None,
            Some(config) => Some(config),
            None => Some(Config::unknown()),
        };
        if let Some(config) = welcome {
            return shell.stage.set(Stage::Welcome(config));
        }
    }
    match chunk::member().await {
        Ok(member) => (member.start)(shell).await,
        // Nothing of the app is here but this: the page says so.
        Err(chunk::Missing) => call("yishiStop", Some("load")),
    }
}

#[component]
fn App(shell: Shell) -> View {
    provide_context(shell);
    if let Some(place) = document().get_element_by_id("app") {
        place.set_inner_html("");
    }
    navigation::follow_address();
    window_event_listener(
        ev::Custom::<web_sys::Event>::new("yishi-update"),
        move |_| shell.update.set(true),
    );
    // It may have been offered while the database was read.
    shell.update.set(yishi_update().is_some());
    announce_offline(shell);
    Effect::new(move |_| match shell.stage.get() {
        Stage::Ready(session) => {
            if let Some(member) = chunk::member_here() {
                (member.attend)(shell, session);
            }
        }
        Stage::Welcome(config) => shell.call_community(config.name),
        _ => {}
    });
    // Texts are read when a page is built, so another language builds it anew.
    move || {
        prefs::language_followed();
        view! { <Frame shell /> }
    }
}

#[component]
fn Frame(shell: Shell) -> View {
    view! {
        <div class="shell" class:bare=|| matches!(navigation::route(), Route::Hall(_))>
            <header class="top">
                <span class="community">
                    <Icon name="mark" />
                    {move || shell.community.get()}
                </span>
                {move || match shell.stage.get() {
                    Stage::Ready(session) => {
                        let photos = Signal::derive(move || session.unsent_photos());
                        view! { <SyncLine state=shell.sync photos /> }
                    }
                    _ => View::Nothing,
                }}
            </header>
            <main>
                {move || {
                    let route = navigation::route();
                    view! {
                        <UpdateLine shell />
                        {move || staged(shell.stage.get(), route.clone())}
                    }
                }}
            </main>
            <TabBar tabs=shell.tabs />
            <Toasts />
        </div>
    }
}

/// The screen for whoever is at the phone.
fn staged(stage: Stage, route: Route) -> View {
    match (stage, route) {
        (Stage::Welcome(config), Route::Join(code)) => {
            view! { <welcome::Welcome config code /> }
        }
        (Stage::Welcome(config), _) => {
            view! { <welcome::Welcome config code=String::new() /> }
        }
        (Stage::Ready(session), route) => {
            chunk::member_here().map_or(View::Nothing, |member| (member.screen)(session, &route))
        }
        (Stage::Broken(code), _) => {
            chunk::member_here().map_or(View::Nothing, |member| (member.broken)(code))
        }
        (Stage::Starting, _) => View::Nothing,
    }
}

/// Offers a new version. It looks once, when a screen is opened, so that nothing moves under the finger.
#[component]
fn UpdateLine(shell: Shell) -> View {
    shell.update.get_untracked().then(|| {
        view! {
            <div class="notice">
                <p>{t().app.update_ready()} " · " {t().app.update_keeps()}</p>
                <button type="button" on:click=|_| call("yishiUpdate", None)>
                    {t().app.update_now()}
                </button>
            </div>
        }
    })
}

/// Says once, when the network goes, that all goes on; and takes it back when the network is there.
fn announce_offline(shell: Shell) {
    let offline = Part::new(move || matches!(shell.sync.get(), SyncState::Offline { .. }));
    Effect::new(
        move |shown: Option<Option<u32>>| match (offline.get(), shown.flatten()) {
            (true, None) => Some(toast::say(Tone::Info, t().app.offline_banner())),
            (false, Some(id)) => {
                toast::withdraw(id);
                None
            }
            (_, shown) => shown,
        },
    );
}

/// The name that the endpoint or the build wrote into the page.
fn name_in_page() -> String {
    document()
        .query_selector("#app [data-community]")
        .ok()
        .flatten()
        .and_then(|element| element.text_content())
        .unwrap_or_default()
}

/// A function that the inline script of `index.html` left on the window.
fn page_function(name: &str) -> Option<js_sys::Function> {
    js_sys::Reflect::get(&window(), &JsValue::from_str(name))
        .ok()?
        .dyn_into()
        .ok()
}

fn yishi_update() -> Option<js_sys::Function> {
    page_function("yishiUpdate")
}

fn call(name: &str, argument: Option<&str>) {
    if let Some(function) = page_function(name) {
        let argument = argument.map_or(JsValue::UNDEFINED, JsValue::from_str);
        let _ = function.call1(&JsValue::UNDEFINED, &argument);
    }
}
