//! The certificate of a year's volunteer work, for one sheet of A4.

use crate::view::prelude::*;
use yishi_domain::MemberId;

use super::hours::Year;
use super::words;
use crate::route::Route;
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{Button, Empty, Look, Page, number, time};

/// Activities with a line of their own; more would not fit the sheet, and are summed up in the last one.
const LINES: usize = 12;

/// The page: one's own, or for staff anybody's.
#[component]
pub(crate) fn CertificatePage(
    /// Which year
    year: i32,
    /// Whose; one's own if nobody's
    member: Option<MemberId>,
) -> View {
    let session = session();
    let me = session.me();
    let whose = member.unwrap_or(me);
    let texts = t().hours;
    let told = session.part(move |state| {
        let may = whose == me || state.is_staff(me);
        let summed = Year::of(state, whose, year, now());
        let name = words::name(state, whose);
        (may && summed.minutes > 0).then(|| (state.community.name.clone(), name, summed))
    });
    let back = match member {
        Some(_) => Route::Statistics,
        None => Route::Hours,
    };
    let print = || drop(window().print());
    let known = move || told.with(Option::is_some);
    view! {
        <Page title=texts.certificate_title() back>
            {move || match told.get() {
                None => view! { <Empty title=texts.nothing_to_certify() text=texts.none_text() /> },
                Some((community, name, summed)) => view! { <Sheet year community name summed /> },
            }}
            <Show when=known>
                <Button label=texts.print() look=Look::Main icon="paper" on_press=print />
                <p class="hint">{texts.print_hint()}</p>
            </Show>
        </Page>
    }
}

/// The sheet as it is printed.
#[component]
fn Sheet(year: i32, community: String, name: String, summed: Year) -> View {
    let texts = t().hours;
    let mut items = summed.items.clone();
    if items.len() > LINES {
        let rest = items.split_off(LINES - 1);
        items.push(super::hours::Item {
            title: texts.other_activities(rest.len()),
            times: rest.iter().map(|item| item.times).sum(),
            minutes: rest.iter().map(|item| item.minutes).sum(),
        });
    }
    let lines = items.into_iter().map(|item| {
        view! {
            <tr>
                <th scope="row">{item.title}</th>
                <td class="num">{texts.times_short(item.times)}</td>
                <td class="num">{words::hours(item.minutes)}</td>
            </tr>
        }
    });
    let lines = lines.collect_view();
    let hours = words::hours(summed.minutes);
    let times = number::grouped(summed.times as u64);
    view! {
        <article class="certificate">
            <div>
                <header>
                    <p>{community.clone()}</p>
                    <h2>{texts.certificate_heading()}</h2>
                    <p>{texts.year(year)}</p>
                </header>
                <p class="certify">
                    {texts.certify_before()}
                    <strong>{name}</strong>
                    {texts.certify_after(year, &community, times)}
                    <strong>{hours}</strong>
                    {texts.certify_end()}
                </p>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{texts.column_activity()}</th>
                            <th scope="col" class="num">{texts.column_times()}</th>
                            <th scope="col" class="num">{texts.column_hours()}</th>
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                    <tfoot>
                        <tr>
                            <th scope="row">{texts.column_sum()}</th>
                            <td class="num">{texts.times_short(summed.times)}</td>
                            <td class="num">{words::hours(summed.minutes)}</td>
                        </tr>
                    </tfoot>
                </table>
                <p class="thank">{texts.thank()}</p>
                <footer>
                    <div class="stamp">{texts.stamp()}</div>
                    <div>
                        <p>{texts.committee_of(&community)}</p>
                        <p>{time::full_day(now().0)}</p>
                    </div>
                </footer>
            </div>
        </article>
    }
}
