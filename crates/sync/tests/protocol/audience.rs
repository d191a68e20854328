//! What each kind of member receives, on the raw JSON of the answers.

use crate::kit::{DAY, Phone, Town, raise, vote};
use serde_json::{Value, json};
use yishi_domain::council::*;
use yishi_domain::roster::*;
use yishi_domain::*;

/// The story up to a running vote: an anonymous opinion, its topic, two homes' ballots.
struct Story {
    town: Town,
    motion: MotionId,
    opinion: OpinionId,
    raised: CommandId,
    staff: Phone,
}

fn story() -> Story {
    let mut town = Town::new(1);
    let mut author = town.phone(town.author);
    let mut housemate = town.phone(town.housemate);
    let mut resident = town.phone(town.resident);
    let mut staff = town.phone(town.staff);

    let invited = IssueInvitation {
        invitation: InvitationId(town.id()),
        member: town.author,
        code: Digest([0xc0; 32]),
        expires_at: town.now.plus_seconds(DAY),
    };
    staff
        .submit(&mut town, Command::IssueInvitation(invited))
        .unwrap();
    let opinion = OpinionId(town.id());
    let raised = author
        .submit(&mut town, raise(opinion, "三楼装修太吵", true))
        .unwrap();
    author.sync(&mut town);
    resident.sync(&mut town);
    resident
        .submit(&mut town, Command::SecondOpinion(SecondOpinion { opinion }))
        .unwrap();
    resident.sync(&mut town);

    let (meeting, topic, motion) = (
        MeetingId(town.id()),
        TopicId(town.id()),
        MotionId(town.id()),
    );
    let (starts_at, closes_at) = (
        town.now.plus_seconds(7 * DAY),
        town.now.plus_seconds(3 * DAY),
    );
    staff.sync(&mut town);
    let electorate = Electorate {
        kind: ElectorateKind::Households,
        place: Place::Everywhere,
    };
    for command in [
        Command::PlanMeeting(PlanMeeting {
            meeting,
            starts_at,
            place: "议事厅".into(),
            reason: None,
        }),
        Command::ScheduleTopic(ScheduleTopic {
            topic,
            title: "装修时间".into(),
            source: TopicSource::Opinion(opinion),
            meeting,
        }),
        Command::NoticeMotion(NoticeMotion {
            motion,
            topic,
            question: "是否同意限时装修?".into(),
            options: Options::Approval,
            electorate,
            rule: "civil_code_278_ordinary".into(),
            sealed: false,
            opens_at: None,
            closes_at,
        }),
        Command::OpenMotion(OpenMotion { motion }),
    ] {
        staff.submit(&mut town, command).unwrap();
    }
    staff.sync(&mut town);
    for (phone, choice) in [
        (&mut author, Choice::Approve),
        (&mut housemate, Choice::Reject),
        (&mut resident, Choice::Abstain),
    ] {
        phone.sync(&mut town);
        phone.submit(&mut town, vote(motion, choice)).unwrap();
        phone.sync(&mut town);
    }
    // Two homes at the same moment are told one after the other.
    town.now = town.now.plus_seconds(2);
    town.tick();
    staff.sync(&mut town);
    Story {
        town,
        motion,
        opinion,
        raised,
        staff,
    }
}

fn events(raw: &str) -> Vec<Value> {
    let answer: Value = serde_json::from_str(raw).unwrap();
    answer["events"].as_array().unwrap().clone()
}

fn of_type(raw: &str, kind: &str) -> Vec<Value> {
    events(raw)
        .into_iter()
        .filter(|event| event["type"] == kind)
        .collect()
}

