//! Finding a voter by what is quick to type: a room, a home's number, a name.

use std::collections::BTreeMap;

use yishi_domain::council::{Motion, VoterId, Way};
use yishi_domain::{HouseholdId, State, sort_by_key};

use crate::session::now;

/// Somebody whose vote can be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    /// The home or person
    pub(super) id: VoterId,
    /// The home's number, or the member's name
    pub(super) label: String,
    /// The home's number, also of a person
    home: String,
    /// Who lives there, or the member
    pub(super) people: String,
    /// In which way they have taken part, as far as this desk knows
    pub(super) earlier: Option<Way>,
}

/// Everybody who may vote on a motion, as far as this desk knows.
pub(super) fn candidates(state: &State, motion: &Motion) -> Vec<Candidate> {
    let today = state.today(now());
    let mut people: BTreeMap<HouseholdId, String> = BTreeMap::new();
    for member in state.roster.members.values() {
        if let Some(home) = member.household.filter(|_| member.is_adult(today)) {
            let names = people.entry(home).or_default();
            if !names.is_empty() {
                names.push('、');
            }
            names.push_str(&member.name);
        }
    }
    let voters = motion.electorate.voters(state, today).into_iter();
    let mut all: Vec<Candidate> = voters
        .map(|voter| {
            let home = match voter.id {
                VoterId::Household(id) => Some(id),
                VoterId::Member(id) => state.roster.members.get(&id).and_then(|m| m.household),
            };
            let number = home.and_then(|id| state.roster.households.get(&id));
            let names = home.and_then(|id| people.get(&id).cloned());
            Candidate {
                id: voter.id,
                home: number.map(|home| home.label()).unwrap_or_default(),
                people: match voter.id {
                    VoterId::Household(_) => names.unwrap_or_default(),
                    VoterId::Member(_) => voter.label.clone(),
                },
                label: voter.label,
                earlier: motion.ballots.get(&voter.id).map(|ballot| ballot.way),
            }
        })
        .collect();
    sort_by_key(&mut all, |one| (natural(&one.home), one.label.clone()));
    all
}

/// Sorts home 10-1-101 behind 2-1-101.
fn natural(label: &str) -> Vec<(u64, String)> {
    let parts = label.split('-');
    parts
        .map(|part| (part.parse().unwrap_or(u64::MAX), part.to_owned()))
        .collect()
}

/// Those whom a query can mean, the likeliest first; and whether the first one is meant beyond doubt.
pub(super) fn find<'c>(all: &'c [Candidate], query: &str) -> (Vec<&'c Candidate>, bool) {
    let name = query.trim();
    let number = number(query);
    if name.is_empty() {
        return (Vec::new(), false);
    }
    let mut found: Vec<(u8, &Candidate)> = all
        .iter()
        .filter_map(|one| Some((rank(one, &number, name)?, one)))
        .collect();
    sort_by_key(&mut found, |(rank, _)| *rank);
    let best = found.first().map(|(rank, _)| *rank);
    let as_good = found.iter().filter(|(rank, _)| Some(*rank) == best).count();
    let sure = as_good == 1 && (found.len() == 1 || best.is_some_and(|rank| rank < 2));
    (found.into_iter().map(|(_, one)| one).collect(), sure)
}

/// How well somebody fits: the whole number, its end, the name, its beginning, a part of the name.
fn rank(one: &Candidate, number: &str, name: &str) -> Option<u8> {
    if !number.is_empty() {
        if one.home == number {
            return Some(0);
        }
        if one.home.ends_with(&format!("-{number}")) {
            return Some(1);
        }
        if one.home.starts_with(&format!("{number}-")) {
            return Some(3);
        }
    }
    if one.people == name {
        return Some(1);
    }
    one.people.contains(name).then_some(2)
}

/// 3号楼2单元301, 3 2 301 and ３－２－３０１ all mean 3-2-301.
fn number(query: &str) -> String {
    let plain = |c: char| match c {
        '\u{ff10}'..='\u{ff19}' => char::from_u32(c as u32 - 0xff10 + u32::from('0')).unwrap_or(c),
        c => c.to_ascii_uppercase(),
    };
    let text: String = query.chars().map(plain).collect();
    let parts = text.split(|c: char| !c.is_ascii_alphanumeric());
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;
    use yishi_domain::MemberId;

    fn street() -> Vec<Candidate> {
        let homes = [
            ("3-2-301", "李梅、赵强"),
            ("3-2-1301", "孙艳"),
            ("3-1-301", "周文"),
            ("12-1-101", "李梅芳"),
        ];
        homes
            .iter()
            .enumerate()
            .map(|(n, (home, people))| Candidate {
                id: VoterId::Member(MemberId(uuid::Uuid::from_u128(n as u128))),
                label: (*home).to_owned(),
                home: (*home).to_owned(),
                people: (*people).to_owned(),
                earlier: None,
            })
            .collect()
    }

    fn found(query: &str) -> (Vec<String>, bool) {
        let street = street();
        let (found, sure) = find(&street, query);
        (
            found.into_iter().map(|one| one.label.clone()).collect(),
            sure,
        )
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_home_is_found_however_its_number_is_written() {
        for query in [
            "3-2-301",
            "3 2 301",
            "3号楼2单元301室",
            "３－２－３０１",
            " 3.2.301 ",
        ] {
            let (found, sure) = found(query);
            assert_eq!((found[0].as_str(), sure), ("3-2-301", true), "{query}");
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_room_alone_is_enough_where_there_is_only_one() {
        assert_eq!(found("1301"), (vec!["3-2-1301".to_owned()], true));
        assert_eq!(found("2-301"), (vec!["3-2-301".to_owned()], true));
        let (rooms, sure) = found("301");
        assert_eq!(rooms, ["3-2-301", "3-1-301"], "1301 is another room");
        assert!(!sure);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn names_find_their_homes() {
        assert_eq!(found("周文"), (vec!["3-1-301".to_owned()], true));
        let (homes, sure) = found("李梅");
        assert_eq!((homes.len(), sure), (2, false));
        assert_eq!(found("没有"), (vec![], false));
        assert_eq!(found("  "), (vec![], false));
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_building_or_a_stairwell_lists_its_homes() {
        let (homes, sure) = found("3-2");
        assert_eq!((homes.len(), sure), (2, false));
        assert_eq!(found("12"), (vec!["12-1-101".to_owned()], true));
    }
}
