//! What the authority tells of itself: taken only where it fits, and never more than a pull would bring.

use crate::kit::{Phone, Town, raise, staff_record};
use yishi_domain::roster::Role;
use yishi_domain::*;
use yishi_sync::wire::{LiveParts, live_json, parse_live};
use yishi_sync::{Heard, Received};

fn hear(phone: &mut Phone, news: &str) -> Heard {
    let heard = phone.replica.hear(parse_live(news).unwrap());
    if let Heard::Taken(received) = &heard {
        phone.store(&received.writes);
    }
    heard
}

fn taken(heard: Heard) -> Received {
    match heard {
        Heard::Taken(received) => *received,
        other => panic!("{other:?}"),
    }
}

fn head(town: &Town) -> u64 {
    town.endpoint.authority().head()
}

fn opinion(town: &mut Town, text: &str) -> OpinionId {
    let mut author = town.phone(town.author);
    let opinion = OpinionId(town.id());
    author.submit(town, raise(opinion, text, false)).unwrap();
    author.sync(town);
    opinion
}

#[test]
fn news_that_go_on_where_the_phone_stands_are_as_good_as_a_pull() {
    let mut town = Town::new(1);
    let mut phone = town.phone(town.resident);
    let before = head(&town);
    let raised = opinion(&mut town, "三楼太吵");
    let news = town.endpoint.news(town.resident, before, town.now);
    let received = taken(hear(&mut phone, &news));
    assert!(!received.more && received.rejected.is_empty());
    assert!(phone.replica.view().council.opinions.contains_key(&raised));
    assert!(
        matches!(hear(&mut phone, &news), Heard::Known),
        "twice is once"
    );
    assert!(*phone.replica.confirmed() == town.fresh(town.resident));
    phone.reopen(&mut town);
    assert!(*phone.replica.confirmed() == town.fresh(town.resident));
    assert!(
        phone.sync(&mut town)[0].writes.is_empty(),
        "there is nothing left to pull"
    );
}

#[test]
fn news_that_an_answer_has_overtaken_bring_only_what_is_missing() {
    let mut town = Town::new(1);
    let mut phone = town.phone(town.resident);
    let before = head(&town);
    opinion(&mut town, "一");
    phone.sync(&mut town);
    opinion(&mut town, "二");
    let news = town.endpoint.news(town.resident, before, town.now);
    let received = taken(hear(&mut phone, &news));
    let lines: Vec<&str> = received.writes.append[0].lines.lines().collect();
    assert!(
        lines.iter().all(|line| !line.contains("\"一\"")),
        "{lines:?}"
    );
    assert!(*phone.replica.confirmed() == town.fresh(town.resident));
}

#[test]
fn news_behind_a_gap_are_left_to_the_pull() {
    let mut town = Town::new(1);
    let mut phone = town.phone(town.resident);
    opinion(&mut town, "一");
    let after = head(&town);
    opinion(&mut town, "二");
    let news = town.endpoint.news(town.resident, after, town.now);
    let before = phone.replica.head();
    assert!(matches!(hear(&mut phone, &news), Heard::Beyond));
    assert_eq!(phone.replica.head(), before);
}

#[test]
fn news_of_other_audiences_or_of_another_log_are_left_to_the_pull() {
    let mut town = Town::new(1);
    let staff = town.staff;
    let mut phone = town.phone(staff);
    let before = head(&town);
    town.operate(Command::RecordMember(staff_record(
        staff,
        "王主任",
        None,
        &[Role::Resident],
    )));
    let less = town.endpoint.news(staff, before, town.now);
    assert!(matches!(hear(&mut phone, &less), Heard::Beyond));
    town.operate(Command::RecordMember(staff_record(
        staff,
        "王主任",
        None,
        &[Role::Committee],
    )));
    phone.sync(&mut town);
    opinion(&mut town, "一");
    let news = town.endpoint.news(staff, before, town.now);
    let epoch = town.endpoint.authority().epoch().to_string();
    let other = news.replace(&epoch, &town.id().to_string());
    assert!(matches!(hear(&mut phone, &other), Heard::Beyond));
    taken(hear(&mut phone, &news));
}

#[test]
fn old_news_do_not_settle_a_command_whose_events_are_still_to_come() {
    let mut town = Town::new(1);
    let mut phone = town.phone(town.resident);
    opinion(&mut town, "一");
    let (seen, told) = (phone.replica.head(), head(&town));
    let news = town.endpoint.news(town.resident, seen, town.now);
    let own = OpinionId(town.id());
    phone.submit(&mut town, raise(own, "二", false)).unwrap();
    // The answer acknowledges the command, and breaks off before anything that the phone has not seen.
    let request = phone.replica.request();
    let answer = town.ask(town.resident, &request).unwrap();
    assert!(head(&town) > told);
    let events = answer.find("\"events\":[").unwrap();
    let answer = format!("{}\"events\":[]}}", &answer[..events]);
    let answer = answer.replace("\"more\":false", "\"more\":true");
    let reached = format!(":{}", head(&town));
    phone.receive(&answer.replace(&reached, &format!(":{seen}")));
    assert!(phone.replica.pending()[0].acknowledged);

    taken(hear(&mut phone, &news));
    assert_eq!(
        phone.replica.pending().len(),
        1,
        "it is let go of too early"
    );
    let all = town.endpoint.news(town.resident, told, town.now);
    taken(hear(&mut phone, &all));
    assert!(phone.replica.view().council.opinions.contains_key(&own));
    phone.sync(&mut town);
    assert!(phone.replica.pending().is_empty());
}

#[test]
fn a_phone_that_only_listens_stores_checkpoints_too() {
    let mut town = Town::new(1);
    let mut phone = town.phone(town.resident);
    let mut author = town.phone(town.author);
    let before = head(&town);
    for _ in 0..550 {
        let opinion = OpinionId(town.id());
        author
            .submit(&mut town, raise(opinion, "一", false))
            .unwrap();
    }
    author.sync(&mut town);
    let news = town.endpoint.news(town.resident, before, town.now);
    assert!(taken(hear(&mut phone, &news)).writes.checkpoint.is_some());
    phone.reopen(&mut town);
    assert!(*phone.replica.confirmed() == town.fresh(town.resident));
}

#[test]
fn a_bare_poke_is_no_news_and_news_are_one_line() {
    assert!(parse_live("{}").is_err());
    let mut town = Town::new(1);
    opinion(&mut town, "第一行\n第二行");
    let news = town.endpoint.news(town.resident, 0, town.now);
    assert!(!news.contains('\n'));
    let told = parse_live(&news).unwrap();
    let texts = told.events.iter().map(|e| (e.event.seq, e.text.to_owned()));
    let again = live_json(&LiveParts {
        epoch: told.epoch,
        now: told.now,
        after: told.after,
        cursors: &told.cursors,
        events: &texts.collect::<Vec<_>>(),
    });
    assert_eq!(again, news);
}
