//! A culture team: founded on the committee's phone, joined by residents, seen by all.

use anyhow::Result;
use yishi_tests::Engine;

use crate::people::{Community, Phone, on_both};

const NAME: &str = "夕阳红合唱队";

async fn a_choir_is_founded_and_neighbours_join_it(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let mut lead = Phone::new(engine, &community).await?;
    lead.join(community.code("representative")?).await?;
    let leads_name = lead.owner().await?;
    let mut committee = Phone::new(engine, &community).await?;
    committee.join(community.code("committee")?).await?;
    let mut singer = Phone::new(engine, &community).await?;
    singer.join(community.code("resident")?).await?;
    let singers_name = singer.owner().await?;

    committee.go("#/volunteer/groups").await?;
    committee.see("还没有队伍").await?;
    committee.tap("新队伍").await?;
    committee.tap("建立队伍").await?;
    committee.see("请选一项。").await?;
    committee.fill("队名", NAME).await?;
    committee.tap("合唱").await?;
    committee
        .fill("活动时间", "每周四晚上 7 点，活动中心")
        .await?;
    committee.fill("队长", &leads_name).await?;
    committee.tap("css=.found .button").await?;
    committee.fill("排练的活动", "合唱队排练").await?;
    committee.tap("建立队伍").await?;
    // Who leads it belongs to it.
    committee.see("队员 1 人").await?;
    committee.screenshot("group-1-founded").await?;

    // Joining needs no network.
    singer.go("#/volunteer/groups").await?;
    singer.see(NAME).await?;
    singer.lose_network().await?;
    singer.tap(NAME).await?;
    singer.see("每周四晚上 7 点").await?;
    singer.tap("我要加入").await?;
    singer.see("队员 2 人").await?;
    singer.see("离线 · 1 项待同步").await?;
    singer.regain_network().await?;
    singer.sent().await?;
    singer.screenshot("group-2-joined").await?;

    lead.go("#/volunteer/groups").await?;
    lead.tap(NAME).await?;
    lead.see(&singers_name).await?;
    lead.screenshot("group-3-lead").await?;
    committee.go("#/volunteer/groups").await?;
    committee.see("参加队伍的居民").await?;
    committee.see("2 / ").await?;
    committee.screenshot("group-4-coverage").await?;

    singer.tap("退出").await?;
    singer.confirm().await?;
    singer.see("我要加入").await?;
    lead.see("队员 1 人").await?;
    for phone in [&mut lead, &mut committee, &mut singer] {
        phone.is_quiet().await?;
    }
    Ok(())
}
on_both!(a_choir_is_founded_and_neighbours_join_it);
