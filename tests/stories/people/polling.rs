//! Those who vote without a screen, so that a vote has a turnout.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use uuid::Uuid;
use yishi_domain::council::{AdvanceMeeting, Choice, MeetingState, PlanMeeting, Voter};
use yishi_domain::{Command, MeetingId, MotionId};
use yishi_tests::{Engine, wait};

use super::{Community, Device, Phone};

/// Devices of so many different voters of a motion, none of whom has voted.
pub(crate) async fn voters(
    community: &Community,
    motion: MotionId,
    count: usize,
) -> Result<Vec<Device>> {
    let (mut found, mut known) = (Vec::new(), BTreeSet::new());
    // Others of the same home are among those who are invited.
    for code in community.invite("resident", 6 * count).await? {
        if found.len() == count {
            break;
        }
        let device = Device::join(&community.ready().endpoint, &code).await?;
        if let Some(voter) = device.voter(motion)
            && known.insert(voter.id)
        {
            found.push(device);
        }
    }
    ensure!(found.len() == count, "only {} may vote", found.len());
    Ok(found)
}

impl Device {
    /// Whose vote this device casts, unless that has voted or may not.
    pub(crate) fn voter(&self, motion: MotionId) -> Option<Voter> {
        let state = self.view();
        let motion = state.council.motions.get(&motion)?;
        let today = state.date(Self::now());
        let voter = motion.electorate.voter_of(state, self.member(), today)?;
        (!motion.ballots.contains_key(&voter.id)).then_some(voter)
    }

    /// A meeting that is being held.
    pub(crate) async fn hold_meeting(&mut self) -> Result<MeetingId> {
        let meeting = MeetingId(Uuid::now_v7());
        self.act(&Command::PlanMeeting(PlanMeeting {
            meeting,
            starts_at: Self::now().plus_seconds(600),
            place: "活动中心".into(),
            reason: Some("商量端午节".into()),
        }))
        .await?;
        for to in [MeetingState::Called, MeetingState::Open] {
            self.act(&Command::AdvanceMeeting(AdvanceMeeting { meeting, to }))
                .await?;
        }
        Ok(meeting)
    }
}

impl Phone {
    /// Types whose ballot it is, and presses Enter as at a desk.
    pub(crate) async fn type_voter(&self, text: &str) -> Result<()> {
        self.fill("房号或姓名", &format!("{text}{ENTER}")).await
    }

    /// Taps a button that hands over a file, and gives where the file is.
    pub(crate) async fn save(&self, button: &str, folder: &Path) -> Result<PathBuf> {
        match self.engine() {
            Engine::Chromium => self.download(button, folder).await,
            Engine::WebKit => self.follow(button, folder).await,
        }
    }

    async fn download(&self, button: &str, folder: &Path) -> Result<PathBuf> {
        let allow = json!({ "behavior": "allow", "downloadPath": folder });
        self.cdp("Page.setDownloadBehavior", allow).await?;
        let before = files(folder)?;
        self.tap(button).await?;
        wait::until("the file", Duration::from_secs(20), async || {
            let now = files(folder)?;
            let new = now.difference(&before).next().cloned();
            let whole = |file: &PathBuf| file.extension().is_none_or(|e| e != "crdownload");
            Ok(new.filter(whole).ok_or_else(|| format!("{now:?}")))
        })
        .await
    }

    /// The driver of this engine keeps no downloads: what the link holds is taken instead.
    async fn follow(&self, button: &str, folder: &Path) -> Result<PathBuf> {
        let watch = "HTMLAnchorElement.prototype.click = function () {
            window.handed = [this.download, this.href] }; return true";
        self.eval::<bool>(watch).await?;
        self.tap(button).await?;
        // The page may fetch from its endpoint alone.
        let taken = "const [name, link] = window.handed;
            return [name, decodeURIComponent(link.slice(link.indexOf(',') + 1))]";
        let (name, text): (String, String) = self.eval(taken).await?;
        let file = folder.join(name);
        std::fs::write(&file, text)?;
        Ok(file)
    }

    /// Everything that the app has stored on this phone, as text.
    pub(crate) async fn stored(&self) -> Result<String> {
        self.eval(STORED).await
    }
}

/// The key, as drivers write it.
const ENTER: char = '\u{e007}';

const STORED: &str = "
    const db = await new Promise((done, failed) => {
      const opening = indexedDB.open('yishi');
      opening.onsuccess = () => done(opening.result);
      opening.onerror = () => failed(opening.error);
    });
    const all = (table) => new Promise((done, failed) => {
      const asked = db.transaction(table).objectStore(table).getAll();
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
    const plain = (key, value) => ArrayBuffer.isView(value) ? new TextDecoder().decode(value) : value;
    const tables = await Promise.all([...db.objectStoreNames].map(all));
    db.close();
    return JSON.stringify(tables, plain)";

fn files(folder: &Path) -> Result<BTreeSet<PathBuf>> {
    let files = std::fs::read_dir(folder)?;
    files.map(|file| Ok(file?.path())).collect()
}

/// What the program that shares no code with the app counts from exported votes, a line each.
pub(crate) async fn recounted(files: &[PathBuf]) -> Result<Vec<Value>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("recount.py");
    let output = tokio::process::Command::new("python3")
        .arg(script)
        .args(files)
        .output()
        .await
        .context("python3 is installed")?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{said}\n{output:?}");
    let text = String::from_utf8(output.stdout)?;
    let lines = text.lines();
    lines.map(|line| Ok(serde_json::from_str(line)?)).collect()
}

/// Options by their numbers.
pub(crate) fn options(numbers: &[u8]) -> Vec<Choice> {
    numbers
        .iter()
        .map(|number| Choice::Option(*number))
        .collect()
}
