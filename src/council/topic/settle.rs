//! Settling a topic without a vote: the conclusion, putting it off, giving it up.

use crate::view::prelude::*;
use yishi_domain::council::{SettleTopic, TopicEnd};
use yishi_domain::{Command, TopicId};

use crate::form::{Ask, Refused};
use crate::session::session;
use crate::text::t;
use crate::ui::{Button, Look, Sheet, TextArea};

/// A button that opens the sheet for its words.
#[component]
pub(super) fn Settle(
    /// Which topic
    id: TopicId,
    /// How
    to: TopicEnd,
) -> View {
    let ask = Ask::new(session());
    let (open, text) = (RwSignal::new(false), RwSignal::new(String::new()));
    let texts = t().matter;
    let (title, label, hint) = match to {
        TopicEnd::Resolved => (texts.resolve(), texts.conclusion(), texts.conclusion_hint()),
        TopicEnd::Deferred => (texts.defer(), texts.reason(), texts.defer_hint()),
        TopicEnd::Withdrawn => (texts.withdraw(), texts.reason(), texts.withdraw_hint()),
    };
    let look = match to {
        TopicEnd::Withdrawn => Look::Danger,
        _ => Look::Plain,
    };
    let send = move || {
        let settle = SettleTopic {
            topic: id,
            to,
            text: text.get_untracked(),
        };
        ask.send(vec![Command::SettleTopic(settle)], move || {
            let _ = open.try_set(false);
        });
    };
    view! {
        <Button label=title look on_press=move || open.set(true) />
        <Sheet open title>
            <TextArea label hint value=text most=500 rows=3 error=ask.error_of("text") />
            <Refused error=ask.error() />
            <Button label=title look=Look::Main busy=ask.busy() on_press=send />
        </Sheet>
    }
}
