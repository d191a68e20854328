//! The council's matters over the wire: what each kind of member receives, on the raw JSON; desks and halls offline.

use crate::kit::{DAY, Phone, Town, raise, staff_record};
use serde_json::Value;
use yishi_domain::council::*;
use yishi_domain::roster::*;
use yishi_domain::*;

/// Gives a command from a phone of that member, which must be accepted.
fn act(town: &mut Town, member: MemberId, command: Command) {
    let mut phone = town.phone(member);
    phone.submit(town, command).unwrap();
    assert_eq!(codes(&phone.sync(town)), [""; 0]);
}

/// The codes of what was refused.
fn codes(answers: &[yishi_sync::Received]) -> Vec<String> {
    let refused = answers.iter().flat_map(|answer| &answer.rejected);
    refused.map(|notice| notice.code.clone()).collect()
}

fn events(raw: &str, kind: &str) -> Vec<Value> {
    let answer: Value = serde_json::from_str(raw).unwrap();
    let events = answer["events"].as_array().unwrap().iter();
    events
        .filter(|event| event["type"] == kind)
        .cloned()
        .collect()
}

fn person(town: &mut Town, name: &str, role: Role) -> MemberId {
    let member = MemberId(town.id());
    let record = staff_record(member, name, None, &[role]);
    town.operate(Command::RecordMember(record));
    member
}

/// A meeting that was called and begins within the hour, with a topic.
fn called(town: &mut Town) -> (MeetingId, TopicId) {
    let (meeting, topic) = (MeetingId(town.id()), TopicId(town.id()));
    town.operate(Command::PlanMeeting(PlanMeeting {
        meeting,
        starts_at: town.now.plus_seconds(600),
        place: "议事厅".into(),
        reason: Some("路灯".into()),
    }));
    town.operate(Command::ScheduleTopic(ScheduleTopic {
        topic,
        title: "路灯".into(),
        source: TopicSource::Member,
        meeting,
    }));
    advance(town, meeting, MeetingState::Called);
    (meeting, topic)
}

fn advance(town: &mut Town, meeting: MeetingId, to: MeetingState) {
    town.operate(Command::AdvanceMeeting(AdvanceMeeting { meeting, to }));
}

fn write(meeting: MeetingId, base: u32, text: &str) -> Command {
    Command::WriteMinutes(WriteMinutes {
        meeting,
        part: MinutesPart::Opening,
        base,
        text: text.into(),
    })
}

/// The code that the hall shows, by a phone of the committee.
fn shown(town: &mut Town, meeting: MeetingId) -> String {
    let hall = town.fresh(town.staff);
    hall.council.meetings[&meeting]
        .code(town.now)
        .unwrap()
        .digits
}

fn attend(meeting: MeetingId, member: MemberId, code: &str) -> Command {
    Command::AttendMeeting(AttendMeeting {
        meeting,
        member,
        proof: Proof::Code(code.into()),
    })
}

#[test]
fn who_came_is_told_to_staff_and_oneself_and_how_many_to_all_without_a_trace() {
    let mut town = Town::new(31);
    let (meeting, _) = called(&mut town);
    let (author, resident, staff) = (town.author, town.resident, town.staff);
    let code = shown(&mut town, meeting);
    act(&mut town, author, attend(meeting, author, &code));
    for (member, knows) in [(author, 1), (staff, 1), (resident, 0), (town.housemate, 0)] {
        let raw = town.pull(member);
        assert_eq!(events(&raw, "meeting_attended").len(), knows);
        let counted = events(&raw, "attendance_counted");
        assert_eq!(counted.len(), 1);
        assert_eq!(counted[0]["body"]["present"]["guests"], 1);
        for field in ["by", "cause"] {
            assert!(counted[0].get(field).is_none(), "{field}");
        }
        // A housemate knows the member from the roster, nobody else does.
        if member == resident {
            assert!(!raw.contains(&author.to_string()));
        }
    }
}

#[test]
fn what_codes_are_made_of_reaches_staff_alone() {
    let mut town = Town::new(32);
    let (meeting, _) = called(&mut town);
    let rep = person(&mut town, "赵强", Role::Representative);
    let staff = town.staff;
    let keys = events(&town.pull(staff), "meeting_key_issued");
    let key = keys[0]["body"]["key"].as_str().unwrap().to_owned();
    assert_eq!(keys[0]["body"]["meeting"], meeting.to_string());
    for member in [rep, town.author, town.resident] {
        let raw = town.pull(member);
        assert!(!raw.contains(&key) && !raw.contains("meeting_key_issued"));
    }
}

