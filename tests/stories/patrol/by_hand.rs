//! Staff build a checklist by hand, with an item of every kind; it is tried out, published, and filled in once.

use anyhow::{Context, Result, ensure};
use yishi_domain::patrol::{Checklist, Condition, ItemKind, Severity, Value};
use yishi_tests::Engine;

use super::Walk;
use crate::people::{Phone, on_both};

const LICENCE: &str = "营业执照挂出来了";
const EXPIRES: &str = "执照什么时候到期";
const PLAN: &str = "打算怎么换证";
const COUNTER: &str = "台面干净";
const FREEZER: &str = "冰柜的温度";
const WORDS: &str = "店主有什么话";
const FRONT: &str = "门头拍一张";

impl Phone {
    /// Adds an item to the last section: what it asks, and how it is answered.
    async fn add_item(&self, text: &str, kind: &str) -> Result<()> {
        self.tap("css=.section-form:last-of-type > .button").await?;
        self.see("css=dialog[open] textarea").await?;
        self.fill("检查什么", text).await?;
        self.tap(kind).await
    }

    async fn item_is_done(&self, shown: &str) -> Result<()> {
        self.tap("好了").await?;
        self.gone("css=dialog[open]").await?;
        self.see(shown).await
    }

    /// On to the next question, once the answer shows as pressed.
    async fn on_to(&self, next: &str) -> Result<()> {
        self.tap("css=.fill-turns .button.main").await?;
        self.see(next).await
    }

    /// Goes from the first question to the end; looks at each.
    async fn fill_the_seven_in(&self, number: &str, front: &std::path::Path) -> Result<()> {
        self.see(LICENCE).await?;
        self.see("看右上角有没有公章。").await?;
        self.see("0 / 5 已填").await?;
        self.tap("css=.verdict.ok").await?;
        self.see("1 / 6 已填").await?;
        self.on_to(EXPIRES).await?;
        self.tap("快到期").await?;
        self.see("2 / 7 已填").await?;
        self.on_to(PLAN).await?;
        self.fill("写几句", "月底去换。").await?;
        self.see("3 / 7 已填").await?;
        self.on_to(COUNTER).await?;
        self.tap("css=.points .verdict:nth-child(3)").await?;
        self.see("哪里不合格").await?;
        self.on_to(FREEZER).await?;
        self.see("-20.5").await?;
        self.fill("数值（℃）", "十二").await?;
        self.see("请填数字，最多 1 位小数").await?;
        self.fill("数值（℃）", number).await?;
        self.see("超出范围").await?;
        self.see("5 / 7 已填").await?;
        self.on_to(WORDS).await?;
        self.fill("写几句", "希望早点通知。").await?;
        self.see("6 / 7 已填").await?;
        self.on_to(FRONT).await?;
        self.use_camera(front).await?;
        self.see("7 / 7 已填").await?;
        self.on_to("满分 100").await?;
        // 3 of 3, 0.6 of 1, 0.8 of 2 and nothing of 2.
        self.see("55.0").await?;
        self.see("2 个问题会告诉店主").await
    }
}

async fn a_checklist_built_by_hand(engine: Engine) -> Result<()> {
    let mut walk = Walk::begin(engine).await?;
    let mut committee = walk.another_phone("committee").await?;
    let album = tempfile::tempdir()?;
    let size = (1_200, 900);
    let front = committee.take_photo(album.path(), 1, size, 1).await?;

    the_first_section(&walk, &committee).await?;
    committee.crash().await?;
    committee.open_app().await?;
    committee.sent().await?;
    committee.go("#/checklist/new").await?;
    committee.see(PLAN).await?;
    the_second_section(&committee).await?;
    it_is_tried_out(&committee, &front).await?;
    committee.tap("发布").await?;
    committee.see("第 1 版").await?;
    committee.see("看“营业执照挂出来了”的结果再问").await?;
    committee.sent().await?;
    walk.device.sync().await?;
    let (_, version, list) = walk.device.checklist(walk.shop)?;
    ensure!(version == 1);
    is_as_it_was_built(list)?;

    // On the street, without a signal.
    walk.phone.go("#/checklist").await?;
    walk.phone.see("手工检查表").await?;
    walk.phone.lose_network().await?;
    walk.open().await?;
    walk.phone.fill_the_seven_in("-12.5", &front).await?;
    walk.phone.screenshot("by-hand-end").await?;
    walk.phone.tap("css=main .question .button.main").await?;
    walk.phone.see("提交的内容不能改，可以补充。").await?;
    walk.phone.settle().await?;
    walk.phone.screenshot("by-hand-submitted").await?;
    walk.phone.regain_network().await?;
    walk.phone.has_sent(1).await?;
    walk.phone.sent().await?;
    walk.device.sync().await?;
    what_arrives(&walk)?;
    committee.is_quiet().await?;
    walk.phone.is_quiet().await
}
on_both!(a_checklist_built_by_hand);

