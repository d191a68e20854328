//! A day and an hour to fill in, in the community's time.

use crate::view::prelude::*;
use yishi_domain::Timestamp;

use crate::text::t;
use crate::ui::Field;

/// What the two fields hold; copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Moment {
    date: RwSignal<String>,
    clock: RwSignal<String>,
    offset: i16,
}

impl Moment {
    /// Two fields that hold a moment of a zone `offset` minutes east of UTC.
    pub(crate) fn new(at: Timestamp, offset: i16) -> Self {
        let local = Timestamp(at.0 + i64::from(offset) * 60_000).to_string();
        let part = |from, to| local.get(from..to).unwrap_or_default().to_owned();
        Self {
            date: RwSignal::new(part(0, 10)),
            clock: RwSignal::new(part(11, 16)),
            offset,
        }
    }

    /// That many days after today, at that hour.
    pub(crate) fn in_days(now: Timestamp, days: i64, hour: i64, offset: i16) -> Self {
        let east = i64::from(offset) * 60_000;
        let day = (now.0 + east).div_euclid(86_400_000) + days;
        Self::new(
            Timestamp(day * 86_400_000 + hour * 3_600_000 - east),
            offset,
        )
    }

    /// The moment, if both fields hold something; reactive.
    pub(crate) fn at(self) -> Option<Timestamp> {
        self.date
            .with(|date| self.clock.with(|clock| read(date, clock, self.offset)))
    }
}

fn read(date: &str, clock: &str, offset: i16) -> Option<Timestamp> {
    let sign = if offset < 0 { '-' } else { '+' };
    let (hours, minutes) = (offset.unsigned_abs() / 60, offset.unsigned_abs() % 60);
    let clock = clock.get(..5)?;
    format!("{date}T{clock}:00{sign}{hours:02}:{minutes:02}")
        .parse()
        .ok()
}

/// The two fields, side by side.
#[component]
pub(crate) fn MomentField(
    /// What happens then
    #[prop(into)]
    label: String,
    /// What they hold
    value: Moment,
    /// What is wrong with it
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> View {
    view! {
        <div class="row" role="group" aria-label=label.clone()>
            <Field label value=value.date kind="date" error />
            <Field label=t().app.hour() value=value.clock kind="time" />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test(unsupported = test)]
    fn local_hours_become_moments() {
        let at = |text: &str| text.parse::<Timestamp>().ok();
        assert_eq!(read("2026-11-30", "20:00", 480), at("2026-11-30T12:00:00Z"));
        assert_eq!(
            read("2026-11-30", "20:00:00", -90),
            at("2026-11-30T21:30:00Z")
        );
        assert_eq!(read("", "20:00", 480), None);
        assert_eq!(read("2026-11-30", "", 480), None);
    }
}
