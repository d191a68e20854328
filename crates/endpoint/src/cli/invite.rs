//! `invite`

use anyhow::{Result, bail};
use clap::Args;
use yishi_domain::roster::Role;
use yishi_domain::{MemberId, State};

use super::settings::Settings;
use crate::invitation;

#[derive(Args)]
#[command(group(clap::ArgGroup::new("whom").required(true).args(["member", "role"])))]
pub(super) struct Invite {
    /// Name on the roster
    #[arg(long, value_name = "NAME")]
    member: Option<String>,
    /// The member's home as building-unit-room, if the name is not unique
    #[arg(long, value_name = "HOME", requires = "member")]
    home: Option<String>,
    /// Members who hold this role: resident, representative, merchant, committee, …
    #[arg(long)]
    role: Option<String>,
    /// How many of them at most
    #[arg(long, default_value_t = 1, requires = "role")]
    count: usize,
    /// The address under which phones find the app
    #[arg(long, env = "YISHI_BASE_URL", value_name = "URL")]
    base_url: Option<String>,
    /// Days until the invitation is void
    #[arg(long, default_value_t = 14, value_name = "DAYS")]
    valid_days: u32,
    /// Name or id of the community, if there are several
    #[arg(long)]
    community: Option<String>,
}

impl Invite {
    pub(super) async fn run(self, settings: &Settings, base_url: Option<String>) -> Result<()> {
        let mut driver = settings.community(self.community.as_deref()).await?;
        let members = match (&self.member, &self.role) {
            (Some(name), _) => vec![by_name(driver.state(), name, self.home.as_deref())?],
            (None, Some(role)) => by_role(driver.state(), role, self.count)?,
            (None, None) => Vec::new(),
        };
        let (mut commands, mut codes) = (Vec::new(), Vec::new());
        for member in members {
            let (command, code) = invitation::issue(member, self.valid_days)?;
            commands.push(command);
            codes.push((described(driver.state(), member), code));
        }
        driver.operate(commands).await?;
        driver.storage().close().await;
        let base_url = self.base_url.or(base_url);
        for (whom, code) in codes {
            println!("{whom}\n{code}");
            if let Some(base_url) = &base_url {
                let link = invitation::link(base_url, &code);
                println!("{link}");
                if let Some(picture) = invitation::picture(&link) {
                    println!("{picture}");
                }
            }
            println!();
        }
        if base_url.is_none() {
            eprintln!("with --base-url (or YISHI_BASE_URL) there is a link and a QR code too");
        }
        Ok(())
    }
}

fn by_name(state: &State, name: &str, home: Option<&str>) -> Result<MemberId> {
    let homes = &state.roster.households;
    let lives_there = |household: Option<yishi_domain::HouseholdId>| {
        home.is_none_or(|home| {
            household
                .and_then(|id| homes.get(&id))
                .is_some_and(|h| h.label() == home)
        })
    };
    let named = state
        .roster
        .members
        .iter()
        .filter(|(_, m)| m.name == name && lives_there(m.household));
    let found: Vec<MemberId> = named.map(|(id, _)| *id).collect();
    match found.as_slice() {
        [only] => Ok(*only),
        [] => bail!(
            "nobody of that name is on the roster{}",
            home.map_or("", |_| " in that home")
        ),
        several => {
            let all: Vec<String> = several.iter().map(|id| described(state, *id)).collect();
            bail!(
                "several are of that name, choose by --home: {}",
                all.join(", ")
            )
        }
    }
}

fn by_role(state: &State, role: &str, count: usize) -> Result<Vec<MemberId>> {
    // The rules' own spelling, so that a new role is known here at once.
    let known: Role = serde_json::from_value(serde_json::Value::String(role.to_owned()))
        .map_err(|_| anyhow::anyhow!("there is no role {role}"))?;
    let holders = state
        .roster
        .members
        .iter()
        .filter(|(_, member)| member.roles.contains(&known));
    let holders: Vec<MemberId> = holders.map(|(id, _)| *id).take(count).collect();
    if holders.is_empty() {
        bail!("nobody on the roster holds the role {role}");
    }
    Ok(holders)
}

fn described(state: &State, member: MemberId) -> String {
    let Some(record) = state.roster.members.get(&member) else {
        return String::new();
    };
    let home = record
        .household
        .and_then(|id| state.roster.households.get(&id));
    home.map_or_else(
        || record.name.clone(),
        |home| format!("{} {}", record.name, home.label()),
    )
}
