//! Whom the demonstration can be seen as.

use yishi_domain::roster::Role;
use yishi_domain::{MemberId, State, Timestamp};

/// See [`crate::people`].
pub(crate) fn text(state: &State, now: Timestamp) -> String {
    let mut text = state.community.name.clone();
    for (member, role) in chosen(state, now) {
        let place = Role::ALL.iter().position(|each| *each == role);
        let name = state.roster.name(member).unwrap_or_default();
        text += &format!("\n{member}\t{}\t{name}", place.unwrap_or_default());
    }
    text
}

/// One person a role: two residents of one home, a representative, a merchant, the committee.
fn chosen(state: &State, now: Timestamp) -> Vec<(MemberId, Role)> {
    let home = home_of_two(state, now).into_iter();
    let mut chosen: Vec<_> = home.map(|member| (member, Role::Resident)).collect();
    for role in [Role::Representative, Role::Merchant, Role::Committee] {
        let mut members = state.roster.members.iter();
        let found = members.find(|(_, m)| m.roles.contains(&role));
        chosen.extend(found.map(|(id, _)| (*id, role)));
    }
    chosen
}

/// Two adults of one home who are residents and nothing else.
fn home_of_two(state: &State, now: Timestamp) -> Vec<MemberId> {
    let today = state.date(now);
    let plain = |home| {
        let members = state.roster.members.iter();
        members.filter(move |(_, m)| {
            m.household == Some(home) && m.roles.len() == 1 && m.is_adult(today)
        })
    };
    let mut homes = state.roster.households.keys().copied();
    let home = homes.find(|home| plain(*home).count() >= 2);
    home.into_iter()
        .flat_map(plain)
        .map(|(id, _)| *id)
        .take(2)
        .collect()
}
