//! The volunteer board over the wire: what each kind of member receives, on the raw JSON, and codes that are tried.

use crate::kit::{DAY, MONDAY, Phone, Town, staff_record};
use serde_json::Value;
use yishi_domain::roster::*;
use yishi_domain::volunteer::*;
use yishi_domain::*;

const SECRETS: [&str; 3] = ["陈奶奶", "3号楼2单元301", "门铃坏了"];

/// A shift with a lead, two who have the places and one who waits; a need that a link member raised.
struct Story {
    town: Town,
    link: MemberId,
    other_link: MemberId,
    lead: MemberId,
    activity: ActivityId,
    shift: ShiftId,
    need: NeedId,
}

fn story() -> Story {
    let mut town = Town::new(7);
    let [link, other_link, lead] = [(); 3].map(|()| MemberId(town.id()));
    for (member, name, role) in [
        (link, "联户员", Role::LinkMember),
        (other_link, "另一位", Role::LinkMember),
        (lead, "带队", Role::Volunteer),
    ] {
        town.operate(Command::RecordMember(staff_record(
            member,
            name,
            None,
            &[role],
        )));
    }
    let activity = ActivityId(town.id());
    let plan = PlanActivity {
        activity,
        details: details(lead),
        first: Date::of(town.now, 480).plus_days(7),
        rule: None,
    };
    town.operate(Command::PlanActivity(plan));
    let shift = ShiftId(activity.0);
    for member in [town.author, town.resident, town.housemate] {
        act(
            &mut town,
            member,
            Command::SignUp(SignUp {
                shift,
                role: 1,
                member,
            }),
        );
    }
    let need = NeedId(town.id());
    let raise = RaiseNeed {
        need,
        kind: NeedKind::Cleaning,
        elder: SECRETS[0].into(),
        address: SECRETS[1].into(),
        note: SECRETS[2].into(),
    };
    act(&mut town, link, Command::RaiseNeed(raise));
    Story {
        town,
        link,
        other_link,
        lead,
        activity,
        shift,
        need,
    }
}

fn details(lead: MemberId) -> Details {
    Details {
        kind: ActivityKind::ElderCare,
        title: "居家保洁".into(),
        text: String::new(),
        place: "各楼栋".into(),
        lead: Some(Person {
            member: lead,
            name: String::new(),
        }),
        roles: vec![ShiftRole {
            role: 1,
            name: "保洁".into(),
            capacity: 2,
        }],
        minimum: 2,
        cutoff: 60,
        starts: 540,
        lasts: 150,
    }
}

/// Gives a command from a phone.
fn act(town: &mut Town, member: MemberId, command: Command) {
    let mut phone = town.phone(member);
    phone.submit(town, command).unwrap();
    let answers = phone.sync(town);
    assert!(answers.iter().all(|answer| answer.rejected.is_empty()));
}

fn events(raw: &str, kind: &str) -> Vec<Value> {
    let answer: Value = serde_json::from_str(raw).unwrap();
    let events = answer["events"].as_array().unwrap().iter();
    events
        .filter(|event| event["type"] == kind)
        .cloned()
        .collect()
}

/// Which of the need's secrets stand in what a phone of that member is sent.
fn secrets(town: &mut Town, member: MemberId) -> [bool; 3] {
    let raw = town.pull(member);
    SECRETS.map(|secret| raw.contains(secret))
}

impl Story {
    fn give_need(&mut self, member: MemberId) {
        let give = MatchNeed {
            need: self.need,
            shift: self.shift,
            member,
        };
        let staff = self.town.staff;
        act(&mut self.town, staff, Command::MatchNeed(give));
    }

    fn code(&mut self, minutes: i64) -> Code {
        let board = self.town.fresh(self.lead).volunteer;
        let shift = &board.shifts[&self.shift];
        let at = shift.starts_at.plus_seconds(60 * minutes);
        Code::of(&board.activities[&self.activity], self.shift, shift, at).unwrap()
    }

    fn check_in(&self, member: MemberId, code: &str) -> Command {
        Command::CheckIn(CheckIn {
            shift: self.shift,
            member,
            proof: Proof::Code(code.into()),
        })
    }

