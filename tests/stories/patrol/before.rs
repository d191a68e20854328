//! Beside an item stands what was here before: the last visit's answer, its photo, and what is not mended yet.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use yishi_domain::Command;
use yishi_domain::patrol::{ItemKind, PublishTemplate};
use yishi_tests::{Engine, wait};

use super::FRIDAY;
use crate::people::{Device, Phone, Season, Wrong, on_both};

const LICENCE: &str = "营业执照在显著位置公示";
const PRICES: &str = "全部商品和服务明码标价";
const FRIDGE: &str = "冷藏温度(℃)";

/// The signal is gone since the evening before, and the battery was flat.
async fn what_was_here_before_stands_beside_the_item(engine: Engine) -> Result<()> {
    let mut season = Season::start().await?;
    let endpoint = season.ready().endpoint.clone();
    let mut desk = Device::join(&endpoint, season.code("committee")?).await?;
    let mut team = Vec::new();
    for code in season.invite("representative", 2).await? {
        team.push(Device::join(&endpoint, &code).await?);
    }
    let members: Vec<_> = team.iter().map(Device::member).collect();
    desk.plan_fridays(&members).await?;
    let mut phone = Phone::new(engine, &season).await?;
    let code = season.invite("representative", 1).await?.pop();
    phone.join(&code.context("a code")?).await?;

    // On the first Friday somebody found the prices wanting, at a shop that is in this member's round a week later.
    let (first, second) = (season.day(FRIDAY), season.day(FRIDAY + 7));
    season.turn_to(FRIDAY, 10, 0).await?;
    team[0].sync().await?;
    let shop = *team[0].round(second)?.first().context("no shop")?;
    let album = tempfile::tempdir()?;
    let taken = phone.take_photo(album.path(), 1, (1_200, 900), 1).await?;
    let photo = team[1].send_photo(std::fs::read(taken)?).await?;
    let prices = Wrong {
        item: PRICES,
        note: "三样菜没有价签",
        photos: &[photo],
    };
    for walker in &mut team {
        walker.sync().await?;
        for known in walker.round(first)? {
            let wrong = std::slice::from_ref(&prices);
            let wrong = if known == shop { wrong } else { &[] };
            walker.inspect(first, known, wrong).await?;
        }
    }

    // Meanwhile the range of a number becomes finer: 4 stays 4.
    desk.sync().await?;
    let (template, _, list) = desk.checklist(shop)?;
    let mut checklist = list.clone();
    let mut items = checklist.sections.iter_mut();
    let fridge = items.find_map(|section| section.items.iter_mut().find(|one| one.text == FRIDGE));
    fridge.context("the fridge")?.kind = ItemKind::Number {
        unit: "℃".into(),
        decimals: 1,
        least: Some(0),
        most: Some(85),
    };
    let publish = PublishTemplate {
        template,
        checklist,
    };
    desk.act(&Command::PublishTemplate(publish)).await?;

    // The evening before: what the round needs comes by itself.
    season.turn_to(FRIDAY + 6, 19, 0).await?;
    season.catch_up(&phone).await?;
    phone.can_start_offline().await?;
    let name = photo.to_string();
    wait::until("the photo", Duration::from_secs(20), async || {
        let held = phone.held().await?;
        let there = held.iter().any(|one| one.sha256 == name);
        Ok(there.then_some(()).ok_or_else(|| format!("{held:?}")))
    })
    .await?;
    phone.lose_network().await?;
    phone.crash().await?;
    phone.open_app().await?;

    phone.open_inspection(second, shop).await?;
    ensure!(phone.asked().await? == LICENCE);
    phone.see("css=.before .tag.ok").await?;
    ensure!(!phone.shows("还没改好").await?);
    phone.answer_until(PRICES).await?;
    phone.see("还没改好").await?;
    phone.see("三样菜没有价签").await?;
    phone.see("css=.before .tag.bad").await?;
    // Once, although it stands for the finding and for the visit; and the answers are in sight.
    phone.settle().await?;
    phone.see_photos(1).await?;
    phone.screenshot("patrol-before").await?;
    let in_sight = "
        const edge = (css, side) => document.querySelector(css).getBoundingClientRect()[side];
        return edge('.verdict.bad', 'bottom') <= edge('.fill-turns', 'top')";
    ensure!(phone.eval::<bool>(in_sight).await?);
    phone.tap("css=main .photo").await?;
    phone.see("css=dialog[open] img").await?;
    phone.tap("关闭").await?;
    phone.gone("css=dialog[open]").await?;
    phone.answer_until(FRIDGE).await?;
    phone.see("0–8.5").await?;
    let before = "return document.querySelector('.before .tag.ok').innerText.trim()";
    let before: String = phone.eval(before).await?;
    ensure!(before == "4", "the last time is told as {before}");
    phone.screenshot("patrol-before-finer").await?;
    phone.is_quiet().await
}
on_both!(what_was_here_before_stands_beside_the_item);
