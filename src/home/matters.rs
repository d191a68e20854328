//! What the council asks of me: to be at a meeting, to do what I have promised, to look whether others have.

use crate::view::prelude::*;
use yishi_domain::council::{CommitmentState, MeetingState};
use yishi_domain::roster::Role;
use yishi_domain::{CommitmentId, Date, MeetingId, MemberId, State, Timestamp};

use crate::part::Part;
use crate::route::Route;
use crate::session::{Session, now};
use crate::text::t;
use crate::ui::{Badge, ButtonLink, Card, Look, Tone, time};

/// A meeting that was called is shown so long before it begins.
const AHEAD_SECONDS: i64 = 3 * 86_400;
/// What I have to do is shown so many days before it is due.
const AHEAD_DAYS: i64 = 7;
/// As many promises of mine, and as many of others, are shown.
const SHOWN: usize = 3;

/// The cards, as far as there is anything.
#[derive(Clone, Copy)]
pub(super) struct Matters {
    meetings: Part<Vec<Coming>>,
    own: Part<Vec<Own>>,
    to_confirm: Part<Vec<(CommitmentId, String, String)>>,
}

/// A meeting that I am called to.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Coming {
    meeting: MeetingId,
    starts_at: Timestamp,
    place: String,
    /// Checking in is open, and I have not
    check_in: bool,
    open: bool,
}

/// Something that I have to do.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Own {
    commitment: CommitmentId,
    text: String,
    due: Date,
    overdue: Option<i64>,
    returned: bool,
}

impl Matters {
    pub(super) fn new(session: Session) -> Self {
        let me = session.me();
        Self {
            meetings: session.part(move |state| coming(state, me, now())),
            own: session.part(move |state| own(state, me)),
            to_confirm: session.part(move |state| to_confirm(state, me)),
        }
    }

    pub(super) fn is_empty(self) -> bool {
        self.meetings.with(Vec::is_empty)
            && self.own.with(Vec::is_empty)
            && self.to_confirm.with(Vec::is_empty)
    }

    /// What is overdue stands above all else.
    pub(super) fn overdue(self) -> impl IntoView {
        move || {
            let own = self.own.get().into_iter();
            own.filter(|one| one.overdue.is_some())
                .map(own_card)
                .collect_view()
        }
    }

    pub(super) fn cards(self) -> impl IntoView {
        move || {
            let meetings = self.meetings.get().into_iter().map(meeting_card);
            let own = self.own.get().into_iter();
            let own = own.filter(|one| one.overdue.is_none()).map(own_card);
            let others = self.to_confirm.get().into_iter().map(confirm_card);
            meetings.chain(own).chain(others).collect::<Vec<View>>()
        }
    }
}

fn coming(state: &State, me: MemberId, now: Timestamp) -> Vec<Coming> {
    if !state.roster.has_role(me, Role::Representative) {
        return Vec::new();
    }
    let meetings = state.council.upcoming_meetings().into_iter();
    let called = meetings.filter(|(_, meeting)| {
        meeting.state >= MeetingState::Called
            && meeting.starts_at <= now.plus_seconds(AHEAD_SECONDS)
            && !meeting.attendance.contains_key(&me)
    });
    let coming = called.map(|(id, meeting)| Coming {
        meeting: id,
        starts_at: meeting.starts_at,
        place: meeting.place.clone(),
        check_in: meeting.takes_codes(now),
        open: meeting.state == MeetingState::Open,
    });
    coming.collect()
}

fn own(state: &State, me: MemberId) -> Vec<Own> {
    let today = state.date(now());
    let open = state.council.commitments_of(today, |one| {
        one.is_of(me)
            && one.state == CommitmentState::Open
            && one.due <= today.plus_days(AHEAD_DAYS)
    });
    let own = open.into_iter().map(|(id, one)| Own {
        commitment: id,
        text: one.text.clone(),
        due: one.due,
        overdue: one.is_overdue(today).then(|| today.days_since(one.due)),
        returned: one
            .progress
            .last()
            .is_some_and(|word| word.returned.is_some()),
    });
    own.take(SHOWN).collect()
}

fn to_confirm(state: &State, me: MemberId) -> Vec<(CommitmentId, String, String)> {
    let today = state.date(now());
    let done = state.council.commitments_of(today, |one| {
        one.state == CommitmentState::Done && one.may_be_confirmed_by(state, me)
    });
    let told = done.into_iter();
    let told = told.map(|(id, one)| (id, one.text.clone(), one.owner.name.clone()));
    told.take(SHOWN).collect()
}

fn meeting_card(coming: Coming) -> View {
    let texts = t().home;
    let to = Route::Meeting(coming.meeting.0);
    let (badge, label, look) = match (coming.open, coming.check_in) {
        (true, _) => (texts.meeting_now().to_owned(), texts.check_in(), Look::Main),
        (_, true) => (
            time::moment(coming.starts_at.0),
            texts.check_in(),
            Look::Main,
        ),
        _ => (
            time::moment(coming.starts_at.0),
            texts.see_agenda(),
            Look::Plain,
        ),
    };
    view! {
        <Card need=true>
            <div class="meta"><Badge text=badge tone=Tone::Warn /></div>
            <h3>{texts.called_to_meeting()}</h3>
            <p class="meta">{coming.place}</p>
            <ButtonLink label to look />
        </Card>
    }
}

fn own_card(own: Own) -> View {
    let texts = t().home;
    let due = time::day(own.due.at(720, 480).0);
    let (badge, tone) = match own.overdue {
        Some(days) => (texts.overdue(days), Tone::Bad),
        None => (texts.due_by(due), Tone::Warn),
    };
    let returned = own
        .returned
        .then(|| view! { <p class="meta">{texts.not_done_yet()}</p> });
    view! {
        <Card need=true bad=own.overdue.is_some()>
            <div class="meta"><Badge text=badge tone /></div>
            <h3 class="clamp">{own.text}</h3>
            {returned}
            <ButtonLink label=texts.say_how_it_goes() to=Route::Commitment(own.commitment.0) look=Look::Main />
        </Card>
    }
}

fn confirm_card((id, text, owner): (CommitmentId, String, String)) -> View {
    let texts = t().home;
    view! {
        <Card need=true>
            <div class="meta"><Badge text=texts.to_be_confirmed() tone=Tone::Warn /></div>
            <h3 class="clamp">{text}</h3>
            <p class="meta">{texts.says_done(owner)}</p>
            <ButtonLink label=texts.look_and_confirm() to=Route::Commitment(id.0) />
        </Card>
    }
}
