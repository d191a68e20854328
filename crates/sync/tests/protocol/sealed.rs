//! A sealed ballot is tied to its voter by nothing that anybody is ever sent.
//!
//! The strongest way to say it: two votes in which two voters have said the opposite of each other, and nothing else
//! differs, look the same to everybody, byte by byte: every answer, every poke, every event of the log, what is
//! published. Then no content, order, time, number, id, receipt, cause, refusal or turnout can tell who said what.

use crate::kit::{DAY, Phone, Town, staff_record};
use serde_json::Value;
use std::collections::BTreeSet;
use uuid::Uuid;
use yishi_domain::council::*;
use yishi_domain::roster::{HouseholdRecorded, Role};
use yishi_domain::*;
use yishi_sync::wire::parse_ballots;

/// Two homes of the kit's and six more, each with a resident.
struct Street {
    town: Town,
    residents: Vec<MemberId>,
    motion: MotionId,
}

fn seal(number: u8) -> SealId {
    SealId(Uuid::from_u64_pair(0x4000, 1 << 63 | u64::from(number)))
}

fn street() -> Street {
    let mut town = Town::new(1);
    let mut residents = vec![town.author, town.resident];
    for room in 0..6 {
        let (household, member) = (HouseholdId(town.id()), MemberId(town.id()));
        town.operate(Command::RecordHousehold(HouseholdRecorded {
            household,
            building: 2,
            unit: 1,
            room: format!("{}01", room + 1),
            area: None,
        }));
        let record = staff_record(member, "邻居", Some(household), &[Role::Resident]);
        town.operate(Command::RecordMember(record));
        residents.push(member);
    }
    let (meeting, topic, motion) = (
        MeetingId(town.id()),
        TopicId(town.id()),
        MotionId(town.id()),
    );
    let at = town.now.plus_seconds(3 * DAY);
    for command in [
        Command::PlanMeeting(PlanMeeting {
            meeting,
            starts_at: at,
            place: "厅".into(),
            reason: None,
        }),
        Command::ScheduleTopic(ScheduleTopic {
            topic,
            title: "选楼长".into(),
            source: TopicSource::Member,
            meeting,
        }),
        Command::NoticeMotion(NoticeMotion {
            motion,
            topic,
            question: "选谁当楼长?".into(),
            options: Options::Choose {
                most: 2,
                of: ["甲", "乙", "丙"].map(String::from).to_vec(),
            },
            electorate: Electorate {
                kind: ElectorateKind::Households,
                place: Place::Everywhere,
            },
            rule: "simple_majority".into(),
            sealed: true,
            opens_at: None,
            closes_at: at,
        }),
        Command::OpenMotion(OpenMotion { motion }),
    ] {
        town.operate(command);
    }
    Street {
        town,
        residents,
        motion,
    }
}

fn marks(numbers: &[u8]) -> Vec<Choice> {
    numbers.iter().copied().map(Choice::Option).collect()
}

fn cast(motion: MotionId, numbers: &[u8], sealed_by: u8) -> Command {
    Command::CastBallot(CastBallot {
        motion,
        choice: marks(numbers),
        seal: Some(seal(sealed_by)),
    })
}

/// Everything that anybody was sent, in order, with what it was.
#[derive(Default)]
struct Overheard(Vec<(String, String)>);

impl Overheard {
    /// One round of a phone.
    fn sync(&mut self, who: &str, phone: &mut Phone, town: &mut Town) {
        let answer = town
            .ask(phone.replica.member(), &phone.replica.request())
            .unwrap();
        phone.receive(&answer);
        self.0.push((who.to_owned(), answer));
    }
}

/// How two voters vote in the two worlds.
#[derive(Clone, Copy, Debug)]
enum By {
    Phone,
    Desk,
}

