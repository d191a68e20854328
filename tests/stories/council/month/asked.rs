//! Three weeks of opinions, and what the committee makes of them before the meeting.

use anyhow::{Result, ensure};
use yishi_domain::TopicId;

use super::{Cast, DAY, HAIRCUT, LAMP, PROPERTY};
use crate::people::Device;

const DEAR: &str = "年轻人理发有点贵，一次要 38 元。希望理发店公开成本，能不能降一点？";
const TOO: &str = "理发店的价格太高，老人一次也要 38 元，希望能降一点。";
const DARK: &str = "三号楼门口晚上太黑，老人看不清台阶，希望装一盏夜灯。";
const WATER: &str = "活动中心的饮水机坏了，夏天排练没有水喝。";

/// The monthly meeting stands in the calendar by itself. This one is put off, so that three weeks go before it.
pub(super) async fn the_meeting_is_put_off(cast: &mut Cast) -> Result<()> {
    let staff = &cast.committee;
    staff.go(&format!("#/meeting/{}", cast.meeting)).await?;
    staff.see("周四 9:00").await?;
    staff.tap("改时间或地点").await?;
    staff
        .fill("开会日期", &cast.season.day(DAY).to_string())
        .await?;
    staff.fill("几点", "09:00").await?;
    staff.confirm().await?;
    staff.sent().await?;
    cast.desk.sync().await?;
    let starts_at = cast.desk.meeting(cast.meeting)?.starts_at;
    ensure!(
        starts_at == cast.season.moment(DAY, 9, 0),
        "the meeting is on {starts_at}"
    );
    Ok(())
}

/// A photo and a shop; somebody who does not want to be named; neighbours who join in, one of them twice.
pub(super) async fn opinions_come_in(cast: &mut Cast) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let phone = &cast.resident;
    let price = phone.take_photo(folder.path(), 1, (1_200, 900), 1).await?;
    phone.tap("首页").await?;
    phone.tap("提意见").await?;
    phone.fill("您的意见", DEAR).await?;
    phone.choose_photos(&[price]).await?;
    phone.see_photos(1).await?;
    phone.tap("商户与价格").await?;
    phone.fill("关于哪家商户", "理发店 · 幸福街1号").await?;
    phone.screenshot("council-01-opinion").await?;
    phone.tap("提交意见").await?;
    phone.see("关于 理发店 · 幸福街1号").await?;
    phone.see_photos(1).await?;
    phone.sent().await?;

    let phone = &cast.representative;
    phone.tap("首页").await?;
    phone.tap("提意见").await?;
    phone.fill("您的意见", TOO).await?;
    phone.tap("商户与价格").await?;
    phone.tap("不显示我的名字").await?;
    phone.tap("提交意见").await?;
    phone.see("我提的，邻居看到的是“匿名居民”").await?;
    phone.sent().await?;
    let own = cast.whose(phone).await?;
    let name = phone.owner().await?;

    let endpoint = cast.season.ready().endpoint.clone();
    let taken = [own, cast.whose(&cast.resident).await?];
    for code in cast.season.invite("resident", 12).await? {
        let device = Device::join(&endpoint, &code).await?;
        if !taken.contains(&device.member()) && cast.neighbours.len() < 4 {
            cast.neighbours.push(device);
        }
    }
    ensure!(cast.neighbours.len() == 4, "four neighbours");
    cast.desk.sync().await?;
    let (first, second) = (cast.desk.opinion(DEAR)?, cast.desk.opinion(TOO)?);
    for (n, seconded) in [
        (0, first),
        (1, first),
        (1, second),
        (2, second),
        (3, second),
    ] {
        cast.neighbours[n].second(seconded).await?;
    }
    // Residents see no name, the committee does.
    cast.resident.open_matter("opinions", TOO).await?;
    cast.resident.see("匿名居民").await?;
    ensure!(
        !cast.resident.shows(&name).await?,
        "an anonymous author is named"
    );
    cast.committee.open_matter("opinions", TOO).await?;
    cast.committee
        .see(&format!("{name}（邻居看到的是“匿名居民”）"))
        .await
}

/// The second week, in a cellar without a network: two that are the same, one that is done, one for the council.
pub(super) async fn the_committee_sorts_them_without_a_network(cast: &mut Cast) -> Result<()> {
    cast.turn_to(7, 18, 0).await?;
    cast.resident.raise(DARK, "公共设施").await?;
    cast.resident.sent().await?;
    cast.merchant.raise(WATER, "便民服务").await?;
    cast.merchant.sent().await?;
    let staff = &cast.committee;
    staff.tap("首页").await?;
    staff.see(WATER).await?;
    staff.lose_network().await?;
    staff.open_matter("opinions", TOO).await?;
    staff.see("像同一件事").await?;
    staff.screenshot("council-02-alike").await?;
    staff.tap("合并").await?;
    staff
        .see("合并后 4 人附议（1 人两处都附议，只算一次）")
        .await?;
    staff.screenshot("council-03-merge").await?;
    staff.confirm().await?;
    staff.see("已并入这条意见").await?;
    staff.open_matter("opinions", WATER).await?;
    staff.tap("答复").await?;
    staff
        .fill(
            "css=dialog[open] textarea",
            "已经换了新的饮水机，谢谢提醒。",
        )
        .await?;
    staff.confirm().await?;
    staff.see("已答复").await?;
    staff.open_matter("opinions", DEAR).await?;
    staff.schedule(HAIRCUT).await?;
    staff.see("离线 · 3 项待同步").await?;
    staff.screenshot("council-04-offline").await?;
    staff.regain_network().await?;
    staff.sent().await?;

    // Everybody is told of every step, and whoever said the same thing follows what it goes on as.
    cast.merchant.tap("首页").await?;
    cast.merchant.see("已答复").await?;
    cast.representative.tap("首页").await?;
    cast.representative.see("已列入议题").await?;
    cast.resident.go("#/opinion/mine").await?;
    cast.resident.see("4 人附议").await?;
    cast.resident.see("列入").await?;
    cast.resident.screenshot("council-05-mine").await.map(drop)
}

