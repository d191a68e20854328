//! Requests as the phone writes them.

use crate::kit::{Town, raise};
use yishi_domain::{OpinionId, Rejection};
use yishi_sync::wire::SyncRequest;
use yishi_sync::{MOST_BYTES, MOST_COMMANDS, MOST_EVENTS};

#[test]
fn a_request_carries_what_the_phone_knows_and_what_waits() {
    let mut town = Town::new(1);
    let mut phone = town.phone(town.resident);
    let opinion = OpinionId(town.id());
    let id = phone
        .submit(&mut town, raise(opinion, "引号\"和\n换行{}", false))
        .unwrap();
    let request = SyncRequest::parse(&phone.replica.request()).unwrap();
    assert_eq!(request.client, phone.replica.client());
    assert_eq!(request.epoch, Some(town.endpoint.authority().epoch()));
    assert_eq!(request.limit, MOST_EVENTS);
    assert_eq!(request.cursors.len(), 3);
    assert!(
        request
            .cursors
            .values()
            .all(|seq| *seq == town.endpoint.authority().head())
    );
    let [command] = &request.push[..] else {
        panic!("{request:?}")
    };
    assert_eq!((command.n, command.id, command.at), (1, id, town.now));
    assert_eq!(
        command.command,
        Ok(raise(opinion, "引号\"和\n换行{}", false))
    );
}

#[test]
fn a_push_stays_below_the_limits_and_the_rest_follows() {
    let mut town = Town::new(1);
    let mut phone = town.phone(town.resident);
    // Each of them has blanks around it that the rules leave out: 250 commands are more than 1 MiB.
    let text = format!("灯{}", " ".repeat(10_000));
    for _ in 0..250 {
        let opinion = OpinionId(town.id());
        phone
            .submit(&mut town, raise(opinion, &text, false))
            .unwrap();
    }
    let mut pushes = Vec::new();
    while phone.replica.has_unsent() {
        let request = phone.replica.request();
        assert!(request.len() < MOST_BYTES);
        pushes.push(SyncRequest::parse(&request).unwrap().push.len());
        let answer = town.ask(town.resident, &request).unwrap();
        phone.receive(&answer);
    }
    assert_eq!(pushes.iter().sum::<usize>(), 250);
    assert!(
        pushes.len() > 1 && pushes.iter().all(|count| *count <= MOST_COMMANDS),
        "{pushes:?}"
    );
    assert_eq!(
        town.endpoint.authority().state().council.opinions.len(),
        250
    );
}

#[test]
fn a_command_that_no_push_could_hold_is_refused_before_it_waits() {
    let mut town = Town::new(1);
    let mut phone = town.phone(town.resident);
    let opinion = OpinionId(town.id());
    let refused = phone
        .submit(&mut town, raise(opinion, &" ".repeat(MOST_BYTES), false))
        .unwrap_err();
    assert!(
        matches!(refused, Rejection::TextTooLong { .. }),
        "{refused}"
    );
    assert!(phone.replica.pending().is_empty() && phone.disk.outbox().is_empty());
}
