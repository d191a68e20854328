//! A member's calendar: what stands in it, read by a parser that did not write it, and who may fetch it.

use std::collections::BTreeMap;

use calcard::icalendar::{
    ICalendar, ICalendarComponentType, ICalendarProperty, ICalendarStatus, ICalendarValue,
};
use reqwest::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderMap, IF_NONE_MATCH};
use serde_json::{Value, json};
use uuid::Uuid;
use yishi_domain::{ActivityId, ShiftId};
use yishi_sync::wire::digest;

use crate::board::{Board, signup};
use crate::phone::{Phone, http};
use crate::place::{Endpoint, answer, small};

const CLEANING: &str = "独居老人居家保洁";

/// What a calendar program knows of one occurrence.
#[derive(Debug, Clone, PartialEq)]
struct Entry {
    starts: i64,
    ends: i64,
    status: ICalendarStatus,
    sequence: i64,
    modified: i64,
    summary: String,
    place: String,
    description: String,
}

struct Fetched {
    status: u16,
    headers: HeaderMap,
    text: String,
}

impl Fetched {
    /// The entries by their UID, if this is a calendar as the standard wants it.
    fn entries(&self) -> BTreeMap<String, Entry> {
        assert_eq!(self.status, 200, "{}", self.text);
        assert_eq!(self.headers[CONTENT_TYPE], "text/calendar; charset=utf-8");
        for line in self.text.split_inclusive("\r\n") {
            let line = line
                .strip_suffix("\r\n")
                .unwrap_or_else(|| panic!("{line:?} has no end"));
            assert!(line.len() <= 75, "{line} is too long");
            assert!(!line.contains(['\r', '\n']), "{line:?}");
        }
        let calendar = ICalendar::parse(&self.text).unwrap();
        let of = |kind| {
            calendar
                .components
                .iter()
                .filter(move |component| component.component_type == kind)
        };
        let whole = of(ICalendarComponentType::VCalendar).next().unwrap();
        for name in [ICalendarProperty::Prodid, ICalendarProperty::Version] {
            assert!(whole.entries.iter().any(|entry| entry.name == name));
        }
        assert!(self.text.contains("X-WR-CALNAME:幸福街社区 · 志愿服务\r\n"));
        let mut entries = BTreeMap::new();
        for component in of(ICalendarComponentType::VEvent) {
            let value = |name: &ICalendarProperty| {
                let mut named = component.entries.iter().filter(|entry| entry.name == *name);
                let value = named.next().map(|entry| entry.values[0].clone());
                assert!(named.next().is_none(), "{name:?} twice");
                value
            };
            let text = |name| match value(&name) {
                Some(ICalendarValue::Text(text)) => text,
                None => String::new(),
                other => panic!("{name:?} is {other:?}"),
            };
            let moment = |name| match value(&name) {
                Some(ICalendarValue::PartialDateTime(time)) => {
                    assert_eq!((time.tz_hour, time.tz_minute), (Some(0), Some(0)), "UTC");
                    let known = time.to_date_time().unwrap();
                    known.date_time.and_utc().timestamp()
                }
                other => panic!("{name:?} is {other:?}"),
            };
            let Some(ICalendarValue::Status(status)) = value(&ICalendarProperty::Status) else {
                panic!("no status");
            };
            let Some(ICalendarValue::Integer(sequence)) = value(&ICalendarProperty::Sequence)
            else {
                panic!("no sequence");
            };
            let modified = moment(ICalendarProperty::LastModified);
            assert_eq!(moment(ICalendarProperty::Dtstamp), modified);
            let entry = Entry {
                starts: moment(ICalendarProperty::Dtstart),
                ends: moment(ICalendarProperty::Dtend),
                status,
                sequence,
                modified,
                summary: text(ICalendarProperty::Summary),
                place: text(ICalendarProperty::Location),
                description: text(ICalendarProperty::Description),
            };
            let uid = text(ICalendarProperty::Uid);
            assert!(entries.insert(uid, entry).is_none(), "a UID twice");
        }
        entries
    }

    fn entry(&self, shift: ShiftId) -> (String, Entry) {
        let mut all = self.entries().into_iter();
        all.find(|(uid, _)| uid.contains(&shift.to_string()))
            .unwrap_or_else(|| panic!("{shift} is not in {}", self.text))
    }

    fn tag(&self) -> &str {
        self.headers[ETAG].to_str().unwrap()
    }
}

