//! The screens of the patrol, for whoever walks, a merchant and the committee, in its third week.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use yishi_domain::patrol::ContestFinding;
use yishi_domain::{Command, Date, Digest, ShopId};
use yishi_tests::{Engine, Options};

use super::{Look, Screen, inspect, prefer};
use crate::people::{Device, Phone, Season, Wrong};

const LICENCE: &str = "营业执照在显著位置公示";
const PRICES: &str = "全部商品和服务明码标价";
const WAY: &str = "消防通道畅通";
const FLOOR: &str = "地面和台面清洁";
const RAMP: &str = "无障碍通道可用";

/// The Fridays of the first three weeks, counted from Monday.
const FRIDAYS: [i64; 3] = [4, 11, 18];

/// Who is looked at, and what they look at.
struct Street {
    season: Season,
    walker: Vec<Screen>,
    merchant: Vec<Screen>,
    committee: Vec<Screen>,
}

/// The people without a screen.
struct People {
    committee: Device,
    merchant: Device,
    /// The first one has a phone too.
    walkers: Vec<Device>,
}

impl People {
    async fn gather(season: &Season) -> Result<Self> {
        let endpoint = &season.ready().endpoint;
        let mut walkers = Vec::new();
        for code in season.invite("representative", 3).await? {
            walkers.push(Device::join(endpoint, &code).await?);
        }
        let merchant = season.invite("merchant", 1).await?.pop();
        let merchant = merchant.context("a code")?;
        Ok(Self {
            committee: Device::join(endpoint, season.code("committee")?).await?,
            merchant: Device::join(endpoint, &merchant).await?,
            walkers,
        })
    }

    /// The shop of the merchant.
    fn shop(&self) -> Result<ShopId> {
        let state = self.merchant.view();
        let mut own = state.shops.keys().copied();
        let own = own.find(|shop| state.runs(self.merchant.member(), *shop));
        own.context("the merchant has no shop")
    }

