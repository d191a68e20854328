//! Being there: with the six digits on the lead's phone, or by the address that its QR code holds.

mod scanned;

use crate::view::prelude::*;
use yishi_domain::volunteer::{CheckIn, CheckOut, Proof};
use yishi_domain::{Command, MemberId, ShiftId, State, Timestamp};

use super::words;
use crate::form::{Ask, Refused};
use crate::part::Part;
use crate::session::{now, session};
use crate::text::t;
use crate::tick;
use crate::ui::{Badge, Button, Digits, Look, Tone, time};

pub(crate) use scanned::CheckInPage;

/// Digits of a code that is typed.
const DIGITS: usize = 6;

/// How far I am with being there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct There {
    pub(super) opens_at: Timestamp,
    pub(super) ends_at: Timestamp,
    pub(super) closes_at: Timestamp,
    pub(super) came_at: Option<Timestamp>,
    pub(super) left_at: Option<Timestamp>,
    pub(super) no_show: bool,
    /// What counts by now.
    pub(super) minutes: Option<u32>,
}

impl There {
    pub(super) fn of(state: &State, id: ShiftId, me: MemberId) -> Option<Self> {
        let board = &state.volunteer;
        let shift = board.shifts.get(&id)?;
        let attendance = shift.attendance_of(me);
        let credit = board.credit_at(state, id, me, now());
        Some(Self {
            opens_at: shift.check_in_opens_at(),
            ends_at: shift.ends_at,
            closes_at: shift.check_out_closes_at(),
            came_at: attendance.and_then(|a| a.came_at),
            left_at: attendance.and_then(|a| a.left_at),
            no_show: shift.is_no_show(me, now()),
            minutes: credit.map(|credit| credit.minutes),
        })
    }

    /// 9:02 签到 · 11:20 签退
    pub(super) fn times(&self) -> String {
        let texts = t().volunteer;
        let came = self
            .came_at
            .map(|at| texts.checked_in_at(time::clock(at.0)));
        let left = self
            .left_at
            .map(|at| texts.checked_out_at(time::clock(at.0)));
        came.into_iter().chain(left).collect::<Vec<_>>().join(" · ")
    }
}

/// What is to do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// It is too early
    Early,
    /// Check in
    In,
    /// Nothing but to stay, or to check out early
    Stay,
    /// It is over, and counts
    Over,
    /// It is over, and does not count
    Missed,
    /// The lead has said that I am not there
    Marked,
}

fn step(there: There, now: Timestamp) -> Step {
    match there.came_at {
        Some(_) if there.left_at.is_some() || now >= there.ends_at => Step::Over,
        Some(_) => Step::Stay,
        None if now >= there.ends_at => Step::Missed,
        None if there.no_show => Step::Marked,
        None if now < there.opens_at => Step::Early,
        None => Step::In,
    }
}

/// The part of my own card that is about being there.
#[component]
pub(super) fn OwnCheckIn(id: ShiftId) -> View {
    let session = session();
    let me = session.me();
    let time = tick::each_quarter();
    let there = Part::new(move || {
        let now = time.get();
        session.view().with(|state| {
            let there = There::of(state, id, me)?;
            Some((there, step(there, now)))
        })
    });
    let waiting = session.is_waiting(id.0);
    let texts = t().volunteer;
    move || {
        let (there, step) = there.get()?;
        let pending = waiting.get();
        Some(match step {
            Step::Early => {
                let text = texts.check_in_soon(time::moment(there.opens_at.0));
                view! { <p class="meta">{text}</p> }
            }
            Step::In => view! {
                <p>{texts.check_in_now()}</p>
                <CodeForm id out=false />
            },
            Step::Stay => view! {
                {stamp(there, pending)}
                <LeaveEarly id />
            },
            Step::Over => {
                let credited = there.minutes.map(|minutes| {
                    let text = texts.credited(words::hours(minutes.into()));
                    view! { <p><strong>{texts.thanks()}</strong> " " {text}</p> }
                });
                view! {
                    {stamp(there, pending)}
                    {credited}
                }
            }
            Step::Missed => view! { <p>{texts.no_show_over()}</p> },
            Step::Marked => view! {
                <p>{texts.no_show_text()}</p>
                <CodeForm id out=false />
            },
        })
    }
}

/// 已签到 · 待确认, with the times.
pub(super) fn stamp(there: There, pending: bool) -> View {
    let texts = t().volunteer;
    let text = if there.left_at.is_some() {
        texts.checked_out()
    } else {
        texts.checked_in()
    };
    let pending = pending.then(|| view! { <Badge text=t().app.pending() /> });
    view! {
        <div class="meta">
            <Badge text tone=Tone::Ok />
            {pending}
            <span>{there.times()}</span>
        </div>
    }
}

/// Checking out is for who leaves early, so it is not in the way.
#[component]
fn LeaveEarly(id: ShiftId) -> View {
    let open = RwSignal::new(false);
    let texts = t().volunteer;
    move || {
        if open.get() {
            view! {
                <p>{texts.check_out_code()}</p>
                <CodeForm id out=true />
            }
        } else {
            view! {
                <p class="meta">{texts.check_out_hint()}</p>
                <Button label=texts.check_out_now() look=Look::Quiet on_press=move || open.set(true) />
            }
        }
    }
}

/// The six digits.
#[component]
fn CodeForm(
    /// Of which shift
    id: ShiftId,
    /// To check out; otherwise to check in
    out: bool,
) -> View {
    let session = session();
    let ask = Ask::new(session);
    let code = RwSignal::new(String::new());
    let texts = t().volunteer;
    let send = move || {
        let typed = code.get_untracked();
        if typed.len() != DIGITS {
            return ask.refuse("code", texts.digits_missing());
        }
        let command = handed_in(id, session.me(), typed, out);
        ask.send(vec![command], move || {
            let _ = code.try_set(String::new());
        });
    };
    let (label, look) = if out {
        (texts.check_out(), Look::Plain)
    } else {
        (texts.check_in(), Look::Main)
    };
    view! {
        <Digits label=texts.six_digits() value=code most=DIGITS error=ask.error_of("code") />
        <Refused error=ask.error() />
        <Button label look busy=ask.busy() on_press=send />
    }
}

/// The command for a code, short or long.
fn handed_in(shift: ShiftId, member: MemberId, code: String, out: bool) -> Command {
    let proof = Proof::Code(code);
    if out {
        Command::CheckOut(CheckOut {
            shift,
            member,
            proof,
        })
    } else {
        Command::CheckIn(CheckIn {
            shift,
            member,
            proof,
        })
    }
}
