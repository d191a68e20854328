//! Ten phones come back from the street at the same moment, with 50 inspections and 120 photos.
//!
//! One of them is a real browser, which has filled in its shops and taken its photos without a network; the others are
//! devices without a screen, each with connections of its own.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::json;
use yishi_domain::{Command, Date, Digest, MemberId, ShopId};
use yishi_sync::wire::digest;

use super::{Known, OFFSET, holders, inspection, plan};
use crate::community::Community;
use crate::device::{Device, now};
use crate::figure::{Measured, Series};
use crate::log::say;
use crate::phone::Phone;

const PHONES: usize = 10;
const SHOPS: usize = 5;
const PHOTOS: usize = 12;
const ROUNDS: usize = 3;
const PATIENCE: Duration = Duration::from_secs(90);

pub(crate) async fn measure() -> Result<Vec<Measured>> {
    let (mut whole, mut words) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let (all, first) = come_back().await?;
        whole.push(all);
        words.push(first);
    }
    let note = format!(
        "{PHONES} phones × {SHOPS} shops × 16 items, {} photos; one phone is a browser, endpoint and all phones share \
         the processor; nothing lost, checked each time",
        PHONES * PHOTOS
    );
    Ok(vec![
        Measured::new("patrol-back", whole)
            .with(Series::new("of it until all words were there", "s", words))
            .note(note),
    ])
}

/// Seconds until everything is everywhere, and until all words are with the endpoint.
async fn come_back() -> Result<(f64, f64)> {
    let mut community = Community::start("sample").await?;
    let today = Date::of(now(), OFFSET);
    let roster = community.committee.pull_anew().await?;
    let team: Vec<MemberId> = holders(&roster, "representative")?;
    let team = &team[..PHONES];
    community.committee.push(&[plan(team, today)]).await?;
    let plan_it = Command::PlanPatrol(yishi_domain::patrol::PlanPatrol { patrol: today });
    community.committee.push(&[plan_it]).await?;
    let mut devices = community.devices(team).await?;
    let mut known = Known { events: Vec::new() };
    for device in &mut devices {
        known.events = device.pull().await?.events;
    }
    let list = known.checklist()?;
    let rounds = known.rounds(today)?;
    ensure!(rounds.len() == PHONES, "{} rounds", rounds.len());
    let shops: Vec<ShopId> = rounds.iter().flat_map(|(_, shops)| shops.clone()).collect();

    // The first of them has a real browser, which fills in what it can by itself.
    let phone = Phone::start().await?;
    let code = community.invite(&team[..1]).await?.remove(0);
    phone.join(&community.app(), &code).await?;
    phone.calm().await?;
    let album = tempfile::tempdir()?;
    let mut photos = Vec::new();
    for number in 0..u32::try_from(PHOTOS)? {
        let photo = phone
            .browser
            .take_photo(album.path(), number + 1, (1_600, 1_200), 1)
            .await?;
        photos.push(photo);
    }
    let own = round_of(&rounds, team[0], &shops)?;
    offline(&phone, true).await?;
    fill(&phone, today, &own, &photos).await?;

    // The others have done the same.
    let bytes = std::fs::read(&photos[0])?;
    let mut loads = Vec::new();
    for (place, device) in devices.into_iter().enumerate().skip(1) {
        let own = round_of(&rounds, team[place], &shops)?;
        let files: Vec<Vec<u8>> = (0..PHOTOS)
            .map(|n| another(&bytes, place * 100 + n))
            .collect();
        let mut names: Vec<Digest> = files.iter().map(|file| digest(file)).collect();
        let commands = own.iter().enumerate().map(|(turn, shop)| {
            let list = (list.template, list.version, &list.checklist);
            inspection(today, *shop, list, &mut names, turn)
        });
        let commands: Vec<Command> = commands.collect();
        ensure!(names.is_empty(), "{} photos are in no answer", names.len());
        loads.push((device, commands, files));
    }

    let start = Instant::now();
    offline(&phone, false).await?;
    let running: Vec<_> = loads
        .into_iter()
        .map(|(device, commands, files)| tokio::spawn(send(device, commands, files, start)))
        .collect();
    let (mut devices, mut words) = (Vec::new(), 0.0_f64);
    for device in running {
        let (device, said) = device.await??;
        words = words.max(said);
        devices.push(device);
    }
    phone_is_whole(&phone, start).await?;
    // Everybody has everything.
    for device in &mut devices {
        device.pull().await?;
    }
    let whole = start.elapsed().as_secs_f64();

    let events = community.committee.pull_anew().await?;
    let count = |kind: &str| events.iter().filter(|event| event["type"] == kind).count();
    let submitted = count("inspection_submitted");
    ensure!(submitted == PHONES * SHOPS, "{submitted} inspections");
    let arrived = community.photos().await?;
    ensure!(arrived == PHONES * PHOTOS, "{arrived} photos");
    say(&format!(
        "  {whole:.1} s, {submitted} inspections, {arrived} photos"
    ));
    Ok((whole, words))
}

