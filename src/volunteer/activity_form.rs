//! What a shift is like, to fill in: for a whole activity and for one shift alone.

mod roles;

use crate::view::prelude::*;
use yishi_domain::volunteer::{ActivityKind, Details, Person};

use super::words;
use crate::form::{Ask, PersonField};
use crate::part::Part;
use crate::text::t;
use crate::ui::{Choice, Field, Section, Select, TextArea};
use roles::{RoleFields, RoleForm};

/// Minutes before the start at which signing up may close.
const CUTOFFS: [u16; 8] = [0, 60, 120, 720, 1_440, 2_880, 4_320, 10_080];
/// Stands between the fields of a draft; nobody can type it.
const SEPARATOR: char = '\u{1f}';

/// What the fields hold; copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct DetailsForm {
    kind: RwSignal<Option<String>>,
    title: RwSignal<String>,
    text: RwSignal<String>,
    place: RwSignal<String>,
    starts: RwSignal<String>,
    ends: RwSignal<String>,
    roles: RwSignal<Vec<RoleForm>>,
    minimum: RwSignal<String>,
    cutoff: RwSignal<Option<String>>,
    lead: RwSignal<Option<Person>>,
}

impl DetailsForm {
    /// Holds what something is like now, or nothing much.
    pub(crate) fn new(details: Option<&Details>) -> Self {
        let known = |read: fn(&Details) -> String| details.map(read).unwrap_or_default();
        let starts = details.map_or(540, |details| details.starts);
        let lasts = details.map_or(120, |details| details.lasts);
        let roles = match details {
            Some(details) => details.roles.iter().map(RoleForm::of).collect(),
            None => vec![RoleForm::new(1, t().activity.role_usual(), 10)],
        };
        Self {
            kind: RwSignal::new(details.map(|details| index(details.kind).to_string())),
            title: RwSignal::new(known(|details| details.title.clone())),
            text: RwSignal::new(known(|details| details.text.clone())),
            place: RwSignal::new(known(|details| details.place.clone())),
            starts: RwSignal::new(clock(starts)),
            ends: RwSignal::new(clock((starts + lasts) % 1_440)),
            roles: RwSignal::new(roles),
            minimum: RwSignal::new(details.map_or(1, |details| details.minimum).to_string()),
            cutoff: RwSignal::new(Some(
                details
                    .map_or(CUTOFFS[1], |details| details.cutoff)
                    .to_string(),
            )),
            lead: RwSignal::new(details.and_then(|details| details.lead.clone())),
        }
    }

    /// What is filled in. Reactive.
    ///
    /// # Errors
    /// The field at fault, and what is wrong with it.
    pub(crate) fn details(self) -> Result<Details, (&'static str, String)> {
        let texts = t().activity;
        let kind = self
            .kind
            .get()
            .and_then(|index| index.parse::<usize>().ok());
        let Some(kind) = kind.and_then(|index| ActivityKind::ALL.get(index).copied()) else {
            return Err(("kind", texts.kind_missing().to_owned()));
        };
        let Some((starts, lasts)) = self.hours() else {
            return Err(("time", texts.hours_missing().to_owned()));
        };
        let minimum = self.minimum.get();
        let Ok(minimum) = minimum.trim().parse() else {
            return Err(("minimum", texts.minimum_wrong().to_owned()));
        };
        let cutoff = self.cutoff.get().and_then(|minutes| minutes.parse().ok());
        Ok(Details {
            kind,
            title: self.title.get(),
            text: self.text.get(),
            place: self.place.get(),
            lead: self.lead.get(),
            roles: roles::read(self.roles)?,
            minimum,
            cutoff: cutoff.unwrap_or_default(),
            starts,
            lasts,
        })
    }

    /// The minute of the day at which it begins, and how many minutes it lasts: until the same time of the next day
    /// at most.
    fn hours(self) -> Option<(u16, u16)> {
        let starts = self.starts.with(|clock| minutes(clock))?;
        let ends = self.ends.with(|clock| minutes(clock))?;
        let lasts = (ends + 1_440 - starts) % 1_440;
        Some((starts, if lasts == 0 { 1_440 } else { lasts }))
    }

    /// What is filled in, as a draft keeps it. Reactive.
    pub(crate) fn kept(self) -> String {
        let lead = self.lead.get();
        let lead = lead.map(|lead| format!("{} {}", lead.member, lead.name));
        let fields = [
            self.kind.get().unwrap_or_default(),
            self.title.get(),
            self.text.get(),
            self.place.get(),
            self.starts.get(),
            self.ends.get(),
            self.minimum.get(),
            self.cutoff.get().unwrap_or_default(),
            lead.unwrap_or_default(),
            roles::kept(self.roles),
        ];
        fields.join(&SEPARATOR.to_string())
    }

