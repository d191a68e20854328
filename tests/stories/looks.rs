//! Every screen, light and dark, in both letter sizes, languages and widths: kept as pictures, measured, and read by axe.

mod board;
mod matters;
mod patrol;
mod votes;
mod year;

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::Value;
use yishi_domain::council::Choice;
use yishi_domain::{Digest, MotionId};
use yishi_tests::{Engine, Options, ServerOptions};

use crate::people::{Community, Device, Phone};

const AXE: &str = include_str!("../axe/axe.min.js");
const MEASURE: &str = include_str!("looks/measure.js");

/// One way to look at the app.
#[derive(Clone, Copy)]
struct Look {
    name: &'static str,
    size: (u32, u32),
    dark: bool,
    elder: bool,
    lang: &'static str,
}

const PHONE: (u32, u32) = (390, 844);
const DESK: (u32, u32) = (1280, 800);

impl Look {
    const fn new(name: &'static str, size: (u32, u32), lang: &'static str) -> Self {
        Self {
            name,
            size,
            dark: false,
            elder: false,
            lang,
        }
    }

    const fn dark(self) -> Self {
        Self { dark: true, ..self }
    }

    const fn elder(self) -> Self {
        Self {
            elder: true,
            ..self
        }
    }
}

/// A screen: its name, its address, and what is tapped on it before it is looked at.
struct Screen {
    name: &'static str,
    hash: String,
    tap: Option<&'static str>,
}

/// What is wrong with a screen.
#[derive(Debug, Deserialize)]
struct Measured {
    /// CSS pixels that the page is wider than the window
    too_wide: f64,
    /// What is touched and smaller than it must be, with its size
    small_targets: Vec<String>,
    /// Size of the running text, and the smallest size anywhere
    text: f64,
    smallest: f64,
}

/// A community in which there is something of everything, and the screens that show it to the committee.
async fn lived_in(community: &Community, album: &[PathBuf]) -> Result<Vec<Screen>> {
    let endpoint = &community.ready().endpoint;
    let mut committee = Device::join(endpoint, community.code("committee")?).await?;
    let mut resident = Device::join(endpoint, community.code("resident")?).await?;
    let mut merchant = Device::join(endpoint, community.code("merchant")?).await?;
    let open = committee.put_to_vote("单元门口加装扶手和夜灯").await?;
    let closed = committee.put_to_vote("快递柜移到北门").await?;
    let opinion = resident
        .raise("3 号楼门口没有扶手，下雨天老人上下台阶很滑。希望能装一道扶手，再加一盏灯。")
        .await?;
    let mut photos = vec![Digest([7; 32])];
    for photo in album {
        photos.push(resident.send_photo(std::fs::read(photo)?).await?);
    }
    // The last of them is still on somebody's phone.
    photos.rotate_left(1);
    let pictured = resident
        .raise_with("垃圾箱旁边又堆了家具。照片是今天早上拍的。", photos)
        .await?;
    for motion in [open, closed] {
        resident.vote(motion, Choice::Approve).await?;
    }
    merchant.vote(closed, Choice::Reject).await?;
    committee.close(closed).await?;
    let board = board::lived_in(&mut committee, &mut resident).await?;
    let code = community.invite("committee", 2).await?.pop();
    let mut deputy = Device::join(endpoint, &code.context("a code")?).await?;
    deputy
        .raise("活动中心二楼的饮水机坏了，夏天排练没有水喝，希望尽快修好。")
        .await?;
    let matters = matters::lived_in(&mut committee, &mut resident, &mut merchant).await?;
    let votes = votes::lived_in(community, &mut committee).await?;
    let council = &committee.view().council;
    let motion = |id: MotionId| council.motions.get(&id).context("a motion");
    let topic = motion(open)?.topic;
    let topic_meeting = council.topics.get(&topic).context("a topic")?.meeting;
    let meeting = topic_meeting.context("a meeting")?;
    let screens = [
        ("home", String::new(), None),
        ("opinions", "council/opinions".into(), None),
        ("agenda", "council/agenda".into(), None),
        ("motions", "council/motions".into(), None),
        ("new-opinion", "opinion/new".into(), None),
        ("opinion", format!("opinion/{opinion}"), None),
        ("photos", format!("opinion/{pictured}"), None),
        (
            "photo-viewer",
            format!("opinion/{pictured}"),
            Some("css=main .photo"),
        ),
        (
            "opinion-schedule",
            format!("opinion/{opinion}"),
            Some("css=main .section > .button"),
        ),
        ("topic", format!("topic/{topic}"), None),
        ("new-motion", format!("topic/{topic}/motion"), None),
        ("motion-open", format!("motion/{open}"), None),
        (
            "motion-vote",
            format!("motion/{open}"),
            Some("css=main .section > .card > .button"),
        ),
        ("motion-closed", format!("motion/{closed}"), None),
        ("ballots", format!("motion/{closed}/ballots"), None),
        ("meeting", format!("meeting/{meeting}"), None),
        ("plan", "meeting/plan".into(), None),
        ("ledger", "ledger".into(), None),
        ("me", "me".into(), None),
        ("not-found", "nowhere".into(), None),
        ("join-again", "join/7KQ2M9XDAB".into(), None),
    ];
    let screen = |(name, path, tap)| Screen {
        name,
        hash: format!("#/{path}"),
        tap,
    };
    let board = matters.into_iter().chain(board);
    let board = board.into_iter().map(|(name, path)| (name, path, None));
    let all = screens.into_iter().chain(votes).chain(board);
    Ok(all.map(screen).collect())
}

