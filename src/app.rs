//! The shell: community and sync state, the screen, the tabs, the notices.

use std::panic;

use crate::view::prelude::*;
use leptos::ev;
use wasm_bindgen::{JsCast, JsValue};

use wasm_bindgen_futures::spawn_local;

use crate::part::Part;
use crate::route::Route;
use crate::session::{self, Stage};
use crate::text::t;
use crate::ui::{Icon, NotFound, SyncLine, SyncState, Tab, TabBar, Toasts, Tone, toast};
use crate::{council, home, me, navigation, prefs, view, volunteer, welcome};

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
        session::start(shell.stage, shell.sync).await;
        view::mount(&place, move || view! { <App shell /> });
    });
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
    Effect::new(move |_| {
        let name = match shell.stage.get() {
            Stage::Ready(session) => session.part(|state| state.community.name.clone()).get(),
            Stage::Welcome(config) => config.name,
            _ => String::new(),
        };
        if !name.is_empty() {
            shell.community.set(name);
        }
    });
    Effect::new(move |_| {
        if let Stage::Ready(session) = shell.stage.get() {
            volunteer::watch(session);
        }
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
        <div class="shell">
            <header class="top">
                <span class="community">
                    <Icon name="mark" />
                    {move || shell.community.get()}
                </span>
                {move || {
                    matches!(shell.stage.get(), Stage::Ready(_))
                        .then(|| view! { <SyncLine state=shell.sync /> })
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
        (Stage::Ready(session), Route::Join(code)) => {
            view! { <welcome::JoinAgain session code /> }
        }
        (Stage::Ready(session), route) => {
            provide_context(session);
            screen(&route)
        }
        (Stage::Welcome(config), Route::Join(code)) => {
            view! { <welcome::Welcome config code /> }
        }
        (Stage::Welcome(config), _) => {
            view! { <welcome::Welcome config code=String::new() /> }
        }
        (Stage::Broken(code), _) => view! { <welcome::Broken code /> },
        (Stage::Starting, _) => View::Nothing,
    }
}

/// The screen of a route.
fn screen(route: &Route) -> View {
    match *route {
        Route::Home => view! { <home::Home /> },
        Route::Council(section) => view! { <council::CouncilPage section /> },
        Route::NewOpinion => view! { <council::NewOpinion /> },
        Route::Opinion(id) => view! { <council::OpinionPage id=id.into() /> },
        Route::Topic(id) => view! { <council::TopicPage id=id.into() /> },
        Route::NewMotion(topic) => view! { <council::NewMotion topic=topic.into() /> },
        Route::Motion(id) => view! { <council::MotionPage id=id.into() /> },
        Route::Ballots(motion) => {
            view! { <council::BallotsPage motion=motion.into() /> }
        }
        Route::Desk(motion) => view! { <council::DeskPage id=motion.into() /> },
        Route::Paper(motion) => view! { <council::PaperPage id=motion.into() /> },
        Route::Hands(motion) => view! { <council::HandsPage id=motion.into() /> },
        Route::Rules => view! { <council::RulesPage /> },
        Route::NewRule => view! { <council::NewRulePage /> },
        Route::Meeting(id) => view! { <council::MeetingPage id=id.into() /> },
        Route::PlanMeeting => view! { <council::PlanMeetings /> },
        Route::Ledger => view! { <council::Ledger /> },
        Route::Volunteer(section) => view! { <volunteer::VolunteerPage section /> },
        Route::Shift(id) => view! { <volunteer::ShiftPage id=id.into() /> },
        Route::LeadShift(id) => view! { <volunteer::LeadPage id=id.into() /> },
        Route::ChangeShift(id) => view! { <volunteer::ChangeShiftPage id=id.into() /> },
        Route::CancelShift(id) => view! { <volunteer::CancelShiftPage id=id.into() /> },
        Route::SignUpFor(id) => view! { <volunteer::SignUpForPage id=id.into() /> },
        Route::ReportShift(id) => view! { <volunteer::ReportPage id=id.into() /> },
        Route::CheckIn(id, ref code) => {
            view! { <volunteer::CheckInPage id=id.into() code=code.clone() /> }
        }
        Route::Activities => view! { <volunteer::Activities /> },
        Route::NewActivity => view! { <volunteer::NewActivity /> },
        Route::Activity(id) => view! { <volunteer::ActivityPage id=id.into() /> },
        Route::ChangeActivity(id) => view! { <volunteer::ChangeActivity id=id.into() /> },
        Route::Needs => view! { <volunteer::Needs /> },
        Route::NewNeed => view! { <volunteer::NewNeed /> },
        Route::Need(id) => view! { <volunteer::NeedPage id=id.into() /> },
        Route::Group(id) => view! { <volunteer::GroupPage id=id.into() /> },
        Route::NewGroup => view! { <volunteer::NewGroup /> },
        Route::EditGroup(id) => view! { <volunteer::EditGroup id=id.into() /> },
        Route::Hours => view! { <volunteer::HoursPage /> },
        Route::ClaimHours => view! { <volunteer::ClaimHoursPage /> },
        Route::SettleHours => view! { <volunteer::SettleHours /> },
        Route::Statistics => view! { <volunteer::StatisticsPage /> },
        Route::Certificate(year, member) => {
            view! { <volunteer::CertificatePage year member=member.map(Into::into) /> }
        }
        Route::Me => view! { <me::Me /> },
        #[cfg(debug_assertions)]
        Route::Gallery => view! { <crate::ui::Gallery /> },
        Route::Join(_) | Route::NotFound => view! { <NotFound /> },
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
