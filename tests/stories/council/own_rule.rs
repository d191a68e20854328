//! A voting rule of the community's own: written on the form, dated, changed, and what a vote keeps of it.

use anyhow::{Result, ensure};
use yishi_tests::Engine;

use crate::people::{Device, Phone, Season, on_both};

const NAME: &str = "三号楼公约";
const FIRST: &str = "三号楼公约（第 1 版）";
const SECOND: &str = "三号楼公约（第 2 版）";
/// The fields of the part that says how many must approve: the other part has fields of the same names.
const APPROVE: &str = "css=.form .section:nth-of-type(2) select";

/// The form says what is missing, and reads back what was filled in.
async fn the_rule_is_written(staff: &Phone) -> Result<()> {
    staff.go("#/council/motions").await?;
    staff.tap("计票规则").await?;
    staff.see("还没有自定的规则").await?;
    staff.screenshot("rule-01-none").await?;
    staff.tap("写一条规则").await?;
    staff.see("这条规则的意思是").await?;
    staff.tap("发布规则").await?;
    staff.see("还有内容没有填写。").await?;
    staff.error_is_in_sight().await?;
    staff.fill("规则名称", NAME).await?;
    staff.fill("依据", "春季居民大会").await?;
    staff.fill("户数或人数", "三分之二").await?;
    staff.see("参与的人数要达到三分之二，表决才有效。").await?;
    staff.fill(APPROVE, "其他比例").await?;
    staff.fill("其中几份", "9").await?;
    staff.fill("一共几份", "7").await?;
    staff.see("填好以后，这里会用一句话说出来。").await?;
    staff.tap("发布规则").await?;
    staff.see("请写成不大于一的比例").await?;
    staff.error_is_in_sight().await?;
    staff.screenshot("rule-02-wrong").await?;
    staff.fill("其中几份", "4").await?;
    staff.see("同意的要超过 7 分之 4").await?;
    staff.screenshot("rule-03-reads").await?;
    staff.tap("发布规则").await?;
    staff.see(FIRST).await?;
    staff.see("现行").await?;
    staff.screenshot("rule-04-published").await?;
    staff.sent().await
}

/// Another version begins with what the last one says, and comes into force later.
async fn it_is_changed(staff: &Phone, season: &Season) -> Result<()> {
    staff.tap("写一条规则").await?;
    staff.fill("从哪一条改起", NAME).await?;
    staff.see("这将是第 2 版").await?;
    staff
        .fill("从哪天起施行", &season.day(20).to_string())
        .await?;
    staff.fill(APPROVE, "四分之三").await?;
    staff.screenshot("rule-05-next").await?;
    staff.tap("发布规则").await?;
    staff.see(SECOND).await?;
    staff.see("即将施行").await?;
    staff.see("现行").await?;
    staff.sent().await
}

/// Begins a vote by the version that is in force; ends on the form.
async fn offers(staff: &Phone, topic: &str, version: &str, other: &str) -> Result<()> {
    staff.go(topic).await?;
    staff.tap("发起表决").await?;
    staff.see("怎样算通过").await?;
    staff.see(version).await?;
    ensure!(!staff.shows(other).await?, "{other} is offered");
    staff.tap(version).await
}

async fn a_rule_of_their_own(engine: Engine) -> Result<()> {
    let mut season = Season::start().await?;
    let codes = season.invite("committee", 2).await?;
    let mut staff = Phone::new(engine, &season).await?;
    let mut resident = Phone::new(engine, &season).await?;
    staff.join(&codes[0]).await?;
    resident.join(season.code("resident")?).await?;
    let mut desk = Device::join(&season.ready().endpoint, &codes[1]).await?;
    let topic = desk.schedule("换楼道的灯").await?;
    let topic = format!("#/topic/{topic}");

    the_rule_is_written(&staff).await?;
    it_is_changed(&staff, &season).await?;
    resident.go("#/rules").await?;
    resident.see(FIRST).await?;
    resident.see(SECOND).await?;
    ensure!(
        !resident.shows("写一条规则").await?,
        "a resident writes rules"
    );

    offers(&staff, &topic, FIRST, SECOND).await?;
    staff.screenshot("rule-06-offered").await?;
    staff.tap("开始表决").await?;
    staff.confirm().await?;
    staff.see("参与情况").await?;
    staff.see(FIRST).await?;
    staff.sent().await?;
    resident.tap("首页").await?;
    resident.tap("去投票").await?;
    resident.see(FIRST).await?;
    resident.screenshot("rule-07-vote").await?;
    resident.vote("同意").await?;
    resident.sent().await?;

    // What was begun by the first version stays with it; what begins now goes by the second.
    season.turn_to(21, 9, 0).await?;
    season.catch_up(&staff).await?;
    desk.sync().await?;
    let motion = desk.motion_on("换楼道的灯")?;
    staff.go(&format!("#/motion/{motion}")).await?;
    staff.see(FIRST).await?;
    let next = desk.schedule("楼道的门禁").await?;
    staff.sent().await?;
    offers(&staff, &format!("#/topic/{next}"), SECOND, FIRST).await?;
    staff.go("#/rules").await?;
    staff.see("旧版").await?;
    staff.screenshot("rule-08-versions").await?;
    staff.is_quiet().await?;
    resident.is_quiet().await
}
on_both!(a_rule_of_their_own);
