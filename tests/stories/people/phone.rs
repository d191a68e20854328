//! A person's phone: a browser on a profile of its own, behind a network of its own.

use std::ops::{Deref, DerefMut};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;
use yishi_tests::{Browser, Engine, Options, Proxy, Server};

/// What is not with the endpoint yet, or nothing.
const WAITS: &str = "
    const db = await new Promise((done, failed) => {
      const opening = indexedDB.open('yishi');
      opening.onsuccess = () => done(opening.result);
      opening.onerror = () => failed(opening.error);
    });
    const look = async () => {
      const line = await new Promise((done, failed) => {
        const asked = db.transaction('outbox').objectStore('outbox').count();
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => failed(asked.error);
      });
      if (line > 0) return `${line} in the line`;
      if (document.querySelector('[aria-busy=true]')) return 'something is being stored';
      const said = document.querySelector('.sync')?.innerText ?? 'nothing';
      return said.includes('已同步') ? null : `the phone says ${said}`;
    };
    let waits = null;
    for (let looks = 0; looks < 5 && waits === null; looks++) {
      await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
      waits = await look();
    }
    db.close();
    return waits";

/// Somebody's phone.
pub(crate) struct Phone {
    browser: Browser,
    network: Option<Proxy>,
    home: String,
    _profile: TempDir,
}

impl Deref for Phone {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        &self.browser
    }
}

impl DerefMut for Phone {
    fn deref_mut(&mut self) -> &mut Browser {
        &mut self.browser
    }
}

impl Phone {
    /// A new phone whose network leads to a community's endpoint, which serves the app too.
    pub(crate) async fn new(engine: Engine, server: &Server) -> Result<Self> {
        Self::with(engine, server, Options::default()).await
    }

    /// The same, with another size, colour or language.
    pub(crate) async fn with(engine: Engine, server: &Server, options: Options) -> Result<Self> {
        let network = Proxy::start(server.port()).await?;
        let home = network.url();
        let mut phone = Self::at(engine, &home, options).await?;
        phone.network = Some(network);
        Ok(phone)
    }

    /// A new phone that finds the app at that address (without a slash at the end), on a network that never fails.
    pub(crate) async fn at(engine: Engine, home: &str, options: Options) -> Result<Self> {
        let profile = tempfile::tempdir().context("no temporary folder")?;
        let browser = Browser::launch(engine, profile.path(), options).await?;
        let home = home.trim_end_matches('/').to_owned();
        Ok(Self {
            browser,
            network: None,
            home,
            _profile: profile,
        })
    }

    /// The address of a screen, such as `#/me`.
    pub(crate) fn screen(&self, hash: &str) -> String {
        format!("{}/{hash}", self.home)
    }

    /// Opens the app, as from the home screen of the phone.
    pub(crate) async fn open_app(&self) -> Result<()> {
        self.open(&self.screen("")).await
    }

    /// Opens the link of an invitation.
    pub(crate) async fn open_invitation(&self, code: &str) -> Result<()> {
        self.open(&self.screen(&format!("#/join/{code}"))).await
    }

    /// Joins with one tap, and waits until everything is here.
    pub(crate) async fn join(&self, code: &str) -> Result<()> {
        self.open_invitation(code).await?;
        self.tap("加入").await?;
        self.see("需要您").await?;
        self.see("已同步").await
    }

    /// The network goes: nothing answers any more, not even what has served the app.
    pub(crate) async fn lose_network(&self) -> Result<()> {
        self.network()?.cut().await;
        Ok(())
    }

    /// From now on the network carries no more than so many bytes a second away from this phone.
    pub(crate) fn slow_down(&self, bytes: u64) -> Result<()> {
        self.network()?.slow_down(bytes);
        Ok(())
    }

    /// Waits until the network has carried so many more bytes away from this phone.
    pub(crate) async fn has_passed(&self, bytes: u64) -> Result<()> {
        let network = self.network()?;
        let goal = network.sent() + bytes;
        yishi_tests::wait::until("bytes", std::time::Duration::from_secs(30), async || {
            let sent = network.sent();
            Ok(if sent >= goal {
                Ok(())
            } else {
                Err(format!("{sent} of {goal}"))
            })
        })
        .await
    }

    /// The network comes back, and as on every phone the browser is told.
    pub(crate) async fn regain_network(&self) -> Result<()> {
        self.network()?.restore().await?;
        self.wake().await
    }

    /// The browser is told that there is a network, so that the app need not wait for its next attempt.
    pub(crate) async fn wake(&self) -> Result<()> {
        self.eval::<bool>("dispatchEvent(new Event('online')); return true")
            .await?;
        Ok(())
    }

    /// Waits until everything is with the endpoint. What was tapped a moment ago may not be in the line yet: so it is
    /// looked for some frames long, each time behind whatever is being stored.
    pub(crate) async fn sent(&self) -> Result<()> {
        let patience = Options::default().patience;
        yishi_tests::wait::until("everything to be sent", patience, async || {
            let waits: Option<String> = self.eval(WAITS).await?;
            Ok(waits.map_or(Ok(()), Err))
        })
        .await
    }

    /// Closes the browser and opens the app in a new one on the same profile.
    pub(crate) async fn reopen(&mut self) -> Result<()> {
        self.browser.restart().await?;
        self.open_app().await
    }

    /// Waits until the phone can start without a network.
    pub(crate) async fn can_start_offline(&self) -> Result<()> {
        let ready =
            "const ready = await navigator.serviceWorker.ready; return ready.active !== null";
        let ready: bool = self.eval(ready).await?;
        ensure!(ready, "no service worker");
        Ok(())
    }

    /// Waits until the screen has stopped to change: nothing is busy, and nothing moved for a while.
    pub(crate) async fn settle(&self) -> Result<()> {
        const STILL: &str = "
            const look = () => document.querySelector('main')?.innerHTML;
            for (let before = null, still = 0; still < 3;) {
              await new Promise((done) => setTimeout(() => requestAnimationFrame(done), 50));
              const now = document.querySelector('main[aria-busy], .page [aria-busy=true]') ? null : look();
              still = now !== null && now === before ? still + 1 : 0;
              before = now;
            }
            return true";
        self.eval::<bool>(STILL).await?;
        Ok(())
    }

    /// Nothing went wrong in the page. What the browser itself says of a network that is not there is no error.
    pub(crate) async fn is_quiet(&mut self) -> Result<()> {
        let lines = self.console().await?;
        let of_network = |text: &str| {
            [
                "Failed to load resource",
                "net::ERR_",
                "Could not connect",
                "Connection refused",
                "Connection reset",
                "network connection was lost",
                "Load failed",
                "access control checks",
            ]
            .iter()
            .any(|known| text.contains(known))
        };
        let errors: Vec<_> = lines
            .iter()
            .filter(|line| line.is_error() && !of_network(&line.text))
            .collect();
        ensure!(errors.is_empty(), "the console says {errors:#?}");
        Ok(())
    }

    fn network(&self) -> Result<&Proxy> {
        self.network
            .as_ref()
            .context("this phone's network never fails")
    }
}
