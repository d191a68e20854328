//! The form that puts a question to the vote.

mod electorate;
mod options;
mod rule;
mod start;

use crate::view::prelude::*;
use serde::{Deserialize, Serialize};
use yishi_domain::council::{NoticeMotion, OpenMotion, Options, Rule};
use yishi_domain::{Command, MotionId, TopicId};
use yishi_sync::wire::{from_json, to_json};

use super::vote_words;
use crate::form::draft;
use crate::form::{Ask, Refused};
use crate::form::{Moment, MomentField};
use crate::navigation;
use crate::part::Part;
use crate::route::Route;
use crate::session::{code_text, new_id, now, session};
use crate::text::t;
use crate::ui::{Actions, Button, Choice, ChoiceGroup, ConfirmSheet, Look, Page, TextArea, time};
use electorate::{Chosen, ElectorateFields};
use options::{Asked, OptionFields};
use rule::{Case, RuleField};
use start::{Start, StartFields};

/// What was begun, as a draft keeps it.
#[derive(PartialEq, Serialize, Deserialize)]
struct Written {
    question: String,
    kind: String,
    options: Vec<String>,
    most: u8,
    sealed: bool,
}

/// The page.
#[component]
pub(crate) fn NewMotion(
    /// The topic to decide
    topic: TopicId,
) -> View {
    let session = session();
    let texts = t().council;
    let ask = Ask::new(session);
    let (title, offset) = session.view().with_untracked(|state| {
        let topic = state.council.topics.get(&topic);
        (
            topic.map(|topic| topic.title.clone()).unwrap_or_default(),
            state.community.utc_offset_minutes,
        )
    });
    let question = RwSignal::new(texts.question_of(&title));
    let asked = Asked::new();
    let chosen = Chosen::new();
    let secrecy = RwSignal::new(Some("open".to_owned()));
    let sealed = move || secrecy.with(|secrecy| secrecy.as_deref() == Some("sealed"));
    let rule = RwSignal::new(None::<String>);
    let start = Start::new(offset);
    let closes_at = Moment::in_days(now(), 7, 20, offset);
    let draft_name = format!("motion-{topic}");
    let written = move || {
        let (kind, options, most) = asked.kept();
        Written {
            question: question.get(),
            kind,
            options,
            most,
            sealed: sealed(),
        }
    };
    let untouched = untrack(written);
    draft::keep(
        session,
        draft_name.clone(),
        move || match written() {
            written if written == untouched => String::new(),
            written => to_json(&written),
        },
        move |draft| {
            if let Ok(written) = from_json::<Written>(draft) {
                question.set(written.question);
                asked.bring_back(written.kind, &written.options, written.most);
                let kind = if written.sealed { "sealed" } else { "open" };
                secrecy.set(Some(kind.to_owned()));
            }
        },
    );
    // Another kind of question has another wording, as long as nobody has written one.
    Effect::new(move |before: Option<bool>| {
        let chooses = asked.chooses();
        let was = before.unwrap_or(false);
        let proposal = |chooses: bool| match chooses {
            true => title.clone(),
            false => t().council.question_of(&title),
        };
        if chooses != was && question.with_untracked(|question| *question == proposal(was)) {
            question.set(proposal(chooses));
        }
        chooses
    });

    let case = Part::new(move || Case {
        kind: chosen.kind(),
        options: asked.options(),
        sealed: sealed(),
    });
    let rule_now = Part::new(move || rule::chosen(session, rule.get().as_deref()));
    let notice_days =
        Signal::derive(move || rule_now.with(|rule| rule.as_ref().map_or(0, |r| r.notice_days)));
    let confirming = RwSignal::new(false);
    let checked = move || {
        if question.with_untracked(|question| question.trim().is_empty()) {
            return Err(("question", t().council.question_missing().to_owned()));
        }
        let options = asked.checked()?;
        let electorate = chosen.checked(session)?;
        let closes_at = match closes_at.at() {
            None => return Err(("time", t().council.time_missing().to_owned())),
            Some(at) if at <= now() => return Err(("time", t().council.closes_past().to_owned())),
            Some(at) => at,
        };
        let by_area = rule_now.with(|rule| rule.as_ref().is_some_and(Rule::counts_area));
        // It could be announced, but not begin; which homes they are stands below the field.
        if start.at_once() && by_area && chosen.lacks_areas(session) {
            return Err(("place", code_text("area_missing")));
        }
        let opens_at = start.checked(closes_at)?;
        Ok((options, electorate, opens_at, closes_at))
    };
    let check = move || {
        ask.clear();
        match untrack(checked) {
            Err((field, text)) => ask.refuse(field, text),
            Ok(_) => confirming.set(true),
        }
    };
    // One form makes one motion, however often it is sent.
    let motion = MotionId(new_id());
    let send = move || {
        let (Ok((options, electorate, opens_at, closes_at)), Some(rule)) =
            (untrack(checked), rule.get_untracked())
        else {
            return;
        };
        let notice = NoticeMotion {
            motion,
            topic,
            question: question.get_untracked(),
            options,
            electorate,
            rule,
            sealed: untrack(sealed),
            opens_at,
            closes_at,
        };
        let mut commands = vec![Command::NoticeMotion(notice)];
        if untrack(|| start.at_once()) {
            commands.push(Command::OpenMotion(OpenMotion { motion }));
        }
        let draft_name = draft_name.clone();
        ask.send(commands, move || {
            draft::forget(session, draft_name);
            navigation::replace(&Route::Motion(motion.0));
        });
    };
    let label = Signal::derive(move || {
        match start.at_once() {
            true => t().council.start_now_send(),
            false => t().council.start_notice_send(),
        }
        .to_owned()
    });
    let summary = Signal::derive(move || {
        let closes = closes_at
            .at()
            .map(|at| time::until(at.0))
            .unwrap_or_default();
        let options = asked.options();
        let names = match &options {
            Options::Approval => String::new(),
            Options::Choose { of, .. } => format!("{}\n", of.join(t().council.list_comma())),
        };
        format!(
            "{}\n{names}{} · {}\n{closes}\n{}",
            chosen.told(session),
            vote_words::options(&options),
            vote_words::secrecy(sealed()),
            start.told(),
        )
    });
    let secrecies = vec![
        Choice::new("open", t().vote.open()).hint(t().vote.open_hint()),
        Choice::new("sealed", t().vote.sealed()).hint(t().vote.sealed_hint_staff()),
    ];
    view! {
        <Page title=texts.new_motion() back=Route::Topic(topic.0)>
            <div class="form">
                <OptionFields asked ask />
                <TextArea
                    label=texts.question()
                    hint=texts.question_hint()
                    value=question
                    most=200
                    rows=3
                    error=ask.error_of("question")
                />
                <ElectorateFields chosen ask />
                <ChoiceGroup label=t().vote.secrecy() choices=secrecies value=secrecy />
                <RuleField case value=rule />
                <StartFields start ask notice_days />
                <MomentField label=texts.closes_day() value=closes_at error=ask.error_of("time") />
            </div>
            <Actions>
                <Refused error=ask.error() />
                <Button label look=Look::Main busy=ask.busy() on_press=check />
            </Actions>
            <ConfirmSheet open=confirming title=texts.start_question() text=summary confirm=label on_confirm=send />
        </Page>
    }
}
