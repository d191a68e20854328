//! The street and its patrol in a few words.

use super::{DAY, Town};
use yishi_domain::patrol::*;
use yishi_domain::roster::*;
use yishi_domain::shop::*;
use yishi_domain::volunteer::Person;
use yishi_domain::*;

/// The Friday of the tests' first week.
pub const FRIDAY: Date = Date {
    year: 2026,
    month: 11,
    day: 27,
};

/// Items of [`checklist`].
pub const LICENCE: u16 = 1;
pub const PRICES: u16 = 2;
pub const FLOOR: u16 = 3;
pub const FRIDGE: u16 = 4;
pub const WORDS: u16 = 5;

/// A shop of that house number, which is its place on the way too.
pub fn record(shop: ShopId, name: &str, number: u16) -> ShopRecorded {
    ShopRecorded {
        shop,
        name: name.into(),
        kind: name.into(),
        address: format!("幸福街{number}号"),
        order: number,
        promises: vec!["价签每天更新".into()],
        prices: vec![Price {
            item: "白菜(斤)".into(),
            fen: 120,
        }],
        closed: false,
    }
}

pub fn item(number: u16, text: &str, kind: ItemKind, weight: u16) -> Item {
    Item {
        item: number,
        text: text.into(),
        kind,
        weight,
        critical: false,
        photo_on_fail: false,
        severity: Severity::Major,
        help: String::new(),
        shown_if: None,
    }
}

/// One item of most kinds: a critical one that wants a photo, points, a range, words.
pub fn checklist() -> Checklist {
    let degrees = ItemKind::Number {
        unit: "℃".into(),
        decimals: 1,
        least: Some(0),
        most: Some(80),
    };
    let licence = Item {
        critical: true,
        photo_on_fail: true,
        severity: Severity::Critical,
        ..item(LICENCE, "营业执照在显著位置公示", ItemKind::PassFail, 3)
    };
    let section = |title: &str, items| Section {
        title: title.into(),
        items,
    };
    let scored = vec![licence, item(PRICES, "明码标价", ItemKind::PassFail, 3)];
    let clean = vec![
        item(FLOOR, "地面清洁", ItemKind::Score { max: 5 }, 2),
        item(FRIDGE, "冷藏温度", degrees, 2),
        item(WORDS, "店主的话", ItemKind::Text, 0),
    ];
    Checklist {
        title: "门店检查表".into(),
        kinds: vec![],
        sections: vec![section("证照与价格", scored), section("卫生", clean)],
    }
}

pub fn answer(item: u16, value: Value) -> Answer {
    Answer { item, value }
}

/// Answers of a shop where all is well.
pub fn all_well() -> Vec<Answer> {
    vec![
        answer(LICENCE, Value::Pass),
        answer(PRICES, Value::Pass),
        answer(FLOOR, Value::Points(5)),
        answer(FRIDGE, Value::Number(40)),
        answer(WORDS, Value::Text("欢迎常来".into())),
    ]
}

/// The same, but for one item.
pub fn well_but(item: u16, value: Value) -> Vec<Answer> {
    let mut answers = all_well();
    for known in &mut answers {
        if known.item == item {
            known.value = value.clone();
        }
    }
    answers
}

pub fn photo(number: u8) -> Digest {
    Digest([number; 32])
}

pub fn remark(item: u16, note: &str, photos: &[u8]) -> Remark {
    Remark {
        note: note.into(),
        photos: photos.iter().map(|number| photo(*number)).collect(),
        ..Remark::none(item)
    }
}

/// A street with its patrol on Friday.
pub struct Street {
    pub town: Town,
    pub shops: Vec<ShopId>,
    pub walkers: Vec<MemberId>,
    pub merchant: MemberId,
    pub template: TemplateId,
}

impl Street {
    /// Four shops, the first one with a merchant, three representatives; planned, and Friday morning.
    pub fn on_friday() -> Self {
        let mut street = Self::planned(4, 3, false);
        street.go_to(FRIDAY, 9);
        street
    }

