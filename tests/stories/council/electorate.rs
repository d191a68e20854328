//! A vote that nobody could cast, and homes whose area is not known: told in words, and nothing is lost.

use anyhow::{Context, Result, ensure};
use uuid::Uuid;
use yishi_domain::council::{Electorate, ElectorateKind, NoticeMotion, Options, Place};
use yishi_domain::roster::{HouseholdRecorded, Role};
use yishi_domain::{Command, MotionId, State};
use yishi_tests::Engine;

use crate::people::{Community, Device, Phone, in_other_roles, on_both};

const QUESTION: &str = "是否同意夜里十点后不卸货？";

/// Staff at a phone, and at a desk that is not looked at.
async fn two_of_the_staff(engine: Engine, community: &Community) -> Result<(Phone, Device)> {
    let codes = community.invite("committee", 2).await?;
    let phone = Phone::new(engine, community).await?;
    phone.join(&codes[0]).await?;
    let desk = Device::join(&community.ready().endpoint, &codes[1]).await?;
    Ok((phone, desk))
}

async fn a_vote_for_nobody_is_not_begun(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let (mut staff, mut desk) = two_of_the_staff(engine, &community).await?;
    let topic = desk.schedule("夜里卸货").await?;
    staff.go(&format!("#/topic/{topic}")).await?;
    staff.tap("发起表决").await?;
    staff.fill("表决什么", QUESTION).await?;
    staff.tap("商户，每人一票").await?;
    staff.tap("一个单元").await?;
    staff.tap("开始表决").await?;
    staff.see("请选好楼栋或单元。").await?;
    staff.fill("选哪个单元", "2-3").await?;
    staff.see("现在有 0 人可以投票").await?;
    staff.tap("开始表决").await?;
    staff.see("这个范围里没有人可以投票，请改选。").await?;
    staff.screenshot("electorate-01-nobody").await?;
    // What was written is still there, here and after the page was left.
    let written = "return document.querySelector('main textarea').value";
    ensure!(staff.eval::<String>(written).await? == QUESTION);
    staff.tap("首页").await?;
    staff.see("需要您").await?;
    staff.go(&format!("#/topic/{topic}/motion")).await?;
    staff.see("谁来投票").await?;
    staff.settle().await?;
    ensure!(staff.eval::<String>(written).await? == QUESTION);
    staff.tap("商户，每人一票").await?;
    staff.tap("开始表决").await?;
    staff.confirm().await?;
    staff.see("参与情况").await?;
    staff.see(QUESTION).await?;
    staff.is_quiet().await
}
on_both!(a_vote_for_nobody_is_not_begun);

const KINDS: [(&str, ElectorateKind); 4] = [
    ("每户一票", ElectorateKind::Households),
    ("居民代表，每人一票", ElectorateKind::Representatives),
    ("满 18 岁的居民，每人一票", ElectorateKind::Adults),
    ("商户，每人一票", ElectorateKind::Merchants),
];

/// Goes through every kind of voter at the place that is chosen on the form: it names as many as the rules do.
async fn voters_are_counted(staff: &Phone, state: &State, place: &Place) -> Result<()> {
    let today = state.date(Device::now());
    for (label, kind) in KINDS {
        staff.tap(label).await?;
        let place = place.clone();
        let voters = Electorate { kind, place }.voters(state, today).len();
        let heads = match kind {
            ElectorateKind::Households => "户",
            _ => "人",
        };
        staff
            .see(&format!("现在有 {voters} {heads}可以投票"))
            .await?;
    }
    Ok(())
}

async fn each_kind_of_voter_is_asked(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let (mut staff, mut desk) = two_of_the_staff(engine, &community).await?;
    let mut resident = Phone::new(engine, &community).await?;
    resident.join(community.code("resident")?).await?;
    let mut representative = Phone::new(engine, &community).await?;
    representative
        .join(community.code("representative")?)
        .await?;
    let (of_few, of_stairs) = (
        desk.schedule("几点排练").await?,
        desk.schedule("楼道刷墙").await?,
    );
    let state = desk.view().clone();
    let home = state.roster.members[&desk.called(&resident.owner().await?)?].household;
    let home = &state.roster.households[&home.context("a home")?];
    let (building, unit) = (home.building, home.unit);

    staff.go(&format!("#/topic/{of_few}/motion")).await?;
    staff.fill("表决什么", "几点排练？").await?;
    staff.tap("一个单元").await?;
    staff
        .fill("选哪个单元", &format!("{building}-{unit}"))
        .await?;
    voters_are_counted(&staff, &state, &Place::Unit { building, unit }).await?;
    staff.tap("几栋楼").await?;
    staff.tap(&format!("{building} 号楼")).await?;
    voters_are_counted(&staff, &state, &Place::Buildings(vec![building])).await?;
    staff.tap("全社区").await?;
    voters_are_counted(&staff, &state, &Place::Everywhere).await?;
    staff.tap("居民代表，每人一票").await?;
    staff.tap("开始表决").await?;
    staff.confirm().await?;
    staff.see("参与情况").await?;
    staff.sent().await?;
    resident.open_matter("motions", "几点排练").await?;
    resident.see("您不在这次投票的范围内。").await?;
    representative.open_matter("motions", "几点排练").await?;
    representative.see("您这一票").await?;
    representative.vote("同意").await?;
    representative.sent().await?;

    staff.go(&format!("#/topic/{of_stairs}/motion")).await?;
    staff.fill("表决什么", "楼道刷墙吗？").await?;
    staff.tap("满 18 岁的居民，每人一票").await?;
    staff.tap("一个单元").await?;
    staff
        .fill("选哪个单元", &format!("{building}-{unit}"))
        .await?;
    staff.tap("开始表决").await?;
    staff.confirm().await?;
    staff.see("参与情况").await?;
    staff.screenshot("electorate-05-adults").await?;
    staff.sent().await?;
    resident.open_matter("motions", "楼道刷墙").await?;
    resident.see("您这一票").await?;
    resident.vote("不同意").await?;
    resident.sent().await?;
    ensure!(community.events("ballot_cast").await?.len() == 2);
    for phone in [&mut staff, &mut resident, &mut representative] {
        phone.is_quiet().await?;
    }
    Ok(())
}
on_both!(each_kind_of_voter_is_asked);

