//! Issuing invitations, and how they are handed over: a code, a link, a picture of the link.

use qrcode::render::unicode::Dense1x2;
use qrcode::{EcLevel, QrCode};
use yishi_domain::roster::IssueInvitation;
use yishi_domain::{Command, InvitationId, MemberId};

use crate::clock::{new_id, now};
use crate::secret::Code;

/// The command that issues an invitation, and its code, which is stored nowhere.
pub(crate) fn issue(
    member: MemberId,
    valid_days: u32,
) -> Result<(Command, Code), getrandom::Error> {
    let code = Code::random()?;
    let invitation = IssueInvitation {
        invitation: InvitationId(new_id()),
        member,
        code: code.digest(),
        expires_at: now().plus_seconds(i64::from(valid_days) * 86_400),
    };
    Ok((Command::IssueInvitation(invitation), code))
}

/// The link with which a phone joins.
pub(crate) fn link(base_url: &str, code: &Code) -> String {
    format!(
        "{}/#/join/{}",
        base_url.trim_end_matches('/'),
        code.as_str()
    )
}

/// The link for a camera, in characters; nothing if it is too long for that.
pub(crate) fn picture(link: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(link, EcLevel::L).ok()?;
    // Light on dark, as terminals are; cameras read both.
    Some(
        code.render::<Dense1x2>()
            .dark_color(Dense1x2::Light)
            .light_color(Dense1x2::Dark)
            .build(),
    )
}