/// A new link; gives its secret.
async fn link(phone: &mut Phone) -> String {
    let secret = format!("{}{}", Uuid::now_v7().simple(), Uuid::now_v7().simple());
    let link = digest(secret.as_bytes());
    phone
        .give("set_calendar_link", &json!({ "link": link }))
        .await;
    secret
}

async fn fetch(endpoint: &Endpoint, secret: &str, known: Option<&str>) -> Fetched {
    let url = format!("{}/v1/calendar/{secret}.ics", endpoint.url());
    let mut request = http().get(url);
    if let Some(tag) = known {
        request = request.header(IF_NONE_MATCH, tag);
    }
    let response = request.send().await.unwrap();
    Fetched {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        text: response.text().await.unwrap(),
    }
}

/// The board, and the second coming shift of the cleaning: whatever day it is, that one has not begun.
async fn cleaning(phone: &mut Phone) -> (Board, ShiftId) {
    phone.pull().await;
    let board = Board::of(phone);
    let shift = board.shift(CLEANING, 1);
    (board, shift)
}

#[tokio::test]
async fn a_shift_stands_in_it_and_a_change_and_a_cancellation_are_later_words_of_the_same_entry() {
    let (endpoint, _folder) = small(&[]);
    let mut member = endpoint.phone("resident").await;
    let mut staff = endpoint.phone("committee").await;
    let secret = link(&mut member).await;
    let empty = fetch(&endpoint, &secret, None).await;
    assert!(empty.entries().is_empty(), "{}", empty.text);

    let (board, shift) = cleaning(&mut member).await;
    let body = signup(&member, shift);
    member.give("sign_up", &body).await;
    let first = fetch(&endpoint, &secret, None).await;
    let (uid, planned) = first.entry(shift);
    let starts = board.days(CLEANING)[1].at(9 * 60, 480).0 / 1_000;
    assert_eq!(
        (planned.starts, planned.ends),
        (starts, starts + 150 * 60),
        "09:00 in China, whoever reads it"
    );
    assert_eq!(
        (
            &planned.status,
            planned.summary.as_str(),
            planned.place.as_str()
        ),
        (&ICalendarStatus::Confirmed, CLEANING, "各楼栋")
    );
    assert_eq!(planned.description, "岗位：保洁");

    let mut details = board.details(CLEANING).clone();
    details["starts"] = json!(10 * 60);
    details["text"] = json!("请带手套,口罩;在三号楼前集合\n下雨也去".repeat(8));
    let day = board.days(CLEANING)[1];
    let moved = json!({ "shift": shift, "day": day, "details": details });
    staff.give("change_shift", &moved).await;
    let (same, moved) = fetch(&endpoint, &secret, None).await.entry(shift);
    assert_eq!((same, moved.starts), (uid.clone(), starts + 3_600));
    assert!(moved.sequence > planned.sequence && moved.modified >= planned.modified);
    assert!(
        moved
            .description
            .contains("手套,口罩;在三号楼前集合\n下雨也去")
    );

    let body = json!({ "shift": shift, "reason": "停水" });
    staff.give("cancel_shift", &body).await;
    let (same, cancelled) = fetch(&endpoint, &secret, None).await.entry(shift);
    assert_eq!((same, cancelled.status), (uid, ICalendarStatus::Cancelled));
    assert!(cancelled.sequence > moved.sequence);
    assert!(cancelled.summary.starts_with("已取消：") && cancelled.description.contains("停水"));
}

#[tokio::test]
async fn who_waits_is_told_so_until_there_is_a_place() {
    let (endpoint, _folder) = small(&[]);
    let mut staff = endpoint.phone("committee").await;
    let mut first = endpoint.phone("housemate").await;
    let mut waiting = endpoint.phone("resident").await;
    let (board, _) = cleaning(&mut staff).await;
    let activity = ActivityId(Uuid::now_v7());
    let mut details = board.details(CLEANING).clone();
    details["title"] = json!("值守");
    details["roles"] = json!([{ "role": 0, "name": "值守", "capacity": 1 }]);
    details["minimum"] = json!(1);
    details["lead"] = json!({ "member": staff.member, "name": "" });
    let day = board.days(CLEANING)[1];
    let plan = json!({ "activity": activity, "details": details, "first": day, "rule": "FREQ=DAILY;COUNT=1" });
    staff.give("plan_activity", &plan).await;
    let shift = ShiftId::of(activity, day);
    for phone in [&mut first, &mut waiting] {
        let body = signup(phone, shift);
        phone.give("sign_up", &body).await;
    }
    let secret = link(&mut waiting).await;
    let (uid, entry) = fetch(&endpoint, &secret, None).await.entry(shift);
    assert_eq!(
        (entry.status, entry.summary.as_str()),
        (ICalendarStatus::Tentative, "候补：值守")
    );
    let lead = link(&mut staff).await;
    let (_, led) = fetch(&endpoint, &lead, None).await.entry(shift);
    assert_eq!(
        (led.status, led.description.as_str()),
        (ICalendarStatus::Confirmed, "由您负责")
    );

    let body = json!({ "shift": shift, "member": first.member });
    first.give("cancel_signup", &body).await;
    let (same, moved_up) = fetch(&endpoint, &secret, None).await.entry(shift);
    assert_eq!(
        (same, moved_up.status, moved_up.summary.as_str()),
        (uid, ICalendarStatus::Confirmed, "值守")
    );
    assert!(moved_up.sequence >= entry.sequence && moved_up.modified >= entry.modified);
}

