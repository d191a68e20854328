//! What the line says of the rounds. Most of what is tapped is confirmed within a moment, and a line that changed and
//! changed back would only flicker, and be read out twice.

use gloo::timers::callback::Timeout;
use leptos::prelude::{GetUntracked, Set};

use super::transport::Transport;
use crate::session::{Session, now};
use crate::ui::{LINGERING, SyncState};

/// Whether everything is said to be sent and received.
pub(super) fn is_synced(session: Session) -> bool {
    matches!(
        session.sync_state().get_untracked(),
        SyncState::Synced { .. }
    )
}

/// Something is being sent: said if it takes longer than a moment. Dropping what is returned keeps it from being said.
pub(super) fn sending(session: Session) -> Option<Timeout> {
    match session.sync_state().get_untracked() {
        // While the network is gone each try would make the line flicker.
        SyncState::Offline { .. } => None,
        SyncState::Busy { .. } => {
            busy(session);
            None
        }
        _ => {
            let moment = u32::try_from(LINGERING.as_millis()).unwrap_or_default();
            Some(Timeout::new(moment, move || busy(session)))
        }
    }
}

/// The endpoint answers, but what waits has to wait on.
pub(super) fn unsettled(session: Session) {
    if is_synced(session) && session.first_unsent().is_some() {
        busy(session);
    }
}

/// Nothing is left to ask or to send.
pub(super) fn settled(session: Session) {
    session.sync_state().set(match session.transport() {
        _ if session.is_outdated() => SyncState::TooOld,
        Transport::Http(_) => SyncState::Synced { at: now().0 },
        Transport::Demo(_) => SyncState::Alone,
    });
}

/// The endpoint cannot be reached.
pub(super) fn offline(session: Session) {
    session.sync_state().set(SyncState::Offline {
        waiting: session.unsent_now(),
    });
}

fn busy(session: Session) {
    let state = session.sync_state();
    // The session may be over.
    if state.try_get_untracked().is_some() {
        state.set(SyncState::Busy {
            waiting: session.unsent_now(),
        });
    }
}
