//! The patrol in a life: what there is from the first day, what members want, what must hold.

use crate::kit::{Rng, Town, staff_record};
use std::collections::BTreeSet;
use yishi_domain::patrol::*;
use yishi_domain::roster::*;
use yishi_domain::shop::*;
use yishi_domain::volunteer::Person;
use yishi_domain::*;

/// Three shops, the first one with a merchant; two representatives who take turns; a patrol of the day.
pub fn open(town: &mut Town) {
    let merchant = MemberRecorded {
        shop: Some("蔬菜店".into()),
        ..staff_record(
            town.author,
            "李梅",
            Some(town.homes[0]),
            &[Role::Resident, Role::Merchant],
        )
    };
    town.operate(Command::RecordMember(merchant));
    for (member, name, home) in [(town.housemate, "赵强", 0), (town.resident, "孙艳", 1)] {
        let roles = [Role::Resident, Role::Representative];
        let record = staff_record(member, name, Some(town.homes[home]), &roles);
        town.operate(Command::RecordMember(record));
    }
    for (order, name) in [(1, "蔬菜店"), (2, "面馆"), (3, "药店")] {
        let shop = ShopId(town.id());
        town.operate(Command::RecordShop(ShopRecorded {
            shop,
            name: name.into(),
            kind: name.into(),
            address: format!("幸福街{order}号"),
            order,
            promises: vec![],
            prices: vec![],
            closed: false,
        }));
    }
    let template = TemplateId(town.id());
    let publish = PublishTemplate {
        template,
        checklist: checklist(),
    };
    town.operate(Command::PublishTemplate(publish));
    let team = [town.housemate, town.resident].map(|member| Person {
        member,
        name: String::new(),
    });
    let plan = PatrolPlan {
        weekday: Weekday::Wednesday,
        starts: 540,
        team: team.into(),
        walkers: 0,
        pairs: true,
        publish_after: 30,
    };
    town.operate(Command::SetPatrolPlan(SetPatrolPlan { plan }));
    let patrol = Date::of(town.now, 480);
    town.operate(Command::PlanPatrol(PlanPatrol { patrol }));
}

fn checklist() -> Checklist {
    let item = |item, text: &str| Item {
        item,
        text: text.into(),
        kind: ItemKind::PassFail,
        weight: 1,
        critical: item == 1,
        photo_on_fail: false,
        severity: Severity::Major,
        help: String::new(),
        shown_if: None,
    };
    Checklist {
        title: "检查表".into(),
        kinds: vec![],
        sections: vec![Section {
            title: "检查".into(),
            items: vec![item(1, "执照"), item(2, "价签")],
        }],
    }
}

/// What a member might want of the patrol, going by what the own phone shows.
pub fn intent(state: &State, member: MemberId, rng: &mut Rng, now: Timestamp) -> Option<Command> {
    let patrols = &state.patrol;
    let shops: Vec<ShopId> = state.shops.keys().copied().collect();
    let days: Vec<Date> = patrols.patrols.keys().copied().collect();
    let open = patrols
        .findings
        .iter()
        .filter(|(_, finding)| finding.is_open());
    let findings: Vec<FindingId> = open.map(|(id, _)| *id).collect();
    // Mostly the first shop, so that two phones of one member meet there.
    let shop = match rng.percent(60) {
        true => *shops.first()?,
        false => *rng.pick(&shops)?,
    };
    let (template, _) = patrols.templates.iter().next()?;
    let answers = [1, 2].map(|item| Answer {
        item,
        value: match rng.percent(45) {
            true => Value::Fail,
            false => Value::Pass,
        },
    });
    let photo = Digest([u8::try_from(rng.below(200)).unwrap(); 32]);
    let runs_a_shop = !state.shops_run_by(member).is_empty();
    let walks = state.roster.has_role(member, Role::Representative);
    let what = match (runs_a_shop, walks) {
        (true, _) => 11 + rng.below(4),
        (_, true) => [3, 3, 3, 3, rng.below(11), 15, 15, 15, 15, 15][rng.below(10)],
        _ => rng.below(21),
    };
    Some(match what {
        0..=2 => Command::SaveAnswers(SaveAnswers {
            patrol: *rng.pick(&days)?,
            shop,
            template: *template,
            version: 1,
            answers: vec![rng.pick(&answers)?.clone()],
            remarks: vec![],
        }),
        3..=7 => Command::SubmitInspection(SubmitInspection {
            patrol: *rng.pick(&days)?,
            shop,
            template: *template,
            version: 1,
            answers: answers.to_vec(),
            remarks: vec![],
        }),
        8 => Command::SkipShop(SkipShop {
            patrol: *rng.pick(&days)?,
            shop,
            reason: MissReason::Shut,
            note: String::new(),
        }),
        9 => Command::OfferRound(OfferRound {
            patrol: *rng.pick(&days)?,
            instead: vec![],
        }),
        10 => Command::TakeRound(TakeRound {
            patrol: *rng.pick(&days)?,
            from: *rng.pick(&patrols.names.keys().copied().collect::<Vec<_>>())?,
            to: member,
            instead: None,
        }),
        11..=13 => Command::AnswerFinding(AnswerFinding {
            finding: *rng.pick(&findings)?,
            text: format!("改好了{}", rng.below(3)),
            photos: vec![photo],
        }),
        14 => Command::ContestFinding(ContestFinding {
            finding: *rng.pick(&findings)?,
            reason: "停电".into(),
        }),
        15..=17 => Command::RecheckFinding(RecheckFinding {
            finding: *rng.pick(&findings)?,
            passed: rng.percent(60),
            note: String::new(),
            photos: vec![photo],
        }),
        18 => Command::SettleFinding(SettleFinding {
            finding: *rng.pick(&findings)?,
            upheld: rng.percent(50),
            reason: "看过".into(),
        }),
        19 => Command::PlanPatrol(PlanPatrol {
            patrol: Date::of(now, 480).plus_days(1),
        }),
        _ => Command::PublishPatrol(PublishPatrol {
            patrol: *rng.pick(&days)?,
        }),
    })
}

