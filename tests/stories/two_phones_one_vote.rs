//! From an opinion to a counted vote, with a phone that has no network when it votes.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use yishi_domain::MotionId;
use yishi_domain::council::{Choice, MotionState};
use yishi_tests::Engine;

use crate::people::{Community, Device, Phone, on_both};

const OPINION: &str = "3 号楼门口没有扶手，下雨天老人上下台阶很滑。";
const TOPIC: &str = "3 号楼门口加装扶手";

async fn a_vote_cast_without_a_network_arrives_once_and_counts(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let mut resident = Phone::new(engine, &community).await?;
    let mut housemate = Phone::new(engine, &community).await?;
    let mut committee = Phone::new(engine, &community).await?;

    resident
        .open_invitation(community.code("resident")?)
        .await?;
    resident.see("加入幸福街社区").await?;
    resident.screenshot("vote-01-invitation").await?;
    resident.join(community.code("resident")?).await?;
    resident.screenshot("vote-02-joined").await?;
    housemate.join(community.code("housemate")?).await?;
    committee.join(community.code("committee")?).await?;
    resident.can_start_offline().await?;

    resident.raise(OPINION, "公共设施").await?;
    resident.screenshot("vote-03-raised").await?;
    // Nobody reloads: both first screens show it by themselves.
    housemate.see(OPINION).await?;
    committee.see(OPINION).await?;
    committee.see("1 条意见等待处理").await?;

    housemate.open_matter("opinions", OPINION).await?;
    housemate.tap("附议").await?;
    housemate.see("您已附议 · 1 人附议").await?;
    resident.see("您自己的意见 · 1 人附议").await?;
    housemate.screenshot("vote-04-seconded").await?;

    committee.open_matter("opinions", OPINION).await?;
    committee.screenshot("vote-05-triage").await?;
    committee.schedule(TOPIC).await?;
    committee.screenshot("vote-06-topic").await?;
    resident.see(TOPIC).await?;
    committee.put_to_vote().await?;
    committee.screenshot("vote-07-open").await?;

    resident.tap("首页").await?;
    resident.see("去投票").await?;
    resident.screenshot("vote-08-asked").await?;

    resident.lose_network().await?;
    resident.reopen().await?;
    resident.see("离线").await?;
    resident.tap("去投票").await?;
    resident.screenshot("vote-09-offline").await?;
    resident.vote("同意").await?;
    resident.see("待送达").await?;
    resident.see("离线 · 1 项待同步").await?;
    resident.screenshot("vote-10-waiting").await?;
    resident.reopen().await?;
    resident.see("您已投票，等待送达").await?;
    resident.see("离线 · 1 项待同步").await?;
    resident.screenshot("vote-11-still-waiting").await?;
    ensure!(
        community.events("ballot_cast").await?.is_empty(),
        "a vote without a network"
    );

    resident.regain_network().await?;
    resident.sent().await?;
    housemate.open_matter("motions", TOPIC).await?;
    housemate.see("您家已投：同意").await?;
    let ballots = community.events("ballot_cast").await?;
    ensure!(ballots.len() == 1, "the vote arrives once: {ballots:#?}");
    housemate.screenshot("vote-12-arrived").await?;

    housemate.tap("改票").await?;
    housemate.vote("不同意").await?;
    housemate.see("已送达").await?;
    resident.open_matter("motions", TOPIC).await?;
    resident.see("您家已投：不同意").await?;
    resident.screenshot("vote-13-changed").await?;
    let ballots = community.events("ballot_cast").await?;
    let causes: BTreeSet<&str> = ballots.iter().filter_map(|b| b["cause"].as_str()).collect();
    ensure!(
        ballots.len() == 2 && causes.len() == 2,
        "two commands, each once: {ballots:#?}"
    );
    ensure!(
        ballots[0]["body"]["voter"] == ballots[1]["body"]["voter"],
        "one home: {ballots:#?}"
    );

    neighbours_approve(&community).await?;
    committee.close_vote().await?;
    for (phone, name) in [
        (&resident, "resident"),
        (&housemate, "housemate"),
        (&committee, "committee"),
    ] {
        phone.see("已核对").await?;
        phone.see("重新计算，结果一致").await?;
        phone.see("css=.seal").await?;
        phone.screenshot(&format!("vote-14-result-{name}")).await?;
    }
    resident.see("您家的选票在第").await?;
    resident.see("：不同意").await?;

    resident.tap("看全部选票").await?;
    resident.see("css=tr.mine").await?;
    let home: String = resident
        .eval("return document.querySelector('tr.mine th').firstChild.textContent.trim()")
        .await?;
    resident.fill("按门牌、姓名或回执查找", &home).await?;
    let rows = "return [...document.querySelectorAll('tbody tr')].map((row) => row.children[2].innerText.trim())";
    let rows: Vec<String> = resident.eval(rows).await?;
    ensure!(rows == ["不同意"], "one ballot for {home}: {rows:?}");
    resident.screenshot("vote-15-ballots").await?;

    for phone in [&mut resident, &mut housemate, &mut committee] {
        phone.is_quiet().await?;
    }
    Ok(())
}
on_both!(a_vote_cast_without_a_network_arrives_once_and_counts);

/// Enough other homes approve that the motion passes.
async fn neighbours_approve(community: &Community) -> Result<()> {
    let mut homes = BTreeSet::new();
    for code in community.invite("resident", 200).await? {
        let mut neighbour = Device::join(&community.ready().endpoint, &code).await?;
        let Some((motion, home)) = own_vote(&neighbour) else {
            continue;
        };
        if homes.insert(home) {
            neighbour.vote(motion, Choice::Approve).await?;
        }
    }
    ensure!(homes.len() > 20, "only {} homes vote", homes.len());
    Ok(())
}

/// The open vote and the neighbour's home, unless the home has voted or the neighbour may not.
fn own_vote(neighbour: &Device) -> Option<(MotionId, String)> {
    let state = neighbour.view();
    let motions = &state.council.motions;
    let (id, motion) = motions
        .iter()
        .find(|(_, motion)| matches!(motion.state, MotionState::Open { .. }))?;
    let today = state.date(Device::now());
    let voter = motion
        .electorate
        .voter_of(state, neighbour.member(), today)?;
    (!motion.ballots.contains_key(&voter.id)).then_some((*id, voter.label))
}
