//! The committee settles what a merchant contests.

use yishi_domain::patrol::SettleFinding;
use yishi_domain::{Command, FindingId};

use crate::form::{Ask, Refused};
use crate::session::session;
use crate::text::t;
use crate::ui::{Button, Choice, ChoiceGroup, Look, Section, TextArea, Tone, toast};
use crate::view::prelude::*;

const UPHELD: &str = "upheld";
const DROPPED: &str = "dropped";

#[component]
pub(super) fn Settle(id: FindingId) -> View {
    let session = session();
    let ask = Ask::new(session);
    let texts = t().finding;
    let chosen = RwSignal::new(None::<String>);
    let reason = RwSignal::new(String::new());
    let send = move || {
        let upheld = match chosen.get_untracked().as_deref() {
            Some(UPHELD) => true,
            Some(DROPPED) => false,
            _ => return ask.refuse("verdict", t().finding.settle_missing()),
        };
        let settle = SettleFinding {
            finding: id,
            upheld,
            reason: reason.get_untracked(),
        };
        ask.send(vec![Command::SettleFinding(settle)], || {
            toast::say(Tone::Ok, t().finding.settled());
        });
    };
    let missing = ask.error_of("verdict");
    let missing = Signal::derive(move || missing.get().filter(|_| chosen.with(Option::is_none)));
    let choices = vec![
        Choice::new(UPHELD, texts.uphold()).hint(texts.uphold_hint()),
        Choice::new(DROPPED, texts.drop()).hint(texts.drop_hint()),
    ];
    view! {
        <Section title=texts.settle()>
            <div class="form">
                <ChoiceGroup label=texts.settle_how() choices value=chosen error=missing />
                <TextArea label=texts.settle_reason() hint=texts.settle_reason_hint() value=reason most=500 rows=3 error=ask.error_of("reason") />
                <Refused error=ask.error() />
                <Button label=texts.settle_send() look=Look::Main busy=ask.busy() on_press=send />
            </div>
        </Section>
    }
}
