//! Random commands of the patrol, in small numbers, so that they often meet.

use super::patrol::*;
use super::steps::Names;
use super::{DAY, Town};
use yishi_domain::patrol::*;
use yishi_domain::roster::*;
use yishi_domain::shop::*;
use yishi_domain::volunteer::Person;
use yishi_domain::*;

/// Kinds of commands that [`command`] makes.
pub const KINDS: u8 = 40;

/// What random commands may name.
struct Things<'a> {
    names: &'a Names,
    pick: [u8; 4],
}

impl Things<'_> {
    fn shop(&self) -> ShopId {
        ShopId((self.names.id)(13, self.pick[0] / 2))
    }

    fn template(&self) -> TemplateId {
        TemplateId((self.names.id)(
            14,
            u8::from(self.pick[1].is_multiple_of(9)),
        ))
    }

    fn member(&self, place: usize) -> MemberId {
        MemberId((self.names.id)(6, self.pick[place]))
    }

    /// A Friday around the first one, and now and then another day.
    fn patrol(&self) -> Date {
        let pick = i64::from(self.pick[2]);
        let day = FRIDAY.plus_days(7 * (pick % 3));
        if pick % 23 == 0 {
            day.plus_days(2)
        } else {
            day
        }
    }

    fn answers(&self) -> Vec<Answer> {
        let [a, b, c, d] = self.pick;
        let verdict = |pick: u8| match pick % 4 {
            0 => Value::Fail,
            1 => Value::NotApplicable,
            _ => Value::Pass,
        };
        let mut answers = vec![
            answer(LICENCE, verdict(b)),
            answer(PRICES, if d % 3 == 0 { Value::Pass } else { Value::Fail }),
            answer(FLOOR, Value::Points(u16::from(a % 7))),
            answer(FRIDGE, Value::Number(i64::from(c) * i64::from(d % 2))),
            answer(WORDS, Value::Text((self.names.text)(b / 4 + 3))),
        ];
        if d % 11 == 0 {
            answers.truncate(usize::from(a % 6));
        }
        answers
    }

    fn remarks(&self) -> Vec<Remark> {
        let [a, b, c, _] = self.pick;
        let shown = remark(LICENCE, &(self.names.text)(c), &[a]);
        let other = Remark {
            severity: (a % 2 == 0).then_some(Severity::ALL[usize::from(b % 3)]),
            ..remark(PRICES, "价签旧", &[])
        };
        vec![shown, other]
    }

    fn checklist(&self) -> Checklist {
        let [a, b, _, d] = self.pick;
        let mut list = checklist();
        list.title = (self.names.text)(d);
        if a % 3 == 0 {
            list.sections[0].items[1].shown_if = Some(ShownIf {
                item: u16::from(b % 4),
                is: Condition::Passed,
            });
        }
        if b % 7 == 0 {
            list.kinds = vec![(self.names.text)(a)];
        }
        list
    }
}

