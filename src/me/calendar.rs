//! The secret link by which my own calendar program reads my shifts.

use crate::view::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yishi_domain::Command;
use yishi_domain::roster::SetCalendarLink;
use yishi_sync::wire::digest;

use crate::form::{Ask, Refused};
use crate::part::Part;
use crate::session::{new_token, session};
use crate::text::t;
use crate::ui::{Badge, Button, Card, ConfirmSheet, Icon, Look, Section, Tone, toast};

/// Name of the note that keeps the secret: the endpoint and the log know its digest only.
const NOTE: &str = "calendar";

/// What this phone knows of the link.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Link {
    /// There is none
    None,
    /// There is one, with this address
    Here(String),
    /// There is one that another device has drawn
    Elsewhere,
}

/// The section of the page 我的.
#[component]
pub(super) fn Calendar() -> View {
    let session = session();
    let texts = t().me;
    if session.demo().is_some() {
        return view! {
            <Section title=texts.calendar()>
                <Card><p class="meta">{texts.calendar_demo()}</p></Card>
            </Section>
        };
    }
    let me = session.me();
    let ask = Ask::new(session);
    let secret = RwSignal::new(String::new());
    spawn_local(async move {
        if let Some(known) = session.note(NOTE).await {
            let _ = secret.try_set(known);
        }
    });
    let set = session.part(move |state| state.roster.calendar_link(me));
    let link = Part::new(move || match set.get() {
        None => Link::None,
        Some(wanted) => secret.with(|secret| match digest(secret.as_bytes()) == wanted {
            true => Link::Here(address(
                &session.identity().endpoint.unwrap_or_default(),
                secret,
            )),
            false => Link::Elsewhere,
        }),
    });
    let waiting = session.is_waiting(uuid::Uuid::nil());

    let draw = move || {
        let drawn = new_token();
        if drawn.is_empty() {
            return;
        }
        spawn_local(async move {
            // The secret first: a link that nobody knows would be of no use.
            if let Err(error) = session.keep_note(NOTE, &drawn).await {
                toast::say(Tone::Bad, crate::session::code_text(error.code()));
                return;
            }
            let wanted = digest(drawn.as_bytes());
            let _ = secret.try_set(drawn);
            let link = SetCalendarLink { link: Some(wanted) };
            ask.send(vec![Command::SetCalendarLink(link)], || {});
        });
    };
    let revoke = move || {
        let none = SetCalendarLink { link: None };
        ask.send(vec![Command::SetCalendarLink(none)], move || {
            spawn_local(async move { drop(session.keep_note(NOTE, "").await) });
        });
    };
    let renewing = RwSignal::new(false);
    let revoking = RwSignal::new(false);
    let change = move || {
        view! {
            <div class="row">
                <Button label=texts.calendar_renew() busy=ask.busy() on_press=move || renewing.set(true) />
                <Button label=texts.calendar_revoke() busy=ask.busy() on_press=move || revoking.set(true) />
            </div>
        }
    };
    let body = move || match link.get() {
        Link::None => view! {
            <p class="meta">{texts.calendar_text()}</p>
            <Button label=texts.calendar_create() busy=ask.busy() on_press=draw />
        },
        Link::Elsewhere => view! {
            <p>{texts.calendar_elsewhere()}</p>
            {change()}
        },
        Link::Here(address) => view! {
            <Known address waiting />
            {change()}
        },
    };
    view! {
        <Section title=texts.calendar()>
            <Card>
                {body}
                <Refused error=ask.error() />
            </Card>
        </Section>
        <ConfirmSheet
            open=renewing
            title=texts.calendar_renew_question()
            text=texts.calendar_renew_text()
            confirm=texts.calendar_renew()
            on_confirm=draw
        />
        <ConfirmSheet
            open=revoking
            title=texts.calendar_revoke_question()
            text=texts.calendar_revoke_text()
            confirm=texts.calendar_revoke()
            on_confirm=revoke
            look=Look::Danger
        />
    }
}

/// The link, ways to use it, and how.
#[component]
fn Known(address: String, waiting: Part<bool>) -> View {
    let texts = t().me;
    let webcal = match address.split_once("://") {
        Some((_, rest)) => format!("webcal://{rest}"),
        None => address.clone(),
    };
    let shown = address.clone();
    let copied = StoredValue::new(address);
    let copy = move || {
        let address = copied.get_value();
        spawn_local(async move {
            match copy(&address).await {
                Some(()) => toast::say(Tone::Ok, t().me.calendar_copied()),
                None => toast::say(Tone::Warn, t().me.calendar_copy_failed()),
            };
        });
    };
    let pending = move || {
        waiting.get().then(|| {
            view! {
                <div class="meta"><Badge text=t().app.pending() /></div>
                <p class="meta">{texts.calendar_waits()}</p>
            }
        })
    };
    let steps = [
        texts.calendar_how_iphone(),
        texts.calendar_how_android(),
        texts.calendar_how_computer(),
    ];
    let steps = steps.map(|step| view! { <li>{step}</li> });
    view! {
        {pending}
        <h3>{texts.calendar_link()}</h3>
        <p class="secret">{shown}</p>
        <p class="meta">{texts.calendar_secret()}</p>
        <Button label=texts.calendar_copy() look=Look::Main on_press=copy />
        <a class="button" href=webcal><Icon name="add" /><span>{texts.calendar_open()}</span></a>
        <details class="figures">
            <summary>{texts.calendar_how()}</summary>
            <ul class="steps">{steps}</ul>
        </details>
    }
}

/// Where the endpoint serves the calendar with that secret; an endpoint without an address is where the page is from.
fn address(endpoint: &str, secret: &str) -> String {
    let base = match endpoint.trim_end_matches('/') {
        "" => {
            let page = window().location().href().unwrap_or_default();
            let page = page.split(['#', '?']).next().unwrap_or_default();
            page.rsplit_once('/')
                .map_or(page, |(folder, _)| folder)
                .to_owned()
        }
        base => base.to_owned(),
    };
    format!("{base}/v1/calendar/{secret}.ics")
}

/// Puts a text where it can be pasted from; nothing where the browser does not let us.
async fn copy(text: &str) -> Option<()> {
    let get =
        |object: &JsValue, name: &str| js_sys::Reflect::get(object, &JsValue::from_str(name)).ok();
    let clipboard = get(&window().navigator(), "clipboard").filter(JsValue::is_object)?;
    let write: js_sys::Function = get(&clipboard, "writeText")?.dyn_into().ok()?;
    let written = write.call1(&clipboard, &JsValue::from_str(text)).ok()?;
    let written: js_sys::Promise = written.dyn_into().ok()?;
    JsFuture::from(written).await.ok().map(drop)
}
