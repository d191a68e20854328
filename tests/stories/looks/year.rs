//! The street's year: plots over twelve months, and the table behind each, in every light and letter size.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use yishi_domain::{Date, ShopId};
use yishi_tests::{Engine, Options, ServerOptions, wait};

use super::{DESK, Look, PHONE, inspect, prefer};
use crate::people::{Device, Phone, Season, Wrong};

const PRICES: &str = "全部商品和服务明码标价";
const FLOOR: &str = "地面和台面清洁";
const WAY: &str = "消防通道畅通";

/// Every second Friday of a year, counted from Monday.
const FRIDAYS: std::ops::Range<i64> = 0..26;

/// Two representatives walk through the year; the merchant mends what is found at one shop, sooner or later.
struct Year {
    season: Season,
    committee: Device,
    merchant: Device,
    walkers: Vec<Device>,
    shop: ShopId,
}

impl Year {
    async fn begin() -> Result<Self> {
        // Few do much in a short time here.
        let season = Season::start_with(ServerOptions {
            environment: vec![("YISHI_SYNCS_PER_MINUTE".into(), "0".into())],
            ..ServerOptions::default()
        })
        .await?;
        let endpoint = season.ready().endpoint.clone();
        let mut committee = Device::join(&endpoint, season.code("committee")?).await?;
        let merchant = Device::join(&endpoint, season.code("merchant")?).await?;
        let mut walkers = Vec::new();
        for code in season.invite("representative", 2).await? {
            walkers.push(Device::join(&endpoint, &code).await?);
        }
        let team: Vec<_> = walkers.iter().map(Device::member).collect();
        committee.plan_fridays(&team).await?;
        let shop = {
            let state = merchant.view();
            let mut own = state.shops.keys().copied();
            own.find(|shop| state.runs(merchant.member(), *shop))
        };
        let shop = shop.context("the merchant has no shop")?;
        Ok(Self {
            season,
            committee,
            merchant,
            walkers,
            shop,
        })
    }

    /// All shops of a Friday are inspected; how many are in order hangs on the season.
    async fn walk(&mut self, turn: i64) -> Result<()> {
        let number = 4 + 14 * turn;
        let patrol: Date = self.season.day(number);
        self.season.turn_to(number, 10, 0).await?;
        let wrong = |item, note| Wrong {
            item,
            note,
            photos: &[],
        };
        let all = [
            wrong(PRICES, "三样没有价签"),
            wrong(FLOOR, "地上有水"),
            wrong(WAY, "后门堵着"),
        ];
        let mut place = 0;
        for walker in &mut self.walkers {
            walker.sync().await?;
            // The endpoint's clock plans it.
            let deadline = Instant::now() + Duration::from_secs(20);
            while !walker.view().patrol.patrols.contains_key(&patrol) {
                ensure!(Instant::now() < deadline, "{patrol} is not planned");
                tokio::time::sleep(wait::PAUSE).await;
                walker.sync().await?;
            }
            let mut commands = Vec::new();
            for shop in walker.round(patrol)? {
                place += 1;
                let some = match shop == self.shop {
                    true => 1,
                    false => usize::try_from((turn / 2 + place) % 7)?.saturating_sub(3),
                };
                commands.push(walker.inspection(patrol, shop, &all[..some])?);
            }
            walker.act_all(commands).await?;
        }
        self.mend(turn).await
    }

    /// The prices are told again some days later, and somebody else says so.
    async fn mend(&mut self, turn: i64) -> Result<()> {
        let days = 1 + (turn * 5) % 9;
        self.season.turn_to(4 + 14 * turn + days, 15, 0).await?;
        self.merchant.sync().await?;
        let finding = self.merchant.finding(self.shop, PRICES)?.0;
        let said = "已经补上价签。";
        self.merchant
            .answer_finding(finding, said, Vec::new())
            .await?;
        for walker in &mut self.walkers {
            walker.sync().await?;
            let known = walker.view().patrol.findings.get(&finding);
            let may = known.is_some_and(|known| known.may_recheck(walker.view(), walker.member()));
            if may {
                let photo = walker.send_photo(vec![0xff, 0xd8, 0xff, 0xd9]).await?;
                return walker.recheck(finding, true, "补上了", vec![photo]).await;
            }
        }
        anyhow::bail!("nobody may look again")
    }
}

/// What the tables behind the plots say: for each its lines, each cell a text.
const TABLES: &str = "
    for (const figures of document.querySelectorAll('main details.figures')) figures.open = true;
    await new Promise((done) => setTimeout(done, 100));
    return [...document.querySelectorAll('main figure.figure')].map((figure) =>
      [...figure.querySelectorAll('tbody tr')].map((line) => [...line.children].map((cell) => cell.innerText)))";

async fn look_back(engine: Engine, looks: &[Look]) -> Result<()> {
    let mut year = Year::begin().await?;
    for turn in FRIDAYS {
        year.walk(turn).await?;
    }
    year.committee.sync().await?;
    let state = year.committee.view();
    let today = state.today(year.season.now());
    let months = state.patrol.year(state, today);
    ensure!(months.len() == 12, "{} months", months.len());
    ensure!(
        months.iter().all(|month| month.mean.is_some()),
        "{months:?}"
    );
    let found: Vec<String> = months.iter().map(|month| month.found.to_string()).collect();
    let mut wrong = Vec::new();
    for look in looks {
        let options = Options {
            width: look.size.0,
            height: look.size.1,
            dark: look.dark,
            ..Options::default()
        };
        let phone = Phone::with(engine, &year.season, options).await?;
        phone.open_app().await?;
        prefer(&phone, *look).await?;
        let code = year.season.invite("committee", 1).await?.remove(0);
        phone.open_invitation(&code).await?;
        phone.tap("css=main .button.main").await?;
        phone.see("css=main .section").await?;
        phone.go("#/patrol/trends").await?;
        phone.see("css=main figure.figure svg").await?;
        phone.settle().await?;
        wrong.extend(inspect(&phone, *look, "year").await?);
        phone
            .picture_of(
                &format!("looks-{}-year-days", look.name),
                ".page > .card:last-of-type figure",
            )
            .await?;
        let tables: Vec<Vec<Vec<String>>> = phone.eval(TABLES).await?;
        ensure!(tables.len() == 3, "{} plots", tables.len());
        for table in &tables {
            ensure!(table.len() == 12, "{table:?}");
        }
        let told: Vec<String> = tables[1]
            .iter()
            .filter_map(|line| line.get(2).cloned())
            .collect();
        ensure!(told == found, "{told:?} is not {found:?}");
        wrong.extend(inspect(&phone, *look, "year-table").await?);
        phone.go(&format!("#/shop/{}", year.shop)).await?;
        phone.see("css=main figure.figure svg").await?;
        phone.settle().await?;
        phone
            .picture_of(&format!("looks-{}-year-shop", look.name), "figure.figure")
            .await?;
        wrong.extend(inspect(&phone, *look, "year-shop-top").await?);
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_on_chromium() -> Result<()> {
    let looks = [
        Look::new("light", PHONE, "zh-CN"),
        Look::new("dark", PHONE, "zh-CN").dark(),
        Look::new("elder", PHONE, "zh-CN").elder(),
        Look::new("elder-dark-en", PHONE, "en").elder().dark(),
        Look::new("desk", DESK, "zh-CN"),
    ];
    look_back(Engine::Chromium, &looks).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_on_webkit() -> Result<()> {
    let looks = [
        Look::new("light", PHONE, "zh-CN"),
        Look::new("elder", PHONE, "zh-CN").elder(),
    ];
    look_back(Engine::WebKit, &looks).await
}
