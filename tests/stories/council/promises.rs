//! The ends of a promise: kept, as somebody else has seen; no longer needed; not kept.

use anyhow::{Context, Result, ensure};
use uuid::Uuid;
use yishi_domain::council::{CommitmentSource, MakeCommitment, ScheduleTopic, TopicSource};
use yishi_domain::{Command, CommitmentId, TopicId};
use yishi_tests::Engine;

use crate::people::{Device, Phone, Season, on_both};

/// What the representative wants.
const DEAR: &str = "理发店涨价了，希望公开成本。";
/// What the merchant has promised, and by which day.
const PRICES: (&str, i64) = ("把价目表贴在店门口。", 5);
const CHAIR: (&str, i64) = ("给老人添一把带扶手的理发椅。", 6);
const BINS: (&str, i64) = ("把门口的垃圾桶移到后院。", 2);
const LATER: (&str, i64) = ("每月公开一次理发成本。", 10);

/// Who plays.
struct Cast {
    season: Season,
    staff: Phone,
    representative: Phone,
    merchant: Phone,
    ids: Vec<CommitmentId>,
}

impl Cast {
    async fn gather(engine: Engine) -> Result<Self> {
        let season = Season::start().await?;
        let desk = season.invite("committee", 2).await?;
        let mut phones = Vec::new();
        for code in [
            desk[0].as_str(),
            season.code("representative")?,
            season.code("merchant")?,
        ] {
            let phone = Phone::new(engine, &season).await?;
            phone.join(code).await?;
            phones.push(phone);
        }
        let [staff, representative, merchant] = <[Phone; 3]>::try_from(phones)
            .ok()
            .context("three phones")?;
        let mut desk = Device::join(&season.ready().endpoint, &desk[1]).await?;
        representative.raise(DEAR, "商户与价格").await?;
        representative.sent().await?;
        let topic = a_topic_of_it(&mut desk).await?;
        let owner = desk.called(&merchant.owner().await?)?;
        let mut ids = Vec::new();
        for (text, day) in [PRICES, CHAIR, BINS, LATER] {
            let commitment = CommitmentId(Uuid::now_v7());
            let make = MakeCommitment {
                commitment,
                source: CommitmentSource::Topic(topic),
                owner,
                text: text.to_owned(),
                due: season.day(day),
            };
            desk.act(&Command::MakeCommitment(make)).await?;
            ids.push(commitment);
        }
        Ok(Self {
            season,
            staff,
            representative,
            merchant,
            ids,
        })
    }

    async fn turn_to(&mut self, day: i64) -> Result<()> {
        self.season.turn_to(day, 9, 0).await?;
        for phone in [&self.staff, &self.representative, &self.merchant] {
            self.season.catch_up(phone).await?;
        }
        Ok(())
    }
}

/// Puts the opinion on the next agenda.
async fn a_topic_of_it(desk: &mut Device) -> Result<TopicId> {
    desk.sync().await?;
    let opinion = desk.opinion(DEAR)?;
    let meetings = desk.view().council.upcoming_meetings();
    let meeting = meetings.first().context("no meeting is planned")?.0;
    let topic = TopicId(Uuid::now_v7());
    let schedule = ScheduleTopic {
        topic,
        title: "理发店的服务".into(),
        source: TopicSource::Opinion(opinion),
        meeting,
    };
    desk.act(&Command::ScheduleTopic(schedule)).await?;
    Ok(topic)
}

