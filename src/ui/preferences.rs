//! The settings of this phone, for the page 我的.

use crate::view::prelude::*;

use super::{Card, Section, Switch};
use crate::prefs;
use crate::text::{Language, t};

/// Letter size and language.
#[component]
pub fn Preferences() -> View {
    let languages =
        [(Language::Chinese, "中文"), (Language::English, "English")].map(|(language, name)| {
            let chosen = prefs::language() == language;
            view! {
                <button
                    type="button"
                    class=if chosen { "button main" } else { "button" }
                    lang=language.tag()
                    aria-pressed=if chosen { "true" } else { "false" }
                    on:click=move |_| prefs::set_language(language)
                >
                    {name}
                </button>
            }
        });
    view! {
        <Section title=t().app.settings()>
            <Card>
                <Switch
                    label=t().app.setting_elder()
                    hint=t().app.setting_elder_hint()
                    on=Signal::derive(prefs::elder)
                    on_change=prefs::set_elder
                />
                <h3>{t().app.setting_language()}</h3>
                <div class="row">{languages.collect_view()}</div>
            </Card>
        </Section>
    }
}
