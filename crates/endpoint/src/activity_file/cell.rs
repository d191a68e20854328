//! What the cells of such a table mean, and what can be wrong with them.

use yishi_calendar::RuleError;
use yishi_domain::Date;
use yishi_domain::volunteer::{ActivityKind, ShiftRole};

pub(super) const TITLE: &str = "名称";
pub(super) const KIND: &str = "类别";
pub(super) const PLACE: &str = "地点";
pub(super) const RULE: &str = "重复";
pub(super) const FIRST: &str = "首日";
pub(super) const STARTS: &str = "开始";
pub(super) const MINUTES: &str = "分钟";
pub(super) const ROLES: &str = "岗位";
pub(super) const MINIMUM: &str = "最低人数";
pub(super) const CUTOFF: &str = "截止";
pub(super) const TEXT: &str = "说明";

/// Roles that one activity may have.
const MOST_ROLES: usize = 12;
/// Minutes before the start at which signing up may end: a week.
pub(super) const MOST_CUTOFF: u16 = 10_080;

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

fn shown(cell: &str) -> String {
    cell.trim().chars().take(40).collect()
}

pub(super) fn filled(column: &'static str, cell: &str, most: usize) -> Result<String, Fault> {
    if cell.trim().is_empty() {
        return Err(Fault::Empty(column));
    }
    short(column, cell, most)
}

pub(super) fn short(column: &'static str, cell: &str, most: usize) -> Result<String, Fault> {
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

pub(super) fn number(
    column: &'static str,
    cell: &str,
    least: u16,
    most: u16,
) -> Result<u16, Fault> {
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

pub(super) fn kind(cell: &str) -> Result<ActivityKind, Fault> {
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
pub(super) fn time_of_day(cell: &str) -> Result<u16, Fault> {
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
pub(super) fn day(cell: &str) -> Result<Date, Fault> {
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
pub(super) fn roles(cell: &str, known: &[ShiftRole]) -> Result<Vec<ShiftRole>, Fault> {
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
