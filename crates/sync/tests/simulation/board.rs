//! The volunteer board in a life: what there is from the first day, what members want, what must hold.

use crate::kit::{DAY, Rng, Town};
use std::collections::BTreeSet;
use uuid::Uuid;
use yishi_domain::volunteer::*;
use yishi_domain::*;

/// Two shifts with few places on the days to come, and what an elder needs.
pub fn open(town: &mut Town) {
    let need = NeedId(town.id());
    town.operate(Command::RaiseNeed(raise(need)));
    for days in [2, 9] {
        let activity = ActivityId(town.id());
        let first = Date::of(town.now, 480).plus_days(days);
        town.operate(Command::PlanActivity(PlanActivity {
            activity,
            details: details(2),
            first,
            rule: None,
        }));
    }
}

fn details(places: u16) -> Details {
    Details {
        kind: ActivityKind::ElderCare,
        title: "上门保洁".into(),
        text: String::new(),
        place: "各楼栋".into(),
        lead: None,
        roles: vec![ShiftRole {
            role: 1,
            name: "保洁".into(),
            capacity: places,
        }],
        minimum: 1,
        cutoff: 60,
        starts: 540,
        lasts: 120,
    }
}

fn raise(need: NeedId) -> RaiseNeed {
    RaiseNeed {
        need,
        kind: NeedKind::Haircut,
        elder: "陈奶奶".into(),
        address: "3-2-301".into(),
        note: String::new(),
    }
}

/// What a member might want of the board, going by what the own phone shows.
pub fn intent(
    state: &State,
    member: MemberId,
    rng: &mut Rng,
    now: Timestamp,
    new: Uuid,
) -> Option<Command> {
    let board = &state.volunteer;
    let shifts: Vec<ShiftId> = board.shifts.keys().copied().collect();
    let needs: Vec<NeedId> = board.needs.keys().copied().collect();
    let shift = *rng.pick(&shifts)?;
    Some(match rng.below(16) {
        0..=5 => Command::SignUp(SignUp {
            shift,
            role: 1,
            member,
        }),
        6..=8 => Command::CancelSignup(CancelSignup { shift, member }),
        9 => Command::RaiseNeed(raise(NeedId(new))),
        10..=12 => {
            let mut peopled = shifts.clone();
            peopled.retain(|id| !board.shifts[id].signups.is_empty());
            let shift = *rng.pick(&peopled)?;
            Command::MatchNeed(MatchNeed {
                need: *rng.pick(&needs)?,
                shift,
                member: rng.pick(&board.shifts[&shift].signups)?.member,
            })
        }
        13 => Command::ChangeActivity(ChangeActivity {
            activity: board.shifts[&shift].activity,
            from: None,
            details: details(1 + u16::from(rng.percent(50))),
            first: Date::of(now, 480).plus_days(1 + i64::from(rng.percent(50))),
            rule: None,
        }),
        14 if rng.percent(30) => Command::CancelShift(CancelShift {
            shift,
            reason: "下雨".into(),
        }),
        14 => Command::ConcludeNeed(ConcludeNeed {
            need: *rng.pick(&needs)?,
        }),
        _ => Command::PlanActivity(PlanActivity {
            activity: ActivityId(new),
            details: details(1),
            first: Date::of(now.plus_seconds(3 * DAY), 480),
            rule: None,
        }),
    })
}

/// Whether an accepted command of the board that led to nothing asked for what was so already.
pub fn was_so_already(state: &State, command: &Command, log: &[&Event]) -> bool {
    let board = &state.volunteer;
    match command {
        Command::SignUp(c) => log.iter().any(|event| {
            matches!(event, Event::SignedUp(e)
                if (e.shift, e.role, e.member) == (c.shift, c.role, c.member))
        }),
        // Of a shift that was cancelled nobody is signed up, and whoever is not may say so.
        Command::CancelSignup(c) => board.shifts.contains_key(&c.shift),
        Command::CancelShift(c) => board.shifts[&c.shift].cancelled.is_some(),
        Command::MatchNeed(c) => log.iter().any(|event| {
            matches!(event, Event::NeedMatched(e)
                if (e.need, e.shift, e.member) == (c.need, c.shift, c.member))
        }),
        Command::ConcludeNeed(c) => board.needs[&c.need].concluded_at.is_some(),
        _ => false,
    }
}

/// Of each role the first ones have the places, in the order in which the log has them.
pub fn no_shift_is_overbooked(board: &Board, log: &[&Event]) -> u64 {
    let mut waiting = 0;
    for (id, shift) in &board.shifts {
        let capacity = usize::from(board.details(shift).unwrap().roles[0].capacity);
        let placed = shift.signups.iter().filter(|signup| signup.placed).count();
        // What does not take place has no places any more that later changes of its activity could free.
        if shift.cancelled.is_none() {
            assert_eq!(placed, capacity.min(shift.signups.len()), "shift {id}");
        }
        let first = shift.signups.iter().take(placed);
        assert!(first.into_iter().all(|signup| signup.placed), "shift {id}");
        let members: Vec<MemberId> = shift.signups.iter().map(|signup| signup.member).collect();
        let once: BTreeSet<&MemberId> = members.iter().collect();
        assert_eq!(once.len(), members.len(), "shift {id}");
        let mut arrived: Vec<MemberId> = Vec::new();
        for event in log {
            match event {
                Event::SignedUp(e) if e.shift == *id => arrived.push(e.member),
                Event::SignupsCancelled(e) if e.shifts.contains(id) => {
                    arrived.retain(|member| *member != e.member);
                }
                _ => {}
            }
        }
        assert_eq!(members, arrived, "shift {id}");
        waiting += (members.len() - placed) as u64;
    }
    waiting
}
