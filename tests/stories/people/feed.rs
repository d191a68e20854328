//! A member's calendar as the calendar program of a phone reads it: by another library than the one that writes it.

use anyhow::{Context, Result, bail, ensure};
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarProperty, ICalendarStatus,
    ICalendarValue,
};
use yishi_domain::{ShiftId, Timestamp};

/// What it says.
pub(crate) struct Feed {
    entries: Vec<Entry>,
}

/// One occurrence.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) uid: String,
    pub(crate) starts: Timestamp,
    pub(crate) ends: Timestamp,
    pub(crate) sequence: i64,
    pub(crate) summary: String,
    pub(crate) cancelled: bool,
}

impl Feed {
    /// Fetches it as a calendar program does, which knows nothing but the link.
    pub(crate) async fn fetch(link: &str) -> Result<Self> {
        let client = reqwest::Client::builder().no_proxy().build()?;
        let answer = client.get(link).send().await?;
        let status = answer.status();
        let text = answer.text().await?;
        ensure!(status.is_success(), "{link} answers {status}: {text}");
        Self::read(&text)
    }

    /// Whether nobody gets anything by that link any more.
    pub(crate) async fn is_gone(link: &str) -> Result<bool> {
        let client = reqwest::Client::builder().no_proxy().build()?;
        let answer = client.get(link).send().await?;
        Ok(answer.status().as_u16() == 404)
    }

    /// The one entry of a shift.
    pub(crate) fn entry(&self, shift: ShiftId) -> Result<&Entry> {
        let id = shift.to_string();
        let mut of_shift = self.entries.iter().filter(|entry| entry.uid.contains(&id));
        let entry = of_shift.next().with_context(|| {
            let known: Vec<_> = self.entries.iter().map(|entry| &entry.summary).collect();
            format!("{shift} is not among {known:?}")
        })?;
        ensure!(of_shift.next().is_none(), "{shift} stands there twice");
        Ok(entry)
    }

    /// The one entry that there is.
    pub(crate) fn only(&self) -> Result<&Entry> {
        ensure!(self.entries.len() == 1, "{:?}", self.entries);
        Ok(&self.entries[0])
    }

    /// The entry of that name.
    pub(crate) fn by_uid(&self, uid: &str) -> Result<&Entry> {
        let entry = self.entries.iter().find(|entry| entry.uid == uid);
        entry.with_context(|| format!("{uid} is gone"))
    }

    fn read(text: &str) -> Result<Self> {
        let Ok(calendar) = ICalendar::parse(text) else {
            bail!("this is no calendar: {text}");
        };
        let events = calendar
            .components
            .iter()
            .filter(|component| component.component_type == ICalendarComponentType::VEvent);
        let entries = events.map(Entry::read).collect::<Result<Vec<_>>>()?;
        Ok(Self { entries })
    }
}

impl Entry {
    fn read(event: &ICalendarComponent) -> Result<Self> {
        let value = |name: ICalendarProperty| {
            let mut entries = event.entries.iter();
            let entry = entries.find(|entry| entry.name == name);
            entry.and_then(|entry| entry.values.first())
        };
        let text = |name| match value(name) {
            Some(ICalendarValue::Text(text)) => Ok(text.clone()),
            other => bail!("a text, not {other:?}"),
        };
        let moment = |name| match value(name) {
            Some(ICalendarValue::PartialDateTime(time)) => {
                let time = time.to_date_time().context("a whole date and time")?;
                // A time without a zone would be another moment for each reader.
                let ahead = time.offset.context("a time zone")?.local_minus_utc();
                let local = time.date_time.and_utc().timestamp();
                Ok(Timestamp((local - i64::from(ahead)) * 1_000))
            }
            other => bail!("a time, not {other:?}"),
        };
        let sequence = match value(ICalendarProperty::Sequence) {
            Some(ICalendarValue::Integer(sequence)) => *sequence,
            other => bail!("a number, not {other:?}"),
        };
        Ok(Self {
            uid: text(ICalendarProperty::Uid)?,
            starts: moment(ICalendarProperty::Dtstart)?,
            ends: moment(ICalendarProperty::Dtend)?,
            sequence,
            summary: text(ICalendarProperty::Summary)?,
            cancelled: value(ICalendarProperty::Status)
                == Some(&ICalendarValue::Status(ICalendarStatus::Cancelled)),
        })
    }
}
