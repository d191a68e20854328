//! The patrol: answering on a phone that has a year of it, and ten phones that come back at the same moment.

mod back;
mod filling;

pub(crate) use back::measure as measure_back;
pub(crate) use filling::measure as measure_filling;

use anyhow::{Context, Result};
use serde_json::Value;
use yishi_domain::patrol::{
    Answer, Checklist, Item, ItemKind, PatrolPlan, PatrolPlanned, Remark, Section, SetPatrolPlan,
    Severity, SubmitInspection, TemplatePublished, Value as Said,
};
use yishi_domain::volunteer::Person;
use yishi_domain::{Command, Date, Digest, MemberId, ShopId, TemplateId};

/// Minutes that the sample community's clocks are ahead of UTC.
const OFFSET: i16 = 480;

/// What a device of a representative has pulled.
struct Known {
    events: Vec<Value>,
}

impl Known {
    fn bodies<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Value> {
        let of_kind = self
            .events
            .iter()
            .filter(move |event| event["type"] == kind);
        of_kind.map(|event| &event["body"])
    }

    /// The newest checklist.
    fn checklist(&self) -> Result<TemplatePublished> {
        let newest = self.bodies("template_published").last();
        Ok(serde_json::from_value(
            newest.context("no checklist")?.clone(),
        )?)
    }

    /// The shops of a patrol's rounds, by who walks.
    fn rounds(&self, patrol: Date) -> Result<Vec<(MemberId, Vec<ShopId>)>> {
        let day = patrol.to_string();
        let planned = self.bodies("patrol_planned");
        let newest = planned.filter(|body| body["patrol"] == day).last();
        let newest = newest.context("the patrol is not planned")?.clone();
        let newest: PatrolPlanned = serde_json::from_value(newest)?;
        let rounds = newest.rounds.into_iter();
        Ok(rounds
            .map(|round| (round.person.member, round.shops))
            .collect())
    }
}

/// Those who hold the role, in the order of the roster.
fn holders(events: &[Value], role: &str) -> Result<Vec<MemberId>> {
    let recorded = events
        .iter()
        .filter(|event| event["type"] == "member_recorded");
    let holds = |body: &&Value| {
        let roles = body["roles"].as_array();
        roles.is_some_and(|roles| roles.iter().any(|held| held == role))
    };
    let held = recorded.map(|event| &event["body"]).filter(holds);
    held.map(|body| Ok(serde_json::from_value(body["member"].clone())?))
        .collect()
}

/// These walk each week on the weekday of that day.
fn plan(team: &[MemberId], day: Date) -> Command {
    let person = |member: &MemberId| Person {
        member: *member,
        name: String::new(),
    };
    let plan = PatrolPlan {
        weekday: day.weekday(),
        starts: 0,
        team: team.iter().map(person).collect(),
        walkers: 0,
        pairs: false,
        publish_after: 72,
    };
    Command::SetPatrolPlan(SetPatrolPlan { plan })
}

/// Everything is in order but for one item in ten, of which there is a photo where there are photos left.
fn inspection(
    patrol: Date,
    shop: ShopId,
    (template, version, list): (TemplateId, u16, &Checklist),
    photos: &mut Vec<Digest>,
    turn: usize,
) -> Command {
    let (mut answers, mut remarks) = (Vec::new(), Vec::new());
    for (place, item) in list.items().enumerate() {
        let fails = (place + turn).is_multiple_of(10);
        let value = match &item.kind {
            ItemKind::PassFail if fails => Said::Fail,
            ItemKind::PassFail => Said::Pass,
            ItemKind::Score { max } => Said::Points(*max),
            ItemKind::Number { .. } => Said::Number(4),
            ItemKind::Choice { .. } => Said::Option(0),
            ItemKind::Text | ItemKind::Photo => Said::NotApplicable,
        };
        let photo = match &item.kind {
            ItemKind::Text | ItemKind::Photo => None,
            _ => photos.pop(),
        };
        remarks.push(Remark {
            note: match fails {
                true => "价签旧了，字看不清。".into(),
                false => String::new(),
            },
            without_photo: photo.is_none(),
            photos: photo.into_iter().collect(),
            ..Remark::none(item.item)
        });
        answers.push(Answer {
            item: item.item,
            value,
        });
    }
    remarks.retain(|remark| !remark.note.is_empty() || !remark.photos.is_empty());
    Command::SubmitInspection(SubmitInspection {
        patrol,
        shop,
        template,
        version,
        answers,
        remarks,
    })
}

/// So many items in sections of ten.
fn long_checklist(items: u16) -> Checklist {
    let item = |number: u16| Item {
        item: number,
        text: format!("第{number}项：台面、地面、价签和消防通道"),
        kind: match number % 6 {
            0 => ItemKind::Score { max: 5 },
            3 => ItemKind::Number {
                unit: "℃".into(),
                decimals: 0,
                least: Some(0),
                most: Some(8),
            },
            _ => ItemKind::PassFail,
        },
        weight: 2,
        critical: false,
        photo_on_fail: false,
        severity: Severity::Major,
        help: "看清楚，再点。".into(),
        shown_if: None,
    };
    let numbers: Vec<u16> = (1..=items).collect();
    let section = |numbers: &[u16]| Section {
        title: format!("第{}组", numbers[0] / 10 + 1),
        items: numbers.iter().map(|number| item(*number)).collect(),
    };
    Checklist {
        title: "全年检查表".into(),
        kinds: Vec::new(),
        sections: numbers.chunks(10).map(section).collect(),
    }
}