/// Five shops of a member's round; where the street has fewer for each, of the next one's too.
fn round_of(
    rounds: &[(MemberId, Vec<ShopId>)],
    member: MemberId,
    all: &[ShopId],
) -> Result<Vec<ShopId>> {
    let own = rounds.iter().find(|(walker, _)| *walker == member);
    let (_, own) = own.context("somebody has no round")?;
    let others = all.iter().filter(|shop| !own.contains(shop));
    Ok(own.iter().chain(others).take(SHOPS).copied().collect())
}

/// The same picture with another name.
fn another(jpeg: &[u8], number: usize) -> Vec<u8> {
    let comment = format!("{number:08}");
    [
        &jpeg[..2],
        &[0xff, 0xfe, 0, 10],
        comment.as_bytes(),
        &jpeg[2..],
    ]
    .concat()
}

/// Words first, then photos, as phones do. Gives the seconds until the words had arrived.
async fn send(
    mut device: Device,
    commands: Vec<Command>,
    files: Vec<Vec<u8>>,
    start: Instant,
) -> Result<(Device, f64)> {
    for command in commands {
        let push = device.count(&[command]);
        device.round(&push).await?;
    }
    let said = start.elapsed().as_secs_f64();
    for file in files {
        device.send_photo(&file).await?;
    }
    device.pull().await?;
    Ok((device, said))
}

async fn offline(phone: &Phone, offline: bool) -> Result<()> {
    let conditions = json!({
        "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
    });
    phone.browser.cdp("Network.enable", json!({})).await?;
    phone
        .browser
        .cdp("Network.emulateNetworkConditions", conditions)
        .await?;
    if !offline {
        phone
            .run::<bool>("dispatchEvent(new Event('online')); return true;")
            .await?;
    }
    Ok(())
}

/// Fills in and submits in the browser: photos beside the first answers of each shop.
async fn fill(
    phone: &Phone,
    patrol: Date,
    shops: &[ShopId],
    photos: &[std::path::PathBuf],
) -> Result<()> {
    const ANSWER: &str = include_str!("../../../../bench/answer.js");
    let mut photos = photos.iter();
    for (place, shop) in shops.iter().enumerate() {
        let go = format!("location.hash = '#/patrol/{patrol}/{shop}'; return true;");
        phone.run::<bool>(&go).await?;
        phone.browser.see("css=.question #question").await?;
        let of_this =
            photos.len() - photos.len() * (shops.len() - place - 1) / (shops.len() - place);
        for photo in photos.by_ref().take(of_this) {
            let open =
                "document.querySelector('details.detail')?.setAttribute('open', ''); return true;";
            phone.run::<bool>(open).await?;
            let path = photo.to_string_lossy();
            phone
                .browser
                .fill(".detail [type=file][multiple]", &path)
                .await?;
            phone.browser.see("css=.detail .photos button img").await?;
            phone.run::<bool>(ANSWER).await?;
        }
        while phone.run::<bool>(ANSWER).await? {}
        phone.browser.tap("css=main .question .button.main").await?;
        phone.browser.see("提交的内容不能改").await?;
    }
    Ok(())
}

/// Nothing waits any more in the browser, neither words nor photos.
async fn phone_is_whole(phone: &Phone, start: Instant) -> Result<()> {
    let look = "
        const database = await bench.asked(indexedDB.open('yishi'));
        const all = (table) => bench.asked(database.transaction(table).objectStore(table).getAll());
        const [photos, outbox] = await Promise.all([all('photo'), all('outbox')]);
        database.close();
        return outbox.length + photos.filter(({ standing }) => standing !== 'sent').length;";
    loop {
        if phone.run::<usize>(look).await? == 0 {
            return Ok(());
        }
        ensure!(start.elapsed() < PATIENCE, "the phone is not done");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
