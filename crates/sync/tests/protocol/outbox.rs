//! What waits on the phone: shown at once, sent until it is settled, never lost.

use crate::kit::{Phone, Town, raise, vote};
use yishi_domain::council::*;
use yishi_domain::*;
use yishi_sync::Problem;
use yishi_sync::wire::Particular;

fn opinion(town: &mut Town, phone: &mut Phone, text: &str) -> OpinionId {
    let opinion = OpinionId(town.id());
    phone.submit(town, raise(opinion, text, false)).unwrap();
    opinion
}

/// An open vote of all homes.
fn open_vote(town: &mut Town) -> MotionId {
    let (meeting, topic, motion) = (
        MeetingId(town.id()),
        TopicId(town.id()),
        MotionId(town.id()),
    );
    let at = town.now.plus_seconds(10_000);
    let electorate = Electorate {
        kind: ElectorateKind::Households,
        place: Place::Everywhere,
    };
    for command in [
        Command::PlanMeeting(PlanMeeting {
            meeting,
            starts_at: at,
            place: "厅".into(),
            reason: None,
        }),
        Command::ScheduleTopic(ScheduleTopic {
            topic,
            title: "灯".into(),
            source: TopicSource::Member,
            meeting,
        }),
        Command::NoticeMotion(NoticeMotion {
            motion,
            topic,
            question: "换灯?".into(),
            options: Options::Approval,
            electorate,
            rule: "simple_majority".into(),
            sealed: false,
            opens_at: None,
            closes_at: at,
        }),
        Command::OpenMotion(OpenMotion { motion }),
    ] {
        town.operate(command);
    }
    motion
}

#[test]
fn what_was_submitted_shows_at_once_and_survives_a_restart_unsent() {
    let mut town = Town::new(1);
    let mut phone = town.phone(town.resident);
    let opinion = opinion(&mut town, &mut phone, "灯坏了");
    for _ in 0..2 {
        assert!(phone.replica.view().council.opinions.contains_key(&opinion));
        assert!(
            !phone
                .replica
                .confirmed()
                .council
                .opinions
                .contains_key(&opinion)
        );
        assert_eq!(phone.replica.pending().len(), 1);
        phone.reopen(&mut town);
    }
    phone.sync(&mut town);
    assert!(phone.replica.pending().is_empty() && phone.disk.outbox().is_empty());
    assert!(phone.replica.view() == phone.replica.confirmed());
}

#[test]
fn a_pending_command_is_dropped_only_when_its_events_have_arrived() {
    let mut town = Town::new(1);
    let mut phone = town.phone(town.resident);
    let mut other = town.phone(town.author);
    for _ in 0..3 {
        opinion(&mut town, &mut other, "别人的事");
    }
    other.sync(&mut town);
    let mine = opinion(&mut town, &mut phone, "我的事");
    let one_at_a_time = |phone: &Phone| {
        phone
            .replica
            .request()
            .replace("\"limit\":1000", "\"limit\":1")
    };
    for _ in 0..3 {
        let answer = town.ask(town.resident, &one_at_a_time(&phone)).unwrap();
        let received = phone.receive(&answer);
        assert!(received.more);
        let [pending] = phone.replica.pending() else {
            panic!("dropped before its events came")
        };
        assert!(pending.acknowledged && !phone.replica.has_unsent());
        assert!(
            phone.replica.view().council.opinions.contains_key(&mine),
            "what waits is still shown"
        );
        assert_eq!(phone.disk.outbox().len(), 1);
    }
    let answer = town.ask(town.resident, &one_at_a_time(&phone)).unwrap();
    phone.receive(&answer);
    assert!(phone.replica.pending().is_empty() && phone.disk.outbox().is_empty());
    assert!(
        phone
            .replica
            .confirmed()
            .council
            .opinions
            .contains_key(&mine)
    );
}