/// The same days, in which the first two voters say one thing each, or each what the other says.
fn days(by: By, swapped: bool) -> (Overheard, Vec<String>, Vec<u8>) {
    let Street {
        mut town,
        residents,
        motion,
    } = street();
    let mut heard = Overheard::default();
    let mut staff = town.phone(town.staff);
    let mut housemate = town.phone(town.housemate);
    let said: [(&[u8], u8); 2] = match swapped {
        false => [(&[1, 2], 101), (&[3], 102)],
        true => [(&[3], 102), (&[1, 2], 101)],
    };
    for (member, (numbers, sealed_by)) in residents[..2].iter().zip(said) {
        let mut phone = town.phone(*member);
        town.now = town.now.plus_seconds(61);
        match by {
            By::Phone => {
                let first = cast(motion, &[2], sealed_by + 50);
                phone.submit(&mut town, first).unwrap();
                heard.sync("voter", &mut phone, &mut town);
                let last = cast(motion, numbers, sealed_by);
                phone.submit(&mut town, last).unwrap();
            }
            By::Desk => {
                let home = town.endpoint.authority().state().roster.members[member].household;
                let desk = Command::CastForVoter(CastForVoter {
                    motion,
                    voter: VoterId::Household(home.unwrap()),
                    choice: marks(numbers),
                    reason: "不便".into(),
                    seal: Some(seal(sealed_by)),
                });
                staff.submit(&mut town, desk).unwrap();
                heard.sync("staff", &mut staff, &mut town);
                // Too late, and refused with the earlier way named.
                phone
                    .submit(&mut town, cast(motion, &[1], sealed_by + 50))
                    .unwrap();
            }
        }
        heard.sync("voter", &mut phone, &mut town);
        heard.sync("housemate", &mut housemate, &mut town);
        heard.sync("staff", &mut staff, &mut town);
        let member = *member;
        for (who, reader) in [
            ("voter", member),
            ("housemate", town.housemate),
            ("staff", town.staff),
        ] {
            let news = town.endpoint.news(reader, 0, town.now);
            heard.0.push((who.to_owned(), news));
        }
    }
    for (n, member) in (0..).zip(&residents[2..6]) {
        let mut phone = town.phone(*member);
        town.now = town.now.plus_seconds(1_000);
        let ballot = cast(motion, &[n % 3 + 1], n);
        phone.submit(&mut town, ballot).unwrap();
        heard.sync("neighbour", &mut phone, &mut town);
        town.tick();
    }
    let envelopes: Vec<VoterId> = residents[6..]
        .iter()
        .map(|member| {
            let home = town.endpoint.authority().state().roster.members[member].household;
            VoterId::Household(home.unwrap())
        })
        .collect();
    town.operate(Command::EnterVoters(EnterVoters {
        motion,
        by: Gathering::Envelopes,
        voters: envelopes,
    }));
    town.operate(Command::CountGathered(CountGathered {
        motion,
        count: Gathered::Sheets(vec![marks(&[1]), vec![Choice::Abstain]]),
        photos: vec![],
        seal: seal(200),
    }));
    town.now = town.now.plus_seconds(3 * DAY);
    town.tick();
    for (who, member) in [
        ("voter", residents[0]),
        ("other voter", residents[1]),
        ("housemate", town.housemate),
        ("neighbour", residents[2]),
        ("staff", town.staff),
    ] {
        let everything = town.pull(member);
        heard.0.push((who.to_owned(), everything));
    }
    let log = town.endpoint.log().iter().map(|event| event.json.clone());
    let log = log.collect();
    let state = town.endpoint.authority().state();
    let MotionState::Closed { ballots, .. } = &state.council.motions[&motion].state else {
        panic!("it is closed by the clock")
    };
    let blob = town.endpoint.blob(ballots.sha256).unwrap().to_vec();
    (heard, log, blob)
}

#[test]
fn who_said_what_makes_no_difference_to_anything_that_anybody_is_sent() {
    for by in [By::Phone, By::Desk] {
        let (heard, log, blob) = days(by, false);
        let (swapped_heard, swapped_log, swapped_blob) = days(by, true);
        assert!(heard.0.len() > 20);
        for ((who, one), (_, other)) in heard.0.iter().zip(&swapped_heard.0) {
            assert_eq!(one, other, "{by:?}: {who}");
        }
        assert_eq!(heard.0.len(), swapped_heard.0.len());
        // What an export writes.
        assert_eq!(log, swapped_log, "{by:?}");
        assert_eq!(blob, swapped_blob, "{by:?}");
    }
}

