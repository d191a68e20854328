//! Before a Friday: one asks for somebody else and is replaced, a patrol is moved to another day, called off, added.

use anyhow::{Result, ensure};
use yishi_domain::Date;
use yishi_tests::Engine;

use super::{FRIDAY, Walk};
use crate::people::{Phone, on_both};

async fn a_round_changes_hands_and_a_friday_is_moved(engine: Engine) -> Result<()> {
    let mut walk = Walk::begin(engine).await?;
    let (next, after) = (walk.season.day(FRIDAY + 7), walk.season.day(FRIDAY + 14));
    walk.phone.go(&format!("#/patrol/{next}")).await?;
    walk.phone.see("这次我去不了").await?;
    walk.phone.tap("请人换班").await?;
    walk.phone.see("已经告诉大家，等人接").await?;
    walk.phone.sent().await?;

    // Whoever else walks hears of it, and takes it.
    let mut other = Phone::new(engine, &walk.season).await?;
    let code = super::invite(&walk.season, &walk.desk, walk.other.member()).await?;
    other.join(&code).await?;
    other.go("#/patrol").await?;
    other.see("有人要换班").await?;
    other.screenshot("patrol-swap-wanted").await?;
    other.tap("想请人代走").await?;
    other.tap("我来走这一段").await?;
    other.see("好，这一段归您了。").await?;
    other.sent().await?;
    walk.device.sync().await?;
    let rounds = &walk.device.view().patrol.patrols[&next].rounds;
    ensure!(
        rounds.len() == 1 && rounds[0].shops.len() == 6,
        "{rounds:?}"
    );
    walk.phone.gone("这次我去不了").await?;
    walk.phone.see("6 家店").await?;

    // A holiday comes in between: the week after walks a day earlier.
    let mut committee = walk.another_phone("committee").await?;
    committee.go("#/patrol/plan").await?;
    committee.see("以后十二次").await?;
    committee.go(&format!("#/patrol/{after}")).await?;
    committee.see("改到另一天").await?;
    committee.settle().await?;
    committee.tap("改到另一天").await?;
    let day = after.plus_days(-1);
    committee.fill("哪一天", &day.to_string()).await?;
    committee.fill("原因", "星期五全天停电").await?;
    committee.screenshot("patrol-move").await?;
    committee.tap("保存").await?;
    committee.see("已保存").await?;
    committee.sent().await?;
    walk.phone.go("#/patrol").await?;
    walk.phone.see("星期五全天停电").await?;
    walk.phone.screenshot("patrol-moved").await?;
    walk.device.sync().await?;
    ensure!(walk.device.view().patrol.patrols[&after].day == Some(day));
    for phone in [&mut walk.phone, &mut other, &mut committee] {
        phone.is_quiet().await?;
    }
    Ok(())
}
on_both!(a_round_changes_hands_and_a_friday_is_moved);

/// The second Friday is called off and comes back, one more is added on a Wednesday, and one on a public holiday.
async fn a_friday_is_called_off_and_one_more_is_added(engine: Engine) -> Result<()> {
    let mut walk = Walk::begin(engine).await?;
    let (off, extra) = (walk.season.day(FRIDAY + 7), walk.season.day(FRIDAY + 12));
    let mut committee = walk.another_phone("committee").await?;
    let coming = |day: Date| format!("css=main a.line[href='#/patrol/{day}']");

    // From the plan to its Friday, and back.
    committee.go("#/patrol/plan").await?;
    committee.see("以后十二次").await?;
    committee.tap(&coming(off)).await?;
    committee.see("可以换一天，或者停一次").await?;
    committee.tap("保存").await?;
    committee.see("请选怎么改。").await?;
    committee.tap("停一次").await?;
    committee.tap("保存").await?;
    committee.see("css=main [role=alert] .error").await?;
    committee.fill("原因", "下大雨").await?;
    committee.screenshot("patrol-call-off").await?;
    committee.tap("保存").await?;
    committee.see("这次巡视停一次：下大雨").await?;
    committee.sent().await?;
    committee.go("#/patrol/plan").await?;
    committee.see("停一次：下大雨").await?;

    // Whoever would have walked hears of it on the round's screen, and on the first one when the day is near.
    walk.phone.go("#/patrol").await?;
    walk.phone.see("停一次：下大雨").await?;
    walk.phone
        .picture_of("patrol-off", ".section:last-of-type")
        .await?;
    walk.season.turn_to(FRIDAY + 6, 19, 0).await?;
    for phone in [&committee, &walk.phone] {
        walk.season.catch_up(phone).await?;
    }
    walk.phone.go("#/").await?;
    walk.phone.see("明天 周五的巡视停一次").await?;
    walk.phone.see("下大雨").await?;
    walk.phone.gone("明天 周五巡视").await?;
    walk.phone.screenshot("patrol-off-home").await?;

    // The rain stops.
    committee.go(&format!("#/patrol/{off}")).await?;
    committee.see("可以换一天，或者停一次").await?;
    committee.tap("照原定日子").await?;
    committee.tap("保存").await?;
    committee.see("已保存").await?;
    committee.sent().await?;
    walk.phone.see("明天 周五巡视").await?;
    walk.phone.gone("明天 周五的巡视停一次").await?;

    // One more, with rounds at once.
    committee.go("#/patrol/plan").await?;
    committee.see("加一次巡视").await?;
    committee.tap("加这一次").await?;
    committee.see("请选日子。").await?;
    committee.fill("哪一天", &extra.to_string()).await?;
    committee
        .picture_of("patrol-extra", "main [type=date]")
        .await?;
    committee.tap("加这一次").await?;
    committee.see("排班").await?;
    committee.see("3 家店").await?;
    committee.sent().await?;
    walk.phone.go("#/patrol").await?;
    walk.phone.see(&coming(extra)).await?;
    let told = format!(
        "return document.querySelector(\"main a.line[href='#/patrol/{extra}']\").innerText"
    );
    let told: String = walk.phone.eval(&told).await?;
    ensure!(told.contains("您去，3 家店"), "{told}");
    walk.device.sync().await?;
    ensure!(walk.device.round(extra)?.len() == 3);

    a_holiday_is_marked(&committee, off.year).await?;
    for phone in [&mut walk.phone, &mut committee] {
        phone.is_quiet().await?;
    }
    Ok(())
}
on_both!(a_friday_is_called_off_and_one_more_is_added);

/// The plan names the holiday, and it stands there as the reason to call the day off.
async fn a_holiday_is_marked(committee: &Phone, year: i32) -> Result<()> {
    let holiday = Date {
        year,
        month: 5,
        day: 1,
    };
    committee.go("#/patrol/plan").await?;
    committee.fill("哪一天", &holiday.to_string()).await?;
    committee.tap("加这一次").await?;
    committee.see("可以换一天，或者停一次").await?;
    committee.go("#/patrol/plan").await?;
    committee.see("劳动节").await?;
    committee.see("计划外").await?;
    committee
        .picture_of("patrol-holiday", ".lines .tag")
        .await?;
    committee.go(&format!("#/patrol/{holiday}")).await?;
    committee.see("可以换一天，或者停一次").await?;
    committee.tap("停一次").await?;
    committee.see("css=main .form input").await?;
    committee.tap("保存").await?;
    committee.see("这次巡视停一次：劳动节").await?;
    committee.sent().await
}
