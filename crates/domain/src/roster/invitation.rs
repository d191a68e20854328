//! How a phone becomes a member's phone, and stops being one.

use serde::{Deserialize, Serialize};

use crate::decide::{Actor, Context, Draft};
use crate::text::checked;
use crate::{
    Audience, DeviceId, Digest, Event, InvitationId, MemberId, Rejection, State, Timestamp,
};

/// A right to join once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Its name.
    pub id: InvitationId,
    /// Whom it lets in.
    pub member: MemberId,
    /// From then on it is void.
    pub expires_at: Timestamp,
    /// Whether a device has joined with it.
    pub spent: bool,
}

/// A phone or desk browser that joined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Whose it is.
    pub member: MemberId,
    /// What the browser calls itself, for the member's list of devices.
    pub name: String,
    /// When it joined.
    pub joined_at: Timestamp,
}

/// Gives a member the right to join with one more device. The code itself is never stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueInvitation {
    /// The new invitation.
    pub invitation: InvitationId,
    /// Whom it lets in.
    pub member: MemberId,
    /// SHA-256 of the code.
    pub code: Digest,
    /// From then on it is void.
    pub expires_at: Timestamp,
}

/// Joins with a device by an invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinDevice {
    /// SHA-256 of the code.
    pub code: Digest,
    /// The new device.
    pub device: DeviceId,
    /// What the browser calls itself.
    pub name: String,
    /// SHA-256 of the token that the device will show.
    pub token: Digest,
}

/// Takes the token of a device away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoveDevice {
    /// The device.
    pub device: DeviceId,
}

/// An invitation was issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationIssued {
    /// The invitation.
    pub invitation: InvitationId,
    /// Whom it lets in.
    pub member: MemberId,
    /// SHA-256 of the code.
    pub code: Digest,
    /// From then on it is void.
    pub expires_at: Timestamp,
}

/// An invitation was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationSpent {
    /// SHA-256 of the code.
    pub code: Digest,
}

/// A device got its token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenGranted {
    /// The device.
    pub device: DeviceId,
    /// SHA-256 of the token.
    pub token: Digest,
}

/// A device joined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceJoined {
    /// The device.
    pub device: DeviceId,
    /// Whose it is.
    pub member: MemberId,
    /// What the browser calls itself.
    pub name: String,
}

/// A device was removed; its token is void.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceRemoved {
    /// The device.
    pub device: DeviceId,
}

pub(crate) fn decide_issue(state: &State, c: &IssueInvitation) -> Result<Vec<Draft>, Rejection> {
    if !state.roster.members.contains_key(&c.member) {
        return Err(Rejection::UnknownMember { member: c.member });
    }
    if state.roster.invitations.contains_key(&c.code) {
        return Err(Rejection::AlreadyExists);
    }
    let event = InvitationIssued {
        invitation: c.invitation,
        member: c.member,
        code: c.code,
        expires_at: c.expires_at,
    };
    Ok(vec![Draft::signed(
        Vec::new(),
        Event::InvitationIssued(event),
    )])
}

pub(crate) fn decide_join(
    state: &State,
    c: &JoinDevice,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let invitation = state
        .roster
        .invitations
        .get(&c.code)
        .ok_or(Rejection::UnknownInvitation)?;
    if invitation.spent {
        // The same device asks again: the answer to its first request was lost on the way.
        let again = state.roster.device_by_token(&c.token);
        if again.is_some_and(|(_, device)| device.member == invitation.member) {
            return Ok(Vec::new());
        }
        return Err(Rejection::InvitationSpent);
    }
    if context.now >= invitation.expires_at {
        return Err(Rejection::InvitationExpired {
            expired_at: invitation.expires_at,
        });
    }
    let name = checked("device", &c.name, 80).unwrap_or_else(|_| "?".to_owned());
    let joined = DeviceJoined {
        device: c.device,
        member: invitation.member,
        name,
    };
    Ok(vec![
        Draft::unsigned(
            Vec::new(),
            Event::InvitationSpent(InvitationSpent { code: c.code }),
        ),
        Draft::unsigned(
            Vec::new(),
            Event::TokenGranted(TokenGranted {
                device: c.device,
                token: c.token,
            }),
        ),
        Draft::unsigned(
            vec![Audience::Member(invitation.member)],
            Event::DeviceJoined(joined),
        ),
    ])
}

pub(crate) fn decide_remove(
    state: &State,
    actor: Actor,
    c: &RemoveDevice,
) -> Result<Vec<Draft>, Rejection> {
    let Some(device) = state.roster.devices.get(&c.device) else {
        return Ok(Vec::new());
    };
    if let Actor::Member(member) = actor
        && device.member != member
        && !state.is_staff(member)
    {
        return Err(Rejection::NotAllowed);
    }
    let removed = DeviceRemoved { device: c.device };
    Ok(vec![Draft::signed(
        vec![Audience::Member(device.member)],
        Event::DeviceRemoved(removed),
    )])
}
