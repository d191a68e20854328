//! Opinions: raised, seconded, settled.

use crate::kit::{Town, predict};
use yishi_domain::council::*;
use yishi_domain::*;

fn raise(town: &mut Town, text: &str) -> Command {
    let opinion = OpinionId(town.id());
    Command::RaiseOpinion(RaiseOpinion {
        opinion,
        text: text.into(),
        category: Category::Other,
        anonymous: false,
        photos: vec![],
        shop: None,
    })
}

#[test]
fn author_stands_with_an_opinion_that_is_not_anonymous() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let opinion = town.opinion(li, false);
    let known = &town.state.council.opinions[&opinion];
    assert_eq!(
        known.author,
        Some(Author {
            member: li,
            name: "李梅".into()
        })
    );
    assert!(!known.anonymous);
    assert_eq!(town.log.last().unwrap().0, [Audience::Public]);
}

#[test]
fn anonymous_author_is_in_no_public_event() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let before = town.log.len();
    town.opinion(li, true);
    let (public, private): (Vec<_>, Vec<_>) = town.log[before..]
        .iter()
        .partition(|(audiences, _)| audiences.contains(&Audience::Public));
    for (_, recorded) in public {
        assert_eq!((recorded.by, recorded.cause), (None, None));
        let text = format!("{:?}", recorded.event);
        assert!(
            !text.contains(&li.to_string()) && !text.contains("李梅"),
            "{text}"
        );
    }
    let [(audiences, recorded)] = private[..] else {
        panic!("{private:?}")
    };
    assert_eq!(audiences[..], [Audience::Staff, Audience::Member(li)]);
    assert!(matches!(&recorded.event, Event::OpinionAuthored(e) if e.member == li));
}

#[test]
fn anonymous_author_is_known_to_staff_and_to_oneself_only() {
    let mut town = Town::new();
    let (li, zhao) = (town.resident("101", "李梅"), town.resident("102", "赵强"));
    let opinion = town.opinion(li, true);
    let author = |phone: State| {
        phone.council.opinions[&opinion]
            .author
            .clone()
            .map(|author| author.member)
    };
    assert_eq!(author(town.phone(li)), Some(li));
    assert_eq!(author(town.phone(town.staff)), Some(li));
    assert_eq!(author(town.phone(zhao)), None);
}

#[test]
fn seconding_twice_counts_once() {
    let mut town = Town::new();
    let (li, zhao) = (town.resident("101", "李梅"), town.resident("102", "赵强"));
    let opinion = town.opinion(li, false);
    assert_eq!(town.second(zhao, opinion).unwrap().len(), 2);
    assert_eq!(town.second(zhao, opinion), Ok(Vec::new()));
    assert_eq!(town.state.council.opinions[&opinion].seconds, 1);
    // The seconder's phone knows that too, everybody else's knows the number only.
    assert!(
        town.phone(zhao).council.opinions[&opinion]
            .seconders
            .contains(&zhao)
    );
    assert!(
        town.phone(li).council.opinions[&opinion]
            .seconders
            .is_empty()
    );
    assert_eq!(town.phone(li).council.opinions[&opinion].seconds, 1);
}

#[test]
fn own_opinion_is_not_seconded_anonymous_or_not() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    for anonymous in [false, true] {
        let opinion = town.opinion(li, anonymous);
        assert_eq!(town.second(li, opinion), Err(Rejection::OwnOpinion));
        let command = Command::SecondOpinion(SecondOpinion { opinion });
        assert_eq!(
            predict(&town.phone(li), li, &command, town.now),
            Err(Rejection::OwnOpinion)
        );
    }
}

#[test]
fn unknown_opinion_is_rejected() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let opinion = OpinionId(town.id());
    assert_eq!(town.second(li, opinion), Err(Rejection::UnknownOpinion));
}

#[test]
fn text_is_1_to_500_characters_whatever_their_bytes() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    for (text, expected) in [
        ("灯".repeat(500), Ok(())),
        (format!("  {}\n", "灯".repeat(500)), Ok(())),
        (
            "灯".repeat(501),
            Err(Rejection::TextTooLong {
                field: "text".into(),
                most: 500,
            }),
        ),
        (
            " \n\t\u{7}".into(),
            Err(Rejection::TextEmpty {
                field: "text".into(),
            }),
        ),
        (
            String::new(),
            Err(Rejection::TextEmpty {
                field: "text".into(),
            }),
        ),
    ] {
        let command = raise(&mut town, &text);
        assert_eq!(town.member(li, command).map(|_| ()), expected);
    }
}

#[test]
fn control_characters_are_left_out_and_lines_kept() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let command = raise(&mut town, "一\u{0}\u{1b}楼\n二楼\r ");
    let events = town.member(li, command).unwrap();
    assert!(
        matches!(&events[0], Event::OpinionRaised(e) if e.text == "一楼\n二楼"),
        "{events:?}"
    );
}

#[test]
fn an_id_that_is_taken_is_rejected() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let opinion = town.opinion(li, false);
    let again = RaiseOpinion {
        opinion,
        text: "另一件事".into(),
        category: Category::Other,
        anonymous: false,
        photos: vec![],
        shop: None,
    };
    assert_eq!(
        town.member(li, Command::RaiseOpinion(again)),
        Err(Rejection::AlreadyExists)
    );
}

