//! The form for a voting rule of the community's own: in plain words, and read back in plain words.

use crate::view::prelude::*;
use yishi_domain::council::{
    Approval, Base, DefineRule, ElectorateKind, Options, Participation, Rule,
};
use yishi_domain::{Command, Date};

use super::super::rule_words;
use super::day;
use super::share::{ShareField, ShareForm};
use crate::form::{Ask, Refused};
use crate::navigation;
use crate::part::Part;
use crate::route::Route;
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{
    Actions, Button, Choice, ChoiceGroup, Field, Look, Page, Section, Select, Tone, toast,
};

const MORE: &str = "more";
const PARTICIPANTS: &str = "participants";
const ELECTORATE: &str = "electorate";

/// What the fields hold; copies are the same.
#[derive(Clone, Copy)]
struct Form {
    name: RwSignal<String>,
    since: RwSignal<String>,
    source: RwSignal<String>,
    notice_days: RwSignal<String>,
    part_heads: ShareForm,
    part_area: ShareForm,
    part_strict: RwSignal<Option<String>>,
    base: RwSignal<Option<String>>,
    heads: ShareForm,
    area: ShareForm,
    strict: RwSignal<Option<String>>,
}

fn strictly(strict: bool) -> Option<String> {
    Some(if strict { MORE } else { "least" }.to_owned())
}

impl Form {
    fn new(today: Date) -> Self {
        Self {
            name: RwSignal::new(String::new()),
            since: RwSignal::new(today.to_string()),
            source: RwSignal::new(String::new()),
            notice_days: RwSignal::new("0".to_owned()),
            part_heads: ShareForm::new(None),
            part_area: ShareForm::new(None),
            part_strict: RwSignal::new(strictly(false)),
            base: RwSignal::new(Some(PARTICIPANTS.to_owned())),
            heads: ShareForm::new(Some((1, 2))),
            area: ShareForm::new(None),
            strict: RwSignal::new(strictly(true)),
        }
    }

    /// Begins with what a rule says.
    fn hold(self, rule: &Rule) {
        self.name.set(rule.name.clone());
        self.source.set(rule.source.clone());
        self.notice_days.set(rule.notice_days.to_string());
        let part = rule.participation;
        self.part_heads.hold(part.and_then(|part| part.heads));
        self.part_area.hold(part.and_then(|part| part.area));
        self.part_strict
            .set(strictly(part.is_some_and(|part| part.strict)));
        let base = match rule.approval.base {
            Base::Participants => PARTICIPANTS,
            Base::Electorate => ELECTORATE,
        };
        self.base.set(Some(base.to_owned()));
        self.heads.hold(rule.approval.heads);
        self.area.hold(rule.approval.area);
        self.strict.set(strictly(rule.approval.strict));
    }

    /// What is filled in. Reactive.
    ///
    /// # Errors
    /// The field at fault, and what is wrong with it.
    fn read(self) -> Result<DefineRule, (&'static str, String)> {
        let texts = t().vote;
        let share = |share: ShareForm, field: &'static str| {
            share
                .read()
                .map_err(|()| (field, texts.share_wrong().to_owned()))
        };
        let is = |value: RwSignal<Option<String>>, wanted: &str| {
            value.with(|value| value.as_deref() == Some(wanted))
        };
        let since = self.since.get().parse::<Date>();
        let since = since.map_err(|_| ("since", texts.since_missing().to_owned()))?;
        let notice_days = self.notice_days.get().trim().parse::<u16>();
        let notice_days = notice_days.ok().filter(|days| *days <= 365);
        let participation = Participation {
            heads: share(self.part_heads, "participation")?,
            area: share(self.part_area, "participation")?,
            strict: is(self.part_strict, MORE),
        };
        let some = participation.heads.is_some() || participation.area.is_some();
        Ok(DefineRule {
            name: self.name.get(),
            since,
            source: self.source.get(),
            notice_days: notice_days.ok_or(("days", texts.notice_wrong().to_owned()))?,
            participation: some.then_some(participation),
            approval: Approval {
                base: match is(self.base, ELECTORATE) {
                    true => Base::Electorate,
                    false => Base::Participants,
                },
                heads: share(self.heads, "approval")?,
                area: share(self.area, "approval")?,
                strict: is(self.strict, MORE),
            },
        })
    }

    /// The rule in plain words, as far as it is filled in. Reactive.
    fn told(self) -> Option<String> {
        let DefineRule {
            name,
            since,
            source,
            notice_days,
            participation,
            approval,
        } = self.read().ok()?;
        let rule = Rule {
            name,
            version: 1,
            since: since.to_string(),
            source,
            notice_days,
            participation,
            approval,
        };
        let kind = match rule.counts_area() {
            true => ElectorateKind::Households,
            false => ElectorateKind::Adults,
        };
        let options = match rule.sets_a_share() {
            true => Options::Approval,
            false => Options::Choose {
                most: 1,
                of: Vec::new(),
            },
        };
        Some(rule_words::explained(&rule, kind, &options))
    }
}