    fn go_to(&mut self, minutes: i64) {
        // 09:00 in the community, a week after Monday.
        self.town.now = MONDAY.plus_seconds(7 * DAY + 60 * minutes);
    }
}

const NOTHING: [bool; 3] = [false; 3];
const ALL: [bool; 3] = [true; 3];

#[test]
fn a_need_reaches_staff_who_raised_it_without_the_address_and_nobody_else() {
    let mut story = story();
    let Story {
        town,
        link,
        other_link,
        lead,
        ..
    } = &mut story;
    assert_eq!(secrets(town, town.staff), ALL);
    assert_eq!(secrets(town, *link), [true, false, false]);
    for member in [
        *other_link,
        *lead,
        town.author,
        town.resident,
        town.housemate,
    ] {
        assert_eq!(secrets(town, member), NOTHING);
        let raw = town.pull(member);
        assert!(!raw.contains("need_") && !raw.contains("need:"));
    }
}

#[test]
fn who_takes_a_need_is_sent_its_address_and_forgets_it_a_week_after_the_shift() {
    let mut story = story();
    let (author, resident) = (story.town.author, story.town.resident);
    let mut phone = story.town.phone(author);
    story.give_need(author);
    assert_eq!(secrets(&mut story.town, author), ALL);
    assert_eq!(secrets(&mut story.town, resident), NOTHING);
    phone.sync(&mut story.town);
    let known = |phone: &Phone| phone.disk.events().any(|line| line.contains(SECRETS[1]));
    assert!(known(&phone), "its past comes with the audience");
    assert_eq!(phone.replica.view().volunteer.needs.len(), 1);

    story.go_to(150);
    story.town.now = story.town.now.plus_seconds(7 * DAY - 1);
    story.town.tick();
    phone.sync(&mut story.town);
    assert!(known(&phone));
    story.town.now = story.town.now.plus_seconds(1);
    story.town.tick();
    phone.sync(&mut story.town);
    assert!(!known(&phone), "the audience is revoked, the disk forgets");
    assert!(phone.replica.view().volunteer.needs.is_empty());
    assert_eq!(secrets(&mut story.town, author), NOTHING);
    assert_eq!(secrets(&mut story.town, story.link), [true, false, false]);
}

#[test]
fn a_phone_forgets_a_need_as_soon_as_its_member_loses_the_place() {
    for how in ["cancels", "is removed from the need", "shift is cancelled"] {
        let mut story = story();
        let (author, resident, shift) = (story.town.author, story.town.resident, story.shift);
        let mut phone = story.town.phone(author);
        story.give_need(author);
        phone.sync(&mut story.town);
        match how {
            "cancels" => {
                let member = author;
                let cancel = Command::CancelSignup(CancelSignup { shift, member });
                phone.submit(&mut story.town, cancel).unwrap();
            }
            "is removed from the need" => story.give_need(resident),
            _ => story.town.operate(Command::CancelShift(CancelShift {
                shift,
                reason: "下雨".into(),
            })),
        }
        // What it pushes is answered by what it has from then on.
        phone.sync(&mut story.town);
        let known = phone.disk.events().any(|line| line.contains(SECRETS[0]));
        assert!(!known, "{how}");
    }
}

#[test]
fn keys_of_codes_reach_staff_and_the_lead_alone() {
    let mut story = story();
    let Story { town, lead, .. } = &mut story;
    for (member, knows) in [
        (town.staff, true),
        (*lead, true),
        (town.author, false),
        (town.resident, false),
    ] {
        let raw = town.pull(member);
        assert_eq!(raw.contains("check_in_key_issued"), knows);
        assert_eq!(raw.contains("\"key\""), knows);
    }
}

#[test]
fn who_was_there_reaches_that_member_the_lead_and_staff_alone() {
    let mut story = story();
    let (author, resident) = (story.town.author, story.town.resident);
    let code = story.code(5);
    story.go_to(10);
    let check_in = story.check_in(author, &code.long);
    act(&mut story.town, author, check_in);
    let lead = story.lead;
    let shift = story.shift;
    let missed = MarkNoShow {
        shift,
        member: resident,
    };
    act(&mut story.town, lead, Command::MarkNoShow(missed));
    let town = &mut story.town;
    for (member, expected) in [
        (town.staff, (1, 1)),
        (lead, (1, 1)),
        (author, (1, 0)),
        (resident, (0, 1)),
        (town.housemate, (0, 0)),
    ] {
        let raw = town.pull(member);
        let seen = (
            events(&raw, "checked_in").len(),
            events(&raw, "no_show_marked").len(),
        );
        assert_eq!(seen, expected);
    }
}

