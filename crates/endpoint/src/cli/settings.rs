//! Options that every command knows, from flags, environment and file.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use serde::Deserialize;
use uuid::Uuid;

use crate::community::Driver;
use crate::photos::Photos;
use crate::storage::{self, SqliteSettings, SqliteStorage, Storage};

/// Pages of SQLite in one mebibyte.
const PAGES_PER_MIB: u32 = 256;

#[derive(Debug, Default, Args, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Settings {
    /// A TOML file with the same options
    #[arg(long, global = true, env = "YISHI_CONFIG", value_name = "FILE")]
    #[serde(skip)]
    config: Option<PathBuf>,
    /// Folder of the database; made if it is missing [default: data]
    #[arg(long, global = true, env = "YISHI_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
    /// sqlite:PATH, postgres://…, or memory [default: sqlite in the data folder]
    #[arg(
        long,
        global = true,
        env = "YISHI_DATABASE",
        value_name = "ADDRESS",
        hide_env_values = true
    )]
    database: Option<String>,
    /// The most that the SQLite file may take of the disk, in MiB [default: no limit]
    #[arg(
        long,
        global = true,
        env = "YISHI_DATABASE_MAX_MIB",
        value_name = "MIB"
    )]
    database_max_mib: Option<u32>,
    /// Where photos are kept: a folder, or s3://BUCKET/PREFIX with the credentials in the environment, AWS_…
    /// [default: `photos` beside the SQLite file or in the data folder]
    #[arg(long, global = true, env = "YISHI_PHOTOS", value_name = "PLACE")]
    photos: Option<String>,
    /// Form of the log on standard error [default: text]
    #[arg(long, global = true, env = "YISHI_LOG", value_name = "FORM")]
    pub(super) log: Option<LogForm>,
    /// What is logged, as tracing's EnvFilter has it [default: info,sqlx=warn]
    #[arg(long, global = true, env = "YISHI_LOG_FILTER", value_name = "FILTER")]
    pub(super) log_filter: Option<String>,
    /// The options of `serve`, in the file only
    #[arg(skip)]
    serve: ServeSettings,
}

/// Options of `serve`.
#[derive(Debug, Default, Args, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ServeSettings {
    /// Address and port; port 0 is any free one [default: 127.0.0.1:8080]
    #[arg(long, env = "YISHI_LISTEN", value_name = "ADDRESS")]
    pub(super) listen: Option<SocketAddr>,
    /// Folder of the built app, served on the same port
    #[arg(long, env = "YISHI_APP", value_name = "DIR")]
    pub(super) app: Option<PathBuf>,
    /// The address under which phones find it, for links [default: the one it listens on]
    #[arg(long, env = "YISHI_BASE_URL", value_name = "URL")]
    pub(super) base_url: Option<String>,
    /// Origins whose pages may call it: scheme, host and port
    #[arg(
        long,
        env = "YISHI_CORS_ORIGINS",
        value_name = "ORIGIN",
        value_delimiter = ','
    )]
    pub(super) cors_origins: Option<Vec<String>>,
    /// Proxies whose X-Forwarded-For is believed
    #[arg(
        long,
        env = "YISHI_TRUSTED_PROXIES",
        value_name = "IP",
        value_delimiter = ','
    )]
    pub(super) trusted_proxies: Option<Vec<IpAddr>>,
    /// Sync requests of one device in a minute; 0 for any number [default: 60]
    #[arg(long, env = "YISHI_SYNCS_PER_MINUTE", value_name = "N")]
    pub(super) syncs_per_minute: Option<u32>,
    /// Failed attempts to join from one address in an hour; 0 for any number [default: 10]
    #[arg(long, env = "YISHI_FAILED_JOINS_PER_HOUR", value_name = "N")]
    pub(super) failed_joins_per_hour: Option<u32>,
    /// Fetches of one calendar in an hour; 0 for any number [default: 60]
    #[arg(long, env = "YISHI_CALENDARS_PER_HOUR", value_name = "N")]
    pub(super) calendars_per_hour: Option<u32>,
    /// MiB of photos from one device in an hour; 0 for any number [default: 64]
    #[arg(long, env = "YISHI_PHOTO_MIB_PER_HOUR", value_name = "N")]
    pub(super) photo_mib_per_hour: Option<u32>,
}

#[derive(Debug, Clone, Copy, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum LogForm {
    Text,
    Json,
}

/// Where the logs of the communities are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Database {
    Memory,
    Sqlite(PathBuf),
    Postgres(String),
}

