//! Random commands of the volunteer board, in small numbers, so that they often meet.

use super::board::{details, led_by};
use super::{DAY, MONDAY, Town};
use uuid::Uuid;
use yishi_domain::roster::*;
use yishi_domain::volunteer::*;
use yishi_domain::*;

/// Kinds of commands that [`board_command`] makes.
pub const KINDS: u8 = 34;

/// What a random life may name.
pub struct Names {
    pub id: fn(u8, u8) -> Uuid,
    pub text: fn(u8) -> String,
    pub time: fn(Timestamp, u8) -> Timestamp,
}

impl Names {
    fn activity(&self, pick: u8) -> ActivityId {
        ActivityId((self.id)(9, pick))
    }

    fn member(&self, pick: u8) -> MemberId {
        MemberId((self.id)(6, pick))
    }

    /// A shift of what happened once on the first day, or of a series on some day around now; and the day.
    fn shift(&self, now: Timestamp, pick: u8) -> (ShiftId, Date) {
        if pick.is_multiple_of(4) {
            let once = Date::of(Timestamp(0), 0);
            let first = Date::of(MONDAY, 480).plus_days(1);
            return (ShiftId::of(self.activity(0), once), first);
        }
        let day = Date::of(now, 480).plus_days(i64::from(pick / 8 % 4) - 1);
        let activity = if pick % 4 == 1 { pick / 4 } else { 1 };
        (ShiftId::of(self.activity(activity), day), day)
    }

    fn details(&self, pick: u8) -> Details {
        let mut details = details(u16::from(pick % 4) + u16::from(pick > 3));
        details.starts = u16::from(pick % 9) * 180;
        details.cutoff = u16::from(pick) * 3;
        if pick % 11 == 5 {
            details.roles.truncate(1);
        }
        if pick.is_multiple_of(2) {
            details = led_by(details, self.member(pick / 2));
        }
        details
    }
}

/// Mostly about the member whose number `own` is: few may speak for others.
pub fn board_command(
    names: &Names,
    kind: u8,
    own: u8,
    [a, b, c, d]: [u8; 4],
    now: Timestamp,
) -> Command {
    let activity = names.activity(a);
    let member = names.member(if b % 4 > 0 { own } else { b / 4 });
    let (shift, shift_day) = names.shift(now, c);
    let claim = ClaimId((names.id)(10, a));
    let (need, group) = (NeedId((names.id)(11, a)), GroupId((names.id)(12, a)));
    let day = Date::of((names.time)(now, d), 480);
    let reason = || (names.text)(d);
    let rule = match d % 6 {
        0 => None,
        1 => Some("NEVER".to_owned()),
        2 => Some((names.text)(c)),
        step => Some(format!("EVERY {step}")),
    };
    let by_hand = || Proof::Hand(shift_day.at(540 + u16::from(d), 480));
    let lead = || Person {
        member,
        name: (names.text)(d),
    };
    match kind % KINDS {
        // Not too often, or nobody and nothing would be left.
        0 if d % 4 == 0 => Command::RemoveMember(RemoveMember {
            member,
            reason: reason(),
        }),
        1 => Command::SetCalendarLink(SetCalendarLink {
            link: (d > 99).then_some(Digest([d; 32])),
        }),
        2 | 3 => Command::PlanActivity(PlanActivity {
            activity,
            details: names.details(b),
            first: day,
            rule,
        }),
        4 => Command::ChangeActivity(ChangeActivity {
            activity,
            from: (c % 3 == 0).then_some(day),
            details: names.details(b),
            first: Date::of(now, 480).plus_days(i64::from(c % 3)),
            rule,
        }),
        5 if d % 4 == 0 => Command::EndActivity(EndActivity {
            activity,
            from: (c % 3 == 0).then_some(day),
            reason: reason(),
        }),
        6 => Command::PlanShifts(PlanShifts { activity }),
        7 => Command::ChangeShift(ChangeShift {
            shift,
            day,
            details: names.details(b),
        }),
        8 => Command::CancelShift(CancelShift {
            shift,
            reason: reason(),
        }),
        0 | 5 | 9..=14 => Command::SignUp(SignUp {
            shift,
            role: d % 3,
            member,
        }),
        15 | 16 => Command::CancelSignup(CancelSignup { shift, member }),
        17 | 18 => Command::CheckIn(CheckIn {
            shift,
            member,
            proof: if d.is_multiple_of(8) {
                Proof::Code((names.text)(d))
            } else {
                by_hand()
            },
        }),
        19 | 30..=32 => Command::CheckOut(CheckOut {
            shift,
            member,
            proof: by_hand(),
        }),
        20 => Command::MarkNoShow(MarkNoShow { shift, member }),
        21 => Command::ClaimHours(ClaimHours {
            claim,
            activity: (b % 2 == 0).then_some(activity),
            day: Date::of(now, 480).plus_days(-i64::from(c)),
            minutes: u16::from(d) * 6,
            text: (names.text)(c),
        }),
        22 => Command::ConfirmHours(ConfirmHours { claim }),
        23 => Command::RefuseHours(RefuseHours {
            claim,
            reason: reason(),
        }),
        24 => Command::ReportShift(ReportShift {
            shift,
            text: (names.text)(d),
            photos: vec![Digest([b; 32]); usize::from(b % 6)],
        }),
        25 => Command::RaiseNeed(RaiseNeed {
            need,
            kind: NeedKind::ALL[usize::from(b % 6)],
            elder: (names.text)(c),
            address: (names.text)(d),
            note: (names.text)(b),
        }),
        26 => Command::MatchNeed(MatchNeed {
            need,
            shift,
            member,
        }),
        27 => Command::ConcludeNeed(ConcludeNeed { need }),
        28 => Command::RecordGroup(GroupRecorded {
            group,
            name: (names.text)(c),
            kind: GroupKind::ALL[usize::from(c % 6)],
            lead: (d % 2 == 0).then(lead),
            schedule: (names.text)(d),
            activity: None,
            closed: d % 9 == 0,
        }),
        _ if c % 3 > 0 => Command::JoinGroup(JoinGroup { group, member }),
        _ => Command::LeaveGroup(LeaveGroup { group, member }),
    }
}