#[test]
fn ad_hoc_hours_reach_that_member_the_lead_and_staff_alone() {
    let mut story = story();
    let author = story.town.author;
    let claim = ClaimHours {
        claim: ClaimId(story.town.id()),
        activity: Some(story.activity),
        day: Date::of(story.town.now, 480),
        minutes: 45,
        text: "送水上楼".into(),
    };
    act(&mut story.town, author, Command::ClaimHours(claim));
    let town = &mut story.town;
    for (member, knows) in [
        (town.staff, true),
        (story.lead, true),
        (author, true),
        (town.resident, false),
        (story.link, false),
    ] {
        assert_eq!(town.pull(member).contains("送水上楼"), knows);
    }
}

#[test]
fn everybody_sees_who_signed_up_and_on_whose_word() {
    let mut story = story();
    let elder = MemberId(story.town.id());
    let record = staff_record(elder, "陈大爷", None, &[Role::Resident]);
    story.town.operate(Command::RecordMember(record));
    let sign_up = SignUp {
        shift: story.shift,
        role: 1,
        member: elder,
    };
    let link = story.link;
    act(&mut story.town, link, Command::SignUp(sign_up));
    let raw = story.town.pull(story.town.resident);
    let signed_up = events(&raw, "signed_up");
    assert_eq!(signed_up.len(), 4);
    assert_eq!(signed_up[3]["body"]["name"], "陈大爷");
    assert_eq!(signed_up[3]["body"]["waiting"], 2);
    assert_eq!(signed_up[3]["by"], link.to_string());
}

#[test]
fn a_calendar_link_and_the_reason_of_a_removal_are_not_for_the_neighbours() {
    let mut story = story();
    let (author, housemate) = (story.town.author, story.town.housemate);
    let set = SetCalendarLink {
        link: Some(Digest([0xab; 32])),
    };
    act(&mut story.town, author, Command::SetCalendarLink(set));
    let link = "ab".repeat(32);
    assert!(story.town.pull(author).contains(&link));
    for member in [story.town.staff, housemate, story.town.resident] {
        assert!(!story.town.pull(member).contains(&link));
    }
    story.town.operate(Command::RemoveMember(RemoveMember {
        member: author,
        reason: "搬走了".into(),
    }));
    assert!(story.town.pull(story.town.staff).contains("搬走了"));
    assert!(story.town.pull(housemate).contains("搬走了"));
    let raw = story.town.pull(story.town.resident);
    assert!(!raw.contains("搬走了") && !raw.contains("member_removed"));
    assert_eq!(events(&raw, "signups_cancelled").len(), 1);
    let standing = |member| {
        let state = story.town.endpoint.authority().state();
        state.volunteer.standing(story.shift, member)
    };
    assert_eq!(standing(housemate), Some(Standing::Placed));
    let raw = story.town.pull(author);
    assert!(raw.contains("\"events\":[]"), "{raw}");
}

/// A phone that hands codes in; what it was told.
fn try_codes(story: &mut Story, phone: &mut Phone, codes: &[&str]) -> Vec<String> {
    let member = phone.replica.member();
    for code in codes {
        let check_in = story.check_in(member, code);
        let _ = phone.submit(&mut story.town, check_in);
    }
    let answers = phone.sync(&mut story.town);
    let rejected = answers.into_iter().flat_map(|answer| answer.rejected);
    rejected.map(|notice| notice.code).collect()
}

