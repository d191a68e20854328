//! Three Fridays: planned, walked offline by ten phones, answered by the merchant, rechecked; what is not mended comes
//! before the council by itself, and the weekly report is printed and read back.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use yishi_domain::{Date, FindingId, ShopId};
use yishi_tests::{Engine, ServerOptions};

use super::{invite, read_back};
use crate::people::{Device, Phone, Season, Wrong, on_both};

const PRICES: &str = "全部商品和服务明码标价";
const LICENCE: &str = "营业执照在显著位置公示";
const FLOOR: &str = "地面和台面清洁";
/// The three Fridays, counted from Monday.
const FRIDAYS: [i64; 3] = [4, 11, 18];

/// Who plays.
struct Cast {
    season: Season,
    committee: Phone,
    /// One of the ten, with a real phone; the other nine are without a screen.
    walker: Phone,
    walkers: Vec<Device>,
    merchant: Phone,
    resident: Phone,
    desk: Device,
    /// The merchant's shop, in the walker's first round.
    shop: ShopId,
    album: Vec<PathBuf>,
    _folder: tempfile::TempDir,
}

impl Cast {
    async fn gather(engine: Engine) -> Result<Self> {
        let season = Season::start_with(ServerOptions {
            community: "sample".into(),
            ..ServerOptions::default()
        })
        .await?;
        let endpoint = season.ready().endpoint.clone();
        let mut desk = Device::join(&endpoint, season.code("committee")?).await?;
        let mut walkers = Vec::new();
        for code in season.invite("representative", 10).await? {
            walkers.push(Device::join(&endpoint, &code).await?);
        }
        desk.sync().await?;
        let friday = season.day(FRIDAYS[0]);
        let state = desk.view();
        let runs = |shop: &ShopId| {
            let mut members = state.roster.members.keys().copied();
            members.find(|member| state.runs(*member, *shop))
        };
        let round = walkers[0].round(friday)?;
        let own = round.iter().find_map(|shop| Some((*shop, runs(shop)?)));
        let (shop, merchant) = own.context("nobody runs a shop of the round")?;
        let mut phones = Vec::new();
        for code in [
            season.invite("committee", 1).await?.remove(0),
            season.invite("representative", 1).await?.remove(0),
            invite(&season, &desk, merchant).await?,
            season.code("resident")?.to_owned(),
        ] {
            let phone = Phone::new(engine, &season).await?;
            phone.join(&code).await?;
            phones.push(phone);
        }
        let [committee, walker, merchant, resident] =
            <[Phone; 4]>::try_from(phones).ok().context("four phones")?;
        let folder = tempfile::tempdir()?;
        let mut album = Vec::new();
        for number in 1..=6 {
            let size = (1_600, 1_200);
            album.push(walker.take_photo(folder.path(), number, size, 1).await?);
        }
        Ok(Self {
            season,
            committee,
            walker,
            walkers,
            merchant,
            resident,
            desk,
            shop,
            album,
            _folder: folder,
        })
    }

    fn friday(&self, week: usize) -> Date {
        self.season.day(FRIDAYS[week])
    }

    /// It is that hour of that day, and every phone knows it.
    async fn turn_to(&mut self, day: i64, hour: u16) -> Result<()> {
        self.season.turn_to(day, hour, 0).await?;
        for phone in [
            &self.committee,
            &self.walker,
            &self.merchant,
            &self.resident,
        ] {
            self.season.catch_up(phone).await?;
        }
        for walker in &mut self.walkers {
            walker.sync().await?;
        }
        Ok(())
    }

    /// The finding on the prices at the merchant's shop.
    fn finding(&self) -> Result<FindingId> {
        Ok(self.walkers[0].finding(self.shop, PRICES)?.0)
    }

    /// Everybody but the one with a real phone walks by their shops without a network; at the merchant's shop the prices
    /// are not told if `wrong`. Gives how many inspections are waiting.
    fn walk_offline(&mut self, week: usize, wrong: bool) -> Result<usize> {
        let (friday, own) = (self.friday(week), self.shop);
        let mut count = 0;
        for walker in self.walkers.iter_mut().skip(1) {
            for shop in walker.round(friday)? {
                let prices = Wrong {
                    item: PRICES,
                    note: "还是没有价签",
                    photos: &[],
                };
                let all: &[Wrong<'_>] = match shop == own && wrong {
                    true => &[prices],
                    false => &[],
                };
                let command = walker.inspection(friday, shop, all)?;
                walker.act_offline(&command)?;
                count += 1;
            }
        }
        Ok(count)
    }

    /// All are back where there is a network.
    async fn come_back(&mut self) -> Result<()> {
        for walker in &mut self.walkers {
            let refused = walker.sync().await?;
            ensure!(refused.is_empty(), "{refused:?}");
        }
        Ok(())
    }

