//! Activities and series: planning, changing, cancelling.

use crate::kit::board::{CLEANING, GUIDING, WEEK, details, led_by};
use crate::kit::{DAY, Town, predict};
use yishi_domain::volunteer::*;
use yishi_domain::*;

#[test]
fn what_happens_once_has_one_shift_at_the_communitys_local_time() {
    let mut town = Town::new();
    let shift = town.shift(5);
    let known = town.at_shift(shift);
    assert_eq!(known.starts_at.to_string(), "2026-11-30T01:00:00Z");
    assert_eq!(known.ends_at.to_string(), "2026-11-30T03:30:00Z");
}

#[test]
fn a_series_is_unrolled_four_hundred_days_and_further_as_time_goes() {
    let mut town = Town::new();
    let (activity, shifts) = town.weekly(details(5));
    assert_eq!(shifts.len(), 57);
    assert!(town.tick().is_empty(), "nothing is due yet");
    town.later(40 * DAY);
    let due = town.tick();
    assert!(matches!(&due[..], [Command::PlanShifts(c)] if c.activity == activity));
    let further = town.shifts(activity);
    assert_eq!(further[..57], shifts[..]);
    assert_eq!(further.len(), 57 + 5);
    assert!(town.tick().is_empty());
}

#[test]
fn a_year_of_a_daily_series_is_one_small_event() {
    let mut town = Town::new();
    let first = town.day(1);
    town.plan(details(60), first, Some("EVERY 1")).unwrap();
    let planned = town.log.iter().find_map(|(_, recorded)| {
        let Event::ShiftsPlanned(e) = &recorded.event else {
            return None;
        };
        Some(serde_json::to_string(e).unwrap())
    });
    assert!(planned.unwrap().len() < 1_800);
    assert_eq!(town.state.volunteer.shifts.len(), 400);
}

#[test]
fn a_phone_shows_its_new_series_without_shifts_until_the_authority_has_planned_them() {
    let mut town = Town::new();
    let first = town.day(7);
    let activity = ActivityId(town.id());
    let plan = |rule: Option<&str>| {
        Command::PlanActivity(PlanActivity {
            activity,
            details: details(5),
            first,
            rule: rule.map(Into::into),
        })
    };
    let phone = town.phone(town.staff);
    let series = plan(Some("FREQ=MONTHLY;BYDAY=-1FR"));
    let predicted = predict(&phone, town.staff, &series, town.now).unwrap();
    assert!(matches!(&predicted[..], [Event::ActivityPlanned(_)]));
    // What happens once needs no calendar: its shift is there at once.
    let mut state = phone.clone();
    for event in predict(&phone, town.staff, &plan(None), town.now).unwrap() {
        state.apply(&Recorded {
            at: town.now,
            by: Some(town.staff),
            cause: None,
            event,
        });
    }
    assert_eq!(state.volunteer.shifts.len(), 1);
}

#[test]
fn a_rule_that_is_wrong_or_names_no_day_is_rejected_in_words() {
    let mut town = Town::new();
    let first = town.day(7);
    assert_eq!(
        town.plan(details(5), first, Some("SOMETIMES")),
        Err(Rejection::BadRule {
            why: "SOMETIMES".into()
        })
    );
    assert_eq!(
        town.plan(details(5), first, Some("NEVER")),
        Err(Rejection::RuleNeverHappens)
    );
    assert!(town.state.volunteer.activities.is_empty());
}

