//! Statements on a topic, each with the speaker's role.

use crate::kit::Town;
use yishi_domain::council::*;
use yishi_domain::roster::Role;
use yishi_domain::*;

impl Town {
    fn say(
        &mut self,
        by: MemberId,
        topic: TopicId,
        speaker: StatementBy,
        text: &str,
    ) -> Result<StatementId, Rejection> {
        let statement = StatementId(self.id());
        let make = MakeStatement {
            statement,
            topic,
            speaker,
            text: text.into(),
        };
        self.member(by, Command::MakeStatement(make))
            .map(|_| statement)
    }
}

fn member(member: MemberId) -> StatementBy {
    StatementBy::Member { member, role: None }
}

/// What was said on a topic: by whom, as what, in which words.
fn said(town: &Town, topic: TopicId) -> Vec<(String, Option<Role>, String)> {
    let reader = town.phone(town.staff);
    let statements = reader.council.topics[&topic].statements.iter();
    statements
        .map(|s| (s.speaker.name.clone(), s.speaker.role, s.text.clone()))
        .collect()
}

#[test]
fn statements_stand_in_order_with_the_speakers_role() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let roles = [Role::Merchant, Role::Representative, Role::Resident];
    let shop = town.person("孙老板", None, &roles, 1980);
    let staff = town.staff;
    let topic = town.propose(li, "理发价格").unwrap();
    town.say(li, topic, member(li), "太贵了").unwrap();
    town.say(staff, topic, member(shop), "先算成本").unwrap();
    let as_merchant = StatementBy::Member {
        member: shop,
        role: Some(Role::Merchant),
    };
    town.say(shop, topic, as_merchant, "月底公布").unwrap();
    let guest = StatementBy::Guest("街道张科长".into());
    town.say(staff, topic, guest, "支持").unwrap();
    let expected = [
        ("李梅", Some(Role::Resident), "太贵了"),
        ("孙老板", Some(Role::Representative), "先算成本"),
        ("孙老板", Some(Role::Merchant), "月底公布"),
        ("街道张科长", None, "支持"),
    ];
    let expected = expected.map(|(name, role, text)| (name.to_owned(), role, text.to_owned()));
    assert_eq!(said(&town, topic), expected);
}

#[test]
fn nobody_speaks_for_another_but_staff_and_nobody_in_a_role_that_they_have_not() {
    let mut town = Town::new();
    let (li, zhao) = (town.resident("101", "李梅"), town.resident("102", "赵强"));
    let (staff, topic) = (town.staff, town.propose(li, "路灯").unwrap());
    let not_allowed = Err(Rejection::NotAllowed);
    assert_eq!(town.say(zhao, topic, member(li), "我同意"), not_allowed);
    let guest = || StatementBy::Guest("某人".into());
    assert_eq!(town.say(zhao, topic, guest(), "我同意"), not_allowed);
    let as_staff = StatementBy::Member {
        member: zhao,
        role: Some(Role::Committee),
    };
    assert_eq!(town.say(zhao, topic, as_staff, "我说了算"), not_allowed);
    let stranger = MemberId(town.id());
    let unknown = Err(Rejection::UnknownMember { member: stranger });
    assert_eq!(town.say(staff, topic, member(stranger), "在"), unknown);
    let nameless = town.say(staff, topic, StatementBy::Guest(" ".into()), "在");
    let field = "name".into();
    assert_eq!(nameless, Err(Rejection::TextEmpty { field }));
    assert_eq!(said(&town, topic), []);
}

