//! Names of things: one type each, so that a motion's id cannot stand where a topic's is meant.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )*};
}

ids! {
    /// One tenant: its own log, members and rules.
    CommunityId
    /// The identity of a log; a restored backup gets another.
    EpochId
    /// One browser's outbox.
    ClientId
    /// A person's intent, named by the phone that recorded it.
    CommandId
    /// A fact in the log.
    EventId
    /// A person.
    MemberId
    /// One home.
    HouseholdId
    /// A phone or desk browser that a member has joined with.
    DeviceId
    /// A right to join once.
    InvitationId
    /// What somebody wants or objects to.
    OpinionId
    /// A point on the council's agenda.
    TopicId
    /// A meeting of the council.
    MeetingId
    /// A question put to the vote.
    MotionId
    /// Something that volunteers do, once or in a series.
    ActivityId
    /// One occurrence of an activity.
    ShiftId
    /// A claim of ad-hoc hours.
    ClaimId
    /// What an elder needs.
    NeedId
    /// A culture team or other group.
    GroupId
    /// What somebody has said on a topic.
    StatementId
    /// What somebody has promised or has to do.
    CommitmentId
    /// What a phone draws for one sealed ballot and keeps: random, and nobody's name.
    SealId
    /// A shop of the street.
    ShopId
    /// A checklist, through its versions.
    TemplateId
    /// What a representative found at a shop in a patrol.
    InspectionId
    /// Something that is wrong at a shop.
    FindingId
}

/// A SHA-256 digest; 64 hexadecimal digits in JSON.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Digest {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return Err("a digest has 64 hexadecimal digits");
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let digit = |d: u8| match d {
                b'0'..=b'9' => Ok(d - b'0'),
                b'a'..=b'f' => Ok(d - b'a' + 10),
                _ => Err("a digest is written in lower-case hexadecimal digits"),
            };
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Ok(Self(bytes))
    }
}

impl Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            String::deserialize(deserializer)?
                .parse()
                .map_err(serde::de::Error::custom)
        } else {
            <[u8; 32]>::deserialize(deserializer).map(Self)
        }
    }
}