/// Looks at every screen; all that is wrong comes together in one error.
async fn look_around(engine: Engine, look: Look) -> Result<()> {
    // Few do much in a short time here.
    let server = ServerOptions {
        environment: vec![("YISHI_SYNCS_PER_MINUTE".into(), "0".into())],
        ..ServerOptions::default()
    };
    let community = Community::start_with(server).await?;
    let options = Options {
        width: look.size.0,
        height: look.size.1,
        dark: look.dark,
        ..Options::default()
    };
    let phone = Phone::with(engine, &community, options).await?;
    let mut wrong = Vec::new();
    phone.open_app().await?;
    prefer(&phone, look).await?;
    phone.see("css=main .button.main").await?;
    wrong.extend(inspect(&phone, look, "welcome").await?);
    let folder = tempfile::tempdir()?;
    let mut album = Vec::new();
    for number in 1..=3 {
        let size = (1_200, 900);
        album.push(phone.take_photo(folder.path(), number, size, 1).await?);
    }
    let screens = lived_in(&community, &album).await?;
    let code = community
        .invite("committee", 2)
        .await?
        .pop()
        .context("a code")?;
    phone.open_invitation(&code).await?;
    phone.tap("css=main .button.main").await?;
    phone.see("css=main .section").await?;
    for screen in &screens {
        show(&phone, screen).await?;
        wrong.extend(inspect(&phone, look, screen.name).await?);
        close_sheet(&phone).await?;
    }
    phone
        .eval::<bool>("location.hash = '#/opinion/new'; return true")
        .await?;
    phone.choose_photos(&album).await?;
    phone.see_photos(3).await?;
    phone.settle().await?;
    wrong.extend(inspect(&phone, look, "photo-picker").await?);
    ensure!(wrong.is_empty(), "{}:\n{}", look.name, wrong.join("\n"));
    Ok(())
}

async fn show(phone: &Phone, screen: &Screen) -> Result<()> {
    phone.go(&screen.hash).await?;
    phone.settle().await?;
    if let Some(tap) = screen.tap {
        phone.tap(tap).await?;
        phone.settle().await?;
    }
    Ok(())
}

async fn close_sheet(phone: &Phone) -> Result<()> {
    let close = "document.querySelector('dialog[open]')?.close(); return true";
    phone.eval::<bool>(close).await?;
    Ok(())
}

async fn prefer(phone: &Phone, look: Look) -> Result<()> {
    let elder = u8::from(look.elder);
    let set = format!(
        "localStorage['yishi.elder'] = '{elder}'; localStorage['yishi.lang'] = '{}'; return true",
        look.lang
    );
    phone.eval::<bool>(&set).await?;
    // By way of another page: WebKit's driver waits in vain for some reloads of a page that has just been loaded.
    phone.open("about:blank").await?;
    phone.open_app().await?;
    // The app itself and not the frame that is there before it.
    phone.see("css=#app main:not([aria-busy])").await
}

