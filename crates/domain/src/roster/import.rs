//! Taking over a roster that staff keep in a table.

use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

use super::{HouseholdRecorded, MemberRecorded, Role};
use crate::{Command, Date, HouseholdId, MemberId, State};

/// One row of the table, as text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RosterRow {
    /// Line number in the file, for messages.
    pub line: usize,
    /// 姓名
    pub name: String,
    /// 楼栋
    pub building: String,
    /// 单元
    pub unit: String,
    /// 房号
    pub room: String,
    /// 建筑面积 in m², at most two decimals; empty if unknown.
    pub area: String,
    /// 身份, several separated by 、 , ; or |
    pub roles: String,
    /// 店铺
    pub shop: String,
    /// 产权人: 是 or 否
    pub owner: String,
    /// 年龄 in years
    pub age: String,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RowFault {
    /// A cell that must not be empty is.
    #[error("“{0}” is empty")]
    Empty(&'static str),
    /// A cell that must be a number in a range is not.
    #[error("“{column}” is not a usable number: {value}")]
    NotANumber {
        /// The column.
        column: &'static str,
        /// What stands there.
        value: String,
    },
    /// A role that the community does not have.
    #[error("unknown role: {0}")]
    UnknownRole(String),
    /// The same person of the same home stands in an earlier row.
    #[error("the same person of the same home stands in line {0}")]
    Duplicate(usize),
    /// Two rows give the same home two areas.
    #[error("the home has another area in line {0}")]
    AreaDiffers(usize),
    /// A cell is longer than the roster holds.
    #[error("“{0}” is too long")]
    TooLong(&'static str),
}

/// A row that was not taken over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct RowError {
    /// Line number in the file.
    pub line: usize,
    /// What is wrong.
    pub fault: RowFault,
}

/// The commands that bring the roster up to the table, and the rows that cannot be used. Only differences
/// become commands, so importing the same file twice changes nothing. A home is known by building, unit
/// and room, a person by home and name.
pub fn import(
    state: &State,
    rows: &[RosterRow],
    today: Date,
    mut new_id: impl FnMut() -> Uuid,
) -> (Vec<Command>, Vec<RowError>) {
    let mut homes: BTreeMap<(u16, u16, String), HouseholdId> = state
        .roster
        .households
        .iter()
        .map(|(id, h)| ((h.building, h.unit, h.room.clone()), *id))
        .collect();
    let people: BTreeMap<(HouseholdId, &str), MemberId> = state
        .roster
        .members
        .iter()
        .filter_map(|(id, m)| m.household.map(|h| ((h, m.name.as_str()), *id)))
        .collect();
    let mut areas: BTreeMap<HouseholdId, (usize, Option<u64>)> = BTreeMap::new();
    let mut seen: BTreeMap<(HouseholdId, String), usize> = BTreeMap::new();
    let (mut commands, mut errors) = (Vec::new(), Vec::new());
    for row in rows {
        let parsed = match Parsed::of(row, today) {
            Ok(parsed) => parsed,
            Err(fault) => {
                errors.push(RowError {
                    line: row.line,
                    fault,
                });
                continue;
            }
        };
        let home = (parsed.building, parsed.unit, parsed.room.clone());
        let household = *homes.entry(home).or_insert_with(|| HouseholdId(new_id()));
        if let Some(first) = seen.get(&(household, parsed.name.clone())) {
            errors.push(RowError {
                line: row.line,
                fault: RowFault::Duplicate(*first),
            });
            continue;
        }
        match areas.get(&household) {
            Some((first, area)) if *area != parsed.area => {
                errors.push(RowError {
                    line: row.line,
                    fault: RowFault::AreaDiffers(*first),
                });
                continue;
            }
            Some(_) => {}
            None => {
                areas.insert(household, (row.line, parsed.area));
                push_household(state, household, &parsed, &mut commands);
            }
        }
        seen.insert((household, parsed.name.clone()), row.line);
        let member = people.get(&(household, parsed.name.as_str())).copied();
        push_member(state, member, household, parsed, &mut new_id, &mut commands);
    }
    (commands, errors)
}

fn push_household(
    state: &State,
    household: HouseholdId,
    parsed: &Parsed,
    commands: &mut Vec<Command>,
) {
    let known = state.roster.households.get(&household).map(|h| h.area);
    if known != Some(parsed.area) {
        commands.push(Command::RecordHousehold(HouseholdRecorded {
            household,
            building: parsed.building,
            unit: parsed.unit,
            room: parsed.room.clone(),
            area: parsed.area,
        }));
    }
}

fn push_member(
    state: &State,
    member: Option<MemberId>,
    household: HouseholdId,
    parsed: Parsed,
    new_id: &mut impl FnMut() -> Uuid,
    commands: &mut Vec<Command>,
) {
    let known = member.and_then(|m| state.roster.members.get(&m));
    // A table gives an age, which fits two years of birth; the year first recorded stays while it fits.
    let born = match known {
        Some(k) if k.born.abs_diff(parsed.born) <= 1 => k.born,
        _ => parsed.born,
    };
    let same = known.is_some_and(|k| {
        k.roles == parsed.roles
            && k.owner == parsed.owner
            && k.shop == parsed.shop
            && k.born == born
    });
    if !same {
        commands.push(Command::RecordMember(MemberRecorded {
            member: member.unwrap_or_else(|| MemberId(new_id())),
            name: parsed.name,
            household: Some(household),
            roles: parsed.roles,
            owner: parsed.owner,
            born,
            shop: parsed.shop,
        }));
    }
}

struct Parsed {
    name: String,
    building: u16,
    unit: u16,
    room: String,
    area: Option<u64>,
    roles: BTreeSet<Role>,
    shop: Option<String>,
    owner: bool,
    born: u16,
}

impl Parsed {
    fn of(row: &RosterRow, today: Date) -> Result<Self, RowFault> {
        let age: u16 = number("年龄", &row.age, 0, 130)?;
        let this_year = u16::try_from(today.year).unwrap_or_default();
        Ok(Self {
            name: filled("姓名", &row.name, 40)?,
            building: number("楼栋", &row.building, 1, 9_999)?,
            unit: number("单元", &row.unit, 1, 999)?,
            room: filled("房号", &row.room, 20)?,
            area: area(&row.area)?,
            roles: roles(&row.roles)?,
            shop: if row.shop.trim().is_empty() {
                None
            } else {
                Some(filled("店铺", &row.shop, 60)?)
            },
            owner: matches!(row.owner.trim(), "是" | "yes" | "true" | "1" | "Y" | "y"),
            born: this_year.saturating_sub(age),
        })
    }
}

fn filled(column: &'static str, cell: &str, most: usize) -> Result<String, RowFault> {
    let cell = cell.trim();
    if cell.is_empty() {
        return Err(RowFault::Empty(column));
    }
    if cell.chars().count() > most {
        return Err(RowFault::TooLong(column));
    }
    Ok(cell.to_owned())
}

fn number(column: &'static str, cell: &str, least: u16, most: u16) -> Result<u16, RowFault> {
    let cell = cell.trim();
    if cell.is_empty() {
        return Err(RowFault::Empty(column));
    }
    let parsed = cell.parse().ok().filter(|n| (least..=most).contains(n));
    parsed.ok_or_else(|| RowFault::NotANumber {
        column,
        value: cell.chars().take(40).collect(),
    })
}

/// Square metres with at most two decimals, as whole hundredths.
fn area(cell: &str) -> Result<Option<u64>, RowFault> {
    let cell = cell.trim();
    if cell.is_empty() {
        return Ok(None);
    }
    let fault = || RowFault::NotANumber {
        column: "建筑面积",
        value: cell.chars().take(40).collect(),
    };
    let (whole, part) = cell.split_once('.').unwrap_or((cell, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 6 || part.len() > 2 || !digits(whole) || !digits(part) {
        return Err(fault());
    }
    let hundredths: u64 = format!("{whole}{part:0<2}").parse().map_err(|_| fault())?;
    if hundredths == 0 {
        Err(fault())
    } else {
        Ok(Some(hundredths))
    }
}

fn roles(cell: &str) -> Result<BTreeSet<Role>, RowFault> {
    let mut roles = BTreeSet::new();
    for word in cell
        .split(['、', ',', '，', ';', '；', '|'])
        .map(str::trim)
        .filter(|w| !w.is_empty())
    {
        roles.insert(match word {
            "居民" | "resident" => Role::Resident,
            "居民代表" | "representative" => Role::Representative,
            "商户" | "merchant" => Role::Merchant,
            "网格员" | "grid_worker" => Role::GridWorker,
            "物业" | "property_worker" => Role::PropertyWorker,
            "联户党员" | "link_member" => Role::LinkMember,
            "志愿者" | "volunteer" => Role::Volunteer,
            "居委会" | "committee" => Role::Committee,
            other => return Err(RowFault::UnknownRole(other.chars().take(40).collect())),
        });
    }
    if roles.is_empty() {
        Err(RowFault::Empty("身份"))
    } else {
        Ok(roles)
    }
}
