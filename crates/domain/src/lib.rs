//! The rules of a community.
//!
//! A person's intent is a [`Command`]; [`decide`] turns it into events or a [`Rejection`];
//! [`State::apply`] folds events into state. The same code runs on the phone, which knows a part of
//! the state, and at the authority, which knows the whole.
//!
//! Nothing here does I/O, reads a clock or draws a random number: the time, new ids and the actor come
//! in as arguments. Nothing that is decided uses a floating-point number.

mod audience;
mod calendar;
mod code;
mod command;
pub mod council;
mod decide;
mod due;
mod event;
mod id;
mod map;
mod order;
pub mod patrol;
mod photo;
mod rejection;
mod rights;
pub mod roster;
pub mod shop;
mod state;
mod text;
mod time;
pub mod volunteer;

pub use audience::{Audience, audiences_of};
pub use calendar::{Date, MonthlyPlan, Weekday};
pub use code::{Code, Proof};
pub use command::Command;
pub use decide::{Actor, BlobRef, Context, Draft, Entropy, Press, decide};
pub use due::due;
pub use event::{Event, Recorded};
pub use id::{
    ActivityId, ClaimId, ClientId, CommandId, CommitmentId, CommunityId, DeviceId, Digest, EpochId,
    EventId, FindingId, GroupId, HouseholdId, InspectionId, InvitationId, MeetingId, MemberId,
    MotionId, NeedId, OpinionId, SealId, ShiftId, ShopId, StatementId, TemplateId, TopicId,
};
pub use map::{Iter, Map, Set};
pub use order::{sort_by, sort_by_key};
pub use photo::MOST_PHOTOS;
pub use rejection::Rejection;
pub use rights::{Right, right};
pub use state::{Community, CommunityFounded, FoundCommunity, Scope, State};
pub use time::Timestamp;

/// Names the code that folds events into state; a state stored by other code is not to be trusted.
pub const FINGERPRINT: &str = env!("YISHI_DOMAIN_FINGERPRINT");
