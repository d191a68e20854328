//! A community on the release endpoint, filled through the protocol with what its members would do.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use tempfile::TempDir;
use uuid::Uuid;
use yishi_domain::council::{Category, RaiseOpinion, SecondOpinion};
use yishi_domain::roster::IssueInvitation;
use yishi_domain::{Command, HouseholdId, InvitationId, MemberId, OpinionId};
use yishi_sync::wire::digest;
use yishi_tests::{Server, ServerOptions, place};

use crate::device::{Device, now};

/// A running endpoint with one community, and its committee's device.
pub(crate) struct Community {
    pub(crate) server: Server,
    pub(crate) committee: Device,
    pub(crate) people: Vec<Person>,
    /// Kept, because the folders go when their owner does.
    folder: TempDir,
}

/// A member as the roster has them.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) member: MemberId,
    pub(crate) household: Option<HouseholdId>,
    pub(crate) born: i64,
}

/// A community in which opinions were raised.
pub(crate) struct Filled {
    /// Events that the phone pulls.
    pub(crate) events: usize,
    /// Bytes of one of them, on average.
    pub(crate) bytes: f64,
    /// What the text of the newest opinion holds and no other.
    pub(crate) marker: String,
    /// The newest opinions, none of which the phone's member raised or seconded; the newest last.
    pub(crate) newest: Vec<OpinionId>,
}

impl Community {
    /// Starts the endpoint on an empty folder with the small or the whole sample community. The plain pages stand
    /// beside the app, under `bench/`; reached by another name of this machine they are another site.
    pub(crate) async fn start(sample: &str) -> Result<Self> {
        Self::start_with(sample, Vec::new()).await
    }

    /// The same, with more environment for the endpoint.
    pub(crate) async fn start_with(
        sample: &str,
        environment: Vec<(String, String)>,
    ) -> Result<Self> {
        let folder = tempfile::tempdir().context("no temporary folder")?;
        let app = folder.path().join("app");
        copy(&place::dist(), &app).context("the app is not built; scripts/build_app.sh does it")?;
        copy(&place::root().join("tests/bench"), &app.join("bench"))?;
        let options = ServerOptions {
            community: sample.to_owned(),
            app: Some(app),
            arguments: ["--syncs-per-minute", "0", "--failed-joins-per-hour", "0"]
                .map(String::from)
                .to_vec(),
            environment,
            ..ServerOptions::default()
        };
        let server = Server::start(&folder.path().join("data"), options).await?;
        let mut committee = Device::join(server.port(), server.code("committee")?).await?;
        let people = committee
            .pull()
            .await?
            .events
            .iter()
            .filter_map(Person::of)
            .collect::<Vec<_>>();
        ensure!(!people.is_empty(), "the committee sees no members");
        Ok(Self {
            server,
            committee,
            people,
            folder,
        })
    }

