use std::sync::Arc;

use super::*;
use crate::table;
use yishi_calendar::RuleCalendar;
use yishi_domain::{Actor, EpochId, FoundCommunity, Timestamp};
use yishi_sync::Authority;

const SAMPLE: &str = include_str!("../../../../tests/data/sample/activities.csv");

/// A community at a moment, in China.
struct Town {
    authority: Authority,
    now: Timestamp,
}

impl Town {
    fn at(now: &str) -> Self {
        let authority =
            Authority::new(EpochId(Uuid::nil()), 0, None).with_calendar(Arc::new(RuleCalendar));
        let mut town = Self {
            authority,
            now: now.parse().unwrap(),
        };
        town.submit(&Command::FoundCommunity(FoundCommunity {
            name: "幸福街社区".to_owned(),
            utc_offset_minutes: 480,
        }));
        town
    }

    fn submit(&mut self, command: &Command) {
        let mut new_id = Uuid::now_v7;
        self.authority
            .submit(Actor::Operator, command, self.now, &mut new_id)
            .unwrap_or_else(|rejection| panic!("{command:?}: {rejection:?}"));
    }

    /// Reads a table; gives the number of commands and the faults.
    fn import(&mut self, table: &str) -> (usize, Vec<String>) {
        let rows = table::read::<ActivityRow>(table.as_bytes()).unwrap();
        let today = self.authority.state().date(self.now);
        let (commands, errors) = import(self.authority.state(), &rows, today, Uuid::now_v7);
        for command in &commands {
            self.submit(command);
        }
        let faults = errors.iter().map(ToString::to_string).collect();
        (commands.len(), faults)
    }

    /// The local beginnings of an activity's shifts.
    fn shifts(&self, title: &str) -> Vec<String> {
        let board = &self.authority.state().volunteer;
        let mut starts: Vec<Timestamp> = board
            .shifts
            .values()
            .filter(|shift| shift.cancelled.is_none())
            .filter(|shift| board.details(shift).unwrap().title == title)
            .map(|shift| shift.starts_at)
            .collect();
        starts.sort();
        starts
            .iter()
            .map(|at| at.plus_seconds(8 * 3_600).to_string())
            .collect()
    }
}

#[test]
fn the_nine_activities_of_the_sample_unroll_for_a_year() {
    let mut town = Town::at("2026-01-01T00:00:00Z");
    assert_eq!(town.import(SAMPLE), (9, vec![]));
    // Those who look 400 days ahead see at least a year.
    let in_2026 = |title: &str| {
        let shifts = town.shifts(title);
        shifts.iter().filter(|at| at.starts_with("2026")).count()
    };
    for (title, count) in [
        ("独居老人居家保洁", 12),
        ("独居老人上门理发", 12),
        ("公共设施维护", 12),
        ("绘本阅读班", 52),
        ("暑期托管班", 173),
        ("锣鼓队排练", 52),
        ("太极队晨练", 364),
        ("合唱队排练", 53),
        ("周五巡视支援", 52),
    ] {
        assert_eq!(in_2026(title), count, "{title}");
    }
    assert_eq!(
        town.shifts("独居老人居家保洁")[..3],
        [
            "2026-01-03T09:00:00Z",
            "2026-02-07T09:00:00Z",
            "2026-03-07T09:00:00Z"
        ]
    );
    assert_eq!(
        town.shifts("暑期托管班").last().unwrap(),
        "2026-08-31T08:30:00Z",
        "the last day belongs to it"
    );
}

#[test]
fn the_same_table_changes_nothing_whenever_it_is_read() {
    for now in ["2026-01-01T00:00:00Z", "2026-11-23T04:00:00Z"] {
        let mut town = Town::at(now);
        assert_eq!(town.import(SAMPLE), (9, vec![]), "{now}");
        assert_eq!(town.import(SAMPLE), (0, vec![]), "{now}");
        town.now = town.now.plus_seconds(40 * 86_400);
        town.authority.tick(town.now, &mut Uuid::now_v7);
        assert_eq!(town.import(SAMPLE), (0, vec![]), "later than {now}");
    }
}

#[test]
fn the_clock_plans_series_further_as_time_goes() {
    let mut town = Town::at("2026-01-01T00:00:00Z");
    town.import(SAMPLE);
    let last = |town: &Town| town.shifts("太极队晨练").pop().unwrap();
    assert_eq!(last(&town), "2027-02-05T06:30:00Z");
    assert_eq!(town.authority.tick(town.now, &mut Uuid::now_v7), 0);
    town.now = "2027-01-01T00:00:00Z".parse().unwrap();
    assert!(town.authority.tick(town.now, &mut Uuid::now_v7) >= 9);
    assert_eq!(last(&town), "2028-02-05T06:30:00Z");
    assert_eq!(town.authority.tick(town.now, &mut Uuid::now_v7), 0);
    let days: std::collections::BTreeSet<String> = town.shifts("太极队晨练").into_iter().collect();
    assert_eq!(
        days.len(),
        365 + 365 + 36 - 1,
        "every day once, without a gap"
    );
}

