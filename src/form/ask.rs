//! Asking for something from a form: busy while it is stored, and the reason in place if it is refused.

use crate::view::prelude::*;
use wasm_bindgen_futures::spawn_local;
use yishi_domain::Command;

use crate::session::{Refusal, Session};
use crate::ui::{Icon, LINGERING, bring_into_sight};

/// What is wrong, which on a long form may stand far from the button that was pressed.
const REFUSED: [&str; 2] = [
    "dialog[open] [role=alert] .error",
    "main [role=alert] .error",
];

/// What one form or button asks for; copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Ask {
    session: Session,
    sending: StoredValue<bool>,
    busy: RwSignal<bool>,
    refusal: RwSignal<Option<(Option<String>, String)>>,
}

impl Ask {
    pub(crate) fn new(session: Session) -> Self {
        Self {
            session,
            sending: StoredValue::new(false),
            busy: RwSignal::new(false),
            refusal: RwSignal::new(None),
        }
    }

    /// Asks for these one after the other, until one is refused; then goes on if none was.
    pub(crate) fn send(self, commands: Vec<Command>, then: impl FnOnce() + 'static) {
        if self.sending.get_value() {
            return;
        }
        self.sending.set_value(true);
        if self.refusal.with_untracked(Option::is_some) {
            self.refusal.set(None);
        }
        let show = move || {
            if self.sending.try_get_value() == Some(true) {
                let _ = self.busy.try_set(true);
            }
        };
        set_timeout(show, LINGERING);
        let session = self.session;
        spawn_local(async move {
            let mut outcome = Ok(());
            for command in commands {
                outcome = session.submit(command).await;
                if outcome.is_err() {
                    break;
                }
            }
            // The page may have been left meanwhile.
            let _ = self.sending.try_set_value(false);
            if self.busy.try_get_untracked() == Some(true) {
                let _ = self.busy.try_set(false);
            }
            match outcome {
                Ok(()) => then(),
                Err(refusal) => {
                    let said = Some((field(&refusal), refusal.text()));
                    // The page may have been left meanwhile.
                    if self.refusal.try_set(said).is_none() {
                        bring_into_sight(&REFUSED);
                    }
                }
            }
        });
    }

    /// Says that a field is not right yet.
    pub(crate) fn refuse(self, field: &str, text: impl Into<String>) {
        self.refusal
            .set(Some((Some(field.to_owned()), text.into())));
        bring_into_sight(&REFUSED);
    }

    /// Nothing is wrong any more.
    pub(crate) fn clear(self) {
        self.refusal.set(None);
    }

    /// Whether the last request is still being stored.
    pub(crate) fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// What is wrong with the field that the rules call by that name.
    pub(crate) fn error_of(self, name: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.refusal.with(|refusal| match refusal {
                Some((Some(field), text)) if field == name => Some(text.clone()),
                _ => None,
            })
        })
    }

    /// What is wrong otherwise.
    pub(crate) fn error(self) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.refusal.with(|refusal| match refusal {
                Some((None, text)) => Some(text.clone()),
                _ => None,
            })
        })
    }
}

/// The field that a rule finds fault with, where it is one.
fn field(refusal: &Refusal) -> Option<String> {
    let Refusal::Rule(notice) = refusal else {
        return None;
    };
    match notice.code.as_str() {
        "text_empty" | "text_too_long" => notice.detail.get("field")?.as_str().map(str::to_owned),
        "bad_period" | "in_the_past" => Some("time".into()),
        _ => None,
    }
}

/// Why something was refused; read out when it appears.
#[component]
pub(crate) fn Refused(
    /// The reason
    error: Signal<Option<String>>,
) -> View {
    view! {
        <div role="alert">
            {move || error.get().map(|error| view! { <p class="error"><Icon name="bad" />{error}</p> })}
        </div>
    }
}
