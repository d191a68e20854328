//! Two look at one shop, and the same item fails three Fridays running: the mean, the topic that nobody has proposed,
//! and the week's report on the screen, on A4 and as a table.

use anyhow::{Context, Result, ensure};
use yishi_domain::{Date, FindingId};
use yishi_table::cells;
use yishi_tests::Engine;

use super::{FRIDAY, Walk, read_back};
use crate::people::{Phone, Wrong, on_both};

const PRICES: &str = "全部商品和服务明码标价";
const FLOOR: &str = "地面和台面清洁";

/// Not as it should be, without a photo.
fn wrong(item: &'static str, note: &'static str) -> Wrong<'static> {
    Wrong {
        item,
        note,
        photos: &[],
    }
}

fn told(tenths: u16) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

async fn two_look_and_it_fails_three_fridays_running(engine: Engine) -> Result<()> {
    let mut walk = Walk::begin(engine).await?;
    let mut committee = walk.another_phone("committee").await?;
    let mut resident = walk.another_phone("resident").await?;
    let fridays = [0, 7, 14].map(|later| walk.season.day(FRIDAY + later));

    they_go_in_pairs(&mut walk, &committee, fridays[1]).await?;
    the_shop_has_the_mean(&mut walk, &committee).await?;
    walk.season.turn_to(FRIDAY + 7, 10, 0).await?;
    let second = [wrong(PRICES, "还是没有价签")];
    walk.other.inspect(fridays[1], walk.shop, &second).await?;
    ensure!(walk.season.events("topic_proposed").await?.is_empty());

    walk.season.turn_to(FRIDAY + 14, 10, 0).await?;
    for phone in [&walk.phone, &committee, &resident] {
        walk.season.catch_up(phone).await?;
    }
    let finding = the_third_time(&mut walk, fridays[2]).await?;
    it_is_a_topic_by_itself(&walk, &resident, finding).await?;
    the_week_is_told(&walk, &committee, fridays[2]).await?;
    for phone in [&mut walk.phone, &mut committee, &mut resident] {
        phone.is_quiet().await?;
    }
    Ok(())
}
on_both!(two_look_and_it_fails_three_fridays_running);

/// From next Friday on two walk by the same shops.
async fn they_go_in_pairs(walk: &mut Walk, committee: &Phone, next: Date) -> Result<()> {
    committee.go("#/patrol/plan").await?;
    committee.tap("两人一组").await?;
    committee
        .picture_of("patrol-plan-pairs", ".switch, .form .hint")
        .await?;
    committee.tap("保存计划").await?;
    committee.see("已保存").await?;
    committee.sent().await?;
    walk.device.sync().await?;
    walk.other.sync().await?;
    let (one, two) = (walk.device.round(next)?, walk.other.round(next)?);
    ensure!(one.len() == 6 && one == two, "{one:?} and {two:?}");
    Ok(())
}

/// One finds all in order, the other does not: both are kept, and their mean is what the shop has.
async fn the_shop_has_the_mean(walk: &mut Walk, committee: &Phone) -> Result<()> {
    walk.open().await?;
    walk.phone.finish_inspection().await?;
    walk.phone.see("100.0").await?;
    walk.phone.sent().await?;
    let first = [wrong(PRICES, "三样没有价签"), wrong(FLOOR, "地上有水")];
    walk.other.inspect(walk.patrol, walk.shop, &first).await?;
    walk.device.sync().await?;
    let visits = walk.device.view().patrol.visits(walk.shop);
    let scores: Vec<u16> = visits.filter_map(|(_, visit)| visit.score).collect();
    let (least, most) = (scores.iter().min(), scores.iter().max());
    let (least, most) = least.zip(most).context("no score")?;
    let (least, most) = (*least, *most);
    ensure!(
        scores.len() == 2 && most == 1_000 && least < 1_000,
        "{scores:?}"
    );
    let mean = told((least + most).div_ceil(2));

    committee.go(&format!("#/shop/{}", walk.shop)).await?;
    committee.see("css=.shop-score strong").await?;
    committee.see(&mean).await?;
    for score in [least, most] {
        committee.see(&format!("{} 分", told(score))).await?;
    }
    committee.see(PRICES).await?;
    committee.see(FLOOR).await?;
    committee.screenshot("patrol-mean-shop").await?;
    committee
        .go(&format!("#/patrol/{}/report", walk.patrol))
        .await?;
    committee.see("css=.report .scores").await?;
    committee.see(&format!("{mean} 分")).await?;
    committee.see("居民代表 2 人").await
}

