//! Notices that come up over the page, without moving what is under the finger.

use std::cell::Cell;
use std::time::Duration;

use crate::view::prelude::*;

use super::{Icon, Tone};
use crate::route::Route;
use crate::text::t;

/// How long a notice that needs nothing stays; what went wrong stays until it is closed.
const STAY: Duration = Duration::from_secs(12);

/// How many are shown at once, newest first; older ones come up again as these are closed.
const SHOWN: usize = 3;

#[derive(Clone, PartialEq, Eq)]
struct Toast {
    id: u32,
    tone: Tone,
    text: String,
    link: Option<(String, Route)>,
}

thread_local! {
    static TOASTS: ArcRwSignal<Vec<Toast>> = ArcRwSignal::new(Vec::new());
    static NEXT: Cell<u32> = const { Cell::new(0) };
}

fn all() -> ArcRwSignal<Vec<Toast>> {
    TOASTS.with(Clone::clone)
}

/// Says something, from anywhere, also outside a component. Returns its number for [`withdraw`].
pub fn say(tone: Tone, text: impl Into<String>) -> u32 {
    push(tone, text.into(), None)
}

/// Says something and offers the next step.
pub fn say_with(tone: Tone, text: impl Into<String>, label: impl Into<String>, to: Route) -> u32 {
    push(tone, text.into(), Some((label.into(), to)))
}

/// Takes back a notice that no longer holds.
pub fn withdraw(id: u32) {
    all().update(|toasts| toasts.retain(|toast| toast.id != id));
}

/// Takes back what was said in these words.
pub fn withdraw_said(text: &str) {
    all().update(|toasts| toasts.retain(|toast| toast.text != text));
}

fn push(tone: Tone, text: String, link: Option<(String, Route)>) -> u32 {
    let id = NEXT.get();
    NEXT.set(id.wrapping_add(1));
    let passing = |tone: Tone| matches!(tone, Tone::Ok | Tone::Plain | Tone::Info);
    all().update(|toasts| {
        toasts.retain(|toast| {
            // The same words twice say nothing new, and what is new of a matter takes the place of what was before.
            let outdated = passing(tone)
                && passing(toast.tone)
                && link.is_some()
                && to(&toast.link) == to(&link);
            toast.text != text && !outdated
        });
        toasts.push(Toast {
            id,
            tone,
            text,
            link,
        });
    });
    if passing(tone) {
        set_timeout(move || withdraw(id), STAY);
    }
    id
}

fn to(link: &Option<(String, Route)>) -> Option<&Route> {
    link.as_ref().map(|(_, to)| to)
}

/// Where the notices come up. Once, in the shell.
#[component]
pub fn Toasts() -> View {
    let toasts = all();
    let one = |toast: Toast| {
        let Toast {
            id,
            tone,
            text,
            link,
        } = toast;
        view! {
            <div class="toast" role=(tone == Tone::Bad).then_some("alert")>
                {tone.icon().map(|name| view! { <Icon name /> })}
                <p>
                    {text}
                    {link
                        .map(|(label, to)| {
                            view! {
                                " "
                                <a href=to.href() on:click=move |_| withdraw(id)>
                                    {label}
                                </a>
                            }
                        })}
                </p>
                <button type="button" aria-label=t().app.close() on:click=move |_| withdraw(id)>
                    <Icon name="close" />
                </button>
            </div>
        }
    };
    let newest =
        move || toasts.with(|toasts| toasts.iter().rev().take(SHOWN).cloned().collect::<Vec<_>>());
    view! {
        <div class="toasts" aria-live="polite">
            <For each=newest key=|toast| toast.id let:toast>
                {one(toast)}
            </For>
        </div>
    }
}
