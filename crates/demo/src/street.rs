//! The street in the demonstration: three weeks of patrols, with what they have found and what became of it.

use yishi_domain::patrol::{
    Answer, AnswerFinding, Checklist, ItemKind, RecheckFinding, Remark, SubmitInspection, Value,
};
use yishi_domain::{
    Actor, Command, Date, Digest, FindingId, MemberId, ShopId, TemplateId, Timestamp,
};
use yishi_sync::LocalEndpoint;
use yishi_sync::wire::digest;

use crate::moment::ids;
use crate::story::LAMP;

const HOUR: i64 = 3_600;

/// What was not in order: in which week, at which shop, counted along the way, which item, in which words.
const WRONG: [(usize, usize, &str, &str); 7] = [
    (0, 1, "全部商品和服务明码标价", "三样菜没有价签"),
    (0, 2, "地面和台面清洁", "地上有油"),
    (1, 1, "全部商品和服务明码标价", "又少了两样价签"),
    (1, 4, "无障碍通道可用", "坡道上放着货"),
    (1, 5, "垃圾分类投放", "没有分类桶"),
    (2, 0, "投诉电话公示", "电话贴在柜台里面"),
    (2, 1, "消防通道畅通", "后门堵着纸箱"),
];

/// The days before `now` as they went by on the street.
pub(crate) fn walked(endpoint: LocalEndpoint, start: Timestamp, now: Timestamp) -> LocalEndpoint {
    let mut street = Street { endpoint, now };
    let mut week = 0;
    for day in 0.. {
        let at = start.plus_seconds(24 * HOUR * day);
        if at > now {
            break;
        }
        street.endpoint.tick(at, &mut ids(now));
        let today = street.endpoint.authority().state().date(at);
        let planned = &street.endpoint.authority().state().patrol.patrols;
        let over = street.endpoint.authority().state().date(now) > today;
        if planned.contains_key(&today) && over {
            street.walk(week, today);
            week += 1;
        }
    }
    street.endpoint
}

struct Street {
    endpoint: LocalEndpoint,
    now: Timestamp,
}

impl Street {
    /// Everybody walks; what was wrong a week ago is answered and looked at again.
    fn walk(&mut self, week: usize, day: Date) {
        let state = self.endpoint.authority().state().clone();
        let at = |hours: i64| {
            day.at(0, state.community.utc_offset_minutes)
                .plus_seconds(hours * HOUR)
        };
        let Some(patrol) = state.patrol.patrols.get(&day) else {
            return;
        };
        let way = state.shops_by_way();
        let place = |shop: ShopId| way.iter().position(|(id, _)| *id == shop);
        let open: Vec<FindingId> = state.patrol.findings.keys().copied().collect();
        for round in &patrol.rounds {
            for shop in &round.shops {
                let Some(known) = state.shops.get(shop) else {
                    continue;
                };
                let Some((template, version, list)) = state.patrol.checklist_for(known) else {
                    continue;
                };
                let wrong = WRONG
                    .iter()
                    .filter(|(in_week, at, ..)| *in_week == week && Some(*at) == place(*shop));
                let wrong: Vec<(&str, &str)> =
                    wrong.map(|(_, _, item, note)| (*item, *note)).collect();
                let submit = inspection(day, *shop, (template, version, list), &wrong);
                self.act(round.member, &submit, at(9));
            }
        }
        for finding in open {
            self.look_again(finding, week, at(11));
        }
        self.answer(at(15));
    }

    /// Whoever may looks at what was answered: it is mended, but for the prices.
    fn look_again(&mut self, id: FindingId, week: usize, at: Timestamp) {
        let state = self.endpoint.authority().state().clone();
        let state = &state;
        let Some(finding) = state.patrol.findings.get(&id) else {
            return;
        };
        let mut members = state.roster.members.keys().copied();
        let member = members.find(|member| finding.may_recheck(state, *member));
        let passed = !(week == 1 && finding.text.contains("明码标价"));
        let note = if passed {
            "改好了"
        } else {
            "还有两样没有价签"
        };
        if let Some(member) = member.filter(|_| finding.answer().is_some()) {
            let recheck = RecheckFinding {
                finding: id,
                passed,
                note: note.into(),
                photos: vec![lamp()],
            };
            self.act(member, &Command::RecheckFinding(recheck), at);
        }
    }

    /// Merchants say what they have done about what was found.
    fn answer(&mut self, at: Timestamp) {
        let state = self.endpoint.authority().state().clone();
        for (id, finding) in &state.patrol.findings {
            let mut members = state.roster.members.keys().copied();
            let merchant = members.find(|member| state.runs(*member, finding.shop));
            // What was found this week waits for the merchant.
            let asked =
                finding.answer().is_none() && finding.opened_at.plus_seconds(24 * HOUR) > at;
            if let Some(merchant) = merchant.filter(|_| asked && !finding.text.contains("消防")) {
                let answer = AnswerFinding {
                    finding: *id,
                    text: "已经整改，请来看看。".into(),
                    photos: Vec::new(),
                };
                self.act(merchant, &Command::AnswerFinding(answer), at);
            }
        }
    }

    fn act(&mut self, by: MemberId, command: &Command, at: Timestamp) {
        let mut ids = ids(self.now);
        // What the rules refuse, such as a walker's own shop, is left out.
        let _ = self.endpoint.act(Actor::Member(by), command, at, &mut ids);
    }
}

fn lamp() -> Digest {
    digest(LAMP)
}

/// All is in order but what is named.
fn inspection(
    patrol: Date,
    shop: ShopId,
    (template, version, list): (TemplateId, u16, &Checklist),
    wrong: &[(&str, &str)],
) -> Command {
    let (mut answers, mut remarks) = (Vec::new(), Vec::new());
    for item in list.items() {
        let fails = wrong.iter().find(|(text, _)| *text == item.text);
        let value = match (&item.kind, fails) {
            (ItemKind::PassFail, Some(_)) => Value::Fail,
            (ItemKind::PassFail, None) => Value::Pass,
            (ItemKind::Score { .. }, Some(_)) => Value::Points(2),
            (ItemKind::Score { max }, None) => Value::Points(*max),
            (ItemKind::Choice { .. }, _) => Value::Option(0),
            (ItemKind::Number { .. }, _) => Value::Number(4),
            (ItemKind::Text | ItemKind::Photo, _) => Value::NotApplicable,
        };
        answers.push(Answer {
            item: item.item,
            value,
        });
        remarks.extend(fails.map(|(_, note)| Remark {
            note: (*note).into(),
            without_photo: true,
            ..Remark::none(item.item)
        }));
    }
    Command::SubmitInspection(SubmitInspection {
        patrol,
        shop,
        template,
        version,
        answers,
        remarks,
    })
}
