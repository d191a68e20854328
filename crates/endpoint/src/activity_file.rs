//! A table of activities: what each row means, and the commands that bring the board up to it.

use std::collections::BTreeMap;

use uuid::Uuid;
use yishi_calendar::{Rule, RuleError};
use yishi_domain::volunteer::{
    Activity, ActivityKind, ChangeActivity, Details, Phase, PlanActivity, ShiftRole, Span,
};
use yishi_domain::{ActivityId, Command, Date, State};
use yishi_table::{Column, Row};

/// One row, as text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ActivityRow {
    line: usize,
    title: String,
    kind: String,
    place: String,
    rule: String,
    first: String,
    starts: String,
    minutes: String,
    roles: String,
    minimum: String,
    cutoff: String,
    text: String,
}

impl Row for ActivityRow {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::required(TITLE, "name", |row| &mut row.title),
        Column::required(KIND, "kind", |row| &mut row.kind),
        Column::required(PLACE, "place", |row| &mut row.place),
        Column::required(RULE, "rule", |row| &mut row.rule),
        Column::optional(FIRST, "first", |row| &mut row.first),
        Column::required(STARTS, "starts", |row| &mut row.starts),
        Column::required(MINUTES, "minutes", |row| &mut row.minutes),
        Column::required(ROLES, "roles", |row| &mut row.roles),
        Column::required(MINIMUM, "minimum", |row| &mut row.minimum),
        Column::optional(CUTOFF, "cutoff", |row| &mut row.cutoff),
        Column::optional(TEXT, "text", |row| &mut row.text),
    ];

    fn at(line: usize) -> Self {
        Self {
            line,
            ..Self::default()
        }
    }
}

const TITLE: &str = "名称";
const KIND: &str = "类别";
const PLACE: &str = "地点";
const RULE: &str = "重复";
const FIRST: &str = "首日";
const STARTS: &str = "开始";
const MINUTES: &str = "分钟";
const ROLES: &str = "岗位";
const MINIMUM: &str = "最低人数";
const CUTOFF: &str = "截止";
const TEXT: &str = "说明";

