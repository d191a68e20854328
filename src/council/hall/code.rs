//! The code of this minute, to be typed or scanned: on the phones of staff only, who have the key.

use std::sync::Arc;

use crate::view::prelude::*;
use yishi_domain::council::Meeting;
use yishi_domain::{Code, MeetingId};

use crate::navigation::address;
use crate::part::Part;
use crate::route::Route;
use crate::text::t;
use crate::tick;
use crate::ui::Qr;

#[component]
pub(super) fn CodeAside(id: MeetingId, meeting: Part<Option<Arc<Meeting>>>) -> View {
    let clock = tick::each_second();
    let code = Part::new(move || {
        let now = clock.get();
        meeting.with(|meeting| {
            let meeting = meeting.as_ref().filter(|m| m.takes_codes(now))?;
            meeting.code(now)
        })
    });
    let shown = move |code: Code| {
        let (first, second) = code.digits.split_at(code.digits.len() / 2);
        let (first, second) = (first.to_owned(), second.to_owned());
        let spoken: String = code.digits.chars().flat_map(|digit| [digit, ' ']).collect();
        let to = address(&Route::Attend(id.0, code.long));
        view! {
            <aside>
                <Qr text=to label=t().meeting.hall_scan() />
                <p class="code" role="img" aria-label=spoken><span>{first}</span> <span>{second}</span></p>
                <p>{t().meeting.hall_code()}</p>
            </aside>
        }
    };
    move || code.get().map(shown)
}