/// Reported with a photo, given back by who looked, reported again, confirmed.
async fn one_is_kept(cast: &mut Cast) -> Result<()> {
    let here = format!("#/commitment/{}", cast.ids[0]);
    let (owner, looks) = (&cast.merchant, &cast.representative);
    owner.go(&here).await?;
    owner.report_done("贴在收银台旁边了。", 1).await?;
    owner.see("等待核实").await?;
    ensure!(!owner.shows("核实：已完成").await?, "the doer confirms");
    looks.tap("首页").await?;
    looks.tap("去核实").await?;
    looks.see_photos(1).await?;
    looks.screenshot("promises-01-reported").await?;
    looks
        .give_words("核实：还没有完成", "门口没有看到，要贴在门外。")
        .await?;
    looks.see("核实的人认为还没有完成").await?;
    looks.screenshot("promises-02-given-back").await?;

    owner.tap("首页").await?;
    owner.see("核实的人认为还没有完成").await?;
    owner.screenshot("promises-03-not-done-yet").await?;
    owner.go(&here).await?;
    owner.see("门口没有看到，要贴在门外。").await?;
    owner.report_done("已经贴到门外。", 2).await?;
    looks.see("已经贴到门外。").await?;
    looks
        .give_words("核实：已完成", "看到了，字也够大。")
        .await?;
    looks.see("已兑现").await?;
    looks.see("看到了，字也够大。").await?;
    looks.screenshot("promises-04-kept").await?;
    owner.see("已兑现").await
}

/// Only staff let somebody off, and only with a reason.
async fn one_is_released(cast: &mut Cast) -> Result<()> {
    let here = format!("#/commitment/{}", cast.ids[1]);
    cast.merchant.go(&here).await?;
    cast.merchant.see("报告进展").await?;
    ensure!(!cast.merchant.shows("免除").await?, "the owner lets go");
    let staff = &cast.staff;
    staff.go(&here).await?;
    staff.tap("免除").await?;
    staff.confirm().await?;
    staff.see("还有内容没有填写。").await?;
    staff.screenshot("promises-05-no-reason").await?;
    let why = "社区已经统一添了椅子。";
    staff.fill("css=dialog[open] textarea", why).await?;
    staff.confirm().await?;
    staff.see("已免除").await?;
    staff.see(why).await?;
    staff.screenshot("promises-06-released").await?;
    cast.merchant.see("已免除").await?;
    cast.merchant.see(why).await?;
    ensure!(!cast.merchant.shows("报告进展").await?);
    // Whose opinion it was hears of it.
    cast.representative.see("”：已免除").await?;
    Ok(())
}

/// What is overdue stands at the top, of the owner's first screen and of the ledger, until it is said to be broken.
async fn one_is_broken(cast: &mut Cast) -> Result<()> {
    cast.turn_to(4).await?;
    let owner = &cast.merchant;
    owner.tap("首页").await?;
    owner.see("逾期 2 天").await?;
    owner.see(LATER.0).await?;
    let cards = owner.cards().await?;
    ensure!(cards.first().is_some_and(|one| one == BINS.0), "{cards:?}");
    owner.screenshot("promises-07-overdue").await?;

    let reader = &cast.representative;
    reader.go("#/ledger").await?;
    reader.see("逾期未办").await?;
    let cards = reader.cards().await?;
    ensure!(cards.first().is_some_and(|one| one == BINS.0), "{cards:?}");
    reader.screenshot("promises-08-ledger").await?;

    let staff = &cast.staff;
    staff.go("#/ledger").await?;
    staff.see("逾期未办").await?;
    staff.settle().await?;
    staff.tap(BINS.0).await?;
    staff.see("下一步").await?;
    staff.settle().await?;
    staff
        .give_words("记为未兑现", "垃圾桶还在门口，催过两次。")
        .await?;
    staff.see("未兑现").await?;
    let why = format!("{} · 垃圾桶还在门口", BINS.0);
    staff.see(&why).await?;
    staff.screenshot("promises-09-broken").await?;
    reader.gone("逾期未办").await?;
    reader.see("未兑现").await?;
    owner.gone("逾期 2 天").await?;
    owner.see(LATER.0).await
}

async fn promises_come_to_their_ends(engine: Engine) -> Result<()> {
    let mut cast = Cast::gather(engine).await?;
    one_is_kept(&mut cast).await?;
    one_is_released(&mut cast).await?;
    one_is_broken(&mut cast).await?;
    for phone in [
        &mut cast.staff,
        &mut cast.representative,
        &mut cast.merchant,
    ] {
        phone.is_quiet().await?;
    }
    Ok(())
}
on_both!(promises_come_to_their_ends);