#[test]
fn an_opinion_is_settled_once() {
    let mut town = Town::new();
    let (li, zhao) = (town.resident("101", "李梅"), town.resident("102", "赵强"));
    let opinion = town.opinion(li, false);
    let answer = Command::AnswerOpinion(AnswerOpinion {
        opinion,
        text: "本周更换".into(),
    });
    town.staff(answer.clone()).unwrap();
    let known = town.state.council.opinions[&opinion].outcome.clone();
    assert_eq!(
        known,
        Some((
            town.now,
            OpinionOutcome::Answered {
                text: "本周更换".into(),
                by: Some(Speaker::of(&town.state, town.staff)),
            }
        ))
    );
    assert_eq!(town.staff(answer), Err(Rejection::OpinionSettled));
    let decline = Command::DeclineOpinion(DeclineOpinion {
        opinion,
        reason: "重复".into(),
    });
    assert_eq!(town.staff(decline), Err(Rejection::OpinionSettled));
    assert_eq!(town.second(zhao, opinion), Err(Rejection::OpinionSettled));
}

#[test]
fn an_opinion_is_declined_with_a_reason() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let opinion = town.opinion(li, false);
    let decline = |reason: &str| {
        Command::DeclineOpinion(DeclineOpinion {
            opinion,
            reason: reason.into(),
        })
    };
    assert_eq!(
        town.staff(decline(" ")),
        Err(Rejection::TextEmpty {
            field: "reason".into()
        })
    );
    town.staff(decline("不属社区职责")).unwrap();
    let outcome = town.phone(li).council.opinions[&opinion]
        .outcome
        .clone()
        .unwrap()
        .1;
    assert_eq!(
        outcome,
        OpinionOutcome::Declined {
            reason: "不属社区职责".into(),
            by: Some(Speaker::of(&town.state, town.staff)),
        }
    );
}

#[test]
fn an_opinion_becomes_a_topic_once() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let (opinion, meeting) = (town.opinion(li, true), town.meeting());
    let (first, second) = (TopicId(town.id()), TopicId(town.id()));
    let schedule = |topic| {
        Command::ScheduleTopic(ScheduleTopic {
            topic,
            title: "路灯".into(),
            source: TopicSource::Opinion(opinion),
            meeting,
        })
    };
    town.staff(schedule(first)).unwrap();
    let outcome = town.state.council.opinions[&opinion]
        .outcome
        .clone()
        .unwrap()
        .1;
    assert_eq!(outcome, OpinionOutcome::TakenUp { topic: first });
    assert_eq!(town.state.council.topics[&first].opinion(), Some(opinion));
    assert_eq!(town.staff(schedule(second)), Err(Rejection::OpinionSettled));
    assert!(!town.state.council.topics.contains_key(&second));
}

#[test]
fn an_opinion_has_at_most_four_photos_each_once() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let raise = |town: &mut Town, photos: &[u8]| {
        let Command::RaiseOpinion(raise) = raise(town, "路灯坏了") else {
            unreachable!()
        };
        let photos = photos.iter().map(|n| Digest([*n; 32])).collect();
        let opinion = raise.opinion;
        let said = town.member(li, Command::RaiseOpinion(RaiseOpinion { photos, ..raise }));
        said.map(|_| town.state.council.opinions[&opinion].photos.clone())
    };
    assert_eq!(
        raise(&mut town, &[1, 2, 3, 4, 5]),
        Err(Rejection::TooManyPhotos { most: 4 })
    );
    let four = [1, 2, 3, 4].map(|n| Digest([n; 32]));
    assert_eq!(raise(&mut town, &[1, 2, 3, 4]).unwrap(), four);
    assert_eq!(raise(&mut town, &[1, 2, 1, 3, 4, 4]).unwrap(), four);
}

#[test]
fn the_photos_of_an_anonymous_opinion_stand_in_its_public_event_alone() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let Command::RaiseOpinion(raise) = raise(&mut town, "路灯坏了") else {
        unreachable!()
    };
    let photo = Digest([7; 32]);
    let command = Command::RaiseOpinion(RaiseOpinion {
        anonymous: true,
        photos: vec![photo],
        ..raise
    });
    assert_eq!(command.photos(), [photo]);
    let before = town.log.len();
    town.member(li, command).unwrap();
    let naming: Vec<_> = town.log[before..]
        .iter()
        .filter(|(_, recorded)| recorded.event.photos().contains(&photo))
        .collect();
    let [(audiences, recorded)] = &naming[..] else {
        panic!("{naming:?}")
    };
    assert_eq!(audiences[..], [Audience::Public]);
    assert_eq!((recorded.by, recorded.cause), (None, None));
}

#[test]
fn an_opinion_may_be_about_a_shop_that_there_is() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let shop = town.shop("蔬菜店", 5);
    let about = |town: &mut Town, shop| {
        let Command::RaiseOpinion(raise) = raise(town, "白菜涨价没有公示") else {
            unreachable!()
        };
        let opinion = raise.opinion;
        let said = town.member(li, Command::RaiseOpinion(RaiseOpinion { shop, ..raise }));
        said.map(|_| town.phone(li).council.opinions[&opinion].shop)
    };
    assert_eq!(about(&mut town, Some(shop)), Ok(Some(shop)));
    assert_eq!(about(&mut town, None), Ok(None));
    let other = ShopId(town.id());
    assert_eq!(about(&mut town, Some(other)), Err(Rejection::UnknownShop));
}
