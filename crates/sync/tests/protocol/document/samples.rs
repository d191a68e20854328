//! One of every refusal and of every problem.

use uuid::Uuid;
use yishi_domain::council::{MeetingState, TopicState, Way};
use yishi_domain::patrol::{FindingState, TemplateFault};
use yishi_domain::*;
use yishi_sync::{MOST_BYTES, MOST_COMMANDS, Problem};

pub(super) fn rejections() -> Vec<Rejection> {
    let (id, at) = (Uuid::nil(), Timestamp(0));
    let field = || "text".to_owned();
    vec![
        Rejection::NotAllowed,
        Rejection::NotAMember,
        Rejection::TextEmpty { field: field() },
        Rejection::TextTooLong {
            field: field(),
            most: 500,
        },
        Rejection::AlreadyExists,
        Rejection::UnknownHousehold {
            household: HouseholdId(id),
        },
        Rejection::UnknownMember {
            member: MemberId(id),
        },
        Rejection::UnknownInvitation,
        Rejection::InvitationSpent,
        Rejection::InvitationExpired { expired_at: at },
        Rejection::UnknownOpinion,
        Rejection::OpinionSettled,
        Rejection::OwnOpinion,
        Rejection::UnknownTopic,
        Rejection::UnknownMeeting,
        Rejection::MeetingOver,
        Rejection::WrongMeetingState {
            state: MeetingState::Open,
        },
        Rejection::InThePast,
        Rejection::BadPlan,
        Rejection::UnknownMotion,
        Rejection::UnknownRule,
        Rejection::RuleNeedsHouseholds,
        Rejection::BadPeriod,
        Rejection::EmptyElectorate,
        Rejection::AreaMissing {
            homes: 2,
            first: "1-1-101".into(),
        },
        Rejection::MotionNotOpen,
        Rejection::MotionAlreadyOpen,
        Rejection::MotionClosed { closed_at: at },
        Rejection::MotionCancelled,
        Rejection::NotInElectorate,
        Rejection::BadChoice,
        Rejection::WrongTopicState {
            state: TopicState::Resolved,
        },
        Rejection::MotionPending,
        Rejection::NotToBeMerged,
        Rejection::WrongMeetingCode {
            meeting: MeetingId(id),
            left: 4,
        },
        Rejection::MinutesMissing,
        Rejection::MinutesChanged,
        Rejection::MinutesInConflict,
        Rejection::UnknownStatement,
        Rejection::UnknownCommitment,
        Rejection::CommitmentEnded,
        Rejection::CommitmentNotDone,
        Rejection::OwnCommitment,
        Rejection::MotionNotPassed,
    ]
    .into_iter()
    .chain(rejections_of_the_board())
    .chain(rejections_of_the_book())
    .chain(rejections_of_the_patrol())
    .collect()
}

fn rejections_of_the_book() -> Vec<Rejection> {
    vec![
        Rejection::CountedAlready {
            voter: "3-2-301".into(),
            way: Way::Paper,
        },
        Rejection::SealMissing,
        Rejection::BadOptions { most: 20 },
        Rejection::BadShares,
        Rejection::RuleNotInForce {
            since: "2026-12-01".into(),
        },
        Rejection::RuleNeedsOptions,
        Rejection::NoticeTooShort {
            opens_from: Timestamp(0),
        },
        Rejection::AreaNeedsNames,
        Rejection::ElectorateTooSmall { least: 5 },
        Rejection::PhotoMissing,
        Rejection::BadBatch { most: 200 },
        Rejection::CountMismatch { expected: 7 },
        Rejection::WrongWay,
        Rejection::TooFewSheets { least: 5 },
    ]
}