    /// Somebody without a screen who has not found it looks again.
    async fn recheck(&mut self, passed: bool, photo: usize) -> Result<()> {
        let (id, bytes) = (self.finding()?, std::fs::read(&self.album[photo])?);
        for walker in self.walkers.iter_mut().skip(1) {
            walker.sync().await?;
            let finding = walker.view().patrol.findings.get(&id).cloned();
            let finding = finding.context("the finding is not known")?;
            if finding.may_recheck(walker.view(), walker.member()) {
                let photo = walker.send_photo(bytes).await?;
                return walker.recheck(id, passed, "看过了", vec![photo]).await;
            }
        }
        anyhow::bail!("nobody may look again")
    }
}

async fn three_fridays(engine: Engine) -> Result<()> {
    let mut cast = Cast::gather(engine).await?;
    the_committee_plans(&mut cast).await?;
    the_first_friday(&mut cast).await?;
    the_merchant_answers(&cast).await?;
    everybody_sees_it_after_publication(&mut cast).await?;
    the_second_friday(&mut cast).await?;
    the_third_friday(&mut cast).await?;
    it_stands_before_the_council(&cast).await?;
    the_report_is_printed(&cast).await?;
    for phone in [
        &mut cast.committee,
        &mut cast.walker,
        &mut cast.merchant,
        &mut cast.resident,
    ] {
        phone.is_quiet().await?;
    }
    Ok(())
}
on_both!(three_fridays);

/// Monday: the street is walked from half past eight on; each of ten has a stretch of it.
async fn the_committee_plans(cast: &mut Cast) -> Result<()> {
    cast.committee.go("#/patrol/plan").await?;
    cast.committee.fill("几点开始", "08:30").await?;
    cast.committee.tap("保存计划").await?;
    cast.committee.see("已保存").await?;
    cast.desk.sync().await?;
    let friday = cast.friday(0);
    let patrol = &cast.desk.view().patrol.patrols[&friday];
    ensure!(patrol.rounds.len() == 10, "{:?}", patrol.rounds);
    let shops: Vec<usize> = patrol
        .rounds
        .iter()
        .map(|round| round.shops.len())
        .collect();
    let (least, most) = (shops.iter().min(), shops.iter().max());
    ensure!(
        most.zip(least)
            .is_some_and(|(most, least)| most - least <= 1),
        "{shops:?}"
    );
    Ok(())
}

/// Walked by ten without a network; what is wrong reaches the shop as soon as there is one, and nobody else.
async fn the_first_friday(cast: &mut Cast) -> Result<()> {
    let (friday, own) = (cast.friday(0), cast.shop);
    cast.turn_to(FRIDAYS[0], 8).await?;
    let round = cast.walkers[0].round(friday)?;
    cast.walker.see("今天巡视").await?;
    cast.walker.can_start_offline().await?;
    cast.walker.screenshot("patrol-01-home").await?;
    cast.walker.lose_network().await?;
    cast.walker.tap("去巡视").await?;
    cast.walker.screenshot("patrol-02-round").await?;
    for shop in &round {
        cast.walker.open_inspection(friday, *shop).await?;
        if *shop == own {
            cast.walker.answer_until(PRICES).await?;
            cast.walker.screenshot("patrol-03-question").await?;
            cast.walker
                .fail("三样菜没有价签", Some(&cast.album[0]))
                .await?;
        }
        cast.walker.finish_inspection().await?;
    }
    cast.walker.screenshot("patrol-04-submitted").await?;
    cast.walker.see("离线 · ").await?;
    let others = cast.walk_offline(0, false)?;
    ensure!(cast.season.events("inspection_submitted").await?.is_empty());

    cast.walker.regain_network().await?;
    cast.walker.has_sent(1).await?;
    cast.walker.sent().await?;
    cast.come_back().await?;
    let submitted = cast.season.events("inspection_submitted").await?;
    ensure!(
        submitted.len() == round.len() + others,
        "{}",
        submitted.len()
    );
    // The merchant sees it at once, a resident does not.
    let finding = cast.finding()?;
    cast.merchant.go("#/").await?;
    cast.merchant.see("去答复").await?;
    cast.resident.go(&format!("#/finding/{finding}")).await?;
    cast.resident.see("没有找到这个问题").await
}

/// With a photo, which stands beside the first one.
async fn the_merchant_answers(cast: &Cast) -> Result<()> {
    let finding = cast.finding()?;
    cast.merchant.go(&format!("#/finding/{finding}")).await?;
    cast.merchant.fill("怎么改的", "已经全部补上价签。").await?;
    cast.merchant.choose_photos(&cast.album[1..2]).await?;
    cast.merchant.see("css=.form .photos button img").await?;
    cast.merchant.screenshot("patrol-05-answer").await?;
    cast.merchant.tap("送出答复").await?;
    cast.merchant.see("改一改答复").await?;
    cast.merchant.has_sent(1).await?;
    cast.walker.go(&format!("#/finding/{finding}")).await?;
    cast.walker.see("改好后").await?;
    cast.walker.see("这个问题是您发现的").await?;
    cast.walker.settle().await?;
    cast.walker.screenshot("patrol-06-pair").await?;
    Ok(())
}

