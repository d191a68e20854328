//! Taking over a table of shops: what it would change first, then the change.

use crate::view::prelude::*;
use yishi_domain::shop::{ShopFault, ShopRow, import};
use yishi_domain::{Command, State};

use super::super::table::table_file;
use crate::form::{Ask, Refused};
use crate::navigation;
use crate::route::Route;
use crate::session::{code_text, new_id, session};
use crate::text::t;
use crate::ui::{Actions, Badge, Button, Card, Empty, Look, Page, Section, Tone, toast};

/// What a table would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Plan {
    rows: usize,
    new: Vec<String>,
    changed: Vec<String>,
    bad: Vec<(usize, String)>,
}

#[component]
pub(in crate::patrol) fn ImportShops() -> View {
    let session = session();
    let me = session.me();
    let may = session.part(move |state| state.may(me, "record_shop"));
    view! {
        <Page title=t().shop.import_title() back=Route::Shops>
            <Show when=move || may.get() fallback=|| view! { <Empty title=t().patrol.for_committee() /> }>
                <Form />
            </Show>
        </Page>
    }
}

#[component]
fn Form() -> View {
    let session = session();
    let ask = Ask::new(session);
    let texts = t().shop;
    let plan = RwSignal::new(None::<Plan>);
    let commands = StoredValue::new(Vec::<Command>::new());
    let take = move |rows: Vec<ShopRow>| {
        ask.clear();
        let (told, wanted) = session.view().with_untracked(|state| planned(state, &rows));
        commands.set_value(wanted);
        plan.set(Some(told));
    };
    let send = move || {
        let count = commands.with_value(Vec::len);
        ask.send(commands.get_value(), move || {
            toast::say(Tone::Ok, t().shop.imported(count));
            navigation::back(&Route::Shops);
        });
    };
    let any = move || {
        plan.with(|plan| {
            plan.as_ref()
                .is_some_and(|plan| !plan.new.is_empty() || !plan.changed.is_empty())
        })
    };
    view! {
        <p>{texts.import_hint()}</p>
        {table_file::<ShopRow>(take)}
        {move || plan.get().map(shown)}
        <Show when=any>
            <Actions>
                <Refused error=ask.error() />
                <Button label=texts.import_send() look=Look::Main busy=ask.busy() on_press=send />
            </Actions>
        </Show>
    }
}

fn planned(state: &State, rows: &[ShopRow]) -> (Plan, Vec<Command>) {
    let (commands, errors) = import(state, rows, new_id);
    let mut plan = Plan {
        rows: rows.len(),
        ..Plan::default()
    };
    for command in &commands {
        if let Command::RecordShop(record) = command {
            match state.shops.contains_key(&record.shop) {
                true => plan.changed.push(record.name.clone()),
                false => plan.new.push(record.name.clone()),
            }
        }
    }
    plan.bad = errors
        .iter()
        .map(|error| (error.line, fault(&error.fault)))
        .collect();
    (plan, commands)
}

fn fault(fault: &ShopFault) -> String {
    let texts = t().shop;
    match fault {
        ShopFault::NotAPrice(cell) => texts.price_wrong(cell),
        ShopFault::NotAPlace(_) => texts.order_wrong().to_owned(),
        ShopFault::Duplicate(line) => texts.twice(line),
        ShopFault::Renamed(name) => texts.renamed(name),
        ShopFault::Rule(rejection) => code_text(rejection.code()),
    }
}

fn shown(plan: Plan) -> View {
    let texts = t().shop;
    let names = |title: String, names: Vec<String>| {
        (!names.is_empty())
            .then(|| view! { <h3>{title}</h3> <p class="meta">{names.join("、")}</p> })
    };
    let nothing = plan.new.is_empty() && plan.changed.is_empty();
    let nothing = nothing.then(|| view! { <h3>{texts.import_nothing()}</h3> });
    let bad = (!plan.bad.is_empty()).then(|| {
        let line = |(line, text): (usize, String)| view! { <li>{t().table.line(line, text)}</li> };
        view! {
            <Section title=t().table.bad_lines(plan.bad.len())>
                <Card bad=true>
                    <p class="meta">{t().table.bad_lines_text()}</p>
                    <ul class="steps">{plan.bad.into_iter().map(line).collect_view()}</ul>
                </Card>
            </Section>
        }
    });
    view! {
        <Section title=t().table.looked()>
            <Card>
                <div class="meta"><Badge text=t().table.rows(plan.rows) tone=Tone::Info /></div>
                {nothing}
                {names(texts.import_new(plan.new.len()), plan.new)}
                {names(texts.import_changed(plan.changed.len()), plan.changed)}
            </Card>
        </Section>
        {bad}
    }
}