    /// Adds homes with one adult each until there are so many.
    pub(crate) async fn grow(&mut self, homes: usize) -> Result<()> {
        let missing = homes.saturating_sub(one_of_each_home(&self.people).len());
        let mut table = "姓名,楼栋,单元,房号,建筑面积,身份,店铺,产权人,年龄\n".to_owned();
        for n in 0..missing {
            let (building, floor, door) = (101 + n / 100, n % 100 / 4 + 1, n % 4 + 1);
            let area = 58 + n % 70;
            let _ = writeln!(
                table,
                "住户{n},{building},1,{floor}{door:02},{area}.5,居民,,是,50"
            );
        }
        let file = self.server.data().join("more.csv");
        fs::write(&file, table)?;
        let output = tokio::process::Command::new(place::endpoint_binary()?)
            .args(["import", "roster"])
            .arg(&file)
            .arg("--data")
            .arg(self.server.data())
            .output()
            .await?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "the roster is refused: {said}");
        // The endpoint looks now and then what others have written into its database.
        for _ in 0..150 {
            let events = self.committee.pull().await?.events;
            self.people.extend(events.iter().filter_map(Person::of));
            if one_of_each_home(&self.people).len() >= homes {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        bail!("{} homes are there", one_of_each_home(&self.people).len())
    }

    /// The address of the app, without a slash at the end.
    pub(crate) fn app(&self) -> String {
        format!("http://127.0.0.1:{}", self.server.port())
    }

    /// How many photos have arrived.
    pub(crate) async fn photos(&self) -> Result<usize> {
        let export = self.folder.path().join("export");
        let output = tokio::process::Command::new(place::endpoint_binary()?)
            .arg("export")
            .arg(&export)
            .arg("--data")
            .arg(self.server.data())
            .output()
            .await?;
        ensure!(output.status.success(), "it cannot be exported");
        let told = String::from_utf8(output.stdout)?;
        let count = told.trim().strip_suffix(" photos");
        let count = count.and_then(|told| told.rsplit(' ').next());
        Ok(count.context("no count of photos")?.parse()?)
    }

    /// The address of a plain page, on a site of its own.
    pub(crate) fn plain(&self, page: &str) -> String {
        format!("http://localhost:{}/bench/{page}", self.server.port())
    }

    /// Invitation codes, one for each name.
    pub(crate) async fn invite(&mut self, members: &[MemberId]) -> Result<Vec<String>> {
        let codes: Vec<String> = members.iter().map(|_| code()).collect();
        let commands: Vec<Command> = members
            .iter()
            .zip(&codes)
            .map(|(member, code)| {
                Command::IssueInvitation(IssueInvitation {
                    invitation: InvitationId(Uuid::now_v7()),
                    member: *member,
                    code: digest(code.as_bytes()),
                    expires_at: now().plus_seconds(86_400),
                })
            })
            .collect();
        self.committee.push(&commands).await?;
        Ok(codes)
    }

    /// Devices that have joined, one for each name.
    pub(crate) async fn devices(&mut self, members: &[MemberId]) -> Result<Vec<Device>> {
        let mut devices = Vec::with_capacity(members.len());
        for code in self.invite(members).await? {
            devices.push(Device::join(self.server.port(), &code).await?);
        }
        Ok(devices)
    }

    /// The member whose phone is measured.
    pub(crate) async fn phone_member(&mut self) -> Result<MemberId> {
        let code = self.server.code("resident")?.to_owned();
        Ok(Device::join(self.server.port(), &code).await?.member)
    }

    /// Lets members raise and second opinions until that member's phone pulls so many events. Half of them are
    /// opinions, half say that one was seconded. The newest `open` opinions are seconded by nobody.
    pub(crate) async fn fill(
        &mut self,
        phone: MemberId,
        events: usize,
        open: usize,
    ) -> Result<Filled> {
        const AUTHORS: usize = 20;
        const AT_ONCE: usize = 100;
        let authors: Vec<MemberId> = self
            .people
            .iter()
            .map(|person| person.member)
            .filter(|member| *member != phone)
            .take(AUTHORS)
            .collect();
        let mut authors = self.devices(&authors).await?;
        let spy = self.devices(&[phone]).await?.pop().context("one device")?;
        let mut spy = spy;
        let before = spy.pull().await?.events.len();

        let mut missing = events.saturating_sub(before);
        let (mut number, mut turn, mut newest) = (0, 0, Vec::new());
        while missing > 0 {
            let last = missing <= AT_ONCE.max(open);
            let count = if last {
                missing
            } else {
                AT_ONCE.min(missing / 2).max(1)
            };
            let raised: Vec<RaiseOpinion> = (0..count).map(|_| opinion(&mut number)).collect();
            newest.extend(raised.iter().map(|raised| raised.opinion));
            let seconds: Vec<Command> = raised
                .iter()
                .map(|raised| {
                    Command::SecondOpinion(SecondOpinion {
                        opinion: raised.opinion,
                    })
                })
                .collect();
            let raises: Vec<Command> = raised.into_iter().map(Command::RaiseOpinion).collect();
            authors[turn % AUTHORS].push(&raises).await?;
            missing -= count;
            if !last {
                authors[(turn + 1) % AUTHORS].push(&seconds).await?;
                missing -= count;
            }
            turn += 1;
        }
        let pulled = spy.pull().await?;
        let newest = newest.split_off(newest.len().saturating_sub(open.max(1)));
        #[allow(clippy::cast_precision_loss, reason = "far below 2^53")]
        let bytes = pulled.bytes as f64 / pulled.events.len().max(1) as f64;
        Ok(Filled {
            events: before + pulled.events.len(),
            bytes,
            marker: marker(number),
            newest,
        })
    }
}

impl Person {
    fn of(event: &Value) -> Option<Self> {
        if event.get("type")? != "member_recorded" {
            return None;
        }
        let body = event.get("body")?;
        Some(Self {
            member: serde_json::from_value(body.get("member")?.clone()).ok()?,
            household: serde_json::from_value(body.get("household")?.clone()).ok()?,
            born: body.get("born")?.as_i64()?,
        })
    }

    /// Whether the member may vote for the home.
    pub(crate) fn is_adult(&self) -> bool {
        self.born < 2_000
    }
}

/// One adult of each home.
pub(crate) fn one_of_each_home(people: &[Person]) -> Vec<MemberId> {
    let mut homes = BTreeSet::new();
    let adults = people.iter().filter(|person| person.is_adult());
    adults
        .filter(|person| person.household.is_some_and(|home| homes.insert(home)))
        .map(|person| person.member)
        .collect()
}

/// An opinion of ordinary length; together with its envelope about 400 bytes.
fn opinion(number: &mut usize) -> RaiseOpinion {
    const PLACES: [&str; 7] = [
        "三号楼",
        "东门",
        "菜市场",
        "广场",
        "七号楼二单元",
        "社区书屋",
        "地下车库",
    ];
    const MATTERS: [&str; 8] = [
        "的路灯不亮了",
        "的电梯常停",
        "早上六点有噪音",
        "积水没人扫",
        "摆摊占了人行道",
        "缺一个扶手",
        "的垃圾桶太少",
        "希望装充电桩",
    ];
    *number += 1;
    let text = format!(
        "{}{}，请来看看。{}",
        PLACES[*number % 7],
        MATTERS[*number % 8],
        marker(*number)
    );
    let category = Category::ALL[*number % Category::ALL.len()];
    RaiseOpinion {
        opinion: OpinionId(Uuid::now_v7()),
        text,
        category,
        anonymous: false,
        photos: vec![],
        shop: None,
    }
}

fn marker(number: usize) -> String {
    format!("（第{number}号）")
}

/// Ten characters of Crockford's base 32 that nobody has used.
fn code() -> String {
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let bits = Uuid::now_v7().as_u128();
    // The random end of the id, and of its time what changes.
    (0..10)
        .map(|place| {
            char::from(DIGITS[usize::try_from(bits >> (5 * place) & 31).unwrap_or_default()])
        })
        .collect()
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("no folder {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