/// Announces a vote of the only merchant of a stairwell, who then gives up the shop.
async fn the_last_voter_goes(desk: &mut Device) -> Result<MotionId> {
    let place = Place::Unit {
        building: 1,
        unit: 3,
    };
    let motion = MotionId(Uuid::now_v7());
    let topic = desk.schedule("夜里卸货").await?;
    let notice = NoticeMotion {
        motion,
        topic,
        question: QUESTION.into(),
        options: Options::Approval,
        electorate: Electorate {
            kind: ElectorateKind::Merchants,
            place,
        },
        rule: "simple_majority".into(),
        sealed: false,
        opens_at: None,
        closes_at: Device::now().plus_seconds(86_400),
    };
    desk.act(&Command::NoticeMotion(notice)).await?;
    let state = desk.view();
    let today = state.date(Device::now());
    let voters = state.council.motions.get(&motion).context("the motion")?;
    let voters = voters.electorate.voters(state, today);
    let mut gone = Vec::new();
    for (id, member) in &state.roster.members {
        if voters.iter().any(|voter| voter.label == member.name)
            && member.roles.contains(&Role::Merchant)
        {
            gone.push(in_other_roles(*id, member, |roles| {
                roles.remove(&Role::Merchant);
            }));
        }
    }
    ensure!(!gone.is_empty(), "nobody could vote anyhow");
    desk.act_all(gone).await?;
    Ok(motion)
}

async fn an_opening_without_voters_is_refused(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let (mut staff, mut desk) = two_of_the_staff(engine, &community).await?;
    let motion = the_last_voter_goes(&mut desk).await?;
    staff.go(&format!("#/motion/{motion}")).await?;
    staff.see("居委会操作").await?;
    staff.tap("开始表决").await?;
    staff
        .see(&format!("“{QUESTION}”：没有人可以对此投票"))
        .await?;
    staff.see("即将表决").await?;
    staff.screenshot("electorate-02-refused").await?;
    staff.tap("首页").await?;
    staff.see("没有成功").await?;
    staff.see(QUESTION).await?;
    staff.tap("知道了").await?;
    staff.gone("没有成功").await?;
    ensure!(
        community.events("motion_opened").await?.is_empty(),
        "a vote without voters is open"
    );
    staff.is_quiet().await
}
on_both!(an_opening_without_voters_is_refused);

async fn homes_without_an_area_are_named(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let (mut staff, mut desk) = two_of_the_staff(engine, &community).await?;
    let topic = desk.schedule("修屋顶").await?;
    let homes = &desk.view().roster.households;
    let (id, home) = homes.iter().next().context("a home")?;
    let measured = HouseholdRecorded {
        household: *id,
        building: home.building,
        unit: home.unit,
        room: home.room.clone(),
        area: home.area,
    };
    let label = home.label();
    let unknown = HouseholdRecorded {
        area: None,
        ..measured.clone()
    };
    desk.act(&Command::RecordHousehold(unknown)).await?;

    staff.go(&format!("#/topic/{topic}")).await?;
    staff.tap("发起表决").await?;
    staff
        .see(&format!("有 1 户没有登记面积（例如 {label}）"))
        .await?;
    let refused = "有些户还没有登记面积，不能按面积计票。请先补全名册。";
    staff.tap("开始表决").await?;
    staff.see(refused).await?;
    staff.error_is_in_sight().await?;
    staff.screenshot("electorate-03-no-area").await?;
    staff.tap("先预告").await?;
    staff.tap("发布预告").await?;
    staff.confirm().await?;
    staff.see("居委会操作").await?;
    staff.tap("开始表决").await?;
    staff.see(refused).await?;
    staff.see(&format!("有 1 户没有登记，例如 {label}")).await?;
    staff.see("即将表决").await?;
    staff.screenshot("electorate-04-named").await?;

    // Once the roster is whole the same vote begins.
    desk.act(&Command::RecordHousehold(measured)).await?;
    staff.sent().await?;
    staff.tap("开始表决").await?;
    staff.see("参与情况").await?;
    staff.is_quiet().await
}
on_both!(homes_without_an_area_are_named);
