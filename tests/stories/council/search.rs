//! Looking for an opinion by its words, by what it is about and by how far it is, with a network and without.

use anyhow::{Result, ensure};
use yishi_domain::Command;
use yishi_domain::council::AnswerOpinion;
use yishi_tests::Engine;

use crate::people::{Community, Device, Phone, on_both};

const LAMP: &str = "三号楼门口的路灯不亮。";
const WATER: &str = "活动中心的饮水机坏了。";
const DEAR: &str = "理发店涨价了，希望公开成本。";
const RAILING: &str = "二号楼台阶想装一根扶手。";

/// One that was answered, and one that waits.
async fn two_opinions(community: &Community) -> Result<()> {
    let endpoint = &community.ready().endpoint;
    let mut neighbour = Device::join(endpoint, community.code("representative")?).await?;
    let staff = community.invite("committee", 1).await?;
    let mut committee = Device::join(endpoint, &staff[0]).await?;
    let opinion = neighbour.raise(LAMP).await?;
    neighbour.raise(WATER).await?;
    let text = "已报修，周三来换。".to_owned();
    committee
        .act(&Command::AnswerOpinion(AnswerOpinion { opinion, text }))
        .await
}

async fn look_through(phone: &Phone) -> Result<()> {
    phone.tap("css=nav.tabs a[href^='#/council']").await?;
    phone.see("css=.filters").await
}

async fn an_opinion_is_found_again(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    two_opinions(&community).await?;
    let mut phone = Phone::new(engine, &community).await?;
    phone.join(community.code("resident")?).await?;
    phone.raise(DEAR, "商户与价格").await?;
    phone.sent().await?;

    look_through(&phone).await?;
    phone.fill("找意见", "饮水机").await?;
    phone.gone(LAMP).await?;
    phone.see(WATER).await?;
    phone.fill("找意见", "理发店").await?;
    phone.see(DEAR).await?;
    phone.gone(WATER).await?;

    // Nothing is found, and one tap shows all again.
    phone.fill("找意见", "电梯").await?;
    phone.see("没有找到").await?;
    phone.see("换个词").await?;
    phone.screenshot("search-01-nothing").await?;
    phone.tap("看全部").await?;
    for text in [LAMP, WATER, DEAR] {
        phone.see(text).await?;
    }
    phone.fill("类别", "商户与价格").await?;
    phone.gone(WATER).await?;
    phone.see(DEAR).await?;
    phone.screenshot("search-02-category").await?;
    phone.fill("进度", "已答复").await?;
    phone.see("没有找到").await?;
    phone.tap("看全部").await?;
    phone.see(WATER).await?;
    let fields = "return [...document.querySelectorAll('.filters input, .filters select')]
        .every((field) => field.value === '')";
    ensure!(phone.eval::<bool>(fields).await?, "a filter is still set");
    phone.fill("进度", "已答复").await?;
    phone.gone(WATER).await?;
    phone.see(LAMP).await?;

    phone.lose_network().await?;
    phone.raise(RAILING, "公共设施").await?;
    look_through(&phone).await?;
    phone.fill("进度", "我提的").await?;
    phone.gone(WATER).await?;
    phone.see(DEAR).await?;
    phone.see(RAILING).await?;
    phone.see("待确认").await?;
    phone.fill("找意见", "扶手").await?;
    phone.gone(DEAR).await?;
    phone.see("离线 · 1 项待同步").await?;
    phone.screenshot("search-03-offline").await?;
    phone.fill("找意见", "停车位").await?;
    phone.see("没有找到").await?;
    phone.tap("看全部").await?;
    phone.see(LAMP).await?;
    phone.see(RAILING).await?;
    phone.regain_network().await?;
    phone.sent().await?;
    phone.gone("待确认").await?;
    phone.is_quiet().await
}
on_both!(an_opinion_is_found_again);

/// The matter that was found is looked at, and the list is as it was left.
async fn what_was_looked_for_stays_when_one_comes_back(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    two_opinions(&community).await?;
    let endpoint = &community.ready().endpoint;
    let mut neighbour = Device::join(endpoint, community.code("merchant")?).await?;
    for number in 1..=25 {
        neighbour
            .raise(&format!("第 {number} 条：楼道要打扫。"))
            .await?;
    }
    let mut phone = Phone::new(engine, &community).await?;
    phone.join(community.code("resident")?).await?;
    look_through(&phone).await?;
    phone.fill("找意见", "楼道").await?;
    phone.gone(LAMP).await?;
    phone.see("显示更多（5）").await?;
    phone.tap("显示更多").await?;
    phone.tap("第 1 条：楼道要打扫。").await?;
    phone.see("来龙去脉").await?;
    phone.tap("css=.back").await?;
    phone.see("css=.filters").await?;
    phone.see("第 1 条：楼道要打扫。").await?;
    let words = "return document.querySelector('.filters input').value";
    let words: String = phone.eval(words).await?;
    ensure!(words == "楼道", "the list has forgotten the words: {words}");
    ensure!(!phone.shows(LAMP).await?, "the list shows everything");
    phone.settle().await?;
    let seen = "const box = [...document.querySelectorAll('main .card')]
        .find((card) => card.innerText.includes('第 1 条'))?.getBoundingClientRect();
        return box !== undefined && box.top >= 0 && box.top < innerHeight";
    ensure!(
        phone.eval::<bool>(seen).await?,
        "the list is scrolled elsewhere"
    );
    phone.screenshot("search-05-came-back").await?;

    // Whoever begins anew looks for nothing yet.
    phone.tap("首页").await?;
    phone.see("需要您").await?;
    look_through(&phone).await?;
    let fields = "return [...document.querySelectorAll('.filters input, .filters select')]
        .every((field) => field.value === '')";
    ensure!(phone.eval::<bool>(fields).await?, "a filter is still set");
    phone.is_quiet().await
}
on_both!(what_was_looked_for_stays_when_one_comes_back);

async fn staff_see_first_what_waits(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    two_opinions(&community).await?;
    let mut staff = Phone::new(engine, &community).await?;
    staff.join(community.code("committee")?).await?;
    look_through(&staff).await?;
    staff.see(WATER).await?;
    ensure!(!staff.shows(LAMP).await?, "what was answered stands there");
    staff.fill("进度", "全部").await?;
    staff.see(LAMP).await?;
    staff.tap(WATER).await?;
    staff.see("处理这条意见").await?;
    staff.give_words("答复", "已经换了新的饮水机。").await?;
    staff.see("已答复").await?;
    look_through(&staff).await?;
    staff.gone(WATER).await?;
    staff.see("没有等待处理的意见").await?;
    staff.screenshot("search-04-nothing-waits").await?;
    staff.tap("看全部").await?;
    staff.see(WATER).await?;
    staff.see(LAMP).await?;
    staff.is_quiet().await
}
on_both!(staff_see_first_what_waits);
