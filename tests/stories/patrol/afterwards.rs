//! The end of an inspection and what may come after it: what is missing, how the score came about, an addendum, a
//! contested finding, and the week's table.

use anyhow::{Context, Result, ensure};
use yishi_domain::FindingId;
use yishi_tests::Engine;

use super::{Walk, invite};
use crate::people::{Phone, on_both};

const WAY: &str = "消防通道畅通";

async fn what_is_missing_what_is_added_and_what_is_contested(engine: Engine) -> Result<()> {
    let mut walk = Walk::begin(engine).await?;
    // A shop that somebody runs.
    let state = walk.desk.view();
    let round = walk.device.round(walk.patrol)?;
    let mut run = round.iter().filter_map(|shop| {
        let merchant = state.merchants_of(*shop).next()?;
        Some((*shop, merchant.0))
    });
    let (shop, merchant) = run.next().context("nobody runs a shop")?;
    walk.shop = shop;
    let code = invite(&walk.season, &walk.desk, merchant).await?;
    let mut merchant = Phone::new(engine, &walk.season).await?;
    merchant.join(&code).await?;
    let mut committee = walk.another_phone("committee").await?;

    what_is_missing_is_one_tap_away(&walk).await?;
    what_was_overlooked_is_added(&walk).await?;
    walk.device.sync().await?;
    let finding = walk.device.finding(shop, WAY)?.0;
    the_merchant_contests(&merchant, finding).await?;
    the_committee_settles(&committee, finding).await?;
    merchant.see("居委会核定：不算问题，关闭").await?;
    the_week_is_a_table(&walk, &committee).await?;
    for phone in [&mut walk.phone, &mut merchant, &mut committee] {
        phone.is_quiet().await?;
    }
    Ok(())
}
on_both!(what_is_missing_what_is_added_and_what_is_contested);

async fn what_is_missing_is_one_tap_away(walk: &Walk) -> Result<()> {
    let phone = &walk.phone;
    walk.open().await?;
    phone.answer(2).await?;
    let left_out = phone.asked().await?;
    let (_, _, list) = walk.device.checklist(walk.shop)?;
    let next = list.items().nth(3).context("an item")?;
    phone.tap("css=.fill-turns .button.main").await?;
    phone.see(&next.text).await?;
    phone.answer_until("").await?;
    phone.see("还差 1 项").await?;
    ensure!(!phone.shows("提交后不能再改").await?);
    phone.screenshot("patrol-missing").await?;
    phone.tap(&left_out).await?;
    phone.gone("还差 1 项").await?;
    ensure!(phone.asked().await? == left_out);
    phone.answer_until("").await?;
    phone.see("满分 100").await?;
    phone.tap("怎么算的").await?;
    phone.see("每项得分占满分的比例").await?;
    phone.screenshot("patrol-score").await?;
    phone.tap("css=main .question .button.main").await?;
    phone.see("提交的内容不能改，可以补充。").await
}

/// A finding that comes of an addendum is one like any other.
async fn what_was_overlooked_is_added(walk: &Walk) -> Result<()> {
    let phone = &walk.phone;
    phone.tap("写补充").await?;
    phone.fill("补充什么", "出门才看到后门堵着。").await?;
    phone.fill("有漏看的问题吗", WAY).await?;
    phone.screenshot("patrol-addendum").await?;
    phone.settle().await?;
    // Who is called away finds it as it was left.
    let page: String = phone.eval("return location.hash").await?;
    phone.go("#/me").await?;
    phone.go(&page).await?;
    phone.tap("写补充").await?;
    phone.settle().await?;
    let (words, chosen): (String, String) = phone
        .eval(
            "const [words, item] = ['textarea', 'select'].map((field) => document.querySelector(`main .form ${field}`));
            return [words.value, item.selectedOptions[0].textContent]",
        )
        .await?;
    ensure!(
        words == "出门才看到后门堵着。" && chosen.contains(WAY),
        "{words} {chosen}"
    );
    phone.tap("提交补充").await?;
    phone.see("已补充。").await?;
    phone.see("出门才看到后门堵着。").await?;
    phone.sent().await?;
    ensure!(walk.submitted().await?.len() == 1);
    ensure!(walk.season.events("inspection_amended").await?.len() == 1);
    Ok(())
}

async fn the_merchant_contests(merchant: &Phone, finding: FindingId) -> Result<()> {
    merchant.go(&format!("#/finding/{finding}")).await?;
    merchant.tap("我不认可，要申诉").await?;
    let reason = "那是隔壁在卸货，十分钟就搬走了。";
    merchant.fill("为什么不认可", reason).await?;
    merchant.tap("申诉").await?;
    merchant.see("一个问题只能申诉一次").await?;
    merchant.confirm().await?;
    merchant.see("等居委会核定").await?;
    merchant.sent().await
}

async fn the_committee_settles(committee: &Phone, finding: FindingId) -> Result<()> {
    committee.go("#/patrol").await?;
    committee.see("1 个申诉等居委会核定").await?;
    committee.go(&format!("#/finding/{finding}")).await?;
    committee.see("那是隔壁在卸货").await?;
    committee.tap("核定").await?;
    committee.see("请选核定结果。").await?;
    committee.tap("不算问题").await?;
    committee.fill("理由", "看了监控，属实。").await?;
    committee.screenshot("patrol-settle").await?;
    committee.tap("核定").await?;
    committee.see("居委会核定：不算问题，关闭").await?;
    committee.sent().await
}

/// What the export hands to a spreadsheet: one line a shop of the patrol, with its score.
async fn the_week_is_a_table(walk: &Walk, committee: &Phone) -> Result<()> {
    let hash = format!("#/patrol/{}/report", walk.patrol);
    committee.go(&hash).await?;
    committee.see("css=.report").await?;
    committee.see("导出表格").await?;
    let link = "const links = [...document.querySelectorAll('main a[download]')];
        const link = links.find((link) => link.textContent.includes('导出表格') && link.download.includes('周报'));
        return decodeURIComponent(link.href)";
    let table: String = committee.eval(link).await?;
    let shop = &walk.desk.view().shops[&walk.shop].name;
    ensure!(table.contains(shop.as_str()), "{shop} is not in {table}");
    Ok(())
}
