//! What was here before: the last visit's answer, and what is not mended yet.

use yishi_domain::patrol::{Item, Value};
use yishi_domain::{FindingId, State};

use crate::part::Part;
use crate::patrol::draft::Book;
use crate::patrol::{value, words};
use crate::photo::Photos;
use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::ui::Icon;
use crate::view::prelude::*;

/// The last visit's answer to an item.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Last {
    day: String,
    by: String,
    /// As it was asked then: another version may have another range or other options.
    asked: Item,
    value: Value,
    note: String,
    photos: Vec<yishi_domain::Digest>,
}

impl Last {
    /// Without what stands above it already.
    fn without(mut self, open: Option<&OpenFinding>) -> Self {
        if let Some(open) = open {
            self.photos.retain(|photo| !open.photos.contains(photo));
            if self.note == open.note {
                self.note.clear();
            }
        }
        self
    }
}

fn last(state: &State, book: Book, item: u16) -> Option<Last> {
    let template = book.begun()?.template;
    let mut visits = state.patrol.visits(book.shop).rev();
    let visit = visits.find_map(|(_, visit)| {
        let other = visit.patrol != book.patrol && visit.template == template;
        let value = visit.answer(item).filter(|_| other)?;
        Some((visit, value))
    });
    let (visit, value) = visit?;
    let asked = state.patrol.checklist(template, visit.version)?;
    let asked = asked.item(item)?.clone();
    let remark = visit.remark(item);
    let own = match value {
        Value::Photos(photos) => Some(photos.clone()),
        _ => remark.map(|remark| remark.photos.clone()),
    };
    Some(Last {
        day: words::day(visit.patrol),
        by: words::walker(state, visit.member),
        asked,
        value: value.clone(),
        note: remark.map(|remark| remark.note.clone()).unwrap_or_default(),
        photos: own.unwrap_or_default(),
    })
}

/// What is not mended yet.
#[derive(Debug, Clone, PartialEq, Eq)]
struct OpenFinding {
    id: FindingId,
    told: String,
    note: String,
    photos: Vec<yishi_domain::Digest>,
}

#[component]
pub(super) fn Before(book: Book, number: u16) -> View {
    if book.is_trial() {
        return View::Nothing;
    }
    let session = session();
    let last = Part::new(move || session.view().with(|state| last(state, book, number)));
    let open: Part<Option<OpenFinding>> = Part::new(move || {
        let template = book.begun()?.template;
        session.view().with(|state| {
            let (id, finding) = state.patrol.open_finding(book.shop, template, number)?;
            let due = t().inspect.open_due(words::day(finding.due));
            let told = match finding.is_overdue(words::today(state)) {
                true => t()
                    .patrol
                    .overdue(words::today(state).days_since(finding.due)),
                false => due,
            };
            Some(OpenFinding {
                id,
                told,
                note: finding.note.clone(),
                photos: finding.photos.clone(),
            })
        })
    });
    view! {
        {move || open.get().map(|finding| {
            let OpenFinding { id, told, note, photos } = finding;
            view! {
                <a class="before open" href=Route::Finding(id.0).href()>
                    <Icon name="warn" />
                    <span><strong>{t().inspect.open_finding()}</strong> <small>{told} " " {note}</small></span>
                    <Icon name="go" />
                </a>
                <Photos photos />
            }
        })}
        {move || last.get().map(|last| {
            let last = last.without(open.get().as_ref());
            let note = (!last.note.is_empty()).then(|| view! { <p class="said">{last.note.clone()}</p> });
            view! {
                <div class="before">
                    <p class="meta"><span>{t().inspect.last_time(last.day)}</span> {value::badge(&last.asked, &last.value)} <span>{last.by}</span></p>
                    {note}
                    <Photos photos=last.photos.clone() />
                </div>
            }
        })}
    }
}
