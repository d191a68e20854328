//! Before a Friday: one asks for somebody else and is replaced, and a patrol is moved to another day.

use anyhow::{Result, ensure};
use yishi_tests::Engine;

use super::{FRIDAY, Walk};
use crate::people::on_both;

async fn a_round_changes_hands_and_a_friday_is_moved(engine: Engine) -> Result<()> {
    let mut walk = Walk::begin(engine).await?;
    let (next, after) = (walk.season.day(FRIDAY + 7), walk.season.day(FRIDAY + 14));
    walk.phone.go(&format!("#/patrol/{next}")).await?;
    walk.phone.see("这次我去不了").await?;
    walk.phone.tap("请人换班").await?;
    walk.phone.see("已经告诉大家，等人接").await?;
    walk.phone.sent().await?;

    // Whoever else walks hears of it, and takes it.
    let mut other = super::Phone::new(engine, &walk.season).await?;
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