/// The third week: any member proposes a topic, without a network too.
pub(super) async fn a_representative_proposes_a_topic(cast: &mut Cast) -> Result<()> {
    cast.turn_to(14, 12, 0).await?;
    let phone = &cast.representative;
    phone.go("#/topic/new").await?;
    phone.lose_network().await?;
    phone.fill("议题名称", PROPERTY).await?;
    phone
        .fill("为什么要议", "合同年底到期，大家意见不一。")
        .await?;
    phone.tap("提交议题").await?;
    phone.see("等待列入").await?;
    phone.see("离线 · 1 项待同步").await?;
    phone.regain_network().await?;
    phone.sent().await?;

    let staff = &cast.committee;
    staff.open_matter("opinions", DARK).await?;
    staff.schedule(LAMP).await?;
    staff.open_matter("agenda", PROPERTY).await?;
    // The card of before says the same words.
    staff.see("css=.page .actions a[href$='/motion']").await?;
    staff.tap("列入会议").await?;
    staff.confirm().await?;
    staff.see("已列入议题").await?;
    staff.sent().await?;
    cast.desk.sync().await?;
    let on_agenda = cast.desk.view().council.agenda(cast.meeting);
    ensure!(on_agenda.len() == 3, "{on_agenda:?}");
    Ok(())
}

/// The agenda is put in order by dragging and by buttons; the meeting is called.
pub(super) async fn the_agenda_is_put_in_order(cast: &mut Cast) -> Result<()> {
    let staff = &cast.committee;
    staff.go(&format!("#/meeting/{}", cast.meeting)).await?;
    staff.tap("调整顺序").await?;
    staff.see("css=.sorting .sortable:nth-child(3)").await?;
    staff.eval::<bool>(DRAG_LAST_TO_FIRST).await?;
    staff.see("css=.sorting").await?;
    order(cast, &[PROPERTY, HAIRCUT, LAMP]).await?;
    let staff = &cast.committee;
    for title in [PROPERTY, PROPERTY] {
        staff.tap(&format!("下移：{title}")).await?;
        staff.sent().await?;
    }
    order(cast, &[HAIRCUT, LAMP, PROPERTY]).await?;
    let staff = &cast.committee;
    staff.screenshot("council-06-sorting").await?;
    staff.tap("排好了").await?;
    staff.tap("召集会议").await?;
    staff.confirm().await?;
    staff.see("已召集").await?;
    staff
        .go(&format!("#/meeting/{}/notice", cast.meeting))
        .await?;
    staff.see("请各位居民代表准时到会").await?;
    staff.see(LAMP).await?;
    staff.screenshot("council-07-notice").await?;
    staff.prints_on(1).await?;
    // Three days ahead it stands on the first screen of who sits in the council.
    cast.turn_to(DAY - 2, 8, 0).await?;
    cast.representative.tap("首页").await?;
    cast.representative.see("居民议事会，请您到会").await?;
    cast.representative.screenshot("council-08-called").await?;
    Ok(())
}

/// What a mouse does with the last line, as the page hears of it.
const DRAG_LAST_TO_FIRST: &str = "
    const lines = document.querySelectorAll('.sorting .sortable');
    const [first, last] = [lines[0], lines[lines.length - 1]];
    const carried = new DataTransfer();
    const tell = (line, kind) => line.dispatchEvent(
      new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: carried }));
    tell(last, 'dragstart');
    tell(first, 'dragover');
    tell(first, 'drop');
    tell(last, 'dragend');
    return true";

/// The order that the screen shows is the endpoint's too.
async fn order(cast: &mut Cast, titles: &[&str]) -> Result<()> {
    for (number, title) in (1..).zip(titles) {
        let line =
            format!("css=.sorting .sortable:nth-child({number}) [aria-label='下移：{title}']");
        cast.committee.see(&line).await?;
    }
    cast.committee.sent().await?;
    let wanted: Vec<TopicId> = titles
        .iter()
        .map(|title| cast.desk.topic(title))
        .collect::<Result<_>>()?;
    cast.desk.sync().await?;
    let agenda = cast.desk.view().council.agenda(cast.meeting);
    let agenda: Vec<TopicId> = agenda.iter().map(|(id, _)| *id).collect();
    ensure!(agenda == wanted, "{agenda:?} instead of {wanted:?}");
    Ok(())
}