#[test]
fn impossible_shifts_are_rejected() {
    let mut town = Town::new();
    let (past, first) = (town.day(-1), town.day(7));
    assert_eq!(town.plan(details(5), past, None), Err(Rejection::InThePast));
    let with = |change: &dyn Fn(&mut Details)| {
        let mut wanted = details(5);
        change(&mut wanted);
        wanted
    };
    for bad in [
        with(&|d| d.roles.clear()),
        with(&|d| d.roles[1].role = CLEANING),
        with(&|d| d.roles[0].capacity = 0),
        with(&|d| d.roles[0].capacity = 1_001),
        with(&|d| d.roles = vec![d.roles[0].clone(); 13]),
    ] {
        assert_eq!(town.plan(bad, first, None), Err(Rejection::BadRoles));
    }
    for bad in [
        with(&|d| d.starts = 1_440),
        with(&|d| d.lasts = 0),
        with(&|d| d.lasts = 1_441),
        with(&|d| d.cutoff = 10_081),
    ] {
        assert_eq!(town.plan(bad, first, None), Err(Rejection::BadTimes));
    }
    let nobody = MemberId(town.id());
    assert_eq!(
        town.plan(led_by(details(5), nobody), first, None),
        Err(Rejection::UnknownMember { member: nobody })
    );
    let title = with(&|d| d.title = " ".into());
    assert!(matches!(
        town.plan(title, first, None),
        Err(Rejection::TextEmpty { field }) if field == "title"
    ));
}

#[test]
fn the_lead_goes_by_the_rosters_name() {
    let mut town = Town::new();
    let lead = town.volunteer("李梅");
    let shift = town.shift_of(led_by(details(5), lead));
    let board = &town.state.volunteer;
    let known = board.details(&board.shifts[&shift]).unwrap();
    assert_eq!(known.lead.as_ref().unwrap().name, "李梅");
    assert_eq!(board.names[&lead], "李梅");
}

#[test]
fn changing_one_date_leaves_the_others_alone_and_tells_who_comes() {
    let mut town = Town::new();
    let (_, shifts) = town.weekly(details(5));
    let [a, b] = town.volunteers(2)[..] else {
        panic!()
    };
    town.sign_up(a, shifts[0], CLEANING).unwrap();
    town.sign_up(b, shifts[1], CLEANING).unwrap();
    let before = town.at_shift(shifts[0]).starts_at;
    let day = town.state.date(before).plus_days(1);
    town.change_shift(shifts[0], day, details(5)).unwrap();
    let moved = town.at_shift(shifts[0]);
    assert_eq!(moved.starts_at, before.plus_seconds(DAY));
    assert_eq!(moved.changes, 1);
    assert_eq!(town.standing(shifts[0], a), Some(Standing::Placed));
    assert_eq!(town.told(a, shifts[0]), Some(NewsKind::Moved));
    assert_eq!(town.told(b, shifts[1]), None);
    assert_eq!(town.at_shift(shifts[1]).changes, 0);
    let again = town.change_shift(shifts[0], day, details(5)).unwrap();
    assert_eq!(again, [], "it is like that already");
}

#[test]
fn changing_from_here_on_leaves_earlier_dates_alone() {
    let mut town = Town::new();
    let (activity, shifts) = town.weekly(details(5));
    let a = town.volunteer("李梅");
    for shift in &shifts[..3] {
        town.sign_up(a, *shift, CLEANING).unwrap();
    }
    let from = town.state.date(town.at_shift(shifts[1]).starts_at);
    let mut later = details(5);
    (later.starts, later.place) = (600, "活动中心".into());
    town.change(activity, Some(from), later).unwrap();
    let board = &town.state.volunteer;
    let place = |n: usize| &*board.details(town.at_shift(shifts[n])).unwrap().place;
    assert_eq!([place(0), place(1)], ["各楼栋", "活动中心"]);
    let start = |n: usize| town.at_shift(shifts[n]).starts_at.to_string();
    assert_eq!(start(0), "2026-11-30T01:00:00Z");
    assert_eq!(start(1), "2026-12-07T02:00:00Z");
    assert_eq!(
        town.shifts(activity),
        shifts,
        "the same days, the same shifts"
    );
    let told = shifts[..3].iter().map(|shift| town.told(a, *shift));
    let told: Vec<_> = told.collect();
    assert_eq!(told, [None, Some(NewsKind::Moved), Some(NewsKind::Moved)]);
}

