//! Staff bring a checklist from a table, look at it as representatives will, and change it while one is under way.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use rust_xlsxwriter::Workbook;
use yishi_domain::patrol::Checklist;
use yishi_table::cells;
use yishi_tests::{Engine, place};

use super::Walk;
use crate::people::{Phone, on_both};

const LICENCE: &str = "营业执照在显著位置公示";
const RENAMED: &str = "营业执照挂在进门看得见的地方";
const DATE: &str = "营业执照还在有效期内";
const WAY: &str = "消防通道畅通";

/// The sample's table.
fn table() -> PathBuf {
    place::root().join("tests/data/small/checklist.csv")
}

/// The same with two rows at its end that cannot be used.
fn with_bad_rows(folder: &Path) -> Result<PathBuf> {
    let good = std::fs::read_to_string(table())?;
    let bad = format!("服务,洗手液,看一眼,1,no,no\n证照与公示,{LICENCE},pass_fail,3,yes,yes\n");
    let file = folder.join("坏行.csv");
    std::fs::write(&file, format!("{}\n{bad}", good.trim_end()))?;
    Ok(file)
}

/// The same as a workbook, in which one item weighs more.
fn as_workbook(folder: &Path) -> Result<PathBuf> {
    let text = std::fs::read_to_string(table())?;
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, line) in (0..).zip(cells(&text)?) {
        let heavier = line.cells.iter().any(|cell| cell == "投诉电话公示");
        for (column, cell) in (0..).zip(&line.cells) {
            match cell.parse::<f64>() {
                Ok(weight) if heavier => sheet.write(row, column, weight + 1.0)?,
                Ok(weight) => sheet.write(row, column, weight)?,
                Err(_) => sheet.write(row, column, cell)?,
            };
        }
    }
    let file = folder.join("检查表.xlsx");
    workbook.save(&file)?;
    Ok(file)
}

async fn bring(committee: &Phone, table: &Path) -> Result<()> {
    committee
        .fill("css=.table-file [type=file]", &table.to_string_lossy())
        .await
}

fn number(list: &Checklist, text: &str) -> Option<u16> {
    let mut items = list.items();
    items.find(|item| item.text == text).map(|item| item.item)
}

async fn a_checklist_from_a_table(engine: Engine) -> Result<()> {
    let mut walk = Walk::begin(engine).await?;
    let mut committee = walk.another_phone("committee").await?;

    staff_bring_it_and_try_it_out(&walk, &committee).await?;
    let first = first_version(&mut walk).await?;
    // A representative begins by it, and the signal goes.
    walk.phone.go("#/checklist").await?;
    walk.phone.see("夏季检查表").await?;
    walk.open().await?;
    walk.phone.answer(3).await?;
    walk.phone.lose_network().await?;
    staff_change_it(&walk, &committee).await?;
    what_was_begun_goes_on_as_it_was(&mut walk).await?;
    the_next_shop_has_the_new_one(&mut walk, &first).await?;
    committee.is_quiet().await?;
    walk.phone.is_quiet().await
}
on_both!(a_checklist_from_a_table);

async fn staff_bring_it_and_try_it_out(walk: &Walk, committee: &Phone) -> Result<()> {
    let kinds = walk.device.kinds(walk.patrol)?;
    committee.go("#/checklist").await?;
    committee.tap("新建检查表").await?;
    committee.fill("名称", "夏季检查表").await?;
    let label = "适用的类别（选填）";
    committee.fill(label, &kinds.join("、")).await?;
    committee.tap("从表格导入").await?;
    let folder = walk.season.folder();
    bring(committee, &with_bad_rows(folder)?).await?;
    committee.see("2 行不能用").await?;
    committee.see("第 18 行：不认识的类型：看一眼").await?;
    committee.see("第 19 行：和第 2 行是同一项").await?;
    committee.see("读到 16 项，看过再发布。").await?;
    committee
        .picture_of("import-bad-rows", ".table-file")
        .await?;
    bring(committee, &table()).await?;
    committee.gone("行不能用").await?;
    committee.see(LICENCE).await?;
    committee.see("数值，合格范围：0–8").await?;

    // As a representative sees it; nothing of it is kept.
    committee.tap("看看填的样子").await?;
    committee.see("代表看到的就是这样").await?;
    ensure!(committee.asked().await? == LICENCE);
    committee.tap("css=.verdict.ok").await?;
    committee.see("1 / 16 已填").await?;
    committee.picture_of("import-tried", ".preview").await?;
    committee.tap("看完了").await?;
    committee.see("从表格导入").await?;
    committee.tap("发布").await?;
    committee.see("第 1 版").await?;
    committee.see("看看填的样子").await
}

