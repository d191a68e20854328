//! Up to two of three: set up on the form, marked on phones, and those chosen that reach the rule.

use anyhow::{Context, Result, ensure};
use yishi_tests::Engine;

use crate::people::{Community, Device, Phone, on_both, options, recounted, voters};

const TITLE: &str = "停车场用什么铺面";

async fn up_to_two_of_three_are_marked_and_chosen(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let staff = community.invite("committee", 2).await?;
    let mut desk = Device::join(&community.ready().endpoint, &staff[0]).await?;
    let mut committee = Phone::new(engine, &community).await?;
    let mut resident = Phone::new(engine, &community).await?;
    committee.join(&staff[1]).await?;
    resident.join(community.code("resident")?).await?;
    let topic = desk.schedule(TITLE).await?;

    let page = committee.screen(&format!("#/topic/{topic}"));
    committee.open(&page).await?;
    committee.tap("发起表决").await?;
    committee.tap("几项里选几项").await?;
    // What cannot be put to the vote is said in place, and nothing written is lost.
    committee.fill("选项 1", "透水砖").await?;
    committee.tap("开始表决").await?;
    committee.see("至少要写两个选项。").await?;
    committee.fill("选项 2", "透水砖").await?;
    committee.tap("开始表决").await?;
    committee.see("有两个选项写得一样。").await?;
    committee.fill("选项 2", "沥青").await?;
    committee.tap("增加选项").await?;
    committee.fill("选项 3", "保持原样").await?;
    committee.tap("简单多数").await?;
    committee.screenshot("several-01-form").await?;
    committee.tap("开始表决").await?;
    committee.see("透水砖、沥青、保持原样").await?;
    committee.screenshot("several-02-question").await?;
    committee.confirm().await?;
    committee.see("参与情况").await?;
    committee.sent().await?;

    resident.tap("首页").await?;
    resident.tap("去投票").await?;
    resident.see("最多选 2 项").await?;
    resident.tap("保持原样").await?;
    resident.tap("透水砖").await?;
    resident.see("2 / 2").await?;
    let off =
        "return [...document.querySelectorAll('main .choice input')].map((box) => box.disabled)";
    let off: Vec<bool> = resident.eval(off).await?;
    ensure!(off == [false, true, false], "a third mark: {off:?}");
    resident.screenshot("several-03-marked").await?;
    resident.tap("选好了").await?;
    resident.see("投“透水砖、保持原样”这一票？").await?;
    resident.confirm().await?;
    resident.see("您家已投：透水砖、保持原样").await?;
    resident.see("已送达").await?;

    desk.sync().await?;
    let mut motions = desk.view().council.motions.iter();
    let found = motions.find(|(_, motion)| motion.topic == topic);
    let motion = *found.context("the motion")?.0;
    let mut others = voters(&community, motion, 4).await?;
    for (phone, marks) in others.iter_mut().zip([&[1][..], &[1, 2], &[2], &[1, 3]]) {
        phone.mark(motion, options(marks)).await?;
    }
    committee.close_vote().await?;
    resident.see("已核对").await?;
    resident.screenshot("several-04-result").await?;
    // 4 of 5 have marked the first one; two each the others, which is not more than half.
    let chosen = "return [...document.querySelectorAll('.option')].map((option) => option.querySelector('.tag') !== null)";
    let chosen: Vec<bool> = resident.eval(chosen).await?;
    ensure!(chosen == [true, false, false], "{chosen:?}");
    resident.tap("看全部选票").await?;
    let folder = tempfile::tempdir()?;
    let file = resident
        .save("保存为数据文件（JSON）", folder.path())
        .await?;
    let lines = recounted(&[file]).await?;
    ensure!(lines[0]["agrees"] == true, "{lines:?}");
    ensure!(
        lines[0]["counted"]["chosen"] == serde_json::json!([1]),
        "{lines:?}"
    );
    resident.is_quiet().await?;
    committee.is_quiet().await
}
on_both!(up_to_two_of_three_are_marked_and_chosen);