#[test]
fn a_series_that_is_over_stands_there_without_shifts() {
    let mut town = Town::at("2026-11-23T04:00:00Z");
    assert_eq!(town.import(SAMPLE), (9, vec![]));
    assert!(town.shifts("暑期托管班").is_empty());
    assert_eq!(town.shifts("太极队晨练")[0], "2026-11-24T06:30:00Z");
}

#[test]
fn only_what_is_different_becomes_a_command_and_roles_keep_their_numbers() {
    let mut town = Town::at("2026-01-01T00:00:00Z");
    town.import(SAMPLE);
    let changed = SAMPLE
        .replace("保洁:12;带队:2", "带队:3;保洁:12;做饭:4")
        .replace("06:30", "06:00");
    assert_eq!(town.import(&changed), (2, vec![]));
    assert_eq!(town.import(&changed), (0, vec![]));
    assert_eq!(town.shifts("太极队晨练")[0], "2026-01-02T06:00:00Z");
    let activities = &town.authority.state().volunteer.activities;
    let roles: Vec<(u8, &str, u16)> = activities
        .values()
        .filter_map(|activity| activity.latest())
        .find(|phase| phase.details.title == "独居老人居家保洁")
        .map(|phase| phase.details.roles.iter())
        .unwrap()
        .map(|role| (role.role, role.name.as_str(), role.capacity))
        .collect();
    assert_eq!(roles, [(1, "带队", 3), (0, "保洁", 12), (2, "做饭", 4)]);
}

#[test]
fn bad_rows_are_each_named() {
    let header = "名称,类别,地点,重复,首日,开始,分钟,岗位,最低人数";
    let rows = [
        ("好,维护,街,FREQ=DAILY,,09:00,60,人:4,2", ""),
        (",维护,街,FREQ=DAILY,,09:00,60,人:4,2", "“名称” is empty"),
        (
            "好,维护,街,FREQ=DAILY,,09:00,60,人:4,2",
            "an activity of that name stands in line 2",
        ),
        (
            "甲,打牌,街,FREQ=DAILY,,09:00,60,人:4,2",
            "unknown kind: 打牌; the kinds are 上门, 维护, 课堂, 托管, 文化, 巡视, 其他",
        ),
        (
            "乙,维护,街,FREQ=SECONDLY,,09:00,60,人:4,2",
            "“重复”: FREQ=SECONDLY is more often than a series can be; use DAILY, WEEKLY, MONTHLY or YEARLY, and one series for each time of day",
        ),
        (
            "丙,维护,街,FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30,,09:00,60,人:4,2",
            "“重复”: no day fits this rule from its first day on; choose another day, or let it end later",
        ),
        ("丁,维护,街,,,09:00,60,人:4,2", "“首日” is empty"),
        (
            "戊,维护,街,,2027-02-30,09:00,60,人:4,2",
            "“首日” is a day such as 2027-03-01, not 2027-02-30",
        ),
        (
            "己,维护,街,FREQ=DAILY,,25:00,60,人:4,2",
            "“开始” is a time of day such as 09:00, not 25:00",
        ),
        (
            "庚,维护,街,FREQ=DAILY,,09:00,0,人:4,2",
            "“分钟” is not a usable number: 0",
        ),
        (
            "辛,维护,街,FREQ=DAILY,,09:00,60,人,2",
            "“岗位” names roles and places such as 保洁:12;带队:2, not 人",
        ),
        (
            "壬,维护,街,FREQ=DAILY,,09:00,60,人:4,5",
            "the roles have 4 places, fewer than the 5 that are needed",
        ),
        ("癸,维护,街", "“最低人数” is empty"),
    ];
    let table: Vec<&str> = std::iter::once(header)
        .chain(rows.iter().map(|(row, _)| *row))
        .collect();
    let mut town = Town::at("2026-11-23T04:00:00Z");
    let (taken, faults) = town.import(&table.join("\n"));
    assert_eq!(taken, 1);
    let expected: Vec<String> = (2..)
        .zip(rows)
        .filter(|(_, (_, fault))| !fault.is_empty())
        .map(|(line, (_, fault))| format!("line {line}: {fault}"))
        .collect();
    assert_eq!(faults, expected);
}

#[test]
fn what_happens_once_has_its_day_as_spreadsheets_write_it() {
    let mut town = Town::at("2026-11-23T04:00:00Z");
    let table = "名称,类别,地点,重复,首日,开始,分钟,岗位,最低人数,截止,说明\n\
                 植树,其他,公园,,2027/3/1,9:00,120,人:20,5,1440,带手套\n";
    assert_eq!(town.import(table), (1, vec![]));
    assert_eq!(town.shifts("植树"), ["2027-03-01T09:00:00Z"]);
    assert_eq!(town.import(table), (0, vec![]));
    let series = table.replace(",,2027/3/1", ",FREQ=DAILY,2027/3/1");
    let (_, faults) = town.import(&series);
    assert_eq!(
        faults,
        [
            "line 2: it is a series on the board and happens once in the table, or the other way round"
        ]
    );
}
