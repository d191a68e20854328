//! What people without a screen do on the volunteer board.

use anyhow::{Context, Result};
use uuid::Uuid;
use yishi_domain::volunteer::{
    ActivityKind, CancelSignup, ChangeActivity, Details, NeedKind, Person, PlanActivity, RaiseNeed,
    ShiftRole, SignUp,
};
use yishi_domain::{ActivityId, Command, Date, MemberId, NeedId, ShiftId, Timestamp};

use super::Device;

/// What a headless activity is like: two hours from nine on, so many places for helpers.
pub(crate) fn helping(title: &str, places: u16, lead: Option<Person>) -> Details {
    Details {
        kind: ActivityKind::ElderCare,
        title: title.to_owned(),
        text: String::new(),
        place: "社区活动中心".to_owned(),
        lead,
        roles: vec![ShiftRole {
            role: 1,
            name: "帮手".to_owned(),
            capacity: places,
        }],
        minimum: 1,
        cutoff: 60,
        starts: 9 * 60,
        lasts: 120,
    }
}

impl Device {
    /// Plans an activity: weekly from that day on, so many times.
    pub(crate) async fn plan_weekly(
        &mut self,
        details: Details,
        first: Date,
        times: u32,
    ) -> Result<ActivityId> {
        let activity = ActivityId(Uuid::now_v7());
        let rule = Some(format!("FREQ=WEEKLY;COUNT={times}"));
        self.act(&Command::PlanActivity(PlanActivity {
            activity,
            details,
            first,
            rule,
        }))
        .await?;
        Ok(activity)
    }

    /// Changes an activity from a day on, or whole; its days stay.
    pub(crate) async fn change_weekly(
        &mut self,
        activity: ActivityId,
        from: Option<Date>,
        change: impl FnOnce(&mut Details),
    ) -> Result<()> {
        let known = self.view().volunteer.activities.get(&activity);
        let phase = known.and_then(|known| known.latest()).cloned();
        let phase = phase.context("the activity is not known here")?;
        let mut details = (*phase.details).clone();
        change(&mut details);
        let (first, rule) = (phase.first, phase.rule);
        self.act(&Command::ChangeActivity(ChangeActivity {
            activity,
            from,
            details,
            first,
            rule,
        }))
        .await
    }

    /// Signs up.
    pub(crate) async fn sign_up(&mut self, shift: ShiftId, role: u8) -> Result<()> {
        let member = self.member();
        let sign_up = SignUp {
            shift,
            role,
            member,
        };
        self.act(&Command::SignUp(sign_up)).await
    }

    /// Takes the own signup back.
    pub(crate) async fn cancel_signup(&mut self, shift: ShiftId) -> Result<()> {
        let member = self.member();
        self.act(&Command::CancelSignup(CancelSignup { shift, member }))
            .await
    }

    /// Says what an elder needs.
    pub(crate) async fn raise_need(
        &mut self,
        kind: NeedKind,
        elder: &str,
        address: &str,
    ) -> Result<NeedId> {
        let need = NeedId(Uuid::now_v7());
        self.act(&Command::RaiseNeed(RaiseNeed {
            need,
            kind,
            elder: elder.to_owned(),
            address: address.to_owned(),
            note: String::new(),
        }))
        .await?;
        Ok(need)
    }

    /// Somebody as a lead.
    pub(crate) fn person(&self, member: MemberId) -> Result<Person> {
        let name = self.view().roster.name(member);
        let name = name.context("nobody of that id")?.to_owned();
        Ok(Person { member, name })
    }

    /// The own name.
    pub(crate) fn name(&self) -> Result<String> {
        Ok(self.person(self.member())?.name)
    }

    /// A member with that name; the story needs to know only staff's rosters.
    pub(crate) fn called(&self, name: &str) -> Result<MemberId> {
        let mut members = self.view().roster.members.iter();
        let found = members.find(|(_, member)| member.name == name);
        Ok(*found.with_context(|| format!("nobody is called {name}"))?.0)
    }

    /// The name of an elder who shares it with nobody.
    pub(crate) fn an_elder(&self, now: Timestamp) -> Result<String> {
        let state = self.view();
        let year = state.date(now).year;
        let members = || state.roster.members.values();
        let alone = |name: &str| members().filter(|m| m.name.contains(name)).count() == 1;
        let mut elders = members().filter(|m| year - i32::from(m.born) >= 75 && alone(&m.name));
        Ok(elders.next().context("nobody is old")?.name.clone())
    }
}