/// Roles that one activity may have.
const MOST_ROLES: usize = 12;
/// Minutes before the start at which signing up may end: a week.
const MOST_CUTOFF: u16 = 10_080;

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Fault {
    #[error("“{0}” is empty")]
    Empty(&'static str),
    #[error("“{0}” is too long")]
    TooLong(&'static str),
    #[error("“{column}” is not a usable number: {value}")]
    NotANumber { column: &'static str, value: String },
    #[error("unknown kind: {0}; the kinds are 上门, 维护, 课堂, 托管, 文化, 巡视, 其他")]
    UnknownKind(String),
    #[error("“开始” is a time of day such as 09:00, not {0}")]
    NotATime(String),
    #[error("“首日” is a day such as 2027-03-01, not {0}")]
    NotADay(String),
    #[error("“岗位” names roles and places such as 保洁:12;带队:2, not {0}")]
    NotRoles(String),
    #[error("the roles have {places} places, fewer than the {minimum} that are needed")]
    FewPlaces { places: u32, minimum: u16 },
    #[error("“重复”: {0}")]
    Rule(#[from] RuleError),
    #[error("an activity of that name stands in line {0}")]
    Duplicate(usize),
    #[error("it is a series on the board and happens once in the table, or the other way round")]
    OnceOrSeries,
}

/// A row that was not taken over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {fault}")]
pub(crate) struct RowError {
    line: usize,
    fault: Fault,
}

/// The commands that bring the board up to the table, and the rows that cannot be used. An activity is known
/// by its name. Only differences become commands, so importing the same file twice changes nothing; what the
/// table does not say (lead, and what columns are missing for) stays as it is.
pub(crate) fn import(
    state: &State,
    rows: &[ActivityRow],
    today: Date,
    mut new_id: impl FnMut() -> Uuid,
) -> (Vec<Command>, Vec<RowError>) {
    let known: BTreeMap<&str, (ActivityId, &Phase)> = state
        .volunteer
        .activities
        .iter()
        .filter_map(|(id, activity)| {
            let phase = current(activity)?;
            Some((phase.details.title.as_str(), (*id, phase)))
        })
        .collect();
    let offset = state.community.utc_offset_minutes;
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut commands, mut errors) = (Vec::new(), Vec::new());
    for row in rows {
        let known = known.get(row.title.trim()).copied();
        let parsed = match seen.get(row.title.trim()) {
            Some(first) => Err(Fault::Duplicate(*first)),
            None => Parsed::of(row, known.map(|(_, phase)| phase), today, offset),
        };
        seen.entry(row.title.trim()).or_insert(row.line);
        match (parsed, known) {
            (Err(fault), _) => errors.push(RowError {
                line: row.line,
                fault,
            }),
            (Ok(parsed), None) => commands.push(Command::PlanActivity(PlanActivity {
                activity: ActivityId(new_id()),
                details: parsed.details,
                first: parsed.first,
                rule: parsed.rule,
            })),
            (Ok(parsed), Some((activity, phase))) => {
                if !parsed.is(phase) {
                    commands.push(Command::ChangeActivity(ChangeActivity {
                        activity,
                        from: None,
                        details: parsed.details,
                        first: parsed.first,
                        rule: parsed.rule,
                    }));
                }
            }
        }
    }
    (commands, errors)
}

/// How an activity is in the end, unless it has ended.
fn current(activity: &Activity) -> Option<&Phase> {
    activity.phases.last().filter(|_| activity.ended.is_none())
}

struct Parsed {
    details: Details,
    first: Date,
    rule: Option<String>,
}

impl Parsed {
    fn of(
        row: &ActivityRow,
        known: Option<&Phase>,
        today: Date,
        offset: i16,
    ) -> Result<Self, Fault> {
        let now = known.map(|phase| &*phase.details);
        let minimum = number(MINIMUM, &row.minimum, 0, 1_000)?;
        let roles = roles(&row.roles, now.map_or(&[], |now| &now.roles))?;
        let places = roles.iter().map(|role| u32::from(role.capacity)).sum();
        if places < u32::from(minimum) {
            return Err(Fault::FewPlaces { places, minimum });
        }
        let text = match row.text.trim() {
            "" => now.map(|now| now.text.clone()).unwrap_or_default(),
            text => short(TEXT, text, 500)?,
        };
        let cutoff = match (row.cutoff.trim(), now) {
            ("", Some(now)) => now.cutoff,
            ("", None) => 0,
            (cell, _) => number(CUTOFF, cell, 0, MOST_CUTOFF)?,
        };
        let details = Details {
            kind: kind(&row.kind)?,
            title: filled(TITLE, &row.title, 60)?,
            text,
            place: filled(PLACE, &row.place, 60)?,
            lead: now.and_then(|now| now.lead.clone()),
            roles,
            minimum,
            cutoff,
            starts: time_of_day(&row.starts)?,
            lasts: number(MINUTES, &row.minutes, 1, 1_440)?,
        };
        let rule = Some(row.rule.trim().to_owned()).filter(|rule| !rule.is_empty());
        if known.is_some_and(|phase| phase.rule.is_some() != rule.is_some()) {
            return Err(Fault::OnceOrSeries);
        }
        let first = first_day(row, rule.as_deref(), known, today, details.starts, offset)?;
        Ok(Self {
            details,
            first,
            rule,
        })
    }

    fn is(&self, phase: &Phase) -> bool {
        self.details == *phase.details && self.first == phase.first && self.rule == phase.rule
    }
}

/// The day from which the rule counts: what the table says, or what is known, or today. A series that is over
/// already counts from a year before its end, so that it is on the board as what it was.
fn first_day(
    row: &ActivityRow,
    rule: Option<&str>,
    known: Option<&Phase>,
    today: Date,
    minute: u16,
    offset: i16,
) -> Result<Date, Fault> {
    let rule = rule.map(Rule::parse).transpose()?;
    let over = rule.as_ref().and_then(|rule| rule.last_day(offset));
    let first = match (row.first.trim(), known) {
        ("", Some(known)) => known.first,
        ("", None) if rule.is_none() => return Err(Fault::Empty(FIRST)),
        ("", None) => over
            .filter(|last| *last < today)
            .map_or(today, |last| last.plus_days(-365)),
        (cell, _) => day(cell)?,
    };
    if let Some(rule) = rule {
        rule.days(&Span {
            first,
            minute,
            offset,
            from: first,
            through: first,
            most: 1,
        })?;
    }
    Ok(first)
}

fn shown(cell: &str) -> String {
    cell.trim().chars().take(40).collect()
}

fn filled(column: &'static str, cell: &str, most: usize) -> Result<String, Fault> {
    if cell.trim().is_empty() {
        return Err(Fault::Empty(column));
    }
    short(column, cell, most)
}

fn short(column: &'static str, cell: &str, most: usize) -> Result<String, Fault> {
    // As the rules would keep it, so that the same table finds it again.
    let cell: String = cell
        .chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .collect();
    let cell = cell.trim();
    if cell.chars().count() > most {
        return Err(Fault::TooLong(column));
    }
    Ok(cell.to_owned())
}

fn number(column: &'static str, cell: &str, least: u16, most: u16) -> Result<u16, Fault> {
    let cell = cell.trim();
    if cell.is_empty() {
        return Err(Fault::Empty(column));
    }
    let parsed = cell.parse().ok().filter(|n| (least..=most).contains(n));
    parsed.ok_or_else(|| Fault::NotANumber {
        column,
        value: shown(cell),
    })
}

fn kind(cell: &str) -> Result<ActivityKind, Fault> {
    Ok(match cell.trim() {
        "" => return Err(Fault::Empty(KIND)),
        "上门" | "elder_care" => ActivityKind::ElderCare,
        "维护" | "upkeep" => ActivityKind::Upkeep,
        "课堂" | "class" => ActivityKind::Class,
        "托管" | "child_care" => ActivityKind::ChildCare,
        "文化" | "culture" => ActivityKind::Culture,
        "巡视" | "patrol" => ActivityKind::Patrol,
        "其他" | "other" => ActivityKind::Other,
        other => return Err(Fault::UnknownKind(shown(other))),
    })
}

/// Minutes after midnight of `09:00`.
fn time_of_day(cell: &str) -> Result<u16, Fault> {
    let cell = cell.trim();
    if cell.is_empty() {
        return Err(Fault::Empty(STARTS));
    }
    let minutes = |text: &str, most: u16| {
        let digits = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        text.parse::<u16>().ok().filter(|n| digits && *n <= most)
    };
    let parsed = cell
        .split_once([':', '：'])
        .and_then(|(hour, minute)| Some(minutes(hour, 23)? * 60 + minutes(minute, 59)?));
    parsed.ok_or_else(|| Fault::NotATime(shown(cell)))
}

/// `2027-03-01`, also with the slashes of a spreadsheet program and without the zeros.
fn day(cell: &str) -> Result<Date, Fault> {
    let fault = || Fault::NotADay(shown(cell));
    let fields: Vec<&str> = cell.trim().split(['-', '/', '.']).collect();
    let [year, month, day] = fields[..] else {
        return Err(fault());
    };
    format!("{year:0>4}-{month:0>2}-{day:0>2}")
        .parse()
        .map_err(|_| fault())
}

/// `保洁:12;带队:2`. A role keeps its number while it keeps its name.
fn roles(cell: &str, known: &[ShiftRole]) -> Result<Vec<ShiftRole>, Fault> {
    if cell.trim().is_empty() {
        return Err(Fault::Empty(ROLES));
    }
    let fault = || Fault::NotRoles(shown(cell));
    let mut free = (0..=u8::MAX).filter(|number| known.iter().all(|role| role.role != *number));
    let mut roles: Vec<ShiftRole> = Vec::new();
    for part in cell
        .split([';', '；', '、'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let (name, capacity) = part.split_once([':', '：']).ok_or_else(fault)?;
        let name = filled(ROLES, name, 20)?;
        let capacity = number(ROLES, capacity, 1, 1_000)?;
        if roles.iter().any(|role| role.name == name) || roles.len() == MOST_ROLES {
            return Err(fault());
        }
        let number = known.iter().find(|role| role.name == name);
        let role = number.map_or_else(|| free.next(), |role| Some(role.role));
        roles.push(ShiftRole {
            role: role.ok_or_else(fault)?,
            name,
            capacity,
        });
    }
    if roles.is_empty() {
        return Err(fault());
    }
    Ok(roles)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::table;
    use yishi_calendar::RuleCalendar;
    use yishi_domain::{Actor, EpochId, FoundCommunity, Timestamp};
    use yishi_sync::Authority;

    const SAMPLE: &str = include_str!("../../../tests/data/sample/activities.csv");

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
        let days: std::collections::BTreeSet<String> =
            town.shifts("太极队晨练").into_iter().collect();
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
}