#[test]
fn a_draft_of_the_minutes_reaches_staff_alone_and_what_is_published_everybody() {
    let mut town = Town::new(33);
    let (meeting, _) = called(&mut town);
    let rep = person(&mut town, "赵强", Role::Representative);
    for to in [MeetingState::Open, MeetingState::Closed] {
        advance(&mut town, meeting, to);
    }
    let staff = town.staff;
    act(&mut town, staff, write(meeting, 0, "草稿里的一句话"));
    for member in [rep, town.author, town.resident] {
        assert!(!town.pull(member).contains("草稿"));
    }
    let part = PublishedPart {
        part: MinutesPart::Opening,
        title: String::new(),
        text: "公布的一句话".into(),
    };
    let publish = PublishMinutes {
        meeting,
        revision: 1,
        parts: vec![part],
    };
    act(&mut town, staff, Command::PublishMinutes(publish));
    for member in [rep, town.author, town.resident] {
        let raw = town.pull(member);
        assert!(raw.contains("公布的一句话") && !raw.contains("草稿"));
    }
}

#[test]
fn a_merge_tells_nobody_who_is_behind_either_opinion_or_stands_behind_them() {
    let mut town = Town::new(34);
    let rep = person(&mut town, "赵强", Role::Representative);
    let (author, housemate, resident) = (town.author, town.housemate, town.resident);
    let [one, other] = [(); 2].map(|()| OpinionId(town.id()));
    act(&mut town, author, raise(one, "灯坏了", true));
    act(&mut town, housemate, raise(other, "路灯坏了", true));
    for opinion in [one, other] {
        act(
            &mut town,
            resident,
            Command::SecondOpinion(SecondOpinion { opinion }),
        );
    }
    let merge = MergeOpinion {
        opinion: one,
        into: other,
    };
    act(&mut town, rep, Command::MergeOpinion(merge));
    let raw = town.pull(rep);
    for (member, name) in [(author, "李梅"), (housemate, "赵强"), (resident, "孙艳")] {
        assert!(!raw.contains(&member.to_string()), "{name}");
    }
    assert!(!raw.contains("李梅") && !raw.contains("孙艳"));
    let counts = events(&raw, "opinion_seconded");
    let of_other = counts
        .iter()
        .filter(|event| event["body"]["opinion"] == other.to_string());
    let counts: Vec<_> = of_other
        .map(|event| event["body"]["count"].clone())
        .collect();
    assert_eq!(counts, [1], "who stood behind both counts once");
    assert!(
        town.fresh(resident).council.opinions[&other]
            .seconders
            .contains(&resident)
    );
}

#[test]
fn an_anonymous_opinion_that_becomes_a_topic_and_a_promise_stays_anonymous() {
    let mut town = Town::new(35);
    let (author, staff, resident) = (town.author, town.staff, town.resident);
    let shop = person(&mut town, "孙老板", Role::Merchant);
    let opinion = OpinionId(town.id());
    act(&mut town, author, raise(opinion, "理发太贵", true));
    let topic = TopicId(town.id());
    let propose = ProposeTopic {
        topic,
        title: "理发价格".into(),
        text: String::new(),
        source: TopicSource::Opinion(opinion),
    };
    act(&mut town, staff, Command::ProposeTopic(propose));
    let (meeting, _) = called(&mut town);
    let schedule = ScheduleTopic {
        topic,
        title: "理发价格".into(),
        source: TopicSource::Member,
        meeting,
    };
    act(&mut town, staff, Command::ScheduleTopic(schedule));
    let make = MakeCommitment {
        commitment: CommitmentId(town.id()),
        source: CommitmentSource::Topic(topic),
        owner: shop,
        text: "公布价目".into(),
        due: Date::of(town.now, 480).plus_days(9),
    };
    act(&mut town, shop, Command::MakeCommitment(make));
    let raw = town.pull(resident);
    assert!(raw.contains("commitment_made") && raw.contains("opinion_taken_up"));
    assert!(!raw.contains(&author.to_string()) && !raw.contains("李梅"));
}

