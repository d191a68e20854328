//! What staff and representatives do with an opinion.

use crate::kit::{Town, predict};
use yishi_domain::council::*;
use yishi_domain::roster::Role;
use yishi_domain::*;

fn merge(opinion: OpinionId, into: OpinionId) -> Command {
    Command::MergeOpinion(MergeOpinion { opinion, into })
}

fn answer(opinion: OpinionId) -> Command {
    Command::AnswerOpinion(AnswerOpinion {
        opinion,
        text: "已修".into(),
    })
}

/// So many residents, each in a home of their own.
fn residents(town: &mut Town, number: usize) -> Vec<MemberId> {
    (0..number)
        .map(|n| town.resident(&format!("{n}01"), &format!("居民{n}")))
        .collect()
}

#[test]
fn representatives_triage_as_staff_do_and_it_is_told_who_did() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let zhao = town.person("赵强", None, &[Role::Representative], 1980);
    let opinion = town.opinion(li, true);
    assert_eq!(town.member(li, answer(opinion)), Err(Rejection::NotAllowed));
    town.member(zhao, answer(opinion)).unwrap();
    let outcome = town.phone(li).council.opinions[&opinion].outcome.clone();
    let by = Speaker {
        member: Some(zhao),
        name: "赵强".into(),
        role: Some(Role::Representative),
    };
    let text = "已修".into();
    let answered = OpinionOutcome::Answered { text, by: Some(by) };
    assert_eq!(outcome, Some((town.now, answered)));
}

#[test]
fn seconders_of_both_add_up_once_each() {
    let mut town = Town::new();
    let people = residents(&mut town, 8);
    let (one, other) = (
        town.opinion(people[0], false),
        town.opinion(people[1], true),
    );
    for member in &people[2..6] {
        town.second(*member, one).unwrap();
    }
    for member in &people[4..7] {
        town.second(*member, other).unwrap();
    }
    let together = Together {
        seconds: 5,
        both: 2,
    };
    assert_eq!(town.state.council.together(one, other), Some(together));
    let staff = town.phone(town.staff);
    assert_eq!(staff.council.together(one, other), Some(together));
    let events = town.staff(merge(one, other)).unwrap();
    assert_eq!(events.len(), 2);
    let merged = &town.state.council.opinions[&other];
    assert_eq!((merged.seconds, merged.seconders.len()), (5, 5));
    // Everybody reads the number, nobody but staff the names.
    for member in [people[7], people[2], people[6]] {
        let known = &town.phone(member).council.opinions[&other];
        assert_eq!(known.seconds, 5);
        assert!(known.seconders.iter().all(|known| *known == member));
    }
    // Who stood behind the one stands behind the other, and adds nothing by saying so again.
    assert_eq!(town.second(people[2], other), Ok(Vec::new()));
    let phone = town.phone(people[2]);
    assert!(
        phone.council.opinions[&other]
            .seconders
            .contains(&people[2])
    );
    town.second(people[7], other).unwrap();
    assert_eq!(town.state.council.opinions[&other].seconds, 6);
}

#[test]
fn an_author_does_not_stand_behind_the_own_opinion_by_a_merge() {
    let mut town = Town::new();
    let people = residents(&mut town, 3);
    let (one, other) = (
        town.opinion(people[0], false),
        town.opinion(people[1], true),
    );
    town.second(people[1], one).unwrap();
    town.second(people[2], one).unwrap();
    town.staff(merge(one, other)).unwrap();
    let merged = &town.state.council.opinions[&other];
    assert_eq!(merged.seconds, 1);
    assert!(!merged.seconders.contains(&people[1]));
    // The author of the merged one may join in.
    town.second(people[0], other).unwrap();
    assert_eq!(town.state.council.opinions[&other].seconds, 2);
}

#[test]
fn what_was_merged_goes_where_the_other_goes() {
    let mut town = Town::new();
    let people = residents(&mut town, 4);
    let [a, b, c] = [0, 1, 2].map(|n| town.opinion(people[n], false));
    town.second(people[3], a).unwrap();
    town.staff(merge(a, b)).unwrap();
    town.staff(merge(b, c)).unwrap();
    let council = &town.state.council;
    assert_eq!(council.going_on(a), c);
    assert_eq!(council.merged_into(c), [b]);
    assert_eq!(council.opinions[&c].seconds, 1, "it came along");
    let settled = Err(Rejection::OpinionSettled);
    assert_eq!(town.second(people[3], a), settled);
    assert_eq!(town.staff(answer(a)), settled);
    assert_eq!(town.staff(merge(a, c)), settled);
}

