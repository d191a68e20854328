//! Inspecting a shop: one question at a time, held in one hand.

mod before;
mod control;
mod detail;
mod overview;
mod question;
mod skip;
mod steps;
mod submit;

pub(super) use steps::Steps;

use leptos::prelude::Owner;
use yishi_domain::{Date, InspectionId, ShopId, State};

use super::draft::{Book, forget};
use super::inspection::Submitted;
use super::words;
use crate::form::{Ask, Refused};
use crate::part::Part;
use crate::route::{PatrolSection, Route};
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{Button, Card, Empty, Look, Page};
use crate::view::prelude::*;

/// What there is to do at the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// There is no such patrol, or it is nothing for this member.
    Unknown,
    /// The member runs the shop.
    Own,
    /// It can be looked at, but not filled in yet.
    Early(Date),
    /// It is to be filled in. The shop may have closed meanwhile.
    Open { closed: bool },
    /// It was submitted.
    Submitted,
}

fn standing(
    state: &State,
    patrol: Date,
    shop: ShopId,
    id: InspectionId,
    me: yishi_domain::MemberId,
) -> Standing {
    if state.patrol.inspections.contains_key(&id) {
        return Standing::Submitted;
    }
    let known = state.patrol.patrols.get(&patrol);
    let (Some(known), Some(record)) = (known, state.shops.get(&shop)) else {
        return Standing::Unknown;
    };
    if !state.may(me, "submit_inspection") {
        return Standing::Unknown;
    }
    if state.runs(me, shop) {
        return Standing::Own;
    }
    // The phone's clock may be behind, and what it knows may be old; one of them is right to a day.
    let today = words::today(state).max(state.today(now()));
    let day = known.day.unwrap_or(patrol);
    match day > today.plus_days(1) {
        true => Standing::Early(day),
        false => Standing::Open {
            closed: record.closed,
        },
    }
}

/// The page.
#[component]
pub(super) fn InspectPage(
    /// In which patrol
    patrol: Date,
    /// Which shop
    shop: ShopId,
) -> View {
    let session = session();
    let me = session.me();
    let id = InspectionId::of(patrol, shop, me);
    let name = session.part(move |state| words::shop_name(state, shop));
    let title = Signal::derive(move || name.get());
    let standing = session.part(move |state| standing(state, patrol, shop, id, me));
    // What is being stored is stored to the end also when the page is left.
    let here = Owner::current();
    let desk = Owner::new_root(None);
    // A new root takes over; the page goes on with its own.
    if let Some(here) = here {
        here.set();
    }
    let book = desk.with(|| Book::open(session, patrol, shop));
    on_cleanup(move || book.leave(desk));
    let content = move || match standing.get() {
        Standing::Unknown => {
            view! { <Empty title=t().inspect.unknown() text=t().patrol.unknown_text() icon="patrol" /> }
        }
        Standing::Own => {
            view! { <Empty title=t().inspect.own_shop() text=t().inspect.own_shop_text() icon="patrol" /> }
        }
        Standing::Submitted => view! { <Left book /> <Submitted id /> },
        Standing::Early(day) => view! {
            <Card need=true><h3>{t().inspect.early(words::day(day))}</h3><p class="meta">{t().inspect.early_text()}</p></Card>
            <Early book />
        },
        Standing::Open { closed } => {
            let closed = closed.then(|| {
                view! { <Card bad=true><h3>{t().inspect.closed()}</h3><p class="meta">{t().inspect.closed_text()}</p></Card> }
            });
            view! { {closed} <Open book /> }
        }
    };
    view! {
        <Page title back=Route::Patrol(PatrolSection::Round) aloud=true>
            {content}
        </Page>
    }
}

/// The questions, once it is known which they are.
#[component]
fn Open(book: Book) -> View {
    let list = book.list();
    move || {
        let none = || view! { <Empty title=t().inspect.no_list() text=t().inspect.no_list_text() icon="paper" /> };
        match (list.get(), book.is_read()) {
            (_, false) => View::Nothing,
            (None, true) => none(),
            (Some(list), true) => view! { <Steps book list /> },
        }
    }
}

/// Before its day the questions are to be read, and answers are kept nowhere.
#[component]
fn Early(book: Book) -> View {
    let list = book.list();
    move || {
        let list = list.get()?;
        let trial = Book::trial(book.session, list.clone());
        Some(view! { <Steps book=trial list /> })
    }
}

/// What this phone holds otherwise than the one that has submitted.
#[component]
fn Left(book: Book) -> View {
    let session = session();
    let ask = Ask::new(session);
    let id = book.id;
    let list = book.list();
    let differs: Part<usize> = Part::new(move || {
        let Some(list) = list.get() else { return 0 };
        if !book.has_own() {
            return 0;
        }
        let (answers, remarks) = book.all(&list);
        session.view().with(|state| {
            let known = state.patrol.inspections.get(&id);
            known.map_or(0, |known| {
                let (answers, remarks) = known.differing(answers, remarks);
                let alone = |item: u16| answers.iter().all(|answer| answer.item != item);
                answers.len() + remarks.iter().filter(|remark| alone(remark.item)).count()
            })
        })
    });
    let add = move || match untrack(|| submit::command(book)) {
        Some(command) => ask.send(vec![command], move || book.close()),
        None => book.close(),
    };
    move || {
        let texts = t().inspect;
        let count = differs.get();
        if count == 0 {
            // It holds nothing that was not submitted.
            if book.is_read() {
                forget(session, id);
            }
            return View::Nothing;
        }
        view! {
            <Card need=true>
                <h3>{texts.left(count)}</h3>
                <p class="meta">{texts.left_text()}</p>
                <Refused error=ask.error() />
                <Button label=texts.left_add() look=Look::Main busy=ask.busy() on_press=add />
                <Button label=texts.left_drop() look=Look::Quiet on_press=move || book.close() />
            </Card>
        }
    }
}
