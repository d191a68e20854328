//! How a person does things on the volunteer board.

use anyhow::{Context, Result};
use yishi_domain::{ActivityId, Date, ShiftId};

use super::Phone;

/// What the form for a new series is filled in with.
pub(crate) struct Series<'a> {
    pub(crate) title: &'a str,
    pub(crate) kind: &'a str,
    pub(crate) place: &'a str,
    /// The day from which it counts.
    pub(crate) first: Date,
    /// As the form calls it, such as `周三`.
    pub(crate) weekday: &'a str,
    pub(crate) times: u32,
    pub(crate) hours: (&'a str, &'a str),
    /// Names and places.
    pub(crate) roles: &'a [(&'a str, u32)],
    pub(crate) minimum: u32,
    pub(crate) lead: &'a str,
}

impl Phone {
    /// Opens a screen of the app, such as `#/me`, without loading the app again.
    pub(crate) async fn go(&self, hash: &str) -> Result<()> {
        // Comes back when the app has heard of it: what was on the screen before is taken for this one otherwise.
        let go = format!(
            "const turn = (hash) => new Promise((heard) => {{
               addEventListener('hashchange', heard, {{ once: true }});
               location.hash = hash;
             }});
             await turn('#/nowhere/' + Math.random());
             await turn('{hash}');
             await new Promise((drawn) => setTimeout(drawn));
             return true"
        );
        self.eval::<bool>(&go).await?;
        Ok(())
    }

    /// The name of whose phone it is.
    pub(crate) async fn owner(&self) -> Result<String> {
        self.go("#/me").await?;
        self.see("css=main .card h3").await?;
        self.eval("return document.querySelector('main .card h3').innerText")
            .await
    }

    /// Plans a weekly series on the form; ends on its page.
    pub(crate) async fn plan_series(&self, series: &Series<'_>) -> Result<ActivityId> {
        self.go("#/activity").await?;
        self.tap("新活动").await?;
        self.fill("名称", series.title).await?;
        self.fill("种类", series.kind).await?;
        self.fill("地点", series.place).await?;
        self.tap("定期举办").await?;
        self.fill("从哪一天算起", &series.first.to_string()).await?;
        // The form begins with the weekday of today.
        self.tap("css=.chips label:has(:checked)").await?;
        self.tap(series.weekday).await?;
        self.tap("办够次数").await?;
        self.fill("一共几次", &series.times.to_string()).await?;
        self.fill("几点开始", series.hours.0).await?;
        self.fill("几点结束", series.hours.1).await?;
        for (number, (name, places)) in series.roles.iter().enumerate() {
            if number > 0 {
                self.tap("再加一个岗位").await?;
            }
            let row = format!("css=.roles .role:nth-child({}) input", number + 1);
            self.fill(&format!("{row}:not([type=number])"), name)
                .await?;
            self.fill(&format!("{row}[type=number]"), &places.to_string())
                .await?;
        }
        self.fill("至少要几人", &series.minimum.to_string()).await?;
        self.fill("带队人", series.lead).await?;
        self.tap("css=.found .button").await?;
        self.tap("发布活动").await?;
        self.see("接下来").await?;
        let url = self.url().await?;
        let id = url.rsplit('/').next().and_then(|id| id.parse().ok());
        Ok(ActivityId(
            id.with_context(|| format!("no activity in {url}"))?,
        ))
    }

    /// Opens a shift from the board, where it stands among the next two weeks.
    pub(crate) async fn open_on_board(&self, shift: ShiftId) -> Result<()> {
        self.tap("css=nav.tabs a[href^='#/volunteer']").await?;
        self.tap(&format!("css=main a[href='#/shift/{shift}']"))
            .await?;
        self.see("谁来").await
    }

    /// Opens a shift by its address.
    pub(crate) async fn open_shift(&self, shift: ShiftId) -> Result<()> {
        self.go(&format!("#/shift/{shift}")).await?;
        self.see("谁来").await
    }

    /// Signs somebody else up on this shift's screen.
    pub(crate) async fn sign_up_neighbour(&self, name: &str, role: &str) -> Result<()> {
        self.tap("代别人报名").await?;
        self.fill("输入姓名", name).await?;
        // The list follows each letter.
        self.settle().await?;
        self.tap(name).await?;
        self.tap(role).await?;
        self.tap(&format!("代{name}报名")).await?;
        self.see("谁来").await
    }

    /// The six digits that the lead's phone shows.
    pub(crate) async fn digits(&self, shift: ShiftId) -> Result<String> {
        self.open_lead(shift).await?;
        self.see("css=p.code").await?;
        self.eval("return document.querySelector('p.code').innerText.replace(/\\D/g, '')")
            .await
    }

    /// Opens the lead's page of a shift.
    pub(crate) async fn open_lead(&self, shift: ShiftId) -> Result<()> {
        self.open_shift(shift).await?;
        self.tap("签到码和名单").await?;
        self.see("名单").await
    }

    /// Taps a button beside somebody on the lead's list.
    pub(crate) async fn on_list(&self, name: &str, button: &str) -> Result<()> {
        let mark = format!(
            "const cards = [...document.querySelectorAll('main .card')];
            const card = cards.find((card) => card.querySelector('strong')?.innerText === '{name}');
            const all = [...(card?.querySelectorAll('button') ?? [])];
            const found = all.find((button) => button.innerText.trim() === '{button}');
            document.querySelectorAll('[data-mark]').forEach((one) => delete one.dataset.mark);
            if (found) found.dataset.mark = 'yes';
            return found !== undefined"
        );
        self.see(name).await?;
        let marked: bool = self.eval(&mark).await?;
        anyhow::ensure!(
            marked,
            "no “{button}” beside {name}: {}",
            self.text().await?
        );
        self.tap("css=[data-mark]").await
    }

    /// Types a code on this shift's screen and checks in.
    pub(crate) async fn check_in(&self, digits: &str) -> Result<()> {
        self.fill("六位签到码", digits).await?;
        self.tap("签到").await
    }
}
