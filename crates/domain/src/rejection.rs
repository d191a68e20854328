//! Why a command is refused. Each cause has a stable code; its particulars travel beside it.

use serde::{Deserialize, Serialize};

use crate::council::MeetingState;
use crate::{HouseholdId, MemberId, Timestamp};

macro_rules! rejections {
    ($($(#[$doc:meta])* $code:literal $message:literal $variant:ident $({ $($(#[$field_doc:meta])* $field:ident: $ty:ty),* $(,)? })?;)*) => {
        /// The cause of a refusal.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
        pub enum Rejection {
            $($(#[$doc])* #[error($message)] #[serde(rename = $code)]
            $variant $({ $($(#[$field_doc])* $field: $ty),* })?,)*
        }

        impl Rejection {
            /// Every code.
            pub const CODES: &'static [&'static str] = &[$($code),*];

            /// The stable code.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self { $(Self::$variant { .. } => $code,)* }
            }
        }
    };
}

rejections! {
    /// The roles of the actor do not allow it.
    "not_allowed" "this role may not do that" NotAllowed;
    /// The actor is not on the roster (any more).
    "not_a_member" "not a member of this community" NotAMember;
    /// A field is empty.
    "text_empty" "a text is missing" TextEmpty {
        /// Which.
        field: String,
    };
    /// A field is too long.
    "text_too_long" "a text is too long" TextTooLong {
        /// Which.
        field: String,
        /// Characters at most.
        most: u32,
    };
    /// The id is taken by something else.
    "already_exists" "there is one of this id already" AlreadyExists;
    /// No such home.
    "unknown_household" "there is no such home" UnknownHousehold {
        /// The home.
        household: HouseholdId,
    };
    /// No such member.
    "unknown_member" "there is no such member" UnknownMember {
        /// The member.
        member: MemberId,
    };
    /// No such invitation: mistyped.
    "unknown_invitation" "there is no such invitation" UnknownInvitation;
    /// The invitation was used already.
    "invitation_spent" "the invitation was used already" InvitationSpent;
    /// The invitation is too old.
    "invitation_expired" "the invitation has expired" InvitationExpired {
        /// Since when it is void.
        expired_at: Timestamp,
    };
    /// No such opinion.
    "unknown_opinion" "there is no such opinion" UnknownOpinion;
    /// The opinion was settled already.
    "opinion_settled" "the opinion was dealt with already" OpinionSettled;
    /// One does not second the own opinion.
    "own_opinion" "this is one's own opinion" OwnOpinion;
    /// No such topic.
    "unknown_topic" "there is no such topic" UnknownTopic;
    /// No such meeting.
    "unknown_meeting" "there is no such meeting" UnknownMeeting;
    /// The meeting is over.
    "meeting_over" "the meeting is over" MeetingOver;
    /// The meeting is not in the state before that one.
    "wrong_meeting_state" "the meeting is in another state" WrongMeetingState {
        /// The state it is in.
        state: MeetingState,
    };
    /// A meeting cannot be planned for the past.
    "in_the_past" "that time is over" InThePast;
    /// The plan names a weekday that no month has.
    "bad_plan" "that is no usable plan" BadPlan;
    /// No such motion.
    "unknown_motion" "there is no such motion" UnknownMotion;
    /// The rule is not known.
    "unknown_rule" "there is no such rule" UnknownRule;
    /// A rule that counts area needs homes as voters.
    "rule_needs_households" "a rule that counts area needs homes as voters" RuleNeedsHouseholds;
    /// The close lies before the opening, or in the past.
    "bad_period" "the close must lie after the opening" BadPeriod;
    /// Nobody could vote.
    "empty_electorate" "nobody could vote on this" EmptyElectorate;
    /// The rule counts area, and some homes have none on the roster.
    "area_missing" "the area of some homes is not known" AreaMissing {
        /// How many.
        homes: u32,
        /// The first of them, as building-unit-room.
        first: String,
    };
    /// The motion is not open yet.
    "motion_not_open" "the motion is not open yet" MotionNotOpen;
    /// The motion is open already: it can be cancelled, not edited.
    "motion_already_open" "the motion is open already" MotionAlreadyOpen;
    /// The motion is closed.
    "motion_closed" "the motion is closed" MotionClosed {
        /// Since when.
        closed_at: Timestamp,
    };
    /// The motion was cancelled.
    "motion_cancelled" "the motion was cancelled" MotionCancelled;
    /// The member has no vote on this.
    "not_in_electorate" "no vote on this matter" NotInElectorate;
    /// The choice is none of the options.
    "bad_choice" "that is none of the options" BadChoice;
}
