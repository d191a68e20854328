//! When the vote begins: at once, at a time, or when staff say so.

use crate::view::prelude::*;
use yishi_domain::Timestamp;

use crate::form::{Ask, Moment, MomentField};
use crate::session::now;
use crate::text::t;
use crate::ui::{Choice, ChoiceGroup, time};

const NOW: &str = "now";
const TIMED: &str = "timed";
const NOTICE: &str = "notice";

/// What the fields hold; copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Start {
    how: RwSignal<Option<String>>,
    opens_at: Moment,
}

impl Start {
    pub(super) fn new(offset: i16) -> Self {
        Self {
            how: RwSignal::new(Some(NOW.to_owned())),
            opens_at: Moment::in_days(now(), 1, 9, offset),
        }
    }

    fn is(self, how: &str) -> bool {
        self.how.with(|chosen| chosen.as_deref() == Some(how))
    }

    /// Whether it begins at once. Reactive.
    pub(super) fn at_once(self) -> bool {
        self.is(NOW)
    }

    /// When it begins by itself, if it does. Reactive.
    ///
    /// # Errors
    /// The field at fault, and what is wrong with it.
    pub(super) fn checked(
        self,
        closes_at: Timestamp,
    ) -> Result<Option<Timestamp>, (&'static str, String)> {
        if !self.is(TIMED) {
            return Ok(None);
        }
        let wrong = |text: &str| Err(("opens", text.to_owned()));
        match self.opens_at.at() {
            None => wrong(t().council.time_missing()),
            Some(at) if at <= now() => wrong(t().vote.opens_past()),
            Some(at) if at >= closes_at => wrong(t().vote.opens_late()),
            at => Ok(at),
        }
    }

    /// What will happen, in a sentence. Reactive.
    pub(super) fn told(self) -> String {
        match (self.at_once(), self.is(TIMED), self.opens_at.at()) {
            (true, ..) => t().council.start_now_text().to_owned(),
            (_, true, Some(at)) => {
                let opens = t().council.opens_at(time::moment(at.0));
                format!("{opens}\n{}", t().council.start_notice_text())
            }
            _ => t().council.start_notice_text().to_owned(),
        }
    }
}

/// The fields. A rule that asks for days of notice lets nothing begin at once.
#[component]
pub(super) fn StartFields(
    start: Start,
    ask: Ask,
    /// Days of notice that the rule asks for
    #[prop(into)]
    notice_days: Signal<u16>,
) -> View {
    let texts = t().council;
    Effect::new(move |_| {
        if notice_days.get() > 0 && start.at_once() {
            start.how.set(Some(NOTICE.to_owned()));
        }
    });
    let starts = move || {
        let timed = Choice::new(TIMED, t().vote.start_timed()).hint(t().vote.start_timed_hint());
        let notice = Choice::new(NOTICE, texts.start_notice()).hint(texts.start_notice_hint());
        let now = Choice::new(NOW, texts.start_now()).hint(texts.start_now_hint());
        let mut choices = vec![now, timed, notice];
        choices.retain(|choice| notice_days.get() == 0 || choice.value != NOW);
        let hint = (notice_days.get() > 0)
            .then(|| view! { <p class="hint">{t().vote.notice_of_days(notice_days.get())}</p> });
        view! {
            <ChoiceGroup label=texts.start() choices value=start.how />
            {hint}
        }
    };
    view! {
        {starts}
        <Show when=move || start.is(TIMED)>
            <MomentField label=t().vote.opens_day() value=start.opens_at error=ask.error_of("opens") />
        </Show>
    }
}
