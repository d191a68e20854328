//! Who I am here, what is on this phone, and how it looks.

mod calendar;

use crate::view::prelude::*;
use wasm_bindgen_futures::spawn_local;
use yishi_domain::roster::{RemoveDevice, Role};
use yishi_domain::{Command, DeviceId};

use crate::app::Shell;
use crate::demo::{Demo, Person};
use crate::navigation;
use crate::route::Route;
use crate::session::{Space, ask_to_keep, session};
use crate::text::t;
use crate::ui::{
    Badge, Button, Card, ConfirmSheet, Fact, Facts, Look, Page, Preferences, Section, SyncState,
    Tone, number, time, toast,
};

/// The page.
#[component]
pub(crate) fn Me() -> View {
    let session = session();
    let shell = expect_context::<Shell>();
    let revoked = move || shell.sync.get() == SyncState::Revoked;
    view! {
        <Page title=t().me.title()>
            {move || revoked().then(|| view! { <Card bad=true><p>{t().me.revoked()}</p></Card> })}
            <Person />
            {session.demo().map(|demo| view! { <Roles demo /> })}
            <Preferences />
            <OnThisPhone />
            <calendar::Calendar />
            <Devices />
            <Card to=Route::Ledger>
                <h3>{t().me.ledger()}</h3>
                <p class="meta">{t().me.ledger_text()}</p>
            </Card>
            <p class="meta">{t().me.about_text(env!("CARGO_PKG_VERSION"))}</p>
        </Page>
    }
}

/// The name of a role.
pub(crate) fn role_name(role: Role) -> &'static str {
    let texts = t().roster;
    match role {
        Role::Resident => texts.resident(),
        Role::Representative => texts.representative(),
        Role::Merchant => texts.merchant(),
        Role::GridWorker => texts.grid_worker(),
        Role::PropertyWorker => texts.property_worker(),
        Role::LinkMember => texts.link_member(),
        Role::Volunteer => texts.volunteer(),
        Role::Committee => texts.committee(),
    }
}

#[component]
fn Person() -> View {
    let session = session();
    let me = session.me();
    let member = session.part(move |state| state.roster.members.get(&me).cloned());
    let home = session.part(move |state| {
        let home = state.roster.members.get(&me)?.household?;
        state.roster.households.get(&home).cloned()
    });
    let name = move || {
        member
            .get()
            .map_or_else(|| session.identity().name, |m| m.name.clone())
    };
    let roles = move || {
        let roles = member
            .get()
            .map(|m| m.roles.iter().copied().collect::<Vec<_>>())
            .unwrap_or_default();
        roles
            .into_iter()
            .map(|role| view! { <Badge text=role_name(role) tone=Tone::Plain /> })
            .collect_view()
    };
    let place = move || match home.get() {
        Some(home) => {
            let area = home.area.map(|area| t().me.area(number::area(area)));
            [Some(home.label()), area]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" · ")
        }
        None => t().me.no_home().to_owned(),
    };
    view! {
        <Card>
            <h3>{name}</h3>
            <div class="meta">{roles}</div>
            <p class="meta">{place}</p>
        </Card>
    }
}

/// In the demonstration: the community as others see it.
#[component]
fn Roles(demo: Demo) -> View {
    let me = session().me();
    let people = demo.people();
    let demo = StoredValue::new_local(demo);
    let go = move |member| {
        let demo = demo.get_value();
        spawn_local(async move {
            match demo.choose(member).await {
                Ok(()) => navigation::begin_anew(),
                Err(refusal) => {
                    toast::say(Tone::Bad, refusal.text());
                }
            }
        });
    };
    let buttons = people
        .into_iter()
        .map(move |Person { member, name, role }| {
            let label = format!("{} · {name}", role_name(role));
            let look = if member == me {
                Look::Main
            } else {
                Look::default()
            };
            view! { <Button label on_press=move || go(member) look /> }
        });
    view! {
        <Section title=t().me.demo()>
            <Card>
                <p class="meta">{t().me.demo_text()}</p>
                {buttons.collect_view()}
            </Card>
        </Section>
    }
}

#[component]
fn OnThisPhone() -> View {
    let session = session();
    let used = RwSignal::new(None::<u64>);
    let kept = RwSignal::new(None::<bool>);
    spawn_local(async move {
        let _ = used.try_set(Space::look().await.used);
        let _ = kept.try_set(ask_to_keep().await);
    });
    let facts = Signal::derive(move || {
        let texts = t().me;
        let unsent = match (session.unsent(), session.unsent_photos()) {
            (0, 0) => texts.unsent_none().to_owned(),
            (0, photos) => texts.unsent_photos(photos),
            (n, 0) => texts.unsent_some(n),
            (n, photos) => format!("{}\n{}", texts.unsent_some(n), texts.unsent_photos(photos)),
        };
        let mut facts = vec![Fact::new(texts.unsent(), unsent)];
        let space = used
            .get()
            .map(|bytes| format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10));
        facts.extend(space.map(|space| Fact::new(texts.storage(), space)));
        let kept = kept.get().map(|kept| match kept {
            true => texts.kept_yes(),
            false => texts.kept_no(),
        });
        facts.extend(kept.map(|kept| Fact::new(texts.kept(), kept)));
        facts
    });
    let sync = move || session.rounds().wake(session);
    view! {
        <Section title=t().me.on_this_phone()>
            <Card>
                <Facts items=facts />
                <Button label=t().me.sync_now() on_press=sync />
            </Card>
        </Section>
    }
}

#[component]
fn Devices() -> View {
    let session = session();
    let me = session.me();
    let devices = session.part(move |state| {
        let mine = state
            .roster
            .devices
            .iter()
            .filter(|(_, device)| device.member == me);
        mine.map(|(id, device)| (*id, device.clone()))
            .collect::<Vec<_>>()
    });
    let asked = RwSignal::new(None::<DeviceId>);
    let open = RwSignal::new(false);
    let remove = move || {
        let Some(device) = asked.get_untracked() else {
            return;
        };
        spawn_local(async move {
            if let Err(refusal) = session
                .submit(Command::RemoveDevice(RemoveDevice { device }))
                .await
            {
                toast::say(Tone::Bad, refusal.text());
            }
        });
    };
    let rows = move || {
        let rows = devices.get().into_iter().map(|(id, device)| {
            let ask = move || {
                asked.set(Some(id));
                open.set(true);
            };
            view! {
                <Card>
                    <h3>{device.name.clone()}</h3>
                    <p class="meta">{t().me.this_joined(time::day_near(device.joined_at.0))}</p>
                    <Button label=t().me.remove_device() on_press=ask />
                </Card>
            }
        });
        rows.collect_view()
    };
    view! {
        {move || {
            (!devices.with(Vec::is_empty))
                .then(|| view! { <Section title=t().me.devices()>{rows}</Section> })
        }}
        <ConfirmSheet
            open
            title=t().me.remove_title()
            text=t().me.remove_text()
            confirm=t().me.remove_device()
            on_confirm=remove
            look=Look::Danger
        />
    }
}
