//! The first minute: an invitation becomes a member's phone.

use crate::view::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::app::Shell;
use crate::chunk;
use crate::link::Config;
use crate::navigation;
use crate::route::Route;
use crate::session::{Session, Stage, code_text};
use crate::text::{error_text, t};
use crate::ui::{Actions, Button, ButtonLink, Card, Empty, Field, Look, Page, SyncState};

/// Nobody has joined with this phone yet.
#[component]
pub(crate) fn Welcome(
    /// Where the community's endpoint is
    config: Config,
    /// The code of the link that was opened; may be empty
    code: String,
) -> View {
    let texts = t().welcome;
    // What comes next is fetched while this is read.
    spawn_local(async {
        let _ = chunk::member().await;
    });
    let invited = !code.is_empty();
    let name = config.name.clone();
    let heading = if invited && !name.is_empty() {
        texts.join_as(&name)
    } else {
        texts.hello().to_owned()
    };
    view! {
        <Page title=texts.title()>
            <Card>
                <h3>{heading}</h3>
                <p class="meta">{if invited { texts.one_tap() } else { texts.hello_text() }}</p>
            </Card>
            <p class="hint">{texts.no_code()}</p>
            <JoinForm config code />
        </Page>
    }
}

/// Somebody who has joined opens another invitation.
#[component]
pub(crate) fn JoinAgain(session: Session, code: String) -> View {
    let texts = t().welcome;
    let identity = session.identity();
    let name = identity.name.clone();
    let stay = texts.again_stay(&name);
    let config = Config {
        endpoint: identity.endpoint,
        name: identity.community,
    };
    let shell = expect_context::<Shell>();
    let owner = name.clone();
    // Memos, so that a sync meanwhile does not draw the form anew under the finger.
    let unsent = Memo::new(move |_| session.unsent());
    let revoked = Memo::new(move |_| shell.sync.get() == SyncState::Revoked);
    let form = move || {
        let unsent = unsent.get();
        // A device that was signed out can send nothing any more: its own member may join again and go on.
        if unsent > 0 && !revoked.get() {
            return view! { <p class="meta" role="status">{texts.again_unsent(unsent)}</p> };
        }
        let warning = (unsent > 0).then(|| texts.again_revoked(unsent, &owner));
        view! {
            {warning.map(|text| view! { <p role="status">{text}</p> })}
            <JoinForm config=config.clone() code=code.clone() again=true />
        }
    };
    view! {
        <Page title=texts.again_title() back=Route::Home>
            <Card>
                <p>{texts.again_text(&name)}</p>
            </Card>
            {form}
            <ButtonLink label=stay to=Route::Home />
        </Page>
    }
}

/// The phone cannot be used as it is.
#[component]
pub(crate) fn Broken(
    /// Why: a stable code
    code: String,
) -> View {
    let texts = t().welcome;
    let reload = || {
        let _ = window().location().reload();
    };
    let cause = error_text(&code).map_or_else(|| code_text(&code), str::to_owned);
    view! {
        <Page title=texts.broken_title()>
            <Empty title=cause text=texts.code_shown(&code) icon="bad">
                <Button label=texts.broken_again() on_press=reload look=Look::Main />
            </Empty>
        </Page>
    }
}

#[component]
fn JoinForm(config: Config, code: String, #[prop(optional)] again: bool) -> View {
    let texts = t().welcome;
    let shell = expect_context::<Shell>();
    let invited = !code.is_empty();
    let code = RwSignal::new(code);
    let error = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let join = move || {
        let typed = code.get_untracked();
        if typed.trim().is_empty() {
            return error.set(Some(texts.code_missing().to_owned()));
        }
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        error.set(None);
        let config = config.clone();
        spawn_local(async move {
            let joined = match chunk::member().await {
                Ok(member) => (member.join)(shell, config, typed).await,
                Err(chunk::Missing) => Err(t().app.unreachable().to_owned()),
            };
            match joined {
                Ok(_) if again => return navigation::begin_anew(),
                Ok(session) => {
                    navigation::replace(&Route::Home);
                    shell.stage.set(Stage::Ready(session));
                }
                Err(reason) => error.set(Some(reason)),
            }
            busy.set(false);
        });
    };
    // A link carries its code: one tap is enough, and the field shows up only if that did not work.
    let asked = move || !invited || error.with(Option::is_some);
    let label = if again {
        texts.again_join()
    } else {
        texts.join()
    };
    view! {
        {move || {
            asked()
                .then(|| {
                    view! { <Field label=texts.code() value=code hint=texts.code_hint() error /> }
                })
        }}
        <Actions>
            <Button label on_press=join look=Look::Main busy />
        </Actions>
    }
}
