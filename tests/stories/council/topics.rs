//! A topic that is put off and comes back, and one that is taken back by whoever proposed it.

use anyhow::{Result, ensure};
use yishi_tests::Engine;

use crate::people::{Community, Phone, on_both};

const TITLE: &str = "要不要装充电桩";

/// The committee, and a resident who has proposed the topic and looks at its page.
async fn proposed(engine: Engine, community: &Community) -> Result<(Phone, Phone)> {
    let staff = Phone::new(engine, community).await?;
    let resident = Phone::new(engine, community).await?;
    staff.join(community.code("committee")?).await?;
    resident.join(community.code("resident")?).await?;
    resident.go("#/council/agenda").await?;
    resident.tap("提出议题").await?;
    resident.fill("议题名称", TITLE).await?;
    resident
        .fill("为什么要议", "电动车越来越多，都在楼道里充电。")
        .await?;
    resident.tap("提交议题").await?;
    resident.see("撤回议题").await?;
    resident.sent().await?;
    staff.open_matter("agenda", TITLE).await?;
    // The card of before says the same words.
    staff.see("css=.page .actions a[href$='/motion']").await?;
    Ok((staff, resident))
}

async fn a_topic_is_put_off_and_comes_back(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let (mut staff, mut resident) = proposed(engine, &community).await?;
    staff.tap("暂缓").await?;
    staff.confirm().await?;
    staff.see("还有内容没有填写。").await?;
    staff.screenshot("topics-01-no-reason").await?;
    let why = "等供电公司的方案，四月再议。";
    staff.fill("css=dialog[open] textarea", why).await?;
    staff.confirm().await?;
    staff.gone("css=dialog[open]").await?;
    staff.see(why).await?;
    staff.screenshot("topics-02-put-off").await?;
    resident.see("暂缓").await?;
    resident.see(why).await?;

    // It waits with the others for a meeting.
    staff.open_matter("agenda", TITLE).await?;
    staff.see("css=.page .actions a[href$='/motion']").await?;
    staff.tap("列入会议").await?;
    staff.see("列入哪一次会议？").await?;
    staff.screenshot("topics-03-again").await?;
    staff.confirm().await?;
    staff.see("已列入议题").await?;
    staff.sent().await?;
    // What happened stays in its thread, with the reason.
    resident.see("已列入议题").await?;
    resident.see(why).await?;
    resident.screenshot("topics-04-thread").await?;
    staff.is_quiet().await?;
    resident.is_quiet().await
}
on_both!(a_topic_is_put_off_and_comes_back);

async fn who_has_proposed_takes_it_back(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let (mut staff, mut resident) = proposed(engine, &community).await?;
    let mut neighbour = Phone::new(engine, &community).await?;
    neighbour.join(community.code("representative")?).await?;
    neighbour.open_matter("agenda", TITLE).await?;
    neighbour.see("还没有人发言").await?;
    ensure!(
        !neighbour.shows("撤回议题").await?,
        "somebody else's topic is taken back"
    );
    resident.see("我提的议题").await?;
    ensure!(!resident.shows("居委会处理").await?, "a resident is staff");
    resident.screenshot("topics-05-own").await?;
    resident.lose_network().await?;
    let why = "物业已经答应在地面装，不用议了。";
    resident.give_words("撤回议题", why).await?;
    resident.see("已撤回").await?;
    resident.see("离线 · 1 项待同步").await?;
    resident.gone("css=main button.danger").await?;
    resident.screenshot("topics-06-withdrawn").await?;
    resident.regain_network().await?;
    resident.sent().await?;
    for phone in [&staff, &neighbour] {
        phone.see("已撤回").await?;
        phone.see(why).await?;
    }
    ensure!(
        !staff.shows("发起表决").await?,
        "what was taken back is voted on"
    );
    staff.go("#/council/agenda").await?;
    staff.see("将要召开").await?;
    ensure!(!staff.shows(TITLE).await?, "it still waits for a meeting");
    for phone in [&mut staff, &mut resident, &mut neighbour] {
        phone.is_quiet().await?;
    }
    Ok(())
}
on_both!(who_has_proposed_takes_it_back);

async fn words_are_corrected_by_who_said_them(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let (mut staff, mut resident) = proposed(engine, &community).await?;
    let mut neighbour = Phone::new(engine, &community).await?;
    neighbour.join(community.code("representative")?).await?;
    resident.lose_network().await?;
    resident.speak("充电桩一个要 300 元。").await?;
    resident.see("离线 · 1 项待同步").await?;
    resident.regain_network().await?;
    resident.sent().await?;
    neighbour.open_matter("agenda", TITLE).await?;
    neighbour.see("充电桩一个要 300 元。").await?;
    ensure!(
        !neighbour.shows("更正").await?,
        "somebody else's words are corrected"
    );
    let right = "充电桩一个要 3000 元。";
    resident.tap("更正").await?;
    resident.fill("css=dialog[open] textarea", right).await?;
    resident.screenshot("topics-07-correct").await?;
    resident.confirm().await?;
    resident.gone("css=dialog[open]").await?;
    for phone in [&resident, &neighbour, &staff] {
        phone.see(right).await?;
        phone.see("更正过").await?;
        phone.gone("充电桩一个要 300 元。").await?;
    }
    neighbour.screenshot("topics-08-corrected").await?;
    for phone in [&mut staff, &mut resident, &mut neighbour] {
        phone.is_quiet().await?;
    }
    Ok(())
}
on_both!(words_are_corrected_by_who_said_them);
