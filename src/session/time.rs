//! What time the endpoint says it is.

use wasm_bindgen_futures::spawn_local;
use yishi_domain::Timestamp;

use super::Session;
use crate::clock;

impl Session {
    /// The endpoint has said what time it is: that counts at once, and is noted when it is news.
    pub(super) fn hear_the_time(self, time: Timestamp) {
        let Some(behind) = clock::heard(time) else {
            return;
        };
        spawn_local(async move {
            if self
                .keep_note(clock::NOTE, &behind.to_string())
                .await
                .is_ok()
            {
                clock::noted(behind);
            }
        });
    }
}