#[test]
fn a_changed_rule_keeps_signups_of_days_that_survive_and_tells_the_others() {
    let mut town = Town::new();
    let (activity, shifts) = town.weekly(details(5));
    let a = town.volunteer("李梅");
    for shift in &shifts[..4] {
        town.sign_up(a, *shift, CLEANING).unwrap();
    }
    let change = |rule: &str, first| {
        Command::ChangeActivity(ChangeActivity {
            activity,
            from: None,
            details: details(5),
            first,
            rule: Some(rule.into()),
        })
    };
    let first = town.day(7);
    town.staff(change("EVERY 14", first)).unwrap();
    let standing = |town: &Town, n: usize| town.standing(shifts[n], a);
    assert_eq!(standing(&town, 0), Some(Standing::Placed));
    assert_eq!(standing(&town, 1), None);
    assert_eq!(standing(&town, 2), Some(Standing::Placed));
    assert_eq!(town.told(a, shifts[0]), None);
    assert_eq!(town.told(a, shifts[1]), Some(NewsKind::Cancelled));
    assert_eq!(town.shifts(activity).len(), 29);
    // The days come back, empty: whoever was told of the end may have made other plans.
    town.staff(change("EVERY 7", first)).unwrap();
    assert_eq!(town.shifts(activity).len(), 57);
    assert!(town.at_shift(shifts[1]).signups.is_empty());
    assert_eq!(town.told(a, shifts[1]), Some(NewsKind::Cancelled));
    assert_eq!(standing(&town, 2), Some(Standing::Placed));
}

#[test]
fn a_date_that_was_changed_for_itself_stays_as_it_is_when_its_series_changes() {
    let mut town = Town::new();
    let (activity, shifts) = town.weekly(details(5));
    let day = town.state.date(town.at_shift(shifts[0]).starts_at);
    let mut own = details(5);
    own.place = "书屋".into();
    town.change_shift(shifts[0], day, own).unwrap();
    let mut other = details(5);
    other.place = "广场".into();
    town.change(activity, None, other).unwrap();
    let board = &town.state.volunteer;
    let place = |n: usize| &*board.details(town.at_shift(shifts[n])).unwrap().place;
    assert_eq!([place(0), place(1)], ["书屋", "广场"]);
}

#[test]
fn a_change_of_the_whole_leaves_what_has_begun_as_it_was() {
    let mut town = Town::new();
    let (activity, shifts) = town.weekly(details(5));
    town.go_to(shifts[1], 30);
    let mut other = details(5);
    (other.place, other.lasts) = ("广场".into(), 60);
    town.change(activity, None, other).unwrap();
    let board = &town.state.volunteer;
    let place = |n: usize| &*board.details(town.at_shift(shifts[n])).unwrap().place;
    assert_eq!([place(0), place(1), place(2)], ["各楼栋", "各楼栋", "广场"]);
    let lasts = |n: usize| {
        let shift = town.at_shift(shifts[n]);
        (shift.ends_at.0 - shift.starts_at.0) / 60_000
    };
    assert_eq!([lasts(1), lasts(2)], [150, 60]);
    // A start that is over today holds from tomorrow.
    town.go_to(shifts[3], -60);
    let mut early = details(5);
    early.starts = 300;
    town.change(activity, None, early).unwrap();
    assert_eq!(town.at_shift(shifts[3]).starts_at.0, town.now.0 + 3_600_000);
}

#[test]
fn a_lowered_capacity_moves_the_last_ones_to_the_head_of_the_waitlist_in_order() {
    let mut town = Town::new();
    let shift = town.shift(4);
    let activity = town.at_shift(shift).activity;
    let people = town.volunteers(6);
    for member in &people {
        town.sign_up(*member, shift, CLEANING).unwrap();
    }
    town.later(60);
    town.change(activity, None, details(2)).unwrap();
    let (placed, waiting) = town.cleaners(shift);
    assert_eq!(placed, people[..2]);
    assert_eq!(waiting, people[2..], "before those who waited already");
    let news = town.state.volunteer.news(people[2]);
    assert_eq!(news[0].1.kind, NewsKind::Waitlisted);
    assert_eq!(news[0].1.at, town.now);
    assert_eq!(
        town.told(people[0], shift),
        None,
        "nothing changed for them"
    );
    town.change(activity, None, details(5)).unwrap();
    assert_eq!(town.cleaners(shift).0, people[..5]);
    assert_eq!(town.told(people[4], shift), Some(NewsKind::Promoted));
}