#[test]
fn an_opinion_is_merged_into_what_goes_on_only() {
    let mut town = Town::new();
    let people = residents(&mut town, 5);
    let [a, answered, taken_up, merged] = [0, 1, 2, 3].map(|n| town.opinion(people[n], false));
    town.staff(answer(answered)).unwrap();
    let source = TopicSource::Opinion(taken_up);
    town.propose_from(town.staff, "路灯", source).unwrap();
    town.staff(merge(merged, taken_up)).unwrap();
    for into in [a, answered, merged] {
        let refused = town.staff(merge(a, into));
        assert_eq!(refused, Err(Rejection::NotToBeMerged));
    }
    let unknown = OpinionId(town.id());
    let refused = town.staff(merge(a, unknown));
    assert_eq!(refused, Err(Rejection::UnknownOpinion));
    town.second(people[4], a).unwrap();
    assert!(town.staff(merge(a, taken_up)).is_ok());
    assert_eq!(town.state.council.opinions[&taken_up].seconds, 1);
}

#[test]
fn two_desks_that_settle_the_same_opinion_offline_leave_one_outcome() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let zhao = town.person("赵强", None, &[Role::Representative], 1980);
    let opinion = town.opinion(li, false);
    let (staff, rep) = (town.phone(town.staff), town.phone(zhao));
    let decline = Command::DeclineOpinion(DeclineOpinion {
        opinion,
        reason: "重复".into(),
    });
    assert!(predict(&staff, town.staff, &answer(opinion), town.now).is_ok());
    assert!(predict(&rep, zhao, &decline, town.now).is_ok());
    town.member(zhao, decline).unwrap();
    let late = town.staff(answer(opinion));
    assert_eq!(late, Err(Rejection::OpinionSettled));
    let outcome = &town.phone(li).council.opinions[&opinion].outcome;
    assert!(matches!(
        outcome,
        Some((_, OpinionOutcome::Declined { .. }))
    ));
}

#[test]
fn a_representative_who_does_not_know_the_seconders_predicts_no_number() {
    let mut town = Town::new();
    let people = residents(&mut town, 3);
    let zhao = town.person("赵强", None, &[Role::Representative], 1980);
    let (one, other) = (
        town.opinion(people[0], false),
        town.opinion(people[1], false),
    );
    town.second(people[2], one).unwrap();
    let phone = town.phone(zhao);
    assert_eq!(phone.council.together(one, other), None);
    let predicted = predict(&phone, zhao, &merge(one, other), town.now).unwrap();
    assert!(matches!(predicted[..], [Event::OpinionMerged(_)]));
    let decided = town.member(zhao, merge(one, other)).unwrap();
    assert_eq!(decided[0], predicted[0]);
    assert_eq!(town.phone(zhao).council.opinions[&other].seconds, 1);
}

#[test]
fn opinions_about_the_same_are_found_by_their_words() {
    let mut town = Town::new();
    let people = residents(&mut town, 6);
    let texts = [
        (
            "年轻人理发有点贵，一次要 38 元，希望公开成本。",
            Category::Shops,
        ),
        ("理发店价格太高，年轻人理发一次 38 元。", Category::Shops),
        ("2 号楼门口的路灯不亮，晚上看不清。", Category::Facilities),
        ("希望有人管一管消防通道停车。", Category::Safety),
        ("门口路灯坏了好几天，晚上老人看不清台阶。", Category::Safety),
    ];
    let mut opinions = Vec::new();
    for (n, (text, category)) in texts.into_iter().enumerate() {
        let opinion = OpinionId(town.id());
        let raise = RaiseOpinion {
            opinion,
            text: text.into(),
            category,
            anonymous: false,
            photos: vec![],
            shop: None,
        };
        town.member(people[n], Command::RaiseOpinion(raise))
            .unwrap();
        opinions.push(opinion);
    }
    let council = &town.state.council;
    assert_eq!(council.similar(opinions[0], 3), [opinions[1]]);
    assert_eq!(council.similar(opinions[2], 3), [opinions[4]]);
    assert_eq!(council.similar(opinions[3], 3), []);
    town.staff(answer(opinions[1])).unwrap();
    let council = &town.state.council;
    assert_eq!(council.similar(opinions[0], 3), [], "it does not go on");
    assert_eq!(council.similar(OpinionId(people[0].0), 3), []);
}
