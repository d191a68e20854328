//! The last seconds of a vote, and a home that votes by two ways at once: what counts is told in words, and why.

use anyhow::{Context, Result, ensure};
use yishi_domain::MotionId;
use yishi_domain::council::NoticeMotion;
use yishi_tests::Engine;

use crate::people::{Community, Device, Phone, Season, on_both, voters};

const TITLE: &str = "楼道的灯几点关";
/// In milliseconds.
const HOUR: i64 = 3_600_000;

/// The phones of so many homes that may vote, with the homes' numbers.
async fn homes<const N: usize>(
    engine: Engine,
    community: &Community,
    motion: MotionId,
) -> Result<[(Phone, String); N]> {
    let mut homes = Vec::new();
    for device in voters(community, motion, N).await? {
        let label = device.voter(motion).context("a vote")?.label;
        let code = community.invite_again(&device.name()?, &label).await?;
        let phone = Phone::new(engine, community).await?;
        phone.join(&code).await?;
        phone.can_start_offline().await?;
        homes.push((phone, label));
    }
    homes.try_into().ok().context("as many homes")
}

/// Votes without a network on a phone whose own clock is wrong by so many hours.
async fn votes_offline(
    phone: &mut Phone,
    wrong_by: i64,
    motion: MotionId,
    says: &str,
) -> Result<()> {
    phone.lose_network().await?;
    phone.set_clock_wrong(wrong_by * HOUR).await?;
    phone.see("离线").await?;
    phone.go(&format!("#/motion/{motion}")).await?;
    phone.see("参与情况").await?;
    let over = phone.shows("按本机时间已到截止时间").await?;
    ensure!(
        over == (wrong_by > 0),
        "by its clock the vote is over: {over}"
    );
    phone.vote(says).await?;
    phone.see("待送达").await
}

async fn the_last_seconds_go_by_the_endpoints_clock(engine: Engine) -> Result<()> {
    let mut season = Season::start().await?;
    let endpoint = season.ready().endpoint.clone();
    let mut desk = Device::join(&endpoint, season.code("committee")?).await?;
    let closes_at = season.moment(0, 8, 0);
    let until_eight = |notice: &mut NoticeMotion| {
        notice.rule = "simple_majority".into();
        notice.closes_at = closes_at;
    };
    let motion = desk.put(TITLE, until_eight).await?;
    let [(mut ahead, _), (mut behind, label)] = homes(engine, &season, motion).await?;

    // Its clock says that the vote is over for hours. It is not refused by that clock, and counts.
    votes_offline(&mut ahead, 3, motion, "同意").await?;
    ahead.screenshot("crossing-1-clock-ahead").await?;
    season.turn_to(0, 7, 59).await?;
    ahead.regain_network().await?;
    ahead.see("已送达").await?;
    ensure!(season.events("ballot_cast").await?.len() == 1);

    // Its clock says that there are hours left. The vote has ended by itself when the ballot arrives.
    votes_offline(&mut behind, -3, motion, "不同意").await?;
    season.turn_to(0, 8, 30).await?;
    desk.sync().await?;
    ahead.see("已核对").await?;
    ahead.see("同意户数").await?;
    behind.regain_network().await?;
    behind
        .see("表决已经截止，这一票没有计入。您可以看结果。")
        .await?;
    behind.see("已核对").await?;
    behind.screenshot("crossing-2-clock-behind").await?;
    behind.tap("首页").await?;
    behind.see("没有成功").await?;
    behind.see(TITLE).await?;
    behind.screenshot("crossing-3-told").await?;
    behind.tap("知道了").await?;
    behind.gone("没有成功").await?;
    let counted = season.events("ballot_cast").await?;
    ensure!(counted.len() == 1, "{label} was too late: {counted:#?}");
    ahead.is_quiet().await?;
    behind.is_quiet().await
}
on_both!(the_last_seconds_go_by_the_endpoints_clock);

/// Enters one sheet with its photo, beside those of so many before; what the endpoint says of it is not waited for.
async fn enters_paper(staff: &Phone, motion: MotionId, home: &str, before: usize) -> Result<()> {
    staff.go(&format!("#/motion/{motion}/paper")).await?;
    staff.type_voter(home).await?;
    staff.tap("不同意").await?;
    let folder = tempfile::tempdir()?;
    let sheet = staff
        .take_photo(folder.path(), 1, (1_200, 1_600), 1)
        .await?;
    staff.choose_photos(&[sheet]).await?;
    staff.see_photos(before + 1).await?;
    staff.tap("发送这 1 张").await?;
    staff.see("1 张纸票已录入。").await
}

async fn a_home_votes_by_phone_while_its_paper_is_entered(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let codes = community.invite("committee", 2).await?;
    let mut desk = Device::join(&community.ready().endpoint, &codes[0]).await?;
    let simply = |notice: &mut NoticeMotion| notice.rule = "simple_majority".into();
    let motion = desk.put(TITLE, simply).await?;
    let [(mut first, first_home), (mut second, second_home)] =
        homes(engine, &community, motion).await?;
    let mut staff = Phone::new(engine, &community).await?;
    staff.join(&codes[1]).await?;

    // The phone has no network: the paper is there first.
    first.see("去投票").await?;
    first.lose_network().await?;
    first.tap("去投票").await?;
    first.vote("同意").await?;
    first.see("待送达").await?;
    enters_paper(&staff, motion, &first_home, 0).await?;
    staff.sent().await?;
    first.regain_network().await?;
    let refused = format!("{first_home}已交纸质选票，不能再投一次。");
    first.see(&refused).await?;
    first.see("已交纸质选票：不同意").await?;
    first
        .see("如果不是您的意思，请在截止前联系居委会。")
        .await?;
    first.screenshot("crossing-4-paper-first").await?;
    first.tap("首页").await?;
    first.see("没有成功").await?;
    first.see(&refused).await?;
    first.screenshot("crossing-5-told").await?;

    // The desk has none: the phone is first.
    staff.lose_network().await?;
    enters_paper(&staff, motion, &second_home, 1).await?;
    staff.see("离线").await?;
    second.tap("去投票").await?;
    second.vote("同意").await?;
    second.see("已送达").await?;
    staff.regain_network().await?;
    staff.see("没有计入的").await?;
    staff.see(&second_home).await?;
    staff.screenshot("crossing-6-phone-first").await?;
    second.see("已投：同意").await?;

    staff.sent().await?;
    staff.go(&format!("#/motion/{motion}")).await?;
    staff.close_vote().await?;
    staff.see("已核对").await?;
    staff.see("手机 1 · 纸票 1").await?;
    for phone in [&mut first, &mut second, &mut staff] {
        phone.is_quiet().await?;
    }
    Ok(())
}
on_both!(a_home_votes_by_phone_while_its_paper_is_entered);