    /// Holds what a draft has kept; hands back what stands behind it.
    pub(crate) fn bring_back(self, draft: &str) {
        let mut fields = draft.split(SEPARATOR).map(str::to_owned);
        let mut next = || fields.next().unwrap_or_default();
        self.kind.set(Some(next()).filter(|kind| !kind.is_empty()));
        self.title.set(next());
        self.text.set(next());
        self.place.set(next());
        self.starts.set(next());
        self.ends.set(next());
        self.minimum.set(next());
        self.cutoff.set(Some(next()));
        let lead = next();
        self.lead
            .set(lead.split_once(' ').and_then(|(member, name)| {
                Some(Person {
                    member: member.parse().ok()?,
                    name: name.to_owned(),
                })
            }));
        self.roles.set(roles::brought_back(&next()));
    }
}

fn index(kind: ActivityKind) -> usize {
    ActivityKind::ALL
        .iter()
        .position(|one| *one == kind)
        .unwrap_or_default()
}

fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Minutes after midnight.
fn minutes(clock: &str) -> Option<u16> {
    let (hour, minute) = clock.get(..5)?.split_once(':')?;
    Some(hour.parse::<u16>().ok()? * 60 + minute.parse::<u16>().ok()?)
}

/// 开始前 1 天
pub(crate) fn cutoff_told(minutes: u16) -> String {
    let texts = t().activity;
    match minutes {
        0 => texts.cutoff_none().to_owned(),
        n if n % 1_440 == 0 => texts.cutoff_days(n / 1_440),
        n if n % 60 == 0 => texts.cutoff_hours(n / 60),
        n => texts.cutoff_minutes(n),
    }
}

/// All fields; those that say on which days stand between the tags.
#[component]
pub(crate) fn DetailsFields(
    /// What they hold
    form: DetailsForm,
    /// What the form asks for
    ask: Ask,
    /// The fields for the days
    children: Children,
) -> View {
    let texts = t().activity;
    view! {
        <Section title=texts.what()>
            <div class="form"><What form ask /></div>
        </Section>
        <Section title=texts.when()>
            <div class="form">{children()} <Hours form ask /></div>
        </Section>
        <Section title=texts.who()>
            <div class="form">
                <RoleFields roles=form.roles ask />
                <Field
                    label=texts.minimum()
                    hint=texts.minimum_hint()
                    value=form.minimum
                    kind="number"
                    error=ask.error_of("minimum")
                />
                <PersonField label=texts.lead() hint=texts.lead_hint() value=form.lead />
            </div>
        </Section>
    }
}

#[component]
fn What(form: DetailsForm, ask: Ask) -> View {
    let texts = t().activity;
    let kinds = ActivityKind::ALL
        .iter()
        .map(|kind| Choice::new(index(*kind).to_string(), words::kind(*kind)))
        .collect();
    view! {
        <Field label=texts.title() hint=texts.title_hint() value=form.title most=60 error=ask.error_of("title") />
        <Select label=texts.kind() choices=kinds value=form.kind error=ask.error_of("kind") />
        <TextArea
            label=texts.text()
            hint=texts.text_hint()
            value=form.text
            most=500
            rows=4
            error=ask.error_of("text")
        />
        <Field label=texts.place() value=form.place most=60 error=ask.error_of("place") />
    }
}

#[component]
fn Hours(form: DetailsForm, ask: Ask) -> View {
    let texts = t().activity;
    let mut cutoffs = CUTOFFS.to_vec();
    let known = form.cutoff.get_untracked();
    let known = known.and_then(|minutes| minutes.parse().ok());
    cutoffs.extend(known.filter(|minutes| !CUTOFFS.contains(minutes)));
    let cutoffs = cutoffs
        .into_iter()
        .map(|minutes| Choice::new(minutes.to_string(), cutoff_told(minutes)))
        .collect();
    let overnight = Part::new(move || {
        let (starts, lasts) = form.hours()?;
        (starts + lasts >= 1_440).then(|| texts.overnight())
    });
    view! {
        <div class="row" role="group" aria-label=texts.hours()>
            <Field label=texts.starts() value=form.starts kind="time" error=ask.error_of("time") />
            <Field label=texts.ends_at() value=form.ends kind="time" />
        </div>
        <div role="status">{move || overnight.get().map(|text| view! { <p class="hint">{text}</p> })}</div>
        <Select label=texts.cutoff() choices=cutoffs value=form.cutoff />
    }
}
