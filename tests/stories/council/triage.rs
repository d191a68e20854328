//! What a representative makes of opinions, and how their author hears of it.

use anyhow::{Result, ensure};
use yishi_tests::Engine;

use crate::people::{Community, Device, Phone, on_both};

const WATER: &str = "活动中心的饮水机坏了，没有水喝。";
const POOL: &str = "希望在小区里挖一个游泳池。";
const DARK: &str = "楼道灯坏了，晚上看不清台阶。";
const LAMPS: &str = "二号楼楼道的灯不亮，老人怕摔。";

/// Opens an opinion from the list, where it waits.
async fn turn_to(phone: &Phone, text: &str) -> Result<()> {
    phone.open_matter("opinions", text).await?;
    phone.see("处理这条意见").await
}

/// The author is told over whatever page is shown, and on the first screen until the matter is looked at.
async fn is_told(author: &Phone, text: &str, what: &str) -> Result<()> {
    let name: String = text.chars().take(10).collect();
    author.see(&format!("您的意见“{name}")).await?;
    author.see(&format!("”：{what}")).await?;
    author.see("有进展").await
}

async fn an_author_hears_of_each_step(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let mut representative = Phone::new(engine, &community).await?;
    let mut author = Phone::new(engine, &community).await?;
    representative
        .join(community.code("representative")?)
        .await?;
    author.join(community.code("resident")?).await?;
    let endpoint = &community.ready().endpoint;
    let mut neighbour = Device::join(endpoint, community.code("merchant")?).await?;
    neighbour.raise(LAMPS).await?;
    for (text, category) in [(WATER, "便民服务"), (POOL, "公共设施"), (DARK, "安全")] {
        author.raise(text, category).await?;
    }
    author.sent().await?;
    author.tap("首页").await?;
    author.see("我说的").await?;

    representative.tap("首页").await?;
    representative.see("4 条意见等待处理").await?;
    turn_to(&representative, WATER).await?;
    representative.tap("答复").await?;
    representative.confirm().await?;
    representative.see("还有内容没有填写。").await?;
    let answer = "已经换了新的，谢谢提醒。";
    representative
        .fill("css=dialog[open] textarea", answer)
        .await?;
    representative.confirm().await?;
    representative.see("居民代表答复").await?;
    representative.sent().await?;
    is_told(&author, WATER, "已答复").await?;
    author.screenshot("triage-01-told").await?;

    turn_to(&representative, POOL).await?;
    let reason = "没有地方，也没有经费。";
    representative.give_words("说明理由，不办", reason).await?;
    representative.see("不办，已说明").await?;
    representative.screenshot("triage-02-declined").await?;
    is_told(&author, POOL, "已说明理由").await?;

    turn_to(&representative, DARK).await?;
    representative.tap("与另一条合并").await?;
    representative.confirm().await?;
    representative.see("请选要并入的意见。").await?;
    representative.fill("找另一条意见", "二号楼").await?;
    representative.tap("css=dialog[open] .choice").await?;
    representative.gone("请选要并入的意见。").await?;
    representative.screenshot("triage-03-merge").await?;
    representative.confirm().await?;
    representative.see("已并入这条意见").await?;
    is_told(&author, DARK, "已并入另一条").await?;
    author.screenshot("triage-04-all-told").await?;

    // All of it stands with the author's own words, and what was looked at is new no more.
    author.go("#/opinion/mine").await?;
    for told in [answer, reason, "并入另一条意见"] {
        author.see(told).await?;
    }
    author.screenshot("triage-05-mine").await?;
    author.tap(POOL).await?;
    author.see("居民代表说明不办的理由").await?;
    author.tap("首页").await?;
    author.see("我说的").await?;
    let new = "return [...document.querySelectorAll('main .tag')].filter((one) => one.innerText.includes('有进展')).length";
    let new: usize = author.eval(new).await?;
    ensure!(new == 2, "{new} are marked as new");
    representative.is_quiet().await?;
    author.is_quiet().await
}
on_both!(an_author_hears_of_each_step);