/// Whether an accepted command of the patrol that led to nothing asked for what was so already.
pub fn was_so_already(state: &State, member: MemberId, command: &Command, log: &[&Event]) -> bool {
    let patrols = &state.patrol;
    let submitted = |patrol, shop| {
        let id = InspectionId::of(patrol, shop, member);
        patrols.inspections.contains_key(&id).then_some(id)
    };
    match command {
        Command::SaveAnswers(c) => {
            let id = InspectionId::of(c.patrol, c.shop, member);
            let saved = |answer| {
                log.iter().any(|event| {
                    matches!(event, Event::AnswersSaved(e)
                        if e.inspection == id && e.answers.contains(answer))
                })
            };
            submitted(c.patrol, c.shop).is_some() || c.answers.iter().all(saved)
        }
        Command::SubmitInspection(c) => submitted(c.patrol, c.shop).is_some_and(|id| {
            let inspection = &patrols.inspections[&id];
            let addenda = inspection.addenda.iter().flat_map(|addendum| &addendum.answers);
            let known: Vec<&Answer> = inspection.answers.iter().chain(addenda).collect();
            c.answers.iter().all(|answer| known.contains(&answer))
        }),
        Command::SkipShop(c) => {
            patrols.patrols[&c.patrol].missed.contains_key(&c.shop)
                || submitted(c.patrol, c.shop).is_some()
        }
        Command::OfferRound(c) => log
            .iter()
            .any(|event| matches!(event, Event::RoundOffered(e) if (e.patrol, e.member) == (c.patrol, member))),
        Command::TakeRound(c) => c.from == c.to,
        Command::AnswerFinding(c) => log.iter().any(|event| {
            matches!(event, Event::FindingAnswered(e) if (e.finding, &e.text) == (c.finding, &c.text))
        }),
        Command::ContestFinding(c) => log
            .iter()
            .any(|event| matches!(event, Event::FindingContested(e) if e.finding == c.finding)),
        Command::PlanPatrol(c) => patrols.patrols.contains_key(&c.patrol),
        Command::PublishPatrol(c) => patrols.patrols[&c.patrol].published_at.is_some(),
        _ => false,
    }
}

/// What was submitted is in the log once, and what failed in it stands in a finding. Gives how many were submitted,
/// and how many addenda another phone of the same member has led to.
pub fn nothing_of_the_patrol_is_lost(state: &State, log: &[&Event]) -> (u64, u64) {
    let patrols = &state.patrol;
    let mut submitted = BTreeSet::new();
    let mut amended = 0;
    for event in log {
        match event {
            Event::InspectionSubmitted(e) => {
                assert!(submitted.insert(e.inspection), "{} twice", e.inspection);
            }
            Event::InspectionAmended(e) => {
                amended += u64::from(e.text.is_empty());
                assert!(submitted.contains(&e.inspection));
            }
            _ => {}
        }
    }
    assert_eq!(submitted.len(), patrols.inspections.len());
    for inspection in patrols.inspections.values() {
        let list = patrols
            .checklist(inspection.template, inspection.version)
            .unwrap();
        for item in inspection.failed(list) {
            let mut findings = patrols.findings_of(inspection.shop);
            assert!(findings.any(|(_, finding)| finding.item.1 == item));
        }
    }
    (submitted.len() as u64, amended)
}
