//! A table of activities: what each row means, and the commands that bring the board up to it.

use std::collections::BTreeMap;

use uuid::Uuid;
use yishi_calendar::Rule;
use yishi_domain::volunteer::{Activity, ChangeActivity, Details, Phase, PlanActivity, Span};
use yishi_domain::{ActivityId, Command, Date, State};
use yishi_table::{Column, Row};

mod cell;

use cell::{
    CUTOFF, FIRST, Fault, KIND, MINIMUM, MINUTES, MOST_CUTOFF, PLACE, ROLES, RULE, STARTS, TEXT,
    TITLE, day, filled, kind, number, roles, short, time_of_day,
};

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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
