//! The patrol over the wire: what each kind of member receives, on the raw JSON, before and after publication; two
//! phones of one member; photos that are named by whom.

use crate::kit::{DAY, Town, staff_record};
use serde_json::Value as Json;
use yishi_domain::patrol::*;
use yishi_domain::roster::*;
use yishi_domain::shop::*;
use yishi_domain::volunteer::Person;
use yishi_domain::*;

const NOTE: &str = "西红柿实收三块八";
const ANSWER: &str = "价签已经换好";
const WORDS: &str = "老板娘说生意难做";

struct Street {
    town: Town,
    shop: ShopId,
    walkers: [MemberId; 2],
    merchant: MemberId,
    neighbour: MemberId,
    template: TemplateId,
    patrol: Date,
}

fn street() -> Street {
    let mut town = Town::new(11);
    let [first, second, merchant, neighbour] = [(); 4].map(|()| MemberId(town.id()));
    for (member, name) in [(first, "王秀英"), (second, "李建国")] {
        let record = staff_record(member, name, None, &[Role::Representative]);
        town.operate(Command::RecordMember(record));
    }
    for (member, shop) in [(merchant, "蔬菜店"), (neighbour, "面馆")] {
        let record = MemberRecorded {
            shop: Some(shop.into()),
            ..staff_record(member, shop, None, &[Role::Merchant])
        };
        town.operate(Command::RecordMember(record));
    }
    let shops = ["蔬菜店", "面馆"].map(|name| {
        let shop = ShopId(town.id());
        town.operate(Command::RecordShop(ShopRecorded {
            shop,
            name: name.into(),
            kind: name.into(),
            address: "幸福街5号".into(),
            order: 1,
            promises: vec![],
            prices: vec![],
            closed: false,
        }));
        shop
    });
    let template = TemplateId(town.id());
    let item = |item, text: &str, kind, weight| Item {
        item,
        text: text.into(),
        kind,
        weight,
        critical: false,
        photo_on_fail: false,
        severity: Severity::Major,
        help: String::new(),
        shown_if: None,
    };
    let checklist = Checklist {
        title: "检查表".into(),
        kinds: vec![],
        sections: vec![Section {
            title: "价格".into(),
            items: vec![
                item(1, "明码标价", ItemKind::PassFail, 1),
                item(2, "店主的话", ItemKind::Text, 0),
            ],
        }],
    };
    town.operate(Command::PublishTemplate(PublishTemplate {
        template,
        checklist,
    }));
    let patrol = Date::of(town.now, 480);
    let team = [first, second].map(|member| Person {
        member,
        name: String::new(),
    });
    let plan = PatrolPlan {
        weekday: patrol.weekday(),
        starts: 540,
        team: team.into(),
        walkers: 0,
        pairs: false,
        publish_after: 72,
    };
    town.operate(Command::SetPatrolPlan(SetPatrolPlan { plan }));
    town.tick();
    Street {
        town,
        shop: shops[0],
        walkers: [first, second],
        merchant,
        neighbour,
        template,
        patrol,
    }
}

impl Street {
    fn act(&mut self, member: MemberId, command: Command) {
        let mut phone = self.town.phone(member);
        phone.submit(&mut self.town, command).unwrap();
        let answers = phone.sync(&mut self.town);
        assert!(answers.iter().all(|answer| answer.rejected.is_empty()));
    }

    fn submission(&self, verdict: Value) -> Command {
        let answer = |item, value| Answer { item, value };
        Command::SubmitInspection(SubmitInspection {
            patrol: self.patrol,
            shop: self.shop,
            template: self.template,
            version: 1,
            answers: vec![answer(1, verdict), answer(2, Value::Text(WORDS.into()))],
            remarks: vec![Remark {
                note: NOTE.into(),
                photos: vec![Digest([7; 32])],
                ..Remark::none(1)
            }],
        })
    }

    fn finding(&self) -> FindingId {
        let inspection = InspectionId::of(self.patrol, self.shop, self.walkers[0]);
        FindingId::of(inspection, 1)
    }

    /// Which of the words stand in what a phone of that member is sent.
    fn told(&mut self, member: MemberId) -> [bool; 3] {
        let raw = self.town.pull(member);
        [NOTE, ANSWER, WORDS].map(|words| raw.contains(words))
    }

    fn kinds(&mut self, member: MemberId) -> Vec<String> {
        let raw: Json = serde_json::from_str(&self.town.pull(member)).unwrap();
        let events = raw["events"].as_array().unwrap().iter();
        events
            .map(|event| event["type"].as_str().unwrap().to_owned())
            .collect()
    }
}

#[test]
fn findings_reach_those_concerned_at_once_and_everybody_when_they_are_published() {
    let mut street = street();
    let [first, second] = street.walkers;
    let (staff, resident) = (street.town.staff, street.town.resident);
    let (merchant, neighbour) = (street.merchant, street.neighbour);
    let submission = street.submission(Value::Fail);
    street.act(first, submission);
    let finding = street.finding();
    let answer = AnswerFinding {
        finding,
        text: ANSWER.into(),
        photos: vec![],
    };
    street.act(merchant, Command::AnswerFinding(answer));
    for member in [first, second, staff, merchant] {
        assert_eq!(street.told(member), [true, true, true]);
    }
    for member in [neighbour, resident] {
        assert_eq!(street.told(member), [false; 3]);
        let raw = street.town.pull(member);
        let hidden = ["inspection", "finding", "patrol", "王秀英", "李建国"];
        let leaked: Vec<&str> = hidden
            .into_iter()
            .filter(|word| raw.contains(word))
            .collect();
        assert!(leaked.is_empty(), "{leaked:?}");
    }
    street.town.now = street.town.now.plus_seconds(4 * DAY);
    street.town.tick();
    for member in [neighbour, resident] {
        // The finding with what was said of it, and nothing else of what was answered.
        assert_eq!(street.told(member), [true, true, false]);
        let kinds = street.kinds(member);
        assert!(
            kinds.contains(&"finding_published".into())
                && kinds.contains(&"patrol_published".into())
        );
        assert!(
            !kinds
                .iter()
                .any(|kind| kind.starts_with("inspection_") || kind == "patrol_planned")
        );
    }
    let recheck = RecheckFinding {
        finding,
        passed: true,
        note: String::new(),
        photos: vec![Digest([8; 32])],
    };
    street.act(second, Command::RecheckFinding(recheck));
    assert!(street.kinds(resident).contains(&"finding_rechecked".into()));
}

