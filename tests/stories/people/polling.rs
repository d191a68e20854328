//! Those who vote without a screen, so that a vote has a turnout.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use yishi_domain::MotionId;
use yishi_domain::council::{Choice, VoterId};

use super::{Community, Device};

/// Devices of so many different voters of a motion, none of whom has voted.
pub(crate) async fn voters(
    community: &Community,
    motion: MotionId,
    count: usize,
) -> Result<Vec<Device>> {
    let (mut found, mut known) = (Vec::new(), BTreeSet::new());
    // Others of the same home are among those who are invited.
    for code in community.invite("resident", 6 * count).await? {
        if found.len() == count {
            break;
        }
        let device = Device::join(&community.ready().endpoint, &code).await?;
        if let Some(voter) = voter_of(&device, motion)
            && known.insert(voter)
        {
            found.push(device);
        }
    }
    ensure!(found.len() == count, "only {} may vote", found.len());
    Ok(found)
}

/// Whose vote this device casts, unless that has voted or may not.
fn voter_of(device: &Device, motion: MotionId) -> Option<VoterId> {
    let state = device.view();
    let motion = state.council.motions.get(&motion)?;
    let today = state.date(Device::now());
    let voter = motion.electorate.voter_of(state, device.member(), today)?;
    (!motion.ballots.contains_key(&voter.id)).then_some(voter.id)
}

/// Options by their numbers.
pub(crate) fn options(numbers: &[u8]) -> Vec<Choice> {
    numbers
        .iter()
        .map(|number| Choice::Option(*number))
        .collect()
}