#[test]
fn a_statement_belongs_to_the_meeting_that_was_dealing_with_the_topic() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let meeting = town.meeting();
    let topics = town.topics_on(meeting, 2);
    town.say(li, topics[0], member(li), "会前说").unwrap();
    town.advance(meeting, MeetingState::Open);
    town.discuss(topics[0]).unwrap();
    town.say(li, topics[0], member(li), "会上说").unwrap();
    town.say(li, topics[1], member(li), "还没轮到").unwrap();
    let meetings = |town: &Town, topic: TopicId| {
        let statements = town.state.council.topics[&topic].statements.iter();
        statements.map(|s| s.meeting).collect::<Vec<_>>()
    };
    assert_eq!(meetings(&town, topics[0]), [None, Some(meeting)]);
    assert_eq!(meetings(&town, topics[1]), [None]);
}

#[test]
fn words_are_corrected_by_who_said_or_wrote_them() {
    let mut town = Town::new();
    let (li, zhao) = (town.resident("101", "李梅"), town.resident("102", "赵强"));
    let (staff, topic) = (town.staff, town.propose(li, "路灯").unwrap());
    let statement = town.say(staff, topic, member(li), "三盏").unwrap();
    let correct = |text: &str| {
        Command::CorrectStatement(CorrectStatement {
            statement,
            topic,
            text: text.into(),
        })
    };
    let refused = town.member(zhao, correct("没有坏"));
    assert_eq!(refused, Err(Rejection::NotAllowed));
    assert_eq!(town.member(li, correct("三盏")), Ok(Vec::new()));
    town.member(li, correct("两盏")).unwrap();
    town.staff(correct("两盏灯")).unwrap();
    let known = &town.phone(zhao).council.topics[&topic].statements[0];
    assert_eq!((known.text.as_str(), known.corrected), ("两盏灯", true));
    let unknown = CorrectStatement {
        statement: StatementId(town.id()),
        topic,
        text: "无".into(),
    };
    let unknown = town.staff(Command::CorrectStatement(unknown));
    assert_eq!(unknown, Err(Rejection::UnknownStatement));
}

#[test]
fn after_the_decision_staff_write_down_what_was_said_before_it_until_the_minutes_are_out() {
    let mut town = Town::new();
    let (li, staff) = (town.resident("101", "李梅"), town.staff);
    let meeting = town.meeting();
    let topic = town.topics_on(meeting, 1)[0];
    town.advance(meeting, MeetingState::Open);
    town.discuss(topic).unwrap();
    town.settle(staff, topic, TopicEnd::Resolved).unwrap();
    let resolved = Err(Rejection::WrongTopicState {
        state: TopicState::Resolved,
    });
    assert_eq!(town.say(li, topic, member(li), "还有一句"), resolved);
    assert!(town.say(staff, topic, member(li), "会上说过").is_ok());
    town.advance(meeting, MeetingState::Closed);
    let parts = vec![PublishedPart {
        part: MinutesPart::Opening,
        title: String::new(),
        text: "散会".into(),
    }];
    town.staff(Command::PublishMinutes(PublishMinutes {
        meeting,
        revision: 0,
        parts,
    }))
    .unwrap();
    assert_eq!(town.say(staff, topic, member(li), "补一句"), resolved);
}

#[test]
fn a_statement_has_1_to_500_characters_and_one_id() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let topic = town.propose(li, "路灯").unwrap();
    let field = || "text".to_owned();
    let empty = town.say(li, topic, member(li), "");
    assert_eq!(empty, Err(Rejection::TextEmpty { field: field() }));
    let long = town.say(li, topic, member(li), &"灯".repeat(501));
    let (field, most) = (field(), 500);
    assert_eq!(long, Err(Rejection::TextTooLong { field, most }));
    let statement = town.say(li, topic, member(li), "灯").unwrap();
    let twin = MakeStatement {
        statement,
        topic,
        speaker: member(li),
        text: "别的".into(),
    };
    let twin = town.member(li, Command::MakeStatement(twin));
    assert_eq!(twin, Err(Rejection::AlreadyExists));
    let nowhere = TopicId(town.id());
    let nowhere = town.say(li, nowhere, member(li), "灯");
    assert_eq!(nowhere, Err(Rejection::UnknownTopic));
}