async fn the_first_section(walk: &Walk, committee: &Phone) -> Result<()> {
    let kinds = walk.device.kinds(walk.patrol)?;
    committee.go("#/checklist").await?;
    committee.tap("新建检查表").await?;
    committee.see("分组名称").await?;
    committee.tap("发布").await?;
    committee.see("css=main .actions .error").await?;
    committee.screenshot("by-hand-empty").await?;
    committee.fill("名称", "手工检查表").await?;
    let label = "适用的类别（选填）";
    committee.fill(label, &kinds.join("、")).await?;
    committee.fill("分组名称", "证照").await?;

    committee.add_item(LICENCE, "合格或不合格").await?;
    committee.fill("权重", "500").await?;
    committee.tap("严重").await?;
    committee.tap("关键项").await?;
    committee.tap("不合格须拍照").await?;
    committee
        .fill("怎么看（选填）", "看右上角有没有公章。")
        .await?;
    committee.screenshot("by-hand-item").await?;
    committee.item_is_done(LICENCE).await?;
    committee.tap("看看填的样子").await?;
    committee.see("有一项还不对，看红字。").await?;
    committee.see("权重请填 0 到 100 的整数。").await?;
    committee.tap(LICENCE).await?;
    committee.fill("权重", "3").await?;
    let told = "合格或不合格 · 权重 3 · 关键项 · 不合格须拍照";
    committee.item_is_done(told).await?;
    committee.gone("权重请填 0 到 100 的整数。").await?;

    committee.add_item(EXPIRES, "单选").await?;
    let options = "还早 5\n快到期 3\n过期了 0";
    committee.fill("选项和分数", options).await?;
    committee.fill("什么时候问", LICENCE).await?;
    committee.tap("合格").await?;
    committee.item_is_done("3 选 1 · 权重 1").await?;

    committee.add_item(PLAN, "文字").await?;
    committee.fill("什么时候问", EXPIRES).await?;
    committee.tap("选了“快到期”").await?;
    committee.screenshot("by-hand-shown-if").await?;
    committee.item_is_done(PLAN).await?;
    committee.settle().await
}

async fn the_second_section(committee: &Phone) -> Result<()> {
    committee.tap("加一组").await?;
    committee.see("第 2 组").await?;
    let title = "css=.section-form:last-of-type .section-head input";
    committee.fill(title, "现场").await?;
    committee.add_item(COUNTER, "打分").await?;
    committee.fill("满分", "5").await?;
    committee.fill("权重", "2").await?;
    committee.item_is_done("打分 0–5 · 权重 2").await?;
    committee.add_item(FREEZER, "数值").await?;
    committee.fill("单位（选填）", "℃").await?;
    committee.fill("最低（选填）", "-20.5").await?;
    committee.fill("最高（选填）", "-15").await?;
    committee.fill("权重", "2").await?;
    committee.tap("一般").await?;
    committee.screenshot("by-hand-number").await?;
    let told = "合格范围：-20.5 到 -15.0 ℃ · 权重 2";
    committee.item_is_done(told).await?;
    committee.add_item(WORDS, "文字").await?;
    committee.item_is_done(WORDS).await?;
    committee.add_item(FRONT, "照片").await?;
    committee.item_is_done(FRONT).await?;
    let editor = ".section-form:last-of-type";
    committee.picture_of("by-hand-editor", editor).await
}

