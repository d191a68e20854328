//! The form for one item of a checklist.

use yishi_domain::patrol::{Severity, ShownIf};

use super::editor::Fault;
use super::kind_form::KindFields;
use super::raw::{Kind, RawItem, RawList};
use crate::patrol::words;
use crate::text::t;
use crate::ui::{Button, Choice, ChoiceGroup, Field, Look, Select, Sheet, Switch, TextArea};
use crate::view::prelude::*;

/// The item that is being written, in a sheet over the list.
#[component]
pub(super) fn ItemSheet(
    raw: RwSignal<RawList>,
    /// Which item
    editing: RwSignal<Option<u16>>,
    fault: Fault,
) -> View {
    let open = RwSignal::new(false);
    // Each follows the other, and only sets what is different: what is set again wakes whoever follows it again.
    Effect::new(move |_| {
        let wanted = editing.get().is_some();
        if open.get_untracked() != wanted {
            open.set(wanted);
        }
    });
    Effect::new(move |_| {
        if !open.get() && editing.get_untracked().is_some() {
            editing.set(None);
        }
    });
    let form = move || {
        let number = editing.get_untracked()?;
        let (item, before) = raw.with_untracked(|raw| {
            let items: Vec<&RawItem> = raw.items().collect();
            let at = items.iter().position(|item| item.number == number)?;
            let before = items[..at].iter().copied().cloned().collect::<Vec<_>>();
            Some((items[at].clone(), before))
        })?;
        Some(view! { <ItemForm raw item before open fault /> })
    };
    view! {
        <Sheet open title=t().checklist.item()>{form()}</Sheet>
    }
}

/// Changes the item in the whole.
fn put(raw: RwSignal<RawList>, fault: Fault, number: u16, change: impl FnOnce(&mut RawItem)) {
    raw.update(|raw| {
        let mut items = raw
            .sections
            .iter_mut()
            .flat_map(|section| &mut section.items);
        if let Some(item) = items.find(|item| item.number == number) {
            change(item);
        }
    });
    if fault.with_untracked(|fault| fault.as_ref().is_some_and(|(item, _)| *item == number)) {
        fault.set(None);
    }
}

/// A field of the item, written back with each change.
#[derive(Clone, Copy)]
pub(super) struct Bound {
    pub(super) raw: RwSignal<RawList>,
    pub(super) fault: Fault,
    pub(super) number: u16,
}

impl Bound {
    pub(super) fn put(self, change: impl FnOnce(&mut RawItem)) {
        put(self.raw, self.fault, self.number, change);
    }

    /// A text of the item.
    pub(super) fn text(self, begun: &str, write: fn(&mut RawItem, String)) -> RwSignal<String> {
        let text = RwSignal::new(begun.to_owned());
        Effect::new(move |before: Option<String>| {
            let now = text.get();
            if before.is_some_and(|before| before != now) {
                self.put(|item| write(item, now.clone()));
            }
            now
        });
        text
    }

    /// Something chosen of the item.
    pub(super) fn chosen(
        self,
        begun: Option<String>,
        write: impl Fn(&mut RawItem, Option<String>) + 'static,
    ) -> RwSignal<Option<String>> {
        let chosen = RwSignal::new(begun);
        Effect::new(move |before: Option<Option<String>>| {
            let now = chosen.get();
            if before.is_some_and(|before| before != now) {
                self.put(|item| write(item, now.clone()));
            }
            now
        });
        chosen
    }
}

#[component]
fn ItemForm(
    raw: RwSignal<RawList>,
    item: RawItem,
    /// The items before it
    before: Vec<RawItem>,
    /// The sheet
    open: RwSignal<bool>,
    fault: Fault,
) -> View {
    let texts = t().checklist;
    let number = item.number;
    let bound = Bound { raw, fault, number };
    let text = bound.text(&item.text, |item, text| item.text = text);
    let help = bound.text(&item.help, |item, help| item.help = help);
    let kind = RwSignal::new(item.kind);
    let wrong = Signal::derive(move || {
        let fault = fault.get();
        fault
            .filter(|(item, _)| *item == number)
            .map(|(_, text)| text)
    });
    let remove = move || {
        open.set(false);
        raw.update(|raw| {
            for section in &mut raw.sections {
                section.items.retain(|item| item.number != number);
            }
        });
    };
    let scored = move || kind.get().is_scored();
    let judged = item.clone();
    view! {
        <div class="form">
            <TextArea label=texts.item_text() hint=texts.item_text_hint() value=text most=100 rows=2 error=wrong />
            <KindFields bound item=item.clone() kind />
            <Show when=scored><Judged bound item=judged.clone() /></Show>
            <TextArea label=texts.help() hint=texts.help_hint() value=help most=300 rows=2 />
            <ShownIfFields bound item before />
            <Button label=texts.item_done() look=Look::Main on_press=move || open.set(false) />
            <Button label=texts.item_remove() look=Look::Quiet on_press=remove />
        </div>
    }
}

