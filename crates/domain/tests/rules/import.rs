//! Taking over a roster from a table.

use crate::kit::Town;
use std::collections::BTreeSet;
use yishi_domain::roster::*;
use yishi_domain::*;

const SAMPLE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../tests/data/sample/roster.csv"
);

fn sample() -> Vec<RosterRow> {
    let mut reader = csv::Reader::from_path(SAMPLE).expect("the sample stands in tests/data");
    let headers = reader.headers().unwrap().clone();
    let column = |name: &str| {
        headers
            .iter()
            .position(|h| h.trim_start_matches('\u{feff}') == name)
            .expect(name)
    };
    let columns = [
        "姓名",
        "楼栋",
        "单元",
        "房号",
        "建筑面积",
        "身份",
        "店铺",
        "产权人",
        "年龄",
    ]
    .map(column);
    reader
        .records()
        .enumerate()
        .map(|(index, record)| {
            let record = record.unwrap();
            let cell = |which: usize| record[columns[which]].to_owned();
            RosterRow {
                line: index + 2,
                name: cell(0),
                building: cell(1),
                unit: cell(2),
                room: cell(3),
                area: cell(4),
                roles: cell(5),
                shop: cell(6),
                owner: cell(7),
                age: cell(8),
            }
        })
        .collect()
}

fn row(line: usize, name: &str, room: &str) -> RosterRow {
    RosterRow {
        line,
        name: name.into(),
        building: "1".into(),
        unit: "1".into(),
        room: room.into(),
        area: "95.18".into(),
        roles: "居民".into(),
        shop: String::new(),
        owner: "是".into(),
        age: "46".into(),
    }
}

fn take_over(town: &mut Town, rows: &[RosterRow]) -> (usize, Vec<RowError>) {
    let (state, today) = (town.state.clone(), town.state.date(town.now));
    let (commands, errors) = import(&state, rows, today, || town.id());
    let count = commands.len();
    for command in commands {
        assert_eq!(
            town.must(Actor::Operator, command).len(),
            1,
            "an import asks for differences only"
        );
    }
    (count, errors)
}

#[test]
fn the_same_file_twice_changes_nothing() {
    let rows = sample();
    assert_eq!(rows.len(), 2_203);
    let mut town = Town::new();
    let (count, errors) = take_over(&mut town, &rows);
    assert_eq!(errors, []);
    assert_eq!(count, 2_203 + 1_200);
    // The sample, and the one who was here before.
    assert_eq!(town.state.roster.members.len(), 2_203 + 1);
    assert_eq!(town.state.roster.households.len(), 1_200);
    assert_eq!(take_over(&mut town, &rows), (0, Vec::new()));
    let reordered: Vec<_> = rows.into_iter().rev().collect();
    assert_eq!(take_over(&mut town, &reordered), (0, Vec::new()));
}

#[test]
fn a_changed_cell_changes_its_record_alone() {
    let mut town = Town::new();
    let rows = [
        row(2, "李梅", "101"),
        row(3, "赵强", "101"),
        row(4, "孙艳", "102"),
    ];
    assert_eq!(take_over(&mut town, &rows).0, 5);
    let members = town.state.roster.members.clone();
    let changed = [
        rows[0].clone(),
        RosterRow {
            roles: "居民、居民代表".into(),
            ..rows[1].clone()
        },
        rows[2].clone(),
    ];
    assert_eq!(take_over(&mut town, &changed), (1, Vec::new()));
    let differing: Vec<_> = town
        .state
        .roster
        .members
        .iter()
        .filter(|(id, m)| members[*id] != **m)
        .collect();
    let [(_, zhao)] = differing[..] else {
        panic!("{differing:?}")
    };
    assert_eq!(zhao.name, "赵强");
    assert_eq!(
        zhao.roles,
        BTreeSet::from([Role::Resident, Role::Representative])
    );
}

#[test]
fn who_is_missing_from_the_file_stays_on_the_roster() {
    let mut town = Town::new();
    take_over(&mut town, &[row(2, "李梅", "101"), row(3, "赵强", "101")]);
    assert_eq!(
        take_over(&mut town, &[row(2, "李梅", "101")]),
        (0, Vec::new())
    );
    assert_eq!(town.state.roster.members.len(), 3);
}

#[test]
fn a_year_later_the_same_file_with_ages_one_up_changes_nothing() {
    let mut town = Town::new();
    take_over(&mut town, &[row(2, "李梅", "101")]);
    town.later(366 * 24 * 3_600);
    let older = RosterRow {
        age: "47".into(),
        ..row(2, "李梅", "101")
    };
    assert_eq!(take_over(&mut town, &[older]), (0, Vec::new()));
}

