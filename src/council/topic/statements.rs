//! What was said on a topic, in order, and saying something: for oneself, or, for staff, what somebody else has said.

use std::sync::Arc;

use crate::view::prelude::*;
use yishi_domain::council::{CorrectStatement, MakeStatement, Statement, StatementBy};
use yishi_domain::roster::Role;
use yishi_domain::volunteer::Person;
use yishi_domain::{Command, MemberId, StatementId, TopicId};

use crate::form::{Ask, PersonField, Refused};
use crate::me::role_name;
use crate::session::{new_id, session};
use crate::text::t;
use crate::ui::{
    Badge, Button, Choice, ChoiceGroup, Empty, Field, List, Look, Section, Sheet, TextArea, When,
};

/// The section.
#[component]
pub(super) fn Statements(
    /// Of which topic
    id: TopicId,
) -> View {
    let session = session();
    let staff = session.has_role(Role::Committee);
    let said = session.part(move |state| {
        let topic = state.council.topics.get(&id);
        topic.map(|t| t.statements.clone()).unwrap_or_default()
    });
    let open = session.part(move |state| {
        let topic = state.council.topics.get(&id);
        topic.is_some_and(|topic| state.council.takes_statements(topic, staff.get()))
    });
    let speaking = RwSignal::new(false);
    let row = move |statement| view! { <Said topic=id statement /> };
    let any = move || said.with(|said| !said.is_empty());
    view! {
        <Show when=move || any() || open.get()>
            <Section title=t().matter.statements_title()>
                <Show when=any fallback=|| view! { <Empty title=t().matter.no_statements() text=t().matter.no_statements_text() icon="council" /> }>
                    <List
                        items=said
                        key=version
                        row=row
                        first=30
                    />
                </Show>
                <Show when=move || open.get()>
                    <Button label=t().matter.speak() icon="add" on_press=move || speaking.set(true) />
                </Show>
            </Section>
            <Speak id open=speaking />
        </Show>
    }
}

/// A statement and its words.
fn version(statement: &Arc<Statement>) -> (StatementId, String) {
    (statement.id, statement.text.clone())
}

/// One statement.
#[component]
fn Said(topic: TopicId, statement: Arc<Statement>) -> View {
    let session = session();
    let me = session.me();
    let own = Arc::clone(&statement);
    let may = session.part(move |state| {
        let topic = state.council.topics.get(&topic);
        own.may_be_corrected_by(state, me)
            && topic.is_some_and(|topic| state.council.takes_statements(topic, true))
    });
    let correcting = RwSignal::new(false);
    let role = statement.speaker.role.map_or(t().matter.guest(), role_name);
    let corrected = statement
        .corrected
        .then(|| view! { <span>{t().matter.corrected()}</span> });
    let (id, text) = (statement.id, statement.text.clone());
    view! {
        <div class="card statement">
            <p class="meta">
                <strong>{statement.speaker.name.clone()}</strong> <Badge text=role />
                <When at=statement.at.0 /> {corrected}
            </p>
            <p>{statement.text.clone()}</p>
            <Show when=move || may.get()>
                <Button label=t().matter.correct() look=Look::Quiet on_press=move || correcting.set(true) />
            </Show>
        </div>
        <Correct topic id text open=correcting />
    }
}

#[component]
fn Correct(topic: TopicId, id: StatementId, text: String, open: RwSignal<bool>) -> View {
    let ask = Ask::new(session());
    let text = RwSignal::new(text);
    let send = move || {
        let correct = CorrectStatement {
            statement: id,
            topic,
            text: text.get_untracked(),
        };
        ask.send(vec![Command::CorrectStatement(correct)], move || {
            let _ = open.try_set(false);
        });
    };
    view! {
        <Sheet open title=t().matter.correct()>
            <TextArea label=t().matter.statement() hint=t().matter.correct_hint() value=text most=500 error=ask.error_of("text") />
            <Refused error=ask.error() />
            <Button label=t().matter.correct() look=Look::Main busy=ask.busy() on_press=send />
        </Sheet>
    }
}

