//! All components at a glance, for development builds: `#/gallery`.

use crate::view::prelude::*;
use leptos::prelude::use_context;

use super::*;
use crate::app::Shell;
use crate::route::{CouncilSection, Route};

/// The gallery.
#[component]
pub fn Gallery() -> View {
    let now = time::now();
    if let Some(shell) = use_context::<Shell>() {
        shell.sync.set(SyncState::Offline { waiting: 3 });
    }
    let busy = RwSignal::new(false);
    let (text, long, wrong) = (
        RwSignal::new(String::new()),
        RwSignal::new("给老人免费是好事，年轻人剪一次要 38 元。".to_owned()),
        RwSignal::new(String::new()),
    );
    let (choice, kind, many) = (
        RwSignal::new(None),
        RwSignal::new(None),
        RwSignal::new(vec!["a".to_owned()]),
    );
    let (sheet, confirm) = (RwSignal::new(false), RwSignal::new(false));
    let ballot = vec![
        Choice::new("approve", "同意"),
        Choice::new("reject", "不同意"),
        Choice::new("abstain", "弃权"),
    ];
    let three = ["a", "b", "c"]
        .map(|value| {
            Choice::new(value, format!("方案{}", value.to_uppercase())).hint("每天多开两小时")
        })
        .to_vec();
    let names: Vec<(u32, String)> = (1..=47).map(|n| (n, format!("{n} 号楼的意见"))).collect();
    let sections = [
        ("意见", CouncilSection::Opinions),
        ("会议", CouncilSection::Agenda),
        ("表决", CouncilSection::Motions),
    ]
    .map(|(label, section)| Segment {
        label: label.into(),
        to: Route::Council(section),
    })
    .to_vec();
    let steps = vec![
        Step {
            title: "提出意见".into(),
            text: "11 月 2 日 · 匿名居民 · 27 人附议".into(),
            progress: Progress::Done,
            ..Step::default()
        },
        Step {
            title: "列入 11 月议事会".into(),
            text: "11 月 5 日 · 居委会".into(),
            progress: Progress::Done,
            ..Step::default()
        },
        Step {
            title: "等待核实".into(),
            text: "11 月 27 日由居民代表核对".into(),
            progress: Progress::Now,
            ..Step::default()
        },
        Step {
            title: "办结".into(),
            text: String::new(),
            progress: Progress::Next,
            ..Step::default()
        },
    ];
    view! {
        <Page title="上午好，王阿姨" aloud=true>
            <Section title="需要您">
                <Card need=true>
                    <div class="meta"><Badge text=time::until(now + 3_600_000) tone=Tone::Warn /></div>
                    <h3>"3 号楼 2 单元加装电梯"</h3>
                    <p class="meta">"还差 3 户、" {number::area_missing(21_150)} "达到法定参与人数"</p>
                    <ButtonLink label="去投票" to=Route::Home look=Look::Main />
                </Card>
                <Card to=Route::Ledger>
                    <div class="meta"><Badge text="已列入 12 月议事会" tone=Tone::Info /><span>"27 人附议"</span></div>
                    <h3>"便民中心多点跑腿业务"</h3>
                </Card>
                <Card bad=true>
                    <div class="meta"><Badge text="已逾期 2 天" tone=Tone::Bad /><Badge text="待确认" /></div>
                    <h3>"请复查蔬菜店的整改"</h3>
                    <p class="meta"><When at=now /> <When at=now - 86_400_000 say=time::day_near /> <When at=now + 9 * 86_400_000 say=time::day /> <When at=now - 400 * 86_400_000 /></p>
                </Card>
            </Section>
            <Segments label="议事" items=sections current=Route::Council(CouncilSection::Opinions) />
            <Section title="参与情况">
                <Card>
                    <Meter label="户数" value=13u64 total=24u64 threshold=Some((2, 3)) text="13 / 24,还差 3 户" />
                    <Meter label="面积" value=122_800u64 total=216_000u64 threshold=Some((2, 3)) text=format!("{} / {}", number::area(122_800), number::area(216_000)) />
                    <p class="meta">"两项都到三分之二（竖线）才有效，再看参与者中是否都有四分之三同意。"</p>
                </Card>
                <Card>
                    <Seal passed=true />
                    <h3>"3 号楼 2 单元加装电梯"</h3>
                    <p class="meta">"19 户参与，1,742 m²"</p>
                    <Meter label="同意户数" value=16u64 total=19u64 threshold=Some((3, 4)) text="16 / 19" />
                </Card>
                <Card>
                    <Seal passed=false />
                    <h3>"休闲茶室延长免费时段"</h3>
                    <p class="meta">"到会代表 34 人"</p>
                    <Facts items=vec![Fact::new("投票范围", "3 号楼 2 单元 24 户"), Fact::new("规则", "民法典第 278 条，特别事项")] />
                </Card>
            </Section>
            <Section title="来龙去脉"><Card><Thread steps=steps /></Card></Section>
            <Section title="填写">
                <div class="form">
                    <Field label="标题" hint="一句话说清楚" value=text most=40 />
                    <TextArea label="您的意见" value=long most=500 />
                    <Field label="邀请码" value=wrong error=Some("没有这个邀请码。请对照纸条再输一次。".to_owned()) />
                    <ChoiceGroup label="您家这一票" choices=ballot value=choice />
                    <MultiChoice label="选出两项" choices=three value=many most=2 />
                    <Select label="类别" choices=vec![Choice::new("shop", "商铺"), Choice::new("lift", "电梯")] value=kind />
                </div>
            </Section>
            <Section title="按钮">
                <Button label="主要" look=Look::Main icon="add" busy on_press=move || { busy.set(true); } />
                <div class="row"><Button label="打开" on_press=move || sheet.set(true) /><Button label="撤销表决" look=Look::Danger on_press=move || confirm.set(true) /></div>
                <Button label="不能按" off=true on_press=|| () />
                <Button label="提示" look=Look::Quiet on_press=|| { toast::say_with(Tone::Bad, "表决已经截止，这一票没有计入。", "看结果", Route::Ledger); toast::say(Tone::Ok, "已保存"); } />
            </Section>
            <Preferences />
            <Section title="长列表"><List items=names key=|item: &(u32, String)| item.0 row=|item: (u32, String)| view! { <Card to=Route::Ledger><h3>{item.1}</h3></Card> } first=3 /></Section>
            <Empty title="还没有意见" text="想到什么，随时可以说。" icon="council"><ButtonLink label="提意见" to=Route::NewOpinion look=Look::Main icon="add" /></Empty>
            <Sheet open=sheet title="选择会议"><p>"列入哪一次议事会？"</p><Button label="12 月 10 日" on_press=move || sheet.set(false) /></Sheet>
            <ConfirmSheet open=confirm title="撤销这次表决？" text="已投的票都作废，理由会公开。" confirm="撤销表决" look=Look::Danger on_confirm=|| { toast::say(Tone::Ok, "已撤销"); } />
            <Actions><Button label="提意见" look=Look::Main icon="add" on_press=|| () /></Actions>
        </Page>
    }
}