async fn first_version(walk: &mut Walk) -> Result<Checklist> {
    walk.device.sync().await?;
    let (_, version, list) = walk.device.checklist(walk.shop)?;
    ensure!(list.title == "夏季检查表" && version == 1, "{list:?}");
    ensure!(list.items().count() == 16, "{list:?}");
    let fire = list.items().find(|item| item.text == WAY);
    let fire = fire.context("the way out")?;
    ensure!(fire.weight == 5 && fire.critical && fire.photo_on_fail);
    Ok(list.clone())
}

/// From the workbook, then by hand: one item has other words, one is gone, and one is asked only after another.
async fn staff_change_it(walk: &Walk, committee: &Phone) -> Result<()> {
    committee.tap("修改").await?;
    committee.see("已经开始的检查还用原来的第 1 版。").await?;
    committee.tap("从表格导入").await?;
    bring(committee, &as_workbook(walk.season.folder())?).await?;
    committee.see("读到 16 项，看过再发布。").await?;
    committee.settle().await?;
    committee.tap(LICENCE).await?;
    committee.fill("检查什么", RENAMED).await?;
    committee.screenshot("checklist-item").await?;
    committee.tap("好了").await?;
    committee.gone("好了").await?;
    committee.see(RENAMED).await?;
    committee.tap("店主的话").await?;
    committee.see("删掉这一项").await?;
    committee.settle().await?;
    committee.tap("删掉这一项").await?;
    committee.gone("店主的话").await?;
    committee.tap("加一项").await?;
    committee.fill("检查什么", DATE).await?;
    committee.tap("单选").await?;
    let options = "还有半年以上 5\n不到半年 3\n过期了 0";
    committee.fill("选项和分数", options).await?;
    committee.tap("一般").await?;
    committee.tap("关键项").await?;
    committee.fill("怎么看（选填）", "看右下角的日期。").await?;
    committee.fill("什么时候问", RENAMED).await?;
    committee.tap("合格").await?;
    committee.screenshot("checklist-new-item").await?;
    committee.tap("好了").await?;
    committee.gone("好了").await?;
    committee.see("3 选 1").await?;
    committee
        .picture_of("checklist-editor", ".section-form")
        .await?;
    committee.tap("发布").await?;
    committee.see("第 2 版").await?;
    committee.see("以前的版本").await
}

async fn what_was_begun_goes_on_as_it_was(walk: &mut Walk) -> Result<()> {
    walk.phone.regain_network().await?;
    walk.phone.sent().await?;
    walk.phone.go("#/checklist").await?;
    walk.phone.see("第 2 版").await?;
    walk.open().await?;
    ensure!(walk.phone.filled().await? == 3);
    walk.phone.see("3 / 16 已填").await?;
    walk.phone.finish_inspection().await?;
    walk.phone.see("夏季检查表第 1 版").await?;
    walk.phone.sent().await?;
    let submitted = walk.submitted().await?;
    ensure!(submitted.len() == 1, "{submitted:#?}");
    ensure!(submitted[0]["body"]["version"] == 1, "{submitted:#?}");
    let answers = submitted[0]["body"]["answers"].as_array();
    ensure!(answers.map_or(0, Vec::len) == 16, "{submitted:#?}");
    Ok(())
}

async fn the_next_shop_has_the_new_one(walk: &mut Walk, first: &Checklist) -> Result<()> {
    walk.device.sync().await?;
    let next = *walk.device.round(walk.patrol)?.get(1).context("a shop")?;
    walk.phone.open_inspection(walk.patrol, next).await?;
    ensure!(walk.phone.asked().await? == RENAMED);
    walk.phone.see("0 / 15 已填").await?;
    // The new item is asked once the one before it is in order.
    walk.phone.tap("css=.verdict.ok").await?;
    walk.phone.see("1 / 16 已填").await?;
    walk.phone.answer_until(DATE).await?;
    walk.phone.see("看右下角的日期。").await?;
    walk.phone.tap("过期了").await?;
    walk.phone.see("哪里不合格").await?;
    walk.phone.screenshot("checklist-choice").await?;
    // What is the same item has the same number, so that what was found at it stays beside it.
    let (_, version, list) = walk.device.checklist(next)?;
    ensure!(version == 2);
    ensure!(number(list, RENAMED) == number(first, LICENCE));
    ensure!(number(list, WAY) == number(first, WAY));
    let phone = list.items().find(|item| item.text == "投诉电话公示");
    ensure!(phone.is_some_and(|item| item.weight == 2));
    Ok(())
}