/// As a representative will see it; nothing of it is kept, not even the photo.
async fn it_is_tried_out(committee: &Phone, front: &std::path::Path) -> Result<()> {
    committee.tap("看看填的样子").await?;
    committee.see("代表看到的就是这样").await?;
    committee.tap("css=.verdict.bad").await?;
    committee.see("不合格要拍照片").await?;
    // What hangs on the licence is not asked.
    committee.see("1 / 5 已填").await?;
    committee.picture_of("by-hand-preview", ".preview").await?;
    committee.tap("看完了").await?;
    committee.gone("代表看到的就是这样").await?;
    committee.tap("看看填的样子").await?;
    committee.see("0 / 5 已填").await?;
    committee.fill_the_seven_in("-21", front).await?;
    committee.see("巡视时，代表在这里看到得分并提交。").await?;
    committee.tap("上一项").await?;
    committee.see(FRONT).await?;
    committee.tap("看完了").await?;
    committee.gone("代表看到的就是这样").await?;
    committee.see("加一组").await
}

fn is_as_it_was_built(list: &Checklist) -> Result<()> {
    let titles: Vec<&str> = list.sections.iter().map(|one| one.title.as_str()).collect();
    ensure!(titles == ["证照", "现场"], "{titles:?}");
    let find = |text: &str| {
        list.items()
            .find(|item| item.text == text)
            .context("an item")
    };
    let licence = find(LICENCE)?;
    ensure!(licence.kind == ItemKind::PassFail && licence.weight == 3);
    ensure!(licence.critical && licence.photo_on_fail, "{licence:?}");
    ensure!(licence.severity == Severity::Critical && licence.help == "看右上角有没有公章。");
    let expires = find(EXPIRES)?;
    let points = match &expires.kind {
        ItemKind::Choice { options } => options.iter().map(|option| option.points).collect(),
        _ => Vec::new(),
    };
    ensure!(points == [5, 3, 0], "{expires:?}");
    let shown = expires.shown_if.context("it is always asked")?;
    ensure!(shown.item == licence.item && shown.is == Condition::Passed);
    let shown = find(PLAN)?.shown_if.context("it is always asked")?;
    ensure!(shown.item == expires.item, "{shown:?}");
    ensure!(find(COUNTER)?.kind == ItemKind::Score { max: 5 });
    let freezer = find(FREEZER)?;
    let kind = ItemKind::Number {
        unit: "℃".into(),
        decimals: 1,
        least: Some(-205),
        most: Some(-150),
    };
    ensure!(
        freezer.kind == kind && freezer.severity == Severity::Major,
        "{freezer:?}"
    );
    ensure!(find(WORDS)?.kind == ItemKind::Text && find(FRONT)?.kind == ItemKind::Photo);
    Ok(())
}

/// An answer of every kind, and what fails becomes findings.
fn what_arrives(walk: &Walk) -> Result<()> {
    let state = walk.device.view();
    let visit = state.patrol.visits(walk.shop).next_back();
    let (_, visit) = visit.context("no inspection")?;
    ensure!(visit.score == Some(550), "{:?}", visit.score);
    let (_, _, list) = walk.device.checklist(walk.shop)?;
    let given = |text: &str| {
        let item = list.items().find(|item| item.text == text);
        visit.answer(item.map_or(0, |item| item.item)).cloned()
    };
    ensure!(given(LICENCE) == Some(Value::Pass));
    ensure!(given(EXPIRES) == Some(Value::Option(1)));
    ensure!(given(PLAN) == Some(Value::Text("月底去换。".into())));
    ensure!(given(COUNTER) == Some(Value::Points(2)));
    ensure!(given(FREEZER) == Some(Value::Number(-125)));
    ensure!(given(WORDS) == Some(Value::Text("希望早点通知。".into())));
    ensure!(matches!(given(FRONT), Some(Value::Photos(photos)) if photos.len() == 1));
    for item in [COUNTER, FREEZER] {
        walk.device.finding(walk.shop, item)?;
    }
    Ok(())
}