impl Settings {
    /// Adds what stands in the file and nowhere else. Gives the file's options of `serve` apart.
    pub(super) fn with_file(self) -> Result<(Self, ServeSettings)> {
        let file = match &self.config {
            Some(path) => {
                let text = std::fs::read_to_string(path)
                    .with_context(|| format!("{} cannot be read", path.display()))?;
                toml::from_str(&text)
                    .with_context(|| format!("{} is no configuration", path.display()))?
            }
            None => Self::default(),
        };
        let settings = Self {
            config: self.config,
            data: self.data.or(file.data),
            database: self.database.or(file.database),
            database_max_mib: self.database_max_mib.or(file.database_max_mib),
            photos: self.photos.or(file.photos),
            log: self.log.or(file.log),
            log_filter: self.log_filter.or(file.log_filter),
            serve: ServeSettings::default(),
        };
        Ok((settings, file.serve))
    }

    pub(super) fn database(&self) -> Result<Database> {
        Ok(match self.database.as_deref() {
            None => Database::Sqlite(self.in_data()),
            Some("memory" | "memory:") => Database::Memory,
            Some(address)
                if address.starts_with("postgres://") || address.starts_with("postgresql://") =>
            {
                Database::Postgres(address.to_owned())
            }
            Some(address) => match address.strip_prefix("sqlite:") {
                Some(path) if !path.is_empty() => Database::Sqlite(path.into()),
                _ => bail!("--database is sqlite:PATH, postgres://… or memory"),
            },
        })
    }

    /// The place of the photos.
    pub(super) fn photos(&self) -> Result<Photos> {
        let place = match (&self.photos, self.database()?) {
            (Some(place), _) => place.clone(),
            (None, Database::Memory) => return Ok(Photos::in_memory()),
            (None, Database::Sqlite(path)) => beside(&path),
            (None, Database::Postgres(_)) => beside(&self.in_data()),
        };
        Photos::at(&place).with_context(|| format!("the photos in {place} cannot be used"))
    }

    fn in_data(&self) -> PathBuf {
        let data = self.data.as_deref().unwrap_or(Path::new("data"));
        data.join("yishi.sqlite")
    }

    /// Opens the database; a SQLite file is made if it is missing.
    pub(super) async fn open_or_create(&self) -> Result<Arc<dyn Storage>> {
        match self.database()? {
            Database::Memory => Ok(storage::open("memory:").await?),
            Database::Postgres(address) => storage::open(&address)
                .await
                .context("the PostgreSQL database cannot be opened"),
            Database::Sqlite(path) => {
                if let Some(folder) = path.parent() {
                    std::fs::create_dir_all(folder)
                        .with_context(|| format!("{} cannot be made", folder.display()))?;
                }
                let max_pages = self
                    .database_max_mib
                    .map(|mib| mib.saturating_mul(PAGES_PER_MIB));
                let settings = SqliteSettings {
                    max_pages,
                    ..SqliteSettings::default()
                };
                let opened = SqliteStorage::open(&path, settings).await;
                Ok(Arc::new(opened.with_context(|| {
                    format!("{} cannot be opened", path.display())
                })?))
            }
        }
    }

    /// Opens a database that must be there.
    pub(super) async fn open(&self) -> Result<Arc<dyn Storage>> {
        if let Database::Sqlite(path) = self.database()?
            && !path.exists()
        {
            bail!("there is no database at {}", path.display());
        }
        self.open_or_create().await
    }

    /// Opens a community: the one of that name or id, or the only one.
    pub(super) async fn community(&self, wanted: Option<&str>) -> Result<Driver> {
        let storage = self.open().await?;
        let mut drivers = Vec::new();
        for row in storage.communities().await? {
            let same_id =
                wanted.is_some_and(|wanted| wanted.parse::<Uuid>().is_ok_and(|id| id == row.id));
            if wanted.is_none_or(|wanted| row.name == wanted || same_id) {
                drivers.push(row.id);
            }
        }
        match drivers.as_slice() {
            [id] => Ok(Driver::load(storage, *id).await?),
            [] if wanted.is_some() => {
                bail!("there is no such community; `community list` shows them")
            }
            [] => bail!("there is no community yet; `community create` makes one"),
            _ => bail!("there are several communities: choose one by --community"),
        }
    }
}

impl ServeSettings {
    /// Adds what stands in the file and nowhere else.
    pub(super) fn over(self, file: Self) -> Self {
        Self {
            listen: self.listen.or(file.listen),
            app: self.app.or(file.app),
            base_url: self.base_url.or(file.base_url),
            cors_origins: self.cors_origins.or(file.cors_origins),
            trusted_proxies: self.trusted_proxies.or(file.trusted_proxies),
            syncs_per_minute: self.syncs_per_minute.or(file.syncs_per_minute),
            failed_joins_per_hour: self.failed_joins_per_hour.or(file.failed_joins_per_hour),
            calendars_per_hour: self.calendars_per_hour.or(file.calendars_per_hour),
            photo_mib_per_hour: self.photo_mib_per_hour.or(file.photo_mib_per_hour),
        }
    }
}

/// The folder of the photos beside a database file.
fn beside(database: &Path) -> String {
    let folder = database.parent().unwrap_or(Path::new(""));
    folder.join("photos").to_string_lossy().into_owned()
}
