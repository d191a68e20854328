//! The one ballot book: by phone, at the desk, on paper and by hands, each home once; and counted by another program.

use anyhow::{Context, Result, ensure};
use yishi_domain::MotionId;
use yishi_domain::council::Choice;
use yishi_tests::Engine;

use crate::people::{Community, Device, Phone, on_both, recounted, voters};

const TITLE: &str = "端午节在哪里办";

/// Those who vote, by their homes' numbers.
struct Homes {
    phone: String,
    desk: String,
    paper: [String; 2],
    hands: [String; 2],
}

async fn a_home_counts_once_by_whatever_way(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let staff = community.invite("committee", 2).await?;
    let mut council = Device::join(&community.ready().endpoint, &staff[0]).await?;
    council.hold_meeting().await?;
    let motion = council
        .put(TITLE, |notice| notice.rule = "simple_majority".into())
        .await?;
    let mut resident = Phone::new(engine, &community).await?;
    resident.join(community.code("resident")?).await?;
    let mut devices = voters(&community, motion, 6).await?;
    let labels = devices
        .iter()
        .map(|device| Ok(device.voter(motion).context("a vote")?.label));
    let labels: Vec<String> = labels.collect::<Result<_>>()?;
    let own = Device::join(&community.ready().endpoint, community.code("housemate")?).await?;
    let own = own.voter(motion).context("a vote")?.label;
    // The resident's own home may be among those that were invited.
    let mut others: Vec<usize> = (0..6).filter(|n| labels[*n] != own).collect();
    others.truncate(5);
    let label = |n: usize| labels[others[n]].clone();
    let homes = Homes {
        phone: own,
        desk: label(0),
        paper: [label(1), label(2)],
        hands: [label(3), label(4)],
    };

    resident.tap("去投票").await?;
    resident.vote("同意").await?;
    resident.see("已送达").await?;

    let mut committee = Phone::new(engine, &community).await?;
    committee.join(&staff[1]).await?;
    at_the_desk(&committee, motion, &homes).await?;
    told_at_home(engine, &community, &devices[others[0]], &homes).await?;
    on_paper(&committee, motion, &homes).await?;
    // By phone after paper: refused on the phone itself.
    let late = devices[others[1]].mark(motion, vec![Choice::Reject]).await;
    let late = format!("{:#}", late.err().context("it was taken twice")?);
    ensure!(late.contains("taken part already in another way"), "{late}");
    in_the_meeting(&committee, motion, &homes).await?;

    committee.open_matter("motions", TITLE).await?;
    committee.close_vote().await?;
    for (phone, name) in [(&committee, "committee"), (&resident, "resident")] {
        phone.see("已核对").await?;
        phone.see("手机 1 · 代投 1 · 纸票 2 · 举手 2").await?;
        phone.screenshot(&format!("book-09-result-{name}")).await?;
    }
    committee.tap("看全部选票").await?;
    committee.see("会上举手：2").await?;
    committee.see("纸票的照片").await?;
    committee.screenshot("book-10-ballots").await?;
    let folder = tempfile::tempdir()?;
    let mut files = Vec::new();
    for button in ["保存为表格（CSV）", "保存为数据文件（JSON）"] {
        files.push(committee.save(button, folder.path()).await?);
    }
    for line in recounted(&files).await? {
        ensure!(line["agrees"] == true, "{line}");
        let heads = |count: &str| line["counted"][count]["heads"].as_u64();
        ensure!(heads("participants") == Some(6), "{line}");
        ensure!(heads("approve") == Some(4), "{line}");
        ensure!(heads("abstain") == Some(1), "{line}");
    }
    resident.tap("看全部选票").await?;
    resident.see("css=tr.mine").await?;
    ensure!(
        !resident.shows("纸票的照片").await?,
        "the photos are the committee's"
    );
    resident.is_quiet().await?;
    committee.is_quiet().await
}
on_both!(a_home_counts_once_by_whatever_way);

