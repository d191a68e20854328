//! `community create` and `community list`

use anyhow::{Result, bail};
use clap::Subcommand;
use yishi_domain::{Actor, EpochId};
use yishi_sync::Authority;

use super::settings::Settings;
use crate::clock::{new_id, now};
use crate::community::Driver;
use crate::sample::{found, founding};

#[derive(Subcommand)]
pub(super) enum Community {
    /// Adds a community and prints its id
    Create {
        /// What its members call it
        #[arg(long)]
        name: String,
        /// Minutes that its time zone lies east of UTC
        #[arg(long, default_value_t = 480, allow_negative_numbers = true)]
        utc_offset: i16,
    },
    /// Lists all communities: id, members, events, name
    List,
}

impl Community {
    pub(super) async fn run(self, settings: &Settings) -> Result<()> {
        match self {
            Self::Create { name, utc_offset } => create(settings, &name, utc_offset).await,
            Self::List => list(settings).await,
        }
    }
}

async fn create(settings: &Settings, name: &str, utc_offset: i16) -> Result<()> {
    let command = founding(name, utc_offset);
    // Tried on nothing first, so that a name that is refused leaves nothing behind.
    Authority::new(EpochId(new_id()), 0, None).submit(
        Actor::Operator,
        &command,
        now(),
        &mut new_id,
    )?;
    let storage = settings.open_or_create().await?;
    if storage
        .communities()
        .await?
        .iter()
        .any(|community| community.name == name)
    {
        bail!("there is a community of that name already");
    }
    let id = found(&storage, name).await?;
    Driver::load(storage.clone(), id)
        .await?
        .operate(vec![command])
        .await?;
    storage.close().await;
    println!("{id}");
    Ok(())
}

async fn list(settings: &Settings) -> Result<()> {
    let storage = settings.open().await?;
    for row in storage.communities().await? {
        let driver = Driver::load(storage.clone(), row.id).await?;
        println!(
            "{}\t{}\t{}\t{}",
            row.id,
            driver.state().roster.members.len(),
            row.head,
            row.name
        );
    }
    storage.close().await;
    Ok(())
}