/// What it counts, and what happens when it fails.
#[component]
fn Judged(bound: Bound, item: RawItem) -> View {
    let texts = t().checklist;
    let weight = bound.text(&item.weight, |item, weight| item.weight = weight);
    let place = |severity: Severity| Severity::ALL.iter().position(|one| *one == severity);
    let begun = place(item.severity.unwrap_or(Severity::Minor));
    let severity = bound.chosen(begun.map(|place| place.to_string()), |item, chosen| {
        let place = chosen.and_then(|place| place.parse::<usize>().ok());
        item.severity = place.and_then(|place| Severity::ALL.get(place).copied());
    });
    let severities = Severity::ALL.iter().enumerate().map(|(place, severity)| {
        Choice::new(place.to_string(), words::severity(*severity))
            .hint(t().inspect.within(severity.days()))
    });
    let critical = RwSignal::new(item.critical);
    let photo = RwSignal::new(item.photo_on_fail);
    let set_critical = move |on: bool| {
        critical.set(on);
        bound.put(|item| item.critical = on);
    };
    let set_photo = move |on: bool| {
        photo.set(on);
        bound.put(|item| item.photo_on_fail = on);
    };
    view! {
        <Field label=texts.weight() hint=texts.weight_hint() value=weight kind="number" />
        <div class="chips">
            <ChoiceGroup label=texts.severity() choices=severities.collect() value=severity />
        </div>
        <Switch label=texts.critical() hint=texts.critical_hint() on=critical on_change=set_critical />
        <Switch label=texts.photo_on_fail() on=photo on_change=set_photo />
    }
}

/// When it is asked.
#[component]
fn ShownIfFields(bound: Bound, item: RawItem, before: Vec<RawItem>) -> View {
    if before.is_empty() {
        return View::Nothing;
    }
    let texts = t().checklist;
    let other = RwSignal::new(item.shown_if.map(|shown| shown.item.to_string()));
    let choices = before
        .iter()
        .map(|item| Choice::new(item.number.to_string(), item.text.clone()));
    let choices: Vec<Choice> = choices.collect();
    let begun = item.shown_if;
    let before = StoredValue::new(before);
    let condition = move || {
        let number = other.get().and_then(|number| number.parse::<u16>().ok());
        let known = before.with_value(|before| {
            before
                .iter()
                .find(|item| Some(item.number) == number)
                .cloned()
        });
        let Some(known) = known else {
            if untrack(|| begun).is_some() {
                bound.put(|item| item.shown_if = None);
            }
            return View::Nothing;
        };
        let number = known.number;
        let conditions = known.conditions();
        let at = begun.filter(|shown| shown.item == number);
        let at = at.and_then(|shown| conditions.iter().position(|(one, _)| *one == shown.is));
        let all = conditions.clone();
        let chosen = bound.chosen(at.map(|at| at.to_string()), move |item, chosen| {
            let place = chosen.and_then(|place| place.parse::<usize>().ok());
            let is = place.and_then(|place| Some(all.get(place)?.0));
            item.shown_if = is.map(|is| ShownIf { item: number, is });
        });
        let choices = conditions.into_iter().enumerate();
        let choices = choices.map(|(place, (_, text))| Choice::new(place.to_string(), text));
        view! { <ChoiceGroup label=t().checklist.shown_is() choices=choices.collect() value=chosen /> }
    };
    view! {
        <Select label=texts.shown_if() choices value=other none=texts.always() />
        {condition}
    }
}

/// What a kind is called.
pub(super) fn kind_name(kind: Kind) -> &'static str {
    let texts = t().checklist;
    match kind {
        Kind::PassFail => texts.kind_pass_fail(),
        Kind::Score => texts.kind_score(),
        Kind::Choice => texts.kind_choice(),
        Kind::Number => texts.kind_number(),
        Kind::Text => texts.kind_text(),
        Kind::Photo => texts.kind_photo(),
    }
}
