//! What happened. An event type is never changed or reused.

use serde::{Deserialize, Serialize};

use crate::council::{
    AttendanceCounted, AttendanceStruck, BallotCast, BallotCounted, BallotsEntered,
    CommitmentBroken, CommitmentKept, CommitmentMade, CommitmentProgressed, CommitmentReleased,
    CommitmentReturned, CountEntered, ElectorateFrozen, HandsCounted, MeetingAdvanced,
    MeetingAttended, MeetingCancelled, MeetingKeyIssued, MeetingPlanSet, MeetingPlanned,
    MeetingRescheduled, MinutesPublished, MinutesWritten, MotionCancelled, MotionClosed,
    MotionNoticed, MotionOpened, OpinionAnswered, OpinionAuthored, OpinionDeclined, OpinionMerged,
    OpinionRaised, OpinionSeconded, OpinionTakenUp, ParticipationRecorded, RuleDefined,
    SecondRecorded, StatementCorrected, StatementMade, TopicDiscussed, TopicMoved, TopicProposed,
    TopicScheduled, TopicSettled,
};
use crate::patrol::{
    AnswersSaved, FindingAnswered, FindingContested, FindingEscalated, FindingOpened,
    FindingPublished, FindingRechecked, FindingRepeated, FindingSettled, InspectionAmended,
    InspectionSubmitted, OfferWithdrawn, PatrolMoved, PatrolPlanSet, PatrolPlanned,
    PatrolPublished, RoundOffered, RoundTaken, ShopSkipped, TemplatePublished, TemplateRetired,
};
use crate::roster::{
    CalendarLinkSet, DeviceJoined, DeviceRemoved, HouseholdRecorded, InvitationIssued,
    InvitationSpent, MemberRecorded, MemberRemoved, TokenGranted,
};
use crate::shop::ShopRecorded;
use crate::state::CommunityFounded;
use crate::volunteer::{
    ActivityChanged, ActivityEnded, ActivityPlanned, CheckInKeyIssued, CheckedIn, CheckedOut,
    GroupJoined, GroupRecorded, GroupsLeft, HoursClaimed, HoursConfirmed, HoursRefused, LeadsLeft,
    NeedConcluded, NeedDetailed, NeedMatched, NeedRaised, NoShowMarked, ShiftCancelled,
    ShiftChanged, ShiftReported, ShiftsPlanned, SignedUp, SignupsCancelled,
};
use crate::{CommandId, MemberId, Timestamp};