fn everybody(town: &Town) -> [(&'static str, MemberId); 4] {
    [
        ("author", town.author),
        ("housemate", town.housemate),
        ("resident", town.resident),
        ("staff", town.staff),
    ]
}

#[test]
fn everybody_is_sent_what_is_for_them_and_nothing_else() {
    let mut story = story();
    for (who, member) in everybody(&story.town) {
        let held = audiences_of(story.town.endpoint.authority().state(), member);
        let log = story.town.endpoint.log().to_vec();
        let expected = log
            .iter()
            .filter(|e| e.audiences.iter().any(|a| held.contains(a)))
            .map(|e| e.seq);
        let raw = story.town.pull(member);
        let sent = events(&raw);
        assert!(
            sent.iter()
                .map(|event| event["seq"].as_u64().unwrap())
                .eq(expected),
            "{who}"
        );
        let held: Vec<String> = held.iter().map(ToString::to_string).collect();
        for event in sent {
            let audiences = event["audiences"].as_array().unwrap();
            assert!(
                audiences
                    .iter()
                    .any(|a| held.contains(&a.as_str().unwrap().to_owned())),
                "{who}: {event}"
            );
        }
    }
}

#[test]
fn what_is_for_the_authority_alone_is_sent_to_nobody() {
    let mut story = story();
    let logged = |kind: &str| {
        story
            .town
            .endpoint
            .log()
            .iter()
            .any(|e| e.json.contains(&format!("\"type\":\"{kind}\"")))
    };
    assert!(logged("electorate_frozen") && logged("invitation_issued"));
    for (who, member) in everybody(&story.town) {
        let raw = story.town.pull(member);
        for kind in [
            "electorate_frozen",
            "invitation_issued",
            "invitation_spent",
            "token_granted",
        ] {
            assert!(!raw.contains(kind), "{who}: {kind}");
        }
        assert!(
            !raw.contains(&"c0".repeat(32)),
            "{who} sees the digest of a code"
        );
    }
}

#[test]
fn the_state_of_a_running_vote_reaches_nobody() {
    let mut story = story();
    for (who, member) in everybody(&story.town) {
        let raw = story.town.pull(member);
        assert!(
            of_type(&raw, "motion_closed").is_empty() && !raw.contains("tally"),
            "{who}"
        );
        let counted = of_type(&raw, "ballot_counted");
        // Two homes took part; the change of a ballot says nothing.
        assert_eq!(counted.len(), 2, "{who}");
        for event in counted {
            assert!(
                event.get("by").is_none() && event.get("cause").is_none(),
                "{who}: {event}"
            );
            let body = event["body"].as_object().unwrap();
            assert!(body.keys().eq(["motion", "turnout"]), "{who}: {event}");
        }
        for event in events(&raw)
            .iter()
            .filter(|event| event["type"] != "ballot_cast")
        {
            let text = event.to_string();
            assert!(
                !["approve\"", "\"reject\"", "\"abstain\""]
                    .iter()
                    .any(|c| text.contains(c))
                    || event["type"] == "motion_noticed",
                "{who}: {text}"
            );
        }
    }
}

#[test]
fn ballots_reach_their_home_alone() {
    let mut story = story();
    for (who, member, expected) in [
        (
            "author",
            story.town.author,
            &[json!(["approve"]), json!(["reject"])][..],
        ),
        (
            "housemate",
            story.town.housemate,
            &[json!(["approve"]), json!(["reject"])],
        ),
        ("resident", story.town.resident, &[json!(["abstain"])]),
        ("staff", story.town.staff, &[]),
    ] {
        let raw = story.town.pull(member);
        let choices: Vec<Value> = of_type(&raw, "ballot_cast")
            .iter()
            .map(|e| e["body"]["choice"].clone())
            .collect();
        assert_eq!(choices, expected, "{who}");
        let known = story.town.fresh(member).council.motions[&story.motion]
            .ballots
            .len();
        assert_eq!(known, usize::from(!expected.is_empty()), "{who}");
    }
}

#[test]
fn the_author_of_an_anonymous_opinion_is_nowhere_in_the_answers_to_other_residents() {
    let mut story = story();
    let raw = story.town.pull(story.town.resident);
    assert_eq!(of_type(&raw, "opinion_raised").len(), 1);
    for secret in [
        story.town.author.to_string(),
        "李梅".into(),
        story.raised.to_string(),
    ] {
        assert!(!raw.contains(&secret), "{secret}");
    }
    assert!(!raw.contains("opinion_authored"));
}

#[test]
fn a_housemate_learns_nothing_of_who_raised_it_either() {
    let mut story = story();
    let raw = story.town.pull(story.town.housemate);
    assert!(!raw.contains("opinion_authored") && !raw.contains(&story.raised.to_string()));
    let opinion = story.opinion.to_string();
    let about: Vec<Value> = events(&raw)
        .into_iter()
        .filter(|e| e.to_string().contains(&opinion))
        .collect();
    assert!(about.len() >= 3, "raised, seconded, taken up: {about:?}");
    for event in about {
        let text = event.to_string();
        assert!(
            !text.contains(&story.town.author.to_string()) && !text.contains("李梅"),
            "{text}"
        );
    }
}

#[test]
fn the_author_and_staff_know_who_raised_it() {
    let mut story = story();
    for member in [story.town.author, story.town.staff] {
        let raw = story.town.pull(member);
        let authored = of_type(&raw, "opinion_authored");
        assert_eq!(authored.len(), 1);
        assert_eq!(authored[0]["body"]["member"], story.town.author.to_string());
        assert_eq!(authored[0]["cause"], story.raised.to_string());
        // The public half says nothing even to them, since its text is one for all.
        let raised = &of_type(&raw, "opinion_raised")[0];
        assert!(raised.get("by").is_none() && raised.get("cause").is_none());
    }
}

#[test]
fn who_seconded_reaches_staff_and_the_seconder_alone() {
    let mut story = story();
    for (who, member, knows) in [
        ("author", story.town.author, false),
        ("housemate", story.town.housemate, false),
        ("resident", story.town.resident, true),
        ("staff", story.town.staff, true),
    ] {
        let raw = story.town.pull(member);
        assert_eq!(
            of_type(&raw, "second_recorded").len(),
            usize::from(knows),
            "{who}"
        );
        let seconded = of_type(&raw, "opinion_seconded");
        assert!(
            seconded.len() == 1
                && seconded[0].get("by").is_none()
                && seconded[0].get("cause").is_none(),
            "{who}"
        );
    }
}

#[test]
fn the_rosters_names_and_homes_reach_their_own_and_staff_alone() {
    let mut story = story();
    let raw = story.town.pull(story.town.resident);
    assert_eq!(of_type(&raw, "member_recorded").len(), 1);
    assert_eq!(of_type(&raw, "household_recorded").len(), 1);
    let raw = story.town.pull(story.town.staff);
    assert_eq!(of_type(&raw, "member_recorded").len(), 4);
    assert_eq!(of_type(&raw, "household_recorded").len(), 3);
}

#[test]
fn a_stranger_is_sent_nothing() {
    let mut story = story();
    let stranger = MemberId(story.town.id());
    let raw = story.town.pull(stranger);
    let answer: Value = serde_json::from_str(&raw).unwrap();
    assert_eq!(
        (
            answer["events"].as_array().unwrap().len(),
            answer["cursors"].as_object().unwrap().len()
        ),
        (0, 0)
    );
}

#[test]
fn the_answer_to_a_push_says_nothing_more_than_a_pull() {
    let mut story = story();
    let mut resident = story.town.phone(story.town.resident);
    let opinion = story.opinion;
    // A refusal that could tell who is behind the opinion, if refusals told anything.
    resident
        .submit(
            &mut story.town,
            raise(OpinionId(opinion.0), "同一个号", false),
        )
        .unwrap_err();
    let (client, id) = (story.town.id(), story.town.id());
    let request = format!(
        r#"{{"protocol":1,"client":"{client}","push":[{{"n":1,"id":"{id}","at":"2026-11-23T01:00:00Z","type":"raise_opinion","v":1,"body":{{"opinion":"{opinion}","text":"同一个号","category":"other","anonymous":false}}}}]}}"#
    );
    let raw = story.town.ask(story.town.resident, &request).unwrap();
    assert!(raw.contains("already_exists"), "{raw}");
    assert!(
        !raw.contains(&story.town.author.to_string()) && !raw.contains("李梅"),
        "{raw}"
    );
}

#[test]
fn every_ballot_is_published_at_the_close_and_every_phone_recounts_it() {
    let mut story = story();
    let motion = story.motion;
    story
        .staff
        .submit(
            &mut story.town,
            Command::CloseMotion(CloseMotion { motion }),
        )
        .unwrap();
    story.staff.sync(&mut story.town);
    for (who, member) in everybody(&story.town) {
        let state = story.town.fresh(member);
        let known = &state.council.motions[&motion];
        let MotionState::Closed {
            tally,
            outcome,
            ballots,
            ..
        } = &known.state
        else {
            panic!("{who}: {known:?}")
        };
        let bytes = story.town.endpoint.blob(ballots.sha256).unwrap();
        assert_eq!(yishi_sync::wire::digest(bytes), ballots.sha256);
        assert_eq!(bytes.len() as u64, ballots.size);
        let published = yishi_sync::wire::parse_ballots(bytes).unwrap();
        let again = count(&known.options, &known.rule, known.size, &published);
        assert_eq!((again.tally, again.outcome), (*tally, *outcome), "{who}");
        assert_eq!(
            (tally.reject.heads, tally.abstain.heads, tally.approve.heads),
            (1, 1, 0),
            "the later ballot counts"
        );
        for ballot in known.ballots.values() {
            let said = ballot.said.as_ref().unwrap();
            assert!(
                published
                    .ballots
                    .iter()
                    .any(|p| p.receipt == said.receipt && p.choice == said.choice),
                "{who}"
            );
        }
    }
}