#[test]
fn it_would_be_seen_if_it_made_a_difference() {
    // The same comparison of an open vote finds the difference at once: the test above can fail.
    let open = |choice: Choice| {
        let mut town = Town::new(1);
        let motion = MotionId(town.id());
        let (meeting, topic) = (MeetingId(town.id()), TopicId(town.id()));
        let at = town.now.plus_seconds(DAY);
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
                electorate: Electorate {
                    kind: ElectorateKind::Households,
                    place: Place::Everywhere,
                },
                rule: "simple_majority".into(),
                sealed: false,
                opens_at: None,
                closes_at: at,
            }),
            Command::OpenMotion(OpenMotion { motion }),
        ] {
            town.operate(command);
        }
        let mut phone = town.phone(town.author);
        phone
            .submit(&mut town, crate::kit::vote(motion, choice))
            .unwrap();
        phone.sync(&mut town);
        town.pull(town.housemate)
    };
    assert_ne!(open(Choice::Approve), open(Choice::Reject));
}

#[test]
fn no_seal_no_receipt_and_no_mark_stands_in_any_event() {
    let (heard, log, blob) = days(By::Phone, false);
    let published = parse_ballots(&blob).unwrap();
    let seals = (0..=u8::MAX).map(|number| seal(number).to_string());
    let receipts = (0..=u8::MAX).map(|number| sealed_receipt(seal(number)));
    let secrets: BTreeSet<String> = seals
        .chain(receipts)
        .chain(
            published
                .ballots
                .iter()
                .map(|ballot| ballot.receipt.clone()),
        )
        .chain(["\"option\"".to_owned()])
        .collect();
    for text in heard.0.iter().map(|(_, text)| text).chain(&log) {
        for secret in &secrets {
            assert!(!text.contains(secret.as_str()), "{secret}: {text}");
        }
    }
}

#[test]
fn a_published_ballot_holds_its_marks_and_its_receipt_and_nothing_else() {
    let (_, _, blob) = days(By::Phone, false);
    let published: Value = serde_json::from_slice(&blob).unwrap();
    let ballots = published["ballots"].as_array().unwrap();
    assert_eq!(ballots.len(), 8);
    for ballot in ballots {
        let keys: Vec<&String> = ballot.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["area", "choice", "receipt", "voter", "way"]);
        assert_eq!(
            (&ballot["voter"], &ballot["way"], &ballot["area"]),
            (&Value::Null, &Value::Null, &0.into())
        );
    }
    let receipts: Vec<&str> = ballots
        .iter()
        .map(|ballot| ballot["receipt"].as_str().unwrap())
        .collect();
    assert!(receipts.is_sorted());
    assert_eq!(
        (&published["hands"], &published["missing"]),
        (&Value::Null, &0.into())
    );
}

#[test]
fn turnout_names_neither_the_moment_nor_the_voter() {
    let (heard, _, _) = days(By::Phone, false);
    let (_, everything) = heard.0.last().unwrap();
    let answer: Value = serde_json::from_str(everything).unwrap();
    let mut before = 0;
    let events = answer["events"].as_array().unwrap();
    for event in events
        .iter()
        .filter(|event| event["type"] == "ballot_counted")
    {
        assert!(event.get("by").is_none() && event.get("cause").is_none());
        let heads = event["body"]["turnout"]["heads"].as_u64().unwrap();
        assert!(heads >= before + LEAST_SEALED, "{event}");
        before = heads;
    }
    assert!(before > 0);
}