#[test]
fn a_role_that_is_taken_away_ends_its_signups_and_a_renamed_one_keeps_them() {
    let mut town = Town::new();
    let shift = town.shift(4);
    let activity = town.at_shift(shift).activity;
    let [a, b] = town.volunteers(2)[..] else {
        panic!()
    };
    town.sign_up(a, shift, CLEANING).unwrap();
    town.sign_up(b, shift, GUIDING).unwrap();
    let mut other = details(4);
    other.roles.remove(1);
    other.roles[0].name = "打扫".into();
    town.change(activity, None, other).unwrap();
    assert_eq!(town.standing(shift, a), Some(Standing::Placed));
    assert_eq!(town.standing(shift, b), None);
    assert_eq!(town.told(b, shift), Some(NewsKind::RoleEnded));
}

#[test]
fn what_happens_once_can_be_moved_with_everybody_who_comes() {
    let mut town = Town::new();
    let shift = town.shift(4);
    let activity = town.at_shift(shift).activity;
    let a = town.volunteer("李梅");
    town.sign_up(a, shift, CLEANING).unwrap();
    let change = |first, rule: Option<&str>| {
        Command::ChangeActivity(ChangeActivity {
            activity,
            from: None,
            details: details(4),
            first,
            rule: rule.map(Into::into),
        })
    };
    let (first, past) = (town.day(9), town.day(-1));
    town.staff(change(first, None)).unwrap();
    assert_eq!(town.shifts(activity), [shift]);
    assert_eq!(
        town.at_shift(shift).starts_at.to_string(),
        "2026-12-02T01:00:00Z"
    );
    assert_eq!(town.told(a, shift), Some(NewsKind::Moved));
    assert_eq!(town.staff(change(past, None)), Err(Rejection::InThePast));
    assert!(matches!(
        town.staff(change(first, Some("EVERY 7"))),
        Err(Rejection::BadRule { .. })
    ));
    town.go_to(shift, 0);
    let started_at = town.now;
    assert_eq!(
        town.staff(change(first, None)),
        Err(Rejection::ShiftStarted { started_at })
    );
}

#[test]
fn cancelling_tells_everybody_who_comes_why() {
    let mut town = Town::new();
    let (activity, shifts) = town.weekly(details(1));
    let [a, b] = town.volunteers(2)[..] else {
        panic!()
    };
    for member in [a, b] {
        town.sign_up(member, shifts[0], CLEANING).unwrap();
    }
    town.cancel_shift(shifts[0]).unwrap();
    assert_eq!(town.cancel_shift(shifts[0]).unwrap(), []);
    for member in [a, b] {
        let phone = town.phone(member).volunteer;
        assert_eq!(phone.news(member)[0].1.kind, NewsKind::Cancelled);
        let cancelled = phone.shifts[&shifts[0]].cancelled.clone();
        assert_eq!(cancelled, Some((town.now, Some("下雨".into()))));
    }
    // A plan that comes later does not bring it back.
    town.change(activity, None, details(2)).unwrap();
    assert!(town.at_shift(shifts[0]).cancelled.is_some());
    assert_eq!(town.shifts(activity).len(), 56);
}