#[tokio::test]
async fn only_those_who_sit_in_the_council_have_its_meetings() {
    let (endpoint, _folder) = small(&[]);
    for (role, sits) in [
        ("committee", true),
        ("representative", true),
        ("resident", false),
    ] {
        let mut phone = endpoint.phone(role).await;
        let secret = link(&mut phone).await;
        let entries = fetch(&endpoint, &secret, None).await.entries();
        let meetings = entries
            .values()
            .filter(|entry| entry.summary == "居民议事会");
        assert_eq!(meetings.count() > 0, sits, "{role}");
        let two_hours = |entry: &Entry| entry.ends - entry.starts == 7_200;
        assert!(entries.values().all(two_hours), "{role}");
    }
}

#[tokio::test]
async fn a_meeting_that_is_put_off_or_called_off_says_so() {
    let (endpoint, _folder) = small(&[]);
    let mut staff = endpoint.phone("committee").await;
    let meeting = Uuid::now_v7();
    let plan = json!({
        "meeting": meeting, "starts_at": "2099-06-01T01:00:00Z", "place": "议事厅", "reason": "加装电梯",
    });
    staff.give("plan_meeting", &plan).await;
    let secret = link(&mut staff).await;
    let entry = async || {
        let entries = fetch(&endpoint, &secret, None).await.entries();
        let own = entries.into_iter();
        own.filter(|(uid, _)| uid.starts_with(&meeting.to_string()))
            .map(|(_, entry)| entry)
            .next()
            .unwrap()
    };
    let planned = entry().await;
    let body =
        json!({ "meeting": meeting, "starts_at": "2099-06-02T01:00:00Z", "place": "活动中心" });
    staff.give("reschedule_meeting", &body).await;
    let moved = entry().await;
    assert_eq!(moved.starts - planned.starts, 86_400);
    assert_eq!(moved.place, "活动中心");
    assert!(moved.sequence > planned.sequence);
    let body = json!({ "meeting": meeting, "reason": "大雪" });
    staff.give("cancel_meeting", &body).await;
    let off = entry().await;
    assert_eq!(off.status, ICalendarStatus::Cancelled);
    assert!(off.description.contains("大雪") && off.sequence > moved.sequence);
}

#[tokio::test]
async fn nothing_of_an_elders_need_stands_in_it() {
    let (endpoint, _folder) = small(&[]);
    let mut staff = endpoint.phone("committee").await;
    let mut volunteer = endpoint.phone("resident").await;
    let (_, shift) = cleaning(&mut volunteer).await;
    let body = signup(&volunteer, shift);
    volunteer.give("sign_up", &body).await;
    let need = Uuid::now_v7();
    let raised = json!({
        "need": need, "kind": "cleaning", "elder": "秘密老人", "address": "秘密地址", "note": "秘密备注",
    });
    staff.give("raise_need", &raised).await;
    let matched = json!({ "need": need, "shift": shift, "member": volunteer.member });
    staff.give("match_need", &matched).await;
    volunteer.pull().await;
    let known = Value::from(volunteer.events.clone()).to_string();
    assert!(known.contains("秘密地址"), "the app knows it");

    for phone in [&mut volunteer, &mut staff] {
        let secret = link(phone).await;
        let text = fetch(&endpoint, &secret, None).await.text;
        let unfolded = text.replace("\r\n ", "");
        assert!(!unfolded.contains("秘密"), "{unfolded}");
        assert!(!unfolded.contains(&need.to_string()), "{unfolded}");
    }
}