#[test]
fn the_own_phone_keeps_its_receipt_through_restarts_restores_and_refusals() {
    let Street {
        mut town,
        residents,
        motion,
    } = street();
    let mut phone = town.phone(residents[0]);
    phone.submit(&mut town, cast(motion, &[2, 1], 1)).unwrap();
    let kept = |phone: &Phone| phone.replica.own_sealed(motion).last().cloned();
    let first = kept(&phone).unwrap();
    assert_eq!(first.choice, marks(&[1, 2]));
    assert_eq!(first.receipt, sealed_receipt(seal(1)));
    phone.reopen(&mut town);
    assert_eq!(kept(&phone).as_ref(), Some(&first), "before it was sent");
    phone.sync(&mut town);
    phone.reopen(&mut town);
    assert_eq!(kept(&phone).as_ref(), Some(&first), "after it was sent");
    let line = phone.replica.confirmed().council.motions[&motion]
        .ballots
        .clone();
    let line = line.values().next().unwrap();
    assert_eq!((line.cause, &line.said), (Some(first.command), &None));

    // A ballot that is refused is none: the earlier one is the own one again.
    town.now = town.now.plus_seconds(4 * DAY);
    phone.submit(&mut town, cast(motion, &[3], 2)).unwrap();
    assert_eq!(kept(&phone).unwrap().receipt, sealed_receipt(seal(2)));
    phone.sync(&mut town);
    assert_eq!(kept(&phone), Some(first.clone()));
    phone.reopen(&mut town);
    assert_eq!(kept(&phone), Some(first.clone()));

    let writes = phone.replica.change_epoch(ClientId(town.id()));
    phone.store(&writes);
    phone.reopen(&mut town);
    assert_eq!(kept(&phone), Some(first));
}

#[test]
fn a_home_that_changed_its_ballot_on_another_phone_does_not_miss_the_earlier_one() {
    let Street {
        mut town, motion, ..
    } = street();
    let mut author = town.phone(town.author);
    author.submit(&mut town, cast(motion, &[1], 1)).unwrap();
    author.sync(&mut town);
    let mut housemate = town.phone(town.housemate);
    housemate.submit(&mut town, cast(motion, &[2], 2)).unwrap();
    housemate.sync(&mut town);
    author.sync(&mut town);
    let line = author.replica.confirmed().council.motions[&motion]
        .ballots
        .clone();
    let line = line.values().next().unwrap();
    let own = author.replica.own_sealed(motion).last().unwrap();
    assert_ne!(
        line.cause,
        Some(own.command),
        "the line names the other command"
    );
    assert_eq!(line.by, Some(town.housemate));
}

#[test]
fn the_box_of_a_kept_endpoint_is_the_same_again_and_gone_after_the_close() {
    use yishi_sync::LocalEndpoint;
    let Street {
        mut town,
        residents,
        motion,
    } = street();
    for (n, member) in (0..).zip(&residents) {
        let mut phone = town.phone(*member);
        phone
            .submit(&mut town, cast(motion, &[n % 3 + 1], n))
            .unwrap();
        phone.sync(&mut town);
    }
    let again = |town: &Town| {
        let epoch = town.endpoint.authority().epoch();
        let events: Vec<&str> = town
            .endpoint
            .log()
            .iter()
            .map(|event| event.json.as_str())
            .collect();
        LocalEndpoint::from_text(epoch, events.into_iter(), &town.endpoint.kept_text()).unwrap()
    };
    let kept = again(&town);
    let slips = |endpoint: &LocalEndpoint| endpoint.authority().slips().collect::<Vec<_>>();
    assert_eq!(slips(&kept).len(), 8);
    assert_eq!(slips(&kept), slips(&town.endpoint));
    town.endpoint = kept;
    town.now = town.now.plus_seconds(3 * DAY);
    town.tick();
    assert_eq!(slips(&town.endpoint), []);
    let kept = again(&town);
    let state = kept.authority().state();
    let MotionState::Closed { ballots, tally, .. } = &state.council.motions[&motion].state else {
        panic!("it is closed")
    };
    assert_eq!(tally.participants.heads, 8);
    let published = parse_ballots(kept.blob(ballots.sha256).unwrap()).unwrap();
    assert_eq!(published.ballots.len(), 8);
}
