//! A sealed vote: counted, recounted, and tied to nobody by anything that another phone or an export holds.

use anyhow::{Context, Result, ensure};
use yishi_domain::MotionId;
use yishi_domain::council::Choice;
use yishi_tests::Engine;

use crate::people::{Community, Device, Phone, on_both, recounted, voters};

const TITLE: &str = "要不要换一家物业公司";

async fn a_sealed_vote_is_counted_and_tells_of_nobody(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let staff = community.invite("committee", 2).await?;
    let mut desk = Device::join(&community.ready().endpoint, &staff[0]).await?;
    let mut committee = Phone::new(engine, &community).await?;
    let mut resident = Phone::new(engine, &community).await?;
    let mut housemate = Phone::new(engine, &community).await?;
    committee.join(&staff[1]).await?;
    resident.join(community.code("resident")?).await?;
    housemate.join(community.code("housemate")?).await?;
    resident.can_start_offline().await?;
    let motion = put_sealed(&committee, &mut desk).await?;

    // Without a network, through a restart: the receipt is on this phone and nowhere else.
    resident.see("去投票").await?;
    resident.lose_network().await?;
    resident.reopen().await?;
    resident.tap("去投票").await?;
    resident
        .see("无记名：结束后只公布回执和选择，不公布是谁投的。")
        .await?;
    resident.vote("同意").await?;
    resident.see("这张回执只存在本机").await?;
    let first = receipt(&resident).await?;
    resident.screenshot("sealed-01-waiting").await?;
    resident.reopen().await?;
    resident.see("您已投票，等待送达").await?;
    resident.open_matter("motions", TITLE).await?;
    resident.see("您家已投：同意").await?;
    ensure!(receipt(&resident).await? == first, "the receipt stays");
    resident.regain_network().await?;
    resident.see("已送达").await?;

    housemate.open_matter("motions", TITLE).await?;
    housemate.see("已投票").await?;
    housemate.see("无记名投票，选了什么不在这里显示。").await?;
    housemate.screenshot("sealed-02-housemate").await?;
    ensure!(
        !housemate.shows("您家已投").await?,
        "the home is told what was said"
    );

    // The same phone changes it: another receipt, and nothing of the first one.
    resident.tap("改票").await?;
    resident.vote("不同意").await?;
    resident.see("已送达").await?;
    let second = receipt(&resident).await?;
    ensure!(first != second, "two ballots with one receipt");

    let mut others = voters(&community, motion, 6).await?;
    for (turn, phone) in others.iter_mut().enumerate() {
        let choice = [Choice::Approve, Choice::Approve, Choice::Abstain][turn % 3];
        phone.vote(motion, choice).await?;
    }
    nobody_is_told(&community, &[&housemate, &committee], &[&first, &second]).await?;

    committee.close_vote().await?;
    for (phone, name) in [(&resident, "resident"), (&housemate, "housemate")] {
        phone.see("已核对").await?;
        phone.see("选票按回执排列，和投票先后无关。").await?;
        phone
            .screenshot(&format!("sealed-03-result-{name}"))
            .await?;
    }
    resident.see("：不同意").await?;
    resident.see(&second).await?;
    resident.tap("看全部选票").await?;
    resident.see("css=tr.mine").await?;
    resident.screenshot("sealed-04-ballots").await?;
    let rows: Vec<String> = resident.eval(ROWS).await?;
    ensure!(
        rows.len() == 7 && rows.is_sorted(),
        "in order of the receipts: {rows:?}"
    );
    ensure!(!rows.contains(&first), "the first ballot counts no more");
    resident.fill("按回执查找", &second).await?;
    let found: Vec<String> = resident.eval(ROWS).await?;
    ensure!(found == [second.clone()], "{found:?}");

    let folder = tempfile::tempdir()?;
    let mut files = Vec::new();
    for button in ["保存为表格（CSV）", "保存为数据文件（JSON）"] {
        files.push(resident.save(button, folder.path()).await?);
    }
    for line in recounted(&files).await? {
        ensure!(line["agrees"] == true, "{line}");
        ensure!(line["counted"]["approve"]["heads"] == 4, "{line}");
    }
    // Whose ballot it was stands on the phone that has cast it alone.
    nobody_is_told(&community, &[], &[&first, &second]).await?;
    for phone in [&mut resident, &mut housemate, &mut committee] {
        phone.is_quiet().await?;
    }
    Ok(())
}
on_both!(a_sealed_vote_is_counted_and_tells_of_nobody);

/// The name of each row of the published ballots.
const ROWS: &str = "return [...document.querySelectorAll('tbody tr th')].map((name) => name.firstChild.textContent.trim())";

/// Puts it to a sealed vote of all homes on the form, as the committee does.
async fn put_sealed(committee: &Phone, desk: &mut Device) -> Result<MotionId> {
    let topic = desk.schedule(TITLE).await?;
    committee.sent().await?;
    let page = committee.screen(&format!("#/topic/{topic}"));
    committee.open(&page).await?;
    committee.tap("发起表决").await?;
    committee.tap("无记名").await?;
    committee
        .see("无记名投票不按面积计票：面积会暴露是哪一户。")
        .await?;
    committee.screenshot("sealed-00-form").await?;
    committee.tap("开始表决").await?;
    committee.see("css=dialog[open]").await?;
    committee.screenshot("sealed-00-question").await?;
    committee.confirm().await?;
    committee.see("参与情况").await?;
    committee.sent().await?;
    desk.sync().await?;
    let mut motions = desk.view().council.motions.iter();
    let found = motions.find(|(_, motion)| motion.topic == topic);
    Ok(*found.context("the motion")?.0)
}

async fn receipt(phone: &Phone) -> Result<String> {
    let text: String = phone
        .eval("return document.querySelector('p.receipt').innerText")
        .await?;
    let code = text.split_whitespace().last();
    Ok(code.context("a receipt")?.to_owned())
}

/// Neither what the endpoint hands out nor what other phones hold ties a receipt to anybody.
async fn nobody_is_told(community: &Community, others: &[&Phone], receipts: &[&str]) -> Result<()> {
    for event in community.log().await? {
        let text = event.to_string();
        ensure!(event["type"] != "ballot_cast", "{text}");
        for secret in ["\"seal\"", "\"receipt\""].iter().chain(receipts) {
            ensure!(!text.contains(secret), "{secret} stands in {text}");
        }
    }
    for phone in others {
        let stored = phone.stored().await?;
        ensure!(stored.contains(TITLE), "what is stored can be read");
        for secret in receipts {
            ensure!(!stored.contains(secret), "{secret} is on another phone");
        }
    }
    Ok(())
}
