//! Errors of the protocol itself, as `application/problem+json` (RFC 9457) with a stable code.

use yishi_domain::{EpochId, Rejection};

use super::write::Object;
use super::{Detail, parse, rejection_parts};

/// Why a request got no ordinary answer. Nothing of it was applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The body is not the JSON that the protocol asks for.
    #[error("the request is malformed: {message}")]
    Malformed {
        /// Where it is wrong.
        message: String,
    },
    /// The body is too large.
    #[error("the request is larger than {most} bytes")]
    BodyTooLarge {
        /// Bytes at most.
        most: usize,
    },
    /// Too many commands at once.
    #[error("a push holds more than {most} commands")]
    TooManyCommands {
        /// Commands at most.
        most: usize,
    },
    /// The phone speaks an older protocol.
    #[error("this app is too old, the protocol is {protocol} now")]
    ClientTooOld {
        /// The version spoken here.
        protocol: u32,
    },
    /// The phone speaks a protocol that this endpoint does not know yet.
    #[error("the protocol here is {protocol}")]
    ProtocolUnknown {
        /// The version spoken here.
        protocol: u32,
    },
    /// No such token, or its device was removed.
    #[error("this device is not known, it has to join again")]
    UnknownToken,
    /// The log is another one than the phone knows.
    #[error("the log is another one")]
    UnknownEpoch {
        /// The log's identity now.
        epoch: EpochId,
    },
    /// Commands are missing before the first one sent.
    #[error("command {expected} is expected next")]
    ClientGap {
        /// The count that is expected next.
        expected: u64,
    },
    /// A count was used before for something else.
    #[error("command {n} was something else before")]
    ConflictingDuplicate {
        /// The count.
        n: u64,
    },
    /// The client belongs to another member.
    #[error("this client belongs to another member")]
    ClientTaken,
    /// A rule refused a request that is not a command in a push, such as joining.
    #[error("{0}")]
    Refused(Rejection),
    /// Too many requests.
    #[error("too many requests, try again later")]
    TooManyRequests {
        /// Seconds to wait.
        retry_after: u64,
    },
    /// A passing fault.
    #[error("not available right now, try again later")]
    Unavailable,
    /// The endpoint's disk is full. A passing fault too, but one that somebody must mend.
    #[error("the endpoint's disk is full")]
    StorageFull,
    /// The bytes of a photo have another SHA-256 than was said: they were altered or cut on their way.
    #[error("the bytes have another SHA-256")]
    WrongDigest,
    /// The bytes are no photo.
    #[error("these bytes are no JPEG, PNG or WebP image")]
    NotAnImage,
    /// There is no such thing, or it is none of the asker's business.
    #[error("there is nothing here")]
    NotFound,
}

/// A problem as it travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemAnswer {
    /// In English, for logs.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable code.
    pub code: String,
    /// Particulars.
    pub detail: Detail,
}

impl Problem {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed { .. } => "malformed",
            Self::BodyTooLarge { .. } => "body_too_large",
            Self::TooManyCommands { .. } => "too_many_commands",
            Self::ClientTooOld { .. } => "client_too_old",
            Self::ProtocolUnknown { .. } => "protocol_unknown",
            Self::UnknownToken => "unknown_token",
            Self::UnknownEpoch { .. } => "unknown_epoch",
            Self::ClientGap { .. } => "client_gap",
            Self::ConflictingDuplicate { .. } => "conflicting_duplicate",
            Self::ClientTaken => "client_taken",
            Self::Refused(rejection) => rejection.code(),
            Self::TooManyRequests { .. } => "too_many_requests",
            Self::Unavailable => "unavailable",
            Self::StorageFull => "storage_full",
            Self::WrongDigest => "wrong_digest",
            Self::NotAnImage => "not_an_image",
            Self::NotFound => "not_found",
        }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::Malformed { .. }
            | Self::TooManyCommands { .. }
            | Self::ProtocolUnknown { .. } => 400,
            Self::UnknownToken => 401,
            Self::NotFound => 404,
            Self::UnknownEpoch { .. }
            | Self::ClientGap { .. }
            | Self::ConflictingDuplicate { .. }
            | Self::ClientTaken => 409,
            Self::BodyTooLarge { .. } => 413,
            Self::NotAnImage => 415,
            Self::Refused(_) | Self::WrongDigest => 422,
            Self::ClientTooOld { .. } => 426,
            Self::TooManyRequests { .. } => 429,
            Self::Unavailable => 503,
            Self::StorageFull => 507,
        }
    }

    /// Seconds after which a passing fault may be over; none if repeating will not help.
    #[must_use]
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::TooManyRequests { retry_after } => Some(*retry_after),
            Self::Unavailable => Some(2),
            Self::StorageFull => Some(60),
            _ => None,
        }
    }

    fn detail(&self) -> Detail {
        let number = |name, number: u64| Detail::of(Object::new().field(name, &number).text());
        match self {
            Self::BodyTooLarge { most } | Self::TooManyCommands { most } => {
                number("most", *most as u64)
            }
            Self::ClientTooOld { protocol } | Self::ProtocolUnknown { protocol } => {
                number("protocol", (*protocol).into())
            }
            Self::UnknownEpoch { epoch } => Detail::of(Object::new().field("epoch", epoch).text()),
            Self::ClientGap { expected } => number("expected", *expected),
            Self::ConflictingDuplicate { n } => number("n", *n),
            Self::Refused(rejection) => rejection_parts(rejection).1,
            Self::TooManyRequests { retry_after } => number("retry_after", *retry_after),
            _ => Detail::default(),
        }
    }
}

/// A problem as JSON. Its `type` is `about:blank`: the code says it all.
#[must_use]
pub fn problem_json(problem: &Problem) -> String {
    let answer = Object::new()
        .field("type", "about:blank")
        .field("title", &problem.to_string())
        .field("status", &problem.status())
        .field("code", problem.code());
    problem.detail().write(answer).text()
}

/// A problem from its JSON; nothing if something else answered, such as a proxy.
#[must_use]
pub fn parse_problem(text: &str) -> Option<ProblemAnswer> {
    let value = parse(text).ok()?;
    Some(ProblemAnswer {
        title: value.get("title").ok()?,
        status: value.get("status").ok()?,
        code: value.get("code").ok()?,
        detail: Detail::read(&value).ok()?,
    })
}
