//! The public record by month: turned back, read without a network, printed whole.

use anyhow::{Result, ensure};
use yishi_domain::Command;
use yishi_domain::council::{DeclineOpinion, SettleTopic, TopicEnd};
use yishi_tests::Engine;

use crate::people::{Device, Phone, Season, on_both};

const POOL: &str = "希望挖一个游泳池。";
const WHY: &str = "没有地方，也没有经费。";
const PUT_OFF: &str = "等供电公司的方案。";
/// As many are shown before somebody asks for more.
const SHOWN: usize = 10;

/// What the first month holds: many opinions, one of them declined, and a topic that was put off.
async fn a_month_goes_by(desk: &mut Device) -> Result<()> {
    for number in 1..=SHOWN + 2 {
        desk.raise(&format!("第 {number} 条：楼道要打扫。")).await?;
    }
    let opinion = desk.raise(POOL).await?;
    let reason = WHY.to_owned();
    desk.act(&Command::DeclineOpinion(DeclineOpinion { opinion, reason }))
        .await?;
    let topic = desk.schedule("充电桩").await?;
    desk.act(&Command::SettleTopic(SettleTopic {
        topic,
        to: TopicEnd::Deferred,
        text: PUT_OFF.into(),
    }))
    .await
}

async fn the_ledger_is_turned_back(engine: Engine) -> Result<()> {
    let mut season = Season::start().await?;
    let endpoint = season.ready().endpoint.clone();
    let mut desk = Device::join(&endpoint, season.code("committee")?).await?;
    let mut phone = Phone::new(engine, &season).await?;
    phone.join(season.code("resident")?).await?;
    phone.go("#/council/motions").await?;
    phone.tap("公示栏").await?;
    phone.see("还没有公示").await?;
    phone.screenshot("ledger-01-empty").await?;
    a_month_goes_by(&mut desk).await?;
    season.turn_to(40, 9, 0).await?;
    desk.raise("四月的第一条。").await?;

    season.catch_up(&phone).await?;
    phone.go("#/ledger").await?;
    phone.see("四月的第一条。").await?;
    ensure!(!phone.shows(WHY).await?, "another month's record is shown");
    phone.screenshot("ledger-02-this-month").await?;
    phone.lose_network().await?;
    phone.tap("css=.turn .earlier").await?;
    phone.see(WHY).await?;
    phone.gone("四月的第一条。").await?;
    phone.see("年 3 月").await?;
    phone.see("居民提出 · 13").await?;
    phone.see("答复与办结 · 1").await?;
    phone.see("议定 · 1").await?;
    phone.see(PUT_OFF).await?;
    phone.see("显示更多（3）").await?;
    phone.screenshot("ledger-03-month-before").await?;
    on_paper(&phone).await?;
    phone.tap("css=.turn .later").await?;
    phone.see("四月的第一条。").await?;
    phone.gone(WHY).await?;
    phone.regain_network().await?;
    phone.is_quiet().await
}
on_both!(the_ledger_is_turned_back);

/// Paper has no button for more: everything of the month is there before the browser is asked to print.
async fn on_paper(phone: &Phone) -> Result<()> {
    let listen = "window.print = () => {
        window.printed = document.querySelectorAll('main .list > li').length }; return true";
    phone.eval::<bool>(listen).await?;
    phone.tap("打印").await?;
    phone.gone("显示更多").await?;
    let printed =
        "while (window.printed === undefined) await new Promise((done) => setTimeout(done, 50));
        return window.printed";
    let printed: usize = phone.eval(printed).await?;
    ensure!(printed == SHOWN + 3 + 1 + 1, "{printed} lines are printed");
    phone.prints_on(3).await
}