/// A board where something is going on: what happens once tomorrow, a series that began, people at both.
pub fn enliven(town: &mut Town, names: &Names) {
    let tomorrow = town.day(1);
    for (number, rule) in [(0, None), (1, Some("EVERY 2".to_owned()))] {
        let plan = PlanActivity {
            activity: names.activity(number),
            details: led_by(details(2), names.member(0)),
            first: tomorrow,
            rule,
        };
        town.must(Actor::Operator, Command::PlanActivity(plan));
    }
    let once = ShiftId::of(names.activity(0), Date::of(Timestamp(0), 0));
    for number in 0..3 {
        town.sign_up(names.member(number), once, 1).unwrap();
    }
    let need = NeedId((names.id)(11, 0));
    let raise = RaiseNeed {
        need,
        kind: NeedKind::Haircut,
        elder: "陈奶奶".into(),
        address: "3-2-301".into(),
        note: String::new(),
    };
    town.must(Actor::Operator, Command::RaiseNeed(raise));
    let take = MatchNeed {
        need,
        shift: once,
        member: names.member(1),
    };
    town.must(Actor::Operator, Command::MatchNeed(take));
    let record = GroupRecorded {
        group: GroupId((names.id)(12, 0)),
        name: "合唱队".into(),
        kind: GroupKind::Choir,
        lead: None,
        schedule: String::new(),
        activity: None,
        closed: false,
    };
    town.must(Actor::Operator, Command::RecordGroup(record));
}

/// Everything that a screen derives from the board.
pub fn look_at_board(state: &State, now: Timestamp) {
    let board = &state.volunteer;
    let _ = (board.coverage(state), board.open_needs(), board.short(now));
    let _ = board.statistics(state, state.date(now).year, now);
    let _ = board.between(now, now.plus_seconds(30 * DAY));
    for (id, shift) in &board.shifts {
        let _ = (board.details(shift), board.missing(shift));
        if let Some(activity) = board.activities.get(&shift.activity) {
            let _ = Code::of(activity, *id, shift, now);
        }
        for role in 0..3 {
            let _ = board.places(shift, role);
        }
    }
    for member in state.roster.members.keys() {
        let _ = (board.news(*member), board.claims_to_settle(state, *member));
        let _ = board.year_of(state, *member, 2026, now);
        for (id, ..) in board.of_member(*member) {
            let _ = board.overlaps(*member, id);
        }
    }
}

/// What holds of every shift at all times, told in words if it does not.
pub fn overbooked(board: &Board) -> Option<String> {
    for (id, shift) in &board.shifts {
        let Some(details) = board.details(shift) else {
            return Some(format!("{id} is like nothing"));
        };
        let mut seen = std::collections::BTreeSet::new();
        for signup in &shift.signups {
            if !seen.insert(signup.member) {
                return Some(format!("{id} has {} twice", signup.member));
            }
            // Of a shift that does not take place the series' later roles are not the ones that were signed up for.
            let is_named = details.roles.iter().any(|r| r.role == signup.role);
            if !is_named && shift.cancelled.is_none() {
                return Some(format!("{id} has nobody to be {}", signup.role));
            }
        }
        if !shift.signups.is_sorted_by_key(|signup| signup.at) {
            return Some(format!("{id} has lost the order of arrival"));
        }
        if shift.cancelled.is_some() {
            continue;
        }
        for role in &details.roles {
            let of_role = shift.signups.iter().filter(|s| s.role == role.role);
            let placed: Vec<bool> = of_role.map(|s| s.placed).collect();
            let taken = placed.iter().filter(|placed| **placed).count();
            let capacity = usize::from(role.capacity);
            if taken > capacity {
                return Some(format!("{id} has {taken} in {capacity} places"));
            }
            if taken < capacity && taken < placed.len() {
                return Some(format!("{id} lets somebody wait beside a free place"));
            }
            if placed
                .iter()
                .skip_while(|placed| **placed)
                .any(|placed| *placed)
            {
                return Some(format!("{id} has let somebody pass the line"));
            }
        }
    }
    None
}
