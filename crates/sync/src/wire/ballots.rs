//! What is published of a vote.

use yishi_domain::council::Publication;

use super::parse;
use super::value::{Fault, Kind};
use super::version::upcast_ballot;
use super::write::{Object, json};
use crate::authority::KeptSlip;

/// A vote's publication as its bytes.
#[must_use]
pub fn ballots_json(publication: &Publication) -> Vec<u8> {
    json(publication).into_bytes()
}

/// A vote's publication from its bytes. The first ones were lists of ballots and no more, each with one mark.
///
/// # Errors
/// Where it is wrong.
pub fn parse_ballots(bytes: &[u8]) -> Result<Publication, Fault> {
    let mut value = parse(std::str::from_utf8(bytes).map_err(|_| Fault::JSON)?)?;
    let Kind::List(ballots) = &mut value.kind else {
        return value.read();
    };
    let ballots = std::mem::take(ballots).into_iter().map(upcast_ballot);
    let ballots = ballots.map(|ballot| ballot.read());
    Ok(Publication {
        ballots: ballots.collect::<Result<_, _>>()?,
        ..Publication::default()
    })
}

/// A slip of the ballot box, as the demonstration keeps it.
pub(crate) fn slip_json(kept: &KeptSlip) -> String {
    Object::new()
        .field("motion", &kept.motion)
        .field("owner", &kept.owner)
        .field("slip", &kept.slip)
        .text()
}

/// A slip of the ballot box from its JSON.
pub(crate) fn parse_slip(text: &str) -> Result<KeptSlip, Fault> {
    let value = parse(text)?;
    Ok(KeptSlip {
        motion: value.get("motion")?,
        owner: value.get("owner")?,
        slip: value.get("slip")?,
    })
}
