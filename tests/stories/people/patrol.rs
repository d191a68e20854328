//! What people without a screen do on patrol.

use anyhow::{Context, Result};
use yishi_domain::patrol::{
    Answer, AnswerFinding, Checklist, Finding, ItemKind, PatrolPlan, RecheckFinding, Remark,
    SetPatrolPlan, SubmitInspection, Value,
};
use yishi_domain::{Command, Date, Digest, FindingId, MemberId, ShopId, TemplateId, Weekday};

use super::Device;

/// An item that is not in order: what it is about, in which words, with which photos.
pub(crate) struct Wrong<'a> {
    pub(crate) item: &'a str,
    pub(crate) note: &'a str,
    pub(crate) photos: &'a [Digest],
}

impl Device {
    /// Plans the patrol: these walk every Friday at nine.
    pub(crate) async fn plan_fridays(&mut self, team: &[MemberId]) -> Result<()> {
        self.sync().await?;
        let team = team.iter().map(|member| self.person(*member));
        let plan = PatrolPlan {
            weekday: Weekday::Friday,
            starts: 9 * 60,
            team: team.collect::<Result<_>>()?,
            walkers: 0,
            pairs: false,
            publish_after: 72,
        };
        self.act(&Command::SetPatrolPlan(SetPatrolPlan { plan }))
            .await
    }

    /// The shops of this member's round.
    pub(crate) fn round(&self, patrol: Date) -> Result<Vec<ShopId>> {
        let known = self.view().patrol.patrols.get(&patrol);
        let known = known.context("no patrol is planned for that day")?;
        let round = known.round_of(self.member());
        Ok(round.map(|round| round.shops.clone()).unwrap_or_default())
    }

    /// Of which kinds they are.
    pub(crate) fn kinds(&self, patrol: Date) -> Result<Vec<&str>> {
        let shops = self.round(patrol)?.into_iter();
        let known = shops.filter_map(|shop| self.view().shops.get(&shop));
        Ok(known.map(|shop| shop.kind.as_str()).collect())
    }

    /// The checklist for a shop.
    pub(crate) fn checklist(&self, shop: ShopId) -> Result<(TemplateId, u16, &Checklist)> {
        let shop = self.view().shops.get(&shop).context("no such shop")?;
        let found = self.view().patrol.checklist_for(shop);
        let (template, version, list) = found.context("no checklist")?;
        Ok((template, version, list))
    }

    /// Inspects a shop: all is in order but for those items.
    pub(crate) async fn inspect(
        &mut self,
        patrol: Date,
        shop: ShopId,
        wrong: &[Wrong<'_>],
    ) -> Result<()> {
        self.sync().await?;
        let command = self.inspection(patrol, shop, wrong)?;
        self.act(&command).await
    }

    /// The same, as a command.
    pub(crate) fn inspection(
        &self,
        patrol: Date,
        shop: ShopId,
        wrong: &[Wrong<'_>],
    ) -> Result<Command> {
        let (template, version, list) = self.checklist(shop)?;
        let (mut answers, mut remarks) = (Vec::new(), Vec::new());
        for item in list.items() {
            let fails = wrong.iter().find(|wrong| wrong.item == item.text);
            let value = match (&item.kind, fails) {
                (ItemKind::PassFail, None) => Value::Pass,
                (ItemKind::PassFail, Some(_)) => Value::Fail,
                (ItemKind::Score { max }, None) => Value::Points(*max),
                (ItemKind::Score { .. }, Some(_)) => Value::Points(1),
                (ItemKind::Number { .. }, None) => Value::Number(4),
                (ItemKind::Number { .. }, Some(_)) => Value::Number(12),
                (ItemKind::Choice { .. }, _) => Value::Option(0),
                (ItemKind::Text | ItemKind::Photo, _) => Value::NotApplicable,
            };
            answers.push(Answer {
                item: item.item,
                value,
            });
            remarks.extend(fails.map(|wrong| Remark {
                note: wrong.note.to_owned(),
                photos: wrong.photos.to_vec(),
                without_photo: wrong.photos.is_empty(),
                ..Remark::none(item.item)
            }));
        }
        Ok(Command::SubmitInspection(SubmitInspection {
            patrol,
            shop,
            template,
            version,
            answers,
            remarks,
        }))
    }

    /// The finding on an item of a shop that is known here; the newest.
    pub(crate) fn finding(&self, shop: ShopId, item: &str) -> Result<(FindingId, &Finding)> {
        let findings = self.view().patrol.findings_of(shop);
        let on_it = findings.filter(|(_, finding)| finding.text == item);
        let newest = on_it.max_by_key(|(_, finding)| finding.opened_at);
        newest.with_context(|| format!("nothing was found on {item}"))
    }

    /// Answers a finding, as the merchant.
    pub(crate) async fn answer_finding(
        &mut self,
        finding: FindingId,
        text: &str,
        photos: Vec<Digest>,
    ) -> Result<()> {
        let text = text.to_owned();
        let answer = AnswerFinding {
            finding,
            text,
            photos,
        };
        self.act(&Command::AnswerFinding(answer)).await
    }

    /// Looks again.
    pub(crate) async fn recheck(
        &mut self,
        finding: FindingId,
        passed: bool,
        note: &str,
        photos: Vec<Digest>,
    ) -> Result<()> {
        let recheck = RecheckFinding {
            finding,
            passed,
            note: note.to_owned(),
            photos,
        };
        self.act(&Command::RecheckFinding(recheck)).await
    }
}
