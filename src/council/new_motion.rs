//! The form that puts a question to the vote.

mod electorate;

use crate::view::prelude::*;
use yishi_domain::council::{ElectorateKind, NoticeMotion, OpenMotion, Rule};
use yishi_domain::{Command, MotionId, TopicId, sort_by_key};

use super::words;
use crate::form::draft;
use crate::form::{Ask, Refused};
use crate::form::{Moment, MomentField};
use crate::navigation;
use crate::part::Part;
use crate::route::Route;
use crate::session::{new_id, now, session};
use crate::text::t;
use crate::ui::{Actions, Button, Choice, ChoiceGroup, ConfirmSheet, Look, Page, TextArea, time};
use electorate::{Chosen, ElectorateFields};

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
    let chosen = Chosen::new();
    let rule = RwSignal::new(None::<String>);
    let start = RwSignal::new(Some("now".to_owned()));
    let closes_at = Moment::in_days(now(), 7, 20, offset);
    let draft_name = format!("motion-{topic}");
    draft::keep(
        session,
        draft_name.clone(),
        move || question.get(),
        move |draft| question.set(draft.to_owned()),
    );

    let kind = Part::new(move || chosen.kind());
    // A rule that does not fit those who vote is never left chosen.
    Effect::new(move |_| {
        let fitting = fitting(kind.get());
        let fits = |name: &str| fitting.iter().any(|rule| rule.name == name);
        if !rule.with_untracked(|rule| rule.as_deref().is_some_and(fits)) {
            rule.set(fitting.first().map(|rule| rule.name.clone()));
        }
    });
    let opens_now = move || start.with(|start| start.as_deref() == Some("now"));
    let confirming = RwSignal::new(false);
    let check = move || {
        ask.clear();
        if question.with_untracked(|question| question.trim().is_empty()) {
            return ask.refuse("question", t().council.question_missing());
        }
        if let Err((field, text)) = untrack(|| chosen.checked(session)) {
            return ask.refuse(field, text);
        }
        match untrack(|| closes_at.at()) {
            None => ask.refuse("time", t().council.time_missing()),
            Some(at) if at <= now() => ask.refuse("time", t().council.closes_past()),
            Some(_) => confirming.set(true),
        }
    };
    // One form makes one motion, however often it is sent.
    let motion = MotionId(new_id());
    let send = move || {
        let (Ok(electorate), Some(closes_at), Some(rule)) = (
            untrack(|| chosen.checked(session)),
            untrack(|| closes_at.at()),
            rule.get_untracked(),
        ) else {
            return;
        };
        let question = question.get_untracked();
        let notice = NoticeMotion {
            motion,
            topic,
            question,
            electorate,
            rule,
            opens_at: None,
            closes_at,
        };
        let mut commands = vec![Command::NoticeMotion(notice)];
        if untrack(opens_now) {
            commands.push(Command::OpenMotion(OpenMotion { motion }));
        }
        let draft_name = draft_name.clone();
        ask.send(commands, move || {
            draft::forget(session, draft_name);
            navigation::replace(&Route::Motion(motion.0));
        });
    };
    let label = Signal::derive(move || {
        match opens_now() {
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
        let text = if opens_now() {
            t().council.start_now_text()
        } else {
            t().council.start_notice_text()
        };
        format!("{}\n{closes}\n{text}", chosen.told(session))
    });
    let rules = move || {
        let kind = kind.get();
        fitting(kind)
            .into_iter()
            .map(|rule| {
                let hint = format!(
                    "{}\n{}",
                    words::rule_explained(&rule, kind),
                    words::rule_source(&rule)
                );
                Choice::new(&rule.name, words::rule(&rule)).hint(hint)
            })
            .collect::<Vec<_>>()
    };
    let starts = vec![
        Choice::new("now", texts.start_now()).hint(texts.start_now_hint()),
        Choice::new("notice", texts.start_notice()).hint(texts.start_notice_hint()),
    ];
    view! {
        <Page title=texts.new_motion() back=Route::Topic(topic.0)>
            <div class="form">
                <TextArea
                    label=texts.question()
                    hint=texts.question_hint()
                    value=question
                    most=200
                    rows=3
                    error=ask.error_of("question")
                />
                <ElectorateFields chosen ask />
                {move || view! { <ChoiceGroup label=texts.rule() choices=rules() value=rule /> }}
                <MomentField label=texts.closes_day() value=closes_at error=ask.error_of("time") />
                <ChoiceGroup label=texts.start() choices=starts value=start />
            </div>
            <Actions>
                <Refused error=ask.error() />
                <Button label look=Look::Main busy=ask.busy() on_press=check />
            </Actions>
            <ConfirmSheet open=confirming title=texts.start_question() text=summary confirm=label on_confirm=send />
        </Page>
    }
}

/// The rules that such an electorate can vote by, the usual one first.
fn fitting(kind: ElectorateKind) -> Vec<Rule> {
    let usual = match kind {
        ElectorateKind::Households => "civil_code_278_ordinary",
        ElectorateKind::Representatives => "representatives_council",
        ElectorateKind::Adults | ElectorateKind::Merchants => "simple_majority",
    };
    let fits = |rule: &Rule| match rule.name.as_str() {
        "representatives_council" => kind == ElectorateKind::Representatives,
        _ => kind == ElectorateKind::Households || !rule.counts_area(),
    };
    let mut rules: Vec<Rule> = Rule::presets().into_iter().filter(fits).collect();
    sort_by_key(&mut rules, |rule| (rule.name != usual, !rule.counts_area()));
    rules
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test(unsupported = test)]
    fn rules_that_count_area_are_offered_to_homes_alone() {
        for kind in [
            ElectorateKind::Adults,
            ElectorateKind::Merchants,
            ElectorateKind::Representatives,
        ] {
            assert!(fitting(kind).iter().all(|rule| !rule.counts_area()));
        }
        assert_eq!(
            fitting(ElectorateKind::Households)[0].name,
            "civil_code_278_ordinary"
        );
        assert_eq!(
            fitting(ElectorateKind::Representatives)[0].name,
            "representatives_council"
        );
    }
}