/// For a home that has voted by phone, which is refused; then for one that has not.
async fn at_the_desk(committee: &Phone, motion: MotionId, homes: &Homes) -> Result<()> {
    committee
        .open(&committee.screen(&format!("#/motion/{motion}/desk")))
        .await?;
    committee.type_voter("没有这一户").await?;
    committee.see("没有找到。请检查房号或姓名。").await?;
    committee.type_voter(&homes.phone).await?;
    committee.tap("不同意").await?;
    committee.see("请选一个原因。").await?;
    committee.tap("不会用手机").await?;
    committee.screenshot("book-01-desk").await?;
    committee.tap("不同意").await?;
    committee
        .see(&format!("{}：投“不同意”？", homes.phone))
        .await?;
    committee.confirm().await?;
    committee
        .see(&format!("{}已用手机投过票，不能再投一次。", homes.phone))
        .await?;
    committee.screenshot("book-02-refused").await?;
    committee.tap("首页").await?;
    committee.see("没有成功").await?;
    committee
        .see(&format!("{}已用手机投过票，不能再投一次。", homes.phone))
        .await?;
    committee.screenshot("book-03-refused-at-home").await?;
    committee.tap("知道了").await?;

    committee
        .open(&committee.screen(&format!("#/motion/{motion}/desk")))
        .await?;
    committee.type_voter(&homes.desk).await?;
    committee.tap("不会用手机").await?;
    committee.tap("同意").await?;
    committee.confirm().await?;
    committee
        .see(&format!("{}的一票已录入。", homes.desk))
        .await?;
    committee.see("已经录入的（1）").await?;
    committee.sent().await?;
    committee.screenshot("book-04-entered").await?;
    Ok(())
}

/// The home that did not vote by itself is told by whom and why, and cannot vote again.
async fn told_at_home(
    engine: Engine,
    community: &Community,
    neighbour: &Device,
    homes: &Homes,
) -> Result<()> {
    let name = neighbour.view().roster.name(neighbour.member());
    let code = community
        .invite_again(name.context("a name")?, &homes.desk)
        .await?;
    let mut phone = Phone::new(engine, community).await?;
    phone.join(&code).await?;
    phone.see("已由居委会代投").await?;
    phone.see("原因：不会用手机").await?;
    phone.screenshot("book-05-told").await?;
    phone.tap("知道了").await?;
    phone.gone("原因：不会用手机").await?;
    phone.open_matter("motions", TITLE).await?;
    phone.see("已由居委会代投：同意").await?;
    phone
        .see("如果不是您的意思，请在截止前联系居委会。")
        .await?;
    ensure!(!phone.shows("改票").await?, "it can be voted twice");
    phone.is_quiet().await
}

/// A batch with one sheet too many: of the home that has voted by phone, which this desk cannot know.
async fn on_paper(committee: &Phone, motion: MotionId, homes: &Homes) -> Result<()> {
    committee
        .open(&committee.screen(&format!("#/motion/{motion}/paper")))
        .await?;
    committee.type_voter(&homes.desk).await?;
    committee.see("已由居委会代投").await?;
    committee.tap("换一个").await?;
    for (home, choice) in [
        (&homes.paper[0], "同意"),
        (&homes.paper[1], "不同意"),
        (&homes.phone, "不同意"),
    ] {
        committee.type_voter(home).await?;
        committee.tap(choice).await?;
    }
    committee.see("共 3").await?;
    // One was read wrongly: taken back and entered again.
    committee
        .tap(&format!(
            "css=.lines button[aria-label*='{}']",
            homes.paper[1]
        ))
        .await?;
    committee.see("共 2").await?;
    committee.type_voter(&homes.paper[1]).await?;
    committee.tap("弃权").await?;
    committee.tap("发送这 3 张").await?;
    committee.see("请先给纸票拍照。").await?;
    let folder = tempfile::tempdir()?;
    let sheet = committee
        .take_photo(folder.path(), 1, (1_200, 1_600), 1)
        .await?;
    committee.choose_photos(&[sheet]).await?;
    committee.see_photos(1).await?;
    committee.screenshot("book-06-paper").await?;
    committee.tap("发送这 3 张").await?;
    committee.see("3 张纸票已录入。").await?;
    committee.see("没有计入的").await?;
    committee.see(&homes.phone).await?;
    committee.see("已经录入的（2）").await?;
    committee.see_photos(1).await?;
    committee.screenshot("book-07-left-out").await?;
    Ok(())
}

/// Two homes raise their hands: who first, then how many.
async fn in_the_meeting(committee: &Phone, motion: MotionId, homes: &Homes) -> Result<()> {
    committee
        .open(&committee.screen(&format!("#/motion/{motion}/hands")))
        .await?;
    committee.see("谁参加举手").await?;
    let ticked = committee.shows("全选").await?;
    for home in &homes.hands {
        match ticked {
            true => committee.tap(home).await?,
            false => committee.type_voter(home).await?,
        }
    }
    committee.tap("登记这 2 个").await?;
    committee.see("已登记 2 个。").await?;
    committee.sent().await?;
    committee.fill("同意", "1").await?;
    committee.see("合计 1，登记 2").await?;
    committee.fill("不同意", "1").await?;
    committee.see("合计 2，登记 2").await?;
    committee.screenshot("book-08-hands").await?;
    committee.tap("发送数字").await?;
    committee.see("数字已录入。").await?;
    committee.sent().await
}
