//! The community that an empty data folder starts with, and whom of it the printed links let in.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use uuid::Uuid;
use yishi_domain::council::SetMeetingPlan;
use yishi_domain::patrol::{PatrolPlan, SetPatrolPlan};
use yishi_domain::roster::{self, Member, MemberRecorded, Role};
use yishi_domain::volunteer::Person;
use yishi_domain::{Command, Date, MemberId, MonthlyPlan, State, Weekday, shop};
use yishi_table::Row;

use crate::activity_file;
use crate::cli::{CHECKLIST, checklist};
use crate::clock::{new_id, now};
use crate::community::Driver;
use crate::storage::{NewCommunity, Storage};
use crate::table;

const NAME: &str = "幸福街社区";
const UTC_OFFSET_MINUTES: i16 = 480;

/// Which sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Sample {
    /// About a hundred members.
    Small,
    /// 2,203 members in 1,200 homes.
    #[value(name = "sample")]
    Large,
    /// One committee member.
    Empty,
}

impl Sample {
    fn folder(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Large => "sample",
            Self::Empty => "empty",
        }
    }
}

/// Creates the sample community in a storage without communities; in another one nothing happens.
pub(crate) async fn create(
    storage: &Arc<dyn Storage>,
    sample: Sample,
    folder: Option<&Path>,
) -> Result<()> {
    let communities = storage.communities().await?;
    // A community without events is one whose creation was cut off.
    let id = match communities.first() {
        None => found(storage, NAME).await?,
        Some(begun) if communities.len() == 1 && begun.head == 0 => begun.id,
        Some(_) => return Ok(()),
    };
    let mut driver = Driver::load(storage.clone(), id).await?;
    let mut commands = vec![founding(NAME, UTC_OFFSET_MINUTES), monthly_meeting()];
    if sample == Sample::Empty {
        commands.push(staff_member());
    } else {
        let folder =
            folder.context("--sample needs --sample-dir, the folder of the sample's tables")?;
        let own = folder.join(sample.folder());
        let folder = if own.is_dir() { own } else { folder.to_owned() };
        let today = Date::of(now(), UTC_OFFSET_MINUTES);
        let state = driver.state();
        commands.extend(taken(&folder.join("roster.csv"), |rows| {
            roster::import(state, rows, today, new_id)
        })?);
        let file = folder.join("activities.csv");
        if file.exists() {
            commands.extend(taken(&file, |rows| {
                activity_file::import(state, rows, today, new_id)
            })?);
        }
        let file = folder.join("shops.csv");
        if file.exists() {
            commands.extend(taken(&file, |rows| shop::import(state, rows, new_id))?);
        }
        let file = folder.join("checklist.csv");
        if file.exists() {
            commands.extend(taken(&file, |rows| checklist(state, rows, CHECKLIST))?);
            commands.push(friday_patrol(&commands));
        }
    }
    driver.operate(commands).await?;
    tracing::info!(community = %id, members = driver.state().roster.members.len(), "created the sample community");
    Ok(())
}

/// The first ten representatives of the table walk on Fridays.
fn friday_patrol(commands: &[Command]) -> Command {
    let representative = |command: &Command| match command {
        Command::RecordMember(c) if c.roles.contains(&Role::Representative) => Some(Person {
            member: c.member,
            name: c.name.clone(),
        }),
        _ => None,
    };
    let plan = PatrolPlan {
        weekday: Weekday::Friday,
        starts: 9 * 60,
        team: commands
            .iter()
            .filter_map(representative)
            .take(10)
            .collect(),
        walkers: 0,
        pairs: false,
        publish_after: 72,
    };
    Command::SetPatrolPlan(SetPatrolPlan { plan })
}

/// The commands that take over a table of a sample, which has no bad rows.
fn taken<R: Row, E: Display>(
    file: &Path,
    import: impl FnOnce(&[R]) -> (Vec<Command>, Vec<E>),
) -> Result<Vec<Command>> {
    let bytes =
        std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let rows = table::read(&bytes).with_context(|| format!("{} cannot be read", file.display()))?;
    let (commands, errors) = import(&rows);
    if let Some(first) = errors.first() {
        bail!(
            "{} has {} bad rows, the first: {first}",
            file.display(),
            errors.len()
        );
    }
    Ok(commands)
}

/// Adds a community with an empty log.
pub(crate) async fn found(storage: &Arc<dyn Storage>, name: &str) -> Result<Uuid> {
    let (id, epoch) = (new_id(), new_id());
    let settings = "{}".to_owned();
    storage
        .create_community(NewCommunity {
            id,
            name: name.to_owned(),
            epoch,
            settings,
        })
        .await?;
    Ok(id)
}

/// The first command of a log.
pub(crate) fn founding(name: &str, utc_offset_minutes: i16) -> Command {
    Command::FoundCommunity(yishi_domain::FoundCommunity {
        name: name.to_owned(),
        utc_offset_minutes,
    })
}

/// A committee member who lives elsewhere, so that somebody can sign in.
fn staff_member() -> Command {
    Command::RecordMember(MemberRecorded {
        member: MemberId(new_id()),
        name: "居委会".to_owned(),
        household: None,
        roles: BTreeSet::from([Role::Committee]),
        owner: false,
        born: 1980,
        shop: None,
    })
}

fn monthly_meeting() -> Command {
    let plan = MonthlyPlan {
        nth: 2,
        weekday: Weekday::Thursday,
        minute: 9 * 60,
        place: "社区活动中心".to_owned(),
    };
    Command::SetMeetingPlan(SetMeetingPlan { plan })
}

/// Whom the printed links let in, by the role that they show: the same people at every start, as many of
/// them as the roster has.
pub(crate) fn faces(state: &State) -> Vec<(&'static str, MemberId)> {
    let today = state.date(now());
    let mut members: Vec<(MemberId, &Member)> = state
        .roster
        .members
        .iter()
        .map(|(id, m)| (*id, &**m))
        .collect();
    members.sort_by_cached_key(|(_, member)| {
        let home = member
            .household
            .and_then(|id| state.roster.households.get(&id));
        (
            home.is_none(),
            home.map(|h| (h.building, h.unit, h.room.clone())),
            member.name.clone(),
        )
    });
    let is_plain =
        |member: &Member| member.roles.iter().eq([&Role::Resident]) && member.is_adult(today);
    let has_area = |member: &Member| {
        member
            .household
            .and_then(|id| state.roster.households.get(&id))
            .is_some_and(|home| home.area.is_some())
    };
    let housemate = |of: &Member, but: MemberId| {
        let mut others = members
            .iter()
            .filter(|(id, m)| *id != but && m.household == of.household && is_plain(m));
        others.next().map(|(id, _)| *id)
    };
    let pair = members
        .iter()
        .filter(|(_, member)| is_plain(member) && has_area(member))
        .find_map(|(id, member)| Some((*id, housemate(member, *id)?)));
    let holder = |role| {
        members
            .iter()
            .find(|(_, member)| member.roles.contains(&role))
            .map(|(id, _)| *id)
    };
    let chosen = [
        ("resident", pair.map(|(resident, _)| resident)),
        ("housemate", pair.map(|(_, housemate)| housemate)),
        ("representative", holder(Role::Representative)),
        ("merchant", holder(Role::Merchant)),
        ("committee", holder(Role::Committee)),
    ];
    chosen
        .into_iter()
        .filter_map(|(role, member)| Some((role, member?)))
        .collect()
}
