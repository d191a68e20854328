//! What a round needs where there is no network: its photos are on the phone days before.
//!
//! Checklists, last answers and findings are events, which the phone has anyway.

use yishi_domain::Digest;

use super::words;
use crate::part::Part;
use crate::session::{Absent, Session};
use crate::ui::SyncState;
use crate::view::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// Days before a patrol from which on its photos are fetched.
const DAYS: i64 = 7;
/// Photos at most: a round's are some dozens.
const MOST: usize = 80;

/// Fetches what the member's next round needs, now and whenever that changes or the endpoint is reached again.
pub(crate) fn look_ahead(session: Session) {
    let me = session.me();
    let wanted = session.part(move |state| {
        let today = words::today(state);
        let next = state.patrol.next_round(state, me, today);
        let near =
            next.filter(|(id, patrol, _)| patrol.day.unwrap_or(*id) <= today.plus_days(DAYS));
        let photos = near.map(|(id, _, round)| state.patrol.photos_of_round(id, round));
        photos.unwrap_or_default()
    });
    let reached = Part::new(move || matches!(session.sync_state().get(), SyncState::Synced { .. }));
    let going = StoredValue::new(false);
    Effect::new(move |_| {
        let photos = wanted.get();
        if !reached.get() || photos.is_empty() || going.get_value() {
            return;
        }
        going.set_value(true);
        spawn_local(async move {
            fetch(session, photos).await;
            let _ = going.try_set_value(false);
        });
    });
}

async fn fetch(session: Session, photos: Vec<Digest>) {
    for photo in photos.into_iter().take(MOST) {
        // One that nobody has sent yet is asked for again when it is looked at.
        if session.photo(photo, true, || true).await == Err(Absent::Unreachable) {
            break;
        }
    }
}
