//! Why a command is refused. Each cause has a stable code; its particulars travel beside it.

use serde::{Deserialize, Serialize};

use crate::council::{MeetingState, TopicState, Way};
use crate::patrol::{FindingState, TemplateFault};
use crate::{Date, HouseholdId, MeetingId, MemberId, ShiftId, Timestamp};

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
    /// The choice is not what the options allow.
    "bad_choice" "that is not what the options allow" BadChoice;
    /// No such activity.
    "unknown_activity" "there is no such activity" UnknownActivity;
    /// No such shift.
    "unknown_shift" "there is no such shift" UnknownShift;
    /// The shift has no such role.
    "unknown_shift_role" "the shift has no such role" UnknownShiftRole;
    /// No such claim of hours.
    "unknown_claim" "there is no such claim of hours" UnknownClaim;
    /// No such need.
    "unknown_need" "there is no such need" UnknownNeed;
    /// No such group.
    "unknown_group" "there is no such group" UnknownGroup;
    /// No roles, too many, two of one number, or one without places.
    "bad_roles" "a shift needs 1 to 12 roles of different numbers with 1 to 1,000 places each" BadRoles;
    /// A shift that begins at no time of the day, has no length, or closes too early.
    "bad_times" "a shift begins within its day and lasts at most a day" BadTimes;
    /// The rule of a series is wrong.
    "bad_rule" "the rule of the series cannot be used" BadRule {
        /// How, in English, naming the part.
        why: String,
    };
    /// The rule of a series names no day at all.
    "rule_never_happens" "the rule of the series names no day" RuleNeverHappens;
    /// The activity takes place no more.
    "activity_ended" "the activity has ended" ActivityEnded;
    /// The shift does not take place.
    "shift_cancelled" "the shift was cancelled" ShiftCancelled;
    /// The shift has begun.
    "shift_started" "the shift has begun" ShiftStarted {
        /// When.
        started_at: Timestamp,
    };
    /// The shift has not begun yet.
    "shift_not_started" "the shift has not begun yet" ShiftNotStarted {
        /// When it will.
        starts_at: Timestamp,
    };
    /// The shift is over.
    "shift_over" "the shift is over" ShiftOver {
        /// Since when.
        ended_at: Timestamp,
    };
    /// Too close to the start to sign up.
    "signup_closed" "signing up has closed" SignupClosed {
        /// Since when.
        closed_at: Timestamp,
    };
    /// The member is signed up for another role of the shift.
    "already_signed_up" "signed up for another role of this shift already" AlreadySignedUp;
    /// The member is not signed up.
    "not_signed_up" "not signed up for this shift" NotSignedUp;
    /// The member waits for a place.
    "on_waitlist" "still on the waitlist of this shift" OnWaitlist;
    /// It is too early to check in, or the code is of a time before.
    "check_in_not_open" "checking in is not open yet" CheckInNotOpen {
        /// From when on.
        opens_at: Timestamp,
    };
    /// It is too late to check in or out, or the code is of a time after.
    "check_in_closed" "checking in has closed" CheckInClosed {
        /// Since when.
        closed_at: Timestamp,
    };
    /// The code is none of the shift's.
    "wrong_code" "the code is not one of this shift" WrongCode {
        /// The shift.
        shift: ShiftId,
        /// How often the member may still try.
        left: u32,
    };
    /// The code is of another shift.
    "code_of_other_shift" "the code is one of another shift" CodeOfOtherShift {
        /// The shift that it was tried at.
        shift: ShiftId,
        /// How often the member may still try.
        left: u32,
    };
    /// The member has checked in with this code or a later one.
    "code_used" "this code was used already" CodeUsed;
    /// Too many wrong codes: the lead has to do it by hand.
    "too_many_wrong_codes" "too many wrong codes" TooManyWrongCodes;
    /// The member is there already.
    "already_checked_in" "checked in already" AlreadyCheckedIn;
    /// The member has not checked in.
    "not_checked_in" "not checked in" NotCheckedIn;
    /// Less than a minute or more than a day.
    "bad_hours" "a claim is of one minute to 24 hours" BadHours;
    /// One does not confirm the own hours.
    "own_hours" "these are one's own hours" OwnHours;
    /// Somebody has looked at the claim already.
    "claim_settled" "the claim was settled already" ClaimSettled;
    /// More photos than a matter may have.
    "too_many_photos" "too many photos" TooManyPhotos {
        /// At most.
        most: u32,
    };
    /// The need was done with already.
    "need_concluded" "the need is done with" NeedConcluded;
    /// The group exists no more.
    "group_closed" "the group exists no more" GroupClosed;
    /// What an opinion should be merged into is settled, or is that opinion itself.
    "not_to_be_merged" "these opinions cannot be merged" NotToBeMerged;
    /// The topic is too far, or not far enough, for that.
    "wrong_topic_state" "the topic is in another state" WrongTopicState {
        /// The state it is in.
        state: TopicState,
    };
    /// A motion on the topic is announced or open: it is voted on or cancelled first.
    "motion_pending" "there is a motion on this topic" MotionPending;
    /// The code is none of the meeting's.
    "wrong_meeting_code" "the code is not one of this meeting" WrongMeetingCode {
        /// The meeting.
        meeting: MeetingId,
        /// How often the member may still try.
        left: u32,
    };
    /// A meeting is published by its minutes.
    "minutes_missing" "a meeting is published by its minutes" MinutesMissing;
    /// Somebody has written something that the publisher had not before them.
    "minutes_changed" "the minutes have changed meanwhile" MinutesChanged;
    /// There are two versions of a part.
    "minutes_in_conflict" "a part of the minutes has two versions" MinutesInConflict;
    /// No such statement.
    "unknown_statement" "there is no such statement" UnknownStatement;
    /// No such commitment.
    "unknown_commitment" "there is no such commitment" UnknownCommitment;
    /// The commitment was kept, released or broken.
    "commitment_ended" "the commitment has come to its end" CommitmentEnded;
    /// Nobody has said that it is done.
    "commitment_not_done" "nobody has said that it is done" CommitmentNotDone;
    /// One does not confirm what one has done, nor let oneself off.
    "own_commitment" "this is for somebody else to say" OwnCommitment;
    /// A motion that did not pass obliges nobody.
    "motion_not_passed" "the motion has not passed" MotionNotPassed;
    /// The voter has taken part already in another way.
    "counted_already" "this voter has taken part already in another way" CountedAlready {
        /// The home's number or the member's name.
        voter: String,
        /// In which way.
        way: Way,
    };
    /// A sealed ballot comes without what its phone has to draw for it.
    "seal_missing" "a sealed ballot needs a seal" SealMissing;
    /// Not 2 to 20 options of different names, or not 1 to all of them to be marked.
    "bad_options" "there must be 2 to 20 options of different names, of which 1 to all may be marked" BadOptions {
        /// Options at most.
        most: u32,
    };
    /// A share of a voting rule that nobody could reach or that asks for nothing, or a notice of over a year.
    "bad_shares" "the shares of the rule cannot be used" BadShares;
    /// No version of the rule is in force yet.
    "rule_not_in_force" "the rule is not in force yet" RuleNotInForce {
        /// From when on, as an ISO 8601 date.
        since: String,
    };
    /// A rule that asks for no share of approval decides among options only.
    "rule_needs_options" "a rule without a share of approval needs options to choose from" RuleNeedsOptions;
    /// The rule asks for more days of notice.
    "notice_too_short" "the rule asks for a longer notice" NoticeTooShort {
        /// From when on the motion may open.
        opens_from: Timestamp,
    };
    /// What counts area is neither sealed nor decided by hands: numbers without names have no area.
    "area_needs_names" "a rule that counts area needs ballots with names" AreaNeedsNames;
    /// So few voters that a sealed vote would hide nothing.
    "electorate_too_small" "so few voters that a sealed vote would hide nothing" ElectorateTooSmall {
        /// How many it takes at least.
        least: u32,
    };
    /// Sheets of paper are entered with a photo of them.
    "photo_missing" "a photo of the sheets is missing" PhotoMissing;
    /// None, too many, or one twice.
    "bad_batch" "a batch is of 1 to 200 different voters" BadBatch {
        /// How many at most.
        most: u32,
    };
    /// The numbers are not those of as many voters.
    "count_mismatch" "the numbers are not those of as many voters" CountMismatch {
        /// Of how many they must be, or may be at most.
        expected: u64,
    };
    /// Names and hands are for open votes, envelopes for sealed ones.
    "wrong_way" "this vote is not entered like that" WrongWay;
    /// So few sealed sheets that a photo would tell whose they are.
    "too_few_sheets" "so few sealed sheets that a photo would tell whose they are" TooFewSheets {
        /// How many it takes at least.
        least: u32,
    };
    /// No such shop.
    "unknown_shop" "there is no such shop" UnknownShop;
    /// More of something than there may be.
    "too_many" "too many of something" TooMany {
        /// Of what.
        field: String,
        /// At most.
        most: u32,
    };
    /// There is no such checklist.
    "unknown_template" "there is no such checklist" UnknownTemplate;
    /// That is no usable checklist.
    "bad_template" "that is no usable checklist" BadTemplate {
        /// The item that is wrong; 0 for the whole.
        item: u16,
        /// How.
        why: TemplateFault,
    };
    /// There is no plan with anybody in it.
    "no_patrol_plan" "there is no plan with anybody in it" NoPatrolPlan;
    /// Only representatives walk.
    "not_a_representative" "only representatives walk" NotARepresentative {
        /// Who is none.
        member: MemberId,
    };
    /// There is no such patrol.
    "unknown_patrol" "there is no such patrol" UnknownPatrol;
    /// The patrol is over or has begun.
    "patrol_over" "the patrol is over or has begun" PatrolOver;
    /// The patrol does not take place.
    "patrol_called_off" "the patrol does not take place" PatrolCalledOff;
    /// The patrol has not begun yet.
    "patrol_not_begun" "the patrol has not begun yet" PatrolNotBegun {
        /// Its day.
        day: Date,
    };
    /// There is no such round.
    "no_round" "there is no such round" NoRound;
    /// Nobody is wanted for that round.
    "not_offered" "nobody is wanted for that round" NotOffered;
    /// There is no such inspection.
    "unknown_inspection" "there is no such inspection" UnknownInspection;
    /// The answer does not fit its item.
    "bad_answer" "the answer does not fit its item" BadAnswer {
        /// The item.
        item: u16,
    };
    /// Some items are not answered.
    "answers_missing" "some items are not answered" AnswersMissing {
        /// How many.
        count: u32,
        /// The first of them.
        first: u16,
    };
    /// A photo is missing.
    "photo_needed" "a photo is missing" PhotoNeeded {
        /// The item.
        item: u16,
    };
    /// This is one's own shop.
    "own_shop" "this is one's own shop" OwnShop;
    /// Nothing has been found yet.
    "nothing_to_publish" "nothing has been found yet" NothingToPublish;
    /// There is no such finding.
    "unknown_finding" "there is no such finding" UnknownFinding;
    /// This is somebody else's shop.
    "not_your_shop" "this is somebody else's shop" NotYourShop;
    /// Whoever has found it does not recheck it.
    "own_finding" "whoever has found it does not recheck it" OwnFinding;
    /// The finding is closed.
    "finding_closed" "the finding is closed" FindingClosed;
    /// The finding is in another state.
    "wrong_finding_state" "the finding is in another state" WrongFindingState {
        /// The state it is in.
        state: FindingState,
    };
    /// This was contested and settled already.
    "contest_settled" "this was contested and settled already" ContestSettled;
}