/// The sheet for a new statement. It stays open for staff, who write down one after the other.
#[component]
fn Speak(id: TopicId, open: RwSignal<bool>) -> View {
    let session = session();
    let me = session.me();
    let staff = session.has_role(Role::Committee);
    let ask = Ask::new(session);
    let text = RwSignal::new(String::new());
    let whose = RwSignal::new(Some("own".to_owned()));
    let person = RwSignal::new(None::<Person>);
    let guest = RwSignal::new(String::new());
    let role = RwSignal::new(None::<String>);
    let speaks = move |kind: &str| whose.with(|whose| whose.as_deref() == Some(kind));
    // As what somebody speaks is asked of those who are several things.
    let roles = session.part(move |state| {
        let member = match speaks("member") {
            true => person.with(|person| person.as_ref().map(|p| p.member)),
            false => Some(me).filter(|_| speaks("own")),
        };
        member.map(|member| hats(state, member)).unwrap_or_default()
    });
    let send = move || {
        let role = role.get_untracked();
        let role = roles
            .get_untracked()
            .into_iter()
            .find(|hat| role.as_deref() == Some(role_key(*hat)));
        let by_member = |member| StatementBy::Member { member, role };
        let speaker = match whose.get_untracked().as_deref() {
            Some("guest") => Some(StatementBy::Guest(guest.get_untracked())),
            Some("member") => person.get_untracked().map(|p| by_member(p.member)),
            _ => Some(by_member(me)),
        };
        let Some(speaker) = speaker else {
            return ask.refuse("speaker", t().matter.speaker_missing());
        };
        let make = MakeStatement {
            statement: StatementId(new_id()),
            topic: id,
            speaker,
            text: text.get_untracked(),
        };
        ask.send(vec![Command::MakeStatement(make)], move || {
            let _ = text.try_set(String::new());
            let _ = person.try_set(None);
            let _ = open.try_set(false);
        });
    };
    let texts = t().matter;
    let whom = move || {
        let choices = vec![
            Choice::new("own", texts.speaker_me()),
            Choice::new("member", texts.speaker_member()),
            Choice::new("guest", texts.speaker_guest()),
        ];
        view! { <ChoiceGroup label=texts.who_speaks() choices value=whose /> }
    };
    let as_what = move || {
        let roles = roles.get();
        (roles.len() > 1).then(|| {
            let choices = roles
                .into_iter()
                .map(|role| Choice::new(role_key(role), role_name(role)));
            view! {
                <div class="chips">
                    <ChoiceGroup label=texts.speak_as() choices=choices.collect() value=role />
                </div>
            }
        })
    };
    view! {
        <Sheet open title=texts.speak()>
            <Show when=move || staff.get()>
                {whom}
                <Show when=move || speaks("member")>
                    <PersonField label=texts.speaker_member() value=person error=ask.error_of("speaker") />
                </Show>
                <Show when=move || speaks("guest")>
                    <Field label=texts.guest_name() hint=texts.guest_name_hint() value=guest most=40 error=ask.error_of("name") />
                </Show>
            </Show>
            {as_what}
            <TextArea
                label=texts.statement()
                hint=texts.statement_hint()
                value=text
                most=500
                error=ask.error_of("text")
            />
            <Refused error=ask.error() />
            <Button label=texts.speak_send() look=Look::Main busy=ask.busy() on_press=send />
        </Sheet>
    }
}

/// The roles in which a member may speak.
fn hats(state: &yishi_domain::State, member: MemberId) -> Vec<Role> {
    let known = state.roster.members.get(&member);
    let roles = known.map(|member| member.roles.iter().copied());
    roles.into_iter().flatten().collect()
}

fn role_key(role: Role) -> &'static str {
    match role {
        Role::Resident => "resident",
        Role::Representative => "representative",
        Role::Merchant => "merchant",
        Role::GridWorker => "grid_worker",
        Role::PropertyWorker => "property_worker",
        Role::LinkMember => "link_member",
        Role::Volunteer => "volunteer",
        Role::Committee => "committee",
    }
}