    /// A street whose patrols are planned, on Monday.
    pub fn planned(shops: u16, walkers: usize, pairs: bool) -> Self {
        let mut town = Town::new();
        let shops: Vec<ShopId> = (1..=shops)
            .map(|n| town.shop(&format!("{n}号店"), n))
            .collect();
        let walkers: Vec<MemberId> = (0..walkers)
            .map(|n| town.person(&format!("代表{n}"), None, &[Role::Representative], 1960))
            .collect();
        let merchant = town.merchant("卢杰", "1号店");
        let template = TemplateId(town.id());
        let publish = PublishTemplate {
            template,
            checklist: checklist(),
        };
        town.staff(Command::PublishTemplate(publish)).unwrap();
        let plan = plan(&walkers, pairs);
        town.staff(Command::SetPatrolPlan(SetPatrolPlan { plan }))
            .unwrap();
        town.tick();
        Self {
            town,
            shops,
            walkers,
            merchant,
            template,
        }
    }

    pub fn go_to(&mut self, day: Date, hour: u16) {
        self.town.now = day.at(hour * 60, 480);
    }

    pub fn patrol(&self, patrol: Date) -> &Patrol {
        &self.town.state.patrol.patrols[&patrol]
    }

    pub fn submission(
        &self,
        patrol: Date,
        shop: ShopId,
        answers: Vec<Answer>,
        remarks: Vec<Remark>,
    ) -> Command {
        Command::SubmitInspection(SubmitInspection {
            patrol,
            shop,
            template: self.template,
            version: 1,
            answers,
            remarks,
        })
    }

    pub fn submit(
        &mut self,
        walker: usize,
        shop: usize,
        answers: Vec<Answer>,
        remarks: Vec<Remark>,
    ) -> Result<Vec<Event>, Rejection> {
        self.submit_to(FRIDAY, walker, shop, answers, remarks)
    }

    pub fn submit_to(
        &mut self,
        patrol: Date,
        walker: usize,
        shop: usize,
        answers: Vec<Answer>,
        remarks: Vec<Remark>,
    ) -> Result<Vec<Event>, Rejection> {
        let command = self.submission(patrol, self.shops[shop], answers, remarks);
        self.town.member(self.walkers[walker], command)
    }

    /// A finding on the prices of the first shop, by the first walker.
    pub fn finding(&mut self) -> FindingId {
        let events = self.submit(0, 0, well_but(PRICES, Value::Fail), vec![]);
        opened(&events.unwrap())[0]
    }

    pub fn recheck(
        &mut self,
        walker: usize,
        finding: FindingId,
        passed: bool,
    ) -> Result<Vec<Event>, Rejection> {
        let recheck = RecheckFinding {
            finding,
            passed,
            note: String::new(),
            photos: vec![photo(9)],
        };
        self.town
            .member(self.walkers[walker], Command::RecheckFinding(recheck))
    }

    pub fn merchant_says(&mut self, finding: FindingId) -> Result<Vec<Event>, Rejection> {
        let answer = AnswerFinding {
            finding,
            text: "已换价签".into(),
            photos: vec![photo(8)],
        };
        self.town
            .member(self.merchant, Command::AnswerFinding(answer))
    }

    pub fn known(&self, finding: FindingId) -> &Finding {
        &self.town.state.patrol.findings[&finding]
    }
}

pub fn plan(walkers: &[MemberId], pairs: bool) -> PatrolPlan {
    let person = |member: &MemberId| Person {
        member: *member,
        name: String::new(),
    };
    PatrolPlan {
        weekday: Weekday::Friday,
        starts: 540,
        team: walkers.iter().map(person).collect(),
        walkers: 0,
        pairs,
        publish_after: 72,
    }
}

/// The findings that events have opened.
pub fn opened(events: &[Event]) -> Vec<FindingId> {
    let of = |event: &Event| match event {
        Event::FindingOpened(e) => Some(e.finding),
        _ => None,
    };
    events.iter().filter_map(of).collect()
}

impl Town {
    pub fn shop(&mut self, name: &str, number: u16) -> ShopId {
        let shop = ShopId(self.id());
        let record = record(shop, name, number);
        self.must(Actor::Operator, Command::RecordShop(record));
        shop
    }

    /// A merchant whose record names that shop.
    pub fn merchant(&mut self, name: &str, shop: &str) -> MemberId {
        let member = MemberId(self.id());
        let record = MemberRecorded {
            member,
            name: name.into(),
            household: None,
            roles: [Role::Merchant].into(),
            owner: false,
            born: 1980,
            shop: Some(shop.into()),
        };
        self.must(Actor::Operator, Command::RecordMember(record));
        member
    }

    /// Days go by, with the clock at work.
    pub fn days_go_by(&mut self, days: i64) {
        for _ in 0..days {
            self.later(DAY);
            self.tick();
        }
    }
}