#[test]
fn a_lost_answer_is_asked_for_again_and_nothing_happens_twice() {
    let mut town = Town::new(1);
    let mut phone = town.phone(town.resident);
    opinion(&mut town, &mut phone, "灯坏了");
    town.ask(town.resident, &phone.replica.request()).unwrap();
    phone.reopen(&mut town);
    phone.sync(&mut town);
    assert_eq!(town.endpoint.authority().state().council.opinions.len(), 1);
    assert!(phone.replica.pending().is_empty());
}

#[test]
fn a_rejection_becomes_a_notice_that_keeps_what_was_written() {
    let mut town = Town::new(1);
    let motion = open_vote(&mut town);
    let mut phone = town.phone(town.resident);
    let closed_at = town.now;
    town.operate(Command::CloseMotion(CloseMotion { motion }));
    let id = phone
        .submit(&mut town, vote(motion, Choice::Approve))
        .unwrap();
    let rejected: Vec<_> = phone
        .sync(&mut town)
        .into_iter()
        .flat_map(|received| received.rejected)
        .collect();
    assert_eq!(rejected.len(), 1);
    assert!(phone.disk.outbox().is_empty());
    for _ in 0..2 {
        let [notice] = phone.replica.notices() else {
            panic!("{:?}", phone.replica.notices())
        };
        assert_eq!((notice.id, notice.code.as_str()), (id, "motion_closed"));
        let told = Particular::Text(closed_at.to_string());
        assert_eq!(notice.detail.get("closed_at"), Some(told));
        assert_eq!(notice.command(), Some(vote(motion, Choice::Approve)));
        phone.reopen(&mut town);
    }
    let writes = phone.replica.dismiss(id);
    phone.store(&writes);
    phone.reopen(&mut town);
    assert!(phone.replica.notices().is_empty());
}

#[test]
fn what_the_phone_itself_knows_to_be_wrong_does_not_wait() {
    let mut town = Town::new(1);
    let mut phone = town.phone(town.resident);
    let refused = phone
        .submit(&mut town, raise(OpinionId(uuid::Uuid::nil()), " ", false))
        .unwrap_err();
    assert_eq!(
        refused,
        Rejection::TextEmpty {
            field: "text".into()
        }
    );
    assert!(phone.replica.pending().is_empty() && phone.disk.outbox().is_empty());
}

#[test]
fn what_the_phone_would_refuse_by_now_stays_queued_and_is_not_shown() {
    let mut town = Town::new(1);
    let motion = open_vote(&mut town);
    let mut phone = town.phone(town.resident);
    phone
        .submit(&mut town, vote(motion, Choice::Approve))
        .unwrap();
    assert_eq!(
        phone.replica.view().council.motions[&motion].ballots.len(),
        1
    );
    let cancel = CancelMotion {
        motion,
        reason: "误".into(),
    };
    town.operate(Command::CancelMotion(cancel));
    // The news arrive by an answer to an earlier question, which carried nothing.
    let question = phone.replica.request();
    let without_push = format!(
        "{}\"push\":[]}}",
        question.split("\"push\"").next().unwrap()
    );
    let answer = town.ask(town.resident, &without_push).unwrap();
    phone.receive(&answer);
    assert!(
        phone.replica.view().council.motions[&motion]
            .ballots
            .is_empty()
    );
    assert_eq!(phone.replica.pending().len(), 1);
    phone.sync(&mut town);
    assert_eq!(phone.replica.notices()[0].code, "motion_cancelled");
}

#[test]
fn a_rejection_beyond_the_push_is_not_taken_for_acceptance() {
    let mut town = Town::new(1);
    let motion = open_vote(&mut town);
    let mut phone = town.phone(town.resident);
    for _ in 0..220 {
        opinion(&mut town, &mut phone, "灯");
    }
    let ballot = phone
        .submit(&mut town, vote(motion, Choice::Approve))
        .unwrap();
    town.operate(Command::CloseMotion(CloseMotion { motion }));
    // The first 200 are acknowledged while their events are still to come…
    let first = phone
        .replica
        .request()
        .replace("\"limit\":1000", "\"limit\":1");
    let answer = town.ask(town.resident, &first).unwrap();
    phone.receive(&answer);
    // …the answer about the rest is lost, and the app is killed.
    town.ask(town.resident, &phone.replica.request()).unwrap();
    phone.reopen(&mut town);
    phone.sync(&mut town);
    assert_eq!(
        phone
            .replica
            .notices()
            .iter()
            .map(|notice| notice.id)
            .collect::<Vec<_>>(),
        [ballot]
    );
    assert!(phone.replica.pending().is_empty());
}

