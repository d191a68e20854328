//! `serve`

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use clap::Args;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use yishi_domain::Actor;

use super::backup::Lock;
use super::settings::{Database, ServeSettings, Settings};
use crate::communities::Communities;
use crate::invitation;
use crate::sample::{self, Sample};
use crate::server::{Endpoint, Options};

#[derive(Args)]
pub(super) struct Serve {
    #[command(flatten)]
    settings: ServeSettings,
    /// What an empty database starts with
    #[arg(long, value_name = "COMMUNITY")]
    sample: Option<Sample>,
    /// Folder of the samples' tables
    #[arg(long, value_name = "DIR", requires = "sample")]
    sample_dir: Option<PathBuf>,
    /// Issue invitations for one member of each role and print their links
    #[arg(long)]
    links: bool,
    /// Print one line of JSON when ready: {"url", "endpoint", "links": {…}}
    #[arg(long)]
    json: bool,
}

/// Another program listens there.
#[derive(Debug, thiserror::Error)]
#[error("port {} of {} is taken by another program; stop it, or choose another by --listen", .0.port(), .0.ip())]
pub(super) struct PortTaken(SocketAddr);

/// Invitations of `--links` end with the next working week.
const VALID_DAYS: u32 = 14;

impl Serve {
    pub(super) async fn run(self, settings: &Settings, file: ServeSettings) -> Result<()> {
        let serve = self.settings.over(file);
        let stop = stop_signal()?;
        // First of all, because importing a sample for nothing takes a while.
        let listener = listen(
            serve
                .listen
                .unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8080))),
        )
        .await?;
        let url = serve.base_url.map_or_else(|| own_url(&listener), Ok)?;
        let _lock = match settings.database()? {
            Database::Sqlite(path) => Some(Lock::shared(&path)?),
            _ => None,
        };
        let storage = settings.open_or_create().await?;
        if let Some(sample) = self.sample {
            sample::create(&storage, sample, self.sample_dir.as_deref()).await?;
        }
        let communities = Communities::open(storage).await?;
        if communities.all().is_empty() {
            tracing::warn!(
                "there is no community yet; `yishi-endpoint community create` makes one"
            );
        }
        let options = Options {
            app: serve.app,
            cors_origins: serve.cors_origins.unwrap_or_default(),
            trusted_proxies: serve.trusted_proxies.unwrap_or_default(),
            syncs_per_minute: serve.syncs_per_minute.unwrap_or(60),
            failed_joins_per_hour: serve.failed_joins_per_hour.unwrap_or(10),
            calendars_per_hour: serve.calendars_per_hour.unwrap_or(60),
            photo_mib_per_hour: serve.photo_mib_per_hour.unwrap_or(64),
        };
        let endpoint = Endpoint::new(listener, communities.clone(), settings.photos()?, &options)?;
        let links = if self.links {
            links(&communities, &url).await?
        } else {
            Vec::new()
        };
        let running = tokio::spawn(endpoint.run(stop));
        tracing::info!(%url, "serving");
        if self.json {
            print_json(&url, &links)?;
        } else {
            print_text(&url, &links)?;
        }
        running.await??;
        Ok(())
    }
}

async fn listen(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .map_err(|error| match error.kind() {
            io::ErrorKind::AddrInUse => PortTaken(address).into(),
            _ => anyhow::Error::new(error).context(format!("cannot listen on {address}")),
        })
}

/// Where a browser on this machine finds it.
fn own_url(listener: &TcpListener) -> Result<String> {
    let mut address = listener.local_addr()?;
    if address.ip().is_unspecified() {
        let own = if address.is_ipv4() {
            IpAddr::V4(Ipv4Addr::LOCALHOST)
        } else {
            IpAddr::V6(Ipv6Addr::LOCALHOST)
        };
        address.set_ip(own);
    }
    Ok(format!("http://{address}"))
}

/// Fresh invitations; older ones stay as they are.
async fn links(communities: &Arc<Communities>, url: &str) -> Result<Vec<(&'static str, String)>> {
    let all = communities.all();
    let mut all = all.values();
    let (Some(community), None) = (all.next(), all.next()) else {
        bail!("--links needs exactly one community");
    };
    let (mut commands, mut links) = (Vec::new(), Vec::new());
    for (role, member) in sample::faces(community.view().state()) {
        let (command, code) = invitation::issue(member, VALID_DAYS)?;
        commands.push(command);
        links.push((role, invitation::link(url, &code)));
    }
    community
        .submit(Actor::Operator, commands)
        .await
        .context("the invitations cannot be stored")?;
    Ok(links)
}

fn print_json(url: &str, links: &[(&str, String)]) -> Result<()> {
    let links: BTreeMap<&str, &str> = links
        .iter()
        .map(|(role, link)| (*role, link.as_str()))
        .collect();
    let line = serde_json::json!({ "url": url, "endpoint": url, "links": links });
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}

fn print_text(url: &str, links: &[(&str, String)]) -> Result<()> {
    let mut out = io::stdout().lock();
    for (role, link) in links {
        writeln!(out, "\n{} {role}\n{link}", in_chinese(role))?;
        if let Some(picture) = invitation::picture(link) {
            writeln!(out, "{picture}")?;
        }
    }
    writeln!(out, "\n{url}")?;
    Ok(out.flush()?)
}

fn in_chinese(role: &str) -> &'static str {
    match role {
        "resident" => "居民",
        "housemate" => "同户居民",
        "representative" => "居民代表",
        "merchant" => "商户",
        _ => "居委会",
    }
}

/// Done when the process is asked to end.
fn stop_signal() -> Result<impl Future<Output = ()> + Send> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
