//! The quiet line that says whether this phone and the community agree.

use crate::view::prelude::*;

use super::time;
use crate::text::t;

/// How this phone stands with the endpoint. Times are milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SyncState {
    /// Not known yet
    #[default]
    Starting,
    /// Everything sent and received
    Synced {
        /// When
        at: i64,
    },
    /// Sending or receiving
    Busy {
        /// Changes not confirmed yet
        waiting: usize,
    },
    /// No network, or the endpoint cannot be reached
    Offline {
        /// Changes not confirmed yet
        waiting: usize,
    },
    /// The demonstration: there is no endpoint
    Alone,
    /// The endpoint wants a newer app; work goes on, offline
    TooOld,
    /// This phone's access was taken back
    Revoked,
}

impl SyncState {
    /// Changes that the endpoint has not confirmed.
    pub fn waiting(self) -> usize {
        match self {
            Self::Busy { waiting } | Self::Offline { waiting } => waiting,
            _ => 0,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Starting | Self::Alone => "sync none",
            Self::Synced { .. } | Self::Busy { waiting: 0 } => "sync",
            Self::Busy { .. } | Self::Offline { .. } => "sync wait",
            Self::TooOld | Self::Revoked => "sync bad",
        }
    }

    fn text(self) -> String {
        let texts = t().app;
        match self {
            Self::Starting => texts.sync_starting().into(),
            Self::Synced { at } => texts.sync_done(time::clock(at)),
            Self::Busy { waiting: 0 } => texts.sync_busy().into(),
            Self::Busy { waiting } => texts.sync_waiting(waiting),
            Self::Offline { waiting: 0 } => texts.sync_offline().into(),
            Self::Offline { waiting } => texts.sync_offline_waiting(waiting),
            Self::Alone => texts.sync_alone().into(),
            Self::TooOld => texts.sync_too_old().into(),
            Self::Revoked => texts.sync_revoked().into(),
        }
    }
}

/// A dot whose shape changes with its colour, and the words. A live region: changes are read out politely.
#[component]
pub fn SyncLine(
    /// How things stand
    #[prop(into)]
    state: Signal<SyncState>,
    /// Photos that the endpoint does not have yet
    #[prop(into)]
    photos: Signal<usize>,
) -> View {
    let class = move || match state.get() {
        SyncState::Synced { .. } if photos.get() > 0 => "sync wait",
        state => state.class(),
    };
    let text = move || match (state.get(), photos.get()) {
        (state, 0) => state.text(),
        (SyncState::Synced { .. }, photos) => t().app.sync_photos(photos),
        (state, photos) => format!("{} · {}", state.text(), t().app.sync_photos(photos)),
    };
    view! {
        <p class=class role="status">
            {text}
        </p>
    }
}