#[test]
fn bad_rows_are_named_and_the_others_taken() {
    let bad = |line, change: fn(&mut RosterRow)| {
        let mut row = row(line, &format!("坏行{line}"), "101");
        change(&mut row);
        row
    };
    let number = |column, value: &str| RowFault::NotANumber {
        column,
        value: value.into(),
    };
    let cases: [(RosterRow, RowFault); 15] = [
        (bad(2, |r| r.name.clear()), RowFault::Empty("姓名")),
        (
            bad(3, |r| r.name = "名".repeat(41)),
            RowFault::TooLong("姓名"),
        ),
        (bad(4, |r| r.building = "一".into()), number("楼栋", "一")),
        (bad(5, |r| r.building = "0".into()), number("楼栋", "0")),
        (bad(6, |r| r.unit = "-1".into()), number("单元", "-1")),
        (bad(7, |r| r.room = "  ".into()), RowFault::Empty("房号")),
        (
            bad(8, |r| r.area = "95.181".into()),
            number("建筑面积", "95.181"),
        ),
        (bad(9, |r| r.area = "-95".into()), number("建筑面积", "-95")),
        (
            bad(10, |r| r.area = "0.00".into()),
            number("建筑面积", "0.00"),
        ),
        (
            bad(11, |r| r.roles = "村长".into()),
            RowFault::UnknownRole("村长".into()),
        ),
        (bad(12, |r| r.roles = " 、".into()), RowFault::Empty("身份")),
        (bad(13, |r| r.age = "131".into()), number("年龄", "131")),
        (bad(14, |r| r.age.clear()), RowFault::Empty("年龄")),
        (bad(15, |r| r.area = ".5".into()), number("建筑面积", ".5")),
        (
            bad(16, |r| r.shop = "店".repeat(61)),
            RowFault::TooLong("店铺"),
        ),
    ];
    let mut rows: Vec<RosterRow> = cases.iter().map(|(row, _)| row.clone()).collect();
    rows.push(row(20, "李梅", "101"));
    let mut town = Town::new();
    let (count, errors) = take_over(&mut town, &rows);
    assert_eq!(count, 2, "one home, one person");
    let expected: Vec<_> = cases
        .into_iter()
        .map(|(row, fault)| RowError {
            line: row.line,
            fault,
        })
        .collect();
    assert_eq!(errors, expected);
}

#[test]
fn the_same_person_twice_is_named_with_the_earlier_line() {
    let mut town = Town::new();
    let rows = [
        row(2, "李梅", "101"),
        row(3, " 李梅 ", "101"),
        row(4, "李梅", "102"),
    ];
    let (count, errors) = take_over(&mut town, &rows);
    assert_eq!(
        errors,
        [RowError {
            line: 3,
            fault: RowFault::Duplicate(2)
        }]
    );
    assert_eq!(count, 4, "a namesake in another home is somebody else");
}

#[test]
fn two_areas_of_one_home_are_named() {
    let mut town = Town::new();
    let differing = RosterRow {
        area: "58.12".into(),
        ..row(3, "赵强", "101")
    };
    let (_, errors) = take_over(&mut town, &[row(2, "李梅", "101"), differing]);
    assert_eq!(
        errors,
        [RowError {
            line: 3,
            fault: RowFault::AreaDiffers(2)
        }]
    );
}

#[test]
fn areas_are_whole_hundredths_of_a_square_metre() {
    for (cell, expected) in [
        ("95", Some(9_500)),
        ("95.1", Some(9_510)),
        ("95.18", Some(9_518)),
        ("", None),
    ] {
        let mut town = Town::new();
        take_over(
            &mut town,
            &[RosterRow {
                area: cell.into(),
                ..row(2, "李梅", "101")
            }],
        );
        assert_eq!(
            town.state.roster.households.values().next().unwrap().area,
            expected,
            "{cell}"
        );
    }
}

#[test]
fn two_imports_of_one_file_at_once_do_not_double_anybody() {
    let mut town = Town::new();
    let rows = [row(2, "李梅", "101"), row(3, "赵强", "101")];
    let today = town.state.date(town.now);
    let before = town.state.clone();
    let drawn = |town: &mut Town| import(&before, &rows, today, || town.id()).0;
    let (first, second) = (drawn(&mut town), drawn(&mut town));
    for command in first {
        town.must(Actor::Operator, command);
    }
    let homes = town.state.roster.households.len();
    for command in second {
        assert!(town.give(Actor::Operator, &command).is_err(), "{command:?}");
    }
    assert_eq!(town.state.roster.households.len(), homes);
}
