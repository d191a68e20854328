//! The Friday patrol: three weeks of it, and whatever may happen to a phone on the street.

mod afterwards;
mod again;
mod arranged;
mod before;
mod by_hand;
mod checklist;
mod fridays;
mod killed;
mod meanwhile;
mod voice;

use anyhow::{Context, Result, ensure};
use yishi_domain::{Date, MemberId, ShopId};
use yishi_tests::{Engine, Options, place};

use crate::people::{Device, Phone, Season};

/// The first Friday, counted from Monday.
const FRIDAY: i64 = 4;

/// An invitation of a member.
async fn invite(season: &Season, desk: &Device, member: MemberId) -> Result<String> {
    let state = desk.view();
    let name = state.roster.name(member).context("a name")?;
    let record = &state.roster.members[&member];
    let home = record
        .household
        .and_then(|id| state.roster.households.get(&id));
    match home {
        Some(home) => season.invite_again(name, &home.label()).await,
        None => season.invite_named(name).await,
    }
}

/// What the screen says as it is printed.
struct Printed(String);

impl Printed {
    /// Whether it says so, whatever separates the words. Letters that a font shares with the signs of radicals come back
    /// as those, each of which may stand for one.
    fn tells(&self, words: &str) -> bool {
        let same = |(read, wanted): (&char, &char)| {
            read == wanted || ('\u{2e80}'..='\u{2fdf}').contains(read)
        };
        let read: Vec<char> = self.0.chars().collect();
        let wanted: Vec<char> = words.split_whitespace().flat_map(str::chars).collect();
        let mut places = read.windows(wanted.len().max(1));
        places.any(|place| place.iter().zip(&wanted).all(same))
    }
}

/// Prints the screen, which must come out on A4, and reads it.
async fn read_back(phone: &Phone) -> Result<Printed> {
    let name = format!("printed-{}.pdf", phone.engine().name());
    let file = place::artifacts()?.join(name);
    std::fs::write(&file, phone.print().await?)?;
    let run = |program: &'static str| {
        let mut command = tokio::process::Command::new(program);
        command.arg(&file);
        command
    };
    let info = run("pdfinfo").output().await.context("no pdfinfo")?;
    let info = String::from_utf8_lossy(&info.stdout).into_owned();
    ensure!(info.contains("A4"), "not on A4: {info}");
    let text = run("pdftotext").arg("-").output().await?;
    ensure!(text.status.success(), "pdftotext fails");
    let text = String::from_utf8(text.stdout)?;
    Ok(Printed(text.split_whitespace().collect()))
}

/// A representative on the street, on Friday morning.
struct Walk {
    season: Season,
    /// The phone.
    phone: Phone,
    /// Another device of the same member, whoever else walks, and somebody of the committee.
    device: Device,
    other: Device,
    desk: Device,
    patrol: Date,
    shop: ShopId,
}

impl Walk {
    async fn begin(engine: Engine) -> Result<Self> {
        Self::begin_with(engine, Options::default()).await
    }

    /// Two representatives have the street for themselves; it is Friday, half past eight.
    async fn begin_with(engine: Engine, options: Options) -> Result<Self> {
        let mut season = Season::start().await?;
        let endpoint = season.ready().endpoint.clone();
        let mut desk = Device::join(&endpoint, season.code("committee")?).await?;
        let team = season.invite("representative", 2).await?;
        let first = team.first().context("a representative")?;
        let mut device = Device::join(&endpoint, first).await?;
        let other = Device::join(&endpoint, team.last().context("another one")?).await?;
        desk.plan_fridays(&[device.member(), other.member()])
            .await?;
        season.turn_to(FRIDAY, 8, 30).await?;
        let patrol = season.day(FRIDAY);
        device.sync().await?;
        let shop = *device.round(patrol)?.first().context("no shop")?;
        let phone = Phone::with(engine, &season, options).await?;
        let code = season.invite("representative", 1).await?.pop();
        phone.join(&code.context("a code")?).await?;
        phone.can_start_offline().await?;
        Ok(Self {
            season,
            phone,
            device,
            other,
            desk,
            patrol,
            shop,
        })
    }

    /// A phone of somebody with this role.
    async fn another_phone(&self, role: &str) -> Result<Phone> {
        let phone = Phone::new(self.phone.engine(), &self.season).await?;
        let code = self.season.invite(role, 1).await?.pop();
        phone.join(&code.context("a code")?).await?;
        Ok(phone)
    }

    async fn open(&self) -> Result<()> {
        self.phone.open_inspection(self.patrol, self.shop).await
    }

    /// Opens what was submitted.
    async fn open_submitted(&self) -> Result<()> {
        let (patrol, shop) = (self.patrol, self.shop);
        self.phone.go(&format!("#/patrol/{patrol}/{shop}")).await?;
        self.phone.see("提交的内容不能改").await
    }

    /// The inspections that the endpoint has of the shop.
    async fn submitted(&self) -> Result<Vec<serde_json::Value>> {
        let mut all = self.season.events("inspection_submitted").await?;
        all.retain(|event| event["body"]["shop"] == self.shop.to_string());
        Ok(all)
    }
}