fn rejections_of_the_board() -> Vec<Rejection> {
    let (shift, at, left) = (ShiftId(Uuid::nil()), Timestamp(0), 4);
    vec![
        Rejection::UnknownActivity,
        Rejection::UnknownShift,
        Rejection::UnknownShiftRole,
        Rejection::UnknownClaim,
        Rejection::UnknownNeed,
        Rejection::UnknownGroup,
        Rejection::BadRoles,
        Rejection::BadTimes,
        Rejection::BadRule {
            why: "FREQ is missing".into(),
        },
        Rejection::RuleNeverHappens,
        Rejection::ActivityEnded,
        Rejection::ShiftCancelled,
        Rejection::ShiftStarted { started_at: at },
        Rejection::ShiftNotStarted { starts_at: at },
        Rejection::ShiftOver { ended_at: at },
        Rejection::SignupClosed { closed_at: at },
        Rejection::AlreadySignedUp,
        Rejection::NotSignedUp,
        Rejection::OnWaitlist,
        Rejection::CheckInNotOpen { opens_at: at },
        Rejection::CheckInClosed { closed_at: at },
        Rejection::WrongCode { shift, left },
        Rejection::CodeOfOtherShift { shift, left },
        Rejection::CodeUsed,
        Rejection::TooManyWrongCodes,
        Rejection::AlreadyCheckedIn,
        Rejection::NotCheckedIn,
        Rejection::BadHours,
        Rejection::OwnHours,
        Rejection::ClaimSettled,
        Rejection::TooManyPhotos { most: 4 },
        Rejection::NeedConcluded,
        Rejection::GroupClosed,
    ]
}

fn rejections_of_the_patrol() -> Vec<Rejection> {
    vec![
        Rejection::UnknownShop,
        Rejection::TooMany {
            field: "prices".into(),
            most: 60,
        },
        Rejection::UnknownTemplate,
        Rejection::BadTemplate {
            item: 3,
            why: TemplateFault::Points,
        },
        Rejection::NoPatrolPlan,
        Rejection::NotARepresentative {
            member: MemberId(Uuid::nil()),
        },
        Rejection::UnknownPatrol,
        Rejection::PatrolOver,
        Rejection::PatrolCalledOff,
        Rejection::PatrolNotBegun {
            day: "2026-11-27".parse().unwrap(),
        },
        Rejection::NoRound,
        Rejection::NotOffered,
        Rejection::UnknownInspection,
        Rejection::BadAnswer { item: 3 },
        Rejection::AnswersMissing { count: 2, first: 3 },
        Rejection::PhotoNeeded { item: 3 },
        Rejection::OwnShop,
        Rejection::NothingToPublish,
        Rejection::UnknownFinding,
        Rejection::NotYourShop,
        Rejection::OwnFinding,
        Rejection::FindingClosed,
        Rejection::WrongFindingState {
            state: FindingState::Contested,
        },
        Rejection::ContestSettled,
    ]
}

pub(super) fn problems() -> Vec<Problem> {
    let all = vec![
        Problem::Malformed {
            message: "here".into(),
        },
        Problem::BodyTooLarge { most: MOST_BYTES },
        Problem::TooManyCommands {
            most: MOST_COMMANDS,
        },
        Problem::ClientTooOld { protocol: 1 },
        Problem::ProtocolUnknown { protocol: 1 },
        Problem::UnknownToken,
        Problem::UnknownEpoch {
            epoch: EpochId(Uuid::nil()),
        },
        Problem::ClientGap { expected: 18 },
        Problem::ConflictingDuplicate { n: 17 },
        Problem::ClientTaken,
        Problem::TooManyRequests { retry_after: 30 },
        Problem::Unavailable,
        Problem::StorageFull,
        Problem::WrongDigest,
        Problem::NotAnImage,
        Problem::NotFound,
    ];
    for problem in &all {
        // A new problem does not compile here until it is also added above.
        match problem {
            Problem::Malformed { .. }
            | Problem::BodyTooLarge { .. }
            | Problem::TooManyCommands { .. }
            | Problem::ClientTooOld { .. }
            | Problem::ProtocolUnknown { .. }
            | Problem::UnknownToken
            | Problem::UnknownEpoch { .. }
            | Problem::ClientGap { .. }
            | Problem::ConflictingDuplicate { .. }
            | Problem::ClientTaken
            | Problem::Refused(_)
            | Problem::TooManyRequests { .. }
            | Problem::Unavailable
            | Problem::StorageFull
            | Problem::WrongDigest
            | Problem::NotAnImage
            | Problem::NotFound => {}
        }
    }
    all
}