#[test]
fn rounds_and_their_changes_reach_representatives_and_staff_alone() {
    let mut street = street();
    let [first, second] = street.walkers;
    let offer = OfferRound {
        patrol: street.patrol,
        instead: vec![],
    };
    street.act(first, Command::OfferRound(offer));
    let take = TakeRound {
        patrol: street.patrol,
        from: first,
        to: second,
        instead: None,
    };
    street.act(second, Command::TakeRound(take));
    let (staff, resident, merchant) = (street.town.staff, street.town.resident, street.merchant);
    let private = [
        "patrol_plan_set",
        "patrol_planned",
        "round_offered",
        "round_taken",
    ];
    for (member, knows) in [
        (first, true),
        (staff, true),
        (resident, false),
        (merchant, false),
    ] {
        let kinds = street.kinds(member);
        for kind in private {
            assert_eq!(kinds.iter().any(|known| known == kind), knows, "{kind}");
        }
    }
}

#[test]
fn what_is_saved_reaches_the_other_phone_of_its_member_and_nobody_else() {
    let mut street = street();
    let [first, second] = street.walkers;
    let save = SaveAnswers {
        patrol: street.patrol,
        shop: street.shop,
        template: street.template,
        version: 1,
        answers: vec![Answer {
            item: 2,
            value: Value::Text(WORDS.into()),
        }],
        remarks: vec![],
    };
    street.act(first, Command::SaveAnswers(save));
    assert_eq!(street.town.fresh(first).patrol.saved.len(), 1);
    let (staff, merchant) = (street.town.staff, street.merchant);
    for member in [second, staff, merchant] {
        assert_eq!(street.told(member), [false; 3]);
    }
}

#[test]
fn two_phones_of_one_member_that_were_both_offline_lose_nothing() {
    let mut street = street();
    let first = street.walkers[0];
    let mut phones = [street.town.phone(first), street.town.phone(first)];
    let (well, failing) = (
        street.submission(Value::Pass),
        street.submission(Value::Fail),
    );
    phones[0].submit(&mut street.town, well).unwrap();
    phones[1].submit(&mut street.town, failing).unwrap();
    // Each shows its own until it hears of the other.
    assert_eq!(phones[1].replica.view().patrol.findings.len(), 1);
    for phone in &mut phones {
        let answers = phone.sync(&mut street.town);
        assert!(answers.iter().all(|answer| answer.rejected.is_empty()));
    }
    let known = street.town.fresh(first);
    let inspection = known.patrol.inspections.values().next().unwrap();
    assert_eq!(inspection.answers[0].value, Value::Pass);
    assert_eq!(inspection.addenda.len(), 1);
    assert_eq!(inspection.addenda[0].answers[0].value, Value::Fail);
    assert!(known.patrol.findings.contains_key(&street.finding()));
}

#[test]
fn a_member_who_becomes_a_representative_gets_the_past_and_loses_it_again() {
    let mut street = street();
    let submission = street.submission(Value::Fail);
    street.act(street.walkers[0], submission);
    let newcomer = street.town.resident;
    let mut phone = street.town.phone(newcomer);
    assert!(phone.replica.view().patrol.findings.is_empty());
    for (roles, knows) in [
        (&[Role::Resident, Role::Representative][..], true),
        (&[Role::Resident][..], false),
    ] {
        let home = street.town.homes[1];
        let record = staff_record(newcomer, "孙艳", Some(home), roles);
        street.town.operate(Command::RecordMember(record));
        phone.sync(&mut street.town);
        assert_eq!(phone.replica.view().patrol.findings.is_empty(), !knows);
        assert_eq!(phone.disk.events().any(|line| line.contains(NOTE)), knows);
    }
}

#[test]
fn photos_are_those_of_the_events_that_one_may_see() {
    let mut street = street();
    let submission = street.submission(Value::Fail);
    street.act(street.walkers[0], submission);
    let photo = Digest([7; 32]);
    let of = |street: &Street, kind: &str| {
        let log = street.town.endpoint.log().iter();
        let mut naming = log.filter(|event| event.json.contains(&format!("\"type\":\"{kind}\"")));
        naming
            .next()
            .map(|event| (event.photos.clone(), event.audiences.clone()))
    };
    let followers = vec![Audience::Patrol, Audience::Shop(street.shop)];
    for kind in ["inspection_submitted", "finding_opened"] {
        assert_eq!(of(&street, kind), Some((vec![photo], followers.clone())));
    }
    let publish = PublishPatrol {
        patrol: street.patrol,
    };
    street.act(street.town.staff, Command::PublishPatrol(publish));
    assert_eq!(
        of(&street, "finding_published"),
        Some((vec![photo], vec![Audience::Public]))
    );
}