/// The page.
#[component]
pub(crate) fn NewRulePage() -> View {
    let session = session();
    let texts = t().vote;
    let ask = Ask::new(session);
    let today = session.view().with_untracked(|state| state.today(now()));
    let form = Form::new(today);
    // The newest version of each own rule: another version begins with what it says.
    let own = session.part(|state| {
        let rules = state.council.rules.values();
        let newest = rules.filter_map(|versions| versions.last().cloned());
        newest.collect::<Vec<Rule>>()
    });
    let of = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        let Some(name) = of.get() else { return };
        let rule = own.with(|own| own.iter().find(|rule| rule.name == name).cloned());
        if let Some(rule) = rule {
            form.hold(&rule);
        }
    });
    let known = Part::new(move || {
        let name = form.name.get();
        own.with(|own| {
            let rule = own.iter().find(|rule| rule.name == name.trim())?;
            Some((rule.version + 1, day(&rule.since)))
        })
    });
    let send = move || {
        ask.clear();
        match untrack(|| form.read()) {
            Err((field, text)) => ask.refuse(field, text),
            Ok(rule) => ask.send(vec![Command::DefineRule(rule)], || {
                toast::say(Tone::Ok, t().vote.rule_defined());
                navigation::replace(&Route::Rules);
            }),
        }
    };
    let strict = || {
        vec![
            Choice::new("least", t().vote.strict_no()),
            Choice::new(MORE, t().vote.strict_yes()),
        ]
    };
    let bases = vec![
        Choice::new(PARTICIPANTS, texts.of_participants()).hint(texts.of_participants_hint()),
        Choice::new(ELECTORATE, texts.of_electorate()).hint(texts.of_electorate_hint()),
    ];
    let versions = move || {
        own.with(|own| !own.is_empty()).then(|| {
            let choices = own
                .get()
                .into_iter()
                .map(|rule| Choice::new(rule.name.clone(), rule.name));
            let choices: Vec<Choice> = choices.collect();
            view! { <Select label=texts.rule_of() choices value=of none=texts.rule_of_none() /> }
        })
    };
    let told = move || match form.told() {
        Some(told) => told,
        None => texts.rule_unfinished().to_owned(),
    };
    view! {
        <Page title=texts.rule_new() back=Route::Rules>
            <div class="form">
                {versions}
                <Field label=texts.rule_name() hint=texts.rule_name_hint() value=form.name most=40 error=ask.error_of("name") />
                {move || known.get().map(|(version, since)| view! { <p class="hint">{texts.rule_next(version, since)}</p> })}
                <Field label=texts.rule_source() hint=texts.rule_source_hint() value=form.source most=100 error=ask.error_of("source") />
                <Field label=texts.rule_since() value=form.since kind="date" error=ask.error_of("since") />
                <Field label=texts.rule_notice() hint=texts.rule_notice_hint() value=form.notice_days kind="number" error=ask.error_of("days") />
                <Section title=texts.part_participation()>
                    <ShareField label=texts.share_heads() value=form.part_heads none=texts.share_any() />
                    <ShareField label=texts.share_area() value=form.part_area none=texts.share_any() />
                    <ChoiceGroup label=texts.strict() choices=strict() value=form.part_strict error=ask.error_of("participation") />
                </Section>
                <Section title=texts.part_approval()>
                    <ChoiceGroup label=texts.approval_of() choices=bases value=form.base />
                    <ShareField label=texts.share_heads() value=form.heads none=texts.share_most_votes() />
                    <ShareField label=texts.share_area() value=form.area none=texts.share_not_counted() />
                    <ChoiceGroup label=texts.strict() choices=strict() value=form.strict error=ask.error_of("approval") />
                </Section>
                <div class="means" role="status">
                    <small>{texts.rule_reads()}</small>
                    <p>{told}</p>
                </div>
            </div>
            <Actions>
                <Refused error=ask.error() />
                <Button label=texts.rule_save() look=Look::Main busy=ask.busy() on_press=send />
            </Actions>
        </Page>
    }
}