/// The clock publishes three days later.
async fn everybody_sees_it_after_publication(cast: &mut Cast) -> Result<()> {
    let finding = cast.finding()?;
    cast.turn_to(FRIDAYS[0] + 4, 9).await?;
    cast.resident.go(&format!("#/finding/{finding}")).await?;
    cast.resident.see(PRICES).await?;
    cast.resident.see("已经全部补上价签。").await?;
    // Somebody else looks, in vain.
    cast.recheck(false, 2).await?;
    cast.resident.see("复查没通过").await
}

/// Another stretch for each; the prices fail again, and so does the second recheck. Another finding is mended.
async fn the_second_friday(cast: &mut Cast) -> Result<()> {
    cast.turn_to(FRIDAYS[1], 9).await?;
    let friday = cast.friday(1);
    cast.walker.lose_network().await?;
    cast.walk_offline(1, true)?;
    let round = cast.walkers[0].round(friday)?;
    let shop = *round.first().context("a shop")?;
    cast.walker.open_inspection(friday, shop).await?;
    cast.walker.answer_until(LICENCE).await?;
    cast.walker
        .fail("执照压在柜台下面", Some(&cast.album[3]))
        .await?;
    cast.walker.finish_inspection().await?;
    cast.walker.regain_network().await?;
    cast.walker.sent().await?;
    cast.come_back().await?;
    cast.recheck(false, 4).await?;

    // The licence is mended: whoever has not found it says so, and the matter is closed.
    let (licence, _) = cast.walkers[0].finding(shop, LICENCE)?;
    let bytes = std::fs::read(&cast.album[4])?;
    let looks = cast.walkers.iter_mut().skip(1).find(|walker| {
        let finding = walker.view().patrol.findings.get(&licence);
        finding.is_some_and(|finding| finding.may_recheck(walker.view(), walker.member()))
    });
    let looks = looks.context("nobody may look again")?;
    let photo = looks.send_photo(bytes).await?;
    looks.recheck(licence, true, "挂好了", vec![photo]).await?;
    cast.walker.go(&format!("#/finding/{licence}")).await?;
    cast.walker.see("复查通过，关闭").await?;
    let _ = FLOOR;
    Ok(())
}

/// The third recheck fails too.
async fn the_third_friday(cast: &mut Cast) -> Result<()> {
    cast.turn_to(FRIDAYS[2], 9).await?;
    cast.walk_offline(2, false)?;
    cast.come_back().await?;
    ensure!(cast.season.events("finding_escalated").await?.is_empty());
    cast.recheck(false, 5).await?;
    let escalated = cast.season.events("finding_escalated").await?;
    ensure!(escalated.len() == 1, "{escalated:#?}");
    ensure!(escalated[0]["body"]["finding"] == cast.finding()?.to_string());
    Ok(())
}

/// Nobody has proposed it, and everybody sees the thread from the finding to the council and back.
async fn it_stands_before_the_council(cast: &Cast) -> Result<()> {
    let finding = cast.finding()?;
    cast.resident.go(&format!("#/finding/{finding}")).await?;
    cast.resident.see("自动提交议事会").await?;
    cast.resident.see("三次复查都没有通过。").await?;
    cast.resident.settle().await?;
    cast.resident.screenshot("patrol-07-escalated").await?;
    // On the council's agenda, without anybody's doing.
    let shop = &cast.desk.view().shops[&cast.shop].name;
    let title = format!("{shop}：{PRICES}");
    cast.resident.go("#/council/agenda").await?;
    cast.resident.see(&title).await?;
    cast.resident.tap(&title).await?;
    cast.resident.see("来自巡视发现的问题").await?;
    cast.resident.settle().await?;
    cast.resident.screenshot("patrol-07-topic").await?;
    // The committee puts it on the next meeting's.
    cast.committee.go("#/council/agenda").await?;
    cast.committee.see(&title).await
}

/// On A4, with what it has to say.
async fn the_report_is_printed(cast: &Cast) -> Result<()> {
    let phone = &cast.committee;
    phone
        .go(&format!("#/patrol/{}/report", cast.friday(2)))
        .await?;
    phone.see("css=.report").await?;
    phone.settle().await?;
    phone.screenshot("patrol-08-report").await?;
    let printed = read_back(phone).await?;
    let name = &cast.desk.view().shops[&cast.shop].name;
    for told in ["巡视周报", name, PRICES, "已提交议事会"] {
        ensure!(printed.tells(told), "no {told} in: {}", printed.0);
    }
    Ok(())
}
