//! Looking again: somebody other than who found it says whether it is mended, with a photo.

use yishi_domain::patrol::RecheckFinding;
use yishi_domain::{Command, FindingId};

use crate::form::{Ask, Refused, draft};
use crate::patrol::written::written;
use crate::photo::PhotoPicker;
use crate::session::session;
use crate::text::t;
use crate::ui::{Button, Choice, ChoiceGroup, Look, Section, TextArea, Tone, toast};
use crate::view::prelude::*;

const MENDED: &str = "mended";
const NOT: &str = "not";

#[component]
pub(super) fn Recheck(id: FindingId) -> View {
    let session = session();
    let ask = Ask::new(session);
    let texts = t().finding;
    let verdict = RwSignal::new(None::<String>);
    let name = format!("finding-recheck-{id}");
    let (note, picked) = written(session, name.clone());
    let say = move |passed: bool| {
        let recheck = RecheckFinding {
            finding: id,
            passed,
            note: note.get_untracked(),
            photos: untrack(|| picked.names()),
        };
        let name = name.clone();
        ask.send(vec![Command::RecheckFinding(recheck)], move || {
            draft::forget(session, name);
            toast::say(Tone::Ok, t().finding.rechecked());
        });
    };
    let send = move || {
        let passed = match verdict.get_untracked().as_deref() {
            Some(MENDED) => true,
            Some(NOT) => false,
            _ => return ask.refuse("verdict", t().finding.verdict_missing()),
        };
        let say = say.clone();
        picked.when_ready(move || say(passed));
    };
    let busy = Signal::derive(move || ask.busy().get() || picked.waits());
    let missing = ask.error_of("verdict");
    let missing = Signal::derive(move || missing.get().filter(|_| verdict.with(Option::is_none)));
    let choices = vec![
        Choice::new(MENDED, texts.mended()).hint(texts.mended_hint()),
        Choice::new(NOT, texts.not_mended()).hint(texts.not_mended_hint()),
    ];
    view! {
        <Section title=texts.recheck()>
            <div class="form">
                <p class="hint">{texts.recheck_hint()}</p>
                <ChoiceGroup label=texts.verdict() choices value=verdict error=missing />
                <PhotoPicker picked title=texts.photo_recheck() needed=true />
                <TextArea label=t().inspect.note() value=note most=200 rows=2 error=ask.error_of("note") />
                <Refused error=ask.error() />
                <Button label=texts.recheck_send() look=Look::Main busy on_press=send />
            </div>
        </Section>
    }
}
