//! The council: opinions, meetings, topics and votes.

mod commitment;
mod meeting;
mod minutes;
mod motion;
mod opinion;
mod rule;
mod speaker;
mod story;
mod tally;
mod topic;
mod vote;

pub use commitment::{
    BreakCommitment, Commitment, CommitmentBroken, CommitmentKept, CommitmentMade,
    CommitmentProgressed, CommitmentReleased, CommitmentReturned, CommitmentSource,
    CommitmentState, ConfirmCommitment, MakeCommitment, Progress, ReleaseCommitment,
    ReportProgress, ReturnCommitment,
};
pub(crate) use commitment::{
    decide_break, decide_confirm, decide_make, decide_progress, decide_release, decide_return,
};
pub use meeting::{
    AdvanceMeeting, AttendMeeting, AttendanceCounted, AttendanceStruck, Attendee, CancelMeeting,
    Meeting, MeetingAdvanced, MeetingAttended, MeetingCancelled, MeetingKeyIssued, MeetingPlanSet,
    MeetingPlanned, MeetingRescheduled, MeetingState, PlanMeeting, Present, RescheduleMeeting,
    SetMeetingPlan, StrikeAttendance,
};
pub(crate) use meeting::{
    decide_advance, decide_attend, decide_cancel_meeting, decide_meeting, decide_plan,
    decide_reschedule, decide_strike,
};
pub use minutes::{
    Minutes, MinutesPart, MinutesPublished, MinutesWritten, PublishMinutes, Published,
    PublishedPart, Version, WriteMinutes, Written,
};
pub(crate) use minutes::{decide_publish, decide_write};
pub use motion::{
    BallotCounted, CancelMotion, CloseMotion, ElectorateFrozen, Motion, MotionCancelled,
    MotionClosed, MotionNoticed, MotionOpened, MotionState, NoticeMotion, OpenMotion, TellTurnout,
};
pub(crate) use motion::{decide_cancel, decide_close, decide_notice, decide_open, decide_turnout};
pub use opinion::{
    AnswerOpinion, Author, Category, DeclineOpinion, MergeOpinion, Opinion, OpinionAnswered,
    OpinionAuthored, OpinionDeclined, OpinionMerged, OpinionOutcome, OpinionRaised,
    OpinionSeconded, OpinionTakenUp, RaiseOpinion, SecondOpinion, SecondRecorded, Together,
};
pub(crate) use opinion::{
    decide_answer, decide_decline, decide_merge, decide_raise, decide_second,
};
pub(crate) use rule::decide_define;
pub use rule::{Approval, Base, DefineRule, Outcome, Participation, Rule, RuleDefined, Share};
pub use speaker::Speaker;
pub use story::{Happening, Matter};
pub use tally::{Count, Counted, Publication, PublishedBallot, Tally, count};
pub use topic::{
    CorrectStatement, DiscussTopic, MakeStatement, MoveTopic, ProposeTopic, ScheduleTopic,
    SettleTopic, Statement, StatementBy, StatementCorrected, StatementMade, Topic, TopicDiscussed,
    TopicEnd, TopicMoved, TopicProposed, TopicScheduled, TopicSettled, TopicSource, TopicState,
    TopicStep,
};
pub(crate) use topic::{
    decide_correct, decide_discuss, decide_move, decide_propose, decide_schedule, decide_settle,
    decide_state,
};
pub use vote::{
    Ballot, BallotBox, BallotCast, BallotsEntered, CastBallot, CastForVoter, Choice, CountEntered,
    CountGathered, Electorate, ElectorateKind, EnterPaper, EnterVoters, Entry, Gathered, Gathering,
    Hands, HandsCounted, LEAST_SEALED, LeftOut, LeftOutCause, MOST_IN_BATCH, MOST_OPTIONS, Marked,
    Named, NoBox, Options, ParticipationRecorded, Place, Said, Sheet, Slip, Voter, VoterId, Way,
    receipt, sealed_receipt,
};
pub(crate) use vote::{decide_cast, decide_cast_for, decide_count, decide_paper, decide_voters};

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use crate::{CommitmentId, Event, Map, MeetingId, MotionId, OpinionId, Recorded, TopicId};

/// Everything of the council that is known here. Ids come from the phones and say nothing of time: what is shown
/// in order of time is sorted by the authority's times.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Council {
    /// Opinions.
    pub opinions: Map<OpinionId, Arc<Opinion>>,
    /// Topics.
    pub topics: Map<TopicId, Arc<Topic>>,
    /// Meetings.
    pub meetings: Map<MeetingId, Arc<Meeting>>,
    /// Motions.
    pub motions: Map<MotionId, Arc<Motion>>,
    /// What was promised, and what resolutions oblige to.
    pub commitments: Map<CommitmentId, Arc<Commitment>>,
    /// The community's own voting rules by name, all versions of each, the oldest first.
    pub rules: Map<String, Arc<Vec<Rule>>>,
}

