//! The form by which any member proposes a topic to the council.

use crate::view::prelude::*;
use serde::{Deserialize, Serialize};
use yishi_domain::council::{ProposeTopic, TopicSource};
use yishi_domain::{Command, TopicId};
use yishi_sync::wire::{from_json, to_json};

use crate::form::draft;
use crate::form::{Ask, Refused};
use crate::navigation;
use crate::route::{CouncilSection, Route};
use crate::session::{new_id, session};
use crate::text::t;
use crate::ui::{Actions, Button, Field, Look, Page, TextArea};

/// Name of the form's draft.
const DRAFT: &str = "topic-new";

#[derive(Serialize, Deserialize)]
struct Written {
    title: String,
    text: String,
}

/// The page.
#[component]
pub(crate) fn ProposeTopicPage() -> View {
    let session = session();
    let texts = t().matter;
    let ask = Ask::new(session);
    let (title, text) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let write = move || {
        let written = Written {
            title: title.get(),
            text: text.get(),
        };
        if written.title.trim().is_empty() && written.text.trim().is_empty() {
            String::new()
        } else {
            to_json(&written)
        }
    };
    draft::keep(session, DRAFT.into(), write, move |draft| {
        if let Ok(written) = from_json::<Written>(draft) {
            title.set(written.title);
            text.set(written.text);
        }
    });
    let send = move || {
        let topic = TopicId(new_id());
        let propose = ProposeTopic {
            topic,
            title: title.get_untracked(),
            text: text.get_untracked(),
            source: TopicSource::Member,
        };
        ask.send(vec![Command::ProposeTopic(propose)], move || {
            draft::forget(session, DRAFT.into());
            navigation::replace(&Route::Topic(topic.0));
        });
    };
    view! {
        <Page title=texts.propose() back=Route::Council(CouncilSection::Agenda)>
            <div class="form">
                <p class="hint">{texts.propose_text()}</p>
                <Field
                    label=t().council.topic_title()
                    hint=t().council.topic_title_hint()
                    value=title
                    most=60
                    error=ask.error_of("title")
                />
                <TextArea
                    label=texts.propose_why()
                    hint=texts.propose_why_hint()
                    value=text
                    most=500
                    error=ask.error_of("text")
                />
                <p class="hint">{t().council.draft_kept()}</p>
            </div>
            <Actions>
                <Refused error=ask.error() />
                <Button label=texts.propose_send() look=Look::Main busy=ask.busy() on_press=send />
            </Actions>
        </Page>
    }
}