#[test]
fn two_desks_settle_the_same_opinion_offline_and_the_second_keeps_its_words() {
    let mut town = Town::new(36);
    let (author, staff) = (town.author, town.staff);
    let rep = person(&mut town, "赵强", Role::Representative);
    let opinion = OpinionId(town.id());
    act(&mut town, author, raise(opinion, "灯坏了", false));
    let (mut desk, mut other) = (town.phone(staff), town.phone(rep));
    let answer = AnswerOpinion {
        opinion,
        text: "已请物业更换".into(),
    };
    let decline = DeclineOpinion {
        opinion,
        reason: "不归社区管".into(),
    };
    desk.submit(&mut town, Command::AnswerOpinion(answer))
        .unwrap();
    other
        .submit(&mut town, Command::DeclineOpinion(decline))
        .unwrap();
    let outcome = |phone: &Phone| {
        let opinions = &phone.replica.view().council.opinions;
        opinions[&opinion].outcome.clone().unwrap().1
    };
    assert!(matches!(outcome(&other), OpinionOutcome::Declined { .. }));
    assert_eq!(codes(&desk.sync(&mut town)), [""; 0]);
    assert_eq!(codes(&other.sync(&mut town)), ["opinion_settled"]);
    assert!(matches!(outcome(&other), OpinionOutcome::Answered { .. }));
    // The words are there to be used again, also after the app was closed.
    other.reopen(&mut town);
    let notice = &other.replica.notices()[0];
    let Some(Command::DeclineOpinion(kept)) = notice.command() else {
        panic!("{notice:?}")
    };
    assert_eq!(kept.reason, "不归社区管");
}

#[test]
fn two_desks_write_the_same_part_offline_and_both_texts_are_at_both() {
    let mut town = Town::new(37);
    let (meeting, _) = called(&mut town);
    advance(&mut town, meeting, MeetingState::Open);
    let (staff, second) = (town.staff, person(&mut town, "陈会计", Role::Committee));
    act(&mut town, staff, write(meeting, 0, "开会了"));
    let (mut desk, mut other) = (town.phone(staff), town.phone(second));
    desk.submit(&mut town, write(meeting, 1, "开会了，34 人"))
        .unwrap();
    other
        .submit(&mut town, write(meeting, 1, "开会了，王主任主持"))
        .unwrap();
    assert_eq!(codes(&other.sync(&mut town)), [""; 0]);
    assert_eq!(codes(&desk.sync(&mut town)), [""; 0]);
    other.sync(&mut town);
    for phone in [&desk, &other] {
        let minutes = &phone.replica.view().council.meetings[&meeting].minutes;
        let part = &minutes.draft[&MinutesPart::Opening];
        assert_eq!(part.now.text, "开会了，王主任主持");
        assert_eq!(part.beside[0].text, "开会了，34 人");
        assert_eq!(part.beside[0].by, Some(staff));
        assert!(minutes.is_in_conflict());
    }
}

#[test]
fn a_check_in_from_the_hall_without_a_network_counts_from_the_minute_of_the_code() {
    let mut town = Town::new(38);
    let (meeting, _) = called(&mut town);
    let author = town.author;
    let mut phone = town.phone(author);
    let (code, at) = (shown(&mut town, meeting), town.now);
    phone
        .submit(&mut town, attend(meeting, author, &code))
        .unwrap();
    let known =
        |phone: &Phone| phone.replica.view().council.meetings[&meeting].attendance[&author].clone();
    assert!(!known(&phone).seat);
    phone.reopen(&mut town);
    town.now = town.now.plus_seconds(2 * 3_600);
    assert_eq!(codes(&phone.sync(&mut town)), [""; 0]);
    assert_eq!(
        known(&phone).came_at.0.div_euclid(60_000),
        at.0.div_euclid(60_000)
    );
}

#[test]
fn wrong_codes_at_a_meeting_are_counted_also_over_a_restart() {
    let mut town = Town::new(39);
    let (meeting, _) = called(&mut town);
    let author = town.author;
    let mut phone = town.phone(author);
    for _ in 0..5 {
        phone
            .submit(&mut town, attend(meeting, author, "000000"))
            .unwrap();
        assert_eq!(codes(&phone.sync(&mut town)), ["wrong_meeting_code"]);
    }
    let (epoch, log, settled) = {
        let endpoint = &town.endpoint;
        let lines: Vec<String> = endpoint.log().iter().map(|e| e.json.clone()).collect();
        (endpoint.authority().epoch(), lines, endpoint.kept_text())
    };
    let log = log.iter().map(String::as_str);
    town.endpoint = yishi_sync::LocalEndpoint::from_text(epoch, log, &settled).unwrap();
    let right = shown(&mut town, meeting);
    phone
        .submit(&mut town, attend(meeting, author, &right))
        .unwrap();
    assert_eq!(codes(&phone.sync(&mut town)), ["too_many_wrong_codes"]);
    town.now = town.now.plus_seconds(DAY);
    let present = town.fresh(author).council.meetings[&meeting].present;
    assert_eq!(present, Present::default());
}
