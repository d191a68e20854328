//! The phone's confirmed log: audiences that come and go, events that it does not know.

use crate::kit::{Phone, Town, raise, staff_record};
use yishi_domain::roster::Role;
use yishi_domain::*;
use yishi_sync::wire::{parse_answer, parse_head};

fn set_roles(town: &mut Town, member: MemberId, name: &str, home: Option<usize>, roles: &[Role]) {
    let household = home.map(|index| town.homes[index]);
    town.operate(Command::RecordMember(staff_record(
        member, name, household, roles,
    )));
}

fn anonymous_opinion(town: &mut Town) -> OpinionId {
    let mut author = town.phone(town.author);
    let opinion = OpinionId(town.id());
    author
        .submit(town, raise(opinion, "三楼太吵", true))
        .unwrap();
    author.sync(town);
    opinion
}

fn knows_author(phone: &Phone, opinion: OpinionId) -> bool {
    phone.replica.confirmed().council.opinions[&opinion]
        .author
        .is_some()
}

#[test]
fn a_new_audience_comes_with_its_past() {
    let mut town = Town::new(1);
    let mut phone = town.phone(town.resident);
    let opinion = anonymous_opinion(&mut town);
    phone.sync(&mut town);
    assert!(!knows_author(&phone, opinion));
    let resident = town.resident;
    set_roles(
        &mut town,
        resident,
        "孙艳",
        Some(1),
        &[Role::Resident, Role::Committee],
    );
    let received = phone.sync(&mut town);
    assert!(
        received[0].writes.clear_log,
        "the past is folded in where it belongs"
    );
    assert!(knows_author(&phone, opinion));
    assert!(*phone.replica.confirmed() == town.fresh(resident));
    let before = phone.replica.confirmed().clone();
    phone.reopen(&mut town);
    assert!(*phone.replica.confirmed() == before);
}

#[test]
fn a_new_audience_comes_with_its_past_in_pages_too() {
    let mut town = Town::new(1);
    let mut phone = town.phone(town.resident);
    let opinion = anonymous_opinion(&mut town);
    phone.sync(&mut town);
    let resident = town.resident;
    set_roles(
        &mut town,
        resident,
        "孙艳",
        Some(1),
        &[Role::Resident, Role::Committee],
    );
    loop {
        let request = phone
            .replica
            .request()
            .replace("\"limit\":1000", "\"limit\":2");
        let answer = town.ask(resident, &request).unwrap();
        let more = phone.receive(&answer).more;
        phone.reopen(&mut town);
        if !more {
            break;
        }
    }
    assert!(knows_author(&phone, opinion));
    assert!(*phone.replica.confirmed() == town.fresh(resident));
}

#[test]
fn a_lost_audience_is_forgotten_on_disk_too() {
    let mut town = Town::new(1);
    let opinion = anonymous_opinion(&mut town);
    let staff = town.staff;
    let mut phone = town.phone(staff);
    assert!(knows_author(&phone, opinion));
    set_roles(&mut town, staff, "王主任", None, &[Role::Resident]);
    phone.sync(&mut town);
    assert!(!knows_author(&phone, opinion));
    assert!(phone.disk.events().count() > 0);
    assert!(
        phone
            .disk
            .events()
            .all(|event| !event.contains("opinion_authored") && !event.contains("李梅"))
    );
    assert!(*phone.replica.confirmed() == town.fresh(staff));
    phone.reopen(&mut town);
    assert!(*phone.replica.confirmed() == town.fresh(staff));
    // And it comes back whole.
    set_roles(&mut town, staff, "王主任", None, &[Role::Committee]);
    phone.sync(&mut town);
    assert!(knows_author(&phone, opinion));
    assert!(*phone.replica.confirmed() == town.fresh(staff));
}

#[test]
fn who_moves_house_forgets_the_old_home_and_learns_the_new() {
    let mut town = Town::new(1);
    let housemate = town.housemate;
    let mut phone = town.phone(housemate);
    assert!(
        phone
            .replica
            .confirmed()
            .roster
            .members
            .contains_key(&town.author)
    );
    set_roles(&mut town, housemate, "赵强", Some(1), &[Role::Resident]);
    phone.sync(&mut town);
    assert!(
        !phone
            .replica
            .confirmed()
            .roster
            .members
            .contains_key(&town.author)
    );
    assert!(
        phone
            .replica
            .confirmed()
            .roster
            .members
            .contains_key(&town.resident)
    );
    assert!(*phone.replica.confirmed() == town.fresh(housemate));
}

#[test]
fn an_answer_taken_twice_changes_nothing_the_second_time() {
    let mut town = Town::new(1);
    let mut phone = town.phone(town.resident);
    let request = phone.replica.request();
    anonymous_opinion(&mut town);
    let answer = town.ask(town.resident, &request).unwrap();
    phone.receive(&answer);
    let (once, events) = (
        phone.replica.confirmed().clone(),
        phone.disk.events().map(str::to_owned).collect::<Vec<_>>(),
    );
    phone.receive(&answer);
    assert!(*phone.replica.confirmed() == once);
    assert!(phone.disk.events().eq(events.iter()));
}