#[test]
fn a_series_ends_from_a_day_on_or_whole() {
    let mut town = Town::new();
    let (activity, shifts) = town.weekly(details(5));
    let a = town.volunteer("李梅");
    town.sign_up(a, shifts[2], CLEANING).unwrap();
    let end = |from| {
        Command::EndActivity(EndActivity {
            activity,
            from,
            reason: "老师退休了".into(),
        })
    };
    let from = town.state.date(town.at_shift(shifts[2]).starts_at);
    town.staff(end(Some(from))).unwrap();
    assert_eq!(town.shifts(activity), shifts[..2]);
    assert_eq!(town.told(a, shifts[2]), Some(NewsKind::Cancelled));
    assert_eq!(town.staff(end(Some(from))).unwrap(), []);
    // Until then it can be changed, and is not planned beyond.
    town.change(activity, None, details(6)).unwrap();
    assert_eq!(town.shifts(activity), shifts[..2]);
    town.later(40 * DAY);
    assert!(town.tick().is_empty());
    assert_eq!(
        town.change(activity, None, details(6)),
        Err(Rejection::ActivityEnded)
    );
    let (other, shifts) = town.weekly(details(5));
    town.go_to(shifts[0], 1);
    let end = EndActivity {
        activity: other,
        from: None,
        reason: "停办".into(),
    };
    town.staff(Command::EndActivity(end)).unwrap();
    assert_eq!(town.shifts(other), shifts[..1], "what has begun goes on");
}

#[test]
fn the_lead_changes_and_cancels_a_shift_and_nobody_elses() {
    let mut town = Town::new();
    let [lead, other] = town.volunteers(2)[..] else {
        panic!()
    };
    let (activity, shifts) = town.weekly(led_by(details(5), lead));
    let day = town.day(8);
    let change = Command::ChangeShift(ChangeShift {
        shift: shifts[0],
        day,
        details: led_by(details(6), lead),
    });
    let cancel = Command::CancelShift(CancelShift {
        shift: shifts[1],
        reason: "有事".into(),
    });
    for command in [&change, &cancel] {
        let refused = town.member(other, command.clone());
        assert_eq!(refused, Err(Rejection::NotAllowed));
        town.member(lead, command.clone()).unwrap();
    }
    let whole = Command::EndActivity(EndActivity {
        activity,
        from: None,
        reason: "停办".into(),
    });
    assert_eq!(town.member(lead, whole), Err(Rejection::NotAllowed));
}

#[test]
fn a_report_with_thanks_follows_a_shift_that_has_begun() {
    let mut town = Town::new();
    let lead = town.volunteer("带队");
    let shift = town.shift_of(led_by(details(5), lead));
    let report = |photos: Vec<Digest>| {
        Command::ReportShift(ReportShift {
            shift,
            text: "谢谢大家,八户都打扫好了。".into(),
            photos,
        })
    };
    let starts_at = town.at_shift(shift).starts_at;
    assert_eq!(
        town.member(lead, report(vec![])),
        Err(Rejection::ShiftNotStarted { starts_at })
    );
    town.go_to(shift, 150);
    let photo = Digest([2; 32]);
    let five = (1..=5).map(|n| Digest([n; 32])).collect();
    assert_eq!(
        town.member(lead, report(five)),
        Err(Rejection::TooManyPhotos { most: 4 })
    );
    town.member(lead, report(vec![photo])).unwrap();
    let resident = town.resident("101", "李梅");
    assert_eq!(
        town.member(resident, report(vec![])),
        Err(Rejection::NotAllowed)
    );
    let phone = town.phone(resident).volunteer;
    let report = phone.shifts[&shift].report.clone().unwrap();
    assert_eq!(report.photos, [photo]);
    assert!(report.text.starts_with("谢谢"));
}

#[test]
fn the_29th_of_february_and_other_rare_days_wait_for_their_year() {
    let mut town = Town::new();
    let first: Date = "2028-02-29".parse().unwrap();
    let activity = town.plan(details(5), first, Some("EVERY 1461")).unwrap();
    assert!(town.shifts(activity).is_empty(), "not within 400 days");
    let mut found = Vec::new();
    for _ in 0..30 {
        town.later(WEEK * 4);
        town.tick();
        found = town.shifts(activity);
    }
    let starts_at = town.at_shift(found[0]).starts_at;
    assert_eq!(starts_at.to_string(), "2028-02-29T01:00:00Z");
    assert_eq!(found.len(), 1);
}