/// By the phone this time; the last visit and the finding stand beside the item.
async fn the_third_time(walk: &mut Walk, patrol: Date) -> Result<FindingId> {
    let phone = &walk.phone;
    phone.open_inspection(patrol, walk.shop).await?;
    phone.answer_until(PRICES).await?;
    phone.see("还没改好").await?;
    phone.see("还是没有价签").await?;
    phone.screenshot("patrol-third-time").await?;
    phone.fail("第三次了，还是没有", None).await?;
    phone.finish_inspection().await?;
    phone.sent().await?;
    walk.device.sync().await?;
    let (finding, known) = walk.device.finding(walk.shop, PRICES)?;
    ensure!(
        known.patrol == walk.patrol,
        "it is not the same one: {known:?}"
    );
    let escalated = walk.season.events("finding_escalated").await?;
    ensure!(escalated.len() == 1, "{escalated:#?}");
    ensure!(escalated[0]["body"]["why"] == "three_patrols");
    phone.go(&format!("#/finding/{finding}")).await?;
    phone.see("前后查到 3 次").await?;
    phone.see("同一项连续三次巡视不合格。").await?;
    Ok(finding)
}

/// Everybody sees it, with the way back to where it comes from.
async fn it_is_a_topic_by_itself(walk: &Walk, resident: &Phone, finding: FindingId) -> Result<()> {
    let shop = &walk.desk.view().shops[&walk.shop].name;
    let title = format!("{shop}：{PRICES}");
    resident.go("#/council/agenda").await?;
    resident.tap(&title).await?;
    resident.see("来自巡视发现的问题").await?;
    resident.settle().await?;
    resident.screenshot("patrol-again-topic").await?;
    resident
        .tap(&format!("css=main a[href='#/finding/{finding}']"))
        .await?;
    resident.see("自动提交议事会").await?;
    resident.see("又查到一次").await?;
    resident.settle().await?;
    resident
        .picture_of("patrol-again-finding", ".section:last-of-type")
        .await
}

/// On the screen, on paper and for a spreadsheet: what is overdue from before, too.
async fn the_week_is_told(walk: &Walk, committee: &Phone, patrol: Date) -> Result<()> {
    let shop = &walk.desk.view().shops[&walk.shop].name;
    committee.go(&format!("#/patrol/{patrol}/report")).await?;
    committee.see("css=.report .report-sums").await?;
    committee.see("需要大家知道的").await?;
    committee.see("已提交议事会").await?;
    committee.settle().await?;
    committee.screenshot("patrol-again-report").await?;
    let printed = read_back(committee).await?;
    for word in [
        "社区巡视周报",
        shop,
        PRICES,
        FLOOR,
        "已提交议事会",
        "逾期 7 天",
    ] {
        ensure!(printed.tells(word), "no {word} in: {}", printed.0);
    }
    let asks = printed.tells("现在公布");
    ensure!(!asks, "what is to be tapped is printed: {}", printed.0);

    let link = "const links = [...document.querySelectorAll('main a[download]')];
        const link = links.find((link) => link.download.startsWith('巡视周报') && link.download.endsWith('.csv'));
        return decodeURIComponent(link.href.slice(link.href.indexOf(',') + 1))";
    let table: String = committee.eval(link).await?;
    let lines = cells(&table)?;
    let lines: Vec<Vec<String>> = lines.into_iter().map(|line| line.cells).collect();
    let head = ["店铺", "得分", "问题", "期限", "状态"];
    ensure!(
        lines.first().is_some_and(|line| line[..] == head),
        "{lines:?}"
    );
    let visit = walk.device.view().patrol.visits(walk.shop).next_back();
    let score = visit
        .and_then(|(_, visit)| visit.score)
        .context("a score")?;
    let find = |item: &str| {
        lines
            .iter()
            .find(|line| line[0] == *shop && line[2] == item)
    };
    let prices = find(PRICES).with_context(|| format!("no {PRICES} in {table}"))?;
    ensure!(
        prices[1] == told(score) && prices[4] == "已提交议事会",
        "{prices:?}"
    );
    let floor = find(FLOOR).with_context(|| format!("no {FLOOR} in {table}"))?;
    ensure!(
        floor[1] == told(score) && floor[4].starts_with("逾期"),
        "{floor:?}"
    );
    Ok(())
}