pub fn command(names: &Names, kind: u8, pick: [u8; 4], state: &State) -> Command {
    let things = Things { names, pick };
    let [a, b, c, d] = pick;
    let (shop, template, patrol) = (things.shop(), things.template(), things.patrol());
    // Findings and their like have derived names: those that there are.
    let findings: Vec<FindingId> = state.patrol.findings.keys().copied().collect();
    let finding = match findings.len() {
        0 => FindingId((names.id)(15, a)),
        all => findings[usize::from(a) % all],
    };
    let version = 1 + u16::from(c % 13 == 0);
    let (answers, remarks) = (things.answers(), things.remarks());
    match kind % KINDS {
        0 => Command::RecordShop(ShopRecorded {
            shop,
            name: (names.text)(b),
            kind: (names.text)(c),
            address: format!("{}{d}号", (names.text)(d)),
            order: u16::from(d),
            promises: (0..d % 23).map(|n| format!("第{n}条")).collect(),
            prices: (3..3 + c % 70)
                .map(|n| Price {
                    item: (names.text)(n),
                    fen: u32::from(n),
                })
                .collect(),
            closed: d % 5 == 0,
        }),
        1 => Command::PublishTemplate(PublishTemplate {
            template,
            checklist: things.checklist(),
        }),
        2 if d % 3 == 0 => Command::RetireTemplate(RetireTemplate { template }),
        3 => Command::SetPatrolPlan(SetPatrolPlan {
            plan: PatrolPlan {
                weekday: Weekday::ALL[if d % 5 == 0 { 1 } else { 4 }],
                starts: u16::from(a) * 6,
                team: (0..b % 6)
                    .map(|n| Person {
                        member: MemberId((names.id)(6, n)),
                        name: String::new(),
                    })
                    .collect(),
                walkers: c % 4,
                pairs: d % 2 == 0,
                publish_after: 1 + u16::from(a),
            },
        }),
        4 => Command::PlanPatrol(PlanPatrol { patrol }),
        5 => Command::MovePatrol(MovePatrol {
            patrol,
            day: (d % 3 > 0).then(|| patrol.plus_days(i64::from(d % 4) - 1)),
            reason: (names.text)(b),
        }),
        6..=8 => Command::OfferRound(OfferRound {
            patrol,
            instead: (0..a % 3)
                .map(|n| FRIDAY.plus_days(7 * i64::from(n)))
                .collect(),
        }),
        9 => Command::WithdrawOffer(WithdrawOffer { patrol }),
        10 | 11 => {
            let offered = state.patrol.patrols.get(&patrol);
            let offers = offered.map_or(&[][..], |patrol| &patrol.offers);
            Command::TakeRound(TakeRound {
                patrol,
                from: offers
                    .first()
                    .map_or(things.member(1), |offer| offer.member),
                to: things.member(0),
                instead: (d % 3 == 0).then(|| FRIDAY.plus_days(7 * i64::from(c % 3))),
            })
        }
        12..=14 => Command::SaveAnswers(SaveAnswers {
            patrol,
            shop,
            template,
            version,
            answers,
            remarks,
        }),
        2 | 15..=25 => Command::SubmitInspection(SubmitInspection {
            patrol,
            shop,
            template,
            version,
            answers,
            remarks,
        }),
        26 => Command::AmendInspection(AmendInspection {
            patrol,
            shop,
            text: (names.text)(b),
            photos: vec![photo(c)],
            answers,
            remarks,
        }),
        27 => Command::SkipShop(SkipShop {
            patrol,
            shop,
            reason: MissReason::ALL[usize::from(b % 3)],
            note: (names.text)(c),
        }),
        28..=30 => Command::AnswerFinding(AnswerFinding {
            finding,
            text: (names.text)(b),
            photos: vec![photo(c); usize::from(d % 6)],
        }),
        31..=35 => Command::RecheckFinding(RecheckFinding {
            finding,
            passed: b % 4 == 0,
            note: (names.text)(c),
            photos: vec![photo(d); usize::from(d % 5)],
        }),
        36 => Command::ContestFinding(ContestFinding {
            finding,
            reason: (names.text)(b),
        }),
        37 | 38 => Command::SettleFinding(SettleFinding {
            finding,
            upheld: b % 2 == 0,
            reason: (names.text)(c),
        }),
        _ => Command::PublishPatrol(PublishPatrol { patrol }),
    }
}

/// A street where something is going on: shops, one of them with a merchant, a plan, a first finding.
pub fn enliven(town: &mut Town, names: &Names) {
    for number in 0..4 {
        let shop = ShopId((names.id)(13, number));
        let record = record(shop, &format!("{number}号店"), u16::from(number) + 1);
        town.must(Actor::Operator, Command::RecordShop(record));
    }
    let merchant = MemberRecorded {
        member: MemberId((names.id)(6, 4)),
        name: "卢杰".into(),
        household: None,
        roles: [Role::Merchant].into(),
        owner: false,
        born: 1980,
        shop: Some("0号店".into()),
    };
    town.must(Actor::Operator, Command::RecordMember(merchant));
    let template = TemplateId((names.id)(14, 0));
    let publish = PublishTemplate {
        template,
        checklist: checklist(),
    };
    town.must(Actor::Operator, Command::PublishTemplate(publish));
    let team: Vec<MemberId> = (0..3).map(|n| MemberId((names.id)(6, n))).collect();
    let plan = plan(&team, false);
    town.must(
        Actor::Operator,
        Command::SetPatrolPlan(SetPatrolPlan { plan }),
    );
    town.tick();
    // A patrol of the day, so that lives of a few hours are of one.
    let today = Date::of(town.now, 480);
    town.must(
        Actor::Operator,
        Command::PlanPatrol(PlanPatrol { patrol: today }),
    );
    let submit = SubmitInspection {
        patrol: today,
        shop: ShopId((names.id)(13, 0)),
        template,
        version: 1,
        answers: well_but(PRICES, Value::Fail),
        remarks: vec![],
    };
    town.must(Actor::Member(team[0]), Command::SubmitInspection(submit));
    let _ = DAY;
}

/// Everything that a screen derives from the patrol.
pub fn look_at_patrol(state: &State, now: Timestamp) {
    let (patrols, today) = (&state.patrol, state.date(now));
    let _ = (patrols.street(state, today), patrols.year(state, today));
    let _ = patrols.coming(today);
    for (id, _) in &patrols.patrols {
        if let Some(report) = patrols.report(state, *id, now) {
            assert!(report.mean.is_none_or(|mean| mean <= 1_000));
            assert!(report.closed.len() + report.open <= patrols.findings.len());
        }
    }
    for (id, shop) in &state.shops {
        let _ = (shop.street(), shop.number(), patrols.scores_of(*id));
        let _ = patrols.checklist_for(shop);
    }
    for (id, finding) in &patrols.findings {
        let _ = (
            finding.is_overdue(today),
            finding.topic(),
            patrols.proposal(state, *id),
        );
        for member in state.roster.members.keys() {
            let _ = finding.may_recheck(state, *member);
        }
    }
}
