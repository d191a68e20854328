//! One member's calendar as iCalendar text (RFC 5545), for the calendar programs of phones and desks.
//!
//! Times are UTC: each entry is one occurrence, and every program shows UTC in the zone of its reader, whereas
//! zones of one's own making are read differently by each. The text depends on the state and the day alone, so
//! that it is the same until something in it changes.

use chrono::{DateTime, TimeDelta, Utc};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};
use uuid::Uuid;
use yishi_domain::council::Meeting;
use yishi_domain::roster::Role;
use yishi_domain::volunteer::{Details, Shift, Signup};
use yishi_domain::{MeetingId, MemberId, ShiftId, State, Timestamp};

const PRODUCT: &str = "-//Yishi//Yishi 1//ZH";
/// How far back the calendar goes.
const PAST_SECONDS: i64 = 90 * 86_400;
/// A meeting has no planned end, but takes a place in the day.
const MEETING_SECONDS: i64 = 2 * 3_600;
/// How often programs are asked to look.
const REFRESH: TimeDelta = TimeDelta::hours(1);
/// 2020-01-01. Revisions are numbered by the seconds since then and the changes of the shift itself, so that a
/// later one has a higher number, whatever it was that changed; they stay below 2³¹ until 2088.
const FIRST_REVISION: i64 = 1_577_836_800;

/// What is the same in each entry of a calendar.
struct Reader<'s> {
    state: &'s State,
    community: Uuid,
    member: MemberId,
}

/// The member's shifts, and the council's meetings for those who sit there.
pub(crate) fn calendar(state: &State, community: Uuid, member: MemberId, now: Timestamp) -> String {
    let reader = Reader {
        state,
        community,
        member,
    };
    let since = now.plus_seconds(-PAST_SECONDS);
    let mut entries: Vec<Entry> = state
        .volunteer
        .shifts
        .iter()
        .filter(|(_, shift)| shift.ends_at >= since)
        .filter_map(|(id, shift)| reader.shift(*id, shift))
        .collect();
    if sits_in_council(state, member) {
        let meetings = state.council.meetings.iter();
        let recent = meetings.filter(|(_, meeting)| meeting.starts_at >= since);
        entries.extend(recent.map(|(id, meeting)| reader.meeting(*id, meeting)));
    }
    entries.sort_by(|a, b| (a.starts_at, &a.uid).cmp(&(b.starts_at, &b.uid)));

    // No METHOD: by RFC 5546 it would ask for an organizer of each entry.
    let name = text(&format!("{} · 志愿服务", state.community.name));
    let mut calendar = Calendar::empty();
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", PRODUCT),
        ("CALSCALE", "GREGORIAN"),
        ("X-WR-CALNAME", &name),
    ] {
        calendar.append_property((key, value));
    }
    calendar.ttl(&REFRESH);
    calendar.extend(entries.iter().map(Entry::event));
    calendar.to_string()
}

/// Who is invited to the council's meetings.
fn sits_in_council(state: &State, member: MemberId) -> bool {
    state.roster.has_role(member, Role::Representative) || state.is_staff(member)
}

/// One occurrence.
struct Entry {
    uid: String,
    starts_at: Timestamp,
    ends_at: Timestamp,
    changed_at: Timestamp,
    changes: u32,
    status: EventStatus,
    summary: String,
    place: String,
    lines: Vec<String>,
}