#[test]
fn another_tabs_command_is_never_overwritten() {
    let mut town = Town::new(1);
    let mut phone = town.phone(town.resident);
    let other_tab = phone.replica.clone();
    opinion(&mut town, &mut phone, "灯");
    let (id, mine) = (CommandId(town.id()), OpinionId(town.id()));
    let writes = other_tab
        .clone()
        .submit(id, &raise(mine, "水", false), town.now)
        .unwrap();
    assert!(
        phone.disk.write(&writes).is_err(),
        "the count was taken meanwhile"
    );
    let change = other_tab.clone().change_epoch(ClientId(town.id()));
    assert!(
        phone.disk.write(&change).is_err(),
        "renumbering must not drop the other tab's command"
    );
    assert_eq!(phone.disk.outbox().len(), 1);
}

#[test]
fn another_epoch_sends_what_waits_again_under_a_new_client_and_the_same_ids() {
    let mut town = Town::new(1);
    let mut phone = town.phone(town.resident);
    let (backup, settled) = (
        town.endpoint.authority().head(),
        town.endpoint.settled().len(),
    );
    let confirmed = opinion(&mut town, &mut phone, "备份之后");
    phone.sync(&mut town);
    let waiting = [
        opinion(&mut town, &mut phone, "一"),
        opinion(&mut town, &mut phone, "二"),
    ];
    // The endpoint took the first of them, but nobody heard of it.
    town.ask(town.resident, &phone.replica.request()).unwrap();
    let epoch = EpochId(town.id());
    town.endpoint = town.endpoint.restored(backup, settled, epoch);

    let problem = town
        .ask(town.resident, &phone.replica.request())
        .unwrap_err();
    assert_eq!(problem, Problem::UnknownEpoch { epoch });
    let ids: Vec<CommandId> = phone.replica.pending().iter().map(|p| p.id).collect();
    let (client, fresh) = (phone.replica.client(), ClientId(town.id()));
    let writes = phone.replica.change_epoch(fresh);
    phone.store(&writes);
    assert!(
        phone
            .replica
            .view()
            .council
            .opinions
            .contains_key(&confirmed),
        "the screen keeps what it showed"
    );
    let kept = phone.replica.clone();
    phone.reopen(&mut town);
    for replica in [&kept, &phone.replica] {
        assert_eq!((replica.client(), replica.pending().len()), (fresh, 2));
        assert_ne!(replica.client(), client);
        assert!(
            replica
                .pending()
                .iter()
                .map(|p| p.id)
                .eq(ids.iter().copied())
        );
        assert!(replica.pending().iter().map(|p| p.entry.n).eq([1, 2]));
    }
    phone.sync(&mut town);
    assert!(phone.replica.pending().is_empty());
    let opinions = &phone.replica.confirmed().council.opinions;
    assert!(waiting.iter().all(|id| opinions.contains_key(id)));
    assert!(
        !opinions.contains_key(&confirmed),
        "what only the lost log held is gone, and shown as gone"
    );
    assert!(phone.replica.view() == phone.replica.confirmed());
}

#[test]
fn a_restored_log_that_does_not_know_the_member_shows_nothing_of_the_old_one() {
    let mut town = Town::new(1);
    let mut phone = town.phone(town.resident);
    let epoch = EpochId(town.id());
    town.endpoint = town.endpoint.restored(1, 0, epoch);
    let fresh = ClientId(town.id());
    let writes = phone.replica.change_epoch(fresh);
    phone.store(&writes);
    let answer = town.ask(town.resident, &phone.replica.request()).unwrap();
    phone.receive(&answer);
    assert!(phone.replica.view().roster.members.is_empty());
    assert!(phone.replica.view() == phone.replica.confirmed());
}