    /// All walk by their shops; at the merchant's these items are not in order.
    async fn walk(&mut self, patrol: Date, wrong: &[Wrong<'_>]) -> Result<()> {
        let own = self.shop()?;
        for (place, walker) in self.walkers.iter_mut().enumerate() {
            walker.sync().await?;
            for shop in walker.round(patrol)? {
                let floor = Wrong {
                    item: FLOOR,
                    note: "地上有水",
                    photos: &[],
                };
                match (shop == own, place) {
                    (true, _) => walker.inspect(patrol, shop, wrong).await?,
                    (false, 0) => walker.inspect(patrol, shop, &[floor]).await?,
                    (false, _) => walker.inspect(patrol, shop, &[]).await?,
                }
            }
        }
        self.merchant.sync().await?;
        Ok(())
    }

    /// A walker who has not found it looks again.
    async fn recheck(&mut self, item: &str, passed: bool, photo: Digest) -> Result<()> {
        let shop = self.shop()?;
        for walker in &mut self.walkers {
            walker.sync().await?;
            let (id, finding) = walker.finding(shop, item)?;
            if finding.may_recheck(walker.view(), walker.member()) {
                let note = if passed { "改好了" } else { "还是没有" };
                return walker.recheck(id, passed, note, vec![photo]).await;
            }
        }
        anyhow::bail!("nobody may look again")
    }
}

impl Street {
    /// Two Fridays have gone by, and it is the morning of the third.
    async fn lived_in(album: &[PathBuf]) -> Result<Self> {
        let mut season = Season::start().await?;
        let mut people = People::gather(&season).await?;
        let team: Vec<_> = people.walkers.iter().map(Device::member).collect();
        people.committee.plan_fridays(&team).await?;
        let mut photos = Vec::new();
        for photo in album {
            photos.push(people.merchant.send_photo(std::fs::read(photo)?).await?);
        }
        let [before, after, later] = *photos else {
            anyhow::bail!("three photos are needed")
        };
        let shop = people.shop()?;
        let days = FRIDAYS.map(|day| season.day(day));

        season.turn_to(FRIDAYS[0], 10, 0).await?;
        let wrong = |item, note, photos| Wrong { item, note, photos };
        let first = [
            wrong(PRICES, "三样菜没有价签", &photos[..1]),
            wrong(LICENCE, "执照压在柜台下面", &photos[..1]),
        ];
        people.walk(days[0], &first).await?;
        let prices = people.merchant.finding(shop, PRICES)?.0;
        let licence = people.merchant.finding(shop, LICENCE)?.0;
        let said = "已经全部补上价签，请来看看。";
        people
            .merchant
            .answer_finding(prices, said, vec![after])
            .await?;
        people
            .merchant
            .answer_finding(licence, "挂到墙上了。", vec![after])
            .await?;
        people.recheck(LICENCE, true, later).await?;

        season.turn_to(FRIDAYS[1], 10, 0).await?;
        let second = [
            wrong(PRICES, "又少了两样", &photos[..1]),
            wrong(RAMP, "坡道上放着货", &photos[..1]),
            wrong(WAY, "后门堵着", &[]),
        ];
        people.walk(days[1], &second).await?;
        people.recheck(PRICES, false, later).await?;
        let ramp = people.merchant.finding(shop, RAMP)?.0;
        let contest = ContestFinding {
            finding: ramp,
            reason: "货只放了十分钟，卸完就搬走了。".into(),
        };
        people
            .merchant
            .act(&Command::ContestFinding(contest))
            .await?;
        let _ = before;

        season.turn_to(FRIDAYS[2], 8, 40).await?;
        people.walkers[0].sync().await?;
        people.committee.sync().await?;
        let way = people.merchant.finding(shop, WAY)?.0;
        let own = people.walkers[0].round(days[2])?;
        let first = *own.first().context("no round")?;
        let inspection = people.walkers[0].view().patrol.visits(shop).next_back();
        let inspection = inspection.context("no inspection")?.0;
        let template = people.walkers[0].checklist(first)?.0;
        let (patrol, report) = (days[2], days[0]);
        let to_recheck = {
            let walker = &people.walkers[0];
            let mut findings = walker.view().patrol.findings.iter();
            let found = findings.find(|(_, one)| one.may_recheck(walker.view(), walker.member()));
            found.map(|(id, _)| *id).unwrap_or(prices)
        };
        let fill = format!("patrol/{patrol}/{first}");
        Ok(Self {
            season,
            walker: screens([
                ("patrol-home", String::new(), &[]),
                ("patrol-round", "patrol".into(), &[]),
                ("patrol-fill", fill.clone(), &[]),
                ("patrol-fill-failed", fill.clone(), &["css=.verdict.bad"]),
                ("patrol-overview", fill.clone(), &["css=.fill-top .pill"]),
                ("patrol-recheck", format!("finding/{to_recheck}"), &[]),
                ("patrol-findings", "patrol/findings".into(), &[]),
                ("patrol-street", "patrol/street".into(), &[]),
                ("patrol-reports", "patrol/reports".into(), &[]),
                ("patrol-day", format!("patrol/{patrol}"), &[]),
                ("patrol-shop", format!("shop/{shop}"), &[]),
                ("patrol-inspection", format!("inspection/{inspection}"), &[]),
            ]),
            merchant: screens([
                ("merchant-home", String::new(), &[]),
                ("merchant-patrol", "patrol".into(), &[]),
                ("merchant-finding", format!("finding/{way}"), &[]),
                ("merchant-answered", format!("finding/{prices}"), &[]),
                ("merchant-shop", format!("shop/{shop}"), &[]),
            ]),
            committee: screens([
                ("staff-patrol", "patrol".into(), &[]),
                ("staff-finding", format!("finding/{ramp}"), &[]),
                ("staff-report", format!("patrol/{report}/report"), &[]),
                ("staff-plan", "patrol/plan".into(), &[]),
                ("staff-trends", "patrol/trends".into(), &[]),
                ("staff-checklists", "checklist".into(), &[]),
                ("staff-checklist", format!("checklist/{template}"), &[]),
                (
                    "staff-checklist-edit",
                    format!("checklist/{template}/edit"),
                    &[],
                ),
                (
                    "staff-item-edit",
                    format!("checklist/{template}/edit"),
                    &["css=.item-row .line"],
                ),
                ("staff-checklist-new", "checklist/new".into(), &[]),
                ("staff-shops", "shop".into(), &[]),
                ("staff-shop-new", "shop/new".into(), &[]),
                ("staff-shop-import", "shop/import".into(), &[]),
                ("staff-shop-edit", format!("shop/{shop}/edit"), &[]),
                ("staff-day", format!("patrol/{patrol}"), &[]),
            ]),
        })
    }
}

type Told = (&'static str, String, &'static [&'static str]);

fn screens<const N: usize>(told: [Told; N]) -> Vec<Screen> {
    let screen = |(name, path, taps): Told| Screen {
        name,
        hash: format!("#/{path}"),
        tap: taps.first().copied(),
    };
    told.into_iter().map(screen).collect()
}

/// Looks at every screen of the patrol; all that is wrong comes together in one error.
pub(super) async fn look_around(engine: Engine, look: Look) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let options = || Options {
        width: look.size.0,
        height: look.size.1,
        dark: look.dark,
        ..Options::default()
    };
    let mut album = Vec::new();
    {
        let camera = crate::people::Community::start().await?;
        let camera = Phone::new(Engine::Chromium, &camera).await?;
        camera.open_app().await?;
        for number in 1..=3 {
            let size = (1_200, 900);
            album.push(camera.take_photo(folder.path(), number, size, 1).await?);
        }
    }
    let street = Street::lived_in(&album).await?;
    let mut wrong = Vec::new();
    let roles = [
        ("representative", &street.walker),
        ("merchant", &street.merchant),
        ("committee", &street.committee),
    ];
    for (role, screens) in roles {
        let phone = Phone::with(engine, &street.season, options()).await?;
        phone.open_app().await?;
        prefer(&phone, look).await?;
        // The people whose devices have lived here.
        let code = street.season.invite(role, 1).await?.pop();
        phone.open_invitation(&code.context("a code")?).await?;
        phone.tap("css=main .button.main").await?;
        phone.see("css=main .section").await?;
        for screen in screens {
            super::show(&phone, screen).await?;
            wrong.extend(inspect(&phone, look, screen.name).await?);
            super::close_sheet(&phone).await?;
        }
        if role == "representative" {
            wrong.extend(to_the_end(&phone, look, screens).await?);
        }
    }
    ensure!(wrong.is_empty(), "{}:\n{}", look.name, wrong.join("\n"));
    Ok(())
}

/// Fills the first inspection in, and looks at each kind of question and at the end.
async fn to_the_end(phone: &Phone, look: Look, screens: &[Screen]) -> Result<Vec<String>> {
    let fill = screens.iter().find(|screen| screen.name == "patrol-fill");
    super::show(phone, fill.context("the form")?).await?;
    let mut wrong = Vec::new();
    let answer = "
        const choose = (css) => document.querySelector(css)?.click();
        const figure = document.querySelector('#figure');
        if (figure) {
          figure.value = '4'; figure.dispatchEvent(new Event('input', { bubbles: true }));
        } else if (document.querySelector('.points')) choose('.points .verdict:last-child');
        else if (document.querySelector('.verdict.ok')) choose('.verdict.ok');
        else choose('.verdict.none');
        return document.querySelector('.figure-field') ? 'number'
          : document.querySelector('.points') ? 'points'
          : document.querySelector('.verdict.ok') ? 'verdict'
          : document.querySelector('.control .photo-label') ? 'photo' : 'text'";
    // Whoever comes back goes on where the first answer is missing; the first one is looked at already.
    phone.tap("css=.fill-top .pill").await?;
    phone.tap("css=dialog[open] button.line").await?;
    phone.settle().await?;
    let mut seen: Vec<String> = vec!["verdict".into()];
    for _ in 0..40 {
        if !phone.shows("css=.fill-turns .button.main").await? {
            break;
        }
        let kind: String = phone.eval(answer).await?;
        phone.settle().await?;
        if !seen.contains(&kind) {
            wrong.extend(inspect(phone, look, &format!("patrol-fill-{kind}")).await?);
            seen.push(kind);
        }
        phone.tap("css=.fill-turns .button.main").await?;
        phone.settle().await?;
    }
    wrong.extend(inspect(phone, look, "patrol-submit").await?);
    phone.tap("css=main .button.main").await?;
    phone.settle().await?;
    wrong.extend(inspect(phone, look, "patrol-submitted").await?);
    Ok(wrong)
}
