//! What befalls a phone: a wrong clock, and no room left.

use anyhow::Result;
use serde_json::json;
use yishi_tests::Engine;

use super::Phone;

/// Other things of this site take all the room that there is, to the last kilobyte.
const FILL: &str = "
    const open = () => new Promise((done) => {
      const opening = indexedDB.open('filler', 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore('all', { autoIncrement: true });
      opening.onsuccess = () => done(opening.result);
    });
    const fill = async () => {
      const db = await open();
      let filled = 0;
      for (const size of [1000000, 100000, 10000, 1000]) {
        const bytes = Uint8Array.from({ length: size }, () => 256 * Math.random());
        while (await new Promise((done) => {
          const writing = db.transaction('all', 'readwrite');
          writing.objectStore('all').add(bytes);
          writing.oncomplete = () => done(true);
          writing.onabort = () => done(false);
        })) filled += size;
      }
      db.close();
      return filled;
    };
    // A database that is closed gives back what it needed for its own work.
    let all = 0;
    for (let more = 1; more > 0; all += more) more = await fill();
    return all";

impl Phone {
    /// The phone is switched off and on, and its own clock is wrong by so many milliseconds.
    pub(crate) async fn set_clock_wrong(&mut self, by: i64) -> Result<()> {
        let source = format!(
            "(() => {{
              const Right = Date, by = {by};
              globalThis.Date = class extends Right {{
                constructor(...all) {{ all.length ? super(...all) : super(Right.now() + by); }}
                static now() {{ return Right.now() + by; }}
              }};
            }})()"
        );
        self.restart_with_script(&source).await?;
        self.open_app().await
    }

    /// The phone is switched off and on, and has room for about so many more bytes of this site.
    pub(crate) async fn leave_room(&mut self, bytes: u64) -> Result<()> {
        const LOOK: &str = "const told = await navigator.storage?.estimate?.();
            return told ? [told.usage, told.quota] : null";
        // Other things of this site take room too.
        const OTHERS: &str = "
            const db = await new Promise((done) => {
              const opening = indexedDB.open('others', 1);
              opening.onupgradeneeded = () => opening.result.createObjectStore('all', { autoIncrement: true });
              opening.onsuccess = () => done(opening.result);
            });
            const bytes = Uint8Array.from({ length: BYTES }, () => 256 * Math.random());
            await new Promise((done, failed) => {
              const writing = db.transaction('all', 'readwrite');
              writing.objectStore('all').add(bytes);
              writing.oncomplete = done;
              writing.onabort = () => failed(writing.error);
            });
            db.close();
            return true";
        const PLENTY: u64 = 10_000_000_000;
        const NEAR: u64 = 500_000;
        let origin: String = self.eval("return location.origin").await?;
        let (mut asked, mut told) = (PLENTY, Vec::new());
        // How an engine comes from what it is asked to what it tells is its own affair; it may not go low enough.
        for turn in 0..6 {
            self.restart_with_quota(&origin, asked).await?;
            self.open_app().await?;
            let (used, quota): (u64, u64) = self.eval(LOOK).await?;
            let free = quota.saturating_sub(used);
            if free.abs_diff(bytes) < NEAR {
                return Ok(());
            }
            told.push((asked, used, quota));
            if turn < 3 || free < bytes {
                let wanted = u128::from(used + bytes) * u128::from(asked);
                asked = u64::try_from(wanted / u128::from(quota.max(1)))?;
            } else {
                self.eval::<bool>(&format!("const BYTES = {};\n{OTHERS}", free - bytes))
                    .await?;
            }
        }
        anyhow::bail!("the phone does not get full: asked, used and told {told:?}")
    }

    /// The same, and the app is not told.
    pub(crate) async fn leave_room_in_silence(&mut self, bytes: u64) -> Result<()> {
        match self.engine() {
            // It tells of ten gigabytes that are not there. It looks at its limits anew when it was closed.
            Engine::Chromium => {
                self.restart().await?;
                self.open(&self.screen("config.json")).await?;
                let (origin, used): (String, u64) = self
                    .eval("return [location.origin, (await navigator.storage.estimate()).usage]")
                    .await?;
                let quota = json!({ "origin": origin, "quotaSize": used + bytes });
                self.cdp("Storage.overrideQuotaForOrigin", quota).await?;
            }
            // As on iPhones before Safari 17.
            Engine::WebKit => {
                self.leave_room(bytes).await?;
                let silent = "delete StorageManager.prototype.estimate";
                self.restart_with_script(silent).await?;
            }
        }
        self.open_app().await
    }

    /// Nothing more has room: other things of this site take all that there is. Says how many bytes that was.
    pub(crate) async fn fill_up(&self) -> Result<u64> {
        self.eval(FILL).await
    }
}
