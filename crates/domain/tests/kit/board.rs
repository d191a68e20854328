//! The volunteer board in a few words.

use super::{DAY, HOUR, Town};
use yishi_domain::roster::*;
use yishi_domain::volunteer::*;
use yishi_domain::*;

pub const CLEANING: u8 = 1;
pub const GUIDING: u8 = 2;

/// Home cleaning at 09:00 for two and a half hours, with that many places for cleaning and two for guiding.
pub fn details(places: u16) -> Details {
    let role = |role, name: &str, capacity| ShiftRole {
        role,
        name: name.into(),
        capacity,
    };
    Details {
        kind: ActivityKind::ElderCare,
        title: "独居老人居家保洁".into(),
        text: "请自带手套。".into(),
        place: "各楼栋".into(),
        lead: None,
        roles: vec![role(CLEANING, "保洁", places), role(GUIDING, "带队", 2)],
        minimum: 3,
        cutoff: 60,
        starts: 540,
        lasts: 150,
    }
}

pub fn led_by(details: Details, member: MemberId) -> Details {
    let lead = Person {
        member,
        name: "随便写的".into(),
    };
    Details {
        lead: Some(lead),
        ..details
    }
}

impl Town {
    /// The day that many days after today.
    pub fn day(&self, days: i64) -> Date {
        self.state.date(self.now).plus_days(days)
    }

    /// A volunteer with a name, who lives elsewhere.
    pub fn volunteer(&mut self, name: &str) -> MemberId {
        self.person(name, None, &[Role::Volunteer], 1980)
    }

    pub fn volunteers(&mut self, number: usize) -> Vec<MemberId> {
        (0..number)
            .map(|n| self.volunteer(&format!("志愿者{n}")))
            .collect()
    }

    pub fn plan(
        &mut self,
        details: Details,
        first: Date,
        rule: Option<&str>,
    ) -> Result<ActivityId, Rejection> {
        let activity = ActivityId(self.id());
        let plan = PlanActivity {
            activity,
            details,
            first,
            rule: rule.map(Into::into),
        };
        self.staff(Command::PlanActivity(plan)).map(|_| activity)
    }

    /// A shift a week ahead, at 09:00, that many places.
    pub fn shift(&mut self, places: u16) -> ShiftId {
        self.shift_of(details(places))
    }

    pub fn shift_of(&mut self, details: Details) -> ShiftId {
        let first = self.day(7);
        let activity = self.plan(details, first, None).unwrap();
        let mut shifts = self.state.volunteer.shifts_of(activity);
        shifts.next().unwrap().0
    }

    /// The shifts of a weekly series that begins in a week.
    pub fn weekly(&mut self, details: Details) -> (ActivityId, Vec<ShiftId>) {
        let first = self.day(7);
        let activity = self.plan(details, first, Some("EVERY 7")).unwrap();
        (activity, self.shifts(activity))
    }

    /// The shifts of an activity that take place, in order of time.
    pub fn shifts(&self, activity: ActivityId) -> Vec<ShiftId> {
        let board = &self.state.volunteer;
        let all = board.between(Timestamp(i64::MIN), Timestamp(i64::MAX));
        let own = all.into_iter().filter(|(_, s)| s.activity == activity);
        own.map(|(id, _)| id).collect()
    }

    pub fn sign_up(
        &mut self,
        member: MemberId,
        shift: ShiftId,
        role: u8,
    ) -> Result<Vec<Event>, Rejection> {
        self.sign_up_for(member, member, shift, role)
    }

    pub fn sign_up_for(
        &mut self,
        by: MemberId,
        member: MemberId,
        shift: ShiftId,
        role: u8,
    ) -> Result<Vec<Event>, Rejection> {
        let sign_up = SignUp {
            shift,
            role,
            member,
        };
        self.member(by, Command::SignUp(sign_up))
    }

    pub fn take_back(&mut self, member: MemberId, shift: ShiftId) -> Result<Vec<Event>, Rejection> {
        self.member(
            member,
            Command::CancelSignup(CancelSignup { shift, member }),
        )
    }