impl Council {
    pub(crate) fn apply(&mut self, event: &Event, recorded: &Recorded) {
        match event {
            Event::OpinionRaised(e) => self.apply_raised(e, recorded),
            Event::OpinionAuthored(e) => self.with_opinion(e.opinion, |o| o.authored(e)),
            Event::OpinionSeconded(e) => self.with_opinion(e.opinion, |o| o.seconds = e.count),
            Event::SecondRecorded(e) => self.with_opinion(e.opinion, |o| o.seconded_by(e.member)),
            Event::OpinionAnswered(e) => self.with_opinion(e.opinion, |o| {
                o.settle(
                    recorded.at,
                    OpinionOutcome::Answered {
                        text: e.text.clone(),
                        by: e.by.clone(),
                    },
                );
            }),
            Event::OpinionDeclined(e) => self.with_opinion(e.opinion, |o| {
                o.settle(
                    recorded.at,
                    OpinionOutcome::Declined {
                        reason: e.reason.clone(),
                        by: e.by.clone(),
                    },
                );
            }),
            Event::OpinionMerged(e) => self.apply_merged(e, recorded.at),
            Event::OpinionTakenUp(e) => self.with_opinion(e.opinion, |o| {
                o.settle(recorded.at, OpinionOutcome::TakenUp { topic: e.topic });
            }),
            Event::MeetingPlanned(e) => self.apply_planned(e),
            Event::MeetingAdvanced(e) => self.apply_advanced(e, recorded.at),
            Event::MeetingRescheduled(e) => self.apply_rescheduled(e),
            Event::MeetingCancelled(e) => self.apply_called_off(e, recorded.at),
            Event::MeetingKeyIssued(e) => self.apply_meeting_key(e),
            Event::MeetingAttended(e) => self.apply_attended(e),
            Event::AttendanceStruck(e) => self.apply_struck(e),
            Event::AttendanceCounted(e) => self.apply_present(e),
            Event::MinutesWritten(e) => self.apply_written(e, recorded),
            Event::MinutesPublished(e) => self.apply_published(e, recorded.at),
            Event::TopicProposed(e) => self.apply_proposed(e, recorded.at),
            Event::TopicScheduled(e) => self.apply_scheduled(e, recorded.at),
            Event::TopicMoved(e) => self.apply_moved(e),
            Event::TopicDiscussed(e) => self.apply_discussed(e, recorded.at),
            Event::TopicSettled(e) => self.apply_settled(e, recorded.at),
            Event::StatementMade(e) => self.apply_stated(e, recorded),
            Event::StatementCorrected(e) => self.apply_corrected(e),
            Event::CommitmentMade(e) => self.apply_made(e, recorded),
            Event::CommitmentProgressed(e) => self.apply_progressed(e, recorded.at),
            Event::CommitmentKept(e) => self.apply_kept(e, recorded.at),
            Event::CommitmentReturned(e) => self.apply_returned(e),
            Event::CommitmentReleased(e) => self.apply_released(e, recorded.at),
            Event::CommitmentBroken(e) => self.apply_broken(e, recorded.at),
            Event::MotionNoticed(e) => self.apply_noticed(e, recorded.at),
            Event::MotionOpened(e) => self.with_motion(e.motion, |m| m.opened(e, recorded.at)),
            Event::ElectorateFrozen(e) => self.with_motion(e.motion, |m| m.frozen(e)),
            Event::BallotCast(e) => self.with_motion(e.motion, |m| m.cast(e, recorded)),
            Event::ParticipationRecorded(e) => {
                self.with_motion(e.motion, |m| m.took_part(e, recorded));
            }
            Event::BallotsEntered(e) => self.with_motion(e.motion, |m| m.entered(e, recorded)),
            Event::CountEntered(e) => self.with_motion(e.motion, |m| m.count_entered(e)),
            Event::HandsCounted(e) => {
                self.with_motion(e.motion, |m| m.hands = Some(e.hands.clone()));
            }
            Event::BallotCounted(e) => self.with_motion(e.motion, |m| m.told(e, recorded.at)),
            Event::MotionClosed(e) => self.apply_closed(e, recorded.at),
            Event::MotionCancelled(e) => {
                self.with_motion(e.motion, |m| m.cancelled(e, recorded.at));
            }
            Event::RuleDefined(e) => self.apply_defined(e),
            _ => {}
        }
    }

    fn with_opinion(&mut self, id: OpinionId, change: impl FnOnce(&mut Opinion)) {
        if let Some(opinion) = self.opinions.get_mut(&id) {
            change(Arc::make_mut(opinion));
        }
    }

    fn with_motion(&mut self, id: MotionId, change: impl FnOnce(&mut Motion)) {
        if let Some(motion) = self.motions.get_mut(&id) {
            change(Arc::make_mut(motion));
        }
    }
}