#[test]
fn an_event_of_a_later_app_is_kept_unfolded_and_asks_for_an_update() {
    for disguise in [
        |text: &str| text.replace("\"type\":\"opinion_raised\"", "\"type\":\"opinion_sung\""),
        |text: &str| {
            text.replace(
                "\"type\":\"opinion_raised\",\"v\":3",
                "\"type\":\"opinion_raised\",\"v\":4",
            )
        },
        |text: &str| text.replace("\"category\":\"facilities\"", "\"category\":\"music\""),
    ] {
        let mut town = Town::new(1);
        let opinion = anonymous_opinion(&mut town);
        let mut phone = Phone::new(town.resident, ClientId(town.id()));
        let plain = town.ask(town.resident, &phone.replica.request()).unwrap();
        let answer = disguise(&plain);
        assert_ne!(plain, answer);
        phone.receive(&answer);
        let checkpoint = phone.replica.checkpoint();
        phone.store(&yishi_sync::disk::Writes {
            checkpoint: Some(checkpoint),
            ..Default::default()
        });
        for _ in 0..2 {
            assert!(phone.replica.is_outdated());
            assert!(
                !phone
                    .replica
                    .confirmed()
                    .council
                    .opinions
                    .contains_key(&opinion)
            );
            assert_eq!(
                phone.disk.events().count(),
                parse_answer(&answer).unwrap().events.len()
            );
            phone.reopen(&mut town);
        }
        // The update knows the event (here: the disk says it in the words that this code knows), and as other
        // code it takes no checkpoint of the old one.
        phone.disk.reword(|line| {
            let known = parse_answer(&plain).unwrap();
            let seq = |text: &str| text.split(',').next().unwrap().to_owned();
            known
                .events
                .iter()
                .map(|e| e.text)
                .find(|text| seq(text) == seq(line))
                .unwrap()
                .to_owned()
        });
        phone.disk.forget_checkpoint();
        phone.reopen(&mut town);
        assert!(!phone.replica.is_outdated());
        assert!(
            phone
                .replica
                .confirmed()
                .council
                .opinions
                .contains_key(&opinion)
        );
        assert!(*phone.replica.confirmed() == town.fresh(town.resident));
    }
}

#[test]
fn events_written_over_several_lines_are_stored_one_a_line() {
    let mut town = Town::new(1);
    anonymous_opinion(&mut town);
    let mut phone = Phone::new(town.resident, ClientId(town.id()));
    let answer = town.ask(town.resident, &phone.replica.request()).unwrap();
    let value: serde_json::Value = serde_json::from_str(&answer).unwrap();
    phone.receive(&serde_json::to_string_pretty(&value).unwrap());
    assert_eq!(
        phone.disk.events().count(),
        value["events"].as_array().unwrap().len()
    );
    phone.reopen(&mut town);
    assert!(*phone.replica.confirmed() == town.fresh(town.resident));
}

#[test]
fn the_next_request_is_known_before_the_events_are_read() {
    let mut town = Town::new(1);
    for _ in 0..3 {
        anonymous_opinion(&mut town);
    }
    let phone = Phone::new(town.resident, ClientId(town.id()));
    let request = phone.replica.request().replace("1000", "2");
    let answer = town.ask(town.resident, &request).unwrap();
    let read = parse_answer(&answer).unwrap();
    let head = parse_head(&answer).unwrap();
    assert!(head.more);
    assert_eq!(
        (head.epoch, head.accepted_through, &head.cursors, head.more),
        (read.epoch, read.accepted_through, &read.cursors, read.more)
    );
    let next = phone.replica.request_after(&head).unwrap();
    let next = parse_answer(&town.ask(town.resident, &next).unwrap())
        .unwrap()
        .events[0]
        .event
        .seq;
    assert!(next > read.events.last().unwrap().event.seq);

    // What follows is not looked at, and nothing is known where the events come first.
    let (before, _) = answer.split_once("\"events\":").unwrap();
    assert_eq!(parse_head(&format!("{before}\"events\":[{{")), Some(head));
    let value: serde_json::Value = serde_json::from_str(&answer).unwrap();
    let events = serde_json::to_string(&value["events"]).unwrap();
    let rest = &before[1..].trim_end_matches(',');
    assert_eq!(parse_head(&format!("{{\"events\":{events},{rest}}}")), None);
    for text in ["", "{", "[]", "{\"events\":[]}", "<html>", before] {
        assert_eq!(parse_head(text), None, "{text}");
    }
}

#[test]
fn an_answer_that_cannot_be_read_is_refused_as_a_whole() {
    let mut town = Town::new(1);
    town.phone(town.resident);
    let answer = town
        .pull(town.resident)
        .replace("\"seq\":1,", "\"seq\":\"one\",");
    assert_ne!(answer, town.pull(town.resident));
    assert!(parse_answer(&answer).is_err());
    assert!(parse_answer("{\"epoch\":1}").is_err() && parse_answer("<html>").is_err());
}