    pub fn change(
        &mut self,
        activity: ActivityId,
        from: Option<Date>,
        details: Details,
    ) -> Result<Vec<Event>, Rejection> {
        let known = self.state.volunteer.activities[&activity].latest().unwrap();
        let change = ChangeActivity {
            activity,
            from,
            details,
            first: known.first,
            rule: known.rule.clone(),
        };
        self.staff(Command::ChangeActivity(change))
    }

    pub fn change_shift(
        &mut self,
        shift: ShiftId,
        day: Date,
        details: Details,
    ) -> Result<Vec<Event>, Rejection> {
        self.staff(Command::ChangeShift(ChangeShift {
            shift,
            day,
            details,
        }))
    }

    pub fn cancel_shift(&mut self, shift: ShiftId) -> Result<Vec<Event>, Rejection> {
        let reason = "下雨".into();
        self.staff(Command::CancelShift(CancelShift { shift, reason }))
    }

    pub fn at_shift(&self, shift: ShiftId) -> &Shift {
        &self.state.volunteer.shifts[&shift]
    }

    pub fn standing(&self, shift: ShiftId, member: MemberId) -> Option<Standing> {
        self.state.volunteer.standing(shift, member)
    }

    /// Places and waitlist of the cleaners, in order.
    pub fn cleaners(&self, shift: ShiftId) -> (Vec<MemberId>, Vec<MemberId>) {
        let signups = &self.at_shift(shift).signups;
        let of = |placed| {
            let role = signups.iter().filter(|s| s.role == CLEANING);
            role.filter(|s| s.placed == placed)
                .map(|s| s.member)
                .collect()
        };
        (of(true), of(false))
    }

    /// What a member was told last of a shift.
    pub fn told(&self, member: MemberId, shift: ShiftId) -> Option<NewsKind> {
        let news = self.state.volunteer.news(member);
        let mut of_it = news.into_iter().filter(|(id, _)| *id == shift);
        of_it.next().map(|(_, news)| news.kind)
    }

    /// Goes to so many minutes after a shift's start.
    pub fn go_to(&mut self, shift: ShiftId, minutes: i64) {
        self.now = self.at_shift(shift).starts_at.plus_seconds(60 * minutes);
    }

    /// What the phone of whoever leads the shift shows so many minutes after its start.
    pub fn code(&self, lead: MemberId, shift: ShiftId, minutes: i64) -> Code {
        let board = self.phone(lead).volunteer;
        let known = &board.shifts[&shift];
        let at = known.starts_at.plus_seconds(60 * minutes);
        Code::of(&board.activities[&known.activity], shift, known, at).unwrap()
    }

    pub fn check_in(
        &mut self,
        member: MemberId,
        shift: ShiftId,
        code: &str,
    ) -> Result<Vec<Event>, Rejection> {
        let proof = Proof::Code(code.into());
        self.member(
            member,
            Command::CheckIn(CheckIn {
                shift,
                member,
                proof,
            }),
        )
    }

    pub fn check_out(
        &mut self,
        member: MemberId,
        shift: ShiftId,
        code: &str,
    ) -> Result<Vec<Event>, Rejection> {
        let proof = Proof::Code(code.into());
        self.member(
            member,
            Command::CheckOut(CheckOut {
                shift,
                member,
                proof,
            }),
        )
    }

    /// By hand, so many minutes after the shift's start.
    pub fn check_in_by_hand(
        &mut self,
        by: MemberId,
        member: MemberId,
        shift: ShiftId,
        minutes: i64,
    ) -> Result<Vec<Event>, Rejection> {
        let at = self.at_shift(shift).starts_at.plus_seconds(60 * minutes);
        let proof = Proof::Hand(at);
        self.member(
            by,
            Command::CheckIn(CheckIn {
                shift,
                member,
                proof,
            }),
        )
    }

    pub fn minutes_of(&self, member: MemberId) -> u32 {
        let year = self.state.date(self.now).year;
        let credits = self
            .state
            .volunteer
            .year_of(&self.state, member, year, self.now);
        credits.iter().map(|credit| credit.minutes).sum()
    }

    pub fn remove(&mut self, member: MemberId) -> Result<Vec<Event>, Rejection> {
        let reason = "搬走了".into();
        self.staff(Command::RemoveMember(RemoveMember { member, reason }))
    }
}

pub const WEEK: i64 = 7 * DAY;
pub const MINUTES: i64 = HOUR / 60;
