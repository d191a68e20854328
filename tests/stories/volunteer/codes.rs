//! Codes that let nobody in: of nothing, of another shift, used before.

use anyhow::{Context, Result, ensure};
use yishi_domain::ShiftId;
use yishi_domain::volunteer::Code;
use yishi_tests::Engine;

use crate::people::{Device, Phone, Season, helping, on_both};

/// The digits that a lead's phone would show now.
fn digits(lead: &Device, season: &Season, shift: ShiftId) -> Result<String> {
    let board = &lead.view().volunteer;
    let known = board.shifts.get(&shift).context("the shift")?;
    let activity = board.activities.get(&known.activity);
    let activity = activity.context("the activity")?;
    let code = Code::of(activity, shift, known, season.now());
    Ok(code.context("the lead has no key")?.digits)
}

async fn a_code_is_good_for_one_shift_and_once(engine: Engine) -> Result<()> {
    let mut season = Season::start().await?;
    let endpoint = season.ready().endpoint.clone();
    let mut desk = Device::join(&endpoint, season.code("committee")?).await?;
    let mut lead = Device::join(&endpoint, season.code("representative")?).await?;
    let person = desk.person(lead.member())?;
    let day = season.day(2);
    let mut shifts = Vec::new();
    for title in ["楼道清扫", "花坛浇水"] {
        let details = helping(title, 5, Some(person.clone()));
        let activity = desk.plan_weekly(details, day, 1).await?;
        shifts.push(ShiftId::of(activity, day));
    }
    let [here, elsewhere] = <[ShiftId; 2]>::try_from(shifts)
        .ok()
        .context("two shifts")?;
    let mut phone = Phone::new(engine, &season).await?;
    phone.join(season.code("resident")?).await?;
    phone.open_on_board(here).await?;
    phone.tap("我要报名").await?;
    phone.see("您报了“帮手”。").await?;
    phone.sent().await?;

    season.turn_to(2, 8, 50).await?;
    season.catch_up(&phone).await?;
    lead.sync().await?;
    phone.open_shift(here).await?;
    phone.check_in(&digits(&lead, &season, elsewhere)?).await?;
    phone.see("这是另一个班次的签到码").await?;
    phone.screenshot("codes-elsewhere").await?;
    phone.check_in("000000").await?;
    phone.see("签到码不对").await?;
    phone.screenshot("codes-wrong").await?;
    ensure!(season.events("checked_in").await?.is_empty());

    let code = digits(&lead, &season, here)?;
    phone.check_in(&code).await?;
    phone.see("已签到").await?;
    phone.sent().await?;
    ensure!(season.events("checked_in").await?.len() == 1);

    // What has let somebody in does not let them out.
    season.turn_to(2, 10, 0).await?;
    season.catch_up(&phone).await?;
    phone.open_shift(here).await?;
    phone.tap("我要先走").await?;
    phone.fill("六位签到码", &code).await?;
    phone.tap("签退").await?;
    phone.see("这个签到码已经用过").await?;
    phone.screenshot("codes-used").await?;
    ensure!(season.events("checked_out").await?.is_empty());
    phone.is_quiet().await
}
on_both!(a_code_is_good_for_one_shift_and_once);