impl Reader<'_> {
    /// The entry of a shift that the member comes to, waits for, leads, or is told to stay away from.
    fn shift(&self, id: ShiftId, shift: &Shift) -> Option<Entry> {
        let details = self.state.volunteer.details(shift)?;
        let of = |signups: &[Signup]| signups.iter().find(|s| s.member == self.member).copied();
        let (mine, former) = (of(&shift.signups), of(&shift.former));
        let leads = self.state.volunteer.lead(shift) == Some(self.member);
        let signup = mine.or(former);
        if signup.is_none() && !leads {
            return None;
        }
        let comes = mine.is_some() || leads;
        let status = if shift.cancelled.is_some() || !comes {
            EventStatus::Cancelled
        } else if leads || mine.is_some_and(|signup| signup.placed) {
            EventStatus::Confirmed
        } else {
            EventStatus::Tentative
        };
        let mark = match status {
            EventStatus::Cancelled => "已取消：",
            EventStatus::Tentative => "候补：",
            EventStatus::Confirmed => "",
        };
        let news = signup.and_then(|signup| signup.news);
        let times = [
            // Who leads without a place is told nothing, so it counts how often the shift was changed.
            made(shift.activity.0).map(|at| at.plus_seconds(shift.changes.into())),
            shift.cancelled.as_ref().map(|(at, _)| *at),
            signup.map(|signup| signup.at),
            news.map(|news| news.at),
        ];
        Some(Entry {
            uid: format!("{id}.{}@{}", self.member, self.community),
            starts_at: shift.starts_at,
            ends_at: shift.ends_at,
            changed_at: times.into_iter().flatten().max().unwrap_or_default(),
            changes: shift.changes,
            status,
            summary: format!("{mark}{}", details.title),
            place: details.place.clone(),
            lines: self.lines(shift, details, mine.as_ref(), leads),
        })
    }

    /// What stands below an entry. Nothing of any need: an elder's address never leaves the app.
    fn lines(
        &self,
        shift: &Shift,
        details: &Details,
        signup: Option<&Signup>,
        leads: bool,
    ) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some((_, Some(reason))) = &shift.cancelled {
            lines.push(format!("取消原因：{reason}"));
        }
        let role = signup.and_then(|signup| details.roles.iter().find(|r| r.role == signup.role));
        if let Some(role) = role {
            lines.push(format!("岗位：{}", role.name));
        }
        match &details.lead {
            _ if leads => lines.push("由您负责".to_owned()),
            Some(lead) => lines.push(format!("负责人：{}", lead.name)),
            None => {}
        }
        if !details.text.is_empty() {
            lines.push(details.text.clone());
        }
        lines
    }

    fn meeting(&self, id: MeetingId, meeting: &Meeting) -> Entry {
        let cancelled_at = meeting.cancelled.as_ref().map(|(at, _)| *at);
        let (status, mark) = match cancelled_at {
            Some(_) => (EventStatus::Cancelled, "已取消："),
            None => (EventStatus::Confirmed, ""),
        };
        let called_off = meeting.cancelled.as_ref();
        let lines = [
            called_off.map(|(_, reason)| format!("取消原因：{reason}")),
            meeting.reason.clone(),
        ];
        Entry {
            uid: format!("{id}@{}", self.community),
            starts_at: meeting.starts_at,
            ends_at: meeting.starts_at.plus_seconds(MEETING_SECONDS),
            changed_at: cancelled_at
                .or(meeting.since)
                .or(made(id.0))
                .unwrap_or_default(),
            changes: meeting.changes + u32::from(cancelled_at.is_some()),
            status,
            summary: format!("{mark}居民议事会"),
            place: meeting.place.clone(),
            lines: lines.into_iter().flatten().collect(),
        }
    }
}

impl Entry {
    fn event(&self) -> Event {
        let changed = utc(self.changed_at);
        let revision = changed.timestamp() - FIRST_REVISION + i64::from(self.changes);
        let free = !matches!(self.status, EventStatus::Confirmed);
        let mut event = Event::new();
        event
            .uid(&self.uid)
            .timestamp(changed)
            .last_modified(changed)
            .sequence(u32::try_from(revision).unwrap_or_default())
            .starts(utc(self.starts_at))
            .ends(utc(self.ends_at))
            .status(self.status)
            .summary(&text(&self.summary))
            .location(&text(&self.place))
            .append_property(Property::new(
                "TRANSP",
                if free { "TRANSPARENT" } else { "OPAQUE" },
            ));
        if !self.lines.is_empty() {
            event.description(&text(&self.lines.join("\n")));
        }
        event.done()
    }
}

/// When something was planned: its id was made then.
fn made(id: Uuid) -> Option<Timestamp> {
    let (seconds, _) = id.get_timestamp()?.to_unix();
    Some(Timestamp(i64::try_from(seconds).ok()?.checked_mul(1_000)?))
}

fn utc(at: Timestamp) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at.0).unwrap_or_default()
}

/// Line ends as iCalendar has them; the rules let no other control characters through.
fn text(text: &str) -> String {
    text.replace('\r', "")
}