#[test]
fn after_five_wrong_codes_even_the_right_one_is_refused_whatever_the_client() {
    let mut story = story();
    let (author, resident) = (story.town.author, story.town.resident);
    let code = story.code(5);
    story.go_to(10);
    let wrong = "0000000000000000";
    let mut phone = story.town.phone(author);
    assert_eq!(try_codes(&mut story, &mut phone, &[wrong]), ["wrong_code"]);
    // Another phone of the same member counts on.
    let mut other = story.town.phone(author);
    for _ in 0..4 {
        assert_eq!(try_codes(&mut story, &mut other, &[wrong]), ["wrong_code"]);
    }
    assert_eq!(
        try_codes(&mut story, &mut phone, &[&code.long]),
        ["too_many_wrong_codes"]
    );
    // A restart of the authority forgets nothing.
    let endpoint = &story.town.endpoint;
    let (head, settled) = (endpoint.authority().head(), endpoint.settled().len());
    let epoch = endpoint.authority().epoch();
    story.town.endpoint = endpoint.restored(head, settled, epoch);
    assert_eq!(
        try_codes(&mut story, &mut phone, &[&code.long]),
        ["too_many_wrong_codes"]
    );
    // Nobody else is shut out.
    let mut neighbour = story.town.phone(resident);
    assert!(try_codes(&mut story, &mut neighbour, &[&code.long]).is_empty());
}

#[test]
fn a_wrong_code_that_is_sent_again_counts_once() {
    let mut story = story();
    let author = story.town.author;
    let code = story.code(5);
    story.go_to(10);
    let mut phone = story.town.phone(author);
    let check_in = story.check_in(author, "0000000000000000");
    phone.submit(&mut story.town, check_in).unwrap();
    for _ in 0..6 {
        // The answer is lost each time.
        story.town.ask(author, &phone.replica.request()).unwrap();
    }
    phone.sync(&mut story.town);
    // Under a new client it is known by its id.
    let fresh = ClientId(story.town.id());
    let writes = phone.replica.change_epoch(fresh);
    phone.store(&writes);
    assert!(try_codes(&mut story, &mut phone, &[&code.long]).is_empty());
}

#[test]
fn keys_differ_from_activity_to_activity() {
    let mut story = story();
    let activity = ActivityId(story.town.id());
    let plan = PlanActivity {
        activity,
        details: details(story.lead),
        first: Date::of(story.town.now, 480).plus_days(7),
        rule: None,
    };
    story.town.operate(Command::PlanActivity(plan));
    let board = &story.town.endpoint.authority().state().volunteer;
    let key = |activity| board.activities[&activity].keys[0].key;
    assert_ne!(key(activity), key(story.activity));
}

#[test]
fn five_hundred_phones_want_forty_places() {
    let mut town = Town::new(8);
    let people: Vec<MemberId> = (0..500)
        .map(|n| {
            let member = MemberId(town.id());
            let name = format!("居民{n}");
            let record = staff_record(member, &name, None, &[Role::Resident]);
            town.operate(Command::RecordMember(record));
            member
        })
        .collect();
    let activity = ActivityId(town.id());
    let mut wanted = details(people[0]);
    wanted.roles[0].capacity = 40;
    let plan = PlanActivity {
        activity,
        details: wanted,
        first: Date::of(town.now, 480).plus_days(7),
        rule: None,
    };
    town.operate(Command::PlanActivity(plan));
    let shift = ShiftId(activity.0);
    // Every phone has taken it for a place before it hears of the others.
    for member in &people {
        let (client, id) = (town.id(), town.id());
        let request = format!(
            r#"{{"protocol":1,"client":"{client}","push":[{{"n":1,"id":"{id}","at":"2026-11-23T01:00:00Z","type":"sign_up","v":1,"body":{{"shift":"{shift}","role":1,"member":"{member}"}}}}]}}"#
        );
        let answer = town.ask(*member, &request).unwrap();
        assert!(answer.contains(r#""accepted_through":1"#) && !answer.contains("\"code\""));
    }
    let board = &town.endpoint.authority().state().volunteer;
    let standing: Vec<_> = people
        .iter()
        .map(|member| board.standing(shift, *member).unwrap())
        .collect();
    assert!(standing[..40].iter().all(|s| *s == Standing::Placed));
    let line = standing[40..].iter().zip(1..);
    assert!(line.clone().count() == 460);
    assert!(line.clone().all(|(s, n)| *s == Standing::Waiting(n)));
    let event = town.endpoint.log().last().unwrap();
    assert!(event.json.len() < 480, "{}", event.json);
}
