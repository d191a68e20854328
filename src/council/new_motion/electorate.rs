//! Whose vote it is: who, and in which part of the community.

use std::collections::BTreeMap;

use crate::view::prelude::*;
use yishi_domain::State;
use yishi_domain::council::{Count, Electorate, ElectorateKind, Place, Voter};

use super::super::words;
use crate::form::Ask;
use crate::part::Part;
use crate::session::{Session, now, session};
use crate::text::t;
use crate::ui::{Choice, ChoiceGroup, Icon, MultiChoice, Select, number};

const KINDS: [(&str, ElectorateKind); 4] = [
    ("households", ElectorateKind::Households),
    ("representatives", ElectorateKind::Representatives),
    ("adults", ElectorateKind::Adults),
    ("merchants", ElectorateKind::Merchants),
];

/// What the fields hold; copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Chosen {
    kind: RwSignal<Option<String>>,
    place: RwSignal<Option<String>>,
    buildings: RwSignal<Vec<String>>,
    unit: RwSignal<Option<String>>,
}

impl Chosen {
    pub(super) fn new() -> Self {
        Self {
            kind: RwSignal::new(Some(KINDS[0].0.to_owned())),
            place: RwSignal::new(Some("everywhere".to_owned())),
            buildings: RwSignal::new(Vec::new()),
            unit: RwSignal::new(None),
        }
    }

    /// Who votes; reactive.
    pub(super) fn kind(self) -> ElectorateKind {
        self.kind.with(|kind| {
            let found = KINDS.iter().find(|(name, _)| kind.as_deref() == Some(name));
            found.map_or(ElectorateKind::Households, |(_, kind)| *kind)
        })
    }

    /// Whose vote it is; nothing while the place is not chosen. Reactive.
    fn electorate(self) -> Option<Electorate> {
        let place = match self.place.get().as_deref() {
            Some("buildings") => {
                let buildings: Vec<u16> = self.buildings.with(|all| {
                    all.iter()
                        .filter_map(|number| number.parse().ok())
                        .collect()
                });
                (!buildings.is_empty()).then_some(Place::Buildings(buildings))?
            }
            Some("unit") => {
                let unit = self.unit.get()?;
                let (building, unit) = unit.split_once('-')?;
                Place::Unit {
                    building: building.parse().ok()?,
                    unit: unit.parse().ok()?,
                }
            }
            _ => Place::Everywhere,
        };
        Some(Electorate {
            kind: self.kind(),
            place,
        })
    }

    /// Whose vote it is, if somebody could vote.
    ///
    /// # Errors
    /// The field at fault, and what is wrong with it.
    pub(super) fn checked(self, session: Session) -> Result<Electorate, (&'static str, String)> {
        let Some(electorate) = self.electorate() else {
            return Err(("place", t().council.place_missing().to_owned()));
        };
        let nobody = session
            .view()
            .with_untracked(|state| voters(state, &electorate).is_empty());
        if nobody {
            Err(("place", t().council.nobody_votes().to_owned()))
        } else {
            Ok(electorate)
        }
    }

    /// Whether some home has no area on the roster; reactive.
    pub(super) fn lacks_areas(self, session: Session) -> bool {
        self.electorate().is_some_and(|electorate| {
            let size = session.view().with(|state| Size::of(state, &electorate));
            size.without_area > 0
        })
    }

    /// 3 号楼 2 单元 · 每户一票 · 24 户
    pub(super) fn told(self, session: Session) -> String {
        let Some(electorate) = self.electorate() else {
            return String::new();
        };
        let count = session
            .view()
            .with(|state| voters(state, &electorate).len());
        format!(
            "{} · {}",
            words::electorate(&electorate),
            words::heads(electorate.kind, count as u64)
        )
    }
}

fn voters(state: &State, electorate: &Electorate) -> Vec<Voter> {
    electorate.voters(state, state.today(now()))
}

/// The fields, with the size of what was chosen.
#[component]
pub(super) fn ElectorateFields(chosen: Chosen, ask: Ask) -> View {
    let session = session();
    let texts = t().council;
    let kinds = KINDS
        .iter()
        .map(|(name, kind)| Choice::new(*name, words::kind(*kind)))
        .collect();
    let places = vec![
        Choice::new("everywhere", texts.place_everywhere()),
        Choice::new("buildings", texts.place_some_buildings()),
        Choice::new("unit", texts.place_one_unit()),
    ];
    let homes = session.part(|state| {
        let mut units: BTreeMap<(u16, u16), usize> = BTreeMap::new();
        for home in state.roster.households.values() {
            *units.entry((home.building, home.unit)).or_default() += 1;
        }
        units
    });
    let part = move || match chosen.place.get().as_deref() {
        Some("buildings") => {
            let mut buildings: Vec<u16> =
                homes.with(|homes| homes.keys().map(|(building, _)| *building).collect());
            buildings.dedup();
            let most = buildings.len();
            let choices = buildings
                .into_iter()
                .map(|b| Choice::new(b.to_string(), texts.place_buildings(b)))
                .collect();
            view! {
                <div class="in-two">
                    <MultiChoice label=texts.which_buildings() choices value=chosen.buildings most />
                </div>
            }
        }
        Some("unit") => {
            let choice = |(&(building, unit), count): (&(u16, u16), &usize)| {
                let name = format!(
                    "{} · {}",
                    texts.place_unit(building, unit),
                    texts.homes(count)
                );
                Choice::new(format!("{building}-{unit}"), name)
            };
            let choices = homes.with(|homes| homes.iter().map(choice).collect());
            view! { <Select label=texts.which_unit() choices value=chosen.unit /> }
        }
        _ => View::Nothing,
    };
    let size = Part::new(move || {
        let electorate = chosen.electorate()?;
        Some(session.view().with(|state| Size::of(state, &electorate)))
    });
    view! {
        <ChoiceGroup label=texts.who_votes() choices=kinds value=chosen.kind />
        <ChoiceGroup label=texts.where_votes() choices=places value=chosen.place error=ask.error_of("place") />
        {part}
        <div role="status">
            {move || size.get().map(|size| view! { <p class="hint">{size.told(chosen.kind())}</p> {size.warning()} })}
        </div>
    }
}

/// How large an electorate is, and how many of its homes have no area on the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Size {
    count: Count,
    without_area: usize,
    first_without: Option<String>,
}

impl Size {
    fn of(state: &State, electorate: &Electorate) -> Self {
        let voters = voters(state, electorate);
        let mut count = Count::default();
        for voter in &voters {
            count += Count {
                heads: 1,
                area: voter.area,
            };
        }
        let homes = electorate.kind == ElectorateKind::Households;
        let without: Vec<&Voter> = voters
            .iter()
            .filter(|voter| homes && voter.area == 0)
            .collect();
        Self {
            count,
            without_area: without.len(),
            first_without: without.first().map(|voter| voter.label.clone()),
        }
    }

    fn told(&self, kind: ElectorateKind) -> String {
        let heads = words::heads(kind, self.count.heads);
        match kind {
            ElectorateKind::Households => format!(
                "{} · {}",
                t().council.size_now(heads),
                number::area(self.count.area)
            ),
            _ => t().council.size_now(heads),
        }
    }

    fn warning(self) -> Option<impl IntoView> {
        let first = self.first_without?;
        let text = t().council.area_unknown(self.without_area, first);
        Some(view! { <p class="error"><Icon name="bad" />{text}</p> })
    }
}
