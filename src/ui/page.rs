//! The frame inside the frame: title, way back, letter size, reading aloud.

use crate::view::prelude::*;

use super::{ButtonLink, Empty, Icon, Look, ReadAloud, speech};
use crate::route::Route;
use crate::text::t;
use crate::{navigation, prefs};

/// One screen. The focus goes to its title after navigation, so that a screen reader begins there.
#[component]
pub fn Page(
    /// What this screen is, in two to ten characters
    #[prop(into)]
    title: Signal<String>,
    /// Where the way back leads if there is no screen before this one; without it there is no way back
    #[prop(optional, into)]
    back: Option<Route>,
    /// Offers to read the screen aloud: on every matter
    #[prop(optional)]
    aloud: bool,
    /// The title may be a whole sentence, and takes lines of its own
    #[prop(optional)]
    long: bool,
    children: Children,
) -> View {
    let heading = NodeRef::<web_sys::HtmlElement>::new();
    heading.on_load(|heading| {
        if navigation::moved() {
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = heading.focus_with_options(&options);
        }
    });
    Effect::new(move |_| document().set_title(&title.get()));
    on_cleanup(speech::stop);
    let back = back.map(|to| {
        view! {
            <a
                class="back"
                href=to.href()
                aria-label=t().app.back()
                on:click=move |event| {
                    event.prevent_default();
                    navigation::back(&to);
                }
            >
                <Icon name="back" />
            </a>
        }
    });
    let elder_label = move || {
        if prefs::elder() {
            t().app.elder_off()
        } else {
            t().app.elder_on()
        }
    };
    let elder_long = move || {
        if prefs::elder() {
            t().app.elder_off_long()
        } else {
            t().app.elder_on_long()
        }
    };
    view! {
        <div class="page">
            <div class="head" class:long=long>
                {back}
                <h1 tabindex="-1" node_ref=heading>
                    {move || title.get()}
                </h1>
                {move || (aloud && !prefs::elder()).then(|| view! { <ReadAloud small=true /> })}
                <button
                    type="button"
                    class="pill"
                    title=elder_long
                    on:click=|_| prefs::set_elder(!prefs::elder())
                >
                    {elder_label}
                </button>
            </div>
            {move || (aloud && prefs::elder()).then(|| view! { <ReadAloud /> })}
            {children()}
        </div>
    }
}

/// An address that leads nowhere, with the way home.
#[component]
pub fn NotFound() -> View {
    view! {
        <Page title=t().app.not_found()>
            <Empty title=t().app.not_found() text=t().app.not_found_text()>
                <ButtonLink label=t().app.home() to=Route::Home look=Look::Main />
            </Empty>
        </Page>
    }
}