#[tokio::test]
async fn a_link_opens_one_calendar_until_it_is_replaced_or_revoked() {
    let (endpoint, _folder) = small(&[]);
    let mut member = endpoint.phone("resident").await;
    let mut other = endpoint.phone("housemate").await;
    let (_, shift) = cleaning(&mut member).await;
    let body = signup(&member, shift);
    member.give("sign_up", &body).await;
    let (first, others) = (link(&mut member).await, link(&mut other).await);
    assert!(fetch(&endpoint, &others, None).await.entries().is_empty());

    let second = link(&mut member).await;
    let replaced = fetch(&endpoint, &first, None).await;
    assert_eq!(replaced.status, 404, "a new link voids the old one");
    assert_eq!(fetch(&endpoint, &second, None).await.entries().len(), 1);
    member
        .give("set_calendar_link", &json!({ "link": null }))
        .await;
    assert_eq!(fetch(&endpoint, &second, None).await.status, 404);
    for wrong in ["", "x", &"0".repeat(64), "..%2f..", &"长".repeat(1_000)] {
        assert_eq!(fetch(&endpoint, wrong, None).await.status, 404, "{wrong}");
    }
    // Its digest is in the log, which must not open it.
    let in_log = digest(others.as_bytes()).to_string();
    assert_eq!(fetch(&endpoint, &in_log, None).await.status, 404);

    let mut staff = endpoint.phone("committee").await;
    let body = json!({ "member": other.member, "reason": "搬走" });
    staff.give("remove_member", &body).await;
    assert_eq!(fetch(&endpoint, &others, None).await.status, 404);
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again_and_nobody_asks_without_end() {
    let (endpoint, _folder) = small(&["--calendars-per-hour", "3"]);
    let mut member = endpoint.phone("resident").await;
    let secret = link(&mut member).await;
    let first = fetch(&endpoint, &secret, None).await;
    assert_eq!(first.headers[CACHE_CONTROL], "private, max-age=300");
    let again = fetch(&endpoint, &secret, Some(first.tag())).await;
    assert_eq!((again.status, again.text.as_str()), (304, ""));
    assert_eq!(again.tag(), first.tag());
    let (_, shift) = cleaning(&mut member).await;
    let body = signup(&member, shift);
    member.give("sign_up", &body).await;
    let weak = format!("\"x\", W/{}", first.tag());
    let changed = fetch(&endpoint, &secret, Some(&weak)).await;
    assert_eq!(changed.entries().len(), 1);
    let refused = fetch(&endpoint, &secret, None).await;
    assert_eq!(refused.status, 429);
    assert!(refused.headers.contains_key("retry-after"));
}

#[tokio::test]
async fn it_is_the_same_after_a_restart_and_after_a_restore() {
    let (mut endpoint, folder) = small(&[]);
    let data = folder.path().to_str().unwrap().to_owned();
    let mut member = endpoint.phone("resident").await;
    let secret = link(&mut member).await;
    let (_, shift) = cleaning(&mut member).await;
    let body = signup(&member, shift);
    member.give("sign_up", &body).await;
    let before = fetch(&endpoint, &secret, None).await;
    assert_eq!(before.entries().len(), 1);
    let backup = folder.path().join("backup");
    let backup = backup.to_str().unwrap();
    answer(&["backup", backup, "--data", &data]);

    assert!(endpoint.stop().success());
    let mut endpoint = Endpoint::start(folder.path(), &[]);
    let restarted = fetch(&endpoint, &secret, Some(before.tag())).await;
    assert_eq!(restarted.status, 304);

    let mut member = member.at(endpoint.url());
    let body = json!({ "shift": shift, "member": member.member });
    member.give("cancel_signup", &body).await;
    assert!(fetch(&endpoint, &secret, None).await.entries().is_empty());
    assert!(endpoint.stop().success());
    answer(&["restore", backup, "--data", &data]);
    let endpoint = Endpoint::start(folder.path(), &[]);
    let restored = fetch(&endpoint, &secret, Some(before.tag())).await;
    assert_eq!(restored.status, 304);

    let export = folder.path().join("export");
    answer(&["export", export.to_str().unwrap(), "--data", &data]);
    let log = std::fs::read_to_string(export.join("events.jsonl")).unwrap();
    for kind in [
        "activity_planned",
        "shifts_planned",
        "signed_up",
        "calendar_link_set",
    ] {
        assert!(log.contains(&format!("\"type\":\"{kind}\"")), "{kind}");
    }
    assert!(!log.contains(&secret), "the secret itself is nowhere");
}