async fn inspect(phone: &Phone, look: Look, name: &str) -> Result<Vec<String>> {
    phone
        .screenshot(&format!("looks-{}-{name}", look.name))
        .await?;
    let target = if look.elder { 60 } else { 48 };
    let measured: Measured = phone
        .eval(&format!("const least = {target};\n{MEASURE}"))
        .await?;
    let mut wrong = Vec::new();
    if measured.too_wide > 0.5 {
        wrong.push(format!("{name} is {} px too wide", measured.too_wide));
    }
    for small in &measured.small_targets {
        wrong.push(format!("{name} has a small target: {small}"));
    }
    let (text, smallest) = if look.elder {
        (24.0, 18.0)
    } else {
        (18.0, 14.0)
    };
    if measured.text < text || measured.smallest < smallest {
        wrong.push(format!("{name} has small letters: {measured:?}"));
    }
    let broken: Vec<String> = phone.eval(BROKEN).await?;
    if !broken.is_empty() {
        wrong.push(format!("{name} breaks a word of {broken:?}"));
    }
    if name == "patrol-fill-failed" && phone.eval::<bool>(BELOW).await? {
        wrong.push(format!("{name} asks for a photo below what is seen"));
    }
    if phone.engine() == Engine::Chromium {
        wrong.extend(read(phone, name).await?);
    }
    Ok(wrong)
}

/// What axe finds in document and styles, which are the same in every engine: reading them once is enough.
async fn read(phone: &Phone, name: &str) -> Result<Vec<String>> {
    let has_axe: bool = phone.eval("return 'axe' in window").await?;
    if !has_axe {
        phone.eval::<Value>(&format!("{AXE};\nreturn null")).await?;
    }
    let violations: Vec<String> = phone.eval(READ).await?;
    let named = violations
        .iter()
        .map(|violation| format!("{name}: {violation}"));
    Ok(named.collect())
}

/// The tabs whose name, a single word, stands on more than one line.
const BROKEN: &str = "
return [...document.querySelectorAll('.tabs span')].filter((name) => {
  const whole = document.createRange();
  whole.selectNodeContents(name);
  return new Set([...whole.getClientRects()].map(({ top }) => Math.round(top))).size > 1;
}).map((name) => name.innerText);";

/// Whether the button that takes the photo of what is not in order stands below what is seen.
const BELOW: &str = "
const camera = document.querySelector('.question .detail label.button').getBoundingClientRect();
return camera.bottom > document.querySelector('.actions').getBoundingClientRect().top;";

/// axe's serious and critical findings, each with the places.
const READ: &str = "
const { violations } = await axe.run(document, {
  resultTypes: ['violations'], rules: { 'color-contrast-enhanced': { enabled: true } },
});
return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, help, nodes }) =>
  `${id} (${help}): ${nodes.map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ''}`).join(' | ')}`);";

/// Writes a test for each look.
macro_rules! looks {
    ($($name:ident: $engine:ident, $look:expr;)*) => {
        $(#[tokio::test(flavor = "multi_thread")]
        async fn $name() -> Result<()> {
            look_around(Engine::$engine, $look).await
        })*

        mod on_patrol {
            use super::*;

            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() -> Result<()> {
                patrol::look_around(Engine::$engine, $look).await
            })*
        }
    };
}

looks! {
    light_on_a_phone: Chromium, Look::new("light", PHONE, "zh-CN");
    dark_on_a_phone: Chromium, Look::new("dark", PHONE, "zh-CN").dark();
    elder_on_a_phone: Chromium, Look::new("elder", PHONE, "zh-CN").elder();
    elder_and_dark_in_english_on_a_phone: Chromium, Look::new("elder-dark-en", PHONE, "en").elder().dark();
    english_on_a_phone: Chromium, Look::new("en", PHONE, "en");
    light_on_a_desk: Chromium, Look::new("desk", DESK, "zh-CN");
    dark_in_english_on_a_desk: Chromium, Look::new("desk-dark-en", DESK, "en").dark();
    light_on_an_iphone: WebKit, Look::new("light", PHONE, "zh-CN");
    elder_on_an_iphone: WebKit, Look::new("elder", PHONE, "zh-CN").elder();
}
