//! Two desks, one part: what the other one has written, and whose word stands.

use std::sync::Arc;

use crate::view::prelude::*;
use leptos::callback::{Callable, UnsyncCallback};
use yishi_domain::State;
use yishi_domain::council::{Version, Written};

use crate::part::Part;
use crate::session::session;
use crate::text::t;
use crate::ui::{Action, Badge, Button, Look, Tone, When};

/// Versions that were written at the same time: each can be taken into the field, to make one of them.
#[component]
pub(super) fn Beside(
    written: Arc<Written>,
    #[prop(into)] on_choose: UnsyncCallback<(String,)>,
) -> View {
    let texts = t().meeting;
    let all = std::iter::once(&written.now).chain(&written.beside);
    let versions = all.map(|version| {
        let text = version.text.clone();
        view! {
            <div class="version">
                {writer(version)}
                <p>{version.text.clone()}</p>
                <Button
                    label=texts.take_this()
                    on_press=move || on_choose.run((text.clone(),))
                />
            </div>
        }
    });
    let versions = versions.collect_view();
    view! {
        <div class="card bad" role="alert">
            <div class="meta"><Badge text=texts.two_versions() tone=Tone::Bad /></div>
            <p>{texts.two_versions_text()}</p>
            {versions}
        </div>
    }
}

/// Somebody else has kept this part while it was being written in here.
#[component]
pub(super) fn Overtaken(
    written: Part<Option<Arc<Written>>>,
    /// Takes theirs in place of what is written here
    #[prop(into)]
    on_take: Action,
    /// Keeps what is written here, with theirs looked at
    #[prop(into)]
    on_keep: Action,
) -> View {
    let texts = t().meeting;
    let theirs = move || {
        written.get().map(|written| {
            view! {
                <div class="version">
                    {writer(&written.now)}
                    <p>{written.now.text.clone()}</p>
                </div>
            }
        })
    };
    view! {
        <div class="card bad" role="alert">
            <div class="meta"><Badge text=texts.overtaken() tone=Tone::Warn /></div>
            <p>{texts.overtaken_text()}</p>
            {theirs}
            <Button label=texts.keep_mine() look=Look::Main on_press=move || on_keep.run(()) />
            <Button label=texts.take_theirs() on_press=move || on_take.run(()) />
        </div>
    }
}

/// Who wrote a version, and when.
fn writer(version: &Version) -> View {
    let session = session();
    let name = session.view().with_untracked(|state: &State| {
        let name = version.by.and_then(|by| state.roster.name(by));
        name.unwrap_or_default().to_owned()
    });
    view! { <p class="meta"><strong>{name}</strong> <When at=version.at.0 /></p> }
}
