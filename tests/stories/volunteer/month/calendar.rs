//! The volunteer's own calendar, as the calendar program of a phone reads it.

use anyhow::{Result, ensure};
use yishi_domain::ShiftId;

use super::{Cast, DAYS, TITLE};
use crate::people::Feed;

/// A calendar program that was told the link and looked once.
pub(super) struct Calendar {
    link: String,
    before: Feed,
}

/// The volunteer draws a link on the phone; by it the first Wednesday stands in the calendar.
pub(super) async fn is_subscribed(cast: &Cast, shift: ShiftId) -> Result<Calendar> {
    let phone = &cast.volunteer;
    phone.go("#/me").await?;
    phone.tap("建立我的订阅链接").await?;
    phone.see("css=.secret").await?;
    phone.gone("联网确认以后，链接才能用").await?;
    let link: String = phone
        .eval("return document.querySelector('.secret').innerText.trim()")
        .await?;
    let before = Feed::fetch(&link).await?;
    let entry = before.entry(shift)?;
    let (starts, ends) = (
        cast.season.moment(DAYS[0], 9, 0),
        cast.season.moment(DAYS[0], 11, 0),
    );
    ensure!((entry.starts, entry.ends) == (starts, ends), "{entry:?}");
    ensure!(entry.summary == TITLE && !entry.cancelled, "{entry:?}");
    Ok(Calendar { link, before })
}

impl Calendar {
    /// The second Wednesday, which was signed up for since, stands there once and in the afternoon; the first one
    /// is the same entry as before.
    pub(super) async fn moved(&self, cast: &Cast, shift: ShiftId) -> Result<()> {
        let feed = Feed::fetch(&self.link).await?;
        let entry = feed.entry(shift)?;
        let starts = cast.season.moment(DAYS[1], 14, 0);
        ensure!(entry.starts == starts, "{entry:?}");
        let first = self.before.only()?;
        let again = feed.by_uid(&first.uid)?;
        ensure!(again.starts == first.starts, "{first:?} {again:?}");
        ensure!(again.sequence >= first.sequence, "{first:?} {again:?}");
        ensure!(entry.sequence > first.sequence, "{first:?} {entry:?}");
        Ok(())
    }

    /// What is cancelled stays as cancelled, so that programs take it out.
    pub(super) async fn cancelled(&self, cast: &Cast, shift: ShiftId) -> Result<()> {
        let feed = Feed::fetch(&self.link).await?;
        let entry = feed.entry(shift)?;
        ensure!(entry.cancelled, "{entry:?}");
        let starts = cast.season.moment(DAYS[2], 9, 0);
        ensure!(entry.starts == starts, "{entry:?}");
        Ok(())
    }

    /// A link that was taken back leads nowhere.
    pub(super) async fn is_revoked(&self, cast: &Cast) -> Result<()> {
        let phone = &cast.volunteer;
        phone.go("#/me").await?;
        phone.tap("取消订阅").await?;
        phone.tap("css=dialog[open] .button.danger").await?;
        phone.see("建立我的订阅链接").await?;
        phone.sent().await?;
        ensure!(Feed::is_gone(&self.link).await?, "the link still works");
        Ok(())
    }
}