macro_rules! events {
    ($($(#[$doc:meta])* $name:literal $variant:ident;)*) => {
        /// A fact. Its name on the wire stands in the table.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Event {
            $($(#[$doc])* #[serde(rename = $name)] $variant($variant),)*
        }

        impl Event {
            /// Every name that an event may have on the wire.
            pub const NAMES: &'static [&'static str] = &[$($name),*];

            /// The event's name on the wire.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self { $(Self::$variant(_) => $name,)* }
            }
        }
    };
}

events! {
    /// The community begins.
    "community_founded" CommunityFounded;
    /// A home is on the roster, as stated.
    "household_recorded" HouseholdRecorded;
    /// A person is on the roster, as stated.
    "member_recorded" MemberRecorded;
    /// An invitation was issued. For the authority alone.
    "invitation_issued" InvitationIssued;
    /// An invitation was used. For the authority alone.
    "invitation_spent" InvitationSpent;
    /// A device got its token. For the authority alone.
    "token_granted" TokenGranted;
    /// A device joined.
    "device_joined" DeviceJoined;
    /// A device was removed.
    "device_removed" DeviceRemoved;
    /// Somebody said what they want or object to.
    "opinion_raised" OpinionRaised;
    /// Who is behind an anonymous opinion. For its author and staff.
    "opinion_authored" OpinionAuthored;
    /// An opinion has that many seconders now.
    "opinion_seconded" OpinionSeconded;
    /// Who seconded. For that member and staff.
    "second_recorded" SecondRecorded;
    /// An opinion was answered.
    "opinion_answered" OpinionAnswered;
    /// An opinion was declined.
    "opinion_declined" OpinionDeclined;
    /// An opinion became a topic.
    "opinion_taken_up" OpinionTakenUp;
    /// When the council meets each month.
    "meeting_plan_set" MeetingPlanSet;
    /// A meeting is planned.
    "meeting_planned" MeetingPlanned;
    /// A meeting reached its next state.
    "meeting_advanced" MeetingAdvanced;
    /// A topic stands on a meeting's agenda.
    "topic_scheduled" TopicScheduled;
    /// Notice of a motion.
    "motion_noticed" MotionNoticed;
    /// A motion is open.
    "motion_opened" MotionOpened;
    /// Who may vote. For the authority alone.
    "electorate_frozen" ElectorateFrozen;
    /// A ballot of an open vote. For the voter alone (the home's members, where homes vote).
    "ballot_cast" BallotCast;
    /// The turnout so far; says nothing of who or how.
    "ballot_counted" BallotCounted;
    /// A motion is closed and counted.
    "motion_closed" MotionClosed;
    /// A motion was cancelled.
    "motion_cancelled" MotionCancelled;
    /// Somebody is on the roster no more. For staff and the home.
    "member_removed" MemberRemoved;
    /// The secret link of a calendar feed. For the member alone.
    "calendar_link_set" CalendarLinkSet;
    /// An activity stands on the board.
    "activity_planned" ActivityPlanned;
    /// An activity is different from a day on.
    "activity_changed" ActivityChanged;
    /// The days of a series between two days are exactly these.
    "shifts_planned" ShiftsPlanned;
    /// An activity takes place no more from a day on.
    "activity_ended" ActivityEnded;
    /// One shift is different.
    "shift_changed" ShiftChanged;
    /// One shift does not take place.
    "shift_cancelled" ShiftCancelled;
    /// What check-in codes are made of. For staff and the lead.
    "check_in_key_issued" CheckInKeyIssued;
    /// Somebody is signed up.
    "signed_up" SignedUp;
    /// Somebody's signups are taken back.
    "signups_cancelled" SignupsCancelled;
    /// Somebody is there. For that member, the lead and staff.
    "checked_in" CheckedIn;
    /// Somebody has left. For that member, the lead and staff.
    "checked_out" CheckedOut;
    /// Somebody did not come. For that member, the lead and staff.
    "no_show_marked" NoShowMarked;
    /// Ad-hoc hours were claimed. For that member, the lead and staff.
    "hours_claimed" HoursClaimed;
    /// Ad-hoc hours count. For that member, the lead and staff.
    "hours_confirmed" HoursConfirmed;
    /// Ad-hoc hours do not count. For that member, the lead and staff.
    "hours_refused" HoursRefused;
    /// Somebody wrote how a shift was.
    "shift_reported" ShiftReported;
    /// An elder needs something. For staff, who raised it and who took it.
    "need_raised" NeedRaised;
    /// Where, and what to mind. For staff and who took it.
    "need_detailed" NeedDetailed;
    /// A volunteer takes a need. For staff, who raised it and who took it.
    "need_matched" NeedMatched;
    /// A need is done with. For staff and who raised it.
    "need_concluded" NeedConcluded;
    /// A group as stated.
    "group_recorded" GroupRecorded;
    /// Somebody belongs to a group.
    "group_joined" GroupJoined;
    /// Somebody belongs to groups no more.
    "groups_left" GroupsLeft;
    /// An opinion is the same as another one.
    "opinion_merged" OpinionMerged;
    /// A topic was proposed to the council.
    "topic_proposed" TopicProposed;
    /// A topic has another place on the agenda.
    "topic_moved" TopicMoved;
    /// The meeting has turned to a topic.
    "topic_discussed" TopicDiscussed;
    /// A topic was settled without a vote.
    "topic_settled" TopicSettled;
    /// A meeting has another time or place.
    "meeting_rescheduled" MeetingRescheduled;
    /// A meeting was called off.
    "meeting_cancelled" MeetingCancelled;
    /// What check-in codes at a meeting are made of. For staff.
    "meeting_key_issued" MeetingKeyIssued;
    /// Somebody is at a meeting. For that member and staff.
    "meeting_attended" MeetingAttended;
    /// Somebody was not at a meeting after all. For that member and staff.
    "attendance_struck" AttendanceStruck;
    /// So many are at a meeting.
    "attendance_counted" AttendanceCounted;
    /// A part of the minutes was written. For staff.
    "minutes_written" MinutesWritten;
    /// The minutes are published.
    "minutes_published" MinutesPublished;
    /// Somebody has said something on a topic.
    "statement_made" StatementMade;
    /// The words of a statement were corrected.
    "statement_corrected" StatementCorrected;
    /// Somebody has committed themselves, or is obliged.
    "commitment_made" CommitmentMade;
    /// A commitment goes on.
    "commitment_progressed" CommitmentProgressed;
    /// A commitment is kept.
    "commitment_kept" CommitmentKept;
    /// A commitment is not done yet.
    "commitment_returned" CommitmentReturned;
    /// A commitment need not be kept.
    "commitment_released" CommitmentReleased;
    /// A commitment is broken.
    "commitment_broken" CommitmentBroken;
    /// A voting rule of the community's own.
    "rule_defined" RuleDefined;
    /// A voter has taken part in a sealed vote or by a raised hand. For the voter alone.
    "participation_recorded" ParticipationRecorded;
    /// The committee has entered ballots or voters, without what they say. For staff.
    "ballots_entered" BallotsEntered;
    /// The committee has entered numbers, without the numbers. For staff.
    "count_entered" CountEntered;
    /// How the hands went. For the authority alone.
    "hands_counted" HandsCounted;
    /// Nobody leads any more what a member led who was removed.
    "leads_left" LeadsLeft;
    /// A shop as stated.
    "shop_recorded" ShopRecorded;
    /// A version of a checklist.
    "template_published" TemplatePublished;
    /// A checklist is used no more.
    "template_retired" TemplateRetired;
    /// When the street is walked, and by whom. For representatives and staff.
    "patrol_plan_set" PatrolPlanSet;
    /// A patrol is planned. For representatives and staff.
    "patrol_planned" PatrolPlanned;
    /// A patrol is walked on another day, or not at all. For representatives and staff.
    "patrol_moved" PatrolMoved;
    /// Somebody is wanted for a round. For representatives and staff.
    "round_offered" RoundOffered;
    /// Nobody is wanted for a round any more. For representatives and staff.
    "offer_withdrawn" OfferWithdrawn;
    /// A round has changed hands. For representatives and staff.
    "round_taken" RoundTaken;
    /// What was answered so far. For its member alone.
    "answers_saved" AnswersSaved;
    /// An inspection. For representatives, staff and the shop.
    "inspection_submitted" InspectionSubmitted;
    /// An addendum. For representatives, staff and the shop.
    "inspection_amended" InspectionAmended;
    /// A shop was not inspected. For representatives, staff and the shop.
    "shop_skipped" ShopSkipped;
    /// Something is wrong. For representatives, staff and the shop.
    "finding_opened" FindingOpened;
    /// It is still so. For representatives, staff and the shop, once published for everybody.
    "finding_repeated" FindingRepeated;
    /// The merchant has answered. For the same.
    "finding_answered" FindingAnswered;
    /// Somebody else has looked. For the same.
    "finding_rechecked" FindingRechecked;
    /// The merchant contests it. For the same.
    "finding_contested" FindingContested;
    /// The committee has settled that. For the same.
    "finding_settled" FindingSettled;
    /// It is proposed to the council. For the same.
    "finding_escalated" FindingEscalated;
    /// A finding, for everybody.
    "finding_published" FindingPublished;
    /// What a patrol has found, shop by shop.
    "patrol_published" PatrolPublished;
}

/// An event as the log tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// When the authority appended it; for a prediction, when the phone recorded the command.
    pub at: Timestamp,
    /// Who caused it, where everybody in its audiences may know.
    pub by: Option<MemberId>,
    /// The command that caused it, where everybody in its audiences may know.
    pub cause: Option<CommandId>,
    /// What happened.
    pub event: Event,
}
